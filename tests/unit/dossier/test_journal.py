"""The file: damage is set aside and said, appends are whole or taken back, refusals are tried again."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.dossier import Dossier
from kit.dossier.line import LINE_LIMIT, Fault, encode
from kit.dossier.model import Status
from kit.dossier.sidecar import aside_of
from kit.dossier.writer import Writer
from kit.errors import SaveRefused
from kit.files import Patience
from tests.unit.dossier.dossier_events import HEADER, WRITERS, event, write


class Clock:
    """Time that passes only when someone pauses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses = 0

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.pauses += 1

    def patience(self) -> Patience:
        return Patience(clock=lambda: self.now, pause=self.pause)


def test_a_file_cut_at_any_byte_of_its_last_line_keeps_all_before_and_says_the_rest(path: Path) -> None:
    events = [event(n, f"é{n}", on=f"action:{n}") for n in range(1, 4)]
    whole = write(path, *events).read_bytes()
    last = len(encode(events[-1])) + 1
    for cut in range(len(whole) - last, len(whole) + 1):
        path.write_bytes(whole[:cut])
        torn = 0 if cut in (len(whole) - last, len(whole) - 1, len(whole)) else 1
        kept = events if cut >= len(whole) - 1 else events[:2]
        with Dossier.open(path) as opened:
            assert (opened.history(), opened.set_aside, opened.gaps) == (kept, torn, [])
            opened.record("action:new", "status", "fait")
        if torn:
            assert whole[len(whole) - last : cut] in aside_of(path).read_bytes().split(b"\n")
        with Dossier.open(path, write=False) as again:
            assert again.status("new") is Status.DONE
            assert (again.history()[:-1], again.set_aside) == (kept, torn)


FOREIGN = [
    b"\xff\xfe\x00",
    b"not json",
    b"[" * 30_000,
    b'{"x":' + b"7" * 6000 + b"}",
    b"y" * (LINE_LIMIT + 1),
    encode(event(9)).replace(b"fait", b"fart"),
    b'{"v":1,"w":"w","n":1}',
]


def test_foreign_lines_anywhere_never_stop_the_rest_and_are_copied_once(path: Path) -> None:
    one, two = event(1), event(2, "en-cours", on="action:b")
    lines = [FOREIGN[0], HEADER, *FOREIGN[1:4], encode(one), b"", *FOREIGN[4:], b"\r", encode(two) + b"\r"]
    path.write_bytes(b"\n".join(lines) + b"\n")
    for _ in range(2):
        with Dossier.open(path) as opened:
            assert opened.history() == [one, two]
            assert opened.set_aside == len(FOREIGN)
            assert not opened.read_only
    assert aside_of(path).read_bytes() == b"".join(line + b"\n" for line in FOREIGN)
    assert [fault for fault, _ in journal.read(path).set_aside] == [
        Fault.NOT_UTF8,
        Fault.NOT_JSON,
        Fault.NOT_JSON,
        Fault.NOT_JSON,
        Fault.TOO_LONG,
        Fault.WRONG_CHECKSUM,
        Fault.NO_CHECKSUM,
    ]
    path.write_bytes(path.read_bytes() + b"one more\n")
    with Dossier.open(path):
        assert aside_of(path).read_bytes().endswith(FOREIGN[-1] + b"\none more\n")


def test_two_lines_of_one_id_the_sound_one_counts(path: Path) -> None:
    sound = event(1, "fait")
    damaged = encode(sound).replace(b"fait", b"rate")
    path.write_bytes(b"\n".join([HEADER, damaged, encode(sound), damaged, b""]))
    with Dossier.open(path) as opened:
        assert (opened.status("a"), opened.twins, opened.set_aside) == (Status.DONE, [], 1)


def test_two_sound_lines_of_one_id_are_both_kept_and_said(path: Path) -> None:
    write(path, event(1, "fait"), event(1, "en-cours"))
    with Dossier.open(path) as opened:
        assert opened.twins == [event(1).id]
        assert len(opened.conflicts()) == 1
        opened.record("action:a", "status", "fait")
        assert opened.conflicts() == []


