"""« Reprendre la lecture »: the pages seen last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.services.bookmarks import Mark
from ui.widgets.text import Heading, pressed_text
from ui.widgets.wrap_link import WrapLink

MOST = 3


class ReadingCard(QFrame):
    """``opened`` carries the route of a page, ``all_requested`` asks for all pages that are kept or were seen."""

    opened = Signal(object)
    all_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.addWidget(Heading("Reprendre la lecture", 2, "h3"), 1)
        whole = QPushButton("Mes pages")
        whole.setProperty("look", "link-small")
        whole.clicked.connect(self.all_requested)
        head.addWidget(whole)
        column.addLayout(head)
        self.links = [WrapLink(theme, "") for _ in range(MOST)]
        for number, link in enumerate(self.links):
            link.clicked.connect(lambda _=False, n=number: self.opened.emit(self._marks[n].route))
            column.addWidget(link)
        self.hide()

    def show_seen(self, marks: Sequence[Mark]) -> None:
        """Show the pages seen last; hidden where none was."""
        self._marks = tuple(marks[:MOST])
        for number, link in enumerate(self.links):
            link.setVisible(number < len(self._marks))
            if number < len(self._marks):
                link.setText(pressed_text(self._marks[number].title))
        self.setVisible(bool(self._marks))
