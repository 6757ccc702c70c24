"""Pieces among the safety copies: each content once, under its SHA-256, for as long as a copy of a dossier names it.

They lie in ``pieces/`` of the copies' folder, without an ending: nothing opens them by mistake.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from kit import files
from kit.dossier import pieces
from kit.dossier.pieces import PieceState
from kit.dossier.plan_lists import Evidence
from kit.errors import PieceRefused

_log = logging.getLogger(__name__)

KEPT_LIMIT = 2_000_000_000
"""Bytes that are kept of one dossier's pieces: a received folder may hold files that say to be larger than any disk."""
_DIGEST = re.compile(rb"[0-9a-f]{64}")
_OVERLAP = 63  # bytes of a block that may begin a digest that ends in the next one


def folder_in(copies: Path) -> Path:
    """Return where the pieces of a folder of copies lie."""
    return copies / "pieces"


def keep(dossier: Path, copies: Path) -> None:
    """Copy the pieces that a dossier names and that no copy has yet; OSError when the disk takes no more.

    A piece that is missing or changed by now is left out: there is nothing sound to keep.
    """
    store, total = folder_in(copies), 0
    for one in pieces.named_in(dossier):
        kept = store / one.sha256
        total += one.size
        if total > KEPT_LIMIT:
            _log.warning("the pieces are too many for the copies")
            return
        if _has(kept, one) or pieces.glance(dossier, one) is not PieceState.SOUND:
            continue
        if pieces.check(dossier, one) is not PieceState.SOUND:
            continue
        files.make_private_folder(store)
        files.copy_whole(pieces.path_of(dossier, one), kept, digest=one.sha256, private=True)


def bring_back(dossier: Path, copies: Path) -> list[Evidence]:
    """Put the pieces that a restored dossier names back beside it; return those that no copy has, or that cannot be."""
    missing = []
    for one in pieces.named_in(dossier):
        if pieces.check(dossier, one) is PieceState.SOUND:
            continue
        try:
            pieces.put(folder_in(copies) / one.sha256, dossier, one)
        except PieceRefused as error:
            _log.warning("a piece was not brought back: %s", error.cause.strerror)
            missing.append(one)
    return missing


def thin(copies: Path) -> None:
    """Remove the pieces that no copy of any dossier names any more; where a copy cannot be read, all stay."""
    store = folder_in(copies)
    if not files.is_folder(store):
        return
    kept = [entry for entry in store.iterdir() if files.is_regular(entry)]
    try:
        named = set[str]().union(*map(_digests, copies.glob("*.kitess"))) if kept else set()
        for entry in kept:
            if entry.name not in named:
                entry.unlink()
    except OSError as error:
        _log.warning("pieces among the copies stay: %s", error.strerror)


def _has(kept: Path, one: Evidence) -> bool:
    return files.is_regular(kept) and kept.lstat().st_size == one.size


def _digests(copy: Path) -> set[str]:
    """Return all that may be a digest in a copy: a damaged line counts as well."""
    found: set[str] = set()
    rest = b""
    for block in files.blocks_of(copy):
        rest += block
        found.update(match.decode() for match in _DIGEST.findall(rest))
        rest = rest[-_OVERLAP:]
    return found
