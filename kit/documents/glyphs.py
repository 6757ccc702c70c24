"""What the bundled fonts can draw: any text made drawable, so that no export fails for one character.

One glyph that no font has makes Typst refuse a whole PDF/UA-1 document.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

from kit import paths
from kit.errors import CompileFailed

# The letters' font comes first; a mark is drawn only on a letter of the same font.
LETTERS = "AtkinsonHyperlegible-Regular.ttf"
MORE = ("KitSignes-Regular.ttf", "NotoEmoji-Regular.ttf")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_BREAKS = str.maketrans(dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n") | {"\t": " "})
# They choose a form of the character before, which stays readable without: variations, key caps, skin tones.
_SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x1F3FB, 0x1F400), 0x20E3})


def drawable(text: str) -> str:
    """Return ``text`` in NFC with only what the bundled fonts draw, and line breaks as ``\\n``.

    Controls, bidi and zero-width characters, variation selectors and lone surrogates are dropped. A character
    without a glyph becomes its plain equivalent (``ᵉ`` → ``e``) or else ``[U+6F22]``. A second time changes
    nothing.
    """
    if _usual(paths.fonts()).issuperset(text) and unicodedata.is_normalized("NFC", text):
        return text
    lines = text.replace("\r\n", "\n").translate(_BREAKS)
    kept = unicodedata.normalize("NFC", "".join(c for c in lines if c == "\n" or not _is_dropped(c)))
    if kept.isascii():
        return kept
    letters, points = coverage(paths.fonts())
    drawn: list[str] = []
    for character in kept:
        before = drawn[-1][-1] if drawn else ""
        if unicodedata.category(character)[0] == "M":
            drawn.append(character if _carries(before, character, letters) else _named(character))
        else:
            drawn.append(_drawn(character, points))
    return unicodedata.normalize("NFC", "".join(drawn))


@cache
def _usual(folder: Path) -> frozenset[str]:
    """Return the characters that stay as they are whatever stands beside them: nearly all texts have no other."""
    _, points = coverage(folder)
    kinds = ((character, unicodedata.category(character)) for character in map(chr, points))
    kept = {character for character, kind in kinds if kind[0] != "M" and kind not in _DROPPED_CATEGORIES}
    return frozenset(kept - set(map(chr, _BREAKS)) - set(map(chr, _SELECTORS)) | {"\n"})


@cache
def coverage(folder: Path) -> tuple[frozenset[int], frozenset[int]]:
    """Return the code points that the letters' font draws, and those that any of the fonts draws.

    Raises CompileFailed where a font is missing or damaged.
    """
    try:
        letters, *more = (read_cmap((folder / name).read_bytes()) for name in (LETTERS, *MORE))
    except (OSError, struct.error) as error:
        raise CompileFailed(f"fonts: {error}") from error
    points = letters.union(*more)
    return frozenset(letters), frozenset(points)


def read_cmap(font: bytes) -> set[int]:
    """Return the code points that a TrueType font maps to a glyph (OpenType ``cmap``, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for index in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            break
    else:
        return set()
    points: set[int] = set()
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for index in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * index)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            points |= _subtable(font, start + offset)
    return points


def _subtable(font: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 4:
        return _segments(font, at)
    if kind == 12:
        return _groups(font, at)
    return set()


def _groups(font: bytes, at: int) -> set[int]:
    points: set[int] = set()
    (count,) = struct.unpack_from(">L", font, at + 12)
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * index)
        points.update(range(first + (glyph == 0), last + 1))
    return points


def _segments(font: bytes, at: int) -> set[int]:
    points: set[int] = set()
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends, starts = at + 14, at + 16 + 2 * count
    deltas, ranges = starts + 2 * count, starts + 4 * count
    for index in range(count):
        end, start, delta, jump = (
            struct.unpack_from(">H", font, table + 2 * index)[0] for table in (ends, starts, deltas, ranges)
        )
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if jump:
                (glyph,) = struct.unpack_from(">H", font, ranges + 2 * index + jump + 2 * (point - start))
            if (glyph + delta) % 0x10000 if glyph or not jump else 0:
                points.add(point)
    return points


def _is_dropped(character: str) -> bool:
    return ord(character) in _SELECTORS or unicodedata.category(character) in _DROPPED_CATEGORIES


def _carries(before: str, mark: str, letters: frozenset[int]) -> bool:
    return bool(before) and before not in " \n]" and ord(before) in letters and ord(mark) in letters


def _drawn(character: str, points: frozenset[int]) -> str:
    if character == "\n" or ord(character) in points:
        return character
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain.isprintable() and all(ord(c) in points for c in plain):
        return plain
    return " " if unicodedata.category(character) == "Zs" else _named(character)


def _named(character: str) -> str:
    return f"[U+{ord(character):04X}]"
