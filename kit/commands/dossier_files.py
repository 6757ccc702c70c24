"""dossier merge, restore, export, erase: the calls on a dossier's files, and what the calls of ``dossier`` share."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import paths
from kit.commands.output import in_line, json_text, put_json, say, warn
from kit.commands.shared import check_dossier, library, opened, say_left_alone, say_missing
from kit.commands.words import field_in_words
from kit.content.library import Library
from kit.dossier import plan_fields as names
from kit.dossier.dossier import Dossier
from kit.dossier.merge import MergeReport, merge_files
from kit.dossier.model import Conflict, Event, Status, progress
from kit.errors import DossierMissing, UnknownFormat
from kit.typography import counted

if TYPE_CHECKING:
    from kit.dossier.copies import Copy

_EXPORTS = (".csv", ".ods", ".xlsx", ".json")


def add(group: Any, name: str, call: Any, words: str) -> argparse.ArgumentParser:
    """Add a call on the dossier D."""
    p: argparse.ArgumentParser = group.add_parser(name, help=words)
    p.add_argument("dossier", type=Path, metavar="D")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=call)
    return p


def add_parsers(group: Any) -> None:
    """Add the calls on the files."""
    p = group.add_parser("merge", help="réunir deux dossiers")
    p.add_argument("a", type=Path, metavar="A")
    p.add_argument("b", type=Path, metavar="B")
    p.add_argument("--out", type=Path, metavar="C")
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_merge)
    p = add(group, "restore", run_restore, "les copies de sécurité : les voir, en reprendre une")
    choice = p.add_mutually_exclusive_group()
    choice.add_argument("--list", action="store_true", help="les copies, la plus récente d’abord (par défaut)")
    choice.add_argument(
        "--from", dest="copy", metavar="NOM", help="reprendre cette copie à la place du dossier, ou le sortir d’un .zip"
    )
    p = add(group, "export", run_export, "tout le dossier, en tableau ou en JSON")
    p.add_argument("--out", type=Path, required=True, metavar="F")
    p.add_argument("--force", action="store_true", help="remplacer le fichier")
    add(group, "erase", run_erase, "effacer les noms et les textes, copies de sécurité comprises")


def records(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return events as ``history --json`` tells them."""
    return [
        {"id": e.id, "t": e.t, "by": e.by, "on": e.on, "field": e.f, "value": e.x, "undoes": e.u, "via": e.via}
        for e in events
    ]


def state(dossier: Dossier, texts: Library) -> dict[str, Any]:
    """Return all that a dossier holds now, as the contract of ``show --json`` says."""

    def fields(target: str) -> dict[str, Any]:
        return dossier.fields(target) | {"status": dossier.status(target).label}

    ids = [action.id for action in texts.outline.actions]
    stones = [lever.milestone.id for lever in texts.outline.levers if lever.milestone]
    known = {f"action:{i}" for i in ids}
    others = [t.partition(":")[2] for t in dossier.targets("action:") if t not in known]
    done = progress({i: dossier.status(i) for i in ids}, ids)
    return {
        "actions": {i: fields(f"action:{i}") for i in [*ids, *others]},
        "milestones": {i: fields(f"milestone:{i}") for i in stones},
        "own": {t.partition(":")[2]: fields(t) for t in dossier.targets("own:")},
        "identity": dossier.fields("identity"),
        "progress": {"done": done.done, "applicable": done.applicable},
        "conflicts": [{"on": c.on, "field": c.f, "values": [head.x for head in c.heads]} for c in dossier.conflicts()],
        "set_aside": dossier.set_aside,
    }


def run_merge(arguments: argparse.Namespace) -> int:
    """Unite two dossiers: B into A after a copy of A, or both into a new file."""
    check_dossier(arguments.a)
    report = merge_files(arguments.a, arguments.b, arguments.out, backups=paths.backups())
    if report.unreadable:
        lines = counted(report.unreadable, "ligne n’a pas pu être lue", "lignes n’ont pas pu être lues")
        warn(f"kit : {arguments.b.name} : {lines} ; ce qu’on y avait noté n’est pas venu.")
    say_missing(report.missing)
    if arguments.json:
        put_json({"added": report.added, "conflicts": len(report.conflicts)})
    else:
        _tell_merge(report, arguments.out or arguments.a)
    return 0


def _tell_merge(report: MergeReport, path: Path) -> None:
    """Say what came, then each field that two people set apart, and the call that settles it."""
    open_ones = [conflict for conflict in report.conflicts if not conflict.agreed]
    added = counted(report.added, "changement ajouté", "changements ajoutés")
    say(f"{added}, {counted(len(open_ones), 'désaccord')} à trancher")
    if not open_ones:
        return
    texts = library()
    with opened(path) as dossier:
        titles = {conflict.on: dossier.value(conflict.on, names.TITLE) for conflict in open_ones}
    for conflict in open_ones:
        kind, _, target = conflict.on.partition(":")
        title = texts.article(target).title if texts.has(target) else titles[conflict.on]
        said = in_line(" ou ".join(f"« {_in_words(conflict.f, head.x)} »" for head in conflict.heads))
        named = f" « {in_line(title)} »" if title else ""
        say(f"  {_TARGETS.get(kind, kind)}{named}, {field_in_words(conflict.f)} : {said}")
        say(f"    {_settling(conflict, path)}")


