"""Folders that know no locks (NFS without its lock service): the note alone says who writes."""

from __future__ import annotations

import errno
import fcntl
import os
from datetime import timedelta
from pathlib import Path

import pytest

from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.lock import STALE_AFTER, Lock, exclusive
from kit.dossier.sidecar import lock_of, siblings
from kit.errors import SaveRefused
from tests.unit.dossier.dossier_events import event, noon, write


@pytest.fixture(autouse=True, params=[errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EIO])
def no_locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: object, _how: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", refuse)


def test_one_writes_the_dossier_and_another_beside_it(path: Path) -> None:
    with Dossier.create(path, by="Ana") as ana:
        ana.record("action:a", "status", "fait")
        with Dossier.open(path, by="Bob") as bob:
            assert (bob.holder, bob.read_only) == ("Ana", False)
            bob.record("action:b", "status", "fait")
            assert len(siblings(path)) == 1
            with pytest.raises(SaveRefused):
                erase(path, backups=path.parent / "copies")
        assert ana.refresh() == 1
    assert not lock_of(path).exists()
    with Dossier.open(path) as again:
        assert (again.holder, len(again.history())) == (None, 2)
    erase(path, backups=path.parent / "copies")


def test_a_note_that_is_being_written_has_a_holder(path: Path) -> None:
    write(path, event(1))
    lock_of(path).write_bytes(b"")  # made by another a moment ago
    with Dossier.open(path) as opened:
        opened.record("action:b", "status", "fait")
        assert len(siblings(path)) == 1
    assert lock_of(path).exists()


def test_a_stale_note_is_taken(path: Path) -> None:
    write(path, event(1))
    first = Lock.take(path, "Ana", noon)
    assert first is not None
    assert Lock.take(path, "Bob", lambda: noon() + timedelta(hours=1)) is None
    later = Lock.take(path, "Bob", lambda: noon() + STALE_AFTER)
    assert later is not None and not first.is_held()
    first.release()
    assert lock_of(path).exists() and later.is_held()
    later.release()
    assert not lock_of(path).exists()


def test_a_note_that_no_one_can_read_is_stale_after_its_time(path: Path) -> None:
    write(path, event(1))
    lock_of(path).write_bytes(b"")
    old = (noon() - STALE_AFTER).timestamp()
    os.utime(lock_of(path), (old, old))
    with exclusive(path, noon):
        assert lock_of(path).stat().st_size > 0
    assert not lock_of(path).exists()
