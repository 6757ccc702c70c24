"""A pack written to a USB key or another folder: the place is looked at first, the copy is read again afterwards.

Only packs of the same publisher that are older are ever replaced, and only where that is asked.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from kit.content.loader import load_publisher
from kit.content.model import Publisher
from kit.digest import sha256
from kit.errors import OutputExists, PackRefused, RoomLacking, Stopped
from kit.files import blocks_of, copy_whole, is_regular, remove_regular, write_whole
from kit.packs.manifest import Manifest
from kit.packs.pack import EXTENSION, read_pack_head, read_pack_of
from kit.steps import Step, unwatched
from kit.typography import fr

_MARGIN = 65_536  # bytes that a file system may take for the names of two files


class Age(StrEnum):
    """How a pack that is there already stands to the one that is to be written."""

    SAME = "same"
    """The very same file."""
    OF_THAT_DAY = "of-that-day"
    OLDER = "older"
    NEWER = "newer"
    OTHER = "other"
    """Signed by someone else, or damaged: it is left alone."""


class There(Struct, frozen=True):
    """A pack that lies there already; ``version`` and ``date`` are empty for one that cannot be judged."""

    path: Path
    age: Age
    version: str = ""
    date: str = ""


class Place(Struct, frozen=True):
    """A folder that was looked at: the free room and what is needed (bytes), the packs in it, what would be written.

    ``is_taken``: a file of the pack's name is there and is another one.
    """

    folder: Path
    head: Manifest
    names: tuple[str, str]
    needed: int
    free: int
    there: tuple[There, ...]
    is_taken: bool

    @property
    def older(self) -> tuple[There, ...]:
        """The packs that a newer one may replace."""
        return tuple(one for one in self.there if one.age is Age.OLDER)


class Carried(Struct, frozen=True):
    """What was written and read again; ``removed`` are older packs, ``left`` those that could not be taken away."""

    pack: Path
    read_me: Path
    removed: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def look(pack: Path, folder: Path, others: tuple[str, ...] = ()) -> Place:
    """Look at a folder that a pack is to be written to; ``others`` are public keys that the program has not yet.

    Raises PackRefused for a pack that no kit would take, OSError for a folder that is away.
    """
    return _looked(pack, folder, others)[0]


def _looked(pack: Path, folder: Path, others: tuple[str, ...]) -> tuple[Place, bytes]:
    """Return what ``look`` does, and what is to be written beside the pack."""
    found, _ = read_pack_of(pack, others)
    content = read_me(pack.name, _publisher(found.files["kit.toml"]))
    target = folder / pack.name
    is_there = os.path.lexists(target)
    is_same = is_there and (_is_one(pack, target) or _digest(target) == _digest(pack))
    place = Place(
        folder=folder,
        head=found.manifest,
        names=(pack.name, read_me_of(pack).name),
        needed=(0 if is_same else pack.stat().st_size) + len(content) + _MARGIN,
        free=shutil.disk_usage(folder).free,
        there=tuple(_judged(one, found.manifest, others, is_same=is_same and one == target) for one in _packs(folder)),
        is_taken=is_there and not is_same,
    )
    return place, content


def carry(
    pack: Path, folder: Path, others: tuple[str, ...] = (), *, replaces: bool = False, step: Step = unwatched
) -> Carried:
    """Write a pack and what tells how to install it, read the pack again, then take away older ones if ``replaces``.

    ``step`` is told « read », « write », « verify ». Raises PackRefused, RoomLacking, OutputExists where another file
    has its name and nothing is to be replaced, OSError (EIO where what was read again is not what was written).
    """
    step("read")
    place, content = _looked(pack, folder, others)
    target, words = folder / pack.name, folder / read_me_of(pack).name
    if place.is_taken and not replaces:
        raise OutputExists(target)
    if place.needed > place.free:
        raise RoomLacking(folder, place.needed, place.free)
    digest = _digest(pack)
    step("write")
    if not _is_one(pack, target):
        copy_whole(pack, target, digest=digest)
    write_whole(words, content)
    with contextlib.suppress(Stopped):  # both are whole by now
        step("verify")
    for file, told in ((target, digest), (words, sha256(content).hexdigest())):
        _forget_cached(file)
        if _digest(file) != told:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(file))
    removed, left = _without_older(place) if replaces else ((), ())
    return Carried(target, words, removed, left)


def read_me_of(pack: Path) -> Path:
    """Return the file that tells how to install a pack, which lies beside it."""
    return pack.with_name(f"LISEZ-MOI-{pack.stem}.txt")


def read_me(name: str, publisher: Publisher) -> bytes:
    """Return what is written beside a pack for whoever receives it, as the Notepad of an old Windows opens it."""
    words = fr(
        "Nouveaux textes du Kit ESS : {name}\n\n"
        "Version {version}, publiée par {publisher}.\n\n"
        "1. Ouvrez le Kit ESS sur votre ordinateur.\n"
        "2. Allez dans À propos, Outils, « Mettre à jour depuis une clé ».\n"
        "3. Choisissez le fichier {name} : le kit montre ce qui change.\n"
        "4. Appuyez sur « Installer ces textes ».\n\n"
        "Vos coches et vos notes restent. Les textes d’avant sont gardés : un bouton y revient.\n"
        "Rien de tout cela ne demande Internet.\n",
        name=name,
        version=publisher.content_version,
        publisher=publisher.full_name,
    )
    return b"\xef\xbb\xbf" + words.replace("\n", "\r\n").encode("utf-8")


def _publisher(kit_toml: bytes) -> Publisher:
    with tempfile.TemporaryDirectory(prefix="kit-ess-") as name:
        path = Path(name) / "kit.toml"
        write_whole(path, kit_toml)
        return load_publisher(path)


def _packs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == EXTENSION and is_regular(path))


def _judged(path: Path, head: Manifest, others: tuple[str, ...], *, is_same: bool) -> There:
    if is_same:
        return There(path, Age.SAME, head.version, head.date)
    found: Manifest | None = None
    for trusted in (None, others):
        with contextlib.suppress(PackRefused, OSError):
            found = found or read_pack_head(path, trusted)
    if found is None:
        return There(path, Age.OTHER)
    age = Age.OLDER if found.date < head.date else Age.NEWER if found.date > head.date else Age.OF_THAT_DAY
    return There(path, age, found.version, found.date)


def _without_older(place: Place) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Take older packs away, each with what told how to install it; what refuses is left."""
    removed, left = [], []
    for one in place.older:
        if one.path.name == place.names[0]:
            continue  # it was written over
        try:
            remove_regular(one.path)
            remove_regular(read_me_of(one.path))
            removed.append(one.path)
        except OSError:
            left.append(one.path)
    return tuple(removed), tuple(left)


def _is_one(pack: Path, target: Path) -> bool:
    try:
        return pack.samefile(target)
    except OSError:
        return False


def _digest(path: Path) -> str:
    told = sha256()
    for block in blocks_of(path):
        told.update(block)
    return told.hexdigest()


def _forget_cached(path: Path) -> None:
    """Have the system read a file from its disk again, where it can be told so."""
    if sys.platform == "linux":
        fd = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(fd)
