"""Whole files: merging, backups and their thinning, restoring, erasing."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.backup import backup, list_backups, restore, thin
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode_header
from kit.dossier.merge import merge_files
from kit.dossier.model import Status
from kit.dossier.sidecar import aside_of, lock_of, sibling_of, siblings
from kit.errors import DossierExists, DossierMissing, DossierNewer, SaveRefused
from tests.unit.dossier.dossier_events import HEADER, WRITERS, event, noon, signed, write

ONE = event(1, on="action:a")
TWO = event(2, "en-cours", on="action:b")
THREE = event(1, "fait", w=WRITERS[1], on="action:b", by="Bob")


def ids(path: Path) -> list[str]:
    return [one.id for one in journal.read(path).events]


def at(*, days: float = 0) -> datetime:
    return noon() + timedelta(days=days)


# -- merge -------------------------------------------------------------------------------------------------------------


def test_merging_brings_the_other_in_after_a_backup(path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.kitess", ONE, THREE)
    write(path, ONE, TWO)
    before = path.read_bytes()
    report = merge_files(path, other, backups=tmp_path / "b", now=noon)
    assert (report.added, report.same_dossier) == (1, True)
    assert [(one.on, one.f) for one in report.conflicts] == [("action:b", "status")]
    assert ids(path) == [ONE.id, TWO.id, THREE.id]
    assert [copy.path.read_bytes() for copy in list_backups(path, tmp_path / "b")] == [before]
    after = path.read_bytes()
    assert merge_files(path, other, backups=tmp_path / "b", now=noon).added == 0
    assert path.read_bytes() == after
    assert not lock_of(path).exists()


def test_merging_into_a_new_file_leaves_both_alone(path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.kitess", THREE, header=encode_header("x", "t", "0"))
    write(path, ONE)
    write(sibling_of(path, WRITERS[2]), event(1, w=WRITERS[2]))
    before = {entry: entry.read_bytes() for entry in tmp_path.iterdir()}
    report = merge_files(path, other, tmp_path / "out.kitess")
    assert (report.added, report.same_dossier) == (1, False)
    assert ids(tmp_path / "out.kitess") == [ONE.id, f"{WRITERS[2]}/1", THREE.id]
    assert (tmp_path / "out.kitess").read_bytes().startswith(HEADER)
    (tmp_path / "out.kitess").unlink()
    assert {entry: entry.read_bytes() for entry in tmp_path.iterdir()} == before


def test_merging_refuses_what_it_cannot_keep(path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.kitess", THREE)
    with pytest.raises(DossierMissing):
        merge_files(path, other)
    with pytest.raises(DossierMissing):
        merge_files(other, path)
    write(path, ONE)
    with pytest.raises(DossierExists):
        merge_files(path, other, other)
    path.write_bytes(path.read_bytes() + signed(v=2, w="w") + b"\n")
    for a, b in ((path, other), (other, path)):
        before = a.read_bytes()
        with pytest.raises(DossierNewer) as caught:
            merge_files(a, b, backups=tmp_path / "b")
        assert caught.value.path == path
        assert a.read_bytes() == before
    assert not lock_of(path).exists()
    assert not lock_of(other).exists()


def test_merging_into_an_open_dossier_reaches_its_holder(path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other.kitess", THREE)
    write(path, ONE)
    with Dossier.open(path) as opened:
        assert merge_files(path, other, backups=tmp_path / "b").added == 1
        assert opened.refresh() == 1
        assert opened.status("b") is Status.DONE
    assert ids(path) == [ONE.id, THREE.id]


# -- backup ------------------------------------------------------------------------------------------------------------


def test_a_backup_holds_the_same_bytes_and_is_not_made_twice(path: Path, tmp_path: Path) -> None:
    write(path, ONE)
    path.write_bytes(path.read_bytes() + b"torn")
    folder = tmp_path / "b"
    first = backup(path, folder, now=noon)
    assert first.read_bytes() == path.read_bytes()
    assert backup(path, folder, now=lambda: at(days=1)) == first
    write(path, ONE, TWO)
    second = backup(path, folder, now=noon)
    assert second != first
    assert [copy.path for copy in list_backups(path, folder)] == [second, first]
    assert [(copy.made, copy.size) for copy in list_backups(path, folder)] == [
        (noon(), len(copy.read_bytes())) for copy in (second, first)
    ]


def test_backups_go_to_the_place_of_backups_unless_told(path: Path, own_places: Path) -> None:
    assert backup(write(path, ONE)).parent == own_places / "data" / "copies-de-securite"


def test_backups_of_dossiers_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    for name, uuid in (("one", "u-1"), ("two", "u-2")):
        (tmp_path / name).mkdir()
        path = write(tmp_path / name / "ville.kitess", ONE, header=encode_header(uuid, "t", "0"))
        backup(path, folder, now=noon)
    renamed = (tmp_path / "one" / "ville.kitess").rename(tmp_path / "one" / "commune.kitess")
    assert [journal.read(copy.path).uuid for copy in list_backups(renamed, folder)] == ["u-1"]
    assert len(list_backups(tmp_path / "gone" / "ville.kitess", folder)) == 2


def test_a_missing_dossier_or_a_refusing_folder_is_said(path: Path, tmp_path: Path) -> None:
    with pytest.raises(DossierMissing):
        backup(path, tmp_path / "b")
    (tmp_path / "file").touch()
    with pytest.raises(SaveRefused):
        backup(write(path, ONE), tmp_path / "file" / "b")


def test_thinning_keeps_days_then_weeks_then_months(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    for hours in range(0, 24 * 420, 12):
        write(path, event(hours + 1))
        backup(path, folder, now=partial(at, days=hours / 24))
    made = [copy.made for copy in list_backups(path, folder)]
    newest = noon() + timedelta(hours=24 * 420 - 12)
    ages = [newest - one for one in made]
    assert ages[0] == timedelta(0)
    assert sum(age <= timedelta(days=1) for age in ages) == 3
    assert sum(age <= timedelta(days=12) for age in ages) == 25  # the last copies, whatever their age
    assert 29 <= sum(age <= timedelta(weeks=5) for age in ages) <= 37
    assert len({(one.year, one.month) for one in made}) in (12, 13)
    assert max(ages) <= timedelta(days=31 * 12)
    assert thin(path, folder) == []
    assert len(made) <= 62


def test_restoring_puts_a_copy_back_and_copies_the_present_first(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(path, ONE)
    old = backup(path, folder, now=noon)
    write(path, ONE, TWO)
    assert restore(path, old.name, folder, now=lambda: at(days=0.1)) == old
    assert ids(path) == [ONE.id]
    present = list_backups(path, folder)[0]
    assert ids(present.path) == [ONE.id, TWO.id]
    path.unlink()
    restore(path, present.path.name, folder, now=noon)
    assert ids(path) == [ONE.id, TWO.id]
    assert not lock_of(path).exists()


@pytest.mark.parametrize("name", ["nothing.kitess", "../ville.kitess", ""])
def test_restoring_knows_only_the_copies_of_the_dossier(path: Path, tmp_path: Path, name: str) -> None:
    write(path, ONE)
    backup(path, tmp_path / "b", now=noon)
    with pytest.raises(DossierMissing):
        restore(path, name, tmp_path / "b")


def test_an_open_dossier_is_not_replaced(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    with Dossier.create(path) as opened:
        copy = backup(path, folder, now=noon)
        opened.record("action:a", "status", "fait")
        before = path.read_bytes()
        for act in (
            lambda: restore(path, copy.name, folder),
            lambda: erase(path, backups=folder),
        ):
            with pytest.raises(SaveRefused) as caught:
                act()
            assert isinstance(caught.value.cause, BlockingIOError)
        assert path.read_bytes() == before
        assert opened.record("action:b", "status", "fait").n == 2


# -- erasing ---------------------------------------------------------------------------------------------------------


def test_erasing_a_newer_format_is_refused(path: Path, tmp_path: Path) -> None:
    path.write_bytes(HEADER + b"\n" + signed(v=9) + b"\n")
    with pytest.raises(DossierNewer):
        erase(path, backups=tmp_path / "b")
    with pytest.raises(DossierMissing):
        erase(tmp_path / "none.kitess", backups=tmp_path / "b")
    assert not lock_of(tmp_path / "none.kitess").exists()


def test_erasing_blanks_names_and_texts_everywhere_and_keeps_the_statuses(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    note = event(3, "Mme Durand, 06", f="note", by="Ana Durand")
    done = event(4, "fait", on="action:c", by="Ana Durand", r=())
    write(path, ONE, note)
    old = backup(path, folder, now=lambda: at(days=-20))
    write(path, ONE, TWO, note, done)
    path.write_bytes(path.read_bytes() + b"torn Durand")
    write(sibling_of(path, WRITERS[1]), event(1, "tel. Durand", w=WRITERS[1], f="note", by="Bob Durand"))
    write(path.with_name("ville (copie).kitess"), note)
    with Dossier.open(path, write=False):
        aside_of(path).write_bytes(b"old Durand\n")
    assert erase(path, backups=folder, now=noon) == 4
    texts = [entry.read_bytes() for entry in (*path.parent.glob("ville*"), *folder.iterdir())]
    assert len(texts) == 5
    assert not any(b"Durand" in text or b"ordinateur" in text for text in texts)
    assert ids(old) == [ONE.id, note.id]
    with Dossier.open(path, write=False) as opened:
        assert opened.statuses() == {"a": Status.DONE, "b": Status.DOING, "c": Status.DONE}
        assert opened.value("action:a", "note") is None
        assert {one.by for one in opened.history()} == {""}
        assert {one.id for one in opened.history()} == {ONE.id, TWO.id, note.id, done.id, f"{WRITERS[1]}/1"}
        assert (opened.set_aside, opened.twins, opened.gaps) == (0, [], [])
    assert erase(path, backups=folder, now=noon) == 0


def test_who_works_beside_during_an_erasing_does_not_bring_data_back(path: Path, tmp_path: Path) -> None:
    write(path, ONE)
    with Dossier.open(path, by="Ana") as ana:
        bob = Dossier.open(path, by="Bob")
        bob.record("plan", "note", "secret")
        ana.close()
        assert erase(path, backups=tmp_path / "b", now=noon) == 1
        assert b"secret" not in siblings(path)[0].read_bytes()
        bob.record("action:b", "status", "fait")
        bob.close()
    assert b"secret" not in path.read_bytes()
    assert [one.x for one in journal.read(path).events] == ["fait", None, "fait"]
