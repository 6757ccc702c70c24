"""A day is read the same in the window, in the acts, in the dossier and in a review sheet."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.days import (
    MONTHS,
    day_in_words,
    day_or_words,
    is_written_as_day,
    month_in_words,
    months_between,
    of_month,
    read_day,
)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_each_form_that_it_is_written_in(day: date) -> None:
    forms = (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}", day_in_words(day))
    assert {read_day(form) for form in forms} == {day}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/3/27", date(2027, 3, 5)),
        (" 1er\u00a0mars 2027 ", date(2027, 3, 1)),
        ("15 DÉCEMBRE 2026", date(2026, 12, 15)),
        ("20270305", None),
        ("2027-W09-1", None),
        ("fin mars", None),
        ("5 brumaire 2027", None),
        ("", None),
    ],
)
def test_what_is_a_day_and_what_is_not(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_a_date_that_no_calendar_has_is_told_from_words() -> None:
    assert read_day("31/02/2027") is None and is_written_as_day("31/02/2027")
    assert not is_written_as_day("mars 2027")
    assert len(MONTHS) == 12


def test_a_day_as_it_was_typed_is_put_in_words_and_other_words_stay() -> None:
    assert (day_or_words("2027-03-01"), day_or_words("5/3/27")) == ("1er mars 2027", "5 mars 2027")
    assert (day_or_words("fin mars"), day_or_words("31/02/2027"), day_or_words("")) == ("fin mars", "31/02/2027", "")
    assert month_in_words((2026, 8)) == "août 2026"


def test_a_month_that_begins_with_a_vowel_is_elided() -> None:
    assert [month for month in MONTHS if of_month(month).startswith("d’")] == ["avril", "août", "octobre"]
    assert (of_month("octobre 2026"), of_month("mai 2027")) == ("d’octobre 2026", "de mai 2027")


def test_whole_months_between_two_days() -> None:
    assert months_between(date(2025, 5, 30), date(2026, 11, 30)) == 18
    assert months_between(date(2025, 5, 30), date(2026, 11, 29)) == 17
    assert months_between(date(2026, 11, 30), date(2026, 11, 29)) == -1
