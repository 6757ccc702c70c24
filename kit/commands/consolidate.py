"""consolidate: many dossiers and messages to one anonymous table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit import paths
from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers, library
from kit.commands.words import counted

_REASONS = {
    "missing": "introuvable",
    "unreadable": "illisible",
    "empty": "rien à compter",
    "damaged": "la ligne de partage a été abîmée",
    "other": "d’une autre sorte, d’une autre version ou d’une autre région",
}


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``consolidate``."""
    p = subparsers.add_parser("consolidate", help="réunir de nombreux dossiers en un tableau anonyme")
    p.add_argument("path", type=Path, nargs="+", metavar="PATH", help=".kitess, .eml, .mbox ou dossiers")
    p.add_argument("--out", type=Path, required=True, metavar="F", help=".ods, .xlsx, .csv, .odt, .docx, .pdf ou .txt")
    p.add_argument("--min", type=int, default=5, metavar="N", help="en dessous, un nombre est caché")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_consolidate)


def run_consolidate(arguments: argparse.Namespace) -> int:
    """Read all, name on stderr what gave nothing, write the table; 1 for no path there, 2 for a threshold below 1."""
    from kit.consolidate.answers import Latest
    from kit.consolidate.document import consolidation_document
    from kit.consolidate.sources import Reader
    from kit.consolidate.table import consolidate
    from kit.documents.writer import write
    from kit.territoires import Territories

    if arguments.min < 1:
        say("kit : le seuil est un nombre, 1 au moins.", file=sys.stderr)
        return 2
    texts = library()
    actions = [action.id for action in texts.outline.actions]
    reader = Reader(actions, Territories.load(paths.territories()))
    latest = Latest(reader.read(arguments.path))
    for passed in reader.passed_over:
        say(f"{passed.path} : {_REASONS[passed.reason]}, laissé de côté.", file=sys.stderr)
    if not latest and not any(path.exists() for path in arguments.path):
        say("kit : aucun dossier à compter, rien n’a été écrit.", file=sys.stderr)
        return 1
    found = consolidate(latest, actions, least=arguments.min)
    write(consolidation_document(texts, found), arguments.out, force=arguments.force)
    if arguments.json:
        put_json({"dossiers": len(latest), "hidden_cells": found.hidden_cells})
    else:
        hidden = counted(found.hidden_cells, "nombre caché", "nombres cachés")
        say(f"{counted(len(latest), 'collectivité')}, {hidden} : {arguments.out}")
    return 0
