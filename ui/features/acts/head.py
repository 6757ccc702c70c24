"""The head of an act: its title, how many fields are filled in, and the one button that takes it out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.acts.groups import Count
from ui.features.acts.output import ActOutput
from ui.services.context import AppContext
from ui.widgets.columns import Columns
from ui.widgets.text import Heading, Label

_CELL, _GAP = (8, 10), 2  # pixels: a cell, and from one to the next
_WIDEST = 260
_NARROW = 480  # of the head, and of what is beside the button: below, one part stands under the other


class ActHead(QWidget):
    """Stays in sight while the fields scroll."""

    def __init__(self, context: AppContext, output: ActOutput, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = context.theme
        self.title = Heading("", 1, "h1-work")
        self.count = Label("", "strong", wrap=False)
        self.cells = Cells(t)
        self.left = Label("", "muted")
        counted, told = QWidget(), QWidget()
        row = QHBoxLayout(counted)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.count)
        row.addWidget(self.cells)
        row.addStretch(1)
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_1)
        column.addWidget(self.title)
        narrow = round(_NARROW * t.scale)
        column.addWidget(Columns(counted, self.left, threshold=narrow, gap=t.space_2, stretch=(0, 1)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Columns(told, output, threshold=narrow, gap=t.space_2, stretch=(1, 0)))

    def show_count(self, count: Count) -> None:
        """Show how many fields are filled in, of those that the act needs."""
        self.count.setText(f"{count.filled}/{count.total}" if count.total else "")
        self.count.setAccessibleName(count.words)
        self.cells.show_count(count)


class Cells(QWidget):
    """One cell a field, green where it is filled in; for the eye, as the count beside says it."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = Count()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_count(self, count: Count) -> None:
        """Show a count."""
        if count != self._count:
            self._count = count
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(min(_WIDEST, self._count.total * (_CELL[0] + _GAP)), _CELL[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        t, count = self._theme, self._count
        if not count.total:
            return
        painter = QPainter(self)
        step = self.width() / count.total
        for number in range(count.total):
            cell = QRectF(number * step, 0, step - min(_GAP, step / 4), self.height())
            painter.fillRect(cell, QColor(t.green.ink if number < count.filled else t.track))
        painter.end()
