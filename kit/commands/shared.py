"""What the calls share: the texts, and where an id is looked for."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from kit import paths
from kit.commands.output import in_line, warn
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.model import Article
from kit.dossier import pieces
from kit.dossier import plan_fields as names
from kit.dossier.backup import check_readable, list_backups
from kit.dossier.clock import ClockDoubt, clock_doubt
from kit.dossier.dossier import Dossier
from kit.dossier.line import VERSION
from kit.dossier.plan_lists import Evidence
from kit.dossier.sidecar import real, scan
from kit.errors import DossierNewer, DossierUnreadable, NotADossier, UnknownField, UnknownId


def doubt_of_clock(texts: Library, today: date) -> str:
    """Return what is to be said of the computer's clock before a date is printed, empty where it can be believed."""
    told = texts.publisher.content_date
    doubt = clock_doubt(today, told)
    if doubt is None:
        return ""
    words = {
        ClockDoubt.BEFORE_TEXTS: "avant la date des textes du kit",
        ClockDoubt.FAR_AHEAD: "plus de cinq ans après les textes du kit",
    }
    return (
        f"kit : l’horloge de cet ordinateur indique le {today:%d/%m/%Y}, {words[doubt]} ({told}). Rien n’est perdu, "
        "mais les dates écrites sont peut-être fausses : réglez l’horloge, puis recommencez."
    )


class Subparsers(Protocol):
    """What ``add_subparsers`` returns."""

    def add_parser(self, name: str, **rest: Any) -> argparse.ArgumentParser: ...


def library() -> Library:
    """Return the texts as they are in their files now."""
    return Library(FileStore(paths.content(), paths.kit_file()))


def say_left_alone(path: Path) -> None:
    """Say on stderr what stands beside a dossier under one of its names and is no regular file: nobody touches it."""
    for name in scan(real(path)).left_alone:
        words = "laissé tel quel à côté du dossier, ni lu ni changé, car ce n’est pas un simple fichier"
        warn(f"{words} : {in_line(name)}")


def check_dossier(path: Path) -> None:
    """Raise NotADossier for another kind of file; DossierUnreadable where copies of what it was can be put back.

    DossierMissing, and the OSError of a file that may not be read. What is left alone beside it is said.
    """
    say_left_alone(path)
    try:
        check_readable(path)
    except DossierUnreadable as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None
        if list_backups(path):
            raise
        raise NotADossier(path) from None


def opened(path: Path, *, write: bool = False) -> Dossier:
    """Open a dossier that is one, as ``check_dossier``; to ``write`` in one of a newer program raises DossierNewer."""
    check_dossier(path)
    dossier = Dossier.open(path, write=write, own=paths.written_here() if write else None)
    if write and dossier.version > VERSION:
        dossier.close()
        raise DossierNewer(path, dossier.version)
    return dossier


def add_own(p: argparse.ArgumentParser, what: str) -> None:
    """Add the options for a text that goes with what a dossier has of it: ``what``, and with ``--with`` the notes."""
    p.add_argument("--dossier", type=Path, metavar="D", help=what)
    p.add_argument("--with", dest="parts", default="", metavar="notes", help="du dossier, les notes et les surlignages")
    p.set_defaults(refuse=p.error)


def notes_asked(arguments: argparse.Namespace) -> bool:
    """Say whether the notes and the passages of the dossier go along; they are refused where no dossier is named."""
    notes = "notes" in parts_asked(arguments, ("notes",))
    if notes and arguments.dossier is None:
        arguments.refuse("--with notes : les notes de quel dossier ? Ajoutez --dossier D.")
    return notes


def parts_asked(arguments: argparse.Namespace, known: tuple[str, ...]) -> list[str]:
    """Return the parts that ``--with`` names; raises UnknownField for one that is not known."""
    parts = [part.strip() for part in arguments.parts.split(",") if part.strip()]
    for part in parts:
        if part not in known:
            raise UnknownField(part, known)
    return parts


def ticked_target(texts: Library, action_id: str) -> str:
    """Return the journal's target of an action or milestone; raises UnknownId for any other id."""
    article: Article = texts.article(action_id)
    if article.kind not in ("action", "milestone"):
        near = tuple(a.id for a in texts.articles("action", "milestone") if a.parent == action_id)
        raise UnknownId(action_id, near)
    return f"{article.kind}:{action_id}"


def target_of(texts: Library, dossier: Dossier, wanted: str) -> str:
    """Return the target that an id names: of the texts, or an action or lever of one's own."""
    if wanted == names.IDENTITY:
        return wanted
    if re.fullmatch(r"own(-lever)?:[\w-]+", wanted):
        return wanted
    if not texts.has(wanted) and names.OWN + wanted in dossier.targets(names.OWN):
        return names.OWN + wanted
    return ticked_target(texts, wanted)


def say_missing(missing: Iterable[Evidence]) -> None:
    """Name on stderr the pieces that are not where their dossier is."""
    for one in missing:
        name = pieces.shown_name(one)
        warn(f"kit : la pièce « {name} » manque : elle n’était pas à côté du dossier.")
