"""An entry of the sidebar: icon, words that wrap at large text, and a small count; or the icon above the count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.text import as_text

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_PAD = QPoint(12, 9)


class NavButton(QPushButton):
    """A checkable entry; checked means « you are here »."""

    def __init__(self, theme: Tokens, text: str, drawing: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._drawing = drawing
        self._count = ""
        self._above = _PAD.y()
        self._heights: dict[int, int] = {}  # by width: Qt asks some six hundred times before the first frame
        self._wide = 0
        self._is_narrow = False
        self.setProperty("look", "nav")
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def count(self) -> str:
        """The small count at the right, empty when there is none."""
        return self._count

    def show_count(self, words: str) -> None:
        """Show a small count at the right, or none."""
        if words == self._count:
            return
        self._count = words
        self._forget_sizes()
        self.updateGeometry()
        self.update()

    def set_room(self, above: int) -> None:
        """Take another height, where the window has little: pixels above and below the words."""
        self._above = above
        self.updateGeometry()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone, the count below it and the words as a tip, or all again."""
        self._is_narrow = narrow
        self._forget_sizes()
        self._show_tip()
        self.updateGeometry()
        self.update()

    def describe(self, words: str) -> None:
        """Say more to a screen reader than the words of the entry, and to the mouse where these are not in sight."""
        self.setAccessibleDescription(words)
        self._show_tip()

    def _show_tip(self) -> None:
        parts = (self.text(), self.accessibleDescription())
        words = " · ".join(part for part in parts if part) if self._is_narrow else ""
        self.setToolTip(as_text(words))

    def sizeHint(self) -> QSize:
        if self._is_narrow:
            wide = max(self._theme.icon, self._pill().width()) + 2 * _PAD.x() // 3
            return QSize(wide, self.heightForWidth(wide))
        return QSize(self._one_line(), self.heightForWidth(self._one_line()))

    def minimumSizeHint(self) -> QSize:
        if self._is_narrow:
            return self.sizeHint()
        return QSize(self._before() + self._after(), self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Return the height with bold words, so that choosing an entry moves nothing."""
        if width not in self._heights:
            self._heights[width] = self._height_for(width)
        return self._heights[width] + 2 * self._above

    def changeEvent(self, event: QEvent) -> None:
        self._forget_sizes()  # another font, as when the style sheet is set
        super().changeEvent(event)

    def _forget_sizes(self) -> None:
        self._heights.clear()
        self._wide = 0

    def _one_line(self) -> int:
        """Return the width that sets all words in one line."""
        if not self._wide:
            self.ensurePolished()
            words = QFontMetrics(self._bold(self.font())).horizontalAdvance(self.text())
            self._wide = self._before() + words + self._after()
        return self._wide

    def _height_for(self, width: int) -> int:
        """Return the height of the words or the icon, without the room above and below."""
        self.ensurePolished()
        if self._is_narrow:
            return self._theme.icon + (self._pill().height() + self._theme.space_1 if self._count else 0)
        metrics = QFontMetrics(self._bold(self.font()))
        if width >= self._one_line():  # all words in one line, as most of them
            return max(metrics.height(), self._theme.icon)
        room = QRect(0, 0, max(1, width - self._before() - self._after()), 10_000)
        return max(metrics.boundingRect(room, _WRAPPED, self.text()).height(), self._theme.icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        colour = t.primary if self.isChecked() else t.ink_soft
        if self._is_narrow:
            left = (self.width() - t.icon) / 2
            icons.paint(painter, self._drawing, colour, QRectF(left, self._above, t.icon, t.icon))
            if self._count:
                self._paint_count(painter)
            painter.end()
            return
        icons.paint(painter, self._drawing, colour, QRectF(_PAD.x(), (self.height() - t.icon) / 2, t.icon, t.icon))
        painter.setPen(QColor(colour))
        painter.setFont(self._bold(self.font()) if self.isChecked() else self.font())
        painter.drawText(self.rect().adjusted(self._before(), 0, -self._after(), 0), _WRAPPED, self.text())
        if self._count:
            self._paint_count(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint « you are here » and the mouse above (QStyle costs 4 ms of the start)."""
        t = self._theme
        ground = t.primary_soft if self.isChecked() else t.chip if self.underMouse() else ""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), t.radius, t.radius)

    def _paint_count(self, painter: QPainter) -> None:
        t, font, pill = self._theme, self._count_font(), QRectF(QPointF(), QSizeF(self._pill()))
        if self._is_narrow:
            pill.moveTo((self.width() - pill.width()) / 2, self.height() - self._above - pill.height())
        else:
            pill.moveTo(self.width() - _PAD.x() - pill.width(), (self.height() - pill.height()) / 2)
        height = pill.height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.surface if self.isChecked() else t.primary_soft))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(t.primary))
        painter.setFont(font)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), self._count)

    def _pill(self) -> QSize:
        """Return how large the ground of the count is."""
        words = QFontMetrics(self._count_font()).boundingRect(self._count)
        around = self._theme.space_2 if self._is_narrow else self._theme.space_4
        return QSize(words.width() + around, words.height() + self._theme.space_1)

    def _before(self) -> int:
        """Return the width of what stands before the words."""
        return _PAD.x() + self._theme.icon + self._theme.space_3

    def _after(self) -> int:
        """Return the width of what stands after the words."""
        if not self._count:
            return _PAD.x() // 2
        return _PAD.x() + QFontMetrics(self._count_font()).horizontalAdvance(self._count) + self._theme.space_5

    def _count_font(self) -> QFont:
        font = self._bold(self.font())
        font.setPixelSize(self._theme.text_tiny)
        return font

    @staticmethod
    def _bold(font: QFont) -> QFont:
        bold = QFont(font)
        bold.setBold(True)
        return bold
