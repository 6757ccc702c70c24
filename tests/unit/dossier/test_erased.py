"""Erasing leaves no name in any byte, whenever it was killed before: in the folder, the copies, the cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import paths
from kit.dossier import pieces
from kit.dossier.backup import backup, list_backups
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.plan_changes import evidence_added
from kit.dossier.sidecar import aside_of, sibling_of
from tests.unit.dossier.dossier_events import WRITERS, event, noon, write
from tests.unit.dossier.test_faults import dying

MARK = "Nom-de-Personne"
CONCERNED = ("open", "os.rename", "os.remove", "os.link", "os.truncate", "os.mkdir")


@pytest.fixture(autouse=True)
def many_deaths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a killed process lose nothing that the system has."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "copies"


def personal(path: Path, copies: Path, source: Path) -> None:
    """Make a dossier that names a person everywhere: lines, lines set aside, sibling, copies, piece, snapshot."""
    source.write_bytes(MARK.encode())
    write(path, event(1, f"vu avec {MARK}", f="note", by=MARK))
    write(path.with_name("ville (copie).kitess"), event(2, MARK, f="note", w=WRITERS[2]))
    with path.open("ab") as file:
        file.write(f"illisible {MARK}\n".encode())
    with Dossier.open(path, by=MARK, now=noon) as opened:
        opened.commit(*opened.group(evidence_added("action:a", pieces.add(path, source, MARK))))
    backup(path, copies, now=noon)
    write(sibling_of(path, WRITERS[1]), event(1, MARK, f="note", w=WRITERS[1], by=MARK))
    for snapshot in (paths.snapshots() / f"{'0' * 24}.etat", paths.snapshots() / f".{'0' * 24}.etat.{'0' * 16}.tmp"):
        snapshot.parent.mkdir(parents=True, exist_ok=True)
        snapshot.write_bytes(MARK.encode())
    source.unlink()


def marked(*folders: Path) -> list[str]:
    """Return the files that hold the name, in their bytes or in their own name."""
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in found if MARK.encode() in path.read_bytes() or MARK in path.name]


def dying_at(step: int, work: Callable[[], object]) -> bool:
    """Do the work in a process that is gone just before its ``step``-th call that touches the disk; True if it was."""
    pid = os.fork()
    if not pid:
        seen = 0

        def count(name: str, _: object) -> None:
            nonlocal seen
            seen += name in CONCERNED
            if seen > step:
                os._exit(9)

        sys.addaudithook(count)
        work()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 9)
    return code != 0


def test_killed_at_each_step_then_done_again_leaves_no_name(path: Path, copies: Path, tmp_path: Path) -> None:
    deaths, step = 0, 0
    while True:
        personal(path, copies, tmp_path / "piece.pdf")
        assert len(marked(tmp_path)) >= 7
        died = dying_at(step, lambda: erase(path, backups=copies, now=noon))
        if died:
            erase(path, backups=copies, now=noon)
        assert marked(tmp_path, paths.user_cache()) == []
        assert list_backups(path, copies) != []
        if not died:
            break
        deaths, step = deaths + 1, step + 1
        clear(tmp_path)
    assert deaths > 40


def test_killed_at_each_few_bytes_then_done_again_leaves_no_name(path: Path, copies: Path, tmp_path: Path) -> None:
    deaths = 0
    for limit in range(60, 1200, 7):
        personal(path, copies, tmp_path / "piece.pdf")
        deaths += dying(lambda: erase(path, backups=copies, now=noon), limit=limit)
        erase(path, backups=copies, now=noon)
        assert marked(tmp_path, paths.user_cache()) == []
        clear(tmp_path)
    assert deaths > 40


def test_what_a_killed_copy_left_goes_at_the_next_copy_and_at_the_next_opening(path: Path, copies: Path) -> None:
    write(path, event(1, MARK, f="note"))
    for step in range(30):
        if not dying_at(step, lambda: backup(path, copies, now=noon)):
            break
        write(path, event(1, MARK, f="note"), event(step + 2, f="note"))
    backup(path, copies)
    assert [file.name for file in copies.iterdir() if not file.name.startswith("ville.")] == []
    for name in (
        f".ville.kitess.{'0' * 16}.tmp",
        f".ville.{WRITERS[0]}.kitess.{'0' * 16}.tmp",
        "ville.kitess.42.nouveau",
    ):
        path.with_name(name).write_bytes(MARK.encode())
    other = path.with_name(f".village.kitess.{'0' * 16}.tmp")
    other.write_bytes(b"autre")
    Dossier.open(path, write=False).close()
    assert len([file for file in path.parent.iterdir() if file.is_file()]) == 5
    Dossier.open(path).close()
    assert sorted(file.name for file in path.parent.iterdir() if file.is_file()) == [other.name, path.name]


def test_through_a_link_the_real_file_is_erased(path: Path, copies: Path, tmp_path: Path) -> None:
    real = tmp_path / "au-loin" / "vrai.kitess"
    real.parent.mkdir()
    write(real, event(1, MARK, f="note", by=MARK))
    path.symlink_to(real)
    backup(path, copies)
    assert erase(path, backups=copies) == 1
    assert path.is_symlink() and marked(tmp_path) == []


def test_an_erasure_that_leaves_a_name_says_so(path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kit.errors import SaveRefused

    write(path, event(1, MARK, f="note"))
    left = path.with_name(f".ville.kitess.{'0' * 16}.tmp")
    left.write_bytes(MARK.encode())
    unlink = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self == left:
            raise PermissionError(13, "held by an antivirus")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(SaveRefused):
        erase(path, backups=copies)
    assert not aside_of(path).exists()


def clear(folder: Path) -> None:
    """Remove all files of a folder."""
    for file in folder.rglob("*"):
        if file.is_file():
            file.unlink()
