"""One answer of a search, laid out and painted: kind, title, where it stands, and an extract with the words found."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from kit.tokens import Tokens
from kit.typography import fr

_SIDE, _TOP, _GAP, _TAG_SIDE = 16, 12, 4, 8
_EXTRACT_LINES = 6

Spans = tuple[tuple[int, int], ...]


class HitRow(Struct, frozen=True):
    """What a row shows; ``marks`` and ``title_marks`` are (start, end) of the words found."""

    key: str
    kind: str
    title: str
    where: str
    extract: str
    marks: Spans = ()
    title_marks: Spans = ()

    @property
    def spoken(self) -> str:
        """The row in words, for a screen reader."""
        return ". ".join(
            part
            for part in (fr("{kind} : {title}", kind=self.kind, title=self.title), self.where, self.extract)
            if part
        )


class Inks:
    """Fonts and colours of all rows, made once."""

    def __init__(self, theme: Tokens, family: str) -> None:
        self.theme = theme
        self.tag, self.where = _font(family, theme.text_tiny), _font(family, theme.text_small)
        self.title, self.text = _font(family, theme.text_lead, bold=True), _font(family, theme.text)
        self.tag_metrics, self.where_metrics = QFontMetricsF(self.tag), QFontMetricsF(self.where)
        self.mark = QTextCharFormat()
        self.mark.setBackground(QBrush(QColor(theme.mark)))
        self.mark.setForeground(QBrush(QColor(theme.ink)))


class RowLayout:
    """A row set out for one width; cheap to paint again."""

    def __init__(self, row: HitRow, inks: Inks, width: float) -> None:
        self._row, self._inks = row, inks
        self._inner = max(40.0, width - 2 * _SIDE)
        self._tag_width = inks.tag_metrics.horizontalAdvance(row.kind) + 2 * _TAG_SIDE
        title_left = self._tag_width + 8
        self._title = _laid_out(row.title, inks.title, self._inner - title_left, _formats(row.title_marks, inks))
        self._extract = _laid_out(row.extract, inks.text, self._inner, _formats(row.marks, inks), _EXTRACT_LINES)
        self._title_at = QPointF(_SIDE + title_left, _TOP)
        self._where_top = _TOP + self._title.boundingRect().height() + _GAP
        self._where_height = inks.where_metrics.height() if row.where else 0.0
        self._extract_top = self._where_top + self._where_height + _GAP
        self.height = round(self._extract_top + self._extract.boundingRect().height() + _TOP)

    def paint(self, painter: QPainter, box: QRectF, *, chosen: bool, focused: bool, under: bool) -> None:
        """Paint the row into ``box``."""
        t, inks = self._inks.theme, self._inks
        painter.save()
        painter.translate(box.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or under:
            painter.setPen(QPen(QColor(t.focus), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.primary_soft if chosen else t.chip))
            painter.drawRoundedRect(QRectF(1, 1, box.width() - 2, box.height() - 2), t.radius, t.radius)
        tag = QRectF(_SIDE, _TOP + 1, self._tag_width, inks.tag_metrics.height() + 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.surface if chosen or under else t.chip))
        painter.drawRoundedRect(tag, 6, 6)
        painter.setPen(QColor(t.ink_soft))
        painter.setFont(inks.tag)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._row.kind)
        painter.setPen(QColor(t.primary))
        self._title.draw(painter, self._title_at)
        painter.setPen(QColor(t.muted))
        painter.setFont(inks.where)
        where = inks.where_metrics.elidedText(self._row.where, Qt.TextElideMode.ElideMiddle, self._inner)
        painter.drawText(QRectF(_SIDE, self._where_top, self._inner, self._where_height), where)
        painter.setPen(QColor(t.ink))
        self._extract.draw(painter, QPointF(_SIDE, self._extract_top))
        painter.restore()


def _font(family: str, size: int, *, bold: bool = False) -> QFont:
    font = QFont(family)
    font.setPixelSize(size)
    font.setBold(bold)
    return font


def _formats(spans: Spans, inks: Inks) -> list[QTextLayout.FormatRange]:
    made = []
    for start, end in spans:
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = start, end - start, inks.mark
        made.append(span)
    return made


def _laid_out(
    text: str, font: QFont, width: float, formats: list[QTextLayout.FormatRange], most: int = 9
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    top = 0.0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
