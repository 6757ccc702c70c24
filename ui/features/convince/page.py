"""Convaincre: why the ESS belongs in public policies, as a map or as a table, both with the same links."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kit.content.blocks import Paragraph, plain
from kit.content.model import Article, Example
from kit.typography import fr
from ui.features.convince.map_pane import WHOLE, ReasonPane
from ui.features.convince.table import ReasonTable
from ui.features.convince.topic_list import ReasonOutline, TopicLink
from ui.output import printables
from ui.output.documents import DocumentOutlet
from ui.services.appearance import dress_map
from ui.services.context import AppContext
from ui.services.navigation import Route, ToArticle, ToPrint
from ui.services.page import Crumb, Page
from ui.widgets.card_button import CardButton
from ui.widgets.card_row import CardRow
from ui.widgets.scroll import scrolling
from ui.widgets.segments import Segments
from ui.widgets.text import Heading, Label
from ui.widgets.wrap_link import WrapLink

_CHAPTER = "convaincre"
_WIDEST = 1600
_ROOMY = 1300  # pixels of the page, from which the cards of the map say more
_NARROW = 900  # pixels of the foot below which its cards stand one above the other
_ACCENTS = ("teal", "purple", "green", "blue", "orange")
_MAP, _TABLE = "schema", "tableau"
_VIEWS = {_MAP: "Schéma", _TABLE: "Tableau"}
_FURTHER = (
    ("la-fiche-du-maire", "checklist", "La fiche du maire", ""),
    ("convaincre-aller-plus-loin", "comprendre", "Aller plus loin", ""),
    (
        _CHAPTER,
        "convaincre",
        "Comment se servir de ces raisons",
        fr("Sous chaque raison, des sujets courts : un lieu proche, une phrase pour le débat et un premier pas."),
    ),
)
"""Texts: pictogram, title and words of the card that opens each; without words, what the text says of itself."""
_CENTRE = (_CHAPTER, "L’ESS dans ma collectivité")
_PICTURES = (".pdf", ".svg", ".png")
_KEYS = fr(
    "Au clavier : Tab entre dans le schéma, les flèches vont d’un sujet et d’une branche à l’autre, "
    "Entrée ouvre, Début va au centre, Fin au dernier sujet."
)


class ReasonsPage(Page):
    """The five reasons and their topics."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._chapter = context.library.article(_CHAPTER)
        self._reasons = [self._outline(place, article) for place, article in enumerate(context.library.outline.reasons)]
        self._views: dict[str, QWidget] = {}
        inner = QWidget()
        inner.setMaximumWidth(round((_WIDEST + 2 * t.space_5) * t.scale))
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, t.space_2, t.space_5, t.space_4)
        column.setSpacing(t.space_4)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(t.space_3)
        self._head.addWidget(Heading(self._chapter.title, 1), 1)
        self._switch = Segments("Présentation des raisons", list(_VIEWS.items()))
        self._switch.chosen.connect(self._on_view_chosen)
        switch = QVBoxLayout()
        switch.setContentsMargins(0, t.space_1, 0, 0)  # in line with the letters of the title
        switch.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._head.addLayout(switch)
        words = QVBoxLayout()
        words.setSpacing(t.space_1)
        words.addLayout(self._head)
        for line in self._build_lead():
            words.addWidget(line)
        column.addLayout(words)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        column.addWidget(self.outlet.line)
        self._further = self._build_further()
        column.addWidget(self._further)
        self._hint = Label(_KEYS, "small")
        column.addWidget(self._hint)
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def open_route(self, route: Route) -> None:
        self._show(self._preferred())

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Convaincre"),)

    def has_print_button(self) -> bool:
        return self.view == _MAP

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str] | None:
        drawn = self._views.get(_MAP)
        is_zoomed = isinstance(drawn, ReasonPane) and drawn.zoom != WHOLE
        return None if is_zoomed or self.outlet.is_busy else {}

    def in_sight(self) -> str:
        return _CHAPTER

    def to_print(self) -> ToPrint:
        return ToPrint(printables.SCHEME if self.view == _MAP else printables.CHAPTER, of=_CHAPTER)

    @property
    def view(self) -> str:
        """What is shown: ``schema`` or ``tableau``."""
        return self._switch.key()

    def _on_view_chosen(self, name: str) -> None:
        self.context.settings.set("reasons_view", name)
        self._show(name)
        self.tools_changed.emit()
        self.announced.emit(f"{_VIEWS[name]} des {len(self._reasons)} raisons")

    def _on_chosen(self, article_id: str) -> None:
        self.route_requested.emit(ToArticle(article_id))

    def _on_save(self) -> None:
        from kit.documents.wording import wording

        document = printables.PRINTABLES[printables.SCHEME].build(self.context, ToPrint())
        self.outlet.save(document, wording().say("documents", "file_scheme"), _PICTURES)

    def _on_print(self) -> None:
        self.route_requested.emit(self.to_print())

    def _on_moved_to(self, link: QWidget) -> None:
        self._area.ensureWidgetVisible(link, 0, self.context.theme.space_6)

    def _on_zoomed(self, words: str) -> None:
        self._order_tabs()
        self.announced.emit(words)

    def _preferred(self) -> str:
        """Return the view last chosen; before any choice the table for a screen reader, else the map."""
        kept = self.context.settings.text("reasons_view")
        return kept if kept in _VIEWS else _TABLE if QAccessible.isActive() else _MAP

    def _show(self, name: str) -> None:
        self._switch.choose(name)
        if name not in self._views:
            self._views[name] = self._build_map() if name == _MAP else self._build_table()
            self._place.addWidget(self._views[name])
            self._order_tabs()
        for other, view in self._views.items():
            view.setVisible(other == name)
        self._hint.setVisible(name == _MAP)

    def _order_tabs(self) -> None:
        """Put the links of a view built late between the switch and the links below."""
        links = [link for view in self._views.values() for link in _links(view)]
        chain = [*map(self._switch.button, _VIEWS), *links, *self._further.cards]
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _outline(self, place: int, article: Article) -> ReasonOutline:
        topics = self.context.library.children(article.id, "topic")
        first = next(((t, e) for t in topics for e in t.examples), None)
        return ReasonOutline(
            id=article.id,
            number=article.code or str(place + 1),
            name=article.title,
            short_name=article.label,
            pictogram=article.pictogram,
            accent=_ACCENTS[place % len(_ACCENTS)],
            topics=tuple(TopicLink(topic.id, topic.label) for topic in topics),
            summary=article.summary,
            example=_where(first[1]) if first else "",
            example_topic=TopicLink(first[0].id, first[0].label) if first else None,
        )

    def _build_lead(self) -> list[Label]:
        """Return the opening words of the chapter and what the page holds."""
        body = self.context.library.body(_CHAPTER)
        opening = next((plain(block.spans) for block in body if isinstance(block, Paragraph)), "")
        lines = [Label(opening, "strong"), Label(self._chapter.summary, "muted")]
        return [line for line in lines if line.text()]

    def _build_map(self) -> ReasonPane:
        view = ReasonPane(self.context.theme, _CENTRE, self._reasons, dress_map)
        view.announced.connect(self._on_zoomed)
        view.print_requested.connect(self._on_print)
        view.save_requested.connect(self._on_save)
        view.chosen.connect(self._on_chosen)
        view.moved_to.connect(self._on_moved_to)
        view.use_room(self._is_roomy())
        return view

    def _build_table(self) -> ReasonTable:
        view = ReasonTable(self.context.theme, self._reasons)
        view.chosen.connect(self._on_chosen)
        return view

    def _build_further(self) -> CardRow:
        library, cards = self.context.library, []
        for article_id, pictogram, title, words in _FURTHER:
            if library.has(article_id):
                told = words or library.article(article_id).summary
                button = CardButton(self.context.theme, title=title, text=told, pictogram=pictogram)
                button.clicked.connect(lambda _=False, i=article_id: self._on_chosen(i))
                cards.append(button)
        return CardRow(self.context.theme, cards, narrow=_NARROW, lying=True)

    def _is_roomy(self) -> bool:
        return self.width() >= _ROOMY * self.context.theme.scale

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 720 * self.context.theme.scale
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._head.setDirection(direction)
        if isinstance(drawn := self._views.get(_MAP), ReasonPane):
            drawn.use_room(self._is_roomy())


def _links(view: QWidget) -> list[QPushButton]:
    """Return what Tab goes through: the tools and the map, or the links of the table."""
    if isinstance(view, ReasonPane):
        cards = [link for card in view.map.cards for link in card.links]
        return [view.smaller, view.larger, view.save, view.print, view.map.node, *cards]
    return list(view.findChildren(WrapLink))


def _where(example: Example) -> str:
    """Return « Bétête (Creuse) », without the département where the place is the département."""
    named = example.departement and example.departement != example.place
    return f"{example.place} ({example.departement})" if named else example.place
