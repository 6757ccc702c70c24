"""The zip of a pack, written one way only: no compression, fixed dates, sorted. Any other zip is refused.

As every byte follows from the files, a pack that differs from what its own files make is an altered one; and what is
not compressed cannot swell. The writer is our own (PKWARE APPNOTE 4.3): that of Python may change between versions.
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from kit.errors import PackRefused
from kit.files import chosen, open_regular

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
ROOMS = ("content", "actes")
MOST_BYTES = 64_000_000
MOST_OF_ONE = 8_000_000
MOST_FILES = 5_000
_PLAIN = (MANIFEST, SIGNATURE, "kit.toml")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_DAY_ONE = (0, 0x21)  # 1 January 1980, 00:00, as MS-DOS writes it
_MODE = 0o100644 << 16
_LOCAL = struct.Struct("<4s5H3I2H")  # what stands before the name of each file


def is_path_allowed(name: str) -> bool:
    """Say whether a pack may hold a file of this path: relative, plain letters, ``.md`` or ``.toml`` in a room."""
    if name in _PLAIN:
        return True
    parts = name.split("/")
    if not 2 <= len(parts) <= 8 or parts[0] not in ROOMS or not name.endswith((".md", ".toml")):
        return False
    return all(_PART.fullmatch(part) and not part.endswith(".") and not _RESERVED.fullmatch(part) for part in parts)


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files: manifest and signature first, then the rest by name."""
    order = [name for name in (MANIFEST, SIGNATURE) if name in files]
    order += sorted(name for name in files if name not in order)
    body, directory = io.BytesIO(), io.BytesIO()
    for name in order:
        content, raw = files[name], name.encode("ascii")
        sums = (zlib.crc32(content), len(content), len(content))
        offset = body.tell()
        body.write(_LOCAL.pack(b"PK\x03\x04", 20, 0, 0, *_DAY_ONE, *sums, len(raw), 0) + raw + content)
        head = struct.pack(
            "<4sBB5H3I5H2I", b"PK\x01\x02", 20, 3, 20, 0, 0, *_DAY_ONE, *sums, len(raw), *[0] * 4, _MODE, offset
        )
        directory.write(head + raw)
    tail = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, len(order), len(order), len(directory.getvalue()), body.tell(), 0
    )
    return body.getvalue() + directory.getvalue() + tail


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of a pack by path; raises PackRefused with what is wrong, OSError.

    Nothing is written anywhere. Paths, kinds and sizes are judged before a single file is read.
    """
    with _open(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PackRefused(path, "too-large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found:
            entries = found.infolist()
            _judge(path, entries)
            files = {entry.filename: found.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError, zlib.error):
        raise PackRefused(path, "altered" if data[:4] == b"PK\x03\x04" else "not-a-pack") from None
    if MANIFEST not in files or "kit.toml" not in files:
        raise PackRefused(path, "not-a-pack", MANIFEST)
    if write_archive(files) != data:
        raise PackRefused(path, "unsigned" if SIGNATURE not in files else "altered")
    return files


def read_head(path: Path) -> tuple[bytes, bytes]:
    """Return manifest and signature, which stand first in a pack, and nothing of the rest; PackRefused, OSError."""
    with _open(path) as file:
        return _entry(path, file, MANIFEST), _entry(path, file, SIGNATURE)


def _open(path: Path) -> BinaryIO:
    """Open what someone chose or a folder lists: a link that was chosen is followed, a pipe is not waited for."""
    return os.fdopen(open_regular(chosen(path)), "rb")


def _entry(path: Path, file: BinaryIO, name: str) -> bytes:
    raw = file.read(_LOCAL.size + len(name))
    try:
        magic, *_, size, _whole, _name, _extra = _LOCAL.unpack(raw[: _LOCAL.size])
    except struct.error:
        raise PackRefused(path, "not-a-pack", name) from None
    if magic != b"PK\x03\x04" or raw[_LOCAL.size :] != name.encode("ascii"):
        raise PackRefused(path, "unsigned" if name == SIGNATURE else "not-a-pack", name)
    if size > MOST_OF_ONE:
        raise PackRefused(path, "too-large", name)
    return file.read(size)


def _judge(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Raise PackRefused for the first entry that no pack holds."""
    sizes = [entry.file_size for entry in entries]
    if len(entries) > MOST_FILES or sum(sizes) > MOST_BYTES or max(sizes, default=0) > MOST_OF_ONE:
        raise PackRefused(path, "too-large", f"{len(entries)} · {sum(sizes)}")
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PackRefused(path, "link", name)
        if name != entry.filename or not is_path_allowed(name):
            raise PackRefused(path, "bad-path", name)
        if name.casefold() in seen:
            raise PackRefused(path, "duplicate", name)
        seen.add(name.casefold())
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            raise PackRefused(path, "altered", name)
