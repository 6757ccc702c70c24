"""The ring around what has the focus: one for a window, in two colours, so that it stands out on every ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kit.tokens import Tokens
from ui.widgets.focus import WHOLE_PAGE, name_of

if TYPE_CHECKING:
    from ui.widgets.focus_frame import FocusFrame

_SHOW_IT_INSIDE = ("QTextBrowser", "QAbstractItemView")


class FocusRing(QObject):
    """Goes with the focus inside a window and its message boxes.

    Texts and lists show the focus inside them by themselves (a link, a row), and what ``paints_own_focus`` too.
    ``name`` is that of what has it in the window (``name_of``), or had it last while a panel or another program has it.
    """

    def __init__(self, theme: Tokens, window: QWidget, name: str = "") -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self.name = name
        self._frame: FocusFrame | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._window):
            return
        if now is not None and now.window() is self._window:
            self.name = name_of(now)
        if self._frame is not None and not isValid(self._frame):  # it went with the page or the box that it was in
            self._frame = None
        if now is not None and self._is_ringed(now):
            if self._frame is None:
                from ui.widgets.focus_frame import FocusFrame  # QStyle makes 570 enum values: 5 ms of a start

                self._frame = FocusFrame(self._theme, self._window)
            if now is not self._frame.widget():
                self._frame.setWidget(now)
        elif self._frame is not None and self._frame.widget() is not None:
            self._frame.setWidget(None)  # type: ignore[arg-type]  # Qt takes none, and hides the frame
            self._frame.setParent(self._window)

    def _is_ringed(self, widget: QWidget) -> bool:
        if widget.objectName() == WHOLE_PAGE or getattr(widget, "paints_own_focus", False):
            return False
        if any(widget.inherits(kind) for kind in _SHOW_IT_INSIDE):
            return False
        window = widget.window()
        return window is self._window or window.inherits("QMessageBox")
