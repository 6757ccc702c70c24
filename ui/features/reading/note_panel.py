"""« Mes notes » : what the reader writes about the page in sight, below it, or about a passage of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kit.dossier.dossier import TEXT_LIMIT
from kit.tokens import Tokens
from ui.widgets.close_button import CloseButton
from ui.widgets.limit_words import LeftOutWords
from ui.widgets.long_text import LongText
from ui.widgets.text import Heading, Label


class NoteField(LongText):
    """A few lines of text; ``left`` when the focus goes, Escape gives it up by ``closed``."""

    left = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEXT_LIMIT, parent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class NoteBox(QWidget):
    """The field with what is said of it; ``edited`` at each key, ``left`` when it is left, ``closed`` by Escape."""

    closed = Signal()
    edited = Signal()
    left = Signal()

    def __init__(self, theme: Tokens, hint: str, parent: QWidget | None = None, *, lines: int = 4) -> None:
        super().__init__(parent)
        self._lines = lines
        self._state = Label("", "small")
        self._filling = False
        self.field = NoteField()
        self.field.setPlaceholderText(hint)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.left.connect(self.left)
        self.field.closed.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        for part in (self.field, LeftOutWords(self.field), self._state):
            column.addWidget(part)

    def show_for(self, name: str, *, writable: bool) -> None:
        """Say what the note is about, and whether it can be changed."""
        self.field.setAccessibleName(name)
        self.field.setReadOnly(not writable)
        self.field.ensurePolished()
        self.field.setFixedHeight(self._lines * self.field.fontMetrics().lineSpacing() + 20)

    def show_text(self, text: str) -> None:
        """Show what is kept; the cursor stays where it can."""
        place = self.field.textCursor().position()
        self._filling = True
        self.field.setPlainText(text)
        self._filling = False
        cursor = self.field.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.field.setTextCursor(cursor)

    def text(self) -> str:
        """Return what is in the field."""
        return self.field.toPlainText()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say whether the note is kept."""
        self._state.set_look("error" if wrong else "small")
        self._state.setText(words)
        self.field.setAccessibleDescription(words)

    def _on_text_changed(self) -> None:
        if not self._filling:
            self.edited.emit()


class PageNote(QFrame):
    """Hidden until it is shown; ``closed`` by its cross or by Escape."""

    closed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("foot-panel")
        self.box = NoteBox(theme, "Une idée, une question à poser, une date…")
        self.box.closed.connect(self.closed)
        words = QWidget()
        words.setMaximumWidth(theme.measure)
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        column.addWidget(Heading("Mes notes", 2, "h3"))
        column.addWidget(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_6, theme.space_2, theme.space_4, theme.space_2)
        row.addWidget(words, 1)
        row.addStretch(0)
        row.addWidget(self._build_close(), 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def field(self) -> NoteField:
        """Where one writes."""
        return self.box.field

    def text(self) -> str:
        """Return what is in the field."""
        return self.box.text()

    def _build_close(self) -> QToolButton:
        close = CloseButton(self._theme, "Fermer les notes (Échap)")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.closed)
        return close
