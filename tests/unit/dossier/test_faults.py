"""Thousands of failures, each at its own byte: what was called saved is there afterwards, whatever happened."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.backup import list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Change
from kit.errors import SaveRefused
from kit.files import Patience
from tests.unit.dossier.dossier_events import WRITERS, event, noon, write

SAVED = [event(1), event(2, "en-cours", on="action:b"), event(3, "Noté par Ana", f="note")]
THEIRS = [event(n, f"valeur {n}", w=WRITERS[1], on=f"action:{n}", f="note") for n in range(1, 9)]
GESTURE = [
    Change("action:a", "note", "été « salle »"),
    Change("action:b", "due", "2027-03-15"),
    Change("own:x", "title", "À nous"),
]
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EROFS)
AT_ONCE = Patience(0)


def ids(path: Path) -> list[str]:
    return [one.id for one in journal.read(path).events]


def all_there(path: Path, saved: list[str]) -> None:
    """Open as the user would, see that nothing saved is missing, and go on working."""
    with Dossier.open(path) as opened:
        known = {one.id for one in opened.history()}
        assert known >= set(saved)
        assert opened.gaps == []
        assert opened.set_aside <= 1
        after = opened.record("action:after", "status", "fait")
    with Dossier.open(path, write=False) as opened:
        assert {one.id for one in opened.history()} >= {*saved, after.id}


class Disk:
    """A disk that takes ``room`` more bytes, then refuses; and that may refuse to sync or to give room back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room = 1 << 30
        self.error = errno.ENOSPC
        self.no_sync = False
        self.no_taking_back = False
        write, truncate = os.write, os.ftruncate

        def take(fd: int, data: bytes) -> int:
            if not self.room:
                raise OSError(self.error, os.strerror(self.error))
            done = write(fd, data[: self.room])
            self.room -= done
            return done

        def sync(fd: int) -> None:
            if self.no_sync:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        def take_back(fd: int, size: int) -> None:
            if self.no_taking_back:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            truncate(fd, size)

        monkeypatch.setattr(os, "write", take)
        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "ftruncate", take_back)

    def heal(self) -> None:
        self.room, self.no_sync, self.no_taking_back = 1 << 30, False, False


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def size_of_gesture(path: Path) -> int:
    write(path, *SAVED)
    before = path.stat().st_size
    with Dossier.open(path, now=noon) as opened:
        opened.commit(*opened.group(GESTURE))
    return path.stat().st_size - before


@pytest.mark.parametrize("stuck", [False, True])
def test_a_refusal_at_each_byte_of_an_append_is_said_and_loses_nothing(path: Path, disk: Disk, stuck: bool) -> None:
    """``stuck``: what was written before the refusal cannot be taken back either."""
    cases = 0
    for error in REFUSALS:
        room, is_whole = 0, False
        while not is_whole:
            write(path, *SAVED)
            with Dossier.open(path, now=noon, patience=AT_ONCE) as opened:
                saved = [opened.record("action:c", "status", "fait").id]
                for _ in range(16):  # a dossier goes on after a refusal, and meets the next one in the same session
                    disk.room, disk.error, disk.no_taking_back = room, error, stuck
                    events = opened.group(GESTURE)
                    try:
                        opened.commit(*events)
                    except SaveRefused:
                        opened.retract(*events)
                    else:
                        is_whole = True
                        break
                    finally:
                        disk.heal()
                    assert opened.value("own:x", "title") is None
                    saved.append(opened.record("action:d", "status", "fait").id)
                    room, cases = room + 1, cases + 1
            with Dossier.open(path, write=False) as seen:
                assert {one.id for one in seen.history()} >= {*(one.id for one in SAVED), *saved}
                assert seen.conflicts() == [] or stuck
    assert cases > 1500


def test_a_sync_that_fails_is_said_and_what_follows_is_saved(path: Path, disk: Disk) -> None:
    for stuck in (False, True):
        write(path, *SAVED)
        with Dossier.open(path, patience=AT_ONCE) as opened:
            disk.no_sync, disk.no_taking_back = True, stuck
            with pytest.raises(SaveRefused):
                opened.record("action:c", "status", "fait")
            disk.heal()
            after = opened.record("action:c", "status", "en-cours")
        all_there(path, [*(one.id for one in SAVED), after.id])


def test_a_refusal_at_each_byte_of_a_merge_leaves_the_dossier_whole(path: Path, tmp_path: Path, disk: Disk) -> None:
    other = write(tmp_path / "autre.kitess", *THEIRS)
    length = other.stat().st_size
    for error in REFUSALS:
        for room in range(0, length, 2):
            write(path, *SAVED)
            with Dossier.open(path, patience=AT_ONCE) as opened:
                disk.room, disk.error = room, error
                try:
                    opened.bring_in(journal.read(other).events, [("action:1", "note", "valeur 1", "")])
                except SaveRefused:
                    disk.heal()
                    assert opened.value("action:1", "note") is None or len(opened.history()) == 11
                disk.heal()
            assert set(ids(path)) >= {one.id for one in SAVED}
            with Dossier.open(path, write=False) as seen:
                assert seen.set_aside == 0


def dying(work: Callable[[], object], *, limit: int) -> bool:
    """Do the work in a process that the system kills as soon as a file grows over the limit; True when it died."""
    pid = os.fork()
    if not pid:
        code = 3
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            work()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, -signal.SIGXFSZ)
    return code != 0


@pytest.fixture
def many_deaths(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "fsync", lambda fd: None)  # a killed process loses nothing that the system has
    yield


@pytest.mark.usefixtures("many_deaths")
def test_death_at_each_byte_of_an_append_loses_nothing_saved(path: Path) -> None:
    length, deaths = size_of_gesture(path), 0
    for done in range(length + 1):
        write(path, *SAVED)

        def work() -> None:
            opened = Dossier.open(path, now=noon)
            opened.commit(*opened.group(GESTURE))

        deaths += dying(work, limit=path.stat().st_size + done)
        all_there(path, [one.id for one in SAVED])
    assert deaths == length


@pytest.mark.usefixtures("many_deaths")
@pytest.mark.parametrize(("name", "part"), [*(("merge", part) for part in range(4)), ("erase", 0), ("restore", 0)])
def test_death_at_each_byte_of_what_writes_whole_files_loses_nothing(
    path: Path, tmp_path: Path, name: str, part: int
) -> None:
    folder = tmp_path / "copies"
    other = write(tmp_path / "autre.kitess", *THEIRS)
    works: dict[str, Callable[[], object]] = {
        "merge": lambda: merge_files(path, other, backups=folder),
        "erase": lambda: erase(path, backups=folder),
        "restore": lambda: restore(path, list_backups(path, folder)[0].path.name, folder),
    }
    deaths = 0
    start, step = (write(path, *SAVED).stat().st_size + part, 4) if name == "merge" else (60, 9)
    for limit in range(start, 2200, step):  # the lock note alone needs some bytes
        write(path, *SAVED)
        for old in folder.glob("*"):
            old.unlink()
        if name == "restore":
            write(path, *SAVED, *THEIRS)
            merge_files(path, other, backups=folder)
        deaths += dying(works[name], limit=limit)
        saved = [one.id for one in SAVED]
        assert set(ids(path)) >= set(saved)
        if name != "merge" or not limit // 4 % 8:  # the rest of a day's work, looked at now and then: it is slow
            all_there(path, saved)
    assert deaths > (200 if name == "merge" else 40)
