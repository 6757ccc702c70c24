"""The head of a page that is a list: its title, and a field that narrows the list as one types."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.columns import Columns
from ui.widgets.cross import add_cross
from ui.widgets.text import Heading, Label

LONGEST = 200  # characters: a text pasted by mistake is not looked for in every line
_BESIDE, _BESIDE_CHOICES = 430, 620  # pixels at a text scale of 1, from which the field stands beside the title
_QUIET_MS = 500  # a screen reader is told the count once the typing pauses


class FilterField(QLineEdit):
    """Escape empties it; Down and Enter go to the list."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST)
        add_cross(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FilterHead(QWidget):
    """``words_changed`` at each key; ``left`` when one goes on to the list; ``announced``, the count after a pause."""

    words_changed = Signal(str)
    left = Signal()
    announced = Signal(str)

    def __init__(
        self, theme: Tokens, title: str, hint: str, parent: QWidget | None = None, *, choices: QWidget | None = None
    ) -> None:
        """``title`` is empty where the page shows one already; ``choices`` stand under it, beside the field."""
        super().__init__(parent)
        self.field = FilterField()
        self.count = Label("", "small", wrap=False)
        label = Label(hint, "label", wrap=False)
        label.setBuddy(self.field)
        self.field.setAccessibleName(hint)
        words = QWidget()
        box = QVBoxLayout(words)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space_1)
        for part in (label, self.field, self.count):
            box.addWidget(part)
        box.addStretch(1)
        words.setMaximumWidth(round(380 * theme.scale))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if title or choices is not None:
            narrow = round((_BESIDE if choices is None else _BESIDE_CHOICES) * theme.scale)
            named, share = self._named(theme, title, choices), (1, 1) if choices is None else (2, 1)
            column.addWidget(Columns(named, words, threshold=narrow, gap=theme.space_3, stretch=share))
        else:
            column.addWidget(words)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET_MS)
        self._pause.timeout.connect(self._on_pause)
        self.field.textChanged.connect(self._on_changed)
        self.field.left.connect(self.left)

    def _named(self, theme: Tokens, title: str, choices: QWidget | None) -> QWidget:
        """Return the title, as high as on every page, if any, with the choices under it."""
        named = QWidget()
        column = QVBoxLayout(named)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        if title:
            column.addWidget(Heading(title, 1))
        if choices is not None:
            column.addWidget(choices)
        column.addStretch(1)
        return named

    def begin_search(self) -> None:
        """Put the cursor in the field, what is there selected: Ctrl+F on a list."""
        self.field.setFocus()
        self.field.selectAll()

    def show_count(self, words: str) -> None:
        """Show how much is in sight; it is also said to a screen reader once the typing pauses."""
        self.count.setText(words)
        self.field.setAccessibleDescription(words)

    def _on_changed(self, words: str) -> None:
        self.words_changed.emit(words)
        self._pause.start()

    def _on_pause(self) -> None:
        self.announced.emit(self.count.text())
