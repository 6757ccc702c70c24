"""What a pack says of itself: version, date, the oldest program that reads it, and the SHA-256 of each file."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kit.bounded import decode_json
from kit.digest import sha256

MANIFEST_LIMIT = 8_000_000
"""Bytes: those of one file of a pack."""
TEXTS_SINCE = "0.1.0"  # the oldest program that reads texts written as they are now
Version = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.-]{1,20}\Z")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")]
Program = Annotated[str, Meta(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,3}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a pack. ``date`` is ISO, ``needs`` a version of the program, ``files`` path → SHA-256."""

    format: Literal[1] = 1
    version: Version
    date: Day
    needs: Program
    files: dict[str, Sha256]

    def to_bytes(self) -> bytes:
        """Return the one way to write it, which is what gets signed."""
        ordered = msgspec.structs.replace(self, files=dict(sorted(self.files.items())))
        return msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n"

    @property
    def name(self) -> str:
        """The folder that the pack is installed in (``kit.paths.PACK_NAME``)."""
        return f"{self.date}-{self.version}-{sha256(self.to_bytes()).hexdigest()[:8]}"


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest written in ``content``; raises ValueError for anything that ``to_bytes`` did not write."""
    made = decode_json(content, Manifest, MANIFEST_LIMIT)
    if made.to_bytes() != content:
        raise ValueError("manifest")
    return made


def is_well_formed(version: str, date: str, needs: str) -> bool:
    """Say whether a version, a date and a version of the program are written as a pack writes them."""
    try:
        msgspec.convert((version, date, needs), tuple[Version, Day, Program])
    except msgspec.ValidationError:
        return False
    return True


def is_newer_program(needs: str, program: str) -> bool:
    """Say whether ``needs`` is a later version of the program than ``program``."""
    return _numbers(needs) > _numbers(program)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(number) for number in re.findall(r"\d+", version)[:4]]
    return tuple(found + [0] * (4 - len(found)))
