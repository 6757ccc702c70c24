"""Sentences of the program, and texts written by hand: no-break spaces where French asks for them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.typography import NBSP, counted, fr, french, thousands

MARKED = st.lists(
    st.sampled_from(
        [
            "mot",
            "Rien",
            "12",
            "2 000",
            "{name}",
            "fin.",
            "« dit »",
            "dit :",
            "dit ;",
            "quoi ?",
            "Bravo !",
            "5 %",
            "3 €",
            "8 Mo",
        ]
    ),
    min_size=1,
).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Rien n’est perdu : recommencez ; fini ?", "Rien n’est perdu~: recommencez~; fini~?"),
        ("« Ma collectivité » est là !", "«~Ma collectivité~» est là~!"),
        ("3 500 habitants, 12 %, 5 Mo, 20 €", "3~500~habitants, 12~%, 5~Mo, 20~€"),
        ("Mon plan d’action", "Mon plan d’action"),
        ("+ {own} à vous, ≈ {left}, ↑ ↓, fait → à faire", "+~{own} à vous, ≈~{left}, ↑~↓, fait → à faire"),
        ("Voir les raisons →", "Voir les raisons~→"),
        ("{count} résultat{plural}, EN 301 549", "{count}~résultat{plural}, EN~301~549"),
        ("{count} % de {name} : {size} Ko", "{count}~% de {name}~: {size}~Ko"),
        ("à 14:30 : ici", "à 14:30~: ici"),
    ],
)
def test_a_sentence_gets_the_spaces_that_do_not_break(typed: str, read: str) -> None:
    assert fr(typed) == read.replace("~", NBSP)


@given(MARKED)
def test_setting_a_sentence_twice_changes_nothing(words: str) -> None:
    assert fr(fr(words)) == fr(words)
    assert french(fr(words)) == fr(french(words))


@given(st.text())
def test_only_ordinary_spaces_change(words: str) -> None:
    assert fr(words).replace(NBSP, " ") == words.replace(NBSP, " ")


@given(st.text())
def test_what_is_put_into_a_sentence_stays_as_it_is(value: str) -> None:
    assert fr("« {name} » : {path}", name=value, path="C:\\a : b") == f"«{NBSP}{value}{NBSP}»{NBSP}: C:\\a : b"


@given(st.lists(st.sampled_from(["Mot", "dit :", "quoi ?", "« dit »", "5 %", "2 000 voix", "Bravo !"]), min_size=1))
def test_a_sentence_typed_with_its_spaces_is_set_as_a_text_is(parts: list[str]) -> None:
    words = " puis ".join(parts)
    assert fr(words) == french(words)


@given(st.integers(min_value=0))
def test_a_large_number_is_read_in_groups_of_three(number: int) -> None:
    words = thousands(number)
    assert int(words.replace(NBSP, "")) == number
    assert re.fullmatch(rf"\d{{1,3}}(?:{NBSP}\d{{3}})*", words)


def test_a_number_has_its_noun_and_none_is_singular() -> None:
    assert [counted(number, "page") for number in (0, 1, 2)] == ["0 page", "1 page", "2 pages"]
    assert counted(3, "action faite", "actions faites") == "3 actions faites"
    assert counted(0, "page", none="Aucune") == "Aucune page" and counted(2, "page", none="Aucune") == "2 pages"
