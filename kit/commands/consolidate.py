"""consolidate: many dossiers and messages to one anonymous table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kit.commands.output import in_line, put_json, say
from kit.commands.shared import Subparsers, library
from kit.typography import counted


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``consolidate``."""
    p = subparsers.add_parser("consolidate", help="réunir de nombreux dossiers en un tableau anonyme")
    p.add_argument("path", type=Path, nargs="+", metavar="PATH", help=".kitess, .zip, .eml, .mbox, .csv ou dossiers")
    p.add_argument("--out", type=Path, required=True, metavar="F", help=".ods, .xlsx, .csv, .odt, .docx, .pdf ou .txt")
    p.add_argument("--min", type=int, default=5, metavar="N", help="en dessous, un nombre est caché")
    p.add_argument(
        "--prefer", type=Path, action="append", default=[], metavar="F", help="compter ce fichier, même s’il est ancien"
    )
    p.add_argument(
        "--compare", type=Path, metavar="F", help="le tableau d’avant (.csv, .ods), ou les réponses reçues alors"
    )
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_consolidate)


def run_consolidate(arguments: argparse.Namespace) -> int:
    """Read all, name on stderr what gave nothing and what came twice, write the table.

    1 for no path there, or a file to prefer that gave nothing; 2 for a threshold below 1.
    """
    from kit.consolidate import whole
    from kit.consolidate.document import consolidation_document
    from kit.documents.writer import write

    if arguments.min < 1:
        say("kit : le seuil est un nombre, 1 au moins.", file=sys.stderr)
        return 2
    texts = library()
    before = whole.earlier(texts, arguments.compare, arguments.min) if arguments.compare else None
    received = whole.receive(texts, arguments.path)
    latest = received.latest
    for passed in received.passed_over:
        inside = f" ({in_line(passed.inside)})" if passed.inside else ""
        say(f"{in_line(passed.path)}{inside} : {passed.why}, laissé de côté.", file=sys.stderr)
    if not latest and not any(path.exists() for path in arguments.path):
        say("kit : aucun dossier à compter, rien n’a été écrit.", file=sys.stderr)
        return 1
    for path in arguments.prefer:
        if not latest.choose_file(path):
            say(f"kit : {in_line(path)} n’a donné aucune réponse, rien n’a été écrit.", file=sys.stderr)
            return 1
    for double in latest.doubles:
        others = " ; ".join(other.label for other in double.others)
        counted_one = f"compte : {double.counted.label}"
        line = f"{double.counted.name}, reçue {double.received} fois ; {counted_one}. Laissé : {others}."
        say(in_line(line), file=sys.stderr)
    found = whole.table_of(texts, latest, arguments.min)
    compared = whole.compared(texts, found, before) if before else None
    write(consolidation_document(texts, found, compared=compared), arguments.out, force=arguments.force)
    if arguments.json:
        told = {"dossiers": len(latest), "hidden_cells": found.hidden_cells, "doubles": len(latest.doubles)}
        put_json(told)
    else:
        hidden = counted(found.hidden_cells, "nombre caché", "nombres cachés")
        say(f"{counted(len(latest), 'collectivité')}, {hidden} : {arguments.out}")
    return 0
