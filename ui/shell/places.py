"""The places that the sidebar names, in their order, and to which of them each page belongs."""

from __future__ import annotations

from msgspec.structs import replace

from kit.content.library import Library
from kit.content.model import Publisher
from ui.services.navigation import PageId, Route, ToArticle
from ui.services.page import Screen
from ui.shell.program import HELP_KEY
from ui.shell.sidebar import Place

HELP = ToArticle("aide")
_SCREENS = "aide-ecrans"  # its parts have the names of the screens as anchors
_RULE = Place("", "", "")

_PLACES = [
    Place(PageId.HOME, "Accueil", "accueil"),
    Place(PageId.UNDERSTAND, "Comprendre", "comprendre"),
    Place(PageId.CONVINCE, "Convaincre", "convaincre"),
    Place(PageId.ACT, "Agir", "agir"),
    Place(PageId.EXAMPLES, "Exemples proches", "exemples"),
    _RULE,
    Place(PageId.PLAN, "Mon plan d’action", "plan"),
    Place(PageId.MODELS, "Modèles à adapter", "modeles"),
    Place(PageId.NETWORKS, "Réseaux et agenda", "reseaux"),
    Place(PageId.GLOSSARY, "Glossaire", "glossaire"),
    Place(PageId.FAVOURITES, "Mes pages", "favori"),
    _RULE,
    Place(PageId.CONTACT, "Contacter {publisher}", "courriel"),
    Place(PageId.OUTBOX, "À envoyer", "a-envoyer"),
]
FOOT = (
    Place(PageId.COLLECTIVITE, "Ma collectivité", "collectivite"),
    Place(PageId.SETTINGS, "Réglages", "reglages"),
    Place(HELP_KEY, "Aide", "aide"),
    Place(PageId.ABOUT, "À propos", "a-propos"),
)
"""The links at the foot of the sidebar; the first is where the dossier's card leads."""


def places(publisher: Publisher) -> list[Place]:
    """Return the entries of the sidebar, in reading order."""
    return [replace(p, text=p.text.format(publisher=publisher.called)) for p in _PLACES]


def help_of(library: Library, here: Route | None) -> Route:
    """Return what F1 opens: what the screen in sight is for, the whole help from the help itself."""
    if here is None or not library.has(_SCREENS):
        return HELP
    if here.page == PageId.ARTICLE and here.id.startswith(HELP.id):
        article = library.article(here.id) if library.has(here.id) else None
        if article is not None and article.kind == "article":
            return HELP
    return ToArticle(_SCREENS, anchor=here.page)


def place_of(page: Screen, route: Route) -> str:
    """Return the sidebar's entry for a place: an article counts with its chapter."""
    if route.page == PageId.ARTICLE:
        first = page.crumbs()[0].route if page.crumbs() else None
        return first.page if first else ""
    return PageId.MODELS if route.page == PageId.ACT_MODEL else route.page
