"""Events for the dossier's tests: made by hand, or drawn by Hypothesis."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from kit.dossier.line import checksum, encode, encode_header, seal
from kit.dossier.model import Event

UUID = "6f0c1f3e-8a53-4d3a-9d5c-0b7a4f2f9a11"
WRITERS = ("a" * 16, "b" * 16, "c" * 16)
HEADER = encode_header(UUID, "2026-11-24T08:00:00Z", "0.1.0")


def noon() -> datetime:
    """Return the one moment at which these tests happen."""
    return datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


def event(
    n: int,
    x: object = "fait",
    *,
    w: str = WRITERS[0],
    l: int | None = None,  # noqa: E741
    on: str = "action:a",
    f: str = "status",
    r: tuple[str, ...] = (),
    u: str | None = None,
    by: str = "cet ordinateur",
) -> Event:
    """Make one sealed event."""
    return seal(new_event(n, x, w=w, l=l, on=on, f=f, r=r, u=u, by=by))


def new_event(
    n: int,
    x: object,
    *,
    w: str = WRITERS[0],
    l: int | None = None,  # noqa: E741
    on: str = "action:a",
    f: str = "status",
    r: tuple[str, ...] = (),
    u: str | None = None,
    by: str = "cet ordinateur",
) -> Event:
    """Make one event that was never written."""
    lamport = n if l is None else l
    return Event(v=1, w=w, n=n, l=lamport, t="2026-11-24T08:00:00Z", by=by, on=on, f=f, x=x, r=r, u=u)


def signed(**keys: object) -> bytes:
    """Write a canonical line with a sound checksum and any keys, as another program would."""
    body = json.dumps(keys, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return json.dumps({**keys, "c": checksum(body)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def write(path: Path, *events: Event, header: bytes = HEADER) -> Path:
    """Write a dossier's file as another program would have left it."""
    path.write_bytes(b"".join(line + b"\n" for line in (header, *map(encode, events))))
    return path


_ids = st.builds("{}/{}".format, st.sampled_from(WRITERS), st.integers(1, 6))
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
drawn_events = st.builds(
    event,
    st.integers(1, 6),
    _values,
    w=st.sampled_from(WRITERS),
    l=st.integers(1, 30),
    on=st.sampled_from(("action:a", "action:b", "own:é-1", "later:kind")),
    f=st.sampled_from(("status", "note")),
    r=st.lists(_ids, max_size=3, unique=True).map(tuple),
    u=st.none() | _ids,
    by=st.text(max_size=8),
)
event_sets = st.lists(drawn_events, max_size=14)
