"""checklist, plan, article, chapter, aide-memoire, poster, networks, glossary, export-all…: the calls for documents."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers, add_own, library, notes_asked, opened, parts_asked
from kit.documents.checklist import checklist
from kit.documents.model import SIZES, Options
from kit.typography import counted

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.documents.example_map import Home
    from kit.documents.model import Checklist
    from kit.dossier.dossier import Dossier

_TRANSITIONS = "territoires-en-transitions"
_PARTS = ("why", "steps", "notes")
_READER = "le dossier de qui lit ; rien n’en est pris sans --with"


def add_parsers(subparsers: Subparsers) -> None:
    """Add the calls that make documents."""
    p = _add(subparsers, "checklist", run_checklist, "les listes à cocher, en document")
    p.add_argument("--lever", action="append", default=[], metavar="ID")
    p.add_argument("--dossier", type=Path, metavar="D")
    p.add_argument("--only", choices=("remaining",))
    p.add_argument("--with", dest="parts", default="", metavar="why,steps,notes")
    p = _add(subparsers, "plan", run_plan, "le plan d’action d’un dossier")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p.add_argument(
        "--columns",
        choices=("kit", _TRANSITIONS),
        default="kit",
        help="les colonnes du tableur (.ods, .xlsx, .csv)",
    )
    p = _add(subparsers, "article", run_article, "un texte, en document")
    p.add_argument("id", metavar="ID")
    p.add_argument("--short", action="store_true", help="la forme courte, sans les sources : une feuille à distribuer")
    add_own(p, _READER)
    p = _add(subparsers, "chapter", run_chapter, "un chapitre et tous ses textes, en document")
    p.add_argument("id", metavar="ID")
    add_own(p, _READER)
    _add(subparsers, "aide-memoire", run_aide_memoire, "le kit en une page")
    p = _add(subparsers, "decisions", run_decisions, "le relevé de décisions d’un dossier")
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p.add_argument("--since", type=day, metavar="AAAA-MM-JJ", help="depuis ce jour (sinon aujourd’hui)")
    p = _add(subparsers, "slides", run_slides, "les diapositives d’un dossier, pour le conseil", sized=False)
    p.add_argument("--dossier", type=Path, required=True, metavar="D")
    p = _add(subparsers, "poster", run_poster, "l’affiche A3 des leviers", sized=False)
    p.add_argument("--dossier", type=Path, metavar="D", help="avec l’état de ce dossier (sinon cases vides)")
    p = _add(subparsers, "booklet", run_booklet, "le livret A5 : l’essentiel du kit", sized=False)
    add_own(p, "avec le blason ou logo de ce dossier sur la couverture")
    p.add_argument("--imposed", action="store_true", help="en feuilles A4 à plier : PDF sans balises, pour le papier")
    p = _add(subparsers, "figures", run_figures, "les figures d’un texte : svg, png…", sized=False)
    p.add_argument("id", metavar="ID")
    p = _add(subparsers, "map", run_map, "la carte des exemples et leur liste : pdf, svg, png…", sized=False)
    p.add_argument("--dossier", type=Path, metavar="D", help="les plus proches de cette collectivité d’abord")
    p.add_argument("--departement", default="", metavar="23", help="ce département seul")
    p.add_argument("--size", type=str.upper, choices=("A4", "A3"), default="A4")
    p.add_argument("--json", action="store_true")
    p = _add(subparsers, "examples", run_examples, "les exemples réels et leur carte, en document")
    p.add_argument("--dossier", type=Path, metavar="D", help="les plus proches de cette collectivité d’abord")
    p.add_argument("--departement", default="", metavar="23", help="ce département seul")
    p = _add(subparsers, "networks", run_networks, "les réseaux qui aident, en document")
    p.add_argument("--dates", action="store_true", help="les temps nationaux de l’année, à la place")
    _add(subparsers, "glossary", run_glossary, "le glossaire, en document")
    _add(subparsers, "sources", run_sources, "toutes les sources et les pages qui les citent, en document")
    p = _add(subparsers, "diagnostic", run_diagnostic, "« Par où commencer » sur une feuille, à remplir à la main")
    p.add_argument("--dossier", type=Path, metavar="D", help="avec les réponses de ce dossier")
    p = subparsers.add_parser("export-all", help="tout le kit en fichiers, pour qui n’a pas le programme")
    p.add_argument("folder", type=Path, metavar="DIR")
    p.add_argument("--force", action="store_true", help="ajouter à un dossier qui contient déjà des fichiers")
    p.set_defaults(call=run_export_all)


def _add(subparsers: Subparsers, name: str, call: Any, words: str, *, sized: bool = True) -> argparse.ArgumentParser:
    p = subparsers.add_parser(name, help=words)
    p.add_argument("--out", type=Path, required=True, metavar="F")
    if sized:
        p.add_argument("--size", type=int, choices=SIZES, default=11)
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.set_defaults(call=call)
    return p


def day(text: str) -> datetime.date:
    """Read a day of the command line; argparse tells what is none."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date AAAA-MM-JJ") from None


