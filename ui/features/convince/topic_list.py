"""The topics of a reason as links, in as many columns as the width allows."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kit.tokens import Tokens
from ui.widgets.wrap_link import WrapLink


class TopicLink(Struct, frozen=True):
    """A topic to open: its id and its short title."""

    id: str
    label: str


class ReasonOutline(Struct, frozen=True):
    """A reason with what it says in a sentence, its topics and a first example's place (empty where there is none)."""

    id: str
    number: str
    name: str
    short_name: str
    pictogram: str
    accent: str
    topics: tuple[TopicLink, ...]
    summary: str = ""
    example: str = ""
    example_topic: TopicLink | None = None

    @property
    def title(self) -> str:
        """The number and the whole name."""
        return f"{self.number}. {self.name}"


class TopicList(QWidget):
    """Links in reading order, line by line; ``chosen`` carries the id of the topic pressed."""

    chosen = Signal(str)

    def __init__(
        self, theme: Tokens, reason: ReasonOutline, *, colour: str, columns: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._most = columns
        self._least = round(148 * theme.scale)
        self._roomy = round(190 * theme.scale)
        self._gap = theme.space_1
        self.links: list[WrapLink] = []
        count = len(reason.topics)
        for number, topic in enumerate(reason.topics, 1):
            link = WrapLink(theme, topic.label, colour=colour, bullet=True, parent=self)
            link.setAccessibleName(topic.label)
            link.setAccessibleDescription(f"Sujet {number} sur {count} de la raison {reason.title}")
            link.clicked.connect(lambda _=False, i=topic.id: self.chosen.emit(i))
            self.links.append(link)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def columns(self) -> int:
        """How many links stand side by side now."""
        return self._columns(self.width())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rects = self._places(width)
        return rects[-1].bottom() + 1 if rects else 0

    def sizeHint(self) -> QSize:
        width = self._least * min(2, self._most)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((link.minimumSizeHint().width() for link in self.links), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for link, place in zip(self.links, self._places(self.width()), strict=True):
            link.setGeometry(place)

    def _columns(self, width: int) -> int:
        """Two columns may be tight, as their labels wrap; more than two come only with ample room."""
        tight, roomy = ((width + self._gap) // (least + self._gap) for least in (self._least, self._roomy))
        return max(1, min(self._most, max(min(2, tight), roomy)))

    def _places(self, width: int) -> list[QRect]:
        columns = self._columns(width)
        room = (width - self._gap * (columns - 1)) // columns
        places: list[QRect] = []
        top = 0
        for start in range(0, len(self.links), columns):
            line = self.links[start : start + columns]
            height = max(link.heightForWidth(room) for link in line)
            for number, _ in enumerate(line):
                places.append(QRect(number * (room + self._gap), top, room, height))
            top += height
        return places
