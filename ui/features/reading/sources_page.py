"""Sources: everything that was read to write the kit, and where it is used; a field narrows the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kit.content.library import Library
from kit.content.shelf import Source
from kit.search.narrowing import narrow
from kit.typography import fr, french
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, place
from ui.services.page import Crumb, Page
from ui.text import html, list_html, surroundings
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead, stand_above

_LEAD = fr(
    "Tout ce qui a été lu pour écrire les textes du kit, avec les pages qui s’en servent. "
    "Les adresses se lisent ici ; les ouvrir nécessite Internet."
)
_TERM, _NETWORK = "terme", "reseau"
_AT_ONCE = 200  # sources laid out before someone asks for the rest


class SourcesPage(Page):
    """The list is one text, as the glossary; a link opens what cites the source."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self._sources = tuple(context.library.shelf.sources.values())
        self._uses = uses(context.library)
        self._most = _AT_ONCE
        self.head = FilterHead(t, "Sources", "Chercher un éditeur, un titre, une page")
        self.view = ArticleView(t)
        stand_above(self, self.head, self.view)
        self.setFocusProxy(self.head.field)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.view.link_activated.connect(self._on_link)
        self._show("")

    def open_route(self, route: Route) -> None:
        if route.id and not route.scroll and not self.view.go_to(route.id):
            self.head.field.clear()
            if not self.view.go_to(route.id):
                self._show_all("")
                self.view.go_to(route.id)

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("À propos", Route(PageId.ABOUT)), Crumb("Sources")

    def scroller(self) -> ArticleView:
        return self.view

    def find_in_page(self) -> bool:
        self.head.begin_search()
        return True

    def _on_link(self, target: str) -> None:
        if target == html.MORE:
            self._show_all(self.head.field.text())
            return
        kind, _, item = target.partition(":")
        places = {_TERM: PageId.GLOSSARY, _NETWORK: PageId.NETWORKS}
        route = place(places[kind], item) if kind in places else surroundings.route_to(self.context.library, target)
        self.route_requested.emit(route)

    def _on_words_changed(self, words: str) -> None:
        self._show(words)

    def _on_left(self) -> None:
        self.view.setFocus()

    def _show(self, words: str) -> None:
        typed = words.strip()
        named, told = narrow(self._sources, typed, _name, self._cited)
        total = len(named) + len(told)
        lead = _LEAD if not typed else "" if total else "Aucune source ne correspond."
        page = list_html.sources(named, told, self._uses, self.context.theme, french(lead), self._most)
        self.view.show_article(page, "Sources")
        if len(typed) > 1:
            self.view.finder.search(typed)
        self.head.show_count(f"{total or 'Aucune'} source{'s' if total > 1 else ''}")

    def _show_all(self, words: str) -> None:
        place = self.view.verticalScrollBar().value()
        self._most = len(self._sources)
        self._show(words)
        self.view.verticalScrollBar().setValue(place)

    def _cited(self, source: Source) -> str:
        return " ".join(title for _, title in self._uses.get(source.id, ()))


def uses(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Return for each source (where a link leads, title) of what cites it: texts, then networks, dates and terms."""
    found: dict[str, list[tuple[str, str]]] = {}
    shelf = library.shelf
    cited = [(article.sources, (article.id, article.label)) for article in library.articles()]
    cited += [(network.sources, (f"{_NETWORK}:{network.id}", network.name)) for network in shelf.networks]
    cited += [(date.sources, (f"{_NETWORK}:{date.id}", f"{date.title} (agenda)")) for date in shelf.dates]
    cited += [(term.sources, (f"{_TERM}:{term.id}", f"{term.term} (glossaire)")) for term in shelf.terms]
    for sources, use in cited:
        for source in dict.fromkeys(sources):
            found.setdefault(source, []).append(use)
    return found


def _name(source: Source) -> str:
    return f"{source.title} {source.address} {source.id}"
