"""The real examples on paper, as a list was narrowed: their map, then each with its text, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import msgspec

from kit.content.blocks import Paragraph, Text
from kit.content.example_words import listed_details, role_words
from kit.content.library import Library
from kit.content.nearby import NearExample, Place, near_examples
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Drawn, Lead, heading, said, words
from kit.documents.example_map import Home, drawn_map
from kit.documents.listing import narrowed
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording
from kit.errors import UnknownId
from kit.figures.atlas import Atlas
from kit.territoires import Territories


class Narrowing(msgspec.Struct, frozen=True):
    """How a list of examples was narrowed: their ids in order (None, all), the département alone, and that in words.

    ``unsized`` are those at its end whose size is not known, where it was narrowed by size.
    """

    only: tuple[str, ...] | None = None
    departement: str = ""
    told: str = ""
    unsized: tuple[str, ...] = ()


def examples_document(
    library: Library,
    territories: Territories,
    atlas: Atlas,
    home: Home,
    *,
    chosen: Narrowing | None = None,
    place: str = "",
    today: date | None = None,
) -> Document:
    """Return the map of the examples that were chosen, then their list with where each was read.

    Raises UnknownId for a département that the map has not.
    """
    say, publisher, chosen = wording(library), library.publisher, chosen or Narrowing()
    if chosen.departement and atlas.outline(chosen.departement) is None:
        raise UnknownId(chosen.departement, tuple(one.code for one in atlas.outlines))
    near = near_examples(library, territories, Place(home.departement, home.population))
    found = [one for one in near if _is_chosen(one, chosen)]
    if chosen.only is not None:
        ranks = {key: rank for rank, key in enumerate(chosen.only)}
        found.sort(key=lambda one: ranks[one.example.id])
    sources = Sources(library)
    titles = {one.example.id: say.say("examples", one.nearness.value) for one in found}
    titles |= dict.fromkeys(chosen.unsized, say.say("examples", "unsized"))
    blocks = [block for title, told in groupby(found, key=lambda one: titles[one.example.id])
              for block in _group(title, tuple(told), library, sources, say)]  # fmt: skip
    lead = "none" if not found else "lead_one" if len(found) == 1 else "lead_many"
    drawn, shown = drawn_map(library, territories, atlas, home, found, departement=chosen.departement)
    return Document(
        title=say.say("examples", "title"),
        blocks=(
            Lead(words(say.say("examples", lead, n=len(found)))),
            *narrowed(chosen.told),
            *_map(drawn, has_marks=bool(shown.marks)),
            *blocks,
            *(said(say.say("map", "credit")) if shown.marks else ()),
            *sources.listed(),
        ),
        date=today or date.today(),
        place=place or publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
    )


def _is_chosen(one: NearExample, chosen: Narrowing) -> bool:
    here = not chosen.departement or one.departement == chosen.departement
    return here and (chosen.only is None or one.example.id in chosen.only)


def _map(drawn: Drawn, *, has_marks: bool) -> Sequence[Block]:
    return (drawn,) if has_marks else ()


def _group(
    title: str, told: tuple[NearExample, ...], library: Library, sources: Sources, say: Wording
) -> Iterator[Block]:
    yield heading(2, title)
    for one in told:
        example = one.example
        around = f" ({', '.join(listed_details(example))})"
        role = f" {role_words(example)}." if role_words(example) else ""
        text = f"{around}\u00a0: {example.text}{sources.call(example.facts)}{role}"
        pages = ", ".join(library.article(page).label for page in one.pages if library.has(page))
        read = f" {say.say('examples', 'read', pages=pages)}" if pages else ""
        yield Paragraph((Text(example.place, bold=True), Text(text), *((Text(read, italic=True),) if read else ())))
