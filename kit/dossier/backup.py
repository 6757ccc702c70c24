"""Copies of a dossier apart from it: made before anything is rewritten, thinned with time, and put back.

A copy's name holds what the clock said, and a count of minutes that goes on from copy to copy whatever the clock says:
what passed since the copy before, or one minute where that cannot be (the clock went back) or need not be (it went far
ahead, or nobody worked for days). Order and age are told by the count alone, so that no jump of the clock ages a copy.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

from msgspec import Struct

from kit import files, leftovers, paths
from kit.dossier import journal, sidecar, snapshot
from kit.dossier.clock import utc_now
from kit.dossier.line import LINE_LIMIT, Header, parse_line
from kit.dossier.lock import exclusive
from kit.dossier.model import Event
from kit.errors import DossierMissing, DossierUnreadable, NotADossier, SaveRefused

_log = logging.getLogger(__name__)

_STAMP = "%Y%m%d-%H%M%S"
_NAME = r"(?s)(?P<stem>.+)\.(?P<stamp>\d{8}-\d{6})(?:-(?P<count>\d+))?\.kitess"
_COUNT_DIGITS = 7
LAST = 25
"""Copies that are never thinned: those of a day of work, one an hour, however far the clock is off."""
DAYS, WEEKS, MONTHS = 7, 5, 12
EVERY = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_PAUSE = timedelta(days=3)  # a weekend; what is longer ages no copy, for it may be a clock set anew
_SURELY_AHEAD = timedelta(days=366)


class Backup(Struct, frozen=True):
    """One copy: its file, when it was made by the clock of that time (UTC), its size in bytes, its count of minutes.

    ``is_dated`` is False where the name holds no moment that there is; ``made`` is then the time of the file.
    """

    path: Path
    made: datetime
    size: int
    count: int = 0
    is_dated: bool = True


class ClockJump(Struct, frozen=True):
    """Two copies made one after the other, between which the clock went back, or over a year ahead."""

    before: datetime
    after: datetime

    @property
    def is_back(self) -> bool:
        """True when the later copy bears the earlier time."""
        return self.after < self.before


def backup(path: Path, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Copy the journal and its pieces to ``folder`` (``paths.backups()`` by default) and thin the copies.

    The newest copy is given back when it holds the same bytes. DossierMissing, SaveRefused.
    """
    from kit.dossier import piece_copies  # not at the start, which only lists copies

    folder, path = folder or paths.backups(), sidecar.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    former = list_backups(path, folder)
    try:
        is_same = bool(former) and _is_same(former[0].path, path)
        copy = former[0].path if is_same else _free_name(folder, path.stem, now().astimezone(UTC), former)
        if not is_same:
            paths.make_folder(folder)
            files.copy_whole(path, copy, private=paths.is_private(copy))
        piece_copies.keep(path, folder)  # with the same bytes, too: a piece may have come back
    except OSError as error:
        raise SaveRefused(folder, error) from error
    if is_same:
        return copy
    try:
        remove_leftovers(folder)
    except OSError as error:
        _log.warning("a half-written copy stays: %s", error.strerror)
    thin(path, folder)
    return copy


def remove_leftovers(folder: Path | None = None) -> None:
    """Remove the copies that killed programs left half written, of whichever dossier they are; OSError."""
    leftovers.remove(folder or paths.backups(), lambda name: re.fullmatch(_NAME, name) is not None)


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
    path = sidecar.real(path)
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
    if reading.events or reading.newer:
        return
    if not has_header or any(_begins(copy.path)[1] for copy in list_backups(path, folder)):
        raise DossierUnreadable(path, is_empty=not size or not reading.set_aside)


def check_is_dossier(path: Path) -> None:
    """Raise NotADossier when no line of the file is a dossier's; DossierMissing. Only the beginning is read, mostly."""
    path = sidecar.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    try:
        if any(_begins(path)):
            return
        reading = journal.read(path)
    except OSError as error:
        raise NotADossier(path) from error
    if not reading.events and not reading.newer:
        raise NotADossier(path)


def list_backups(path: Path, folder: Path | None = None, *, uuid: str = "") -> list[Backup]:
    """Return the copies of this dossier, the last made first; it need not exist any more.

    ``uuid`` names the dossier where another one's file stands at the path.
    """
    wanted = uuid or _uuid_in(path)
    return _copies_in(
        folder, lambda stem, theirs: wanted == theirs if wanted and theirs else not uuid and stem == path.stem
    )


def list_others(path: Path, folder: Path | None = None) -> list[Backup]:
    """Return the copies, the last made first, of other dossiers whose file bore the same name."""
    own = _uuid_in(path)
    return _copies_in(folder, lambda stem, theirs: bool(own and theirs) and own != theirs and stem == path.stem)


def _copies_in(folder: Path | None, is_wanted: Callable[[str, str], bool]) -> list[Backup]:
    folder = folder or paths.backups()
    numbered: list[Backup] = []
    plain: list[Backup] = []
    for entry in folder.iterdir() if folder.is_dir() else ():
        name = re.fullmatch(_NAME, entry.name)
        if name is None or not files.is_regular(entry) or not is_wanted(name["stem"], _uuid_in(entry)):
            continue
        found = _described(entry, name)
        if found is not None:
            (numbered if len(name["count"] or "") >= _COUNT_DIGITS else plain).append(found)
    counted = [*_counted(sorted(plain, key=lambda copy: (copy.made, copy.count))), *numbered]
    return sorted(counted, key=lambda copy: (copy.count, copy.made), reverse=True)


