"""epub: the texts as a book for a tablet, a telephone or an e-reader."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.output import megabytes, put_json, say
from kit.commands.shared import Subparsers, add_own, library, notes_asked, opened
from kit.files import write_whole


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``epub``."""
    p = subparsers.add_parser("epub", help="les textes en livre numérique (EPUB)")
    p.add_argument("--out", type=Path, required=True, metavar="F", help="le fichier à écrire, .epub")
    p.add_argument(
        "--chapter",
        action="append",
        default=[],
        metavar="ID",
        help="seulement ce chapitre, cette raison, ce levier ou cette page, avec ce qui s’y range ; se répète",
    )
    add_own(p, "avec l’état de ce dossier")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_epub)


def run_epub(arguments: argparse.Namespace) -> int:
    """Write the book: nobody's without a dossier."""
    from kit.documents.book import book
    from kit.documents.epub import EXTENSION, epub
    from kit.documents.writer import check_out

    out: Path = arguments.out
    check_out(out, (EXTENSION,), force=arguments.force)
    notes = notes_asked(arguments)
    texts, chosen = library(), tuple(arguments.chapter)
    if arguments.dossier is None:
        made = book(texts, chosen=chosen)
    else:
        with opened(arguments.dossier) as dossier:
            made = book(texts, dossier, chosen=chosen, notes=notes)
    data = epub(made)
    write_whole(out, data, force=arguments.force)
    if arguments.json:
        put_json({"articles": sum(1 for part in made.walk() if texts.has(part.id)), "bytes": len(data)})
    else:
        say(f"Livre numérique écrit : {out} ({megabytes(data)})")
    return 0
