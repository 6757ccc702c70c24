"""The program's own data are their owner's alone; a dossier kept elsewhere has the rights that its folder gives."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit import paths
from kit.dossier.backup import backup, list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.sidecar import aside_of, lock_of, sibling_of
from tests.unit.dossier.dossier_events import WRITERS, event, write
from ui.services.dossiers import open_dossier


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    """Return the rights of a folder and of all in it, by name."""
    return {one.name: stat.S_IMODE(one.lstat().st_mode) for one in (folder, *folder.rglob("*"))}


def closed(folder: Path) -> None:
    """Assert that a folder and all in it are its owner's alone."""
    found = rights(folder)
    assert {name: mode for name, mode in found.items() if mode & 0o077} == {}


def work(path: Path) -> None:
    """Do all that writes a file of a dossier."""
    write(path.with_name("ville (copie).kitess"), event(2, w=WRITERS[2]))
    write(sibling_of(path, WRITERS[1]), event(1, w=WRITERS[1]), header=path.read_bytes().splitlines()[0])
    with path.open("ab") as file:
        file.write(b"illisible\n")
    with open_dossier(path, "Ana") as ana, Dossier.open(path) as bob:
        assert lock_of(path).stat().st_mode & 0o077 == (0 if paths.is_private(path) else 0o044)
        for who in (ana, bob):
            who.record("action:c", "note", "à nous")
        assert len([*path.parent.glob("ville.*.kitess")]) == 1
    assert aside_of(path).exists()
    backup(path)
    restore(path, list_backups(path)[0].path.name)
    backup(path)


def test_dossiers_copies_and_snapshots_of_the_program_s_data_are_closed() -> None:
    path = paths.dossiers() / "ville.kitess"
    open_dossier(path, "Ana").close()
    work(path)
    path.with_name("ville (copie).kitess").unlink()
    erase(path)  # no damaged line is left, which no snapshot is kept of
    with open_dossier(path, "Ana") as ana:
        for rank in range(600):
            ana.record(f"action:{rank % 40}", "note", "x" * 200)
    assert len([*paths.snapshots().iterdir()]) == 1
    closed(paths.dossiers())
    closed(paths.backups())
    closed(paths.snapshots())
    assert stat.S_IMODE(paths.written_here().stat().st_mode) == 0o600
    assert stat.S_IMODE(paths.user_data().stat().st_mode) == 0o700
    erase(path)
    closed(paths.dossiers())


def test_what_was_open_to_others_is_closed_at_the_next_write() -> None:
    path = paths.dossiers() / "ville.kitess"
    for folder in (path.parent, paths.backups()):
        folder.mkdir(parents=True)
    write(path, event(1))
    paths.written_here().write_bytes(b"")
    assert rights(paths.user_data())["ville.kitess"] == 0o644
    with open_dossier(path, "Ana") as ana:
        ana.record("action:c", "note", "à nous")
    backup(path)
    closed(paths.dossiers())
    closed(paths.backups())
    assert stat.S_IMODE(paths.written_here().stat().st_mode) == 0o600


def test_a_dossier_kept_elsewhere_has_the_rights_that_its_folder_gives(tmp_path: Path) -> None:
    path = tmp_path / "partage" / "ville.kitess"
    path.parent.mkdir(mode=0o755)
    open_dossier(path, "Ana").close()
    work(path)
    found = rights(path.parent)
    assert found.pop("partage") == 0o755
    assert set(found.values()) == {0o644}
    path.chmod(0o664)
    erase(path)
    assert rights(path.parent)["ville.kitess"] == 0o664
    closed(paths.backups())


def test_a_name_that_only_begins_like_the_program_s_data_is_not_of_it(tmp_path: Path) -> None:
    assert paths.is_private(paths.user_data() / "reglages.json")
    assert paths.is_private(paths.dossiers() / "ville.kitess")
    assert not paths.is_private(paths.user_data().with_name("data-2") / "ville.kitess")
    (tmp_path / "lien").symlink_to(paths.user_data())
    paths.user_data().mkdir()
    assert paths.is_private(tmp_path / "lien" / "ville.kitess")


def test_a_dossier_is_made_where_the_system_cannot_tell_where_a_path_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: object) -> str:
        raise OSError(errno.EINVAL, "More data available")

    monkeypatch.setattr("os.path.realpath", refused)
    Dossier.create(tmp_path / "ville.kitess").close()
    assert paths.is_private(paths.user_data() / "reglages.json")
    assert not paths.is_private(tmp_path / "ailleurs" / "ville.kitess")


def test_a_line_is_appended_without_asking_again_where_the_program_s_data_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To ask follows three paths link by link; it took longer than to write the line."""
    with Dossier.create(tmp_path / "ville.kitess") as dossier:
        dossier.record("action:a", "note", "un")
        asked: list[Path] = []
        monkeypatch.setattr(paths, "is_private", lambda path: asked.append(path) or False)
        dossier.record("action:a", "note", "deux")
    assert asked == []
