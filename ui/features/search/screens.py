"""The screens that a search finds by their name, as « Sommaire »: they are no texts, and no index holds them."""

from __future__ import annotations

from kit.search.folding import query_words
from kit.search.index import Hit
from kit.typography import fr
from ui.services.navigation import PageId, Route, place
from ui.widgets.own_words import in_chosen_form

SCREEN = "screen"
"""The kind of such an answer; its id is that of the page."""

SCREENS = (
    (PageId.CONTENTS, "Sommaire", "Tous les textes du kit, dans l’ordre où ils se lisent."),
    (PageId.PLAN, "Mon plan d’action", fr("Vos actions : qui, quand, où elles en sont.")),
    (PageId.AGENDA, "Calendrier", "Les dates de vos actions, du conseil et des temps nationaux."),
    (PageId.MANDATE, "Carnet de mandat", "Ce qui a été fait, jour après jour."),
    (PageId.MODELS, "Modèles à adapter", "Délibérations, conventions, courriers."),
    (PageId.EXAMPLES, "Exemples proches", "Ce que d’autres communes ont fait, près de chez vous."),
    (PageId.NETWORKS, "Réseaux et agenda", "Qui peut vous aider, et les temps nationaux."),
    (PageId.GLOSSARY, "Glossaire", "Les mots et les sigles de l’ESS."),
    (PageId.SOURCES, "Sources", "Toutes les sources du kit."),
    (PageId.FAVOURITES, "Mes pages", "Vos favoris, vos notes, les pages vues récemment."),
    (PageId.COLLECTIVITE, "Ma collectivité", "Votre commune, votre dossier, vos copies."),
    (PageId.DIRECTORY, "Répertoire local", "Les structures que vous connaissez."),
    (PageId.PRINT, "Imprimer", "Listes, plan, affiche, fiches."),
    (PageId.RESTORE, "Copies de sécurité", "Revenir à une copie de votre dossier."),
    (PageId.MERGE, "Réunir avec un·e collègue", fr("Réunir deux dossiers : le vôtre et celui d’un·e collègue.")),
    (PageId.START_HERE, "Par où commencer", "Douze questions, trois premières actions."),
    (PageId.PAPER_BACK, "Saisir depuis le papier", "Reprendre une liste cochée à la main."),
    (PageId.OUTBOX, "À envoyer", "Les messages préparés, et ceux qui sont partis."),
    (PageId.UPDATE, "Mettre à jour depuis une clé", "De nouveaux textes, sans Internet."),
    (PageId.ABOUT, "À propos", "Le kit, ses textes, où est votre dossier."),
    (PageId.SETTINGS, "Réglages", "Texte, couleurs, menu."),
)
_LEAST = 3  # letters typed: fewer begin too many names
_POSSESSIVES = ("mon", "ma", "mes")


def named(typed: str) -> tuple[Hit, ...]:
    """Return the screens whose name begins with what was typed, « mon » and « ma » left out or not."""
    asked = " ".join(query_words(typed))
    if len(asked) < _LEAST:
        return ()
    return tuple(
        Hit(page, SCREEN, in_chosen_form(name), "", in_chosen_form(about))
        for page, name, about in SCREENS
        if _begins(query_words(name), asked)
    )


def screen_of(hit: Hit) -> Route:
    """Return the place of such an answer."""
    return place(PageId(hit.id))


def _begins(name: list[str], asked: str) -> bool:
    short = name[1:] if name[0] in _POSSESSIVES else name
    return any(" ".join(words).startswith(asked) for words in (name, short))
