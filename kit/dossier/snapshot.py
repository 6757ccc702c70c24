"""The fold kept in the cache, so that a long journal opens as fast as a new one.

It holds the rows that stand, and what is needed to know whether a row read after them is new. Whatever is in doubt
(another program, another file, a row that may be known already) is answered with None: the journal is then folded
from its start. One file a dossier: a JSON line, the lines of the rows, then the SHA-256 of all that.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from kit import files, leftovers
from kit.digest import sha256
from kit.dossier.fold import Summary
from kit.dossier.journal import Reading, read
from kit.dossier.line import LINE_LIMIT, Header, Row, line_of, parse_line, row_of_line, rows_of
from kit.dossier.model import Gap

FORMAT = 1
SUFFIX = ".etat"
LEAST = 1 << 17
"""Bytes of a journal under which folding it is as fast."""
_PROVEN = 1 << 16  # bytes before the end that must be the same
_ROWS = 5_000


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


def save(cache: Path, reading: Reading, summary: Summary, program: str) -> bool:
    """Keep the fold of a journal as it stands now; False where that is not worth it or not safe."""
    if reading.header is None or not reading.is_plain or len(summary.rows) > _ROWS:
        return False
    head = {
        "format": FORMAT,
        "program": program,
        "size": reading.size,
        "proof": _proof(reading.path, reading.size),
        "first": reading.first_line.decode(),
        "lamport": summary.lamport,
        "highest": summary.highest,
        "gaps": [[gap.w, gap.first, gap.last] for gap in summary.gaps],
        "replaced": summary.replaced,
    }
    lines = [json.dumps(head, ensure_ascii=False).encode(), *map(line_of, summary.rows)]
    body = b"".join(line + b"\n" for line in lines)
    try:
        files.make_private_folder(cache)
        files.write_whole(place_of(cache, reading.path), body + sha256(body).hexdigest().encode(), private=True)
    except OSError:
        return False
    return True


def load(cache: Path, path: Path, program: str) -> tuple[Summary, Reading] | None:
    """Return the snapshot of a journal with what was appended since; None when there is any doubt."""
    try:
        found = _parse(place_of(cache, path).read_bytes(), program)
        if found is None:
            return None
        head, summary = found
        header = _same_start(path, head)
        if header is None:
            return None
        tail = read(path, head["size"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not tail.is_plain or tail.header is not None or any(_may_be_known(row, summary) for row in tail.rows):
        return None
    tail.header, tail.first_line = header, head["first"].encode()
    return summary, tail


def _parse(data: bytes, program: str) -> tuple[dict[str, Any], Summary] | None:
    body, proof = data[:-64], data[-64:]
    if sha256(body).hexdigest().encode() != proof:
        return None
    first, _, lines = body.partition(b"\n")
    head = json.loads(first)
    if head["format"] != FORMAT or head["program"] != program:
        return None
    rows = rows_of(lines) if lines else []
    if rows is None:
        rows = _slowly(lines)
    gaps = [Gap(*gap) for gap in head["gaps"]]
    return head, Summary(head["lamport"], rows, head["highest"], gaps, [(on, f, i) for on, f, i in head["replaced"]])


def _slowly(lines: bytes) -> list[Row]:
    found = [row_of_line(line) for line in lines.split(b"\n")[:-1]]
    rows = [row for row in found if isinstance(row, tuple)]
    if len(rows) != len(found):
        raise ValueError(lines)
    return rows


def _same_start(path: Path, head: dict[str, Any]) -> Header | None:
    size = head["size"]
    with os.fdopen(files.open_regular(path), "rb") as file:
        first = file.readline(LINE_LIMIT).rstrip(b"\n")
    header = parse_line(first)
    if first != head["first"].encode() or not isinstance(header, Header):
        return None
    return header if path.stat().st_size >= size and _proof(path, size) == head["proof"] else None


def _proof(path: Path, size: int) -> str:
    """Return the SHA-256 of the 64 KiB before a byte."""
    with os.fdopen(files.open_regular(path), "rb") as file:
        file.seek(max(0, size - _PROVEN))
        return sha256(file.read(min(size, _PROVEN))).hexdigest()


def _may_be_known(row: Row, summary: Summary) -> bool:
    return int(row[5]) <= summary.highest.get(row[8], 0)
