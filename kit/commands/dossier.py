"""dossier new, tick, set, show, verify, history: the calls on what a dossier holds (``dossier_files``: the others)."""

from __future__ import annotations

import argparse
import datetime
import re
from pathlib import Path

from msgspec.structs import asdict

from kit import paths
from kit.commands import dossier_files, dossier_pieces
from kit.commands.output import in_line, put_json, say
from kit.commands.shared import Subparsers, library, opened, say_missing, target_of
from kit.commands.words import field_in_words
from kit.days import read_day
from kit.dossier import pieces
from kit.dossier import plan_fields as names
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Event, Status
from kit.dossier.plan_lists import Evidence
from kit.dossier.plan_order import is_rank
from kit.errors import UnfitLine, UnfitValue, UnknownField, UnknownId
from kit.typography import counted

_ALIASES = {"referent": names.WHO, "elu": names.WHO}
_ENTRY = re.compile(r"(step:[\w-]+(:done|:rank)?|evidence:[\w-]+)")
_DAYS, _DAY_FORMS = (names.START, names.DUE, "council"), ("AAAA-MM-JJ", "JJ/MM/AAAA", "des mots, comme « fin mars »")
_LIKE_A_DAY = re.compile(r"\d{1,4}(er)?[/.-]\d{1,4}[/.-]\d{1,4}")
_YES, _NO = ("oui", "true", "1", "fait"), ("non", "false", "0", "")


def add_parsers(subparsers: Subparsers) -> None:
    """Add ``dossier`` and its own calls."""
    group = subparsers.add_parser("dossier", help="le travail d’une collectivité").add_subparsers(
        required=True, metavar="appel"
    )
    p = dossier_files.add(group, "new", run_new, "nouveau dossier")
    p.add_argument("--collectivite", metavar="INSEE|SIREN")
    p.add_argument("--name", metavar="N")
    p = dossier_files.add(group, "tick", run_tick, "marquer une action")
    p.add_argument("id", metavar="ID")
    p.add_argument("--status", default="fait", metavar="S")
    p = dossier_files.add(group, "line", run_line, "reprendre la ligne courte d’un kit de poche")
    p.add_argument("line", metavar="LIGNE")
    p = dossier_files.add(group, "set", run_set, "changer un champ")
    for name in ("id", "field", "value"):
        p.add_argument(name)
    dossier_files.add(group, "show", run_show, "où en est le dossier")
    dossier_files.add(group, "verify", run_verify, "vérifier le fichier")
    p = dossier_files.add(group, "history", run_history, "ce qui a changé")
    p.add_argument("--since", type=_date, metavar="AAAA-MM-JJ")
    dossier_files.add_parsers(group)
    dossier_pieces.add_parsers(group, dossier_files.add)


