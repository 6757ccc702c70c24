"""What is asked of a dossier by whoever reads it. ``dossier.Dossier`` answers all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kit.dossier.model import Conflict, Event, Status


class DossierView(Protocol):
    """The values that a dossier holds now, by target and field (``plan_fields`` names them)."""

    def status(self, action_id: str, /) -> Status: ...
    def value(self, on: str, field: str, /) -> object: ...
    def heads(self, on: str, field: str, /) -> Sequence[Event]: ...
    def fields(self, on: str, /) -> Mapping[str, object]: ...
    def targets(self, prefix: str = "", /) -> list[str]: ...


class HistoryView(DossierView, Protocol):
    """A dossier that also tells who gave its values, when, and which of them contradict each other."""

    def change(self, on: str, field: str, /) -> Event | None: ...
    def conflicts(self) -> list[Conflict]: ...
    def history(self, since: datetime | None = None, /) -> list[Event]: ...
    def is_from_here(self, event_id: str, /) -> bool: ...


class PiecesView(DossierView, Protocol):
    """A dossier that also has a file, beside which its pieces lie."""

    @property
    def path(self) -> Path: ...
