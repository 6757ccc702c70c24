"""The fold kept in the cache, so that a long journal opens as fast as a new one.

It holds the events that stand, and what is needed to know whether one read after them is new. Whatever is in doubt
(another program, another file, an event that may be known already) is answered with None: the journal is then folded
from its start. One file a dossier: a JSON line, the lines of the events, then the SHA-256 of all that.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec
from msgspec import Struct

from kit import files, leftovers
from kit.digest import sha256
from kit.dossier.fold import Summary
from kit.dossier.journal import Reading, read
from kit.dossier.line import LINE_LIMIT, Header, line_of, parse_line, read_back
from kit.dossier.model import Event, Gap

FORMAT = 1
SUFFIX = ".etat"
LEAST = 1 << 17
"""Bytes of a journal under which folding it is as fast."""
_PROVEN = 1 << 16  # bytes before the end that must be the same
_EVENTS = 5_000


def place_of(cache: Path, path: Path) -> Path:
    """Return where the snapshot of a dossier stands."""
    return cache / f"{sha256(os.fsencode(path.absolute())).hexdigest()[:24]}{SUFFIX}"


def forget(cache: Path, path: Path) -> None:
    """Remove a dossier's snapshot: its file was written anew."""
    with contextlib.suppress(OSError):  # it no longer fits the file, which is enough
        place_of(cache, path).unlink(missing_ok=True)


def forget_all(cache: Path) -> None:
    """Remove every snapshot, what is half written too: a dossier that was moved has some under its former path.

    OSError when one stays.
    """
    leftovers.remove(cache, lambda name: True)
    for path in cache.glob(f"*{SUFFIX}"):
        path.unlink(missing_ok=True)


class _Head(Struct, frozen=True):
    """The first line of a snapshot: what it is of, and all of the summary but its events.

    ``proof`` is the SHA-256 of the 64 KiB before byte ``size`` of the journal, ``first`` the journal's line 1.
    """

    format: int
    program: str
    size: int
    proof: str
    first: str
    lamport: int
    highest: dict[str, int]
    gaps: list[Gap]
    replaced: list[tuple[str, str, str]]


def save(cache: Path, reading: Reading, summary: Summary, program: str) -> bool:
    """Keep the fold of a journal as it stands now; False where that is not worth it or not safe."""
    if reading.header is None or not reading.is_plain or len(summary.events) > _EVENTS:
        return False
    head = _Head(
        FORMAT,
        program,
        reading.size,
        _proof(reading.path, reading.size),
        reading.first_line.decode(),
        summary.lamport,
        summary.highest,
        summary.gaps,
        summary.replaced,
    )
    body = b"".join(line + b"\n" for line in (msgspec.json.encode(head), *map(line_of, summary.events)))
    try:
        files.make_private_folder(cache)
        files.write_whole(place_of(cache, reading.path), body + sha256(body).hexdigest().encode(), private=True)
    except OSError:
        return False
    return True


def load(cache: Path, path: Path, program: str) -> tuple[Summary, Reading] | None:
    """Return the snapshot of a journal with what was appended since; None when there is any doubt."""
    try:
        head, events = _parse(place_of(cache, path).read_bytes())
        if head.format != FORMAT or head.program != program:
            return None
        header = _same_start(path, head)
        if header is None:
            return None
        tail = read(path, head.size)
    except (OSError, ValueError, RecursionError):
        return None
    if not tail.is_plain or tail.header is not None or any(e.n <= head.highest.get(e.w, 0) for e in tail.events):
        return None
    tail.header, tail.first_line = header, head.first.encode()
    return Summary(head.lamport, events, head.highest, head.gaps, head.replaced), tail


def _parse(data: bytes) -> tuple[_Head, list[Event]]:
    """Return what a snapshot holds; ValueError."""
    body, proof = data[:-64], data[-64:]
    if sha256(body).hexdigest().encode() != proof:
        raise ValueError(proof)
    first, _, lines = body.partition(b"\n")
    return msgspec.json.decode(first, type=_Head), [read_back(line) for line in lines.split(b"\n")[:-1]]


def _same_start(path: Path, head: _Head) -> Header | None:
    with os.fdopen(files.open_regular(path), "rb") as file:
        first = file.readline(LINE_LIMIT).rstrip(b"\n")
    header = parse_line(first)
    if first != head.first.encode() or not isinstance(header, Header):
        return None
    return header if path.stat().st_size >= head.size and _proof(path, head.size) == head.proof else None


def _proof(path: Path, size: int) -> str:
    """Return the SHA-256 of the 64 KiB before a byte."""
    with os.fdopen(files.open_regular(path), "rb") as file:
        file.seek(max(0, size - _PROVEN))
        return sha256(file.read(min(size, _PROVEN))).hexdigest()
