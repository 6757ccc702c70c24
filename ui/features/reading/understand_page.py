"""Comprendre: what the ESS is, and the fields where a commune already meets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.content.blocks import Heading as TextHeading
from kit.content.blocks import Paragraph, plain
from kit.content.model import Article
from ui.features.reading.tile import Tile
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import ToArticle, ToPrint
from ui.services.page import Crumb, Page
from ui.widgets.card_button import CardButton
from ui.widgets.fit_grid import FitGrid
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.text import Heading, Label

_CHAPTER = "comprendre"
_FURTHER = "comprendre-aller-plus-loin"
_MAP = "ou-la-trouver"


class UnderstandPage(Page):
    """The first chapter: its articles as cards, its competences as tiles."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._chapter = context.library.article(_CHAPTER)
        articles = context.library.children(_CHAPTER, "article")
        inner = QWidget()
        inner.setMaximumWidth(round(1240 * t.scale))
        column = page_column(inner, t)
        column.addLayout(self._build_intro())
        column.addSpacing(t.space_2)
        column.addWidget(Heading("À lire", 2))
        texts = [article for article in articles if article.id not in (_FURTHER, _MAP)]
        column.addWidget(self._build_cards(texts))
        column.addSpacing(t.space_3)
        column.addWidget(Heading("Là où votre commune rencontre déjà l’ESS", 2))
        column.addWidget(self._build_tiles())
        if any(article.id == _MAP for article in articles):
            column.addWidget(self._build_link("Les quatorze domaines sur une page", _MAP))
        further = [article for article in articles if article.id == _FURTHER]
        if further:
            column.addSpacing(t.space_3)
            column.addWidget(Heading("Aller plus loin", 2))
            column.addWidget(self._build_cards(further))
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Comprendre"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str]:
        return {}

    def to_print(self) -> ToPrint:
        return ToPrint(printables.CHAPTER, of=_CHAPTER)

    def in_sight(self) -> str:
        return _CHAPTER

    def _open(self, article_id: str) -> None:
        self.route_requested.emit(ToArticle(article_id))

    def _build_intro(self) -> QHBoxLayout:
        """Return the title and the paragraphs that stand before the first heading of the chapter."""
        t = self.context.theme
        words = QWidget()
        words.setMaximumWidth(t.measure)
        box = QVBoxLayout(words)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.space_2)
        box.addWidget(Heading(self._chapter.title, 1))
        box.addWidget(Label(self._chapter.summary, "lead"))
        for block in self.context.library.body(_CHAPTER):
            if isinstance(block, TextHeading):
                break
            if isinstance(block, Paragraph):
                box.addWidget(Label(plain(block.spans)))
        box.addWidget(self._build_link("Lire ce texte avec ses sources", _CHAPTER))
        row = QHBoxLayout()  # a row keeps the height of a widget narrower than the page right
        row.addWidget(words, 1)
        row.addStretch(0)
        return row

    def _build_cards(self, articles: list[Article]) -> FitGrid:
        t = self.context.theme
        cards = [self._build_card(article) for article in articles]
        return FitGrid(cards, narrowest=round(310 * t.scale), most=2, gap=t.space_4)

    def _build_card(self, article: Article) -> CardButton:
        minutes = f"Lire · {article.minutes} min →"
        card = CardButton(self.context.theme, title=article.title, text=article.summary, go=minutes)
        card.clicked.connect(lambda _=False: self._open(article.id))
        return card

    def _build_tiles(self) -> FitGrid:
        t = self.context.theme
        tiles = [self._build_tile(article) for article in self.context.library.children(_CHAPTER, "competence")]
        return FitGrid(tiles, narrowest=round(205 * t.scale), most=5, gap=t.space_3)

    def _build_tile(self, article: Article) -> Tile:
        tile = Tile(self.context.theme, article.title, article.summary, article.pictogram, self.context.theme.teal)
        tile.clicked.connect(lambda _=False: self._open(article.id))
        return tile

    def _build_link(self, words: str, article_id: str) -> QPushButton:
        link = QPushButton(words)
        link.setProperty("look", "link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setSizePolicy(link.sizePolicy().Policy.Maximum, link.sizePolicy().Policy.Fixed)
        link.clicked.connect(lambda _=False: self._open(article_id))
        return link
