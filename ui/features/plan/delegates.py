"""How the cells of the plan are painted and typed in: a title that wraps, a pill for the state, lines for the rest."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QAbstractItemModel, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kit.dossier.model import Status
from kit.tokens import FAMILY, Tokens
from kit.typography import fr
from ui.features.plan.headed import HeadedPlan, LeverHeading
from ui.plan.action_fields import LINE_LIMIT
from ui.services.plan.model import HEADERS, NONE, ROW_ROLE, TYPED, Column, Index
from ui.services.plan.words import PlanRow
from ui.widgets.action_cells import HEIGHT, paint_cells

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_ONE_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
WRAPPED = (Column.WHO, Column.PIECES)
NO_OTHERS: Mapping[Column, int] = MappingProxyType({})
_SEVERAL = fr("Plusieurs réponses : à choisir dans la fiche")


class CellRenderer:
    """Measures and paints what an action shows, in a cell of the table or on a card of the board."""

    def __init__(self, theme: Tokens) -> None:
        self.theme = theme
        self._bold, self._small = QFont(FAMILY), QFont(FAMILY)
        self._bold.setPixelSize(theme.text)
        self._bold.setBold(True)
        self._small.setPixelSize(theme.text_small)
        self._measure = functools.lru_cache(maxsize=4096)(self._height)
        self._measure_words = functools.lru_cache(maxsize=4096)(self._words_height)

    @property
    def pill_height(self) -> int:
        """How high a pill is, in pixels."""
        return QFontMetrics(self._small).height() + self.theme.space_2

    def pill_width(self, words: str) -> int:
        """Return the width of a pill with its mark, in pixels."""
        return (
            QFontMetrics(self._small).horizontalAdvance(words) + round(self.theme.icon * 0.5) + 3 * self.theme.space_2
        )

    def width_of(self, words: str) -> int:
        """Return the width of a line of a cell, in pixels."""
        return QFontMetrics(self._small).horizontalAdvance(words) + 2 * self.theme.space_2

    def height(self, row: PlanRow, width: int, under: str, *, pill: bool) -> int:
        """Return how high an action is on ``width`` pixels, with a line ``under`` its title and maybe its pill."""
        return self._measure(row.title, max(60, width), under, row.has_answers) + (
            self.pill_height + self.theme.space_1 if pill else 0
        )

    def paint_action(self, painter: QPainter, box: QRect, row: PlanRow, under: str, *, pill: bool) -> None:
        """Paint the title, what stands under it, how many answers wait for a choice, and the state."""
        t = self.theme
        painter.setFont(self._bold)
        painter.setPen(QColor(t.muted if row.status == Status.NOT_CONCERNED else t.ink))
        area = box.adjusted(0, t.space_2, 0, 0)
        used = painter.boundingRect(area, _WRAP, row.title)
        painter.drawText(area, _WRAP, row.title)
        top = used.bottom() + 3
        painter.setFont(self._small)
        for words, colour in ((under, t.muted), (_answers(row), t.orange.ink)):
            if words:
                area = QRect(box.left(), top, box.width(), box.bottom() - top)
                painter.setPen(QColor(colour))
                painter.drawText(area, _WRAP, words)
                top = painter.boundingRect(area, _WRAP, words).bottom() + 3
        if pill:
            self.paint_pill(painter, QRect(box.left(), top + t.space_1, box.width(), self.pill_height), row)

    def paint_pill(self, painter: QPainter, box: QRect, row: PlanRow) -> None:
        """Paint the state in its colour, with the mark of what opens."""
        t, words = self.theme, row.state
        ground, ink = _colours(t, row)
        width = min(self.pill_width(words), box.width())
        shape = QRectF(box.left(), box.center().y() - self.pill_height / 2, width, self.pill_height)
        painter.setPen(QPen(QColor(ink if t.name == "contrast" else t.line), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(shape, self.pill_height / 2, self.pill_height / 2)
        painter.setFont(self._small)
        painter.setPen(QColor(ink))
        inner = shape.adjusted(t.space_2, 0, -t.space_2, 0)
        painter.drawText(inner, _ONE_LINE, words)
        side = t.icon * 0.2
        x, y = shape.right() - t.space_2 - side, shape.center().y()
        painter.setPen(QPen(QColor(ink), max(1.6, t.icon / 11)))
        painter.drawPolyline(
            [QPointF(x - side, y - side / 2), QPointF(x, y + side / 2), QPointF(x + side, y - side / 2)]
        )

    def height_of(self, words: str, width: int) -> int:
        """Return how high words of a cell are that may take several lines, in pixels."""
        return self._measure_words(words, width) + 2 * self.theme.space_2

    def paint_words(self, painter: QPainter, box: QRect, words: str, colour: str) -> None:
        """Paint words that may take several lines, as who takes care of an action."""
        t = self.theme
        lead = (self.pill_height - QFontMetrics(self._small).height()) // 2
        painter.setFont(self._small)
        painter.setPen(QColor(colour))
        painter.drawText(box.adjusted(0, t.space_2 + lead, 0, 0), _WRAP, words)

    def paint_line(self, painter: QPainter, box: QRect, words: str, colour: str) -> None:
        """Paint one short line, as « Adjointe » or « 15/03/2027 »."""
        painter.setFont(self._small)
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(self._small)
        painter.drawText(box, _ONE_LINE, metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width()))

    def heading_height(self, heading: LeverHeading, width: int) -> int:
        """Return how high the heading of a lever is on ``width`` pixels: in one line where there is room."""
        t, small = self.theme, QFontMetrics(self._small)
        room = self._heading_room(heading, width)
        title = QFontMetrics(self._bold).boundingRect(QRect(0, 0, room, 10_000), _WRAP, heading.title).height()
        below = 0 if room < width - 2 * t.space_2 else small.height() + t.space_1
        return title + below + t.space_3 + t.space_2

    def paint_heading(self, painter: QPainter, box: QRect, heading: LeverHeading) -> None:
        """Paint a lever's title, a cell for each of its actions, and how far it is in words."""
        t, small = self.theme, QFontMetrics(self._small)
        room = self._heading_room(heading, box.width())
        inner = box.adjusted(t.space_2, t.space_3, -t.space_2, 0)
        painter.setFont(self._bold)
        painter.setPen(QColor(t.primary))
        used = painter.boundingRect(QRect(inner.left(), inner.top(), room, 10_000), _WRAP, heading.title)
        painter.drawText(QRect(inner.left(), inner.top(), room, inner.height()), _WRAP, heading.title)
        high = small.height()
        bar = self._bar_width(heading)
        words = small.horizontalAdvance(heading.words)
        if room < inner.width():
            left, top = inner.right() - words, used.top() + (QFontMetrics(self._bold).height() - high) // 2
            start = left - bar - (t.space_2 if bar else 0)
        else:
            start, top = inner.left(), used.bottom() + t.space_1
            left = start + bar + (t.space_2 if bar else 0)
        if bar:
            cells = QRectF(start, top + (high - HEIGHT) / 2, bar, HEIGHT)
            paint_cells(painter, cells, heading.statuses, t)
        painter.setFont(self._small)
        painter.setPen(QColor(t.ink_soft))
        line = QRect(left, top, max(inner.right() - left, words) + 2, high)
        painter.drawText(line, _ONE_LINE, small.elidedText(heading.words, Qt.TextElideMode.ElideRight, line.width()))
        painter.setPen(QPen(QColor(t.primary), 1.5))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _bar_width(self, heading: LeverHeading) -> int:
        return round(18 * len(heading.statuses) * min(self.theme.scale, 1.5))

    def _heading_room(self, heading: LeverHeading, width: int) -> int:
        """Return the pixels of the title: what the bar and the words leave, or all where that is too little."""
        t = self.theme
        inner = width - 2 * t.space_2
        beside = QFontMetrics(self._small).horizontalAdvance(heading.words) + self._bar_width(heading) + 4 * t.space_2
        return inner - beside if inner - beside >= 260 * t.scale else inner

    def paint_frame(self, painter: QPainter, box: QRect, colour: str) -> None:
        """Paint the frame of focus."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        painter.drawRoundedRect(QRectF(box).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)

    def _words_height(self, words: str, width: int) -> int:
        return QFontMetrics(self._small).boundingRect(QRect(0, 0, max(width, 40), 10_000), _WRAP, words).height() + 8

    def _height(self, title: str, width: int, under: str, several: bool) -> int:
        whole = QRect(0, 0, width, 10_000)
        small = QFontMetrics(self._small)
        height = QFontMetrics(self._bold).boundingRect(whole, _WRAP, title).height() + 2 * self.theme.space_2
        if under:
            height += small.boundingRect(whole, _WRAP, under).height() + 3
        if several:
            height += small.boundingRect(whole, _WRAP, _SEVERAL).height() + 3
        return max(height, self.pill_height + 2 * self.theme.space_2)


class PlanCells(QStyledItemDelegate):
    """Paints the cells of the table and makes the lines that are typed in; names come by ``set_people``."""

    def __init__(self, renderer: CellRenderer, table: QTableView) -> None:
        super().__init__(table)
        self.renderer = renderer
        self._table = table
        self._people: tuple[str, ...] = ()
        self.shows_rest = False
        self.shows_state = False

    def set_people(self, people: Sequence[str]) -> None:
        """Offer these names while one types who takes care of an action."""
        self._people = tuple(people)

    def under(self, row: PlanRow) -> str:
        """Return the line under a title: what has no column of its own where it is narrow."""
        return rest_of(row) if self.shows_rest else ""

    def height(self, row: PlanRow, width: int, others: Mapping[Column, int] = NO_OTHERS) -> int:
        """Return how high the line of an action is, its title on ``width`` pixels, ``others`` on theirs."""
        room = 2 * self.renderer.theme.space_2
        heights = [self.renderer.height(row, width - room, self.under(row), pill=self.shows_state)]
        words = {Column.WHO: row.who, Column.PIECES: row.pieces}
        heights += [self.renderer.height_of(words[column], wide - room) for column, wide in others.items()]
        return max(heights)

    def heading_height(self, heading: LeverHeading, width: int) -> int:
        """Return how high the heading of a lever is on ``width`` pixels."""
        return self.renderer.heading_height(heading, width)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = self._table.model()
        if isinstance(model, HeadedPlan) and (heading := model.heading(index.row())):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.renderer.paint_heading(painter, option.rect, heading)
            painter.restore()
            return
        t, box = self.renderer.theme, option.rect
        row, column = index.data(ROW_ROLE), Column(index.column())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(t.primary_soft))
        painter.setPen(QColor(t.line_soft))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(t.space_2, 0, -t.space_2, 0)
        first = QRect(inner.left(), box.top(), inner.width(), self.renderer.pill_height + 2 * t.space_2)
        if column == Column.ACTION:
            self.renderer.paint_action(painter, inner, row, self.under(row), pill=self.shows_state)
        elif column == Column.STATE:
            self.renderer.paint_pill(painter, first, row)
        else:
            words = str(index.data() or "")
            late = row.is_late and column == Column.DUE
            quiet = words == NONE or column in (Column.CODE, Column.PIECES)
            colour = t.orange.ink if late else t.muted if quiet else t.ink
            if column in WRAPPED:
                self.renderer.paint_words(painter, inner, words, colour)
            else:
                self.renderer.paint_line(painter, first, words, colour)
        if self._table.hasFocus() and index == self._table.currentIndex():
            self.renderer.paint_frame(painter, box, t.focus)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]
        column = Column(index.column())
        if column not in TYPED:
            return None
        line = QLineEdit(parent)
        line.setMaxLength(max(LINE_LIMIT, len(str(index.data(Qt.ItemDataRole.EditRole)))))
        line.setProperty("look", "cell")
        line.setAccessibleName(f"{HEADERS[column]}, action {index.data(ROW_ROLE).short}")
        if column == Column.DUE:
            line.setPlaceholderText("15/03/2027")
            line.setAccessibleDescription("Une date comme 15/03/2027, ou un mois comme mars 2027")
        elif self._people:
            completer = QCompleter(list(self._people), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
            if (popup := completer.popup()) is not None:
                popup.setParent(line, popup.windowFlags())  # for the looks of the window
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        high = min(option.rect.height(), self.renderer.pill_height + 2 * self.renderer.theme.space_2)
        editor.setGeometry(option.rect.x(), option.rect.y(), option.rect.width(), high)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height(index.data(ROW_ROLE), option.rect.width()))


def rest_of(row: PlanRow) -> str:
    """Return who, when and what is attached, in one line."""
    return " · ".join(part for part in (row.who, row.due, row.pieces) if part)


def _answers(row: PlanRow) -> str:
    return _SEVERAL if row.has_answers else ""


def _colours(t: Tokens, row: PlanRow) -> tuple[str, str]:
    """Return the ground and the ink of a state."""
    if row.is_late:
        return t.orange.soft, t.orange.ink
    if row.done:
        return t.warn_soft, t.warn_ink
    match row.status:
        case Status.DOING:
            return t.primary_soft, t.primary
        case Status.DONE:
            return t.green.soft, t.green.ink
        case Status.DISCUSS:
            return t.purple.soft, t.purple.ink
        case Status.PAUSED:
            return t.blue.soft, t.blue.ink
        case _:
            return t.chip, t.ink_soft
