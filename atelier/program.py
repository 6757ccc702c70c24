"""The atelier as a program: its screens, where they stand in the sidebar, and which module holds each."""

from __future__ import annotations

from enum import StrEnum

from msgspec.structs import replace

from atelier.services.places import ScreenId
from kit.content.model import Publisher
from kit.naming import naming
from ui.services.navigation import Route
from ui.shell.program import HELP_KEY, Program
from ui.shell.sidebar import Place

_RULE = Place("", "", "")
_PLACES = (
    Place(ScreenId.TEXTS, "Textes", "texte"),
    Place(ScreenId.TEXT, "Relecture", "coche"),
    Place(ScreenId.CASES, "Exemples et réseaux", "exemples"),
    Place(ScreenId.SHEETS, "Feuilles de relecture", "lettre"),
    _RULE,
    Place(ScreenId.EDITION, "Édition {publisher}", "a-envoyer"),
    Place(ScreenId.KEYS, "Clés", "cle"),
    Place(ScreenId.CONSOLIDATION, "Collectivités", "collectivite"),
)
_FOOT = (Place(ScreenId.FOLDER, "Dossier de travail", "enregistrer"), Place(HELP_KEY, "Aide", "aide"))
_MODULES: dict[StrEnum, tuple[str, str]] = {
    ScreenId.TEXTS: ("atelier.features.texts.page", "TextsPage"),
    ScreenId.TEXT: ("atelier.features.text.page", "TextPage"),
    ScreenId.CASES: ("atelier.features.cases.page", "CasesPage"),
    ScreenId.HELP: ("atelier.features.help.page", "HelpPage"),
    ScreenId.FOLDER: ("atelier.features.folder.page", "FolderPage"),
    ScreenId.SHEETS: ("atelier.features.sheets.page", "SheetsPage"),
    ScreenId.EDITION: ("atelier.features.edition.page", "EditionPage"),
    ScreenId.KEYS: ("atelier.features.keys.page", "KeysPage"),
    ScreenId.CONSOLIDATION: ("atelier.features.consolidation.page", "ConsolidationPage"),
}


def places(publisher: Publisher) -> list[Place]:
    """Return the entries of the sidebar, in reading order."""
    return [replace(one, text=one.text.format(publisher=publisher.called_of)) for one in _PLACES]


ATELIER = Program(
    name=lambda: naming().atelier,
    brand="Atelier",
    searched="Chercher un texte",
    pages=ScreenId,
    modules=_MODULES,
    places=places,
    foot=_FOOT,
    home=Route(ScreenId.TEXTS),
    help=Route(ScreenId.HELP),
    search=ScreenId.TEXTS,
)
