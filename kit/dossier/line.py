"""One event as one line: canonical JSON with a checksum, as ``design/journal.md`` says (format 1).

A line is decoded with the type ``Event`` in one go. Whatever does not fit that (laid out by an editor, of another
format, with keys of another type, damaged) is weighed again without a type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from kit.digest import Digest, sha256
from kit.dossier.model import KEYS, Event

VERSION = 1
LINE_LIMIT = 64 * 1024
"""Bytes of a line, its newline not counted."""

_BEFORE = b',"c":"'
_DIGITS = 9  # of a checksum, with the closing quote


type Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[int, Step] = {}
"""From format n to format n + 1, for lines of older formats. Format 1 is the first, so there is none yet.

A step may raise KeyError, TypeError or ValueError for what it cannot read: the line is then set aside.
"""


class Fault(StrEnum):
    """Why a line is set aside."""

    TOO_LONG = "too-long"
    NOT_UTF8 = "not-utf-8"
    NOT_JSON = "not-json"
    NO_CHECKSUM = "no-checksum"
    WRONG_CHECKSUM = "wrong-checksum"
    NOT_AN_EVENT = "not-an-event"


class Header(Struct, frozen=True):
    """What line 1 says of the dossier, and of the program that made it; a file may lack it."""

    version: int
    uuid: str
    program: str = ""


class Newer(Struct, frozen=True):
    """A sound line in a format that this program does not know; it is kept verbatim."""

    version: int


def _refuse(token: str) -> float:
    raise ValueError(token)


def _finite(token: str) -> float:
    number = float(token)
    return number if number - number == 0 else _refuse(token)


_decode_lines = msgspec.json.Decoder(Event).decode_lines
# The standard library's: it reads half a pair of UTF-16 as an escape, which msgspec refuses, and its way to write a
# float is part of the checksums that there are.
_decode_any = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite).decode
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def events_of(block: bytes, sha256: Callable[[bytes], Digest] = sha256) -> list[Event] | None:
    """Return the events of whole lines, if each of them is one and sound as it is written; else None."""
    lines = block.removesuffix(b"\n").split(b"\n")
    try:
        block.decode()  # unknown keys are passed over without a look
        events = _decode_lines(block)
    except (ValueError, RecursionError):
        return None
    if len(events) != len(lines):
        return None
    for event, line in zip(events, lines, strict=True):
        before, _, after = line.partition(_BEFORE)
        if event.c != sha256(before + after[_DIGITS:]).hexdigest()[:8] or len(line) > LINE_LIMIT:
            return None
        force_setattr(event, "line", line)
    return events


def parse_line(line: bytes) -> Event | Header | Newer | Fault:
    """Read a line without its newline; whatever it holds, nothing is raised."""
    found = events_of(line)
    return found[0] if found else _weigh(line)


def _weigh(line: bytes) -> Event | Header | Newer | Fault:
    """Read a line that is no event as this program writes them; an editor may have given it spaces or a mark."""
    if len(line) > LINE_LIMIT:
        return Fault.TOO_LONG
    bare = line.removeprefix(b"\xef\xbb\xbf").strip(b" \t\r")
    try:
        found = _decode_any(bare.decode())
    except UnicodeDecodeError:
        return Fault.NOT_UTF8
    except (ValueError, RecursionError):
        return Fault.NOT_JSON
    if type(found) is not dict:
        return Fault.NOT_JSON
    if "v" not in found and type(found.get("kitess")) is int:
        told = (found.get("dossier"), found.get("with"))
        return Header(found["kitess"], *(value if isinstance(value, str) else "" for value in told))
    if "c" not in found:
        return Fault.NO_CHECKSUM
    return _of_version(found, bare) if _is_sound(found, bare) else Fault.WRONG_CHECKSUM


def _is_sound(found: dict[str, Any], line: bytes) -> bool:
    """Say whether the checksum of a line holds, as it is written or by its canonical form."""
    told: object = found["c"]
    before, key, after = line.partition(_BEFORE)
    if key and checksum(before + after[_DIGITS:]) == told:
        return True
    try:
        return checksum(_canonical({key: value for key, value in found.items() if key != "c"})) == told
    except (ValueError, RecursionError):
        return False


def _of_version(found: dict[str, Any], line: bytes) -> Event | Newer | Fault:
    version = found.get("v")
    if type(version) is not int or version > VERSION:
        return Newer(version) if type(version) is int else Fault.NOT_AN_EVENT
    try:
        found = _upgraded(found)
        told = {key: found[key] for key in KEYS if key in found}
        told |= {key: found[key] for key in ("g", "via", "was") if isinstance(found.get(key), str)}
        event = msgspec.convert(told, Event)
    except (KeyError, TypeError, ValueError, RecursionError):
        return Fault.NOT_AN_EVENT
    force_setattr(event, "line", line)
    return event


def upgrade(found: Mapping[str, Any], version: int, *, to: int) -> dict[str, Any] | None:
    """Return what a line of an older format says in format ``to``, without ``c``; None when no step begins at its own.

    The line stays in its file as it is, and its checksum was verified before.
    """
    body = {key: value for key, value in found.items() if key != "c"}
    for number in range(version, to):
        step = STEPS.get(number)
        if step is None:
            return None
        body = step(body)
    return body | {"v": to}


def _upgraded(found: dict[str, Any]) -> dict[str, Any]:
    """Return what a line says in the present format, with the checksum of that, so that merging knows it again."""
    if found["v"] == VERSION:
        return found
    body = upgrade(found, found["v"], to=VERSION) or {}
    return body | {"c": checksum(_canonical(body))}


def encode(event: Event) -> bytes:
    """Write an event as a line, newline not included; TypeError or ValueError when ``x`` is not JSON."""
    body = unknown_keys(event)
    body.update(v=event.v, w=event.w, n=event.n, l=event.l, t=event.t, by=event.by)
    body.update(on=event.on, f=event.f, x=event.x, r=event.r)
    body.update({key: value for key, value in (("g", event.g), ("via", event.via)) if value})
    body.update({key: value for key, value in (("u", event.u), ("was", event.was)) if value is not None})
    body["c"] = checksum(_canonical(body))
    return _canonical(body)


def unknown_keys(event: Event) -> dict[str, object]:
    """Return what its line holds under keys that the format does not name."""
    found = _upgraded(_decode_any(event.line.decode())) if event.line else {}
    return {key: value for key, value in found.items() if key not in KEYS}


def line_of(event: Event) -> bytes:
    """Return the line of an event as it was read, newline not included; of one that was not, the line to write."""
    return event.line if event.c else encode(event)


def seal(event: Event) -> Event:
    """Return the event as a reader of its line sees it, with its checksum; ValueError when none could read it."""
    return event if event.c else read_back(encode(event))


def read_back(line: bytes) -> Event:
    """Return the event of a line just written, as a reader of it sees it; ValueError when none could."""
    found = parse_line(line)
    if not isinstance(found, Event):
        raise ValueError(found)
    return found


def checksum(text: bytes) -> str:
    """Return the first 8 hex digits of SHA-256 of a line without its ``c``."""
    return sha256(text).hexdigest()[:8]


def encode_header(uuid: str, made: str, program: str) -> bytes:
    """Write line 1, newline not included."""
    header = {"kitess": VERSION, "dossier": uuid, "made": made, "with": program}
    return json.dumps(header, ensure_ascii=False).encode()


def _canonical(body: Mapping[str, object]) -> bytes:
    text = _encode(body)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a pair of UTF-16, as a text field of Windows may give it
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
