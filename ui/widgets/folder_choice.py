"""A folder or a file, chosen or none: its path, and the buttons to choose it and to let it go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled


class FolderChoice(QWidget):
    """``choose_requested`` when one asks for another, ``cleared`` when one wants none; it knows no dialog."""

    choose_requested = Signal()
    cleared = Signal()

    def __init__(
        self,
        theme: Tokens,
        words: str,
        note: str,
        *,
        choose: str = "Choisir un dossier…",
        clear: str = "Ne plus surveiller",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setPlaceholderText("Rien n’est choisi")
        box = Labelled(theme, words, self.path)
        box.show_note(note)
        column.addWidget(box)
        flow = FlowLayout(gap=theme.space_2)
        self.choose = QPushButton(choose)
        self.choose.setAccessibleName(fr("{choose} : {words}", choose=choose.rstrip("…"), words=words))
        self.choose.clicked.connect(self.choose_requested)
        self.clear = QPushButton(clear)
        self.clear.clicked.connect(self.cleared)
        for button in (self.choose, self.clear):
            flow.addWidget(button)
        column.addLayout(flow)
        self.show_folder("")

    def show_folder(self, path: str) -> None:
        """Show which folder is chosen, none for empty words."""
        self.path.setText(path)
        self.path.setCursorPosition(0)
        self.clear.setVisible(bool(path))
