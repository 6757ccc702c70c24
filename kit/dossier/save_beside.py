"""One's own plan into a new file beside, with its pieces: for when another dossier took the place of the file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kit.dossier import journal, pieces
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.dossier.plan_fields import EVIDENCE
from kit.dossier.plan_lists import evidence_of
from kit.dossier.rows import line_of


def save_beside(dossier: Dossier, changes: Iterable[Change] = ()) -> Path:
    """Write what a dossier holds in memory, then ``changes`` that were refused, into a new file; return its path.

    The file at the dossier's path is not read: it is another's. Where the events before a snapshot were never asked
    for, those that stand are written. For the background. SaveRefused.
    """
    path = _free(dossier.path)
    header, rows = dossier.in_memory()
    journal.rewrite(path, [header, *map(line_of, rows)])
    files = [
        one
        for on in dossier.targets()
        for one in evidence_of({f: value for f, value in dossier.fields(on).items() if f.startswith(EVIDENCE)})
    ]
    pieces.bring(dossier.path, path, files)
    wanted = [*changes]
    if wanted:
        with Dossier.open(path, by=dossier.by) as mine:
            mine.record_group(wanted)
    return path


def _free(path: Path) -> Path:
    """Return a name beside ``path`` that no file has."""
    rank = 2
    while (fresh := path.with_name(f"{path.stem}-{rank}{path.suffix}")).exists():
        rank += 1
    return fresh
