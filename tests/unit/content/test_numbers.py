"""Numbers of French sentences: what two texts may write differently and still say the same."""

from __future__ import annotations

import pytest

from kit.content.numbers import all_values, numbers


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("160\u00a0000 salariés", "160 000"),
        ("12,2\u00a0%", "12,2 %"),
        ("10,0 %", "10 %"),
        ("491 millions d’euros", "491 M€"),
        ("2,6 millions", "2 600 000"),
        ("la moitié", "50 %"),
        ("un quart", "25 %"),
        ("deux tiers", "2/3 : deux tiers"),
        ("une quarantaine", "40 salariés"),
        ("deux cent cinquante", "250"),
        ("quatre-vingts", "quatre vingts"),
        ("deux", "2"),
        ("douze départements", "12"),
        ("L. 2121-22", "CGCT L2121-22"),
        ("art. L2122-18", "L2122-18"),
        ("loi n°\u00a02014-856", "n° 2014-856"),
        ("21-22 août 2026", "21-22 août 2026"),
        ("en 2026-2027", "2026 et 2027"),
    ],
)
def test_two_ways_to_say_one_number(text: str, fact: str) -> None:
    known = all_values(fact)
    for number in numbers(text):
        assert number.values & known or all(part in known for v in number.values for part in v.split("-")), number


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("160 500", "160 000"),
        ("12,3 %", "12,2 %"),
        ("L2121-22", "L2121-21"),
        ("une trentaine", "40"),
        ("un tiers", "50 %"),
        ("491 millions", "491 000 €"),
    ],
)
def test_other_numbers_are_others(text: str, fact: str) -> None:
    assert any(not number.values & all_values(fact) for number in numbers(text))


@pytest.mark.parametrize("text", ["un tiers-lieu", "le tiers payant", "à un tiers", "une commune", "Des mots."])
def test_no_number_where_there_is_none(text: str) -> None:
    assert numbers(text) == ()
