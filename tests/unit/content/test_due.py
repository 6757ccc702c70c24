"""When a text is to be read again."""

from __future__ import annotations

from datetime import date

import pytest

from kit.content.due import due_on, is_due
from kit.content.model import Article


def text(reviewed_on: str = "", check_by: int | None = None) -> Article:
    return Article("a", "article", "A", reviewed_on=reviewed_on, check_by=check_by)


@pytest.mark.parametrize(
    ("article", "day"),
    [
        (text("2026-11-24"), date(2027, 11, 25)),
        (text("2026-11-24", 2026), date(2026, 12, 31)),
        (text("", 2027), date(2027, 12, 31)),
        (text(), None),
    ],
)
def test_the_earlier_of_both_days_counts(article: Article, day: date | None) -> None:
    assert due_on(article) == day


@pytest.mark.parametrize(
    ("article", "today", "due"),
    [
        (text("2026-11-24"), date(2027, 10, 31), False),
        (text("2026-11-24"), date(2027, 11, 1), True),  # by the end of the month
        (text("2026-11-24"), date(2028, 2, 29), True),
        (text("2026-11-24", 2026), date(2026, 12, 1), True),
        (text("2026-11-24", 2027), date(2026, 12, 31), False),
        (text(), date(2026, 1, 1), True),  # never read
    ],
)
def test_due_means_by_the_end_of_this_month(article: Article, today: date, due: bool) -> None:
    assert is_due(article, today) is due
