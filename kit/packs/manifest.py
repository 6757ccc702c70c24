"""What a pack says of itself: version, date, the oldest program that reads it, and the SHA-256 of each file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import msgspec

from kit.bounded import parse_json
from kit.digest import sha256

FORMAT = 1
MANIFEST_LIMIT = 8_000_000
"""Bytes: those of one file of a pack."""
TEXTS_SINCE = "0.1.0"  # the oldest program that reads texts written as they are now
_VERSION = re.compile(r"[0-9A-Za-z.-]{1,20}")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_PROGRAM = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}")
_HASH = re.compile(r"[0-9a-f]{64}")


class Manifest(msgspec.Struct, frozen=True):
    """The head of a pack. ``date`` is ISO, ``needs`` a version of the program, ``files`` path → SHA-256."""

    version: str
    date: str
    needs: str
    files: Mapping[str, str]

    def to_bytes(self) -> bytes:
        """Return the one way to write it, which is what gets signed."""
        record = {
            "format": FORMAT,
            "version": self.version,
            "date": self.date,
            "needs": self.needs,
            "files": dict(sorted(self.files.items())),
        }
        return (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode("ascii")

    @property
    def name(self) -> str:
        """The folder that the pack is installed in (``kit.paths.PACK_NAME``)."""
        return f"{self.date}-{self.version}-{sha256(self.to_bytes()).hexdigest()[:8]}"


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest written in ``content``; raises ValueError for anything that ``to_bytes`` did not write."""
    record = parse_json(content, MANIFEST_LIMIT)
    if not isinstance(record, dict):
        raise ValueError("manifest")
    version, date, needs = (str(record.get(key)) for key in ("version", "date", "needs"))
    if record.get("format") != FORMAT:
        raise ValueError("format")
    files = record.get("files")
    if not isinstance(files, dict) or not all(isinstance(v, str) and _HASH.fullmatch(v) for v in files.values()):
        raise ValueError("files")
    made = Manifest(version, date, needs, files)
    if not is_well_formed(version, date, needs) or made.to_bytes() != content:
        raise ValueError("manifest")
    return made


def is_well_formed(version: str, date: str, needs: str) -> bool:
    """Say whether a version, a date and a version of the program are written as a pack writes them."""
    return bool(_VERSION.fullmatch(version) and _DATE.fullmatch(date) and _PROGRAM.fullmatch(needs))


def is_newer_program(needs: str, program: str) -> bool:
    """Say whether ``needs`` is a later version of the program than ``program``."""
    return _numbers(needs) > _numbers(program)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(number) for number in re.findall(r"\d+", version)[:4]]
    return tuple(found + [0] * (4 - len(found)))
