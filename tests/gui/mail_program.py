"""A stand-in for the mail program."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl, Slot


class MailProgram(QObject):
    """Stands where the mail program would: keeps what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.received: list[bytes] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.received.append(url.toEncoded().data())
