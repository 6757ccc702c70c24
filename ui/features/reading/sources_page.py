"""Sources: everything that was read to write the kit, and where it is used."""

from __future__ import annotations

from kit.content.citations import Citation, citations
from kit.content.library import Library
from kit.content.shelf import Source
from kit.search.narrowing import narrow
from kit.typography import counted, fr, french
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, place
from ui.services.page import Crumb
from ui.text import surroundings
from ui.text.cards import Card, Found, Group, LazyCards, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Wanted

_LEAD = fr(
    "Tout ce qui a été lu pour écrire les textes du kit, avec les pages qui s’en servent. "
    "Les adresses se lisent ici ; les ouvrir nécessite Internet."
)
_CITED = fr("Cité dans :")
_NOTHING = "Aucune source ne correspond."
_TERM, _NETWORK = "mot", "reseau"


class Sources(Listing):
    """A link opens what cites the source."""

    title = "Sources"
    hint = "Chercher un éditeur, un titre, une page"
    is_steady = True
    at_once = 60

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self._sources = tuple(context.library.shelf.sources.values())
        self._uses = uses(context.library)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("À propos", Route(PageId.ABOUT)), Crumb(self.title)

    def printable(self, wanted: Wanted) -> str:
        return list_prints.SOURCES

    def find(self, wanted: Wanted) -> Found:
        named, told = narrow(self._sources, wanted.words, _name, self._cited)
        total = len(named) + len(told)
        count = counted(total, "source", none="Aucune")
        lead = Line(_NOTHING) if not total else None if wanted.words else Line(_LEAD)
        return Found((Group(LazyCards((*named, *told), self._card)),), count, lead)

    def route(self, target: str) -> Route:
        kind, _, item = target.partition(":")
        places = {_TERM: PageId.GLOSSARY, _NETWORK: PageId.NETWORKS}
        return place(places[kind], item) if kind in places else surroundings.route_to(self.context.library, target)

    def _card(self, source: Source) -> Card:
        address = f"{source.address} (nécessite Internet) · " if source.address else ""
        links = tuple(Link(title, target) for target, title in self._uses.get(source.id, ()))
        cited = _CITED if links else "Lu pour le kit, pas encore cité."
        lines = (Line(f"{address}{source.id}", look="small"), Line(cited, links=links, look="small"))
        return Card(source.id, french(source.title), lines)

    def _cited(self, source: Source) -> str:
        return " ".join(title for _, title in self._uses.get(source.id, ()))


def sources_page(context: AppContext) -> ListPage:
    """Return the screen."""
    return ListPage(context, Sources(context))


def uses(library: Library) -> dict[str, list[tuple[str, str]]]:
    """Return for each source (where a link leads, title) of what cites it."""
    return {source: list(map(_link, cited)) for source, cited in citations(library).items()}


def _link(use: Citation) -> tuple[str, str]:
    match use.kind:
        case "network":
            return f"{_NETWORK}:{use.id}", use.title
        case "date":
            return f"{_NETWORK}:{use.id}", f"{use.title} (agenda)"
        case "term":
            return f"{_TERM}:{use.id}", f"{use.title} (glossaire)"
    return use.id, use.title


def _name(source: Source) -> str:
    return f"{source.title} {source.address} {source.id}"
