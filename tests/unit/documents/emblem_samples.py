"""Pictures made for the tests: a PNG of any size, a small SVG."""

from __future__ import annotations

import struct
import zlib

SVG = (
    '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80" width="60" height="80">'
    '<title>Blason</title><path d="M0 0h60v50l-30 30L0 50z" fill="#0b5563"/>{inside}</svg>'
)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(wide: int = 60, high: int = 80, *, rows: int | None = None, laced: int = 0) -> bytes:
    """Return a grey PNG; ``rows`` are those that it really has."""
    pixels = zlib.compress((b"\0" + b"\x66" * wide) * (high if rows is None else rows))
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, laced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def svg(inside: str = "") -> bytes:
    return SVG.format(inside=inside).encode()
