"""Glossaire: every term and sigle of the kit with what it means; a field narrows the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kit.content.shelf import Term
from kit.search.narrowing import by_name, narrow
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.text import list_html
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead, stand_above

_LEAD = "Les mots et les sigles que l’on rencontre en parlant d’économie sociale et solidaire, en une ou deux phrases."


class GlossaryPage(Page):
    """The list is one text, so that it is read, searched and copied as an article is."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._terms = sorted(context.library.shelf.terms, key=lambda term: by_name(term.term))
        self._shown: set[str] = set()
        self.head = FilterHead(t, "Glossaire", "Chercher un mot ou un sigle")
        self.view = ArticleView(t)
        stand_above(self, self.head, self.view)
        self.setFocusProxy(self.head.field)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.view.link_activated.connect(self._on_link)
        self._show("")

    def open_route(self, route: Route) -> None:
        if not route.id or route.scroll:
            return
        if route.id not in self._shown:
            self.head.field.clear()
        if self.view.go_to(route.id):
            term = next((term for term in self._terms if term.id == route.id), None)
            self.announced.emit(fr("{term} : {definition}", term=term.term, definition=term.definition) if term else "")

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Glossaire"),)

    def scroller(self) -> ArticleView:
        return self.view

    def find_in_page(self) -> bool:
        self.head.begin_search()
        return True

    def _on_link(self, target: str) -> None:
        anchor = target.removeprefix("#")
        if anchor.startswith("lettre-"):
            self.view.go_to(anchor)
        else:
            self.route_requested.emit(Route(PageId.GLOSSARY, anchor))

    def _on_words_changed(self, words: str) -> None:
        self._show(words)

    def _on_left(self) -> None:
        self.view.setFocus()

    def _show(self, words: str) -> None:
        typed = words.strip()
        named, told = narrow(self._terms, typed, _names, _definition)
        self._shown = {term.id for term in (*named, *told)}
        lead = "" if self._shown and typed else _LEAD if not typed else "Aucun mot du glossaire ne correspond."
        page = list_html.glossary(named, told, self.context.theme, lead=lead, letters=not typed)
        self.view.show_article(page, "Glossaire")
        if len(typed) > 1:
            self.view.finder.search(typed)
        total = len(self._shown)
        self.head.show_count(_count(total))


def _names(term: Term) -> str:
    return " ".join((term.term, term.expansion, *term.aliases))


def _definition(term: Term) -> str:
    return term.definition


def _count(total: int) -> str:
    return f"{total or 'Aucun'} mot{'s' if total > 1 else ''}"