def run_checklist(arguments: argparse.Namespace) -> int:
    """Write the checklist of the levers asked for: blank without a dossier."""
    parts = parts_asked(arguments, _PARTS)
    options = Options(
        size=arguments.size,
        only_remaining=arguments.only == "remaining",
        why="why" in parts,
        steps="steps" in parts,
        notes="notes" in parts,
    )
    texts, levers = library(), tuple(arguments.lever)
    if arguments.dossier is None:
        return _write(checklist(texts, None, levers=levers, options=options), arguments)
    with opened(arguments.dossier) as dossier:
        return _write(checklist(texts, dossier, levers=levers, options=options), arguments, dossier)


def run_plan(arguments: argparse.Namespace) -> int:
    """Write the plan of a dossier."""
    from kit.documents.plan import plan_document
    from kit.documents.transition_plan import transition_sheet

    table = transition_sheet if arguments.columns == _TRANSITIONS else None
    with opened(arguments.dossier) as dossier:
        document = plan_document(library(), dossier, size=arguments.size, dossier_id=dossier.uuid, table=table)
        return _write(document, arguments, dossier)


def run_article(arguments: argparse.Namespace) -> int:
    """Write one text; its short form, which is handed round, is the publisher’s alone."""
    from kit.documents.article import article_document, short_document

    if not arguments.short:
        return _write_own(partial(article_document, library(), arguments.id, size=arguments.size), arguments)
    if notes_asked(arguments):
        arguments.refuse("--short : la forme courte se distribue, elle ne prend pas --with notes.")
    return _write(short_document(library(), arguments.id, size=arguments.size), arguments)


def run_chapter(arguments: argparse.Namespace) -> int:
    """Write a chapter with all its texts."""
    from kit.documents.article import chapter_document

    return _write_own(partial(chapter_document, library(), arguments.id, size=arguments.size), arguments)


def run_aide_memoire(arguments: argparse.Namespace) -> int:
    """Write the kit on one page."""
    from kit.documents.aide_memoire import aide_memoire_document

    return _write(aide_memoire_document(library(), size=arguments.size), arguments)


def run_decisions(arguments: argparse.Namespace) -> int:
    """Write what changed in a dossier since a day."""
    from kit.documents.decisions import decisions_document

    with opened(arguments.dossier) as dossier:
        document = decisions_document(library(), dossier, since=arguments.since, size=arguments.size)
        return _write(document, arguments, dossier)


def run_slides(arguments: argparse.Namespace) -> int:
    """Write the slides for the council."""
    from kit.documents.slides import slides_document

    with opened(arguments.dossier) as dossier:
        return _write(slides_document(library(), dossier), arguments, dossier)


def run_poster(arguments: argparse.Namespace) -> int:
    """Write the poster: with empty boxes without a dossier."""
    from kit.documents.poster import poster_document

    if arguments.dossier is None:
        return _write(poster_document(library()), arguments)
    with opened(arguments.dossier) as dossier:
        return _write(poster_document(library(), dossier), arguments, dossier)


def run_booklet(arguments: argparse.Namespace) -> int:
    """Write the booklet: its pages to read, or its sheets to fold."""
    from kit.documents.booklet import booklet_document, folded

    def build(*, own: Dossier | None) -> Document:
        document = booklet_document(library(), own=own, home=_home(arguments)[0])
        return folded(document) if arguments.imposed else document

    _write_own(build, arguments)
    if not arguments.imposed:
        return 0
    say("Feuilles à plier : PDF sans balises, pour le papier seulement. Imprimez recto-verso, sur le bord court.")
    return 0


def run_figures(arguments: argparse.Namespace) -> int:
    """Write the figures of one text, one below the other."""
    from kit.documents.figures import figures_document

    return _write(figures_document(library(), arguments.id), arguments)


