"""What is under way, what came of it, and the way to the folder where it lies."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.status_line import StatusLine
from ui.widgets.wait_bar import WaitBar


class ResultLine(QWidget):
    """``stopped`` and ``folder_requested`` when their buttons are pressed; empty, it takes no place."""

    stopped = Signal()
    folder_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self.wait = WaitBar(theme)
        self.wait.stopped.connect(self.stopped)
        self._status = StatusLine()
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.folder = QPushButton("Ouvrir le dossier")
        self.folder.setProperty("look", "link-flush")
        self.folder.clicked.connect(self.folder_requested)
        column.addWidget(self.wait)
        column.addWidget(self._status)
        column.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.say("")

    def put_above(self, layout: QLayout) -> None:
        """Put what leads to the work above the line."""
        self._column.insertLayout(0, layout)

    @property
    def status(self) -> str:
        """What was said last."""
        return self._status.text()

    def say(self, words: str, *, wrong: bool = False, folder: bool = False) -> None:
        """Say what was done, or what went wrong; empty words take it back."""
        self._status.say(words, wrong=wrong)
        self.folder.setVisible(folder)
