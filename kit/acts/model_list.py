"""The models of acts as a list on paper: what each is for and who signs, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from kit.acts.model import ActModel
from kit.content.library import Library
from kit.content.writing import DOUBLE, double
from kit.documents.document import Block, Document, heading, labelled, said
from kit.documents.listing import chosen, list_document
from kit.documents.wording import Wording, wording

_ORDER = ("arrete", "deliberation", "convention", "reglement", "clause", "lettre", "note", "fiche")


def models_document(
    models: Iterable[ActModel],
    library: Library,
    *,
    only: Sequence[str] | None = None,
    told: str = "",
    today: date | None = None,
) -> Document:
    """Return the models, those of the ids ``only`` where it is given; ``told`` says how they were narrowed."""
    say = wording(library)
    write = double if library.writing == DOUBLE else str
    found = sorted(chosen(models, only), key=lambda one: _ORDER.index(one.kind))
    blocks = [block for kind, alike in groupby(found, key=lambda one: one.kind)
              for block in _group(kind, alike, say, write)]  # fmt: skip
    title, lead = say.say("models", "title"), say.say("models", "lead")
    return list_document(library, title, lead, blocks, told=told, today=today)


def _group(kind: str, models: Iterable[ActModel], say: Wording, write: Callable[[str], str]) -> Iterator[Block]:
    yield heading(2, say.say("models", kind))
    for one in models:
        yield heading(3, f"{one.code} {write(one.title)}")
        yield from said(write(one.summary))
        yield from labelled(say.say("models", "signed_by"), write(one.signed_by))
