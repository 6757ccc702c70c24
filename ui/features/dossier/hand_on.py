"""Two ways to give the dossier with its pieces to someone, offered on several screens: by mail, or as one file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.services.navigation import ARCHIVE, PageId, Route, ToContact
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label

BY_MAIL = "dossier"
"""The kind of request that takes the dossier along."""


class HandOn(QWidget):
    """A sentence that says what for, and two buttons that lead to the places where it is done."""

    route_requested = Signal(object)

    def __init__(self, theme: Tokens, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        column.addWidget(Label(words, "muted"))
        flow = FlowLayout(gap=theme.space_2)
        self.mail = QPushButton("L’envoyer par courriel…")
        self.mail.clicked.connect(lambda: self.route_requested.emit(ToContact(BY_MAIL)))
        self.archive = QPushButton("L’archiver en un fichier…")
        self.archive.clicked.connect(lambda: self.route_requested.emit(Route(PageId.COLLECTIVITE, anchor=ARCHIVE)))
        for button in (self.mail, self.archive):
            flow.addWidget(button)
        column.addLayout(flow)
