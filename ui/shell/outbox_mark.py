"""What the sidebar says of the messages: how many were prepared and wait for someone to say that they have gone."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.services.navigation import PageId
from ui.services.outbox import OutboxSession
from ui.shell.sidebar import Sidebar


class OutboxMark(QObject):
    """Follows the outbox and writes in the sidebar; its entry is there only when there is a message."""

    def __init__(self, outbox: OutboxSession, sidebar: Sidebar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outbox, self._sidebar = outbox, sidebar
        outbox.changed.connect(self._on_changed)
        if outbox.is_read:
            self._on_changed()
        else:  # not before the first frame: see after_start.py
            sidebar.show_entry(PageId.OUTBOX, False)

    def _on_changed(self) -> None:
        count = self._outbox.waiting()
        self._sidebar.show_entry(PageId.OUTBOX, bool(self._outbox.messages()))
        self._sidebar.show_count(PageId.OUTBOX, str(count) if count else "", waiting_words(count))


def waiting_words(count: int) -> str:
    """Return how many messages wait, in words; nothing for none."""
    if not count:
        return ""
    return "1 message préparé" if count == 1 else f"{count} messages préparés"
