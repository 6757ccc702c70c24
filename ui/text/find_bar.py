"""The bar at the foot of a text that searches inside it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from kit.tokens import Tokens
from ui.text.filter_head import LONGEST
from ui.theme import icons
from ui.widgets.text import Label, as_text


class FindBar(QFrame):
    """A field, how many places were found, and the way to the next one; Escape closes and keeps the words."""

    words_changed = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Tokens, words: str = "Chercher dans la page", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("find-bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_6, theme.space_1, theme.space_4, theme.space_1)
        row.setSpacing(theme.space_2)
        self._label = label = Label(words, "label", wrap=False)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.setMaximumWidth(round(280 * theme.scale))
        self.field.setMinimumWidth(round(90 * theme.scale))
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(words)
        label.setBuddy(self.field)
        self.count = Label("", "muted", wrap=False)
        row.addWidget(label)
        row.addWidget(self.field, 1)
        self._previous = self._build_button("Précédent", "Précédent (Maj+F3)", self.previous_requested)
        self._next = self._build_button("Suivant", "Suivant (F3)", self.next_requested)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self._build_button("", "Fermer la recherche (Échap)", self.closed))
        self.field.textChanged.connect(self.words_changed)
        self.hide()

    def open(self) -> None:
        """Show the bar with the words of last time selected."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_count(self, number: int, total: int) -> str:
        """Show and return « 2 sur 7 », or that nothing was found."""
        words = f"{number} sur {total}" if total else "Aucun résultat" if self.field.text() else ""
        self.count.setText(words)
        self.field.setAccessibleDescription(words)
        return words

    def _build_button(self, text: str, words: str, signal) -> QToolButton:  # type: ignore[no-untyped-def]
        button = QToolButton()
        button.setText(text)
        if not text:
            button.setIcon(icons.icon("fermer", self._theme.ink_soft))
            button.setIconSize(QSize(self._theme.icon, self._theme.icon))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setToolTip(as_text(words))
        button.setAccessibleName(words)
        button.clicked.connect(lambda _=False: signal.emit())
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            (self.previous_requested if shift else self.next_requested).emit()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return what the short form needs: the bar never keeps the window from becoming narrow."""
        return QSize(round(320 * self._theme.scale), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        t, layout = self._theme, self.layout()
        wide = event.size().width() >= 680 * t.scale
        self._label.setVisible(wide)
        self._previous.setText("Précédent" if wide else "↑")
        self._next.setText("Suivant" if wide else "↓")
        if layout is not None:
            layout.setContentsMargins(t.space_6 if wide else t.space_3, t.space_1, t.space_3, t.space_1)
