"""A lever as a ring: one arc for each action that counts, solid when done, hatched under way, empty else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kit.content.model import Article
from kit.dossier.model import Status
from kit.tokens import Tokens
from kit.typography import fr
from ui.theme import icons
from ui.theme.state_fill import fill
from ui.widgets.kept_drawing import KeptDrawing
from ui.widgets.pressable_card import PressableCard
from ui.widgets.text import Label

SIZE, LARGE = 80, 108
_STROKE, _GAP = 9, 11  # pixels, degrees
_WIDEST_SCALE = 1.4


class Ring(KeptDrawing):
    """The drawing alone, for the eye; the button around it says the same in words."""

    def __init__(self, theme: Tokens, pictogram: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._pictogram = theme, pictogram
        self._statuses: tuple[Status, ...] = ()
        self._scale = min(theme.scale, _WIDEST_SCALE)
        self.show_size(SIZE)

    def show_size(self, pixels: int) -> None:
        """Take so many pixels in width and height, at a text scale of 1."""
        side = round(pixels * self._scale)
        self.setFixedSize(side, side)

    def show_statuses(self, statuses: Sequence[Status]) -> None:
        """Show the actions that count, in their order from the top, clockwise."""
        if self._statuses != tuple(statuses):
            self._statuses = tuple(statuses)
            self.draw_anew()

    def draw(self, painter: QPainter) -> None:
        count = max(1, len(self._statuses))
        gap = _GAP if count > 1 else 0
        for number, status in enumerate(self._statuses or (Status.NOT_CONCERNED,)):
            self._paint_arc(painter, 90 - number * 360 / count - gap / 2, 360 / count - gap, status)
        side = self.width() * 0.34
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        icons.paint(painter, self._pictogram, self._theme.teal.ink, place)

    def _paint_arc(self, painter: QPainter, start: float, span: float, status: Status) -> None:
        """Paint one action from an angle on, clockwise, both in degrees."""
        t, stroke = self._theme, _STROKE * self._scale
        box = QRectF(self.rect()).adjusted(stroke / 2 + 1, stroke / 2 + 1, -stroke / 2 - 1, -stroke / 2 - 1)
        line = QPainterPath()
        line.arcMoveTo(box, start)
        line.arcTo(box, start, -span)
        stroker = QPainterPathStroker()
        stroker.setWidth(stroke)
        stroker.setCapStyle(Qt.PenCapStyle.FlatCap)
        arc = stroker.createStroke(line)
        fill(painter, arc, status, t, self._scale)


class LeverRing(PressableCard):
    """The ring of a lever with its count and its short title; a press opens the lever."""

    def __init__(self, theme: Tokens, lever: Article, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.lever_id = lever.id
        self._code = lever.code
        self.setText(lever.label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.ring = Ring(theme, lever.pictogram)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 6, 2, 6)
        column.setSpacing(theme.space_1)
        column.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        self._count = self._label("", "strong")
        column.addWidget(self._count)
        column.addWidget(self._label(f"{lever.code}. {lever.label}", "small"))
        column.addStretch(1)

    def show_statuses(self, statuses: Sequence[Status]) -> None:
        """Show where each action of the lever stands; those that do not concern the commune are left out."""
        counted = [status for status in statuses if status is not Status.NOT_CONCERNED]
        done, doing = counted.count(Status.DONE), counted.count(Status.DOING)
        self.ring.show_statuses(counted)
        self._count.setText(f"{done}/{len(counted)}" if counted else "–")
        words = f"{done} action{'s' if done > 1 else ''} faite{'s' if done > 1 else ''} sur {len(counted)}"
        if not counted:
            words = "aucune action ne concerne la commune"
        if doing:
            words += f", {doing} en cours"
        self.setAccessibleName(fr("Levier {code}, {title} : {words}", code=self._code, title=self.text(), words=words))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            super().paintEvent(event)

    def _label(self, words: str, look: str) -> Label:
        label = Label(words, look)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label
