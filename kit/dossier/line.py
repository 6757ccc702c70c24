"""One event as one line: canonical JSON with a checksum, as ``design/journal.md`` says (format 1).

The fold takes lines as rows, by one pattern instead of a JSON reader (half the time). The pattern knows the one way in
which this program writes a line; any other sound line goes through ``parse_line``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from json.encoder import encode_basestring
from typing import Any

from msgspec import Struct

from kit.digest import Digest, sha256
from kit.dossier.migrations import upgrade
from kit.dossier.model import NO_EXTRA, Event

VERSION = 1
LINE_LIMIT = 64 * 1024
"""Bytes of a line, its newline not counted."""
COUNTER_LIMIT = 2**53
"""Greatest ``n`` and ``l``: what any JSON reader keeps exactly."""

_KEYS = frozenset(("v", "w", "n", "l", "t", "by", "on", "f", "x", "r", "u", "c"))
_BEFORE = b',"c":"'
_CUT = len(_BEFORE) + 9  # eight digits and the closing quote


class Fault(StrEnum):
    """Why a line is set aside."""

    TOO_LONG = "too-long"
    NOT_UTF8 = "not-utf-8"
    NOT_JSON = "not-json"
    NO_CHECKSUM = "no-checksum"
    WRONG_CHECKSUM = "wrong-checksum"
    NOT_AN_EVENT = "not-an-event"


class Header(Struct, frozen=True):
    """What line 1 says of the dossier; a file may lack it."""

    version: int
    uuid: str


class Newer(Struct, frozen=True):
    """A sound line in a format that this program does not know; it is kept verbatim."""

    version: int


def _refuse(token: str) -> float:
    raise ValueError(token)


def _finite(token: str) -> float:
    number = float(token)
    return number if number - number == 0 else _refuse(token)


_decode = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite).raw_decode
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def parse_line(line: bytes) -> Event | Header | Newer | Fault:
    """Read a line without its newline; whatever it holds, nothing is raised."""
    if len(line) > LINE_LIMIT:
        return Fault.TOO_LONG
    try:
        text = line.decode()
        found, end = _decode(text)
    except UnicodeDecodeError:
        return Fault.NOT_UTF8
    except (ValueError, RecursionError):
        return _parse_padded(line)
    if type(found) is not dict or end != len(text):
        return _parse_padded(line)
    cut = line.find(_BEFORE)
    told = found.get("c")
    if cut < 0 or sha256(line[:cut] + line[cut + _CUT :]).hexdigest()[:8] != told:
        fault = _fault_of(found)
        if fault is not None:
            return fault
    return _of_version(found)


def _parse_padded(line: bytes) -> Event | Header | Newer | Fault:
    """Read a line that an editor gave spaces, a carriage return or a byte order mark."""
    bare = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r")
    return Fault.NOT_JSON if bare == line else parse_line(bare)


def _fault_of(found: dict[str, Any]) -> Header | Fault | None:
    """Weigh a line whose checksum does not hold as it is written: by its canonical form."""
    if "v" not in found and type(found.get("kitess")) is int:
        uuid = found.get("dossier")
        return Header(found["kitess"], uuid if isinstance(uuid, str) else "")
    if "c" not in found:
        return Fault.NO_CHECKSUM
    body = {key: value for key, value in found.items() if key != "c"}
    try:
        sound = checksum(_canonical(body)) == found["c"]
    except (ValueError, RecursionError):
        sound = False
    return None if sound else Fault.WRONG_CHECKSUM


def _of_version(found: dict[str, Any]) -> Event | Newer | Fault:
    version = found.get("v")
    if type(version) is not int or version > VERSION:
        return Newer(version) if type(version) is int else Fault.NOT_AN_EVENT
    if version < VERSION:
        try:
            upgraded = upgrade(found, version, to=VERSION)
            found = (upgraded or {}) | {"c": checksum(_canonical(upgraded or {}))}
        except (KeyError, TypeError, ValueError, RecursionError):
            return Fault.NOT_AN_EVENT
    return _event(found)


def _event(found: dict[str, Any]) -> Event | Fault:
    try:
        w, n, l, t, by = found["w"], found["n"], found["l"], found["t"], found["by"]  # noqa: E741
        on, f, x, r = found["on"], found["f"], found["x"], found["r"]
        u = found.get("u")
        # fmt: off
        if not (
            type(n) is int and 0 < n <= COUNTER_LIMIT and type(l) is int and 0 < l <= COUNTER_LIMIT
            and type(w) is str and type(t) is str and type(by) is str and type(on) is str and type(f) is str
            and type(r) is list and (u is None or type(u) is str)
        ):
            return Fault.NOT_AN_EVENT
        # fmt: on
        "".join(r)
    except (KeyError, TypeError):
        return Fault.NOT_AN_EVENT
    plain = len(found) == (11 if u is None else 12)
    extra = NO_EXTRA if plain else {key: value for key, value in found.items() if key not in _KEYS}
    return Event(1, w, n, l, t, by, on, f, x, tuple(r), u, extra, found["c"])


def encode(event: Event) -> bytes:
    """Write an event as its line, newline not included; TypeError or ValueError when ``x`` is not JSON."""
    body: dict[str, object] = {key: value for key, value in event.extra.items() if key not in _KEYS}
    body.update(v=event.v, w=event.w, n=event.n, l=event.l, t=event.t, by=event.by)
    body.update(on=event.on, f=event.f, x=event.x, r=event.r)
    if event.u is not None:
        body["u"] = event.u
    text = _canonical(body)
    digest = checksum(text)
    if not event.extra:
        cut = len('{"by":') + len(_utf8(encode_basestring(event.by)))  # "by" comes first, "c" after it
        return text[:cut] + _BEFORE + digest.encode() + b'"' + text[cut:]
    body["c"] = digest
    return _canonical(body)


def seal(event: Event) -> Event:
    """Return the event as a reader of its line sees it, with its checksum; ValueError when none could read it."""
    if event.c:
        return event
    read = parse_line(encode(event))
    if not isinstance(read, Event):
        raise ValueError(read)
    return read


def checksum(text: bytes) -> str:
    """Return the first 8 hex digits of SHA-256 of a line without its ``c``."""
    return sha256(text).hexdigest()[:8]


def encode_header(uuid: str, made: str, program: str) -> bytes:
    """Write line 1, newline not included."""
    header = {"kitess": VERSION, "dossier": uuid, "made": made, "with": program}
    return json.dumps(header, ensure_ascii=False).encode()


def _canonical(body: Mapping[str, object]) -> bytes:
    return _utf8(_encode(body))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a pair of UTF-16, as a text field of Windows may give it
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


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
