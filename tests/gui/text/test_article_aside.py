"""What stands beside an article: its parts."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.text.article_aside import PartLink


@pytest.mark.parametrize("checked", [False, True])
def test_a_part_takes_no_line_that_stays_empty(qtbot: QtBot, checked: bool) -> None:
    """In bold letters some titles have a line more: whether that part is in sight or not, nothing moves or is left."""
    link = PartLink(LIGHT, "Quatre familles et une cinquième porte")
    qtbot.addWidget(link)
    link.setChecked(checked)
    metrics = link.fontMetrics()
    whole = metrics.horizontalAdvance(link.text())
    heights = {link.heightForWidth(width) for width in range(whole + 18, whole + 60)}
    assert len(heights) == 1
    link.resize(whole + 18, heights.pop())
    picture = link.grab().toImage()
    ink = [
        y
        for y in range(picture.height())
        for x in range(4, picture.width())
        if picture.pixelColor(x, y).lightness() < 120
    ]
    assert max(ink) - min(ink) < 1.5 * metrics.height()
    assert min(ink) > 0 and max(ink) < picture.height() - 1, "nothing of it is cut"
