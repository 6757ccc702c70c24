"""A pack tried on a copy of a real dossier: installed as usual, but in a temporary folder; both are then deleted.

Neither the dossier nor the texts in use are touched; what becomes of ticks and notes is told.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from kit import files
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.dossier import sidecar
from kit.dossier.backup import check_is_dossier
from kit.dossier.dossier import Dossier
from kit.dossier.plan_fields import NOTE, STATUS
from kit.errors import DossierMissing
from kit.packs.changes import PAGE, Changes, compare
from kit.packs.install import check_age, check_edition, prepare
from kit.packs.manifest import Manifest
from kit.packs.orphans import Orphan, orphans
from kit.packs.pack import read_pack_of
from kit.steps import Step, unwatched


class Trial(Struct, frozen=True):
    """What came of it.

    ``ticks`` and ``notes`` count those that keep their page; ``reworded`` names the pages among them whose words
    change. ``lost`` stand on pages that this pack takes away, ``lost_before`` on pages that were gone already.
    ``is_known`` is False where the program of today does not know the key yet.
    """

    head: Manifest
    changes: Changes
    ticks: int
    notes: int
    reworded: tuple[str, ...]
    lost: tuple[Orphan, ...]
    lost_before: tuple[Orphan, ...]
    is_known: bool


def try_out(pack: Path, dossier: Path, present: Library, others: tuple[str, ...] = (), step: Step = unwatched) -> Trial:
    """Try a pack on a copy of a dossier; ``present`` are the texts in use, ``others`` public keys that are to come.

    ``step`` is told « read », « write », « check », « compile ». Raises PackRefused as an install does, DossierMissing,
    NotADossier, OSError.
    """
    step("read")
    found, is_known = read_pack_of(pack, others)
    check_edition(found)
    check_age(found)
    with tempfile.TemporaryDirectory(prefix="kit-ess-") as name:
        copy = copy_dossier(dossier, Path(name))
        texts = Path(name) / "textes"
        prepare(found, texts, step)
        with (
            closing(Library(IndexStore(texts / "index"))) as new,
            Dossier.open(copy, write=False) as opened,
        ):
            return _trial_of(found.manifest, opened, present, new, is_known=is_known)


def copy_dossier(dossier: Path, folder: Path) -> Path:
    """Copy a dossier with what colleagues wrote beside it, without its pieces; returns the copy.

    Raises DossierMissing, NotADossier, OSError.
    """
    source = sidecar.real(dossier)
    check_is_dossier(source)
    around = sidecar.scan(source)
    for one in (source, *around.siblings, *around.copies):
        try:
            files.copy_whole(one, folder / one.name, private=True)
        except FileNotFoundError:
            raise DossierMissing(dossier) from None
    return folder / source.name


def _trial_of(head: Manifest, dossier: Dossier, present: Library, new: Library, *, is_known: bool) -> Trial:
    changes = compare(present, new)
    before = orphans(dossier, present)
    known = {one.id for one in before}
    marked = {
        target.partition(":")[2]: dossier.fields(target)
        for target in dossier.targets()
        if target.startswith(("action:", "milestone:"))
    }
    kept = {identity: fields for identity, fields in marked.items() if new.has(identity)}
    reworded = tuple(
        entry.title
        for entry in changes.changed
        if entry.kind == PAGE and any(kept.get(entry.id, {}).get(field) for field in (STATUS, NOTE))
    )
    return Trial(
        head=head,
        changes=changes,
        ticks=sum(bool(fields.get(STATUS)) for fields in kept.values()),
        notes=sum(bool(fields.get(NOTE)) for fields in kept.values()),
        reworded=reworded,
        lost=tuple(one for one in orphans(dossier, new, present) if one.id not in known),
        lost_before=before,
        is_known=is_known,
    )
