"""The map of the examples: a mark for each, how many each département has, and the picture with its legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kit.content.nearby import NearExample
from kit.figures.atlas import Atlas
from kit.figures.drawing import Drawing, Point, Shape, Words, breadth
from kit.figures.region import Mark, Region, drawn, form, lay_out, scale_bar, star

OTHER = "autres"
_REASONS = {
    "raison-emplois": "emplois",
    "raison-besoins": "besoins",
    "raison-transition": "transition",
    "raison-acteurs": "acteurs",
    "raison-qualite-de-vie": "qualite",
}
"""The form and colour of each reason; a region whose reasons have other ids shows all marks alike."""
_ROW = 22.0
_LEGEND = 13.0  # the size of its letters
_HOME, _NEAR = "Votre commune", "Un territoire, place approchée"


class ExampleMap(msgspec.Struct, frozen=True):
    """The marks of some examples and what is told of them; examples without a place are in the list alone."""

    marks: tuple[Mark, ...]
    reasons: dict[str, str]
    """The kinds of mark that it has, in the order of the texts, each with its words."""
    by_departement: dict[str, int]
    """How many examples each département has, by code, those without a mark among them."""


def kind_of(one: NearExample) -> str:
    """Return the form of an example: that of the first reason it is told under."""
    return next((_REASONS[theme] for theme in one.themes if theme in _REASONS), OTHER)


def example_map(found: Iterable[NearExample], atlas: Atlas, reasons: Mapping[str, str]) -> ExampleMap:
    """Return the map of examples; ``reasons`` gives the words of each reason by its id.

    An intercommunalité or a département stands at its seat, or in its middle, and is told as « about there ».
    """
    told = tuple(found)
    marks = tuple(mark for one in told if (mark := _mark(one, atlas)))
    kinds = {mark.kind for mark in marks}
    words = {_REASONS[key]: label for key, label in reasons.items() if _REASONS.get(key) in kinds}
    if OTHER in kinds:
        words[OTHER] = "Autres sujets" if words else "Exemples"
    counted = Counter(one.departement for one in told)
    return ExampleMap(marks, words, {one.code: counted[one.code] for one in atlas.outlines})


def key_of(one: NearExample) -> str:
    """Return what a mark and its card have in common."""
    return one.example.id


def _mark(one: NearExample, atlas: Atlas) -> Mark | None:
    example = one.example
    outline = atlas.outline(one.departement)
    place = atlas.centres.get(example.insee) or (outline.label if outline else None)
    if place is None or outline is None:
        return None
    return Mark(key_of(one), place, kind_of(one), one.departement, bool(example.siren) or not example.insee)


def picture(
    found: ExampleMap,
    atlas: Atlas,
    width: float,
    height: float,
    *,
    own: str = "",
    departement: str = "",
    home: Point | None = None,
) -> tuple[Region, Drawing]:
    """Return a map with its legend below, in a frame, and where all stands in it."""
    entries = list(_entries(found, has_home=home is not None))
    rows = _rows(entries, width)
    high = _ROW * len(rows) + (8 if rows else 0)
    region = lay_out(atlas, found.marks, width, max(height - high, 1), departement=departement, home=home)
    base = drawn(region, atlas, own=own)
    shapes: list[Shape] = [*base.shapes, *scale_bar(region, 12, region.height - 10)]
    for number, row in enumerate(rows):
        y = region.height + 8 + _ROW * number + _ROW / 2
        for x, kind, words in row:
            shapes += [*_sign(kind, (x + 9, y)), Words(x + 22, y + _LEGEND * 0.36, words, _LEGEND, "ink")]
    return region, Drawing(width, height, tuple(shapes))


def _entries(found: ExampleMap, *, has_home: bool) -> Iterator[tuple[str, str]]:
    yield from found.reasons.items()
    if any(mark.is_near for mark in found.marks):
        yield "near", _NEAR
    if has_home:
        yield "home", _HOME


def _rows(entries: Iterable[tuple[str, str]], width: float) -> list[list[tuple[float, str, str]]]:
    """Return the legend in rows: each entry with where it begins."""
    rows: list[list[tuple[float, str, str]]] = []
    x = width
    for kind, words in entries:
        wide = 22 + breadth(words, _LEGEND) + 14
        if x + wide - 14 > width:
            rows.append([])
            x = 4
        rows[-1].append((x, kind, words))
        x += wide
    return rows


def _sign(kind: str, at: Point) -> tuple[Shape, ...]:
    if kind == "home":
        return (star(at, 9),)
    if kind == "near":
        return form("transition", at, is_hollow=True)
    return form(kind, at)
