"""The kit as a program: which module holds which screen, imported and built at first show only."""

from __future__ import annotations

import importlib
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QMainWindow

from kit.naming import naming
from ui.services.navigation import PageId, Route
from ui.shell import places
from ui.shell.program import Program

_MODULES: dict[StrEnum, tuple[str, str]] = {  # a class, or a function that returns a page
    PageId.HOME: ("ui.features.home.page", "HomePage"),
    PageId.UNDERSTAND: ("ui.features.reading.understand_page", "UnderstandPage"),
    PageId.CONVINCE: ("ui.features.convince.page", "ReasonsPage"),
    PageId.ACT: ("ui.features.levers.page", "LeversPage"),
    PageId.ARTICLE: ("ui.features.reading.page", "ArticlePage"),
    PageId.SEARCH: ("ui.features.search.page", "SearchPage"),
    PageId.PRINT: ("ui.features.printing.page", "PrintPage"),
    PageId.CONTACT: ("ui.features.contact.page", "ContactPage"),
    PageId.OUTBOX: ("ui.features.contact.outbox_page", "OutboxPage"),
    PageId.SETTINGS: ("ui.features.settings.page", "SettingsPage"),
    PageId.ABOUT: ("ui.features.about.page", "AboutPage"),
    PageId.NETWORKS: ("ui.features.reading.networks_page", "networks_page"),
    PageId.GLOSSARY: ("ui.features.reading.glossary_page", "glossary_page"),
    PageId.SOURCES: ("ui.features.reading.sources_page", "sources_page"),
    PageId.CONTENTS: ("ui.features.reading.contents_page", "contents_page"),
    PageId.PLAN: ("ui.features.plan.page", "PlanPage"),
    PageId.START_HERE: ("ui.features.home.diagnostic_page", "StartHerePage"),
    PageId.MODELS: ("ui.features.acts.list_page", "models_page"),
    PageId.ACT_MODEL: ("ui.features.acts.page", "ActPage"),
    PageId.MERGE: ("ui.features.dossier.merge_page", "MergePage"),
    PageId.RESTORE: ("ui.features.dossier.restore_page", "RestorePage"),
    PageId.EXAMPLES: ("ui.features.reading.examples_page", "ExamplesPage"),
    PageId.COLLECTIVITE: ("ui.features.dossier.page", "CollectivitePage"),
    PageId.MANDATE: ("ui.features.mandate.page", "MandatePage"),
    PageId.PAPER_BACK: ("ui.features.paper_back.page", "PaperBackPage"),
    PageId.DIRECTORY: ("ui.features.directory.page", "DirectoryPage"),
    PageId.AGENDA: ("ui.features.agenda.page", "AgendaPage"),
    PageId.FAVOURITES: ("ui.features.reading.favourites_page", "FavouritesPage"),
    PageId.HELP_PICTURES: ("ui.features.help.page", "HelpPicturesPage"),
    PageId.UPDATE: ("ui.features.update.page", "UpdatePage"),
}

KIT = Program(
    name=lambda: naming().name,
    brand="Kit des collectivités",
    searched="Rechercher dans le kit",
    pages=PageId,
    modules=_MODULES,
    places=places.places,
    foot=places.FOOT,
    home=Route(PageId.HOME),
    help=places.HELP,
    search=PageId.SEARCH,
)


def module_of(page: PageId) -> str:
    """Return the name of the module that holds a screen."""
    return _MODULES[page][0]


def meetings(window: QMainWindow) -> Any:
    """Return what opens the mode réunion over a window (``ui.features.meeting.opening.Meetings``)."""
    return importlib.import_module("ui.features.meeting.opening").Meetings(window, window)