def run_map(arguments: argparse.Namespace) -> int:
    """Write the map of the examples, and with ``--json`` say what it shows."""
    from kit import paths
    from kit.documents.example_map import example_map_document
    from kit.documents.paper import Paper
    from kit.figures.atlas import atlas
    from kit.territoires import Territories

    home, place = _home(arguments)
    folder = paths.territories()
    document, shown = example_map_document(
        library(),
        Territories.load(folder),
        atlas(folder),
        home,
        departement=arguments.departement,
        place=place,
        paper=Paper(arguments.size.lower()),
    )
    _write(document, arguments)
    if arguments.json:
        put_json({"points": len(shown.marks), "by_departement": shown.by_departement})
    return 0


def run_examples(arguments: argparse.Namespace) -> int:
    """Write the examples with their map."""
    from kit import paths
    from kit.documents.examples import Narrowing, examples_document
    from kit.figures.atlas import atlas
    from kit.territoires import Territories

    home, place = _home(arguments)
    folder = paths.territories()
    territories, known = Territories.load(folder), atlas(folder)
    chosen = Narrowing(departement=arguments.departement)
    return _write_sized(examples_document(library(), territories, known, home, chosen=chosen, place=place), arguments)


def run_networks(arguments: argparse.Namespace) -> int:
    """Write the networks, or the national dates."""
    from kit.documents.networks import dates_document, networks_document

    return _write_sized((dates_document if arguments.dates else networks_document)(library()), arguments)


def run_glossary(arguments: argparse.Namespace) -> int:
    """Write the glossary."""
    from kit.documents.glossary import glossary_document

    return _write_sized(glossary_document(library()), arguments)


def run_sources(arguments: argparse.Namespace) -> int:
    """Write the sources, each with what cites it."""
    from kit.documents.bibliography import bibliography_document

    return _write_sized(bibliography_document(library()), arguments)


def run_diagnostic(arguments: argparse.Namespace) -> int:
    """Write the sheet of « Par où commencer »: to fill in by hand without a dossier."""
    from kit.documents.diagnostic import diagnostic_document

    if arguments.dossier is None:
        return _write_sized(diagnostic_document(library()), arguments)
    with opened(arguments.dossier) as dossier:
        place = str(dossier.value("identity", "name") or "")
        document = diagnostic_document(library(), dossier, place=place)
    return _write_sized(document, arguments)


def run_export_all(arguments: argparse.Namespace) -> int:
    """Write the whole kit as files."""
    from kit.acts.document import blank_documents
    from kit.documents.export import export_all
    from kit.pocket.page import pocket_files

    texts = library()
    count = export_all(
        texts, arguments.folder, force=arguments.force, more=blank_documents(texts), files=pocket_files(texts)
    )
    say(f"{counted(count, 'fichier')} dans {arguments.folder}")
    return 0


def _home(arguments: argparse.Namespace) -> tuple[Home, str]:
    """Return whose examples come first, and the name of the place; nobody’s without a dossier."""
    from kit.documents.example_map import Home

    if arguments.dossier is None:
        return Home(), ""
    with opened(arguments.dossier) as dossier:

        def identity(field: str) -> str:
            return str(dossier.value("identity", field) or "")

        return Home.of(identity), identity("name")


def _write_own(build: Callable[..., Document], arguments: argparse.Namespace) -> int:
    """Write a text, with ``--with notes`` with what the dossier’s reader wrote on it (``own``)."""
    notes = notes_asked(arguments)
    if arguments.dossier is None:
        return _write(build(own=None), arguments)
    with opened(arguments.dossier) as dossier:
        return _write(build(own=dossier if notes else None), arguments, dossier)


def _write_sized(document: Document, arguments: argparse.Namespace) -> int:
    return _write(replace(document, size=arguments.size), arguments)


def _write(document: Document | Checklist, arguments: argparse.Namespace, dossier: Dossier | None = None) -> int:
    """Write a document; of a dossier, with its coat of arms or logo."""
    from kit.documents.boxes import checklist_document
    from kit.documents.model import Checklist
    from kit.documents.writer import write

    if dossier is not None:
        from kit.documents.emblem import with_emblem

        document = with_emblem(checklist_document(document) if isinstance(document, Checklist) else document, dossier)
    write(document, arguments.out, force=arguments.force)
    return 0
