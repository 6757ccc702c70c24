"""The remote control of Thunderbird, as far as the tests need it: one command, run a script in its own windows."""

from __future__ import annotations

import json
import socket
from typing import Any


class Marionette:
    """One session on 127.0.0.1 (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html)."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._number = 0
        try:
            self._receive()
            self.command("WebDriver:NewSession", {"strictFileInteractability": False})
            self.command("Marionette:SetContext", {"value": "chrome"})
        except (OSError, AssertionError):
            self.close()
            raise

    def command(self, name: str, values: dict[str, Any]) -> Any:
        """Send a command and return its result; AssertionError with what Thunderbird says."""
        self._number += 1
        sent = json.dumps([0, self._number, name, values]).encode()
        self._socket.sendall(f"{len(sent)}:".encode() + sent)
        _, _, error, result = self._receive()
        assert error is None, error
        return result

    def script(self, text: str, *arguments: Any) -> Any:
        """Run a script in the program's own window and return what it returns."""
        values = {"script": text, "args": list(arguments), "newSandbox": True, "sandbox": "system"}
        return self.command("WebDriver:ExecuteScript", values)["value"]

    def close(self) -> None:
        """Let go."""
        self._socket.close()

    def _receive(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            byte = self._socket.recv(1)
            assert byte, "Thunderbird hung up"
            size += byte
        left, parts = int(size[:-1]), []
        while left:
            part = self._socket.recv(left)
            assert part, "Thunderbird hung up"
            parts.append(part)
            left -= len(part)
        return json.loads(b"".join(parts))
