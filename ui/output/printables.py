"""What can be put on paper, by key: the one list that the print screen offers, and how each is made.

A page has anything printed by ``ToPrint(key, of=…, chosen=…)``, which it gives as ``Page.to_print`` for « Imprimer »
and Ctrl+P (``Page.printable`` where the key alone says it). To add a document, add a line to ``PRINTABLES``: its key,
its words, and a function of the context and the route that returns a ``Document``; what ``of`` and ``chosen`` mean is
that function's. One that is not ``listed`` is offered only to the page that asked for it. Functions import what they
need.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.content.model import Article
from kit.documents.document import Document
from kit.dossier.view import DossierView
from ui.output import list_prints, mandate_prints
from ui.services.actions import shortcut_rows
from ui.services.context import AppContext
from ui.services.navigation import ToPrint

if TYPE_CHECKING:
    from kit.documents.model import Options

LISTS, PLAN, PAGE, CHAPTER = "listes", "plan", "page", "chapitre"
AIDE_MEMOIRE, DECISIONS, POSTER, BOOKLET = "aide-memoire", "decisions", "affiche", "livret"
SLIDES = "diapositives"
SCHEME, SHORTCUTS, MAP = "schema", "raccourcis", "carte"
WITH_STATE = "etat"
"""As ``chosen`` of the poster: the boxes as they are in the dossier."""
TRANSITIONS = "territoires-en-transitions"
"""As ``chosen`` of the plan: its spreadsheet in the columns of that platform."""


class TextChoice(Struct, frozen=True):
    """As ``chosen`` of a page, a chapter or the booklet: with the passages and notes of the dossier, to be folded.

    Without one a page has what its reader wrote; a chapter and the booklet, which are given to others, have not.
    """

    own: bool = False
    to_fold: bool = False


class Printable(Struct, frozen=True):
    """One entry: ``file`` names it in the proposed file (its title does when empty).

    ``sized``: another size of text can be chosen; ``papered``: another paper can; ``sided``: it may take several pages.
    """

    label: str
    build: Callable[[AppContext, ToPrint], Document]
    file: str = ""
    listed: bool = True
    sized: bool = True
    papered: bool = True
    sided: bool = True
    text: str = ""
    """The id of the text that it is made of: offered only where the texts in use have it."""


def lists_document(context: AppContext, levers: tuple[str, ...], options: Options) -> Document:
    """Return the checklist of these levers, all without any."""
    from kit.documents.boxes import checklist_document
    from kit.documents.checklist import checklist

    return checklist_document(checklist(context.library, context.session.dossier, levers=levers, options=options))


def lever_of(context: AppContext, origin: str) -> str:
    """Return the lever that an id is or belongs to, empty when it is neither."""
    outline = context.library.outline
    lever = outline.lever(origin) or outline.lever_of(origin)
    return lever.article.id if lever else ""


def key_of(context: AppContext, route: ToPrint) -> str:
    """Return what a route asks for: its own key, else what shows the text one comes from."""
    if route.id in PRINTABLES and (route.id != PAGE or context.library.has(route.of)):
        return route.id
    if lever_of(context, route.of) or not context.library.has(route.of):
        return LISTS
    return CHAPTER if context.library.article(route.of).kind == "chapter" else PAGE


def _lists(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.model import Options

    lever = lever_of(context, route.of)
    return lists_document(context, (lever,) if lever else (), Options(notes=True))


def _plan(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.plan import plan_document
    from kit.documents.transition_plan import transition_sheet

    dossier = context.session.dossier
    table = transition_sheet if route.chosen == TRANSITIONS else None
    return plan_document(context.library, dossier, dossier_id=dossier.uuid, table=table)


def has_own(context: AppContext, key: str, of: str) -> bool:
    """Say whether the dossier has passages or notes of the texts of a page, a chapter or the booklet."""
    from kit.documents.passages import note_on, passages_on

    dossier = context.session.dossier
    return any(passages_on(dossier, one) or note_on(dossier, one) for one in _texts(context, key, of))


def with_own(route: ToPrint) -> bool:
    """Say whether what the reader wrote goes with the text that a route asks for."""
    return route.chosen.own if isinstance(route.chosen, TextChoice) else route.id == PAGE


def _texts(context: AppContext, key: str, of: str) -> Iterable[Article]:
    library = context.library
    if key == BOOKLET:
        from kit.documents.booklet import told_texts

        return told_texts(library)
    if key not in (PAGE, CHAPTER) or not library.has(of):
        return ()
    from kit.documents.article import with_all_under

    article = library.article(of)
    return tuple(with_all_under(library, article)) if key == CHAPTER else (article,)


def _own(context: AppContext, route: ToPrint) -> DossierView | None:
    return context.session.dossier if with_own(route) else None


def _page(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.article import article_document

    return article_document(context.library, route.of, own=_own(context, route))


def _chapter(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.article import chapter_document

    return chapter_document(context.library, route.of, own=_own(context, route))


def _aide_memoire(context: AppContext, _route: ToPrint) -> Document:
    from kit.documents.aide_memoire import aide_memoire_document

    return aide_memoire_document(context.library)


def _decisions(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.decisions import decisions_document

    since = route.chosen if isinstance(route.chosen, datetime.date) else None
    return decisions_document(context.library, context.session.dossier, since=since)


def _poster(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.poster import poster_document

    place = context.session.text("identity", "name")
    return poster_document(
        context.library, context.session.dossier if route.chosen == WITH_STATE else None, place=place
    )


def _slides(context: AppContext, _route: ToPrint) -> Document:
    from kit.documents.slides import slides_document

    return slides_document(context.library, context.session.dossier)


def _scheme(context: AppContext, _route: ToPrint) -> Document:
    from kit.documents.scheme import scheme_document

    return scheme_document(context.library, place=context.session.text("identity", "name"))


def _map(context: AppContext, route: ToPrint) -> Document:
    """Return the map of the examples; ``chosen`` is the code of the département that it is narrowed to."""
    from kit import paths
    from kit.documents.example_map import example_map_document
    from kit.figures.atlas import atlas
    from kit.territoires import Territories

    folder = paths.territories()
    document, _ = example_map_document(
        context.library,
        Territories.shared(folder),
        atlas(folder),
        list_prints.home_of(context),
        departement=route.chosen if isinstance(route.chosen, str) else "",
        place=context.session.text("identity", "name"),
    )
    return document


def _shortcuts(context: AppContext, _route: ToPrint) -> Document:
    from kit.documents.shortcuts import shortcuts_document

    rows = [(keys, what) for what, keys in shortcut_rows()]
    return shortcuts_document(rows, context.library.publisher)


def _booklet(context: AppContext, route: ToPrint) -> Document:
    from kit.documents.booklet import booklet_document, folded

    document = booklet_document(context.library, own=_own(context, route), home=list_prints.home_of(context))
    return folded(document) if isinstance(route.chosen, TextChoice) and route.chosen.to_fold else document


PRINTABLES: Mapping[str, Printable] = {
    LISTS: Printable("Listes des leviers", _lists, "file_checklist"),
    PLAN: Printable("Mon plan d’action", _plan, "file_plan"),
    PAGE: Printable("Cette page", _page, listed=False),
    CHAPTER: Printable("Un chapitre entier", _chapter),
    AIDE_MEMOIRE: Printable("Aide-mémoire (une page)", _aide_memoire, "file_aide_memoire"),
    DECISIONS: Printable("Relevé de décisions", _decisions, "file_decisions"),
    SLIDES: Printable("Diapositives pour le conseil", _slides, "file_slides", sized=False, papered=False),
    POSTER: Printable("Affiche A3 des leviers", _poster, "file_poster", sized=False, papered=False, sided=False),
    BOOKLET: Printable("Livret A5", _booklet, "file_booklet", sized=False, papered=False),
    SCHEME: Printable("Schéma des raisons (une page)", _scheme, "file_scheme", sized=False, papered=False, sided=False),
    MAP: Printable("Carte des exemples", _map, "file_map", sized=False),
    list_prints.MAYOR: Printable(
        "Fiche du maire (une page)", list_prints.mayor, "file_mayor", sided=False, text=list_prints.MAYOR_TEXT
    ),
    list_prints.DIAGNOSTIC: Printable("Par où commencer (une feuille)", list_prints.diagnostic, "file_diagnostic"),
    list_prints.EXAMPLES: Printable("Exemples proches et leur carte", list_prints.examples, "file_examples"),
    list_prints.NETWORKS: Printable("Réseaux qui aident", list_prints.networks, "file_networks"),
    list_prints.DATES: Printable("Temps nationaux de l’année", list_prints.dates, "file_dates"),
    list_prints.GLOSSARY: Printable("Glossaire", list_prints.glossary, "file_glossary"),
    list_prints.SOURCES: Printable("Sources du kit", list_prints.sources, "file_sources"),
    list_prints.MODELS: Printable("Liste des modèles à adapter", list_prints.models, "file_models"),
    SHORTCUTS: Printable("Raccourcis du clavier", _shortcuts, "file_shortcuts"),
    mandate_prints.HISTORY: Printable("Carnet de mandat", mandate_prints.history),
    mandate_prints.REVIEW: Printable("Bilan du mandat", mandate_prints.review),
    mandate_prints.AGENDA: Printable("Calendrier", mandate_prints.agenda, sized=False),
    mandate_prints.DIRECTORY: Printable("Répertoire local", mandate_prints.directory),
}
