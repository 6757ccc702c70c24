"""The line to the next council: its days as they are written by hand."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.features.home.council_line import CouncilLine


def test_the_letters_of_the_first_of_a_month_are_raised(qtbot: QtBot) -> None:
    line = CouncilLine(LIGHT.scaled(4))
    qtbot.addWidget(line)
    line.setStyleSheet("background: white")
    line.show_days(date(2027, 2, 1), date(2027, 3, 1), ())
    line.resize(900, line.sizeHint().height())
    picture = line.grab().toImage()

    def foot(column: int) -> int:
        rows = range(24, picture.height())  # below the line itself
        return max((y for y in rows if picture.pixelColor(column, y).lightness() < 160), default=-1)

    right = range(picture.width() // 2, picture.width())
    letters = [list(columns) for is_inked, columns in groupby(right, lambda x: foot(x) > 0) if is_inked]
    one, e, r = (max(map(foot, columns)) for columns in letters[:3])
    assert e < one - 10 and r < one - 10
