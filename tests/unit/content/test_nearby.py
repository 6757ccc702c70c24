"""« Près de chez vous » : real examples only, filtered and ordered by what the data hold."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from kit import paths
from kit.content.cases import cases_of
from kit.content.double_form import written
from kit.content.files import FileStore
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.content.nearby import (
    Band,
    NearExample,
    Nearness,
    Place,
    Wanted,
    band,
    is_like_in_size,
    narrowed,
    near_examples,
    nearest_by_code,
    nearest_in_size,
)
from kit.territoires import Territories

LIBRARY = Library(FileStore(paths.content(), paths.kit_file()))
COMPILED = Library(IndexStore(paths.shipped_index()))
TERRITORIES = Territories.load(paths.territories())


@pytest.fixture(autouse=True, scope="module")
def closed() -> Iterator[None]:
    yield
    COMPILED.close()


def near(departement: str = "", population: int | None = None) -> tuple[NearExample, ...]:
    return near_examples(LIBRARY, TERRITORIES, Place(departement, population))


def named(found: tuple[NearExample, ...], place: str) -> NearExample:
    return next(one for one in found if one.example.place == place)


def test_every_example_is_one_of_the_texts_and_has_its_facts() -> None:
    found = near("23", 600)
    told = {example.id for example in LIBRARY.examples()}
    assert {one.example.id for one in found} <= told and all(one.example.facts for one in found)
    keys = [one.example.case for one in found]
    assert len(set(keys)) == len(keys)
    assert {example.case for example in LIBRARY.examples()} == set(keys)


def test_our_departement_comes_first_then_those_like_us_in_size() -> None:
    found = near("23", 600)
    ranks = [tuple(Nearness).index(one.nearness) for one in found]
    assert ranks == sorted(ranks)
    assert found[0].example.place == "Chambon-sur-Voueize"  # 794 inhabitants, in the Creuse: nearer 600 than 443
    region = [one.population for one in found if one.nearness is Nearness.REGION and one.population]
    unlike = [max(p, 600) / min(p, 600) for p in region]
    assert unlike == sorted(unlike)


@pytest.mark.parametrize(
    ("departement", "place", "nearness"),
    [("23", "Bétête", Nearness.SAME), ("33", "Sarlat-Périgord noir", Nearness.JOINED),
     ("24", "Lormont", Nearness.JOINED), ("23", "Bayonne", Nearness.REGION), ("23", "Laval", Nearness.ELSEWHERE),
     ("", "Bétête", Nearness.UNKNOWN)],
)  # fmt: skip
def test_nearness_is_said_by_departement_and_never_in_kilometres(
    departement: str, place: str, nearness: Nearness
) -> None:
    assert named(near(departement), place).nearness is nearness


def test_the_population_is_that_of_the_commune_or_of_the_intercommunalite() -> None:
    found = near()
    assert named(found, "Aire-sur-l’Adour").population == TERRITORIES.by_insee("40001").population  # type: ignore[union-attr]
    assert named(found, "Grand Guéret").population == TERRITORIES.by_siren("200034825").population  # type: ignore[union-attr]
    assert named(found, "Médoc").population is None
    assert named(found, "Médoc").is_rural is None


def test_those_of_unknown_size_come_last_among_their_neighbours() -> None:
    for found in (near("33"), near("33", 600), near()):
        for nearness in Nearness:
            unknown = [one.population is None for one in found if one.nearness is nearness]
            assert unknown == sorted(unknown)
    assert any(one.population is None for one in near())


def test_a_case_told_by_several_texts_stands_once_and_names_them() -> None:
    told = named(near(), "Saint-Léger-la-Montagne")
    assert set(told.pages) == {"commerces-proximite", "cooperatives-consommateurs"}


@pytest.mark.parametrize(
    ("population", "wanted"),
    [(None, Band.UNKNOWN), (0, Band.UNDER_500), (499, Band.UNDER_500), (500, Band.UNDER_2000), (1999, Band.UNDER_2000),
     (2000, Band.UNDER_10000), (9999, Band.UNDER_10000), (10000, Band.LARGER)],
)  # fmt: skip
def test_bands_begin_and_end_where_they_say(population: int | None, wanted: Band) -> None:
    assert band(population) is wanted


def test_the_list_is_narrowed_by_each_question() -> None:
    found = near("23", 600)
    rural = narrowed(found, Wanted(rural=True))
    assert rural and all(one.population is None or one.population < 2000 for one in rural)
    towns = narrowed(found, Wanted(rural=False))
    assert towns and all(one.population is None for one in set(towns) & set(rural))
    small = narrowed(found, Wanted(bands=frozenset({Band.UNDER_500})))
    assert small and {one.band for one in small} == {Band.UNDER_500, Band.UNKNOWN}
    unknown = tuple(one for one in found if one.population is None)
    for sized in (rural, towns, small):
        assert sized[-len(unknown) :] == unknown and sized[: -len(unknown)], "what nobody counted comes last"
    here = narrowed(found, Wanted(departement="23"))
    assert here and {one.example.departement for one in here} == {"Creuse"}
    lever = narrowed(found, Wanted(lever="elu-designe"))
    assert lever and all("elu-designe" in one.levers for one in lever)
    theme = narrowed(found, Wanted(theme="raison-emplois"))
    assert theme and all("raison-emplois" in one.themes for one in theme)
    assert narrowed(found, Wanted(departement="17", lever="rien")) == ()
    assert narrowed(found, Wanted()) == found


def test_the_nearest_in_size_may_be_asked_about_a_theme() -> None:
    found = near()
    one = nearest_in_size(found, 600)
    assert one and one.population
    assert abs(one.population - 600) == min(abs(other.population - 600) for other in found if other.population)
    about = nearest_in_size(found, 600, "raison-emplois")
    assert about and "raison-emplois" in about.themes
    assert nearest_in_size(found, 600, "rien") is None
    assert nearest_in_size((), 600) is None


@pytest.mark.parametrize(
    ("theirs", "ours", "like"),
    [
        (4624, 719, False),
        (600, 1900, True),
        (499, 500, False),
        (120, 480, True),
        (10000, 49000, True),
        (10000, 51000, False),
        (None, 600, False),
        (600, None, False),
        (None, None, False),
    ],
)
def test_near_in_size_is_the_same_band(theirs: int | None, ours: int | None, like: bool) -> None:
    one = near()[0]
    case = replace(one.case, example=replace(one.example, population=theirs))
    one = replace(one, case=case, band=band(theirs))
    assert is_like_in_size(one, ours) is like


@pytest.mark.parametrize("departement", ["", *TERRITORIES.departements])
@pytest.mark.parametrize("population", [None, 0, 1, 600, 794, 90_000])
def test_the_nearest_is_known_without_a_map(departement: str, population: int | None) -> None:
    first = near(departement, population)[0]
    for library in (LIBRARY, COMPILED):
        assert nearest_by_code(library, Place(departement, population)) == first


def test_outside_the_region_nobody_is_near_by_code() -> None:
    assert nearest_by_code(LIBRARY, Place("75", 600)) is None


def test_compiled_cases_and_questions_are_those_of_the_texts() -> None:
    assert COMPILED.cases == LIBRARY.cases
    assert COMPILED.question_ids == LIBRARY.question_ids == tuple(one.id for one in LIBRARY.shelf.questions)


def test_in_the_double_form_the_cases_are_the_same_ones() -> None:
    double = written(LIBRARY, "double")
    assert [case.example.id for case in double.cases] == [case.example.id for case in LIBRARY.cases]
    assert double.question_ids == LIBRARY.question_ids
    near_us = double.case_like("23", 600)
    assert near_us is not None and near_us in double.cases


def test_a_case_of_a_text_whose_parent_was_left_out_is_kept() -> None:
    article = next(one for one in LIBRARY.articles() if one.examples and one.parent)
    (case, *_) = cases_of([article], lambda _name: "23")
    assert case.pages == case.themes == (article.id,) and case.departement == "23"
    looped = replace(article, parent=article.id)
    assert cases_of([looped], lambda _name: "")[0].pages == (article.id,)
