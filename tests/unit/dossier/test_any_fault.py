"""Any exception at any step: what was called saved is there, the rest is whole or not there, the lock is free."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.backup import backup, list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode
from kit.dossier.merge import merge_files
from kit.dossier.model import Change
from kit.dossier.preview import Mode, preview, reunite
from kit.dossier.sidecar import lock_of, sibling_of
from kit.files import Patience
from tests.unit.dossier.dossier_events import HEADER, WRITERS, event, write
from tests.unit.dossier.faults import Fault, each_kind_of_step, each_step

pytestmark = pytest.mark.timeout(600)  # thousands of cases in each

SAVED = [event(1), event(2, "en-cours", on="action:b"), event(3, "Noté par Ana", f="note")]
THEIRS = [event(n, f"valeur {n}", w=WRITERS[1], on=f"action:{n}", f="note") for n in range(1, 4)]
BESIDE = [event(1, "à côté", w=WRITERS[2], on="action:z", f="note")]
GESTURE = [Change("action:a", "note", "été"), Change("action:b", "due", "2027"), Change("own:x", "title", "À nous")]
AT_ONCE = Patience(0)
SHOWN = [("action:a", "note"), ("action:b", "due"), ("own:x", "title"), ("action:1", "note"), ("action:z", "note")]


@pytest.fixture(autouse=True)
def own(own_places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "fsync", lambda fd: None)  # thousands of cases: nothing here cuts the power
    return own_places


def ids(path: Path) -> set[str]:
    return journal.read(path).ids


def clear(folder: Path) -> None:
    for entry in folder.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def runs(path: Path, faults: Callable[[], Iterator[Fault]] = each_kind_of_step) -> Iterator[Fault]:
    """Yield each fault with a fresh dossier of three saved changes, alone in its folder."""
    for fault in faults():
        clear(path.parent)
        write(path, *SAVED)
        yield fault


@contextmanager
def broken(fault: Fault) -> Iterator[list[bool]]:
    """Run what stands inside with a fault; the list holds True when it ended well."""
    ended: list[bool] = []
    try:
        with fault:
            yield ended
    except BaseException as error:
        if not fault.came or isinstance(error, AssertionError):
            raise
    else:
        ended.append(True)


def sound(path: Path, saved: set[str]) -> None:
    """See that the lock is free, that nothing saved is missing, and that one can go on working."""
    assert not lock_of(path).exists()
    reading = journal.read(path)
    assert {one.id for one in SAVED} | saved <= reading.ids
    assert reading.set_aside == [] and reading.ends_whole
    with Dossier.open(path, by="Bob", patience=AT_ONCE) as opened:
        assert opened.holder is None
        assert (opened.gaps, opened.twins) == ([], [])
        after = opened.record("action:after", "status", "fait")
    assert after.id in ids(path)


def same_as_on_disk(opened: Dossier, path: Path) -> None:
    """See that what is shown, once looked at again, is what the file holds: nothing hidden, nothing made up."""
    opened.refresh()
    with Dossier.open(path, write=False) as seen:
        assert [opened.value(*one) for one in SHOWN] == [seen.value(*one) for one in SHOWN]
        assert {one.id for one in opened.history()} == {one.id for one in seen.history()}


def whole_or_none(path: Path, count: int, on: set[str]) -> None:
    """See that all of the changes of some targets are in the file, or none."""
    there = {one.id for one in journal.read(path).events if one not in SAVED and one.on in on}  # twice is once
    assert len(there) in (0, count)


def test_a_gesture_is_saved_whole_or_taken_back(path: Path) -> None:
    for fault in runs(path, each_step):
        with Dossier.open(path, patience=AT_ONCE) as opened:
            events: tuple[str, ...] = ()
            with broken(fault) as ended:
                events = tuple(one.id for one in opened.record_group(GESTURE))
            if not ended:
                assert opened._staged == {}
            same_as_on_disk(opened, path)
            after = opened.record("action:c", "status", "fait")
        whole_or_none(path, 3, {"action:a", "action:b", "own:x"})
        sound(path, {*events, after.id})


def test_an_undo_is_saved_whole_or_taken_back(path: Path) -> None:
    for fault in runs(path):
        with Dossier.open(path, patience=AT_ONCE) as opened:
            made = opened.record_group(GESTURE)
            with broken(fault):
                opened.record_step(lambda dossier: dossier.undo())
            same_as_on_disk(opened, path)
            opened.record("action:c", "status", "fait")
        sound(path, {one.id for one in made})


def test_bringing_in_a_colleagues_dossier_is_whole_in_each_part(path: Path) -> None:
    other = path.with_name("autre.kitess")
    for fault in runs(path):
        write(other, *THEIRS)
        with Dossier.open(path, patience=AT_ONCE) as opened:
            opened.record("action:1", "note", "à moi")
            with broken(fault):
                found = preview(opened, other)
                reunite(opened, found, found.sides(Mode.ALL))
            same_as_on_disk(opened, path)
            after = opened.record("action:c", "status", "fait")
        assert len(ids(path) & {one.id for one in THEIRS}) in (0, 3)
        sound(path, {after.id})


def test_looking_again_hides_nothing(path: Path) -> None:
    for fault in runs(path):
        with Dossier.open(path, patience=AT_ONCE) as opened:
            with path.open("ab") as file:
                file.write(encode(THEIRS[0]) + b"\n")
            write(sibling_of(path, WRITERS[2]), *BESIDE)
            with broken(fault):
                opened.refresh()
            same_as_on_disk(opened, path)
            assert opened.value("action:1", "note") == "valeur 1"
            assert opened.value("action:z", "note") == "à côté"
        sound(path, {THEIRS[0].id, BESIDE[0].id})


def test_opening_and_closing_give_the_lock_back(path: Path) -> None:
    for fault in runs(path):
        write(sibling_of(path, WRITERS[2]), *BESIDE)
        held: Dossier | None = None
        with broken(fault):
            held = Dossier.open(path, patience=AT_ONCE)
            held.close()
        if held is not None:
            held.close()
        with Dossier.open(path, patience=AT_ONCE) as opened:
            assert opened.value("action:z", "note") == "à côté"
        sound(path, {BESIDE[0].id})


def in_place(path: Path, work: Callable[[Path, Path], object], prepare: Callable[[Path], object]) -> None:
    """Run a work on a closed dossier: afterwards the file is as before, or as the work leaves it."""
    folder = path.parent / "copies"
    for fault in runs(path):
        prepare(folder)
        before = ids(path)
        with broken(fault):
            work(path, folder)
        assert ids(path) >= {one.id for one in SAVED}
        assert ids(path) >= before or work is put_back
        for copy in list_backups(path, folder):
            assert ids(copy.path) >= {one.id for one in SAVED}
        sound(path, set())


def nothing(folder: Path) -> None:
    """Prepare nothing."""


def put_back(path: Path, folder: Path) -> None:
    restore(path, list_backups(path, folder)[-1].path.name, folder)


@pytest.mark.parametrize("name", ["merge", "restore", "erase", "backup"])
def test_works_on_whole_files_leave_a_sound_dossier(path: Path, name: str) -> None:
    def theirs(folder: Path) -> None:
        write(path.with_name("autre.kitess"), *THEIRS)

    def one_copy(folder: Path) -> None:
        backup(path, folder)
        write(path, *SAVED, *THEIRS)

    works: dict[str, tuple[Callable[[Path, Path], object], Callable[[Path], object]]] = {
        "merge": (lambda a, b: merge_files(a, a.with_name("autre.kitess"), backups=b), theirs),
        "restore": (put_back, one_copy),
        "erase": (lambda a, b: erase(a, backups=b), one_copy),
        "backup": (backup, nothing),
    }
    in_place(path, *works[name])


def test_keeping_a_session_beside_gives_whole_files_only(path: Path) -> None:
    for fault in runs(path):
        with Dossier.open(path, patience=AT_ONCE) as opened:
            with broken(fault):
                opened.save_copy()
            kept = opened.save_copy()
        for file in path.parent.glob("*.kitess"):
            assert file.read_bytes().startswith(HEADER[:12]) and ids(file) >= {one.id for one in SAVED}
        assert kept.exists()
