"""The first question of Contacter, for whom one writes: one of two answers is always chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QHBoxLayout, QPushButton, QWidget

from kit.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label


class Gate(QGroupBox):
    """« une collectivité | une autre structure » beside the words before; ``answered`` carries True for the first."""

    answered = Signal(bool)

    def __init__(self, theme: Tokens, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(question)
        flow = FlowLayout(self, gap=theme.space_3)
        label = Label(question, "label", wrap=False)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        label.setMinimumHeight(40)
        flow.addWidget(label)
        self.yes, self.no = QPushButton("une collectivité"), QPushButton("une autre structure")
        self._group = QButtonGroup(self)
        answers = QWidget()
        row = QHBoxLayout(answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.yes, self.no):
            button.setProperty("look", "segment")
            button.setProperty("place", "first" if button is self.yes else "last")
            button.setCheckable(True)
            button.setAccessibleDescription(question)
            self._group.addButton(button)
            row.addWidget(button)
        flow.addWidget(answers)
        self.yes.setChecked(True)
        self.yes.toggled.connect(self.answered)
