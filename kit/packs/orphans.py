"""What an élu·e ticked or noted on an action that the texts no longer have: kept in the dossier, and told."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

import msgspec

from kit.content.index import IndexStore
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.errors import IndexUnusable
from kit.packs.install import texts_in_use


class Orphan(msgspec.Struct, frozen=True):
    """An action or milestone that left the texts; ``title`` is its id where no earlier text tells it."""

    id: str
    title: str
    status: str
    note: str


def orphans(dossier: Dossier, texts: Library, earlier: Library | None = None) -> tuple[Orphan, ...]:
    """Return what stands in a dossier on actions that ``texts`` does not have.

    Titles come from ``earlier``, by default from the texts before those in use.
    """
    lost = {}
    for target in dossier.targets():
        kind, _, identity = target.partition(":")
        fields = {field: value for field, value in dossier.fields(target).items() if value}
        if kind in ("action", "milestone") and fields and not texts.has(identity):
            lost[identity] = fields
    titles = _titles(lost, earlier) if earlier else _earlier_titles(lost)
    return tuple(
        Orphan(identity, titles.get(identity, identity), str(fields.get("status", "")), str(fields.get("note", "")))
        for identity, fields in lost.items()
    )


def _titles(ids: Iterable[str], texts: Library) -> dict[str, str]:
    return {identity: texts.article(identity).title for identity in ids if texts.has(identity)}


def _earlier_titles(ids: Iterable[str]) -> dict[str, str]:
    before = texts_in_use().before if ids else None
    if before is None:
        return {}
    try:
        with closing(Library(IndexStore(before / "index"))) as earlier:
            return _titles(ids, earlier)
    except IndexUnusable:
        return {}
