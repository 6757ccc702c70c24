"""Copies and a clock that jumps: none that a sound clock would have kept is lost for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kit.dossier.backup import (
    LAST,
    Backup,
    ClockJump,
    backup,
    backup_if_due,
    jumps,
    list_backups,
    next_count,
    thin,
    to_keep,
)
from tests.unit.dossier.dossier_events import event, noon, write

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


def kept_by_a_sound_clock(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Return what is promised: all of the last day, the last copy of each day of a week, week of five, month of twelve.

    The former rule of the program, which trusted the clock; here it gets the true times.
    """
    last_first = sorted(set(moments), reverse=True)
    kept = {one for one in last_first if now - one <= DAY}
    seen: set[tuple[str, int, int]] = set()
    for one in last_first:
        week = one.isocalendar()
        for limit, period in (
            (7 * DAY, ("day", one.toordinal(), 0)),
            (35 * DAY, ("week", week.year, week.week)),
            (372 * DAY, ("month", one.year, one.month)),
        ):
            if now - one <= limit and period not in seen:
                seen.add(period)
                kept.add(one)
    return kept


class Laptop:
    """A clock that may be set, and the copies made by it, thinned after each."""

    def __init__(self) -> None:
        self.real, self.off = noon(), timedelta(0)
        self.copies: list[Backup] = []  # the last made first
        self.made: dict[Path, datetime] = {}

    def copy(self) -> None:
        shown = self.real + self.off
        path = Path(f"{len(self.made)}.kitess")
        self.copies.insert(0, Backup(path, shown, 1, next_count(self.copies, shown)))
        self.made[path] = self.real
        kept = to_keep(self.copies)
        self.copies = [copy for copy in self.copies if copy in kept]

    @property
    def kept(self) -> set[datetime]:
        return {self.made[copy.path] for copy in self.copies}


passed = st.integers(60, 300) | st.sampled_from((14 * 60, 24 * 60, 63 * 60, 6 * 24 * 60, 20 * 24 * 60))
sizes = st.sampled_from((HOUR, 5 * HOUR, 20 * HOUR, 2 * DAY, 5 * DAY, 40 * DAY, YEAR, 25 * YEAR))
histories = st.lists(passed, min_size=1, max_size=150)
settings_of_clock = st.lists(st.tuples(st.integers(0, 149), sizes, st.booleans()), max_size=8)


@given(histories, settings_of_clock)
def test_however_the_clock_jumps_nothing_is_lost_that_a_sound_one_keeps(
    steps: list[int], jumps_at: list[tuple[int, timedelta, bool]]
) -> None:
    laptop = Laptop()
    for number, minutes in enumerate(steps):
        laptop.real += timedelta(minutes=minutes)
        for at, size, back in jumps_at:
            if at == number:
                laptop.off += -min(size, YEAR) if back else size
        laptop.copy()
    now, made = laptop.real, [*laptop.made.values()]
    assert len(laptop.kept) >= len(kept_by_a_sound_clock(made, now))
    assert {one for one in made if now - one <= DAY} <= laptop.kept
    for nearest, farthest in ((DAY, 7 * DAY), (7 * DAY, 35 * DAY)):
        there = {one for one in made if nearest < now - one <= farthest}
        assert not there or there & laptop.kept


@given(st.lists(st.sampled_from((60, 120, 14 * 60, 40 * 60, 6 * 24 * 60)), max_size=80), sizes, st.booleans())
def test_a_jump_by_itself_removes_no_copy(steps: list[int], size: timedelta, back: bool) -> None:
    laptop = Laptop()
    for minutes in steps:
        laptop.real += timedelta(minutes=minutes)
        laptop.copy()
    before = laptop.kept
    laptop.off = -min(size, YEAR) if back else size
    laptop.real += timedelta(minutes=60)
    laptop.copy()
    if size > 3 * DAY or (back and size > HOUR):  # an hour back after an hour looks as if no time had passed
        assert before <= laptop.kept
    assert {one for one in before if laptop.real - one <= DAY} <= laptop.kept


@given(histories)
def test_thinning_twice_removes_no_more(steps: list[int]) -> None:
    laptop = Laptop()
    for minutes in steps:
        laptop.real += timedelta(minutes=minutes)
        laptop.copy()
    assert to_keep(laptop.copies) == set(laptop.copies)


def test_years_of_work_keep_a_bounded_number_of_copies() -> None:
    laptop, most = Laptop(), 0
    for day in range(3 * 365):
        laptop.real += DAY
        if day % 7 < 5:
            for _ in range(6):
                laptop.real += HOUR
                laptop.copy()
            laptop.real -= 6 * HOUR
        most = max(most, len(laptop.copies))
    assert LAST + 12 <= most <= 110


def test_a_clock_25_years_ahead_keeps_every_copy_and_is_told(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    for number in range(1, 11):
        write(path, event(number))
        backup(path, folder, now=lambda day=number: noon() + day * DAY)
    write(path, event(11))
    ahead = noon() + 25 * YEAR
    assert backup_if_due(path, folder, now=lambda: ahead) is not None
    copies = list_backups(path, folder)
    assert len(copies) == 11
    assert copies[0].made == ahead
    assert jumps(copies) == [ClockJump(noon() + 10 * DAY, ahead)]
    write(path, event(12))
    back = noon() + 10 * DAY + 2 * HOUR
    assert backup_if_due(path, folder, now=lambda: back) is not None
    write(path, event(13))
    assert backup_if_due(path, folder, now=lambda: back + HOUR / 2) is None  # one an hour, as ever
    copies = list_backups(path, folder)
    assert (len(copies), copies[0].made) == (12, back)
    assert [jump.is_back for jump in jumps(copies)] == [True, False]
    assert thin(path, folder) == []


def test_copies_named_by_the_former_rule_are_listed_and_outlive_a_wrong_clock(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    data = write(path, event(1)).read_bytes()
    names = [f"ville.202611{day:02}-120000.kitess" for day in range(10, 20)] + ["ville.20261119-120000-2.kitess"]
    for name in names:
        (folder / name).write_bytes(data)
    write(path, event(2))
    backup(path, folder, now=lambda: noon() + 25 * YEAR)
    assert [copy.path.name for copy in list_backups(path, folder)[1:]] == names[::-1]


def test_no_link_and_no_folder_is_a_copy(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = backup(write(path, event(1)), folder, now=noon)
    (folder / "ville.20261124-130000-0000009.kitess").symlink_to(path)
    assert [copy.path for copy in list_backups(path, folder)] == [made]
