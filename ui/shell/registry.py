"""Which module holds which screen: imported and built at first show only."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

from ui.kept_code import KeptCode
from ui.services.context import AppContext
from ui.services.navigation import PageId
from ui.services.page import Page

KEPT = "later"
"""What the file of kept code is called that ``load`` takes from."""

_CLASSES = {
    PageId.HOME: ("home", "HomePage"),
    PageId.UNDERSTAND: ("understand", "UnderstandPage"),
    PageId.CONVINCE: ("reasons", "ReasonsPage"),
    PageId.ACT: ("levers", "LeversPage"),
    PageId.ARTICLE: ("article", "ArticlePage"),
    PageId.SEARCH: ("search", "SearchPage"),
    PageId.PRINT: ("print", "PrintPage"),
    PageId.CONTACT: ("contact", "ContactPage"),
    PageId.OUTBOX: ("outbox", "OutboxPage"),
    PageId.SETTINGS: ("settings", "SettingsPage"),
    PageId.ABOUT: ("about", "AboutPage"),
    PageId.NETWORKS: ("networks", "NetworksPage"),
    PageId.GLOSSARY: ("glossary", "GlossaryPage"),
    PageId.SOURCES: ("sources", "SourcesPage"),
    PageId.PLAN: ("plan", "PlanPage"),
    PageId.START_HERE: ("start_here", "StartHerePage"),
    PageId.MODELS: ("acts", "ActsPage"),
    PageId.ACT_MODEL: ("act", "ActPage"),
    PageId.MERGE: ("merge", "MergePage"),
    PageId.RESTORE: ("restore", "RestorePage"),
    PageId.EXAMPLES: ("examples", "ExamplesPage"),
    PageId.COLLECTIVITE: ("collectivite", "CollectivitePage"),
    PageId.MANDATE: ("mandate", "MandatePage"),
    PageId.PAPER_BACK: ("paper_back", "PaperBackPage"),
    PageId.DIRECTORY: ("directory", "DirectoryPage"),
    PageId.AGENDA: ("agenda", "AgendaPage"),
    PageId.CONSOLIDATION: ("consolidation", "ConsolidationPage"),
    PageId.FAVOURITES: ("favourites", "FavouritesPage"),
    PageId.HELP_PICTURES: ("help_pictures", "HelpPicturesPage"),
    PageId.UPDATE: ("update", "UpdatePage"),
    PageId.WORKSHOP: ("workshop", "WorkshopPage"),
}


def knows(page: str) -> bool:
    """Return whether a screen exists."""
    return page in _CLASSES


def module_of(page: PageId) -> str:
    """Return the name of the module that holds a screen."""
    return f"ui.pages.{_CLASSES[page][0]}"


def load(name: str) -> ModuleType:
    """Import what holds a screen, its dataclasses of kept code where there is some."""
    if name in sys.modules:
        return sys.modules[name]
    with KeptCode.of_this_python(KEPT, learn=False):
        return importlib.import_module(name)


def load_all() -> KeptCode:
    """Import what holds each screen; returns the code that was compiled for it, to be kept."""
    with KeptCode.of_this_python(KEPT) as code:
        for page in _CLASSES:
            importlib.import_module(module_of(page))
    return code


def build(page: PageId, context: AppContext) -> Page:
    """Return the screen, newly built."""
    made = getattr(load(module_of(page)), _CLASSES[page][1])(context)
    assert isinstance(made, Page)
    return made
