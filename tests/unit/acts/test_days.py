"""Clear days as the law counts them; public holidays, compared with a package that knows them."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.acts import days
from kit.documents.wording import wording


@pytest.mark.parametrize("year", range(2008, 2060))
def test_the_holidays_are_those_of_france(year: int) -> None:
    every = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    found = {day for day in every if day.year == year and days.holiday(day)}
    assert found == {day for day in holidays.France(years=year) if day.year == year}
    names = {days.holiday(day) for day in found}  # Ascension may fall on the 1st or the 8th of May
    assert names | {"ascension"} == set(wording().phrases["holidays"]) and len(found) in (10, 11)


def test_a_holiday_counts_as_a_clear_day() -> None:
    meeting = date(2026, 12, 26)
    assert days.last_sending(meeting, 3) == date(2026, 12, 22)  # 23, 24, and 25 although it is Christmas
    assert days.last_sending(meeting, 5) == date(2026, 12, 20)  # a Sunday: nothing is put off


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 30))
def test_the_last_day_to_send_leaves_just_enough(meeting: date, wanted: int) -> None:
    last = days.last_sending(meeting, wanted)
    assert len([last + timedelta(n) for n in range(1, 400) if last + timedelta(n) < meeting]) == wanted


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_open_days_are_no_weekend_and_no_holiday(day: date) -> None:
    before, after = days.open_day_before(day), days.open_day_after(day)
    assert before <= day < after
    assert all(days.is_open(one) and one.weekday() < 5 and not days.holiday(one) for one in (before, after))


def test_two_months_later_stays_in_a_shorter_month() -> None:
    assert days.months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert days.months_later(date(2027, 12, 30), 2) == date(2028, 2, 29)
    assert days.months_later(date(2026, 11, 15), 2) == date(2027, 1, 15)
