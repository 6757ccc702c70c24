"""What a tick does to the dossier, for tests that begin where something is ticked already."""

from __future__ import annotations

from kit.dossier.model import Change, Status
from ui.services.session import DossierSession


def mark(session: DossierSession, target: str, status: Status) -> None:
    """Mark an action (``action:…``) or a milestone (``milestone:…``)."""
    if session.status(target) != status:
        session.apply([Change(target, "status", status.value)])
