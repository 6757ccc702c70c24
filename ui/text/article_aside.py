"""What stands beside an article: its parts, and what one can do or read next."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.text import Heading, Label, card
from ui.widgets.wrap_link import WrapLink

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_PAD = QPoint(13, 4)


class AsideCard(Struct, frozen=True):
    """Something to do next: a title, a line of text, and the link that does it (``target`` comes back)."""

    title: str
    text: str
    link: str
    target: str


class PartLink(QPushButton):
    """An entry of « Sur cette page »; a bar marks the part in sight, and bold letters where they take no line more."""

    def __init__(self, theme: Tokens, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._heights: dict[int, int] = {}  # by width: layouts ask for the same ones by the dozen
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _letters(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setBold(bold)
        return font

    def _taken(self, width: int, *, bold: bool) -> int:
        """Return how high the words are on so many pixels of the entry."""
        room = QRect(0, 0, max(1, width - _PAD.x() - 4), 10_000)
        return QFontMetrics(self._letters(bold=bold)).boundingRect(room, _WRAPPED, self.text()).height()

    def sizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.fontMetrics().height() + 2 * _PAD.y())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        if width not in self._heights:
            self._heights[width] = self._taken(width, bold=False) + 2 * _PAD.y()
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()  # other letters, perhaps
        super().changeEvent(event)

    def nextCheckState(self) -> None:
        """Do nothing: the part in sight decides, not the press."""

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.fillRect(QRectF(0, 2, 3, self.height() - 4), QColor(t.primary))
        is_bold = self.isChecked() and self._taken(self.width(), bold=True) + 2 * _PAD.y() <= self.height()
        font = self._letters(bold=is_bold)
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(t.primary if self.isChecked() else t.ink_soft))
        painter.drawText(self.rect().adjusted(_PAD.x(), _PAD.y(), -4, 0), _WRAPPED, self.text())
        painter.end()


class ArticleAside(QScrollArea):
    """The column right of an article. ``part_chosen`` carries an anchor, ``target_chosen`` a text's id."""

    part_chosen = Signal(str)
    target_chosen = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: dict[str, PartLink] = {}
        self._links: dict[str, WrapLink] = {}
        self._rest: QWidget | None = None  # until a page is shown
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_parts(
        self,
        parts: tuple[tuple[str, str], ...],
        cards: tuple[AsideCard, ...],
        readings: tuple[tuple[str, str], ...],
        asks: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Show the parts of a page (anchor, title), what to do next, what else to read (id, title), what to do with it.

        The last are pairs of target and words; ``rename`` gives them other words.
        """
        inner = QWidget()
        column = QVBoxLayout(inner)
        t = self._theme
        column.setContentsMargins(t.space_1, t.space_2, t.space_2, t.space_4)
        column.setSpacing(0)
        self._parts, self._links = {}, {}
        if parts:
            column.addWidget(_set_in(Heading("SUR CETTE PAGE", 2, "caps")))
            column.addSpacing(t.space_1)
        for anchor, title in parts:
            column.addWidget(self._build_part(anchor, title))
        self._rest = QWidget()
        column.addWidget(self._rest)
        column.addStretch(1)
        column = QVBoxLayout(self._rest)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._next = QWidget()
        self._cards = QVBoxLayout(self._next)
        self._cards.setContentsMargins(0, t.space_4, 0, 0)
        self._cards.setSpacing(t.space_2)
        self._cards.addWidget(_set_in(Heading("ET MAINTENANT", 2, "caps")))
        self._next.hide()
        column.addWidget(self._next)
        self.add_cards(cards)
        if readings:
            column.addSpacing(t.space_4)
            column.addWidget(_set_in(Heading("À LIRE AUSSI", 2, "caps")))
            column.addSpacing(t.space_1)
        for target, title in readings:
            column.addWidget(self._build_link(title, target))
        if asks:
            column.addSpacing(t.space_4)
            column.addWidget(_set_in(Heading("CETTE PAGE", 2, "caps")))
            column.addSpacing(t.space_1)
        for target, title in asks:
            self._links[target] = self._build_link(title, target)
            column.addWidget(self._links[target])
        self.setWidget(inner)

    def rename(self, entries: tuple[tuple[str, str], ...]) -> None:
        """Give links other words; targets that are not here are passed over."""
        for target, words in entries:
            if target in self._links:
                self._links[target].setText(words)
                self._links[target].updateGeometry()

    def first_part(self) -> QWidget | None:
        """Return what to go to first."""
        return next(iter(self._parts.values()), None) or next(iter(self._links.values()), None)

    def show_rest(self, shown: bool) -> None:
        """Show what stands below the parts of the page, or leave its place to something else."""
        if self._rest is not None:
            self._rest.setVisible(shown)

    @property
    def foot_of_parts(self) -> int:
        """How far down the column the parts of the page reach when it is not scrolled."""
        inner = self.widget()
        if inner is None or not self._parts:
            return 0
        if (layout := inner.layout()) is not None:
            layout.activate()
        last = list(self._parts.values())[-1]
        return last.y() + last.height()

    def show_reached(self, anchor: str) -> None:
        """Mark the part in sight; none marks none, one that is not listed here leaves the mark where it is."""
        if anchor and anchor not in self._parts:
            return
        for name, link in self._parts.items():
            link.setChecked(name == anchor)

    def add_cards(self, cards: tuple[AsideCard, ...]) -> None:
        """Show more to do next."""
        for one in cards:
            self._cards.addWidget(self._build_card(one))
        self._next.setVisible(self._cards.count() > 1)

    def _build_part(self, anchor: str, title: str) -> PartLink:
        link = PartLink(self._theme, title)
        link.setProperty("look", "part")
        link.clicked.connect(lambda _=False: self.part_chosen.emit(anchor))
        self._parts[anchor] = link
        return link

    def _build_card(self, one: AsideCard) -> QFrame:
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(8, 10, 8, 8)
        box.setSpacing(1)
        box.addWidget(_set_in(Label(one.title, "strong")))
        box.addWidget(_set_in(Label(one.text, "muted")))
        link = self._build_link(one.link, one.target)
        link.setAccessibleName(fr("{link} : {text}", link=one.link, text=one.text))
        box.addWidget(link)
        return frame

    def _build_link(self, title: str, target: str) -> WrapLink:
        link = WrapLink(self._theme, title)
        link.clicked.connect(lambda _=False: self.target_chosen.emit(target))
        return link


def _set_in(label: Label) -> Label:
    """Line a label up with the links below it, which keep room for their focus ring."""
    label.setContentsMargins(6, 0, 0, 0)
    return label
