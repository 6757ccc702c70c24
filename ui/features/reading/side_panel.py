"""What a note says, a word of the glossary, or a passage that the reader highlighted, with what she writes about it.

A card beside the text that calls it, at its foot in a narrow window.
"""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.access.tab_order import follow_layout
from ui.features.reading.note_panel import NoteBox
from ui.widgets.close_button import CloseButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.region import Region
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Heading, Label, rule
from ui.widgets.wrap_link import WrapLink

_LEAST = 60  # pixels that the words keep before they scroll
_IN_LINE = 5  # pixels before the words of a link, which the other words are set in too
_NOTE_LINES = 3
_NUMBER = 20  # pixels of the ground of a number, at a text scale of 1


class Said(Struct, frozen=True):
    """What the panel shows: a title, paragraphs as (words, look of a label), links as (target, words), one at least.

    ``number`` is that of a note, empty for a word. ``note`` names the field to write in below the words, empty where
    there is none.
    """

    title: str
    words: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    number: str = ""
    note: str = ""

    @property
    def spoken(self) -> str:
        """The whole as a screen reader is told it."""
        return ". ".join(words.rstrip(".") for words in (self.title, *(words for words, _ in self.words))) + "."


class SidePanel(Region):
    """Hidden until ``show_said``; Escape or the cross asks to close it. ``target_chosen`` carries that of a link."""

    closed = Signal()
    target_chosen = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.title = Heading("", 2, "h3")
        self._made: list[WrapLink] = []
        self._targets: tuple[str, ...] = ()
        self._labels: list[Label] = []
        self._number = _Number(theme)
        self._frame = QFrame()
        self._hint = Label(fr("Échap : fermer et revenir au texte"), "small")
        self._words = QWidget()
        self._column = QVBoxLayout(self._words)
        self._column.setContentsMargins(_IN_LINE, 0, 0, 0)
        self._column.setSpacing(theme.space_2)
        self._area = SnugArea(self._words, least=round(_LEAST * theme.scale))
        self._area.setAccessibleName("Texte de la note")
        self._area.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.box = NoteBox(theme, "Ma note (facultative)", lines=_NOTE_LINES)
        self.box.setContentsMargins(_IN_LINE, 0, 0, 0)
        self.box.closed.connect(self.closed)
        self._build()
        self._is_beside: bool | None = None
        self.hide()

    def show_said(self, said: Said) -> None:
        """Show other words."""
        self.setAccessibleName(said.title)
        self.title.setText(said.title)
        self._number.show_number(said.number)
        for old in self._labels:
            old.hide()
            old.deleteLater()
        self._labels = [Label(words, look) for words, look in said.words]
        for label in self._labels:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(label)
        while len(self._made) < len(said.links):
            self._made.append(self._build_link(len(self._made)))
        self._targets = tuple(target for target, _ in said.links)
        for link, (_, words) in zip(self._made, said.links, strict=False):
            link.setText(words)
            link.setAccessibleDescription(said.spoken)
        for number, link in enumerate(self._made):
            link.setVisible(number < len(said.links))
        self._area.verticalScrollBar().setValue(0)
        self.box.setVisible(bool(said.note))
        self.setFocusProxy(self.box.field if said.note else self.links[0])
        follow_layout(self)
        self.show()

    @property
    def links(self) -> list[WrapLink]:
        """The links of what is shown."""
        return self._made[: len(self._targets)]

    def words(self) -> list[str]:
        """Return the paragraphs in sight."""
        return [label.text() for label in self._labels]

    def set_beside(self, beside: bool) -> None:
        """Look like a card of the side column, or like a strip across the foot of the text."""
        if beside == self._is_beside:
            return
        self._is_beside = beside
        self.let_scroll(not beside)
        t = self._theme
        sides = (t.space_4, t.space_3) if beside else (t.space_6, t.space_2)
        self._inside.setContentsMargins(sides[0] - _IN_LINE, sides[1], sides[0], sides[1])
        self._hint.setVisible(beside)
        self._frame.setProperty("look", "explained" if beside else "explained-foot")
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        self._body.setMaximumWidth(16_777_215 if beside else t.for_reading().measure)

    def let_scroll(self, scrolls: bool) -> None:
        """Let the words scroll, where there is no room for all of them; a bar that is there takes width from them."""
        policy = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)

    def height_at(self, width: int) -> int:
        """Return how high all of it is at a width; the words do not scroll until ``let_scroll`` says so."""
        self.let_scroll(False)
        self.resize(width, self.height())
        for _ in range(2):  # the height of the words follows from their width
            for part in (self, self._frame, self._body, self._words):
                if (layout := part.layout()) is not None:
                    layout.activate()
        whole = self.layout()
        return whole.totalHeightForWidth(width) if whole is not None else 0  # a long title has lines of its own

    def _on_range_changed(self, _least: int, most: int) -> None:
        """Let the keyboard reach words that scroll."""
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)

    def _build(self) -> None:
        t = self._theme
        self._close = self._build_close()
        head = QHBoxLayout()
        head.setContentsMargins(_IN_LINE, 0, 0, 0)
        head.setSpacing(t.space_2)
        for part in (self._number, self.title, self._close):
            head.addWidget(part, int(part is self.title))
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        column.addLayout(head)
        column.addWidget(self._area)
        column.addWidget(self.box)
        column.addWidget(rule())
        self._row = FlowLayout(gap=t.space_2)
        column.addLayout(self._row)
        self._inside = QHBoxLayout(self._frame)
        self._inside.setSpacing(t.space_1)
        self._inside.addWidget(self._body, 1)
        self._inside.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(t.space_1)
        whole.addWidget(self._frame)
        whole.addWidget(self._hint)

    def _build_link(self, number: int) -> WrapLink:
        link = WrapLink(self._theme, "")
        link.clicked.connect(lambda _=False: self.target_chosen.emit(self._targets[number]))
        self._row.addWidget(link)
        return link

    def _build_close(self) -> QToolButton:
        close = CloseButton(self._theme, "Fermer et revenir au texte (Échap)", "Fermer (Échap)")
        close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close.clicked.connect(self.closed)
        return close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class _Number(QWidget):
    """The number of a note in its round ground, as in the text where it is open."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._number = theme, ""
        side = round(_NUMBER * theme.scale)
        self.setFixedSize(side, side)

    def show_number(self, number: str) -> None:
        """Show a number, nothing for none."""
        self._number = number
        self.setVisible(bool(number))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.focus))
        painter.drawEllipse(self.rect())
        font = self.font()
        font.setPixelSize(t.text_tiny)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(t.focus_gap))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._number)
        painter.end()
