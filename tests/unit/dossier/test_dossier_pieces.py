"""Files of evidence: copied, checked, known by their hash; names that lead nowhere else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.dossier import pieces
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.pieces import PieceState
from kit.dossier.plan_changes import evidence_added
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.errors import PieceRefused, PieceTooLarge
from kit.files import copy_whole


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    source = tmp_path / "Délibération n° 12.pdf"
    source.write_bytes(b"%PDF-1.7 " + bytes(3_000_000))
    return source


def test_a_file_is_copied_whole_and_known_by_its_hash(path: Path, scan: Path) -> None:
    found = pieces.add(path, scan)
    copy = pieces.path_of(path, found)
    assert copy.parent.name == "ville.kitess.pieces"
    assert copy.read_bytes() == scan.read_bytes()
    assert (found.sha256, found.size) == (sha256(scan.read_bytes()).hexdigest(), scan.stat().st_size)
    assert (found.title, pieces.check(path, found)) == ("Délibération n° 12.pdf", PieceState.SOUND)
    assert len([*copy.parent.iterdir()]) == 1


def test_the_same_content_is_kept_once(path: Path, scan: Path) -> None:
    first, second = pieces.add(path, scan), pieces.add(path, scan, "Le vote")
    assert (first.file, second.title) == (second.file, "Le vote")
    assert first.id != second.id
    assert len([*pieces.folder_of(path).iterdir()]) == 1


def test_a_damaged_copy_is_said_and_made_again(path: Path, scan: Path) -> None:
    found = pieces.add(path, scan)
    copy = pieces.path_of(path, found)
    copy.write_bytes(copy.read_bytes()[:-1] + b"x")
    assert pieces.check(path, found) is PieceState.CHANGED
    copy.unlink()
    assert pieces.check(path, found) is PieceState.MISSING
    pieces.add(path, scan)
    assert pieces.check(path, found) is PieceState.SOUND


def test_a_missing_file_a_folder_and_a_large_file_are_refused(
    path: Path, tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for odd in (tmp_path / "rien.pdf", tmp_path):
        with pytest.raises(PieceRefused):
            pieces.add(path, odd)
    monkeypatch.setattr(pieces, "SIZE_LIMIT", 1000)
    with pytest.raises(PieceTooLarge) as caught:
        pieces.add(path, scan)
    assert (caught.value.size, caught.value.limit) == (scan.stat().st_size, 1000)
    assert not pieces.folder_of(path).exists()


def test_a_full_disk_leaves_nothing_behind(path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path, digest: str = "") -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(pieces, "copy_whole", refuse)
    with pytest.raises(PieceRefused):
        pieces.add(path, scan)
    assert [*pieces.folder_of(path).iterdir()] == []


def test_a_file_that_changes_during_the_copy_is_refused(path: Path, scan: Path) -> None:
    with pytest.raises(OSError):
        copy_whole(scan, path, digest="0" * 64)
    assert not path.exists()


@given(st.text(max_size=200))
def test_any_name_stays_in_the_folder_and_is_one_that_every_system_takes(name: str) -> None:
    safe = pieces.safe_name(name)
    assert 0 < len(safe) <= 80
    assert not set(safe) & set('<>:"/\\|?*\x00\n') and safe[-1] not in " ." and safe[0] not in " ."
    assert pieces.path_of(Path("/d/v.kitess"), Evidence("1", "t", file=name)).parent == Path("/d/v.kitess.pieces")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..\\..\\x.exe", "x.exe"),
        ("CON", "_CON"),
        ("aux.pdf", "_aux.pdf"),
        ("facture\u202efdp.exe", "facture-fdp.exe"),
        ("...", "piece"),
        ("Vœu d’été.odt", "Vœu d’été.odt"),
        ("a" * 300 + ".pdf", "a" * 76 + ".pdf"),
    ],
)
def test_names_that_would_harm_are_made_safe(name: str, safe: str) -> None:
    assert pieces.safe_name(name) == safe


def test_a_colleague_s_files_come_with_her_dossier(path: Path, tmp_path: Path, scan: Path) -> None:
    theirs = tmp_path / "cle" / "autre.kitess"
    theirs.parent.mkdir()
    sound, lost = pieces.add(theirs, scan), Evidence("2", "Perdu", file="perdu.pdf", sha256="0" * 64, size=1)
    link = Evidence("3", "Lien", url="https://exemple.fr")
    assert pieces.bring(theirs, path, [sound, lost, link]) == [lost]
    assert pieces.check(path, sound) is PieceState.SOUND
    assert pieces.bring(theirs, path, [sound]) == []


def test_erasing_removes_the_files_that_nothing_names_any_more(path: Path, tmp_path: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        made.commit(*made.group(evidence_added("action:a", pieces.add(path, scan))))
        assert len(evidence_of(made.fields("action:a"))) == 1
    erase(path, backups=tmp_path / "copies")
    assert [*pieces.folder_of(path).iterdir()] == []
