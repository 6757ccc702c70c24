"""A pack written to a key: what is there is told, only older editions go and only when asked, all is read again."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.commands.packs import sentence as pack_sentence
from kit.errors import OutputExists, PackRefused, RoomLacking, Stopped
from kit.packs import keys
from kit.packs.carry import Age, carry, look
from kit.packs.pack import build_pack
from kit.packs.working_copy import set_version
from tests.calls import Call
from ui.services.errors import sentence
from ui.services.pack_words import size

Make = Callable[..., Path]
ROOT = Path(__file__).resolve().parents[3]
_Usage = namedtuple("_Usage", "total used free")


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """Return a key with files of its owner."""
    folder = tmp_path / "clé usb"
    folder.mkdir()
    (folder / "photos.zip").write_bytes(b"mine")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_pack_and_read_me_are_written_and_the_rest_is_left(make_pack: Make, usb: Path) -> None:
    pack, steps = make_pack(), list[str]()
    place = look(pack, usb)
    assert place.there == () and not place.is_taken and place.needed > pack.stat().st_size
    assert names(usb) == ["photos.zip"]
    done = carry(pack, usb, step=steps.append)
    assert steps == ["read", "write", "verify"]
    assert done.pack.read_bytes() == pack.read_bytes() and "Réseau" in done.read_me.read_text("utf-8-sig")
    assert names(usb) == ["LISEZ-MOI-exemple-2027.06.txt", "exemple-2027.06.kitpack", "photos.zip"]
    assert [one.age for one in look(pack, usb).there] == [Age.SAME]
    assert carry(pack, usb).removed == ()  # again: nothing to ask


def test_older_editions_go_only_when_asked_and_nothing_else_does(
    make_pack: Make, usb: Path, texts: Path, tmp_path: Path
) -> None:
    carry(make_pack("2027.01", "2027-01-31"), usb)
    carry(make_pack("2027.09", "2027-09-30"), usb)
    stranger = tmp_path / "etranger.cle"
    keys.make_key(stranger)
    build_pack(texts, stranger, usb / "autre.kitpack")
    (usb / "abime.kitpack").write_bytes(b"PK")
    pack = make_pack()
    ages = {one.path.name: one.age for one in look(pack, usb).there}
    assert ages == {
        "exemple-2027.01.kitpack": Age.OLDER,
        "exemple-2027.09.kitpack": Age.NEWER,
        "autre.kitpack": Age.OTHER,
        "abime.kitpack": Age.OTHER,
    }
    assert carry(pack, usb).removed == () and "exemple-2027.01.kitpack" in names(usb)
    done = carry(pack, usb, replaces=True)
    assert [one.name for one in done.removed] == ["exemple-2027.01.kitpack"]
    left = names(usb)
    assert not [name for name in left if "2027.01" in name]
    assert {"exemple-2027.09.kitpack", "autre.kitpack", "abime.kitpack", "photos.zip"} <= set(left)


def test_another_file_of_that_name_is_replaced_only_when_asked(make_pack: Make, usb: Path) -> None:
    pack = make_pack()
    (usb / pack.name).write_bytes(b"something else")
    assert look(pack, usb).is_taken
    with pytest.raises(OutputExists):
        carry(pack, usb)
    assert (usb / pack.name).read_bytes() == b"something else" and len(names(usb)) == 2
    carry(pack, usb, replaces=True)
    assert (usb / pack.name).read_bytes() == pack.read_bytes()


def test_a_pack_that_lies_on_the_key_already_is_read_there(make_pack: Make, usb: Path) -> None:
    pack = Path(shutil.move(make_pack(), usb))
    before = pack.read_bytes()
    done = carry(pack, usb)
    assert done.pack == pack and pack.read_bytes() == before and done.read_me.is_file()


def test_what_no_kit_would_take_is_not_carried(make_pack: Make, usb: Path) -> None:
    pack = make_pack()
    pack.write_bytes(pack.read_bytes()[:-9])
    with pytest.raises(PackRefused):
        carry(pack, usb)
    assert names(usb) == ["photos.zip"]


def test_too_little_room_is_told_before_anything_is_written(
    make_pack: Make, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: _Usage(10, 9, 1_000))
    with pytest.raises(RoomLacking) as caught:
        carry(pack, usb)
    assert "1 Ko" in sentence(caught.value).replace("\u00a0", " ") and "place" in pack_sentence(caught.value)
    assert names(usb) == ["photos.zip"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_refuses_leaves_nothing_half_written(
    make_pack: Make, usb: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    pack, older = make_pack(), make_pack("2027.01", "2027-01-31")
    carry(older, usb)
    before = names(usb)

    def refuse(_fd: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError):
        carry(pack, usb, replaces=True)
    assert names(usb) == before  # the older edition stays until the new one was read again


def test_a_key_that_is_pulled_out_is_told(make_pack: Make, usb: Path) -> None:
    pack = make_pack()

    def pull_out(step: str) -> None:
        if step == "write":
            shutil.rmtree(usb)

    with pytest.raises(FileNotFoundError):
        carry(pack, usb, step=pull_out)
    with pytest.raises(FileNotFoundError):
        look(pack, usb)
    assert not usb.exists()


def test_what_is_read_again_must_be_what_was_written(
    make_pack: Make, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = make_pack()
    carry(make_pack("2027.01", "2027-01-31"), usb)

    def spoil(step: str) -> None:
        if step == "verify":
            (usb / pack.name).write_bytes(b"what a bad key gives back")

    with pytest.raises(OSError) as caught:
        carry(pack, usb, replaces=True, step=spoil)
    assert caught.value.errno == errno.EIO and "exemple-2027.01.kitpack" in names(usb)


@pytest.mark.parametrize("at", ["read", "write", "verify"])
def test_stopping_leaves_nothing_or_all_of_it(make_pack: Make, usb: Path, at: str) -> None:
    pack = make_pack()

    def stop(step: str) -> None:
        if step == at:
            raise Stopped

    if at == "verify":
        carry(pack, usb, step=stop)
        assert len(names(usb)) == 3
    else:
        with pytest.raises(Stopped):
            carry(pack, usb, step=stop)
        assert names(usb) == ["photos.zip"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from kit.packs.carry import carry
stop, count, usb = int(sys.argv[1]), 0, sys.argv[3]
def hook(event, arguments):
    global count
    if event in ("open", "os.rename", "os.remove", "os.link") and any(usb in str(one) for one in arguments):
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
carry(Path(sys.argv[2]), Path(usb), replaces=True)
print(count)
"""


