"""Automatic backups, what each holds, unreadable files; several dossiers; clocks; older formats."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kit.dossier import journal, line
from kit.dossier.backup import backup, backup_if_due, check_readable, list_backups, restore
from kit.dossier.clock import ClockDoubt, clock_doubt
from kit.dossier.copies import describe
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode_header
from kit.dossier.merge import merge_files
from kit.errors import DossierMissing, DossierUnreadable
from tests.unit.dossier.dossier_events import HEADER, WRITERS, event, noon, signed, write


def at(hours: float) -> datetime:
    return noon() + timedelta(hours=hours)


def test_a_month_of_work_keeps_hours_then_days_then_weeks(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with Dossier.create(path) as made:
        for hour in range(0, 24 * 30, 2):
            made.record("action:a", "note", f"à l’heure {hour}")
            backup_if_due(path, folder, now=lambda moment=hour: at(moment))
    days = [copy.made.date() for copy in list_backups(path, folder)]
    assert 36 <= len(days) <= 48
    assert len(set(days)) >= 10
    assert days[0] == at(24 * 30 - 2).date() and (days[0] - days[-1]) > timedelta(days=14)


def test_a_copy_is_made_once_an_hour_and_not_of_what_cannot_be_read(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    write(path, event(1))
    assert backup_if_due(path, folder, now=noon) is not None
    write(path, event(1), event(2))
    assert backup_if_due(path, folder, now=lambda: at(0.9)) is None
    assert backup_if_due(path, folder, now=lambda: at(1.1)) is not None
    assert backup_if_due(path, folder, now=lambda: at(-24)) is not None  # the clock went back
    path.write_bytes(bytes(500))
    with pytest.raises(DossierUnreadable):
        backup_if_due(path, folder, now=lambda: at(9))
    assert len(list_backups(path, folder)) == 2


@pytest.mark.parametrize(
    ("data", "is_empty"),
    [(b"", True), (bytes(4096), False), (b"\n\n\n", True), (b"PK\x03\x04 not ours\n", False), (b"x" * 100_000, False)],
)
def test_a_file_that_holds_nothing_is_said_to(path: Path, tmp_path: Path, data: bytes, is_empty: bool) -> None:
    path.write_bytes(data)
    with pytest.raises(DossierUnreadable) as caught:
        check_readable(path, tmp_path / "copies")
    assert caught.value.is_empty is is_empty
    with pytest.raises(DossierMissing):
        check_readable(path.with_name("rien"), tmp_path / "copies")


def test_a_file_cut_down_to_line_one_is_empty_only_when_a_copy_holds_more(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    write(path)
    check_readable(path, folder)
    write(path, event(1))
    backup(path, folder)
    check_readable(path, folder)
    write(path)
    with pytest.raises(DossierUnreadable) as caught:
        check_readable(path, folder)
    assert caught.value.is_empty


def test_sound_lines_far_down_make_a_file_readable(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"rubbish\n" * 400)
    write(tmp_path / "b", event(1))
    with path.open("ab") as file:
        file.write((tmp_path / "b").read_bytes())
    check_readable(path, tmp_path / "copies")


def test_each_copy_is_told_with_its_ticks_and_differences(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    with Dossier.create(path) as made:
        made.record("action:a", "status", "fait")
        made.record("milestone:m", "status", "fait")
        backup(path, folder, now=noon)
        made.record("action:b", "status", "fait")
        made.record("action:a", "note", "vu")
        backup(path, folder, now=lambda: at(1))
        made.record("action:b", "status", "en-cours")
    newest, oldest = describe(path, folder)
    assert (newest.ticks, newest.events, len(newest.differences)) == (2, 4, 1)
    assert (oldest.ticks, len(oldest.differences)) == (1, 2)
    found = {(one.on, one.f): (one.then, one.now) for one in oldest.differences}
    assert found == {("action:b", "status"): (None, "en-cours"), ("action:a", "note"): (None, "vu")}
    assert (oldest.made, oldest.is_sound) == (noon(), True)
    path.write_bytes(b"")
    assert [len(copy.differences) for copy in describe(path, folder)] == [4, 2]
    restore(path, oldest.name, folder, now=lambda: at(2))
    assert [len(copy.differences) for copy in describe(path, folder) if copy.name == oldest.name] == [0]
    (folder / oldest.name).write_bytes(bytes(100))
    assert [copy.is_sound for copy in describe(path, folder) if copy.name == oldest.name] == [False]


@pytest.mark.parametrize(
    ("today", "texts", "doubt"),
    [
        ("2026-11-24", "2026-11-01", None),
        ("1970-01-01", "2026-11-01", ClockDoubt.BEFORE_TEXTS),
        ("2026-10-31", "2026-11-01", ClockDoubt.BEFORE_TEXTS),
        ("2199-12-31", "2026-11-01", ClockDoubt.FAR_AHEAD),
        ("2030-11-01", "2026-11-01", None),
        ("2026-11-24", "novembre", None),
        ("1970-01-01", "", None),
    ],
)
def test_a_clock_before_the_texts_or_far_ahead_is_doubted(today: str, texts: str, doubt: ClockDoubt | None) -> None:
    assert clock_doubt(date.fromisoformat(today), texts) == doubt


def from_zero(old: dict[str, Any]) -> dict[str, Any]:
    """Read a made-up format that named the person ``who`` and knew no replaced events."""
    new = {key: value for key, value in old.items() if key != "who"}
    return new | {"by": old["who"], "r": old.get("r", []), "x": old["x"].lower()}


OLD = signed(v=0, w=WRITERS[1], n=1, l=1, t="2020-01-01T00:00:00Z", who="Bob", on="action:a", f="status", x="FAIT")


def test_an_older_format_is_read_by_steps_and_its_lines_are_kept(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "STEPS", {0: from_zero})
    path.write_bytes(HEADER.replace(b'"kitess": 1', b'"kitess": 0') + b"\n" + OLD + b"\n")
    with Dossier.open(path) as opened:
        (one,) = opened.history()
        assert (one.v, one.by, one.x) == (1, "Bob", "fait")
        opened.record("action:a", "status", "en-cours")
        assert opened.conflicts() == []
    assert path.read_bytes().splitlines()[1] == OLD
    other = write(tmp_path / "autre.kitess", *journal.read(path).events)  # the old line in the new form
    assert merge_files(path, other, backups=tmp_path / "copies").added == 0
    with Dossier.open(path, write=False) as again:
        assert again.twins == []


def test_an_old_line_that_no_step_reads_is_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(HEADER + b"\n" + OLD + b"\n")
    assert len(journal.read(path).set_aside) == 1
    monkeypatch.setattr(line, "STEPS", {0: from_zero})
    assert journal.read(path).set_aside == []
    monkeypatch.setattr(line, "STEPS", {0: lambda old: {"w": old["nothing"]}})
    assert len(journal.read(path).set_aside) == 1


def test_steps_are_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []

    def step(number: int) -> line.Step:
        return lambda old: taken.append(number) or {**old, "seen": number}  # type: ignore[func-returns-value]

    monkeypatch.setattr(line, "STEPS", {number: step(number) for number in range(3)})
    assert line.upgrade({"v": 0, "c": "x"}, 0, to=3) == {"v": 3, "seen": 2}
    assert taken == [0, 1, 2]
    assert line.upgrade({"v": -1}, -1, to=3) is None


def test_another_who_has_it_open_is_named_and_outside_changes_are_read(path: Path) -> None:
    from kit.dossier.lock import host

    with Dossier.create(path, by="Ana", now=lambda: datetime.now(UTC)) as ana:
        assert ana.opened_by is None
        with Dossier.open(path, by="Bob") as bob:
            assert bob.opened_by is not None
            assert (bob.opened_by.name, bob.opened_by.host) == ("Ana", host())
            bob.record("action:a", "status", "fait")
            assert ana.refresh() == 1
            assert ana.refresh() == 0
            ana.record("action:b", "status", "fait")
            assert (bob.refresh(), ana.refresh()) == (1, 0)


def test_a_header_of_no_known_form_changes_nothing(path: Path) -> None:
    path.write_bytes(encode_header("", "", "") + b"\n")
    with Dossier.open(path) as opened:
        opened.record("action:a", "status", "fait")
