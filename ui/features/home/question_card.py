"""A question of « Par où commencer » with its answers, and what the answer implies."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QPushButton, QVBoxLayout, QWidget

from kit.content.diagnostic import Answer
from kit.content.shelf import Question
from kit.tokens import Tokens
from kit.typography import fr, french
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_WORDS = {Answer.YES: "Oui", Answer.NO: "Non", Answer.UNKNOWN: "Je ne sais pas"}
_KEYS = {Qt.Key.Key_O: Answer.YES, Qt.Key.Key_N: Answer.NO, Qt.Key.Key_J: Answer.UNKNOWN}


class QuestionCard(QGroupBox):
    """``answered`` carries the question's id and the answer; ``passed`` says that a letter key gave it.

    Tab enters the answers, arrows go through them; the letters O, N and J answer and go on.
    """

    answered = Signal(str, str)
    passed = Signal(str)

    def __init__(self, theme: Tokens, number: int, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self._buttons: dict[Answer, QPushButton] = {}
        self._standing: Answer | None = None
        self._group = QButtonGroup(self)
        words = french(question.question)
        self.setProperty("look", "card")
        self.setAccessibleName(fr("Question {number} : {words}", number=number, words=words))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(theme.space_2)
        box.addWidget(Heading(f"{number}. {words}", 2, "h3"))
        box.addWidget(Label(french(question.help), "muted"))
        flow = FlowLayout(gap=theme.space_2)
        for answer, text in _WORDS.items():
            flow.addWidget(self._build_button(answer, text, words))
        box.addLayout(flow)
        self.told_again = Label("", "small")
        self.told_again.hide()
        box.addWidget(self.told_again)
        self.implied = Label("", "implied")
        self.implied.hide()
        box.addWidget(self.implied)
        self._group.buttonToggled.connect(self._on_toggled)

    def show_answer(self, answer: Answer | None, told_again: str = "") -> None:
        """Show the answer that is kept, or none; ``told_again`` tells the first one beside it."""
        self.told_again.setText(told_again)
        self.told_again.setVisible(bool(told_again))
        self._standing = answer
        self._group.setExclusive(False)
        for key, button in self._buttons.items():
            button.setChecked(key is answer)
        self._group.setExclusive(True)
        words = "" if answer is None else self._question.yes if answer is Answer.YES else self._question.no
        self.implied.setText(french(words))
        self.implied.setVisible(bool(words))

    def button(self, answer: Answer) -> QPushButton:
        """Return the button of an answer."""
        return self._buttons[answer]

    def take_focus(self) -> None:
        """Give the focus to the answer that stands, else to the first."""
        checked = next((button for button in self._buttons.values() if button.isChecked()), None)
        (checked or self._buttons[Answer.YES]).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        """Keep an answer however it was chosen: pressed, or reached by an arrow."""
        answer = next(key for key, one in self._buttons.items() if one is button)
        if on and answer is not self._standing:
            self._standing = answer
            self.answered.emit(self._question.id, answer.value)

    def _build_button(self, answer: Answer, text: str, question: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("look", "answer")
        button.setCheckable(True)
        button.setAccessibleDescription(question)
        self._group.addButton(button)
        self._buttons[answer] = button
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = _KEYS.get(Qt.Key(event.key()))
        if answer is None or event.modifiers():
            super().keyPressEvent(event)
            return
        self.answered.emit(self._question.id, answer.value)
        self.passed.emit(self._question.id)
