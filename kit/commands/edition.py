"""edition: whether a folder can be built as the kit of another region or network, and its places."""

from __future__ import annotations

import argparse
from pathlib import Path

from kit.commands.output import put_json, say
from kit.commands.shared import Subparsers
from kit.typography import counted


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``edition`` and what it can do."""
    p = subparsers.add_parser("edition", help="le kit d’une autre région : vérifier son dossier")
    calls = p.add_subparsers(required=True, metavar="que")
    p = calls.add_parser("check", help="dire ce qui empêche de construire le kit de ce dossier")
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier qui contient kit.toml et content")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_check)
    p = calls.add_parser("places", help="faire territoires : communes, intercommunalités, contours d’une région")
    p.add_argument("folder", type=Path, metavar="DIR", help="dossier de l’édition")
    p.add_argument("--region", nargs="+", required=True, metavar="R", help="code Insee ou nom, un ou plusieurs")
    p.add_argument("--data", type=Path, required=True, metavar="DIR", help="communes.json, epci.json… d’Etalab")
    p.add_argument("--outlines", type=Path, metavar="F", help="contours des départements (GeoJSON)")
    p.add_argument("--centres", type=Path, metavar="F", help="communes ou chefs-lieux (GeoJSON), pour la carte")
    p.add_argument("--force", action="store_true", help="remplacer les lieux qui y sont")
    p.set_defaults(call=run_places)


def run_places(arguments: argparse.Namespace) -> int:
    """Make the places of an edition."""
    from kit.region import make_places

    folder = arguments.folder / "territoires"
    made = make_places(
        arguments.data,
        arguments.region,
        folder,
        outlines=arguments.outlines,
        centres=arguments.centres,
        force=arguments.force,
    )
    counts = ((made.communes, "commune"), (made.epci, "intercommunalité"), (made.departements, "département"))
    say(f"{folder} : {', '.join(counted(number, what) for number, what in counts)}.")
    if not made.outlines:
        say("Sans contours (--outlines), le kit montre ses listes seules.")
        return 0
    if made.without_outline:
        say(f"Sans contour : {', '.join(made.without_outline)}.")
    if made.without_centre:
        say(f"Sans centre, donc sans marque sur la carte : {counted(made.without_centre, 'commune')}.")
    return 0


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
