"""A small bar with one cell for each action that counts, as it stands; a reader hears how many of them are done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from kit.dossier.model import Status
from kit.tokens import Tokens
from ui.theme.state_fill import fill

HEIGHT, _GAP = 8, 3


def counted(statuses: Sequence[Status]) -> tuple[Status, ...]:
    """Return the statuses that make the progress: what does not concern the commune is left out."""
    return tuple(status for status in statuses if status is not Status.NOT_CONCERNED)


def paint_cells(painter: QPainter, box: QRectF, statuses: Sequence[Status], theme: Tokens) -> None:
    """Paint a cell for each status side by side; none gives one empty cell."""
    cells = statuses or (Status.TODO,)
    gap = min(_GAP, box.width() / (3 * len(cells)))
    wide = (box.width() - gap * (len(cells) - 1)) / len(cells)
    for number, status in enumerate(cells):
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box.left() + number * (wide + gap), box.top(), wide, box.height()), 2, 2)
        fill(painter, shape, status, theme)


class ActionCells(QProgressBar):
    """As wide as there is room, ``HEIGHT`` pixels high; its value is how many of the actions that count are done."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._statuses: tuple[Status, ...] = ()
        self.setTextVisible(False)
        self.setAccessibleName("Actions faites")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(40)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_statuses(self, statuses: Sequence[Status]) -> None:
        """Show the actions that count, in their order."""
        self._statuses = counted(statuses)
        self.setRange(0, max(1, len(self._statuses)))
        self.setValue(self._statuses.count(Status.DONE))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cells(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._statuses, self._theme)
        painter.end()
