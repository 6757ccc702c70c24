"""A mail server on 127.0.0.1 that takes every message and keeps it."""

from __future__ import annotations

import socketserver
import threading
from typing import Self


class MailSink(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a mail program asks for; ``received`` holds (recipients, message)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.received: list[tuple[list[str], bytes]] = []
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *rest: object) -> None:
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 sink")
        recipients: list[str] = []
        while line := self.rfile.readline():
            word = line.decode("latin-1").strip()
            if word.upper().startswith("RCPT TO:"):
                recipients.append(word[8:].strip().strip("<>").split(">")[0])
            if word.upper() == "DATA":
                self._say("354 go on")
                self._take(recipients)
                recipients = []
            elif word.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, recipients: list[str]) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        sink = self.server
        assert isinstance(sink, MailSink)
        sink.received.append((recipients, b"".join(lines)))
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
