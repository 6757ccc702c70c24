"""Reuniting with a colleague: the three columns, the three ways, the report, and one Ctrl+Z."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit.dossier import pieces
from kit.dossier.backup import list_backups
from kit.dossier.dossier import Dossier
from kit.dossier.plan_changes import evidence_added
from kit.dossier.plan_lists import evidence_of
from kit.dossier.preview import Kind, Mode, Preview, Side, preview, reunite
from kit.errors import DossierMissing, DossierNewer, NotADossier, SaveRefused
from tests.unit.dossier.dossier_events import signed


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
def two(path: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return the dossiers of Ana and Bob, who worked a month apart from one common day."""
    other = tmp_path / "cle" / "ville.kitess"
    other.parent.mkdir()
    with Dossier.create(path, by="Ana", now=lambda: at(1)) as common:
        common.record("action:a", "who", "personne encore")
        common.record("action:b", "note", "au départ")
        common.record("action:c", "note", "commun")
    other.write_bytes(path.read_bytes())
    with Dossier.open(path, by="Ana", now=lambda: at(10)) as ana:
        ana.record("action:a", "who", "Ana")
        ana.record("action:c", "note", "revu par Ana")
        ana.record("action:d", "status", "fait")
    with Dossier.open(other, by="Bob", now=lambda: at(20)) as bob:
        bob.record("action:a", "who", "Bob")
        bob.record("action:b", "note", "revu par Bob")
        bob.record("action:e", "status", "en-cours")
        bob.record("action:d", "status", "fait")
    return path, other


@pytest.fixture
def mine(two: tuple[Path, Path]) -> Iterator[Dossier]:
    with Dossier.open(two[0], by="Ana", now=lambda: at(25)) as opened:
        yield opened


def values(dossier: Dossier) -> list[object]:
    names = (("a", "who"), ("b", "note"), ("c", "note"), ("d", "status"), ("e", "status"))
    return [dossier.value(f"action:{target}", field) for target, field in names]


MINE = ["Ana", "au départ", "revu par Ana", "fait", None]


def test_the_preview_names_what_would_change_and_writes_nothing(mine: Dossier, two: tuple[Path, Path]) -> None:
    before = [path.read_bytes() for path in two]
    found = preview(mine, two[1])
    assert [path.read_bytes() for path in two] == before
    assert {(one.on, one.f): (one.kind, one.value(Side.MINE), one.value(Side.THEIRS)) for one in found.differences} == {
        ("action:a", "who"): (Kind.CONFLICT, "Ana", "Bob"),
        ("action:b", "note"): (Kind.NEWER, "au départ", "revu par Bob"),
        ("action:e", "status"): (Kind.NEW, None, "en-cours"),
    }
    assert (found.added, found.kept, found.same_dossier) == (4, 1, True)
    (conflict,) = found.conflicts
    assert (conflict.theirs.by, conflict.later) == ("Bob", Side.THEIRS)


@pytest.mark.parametrize(
    ("mode", "chosen", "expected"),
    [
        (Mode.ALL, {}, ["Bob", "revu par Bob", "revu par Ana", "fait", "en-cours"]),
        (Mode.NO_CONFLICT, {}, ["Ana", "revu par Bob", "revu par Ana", "fait", "en-cours"]),
        (
            Mode.NO_CONFLICT,
            {("action:a", "who"): Side.THEIRS},
            ["Ana", "revu par Bob", "revu par Ana", "fait", "en-cours"],
        ),
        (
            Mode.CHOOSE,
            {("action:a", "who"): Side.THEIRS, ("action:b", "note"): Side.MINE, ("autre", "x"): Side.MINE},
            ["Bob", "au départ", "revu par Ana", "fait", "en-cours"],
        ),
    ],
)
def test_each_way_gives_what_its_result_column_says_and_one_undo_takes_it_back(
    mine: Dossier,
    two: tuple[Path, Path],
    tmp_path: Path,
    mode: Mode,
    chosen: dict[tuple[str, str], Side],
    expected: list[object],
) -> None:
    copies = tmp_path / "copies"
    known = {one.id for one in mine.history()}
    found = preview(mine, two[1])
    sides = found.sides(mode, chosen)
    done = reunite(mine, found, sides, backups=copies)
    assert values(mine) == expected
    assert all(mine.value(*one.key) == one.value(sides[one.key]) for one in found.differences)
    assert mine.conflicts() == [] or all(conflict.agreed for conflict in mine.conflicts())
    assert (done.added, done.taken + done.kept, done.missing) == (4, 3, ())
    assert [copy.path for copy in list_backups(two[0], copies)] == [done.copy]
    mine.commit(*mine.undo())
    assert values(mine) == MINE
    assert {one.id for one in mine.history()} > known
    mine.commit(*mine.redo())
    assert values(mine) == expected


