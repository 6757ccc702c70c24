"""SIREN: nine digits whose last checks the others; what is no SIREN is doubted, and kept all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import paths
from kit.siren import Doubt, doubt, spaced, to_keep
from kit.territoires import Territories

DIGITS = st.text("0123456789", min_size=8, max_size=8)


def check_digit(first: str) -> str:
    """Return the digit that makes a sum of ten, counted by hand: from the right every second digit is doubled."""
    total = sum(sum(divmod(int(sign) * (2 - place % 2), 10)) for place, sign in enumerate(reversed(first)))
    return str(-total % 10)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", Doubt.NONE),
        ("217 500 016", Doubt.NONE),
        ("217.500.016", Doubt.NONE),
        ("217500017", Doubt.CHECK),
        ("21750001", Doubt.COUNT),
        ("217500016 00019", Doubt.SIRET),
        ("21750001700019", Doubt.COUNT),
        ("à demander", Doubt.COUNT),
        ("²17500016", Doubt.COUNT),
    ],
)
def test_what_is_no_siren_is_doubted(typed: str, wrong: Doubt) -> None:
    assert doubt(typed) is wrong


def test_the_siren_of_every_intercommunalite_of_the_region_is_one() -> None:
    found = Territories.load(paths.territories()).epci
    assert found and [one.siren for one in found if doubt(one.siren)] == []


@given(DIGITS, st.integers(1, 9))
def test_one_digit_that_is_mistyped_is_found(first: str, off: int) -> None:
    whole = first + check_digit(first)
    assert doubt(whole) is Doubt.NONE
    place = off % 9
    wrong = whole[:place] + str((int(whole[place]) + off) % 10) + whole[place + 1 :]
    assert doubt(wrong) is Doubt.CHECK


@given(st.text(max_size=20))
def test_nothing_typed_is_lost(text: str) -> None:
    assert to_keep(spaced(to_keep(text))) == to_keep(text)
    assert set(to_keep(text)) >= {sign for sign in text if sign.isalpha()}
