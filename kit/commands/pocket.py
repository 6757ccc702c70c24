"""poche: the kit in one HTML page, for a telephone or a tablet."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.output import megabytes, put_json, say
from kit.commands.shared import Subparsers, library, opened
from kit.files import write_whole


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``poche``."""
    p = subparsers.add_parser("poche", help="le kit en une page pour un téléphone ou une tablette")
    p.add_argument("--out", type=Path, required=True, metavar="F", help="le fichier à écrire, .html")
    p.add_argument("--dossier", type=Path, metavar="D", help="avec ce que dit ce dossier")
    p.add_argument("--sans-noms", action="store_true", help="du dossier, seulement les états : ni nom, ni note")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_pocket)


def run_pocket(arguments: argparse.Namespace) -> int:
    """Write the page: blank without a dossier."""
    from kit.documents.writer import check_out
    from kit.pocket.page import EXTENSION, pocket_page
    from kit.pocket.state import seed

    out: Path = arguments.out
    check_out(out, (EXTENSION,), force=arguments.force)
    texts, state = library(), None
    if arguments.dossier is not None:
        with opened(arguments.dossier) as dossier:
            state = seed(dossier, named=not arguments.sans_noms)
    page = pocket_page(texts, state)
    write_whole(out, page, force=arguments.force)
    if arguments.json:
        put_json({"articles": sum(1 for _ in texts.articles()), "bytes": len(page)})
    else:
        say(f"Kit de poche écrit : {out} ({megabytes(page)})")
    return 0
