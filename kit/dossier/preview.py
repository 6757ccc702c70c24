"""Merging with a colleague's dossier: what would change, field by field (mine, theirs, the result), then the merge.

Every event of both is kept whatever is chosen. What is chosen is written as one's own changes, in one group: one Ctrl+Z
gives back what stood before.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from kit import naming
from kit.dossier import pieces
from kit.dossier.backup import backup, check_is_dossier
from kit.dossier.clock import utc_now
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.journal import count_aside, distinct
from kit.dossier.line import VERSION
from kit.dossier.model import Event
from kit.dossier.plan_fields import EVIDENCE
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.store import Opening, Store
from kit.errors import DossierNewer
from kit.files import Patience


class Mode(StrEnum):
    """What is taken of a colleague's dossier."""

    ALL = "tout"
    """Theirs wherever the two differ and theirs was not replaced here."""
    NO_CONFLICT = "sans-conflit"
    """Theirs where it is newer; mine where both changed the same field apart."""
    CHOOSE = "choisir"
    """Field by field; as NO_CONFLICT where nothing is chosen."""


class Kind(StrEnum):
    """Why a field would change."""

    NEW = "new"
    NEWER = "newer"
    CONFLICT = "conflict"


class Side(StrEnum):
    """Whose value a field gets."""

    MINE = "mine"
    THEIRS = "theirs"


type Key = tuple[str, str]
"""Target and field."""


class Difference(Struct, frozen=True):
    """A field that reuniting would change: the events behind the two values, None where none was ever given."""

    on: str
    f: str
    kind: Kind
    mine: Event | None
    theirs: Event

    @property
    def key(self) -> Key:
        """Target and field, by which a choice names it."""
        return (self.on, self.f)

    def value(self, side: Side) -> object | None:
        """Return the value of one side; None where it is empty."""
        event = self.mine if side is Side.MINE else self.theirs
        return event.x if event else None

    @property
    def later(self) -> Side:
        """Whose change bears the later time: « plus récent chez … »."""
        return Side.THEIRS if self.mine is None or self.theirs.t > self.mine.t else Side.MINE


class Preview(Struct, frozen=True):
    """What reuniting with the dossier at ``path`` would bring; ``same_dossier`` is False for another collectivité's."""

    path: Path
    differences: tuple[Difference, ...]
    added: int
    kept: int
    same_dossier: bool
    events: tuple[Event, ...]
    """Theirs that are not here."""
    evidence: tuple[Evidence, ...]
    unreadable: int = 0
    """Lines of theirs that cannot be read: what they told does not come."""

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """The fields that both changed apart."""
        return tuple(one for one in self.differences if one.kind is Kind.CONFLICT)

    def sides(self, mode: Mode, chosen: Mapping[Key, Side] | None = None) -> dict[Key, Side]:
        """Return whose value each field would get: the column of the result."""
        by_mode = {
            one.key: Side.MINE if one.kind is Kind.CONFLICT and mode is not Mode.ALL else Side.THEIRS
            for one in self.differences
        }
        wanted = (chosen or {}) if mode is Mode.CHOOSE else {}
        return by_mode | {key: side for key, side in wanted.items() if key in by_mode}


class Reunion(Struct, frozen=True):
    """What was done: events added, fields that took the colleague's value or kept mine, files that could not come.

    ``copy`` is the backup made before; ``events`` are the group that one Ctrl+Z takes back.
    """

    added: int
    taken: int
    kept: int
    missing: tuple[Evidence, ...]
    copy: Path
    events: tuple[Event, ...]


def preview(dossier: Dossier, theirs: Path) -> Preview:
    """Compare with a colleague's dossier and what stands beside it; nothing is written. For the background.

    DossierMissing, DossierNewer, NotADossier.
    """
    check_is_dossier(theirs)
    store = Store(theirs, Opening("", utc_now, naming.writer(), Patience()), write=False)
    version = max(reading.version for reading in store.readings)
    if version > VERSION:
        raise DossierNewer(theirs, version)
    mine, other, both = State(), State(), State()
    ours = dossier.events()
    here = {(event.id, event.c) for event in ours}
    fresh = {key: event for key, event in distinct(store.readings).items() if key not in here}
    told = [event for reading in store.readings for event in reading.events]
    for state, parts in ((mine, (ours,)), (other, (told,)), (both, (ours, told))):
        for part in parts:
            state.extend(part)
    found, kept = [], 0
    for on, f in other.names():
        difference = _difference(on, f, mine, other, both)
        if difference is not None:
            found.append(difference)
        else:
            kept += mine.value(on, f) != other.value(on, f)
    wanted = [evidence for on in other.targets() for evidence in evidence_of(_only_evidence(other.fields(on)))]
    same = dossier.uuid == store.uuid
    unreadable = count_aside(store.readings)
    return Preview(theirs, tuple(found), len(fresh), kept, same, tuple(fresh.values()), tuple(wanted), unreadable)


def _only_evidence(fields: dict[str, object]) -> dict[str, object]:
    return {field: value for field, value in fields.items() if field.startswith(EVIDENCE)}


def _difference(on: str, f: str, mine: State, other: State, both: State) -> Difference | None:
    """Return how a field would change; None when what I see stays as it is."""
    ours, theirs = mine.heads(on, f), other.heads(on, f)
    if not theirs:
        return None
    if _is_same(ours[0].x if ours else None, theirs[0].x):
        return None
    ids = {head.id for head in both.heads(on, f)}
    if ids <= {head.id for head in ours}:
        return None  # mine replaced theirs
    changed = Kind.NEWER if ids <= {head.id for head in theirs} else Kind.CONFLICT
    kind = changed if ours else Kind.NEW
    return Difference(on, f, kind, ours[0] if ours else None, theirs[0])


def _is_same(a: object, b: object) -> bool:
    return type(a) is type(b) and a == b


def reunite(
    dossier: Dossier,
    found: Preview,
    sides: Mapping[Key, Side],
    *,
    backups: Path | None = None,
) -> Reunion:
    """Bring a colleague's dossier in as the preview's ``sides`` say, after a backup. For the background.

    SaveRefused: what the disk already took stays, as disagreements to settle; nothing is lost.
    """
    copy = backup(dossier.path, backups)
    brought: list[Path] = []
    missing = pieces.bring(found.path, dossier.path, found.evidence, brought)
    choices = [
        (one.on, one.f, one.value(sides.get(one.key, Side.MINE)), one.mine.id if one.mine else "")
        for one in found.differences
    ]
    with pieces.removed_unless_done(brought):
        events = dossier.bring_in(found.events, choices)
    taken = sum(sides.get(one.key) is Side.THEIRS for one in found.differences)
    return Reunion(found.added, taken, len(found.differences) - taken, tuple(missing), copy, events)
