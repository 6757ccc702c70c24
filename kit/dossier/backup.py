"""Copies of a dossier apart from it: made before anything is rewritten, thinned with time, and put back."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kit import paths
from kit.dossier import journal
from kit.dossier.line import Header, parse_line
from kit.dossier.lock import exclusive, utc_now
from kit.errors import DossierMissing, SaveRefused

_log = logging.getLogger(__name__)

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(?P<stem>.+)\.(?P<stamp>\d{8}-\d{6})(?:-(?P<rank>\d+))?\.kitess", re.DOTALL)
DAYS, WEEKS, MONTHS = 7, 5, 12


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: its file, when it was made (UTC), and its size in bytes."""

    path: Path
    made: datetime
    size: int
    rank: int = 0


def backup(path: Path, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Copy the journal to ``folder`` (``paths.backups()`` by default) and thin the copies.

    The newest copy is given back when it holds the same bytes. DossierMissing, SaveRefused.
    """
    folder = folder or paths.backups()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DossierMissing(path) from error
    moment = now().astimezone(UTC)
    former = list_backups(path, folder)
    try:
        if former and former[0].size == len(data) and former[0].path.read_bytes() == data:
            return former[0].path
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveRefused(folder, error) from error
    copy = _free_name(folder, path.stem, moment)
    journal.put(copy, data)
    thin(path, folder, now=now)
    return copy


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
    """Put the copy ``name`` in the place of the dossier, which is copied first; return the copy put back.

    DossierMissing when there is no such copy; SaveRefused, also when someone has the dossier open.
    """
    folder = folder or paths.backups()
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
        journal.put(path, data)
    return chosen.path


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
