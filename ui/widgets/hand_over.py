"""The ways to hand a message over to one's own mail program, always in sight, and what came of the last one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.opened_panel import OpenedPanel
from ui.widgets.text import Label


class HandOver(QWidget):
    """Three buttons, a line that says what was done, and the panel for when nothing opens."""

    open_requested = Signal()
    save_requested = Signal()
    copy_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        flow = FlowLayout(gap=theme.space_2)
        self.open = QPushButton("Ouvrir dans ma messagerie")
        self.open.setProperty("look", "primary")
        icons.dress(self.open, theme, "courriel", theme.primary_ink)
        self.open.clicked.connect(self._on_open)
        self.copy_body = QPushButton("Copier le message")
        icons.dress(self.copy_body, theme, "copier", theme.primary)
        self.copy_body.clicked.connect(self._on_copy)
        self.save = QPushButton("Enregistrer le brouillon (.eml)")
        icons.dress(self.save, theme, "enregistrer", theme.primary)
        self.save.clicked.connect(self._on_save)
        for button in (self.open, self.copy_body, self.save):
            flow.addWidget(button)
        column.addLayout(flow)
        self._status = Label("", "strong")
        self._status.hide()
        column.addWidget(self._status)
        self.opened = OpenedPanel(theme)
        self.opened.copy_requested.connect(self.copy_requested)
        column.addWidget(self.opened)

    @property
    def status(self) -> str:
        """What was done last."""
        return self._status.text()

    def show_status(self, words: str) -> None:
        """Say what was done; empty words take it back."""
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def _on_open(self) -> None:
        self.open_requested.emit()

    def _on_copy(self) -> None:
        self.copy_requested.emit("body")

    def _on_save(self) -> None:
        self.save_requested.emit()