def _described(entry: Path, name: re.Match[str]) -> Backup | None:
    try:
        stat = entry.lstat()
    except OSError:  # thinned just now by another window
        return None
    count = int(name["count"] or 0)
    try:
        made = datetime.strptime(name["stamp"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return Backup(entry, _moment_of(stat.st_mtime), stat.st_size, count, is_dated=False)
    return Backup(entry, made, stat.st_size, count)


def _moment_of(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.min.replace(tzinfo=UTC)


def _counted(plain: list[Backup]) -> Iterator[Backup]:
    """Give copies of former names, oldest first, the count that ends in 0."""
    counts = [0]
    for older, newer in pairwise(plain):
        counts.append(counts[-1] + _minutes_between(older.made, newer.made))
    for copy, count in zip(plain, counts, strict=False):
        yield Backup(copy.path, copy.made, copy.size, count - counts[-1], copy.is_dated)


def next_count(former: Sequence[Backup], moment: datetime) -> int:
    """Return the count of a copy made now, after those listed."""
    return former[0].count + _minutes_between(former[0].made, moment) if former else 1


def _minutes_between(before: datetime, after: datetime) -> int:
    """Return by how much a copy's count passes that of the copy before."""
    passed = after - before
    return max(1, passed // _MINUTE) if timedelta(0) <= passed <= _PAUSE else 1


def jumps(copies: Sequence[Backup]) -> list[ClockJump]:
    """Return where the clock jumped between copies, the last first as they are listed; none was removed for that.

    Going back over an hour is told, going ahead when it is over a year: less may have been a pause.
    """
    found = []
    for later, earlier in pairwise(copy for copy in copies if copy.is_dated):
        passed = later.made - earlier.made
        if passed < -EVERY or passed - (later.count - earlier.count) * _MINUTE > _SURELY_AHEAD:
            found.append(ClockJump(earlier.made, later.made))
    return found


def thin(path: Path, folder: Path | None = None) -> list[Path]:
    """Remove the copies that ``to_keep`` does not name; return those removed."""
    copies = [copy for copy in list_backups(path, folder) if copy.is_dated]
    kept = to_keep(copies)
    removed = []
    for copy in copies:
        if copy not in kept:
            try:
                copy.path.unlink()
            except OSError as error:
                _log.warning("an old copy stays: %s", error.strerror)
                continue
            removed.append(copy.path)
    if removed:
        from kit.dossier import piece_copies

        piece_copies.thin(folder or paths.backups())
    return removed


def to_keep(copies: Iterable[Backup]) -> set[Backup]:
    """Keep the last ``LAST`` copies, all of the last day, and the first and the last of each period further back.

    Periods are the days of a week, then the weeks of five, then the months of a year. The age of a copy is what its
    count lacks to that of the last one. Where the clock jumped, a new row of periods begins, as its days may be any.
    """
    last_first = sorted(copies, key=lambda copy: (copy.count, copy.made), reverse=True)
    kept = set(last_first[:LAST])
    periods: dict[tuple[str, int, int, int], list[Backup]] = {}
    for copy in last_first:
        age = (last_first[0].count - copy.count) * _MINUTE
        if age <= timedelta(days=1):
            kept.add(copy)
            continue
        row = (int(copy.made.timestamp()) // 60 - copy.count) // (24 * 60)
        week = copy.made.isocalendar()
        for limit, period in (
            (timedelta(days=DAYS), ("day", row, copy.made.toordinal(), 0)),
            (timedelta(weeks=WEEKS), ("week", row, week.year, week.week)),
            (timedelta(days=31 * MONTHS), ("month", row, copy.made.year, copy.made.month)),
        ):
            if age <= limit:
                periods.setdefault(period, []).append(copy)
    for found in periods.values():
        kept.update((found[0], found[-1]))
    return kept


def restore(path: Path, name: str, folder: Path | None = None, *, now: Callable[[], datetime] = utc_now) -> Path:
    """Put the copy ``name`` and its pieces in the place of the dossier, which is copied first; return that copy.

    It may be one of ``list_others``: what stands there by now is copied too. DossierMissing when there is no such copy;
    SaveRefused, also when someone has the dossier open.
    """
    from kit.dossier import piece_copies

    folder, path = folder or paths.backups(), sidecar.real(path)
    known = (*list_backups(path, folder), *list_others(path, folder))
    chosen = next((copy for copy in known if copy.path.name == name), None)
    if chosen is None:
        raise DossierMissing(folder / name)
    try:
        data = b"".join(files.blocks_of(chosen.path))
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
    return all(one == other for one, other in zip(files.blocks_of(a), files.blocks_of(b.resolve()), strict=True))


def _begins(path: Path) -> tuple[bool, bool]:
    """Say whether line 1, or an event, is among the first lines of a file; OSError."""
    has_header = has_event = False
    with path.open("rb") as file:
        for line in islice(iter(lambda: file.readline(LINE_LIMIT), b""), 20):
            found = parse_line(line.rstrip(b"\n"))
            has_header = has_header or isinstance(found, Header)
            has_event = has_event or isinstance(found, Event)
    return has_header, has_event


def _free_name(folder: Path, stem: str, moment: datetime, former: list[Backup]) -> Path:
    count = next_count(former, moment)
    while True:
        copy = folder / f"{stem}.{moment.strftime(_STAMP)}-{count:0{_COUNT_DIGITS}d}.kitess"
        if not copy.exists():
            return copy
        count += 1


def _uuid_in(path: Path) -> str:
    """Return the id that line 1 gives, or nothing; only that line is read."""
    try:
        with path.open("rb") as file:
            found = parse_line(file.readline(4096).rstrip(b"\n"))
    except OSError:
        return ""
    return found.uuid if isinstance(found, Header) else ""
