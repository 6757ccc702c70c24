"""Copies of a dossier apart from it: made before anything is rewritten, thinned with time, and put back."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from kit import files, leftovers, paths
from kit.dossier import beside, journal, piece_copies, snapshot
from kit.dossier.line import LINE_LIMIT, Header, parse_line
from kit.dossier.lock import exclusive, utc_now
from kit.dossier.model import Event
from kit.errors import DossierMissing, DossierUnreadable, NotADossier, SaveRefused

_log = logging.getLogger(__name__)

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(?P<stem>.+)\.(?P<stamp>\d{8}-\d{6})(?:-(?P<rank>\d+))?\.kitess", re.DOTALL)
DAYS, WEEKS, MONTHS = 7, 5, 12
EVERY = timedelta(hours=1)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: its file, when it was made (UTC), and its size in bytes."""

    path: Path
    made: datetime
    size: int
    rank: int = 0


def backup(path: Path, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Copy the journal and its pieces to ``folder`` (``paths.backups()`` by default) and thin the copies.

    The newest copy is given back when it holds the same bytes. DossierMissing, SaveRefused.
    """
    folder, path = folder or paths.backups(), beside.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    moment = now().astimezone(UTC)
    former = list_backups(path, folder)
    try:
        if former and _is_same(former[0].path, path):
            piece_copies.keep(path, folder)
            return former[0].path
        paths.make_folder(folder)
        copy = _free_name(folder, path.stem, moment)
        files.copy_whole(path, copy, private=paths.is_private(copy))
        piece_copies.keep(path, folder)
    except OSError as error:
        raise SaveRefused(folder, error) from error
    try:
        remove_leftovers(folder)
    except OSError as error:
        _log.warning("a half-written copy stays: %s", error)
    thin(path, folder, now=now)
    return copy


def remove_leftovers(folder: Path | None = None) -> None:
    """Remove the copies that killed programs left half written, of whichever dossier they are; OSError."""
    leftovers.remove(folder or paths.backups(), lambda name: _NAME.fullmatch(name) is not None)


def backup_if_due(path: Path, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path | None:
    """Copy the journal if no copy is younger than ``EVERY``; None when there is one. For the background, after a save.

    With what ``thin`` keeps, that makes a copy of each hour of work for a day, then of each day, week and month. A
    journal in which nothing can be read is not copied: it would push the sound copies out. As ``backup``.
    """
    folder = folder or paths.backups()
    moment = now().astimezone(UTC)
    newest = next((copy.made for copy in list_backups(path, folder)), None)
    if newest is not None and newest <= moment < newest + EVERY:
        return None
    check_readable(path, folder)
    return backup(path, folder, now=now)


def check_readable(path: Path, folder: Path | None = None) -> None:
    """Raise DossierUnreadable when the file holds nothing that can be read, though it should; DossierMissing.

    That is: no byte; bytes, but neither line 1 nor an event; or line 1 alone, while a copy holds events.
    """
    path = beside.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    try:
        size = path.stat().st_size
        has_header, has_event = _begins(path)
        if has_event:
            return
        reading = journal.read(path)
    except OSError as error:
        raise DossierUnreadable(path, is_empty=False) from error
    if reading.rows or reading.newer:
        return
    if not has_header or any(_begins(copy.path)[1] for copy in list_backups(path, folder)):
        raise DossierUnreadable(path, is_empty=not size or not reading.set_aside)


def check_is_dossier(path: Path) -> None:
    """Raise NotADossier when no line of the file is a dossier's; DossierMissing. Only the beginning is read, mostly."""
    path = beside.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    try:
        if any(_begins(path)):
            return
        reading = journal.read(path)
    except OSError as error:
        raise NotADossier(path) from error
    if not reading.rows and not reading.newer:
        raise NotADossier(path)


def list_backups(path: Path, folder: Path | None = None) -> list[Backup]:
    """Return the copies of this dossier, newest first; it need not exist any more."""
    folder = folder or paths.backups()
    uuid = _uuid_in(path)
    found = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        name = _NAME.fullmatch(entry.name)
        if name is None:
            continue
        theirs = _uuid_in(entry)
        if uuid == theirs if uuid and theirs else name["stem"] == path.stem:
            made = datetime.strptime(name["stamp"], _STAMP).replace(tzinfo=UTC)
            found.append(Backup(entry, made, entry.stat().st_size, int(name["rank"] or 0)))
    return sorted(found, key=lambda copy: (copy.made, copy.rank), reverse=True)


def thin(path: Path, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> list[Path]:
    """Remove the copies that ``to_keep`` does not name; return those removed."""
    copies = list_backups(path, folder)
    kept = to_keep((copy.made for copy in copies), now().astimezone(UTC))
    removed = []
    for copy in copies:
        if copy.made not in kept:
            try:
                copy.path.unlink()
            except OSError as error:
                _log.warning("an old copy stays: %s", error)
                continue
            removed.append(copy.path)
    if removed:
        piece_copies.thin(folder or paths.backups())
    return removed


def to_keep(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Keep all of the last day, then the newest of each day of a week, of each week of five, of each month of a year.

    The newest of all is always kept, and so is what bears a time to come (a clock was wrong).
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[:1])
    seen: set[tuple[str, int, int]] = set()
    for moment in newest_first:
        age = now - moment
        if age <= timedelta(days=1):
            kept.add(moment)
            continue
        week = moment.isocalendar()
        for limit, period in (
            (timedelta(days=DAYS), ("day", moment.toordinal(), 0)),
            (timedelta(weeks=WEEKS), ("week", week.year, week.week)),
            (timedelta(days=31 * MONTHS), ("month", moment.year, moment.month)),
        ):
            if age <= limit and period not in seen:
                seen.add(period)
                kept.add(moment)
    return kept


def restore(path: Path, name: str, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Put the copy ``name`` and its pieces in the place of the dossier, which is copied first; return that copy.

    DossierMissing when there is no such copy; SaveRefused, also when someone has the dossier open.
    """
    folder, path = folder or paths.backups(), beside.real(path)
    chosen = next((copy for copy in list_backups(path, folder) if copy.path.name == name), None)
    if chosen is None:
        raise DossierMissing(folder / name)
    try:
        data = chosen.path.read_bytes()
    except OSError as error:
        raise DossierMissing(chosen.path) from error
    with exclusive(path, now):
        if path.exists():
            backup(path, folder, now=now)
        try:
            files.write_whole(path, data, private=paths.is_private(path))
        except OSError as error:
            raise SaveRefused(path, error) from error
        snapshot.forget(paths.snapshots(), path)
        piece_copies.bring_back(path, folder)
    return chosen.path


def _is_same(a: Path, b: Path) -> bool:
    if a.stat().st_size != b.stat().st_size:
        return False
    with a.open("rb") as one, b.open("rb") as other:
        while block := one.read(_BLOCK):
            if block != other.read(_BLOCK):
                return False
    return True


def _begins(path: Path) -> tuple[bool, bool]:
    """Say whether line 1, or an event, is among the first lines of a file; OSError."""
    has_header = has_event = False
    with path.open("rb") as file:
        for line in islice(iter(lambda: file.readline(LINE_LIMIT), b""), 20):
            found = parse_line(line.rstrip(b"\n"))
            has_header = has_header or isinstance(found, Header)
            has_event = has_event or isinstance(found, Event)
    return has_header, has_event


def _free_name(folder: Path, stem: str, moment: datetime) -> Path:
    stamp = moment.strftime(_STAMP)
    copy, rank = folder / f"{stem}.{stamp}.kitess", 1
    while copy.exists():
        rank += 1
        copy = folder / f"{stem}.{stamp}-{rank}.kitess"
    return copy


def _uuid_in(path: Path) -> str:
    """Return the id that line 1 gives, or nothing; only that line is read."""
    try:
        with path.open("rb") as file:
            found = parse_line(file.readline(4096).rstrip(b"\n"))
    except OSError:
        return ""
    return found.uuid if isinstance(found, Header) else ""
