"""The map of the examples: a mark for each, how many each département has, and the picture with its legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kit.content.nearby import NearExample
from kit.figures.atlas import Atlas, kilometres
from kit.figures.drawing import Area, Drawing, Point, Shape, Words, box, breadth
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
_HOME, _ONE, _NEAR = "Votre commune", "Une commune", "Un territoire, place approchée"
_CORNER = 14.0  # around the legend in the corner


class ExampleMap(msgspec.Struct, frozen=True):
    """The marks of some examples and what is told of them; examples without a place are in the list alone."""

    marks: tuple[Mark, ...]
    reasons: dict[str, str]
    """The kinds of mark that it has, in the order of the texts, each with its words."""
    by_departement: dict[str, int]
    """How many examples each département has, by code, those without a mark among them."""


def kind_of(one: NearExample, under: str = "") -> str:
    """Return the form of an example: that of the reason ``under``, else of the first it is told under."""
    themes = (under, *one.themes) if under in one.themes else one.themes
    return next((_REASONS[theme] for theme in themes if theme in _REASONS), OTHER)


def kind_of_reason(reason: str) -> str:
    """Return the form of a reason by its id, that of all other subjects for an unknown one."""
    return _REASONS.get(reason, OTHER)


def stands_for_more(one: NearExample) -> bool:
    """Say whether it is told of an intercommunalité or a département, whose place is only about there."""
    return bool(one.example.siren) or not one.example.insee


def example_map(found: Iterable[NearExample], atlas: Atlas, reasons: Mapping[str, str], under: str = "") -> ExampleMap:
    """Return the map of examples; ``reasons`` gives the words of each by its id, ``under`` is that looked at.

    An intercommunalité or a département stands at its seat, or in its middle, and is told as « about there ».
    """
    told = tuple(found)
    marks = tuple(mark for one in told if (mark := _mark(one, atlas, under)))
    kinds = {mark.kind for mark in marks}
    words = {_REASONS[key]: label for key, label in reasons.items() if _REASONS.get(key) in kinds}
    if OTHER in kinds:
        words[OTHER] = "Autres sujets" if words else "Exemples"
    counted = Counter(one.departement for one in told)
    return ExampleMap(marks, words, {one.code: counted[one.code] for one in atlas.outlines})


def key_of(one: NearExample) -> str:
    """Return what a mark and its card have in common."""
    return one.example.id


def distance(one: NearExample, atlas: Atlas, home: Point | None) -> int | None:
    """Return how many kilometres the centre of its commune, or of its seat, is from ours as the crow flies.

    None where one of both is not known: a whole département has no place of its own.
    """
    place = atlas.centres.get(one.example.insee)
    return round(kilometres(home, place)) if home is not None and place is not None else None


def away_words(kilometres_away: int | None) -> str:
    """Return « à 33 km », « tout près » under one, nothing where the distance is not known."""
    if kilometres_away is None:
        return ""
    return f"à {kilometres_away}\u00a0km" if kilometres_away else "tout près"


def _mark(one: NearExample, atlas: Atlas, under: str) -> Mark | None:
    example = one.example
    outline = atlas.outline(one.departement)
    place = atlas.centres.get(example.insee) or (outline.label if outline else None)
    if place is None or outline is None:
        return None
    return Mark(key_of(one), place, kind_of(one, under), one.departement, stands_for_more(one))


def picture(
    found: ExampleMap,
    atlas: Atlas,
    width: float,
    height: float,
    *,
    own: str = "",
    departement: str = "",
    home: Point | None = None,
    names_reasons: bool = True,
    values: Mapping[str, str] | None = None,
) -> tuple[Region, Drawing]:
    """Return a map with its legend, in a frame, and where all stands in it.

    The legend stands below. Without ``names_reasons``, where chips beside the map tell them, what is left of it has
    room in the corner that the region leaves free. ``values`` by département stand in place of names and scale.
    """
    entries = list(_entries(found, has_home=home is not None, names_reasons=names_reasons))
    frame = _corner(entries, width, height)
    bare = lay_out(atlas, (), width, height, departement=departement)
    in_corner = not names_reasons and _is_free(bare, frame)
    rows = [] if in_corner else _rows(entries, width)
    high = max(height - _ROW * len(rows) - 8, 1) if rows else height
    region = lay_out(atlas, found.marks, width, high, departement=departement, home=home)
    base = drawn(region, atlas, own=own, values=values)
    scale = () if values is not None else scale_bar(region, _CORNER, region.height - _CORNER)
    shapes: list[Shape] = [*base.shapes, *scale]
    if in_corner and entries:
        left, top, *_ = frame
        shapes.append(Area((box(*frame),), "surface", "border", 1))
        for number, (kind, words) in enumerate(entries):
            shapes += _entry(kind, words, left + 8, top + 6 + _ROW * (number + 0.5))
    for number, row in enumerate(rows):
        y = region.height + 8 + _ROW * number + _ROW / 2
        for x, kind, words in row:
            shapes += _entry(kind, words, x, y)
    return region, Drawing(width, height, tuple(shapes))


def _entries(found: ExampleMap, *, has_home: bool, names_reasons: bool) -> Iterator[tuple[str, str]]:
    if names_reasons:
        yield from found.reasons.items()
    elif has_home:
        yield "home", _HOME
    if any(mark.is_near for mark in found.marks):
        if not names_reasons:
            yield "one", _ONE
        yield "near", _NEAR
    if names_reasons and has_home:
        yield "home", _HOME


def _corner(entries: Sequence[tuple[str, str]], width: float, height: float) -> tuple[float, float, float, float]:
    """Return the frame of a legend at the bottom right: left, top, width, height."""
    wide = max((22 + breadth(words, _LEGEND) for _, words in entries), default=0.0) + 16
    high = _ROW * len(entries) + 12
    return width - wide - _CORNER, height - high - _CORNER, wide, high


def _is_free(region: Region, frame: tuple[float, float, float, float]) -> bool:
    """Say whether a frame lies in the map and covers nothing of the region."""
    left, top, wide, high = frame
    places = (place for rings in region.outlines.values() for ring in rings for place in ring)
    covers = any(left - 4 < x < left + wide and top - 4 < y < top + high for x, y in places)
    return left > 0 and top > 0 and not covers


def _entry(kind: str, words: str, x: float, y: float) -> tuple[Shape, ...]:
    return (*_sign(kind, (x + 9, y)), Words(x + 22, y + _LEGEND * 0.36, words, _LEGEND, "ink"))


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
    if kind in ("one", "near"):
        return form("transition", at, is_hollow=kind == "near", colour="muted")
    return form(kind, at)
