"""What was just done, for the bar at the foot of the window: its words, and the one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, Signal


class Done(Struct, frozen=True):
    """Something done, in words; ``todo`` names the button that calls ``act``, ``keys`` the shortcut that does as well.

    ``is_done`` is False where the words only tell what one asked for, as the place where one is.
    """

    words: str
    todo: str = ""
    act: Callable[[], object] | None = None
    keys: str = ""
    is_done: bool = True


class Feedback(QObject):
    """``told`` carries what was done, wherever in the window; what went wrong is said where one looks, or as a notice.

    The window shows it until the next gesture and has it spoken.
    """

    told = Signal(object)

    def tell(self, words: str, todo: str = "", act: Callable[[], object] | None = None) -> None:
        """Say that something was done, with a button where there is something to do about it."""
        self.told.emit(Done(words, todo, act))

    def explain(self, words: str) -> None:
        """Say what one asked for, or what to do first: nothing was done."""
        self.told.emit(Done(words, is_done=False))
