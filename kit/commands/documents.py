"""checklist: the calls that make documents."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.shared import Subparsers, library
from kit.documents.checklist import checklist
from kit.documents.model import Options
from kit.dossier.dossier import Dossier
from kit.errors import UnknownField

_PARTS = ("why", "steps", "notes")


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``checklist``."""
    p = subparsers.add_parser("checklist", help="les listes à cocher, en document")
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--lever", action="append", default=[], metavar="ID")
    p.add_argument("--dossier", type=Path, metavar="D")
    p.add_argument("--size", type=int, choices=(11, 18, 24), default=11)
    p.add_argument("--only", choices=("remaining",))
    p.add_argument("--with", dest="parts", default="", metavar="why,steps,notes")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.set_defaults(call=run_checklist)


def run_checklist(arguments: argparse.Namespace) -> int:
    """Write the checklist of the levers asked for: blank without a dossier."""
    from kit.documents.writer import write

    parts = [part.strip() for part in arguments.parts.split(",") if part.strip()]
    for part in parts:
        if part not in _PARTS:
            raise UnknownField(part, _PARTS)
    options = Options(
        size=arguments.size,
        only_remaining=arguments.only == "remaining",
        why="why" in parts,
        steps="steps" in parts,
        notes="notes" in parts,
    )
    texts, levers = library(), tuple(arguments.lever)
    if arguments.dossier is None:
        document = checklist(texts, None, levers=levers, options=options)
    else:
        with Dossier.open(arguments.dossier, write=False) as dossier:
            document = checklist(texts, dossier, levers=levers, options=options)
    write(document, arguments.out, force=arguments.force)
    return 0
