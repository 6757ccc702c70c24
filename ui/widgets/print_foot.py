"""How much paper it takes, the buttons that make it real, and what came of the last one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label
from ui.widgets.wait_bar import WaitBar


class PrintFoot(QWidget):
    """Always in sight below the options; ``stop_requested`` stops what is under way."""

    folder_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()
    stop_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self._paper = Label("", "strong")
        column.addWidget(self._paper)
        column.addWidget(Label("Format A4, noir et blanc, sans aplat de couleur", "small"))
        column.addSpacing(theme.space_2)
        flow = FlowLayout(gap=theme.space_2)
        self.printing = QPushButton("Imprimer")
        self.printing.setProperty("look", "primary")
        icons.dress(self.printing, theme, "imprimer", theme.primary_ink, theme.muted)
        self.printing.clicked.connect(self.print_requested)
        self.saving = QPushButton("Enregistrer en PDF")
        self.saving.clicked.connect(self.save_requested)
        for button in (self.printing, self.saving):
            flow.addWidget(button)
        column.addLayout(flow)
        self.wait = WaitBar(theme)
        self.wait.stopped.connect(self.stop_requested)
        column.addWidget(self.wait)
        self._status = Label("", "strong")
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status.hide()
        column.addWidget(self._status)
        self.folder = QPushButton("Ouvrir le dossier")
        self.folder.setProperty("look", "link-flush")
        self.folder.clicked.connect(self.folder_requested)
        self.folder.hide()
        column.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_paper(0)

    @property
    def paper(self) -> str:
        """How many pages and sheets it takes."""
        return self._paper.text()

    @property
    def status(self) -> str:
        """What was done or refused last."""
        return self._status.text()

    def show_paper(self, pages: int) -> None:
        """Say how many pages and sheets it takes; 0 when that is not known."""
        self._paper.setText(paper_words(pages) if pages else "\u00a0")

    def show_ready(self, ready: bool) -> None:
        """Let the buttons be pressed, or not when there is nothing to print."""
        self.printing.setEnabled(ready)
        self.saving.setEnabled(ready)

    def show_status(self, words: str, *, wrong: bool = False, folder: bool = False) -> None:
        """Say what was done, with the way to its folder, or what went wrong; empty words take it back."""
        self._status.set_look("error" if wrong else "strong")
        self._status.setText(words)
        self._status.setVisible(bool(words))
        self.folder.setVisible(folder)


def paper_words(pages: int) -> str:
    """Return « 3 pages, 2 feuilles recto-verso »."""
    if pages < 2:
        return "1 page, 1 feuille"
    sheets = (pages + 1) // 2
    return f"{pages} pages, {sheets} feuille{'s' if sheets > 1 else ''} recto-verso"
