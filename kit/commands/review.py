"""review: the sheet that the CRESS corrects, out and back."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from kit import paths
from kit.commands.output import say
from kit.commands.shared import Subparsers
from kit.content.files import FileStore
from kit.content.library import Library
from kit.typography import counted


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``review``."""
    p = subparsers.add_parser("review", help="la feuille de relecture : l’écrire, la reprendre")
    what = p.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="F", help="écrire la feuille (.csv, .ods, .xlsx, .odt, .docx…)")
    what.add_argument(
        "--apply", type=Path, nargs="+", metavar="F", help="montrer ce qu’une feuille change, ou plusieurs réunies"
    )
    p.add_argument("--yes", action="store_true", help="avec --apply : changer les textes")
    p.add_argument("--texts", type=Path, metavar="DIR", help="les textes de ce dossier, non ceux du programme")
    p.add_argument("--force", action="store_true", help="avec --out : remplacer le fichier")
    p.set_defaults(call=run_review)


def run_review(arguments: argparse.Namespace) -> int:
    """Write the sheet, or bring one back; 1 when a row could not be."""
    folder = arguments.texts or paths.resources()
    if arguments.out is not None:
        return _out(arguments.out, folder, force=arguments.force)
    return _apply(arguments.apply, folder / "content", write=arguments.yes)


def _out(out: Path, folder: Path, *, force: bool) -> int:
    from kit.content.review import sheet
    from kit.documents.review import review_document
    from kit.documents.writer import write

    texts, today = Library(FileStore(folder / "content", folder / "kit.toml")), datetime.date.today()
    rows = sheet(texts, folder / "content", today)
    write(review_document(rows, today, texts.publisher), out, force=force)
    return 0


def _apply(files: list[Path], folder: Path, *, write: bool) -> int:
    from kit.content.review_back import take_sheet
    from kit.content.review_merge import together

    found = together([take_sheet(file) for file in files], folder)
    made = found.changes
    say(made.diff(folder), end="")
    for one in found.corrections:
        say(f"{one.id}, {one.part} : corrigé par {', '.join(one.after.who)}.", file=sys.stderr)
    for conflict in found.conflicts:
        say(f"{conflict.id}, {conflict.part} : corrigé de plusieurs façons, laissé tel quel.", file=sys.stderr)
        for said in conflict.said:
            say(f"  {', '.join(said.who)} : {said.words[:80]}", file=sys.stderr)
    for row in made.answers:
        say(f"Réponse à {row.id} : {row.answer}", file=sys.stderr)
    for refused in made.refused:
        say(f"{refused.id}, {refused.part} : {refused.why}. {refused.detail[:80]}", file=sys.stderr)
    if write:
        made.write()
    told = f"changé{'s' if len(made.files) > 1 else ''}" if write else "à changer (--yes pour le faire)"
    left = counted(len(made.refused), "ligne refusée", "lignes refusées")
    say(f"{counted(len(made.files), 'texte')} {told}, {left}.", file=sys.stderr)
    return 1 if made.refused or found.conflicts else 0