_TARGETS = {
    "action": "action",
    "milestone": "point de départ",
    "own": "action à vous",
    "own-lever": "levier à vous",
    "identity": "la collectivité",
    "act": "acte",
    "acts": "les actes",
}


def _in_words(field: str, value: object) -> str:
    if value is None:
        return "rien"
    if isinstance(value, dict):
        return str(value.get("title") or value.get("file") or value.get("url") or "")
    labels = {status.value: status.label for status in Status}
    return labels.get(str(value), str(value)) if field == names.STATUS else str(value)


def _settling(conflict: Conflict, path: Path) -> str:
    """Return the call that keeps one value; what no call sets is settled in the window."""
    kind, _, target = conflict.on.partition(":")
    file = f'"{path}"' if " " in str(path) else path
    named = target if kind in ("action", "milestone") else conflict.on
    if kind not in ("action", "milestone", "own", "own-lever", "identity"):
        return "à trancher dans la fenêtre du kit"
    if conflict.f == names.STATUS:
        return f"kit dossier tick {file} {named} --status ÉTAT"
    return f"kit dossier set {file} {named} {conflict.f} VALEUR"


def run_restore(arguments: argparse.Namespace) -> int:
    """List the copies of a dossier, or put one back after a copy of the present."""
    from kit.dossier import backup, copies

    path: Path = arguments.dossier
    say_left_alone(path)
    if arguments.copy:
        said = _put_back(path, arguments.copy)
        if arguments.json:
            put_json({"restored": arguments.copy})
        else:
            say(said)
        return 0
    found, others = copies.describe(path), copies.describe(path, others=True)
    if not found and not path.is_file():
        raise DossierMissing(path)
    for jump in backup.jumps([copy.backup for copy in found]):
        where = "en arrière" if jump.is_back else "en avant"
        dates = f"du {_local(jump.before)} au {_local(jump.after)}"
        warn(f"kit : l’horloge est allée {where}, {dates} ; aucune copie n’a été retirée pour cela.")
    if arguments.json:
        put_json([*map(_record, found), *(_record(copy) | {"other": True} for copy in others)])
        return 0
    for copy in found:
        _tell_copy(copy)
    if not found:
        say("Aucune copie de sécurité.")
    if others:
        say("Copies d’un autre dossier dont le fichier portait ce nom :")
    for copy in others:
        _tell_copy(copy)
    return 0


def _put_back(path: Path, name: str) -> str:
    """Put back an archive or a copy of a dossier; returns the sentence that says so."""
    from kit.dossier import archive, backup

    if Path(name).suffix.lower() == archive.ENDING:
        whole = archive.unpack(Path(name), path)
        return f"Dossier sorti de l’archive : {path}, {counted(whole.pieces, 'pièce')}."
    backup.restore(path, name)
    return f"Copie reprise : {name}. Le dossier d’avant est gardé parmi les copies."


def _tell_copy(copy: Copy) -> None:
    done = f"{copy.ticks:>3} fait{'s' if copy.ticks > 1 else ' '}"
    say(f"{_local(copy.made)}  {done}  {counted(len(copy.differences), 'différence'):>16}  {copy.name}")


def _record(copy: Copy) -> dict[str, Any]:
    made = copy.made.isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"name": copy.name, "made": made, "ticks": copy.ticks, "differences": len(copy.differences)}


def _local(moment: datetime) -> str:
    with contextlib.suppress(OverflowError, ValueError, OSError):  # at the ends of the calendar: as the name says
        moment = moment.astimezone()
    return f"{moment:%d/%m/%Y %H:%M}"


def run_export(arguments: argparse.Namespace) -> int:
    """Write the plan as a table, or all that the dossier holds as JSON."""
    from kit.files import write_whole

    ending = arguments.out.suffix.lower()
    if ending not in _EXPORTS:
        raise UnknownFormat(ending, _EXPORTS)
    with opened(arguments.dossier) as dossier:
        if ending != ".json":
            from kit.documents.plan import plan_document
            from kit.documents.writer import write

            write(plan_document(library(), dossier, dossier_id=dossier.uuid), arguments.out, force=arguments.force)
        else:
            record = {"dossier": dossier.uuid, **state(dossier, library()), "history": records(dossier.history())}
            write_whole(arguments.out, f"{json_text(record)}\n".encode(), force=arguments.force)
    if arguments.json:
        put_json({"out": str(arguments.out)})
    else:
        say(f"Écrit : {arguments.out}")
    return 0


def run_erase(arguments: argparse.Namespace) -> int:
    """Blank names and texts in the dossier and in every copy of it."""
    from kit.dossier.clean import erase

    check_dossier(arguments.dossier)
    count = erase(arguments.dossier)
    if arguments.json:
        put_json({"erased": count})
    else:
        told = counted(count, "changement n’a", "changements n’ont")
        say(f"{told} plus ni nom ni texte, ici et dans les copies de sécurité.")
    return 0
