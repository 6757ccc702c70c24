"""JSON and TOML from outside, parsed only within bounds of size and depth: a recursive parser crashes beyond them.

Size and depth are reckoned in one pass over the bytes. Reading a file up to a size is ``kit.files.read_regular``.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

import msgspec

JSON_LIMIT = 1_000_000
"""Bytes of a JSON file that are parsed where nothing else is said."""
TEXT_LIMIT = 8_000_000
"""Characters of a TOML file, or header of a text: what one file of a pack may hold."""
DEPTH = 32
"""Levels of lists and tables within each other that are parsed: the program's own files have four."""

# A string is passed over as a whole; one that nothing closes goes to the end, so that no byte is looked at twice.
_JSON_SIGNS = r'(?s)"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]'
_TOML_SIGNS = (
    r'(?sm)"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\\?\Z)'
    r"|'''[^']*(?:'(?!'')[^']*)*(?:'''|\Z)"
    r'|"[^"\\\n]*(?:\\.[^"\\\n]*)*'
    r'(?:"|\\?$)'
    r"|'[^'\n]*(?:'|$)"
    r"|\#[^\n]*"
    r"|[\[\]{}]"
)


class OutOfBounds(ValueError):
    """Something is larger, or nested deeper, than what is parsed; none of it was."""


def parse_json(raw: bytes, limit: int = JSON_LIMIT, depth: int = DEPTH) -> Any:
    """Return what a JSON text (UTF-8) says; ValueError for any other, OutOfBounds where it was not even tried.

    Numbers that no JSON has (NaN, infinity, 1e999) are refused, and so are texts that cannot be written as UTF-8.
    """
    if len(raw) > limit:
        raise OutOfBounds(len(raw))
    text = raw.decode("utf-8-sig")
    check_depth(text, _JSON_SIGNS, depth)
    found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode()  # half a pair of surrogates: UnicodeEncodeError
    return found


def decode_json[T](raw: bytes, kind: type[T], limit: int = JSON_LIMIT, depth: int = DEPTH) -> T:
    """Return the value of a type that a JSON text (UTF-8) is; ValueError for any other, OutOfBounds untried."""
    if len(raw) > limit:
        raise OutOfBounds(len(raw))
    check_depth(raw.decode("utf-8"), _JSON_SIGNS, depth)
    return msgspec.json.decode(raw, type=kind)


def parse_toml(text: str, limit: int, depth: int = DEPTH) -> dict[str, Any]:
    """Return what a TOML text says; tomllib.TOMLDecodeError, or OutOfBounds where it was not even tried."""
    import tomllib

    if len(text) > limit:
        raise OutOfBounds(len(text))
    check_depth(text, _TOML_SIGNS, depth)
    return tomllib.loads(text)


def check_depth(text: str, signs: str, depth: int) -> None:
    """Raise OutOfBounds where brackets and braces stand within each other more than ``depth`` times."""
    if text.count("[") + text.count("{") <= depth:
        return
    level = 0
    for found in re.finditer(signs, text):
        sign = found[0]
        if sign in ("[", "{"):
            level += 1
            if level > depth:
                raise OutOfBounds(level)
        elif sign in ("]", "}"):
            level -= 1


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value
