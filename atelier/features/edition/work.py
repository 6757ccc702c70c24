"""What is done to publish: plain functions, run in the background."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from msgspec import Struct

from kit.content.loader import load_publisher
from kit.errors import PackRefused
from kit.files import write_whole
from kit.packs import carry
from kit.packs.carry import Carried, Place
from kit.packs.changes import Changes, Entry
from kit.packs.pack import Pack
from kit.packs.publisher_keys import trusted_in
from kit.packs.trial import Trial
from ui.services.jobs import Step


class Order(Struct, frozen=True):
    """A pack to make: of which folder, with which key, to which file, as which version and ISO date.

    ``seen`` is the fingerprint of the texts as they were when someone looked at what changes.
    """

    folder: Path
    key: Path
    out: Path
    version: str
    day: str
    seen: str


class Made(Struct, frozen=True):
    """A pack just signed; ``is_known`` is False where the program of today would not take its key."""

    pack: Pack
    is_known: bool


class Compared(Struct, frozen=True):
    """What an edition changes since ``base``, the pages whose id got lost, the fingerprint of its texts.

    ``base`` is a pack, a folder, or None for the texts of the program.
    """

    base: Path | None
    changes: Changes
    lost: tuple[Entry, ...]
    seen: str


def make_pack(order: Order, step: Step) -> Made:
    """Write version and date into the folder, then its pack and a file that tells how to install it.

    A pack that is refused leaves version and date as they were.
    Raises PackRefused (« changed-since » for other texts than those that were seen), KeyRefused, ContentError, OSError.
    """
    from kit.packs import keyring
    from kit.packs.keys import public_of, read_key
    from kit.packs.pack import build_pack, fingerprint
    from kit.packs.working_copy import set_version

    public = public_of(read_key(order.key))  # a wrong file is told before anything is written
    if fingerprint(order.folder) != order.seen:
        raise PackRefused(order.folder, "changed-since")
    kit_file = order.folder / "kit.toml"
    before = kit_file.read_bytes()
    set_version(order.folder, order.version, order.day)
    try:
        pack = build_pack(order.folder, order.key, order.out, force=True, step=step)
    except BaseException:  # also one that stops it
        write_whole(kit_file, before)
        raise
    words = carry.read_me(order.out.name, load_publisher(order.folder / "kit.toml"))
    write_whole(carry.read_me_of(order.out), words)
    return Made(pack, public in keyring.here().grown(pack.ring.handovers).trusted)


def compare_edition(folder: Path, base: Path | None, step: Step) -> Compared:
    """Return what the texts of a folder change to read, compared with a pack, a folder, or the program's own texts.

    Raises PackRefused, ContentError, OSError.
    """
    from kit.opening import open_library
    from kit.packs.changes import compare, lost, open_folder
    from kit.packs.pack import fingerprint, lay_out, read_pack_of

    step("read")
    seen = fingerprint(folder)
    with ExitStack() as held:
        if base is None:
            before = held.enter_context(closing(open_library()[0]))
        elif base.is_dir():
            before = held.enter_context(closing(open_folder(base)))
        else:
            place = Path(held.enter_context(tempfile.TemporaryDirectory()))
            lay_out(read_pack_of(base, trusted_in(folder))[0], place)
            before = held.enter_context(closing(open_folder(place)))
        after = held.enter_context(closing(open_folder(folder)))
        changes = compare(before, after)
        return Compared(base, changes, lost(changes, after), seen)


def try_out(pack: Path, dossier: Path, folder: Path | None, step: Step) -> Trial:
    """Try a pack on a copy of a dossier, as an élu·e's kit would install it; nothing of hers or of here is changed.

    Raises PackRefused, DossierMissing, NotADossier, OSError.
    """
    from kit.opening import open_library
    from kit.packs import trial

    with closing(open_library()[0]) as present:
        return trial.try_out(pack, dossier, present, trusted_in(folder), step)


def look_at(pack: Path, place: Path, folder: Path | None, step: Step) -> Place:
    """Look at a place that a pack is to be written to. Raises PackRefused, OSError."""
    step("read")
    return carry.look(pack, place, trusted_in(folder))


def give(pack: Path, place: Path, folder: Path | None, step: Step, *, replaces: bool) -> Carried:
    """Write a pack with what tells how to install it, and read it again; raises as ``kit.packs.carry.carry``."""
    return carry.carry(pack, place, trusted_in(folder), replaces=replaces, step=step)