def test_collection_of_garbage_is_as_before_after_reading(path: Path) -> None:
    import gc

    write(path, event(1))
    assert gc.isenabled()
    journal.read(path)
    assert gc.isenabled()
    gc.disable()
    try:
        journal.read(path)
        assert not gc.isenabled()
    finally:
        gc.enable()


# -- appending ---------------------------------------------------------------------------------------------------------


def writer(path: Path, clock: Clock | None = None) -> Writer:
    path.write_bytes(b"first\n")
    return Writer(path, 6, patience=(clock or Clock()).patience())


def test_a_line_and_its_newline_go_in_one_write_and_are_synced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, bytes]] = []
    real_write, real_sync = os.write, os.fsync

    def note_write(fd: int, data: bytes) -> int:
        calls.append(("write", bytes(data)))
        return real_write(fd, data)

    def note_sync(fd: int) -> None:
        calls.append(("sync", b""))
        real_sync(fd)

    monkeypatch.setattr(os, "write", note_write)
    monkeypatch.setattr(os, "fsync", note_sync)
    made = writer(path)
    made.append(b"second\n")
    assert calls == [("write", b"second\n"), ("sync", b"")]
    assert path.read_bytes() == b"first\nsecond\n"


def test_a_missing_newline_is_put_first(path: Path) -> None:
    path.write_bytes(b"torn")
    made = Writer(path, 4, whole=False)
    assert made.append(b"a\n") is False
    assert path.read_bytes() == b"torn\na\n"
    path.write_bytes(b"torn again")
    assert made.append(b"b\n") is True
    assert made.append(b"c\n") is False
    assert path.read_bytes() == b"torn again\nb\nc\n"


def _failing(error: int, *, after: int, times: int) -> Callable[[int, bytes], int]:
    """Make an os.write that puts ``after`` bytes, then fails ``times`` times."""
    real, left = os.write, [times]

    def write(fd: int, data: bytes) -> int:
        if not left[0]:
            return real(fd, data)
        if after and len(data) > after:
            return real(fd, data[:after])
        left[0] -= 1
        raise OSError(error, os.strerror(error))

    return write


@pytest.mark.parametrize("after", [0, 3])
def test_a_momentary_refusal_is_tried_again_and_leaves_no_trace(
    path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    made = writer(path, clock)
    monkeypatch.setattr(os, "write", _failing(errno.EBUSY, after=after, times=5))
    made.append(b"second\n")
    assert path.read_bytes() == b"first\nsecond\n"
    assert clock.pauses == 5


def test_a_lasting_refusal_is_said_after_two_seconds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    made = writer(path, clock)
    monkeypatch.setattr(os, "write", _failing(errno.EACCES, after=0, times=10**6))
    with pytest.raises(SaveRefused) as caught:
        made.append(b"second\n")
    assert caught.value.cause.errno == errno.EACCES
    assert 1.9 <= clock.now <= 2.1
    assert path.read_bytes() == b"first\n"


def test_a_full_disk_is_said_at_once_and_half_a_line_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    made = writer(path, clock)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _failing(errno.ENOSPC, after=4, times=1))
        with pytest.raises(SaveRefused) as caught:
            made.append(b"second\n")
    assert caught.value.cause.errno == errno.ENOSPC
    assert (clock.pauses, made.is_unsure) == (0, False)
    assert path.read_bytes() == b"first\n"
    assert made.append(b"third\n") is False
    assert path.read_bytes() == b"first\nthird\n"


def test_a_refused_sync_takes_the_line_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(fd: int) -> None:
        raise OSError(errno.EIO, "disk")

    made = writer(path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(SaveRefused):
            made.append(b"second\n")
    assert path.read_bytes() == b"first\n"


def test_a_torn_line_that_cannot_be_taken_back_is_closed_by_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fd: int, size: int) -> None:
        raise OSError(errno.EIO, "disk")

    with Dossier.create(path) as made:
        first = made.record("action:a", "status", "fait")
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", _failing(errno.ENOSPC, after=30, times=1))
            patch.setattr(os, "ftruncate", refuse)
            with pytest.raises(SaveRefused):
                made.record("action:a", "status", "en-pause")
        assert made.status("a") is Status.DONE
        last = made.record("action:a", "status", "abandonne")
        assert (last.n, last.r) == (1, (first.id,))
        assert last.w != first.w
    with Dossier.open(path) as again:
        assert (again.status("a"), again.set_aside, again.conflicts(), again.gaps) == (Status.DROPPED, 1, [], [])


