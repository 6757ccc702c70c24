"""Which changes were made on this computer: known by the writers noted in its own data, whatever the names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier


def test_one_s_own_writers_are_known_at_the_next_opening(tmp_path: Path) -> None:
    path, own = tmp_path / "d.kitess", tmp_path / "data" / "ecrit-ici"
    with Dossier.create(path, own=own) as dossier:
        first = dossier.record("action:a", "status", "fait")
        second = dossier.record("action:b", "status", "fait")
        assert dossier.is_from_here(first.id) and dossier.is_from_here(second.id)
    assert own.read_text(encoding="ascii").split() == [first.w]
    with Dossier.open(path, write=False, own=own) as again:
        assert again.is_from_here(first.id)


def test_what_another_computer_wrote_is_not_from_here(tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    with Dossier.create(path, own=tmp_path / "theirs") as dossier:
        theirs = dossier.record("action:a", "status", "fait")
    with Dossier.open(path, own=tmp_path / "ours") as dossier:
        ours = dossier.record("action:b", "status", "fait")
        assert not dossier.is_from_here(theirs.id)
        assert dossier.is_from_here(ours.id)


def test_an_opening_that_changes_nothing_notes_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own"
    with Dossier.create(tmp_path / "d.kitess", own=own):
        pass
    assert not own.exists()


def test_without_a_file_of_writers_nobody_passes_for_another(tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    with Dossier.create(path, own=tmp_path / "theirs") as dossier:
        theirs = dossier.record("action:a", "status", "fait")
    with Dossier.open(path) as dossier:
        assert dossier.is_from_here(theirs.id)


def test_a_place_that_refuses_the_note_does_not_stop_the_change(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "own"
    own.mkdir()  # a folder in the file's place
    with Dossier.create(tmp_path / "d.kitess", own=own) as dossier:
        event = dossier.record("action:a", "status", "fait")
        assert dossier.is_from_here(event.id)
    assert "not noted" in caplog.text
    assert not [*own.iterdir()]
