"""The map of the region: marks to point at, départements to choose, by the mouse, the keyboard and a screen reader.

Each département is a real button without a face of its own, so that keys, focus and screen readers meet what they
know; the map paints them all, from the same places that its drawing has.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QSizePolicy, QWidget
from shiboken6 import isValid

from kit.figures.atlas import Atlas
from kit.figures.drawing import Point
from kit.figures.examples import ExampleMap, picture
from kit.figures.region import Region
from ui.theme.drawing_palette import drawing_palette
from ui.theme.tokens import Tokens
from ui.widgets.drawing_image import drawing_image

_RING = 15
_WAYS: Mapping[int, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DepartementButton(QAbstractButton):
    """A département to choose; its map paints it and lays it out."""

    paints_own_focus = True  # the mark that ``focus_ring`` looks for

    def __init__(self, code: str, words: str, parent: RegionMap) -> None:
        super().__init__(parent)
        self.code = code
        self._map = parent
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            self._map.go_on(self.code, _WAYS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Escape and self._map.departement:
            self._map.departement_chosen.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusInEvent(event)
        self._map.take_stop(self.code)

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().focusOutEvent(event)
        if isValid(self._map):  # it goes first when both go
            self._map.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing: the map shows all."""


class RegionMap(QGroupBox):
    """``departement_chosen`` carries a code, empty for the whole region; ``mark_pointed`` and ``mark_chosen`` an id.

    One Tab stop: arrows go from département to département, Enter chooses, Escape goes back to the region.
    """

    departement_chosen = Signal(str)
    mark_pointed = Signal(str)
    mark_chosen = Signal(str)

    def __init__(self, theme: Tokens, atlas: Atlas, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``names`` are those of the départements, by code."""
        super().__init__(parent)
        self._theme, self._atlas, self._names = theme, atlas, names
        self._found = ExampleMap((), {}, {})
        self._about: Mapping[str, tuple[str, str]] = {}
        self._own = ""
        self._home: Point | None = None
        self._image: QImage | None = None
        self._stop = ""
        self.departement = ""
        """The one that fills the map, empty for the whole region."""
        self.pointed = ""
        """The mark that is set off."""
        self.region: Region | None = None
        """Where all stands, in units of the theme's scale; None until it is painted."""
        self.setProperty("look", "plain")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.buttons = {
            one.code: DepartementButton(one.code, names.get(one.code, one.name), self)
            for one in sorted(atlas.outlines, key=lambda one: names.get(one.code, one.name))
        }
        for button in self.buttons.values():
            button.clicked.connect(self._on_pressed)

    def show_map(
        self,
        found: ExampleMap,
        about: Mapping[str, tuple[str, str]],
        *,
        own: str = "",
        home: Point | None = None,
        departement: str = "",
    ) -> None:
        """Show the marks of some examples; ``about`` has two lines to say for each mark, by its id."""
        self._found, self._about, self._own, self._home, self.departement = found, about, own, home, departement
        self.pointed = ""
        total = len(found.marks)
        self.setAccessibleName(f"Carte, {total} exemple{'s' if total > 1 else ''}" if found.reasons else "Carte")
        for code, button in self.buttons.items():
            count = found.by_departement.get(code, 0)
            words = f"{count or 'aucun'} exemple{'s' if count > 1 else ''}"
            here = ", votre département" if code == own else ""
            button.setAccessibleName(f"{self._names.get(code, code)}{here}, {words}")
            button.setChecked(code == departement)
        self.take_stop(departement or own or self._stop or next(iter(self.buttons), ""))
        self._forget()

    def point_at(self, mark: str) -> None:
        """Set a mark off, as its card is pointed at; empty for none."""
        if mark != self.pointed:
            self.pointed = mark
            self.update()

    def go_on(self, code: str, way: Point) -> None:
        """Give the focus to the next département in a direction."""
        region = self.region or self._lay_out()
        self.buttons[region.beside(code, way)].setFocus(Qt.FocusReason.TabFocusReason)

    def take_stop(self, code: str) -> None:
        """Make a département the one that Tab enters."""
        self._stop = code
        for other, button in self.buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if other == code else Qt.FocusPolicy.NoFocus)
        if code in self.buttons:
            self.setFocusProxy(self.buttons[code])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(430 * self._theme.scale), round(620 * self._theme.scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 220)

    def _on_pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, DepartementButton)
        button.setChecked(button.code == self.departement)  # what is chosen is told by whoever narrows the list
        self.departement_chosen.emit("" if button.code == self.departement else button.code)

    # --- what is painted ---

    def _forget(self) -> None:
        self._image = self.region = None
        self.update()

    def _lay_out(self) -> Region:
        """Draw the map in its own size and colours, once for each size and content."""
        scale = self._theme.scale
        wide, high = max(self.width() / scale, 1.0), max(self.height() / scale, 1.0)
        self.region, drawing = picture(
            self._found, self._atlas, wide, high, own=self._own, departement=self.departement, home=self._home
        )
        self._image = drawing_image(drawing, self._theme, scale, self.devicePixelRatioF())
        for number, (code, button) in enumerate(self.buttons.items()):
            (x, y), half = self.region.square(code)
            square = QRectF((x - half) * scale + 1, (y - half) * scale + 1, 2 * half * scale - 2, 2 * half * scale - 2)
            seen = square.toAlignedRect().intersected(self.rect())
            button.setGeometry(seen if not seen.isEmpty() else QRect(number, 0, 1, 1))  # out of a frame that is zoomed
        return self.region

    def _path(self, code: str) -> QPainterPath:
        path, scale = QPainterPath(), self._theme.scale
        for ring in self.region.outlines.get(code, ()) if self.region else ():
            path.moveTo(ring[0][0] * scale, ring[0][1] * scale)
            for x, y in ring[1:]:
                path.lineTo(x * scale, y * scale)
            path.closeSubpath()
        return path

    def _paint_focus(self, painter: QPainter) -> None:
        t, button = self._theme, self.buttons.get(self._stop)
        if button is None or not button.hasFocus():
            return
        path = self._path(self._stop)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((t.surface, 7), (t.focus, 3)):
            pen = QPen(QColor(colour), wide)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)

    def _paint_pointed(self, painter: QPainter) -> None:
        t, region = self._theme, self.region
        placed = next((one for one in region.marks if one.mark.id == self.pointed), None) if region else None
        if placed is None:
            return
        at = QPointF(*placed.at) * t.scale
        colour = QColor(drawing_palette(t)[placed.mark.kind])
        painter.setPen(QPen(colour, 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, _RING * t.scale, _RING * t.scale)
        self._paint_bubble(painter, at, self._about.get(placed.mark.id, ("", "")))

    def _paint_bubble(self, painter: QPainter, at: QPointF, lines: tuple[str, str]) -> None:
        t = self._theme
        bold = QFont(self.font())
        bold.setPixelSize(t.text_small)
        bold.setBold(True)
        plain = QFont(self.font())
        plain.setPixelSize(t.text_tiny)
        fonts = (bold, plain)
        room = self.width() - 4 * t.space_2
        told = [
            QFontMetricsF(font).elidedText(line, Qt.TextElideMode.ElideRight, room)
            for font, line in zip(fonts, lines, strict=True)
        ]
        wide = max(QFontMetricsF(font).horizontalAdvance(line) for font, line in zip(fonts, told, strict=True))
        high = [QFontMetricsF(font).height() for font in fonts]
        box = QRectF(0, 0, wide + 2 * t.space_3, sum(high) + 2 * t.space_2)
        left = min(max(at.x() - box.width() / 2, t.space_1), self.width() - box.width() - t.space_1)
        above = at.y() - (_RING + 5) * t.scale - box.height()
        box.moveTo(left, above if above >= 0 else at.y() + (_RING + 5) * t.scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.node))
        painter.drawRoundedRect(box, t.radius, t.radius)
        painter.setPen(QColor(t.node_ink))
        top = box.top() + t.space_2
        for font, line, tall in zip(fonts, told, high, strict=True):
            painter.setFont(font)
            painter.drawText(QRectF(box.left(), top, box.width(), tall), Qt.AlignmentFlag.AlignCenter, line)
            top += tall

    # --- Qt ---

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None or self.region is None:
            self._lay_out()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is not None:
            painter.drawImage(0, 0, self._image)
        self._paint_focus(painter)
        self._paint_pointed(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._mark_under(event.position())
        over = found or self._departement_under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if found != self.pointed:
            self.point_at(found)
            self.mark_pointed.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.pointed:
            self.point_at("")
            self.mark_pointed.emit("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if mark := self._mark_under(event.position()):
            self.mark_chosen.emit(mark)
        elif code := self._departement_under(event.position()):
            self.buttons[code].click()
        elif self.departement:
            self.departement_chosen.emit("")

    def _mark_under(self, place: QPointF) -> str:
        scale = self._theme.scale
        found = self.region.mark_at(place.x() / scale, place.y() / scale) if self.region else None
        return found.mark.id if found else ""

    def _departement_under(self, place: QPointF) -> str:
        scale = self._theme.scale
        return self.region.departement_at(place.x() / scale, place.y() / scale) if self.region else ""
