"""The map of the examples on paper: the picture on the first page, then the list of all it shows, by département."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Self

import msgspec

from kit.content.blocks import Spans, Table
from kit.content.example_words import size_words, year_words
from kit.content.library import Library
from kit.content.nearby import NearExample, Place, near_examples
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Drawn, Lead, PageBreak, heading, said, words
from kit.documents.paper import Paper
from kit.documents.wording import wording
from kit.errors import UnknownId
from kit.figures.atlas import Atlas
from kit.figures.examples import ExampleMap, example_map, kind_of, picture
from kit.territoires import Territories
from kit.typography import number

_WIDTH, _HEIGHT = 700, 900  # what a page has room for below its title, in the units of a drawing


class Home(msgspec.Struct, frozen=True):
    """Whose map it is: the commune's INSEE code, the département, the population, each empty where not known."""

    insee: str = ""
    departement: str = ""
    population: int | None = None

    @classmethod
    def of(cls, identity: Callable[[str], str]) -> Self:
        """Return what the fields of an identity say, each asked for by its name."""
        return cls(identity("insee"), identity("departement_code"), number(identity("population")))


def example_map_document(
    library: Library,
    territories: Territories,
    atlas: Atlas,
    home: Home,
    *,
    departement: str = "",
    place: str = "",
    paper: Paper = Paper.A4,
    today: date | None = None,
) -> tuple[Document, ExampleMap]:
    """Return the map with its list, and what it shows; ``departement`` narrows both to one. Raises UnknownId."""
    if departement and atlas.outline(departement) is None:
        raise UnknownId(departement, tuple(one.code for one in atlas.outlines))
    say, publisher = wording(library), library.publisher
    near = near_examples(library, territories, Place(home.departement, home.population))
    told = [one for one in near if one.departement == departement or not departement]
    drawn, shown = drawn_map(library, territories, atlas, home, told, departement=departement)
    names = territories.departements
    title = say.say("map", "title_one", departement=names[departement]) if departement else say.say("map", "title")
    document = Document(
        title=title,
        blocks=(
            Lead(words(say.say("map", "lead", n=len(told)))),
            drawn,
            PageBreak(),
            *_list(told, library, territories, shown, home.departement),
            *said(say.say("map", "credit")),
        ),
        date=today or date.today(),
        place=place or publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        paper=paper,
        pictured=True,
    )
    return document, shown


def drawn_map(
    library: Library,
    territories: Territories,
    atlas: Atlas,
    home: Home,
    told: Sequence[NearExample],
    *,
    departement: str = "",
) -> tuple[Drawn, ExampleMap]:
    """Return the picture of these examples, with words for who does not see it, and what it shows."""
    shown = example_map(told, atlas, {reason.id: reason.label for reason in library.outline.reasons})
    star, names = atlas.centres.get(home.insee), territories.departements
    _, drawing = picture(shown, atlas, _WIDTH, _HEIGHT, own=home.departement, departement=departement, home=star)
    counted = counts_in_words(shown.by_departement, names)
    return Drawn(drawing, wording(library).say("map", "alt", n=len(shown.marks), counted=counted)), shown


def counts_in_words(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return « Creuse 9, Vienne 15 », without the départements that have none."""
    return ", ".join(f"{names.get(code, code)} {count}" for code, count in counts.items() if count)


def _list(
    told: Sequence[NearExample], library: Library, territories: Territories, shown: ExampleMap, own: str
) -> Iterator[Block]:
    """Yield a table for each département: one's own, the others in the order of their names, then elsewhere."""
    say = wording(library)
    header = tuple(words(say.say("map", name)) for name in ("place", "sign", "about", "year"))
    names = sorted(territories.departements.items(), key=lambda pair: (pair[0] != own, pair[1]))
    for code, name in (*names, ("", say.say("map", "elsewhere"))):
        here = [one for one in told if one.departement == code]
        if not here:
            continue
        yield heading(2, say.say("map", "one" if len(here) == 1 else "many", name=name, n=len(here)))
        yield Table(header, tuple(_row(one, library, shown) for one in here))


def _row(one: NearExample, library: Library, shown: ExampleMap) -> tuple[Spans, ...]:
    place = ", ".join(part for part in (one.example.place, size_words(one.example)))
    reason = shown.reasons.get(kind_of(one), "")
    return words(place), words(reason), words(library.article(one.pages[0]).label), words(year_words(one.example))
