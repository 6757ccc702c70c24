"""A month as a grid of days: what each day holds, by mouse, by keyboard and by a screen reader."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kit.mandate.agenda import Kind, Moment, Month
from kit.tokens import FAMILY, Tokens
from ui.features.agenda.looks import Look, look_of
from ui.features.agenda.month_words import (
    DAYS,
    FIRST,
    LAST,
    cell_words,
    heard,
    month_of,
    month_words,
    moved,
    short_month,
    weeks,
)
from ui.theme import icons
from ui.widgets.text import as_text

type Index = QModelIndex | QPersistentModelIndex

KEYS = (
    "← → ↑ ↓ vont de jour en jour, Page précédente et Page suivante de mois en mois, Début revient à aujourd’hui. "
    "Entrée ouvre le jour."
)
SHOWN = 2
"""Moments of a day that its cell shows at most; the others are counted."""
_ROOT = QModelIndex()
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_APART = 4  # pixels between two moments of a day
_WEEKEND = 0.714  # of the width of a weekday
_ROW, _LOW_ROW, _NARROW = 109, 66, 84  # pixels at a text scale of 1
_TALLEST = 1.5  # times _ROW, of a week where there is height
_NONE: Mapping[date, tuple[Moment, ...]] = {}


class MonthModel(QAbstractTableModel):
    """The weeks of one month in rows, Monday first."""

    def __init__(self, month: Month, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month = month
        self.today = date.today()
        self._weeks = weeks(month)
        self._moments = _NONE

    def show(self, month: Month, moments: Mapping[date, tuple[Moment, ...]], today: date) -> None:
        """Show a month, with the moments of its days as of ``today``."""
        self.beginResetModel()
        self.month, self._weeks, self._moments, self.today = month, weeks(month), moments, today
        self.endResetModel()

    def index_of(self, day: date) -> QModelIndex:
        """Return where a day stands, an invalid index where it is not shown."""
        row = (day - self._weeks[0][0]).days // 7
        return self.index(row, day.weekday()) if 0 <= row < len(self._weeks) else QModelIndex()

    def moments(self, day: date) -> tuple[Moment, ...]:
        """Return what a day holds."""
        return self._moments.get(day, ())

    def day(self, index: Index) -> date:
        """Return the day of a cell."""
        return self._weeks[index.row()][index.column()]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(DAYS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        day = self.day(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(day.day)
            case Qt.ItemDataRole.AccessibleTextRole:
                return heard(day, self.moments(day), self.today)
            case Qt.ItemDataRole.ToolTipRole:
                return as_text("\n".join(map(cell_words, self.moments(day)))) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return f"{DAYS[section][:3]}." if role == Qt.ItemDataRole.DisplayRole else DAYS[section]
        return f"semaine du {self._weeks[section][0].day}"


class MonthCells(QStyledItemDelegate):
    """Paints a day: its number, then at most ``SHOWN`` moments and how many more there are.

    ``is_low`` where the columns are too narrow for words: the signs alone are shown.
    """

    def __init__(self, theme: Tokens, grid: MonthGrid) -> None:
        super().__init__(grid)
        self._theme, self._grid = theme, grid
        self._tiny, self._number = QFont(FAMILY), QFont(FAMILY)
        self._tiny.setPixelSize(theme.text_tiny)
        self._number.setPixelSize(theme.text_small)
        self._metrics = QFontMetrics(self._tiny)
        self._signs: dict[tuple[str, str, float], QPixmap] = {}
        self.is_low = False
        self.opened: date | None = None

    @property
    def label_height(self) -> int:
        """How high the line of a day's number is, in pixels."""
        return round(26 * self._theme.scale)

    @property
    def least_height(self) -> int:
        """How high a cell is that shows one moment in one line, or its sign, in pixels."""
        return self._top + max(self._line, self._sign) + 2 * self._pad + 4

    def moment_at(self, box: QRect, moments: Sequence[Moment], place: QPoint) -> Moment | None:
        """Return the moment of a cell that stands at a place."""
        return next((one for one, area, _ in self._laid_out(box, moments) if area.contains(place)), None)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, box = self._theme, QRect(option.rect)
        model = self._grid.rows
        day = model.day(index)
        moments = model.moments(day)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, QColor(t.ground if day.weekday() > 4 else t.surface))
        painter.setPen(QColor(t.line_soft))
        if index.column() < len(DAYS) - 1:
            painter.drawLine(box.topRight(), box.bottomRight())
        if index.row() < model.rowCount() - 1:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_number(painter, box, day, first=not (index.row() or index.column()))
        for moment, area, lines in self._laid_out(box, moments):
            self._paint_moment(painter, area, look_of(moment, t), lines, bold=moment.kind is Kind.COUNCIL)
        self._paint_rest(painter, box, len(moments), first=not (index.row() or index.column()) or day.day == 1)
        self._paint_edges(painter, box, day, index)
        painter.restore()

    def _paint_number(self, painter: QPainter, box: QRect, day: date, *, first: bool) -> None:
        t, model = self._theme, self._grid.rows
        is_today, is_other = day == model.today, month_of(day) != model.month
        font = QFont(self._number)
        font.setBold(is_today or any(one.kind is Kind.COUNCIL for one in model.moments(day)))
        painter.setFont(font)
        side = self.label_height
        wide = max(side, QFontMetrics(font).horizontalAdvance(str(day.day)) + 8)
        circle = QRectF(box.left() + 6, box.top() + 5, wide, side)
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ink))
            painter.drawRoundedRect(circle, side / 2, side / 2)
        painter.setPen(QColor(t.surface if is_today else t.muted if is_other else t.ink))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        if first or day.day == 1:
            painter.setFont(self._tiny)
            painter.setPen(QColor(t.muted))
            rest = QRectF(circle.right() + 4, circle.top(), box.right() - circle.right() - 6, side)
            if self._metrics.horizontalAdvance(short_month(day)) <= rest.width():
                painter.drawText(
                    rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short_month(day)
                )

    def _paint_moment(self, painter: QPainter, area: QRect, look: Look, lines: Sequence[str], *, bold: bool) -> None:
        t, edge = self._theme, 4
        shape = QRectF(area)
        painter.setPen(QPen(QColor(look.ink), 1) if t.name == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.ground))
        painter.drawRoundedRect(shape, 5, 5)
        painter.fillRect(QRectF(area.left(), area.top() + 1, edge, area.height() - 2), QColor(look.edge))
        sign = self._sign
        painter.drawPixmap(QPointF(area.left() + edge + 5, area.top() + self._pad), self._drawn(look.sign, look.ink))
        font = QFont(self._tiny)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(look.ink))
        left, high = area.left() + edge + 5 + sign + 5, self._line
        for number, words in enumerate(lines):
            line = QRectF(left, area.top() + self._pad - 1 + number * high, area.right() - left, high)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)

    def _paint_rest(self, painter: QPainter, box: QRect, count: int, *, first: bool) -> None:
        """Paint how many more moments there are: below those shown, in a low cell beside the number of the day."""
        rest = count - self._shown_count(box, count)
        if not rest:
            return
        painter.setFont(self._tiny)
        painter.setPen(QColor(self._theme.link))
        where = QRect(box.left() + 10, box.bottom() - 4 - self._line, box.width() - 16, self._line)
        if not self._has_room_below(box):
            left = box.right() - 6 - self._metrics.horizontalAdvance(f"+ {rest}") if first else box.left() + 40
            where = QRect(left, box.top() + 5, box.right() - left, self.label_height)
        if self.is_low:  # after the one sign
            left = 6 + self._shown_count(box, count) * (self._sign + 2 * self._pad + 13)
            top = box.top() + 7 + self.label_height
            where = QRect(box.left() + left, top, box.width() - left - 2, self._sign + 2 * self._pad)
        painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), f"+ {rest}")

    def _paint_edges(self, painter: QPainter, box: QRect, day: date, index: Index) -> None:
        t = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._grid.hasFocus() and index == self._grid.currentIndex():
            painter.setPen(QPen(QColor(t.focus), 3, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5))
        elif day == self.opened:
            painter.setPen(QPen(QColor(t.primary), 2, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))

    def _drawn(self, sign: str, ink: str) -> QPixmap:
        """Return a sign as pixels: the drawing itself takes half a millisecond each time."""
        ratio = self._grid.devicePixelRatioF()
        if (sign, ink, ratio) not in self._signs:
            self._signs[sign, ink, ratio] = icons.pixmap(sign, ink, self._sign, ratio)
        return self._signs[sign, ink, ratio]

    @property
    def _line(self) -> int:
        return self._metrics.height()

    @property
    def _pad(self) -> int:
        return 3

    @property
    def _sign(self) -> int:
        return round(14 * self._theme.scale)

    @property
    def _top(self) -> int:
        """How far below the top of a cell its moments begin."""
        return 5 + self.label_height + 2

    def _has_room_below(self, box: QRect) -> bool:
        """Whether a cell has room for all that it shows, and for a line below that counts the others."""
        return box.height() >= self._top + SHOWN * (self._line + 2 * self._pad + _APART) + self._line + 4

    def _shown_count(self, box: QRect, count: int) -> int:
        """Return how many of ``count`` moments a cell shows: beside a number there is room for one sign."""
        if self.is_low:
            return 1 if count > SHOWN else count
        room = box.height() - self._top - 4 + _APART
        return min(count, SHOWN, max(1, room // (self._line + 2 * self._pad + _APART)))

    def _laid_out(self, box: QRect, moments: Sequence[Moment]) -> list[tuple[Moment, QRect, list[str]]]:
        """Return what of a day is shown, each with its place and its lines."""
        shown, gap = moments[: self._shown_count(box, len(moments))], _APART
        left, width = box.left() + 6, box.width() - 13
        top = box.top() + self._top
        if self.is_low:
            side = self._sign + 2 * self._pad
            step = side + 9 + gap
            return [(one, QRect(left + n * step, top, side + 9, side), []) for n, one in enumerate(shown)]
        rest = self._line if len(moments) > len(shown) and self._has_room_below(box) else 0
        room = box.bottom() - 4 - rest - top
        room -= len(shown) * 2 * self._pad + max(0, len(shown) - 1) * gap
        wide = width - 4 - 5 - self._sign - 5 - 4
        fonts = [self._metrics_of(one) for one in shown]
        wrapped = [_wrapped(cell_words(one), wide, metrics) for one, metrics in zip(shown, fonts, strict=True)]
        counts = [1 for _ in wrapped]
        spare = room // self._line - len(counts)
        for number, lines in enumerate(wrapped):
            more = min(spare, len(lines) - 1)
            counts[number] += max(0, more)
            spare -= max(0, more)
        found = []
        for one, lines, count, metrics in zip(shown, wrapped, counts, fonts, strict=True):
            high = count * self._line + 2 * self._pad
            found.append((one, QRect(left, top, width, high), _cut(lines, count, wide, metrics)))
            top += high + gap
        return found

    def _metrics_of(self, moment: Moment) -> QFontMetrics:
        font = QFont(self._tiny)
        font.setBold(moment.kind is Kind.COUNCIL)
        return QFontMetrics(font)


class MonthGrid(QTableView):
    """One month, as high as it needs or as ``fill`` says. It holds no moment: it shows what ``show_moments`` gives.

    ``opened`` carries the day that one opens, ``moment_chosen`` the moment that one presses, ``turned`` the month that
    is shown from now on; ``came_by_key`` says that a key led to the day where one is.
    """

    came_by_key = Signal()
    opened = Signal(object)
    moment_chosen = Signal(object)
    turned = Signal(object)

    def __init__(self, theme: Tokens, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._moments: Mapping[date, tuple[Moment, ...]] = _NONE
        self._room = 0
        self.rows = MonthModel(month_of(today), self)
        self.setModel(self.rows)
        self.cells = MonthCells(theme, self)
        self.setItemDelegate(self.cells)
        self._set_up()
        self._tell_name()
        self.setCurrentIndex(self.rows.index_of(today))

    @property
    def month(self) -> Month:
        """The month that is shown."""
        return self.rows.month

    @property
    def day(self) -> date:
        """The day where one is."""
        return self.rows.day(self.currentIndex())

    def show_moments(self, moments: Mapping[date, tuple[Moment, ...]], today: date) -> None:
        """Show what the days hold; the month and the day where one is stay."""
        self._moments = moments
        self._show(self.month, self.day, today)

    def fill(self, height: int) -> None:
        """Share so many pixels among the weeks, where that leaves a week room for a moment."""
        if height != self._room:
            self._room = height
            self._fit()

    def show_opened(self, day: date | None) -> None:
        """Mark the day that is open beside the grid."""
        self.cells.opened = day
        self.viewport().update()

    def go_to(self, day: date, *, turn: bool = False) -> None:
        """Go to a day, in the month that is shown where that has it, else in its own; with ``turn``, always there."""
        if not FIRST <= month_of(day) <= LAST:
            return
        if (turn and month_of(day) != self.month) or not self.rows.index_of(day).isValid():
            self._show(month_of(day), day, self.rows.today)
            self.turned.emit(self.month)
        else:
            self.setCurrentIndex(self.rows.index_of(day))

    def turn(self, by: int) -> None:
        """Show the month ``by`` months later than this one; one stays on the same day of it."""
        there = moved(date(*self.month, 1), by)
        most = calendar.monthrange(there.year, there.month)[1]
        self.go_to(there.replace(day=min(self.day.day, most)), turn=True)

    def go_to_today(self) -> None:
        """Go to today, in its month."""
        self.go_to(self.rows.today, turn=True)

    def _show(self, month: Month, day: date, today: date) -> None:
        self.rows.show(month, self._moments, today)
        self._tell_name()
        self._fit()
        self.setCurrentIndex(self.rows.index_of(day))

    def _tell_name(self) -> None:
        self.setAccessibleName(f"Calendrier, {month_words(self.month).lower()}")

    def _set_up(self) -> None:
        self.setProperty("look", "plan")
        self.setAccessibleDescription(KEYS)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setMinimumSectionSize(10)
        across.setSectionsClickable(False)
        down.hide()
        self.setMinimumWidth(round(7 * 40 * min(self._theme.scale, 1.4)))

    def _fit(self) -> None:
        """Share the width among the days, five wide ones and two narrower, and be as high as the weeks."""
        width, scale = self.viewport().width(), self._theme.scale
        weekday = round(width / (5 + 2 * _WEEKEND))
        weekend = (width - 5 * weekday) // 2
        for column in range(5):
            self.setColumnWidth(column, weekday)
        self.setColumnWidth(5, weekend)
        self.setColumnWidth(6, width - 5 * weekday - weekend)
        self.cells.is_low = weekend < _NARROW * scale
        high = round((_LOW_ROW if self.cells.is_low else _ROW) * scale)
        across, weeks_shown = self.horizontalHeader().sizeHint().height(), self.rows.rowCount()
        shared = (self._room - across) // weeks_shown
        if shared >= self.cells.least_height:
            high = min(shared, round(_TALLEST * _ROW * scale))
        for row in range(weeks_shown):
            self.setRowHeight(row, high)
        self.setFixedHeight(across + weeks_shown * high)

    def _moment_at(self, place: QPoint) -> tuple[date | None, Moment | None]:
        index = self.indexAt(place)
        if not index.isValid():
            return None, None
        day = self.rows.day(index)
        return day, self.cells.moment_at(self.visualRect(index), self.rows.moments(day), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in _OPENS:
            self.opened.emit(self.day)
        elif key in (*_STEPS, *_MONTHS, Qt.Key.Key_Home):
            if key in _STEPS:
                self.go_to(self.day + timedelta(days=_STEPS[Qt.Key(key)]))
            elif key in _MONTHS:
                self.go_to(moved(self.day, _MONTHS[Qt.Key(key)]), turn=True)
            else:
                self.go_to_today()
            self.came_by_key.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYS:  # under a hand, or when the page opens, nothing must move
            self.came_by_key.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        day, moment = self._moment_at(event.position().toPoint())
        if moment is not None:
            self.moment_chosen.emit(moment)
        elif day is not None:
            self.opened.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._moment_at(event.position().toPoint())[1] is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()


def _wrapped(words: str, width: int, metrics: QFontMetrics) -> list[str]:
    """Return words in lines of at most ``width`` pixels, a longer word in one of its own."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(lines: Sequence[str], count: int, width: int, metrics: QFontMetrics) -> list[str]:
    """Return the first lines, the last of them with what more fits; what does not ends in « … »."""
    kept = [*lines[: count - 1], " ".join(lines[count - 1 :])]
    mode = Qt.TextElideMode.ElideRight
    return [
        line if metrics.horizontalAdvance(line) <= width else metrics.elidedText(line, mode, width) for line in kept
    ]
