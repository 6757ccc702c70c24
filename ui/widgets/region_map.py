"""The map of the region: marks to walk through and point at, départements to choose, by mouse, keyboard and reader.

Départements and the mark in hand are real buttons without a face of their own, so that keys, focus and screen readers
meet what they know; the map paints them all, from the same places that its drawing has.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QSizePolicy, QWidget
from shiboken6 import isValid

from kit.figures.atlas import Atlas
from kit.figures.drawing import Point
from kit.figures.examples import ExampleMap, picture
from kit.figures.palette import drawing_palette, mixed
from kit.figures.region import RADIUS, Placed, Region, form
from kit.tokens import Tokens
from kit.typography import counted, fr
from ui.widgets.drawing_image import drawing_image, paint_shapes, path_of
from ui.widgets.items_layout import ItemsLayout

_RING, _LARGER = 15, 1.3
_KEYS = fr("Flèches : l’exemple voisin. Entrée : sa fiche. Plus : son département. Échap : toute la région.")
_WAYS: Mapping[int, Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Told(Struct, frozen=True):
    """What is told of a mark: two lines in its bubble, and all of it in words for a screen reader."""

    title: str
    about: str
    spoken: str


class _Part(QAbstractButton):
    """Something on the map that takes the focus; its map paints it and lays it out."""

    paints_own_focus = True  # the mark that ``focus_ring`` looks for

    def __init__(self, words: str, parent: RegionMap) -> None:
        super().__init__(parent)
        self._map = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(words)

    def go_on(self, way: Point) -> None:
        """Give the focus to the next of its kind in a direction."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _WAYS:
            self.go_on(_WAYS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Escape and self._map.departement:
            self._map.departement_chosen.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._map.take_stop(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if isValid(self._map):  # it goes first when both go
            self._map.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing: the map shows all."""


class DepartementButton(_Part):
    """A département to choose."""

    def __init__(self, code: str, words: str, parent: RegionMap) -> None:
        super().__init__(words, parent)
        self.code = code
        self.setCheckable(True)

    def go_on(self, way: Point) -> None:
        self._map.go_on(self.code, way)


class MarkButton(_Part):
    """The mark in hand: arrows go on to the next, Enter goes to its card, the plus sign zooms on its département."""

    def __init__(self, parent: RegionMap) -> None:
        super().__init__("", parent)
        self.mark = self.departement = ""

    def go_on(self, way: Point) -> None:
        self._map.walk(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Plus and self.departement:
            self._map.departement_chosen.emit(self.departement)
        elif event.key() == Qt.Key.Key_Minus and self._map.departement:
            self._map.departement_chosen.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._map.point_from_here(self.mark)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if isValid(self._map) and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._map.point_from_here("")


class _Places(ItemsLayout):
    """The buttons in the order in which they are read; the map gives them their places."""

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def minimumSize(self) -> QSize:
        return QSize(0, 0)


class RegionMap(QGroupBox):
    """``departement_chosen`` carries a code, empty for the whole region; ``mark_pointed`` and ``mark_chosen`` an id.

    One Tab stop: the mark in hand, from which arrows go to the nearest mark that way, Enter to its card; the plus sign
    zooms on its département, Escape goes back to the region. Without marks, the département of the collectivité.

    A small map has no room for all marks: it counts them in each département, and has those of the one that is chosen.
    """

    departement_chosen = Signal(str)
    mark_pointed = Signal(str)
    mark_chosen = Signal(str)

    def __init__(self, theme: Tokens, atlas: Atlas, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``names`` are those of the départements, by code."""
        super().__init__(parent)
        self._theme, self._atlas, self._names = theme, atlas, names
        self._asked = self._found = ExampleMap((), {}, {})  # what there is, and what of it has its mark
        self._is_small = False
        self._over = ""
        self._told: Mapping[str, Told] = {}
        self._own = ""
        self._home: Point | None = None
        self._image: QImage | None = None
        self._stop: _Part | None = None
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
        # two, in turn: a reader is told of a focus that moves, hardly ever of a name that changes
        self._squares: dict[str, tuple[Point, float]] = {}
        self._hands = (MarkButton(self), MarkButton(self))
        places = _Places(self)
        for hand in self._hands:
            hand.clicked.connect(self._on_mark_pressed)
            hand.hide()
            places.addWidget(hand)
        for button in self.buttons.values():
            button.clicked.connect(self._on_pressed)
            places.addWidget(button)

    def show_map(
        self,
        found: ExampleMap,
        told: Mapping[str, Told],
        *,
        own: str = "",
        home: Point | None = None,
        departement: str = "",
    ) -> None:
        """Show the marks of some examples; ``told`` has what to say of each mark, by its id."""
        asked = found, told, own, home, departement
        if asked == (self._asked, self._told, self._own, self._home, self.departement):
            self.point_at("")
            return
        left = self.departement
        self._asked, self._told, self._own, self._home, self.departement = asked
        self._show(departement or left or own)

    def show_small(self, is_small: bool) -> None:
        """Count the marks of each département, as there is no room for all of them, or show them."""
        if is_small != self._is_small:
            self._is_small = is_small
            self._show(self.departement or self._own)

    @property
    def counts(self) -> bool:
        """Whether it counts the marks in place of showing them."""
        return self._is_small and not self.departement

    def _show(self, preferred: str) -> None:
        """Show what was asked for; without marks ``preferred`` is the département that Tab enters."""
        was_in_hand, asked, own = self.mark_in_hand, self._asked, self._own
        had_focus = self._stop is not None and self._stop.hasFocus()
        found = self._found = ExampleMap((), {}, asked.by_departement) if self.counts else asked
        self.pointed = self._over = ""
        self._forget()
        total, here = len(asked.marks), found.by_departement.get(own, 0)
        words = f"Carte, {counted(total, 'exemple')}" if asked.marks else "Carte"
        self.setAccessibleName(f"{words}, {here} dans votre département" if own in self.buttons else words)
        for code, button in self.buttons.items():
            count = found.by_departement.get(code, 0)
            words = counted(count, "exemple", none="aucun")
            ours = ", votre département" if code == own else ""
            button.setAccessibleName(f"{self._names.get(code, code)}{ours}, {words}")
            button.setChecked(code == self.departement)
        ids = [mark.id for mark in found.marks if self.departement in ("", mark.departement)]
        stop: _Part | None = self.buttons.get(preferred) or next(iter(self.buttons.values()), None)
        if ids:
            stop = self._take_in_hand(was_in_hand if was_in_hand in ids else ids[0])
        if stop is not None:
            self._hand_over(stop, had_focus=had_focus)

    def _hand_over(self, stop: _Part, *, had_focus: bool) -> None:
        stop.show()
        self.take_stop(stop)
        if had_focus:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)
            self.point_from_here(self.mark_in_hand)
        for hand in self._hands:
            hand.setVisible(hand is stop)

    @property
    def mark_in_hand(self) -> str:
        """The mark that the Tab key enters, empty where a département is."""
        return self._stop.mark if isinstance(self._stop, MarkButton) else ""

    @property
    def stop(self) -> QWidget | None:
        """What the Tab key enters."""
        return self._stop

    def point_at(self, mark: str) -> None:
        """Set a mark off, as its card is pointed at; empty for none."""
        if mark != self.pointed:
            self.pointed = mark
            self.update()

    def point_from_here(self, mark: str) -> None:
        """Set a mark off and tell so, as a hand on the map does."""
        if mark != self.pointed:
            self.point_at(mark)
            self.mark_pointed.emit(mark)

    def go_on(self, code: str, way: Point) -> None:
        """Give the focus to the next département in a direction."""
        region = self.region or self._lay_out()
        self.buttons[region.beside(code, way)].setFocus(Qt.FocusReason.TabFocusReason)

    def walk(self, way: Point) -> None:
        """Give the focus to the next mark in a direction."""
        region, here = self.region or self._lay_out(), self.mark_in_hand
        shown = {placed.mark.id for placed in region.marks}
        following = region.mark_beside(here, way) if here in shown else next(iter(shown), "")
        if following and following != here:
            self._hand_over(self._take_in_hand(following), had_focus=True)

    def take_stop(self, part: _Part) -> None:
        """Make a part of the map the one that Tab enters, where the one before stood in the order."""
        before, self._stop = self._stop, part
        self._over = ""
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if before is not None and before is not part:
            QWidget.setTabOrder(before, part)
            before.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place_buttons()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(430 * self._theme.scale), round(620 * self._theme.scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 220)

    def _take_in_hand(self, mark: str) -> MarkButton:
        """Return the button of a mark: the one in use where it stays, else the other one."""
        stop = self._stop
        if isinstance(stop, MarkButton) and stop.mark == mark:
            hand = stop
        else:
            hand = next(one for one in self._hands if one is not stop)
        told, ids = self._told.get(mark), [one.id for one in self._found.marks]
        hand.mark = mark
        hand.departement = self._found.marks[ids.index(mark)].departement
        words = told.spoken if told else self._names.get(hand.departement, "")
        hand.setAccessibleName(f"{words}, {ids.index(mark) + 1} sur {len(ids)}")
        hand.setAccessibleDescription(_KEYS)
        return hand

    def _place_buttons(self) -> None:
        """Lay the mark in hand over its drawing and the départements beside it, where the map is laid out."""
        if self.region is None:
            return
        scale, mark = self._theme.scale, QRect()
        if isinstance(hand := self._stop, MarkButton) and (placed := self._placed(hand.mark)):
            mark = _square(placed.at, _RING, scale).intersected(self.rect())
            hand.setGeometry(mark)
        for number, (code, button) in enumerate(self.buttons.items()):
            middle, half = self._squares[code]
            seen = _beside(_square(middle, half - 1, scale).intersected(self.rect()), mark)
            button.setGeometry(seen if not seen.isEmpty() else QRect(number, 0, 1, 1))  # out of a frame that is zoomed

    def _placed(self, mark: str) -> Placed | None:
        return next((one for one in self.region.marks if one.mark.id == mark), None) if self.region else None

    def _on_mark_pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, MarkButton)
        self.mark_chosen.emit(button.mark)

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
            self._found, self._atlas, wide, high, own=self._own, departement=self.departement, home=self._home,
            names_reasons=False, values=self._values(),
        )  # fmt: skip
        self._image = self._rounded(drawing_image(drawing, self._theme, scale, self.devicePixelRatioF()))
        self._squares = self.region.squares()
        self._place_buttons()
        return self.region

    def _values(self) -> dict[str, str] | None:
        if not self.counts:
            return None
        return {code: str(count) for code, count in self._found.by_departement.items() if count}

    def _rounded(self, image: QImage) -> QImage:
        """Return the picture cut to the frame, with its edge: cut at each painting, it takes a third longer."""
        made = QImage(image.size(), image.format())
        made.setDevicePixelRatio(image.devicePixelRatio())
        made.fill(Qt.GlobalColor.transparent)
        frame, edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), QPainterPath()
        edge.addRoundedRect(frame, self._theme.radius_card, self._theme.radius_card)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(edge)
        painter.drawImage(0, 0, image)
        painter.setClipping(False)
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(edge)
        painter.end()
        return made

    def _paint_focus(self, painter: QPainter) -> None:
        t, part = self._theme, self._stop
        if part is None or self.region is None or not part.hasFocus():
            return
        if isinstance(part, MarkButton):
            placed, path = self._placed(part.mark), QPainterPath()
            if placed is not None:
                path.addEllipse(QPointF(*placed.at) * t.scale, (_RING + 4) * t.scale, (_RING + 4) * t.scale)
        else:
            assert isinstance(part, DepartementButton)
            path = path_of(self.region.outlines.get(part.code, ()), t.scale)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((t.surface, 7), (t.focus, 3)):
            pen = QPen(QColor(colour), wide)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)

    def _paint_pointed(self, painter: QPainter) -> None:
        t, placed = self._theme, self._placed(self.pointed)
        if self.counts:
            self._paint_name(painter)
        if placed is None:
            return
        at, mark = QPointF(*placed.at) * t.scale, placed.mark
        colour = drawing_palette(t)[mark.kind]
        painter.setPen(QPen(QColor(colour), 2.5))
        painter.setBrush(QColor(mixed(colour, t.surface, 0.15)))
        painter.drawEllipse(at, _RING * t.scale, _RING * t.scale)
        paint_shapes(painter, form(mark.kind, placed.at, RADIUS * _LARGER, is_hollow=mark.is_near), t, t.scale)
        if told := self._told.get(mark.id):
            self._paint_bubble(painter, at, (told.title, told.about))

    def _paint_name(self, painter: QPainter) -> None:
        """Name the département that is pointed at, or that has the focus: a small map has no room for names."""
        mark = next((one for one in self._asked.marks if one.id == self.pointed), None)
        held = next((code for code, button in self.buttons.items() if button.hasFocus()), "")
        code = self._over or (mark.departement if mark else held)
        if code in self._squares:
            at = QPointF(*self._squares[code][0]) * self._theme.scale
            count = counted(self._found.by_departement.get(code, 0), "exemple", none="aucun")
            self._paint_bubble(painter, at, (self._names.get(code, code), count))

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
        apart = (_RING + 9) * t.scale
        is_above = at.y() - apart - box.height() >= 0
        box.moveTo(left, at.y() - apart - box.height() if is_above else at.y() + apart)
        edge, tip = (box.bottom(), apart - 4) if is_above else (box.top(), 4 - apart)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.node))
        painter.drawRoundedRect(box, t.radius, t.radius)
        painter.drawPolygon(
            QPolygonF([QPointF(at.x() - 7, edge), QPointF(at.x() + 7, edge), QPointF(at.x(), at.y() - tip + 2)])
        )
        painter.setPen(QColor(t.node_ink))
        top = box.top() + t.space_2
        for font, line, tall in zip(fonts, told, high, strict=True):
            painter.setFont(font)
            painter.drawText(QRectF(box.left(), top, box.width(), tall), Qt.AlignmentFlag.AlignCenter, line)
            top += tall

    # --- Qt ---

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the stop: with a focus proxy that is its child, Tab would come round to it too early."""
        super().focusInEvent(event)
        if self._stop is not None:
            self._stop.setFocus(event.reason())

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
        departement = self._departement_under(event.position())
        over = found or departement
        if self.counts and departement != self._over:
            self._over = departement
            self.update()
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self.point_from_here(found or self._mark_with_focus())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._over = ""
        self.update()
        self.point_from_here(self._mark_with_focus())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if mark := self._mark_under(event.position()):
            self.mark_chosen.emit(mark)
        elif code := self._departement_under(event.position()):
            self.buttons[code].click()
        elif self.departement:
            self.departement_chosen.emit("")

    def _mark_with_focus(self) -> str:
        return self.mark_in_hand if self._stop is not None and self._stop.hasFocus() else ""

    def _mark_under(self, place: QPointF) -> str:
        scale = self._theme.scale
        found = self.region.mark_at(place.x() / scale, place.y() / scale) if self.region else None
        return found.mark.id if found else ""

    def _departement_under(self, place: QPointF) -> str:
        scale = self._theme.scale
        return self.region.departement_at(place.x() / scale, place.y() / scale) if self.region else ""


def _square(middle: Point, half: float, scale: float) -> QRect:
    """Return a square of the map in pixels."""
    x, y = middle
    return QRectF((x - half) * scale, (y - half) * scale, 2 * half * scale, 2 * half * scale).toAlignedRect()


def _beside(place: QRect, other: QRect) -> QRect:
    """Return the largest part of a place that lies at one side of another."""
    if not place.intersects(other):
        return place
    left, right, above, below = QRect(place), QRect(place), QRect(place), QRect(place)
    left.setRight(other.left() - 1)
    right.setLeft(other.right() + 1)
    above.setBottom(other.top() - 1)
    below.setTop(other.bottom() + 1)
    return max((left, right, above, below), key=lambda part: max(0, part.width()) * max(0, part.height()))
