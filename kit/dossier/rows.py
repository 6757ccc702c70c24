"""Events as rows: what the fold needs of a line, taken from it by one pattern instead of a JSON reader (half the time).

The pattern knows the one way in which this program writes a line; any other sound line goes through ``parse_line``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kit.digest import Digest, sha256
from kit.dossier.line import Fault, Header, Newer, encode, parse_line, seal
from kit.dossier.model import Event

type Row = tuple[str, str, str, str, str, str, str, str, str]
"""head, c, tail, f, l, n, on, r, w: the line is head + ``,"c":"…"`` + tail (all of it in head where tail is empty);
r is the ids joined by ``","``."""

_TAIL_LIMIT = 15_000  # characters: with all else at its limit, still under the bytes of a line
_C = r'[^"\\\x00-\x1f]'  # a character of a JSON text that stands for itself


def _plain(limit: int, least: int = 0) -> str:
    return f"{_C}{{{least},{limit}}}+"


_LINE = re.compile(
    rf'^(\{{"by":"{_plain(400)}"),"c":"([0-9a-f]{{8}})"'
    rf'(,"f":"({_plain(400)})"(?:,"g":"{_plain(64)}")?'
    r',"l":([1-9][0-9]{0,14}+),"n":([1-9][0-9]{0,14}+)'
    rf',"on":"({_plain(400)})","r":\[(?:"({_plain(80, 1)}(?:","{_plain(80, 1)}){{0,100}}+)")?\]'
    rf',"t":"{_plain(40)}"(?:,"u":"{_plain(80)}")?,"v":1(?:,"via":"{_plain(40)}")?,"w":"({_plain(80)})"'
    rf',"x":(?:"{_C}*+(?:\\["\\/bfnrt]{_C}*+)*+"|-?(?:0|[1-9][0-9]{{0,17}}+)|true|false|null)\}})$',
    re.MULTILINE,
)
_find, _match = _LINE.findall, _LINE.fullmatch


def rows_of(block: bytes, sha256: Callable[[bytes], Digest] = sha256) -> list[Row] | None:
    """Return the rows of whole lines, if each of them is written as this program writes and sound; else None."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        return None
    rows: list[Row] = _find(text)
    if len(rows) != text.count("\n") + (not text.endswith("\n")):
        return None
    for row in rows:
        tail = row[2]
        if len(tail) > _TAIL_LIMIT or sha256((row[0] + tail).encode()).hexdigest()[:8] != row[1]:
            return None
    return rows


def row_of_line(line: bytes) -> Row | Header | Newer | Fault:
    """Read one line without its newline, whatever it holds."""
    try:
        match = _match(line.decode())
    except UnicodeDecodeError:
        return Fault.NOT_UTF8 if len(line) < _TAIL_LIMIT else parse_line(line)  # type: ignore[return-value]
    if match is not None:
        row: Row = match.groups("")  # type: ignore[assignment]
        tail = row[2]
        if len(tail) <= _TAIL_LIMIT and sha256((row[0] + tail).encode()).hexdigest()[:8] == row[1]:
            return row
    found = parse_line(line)
    return _row(found, line.decode()) if isinstance(found, Event) else found


def read_back(line: bytes) -> tuple[Event, Row]:
    """Return the event of a line just written, as a reader of it sees it, with its row; ValueError when none could."""
    found = parse_line(line)
    if not isinstance(found, Event):
        raise ValueError(found)
    return found, _row(found, line.decode())


def row_of(event: Event) -> Row:
    """Return the row of an event; one that is not sealed is sealed first."""
    event = seal(event)
    return _row(event, encode(event).decode())


def _row(event: Event, line: str) -> Row:
    return (line, event.c, "", event.f, str(event.l), str(event.n), event.on, '","'.join(event.r), event.w)


def line_of(row: Row) -> bytes:
    """Return the line of a row as it is written, newline not included."""
    head, c, tail = row[:3]
    return (f'{head},"c":"{c}"{tail}' if tail else head.strip("\r \t")).encode()


def event_of(row: Row) -> Event:
    """Return the event of a row."""
    found = parse_line(line_of(row))
    assert isinstance(found, Event)  # else it would not have become a row
    return found


def id_of(row: Row) -> str:
    """Return the id of a row's event: ``w/n``."""
    return f"{row[8]}/{row[5]}"