def test_killed_at_every_write_an_edition_is_on_the_key_whole(make_pack: Make, usb: Path, tmp_path: Path) -> None:
    older, pack = make_pack("2027.01", "2027-01-31"), make_pack()
    carry(older, usb)
    before = tmp_path / "avant"
    shutil.copytree(usb, before)

    def run(stop: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _KILLED, str(stop), str(pack), str(usb)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))

    steps = int(run(-1).stdout)
    assert steps >= 8 and (usb / pack.name).is_file() and not (usb / older.name).exists()
    for stop in range(1, steps + 1):
        shutil.rmtree(usb)
        shutil.copytree(before, usb)
        assert run(stop).returncode == -signal.SIGKILL
        found = {one.name: one.read_bytes() for one in usb.glob("*.kitpack")}
        assert found and all(found[one.name] == one.read_bytes() for one in (older, pack) if one.name in found)


def test_a_key_of_the_next_program_is_carried_too(texts: Path, tmp_path: Path, usb: Path) -> None:
    following = keys.make_key(tmp_path / "b.cle")
    set_version(texts, "2027.07", "2027-07-01")
    build_pack(texts, tmp_path / "b.cle", tmp_path / "p.kitpack")
    with pytest.raises(PackRefused):
        carry(tmp_path / "p.kitpack", usb)
    assert carry(tmp_path / "p.kitpack", usb, (following,)).pack.is_file()


def test_by_command(call: Call, make_pack: Make, usb: Path) -> None:
    code, out, _ = call("pack", "carry", make_pack(), "--to", usb)
    assert code == 0 and out.count("Écrit et relu") == 2
    assert call("pack", "carry", make_pack(), "--to", usb / "nulle part")[0] == 1


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 Ko"), (350_000, "350 Ko"), (1_240_000, "1,2 Mo"), (64_000_000, "64 Mo"), (14_600_000_000, "15 Go")],
)
def test_sizes_are_said_as_one_reads_them(count: int, words: str) -> None:
    assert size(count).replace("\u00a0", " ") == words
