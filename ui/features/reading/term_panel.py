"""What a word of the glossary means, in the page, below the text that has it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kit.content.shelf import Term
from kit.typography import fr, french
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.text import Heading, Label


class TermPanel(QFrame):
    """Hidden until ``show_term``; Escape closes. ``glossary_requested`` carries the term's id."""

    closed = Signal()
    glossary_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._term_id = ""
        self.setObjectName("term-panel")
        self.title = Heading("", 2, "h3")
        self.definition = Label("")
        self.definition.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        column.addWidget(self.title)
        column.addWidget(self.definition)
        column.addWidget(self._build_link(), 0, Qt.AlignmentFlag.AlignLeft)
        self._words.setMaximumWidth(theme.measure)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_6, theme.space_2, theme.space_4, theme.space_2)
        row.addWidget(self._words, 1)
        row.addStretch(0)
        row.addWidget(self._build_close(), 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.link)
        self.hide()

    def show_term(self, term: Term) -> str:
        """Show a term; returns what is to be said of it."""
        self._term_id = term.id
        definition = french(term.definition)
        self.title.setText(f"{term.term} – {term.expansion}" if term.expansion else term.term)
        self.definition.setText(definition)
        self.link.setAccessibleDescription(fr("{term} : {definition}", term=term.term, definition=definition))
        self.show()
        return ". ".join(part for part in (term.term, term.expansion, definition) if part)

    def _on_link(self) -> None:
        self.glossary_requested.emit(self._term_id)

    def _build_link(self) -> QPushButton:
        self.link = QPushButton("Voir dans le glossaire")
        self.link.setProperty("look", "link-flush")
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link.clicked.connect(self._on_link)
        return self.link

    def _build_close(self) -> QToolButton:
        close = QToolButton()
        close.setIcon(icons.icon("fermer", self._theme.ink_soft))
        close.setIconSize(QSize(self._theme.icon, self._theme.icon))
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.setToolTip("Fermer la définition (Échap)")
        close.setAccessibleName("Fermer la définition (Échap)")
        close.clicked.connect(self.closed)
        return close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
