"""Cleaning of what people type before it enters a message (research/mail.md, C5), and wrapping."""

from __future__ import annotations

import re
import unicodedata

COLUMNS = 72  # Claws Mail flows a longer line into the next one

_LINE_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# C0 and C1 except blanks and LF, soft hyphen, bidi marks, zero-width, lone surrogates. ZWJ stays: emoji need it.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
# French puts a space before these marks, after « and inside numbers: a line must not break there.
_BREAKABLE = re.compile(r" (?![:;!?»%€])(?<!« )(?!(?<=\d )\d)")


def one_line(text: str, limit: int | None = None) -> str:
    """Give a field of one line: all blanks become one space, invisible marks go, NFC, at most ``limit``."""
    text = _cleaned(text).replace("\n", " ")
    return _cut(_BLANKS.sub(" ", text).strip(), limit)


def lines(text: str, limit: int | None = None) -> str:
    """Give a text of several lines: LF only, no tab, no double or leading space, one empty line at most."""
    text = "\n".join(line.strip() for line in _cleaned(text).split("\n"))
    return _cut(_EMPTY_LINES.sub("\n\n", text).strip(), limit)


def wrap(text: str, columns: int = COLUMNS) -> str:
    """Break lines at spaces to at most ``columns``; a longer word (an address) keeps a line of its own."""
    return "\n".join(_wrap_line(line, columns) for line in text.split("\n"))


def unwrap(body: str) -> str:
    """Return a wrapped body as paragraphs, for reading and for paper: wrapping it again gives the same lines."""
    out: list[str] = []
    above = ""
    for line in body.split("\n"):
        soft = above and line and not line.startswith("- ") and wrap(f"{above} {line}") == f"{above}\n{line}"
        if soft:
            out[-1] += f" {line}"
        else:
            out.append(line)
        above = line
    return "\n".join(out)


def _cleaned(text: str) -> str:
    text = _LINE_BREAKS.sub("\n", text)
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    return _BLANKS.sub(" ", text)


def _cut(text: str, limit: int | None) -> str:
    if limit is None or len(text) <= limit:
        return text
    told, rest = text[:limit], text[limit]
    if not (told[-1:].isspace() or rest.isspace()):
        before = told[: max(told.rfind(" "), told.rfind("\n")) + 1]
        told = before if 2 * len(before) > limit else told  # a word is not cut, unless it is most of what there is
    return told.rstrip(" \n\u200d")


def _wrap_line(line: str, columns: int) -> str:
    if len(line) <= columns:
        return line
    parts = _BREAKABLE.split(line)
    first, *words = [word for part in parts for word in (part.split(" ") if len(part) > columns else [part])]
    done, current = [], first
    for word in words:
        if len(current) + 1 + len(word) <= columns:
            current += " " + word
        else:
            done.append(current)
            current = word
    return "\n".join([*done, current])
