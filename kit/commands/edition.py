"""edition: whether a folder can be built as the kit of another region or network."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers
from kit.commands.words import counted


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``edition`` and what it can do."""
    p = subparsers.add_parser("edition", help="le kit d’une autre région : vérifier son dossier")
    calls = p.add_subparsers(required=True, metavar="que")
    p = calls.add_parser("check", help="dire ce qui empêche de construire le kit de ce dossier")
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier qui contient kit.toml et content")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Check an edition; 1 when it cannot be built."""
    from kit import naming
    from kit.edition import check, read

    found = check(arguments.folder)
    errors = sum(one.severity == "error" for one in found)
    if arguments.json:
        keep = ("file", "line", "rule", "message", "severity")
        put_json({"errors": errors, "problems": [{key: getattr(one, key) for key in keep} for one in found]})
        return 1 if errors else 0
    for one in found:
        say(f"{one.file}:{one.line}: {'erreur' if one.severity == 'error' else 'remarque'} [{one.rule}] {one.message}")
    remarks = len(found) - errors
    say(f"{counted(errors, 'erreur')}, {counted(remarks, 'remarque')}.")
    if not errors:
        own = naming.told_in(read(arguments.folder))
        say(f"« {own.name} » peut être construit : {own.package} (Debian), {own.windows} (Windows), {own.app_id}.")
    return 1 if errors else 0
