"""Whole files, and nothing but regular ones: links, FIFOs and devices that a stranger put there, refusals, kills."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kit import files, leftovers
from kit.errors import OutputExists
from kit.files import NotRegular, Patience


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_is_written_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    files.write_whole(path, b"un")
    files.write_whole(path, b"deux")
    assert path.read_bytes() == b"deux"
    assert names(tmp_path) == ["liste.txt"]


def test_without_force_a_file_or_a_link_to_nothing_is_left_alone(tmp_path: Path) -> None:
    path, link = tmp_path / "liste.txt", tmp_path / "lien"
    path.write_bytes(b"un")
    link.symlink_to(tmp_path / "rien")
    for one in (path, link):
        with pytest.raises(OutputExists):
            files.write_whole(one, b"deux", force=False)
    assert path.read_bytes() == b"un"
    assert names(tmp_path) == ["lien", "liste.txt"]


def test_what_a_link_points_to_is_never_written(tmp_path: Path) -> None:
    target, link = tmp_path / "cible", tmp_path / "lien"
    target.write_bytes(b"cible")
    link.symlink_to(target)
    files.write_whole(link, b"neuf")
    assert (target.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"cible", b"neuf", False)


def test_a_private_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "cle"
    path.write_bytes(b"")
    path.chmod(0o644)
    files.write_whole(path, b"secret", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_file_keeps_the_rights_it_had(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(b"")
    path.chmod(0o640)
    files.write_whole(path, b"neuf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_refusal_leaves_what_was_there_and_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(b"un")

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as refused:
        files.write_whole(path, b"deux")
    assert refused.value.filename == str(path)
    assert path.read_bytes() == b"un"
    assert names(tmp_path) == ["liste.txt"]


@pytest.mark.parametrize("kind", [RuntimeError, MemoryError, KeyboardInterrupt, ValueError])
def test_whatever_stops_a_copy_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    source, target = tmp_path / "source", tmp_path / "copie"
    source.write_bytes(b"source")
    target.write_bytes(b"avant")

    def stop(_fd: int) -> None:
        raise kind

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(kind):
        files.copy_whole(source, target)
    assert target.read_bytes() == b"avant"
    assert names(tmp_path) == ["copie", "source"]


@pytest.mark.parametrize("kind", [OSError, MemoryError, KeyboardInterrupt])
@pytest.mark.parametrize("work", ["write", "copy"])
def test_what_is_raised_once_the_new_file_is_there_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException], work: str
) -> None:
    source, target = tmp_path / "source", tmp_path / "cible"
    source.write_bytes(b"source")
    target.write_bytes(b"avant")
    really_open = os.open

    def stop(path: Path, flags: int, mode: int = 0o777) -> int:
        fd = really_open(path, flags, mode)
        if flags & os.O_CREAT:
            os.close(fd)
            raise kind
        return fd

    monkeypatch.setattr(os, "open", stop)
    with pytest.raises(kind):
        files.copy_whole(source, target) if work == "copy" else files.write_whole(target, b"neuf")
    assert target.read_bytes() == b"avant"
    assert names(tmp_path) == ["cible", "source"]


def test_what_is_raised_while_a_file_is_looked_at_leaves_none_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(b"un")
    opened: list[int] = []

    def stop(fd: int) -> os.stat_result:
        opened.append(fd)
        raise MemoryError

    monkeypatch.setattr(os, "fstat", stop)
    with pytest.raises(MemoryError):
        files.open_regular(path)
    monkeypatch.undo()
    assert len(opened) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_a_sharing_violation_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, refusals = tmp_path / "liste.txt", [errno.EACCES, errno.EACCES]
    path.write_bytes(b"un")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if refusals:
            raise PermissionError(refusals.pop(), "held by an antivirus")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    pauses: list[float] = []
    files.write_whole(path, b"deux", patience=Patience(clock=lambda: 0.0, pause=pauses.append))
    assert path.read_bytes() == b"deux"
    assert len(pauses) == 2


def test_a_copy_is_read_again_and_refused_when_the_source_is_not_what_was_told(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "copie"
    source.write_bytes(b"source")
    with pytest.raises(OSError):
        files.copy_whole(source, target, digest="0" * 64)
    assert names(tmp_path) == ["source"]
    files.copy_whole(source, target)
    assert target.read_bytes() == b"source"


def test_links_fifos_and_devices_are_neither_read_nor_waited_for(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (tmp_path / "lien").symlink_to(secret)
    (tmp_path / "zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "dossier").mkdir()
    for name in ("lien", "zero", "tube", "dossier"):
        path = tmp_path / name
        assert not files.is_regular(path)
        for act in (lambda p: files.read_regular(p, 10), files.remove_regular):
            with pytest.raises(OSError):
                act(path)
        for flags in (os.O_RDWR, os.O_WRONLY | os.O_APPEND | os.O_CREAT):
            with pytest.raises(OSError):
                files.open_regular(path, flags)
        with pytest.raises(OSError):
            files.copy_whole(path, tmp_path / "copie")
    assert secret.read_bytes() == b"secret"
    assert names(tmp_path) == ["dossier", "lien", "secret", "tube", "zero"]
    with pytest.raises(NotRegular):
        files.open_regular(tmp_path / "lien")


def test_a_link_that_someone_chose_is_followed_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "c").symlink_to("c")
    (tmp_path / "d").symlink_to("/dev/zero")
    assert files.read_regular(files.chosen(tmp_path / "b"), 10) == b"x"
    for name in ("c", "d", "e"):
        with pytest.raises(OSError):
            files.read_regular(files.chosen(tmp_path / name), 10)


def test_a_file_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gros"
    path.write_bytes(b"x" * 11)
    with pytest.raises(OSError) as refused:
        files.read_regular(path, 10)
    assert refused.value.errno == errno.EFBIG
    assert files.read_regular(path, 11) == b"x" * 11


def test_what_a_killed_writer_left_is_found(tmp_path: Path) -> None:
    path = tmp_path / ("plan é" + "x" * 120 + ".kitess")
    path.write_bytes(b"un")
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom kit import files\n"
        "os.fsync = lambda _fd: os.kill(os.getpid(), 9)\n"
        "files.write_whole(Path(sys.argv[1]), b'deux')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=Path.cwd(), check=False)
    assert done.returncode == -9
    assert path.read_bytes() == b"un"
    left = leftovers.find(tmp_path, lambda name: name == path.name)
    assert [one.read_bytes() for one in left] == [b"deux"]
    assert leftovers.find(tmp_path, lambda name: name == "plan.kitess") == []
    leftovers.remove(tmp_path, lambda name: True)
    assert names(tmp_path) == [path.name]


def test_what_a_living_writer_writes_is_no_leftover(tmp_path: Path) -> None:
    path = tmp_path / "liste.txt"
    code = (
        "import sys, os\nfrom pathlib import Path\nfrom kit import files\nsync = os.fsync\n"
        "def wait(fd):\n    print('writing', flush=True)\n    sys.stdin.readline()\n    sync(fd)\n"
        "os.fsync = wait\nfiles.write_whole(Path(sys.argv[1]), b'deux')\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None and writer.stdout.readline() == "writing\n"
    leftovers.remove(tmp_path, lambda name: True)
    assert len(names(tmp_path)) == 1
    writer.communicate("go\ngo\n", timeout=20)
    assert (writer.returncode, path.read_bytes()) == (0, b"deux")


def test_the_leftovers_of_earlier_versions_are_found(tmp_path: Path) -> None:
    for name in (
        "plan.kitess.4242.nouveau",
        "plan.kitess",
        "plan.nouveau",
        ".plan.kitess.tmp",
        "x.0123456789abcdef.tmp",
    ):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".plan.kitess.0123456789abcdef.tmp").symlink_to(tmp_path / "plan.kitess")
    found = leftovers.find(tmp_path, lambda name: name == "plan.kitess")
    assert [path.name for path in found] == ["plan.kitess.4242.nouveau"]


def test_a_leftover_that_stays_is_said_once_all_were_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for rank in range(3):
        (tmp_path / f".plan.kitess.000000000000000{rank}.tmp").write_bytes(b"")
    unlink = Path.unlink

    def refuse(self: Path, missing_ok: bool = False) -> None:
        if self.name.endswith("1.tmp"):
            raise PermissionError(errno.EACCES, "held")
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(PermissionError):
        leftovers.remove(tmp_path, lambda name: True)
    assert names(tmp_path) == [".plan.kitess.0000000000000001.tmp"]


def test_a_file_that_another_writes_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"avant")
    with pytest.raises(ValueError), files.replacing(path) as fresh:
        fresh.write_bytes(b"la moi")
        raise ValueError
    assert (path.read_bytes(), names(tmp_path)) == (b"avant", [path.name])
    with files.replacing(path) as fresh:
        fresh.write_bytes(b"tout")
        assert path.read_bytes() == b"avant"
    assert (path.read_bytes(), names(tmp_path)) == (b"tout", [path.name])


def test_a_second_name_is_refused_where_it_is_asked(tmp_path: Path) -> None:
    path, other = tmp_path / "liste", tmp_path / "autre"
    other.write_bytes(b"autre")
    path.hardlink_to(other)
    os.close(files.open_regular(path, os.O_RDWR))
    with pytest.raises(NotRegular):
        files.open_regular(path, os.O_RDWR, sole=True)


def test_a_private_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    files.make_private_folder(folder)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder.parent, folder)] == [0o700, 0o700]
    for one in (folder.parent, folder):
        one.chmod(0o755)
    files.make_private_folder(folder)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (folder.parent, folder)] == [0o755, 0o700]


def test_a_drive_that_refuses_to_replace_gets_the_bytes_written_over_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "liste.txt"
    path.write_bytes(b"avant")

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EPERM, "no replacing here")

    monkeypatch.setattr(Path, "replace", refuse)
    for content in (b"nouveau\n", b"n\n"):
        files.write_whole(path, content, patience=Patience(0))
        assert (path.read_bytes(), names(tmp_path)) == (content, [path.name])
    sync, calls = os.fsync, iter(range(100))

    def fail_second(fd: int) -> None:
        if next(calls) == 1:
            raise OSError(errno.EIO, "torn")
        sync(fd)

    monkeypatch.setattr(os, "fsync", fail_second)
    with pytest.raises(OSError):
        files.write_whole(path, b"autre\n", patience=Patience(0))
    assert (path.read_bytes(), names(tmp_path)) == (b"n\n", [path.name])


def test_a_lock_file_keeps_others_out_and_gives_up_in_time(tmp_path: Path) -> None:
    path, moments = tmp_path / "reglages.lock", iter(range(100))
    impatient = Patience(3, clock=lambda: next(moments), pause=lambda _: None)
    with files.locked(path) as first, files.locked(path, impatient) as second:
        assert (first, second) == (True, False)
    with files.locked(path) as again:
        assert again
    path.unlink()
    path.symlink_to(tmp_path / "ailleurs")
    with pytest.raises(NotRegular), files.locked(path):
        pass
    assert names(tmp_path) == ["reglages.lock"]
