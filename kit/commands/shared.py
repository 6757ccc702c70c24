"""What the calls share: the texts, JSON on stdout, and where an id is looked for."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from kit import paths
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.model import Article
from kit.dossier import pieces
from kit.dossier import plan_fields as names
from kit.dossier.backup import check_readable, list_backups
from kit.dossier.beside import real, scan
from kit.dossier.dossier import Dossier
from kit.dossier.line import VERSION
from kit.dossier.plan_lists import Evidence
from kit.errors import DossierNewer, DossierUnreadable, NotADossier, UnknownId


class Subparsers(Protocol):
    """What ``add_subparsers`` returns."""

    def add_parser(self, name: str, **rest: Any) -> argparse.ArgumentParser: ...


def library() -> Library:
    """Return the texts as they are in their files now."""
    return Library(FileStore(paths.content(), paths.kit_file()))


def put_json(value: Any) -> None:
    """Put one JSON document on stdout and nothing else."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say_left_alone(path: Path) -> None:
    """Say on stderr what stands beside a dossier under one of its names and is no regular file: nobody touches it."""
    for name in scan(real(path)).left_alone:
        told = "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
        words = "laissé tel quel à côté du dossier, ni lu ni changé, car ce n’est pas un simple fichier"
        print(f"{words} : {told}", file=sys.stderr)


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
        print(f"kit : la pièce « {name} » manque : elle n’était pas à côté du dossier.", file=sys.stderr)
