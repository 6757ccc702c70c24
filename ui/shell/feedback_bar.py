"""The bar at the foot of the window: what was just done and « Annuler », until the next gesture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.services.feedback import Done
from ui.widgets.close_button import CloseButton
from ui.widgets.focus import holds_focus
from ui.widgets.pictogram import Pictogram
from ui.widgets.region import Region
from ui.widgets.released import once_released
from ui.widgets.text import Label, pressed_text

_LEAST_HEIGHT = 48


class FeedbackBar(Region):
    """One thing done at a time, hidden when there is none; it takes its own room and lies over nothing.

    ``left`` when it goes away under the focus.
    """

    left = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done: Done | None = None
        self.setProperty("look", "feedback")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # else a plain widget paints no ground
        self.setAccessibleName("Dernier geste")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hide()

    def _build(self) -> None:
        """Fill the bar, when something is done for the first time."""
        theme = self._theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_4, theme.space_1, theme.space_2, theme.space_1)
        row.setSpacing(theme.space_3)
        self._mark = Pictogram("coche", theme.node_ink, theme.icon)
        row.addWidget(self._mark)
        self._label = Label("", "feedback-strong")
        row.addWidget(self._label)
        self.button = QPushButton()
        self.button.setProperty("look", "on-feedback")
        self.button.clicked.connect(self._on_pressed)
        row.addWidget(self.button)
        self._keys = Label("", "feedback-words", wrap=False)
        row.addWidget(self._keys)
        row.addStretch(1)
        self._row = row
        self.cross = CloseButton(theme, fr("Fermer : dernier geste"), "Fermer ce message", colour=theme.node_ink)
        self.cross.clicked.connect(self.clear)
        row.addWidget(self.cross)

    @property
    def done(self) -> Done | None:
        """What is shown, None when hidden."""
        return self._done

    def text(self) -> str:
        """Return the words in sight, empty when hidden."""
        return self._done.words if self._done else ""

    def show_done(self, done: Done) -> None:
        """Show what was done in place of what stands there."""
        self._done = done
        if self.layout() is None:
            self._build()
        held = self.button.hasFocus()
        self._mark.setVisible(done.is_done)
        self._label.setText(done.words)
        self.button.setText(pressed_text(done.todo))
        self.button.setAccessibleName(fr("{todo} : {words}", todo=done.todo, words=done.words))
        self.button.setVisible(bool(done.todo))
        self._fit()
        self._keys.setText(done.keys)
        self._keys.setVisible(bool(done.keys))
        once_released(self, self._show)
        if held and not done.todo:
            self.cross.setFocus()

    def clear(self) -> None:
        """Go away."""
        held = holds_focus(self)
        self._done = None
        self.hide()
        if held:
            self.left.emit()

    def minimumSizeHint(self) -> QSize:
        """Return what the bar needs in height: its words must never keep the window from becoming narrow."""
        return QSize(0, max(_LEAST_HEIGHT, super().minimumSizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        """Keep the button beside words of one line; those that need more lines take the width."""
        self._label.ensurePolished()
        words = self._label.fontMetrics().horizontalAdvance(self._label.text())
        others = (self._mark, self.button, self._keys, self.cross)
        rest = sum(one.sizeHint().width() + self._row.spacing() for one in others if not one.isHidden())
        long = words > self.width() - rest - 2 * self._row.spacing()
        if long != self._label.wordWrap():
            self._label.setWordWrap(long)
            self._label.setText(self._label.text())  # it forgets what heights it has known
        self._row.setStretchFactor(self._label, 1 if long else 0)

    def _show(self) -> None:
        if self._done is not None:
            self.show()

    def _on_pressed(self) -> None:
        if self._done and self._done.act:
            self._done.act()
