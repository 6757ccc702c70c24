"""Opening: whatever refuses on the way, the lock is given back and what can be opened opens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.dossier import journal, store
from kit.dossier.backup import backup, backup_if_due, list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.copies import describe
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Status
from kit.dossier.sidecar import lock_of, sibling_of, siblings
from tests.unit.dossier.dossier_events import WRITERS, event, noon, write


def held_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each sibling one that an antivirus holds: it may be renamed and read, not removed."""
    real = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".kitess":
            raise PermissionError(13, "held")
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)


def test_a_file_beside_that_cannot_be_removed_holds_nobody_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, event(1))
    write(sibling_of(path, WRITERS[1]), event(1, w=WRITERS[1], on="action:b"))
    held_files(monkeypatch)
    with Dossier.open(path) as opened:
        assert opened.statuses() == dict.fromkeys("ab", Status.DONE)
        assert len(siblings(path)) == 1
        opened.record("action:c", "status", "fait")
        assert opened.refresh() == 0
    assert not lock_of(path).exists()
    monkeypatch.undo()
    with Dossier.open(path) as opened:
        assert len(opened.history()) == 3
    assert siblings(path) == []
    assert len(journal.read(path).ids) == len(journal.read(path).events) == 3


@pytest.mark.parametrize("error", [OSError(5, "x"), ValueError("x"), RuntimeError("x"), MemoryError(), KeyError("x")])
@pytest.mark.parametrize("step", ["read", "keep_aside", "state", "writer"])
def test_whatever_is_raised_on_opening_gives_the_lock_back(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, step: str
) -> None:
    write(path, event(1))

    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        if step == "state":
            broken.setattr("kit.dossier.fold.State.extend", fail)
        elif step == "writer":
            broken.setattr(store, "Writer", fail)
        else:
            broken.setattr(journal, step, fail)
        with pytest.raises(Exception):  # noqa: B017  of any type: the lock is what is asked
            Dossier.open(path)
    assert not lock_of(path).exists()
    with Dossier.open(path, by="Bob") as opened:
        assert opened.holder is None
        opened.record("action:b", "status", "fait")


def test_a_copy_whose_name_holds_no_date_is_listed_and_never_thinned(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    write(path, event(1))
    made = backup(path, folder, now=noon)
    odd = folder / "ville.99999999-999999.kitess"
    odd.write_bytes(made.read_bytes())
    (folder / "ville.20261131-000000.kitess").mkdir()
    write(path, event(1), event(2))
    backup(path, folder, now=noon)
    assert {one.path for one in list_backups(path, folder)} >= {made, odd}
    assert odd.exists()
    assert backup_if_due(path, folder, now=noon) is None


def test_a_path_that_is_no_utf_8_works_throughout(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"mairie-\xe9")
    folder.mkdir()
    path, copies, cache = folder / os.fsdecode(b"ville-\xe9.kitess"), folder / "copies", folder / "cache"
    with Dossier.create(path, by="Ana", cache=cache, own=folder / "ecrit-ici") as made:
        made.record("action:a", "note", "x" * 20_000)
        for number in range(8):
            made.record("action:a", "note", f"{number}" + "x" * 19_000)
        with Dossier.open(path, by="Bob") as beside:
            beside.record("action:b", "status", "fait")
        assert made.refresh() == 1
        copy = backup(path, copies, now=noon)
    assert [one.name for one in describe(path, copies)] == [copy.name]
    assert any(cache.iterdir())
    with Dossier.open(path, cache=cache) as again:
        assert again.status("b") is Status.DONE
        replaced = again.save_copy()
    other = folder / os.fsdecode(b"autre-\xe9.kitess")
    write(other, event(1, w=WRITERS[1], on="action:c"))
    assert merge_files(path, other, backups=copies).added == 1
    restore(path, copy.name, copies)
    erase(path, backups=copies)
    with Dossier.open(replaced) as kept:
        assert kept.status("b") is Status.DONE