def test_the_undo_of_a_reunion_survives_a_restart(mine: Dossier, two: tuple[Path, Path], tmp_path: Path) -> None:
    found = preview(mine, two[1])
    reunite(mine, found, found.sides(Mode.ALL), backups=tmp_path / "copies")
    mine.close()
    with Dossier.open(two[0], by="Ana") as again:
        again.commit(*again.undo())
        assert values(again) == MINE


def test_reuniting_twice_brings_nothing_more_and_the_colleague_gets_the_same(
    mine: Dossier, two: tuple[Path, Path], tmp_path: Path
) -> None:
    found = preview(mine, two[1])
    reunite(mine, found, found.sides(Mode.NO_CONFLICT), backups=tmp_path / "copies")
    again = preview(mine, two[1])
    assert (again.added, again.differences) == (0, ())
    with Dossier.open(two[1], by="Bob") as bob:
        back = preview(bob, two[0])
        reunite(bob, back, back.sides(Mode.ALL), backups=tmp_path / "copies")
        assert values(bob) == values(mine)
        assert {one.id for one in bob.history()} >= {one.id for one in mine.history()}


def test_another_dossier_and_what_cannot_be_kept_are_said(mine: Dossier, tmp_path: Path) -> None:
    other = tmp_path / "autre.kitess"
    with Dossier.create(other) as made:
        made.record("action:z", "status", "fait")
    assert not preview(mine, other).same_dossier
    with pytest.raises(DossierMissing):
        preview(mine, tmp_path / "rien.kitess")
    for size in (0, 2000):
        noise = tmp_path / "bruit.kitess"
        noise.write_bytes(bytes(range(250)) * size)
        with pytest.raises(NotADossier):
            preview(mine, noise)
    with other.open("ab") as file:
        file.write(signed(v=2, w="w", n=1) + b"\n")
    with pytest.raises(DossierNewer):
        preview(mine, other)


def test_a_refusing_disk_leaves_the_dossier_as_it_was(
    mine: Dossier, two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Preview = preview(mine, two[1])
    before = mine.history()
    monkeypatch.setattr("os.fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "plein")))
    with pytest.raises(SaveRefused):
        mine.bring_in(found.events, [])
    assert (mine.history(), values(mine)) == (before, MINE)
    monkeypatch.undo()
    reunite(mine, found, found.sides(Mode.ALL), backups=tmp_path / "copies")
    assert values(mine)[0] == "Bob"


def test_files_of_evidence_come_too_and_those_that_lack_are_named(
    mine: Dossier, two: tuple[Path, Path], tmp_path: Path
) -> None:
    source = tmp_path / "vote.txt"
    source.write_text("voté", encoding="utf-8")
    with Dossier.open(two[1], by="Bob") as bob:
        kept, lost = pieces.add(two[1], source), pieces.add(two[1], source, "perdue")
        bob.commit(*bob.group([*evidence_added("action:a", kept), *evidence_added("action:b", lost)]))
    found = preview(mine, two[1])
    assert len(found.evidence) == 2
    done = reunite(mine, found, found.sides(Mode.ALL), backups=tmp_path / "copies")
    assert done.missing == ()
    (evidence,) = evidence_of(mine.fields("action:a"))
    assert pieces.path_of(two[0], evidence).read_text(encoding="utf-8") == "voté"
