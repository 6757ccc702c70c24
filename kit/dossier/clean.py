"""Erasing personal data, which writes the dossier and its copies anew. It must be closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from kit import files, naming, paths
from kit.dossier import journal, piece_copies, pieces, sidecar, snapshot
from kit.dossier.backup import backup, list_backups, remove_leftovers
from kit.dossier.clock import utc_now
from kit.dossier.journal import Reading
from kit.dossier.line import VERSION, encode_header, line_of
from kit.dossier.lock import exclusive
from kit.dossier.model import Event, utc_text
from kit.dossier.plan_fields import DONE_YEAR, EVIDENCE, ORDER, STATUS
from kit.dossier.sidecar import aside_of
from kit.dossier.store import Opening, Store
from kit.errors import DossierMissing, DossierNewer, SaveRefused
from kit.files import Patience

_IMPERSONAL = (STATUS, DONE_YEAR, ORDER)


def without_personal(event: Event) -> Event:
    """Blank the name in every event, and the value of all that people type: it may speak of people."""
    return replace(event, by="", x=event.x if event.f in _IMPERSONAL else None, c="")


def erase(
    path: Path,
    *,
    backups: Path | None = None,
    now: Callable[[], datetime] = utc_now,
) -> int:
    """Blank personal data in the dossier, what stands beside it, and every backup; return how many events changed.

    Lines set aside are dropped, for nobody can say whom they speak of, and so is what killed writers left half
    written, and every snapshot. What is no regular file is left alone. DossierMissing, DossierNewer, SaveRefused.
    """
    path = sidecar.real(path)
    if not path.is_file():
        raise DossierMissing(path)
    with exclusive(path, now):
        store = _store(path, now)
        backup(path, backups, now=now)
        copies = [_read(copy.path) for copy in list_backups(path, backups)]
        for reading in (*store.readings, *copies):
            if reading.version > VERSION:
                raise DossierNewer(reading.path, reading.version)
        changed = 0
        for reading in (*store.readings, *copies):
            lines = [*map(_blanked, reading.events)]
            journal.rewrite(reading.path, [_first_line(reading, store, now), *lines])
            if reading is store.readings[0]:
                changed = sum(new != old for new, old in zip(lines, reading.lines, strict=True))
        try:
            if aside_of(path).name not in store.left_alone:
                files.remove_regular(aside_of(path))
            _remove_pieces(path, store.readings[0].path)
            sidecar.remove_leftovers(path)
            remove_leftovers(backups)
            snapshot.forget_all(paths.snapshots())
        except OSError as error:
            raise SaveRefused(path, error) from error
        piece_copies.thin(backups or paths.backups())
        return changed


def _remove_pieces(path: Path, rewritten: Path) -> None:
    """Remove the files of evidence that no event names any more."""
    folder = pieces.folder_of(path)
    if not files.is_folder(folder):
        return
    held = [event.x for event in _read(rewritten).events if event.f.startswith(EVIDENCE)]
    named = {pieces.stored_name(str(x.get("file"))) for x in held if isinstance(x, dict)}
    for file in folder.iterdir():
        if file.name not in named and files.is_regular(file):
            files.remove_regular(file)


def _store(path: Path, now: Callable[[], datetime]) -> Store:
    return Store(path, Opening("", now, naming.writer(), Patience()), write=False)


def _read(path: Path) -> Reading:
    try:
        return journal.read(path)
    except OSError as error:
        raise SaveRefused(path, error) from error


def _blanked(event: Event) -> bytes:
    new = without_personal(event)
    return line_of(event if new == event else new)


def _first_line(reading: Reading, store: Store, now: Callable[[], datetime]) -> bytes:
    """Return line 1 as it is, or made anew with the id that the dossier goes by."""
    return reading.first_line or encode_header(store.uuid, utc_text(now()), naming.writer())
