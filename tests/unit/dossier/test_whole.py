"""A dossier with its pieces as one: duplicated, moved, archived; stopped, refused, killed at every step."""

from __future__ import annotations

import errno
import gc
import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit import files, paths
from kit.dossier import archive as archives
from kit.dossier import pieces, several
from kit.dossier.archive import archive, unpack
from kit.dossier.dossier import Dossier
from kit.dossier.pieces import PieceState
from kit.dossier.plan_lists import Evidence
from kit.dossier.several import duplicate, move
from kit.dossier.sidecar import aside_of, sibling_of
from kit.errors import (
    ArchiveRefused,
    DossierExists,
    DossierMissing,
    KitError,
    OutputExists,
    SaveRefused,
    Stopped,
    UnknownFormat,
)
from tests.unit.dossier.dossier_events import HEADER, UUID, WRITERS, encode, event, noon, write

EVERY = (OSError(28, "plein"), ValueError("x"), RuntimeError("x"), MemoryError(), KeyboardInterrupt(), Stopped())

STRIDES = dict(zip(map(type, EVERY), (5, 7, 8, 9, 11, 13), strict=True))
"""Not every step with every kind of exception, but for a move: together they come to each."""


@pytest.fixture
def held(path: Path, tmp_path: Path) -> list[Evidence]:
    """Make a dossier with two pieces, a line set aside, and what another wrote beside it."""
    return make(path, tmp_path)


def make(path: Path, sources: Path) -> list[Evidence]:
    write(path, event(1))
    found = []
    with Dossier.open(path) as made:
        for name in ("Délibération.pdf", "Photo.jpg"):
            source = sources / name
            source.write_bytes(name.encode() * 1000)
            found.append(pieces.attach(made, "action:a", source).evidence)
    with path.open("ab") as file:
        file.write(b"rubbish\n")
    write(sibling_of(path, WRITERS[1]), event(1, "à côté", w=WRITERS[1], f="note"))
    return found


def is_whole(path: Path, held: list[Evidence]) -> bool:
    if not path.is_file():
        return False
    with Dossier.open(path, write=False) as opened:
        known = {one.sha256 for one in pieces.evidence_in(opened)}
        told = opened.value("action:a", "status"), opened.value("action:a", "note")
    sound = [pieces.check(path, one) is PieceState.SOUND for one in held]
    return told == ("fait", "à côté") and known == {one.sha256 for one in held} and all(sound)


def left_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir()) if folder.exists() else []


def shown_in(folder: Path) -> list[str]:
    """Return what is there but the half-written files that the fault itself kept from being removed."""
    return [name for name in left_in(folder) if not (name.startswith(".") and name.endswith(".tmp"))]


