"""The line above every page: back, forward, and where one is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.text import Label, as_text, pressed_text

_LEAST = 8  # characters that a cut name keeps
_SPARE = 12


class TopBar(QWidget):
    """Back and forward buttons and the trail of places; ``crumb_chosen`` carries a place's number."""

    crumb_chosen = Signal(int)

    def __init__(self, theme: Tokens, back: QAction, forward: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.space_3, theme.space_2, theme.space_4, 0)
        self._row.setSpacing(theme.space_1)
        self._buttons: list[QToolButton] = []
        for action, drawing in ((back, "retour"), (forward, "avance")):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIcon(icons.icon(drawing, theme.ink_soft, theme.disabled))
            action.setIcon(button.icon())
            button.setIconSize(QSize(theme.icon, theme.icon))
            button.setAccessibleName(action.text())
            self._row.addWidget(button)
            self._buttons.append(button)
        self._row.addSpacing(theme.space_2)
        self._texts: list[tuple[str, bool]] = []
        self._trail: list[QWidget] = []
        self._steps: list[tuple[QPushButton | Label, str]] = []
        self._row.addStretch(1)

    def show_trail(self, texts: list[tuple[str, bool]]) -> None:
        """Show the places above and the present one; the flag says that a place can be pressed."""
        if texts == self._texts:  # as at each key of a search
            return
        self._texts = texts
        for widget in self._trail:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._trail, self._steps = [], []
        for number, (text, pressable) in enumerate(texts):
            if number:
                self._add(Label("›", "small", wrap=False))
            if pressable:
                button = QPushButton(pressed_text(text))
                button.setProperty("look", "link")
                button.clicked.connect(lambda _=False, n=number: self.crumb_chosen.emit(n))
                self._steps.append((button, text))
            else:
                self._steps.append((Label(text, "small", wrap=False), text))
            self._steps[-1][0].setAccessibleName(text)
            self._add(self._steps[-1][0])
        self._shorten()

    def _add(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.count() - 1, widget)
        widget.show()  # else later, and the page would be laid out and painted a second time
        self._trail.append(widget)

    def _shorten(self) -> None:
        """Cut names that do not fit, the longest first; the whole name is then its tooltip."""
        for step, text in self._steps:
            _write(step, text)
            step.setToolTip("")
            step.ensurePolished()
        over = sum(one.sizeHint().width() + self._row.spacing() for one in self._trail) - self._room()
        for step, text in sorted(self._steps, key=lambda one: -one[0].sizeHint().width()):
            if over <= 0:
                break
            metrics, wide = step.fontMetrics(), step.fontMetrics().horizontalAdvance(text)
            left = max(_LEAST * metrics.averageCharWidth(), wide - over)
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, left)
            _write(step, short)
            step.setToolTip(as_text(text))
            over -= wide - metrics.horizontalAdvance(short)
        self._row.activate()

    def _room(self) -> int:
        """Return how much of the line is left for the names."""
        margins = self._row.contentsMargins()
        buttons = sum(one.sizeHint().width() + self._row.spacing() for one in self._buttons)
        return self.width() - margins.left() - margins.right() - buttons - self._theme.space_2 - _SPARE

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._shorten()


def _write(step: QPushButton | Label, words: str) -> None:
    step.setText(pressed_text(words) if isinstance(step, QPushButton) else words)
