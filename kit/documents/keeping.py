"""Pieces of a dossier that its documents use: read when one is written, and only if they are still what was chosen.

The templates of the mairie are two of them, one for Word and one for LibreOffice: evidence of the target ``identity``.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kit import files
from kit.digest import sha256
from kit.documents.document import Kept
from kit.documents.wording import wording
from kit.dossier import pieces
from kit.dossier import plan_fields as names
from kit.dossier.model import Change
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.view import PiecesView

IDS = {".docx": "modele-word", ".odt": "modele-odf"}
"""The piece that is the template of each kind of document."""


def place(kept: Kept) -> Path:
    """Return where a kept piece stands; a name that would lead elsewhere is made safe."""
    return pieces.folder_of(kept.dossier) / pieces.stored_name(kept.file)


def content(kept: Kept, limit: int = pieces.SIZE_LIMIT) -> bytes | None:
    """Return the bytes of a kept piece; None where its file is gone, larger or another."""
    path = place(kept)
    try:
        data = files.read_regular(path, limit) if files.is_folder(path.parent) else b""
    except OSError:
        return None
    return data if sha256(data).hexdigest() == kept.sha256 else None


def template_pieces(dossier: PiecesView) -> dict[str, Evidence]:
    """Return the templates of a dossier by the kind of document that they are for."""
    found = {one.id: one for one in evidence_of(dossier.fields(names.IDENTITY)) if one.file}
    return {kind: found[name] for kind, name in IDS.items() if name in found}


def templates(dossier: PiecesView) -> tuple[Kept, ...]:
    """Return the templates of a dossier for a document."""
    return tuple(Kept(dossier.path, one.file, one.sha256, one.size) for one in template_pieces(dossier).values())


def choose_template(dossier: pieces.Recording, source: Path) -> pieces.Attached:
    """Check a template, copy it beside the dossier and note it as the one of its kind. For the ordered writer.

    TemplateRefused for what is no template; else as ``pieces.attach``.
    """
    from kit.documents.template import read_template

    kind = read_template(source).kind
    made: list[Path] = []
    found = pieces.add(dossier.path, source, wording().say("emblem", "template"), made)
    with pieces.removed_unless_done(made):
        found = msgspec.structs.replace(found, id=IDS[kind])
        events = dossier.record_group([Change(names.IDENTITY, names.EVIDENCE + found.id, found.to_value())])
        return pieces.Attached(found, events)


def templates_removed(dossier: PiecesView) -> list[Change]:
    """Return what to record when no template is wanted any more; the files stay, so that undoing gives them back."""
    return [Change(names.IDENTITY, names.EVIDENCE + one.id, None) for one in template_pieces(dossier).values()]
