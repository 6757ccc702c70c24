from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.mail import clean

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t\0\x1b\x85\xa0\u202f\u2028\u2029\u202e\u2066\u200b\u200d\ufeff\ud800 «»:;!?eé\u0301"),
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Prénom\tNom \r\n", "Prénom Nom"),
        ("a\r\nBcc: x@y.z", "a Bcc: x@y.z"),
        ("e\u0301lu", "élu"),
        ("e\u200b\u0301lu", "élu"),
        ("a\x00b\x1bc\x9fd", "abcd"),
        ("a \x00 b", "a b"),
        ("\u202egro.ss@liam\u202c", "gro.ss@liam"),
        ("a\u061c\u200e\u200f\u2066\u2069\u2060\ufeffb", "ab"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\xa010\u202f000\xa0€", "10 000 €"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("a\ud800b", "ab"),
    ],
)
def test_a_field_of_one_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean.one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\x85d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\n\n  a\n\n\n\nb  \n c\t\td\n\n", "a\n\nb\nc d"),
        ("-- \nsignature", "--\nsignature"),
        ("a\n \xa0\n\t\nb", "a\n\nb"),
    ],
)
def test_a_text_of_several_lines_is_cleaned(typed: str, kept: str) -> None:
    assert clean.lines(typed) == kept


def test_a_cut_leaves_no_hanging_joiner_or_blank() -> None:
    assert clean.one_line("abc def", 4) == "abc"
    assert clean.one_line("ab👩\u200d🌾", 4) == "ab👩"
    assert clean.lines("a\n\nb", 2) == "a"
    assert clean.one_line("abc", 3) == "abc"


def test_lines_break_at_72_columns() -> None:
    text = "mot " * 30
    rows = clean.wrap(text.strip()).split("\n")
    assert [len(row) for row in rows] == [71, 47]
    assert clean.wrap("x" * 72) == "x" * 72
    assert clean.wrap("a " + "x" * 71) == "a\n" + "x" * 71
    assert clean.wrap("a " + "x" * 70) == "a " + "x" * 70


def test_an_address_longer_than_a_line_stays_whole() -> None:
    address = "exemple.org/" + "x" * 100
    assert clean.wrap(f"Voir {address} merci") == f"Voir\n{address}\nmerci"


def test_no_line_begins_with_a_french_mark() -> None:
    row = "x" * 70
    assert clean.wrap(f"{row} y : « oui » fin") == f"{row}\ny : « oui » fin"
    assert clean.wrap(f"{'x' * 68} « oui »") == f"{'x' * 68}\n« oui »"
    assert clean.wrap(f"x {'y' * 69} :") == f"x\n{'y' * 69} :"
    assert clean.wrap(f"x {'y' * 71} :") == f"x\n{'y' * 71}\n:"


def test_a_number_is_not_broken() -> None:
    assert clean.wrap(f"{'x' * 60} 05 55 00 00 00") == f"{'x' * 60}\n05 55 00 00 00"
    assert clean.wrap(f"{'x' * 60} 1 000 000 habitants") == f"{'x' * 60} 1 000 000\nhabitants"


@settings(max_examples=500, database=None)
@given(NASTY)
def test_cleaning_keeps_its_promises_and_is_done_once(typed: str) -> None:
    one = clean.one_line(typed)
    many = clean.wrap(clean.lines(typed))
    assert len(one.splitlines()) <= 1
    assert clean.one_line(one) == one
    assert clean.wrap(clean.lines(many)) == many
    for kept in (one, many):
        assert unicodedata.is_normalized("NFC", kept)
        assert "  " not in kept
        assert not [mark for mark in kept if unicodedata.category(mark) in ("Cc", "Cs") and mark != "\n"]
        assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff")
    for row in many.split("\n"):
        assert row == row.strip()
        assert len(row) <= clean.COLUMNS or " " not in row
