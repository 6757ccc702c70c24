"""A menu whose choices may each have a line of explanation under their words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget, QWidgetAction

from kit.tokens import Tokens
from kit.typography import fr
from ui.theme import icons
from ui.widgets.text import pressed_text

_PAD = 8  # pixels around an entry
_FRAME = 3  # of the entry at hand, drawn inwards


class ExplainedMenu(QMenu):
    """``chosen`` carries the key of a choice. Arrows go through it, Enter chooses, Escape closes, as in any menu.

    It comes once the menu is gone: a choice may ask for a file, and a screen reader that chose waits for its answer.
    """

    chosen = Signal(str)

    def __init__(self, theme: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self._choices: dict[str, QAction] = {}
        self._pressed = ""
        self.triggered.connect(self._on_triggered)

    def offer(self, key: str, words: str, drawing: str, why: str = "") -> None:
        """Add a choice at the end, or change the words of one that is there."""
        if key not in self._choices:
            action = QWidgetAction(self)
            action.setData(key)
            action.setDefaultWidget(_Entry(self._theme, action, drawing, self))
            self._choices[key] = action
            self.addAction(action)
        self._choices[key].setText(pressed_text(fr("{words} : {why}", words=words, why=why) if why else words))
        entry = self.entry(key)
        entry.words, entry.why = words, why
        entry.updateGeometry()

    def show_only(self, keys: Iterable[str]) -> None:
        """Show these choices; the others stay for another time."""
        shown = set(keys)
        for key, action in self._choices.items():
            action.setVisible(key in shown)

    def action(self, key: str) -> QAction:
        """Return the action of a choice."""
        return self._choices[key]

    def entry(self, key: str) -> _Entry:
        """Return what a choice shows."""
        action = self._choices[key]
        assert isinstance(action, QWidgetAction)
        entry = action.defaultWidget()
        assert isinstance(entry, _Entry)
        return entry

    @property
    def offered(self) -> tuple[str, ...]:
        """The keys of the choices in sight, in their order."""
        return tuple(key for key, action in self._choices.items() if action.isVisible())

    def open_at(self, button: QWidget, *, upwards: bool = False) -> None:
        """Open below a button, or above it, at its right edge where there is no more room; the first choice stands."""
        size = self.sizeHint()
        corner = button.mapToGlobal(QPoint(0, -size.height() if upwards else button.height()))
        window = button.window().geometry()
        corner.setX(max(window.left(), min(corner.x(), window.right() - size.width())))
        self.popup(corner)
        self.setActiveAction(next(action for action in self._choices.values() if action.isVisible()))

    def _on_triggered(self, action: QAction) -> None:
        self._pressed = str(action.data())
        QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        self.chosen.emit(self._pressed)


class _Entry(QWidget):
    """One choice as it is painted; the mouse goes through it to the menu."""

    def __init__(self, theme: Tokens, action: QAction, drawing: str, menu: QMenu) -> None:
        super().__init__(menu)
        self._theme, self._action, self._drawing, self._menu = theme, action, drawing, menu
        self.words = self.why = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        title, why = QFontMetrics(self._title_font()), QFontMetrics(self._small_font())
        wide = max(title.horizontalAdvance(self.words), why.horizontalAdvance(self.why))
        high = title.height() + (why.height() if self.why else 0)
        return QSize(self._left() + wide + 2 * _PAD, max(high, self._theme.icon) + 2 * _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_at_hand = self._menu.activeAction() is self._action
        if is_at_hand:
            painter.setPen(QPen(QColor(t.focus), _FRAME))
            painter.setBrush(QColor(t.primary_soft))
            half = _FRAME / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        icon = QRectF(_PAD + 4, (self.height() - t.icon) / 2, t.icon, t.icon)
        icons.paint(painter, self._drawing, t.primary, icon)
        title = QFontMetrics(self._title_font())
        room = self.rect().adjusted(self._left(), _PAD, -_PAD, -_PAD)
        painter.setFont(self._title_font())
        painter.setPen(QColor(t.primary if is_at_hand else t.ink))
        flags = int(Qt.AlignmentFlag.AlignLeft)
        if not self.why:
            painter.drawText(room, flags | int(Qt.AlignmentFlag.AlignVCenter), self.words)
        else:
            painter.drawText(room, flags | int(Qt.AlignmentFlag.AlignTop), self.words)
            painter.setFont(self._small_font())
            painter.setPen(QColor(t.muted))
            painter.drawText(room.adjusted(0, title.height(), 0, 0), flags | int(Qt.AlignmentFlag.AlignTop), self.why)
        painter.end()

    def _left(self) -> int:
        return _PAD + 4 + self._theme.icon + 12

    def _title_font(self) -> QFont:
        font = QFont(QApplication.font())
        font.setPixelSize(self._theme.text)
        font.setBold(True)
        return font

    def _small_font(self) -> QFont:
        font = QFont(QApplication.font())
        font.setPixelSize(self._theme.text_small)
        return font
