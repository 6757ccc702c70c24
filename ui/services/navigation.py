"""Where one is and how one got there: Route, and the Navigator with its history."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal


class PageId(StrEnum):
    """The screens of the window."""

    HOME = "accueil"
    UNDERSTAND = "comprendre"
    CONVINCE = "convaincre"
    ACT = "agir"
    ARTICLE = "article"
    SEARCH = "recherche"
    PRINT = "imprimer"
    CONTACT = "contacter"
    OUTBOX = "a-envoyer"
    ABOUT = "a-propos"
    SETTINGS = "reglages"
    NETWORKS = "reseaux-et-agenda"
    GLOSSARY = "glossaire"
    SOURCES = "sources"
    START_HERE = "par-ou-commencer"
    EXAMPLES = "exemples-proches"
    PLAN = "mon-plan-d-action"
    MODELS = "modeles-a-adapter"
    ACT_MODEL = "modele"
    MERGE = "reunir"
    RESTORE = "copies-de-securite"
    FAVOURITES = "mes-pages"
    COLLECTIVITE = "ma-collectivite"
    MANDATE = "carnet-de-mandat"
    PAPER_BACK = "saisir-depuis-le-papier"
    DIRECTORY = "repertoire-local"
    AGENDA = "agenda"
    CONSOLIDATION = "reunir-des-collectivites"
    HELP_PICTURES = "aide-en-images"
    UPDATE = "mettre-a-jour"
    WORKSHOP = "atelier"


class Route(Struct, frozen=True):
    """A place in the program: a page, what it shows (an article's id, words searched), a part of it.

    ``scroll`` is where the reader had scrolled to, in pixels, when the place was left; ``origin`` the id
    of what was in sight when one asked to print or to write.
    """

    page: PageId
    id: str = ""
    anchor: str = ""
    scroll: int = 0
    origin: str = ""


KEPT = 50
"""Places that one can go back through: the history of a day of work does not grow for ever."""


class Navigator(QObject):
    """The history of places; pages ask it by ``go``, the frame listens to ``route_changed``."""

    route_changed = Signal(object)
    history_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._past: list[Route] = []
        self._here: Route | None = None
        self._ahead: list[Route] = []

    @property
    def here(self) -> Route | None:
        """The present place, None before the first."""
        return self._here

    def go(self, route: Route) -> None:
        """Open a place; typing on in the search box replaces the place instead of adding one."""
        if route == self._here:
            return
        if self._here is not None and not (route.page == self._here.page == PageId.SEARCH):
            self._past.append(self._here)
            del self._past[:-KEPT]
        self._ahead.clear()
        self._set(route)

    def back(self) -> None:
        """Return to the place before, if any."""
        if self._past and self._here is not None:
            self._ahead.append(self._here)
            self._set(self._past.pop())

    def forward(self) -> None:
        """Go again to the place left by ``back``, if any."""
        if self._ahead and self._here is not None:
            self._past.append(self._here)
            self._set(self._ahead.pop())

    def remember_scroll(self, pixels: int) -> None:
        """Keep how far the reader has scrolled here, for coming back."""
        if self._here is not None:
            self._here = replace(self._here, scroll=pixels)

    def rename(self, old: Route, new: Route) -> None:
        """Give a place another id and anchor wherever the history names it; how far one had scrolled stays."""

        def named(one: Route) -> Route:
            same = (one.page, one.id, one.anchor) == (old.page, old.id, old.anchor)
            return replace(one, id=new.id, anchor=new.anchor) if same else one

        self._past, self._ahead = [named(one) for one in self._past], [named(one) for one in self._ahead]
        self._here = named(self._here) if self._here is not None else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place ahead."""
        return bool(self._ahead)

    def _set(self, route: Route) -> None:
        self._here = route
        self.route_changed.emit(route)
        self.history_changed.emit()


_LISTED = {
    "term": PageId.GLOSSARY,
    "network": PageId.NETWORKS,
    "date": PageId.NETWORKS,
    "source": PageId.SOURCES,
    "model": PageId.ACT_MODEL,
}


def route_of(kind: str, article_id: str, *, parent: str = "", anchor: str = "") -> Route:
    """Return the place that shows a text or an entry of a list of this kind: levers open on Agir."""
    if kind == "chapter":
        pages = {"comprendre": PageId.UNDERSTAND, "convaincre": PageId.CONVINCE, "agir": PageId.ACT}
        return Route(pages.get(article_id, PageId.ARTICLE), "" if article_id in pages else article_id)
    if kind in _LISTED:
        return Route(_LISTED[kind], article_id)
    if kind == "lever":
        return Route(PageId.ACT, article_id)
    return Route(PageId.ARTICLE, article_id, anchor)
