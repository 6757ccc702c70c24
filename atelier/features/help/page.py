"""Aide: how an edition is made, from the copy of the texts to the signed file."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget

from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from kit import paths
from kit.content.loader import parse_body, read_text
from kit.content.markdown import MarkdownReader
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.text.article_html import Notes, to_html
from ui.text.article_view import ArticleView
from ui.text.bar_finder import BarFinder
from ui.text.find_bar import FindBar

PARTS: Mapping[str, str] = {
    ScreenId.FOLDER: "1-ouvrir-un-dossier-de-travail",
    ScreenId.TEXTS: "2-trouver-ce-qui-est-a-relire",
    ScreenId.TEXT: "3-relire-corriger-accepter",
    ScreenId.CASES: "4-ajouter-ou-corriger-un-exemple-un-reseau",
    ScreenId.SHEETS: "5-faire-relire-par-d-autres",
    ScreenId.EDITION: "6-controler-puis-signer",
    ScreenId.KEYS: "la-cle-de-votre-organisme",
    ScreenId.CONSOLIDATION: "reunir-ce-que-les-collectivites-envoient",
}
"""Which part of the help is of which screen."""


class HelpPage(Screen):
    """One text; its links open the screens that it speaks of. The ``anchor`` of a Route is a screen: what it is for."""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        path = paths.atelier_help()
        text = read_text(path.read_text(encoding="utf-8"), path, path.name)
        self.view = ArticleView(context.theme)
        page = to_html(text.article, parse_body(text, MarkdownReader()), Notes(), context.theme)
        self.view.show_article(page, text.article.title)
        self.view.link_activated.connect(self._on_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        self.find_bar = FindBar(context.theme)
        column.addWidget(self.find_bar)
        self._finder = BarFinder(self.view, self.view.finder, self.find_bar, self)
        self._finder.announced.connect(self.announced)
        self._finder.wanted.connect(self.find_in_page)
        QShortcut(QKeySequence("F3"), self, self._finder.go_on)
        QShortcut(QKeySequence("Shift+F3"), self, self._finder.go_back)
        self.setFocusProxy(self.view)

    def open_route(self, route: Route) -> None:
        if route.scroll:  # come back to: the window scrolls to where one was
            return
        if not self.view.go_to(PARTS.get(route.anchor, "")):
            self.view.verticalScrollBar().setValue(0)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Aide"),)

    def scroller(self) -> QAbstractScrollArea:
        return self.view

    def find_in_page(self) -> bool:
        self._finder.open()
        return True

    def state(self) -> dict[str, str]:
        return {}

    def _on_link(self, target: str) -> None:
        if target in set(ScreenId):
            self.route_requested.emit(Route(ScreenId(target)))