def _date(text: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n’est pas une date AAAA-MM-JJ") from None


def run_new(arguments: argparse.Namespace) -> int:
    """Make a dossier, with the collectivité's identity where it is named."""
    values = _identity(arguments)
    with Dossier.create(arguments.dossier, own=paths.written_here()) as dossier:
        if values:
            dossier.commit(*dossier.group(Change(names.IDENTITY, field, value) for field, value in values.items()))
        if arguments.json:
            put_json({"dossier": dossier.uuid})
        else:
            say(f"Dossier créé : {arguments.dossier}")
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
    texts, status = library(), Status.parse(arguments.status)
    with opened(arguments.dossier, write=True) as dossier:
        target = target_of(texts, dossier, arguments.id)
        changes = [Change(target, names.STATUS, status.value)]
        action = target.removeprefix(names.ACTION)
        if status is Status.DONE and texts.has(action) and texts.article(action).rhythm == "yearly":
            changes.append(Change(target, names.DONE_YEAR, datetime.date.today().year))
        dossier.commit(*dossier.group(changes))
    _say(arguments, status, f"{arguments.id} : {status.label}")
    return 0


def run_line(arguments: argparse.Namespace) -> int:
    """Give the boxes of a lever the states that a short line says."""
    from kit.mail import lever_line
    from kit.mandate import paper

    found = lever_line.find(arguments.line, library().outline.levers)
    if found is None:
        raise UnfitLine
    with opened(arguments.dossier, write=True) as dossier:
        changes = paper.changes(found, {read.on: dossier.status(read.on) for read in found.reads})
        dossier.commit(*dossier.group(changes, via=paper.ORIGIN))
    if arguments.json:
        put_json({"changed": len(changes)})
    else:
        say(f"{counted(len(changes), 'action')} à jour." if changes else "Le dossier disait déjà tout cela.")
    return 0


def _say(arguments: argparse.Namespace, status: Status, words: str) -> None:
    if arguments.json:
        put_json({"id": arguments.id, "status": status.label})
    else:
        say(words)


def run_set(arguments: argparse.Namespace) -> int:
    """Change any field of the plan, or of the identity."""
    field = _ALIASES.get(arguments.field, arguments.field)
    with opened(arguments.dossier, write=True) as dossier:
        target = target_of(library(), dossier, arguments.id)
        known = _fields_of(target)
        if target == names.IDENTITY and field not in known:
            return _set_common(arguments, dossier, known)
        if field not in known and not (_ENTRY.fullmatch(field) and target.startswith(_TICKED)):
            raise UnknownField(
                arguments.field, (*known, "step:…", "evidence:…") if target.startswith(_TICKED) else known
            )
        made: list[Path] = []
        value = _value(arguments.dossier, field, arguments.value, made)
        with pieces.removed_unless_done(made):
            dossier.record(target, field, value)
        status = dossier.status(target)
    _say(arguments, status, f"{arguments.id}, {field_in_words(field)} : c’est enregistré.")
    return 0


def _set_common(arguments: argparse.Namespace, dossier: Dossier, known: tuple[str, ...]) -> int:
    """Change what all acts share, by the name of its field there (seance.lieu): the identity is asked once with it."""
    from kit.acts.loader import ActModels
    from kit.acts.record import change, is_shared
    from kit.acts.values import taken

    common = {name: field for name, field in ActModels(paths.acts()).common.items() if is_shared(name)}
    field = common.get(arguments.field)
    if field is None:
        raise UnknownField(arguments.field, (*known, *common))
    told = change(field, taken(field, arguments.value), names.IDENTITY)
    dossier.record(told.on, told.f, told.x)
    _say(arguments, dossier.status(names.IDENTITY), f"{arguments.id}, {field.label} : c’est enregistré.")
    return 0


_TICKED = (names.ACTION, names.MILESTONE, names.OWN)


def _fields_of(target: str) -> tuple[str, ...]:
    if target == names.IDENTITY:
        return names.IDENTITY_FIELDS
    if target.startswith(names.OWN_LEVER):
        return (names.TITLE, names.ORDER)
    own = (names.TITLE, names.LEVER) if target.startswith(names.OWN) else (names.DONE_YEAR,)
    return (names.STATUS, *names.TEXTS, names.ORDER, *own)


def _value(path: Path, field: str, text: str, made: list[Path]) -> object:
    """Return the value that a field holds for what was typed; empty clears. UnfitValue, UnknownStatus.

    ``made`` gets the file that was copied for a piece.
    """
    if field == names.STATUS:
        return Status.parse(text).value
    if not text:
        return None
    if field == names.DONE_YEAR:
        if not re.fullmatch(r"[12]\d{3}", text):
            raise UnfitValue(field, text)
        return int(text)
    if field.endswith(names.STEP_DONE):
        if text.casefold() not in (*_YES, *_NO):
            raise UnfitValue(field, text)
        return True if text.casefold() in _YES else None
    if field in _DAYS and _LIKE_A_DAY.fullmatch(text.strip()) and read_day(text) is None:
        raise UnfitValue(field, text, _DAY_FORMS)
    if (field == names.ORDER or field.endswith(names.STEP_RANK)) and not is_rank(text):
        raise UnfitValue(field, text)
    return _evidence(path, text, made) if field.startswith(names.EVIDENCE) else text


def _evidence(path: Path, text: str, made: list[Path]) -> object:
    if re.match(r"https?://", text):
        return Evidence("", text, url=text).to_value()
    return pieces.add(path, Path(text), made=made).to_value()


def run_show(arguments: argparse.Namespace) -> int:
    """Print where each action stands."""
    texts = library()
    with opened(arguments.dossier) as dossier:
        record = dossier_files.state(dossier, texts)
    if arguments.json:
        put_json(record)
        return 0
    done, applicable = record["progress"]["done"], record["progress"]["applicable"]
    say(f"{done} sur {applicable}" if applicable else "—")
    for part in ("milestones", "actions", "own"):
        for key, fields in record[part].items():
            title = texts.article(key).title if texts.has(key) else fields.get("title", key)
            say(f"  {fields['status']:<13} {in_line(title)}")
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """0 when all lines are sound and no event is missing."""
    with opened(arguments.dossier) as dossier:
        gaps = [asdict(gap) for gap in dossier.gaps]
        say_missing(pieces.lacking(dossier))
        events, aside, left_alone = len(dossier.events()), dossier.set_aside, dossier.left_alone
    if arguments.json:
        put_json({"events": events, "set_aside": aside, "gaps": gaps, "left_alone": left_alone})
    else:
        kept_aside = counted(aside, "ligne mise de côté", "lignes mises de côté")
        say(f"{counted(events, 'changement')}, {kept_aside}, {counted(len(gaps), 'manque')}")
    return 1 if aside or gaps else 0


def run_history(arguments: argparse.Namespace) -> int:
    """Print what changed, the oldest first."""
    with opened(arguments.dossier) as dossier:
        events = dossier.history(arguments.since)
    if arguments.json:
        put_json(dossier_files.records(events))
    else:
        for event in events:
            say(in_line(_sentence(event)))
    return 0


def _sentence(event: Event) -> str:
    when = re.sub(r"(\d+)-(\d+)-(\d+)T(\d+:\d+).*", r"\3/\2/\1 \4", event.t)
    return f"{when} ({event.by}) {event.on} {event.f} : {_value_in_words(event)}"


def _value_in_words(event: Event) -> object:
    if event.x is None:
        return "effacé"
    labels = {status.value: status.label for status in Status}  # a status of a later program is told as it is
    return labels.get(event.x, event.x) if event.f == names.STATUS and isinstance(event.x, str) else event.x
