"""A bar above the page: what went wrong, what is safe, what to do; or an offer, without the sign of a warning."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from kit.tokens import Tokens
from ui.widgets.close_button import CloseButton
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label


class Message(Struct, frozen=True):
    """``todo`` names the button that sends ``goal``, of an offer: a warning has none.

    What ``stays`` comes back when what stood over it is closed.
    """

    words: str
    todo: str = ""
    goal: object = None
    stays: bool = False


class Notice(QFrame):
    """One message at a time, with at most one thing to do; hidden when there is none.

    ``pressed`` carries the goal of the message whose button was pressed; the message is closed by it.
    """

    pressed = Signal(object)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages: list[Message] = []
        self.setProperty("look", "notice")
        self.hide()

    def text(self) -> str:
        """Return the message in sight, empty when hidden."""
        return "" if self.isHidden() else self._label.text()

    def messages(self) -> tuple[Message, ...]:
        """Return what is not yet closed, the message in sight last."""
        return tuple(self._messages)

    def show_message(self, message: Message, *, under: bool = False) -> None:
        """Show a message in place of the one in sight, or over it if that one stays; ``under`` all others if any."""
        self._messages = [one for one in self._messages if (one.stays or under) and one.words != message.words]
        self._messages.insert(0 if under else len(self._messages), message)
        self._show()

    def withdraw(self, words: Iterable[str]) -> None:
        """Take away messages that are no longer true, in sight or not."""
        gone = frozenset(words)
        self._messages = [one for one in self._messages if one.words not in gone]
        self._show()

    def _build(self) -> None:
        """Fill the bar, at its first message: most runs have none."""
        theme = self._theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_3, theme.space_2, theme.space_2, theme.space_2)
        self.sign = Pictogram("attention", theme.warn_ink, theme.icon)
        row.addWidget(self.sign)
        self._label = Label("")
        row.addWidget(self._label, 1)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_pressed)
        row.addWidget(self._button)
        close = CloseButton(theme, "Fermer ce message", colour=theme.warn_ink)
        close.clicked.connect(self._close_one)
        row.addWidget(close)

    def _on_pressed(self) -> None:
        goal = self._messages[-1].goal
        self._close_one()
        self.pressed.emit(goal)

    def _close_one(self) -> None:
        self._messages.pop()
        self._show()

    def _show(self) -> None:
        if self._messages:
            if self.layout() is None:
                self._build()
            self._label.setText(self._messages[-1].words)
            self._button.setText(self._messages[-1].todo)
            is_offer = bool(self._messages[-1].todo)
            self._button.setVisible(is_offer)
            self.sign.setVisible(not is_offer)
            self._label.set_look("" if is_offer else "notice-words")
            self.setProperty("look", "offer" if is_offer else "notice")
            self.style().unpolish(self)
            self.style().polish(self)
        self.setVisible(bool(self._messages))
