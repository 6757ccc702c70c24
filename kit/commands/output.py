"""All output of the command line: control characters are shown, so that no text of a dossier can drive the terminal."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, TextIO

# What turns the order of what follows, separators that some take for a new line, halves of characters.
_HIDDEN = "\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_DRIVING = re.compile(f"[\x00-\x08\x0b-\x1f{_HIDDEN}]")  # C0 but tab and line feed, DEL, C1
_IN_JSON = re.compile(f"[{_HIDDEN}]")  # the others are escaped already


def say(words: object, *, file: TextIO | None = None, end: str = "\n") -> None:
    """Write a text for people to stdout (or ``file``) with its control characters shown as ``\\x1b`` is here."""
    stream = file or sys.stdout
    stream.write(f"{harmless(str(words))}{end}")


def warn(words: str) -> None:
    """Write a sentence to stderr."""
    say(words, file=sys.stderr)


def harmless(text: str) -> str:
    """Return a text in which what would drive a terminal is shown, not sent; lines stay lines."""
    return _DRIVING.sub(_escape, text)


def in_line(value: object) -> str:
    """Return a value on one line: a line feed in it is shown too, so that nobody can make up a line of a list."""
    return str(value).replace("\n", "\\n").replace("\t", "\\t")


def megabytes(content: bytes) -> str:
    """Return how much is written, « 2,2 Mo »."""
    return f"{len(content) / 1_000_000:.1f} Mo".replace(".", ",")


def json_text(value: Any) -> str:
    """Return a value as JSON that is safe to show and that any encoding writes: those characters as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def put_json(value: Any) -> None:
    """Put one JSON document on stdout and nothing else."""
    sys.stdout.write(f"{json_text(value)}\n")


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
