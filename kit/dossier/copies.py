"""What each backup holds, compared with the dossier of now: for the restore screen and ``kit dossier restore``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from kit.dossier import journal, sidecar
from kit.dossier.backup import Backup, list_backups, list_others
from kit.dossier.fold import State
from kit.dossier.model import Status
from kit.dossier.plan_fields import ACTION, STATUS


class FieldChange(Struct, frozen=True):
    """A field whose value in the copy (``then``) is not the present one (``now``); None where there is none."""

    on: str
    f: str
    then: object | None
    now: object | None


class Copy(Struct, frozen=True):
    """One backup as a person weighs it: when, how many actions done, how many changes, what differs from now.

    ``is_sound`` is False where nothing in it can be read.
    """

    backup: Backup
    ticks: int
    events: int
    differences: tuple[FieldChange, ...]
    is_sound: bool

    @property
    def name(self) -> str:
        """The name by which ``restore`` knows it."""
        return self.backup.path.name

    @property
    def made(self) -> datetime:
        """When it was made (UTC)."""
        return self.backup.made


def describe(path: Path, folder: Path | None = None, *, uuid: str = "", others: bool = False) -> list[Copy]:
    """Return every copy of a dossier, the last made first, for the background; its file need not be there.

    ``uuid`` as ``list_backups``; with ``others`` those of ``list_others``.
    """
    path = sidecar.real(path)
    present = _fold(path)
    listed = list_others(path, folder) if others else list_backups(path, folder, uuid=uuid)
    return [_described(found, present) for found in listed]


def _described(found: Backup, present: State) -> Copy:
    state = _fold(found.path)
    names = sorted({*state.names(), *present.names()})
    values = ((on, f, state.value(on, f), present.value(on, f)) for on, f in names)
    differences = tuple(FieldChange(on, f, then, now) for on, f, then, now in values if then != now)
    ticks = sum(state.value(on, STATUS) == Status.DONE for on in state.targets(ACTION))
    events = len(state.events())
    return Copy(found, ticks, events, differences, events > 0)


def _fold(path: Path) -> State:
    state = State()
    try:
        state.extend(journal.read(path).events)
    except OSError:
        return State()
    return state
