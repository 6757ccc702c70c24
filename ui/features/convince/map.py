"""The drawing of the reasons: a node in the middle, a coloured branch to the card of each reason.

The node, each title and each topic is a real button. Tab goes through them in reading order; the arrows move inside
a card, along the branches and from branch to branch; Home goes to the node, End to the last topic. Below a width the
cards stand one under the other, without node or branches: Home then goes to the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.convince.card import ReasonCard
from ui.features.convince.node import ReasonNode
from ui.features.convince.topic_list import ReasonOutline

_WIDE = 900
_WIDEST = 1600


class Arrangement(Struct, frozen=True):
    """Where the cards and the node stand; no node where there are no branches."""

    cards: tuple[QRect, ...]
    node: QRect | None
    height: int


class ReasonMap(QWidget):
    """The map; ``chosen`` carries an id, ``moved_to`` what an arrow key has reached."""

    chosen = Signal(str)
    moved_to = Signal(QWidget)

    def __init__(
        self, theme: Tokens, centre: tuple[str, str], reasons: Sequence[ReasonOutline], parent: QWidget | None = None
    ) -> None:
        """``centre`` is the id of the text behind the node, and its words."""
        super().__init__(parent)
        self._theme = theme
        chapter, words = centre
        self.setAccessibleName(fr("Schéma : {words}", words=words))
        self.node = ReasonNode(theme, words, self)
        self.node.setAccessibleName(words)
        self.node.setAccessibleDescription(f"Centre du schéma, {len(reasons)} raisons")
        self.node.clicked.connect(lambda: self.chosen.emit(chapter))
        self.cards = [ReasonCard(theme, reason, self) for reason in reasons]
        for card in self.cards:
            card.chosen.connect(self.chosen)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_summaries(self, shown: bool) -> None:
        """Say in each card what its reason is about, or not."""
        for card in self.cards:
            card.show_summary(shown)
        self.updateGeometry()

    def arrangement(self, width: int) -> Arrangement:
        """Return where all stands at a width: pairs of columns around the node, or one column."""
        scale = self._theme.scale
        if width < _WIDE * (0.4 + 0.6 * scale):
            return self._one_column(width)
        width = min(width, round(_WIDEST * scale))
        node_width = round(150 * min(scale, 1.6))
        gap = max(44, round(width * 0.05))
        card = (width - node_width - 2 * gap) // 2
        left, right = self._heights(card, 0), self._heights(card, 1)
        room = self._theme.space_5
        height = max(sum(left) + room * (len(left) - 1), sum(right) + room * (len(right) - 1))
        tops = [_spread(left, height), _spread(right, height)]
        cards = tuple(
            QRect(0 if n % 2 == 0 else width - card, tops[n % 2][n // 2], card, (left, right)[n % 2][n // 2])
            for n in range(len(self.cards))
        )
        node_height = self.node.heightForWidth(node_width)
        middle = cards[2].center().y() if len(cards) == 5 else height // 2
        node = QRect((width - node_width) // 2, middle - node_height // 2, node_width, node_height)
        return Arrangement(cards, node, height)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.arrangement(width).height

    def sizeHint(self) -> QSize:
        return QSize(_WIDE, self.heightForWidth(_WIDE))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((card.minimumSizeHint().width() for card in self.cards), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        plan = self.arrangement(self.width())
        for card, place in zip(self.cards, plan.cards, strict=True):
            card.setGeometry(place)
        self.node.setVisible(plan.node is not None)
        if plan.node:
            self.node.setGeometry(plan.node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
            return
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.moved_to.emit(target)

    def paintEvent(self, event: QPaintEvent) -> None:
        node = self.arrangement(self.width()).node
        if node is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start = QPointF(node.center())
        for card in self.cards:
            place = card.geometry()
            edge = place.right() if place.center().x() < start.x() else place.left()
            end = QPointF(edge, place.center().y())
            bend = (start.x() + end.x()) / 2
            path = QPainterPath(start)
            path.cubicTo(QPointF(bend, start.y()), QPointF(bend, end.y()), end)
            painter.setPen(QPen(QColor(card.ink), 3))
            painter.drawPath(path)
        painter.end()

    def _one_column(self, width: int) -> Arrangement:
        places, top = [], 0
        for card in self.cards:
            height = card.heightForWidth(width)
            places.append(QRect(0, top, width, height))
            top += height + self._theme.space_3
        return Arrangement(tuple(places), None, max(0, top - self._theme.space_3))

    def _heights(self, width: int, side: int) -> list[int]:
        return [card.heightForWidth(width) for card in self.cards[side::2]]

    def _target(self, key: Qt.Key) -> QPushButton | None:
        """Return what a key leads to from the one in focus, None where it leads nowhere."""
        links = [card.links for card in self.cards]
        if self.node.hasFocus():
            return self._from_node(key)
        here = next(((c, n) for c, row in enumerate(links) for n, link in enumerate(row) if link.hasFocus()), None)
        if here is None:
            return None
        card, number = here
        match key:
            case Qt.Key.Key_Home:
                return self.node if self._has_branches() else links[0][0]
            case Qt.Key.Key_End:
                return links[-1][-1]
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                return self._above_or_below(card, number, 1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                return self._beside(card, number, 1 if key == Qt.Key.Key_Right else -1)
        return None

    def _from_node(self, key: Qt.Key) -> QPushButton | None:
        """Along a branch: to the nearest card of a side, to the first and to the last one."""
        middle = self.node.geometry().center().y()
        match key:
            case Qt.Key.Key_Up:
                return self.cards[0].links[0]
            case Qt.Key.Key_Down:
                return self.cards[-1].links[0]
            case Qt.Key.Key_End:
                return self.cards[-1].links[-1]
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                side = self.cards[0 if key == Qt.Key.Key_Left else 1 :: 2]
                nearest = min(side, key=lambda card: abs(card.geometry().center().y() - middle), default=None)
                return nearest.links[0] if nearest else None
        return None

    def _above_or_below(self, card: int, number: int, way: int) -> QPushButton | None:
        """Inside the card line by line, then on to the card above or below."""
        links, columns = self.cards[card].links, self.cards[card].columns
        if number == 0 and way == 1 and len(links) > 1:
            return links[1]
        if 0 < number <= columns and way == -1:
            return links[0]
        last_line = (len(links) - 2) // columns
        if number and (way == -1 or (number - 1) // columns < last_line):
            return links[min(number + way * columns, len(links) - 1)]
        other = card + way * (2 if self._has_branches() else 1)
        if not 0 <= other < len(self.cards):
            return None
        return self.cards[other].links[0 if way == 1 else -1]

    def _beside(self, card: int, number: int, way: int) -> QPushButton | None:
        """Along the line of topics, then across to the nearest card of the other side."""
        links, columns = self.cards[card].links, self.cards[card].columns
        column = (number - 1) % columns
        if number and 0 <= column + way < columns and number + way < len(links):
            return links[number + way]
        if not self._has_branches():
            other = card + way
            return self.cards[other].links[0] if 0 <= other < len(self.cards) else None
        if (card % 2 == 0) != (way == 1):
            return None
        here = self.cards[card].geometry().center().y()
        across = [c for n, c in enumerate(self.cards) if n % 2 != card % 2]
        nearest = min(across, key=lambda c: abs(c.geometry().center().y() - here), default=None)
        return nearest.links[0] if nearest else None

    def _has_branches(self) -> bool:
        return self.arrangement(self.width()).node is not None


def _spread(heights: list[int], total: int) -> list[int]:
    """Return the tops of things of these heights: first and last at the ends, or, of two, room around."""
    spare = total - sum(heights)
    around = len(heights) < 3
    gap = spare / (len(heights) if around else max(1, len(heights) - 1)) if heights else 0
    tops, top = [], gap / 2 if around else 0.0
    for height in heights:
        tops.append(round(top))
        top += height + gap
    return tops
