"""A file that is replaced under an open dossier: what others wrote is seen, and another dossier is left alone."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.backup import backup, list_backups, list_others, restore
from kit.dossier.copies import describe
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode, encode_header
from kit.dossier.model import Status
from kit.dossier.sidecar import copies, siblings
from kit.errors import DossierReplaced, SaveRefused
from tests.unit.dossier.dossier_events import UUID, WRITERS, event, noon, write

OTHER = "11111111-8a53-4d3a-9d5c-0b7a4f2f9a11"
THEIRS = event(1, "fait", w=WRITERS[1], on="action:b")


def replace(path: Path, data: bytes, *, in_place: bool = False, time: int | None = None) -> None:
    """Do what a sync client does: another file takes the place, or its bytes are written over."""
    if in_place:
        path.write_bytes(data)
    else:
        fresh = path.with_name("fresh")
        fresh.write_bytes(data)
        fresh.replace(path)
    if time is not None:
        os.utime(path, ns=(time, time))


def other_town(path: Path) -> bytes:
    return write(path.with_name("epci.kitess"), THEIRS, header=encode_header(OTHER, "t", "0")).read_bytes()


@pytest.mark.parametrize("in_place", [False, True])
def test_what_a_sync_client_brought_is_seen_though_one_ticked_before_looking(path: Path, in_place: bool) -> None:
    write(path, event(1))
    with Dossier.open(path) as opened:
        opened.record("action:c", "status", "fait")
        replace(path, path.read_bytes() + encode(THEIRS) + b"\n", in_place=in_place)
        opened.record("action:d", "status", "fait")
        assert opened.refresh() == 1
        assert opened.statuses() == dict.fromkeys("acbd", Status.DONE)


@pytest.mark.parametrize("in_place", [False, True])
def test_a_file_of_the_same_size_and_time_is_told_from_what_was_read(path: Path, in_place: bool) -> None:
    mine, theirs = event(2, "en-cours", on="action:x"), event(1, "en-cours", w=WRITERS[1], on="action:y")
    write(path, event(1), mine)
    with Dossier.open(path) as opened:
        stat = path.stat()
        data = path.read_bytes().replace(encode(mine), encode(theirs))
        assert len(data) == stat.st_size
        replace(path, data, in_place=in_place, time=stat.st_mtime_ns)
        opened.record("action:d", "status", "fait")
        opened.refresh()
        assert opened.status("y") is Status.DOING
        assert {one.id for one in journal.read(path).events} >= {event(1).id, theirs.id}


def test_another_dossier_copied_over_the_open_one_is_never_appended_to(path: Path) -> None:
    write(path, event(1))
    theirs = other_town(path)
    with Dossier.open(path) as opened:
        opened.record("action:c", "status", "fait")
        replace(path, theirs)
        for _ in range(2):
            with pytest.raises(DossierReplaced) as caught:
                opened.record("action:d", "status", "fait")
            assert (caught.value.found, caught.value.path, caught.value.cause.errno) == (OTHER, path, errno.ESTALE)
            assert isinstance(caught.value, SaveRefused)
        assert opened.status("d") is Status.TODO
        with pytest.raises(DossierReplaced):
            opened.refresh()
        with pytest.raises(DossierReplaced):
            opened.bring_in([], [("action:e", "note", "vu", "")])
        assert opened.statuses() == dict.fromkeys("ac", Status.DONE)
        assert opened.uuid == UUID
    assert path.read_bytes() == theirs


def test_line_one_lost_on_the_way_makes_no_other_dossier(path: Path) -> None:
    write(path, event(1))
    with Dossier.open(path) as opened:
        replace(path, b"torn" + path.read_bytes()[4:])
        opened.record("action:d", "status", "fait")
        assert opened.refresh() == 0
    assert [one.on for one in journal.read(path).events] == ["action:a", "action:d"]


def test_a_file_without_line_one_that_shares_no_event_is_another_dossier(path: Path) -> None:
    write(path, event(1))
    with Dossier.open(path) as opened:
        replace(path, encode(THEIRS) + b"\n")
        with pytest.raises(DossierReplaced):
            opened.record("action:d", "status", "fait")
    assert path.read_bytes() == encode(THEIRS) + b"\n"


def test_a_dossier_beside_which_the_first_writes_is_looked_at_too(path: Path) -> None:
    write(path, event(1))
    with Dossier.open(path, by="Ana") as ana, Dossier.open(path, by="Bob") as bob:
        replace(path, other_town(path))
        bob.record("action:b", "note", "à côté")  # in a file of its own
        with pytest.raises(DossierReplaced):
            bob.refresh()
        with pytest.raises(DossierReplaced):
            ana.record("action:a", "note", "vu")
    assert journal.read(path).uuid == OTHER


def test_a_session_is_kept_whole_beside_and_both_open(path: Path) -> None:
    write(path, event(1, "en-cours"))
    with Dossier.open(path) as opened:
        opened.record("action:a", "status", "fait")
        replace(path, other_town(path))
        kept, again = opened.save_copy(), opened.save_copy()
        assert len({kept, again, path}) == 3
        assert opened.uuid == UUID
    assert kept not in (*copies(path), *siblings(path))
    with Dossier.open(kept) as mine, Dossier.open(path) as theirs:
        assert (mine.uuid, theirs.uuid) == (UUID, OTHER)
        assert [one.x for one in mine.history()] == ["en-cours", "fait"]
        assert [one.on for one in theirs.history()] == ["action:b"]
        assert (mine.gaps, mine.set_aside) == ([], 0)


def test_what_a_snapshot_left_out_comes_from_the_copies(path: Path, tmp_path: Path, own_places: Path) -> None:
    with Dossier.create(path, cache=tmp_path / "cache") as made:
        for number in range(600):
            made.record("action:a", "note", f"{number} " + "x" * 300)
    backup(path)
    with Dossier.open(path, cache=tmp_path / "cache") as opened:
        assert not opened._state.is_whole
        opened.record("action:a", "note", "dernière")
        replace(path, other_town(path))
        kept = opened.save_copy()
    with Dossier.open(kept) as mine:
        assert len(mine.history()) == 601
        assert mine.gaps == []
        assert mine.value("action:a", "note") == "dernière"


def test_copies_of_the_dossier_that_was_there_are_listed_and_put_back(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    write(path, event(1))
    copy = backup(path, folder, now=noon)
    replace(path, other_town(path))
    assert list_backups(path, folder) == []
    assert [one.path for one in list_others(path, folder)] == [copy]
    assert [one.path for one in list_backups(path, folder, uuid=UUID)] == [copy]
    assert [one.name for one in describe(path, folder, uuid=UUID)] == [copy.name]
    restore(path, copy.name, folder, now=noon)
    assert journal.read(path).uuid == UUID
    assert [journal.read(one.path).uuid for one in list_others(path, folder)] == [OTHER]
