"""The card of a reason, at the end of its branch of the map: its pictogram, its title and its topics."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.convince.topic_list import ReasonOutline, TopicList
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label
from ui.widgets.wrap_link import WrapLink


class ReasonCard(QFrame):
    """A card of one colour; ``chosen`` carries the id of the reason or topic pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, reason: ReasonOutline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accent = theme.accent(reason.accent)
        self.ink = accent.ink
        self.setProperty("look", f"reason-{reason.accent}")
        self.setAccessibleName(reason.title)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 10, 10)
        box.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.setSpacing(theme.space_1)
        head.addWidget(
            Pictogram(reason.pictogram, accent.ink, round(26 * theme.scale)), 0, Qt.AlignmentFlag.AlignVCenter
        )
        self._title = WrapLink(theme, reason.title, colour=accent.ink, title=True)
        self._title.setAccessibleName(reason.title)
        self._title.setAccessibleDescription(f"Raison, {len(reason.topics)} sujets")
        self._title.clicked.connect(lambda: self.chosen.emit(reason.id))
        head.addWidget(self._title, 1)
        box.addLayout(head)
        self._summary = Label(reason.summary, "muted")
        self._summary.hide()
        box.addWidget(self._summary)
        self._topics = TopicList(theme, reason, colour=theme.ink_soft, columns=3)
        self._topics.chosen.connect(self.chosen)
        box.addWidget(self._topics)

    @property
    def links(self) -> list[WrapLink]:
        """The title, then the topics, in reading order."""
        return [self._title, *self._topics.links]

    def show_summary(self, shown: bool) -> None:
        """Say under the title what the reason is about, or not."""
        self._summary.setVisible(shown)

    @property
    def columns(self) -> int:
        """How many topics stand side by side."""
        return self._topics.columns
