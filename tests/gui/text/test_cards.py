"""The cards of a list as HTML: rows, titles that flow, words that stay words, what is left out."""

from __future__ import annotations

import pytest

from kit.tokens import LIGHT
from ui.text.cards import Card, Found, Group, LazyCards, Line, Link, page

HOSTILE = '<img src="file:///etc/passwd"> & "co"'


def cards(*names: str) -> tuple[Card, ...]:
    return tuple(Card(name, f"Titre {name}") for name in names)


def rows(html: str) -> list[int]:
    """Return how many cards stand in each row."""
    return [row.count('class="entry"') for row in html.split('<table class="cards"')[1:]]


@pytest.mark.parametrize(("columns", "expected"), [(1, [1, 1, 1, 1]), (2, [2, 2]), (3, [3, 1])])
def test_cards_fill_row_after_row(columns: int, expected: list[int]) -> None:
    assert rows(page(Found((Group(cards(*"abcd")),), "4"), LIGHT, columns)) == expected


def test_a_titled_group_begins_a_row_and_one_that_flows_does_not() -> None:
    apart = Found((Group(cards("a"), "Un"), Group(cards("b"), "Deux")), "2")
    assert rows(page(apart, LIGHT, 2)) == [1, 1]
    flowing = Found((Group(cards("a"), "A", flows=True, anchor="la"), Group(cards("b"), "B", flows=True)), "2")
    html = page(flowing, LIGHT, 2)
    assert rows(html) == [2]
    assert html.index('name="la"') < html.index("Titre a") < html.index(">B<") < html.index("Titre b")


def test_words_of_a_person_stay_words() -> None:
    line = Line(HOSTILE, HOSTILE, (Link(HOSTILE, HOSTILE),))
    found = Found((Group((Card(HOSTILE, HOSTILE, (line,), (HOSTILE,), HOSTILE),), HOSTILE),), "1", line, (), (line,))
    html = page(found, LIGHT, 2)
    assert "<img" not in html and html.count("&lt;img") >= 12


def test_what_is_left_out_is_counted_and_groups_are_cut_in_order() -> None:
    found = Found((Group(cards(*"abc"), "Un"), Group(cards(*"de"), "Deux")), "5")
    first = found.first(2)
    assert [card.id for group in first.groups for card in group.cards] == ["a", "b"]
    assert [card.id for group in found.first(4).groups for card in group.cards] == ["a", "b", "c", "d"]
    assert "Montrer les suivantes (3)" in page(first, LIGHT, 2, left_out=3)
    assert "Montrer les suivantes" not in page(found, LIGHT, 2)


def test_a_pictogram_stands_before_the_title_without_words_and_its_title_stays_words() -> None:
    """A reader passes over a picture whose alternative is empty."""
    card = Card("a", HOSTILE, pictogram="acteurs")
    html = page(Found((Group((card,)),), "1"), LIGHT, 1)
    assert html.count("<img") == 1 and 'src="picto:acteurs/teal/26" alt=""' in html
    assert html.index("picto:acteurs") < html.index("&lt;img")


def test_of_a_long_list_only_the_cards_shown_are_made() -> None:
    made: list[int] = []

    def make(number: int) -> Card:
        made.append(number)
        return Card(f"c{number}", f"Carte {number}")

    found = Found((Group(LazyCards(range(100), make)), Group(LazyCards(range(100, 150), make))), "150 cartes")
    assert found.total == 150 and not made
    shown = page(found.first(24), LIGHT, 3, left_out=126)
    assert made == [*range(24)] and "Carte 23" in shown and "Carte 24" not in shown
    made.clear()
    assert "Carte 149" in page(found, LIGHT, 3) and made == [*range(150)]
