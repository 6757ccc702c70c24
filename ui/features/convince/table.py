"""The reasons as a table, equal to the map: Raison, Sujets, Un exemple; stacked where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.convince.topic_list import ReasonOutline, TopicList
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading, Label, rule
from ui.widgets.wrap_link import WrapLink

_WIDE = 620
_SPARE = 24  # more than a scroll bar, which comes with one arrangement and must not bring back the other
_INDENT = 5  # words of a link begin inside its frame
_HEADERS = ("Raison", "Sujets", "Un exemple")


class ReasonTable(QFrame):
    """A line for each reason; ``chosen`` carries the id of the reason or topic pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, reasons: Sequence[ReasonOutline], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "card")
        self.setAccessibleName(fr("Tableau : ") + ", ".join(_HEADERS).lower())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.space_4, theme.space_3, theme.space_4, theme.space_4)
        self._grid.setHorizontalSpacing(theme.space_4)
        self._grid.setVerticalSpacing(theme.space_2)
        self._headers = [Label(words, "caps", wrap=False, parent=self) for words in _HEADERS]
        for header in self._headers[1:]:
            header.setIndent(_INDENT)
        self._rules: list[QFrame] = []
        self._rows: list[tuple[QWidget, QWidget, QWidget]] = []
        self._captions: list[Label] = []
        for reason in reasons:
            self._rules.append(rule())
            self._rows.append((self._build_reason(reason), self._build_topics(reason), self._build_example(reason)))
        self._stacked: bool | None = None
        self._arrange(stacked=False)

    @property
    def is_stacked(self) -> bool:
        """Whether the cells of a line stand one under the other."""
        return bool(self._stacked)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.space_6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = (_WIDE + _SPARE if self._stacked else _WIDE) * self._theme.scale
        self._arrange(stacked=self.width() < least)

    def _arrange(self, *, stacked: bool) -> None:
        if stacked == self._stacked:
            return
        self._stacked = stacked
        while self._grid.takeAt(0):
            pass
        for column, (header, stretch) in enumerate(zip(self._headers, (10, 12, 7), strict=True)):
            header.setVisible(not stacked)
            self._grid.setColumnStretch(column, 0 if stacked and column else stretch)
            if not stacked:
                self._grid.addWidget(header, 0, column)
        for caption in self._captions:
            caption.setVisible(stacked)
        line = 1
        for number, cells in enumerate(self._rows):
            self._grid.addWidget(self._rules[number], line, 0, 1, 3)
            self._rules[number].setVisible(bool(number) or not stacked)
            for column, cell in enumerate(cells):
                at = (line + 1 + column, 0, 1, 3) if stacked else (line + 1, column, 1, 1)
                self._grid.addWidget(cell, *at, Qt.AlignmentFlag(0) if stacked else Qt.AlignmentFlag.AlignTop)
            line += 4

    def _build_reason(self, reason: ReasonOutline) -> QWidget:
        accent = self._theme.accent(reason.accent)
        cell = QWidget(self)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space_2)
        size = round(34 * min(self._theme.scale, 1.5))
        drawing = Pictogram(reason.pictogram, accent.ink, size, ground=accent.soft)
        row.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        heading = Heading(f"{reason.number}. {reason.short_name}", 2, "h3")
        heading.setIndent(_INDENT)
        words.addWidget(heading)
        link = WrapLink(self._theme, reason.name)
        link.setAccessibleName(reason.name)
        link.setAccessibleDescription(f"Raison {reason.number}, {len(reason.topics)} sujets")
        link.clicked.connect(lambda: self.chosen.emit(reason.id))
        words.addWidget(link)
        words.addStretch(1)
        row.addLayout(words, 1)
        return cell

    def _build_topics(self, reason: ReasonOutline) -> QWidget:
        topics = TopicList(self._theme, reason, colour=self._theme.link, columns=2, parent=self)
        topics.chosen.connect(self.chosen)
        return topics

    def _build_example(self, reason: ReasonOutline) -> QWidget:
        cell = QWidget(self)
        box = QVBoxLayout(cell)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        caption = Label(_HEADERS[2], "caps")
        caption.setIndent(_INDENT)
        self._captions.append(caption)
        box.addWidget(caption)
        topic = reason.example_topic
        if topic is None:
            box.addWidget(Label("À venir", "small"))
        else:
            link = WrapLink(self._theme, reason.example)
            link.setAccessibleName(reason.example)
            link.setAccessibleDescription(f"Exemple du sujet {topic.label}")
            link.clicked.connect(lambda: self.chosen.emit(topic.id))
            box.addWidget(link)
            about = Label(topic.label, "small")
            about.setIndent(_INDENT)
            box.addWidget(about)
        box.addStretch(1)
        return cell
