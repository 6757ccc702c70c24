"""« Affichage du texte »: size, typeface, spaces and width of the texts, over the page that shows them at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.services.reading_looks import LOOKS, is_usual
from ui.services.settings import Settings
from ui.shell.drop_panel import DropPanel
from ui.shell.tool_button import dress
from ui.text.reading_choices import ReadingChoices
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label

_WIDE = 400  # pixels at a text scale of 1


class ReadingPanel(DropPanel):
    """``chosen`` when the texts are to be shown anew."""

    chosen = Signal()

    def __init__(self, theme: Tokens, settings: Settings, smaller: QAction, larger: QAction, window: QWidget) -> None:
        super().__init__("Affichage du texte", window)
        self._settings = settings
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.space_4, theme.space_3, theme.space_4, theme.space_3)
        column.setSpacing(theme.space_2)
        column.addWidget(Heading("Affichage du texte", 2, "h3"))
        column.addLayout(self._build_sizes(theme, smaller, larger))
        self.choices = ReadingChoices(theme, settings)
        column.addWidget(self.choices)
        self.usual = QPushButton("Revenir à l’affichage normal")
        column.addWidget(self.usual)
        column.addStretch(1)
        self._inner, self._area = inner, scrolling(self, inner)
        self.choices.chosen.connect(self._on_chosen)
        self.usual.clicked.connect(self._on_usual)

    def open_under(self, button: QWidget) -> None:
        """Open below a button, within the window."""
        self.choices.show_settings()
        self.show_scale()
        self.drop_from(button)
        self._sizes[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def show_scale(self) -> None:
        """Say how large the texts are now, and whether there is something to go back to."""
        scale = self._settings.number("text_scale", 1.0, least=1, most=2)
        self.scale.setText(fr("{percent} %", percent=round(scale * 100)))
        self.usual.setEnabled(scale != 1.0 or not is_usual(self._settings))

    def take_up(self) -> None:
        """Take the size that the letters have now."""
        self.show_scale()
        if self.isVisible():
            self.fit()

    def wanted_size(self, room: QSize) -> QSize:
        """Return as wide as the letters ask for, and as high as what is inside."""
        scale = self._settings.number("text_scale", 1.0, least=1, most=2)
        wide = min(round(_WIDE * scale), room.width())
        bar = self._area.verticalScrollBar().sizeHint().width()
        layout = self._inner.layout()
        high = layout.totalHeightForWidth(wide - bar) if layout is not None else 0
        return QSize(wide, min(high + 2 * self.frameWidth() + 2, room.height()))

    def _build_sizes(self, theme: Tokens, smaller: QAction, larger: QAction) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space_2)
        row.addWidget(Label("Taille", "label", wrap=False))
        self.scale = Label("", wrap=False)
        self._sizes = [QToolButton(), QToolButton()]
        for button, action in zip(self._sizes, (smaller, larger), strict=True):
            dress(button, action)
        row.addWidget(self._sizes[0])
        row.addWidget(self.scale)
        row.addWidget(self._sizes[1])
        row.addStretch(1)
        return row

    def _on_chosen(self) -> None:
        self.show_scale()
        self.chosen.emit()

    def _on_usual(self) -> None:
        for look in LOOKS:
            self._settings.set(look.setting, "")
        self._settings.set("text_scale", 1.0)
        self.choices.show_settings()
        self._on_chosen()
        self._sizes[0].setFocus()  # the button is of no more use
