"""Several answers given apart for one thing: what each says, whose it is, and a button to take it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.services.plan.words import Answer
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label, pressed_text

_NUMBERS = {2: "Deux", 3: "Trois", 4: "Quatre"}
_IN_BUTTON = 40  # characters of an answer that a button holds


class TwoAnswers(QFrame):
    """Hidden until there are several; ``taken`` carries the place of the answer that is chosen."""

    taken = Signal(int)

    def __init__(self, theme: Tokens, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = about
        self._answers: tuple[Answer, ...] = ()
        self.buttons: list[QPushButton] = []
        self.setProperty("look", "answers")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space_3, theme.space_2, theme.space_3, theme.space_2)
        column.setSpacing(theme.space_1)
        self._told = Label("", "answers-words")
        column.addWidget(self._told)
        self._flow = FlowLayout(gap=theme.space_2)
        column.addLayout(self._flow)
        self.hide()

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show the answers that stand; fewer than two hide this."""
        if tuple(answers) == self._answers:
            return
        self._answers = tuple(answers)
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._build_button(place, answer) for place, answer in enumerate(self._answers)]
        number = _NUMBERS.get(len(self._answers), str(len(self._answers)))
        told = " / ".join(
            fr("« {words} »", words=_short(a.words)) + (f" ({a.given})" if a.given else "") for a in self._answers
        )
        self._told.setText(fr("{number} réponses : {told}. Laquelle garder ?", number=number, told=told))
        self.setVisible(len(self._answers) > 1)

    def _on_clicked(self) -> None:
        self.taken.emit(next(place for place, button in enumerate(self.buttons) if button is self.sender()))

    def _build_button(self, place: int, answer: Answer) -> QPushButton:
        button = QPushButton(pressed_text(_short(answer.words)))
        button.setProperty("look", "small")
        given = f", {answer.given}" if answer.given else ""
        button.setAccessibleName(
            fr(
                "Garder pour {about} : {words}{given}, réponse {place}",
                about=self._about,
                words=answer.words,
                given=given,
                place=place + 1,
            )
        )
        button.clicked.connect(self._on_clicked)
        self._flow.addWidget(button)
        return button


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _IN_BUTTON else f"{line[: _IN_BUTTON - 1]}…"
