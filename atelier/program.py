"""The atelier as a program: its screens, where they stand in the sidebar, and which module holds each."""

from __future__ import annotations

from enum import StrEnum

from msgspec.structs import replace

from atelier.services.places import Desk
from kit.content.model import Publisher
from kit.naming import naming
from ui.services.navigation import Route
from ui.shell.program import HELP_KEY, Program
from ui.shell.sidebar import Place

_RULE = Place("", "", "")
_PLACES = (
    Place(Desk.TEXTS, "Textes", "texte"),
    Place(Desk.TEXT, "Relecture", "coche"),
    Place(Desk.CASES, "Exemples et réseaux", "exemples"),
    Place(Desk.SHEETS, "Feuilles de relecture", "lettre"),
    _RULE,
    Place(Desk.EDITION, "Édition {publisher}", "a-envoyer"),
    Place(Desk.KEYS, "Clés", "cle"),
    Place(Desk.CONSOLIDATION, "Collectivités", "collectivite"),
)
_FOOT = (Place(Desk.FOLDER, "Dossier de travail", "enregistrer"), Place(HELP_KEY, "Aide", "aide"))
_MODULES: dict[StrEnum, tuple[str, str]] = {
    Desk.TEXTS: ("atelier.features.texts.page", "TextsPage"),
    Desk.TEXT: ("atelier.features.text.page", "TextPage"),
    Desk.CASES: ("atelier.features.cases.page", "CasesPage"),
    Desk.HELP: ("atelier.features.help.page", "HelpPage"),
    Desk.FOLDER: ("atelier.features.folder.page", "FolderPage"),
    Desk.SHEETS: ("atelier.features.sheets.page", "SheetsPage"),
    Desk.EDITION: ("atelier.features.edition.page", "EditionPage"),
    Desk.KEYS: ("atelier.features.keys.page", "KeysPage"),
    Desk.CONSOLIDATION: ("atelier.features.consolidation.page", "ConsolidationPage"),
}


def places(publisher: Publisher) -> list[Place]:
    """Return the entries of the sidebar, in reading order."""
    return [replace(one, text=one.text.format(publisher=publisher.called_of)) for one in _PLACES]


ATELIER = Program(
    name=lambda: naming().atelier,
    brand="Atelier",
    searched="Chercher un texte",
    pages=Desk,
    modules=_MODULES,
    places=places,
    foot=_FOOT,
    home=Route(Desk.TEXTS),
    help=Route(Desk.HELP),
    search=Desk.TEXTS,
)
