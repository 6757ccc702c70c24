"""dossier attach, logo, modele, duplicate, move, archive: the calls on a dossier together with its pieces."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kit.commands.output import put_json, say, warn
from kit.commands.shared import check_dossier, library, opened, say_missing, target_of
from kit.dossier import archive, pieces, several
from kit.dossier.several import Whole
from kit.typography import counted


def add_parsers(group: Any, add: Any) -> None:
    """Add the calls; ``add`` makes one on the dossier D."""
    p = add(group, "attach", run_attach, "joindre une pièce : elle est copiée à côté du dossier")
    p.add_argument("id", metavar="ID")
    p.add_argument("file", type=Path, metavar="FICHIER")
    p = add(group, "logo", run_logo, "le blason ou logo imprimé sur les actes, les lettres et les listes")
    choice = p.add_mutually_exclusive_group()
    choice.add_argument("--file", type=Path, metavar="F", help="une image PNG ou SVG, copiée à côté du dossier")
    choice.add_argument("--remove", action="store_true", help="ne plus l’imprimer")
    p = add(group, "modele", run_template, "le modèle de la mairie, dont actes et lettres prennent les styles")
    choice = p.add_mutually_exclusive_group()
    choice.add_argument("--file", type=Path, metavar="F", help="un modèle .dotx ou .ott, copié à côté du dossier")
    choice.add_argument("--remove", action="store_true", help="ne plus l’appliquer")
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


def run_logo(arguments: argparse.Namespace) -> int:
    """Choose the coat of arms or logo, take it away, or say which it is."""
    from kit.documents import emblem

    with opened(arguments.dossier, write=bool(arguments.file or arguments.remove)) as dossier:
        if arguments.file:
            emblem.choose(dossier, arguments.file)
        elif arguments.remove:
            dossier.record_group([emblem.removed()])
        found, told = emblem.evidence(dossier), emblem.emblem(dossier)
        fit = told is not None and emblem.read(told) is not None
    if arguments.json:
        put_json({"piece": found.file if found else "", "fit": fit})
    elif found is None:
        say("Ni blason ni logo.")
    else:
        say(f"Blason ou logo : {pieces.shown_name(found)}." if fit else "Le fichier du blason ou du logo manque.")
    return 0


def run_template(arguments: argparse.Namespace) -> int:
    """Choose the template of the mairie of one kind, take them away, or say which they are."""
    from kit.documents import keeping

    with opened(arguments.dossier, write=bool(arguments.file or arguments.remove)) as dossier:
        if arguments.file:
            keeping.choose_template(dossier, arguments.file)
        elif arguments.remove:
            dossier.record_group(keeping.templates_removed(dossier))
        found = keeping.template_pieces(dossier)
    if arguments.json:
        put_json({kind.lstrip("."): one.file for kind, one in found.items()})
    elif not found:
        say("Aucun modèle.")
    for kind, one in found.items() if not arguments.json else ():
        say(f"Pour {kind} : {pieces.shown_name(one)}.")
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
        warn(f"kit : {left} est resté à sa place : un autre programme s’en sert, ou il n’est pas du dossier.")
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
