"""The head of an act: its title, how many fields are filled in, and the one button that takes it out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.features.acts.groups import Count
from ui.features.acts.output import ActOutput
from ui.services.context import AppContext
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_CELL, _GAP = (8, 10), 2  # pixels: a cell, and from one to the next
_WIDEST = 260


class ActHead(QWidget):
    """Stays in sight while the fields scroll."""

    def __init__(self, context: AppContext, output: ActOutput, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = context.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.space_4)
        column = QVBoxLayout()
        column.setSpacing(t.space_1)
        self.title = Heading("", 1, "h1-work")
        self.count = Label("", "strong", wrap=False)
        self.cells = Cells(t)
        self.left = Label("", "muted", wrap=False)
        counted = FlowLayout(gap=t.space_2, middle=True)
        for part in (self.count, self.cells, self.left):
            counted.addWidget(part)
        column.addWidget(self.title)
        column.addLayout(counted)
        row.addLayout(column, 1)
        row.addWidget(output, 0, Qt.AlignmentFlag.AlignVCenter)

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
