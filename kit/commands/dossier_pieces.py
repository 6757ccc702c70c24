"""dossier attach, duplicate, move, archive: the calls on a dossier together with its pieces."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kit.commands.output import put_json, say, warn
from kit.commands.shared import check_dossier, library, opened, say_missing, target_of
from kit.commands.words import counted
from kit.dossier import archive, pieces, several
from kit.dossier.several import Whole


def add_parsers(group: Any, add: Any) -> None:
    """Add the calls; ``add`` makes one on the dossier D."""
    p = add(group, "attach", run_attach, "joindre une pièce : elle est copiée à côté du dossier")
    p.add_argument("id", metavar="ID")
    p.add_argument("file", type=Path, metavar="FICHIER")
    for name, call, words in (
        ("duplicate", run_duplicate, "copier le dossier et ses pièces en un autre dossier"),
        ("move", run_move, "déplacer le dossier et ses pièces"),
    ):
        p = add(group, name, call, words)
        p.add_argument("--to", type=Path, required=True, metavar="D2")
    p = add(group, "archive", run_archive, "le dossier et ses pièces en un fichier .zip")
    p.add_argument("--out", type=Path, required=True, metavar="F.zip")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")


def run_attach(arguments: argparse.Namespace) -> int:
    """Copy a file beside the dossier and note it as evidence."""
    with opened(arguments.dossier, write=True) as dossier:
        target = target_of(library(), dossier, arguments.id)
        done = pieces.attach(dossier, target, arguments.file)
    if arguments.json:
        put_json({"id": arguments.id, "piece": done.evidence.file})
    else:
        say(f"{arguments.id} : pièce jointe, « {done.evidence.title} ».")
    return 0


def run_duplicate(arguments: argparse.Namespace) -> int:
    """Copy a dossier and its pieces as another dossier."""
    check_dossier(arguments.dossier)
    return _tell(arguments, several.duplicate(arguments.dossier, arguments.to), "Dossier copié")


def run_move(arguments: argparse.Namespace) -> int:
    """Move a dossier and its pieces."""
    check_dossier(arguments.dossier)
    done = several.move(arguments.dossier, arguments.to)
    for left in done.left:
        warn(f"kit : {left} est resté à sa place : en service, ou étranger au dossier.")
    return _tell(arguments, done, "Dossier déplacé")


def run_archive(arguments: argparse.Namespace) -> int:
    """Put a dossier and its pieces into one .zip."""
    check_dossier(arguments.dossier)
    done = archive.archive(arguments.dossier, arguments.out, force=arguments.force)
    return _tell(arguments, done, "Archive écrite", arguments.dossier)


def _tell(arguments: argparse.Namespace, done: Whole, words: str, path: Path | None = None) -> int:
    """Say what was done, and which pieces the dossier names that are not with it."""
    path = path or done.path
    with opened(path) as dossier:
        say_missing(pieces.lacking(dossier))
    if arguments.json:
        put_json({"dossier": done.dossier, "pieces": done.pieces})
    else:
        say(f"{words} : {done.path}, {counted(done.pieces, 'pièce')}.")
    return 0
