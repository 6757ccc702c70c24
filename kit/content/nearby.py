"""« Près de chez vous » : the real examples of the texts, filtered and put in the order of who is like us and near us.

Only what the texts and the data hold: the population of an example, départements, and which départements an
intercommunalité joins. No distance in kilometres is reckoned: the data hold no place.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from kit.content.cases import Case, unlike
from kit.content.model import Example

if TYPE_CHECKING:
    from kit.content.library import Library
    from kit.territoires import Neighbours, Territories

RURAL_BELOW = 2000
"""Inhabitants: a commune below is called rural here, one of the kit's own words, not Insee's grid of density."""
_WIDEST = 5
"""How many times its smallest population the widest of the bands with two ends (2,000 to 9,999) reaches."""


class Band(StrEnum):
    """How many inhabitants a commune has; the value is kept in settings and routes."""

    UNDER_500 = "moins-de-500"
    UNDER_2000 = "500-a-1999"
    UNDER_10000 = "2000-a-9999"
    LARGER = "10000-et-plus"
    UNKNOWN = "inconnue"


class Nearness(StrEnum):
    """How near a département is to ours; listed from the nearest."""

    SAME = "meme-departement"
    JOINED = "intercommunalite-commune"
    """An intercommunalité has communes in both départements."""
    REGION = "region"
    ELSEWHERE = "ailleurs"
    UNKNOWN = "inconnue"


class Place(msgspec.Struct, frozen=True):
    """Whose page it is: the code of the département, the population where known."""

    departement: str = ""
    population: int | None = None


class NearExample(msgspec.Struct, frozen=True):
    """A case seen from a place."""

    case: Case
    band: Band
    nearness: Nearness

    @property
    def example(self) -> Example:
        """Its telling in the first of its pages."""
        return self.case.example

    @property
    def departement(self) -> str:
        """The code of its département, empty outside the region."""
        return self.case.departement

    @property
    def levers(self) -> tuple[str, ...]:
        """The ids of the levers that it is an example of."""
        return self.case.levers

    @property
    def themes(self) -> tuple[str, ...]:
        """The ids of the texts above it and of its pages."""
        return self.case.themes

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids of the texts that tell it."""
        return self.case.pages

    @property
    def population(self) -> int | None:
        """The inhabitants, None when nobody counted them."""
        return self.example.population

    @property
    def is_rural(self) -> bool | None:
        """True under 2,000 inhabitants, None when the population is not known."""
        return None if self.population is None else self.population < RURAL_BELOW


class Wanted(msgspec.Struct, frozen=True):
    """What the list is narrowed to; empty asks nothing. ``rural``: True rural, False town, None both."""

    bands: frozenset[Band] = frozenset()
    rural: bool | None = None
    departement: str = ""
    lever: str = ""
    theme: str = ""

    @property
    def asks_size(self) -> bool:
        """Whether the list is narrowed by the population."""
        return bool(self.bands) or self.rural is not None

    def lets_pass(self, one: NearExample) -> bool:
        """Say whether an example answers; one whose population is not known may answer any question about it."""
        fits = (not self.bands or one.band in self.bands) and (self.rural is None or one.is_rural is self.rural)
        return (
            (fits or one.population is None)
            and (not self.departement or one.departement == self.departement)
            and (not self.lever or self.lever in one.levers)
            and (not self.theme or self.theme in one.themes)
        )


def band(population: int | None) -> Band:
    """Return the band of a population."""
    if population is None:
        return Band.UNKNOWN
    limits = ((500, Band.UNDER_500), (2000, Band.UNDER_2000), (10000, Band.UNDER_10000))
    return next((found for limit, found in limits if population < limit), Band.LARGER)


def near_examples(library: Library, territories: Territories | Neighbours, here: Place) -> tuple[NearExample, ...]:
    """Return all examples, each real fact once: the nearest first, then those of a like population, then unknown sizes.

    A case that several texts tell, under one id or several, is one: ``pages`` names them.
    """
    found = [
        NearExample(case, band(case.example.population), _nearness(case.departement, here, territories))
        for case in library.cases
    ]
    order = tuple(Nearness)
    return tuple(sorted(found, key=lambda one: (order.index(one.nearness), _unlike(one, here))))


def nearest_by_code(library: Library, here: Place) -> NearExample | None:
    """Return the first of ``near_examples`` where one is of our département, or ours is not known; None else.

    No map is needed for it, and one case is read: it takes 2 ms however many there are.
    """
    case = library.case_like(here.departement, here.population)
    nearness = Nearness.SAME if here.departement else Nearness.UNKNOWN
    return None if case is None else NearExample(case, band(case.example.population), nearness)


def narrowed(examples: Iterable[NearExample], wanted: Wanted) -> tuple[NearExample, ...]:
    """Return the examples that answer, in their order; where a size is asked, those of no known size come last."""
    found = (one for one in examples if wanted.lets_pass(one))
    return tuple(sorted(found, key=lambda one: wanted.asks_size and one.population is None))


def nearest_in_size(examples: Iterable[NearExample], population: int | None, theme: str = "") -> NearExample | None:
    """Return the example of the place most like ours in size (about a theme where one is), None for none.

    The most like may still be far from ours: ``is_like_in_size`` says so.
    """
    known = [one for one in examples if not theme or theme in (*one.themes, *one.levers)]
    here = Place(population=population)
    return min(known, key=lambda one: _unlike(one, here), default=None)


def is_like_in_size(one: NearExample, population: int | None) -> bool:
    """Say whether a place may be called near in size: of the same band, and within it when it has no upper end."""
    if one.band is not band(population) or one.band is Band.UNKNOWN:
        return False
    return one.band is not Band.LARGER or _unlike(one, Place(population=population)) <= _WIDEST


def _nearness(departement: str, here: Place, territories: Territories | Neighbours) -> Nearness:
    if not here.departement:
        return Nearness.UNKNOWN
    if departement not in territories.departements:
        return Nearness.ELSEWHERE
    if departement == here.departement:
        return Nearness.SAME
    return Nearness.JOINED if frozenset((departement, here.departement)) in territories.joined else Nearness.REGION


def _unlike(one: NearExample, here: Place) -> float:
    return unlike(one.population, here.population)
