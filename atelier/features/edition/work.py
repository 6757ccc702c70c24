"""What is done to publish: plain functions, run in the background."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kit.packs.pack import Pack
from ui.services.jobs import Step


class Order(Struct, frozen=True):
    """A pack to make: of which folder, with which key, to which file, as which version and ISO date."""

    folder: Path
    key: Path
    out: Path
    version: str
    day: str


def make_pack(order: Order, step: Step) -> Pack:
    """Write version and date into the folder, then its pack. Raises PackRefused, KeyRefused, ContentError, OSError."""
    from kit.packs.keys import read_key
    from kit.packs.pack import build_pack
    from kit.packs.working_copy import set_version

    read_key(order.key)  # a wrong file is told before anything is written
    set_version(order.folder, order.version, order.day)
    return build_pack(order.folder, order.key, order.out, force=True, step=step)


class NewKey(Struct, frozen=True):
    """A key just made: where its private half is, and its public half."""

    path: Path
    public: str


def new_key(out: Path, step: Step) -> NewKey:
    """Make a key, never over another file. Raises OutputExists, OSError."""
    from kit.packs.keys import make_key

    step("write")
    return NewKey(out, make_key(out))
