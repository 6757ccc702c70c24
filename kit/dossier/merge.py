"""Union of two dossiers: in memory by events, on disk by files. Order and repeats do not matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kit import naming
from kit.dossier import journal, pieces, sidecar
from kit.dossier.backup import backup, check_is_dossier
from kit.dossier.clock import utc_now
from kit.dossier.fold import State
from kit.dossier.journal import Reading, lacking
from kit.dossier.line import VERSION, line_of, seal
from kit.dossier.model import Conflict, Event
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.store import Opening, Store
from kit.errors import DossierExists, DossierNewer
from kit.files import Patience


class MergeReport(Struct, frozen=True):
    """What a merge brought: events that the first dossier lacked, and the fields that now hold several values."""

    added: int
    conflicts: list[Conflict]
    same_dossier: bool
    """False when the files bear the ids of two dossiers: probably of two collectivités."""
    unreadable: int = 0
    """Lines of the second dossier that cannot be read: what they told does not come."""
    missing: tuple[Evidence, ...] = ()
    """Pieces that the result names and that could not come."""


def merge(a: Iterable[Event], b: Iterable[Event]) -> list[Event]:
    """Return the events of both, each once, in the order (l, w, n); equal ids of other content are both kept."""
    union: dict[tuple[str, str], Event] = {}
    for event in (*a, *b):
        sealed = seal(event)
        union.setdefault((sealed.id, sealed.c), sealed)
    return sorted(union.values(), key=lambda event: event.order)


def merge_files(
    a: Path,
    b: Path,
    out: Path | None = None,
    *,
    backups: Path | None = None,
    by: str = "",
    now: Callable[[], datetime] = utc_now,
) -> MergeReport:
    """Bring ``b`` into ``a`` (a backup of ``a`` first), or both into a new file ``out``.

    DossierMissing, DossierExists (``out``), DossierNewer, NotADossier, SaveRefused. When another holds ``a``, the
    events go beside it, and its holder takes them in.
    """
    opening = Opening(by, now, naming.writer(), Patience())
    a = sidecar.real(a)
    if out is not None and out.exists():
        raise DossierExists(out)
    check_is_dossier(b)
    theirs = Store(b, opening, write=False)
    ours = Store(a, opening, write=out is None)
    try:
        for store in (ours, theirs):
            version = max(reading.version for reading in store.readings)
            if version > VERSION:
                raise DossierNewer(store.path, version)
        if out is None:
            backup(a, backups, now=now)
            ours.begin()
            ours.add(lacking(ours.readings, theirs.readings))
        else:
            lines = map(line_of, journal.distinct((*ours.readings, *theirs.readings)).values())
            journal.rewrite(out, [ours.first_line(), *lines])
        state = State()
        _extend(state, ours.readings)
        added = _extend(state, theirs.readings)
        named = [one for on in state.targets() for one in evidence_of(state.fields(on)) if one.file]
        missing = pieces.bring(b, out or a, pieces.bring(a, out, named) if out else named)
        unreadable = journal.count_aside(theirs.readings)
        return MergeReport(added, state.conflicts(), ours.uuid == theirs.uuid, unreadable, tuple(missing))
    finally:
        ours.close()


def _extend(state: State, readings: Iterable[Reading]) -> int:
    return sum(state.extend(reading.events) for reading in readings)