def test_a_duplicate_is_another_dossier_with_its_pieces(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    out = tmp_path / "autre" / "epci.kitess"
    done = duplicate(path, out, now=noon)
    assert is_whole(out, held) and is_whole(path, held)
    assert (done.pieces, done.path) == (2, out) and done.dossier != UUID
    assert left_in(out.parent) == ["epci.kitess", "epci.kitess.pieces"]
    with Dossier.open(out) as copy:
        assert copy.uuid == done.dossier
    with pytest.raises(DossierExists):
        duplicate(path, out)
    with pytest.raises(DossierMissing):
        duplicate(tmp_path / "rien.kitess", tmp_path / "x.kitess")


def test_a_moved_dossier_takes_all_with_it_and_comes_back(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    out = tmp_path / "cle" / "mairie.kitess"
    done = move(path, out)
    assert (done.dossier, done.pieces, done.left) == (UUID, 2, ())
    assert is_whole(out, held) and aside_of(out).read_bytes() == b"rubbish\n"
    assert [name for name in left_in(tmp_path) if name.startswith("ville")] == []
    assert move(out, path).path == path and is_whole(path, held)
    assert left_in(out.parent) == []


def test_a_move_never_takes_a_place_and_never_a_dossier_in_use(
    path: Path, held: list[Evidence], tmp_path: Path
) -> None:
    out = tmp_path / "cle" / "mairie.kitess"
    with Dossier.open(path, by="Ana"), pytest.raises(SaveRefused):
        move(path, out)
    assert is_whole(path, held) and not out.parent.exists()
    pieces.folder_of(out).mkdir(parents=True)
    with pytest.raises(DossierExists):
        move(path, out)
    assert is_whole(path, held)
    with pytest.raises(DossierMissing):
        move(tmp_path / "rien.kitess", out)


def test_what_is_not_the_dossier_s_stays_and_is_told(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    mine = tmp_path / "privé.txt"
    mine.write_text("à moi", encoding="utf-8")
    strange = pieces.folder_of(path) / "lien.pdf"
    strange.symlink_to(mine)
    out = tmp_path / "cle" / "mairie.kitess"
    assert move(path, out).left == (pieces.folder_of(path),)
    assert is_whole(out, held) and strange.is_symlink() and mine.read_text(encoding="utf-8") == "à moi"


def test_a_piece_attached_during_the_copy_comes_too(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    moving = several.Move(path, tmp_path / "cle" / "mairie.kitess")
    moving.copy()
    source = tmp_path / "tard.pdf"
    source.write_bytes(b"tard")
    with Dossier.open(path) as opened:
        late = pieces.attach(opened, "action:b", source).evidence
    done = moving.finish()
    assert done.pieces == 3 and is_whole(done.path, [*held, late])


def test_a_move_to_another_disk_is_a_move_like_any_other(
    path: Path, held: list[Evidence], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("rename", "replace", "link"):
        real = getattr(os, name)

        def across(a: Path, b: Path, real: Any = real, **rest: Any) -> None:
            if ("cle" in Path(a).parts) != ("cle" in Path(b).parts):
                raise OSError(errno.EXDEV, "another disk")
            real(a, b, **rest)

        monkeypatch.setattr(os, name, across)
    with pytest.raises(OSError):
        path.rename(tmp_path / "cle" / "x")
    out = tmp_path / "cle" / "mairie.kitess"
    assert move(path, out).left == () and is_whole(out, held)


def test_a_move_that_nobody_finishes_leaves_nothing(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    moving = several.Move(path, tmp_path / "cle" / "mairie.kitess")
    moving.copy()
    assert len(left_in(tmp_path / "cle")) == 1
    del moving  # as a window that is closed meanwhile
    gc.collect()
    assert left_in(tmp_path / "cle") == [] and is_whole(path, held)


def test_what_a_killed_move_left_goes_with_the_next_one(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    out = tmp_path / "cle" / "mairie.kitess"
    stale = out.with_name(f".{out.name}.{'0' * 12}.tmp")
    stale.mkdir(parents=True)
    (stale / "piece.pdf").write_bytes(b"half")
    other = out.with_name(f".autre.kitess.{'0' * 12}.tmp")
    other.mkdir()
    move(path, out)
    assert is_whole(out, held) and not stale.exists() and other.exists()


def test_a_dossier_in_the_program_s_own_data_is_for_its_owner_alone(
    path: Path, held: list[Evidence], tmp_path: Path
) -> None:
    packed = tmp_path / "ville.zip"
    archive(path, packed)
    for number, make_at in enumerate((lambda out: unpack(packed, out), lambda out: duplicate(path, out))):
        out = paths.dossiers() / str(number) / "ville.kitess"
        make_at(out)
        assert is_whole(out, held)
        assert [stat.S_IMODE(one.stat().st_mode) for one in (out, *pieces.files_of(out))] == [0o600] * 3
        assert stat.S_IMODE(pieces.folder_of(out).stat().st_mode) == 0o700


# --- every step refused, by every kind of exception ---

CALLS = ("mkdir", "rename", "replace", "unlink", "link", "fsync", "open", "lstat", "scandir", "rmdir")


class Faulty:
    """Raises at the n-th call of what touches the disk, then lets all pass."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int) -> None:
        self.count = 0
        for name in CALLS:
            real = getattr(os, name)
            monkeypatch.setattr(os, name, self._wrapped(real, error, at))

    def _wrapped(self, real: Callable[..., Any], error: BaseException, at: int) -> Callable[..., Any]:
        def call(*words: Any, **rest: Any) -> Any:
            self.count += 1
            if self.count == at:
                raise error
            return real(*words, **rest)

        return call


def tried(
    work: Callable[[], object], monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int
) -> tuple[bool, bool]:
    """Return whether the work came to its end, and whether its fault came at all."""
    with monkeypatch.context() as patch:
        faulty = Faulty(patch, error, at)
        try:
            work()
        except (*map(type, EVERY), KitError):
            return False, faulty.count >= at
        return True, faulty.count >= at


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("kind", ["duplicate", "move", "archive", "unpack"])
def test_any_fault_at_any_step_leaves_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, kind: str
) -> None:
    at, ended = 0, False
    while not ended:
        at += 1 if at < 12 or kind == "move" else STRIDES[type(error)]
        place = tmp_path / f"{kind}-{at}"
        place.mkdir()
        path, out = place / "ville.kitess", place / "loin" / "epci.kitess"
        held = make(path, place)
        packed = place / "ville.zip"
        if kind == "unpack":
            archive(path, packed)
        works: dict[str, Callable[[], object]] = {
            "duplicate": lambda path=path, out=out: duplicate(path, out),  # type: ignore[misc]
            "move": lambda path=path, out=out: move(path, out),  # type: ignore[misc]
            "archive": lambda path=path, packed=packed: archive(path, packed),  # type: ignore[misc]
            "unpack": lambda packed=packed, out=out: unpack(packed, out),  # type: ignore[misc]
        }
        done, came = tried(works[kind], monkeypatch, error, at)
        ended = not came
        made = packed if kind == "archive" else out
        if kind == "move":
            assert is_whole(path, held) or is_whole(out, held), at
            assert not done or is_whole(out, held), at
            assert not path.exists() or (not done and shown_in(out.parent) == []), at  # not both
        else:
            assert is_whole(path, held), at
            assert done == made.exists() or not done, at
            assert not out.exists() or is_whole(out, held), at
    assert at > 10


KILLED = """
import os, sys
from pathlib import Path
from kit.dossier.several import duplicate, move
path, out, kind, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
count = 0
def dying(real):
    def call(*words, **rest):
        global count
        count += 1
        if count == at:
            os._exit(9)
        return real(*words, **rest)
    return call
for name in ("mkdir", "rename", "replace", "unlink", "link", "fsync", "rmdir", "write"):
    setattr(os, name, dying(getattr(os, name)))
{"move": move, "duplicate": duplicate}[kind](path, out)
"""


@pytest.mark.parametrize("kind", ["duplicate", "move"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new(tmp_path: Path, kind: str) -> None:
    code, at = 9, 0
    while code == 9:
        at += 2
        place = tmp_path / str(at)
        place.mkdir()
        path, out = place / "ville.kitess", place / "loin" / "epci.kitess"
        held = make(path, place)
        code = subprocess.run([sys.executable, "-c", KILLED, path, out, kind, str(at)], check=False).returncode
        if kind == "duplicate":
            assert is_whole(path, held), at
            assert not out.exists() or is_whole(out, held), at
        else:
            assert is_whole(out, held) or is_whole(path, held), at
    assert code == 0 and at > 8


# --- archives ---


def test_an_archive_holds_all_and_gives_all_back(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    packed = tmp_path / "ville.zip"
    done = archive(path, packed)
    assert (done.dossier, done.pieces) == (UUID, 2) and is_whole(path, held)
    with zipfile.ZipFile(packed) as read:
        assert read.testzip() is None
        assert sorted(read.namelist())[0] == "ville.kitess" and len(read.namelist()) == 3
    back = unpack(packed, tmp_path / "retour" / "mairie.kitess")
    assert (back.dossier, back.pieces) == (UUID, 2) and is_whole(back.path, held)
    with pytest.raises(OutputExists):
        archive(path, packed)
    assert archive(path, packed, force=True).pieces == 2
    with pytest.raises(DossierExists):
        unpack(packed, back.path)
    with pytest.raises(UnknownFormat):
        archive(path, tmp_path / "ville.tar")


def test_an_archive_that_another_program_zipped_again_is_taken(
    path: Path, held: list[Evidence], tmp_path: Path
) -> None:
    packed = tmp_path / "ville.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("ville.kitess.pieces/", b"")
        made.write(path, "ville.kitess")
        for file in pieces.files_of(path):
            made.write(file, f"ville.kitess.pieces/{file.name}")
    assert unpack(packed, tmp_path / "retour.kitess").pieces == 2


def zipped(entries: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return out.getvalue()


def linked(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def squeezed(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_LZMA
    return entry


SOUND = b"".join(line + b"\n" for line in (HEADER, encode(event(1))))
JOURNAL: tuple[str | zipfile.ZipInfo, bytes] = ("v.kitess", SOUND)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not-zip"),
        (b"%PDF-1.7", "not-zip"),
        (zipped([]), "foreign"),
        (zipped([("notes.txt", b"x")]), "foreign"),
        (zipped([("v.kitess", b"rien de lisible")]), "foreign"),
        (zipped([JOURNAL, ("w.kitess", SOUND)]), "foreign"),
        (zipped([JOURNAL, ("../../evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("/etc/evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces/../../evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces/sous/evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces\\evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces/C:evil.pdf", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces/CON", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.mis-de-cote", b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.lock", b"x")]), "foreign"),
        (zipped([(linked("v.kitess"), b"/etc/passwd")]), "link"),
        (zipped([JOURNAL, (linked("v.kitess.pieces/a.pdf"), b"/etc/passwd")]), "link"),
        (zipped([JOURNAL, ("v.kitess.pieces/a.pdf", b"x"), ("v.kitess.pieces/A.pdf", b"y")]), "twice"),
        (zipped([JOURNAL, (squeezed("v.kitess.pieces/a.pdf"), b"x")]), "foreign"),
        (zipped([JOURNAL, ("v.kitess.pieces/a.pdf", bytes(60_000_000))]), "too-large"),
        (zipped([JOURNAL, ("v.kitess.pieces/a.pdf", b"sound and long enough")])[:-60], "not-zip"),
    ],
)
def test_a_hostile_archive_makes_nothing(tmp_path: Path, content: bytes, reason: str) -> None:
    packed, out = tmp_path / "x.zip", tmp_path / "ici" / "mairie.kitess"
    packed.write_bytes(content)
    with pytest.raises(ArchiveRefused) as caught:
        unpack(packed, out)
    assert caught.value.reason == reason
    assert left_in(tmp_path) == ["x.zip"]


def test_a_damaged_piece_in_an_archive_refuses_all_of_it(tmp_path: Path) -> None:
    content = zipped([JOURNAL, ("v.kitess.pieces/a.pdf", os.urandom(5000))])
    at = content.index(b"v.kitess.pieces/a.pdf") + 200
    packed = tmp_path / "x.zip"
    packed.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
    with pytest.raises(ArchiveRefused) as caught:
        unpack(packed, tmp_path / "ici" / "mairie.kitess")
    assert caught.value.reason == "damaged" and left_in(tmp_path) == ["x.zip"]


def test_an_entry_that_swells_is_stopped_at_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "x.zip"
    packed.write_bytes(zipped([JOURNAL, ("v.kitess.pieces/a.pdf", bytes(4000))]))
    monkeypatch.setattr(pieces, "SIZE_LIMIT", 3999)
    with pytest.raises(ArchiveRefused):
        unpack(packed, tmp_path / "v.kitess")
    monkeypatch.setattr(archives, "TOTAL_LIMIT", 3000)
    with pytest.raises(ArchiveRefused):
        unpack(packed, tmp_path / "v.kitess")


def test_a_fifo_is_no_archive_and_nothing_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.zip")
    with pytest.raises(ArchiveRefused):
        unpack(tmp_path / "x.zip", tmp_path / "v.kitess")


def test_too_much_for_an_archive_is_said_before_it_is_written(
    path: Path, held: list[Evidence], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "TOTAL_LIMIT", 10_000)
    with pytest.raises(ArchiveRefused):
        archive(path, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_stopping_leaves_nothing(path: Path, held: list[Evidence], tmp_path: Path) -> None:
    before = left_in(tmp_path)

    def stop(name: str) -> None:
        if name == "pieces":
            raise Stopped

    works: list[Callable[[], object]] = [
        lambda: duplicate(path, tmp_path / "a.kitess", step=stop),
        lambda: move(path, tmp_path / "b.kitess", step=stop),
        lambda: archive(path, tmp_path / "c.zip", step=stop),
    ]
    for work in works:
        with pytest.raises(Stopped):
            work()
    assert left_in(tmp_path) == before and is_whole(path, held)


def test_a_file_written_in_parts_has_its_name_only_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "long.bin"
    with pytest.raises(ValueError), files.replacing(out, force=False) as fresh:
        fresh.write_bytes(b"half")
        raise ValueError
    assert left_in(tmp_path) == []
    with files.replacing(out, force=False) as fresh:
        fresh.write_bytes(b"a")
        assert not out.exists()
    with pytest.raises(OutputExists), files.replacing(out, force=False):
        raise AssertionError("nothing may be written over what is there")
    assert out.read_bytes() == b"a"