def test_a_file_that_went_away_refuses_and_a_file_put_in_its_place_gets_what_it_lacks(path: Path) -> None:
    clock = Clock()
    write(path, event(1, on="action:old"))
    with Dossier.open(path, patience=clock.patience()) as opened:
        opened.record("action:a", "status", "fait")
        away = path.with_name("away")
        path.rename(away)
        with pytest.raises(SaveRefused):
            opened.record("action:b", "status", "fait")
        write(path, event(1, on="action:old"))  # a sync client brings yesterday's file
        opened.record("action:c", "status", "fait")
    with Dossier.open(path) as again:
        assert set(again.statuses()) == {"old", "a", "c"}
        assert (again.gaps, again.conflicts()) == ([], [])


def test_a_replaced_file_gets_the_line_even_when_replaced_during_the_append(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write(path.with_name("other"), event(1, on="action:old"))
    write(path)
    with Dossier.open(path) as made:
        real = os.fsync

        def swap(fd: int) -> None:
            if other.exists():
                other.replace(path)
            real(fd)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", swap)
            made.record("action:a", "status", "fait")
    assert [one.on for one in journal.read(path).events] == ["action:old", "action:a"]


def test_the_folder_is_synced_at_creation_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bool] = []
    real = os.fsync

    def note(fd: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(fd).st_mode))
        real(fd)

    monkeypatch.setattr(os, "fsync", note)
    with Dossier.create(path) as made:
        assert synced == [False, True]
        made.record("action:a", "status", "fait")
    assert synced == [False, True, False]


# -- disks that refuse -----------------------------------------------------------------------------------------------


def test_a_full_disk_refuses_the_change_and_loses_nothing(tiny_disk: Path) -> None:
    path = tiny_disk / "ville.kitess"
    saved = []
    with Dossier.create(path) as made:
        with pytest.raises(SaveRefused) as caught:
            for number in range(40):
                saved.append(made.record("plan", f"note-{number}", "x" * 3000))
        assert caught.value.cause.errno == errno.ENOSPC
        assert 2 < len(saved) < 12
        assert made.history() == saved
        assert made.record("action:a", "status", "fait").n == len(saved) + 1
    with Dossier.open(path) as again:
        assert again.history()[:-1] == saved
        assert (again.set_aside, again.gaps) == (0, [])


def test_a_read_only_disk_opens_the_dossier_read_only(tiny_disk: Path) -> None:
    import subprocess

    path = write(tiny_disk / "ville.kitess", event(1))
    path.write_bytes(path.read_bytes() + b"torn")
    before = path.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    with Dossier.open(path) as opened:
        assert (opened.read_only, opened.status("a"), opened.set_aside) == (True, Status.DONE, 1)
        with pytest.raises(SaveRefused) as caught:
            opened.record("action:a", "status", "en-cours")
        assert caught.value.cause.errno == errno.EROFS
        assert opened.status("a") is Status.DONE
    assert path.read_bytes() == before
    with pytest.raises(SaveRefused):
        Dossier.create(tiny_disk / "other.kitess")


@pytest.mark.parametrize("refused", [".lock", ".kitess"])
def test_a_folder_or_file_that_may_not_be_written_opens_read_only(
    path: Path, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, event(1))
    real = os.open

    def refuse(name: str | Path, flags: int, mode: int = 0o777) -> int:
        if str(name).endswith(refused) and flags & (os.O_RDWR | os.O_WRONLY):
            raise PermissionError(errno.EACCES, "no")
        return real(name, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with Dossier.open(path) as opened:
            assert (opened.read_only, opened.status("a")) == (True, Status.DONE)
            with pytest.raises(SaveRefused):
                opened.stage("action:a", "status", "fait")
    with Dossier.open(path) as again:
        assert not again.read_only


def test_rewriting_is_all_or_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, event(1, w=WRITERS[1]))
    before = path.read_bytes()

    def refuse(fd: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(SaveRefused):
            journal.rewrite(path, [b"new"])
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    journal.rewrite(path, [b"a", b"b"])
    assert path.read_bytes() == b"a\nb\n"
