"""The dossiers at hand, one a line: its name, where it lies, and which one is open."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.text import Label, breakable, card


class DossierRow(Struct, frozen=True):
    """One dossier; ``key`` comes back in ``chosen``."""

    key: str
    name: str
    place: str
    is_open: bool


class DossierList(QWidget):
    """Lines with a button to open each dossier but the one that is open."""

    chosen = Signal(object)  # a str as it is: Qt's own would lose what is no UTF-8

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space_2)
        self._rows: list[DossierRow] = []

    def show_rows(self, rows: list[DossierRow]) -> None:
        """Show these dossiers."""
        if rows == self._rows:
            return
        self._rows = rows
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._column.addWidget(self._build_row(row))

    def buttons(self) -> list[QPushButton]:
        """Return the buttons in sight, from the first line on."""
        return self.findChildren(QPushButton)

    def _build_row(self, row: DossierRow) -> QWidget:
        frame = card()
        line = QHBoxLayout(frame)
        line.setContentsMargins(self._theme.space_3, self._theme.space_2, self._theme.space_3, self._theme.space_2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(row.name, "strong"))
        words.addWidget(Label(breakable(row.place), "small"))
        line.addLayout(words, 1)
        if row.is_open:
            line.addWidget(Label("Ouvert", "muted", wrap=False))
        else:
            button = QPushButton("Ouvrir")
            button.setAccessibleName(f"Ouvrir le dossier {row.name}")
            button.clicked.connect(lambda _=False, key=row.key: self.chosen.emit(key))
            line.addWidget(button)
        return frame
