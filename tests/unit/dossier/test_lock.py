"""The lock of a dossier: whatever is raised while it is taken or given back, nobody holds it afterwards."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from kit.dossier.lock import Lock
from tests.unit.dossier.dossier_events import noon
from tests.unit.dossier.faults import each_step_in_lock


def taken(path: Path) -> Lock:
    """Take the lock, which is free."""
    lock = Lock.take(path, "Bob", noon)
    assert lock is not None
    return lock


def open_files() -> set[Path]:
    return set(Path("/proc/self/fd").iterdir())


@pytest.fixture(params=["locks", "no locks"])
def folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The folder knows locks, or knows none: the note alone decides there."""

    def refuse(_file: object, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    if request.param == "no locks":
        monkeypatch.setattr(fcntl, "flock", refuse)
    return str(request.param)


@pytest.mark.usefixtures("folder")
def test_whatever_stops_the_taking_leaves_the_lock_free(path: Path) -> None:
    before = open_files()
    for fault in each_step_in_lock():
        lock = None
        try:
            with fault:
                lock = Lock.take(path, "Ana", noon)
        except BaseException:
            if not fault.came:
                raise
        if lock is None:
            lock = taken(path)
        lock.release()
        assert open_files() == before, fault


def test_whatever_stops_the_giving_back_leaves_the_lock_free(path: Path) -> None:
    before = open_files()
    for fault in each_step_in_lock():
        lock = taken(path)
        try:
            with fault:
                lock.release()
        except BaseException:
            if not fault.came:
                raise
        assert open_files() == before, fault
        taken(path).release()


def test_a_note_that_cannot_be_removed_holds_nobody(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An antivirus holds the note: that is no reason to refuse what was done under the lock."""

    def refuse(_self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "held")

    lock = taken(path)
    monkeypatch.setattr(Path, "unlink", refuse)
    lock.release()
    monkeypatch.undo()
    taken(path).release()
