"""The lists of the kit on paper, made from a route (see ``ui.output.printables``); ``chosen`` is a ``ListChoice``."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Protocol

from ui.services.context import AppContext
from ui.services.navigation import ListChoice, ToPrint

if TYPE_CHECKING:
    from kit.content.library import Library
    from kit.documents.document import Document
    from kit.documents.example_map import Home

NETWORKS, DATES, GLOSSARY, SOURCES = "reseaux", "temps-nationaux", "glossaire", "sources"
EXAMPLES, DIAGNOSTIC, MODELS, MAYOR = "exemples", "par-ou-commencer", "modeles", "fiche-du-maire"
WITH_ANSWERS = "reponses"
"""As ``chosen`` of the sheet of questions: filled in as it was answered."""
MAYOR_TEXT = "la-fiche-du-maire"


class _Build(Protocol):
    def __call__(self, library: Library, /, *, only: tuple[str, ...] | None, told: str) -> Document: ...


def networks(context: AppContext, route: ToPrint) -> Document:
    """Return the networks."""
    from kit.documents.networks import networks_document

    return _narrowed_list(networks_document, context, route)


def dates(context: AppContext, route: ToPrint) -> Document:
    """Return the national dates."""
    from kit.documents.networks import dates_document

    return _narrowed_list(dates_document, context, route)


def glossary(context: AppContext, route: ToPrint) -> Document:
    """Return the glossary."""
    from kit.documents.glossary import glossary_document

    return _narrowed_list(glossary_document, context, route)


def sources(context: AppContext, route: ToPrint) -> Document:
    """Return the sources."""
    from kit.documents.bibliography import bibliography_document

    return _narrowed_list(bibliography_document, context, route)


def models(context: AppContext, route: ToPrint) -> Document:
    """Return the models of acts."""
    from kit.acts.model_list import models_document

    only, told = _narrowed(route)
    return models_document(context.acts.models.all(), context.library, only=only, told=told)


def examples(context: AppContext, route: ToPrint) -> Document:
    """Return the examples with their map; the ``part`` chosen is the code of a département."""
    from kit import paths
    from kit.documents.examples import Narrowing, examples_document
    from kit.figures.atlas import atlas
    from kit.territoires import Territories

    folder, (only, told) = paths.territories(), _narrowed(route)
    choice = route.chosen if isinstance(route.chosen, ListChoice) else ListChoice(())
    return examples_document(
        context.library,
        Territories.shared(folder),
        atlas(folder),
        home_of(context),
        chosen=Narrowing(only, choice.part, told, choice.apart),
        place=context.session.text("identity", "name"),
    )


def diagnostic(context: AppContext, route: ToPrint) -> Document:
    """Return the sheet of questions, to fill in by hand unless the answers are asked for."""
    from kit.documents.diagnostic import diagnostic_document

    dossier = context.session.dossier if route.chosen == WITH_ANSWERS else None
    return diagnostic_document(context.library, dossier, place=context.session.text("identity", "name"))


def mayor(context: AppContext, _route: ToPrint) -> Document:
    """Return the mayor’s sheet. Raises UnknownId for texts that have none."""
    from kit.documents.article import short_document

    return short_document(context.library, MAYOR_TEXT)


def home_of(context: AppContext) -> Home:
    """Return whose examples come first."""
    from kit.documents.example_map import Home

    return Home.of(functools.partial(context.session.text, "identity"))


def _narrowed_list(build: _Build, context: AppContext, route: ToPrint) -> Document:
    only, told = _narrowed(route)
    return build(context.library, only=only, told=told)


def _narrowed(route: ToPrint) -> tuple[tuple[str, ...] | None, str]:
    choice = route.chosen
    return (choice.only, choice.told) if isinstance(choice, ListChoice) else (None, "")
