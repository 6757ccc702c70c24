"""Where one is and how one got there: Route, and the Navigator with its history."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal


class PageId(StrEnum):
    """The screens of the kit; another program has its own."""

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
    CONTENTS = "sommaire"
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
    HELP_PICTURES = "aide-en-images"
    UPDATE = "mettre-a-jour"


class Route(Struct, frozen=True):
    """A place in the program: a page, the id of what it shows, a part of it.

    ``scroll`` is where the reader had scrolled to, in pixels, when the place was left. Pages that are asked for more
    have a kind of route of their own, below: a plain one of such a page is refused.
    """

    page: StrEnum
    id: str = ""
    anchor: str = ""
    scroll: int = 0

    def __post_init__(self) -> None:
        if type(self) is Route and self.page in _OWN:
            raise TypeError(f"a place of {self.page} is a {_OWN[self.page].__name__}")


class ToArticle(Route, frozen=True, kw_only=True):
    """A text, at a part of it, at the ``words`` that were searched, or where one had stopped reading.

    ``place`` is that character of the text, which other letters and another window leave where it is; 0 for its top.
    """

    page: StrEnum = PageId.ARTICLE
    words: str = ""
    place: int = 0


class ToSearch(Route, frozen=True, kw_only=True):
    """What is found for the words ``id``; with ``opens_first``, the first answer itself."""

    page: StrEnum = PageId.SEARCH
    opens_first: bool = False


class ToPrint(Route, frozen=True, kw_only=True):
    """A document to print; ``id`` is its key (``ui/output/printables.py``), empty for what suits ``of``.

    ``of`` is the id of what was in sight when one asked to print. ``chosen`` is what was chosen on the page one comes
    from, a value of the document's own kind; None, everything.
    """

    page: StrEnum = PageId.PRINT
    of: str = ""
    chosen: object = None


class ListChoice(Struct, frozen=True):
    """As ``chosen`` of a document: the entries of a list as they were narrowed, by id in their order.

    ``told`` says in words how they were narrowed; ``part`` is the part of the list, where its page has parts;
    ``apart`` are the entries at its end that it tells under a title of their own.
    """

    only: tuple[str, ...]
    told: str = ""
    part: str = ""
    apart: tuple[str, ...] = ()


class ToContact(Route, frozen=True, kw_only=True):
    """A message; ``id`` is the request (a file of resources/mail), empty for none in particular.

    ``about`` is the id of what was in sight, ``searched`` the words that were searched in vain, ``message`` the id of
    one of the outbox to go on with, ``to`` whom it is for: the id of a network, or an entry of the directory.
    """

    page: StrEnum = PageId.CONTACT
    about: str = ""
    searched: str = ""
    message: str = ""
    to: str = ""


class ToActModel(Route, frozen=True, kw_only=True):
    """A model of act to begin (``id``), or an ``act`` of the dossier to go on with.

    ``about`` is the id of the action or lever that one comes from, which an act that is begun is for.
    """

    page: StrEnum = PageId.ACT_MODEL
    act: str = ""
    about: str = ""


class Swap(StrEnum):
    """What was just done with the texts in use."""

    INSTALLED = "installed"
    TAKEN_BACK = "taken-back"


class ToUpdate(Route, frozen=True, kw_only=True):
    """The texts in use: a ``file`` of new ones to look at, or what was ``done`` with them."""

    page: StrEnum = PageId.UPDATE
    file: Path | None = None
    done: Swap | None = None


_OWN: dict[StrEnum, type[Route]] = {
    PageId.ARTICLE: ToArticle,
    PageId.SEARCH: ToSearch,
    PageId.PRINT: ToPrint,
    PageId.CONTACT: ToContact,
    PageId.ACT_MODEL: ToActModel,
    PageId.UPDATE: ToUpdate,
}


def place(page: StrEnum, shown: str = "", *, scroll: int = 0) -> Route:
    """Return the place of a page known by its name only, as from a file or a button."""
    return _OWN[page](id=shown, page=page, scroll=scroll) if page in _OWN else Route(page, shown, scroll=scroll)


LATE = "en-retard"
"""The part of the plan that is late."""
TEMPLATE = "modele"
"""The part of « Ma collectivité » where the template of the mairie is chosen."""
KEPT = 50
"""Places that one can go back through: the history of a day of work does not grow for ever."""
ARCHIVE = "archive"
"""As ``anchor`` of « Ma collectivité »: the button that puts the dossier and its pieces into one file."""


class Navigator(QObject):
    """The history of places; pages ask it by ``go``, the frame listens to ``route_changed``."""

    route_changed = Signal(object)
    history_changed = Signal()

    def __init__(self, search: StrEnum = PageId.SEARCH, parent: QObject | None = None) -> None:
        """``search`` is the page of what is typed to be searched."""
        super().__init__(parent)
        self._search = search
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
        if self._here is not None and not (route.page == self._here.page == self._search):
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
        """Let a place be another wherever the history names it; how far one had scrolled stays."""

        def named(one: Route) -> Route:
            same = replace(one, scroll=0) == replace(old, scroll=0)
            return replace(new, scroll=one.scroll) if same else one

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


def route_of(kind: str, article_id: str, anchor: str = "", *, words: str = "") -> Route:
    """Return the place that shows a text or an entry of a list of this kind: levers open on Agir."""
    if kind == "chapter":
        pages = {"comprendre": PageId.UNDERSTAND, "convaincre": PageId.CONVINCE, "agir": PageId.ACT}
        return Route(pages[article_id]) if article_id in pages else ToArticle(article_id)
    if kind in _LISTED:
        return place(_LISTED[kind], article_id)
    if kind == "lever":
        return Route(PageId.ACT, article_id)
    return ToArticle(article_id, anchor, words=words)
