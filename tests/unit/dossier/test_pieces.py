"""Files of evidence: copied, checked, known by their hash; names that lead nowhere else."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kit import files
from kit.dossier import piece_copies, pieces, several
from kit.dossier.archive import archive, unpack
from kit.dossier.backup import backup, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.pieces import PieceState
from kit.dossier.plan_changes import evidence_added
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.preview import Mode, preview, reunite
from kit.errors import PieceRefused, PieceTooLarge, SaveRefused, Stopped


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
    def refuse(source: Path, target: Path, digest: str = "", *, private: bool = False) -> None:
        raise OSError(28, "plein")

    monkeypatch.setattr(files, "copy_whole", refuse)
    with pytest.raises(PieceRefused):
        pieces.add(path, scan)
    assert [*pieces.folder_of(path).iterdir()] == []


def test_a_file_that_changes_during_the_copy_is_refused(path: Path, scan: Path) -> None:
    with pytest.raises(OSError):
        files.copy_whole(scan, path, digest="0" * 64)
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


# --- long names, kinds, names shown ---


def test_a_long_name_is_found_again_and_kept_by_erasing_what_nobody_names(path: Path, tmp_path: Path) -> None:
    long = tmp_path / f"{'Délibération du conseil municipal ' * 3}.pdf"
    long.write_bytes(b"%PDF")
    found = pieces.add(path, long)
    assert pieces.check(path, found) is PieceState.SOUND
    assert pieces.stored_name(found.file) == found.file


@pytest.mark.parametrize(
    ("file", "opens"),
    [
        ("x.pdf", True),
        ("Plan.ODT", True),
        ("photo.heic", True),
        ("message.eml", True),
        ("ancien.doc", True),
        ("x.pdf.bat", False),
        ("x.exe", False),
        ("x.lnk", False),
        ("x.url", False),
        ("x.desktop", False),
        ("x.docm", False),
        ("x.xlsm", False),
        ("x.html", False),
        ("x.svg", False),
        ("x.zip", False),
        ("x.js", False),
        ("x.pdf.", True),  # the point goes: no system runs by it
        ("x.bat\u202efdp", False),
        ("x", False),
        (".pdf", False),
        ("x.pdf\n.bat", False),
        ("x.bat:.pdf", True),  # the colon of a Windows stream is no longer one
        ("facture.pdf/../x.bat", False),
    ],
)
def test_only_known_kinds_of_documents_are_opened_by_their_real_name(path: Path, file: str, opens: bool) -> None:
    one = Evidence("1", "Délibération.pdf", file=file, sha256="0" * 64, size=1)
    assert pieces.is_document(one) is opens
    assert pieces.path_of(path, one).parent == pieces.folder_of(path)
    assert ":" not in pieces.path_of(path, one).name


def test_the_name_shown_is_that_of_the_file_not_its_title(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "x.pdf.bat"
    source.write_bytes(b"@echo off")
    assert pieces.shown_name(pieces.add(path, source, "Délibération.pdf")) == "x.pdf.bat"


# --- both or none ---


def test_a_piece_is_copied_and_noted_or_neither(path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.create(path) as made:
        done = pieces.attach(made, "action:a", scan)
        assert evidence_of(made.fields("action:a")) == (done.evidence,)
        made.undo()
        other = scan.with_name("autre.pdf")
        for error in (OSError(28, "plein"), RuntimeError("x"), MemoryError(), KeyboardInterrupt()):
            other.write_bytes(repr(error).encode())
            with monkeypatch.context() as patch:
                patch.setattr(made._store, "append", _raising(SaveRefused(path, OSError(28, ""))))
                with pytest.raises(SaveRefused):
                    pieces.attach(made, "action:a", other)
            with monkeypatch.context() as patch:
                patch.setattr(made, "record_group", _raising(error))
                with pytest.raises(type(error)):
                    pieces.attach(made, "action:a", other)
            assert [one.name for one in pieces.files_of(path)] == [done.evidence.file]


def _raising(error: BaseException) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse


def test_a_refused_event_leaves_a_file_that_another_event_names(path: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        kept = pieces.attach(made, "action:a", scan).evidence
    with Dossier.open(path, write=False) as shut, pytest.raises(SaveRefused):
        pieces.attach(shut, "action:b", scan)
    assert pieces.check(path, kept) is PieceState.SOUND


def test_what_someone_worked_in_is_kept_under_another_name(path: Path, scan: Path) -> None:
    found = pieces.add(path, scan)
    pieces.path_of(path, found).write_bytes(b"my own words")
    pieces.add(path, scan)
    assert pieces.check(path, found) is PieceState.SOUND
    assert [one.read_bytes() for one in pieces.files_of(path) if "-autre-1" in one.name] == [b"my own words"]


# --- links, fifos, devices at the place of pieces ---


@pytest.fixture
def private(tmp_path: Path) -> Path:
    folder = tmp_path / "privé"
    folder.mkdir()
    (folder / "journal intime.txt").write_text("à moi", encoding="utf-8")
    return folder


def test_a_link_in_place_of_the_folder_is_never_followed(path: Path, tmp_path: Path, private: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        made.record("action:a", "note", "Vu avec Prénom Nom")
    named = Evidence("1", "t", file="journal intime.txt", sha256=sha256("à moi".encode()).hexdigest(), size=6)
    pieces.folder_of(path).symlink_to(private)
    assert pieces.check(path, named) is PieceState.MISSING
    assert pieces.files_of(path) == [] and pieces.find(path, [], [tmp_path]).found == ()
    with pytest.raises(PieceRefused):
        pieces.add(path, scan)
    erase(path, backups=tmp_path / "copies")
    assert [one.name for one in private.iterdir()] == ["journal intime.txt"]
    assert pieces.folder_of(path).is_symlink() and b"Pr\xc3\xa9nom" not in path.read_bytes()


def test_a_link_among_the_pieces_is_never_followed(path: Path, tmp_path: Path, private: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        sound = pieces.attach(made, "action:a", scan).evidence
    target = private / "journal intime.txt"
    link = pieces.folder_of(path) / "x.txt"
    link.symlink_to(target)
    os.mkfifo(pieces.folder_of(path) / "tuyau.pdf")
    for name, content in (("x.txt", "à moi"), ("tuyau.pdf", "")):
        one = Evidence("1", "t", file=name, sha256=sha256(content.encode()).hexdigest(), size=len(content.encode()))
        assert pieces.check(path, one) is PieceState.MISSING
        with pytest.raises(PieceRefused):
            pieces.put(scan, path, Evidence("2", "t", file=name, sha256=sound.sha256, size=sound.size))
    assert [one.name for one in pieces.files_of(path)] == [sound.file]
    backup(path, tmp_path / "copies")
    erase(path, backups=tmp_path / "copies")
    assert target.read_text(encoding="utf-8") == "à moi" and link.is_symlink()


# --- finding them again ---


def test_pieces_are_found_by_their_content_whatever_they_are_called(path: Path, tmp_path: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        held = pieces.attach(made, "action:a", scan).evidence
        lost = Evidence("9", "Perdu", file="perdu.pdf", sha256="0" * 64, size=held.size)
    place = tmp_path / "cle" / "sous" / "dossier"
    place.mkdir(parents=True)
    pieces.path_of(path, held).rename(place / "renommé par quelqu’un.bin")
    (place / "boucle").symlink_to(tmp_path / "cle")
    os.mkfifo(place / "tuyau")
    done = pieces.find(path, [held, lost], [tmp_path / "cle"])
    assert (done.found, done.missing, done.whole) == ((held,), (lost,), True)
    assert pieces.check(path, held) is PieceState.SOUND
    assert (place / "renommé par quelqu’un.bin").is_file()


def test_a_search_is_bounded_and_can_be_stopped(
    path: Path, tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = Evidence("9", "Perdu", file="perdu.pdf", sha256="0" * 64, size=3)
    for number in range(30):
        (tmp_path / f"{number}.bin").write_bytes(b"abc")
    monkeypatch.setattr(pieces, "LOOKED_AT", 10)
    assert pieces.find(path, [lost], [tmp_path]) == pieces.Search((), (lost,), whole=False)

    def stop(_: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        pieces.find(path, [lost], [tmp_path], stop)


def test_the_pieces_of_a_renamed_dossier_are_offered_from_beside(path: Path, tmp_path: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        held = pieces.attach(made, "action:a", scan).evidence
    renamed = path.with_name("mairie 2026.kitess")
    path.rename(renamed)
    (tmp_path / "autre.kitess.pieces").symlink_to(tmp_path)
    assert pieces.glance(renamed, held) is PieceState.MISSING
    beside = pieces.folders_beside(renamed)
    assert [one.name for one in beside] == ["ville.kitess.pieces"]
    assert pieces.find(renamed, [held], beside).found == (held,)
    assert pieces.check(renamed, held) is PieceState.SOUND


# --- safety copies ---


def test_copies_hold_each_content_once_and_give_it_back(path: Path, tmp_path: Path, scan: Path) -> None:
    copies = tmp_path / "copies"
    with Dossier.create(path) as made:
        held = pieces.attach(made, "action:a", scan).evidence
        pieces.attach(made, "action:b", scan, "Le même")
    first = backup(path, copies)
    with Dossier.open(path) as made:
        made.record("action:a", "note", "plus tard")
    backup(path, copies)
    store = copies / "pieces"
    assert [one.name for one in store.iterdir()] == [held.sha256]
    assert stat.S_IMODE(store.stat().st_mode) == 0o700
    assert stat.S_IMODE((store / held.sha256).stat().st_mode) == 0o600
    shutil.rmtree(pieces.folder_of(path))
    restore(path, first.name, copies)
    assert pieces.check(path, held) is PieceState.SOUND
    path.unlink()
    shutil.rmtree(pieces.folder_of(path))
    restore(path, first.name, copies)
    assert pieces.check(path, held) is PieceState.SOUND


def test_a_piece_goes_from_the_copies_with_the_last_one_that_names_it(path: Path, tmp_path: Path, scan: Path) -> None:
    copies = tmp_path / "copies"
    with Dossier.create(path) as made:
        held = pieces.attach(made, "action:a", scan).evidence
    other = tmp_path / "autre.kitess"
    with Dossier.create(other) as made:
        pieces.attach(made, "action:a", scan)
    backup(path, copies)
    backup(other, copies)
    erase(path, backups=copies)
    assert [one.name for one in (copies / "pieces").iterdir()] == [held.sha256]  # the other dossier names it
    erase(other, backups=copies)
    assert [*(copies / "pieces").iterdir()] == [] and pieces.files_of(path) == []


def test_a_changed_piece_is_not_kept_among_the_copies(path: Path, tmp_path: Path, scan: Path) -> None:
    with Dossier.create(path) as made:
        held = pieces.attach(made, "action:a", scan).evidence
    pieces.path_of(path, held).write_bytes(bytes(held.size))
    backup(path, tmp_path / "copies")
    assert not (tmp_path / "copies" / "pieces").exists()


def test_pieces_beyond_what_a_dossier_may_take_are_not_copied(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Dossier.create(path) as made:
        for number in range(3):
            source = tmp_path / f"{number}.pdf"
            with source.open("wb") as file:
                file.truncate(1000 + number)  # of holes: it takes no place until it is copied
            pieces.attach(made, "action:a", source)
    monkeypatch.setattr(piece_copies, "KEPT_LIMIT", 2500)
    backup(path, tmp_path / "copies")
    assert sorted(one.stat().st_size for one in (tmp_path / "copies" / "pieces").iterdir()) == [1000, 1001]


# --- merging ---


def test_merging_files_brings_the_pieces_and_names_those_that_lack(path: Path, tmp_path: Path, scan: Path) -> None:
    theirs = tmp_path / "cle" / "ville.kitess"
    theirs.parent.mkdir()
    with Dossier.create(path):
        pass
    shutil.copy(path, theirs)
    with Dossier.open(theirs) as made:
        sound = pieces.attach(made, "action:a", scan).evidence
        gone = scan.with_name("perdu.pdf")
        gone.write_bytes(b"perdu")
        lost = pieces.attach(made, "action:a", gone).evidence
    pieces.path_of(theirs, lost).unlink()
    out = tmp_path / "ensemble" / "c.kitess"
    out.parent.mkdir()
    assert [one.file for one in merge_files(path, theirs, out).missing] == [lost.file]
    assert pieces.check(out, sound) is PieceState.SOUND
    assert [one.file for one in merge_files(path, theirs, backups=tmp_path / "copies").missing] == [lost.file]
    assert pieces.check(path, sound) is PieceState.SOUND


def test_a_reunion_that_fails_leaves_no_piece_that_nothing_names(
    path: Path, tmp_path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = tmp_path / "cle" / "autre.kitess"
    theirs.parent.mkdir()
    with Dossier.create(theirs) as made:
        pieces.attach(made, "action:a", scan)
    with Dossier.create(path) as mine:
        found = preview(mine, theirs)
        for error in (SaveRefused(path, OSError(28, "")), RuntimeError("x"), MemoryError()):
            with monkeypatch.context() as patch:
                patch.setattr(mine, "bring_in", _raising(error))
                with pytest.raises(type(error)):
                    reunite(mine, found, found.sides(Mode.ALL), backups=tmp_path / "copies")
            assert pieces.files_of(path) == []
        assert reunite(mine, found, found.sides(Mode.ALL), backups=tmp_path / "copies").missing == ()
    assert len(pieces.files_of(path)) == 1


# --- whatever one does with dossiers, in any order ---


class Pieces(RuleBasedStateMachine):
    """Dossiers of one folder; each evidence that one names has its sound piece, or is told as missing."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.outside = self.place / "dehors.txt"
        self.outside.write_text("à moi", encoding="utf-8")
        self.dossiers: list[Path] = []
        self.lost: set[tuple[Path, str]] = set()
        self.count = 0

    def fresh(self) -> Path:
        self.count += 1
        return self.place / f"d{self.count}" / "ville.kitess"

    def pick(self, number: int) -> Path:
        return self.dossiers[number % len(self.dossiers)]

    @initialize()
    def begin(self) -> None:
        path = self.fresh()
        path.parent.mkdir()
        with Dossier.create(path):
            self.dossiers.append(path)

    @rule(which=st.integers(0, 9), content=st.integers(0, 3), on=st.sampled_from(("action:a", "own:b")))
    def attach(self, which: int, content: int, on: str) -> None:
        source = self.place / f"acte {content}.pdf"
        source.write_bytes(bytes([content]) * 50)
        with Dossier.open(self.pick(which)) as opened:
            pieces.attach(opened, on, source)
        self.lost.discard((self.pick(which), sha256(source.read_bytes()).hexdigest()))

    @rule(which=st.integers(0, 9))
    def duplicate(self, which: int) -> None:
        out = self.fresh()
        several.duplicate(self.pick(which), out)
        self.lost |= {(out, digest) for path, digest in self.lost if path == self.pick(which)}
        self.dossiers.append(out)

    @rule(which=st.integers(0, 9), killed=st.booleans())
    def move(self, which: int, killed: bool) -> None:
        path, out = self.pick(which), self.fresh()
        if killed:
            several.Move(path, out).copy()  # and the light goes out
            return
        several.move(path, out)
        self.dossiers[self.dossiers.index(path)] = out
        self.lost = {(out if one == path else one, digest) for one, digest in self.lost}

    @rule(which=st.integers(0, 9))
    def archive(self, which: int) -> None:
        self.count += 1
        packed, out = self.place / f"{self.count}.zip", self.fresh()
        archive(self.pick(which), packed)
        unpack(packed, out)
        self.lost |= {(out, digest) for path, digest in self.lost if path == self.pick(which)}
        self.dossiers.append(out)

    @rule(a=st.integers(0, 9), b=st.integers(0, 9))
    def merge(self, a: int, b: int) -> None:
        ours, theirs = self.pick(a), self.pick(b)
        if ours != theirs:
            missing = merge_files(ours, theirs, backups=self.place / "copies").missing
            self.lost |= {(ours, one.sha256) for one in missing}

    @rule(which=st.integers(0, 9))
    def erase(self, which: int) -> None:
        erase(self.pick(which), backups=self.place / "copies")

    @rule(which=st.integers(0, 9), back=st.booleans())
    def copies(self, which: int, back: bool) -> None:
        path = self.pick(which)
        name = backup(path, self.place / "copies").name
        if back:
            shutil.rmtree(pieces.folder_of(path), ignore_errors=True)
            restore(path, name, self.place / "copies")

    @rule(which=st.integers(0, 9))
    def lose(self, which: int) -> None:
        path = self.pick(which)
        for file in pieces.files_of(path)[:1]:
            self.lost.add((path, sha256(file.read_bytes()).hexdigest()))
            file.unlink()

    @invariant()
    def each_piece_is_sound_or_told(self) -> None:
        for path in self.dossiers:
            with Dossier.open(path, write=False) as opened:
                for one in pieces.evidence_in(opened):
                    state = pieces.check(path, one)
                    assert state is PieceState.SOUND or (
                        state is PieceState.MISSING and (path, one.sha256) in self.lost
                    )
        assert self.outside.read_text(encoding="utf-8") == "à moi"

    def teardown(self) -> None:
        shutil.rmtree(self.place)


Pieces.TestCase.settings = settings(max_examples=25, stateful_step_count=15)
TestPieces = Pieces.TestCase
