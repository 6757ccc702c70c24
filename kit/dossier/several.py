"""Several dossiers: duplicating one under a new id, and putting one away with all that stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kit import __version__
from kit.dossier import beside, journal, pieces
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode_header
from kit.dossier.lock import exclusive, utc_now
from kit.dossier.model import utc_text
from kit.dossier.rows import line_of
from kit.dossier.store import Opening, Store
from kit.errors import DossierExists, DossierMissing, SaveRefused
from kit.files import Patience, copy_whole, sync_folder

ARCHIVES = "archives"


def duplicate(path: Path, out: Path, *, now: Callable[[], datetime] = utc_now) -> str:
    """Copy a dossier, its files of evidence included, as another dossier; return its new id.

    All that stands beside it is taken in. DossierMissing, DossierExists, SaveRefused.
    """
    if not path.is_file():
        raise DossierMissing(path)
    if out.exists():
        raise DossierExists(out)
    readings = Store(path, Opening("", now, __version__, Patience()), write=False).readings
    uuid = beside.new_uuid()
    header = encode_header(uuid, utc_text(now()), __version__)
    newer = [line for reading in readings for line in reading.newer]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        source = pieces.folder_of(path)
        if source.is_dir():
            pieces.folder_of(out).mkdir(exist_ok=True)
            for file in source.iterdir():
                copy_whole(file, pieces.folder_of(out) / file.name)
    except OSError as error:
        raise SaveRefused(out, error) from error
    journal.rewrite(out, [header, *map(line_of, journal.distinct(readings).values()), *newer])
    return uuid


def archive(path: Path, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Move a dossier and its files into ``archives`` beside it; return where it is now. Moving it back is the reverse.

    DossierMissing; SaveRefused, also when someone has it open.
    """
    return move(path, path.parent / ARCHIVES, now=now)


def move(path: Path, folder: Path, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Move a dossier and all that belongs to it into a folder, under a name that is free; as ``archive``."""
    with Dossier.open(path, now=now) as dossier:  # takes in what stands beside it
        if dossier.opened_by is not None or dossier.read_only:
            raise SaveRefused(path, BlockingIOError(str(path)))
    target = _free(folder / path.name)
    with exclusive(path, now):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for of in (pieces.folder_of, beside.aside_of):
                if of(path).exists():
                    of(path).rename(of(target))
            path.rename(target)
            sync_folder(folder)
        except OSError as error:
            raise SaveRefused(path, error) from error
    return target


def _free(wanted: Path) -> Path:
    target, rank = wanted, 1
    while target.exists() or pieces.folder_of(target).exists():
        rank += 1
        target = wanted.with_name(f"{wanted.stem} {rank}{wanted.suffix}")
    return target
