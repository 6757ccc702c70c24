"""dossier new, tick, set, show, verify, merge, history: the calls on a dossier's file."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import re
from pathlib import Path
from typing import Any

from kit import paths
from kit.commands.shared import Subparsers, library, put_json, ticked_target
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Event, Status, progress
from kit.errors import UnknownField, UnknownId

PLAN_FIELDS = ("who", "pilot", "partners", "start", "due", "budget", "note", "order")
IDENTITY_FIELDS = (
    "name",
    "kind",
    "insee",
    "siren",
    "departement",
    "departement_code",
    "population",
    "epci",
    "mayor",
    "council",
)


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``dossier`` and its own calls."""
    group = subparsers.add_parser("dossier", help="le travail d’une collectivité").add_subparsers(
        required=True, metavar="appel"
    )
    _add(group, "new", run_new, "nouveau dossier", ("--collectivite", "--name"))
    p = _add(group, "tick", run_tick, "marquer une action")
    p.add_argument("id")
    p.add_argument("--status", default="fait")
    p = _add(group, "set", run_set, "changer un champ")
    for name in ("id", "field", "value"):
        p.add_argument(name)
    _add(group, "show", run_show, "où en est le dossier")
    _add(group, "verify", run_verify, "vérifier le fichier")
    p = _add(group, "history", run_history, "ce qui a changé")
    p.add_argument("--since", type=_date, metavar="AAAA-MM-JJ")
    p = group.add_parser("merge", help="réunir deux dossiers")
    p.add_argument("a", type=Path)
    p.add_argument("b", type=Path)
    p.add_argument("--out", type=Path)
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=run_merge)


def _add(group: Any, name: str, call: Any, words: str, options: tuple[str, ...] = ()) -> argparse.ArgumentParser:
    p: argparse.ArgumentParser = group.add_parser(name, help=words)
    p.add_argument("dossier", type=Path, metavar="D")
    for option in options:
        p.add_argument(option)
    p.add_argument("--json", action="store_true")
    p.set_defaults(call=call)
    return p


def _date(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date AAAA-MM-JJ") from None


def run_new(arguments: argparse.Namespace) -> int:
    """Make a dossier, with the collectivité's identity where it is named."""
    values = _identity(arguments)
    with Dossier.create(arguments.dossier) as dossier:
        for field, value in values.items():
            dossier.record("identity", field, value)
        if arguments.json:
            put_json({"dossier": dossier.uuid})
        else:
            print(f"Dossier créé : {arguments.dossier}")
    return 0


def _identity(arguments: argparse.Namespace) -> dict[str, object]:
    values: dict[str, object] = {}
    if arguments.collectivite:
        from kit.territoires import Commune, Territories

        territories = Territories.load(paths.territories())
        code = arguments.collectivite
        found = territories.by_insee(code) or territories.by_siren(code)
        if found is None:
            raise UnknownId(code)
        values = {"name": found.name, "kind": found.kind, "population": found.population}
        values |= {"insee": found.insee} if isinstance(found, Commune) else {"siren": found.siren}
        values |= {
            "departement_code": found.departement,
            "departement": territories.departement_name(found.departement),
        }
    if arguments.name:
        values["name"] = arguments.name
    return values


def run_tick(arguments: argparse.Namespace) -> int:
    """Give an action or milestone a status."""
    target = ticked_target(library(), arguments.id)
    status = Status.parse(arguments.status)
    with Dossier.open(arguments.dossier) as dossier:
        dossier.record(target, "status", status.value)
    if arguments.json:
        put_json({"id": arguments.id, "status": status.label})
    else:
        print(f"{arguments.id} : {status.label}")
    return 0


def run_set(arguments: argparse.Namespace) -> int:
    """Change any field of the plan, or of the identity."""
    known: tuple[str, ...]
    if arguments.id == "identity":
        target, known = "identity", IDENTITY_FIELDS
    else:
        target, known = ticked_target(library(), arguments.id), ("status", *PLAN_FIELDS)
    if arguments.field not in known:
        raise UnknownField(arguments.field, known)
    value = Status.parse(arguments.value).value if arguments.field == "status" else arguments.value
    with Dossier.open(arguments.dossier) as dossier:
        dossier.record(target, arguments.field, value or None)
        status = dossier.status(target)
    if arguments.json:
        put_json({"id": arguments.id, "status": status.label})
    else:
        print(f"{arguments.id} : {arguments.field} enregistré")
    return 0


def run_show(arguments: argparse.Namespace) -> int:
    """Print where each action stands."""
    texts = library()
    with Dossier.open(arguments.dossier, write=False) as dossier:
        record = _state(dossier, texts)
    if arguments.json:
        put_json(record)
        return 0
    done, applicable = record["progress"]["done"], record["progress"]["applicable"]
    print(f"{done} sur {applicable}" if applicable else "—")
    for part in ("milestones", "actions", "own"):
        for key, fields in record[part].items():
            title = texts.article(key).title if texts.has(key) else fields.get("title", key)
            print(f"  {fields['status']:<13} {title}")
    return 0


def _state(dossier: Dossier, texts: Library) -> dict[str, Any]:
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


def run_verify(arguments: argparse.Namespace) -> int:
    """0 when all lines are sound and no event is missing."""
    with Dossier.open(arguments.dossier, write=False) as dossier:
        gaps = [dataclasses.asdict(gap) for gap in dossier.gaps]
        events, aside = len(dossier.history()), dossier.set_aside
    if arguments.json:
        put_json({"events": events, "set_aside": aside, "gaps": gaps})
    else:
        print(f"{events} changements, {aside} lignes mises de côté, {len(gaps)} manques")
    return 1 if aside or gaps else 0


def run_history(arguments: argparse.Namespace) -> int:
    """Print what changed, the oldest first."""
    with Dossier.open(arguments.dossier, write=False) as dossier:
        events = dossier.history(arguments.since)
    if arguments.json:
        put_json(
            [{"id": e.id, "t": e.t, "by": e.by, "on": e.on, "field": e.f, "value": e.x, "undoes": e.u} for e in events]
        )
    else:
        for event in events:
            print(_sentence(event))
    return 0


def _sentence(event: Event) -> str:
    when = re.sub(r"(\d+)-(\d+)-(\d+)T(\d+:\d+).*", r"\3/\2/\1 \4", event.t)
    value = Status.parse(event.x).label if event.f == "status" and isinstance(event.x, str) else event.x
    return f"{when} ({event.by}) {event.on} {event.f} : {value if value is not None else 'effacé'}"


def run_merge(arguments: argparse.Namespace) -> int:
    """Unite two dossiers: B into A after a copy of A, or both into a new file."""
    report = merge_files(arguments.a, arguments.b, arguments.out, backups=paths.backups())
    if arguments.json:
        put_json({"added": report.added, "conflicts": len(report.conflicts)})
    else:
        print(f"{report.added} changements ajoutés, {len(report.conflicts)} désaccords à trancher")
    return 0
