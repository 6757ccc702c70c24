"""Which module holds which screen: imported and built at first show only."""

from __future__ import annotations

import importlib
from typing import Any

from PySide6.QtWidgets import QMainWindow

from ui.services.context import AppContext
from ui.services.navigation import PageId
from ui.services.page import Page

_CLASSES = {  # or functions that return a page
    PageId.HOME: ("home.page", "HomePage"),
    PageId.UNDERSTAND: ("reading.understand_page", "UnderstandPage"),
    PageId.CONVINCE: ("convince.page", "ReasonsPage"),
    PageId.ACT: ("levers.page", "LeversPage"),
    PageId.ARTICLE: ("reading.page", "ArticlePage"),
    PageId.SEARCH: ("search.page", "SearchPage"),
    PageId.PRINT: ("printing.page", "PrintPage"),
    PageId.CONTACT: ("contact.page", "ContactPage"),
    PageId.OUTBOX: ("contact.outbox_page", "OutboxPage"),
    PageId.SETTINGS: ("settings.page", "SettingsPage"),
    PageId.ABOUT: ("about.page", "AboutPage"),
    PageId.NETWORKS: ("reading.networks_page", "networks_page"),
    PageId.GLOSSARY: ("reading.glossary_page", "glossary_page"),
    PageId.SOURCES: ("reading.sources_page", "sources_page"),
    PageId.CONTENTS: ("reading.contents_page", "contents_page"),
    PageId.PLAN: ("plan.page", "PlanPage"),
    PageId.START_HERE: ("home.diagnostic_page", "StartHerePage"),
    PageId.MODELS: ("acts.list_page", "models_page"),
    PageId.ACT_MODEL: ("acts.page", "ActPage"),
    PageId.MERGE: ("dossier.merge_page", "MergePage"),
    PageId.RESTORE: ("dossier.restore_page", "RestorePage"),
    PageId.EXAMPLES: ("reading.examples_page", "ExamplesPage"),
    PageId.COLLECTIVITE: ("dossier.page", "CollectivitePage"),
    PageId.MANDATE: ("mandate.page", "MandatePage"),
    PageId.PAPER_BACK: ("paper_back.page", "PaperBackPage"),
    PageId.DIRECTORY: ("directory.page", "DirectoryPage"),
    PageId.AGENDA: ("agenda.page", "AgendaPage"),
    PageId.CONSOLIDATION: ("consolidation.page", "ConsolidationPage"),
    PageId.FAVOURITES: ("reading.favourites_page", "FavouritesPage"),
    PageId.HELP_PICTURES: ("help.page", "HelpPicturesPage"),
    PageId.UPDATE: ("update.page", "UpdatePage"),
    PageId.WORKSHOP: ("workshop.page", "WorkshopPage"),
}


def module_of(page: PageId) -> str:
    """Return the name of the module that holds a screen."""
    return f"ui.features.{_CLASSES[page][0]}"


def build(page: PageId, context: AppContext) -> Page:
    """Return the screen, newly built."""
    made = getattr(importlib.import_module(module_of(page)), _CLASSES[page][1])(context)
    assert isinstance(made, Page)
    return made


def meetings(window: QMainWindow) -> Any:
    """Return what opens the mode réunion over a window (``ui.features.meeting.opening.Meetings``)."""
    return importlib.import_module("ui.features.meeting.opening").Meetings(window, window)
