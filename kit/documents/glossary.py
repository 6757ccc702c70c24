"""The glossary on paper: the terms letter by letter, each in one paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from kit.content.blocks import Link, Paragraph, Text
from kit.content.library import Library
from kit.content.shelf import Term
from kit.documents.document import Block, Document, heading, said
from kit.documents.listing import chosen, list_document
from kit.documents.wording import Wording, wording
from kit.folding import by_name, letter_of


def glossary_document(
    library: Library, *, only: Sequence[str] | None = None, told: str = "", today: date | None = None
) -> Document:
    """Return all terms under their letters, or those of the ids ``only`` in that order; ``told`` says why these."""
    say, terms = wording(library), library.shelf.terms
    names = {one.id: one.term for one in terms}
    blocks: list[Block] = []
    if only is None:
        ordered = sorted(terms, key=lambda one: by_name(one.term))
        for letter, found in groupby(ordered, key=lambda one: letter_of(one.term)):
            blocks += [heading(2, letter), *(_term(one, names, say) for one in found)]
    else:
        blocks += [_term(one, names, say) for one in chosen(terms, only)]
    title, lead = say.say("glossary", "title"), say.say("glossary", "lead")
    return list_document(library, title, lead, blocks, told=told, today=today)


def glossary_entries(
    library: Library, room: str
) -> Iterator[tuple[str, tuple[tuple[str, str, tuple[Paragraph, ...]], ...]]]:
    """Yield each letter with its terms, for a medium with links: id, name, definition and the terms to see too.

    Those are links to ``room/id``.
    """
    names = {one.id: one.term for one in library.shelf.terms}
    ordered = sorted(library.shelf.terms, key=lambda one: by_name(one.term))
    for letter, found in groupby(ordered, key=lambda one: letter_of(one.term)):
        yield letter, tuple((one.id, _name(one), (*said(one.definition), *_see(one, names, room))) for one in found)


def _name(one: Term) -> str:
    return f"{one.term} ({one.expansion})" if one.expansion else one.term


def _see(one: Term, names: Mapping[str, str], room: str) -> Iterator[Paragraph]:
    links = [Link(f"{room}/{other}", names[other]) for other in one.see if other in names]
    if links:
        spans = [span for link in links for span in (Text(", "), link)][1:]
        yield Paragraph((Text("Voir aussi\u00a0: "), *spans))


def _term(one: Term, names: Mapping[str, str], say: Wording) -> Paragraph:
    expansion = f" ({one.expansion})" if one.expansion else ""
    see = ", ".join(names[other] for other in one.see if other in names)
    also = " " + say.say("glossary", "see", terms=see) if see else ""
    return Paragraph(
        (
            Text(one.term, bold=True),
            Text(f"{expansion}\u00a0: {one.definition}"),
            *((Text(also, italic=True),) if also else ()),
        )
    )
