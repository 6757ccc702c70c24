"""What gets the focus is in sight, what was shown just before included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.gui.hands import Hands
from ui.features.mandate.page import PAPERS, MandatePage
from ui.services.navigation import PageId, Route
from ui.shell.focus_in_sight import FocusInSight
from ui.shell.main_window import MainWindow


@pytest.fixture(autouse=True)
def as_in_the_program(program: QApplication) -> Iterator[None]:
    """Look after the focus as ``app.main`` does."""
    looked_after = FocusInSight(program)
    yield
    delete(looked_after)


def test_a_question_below_the_foot_of_the_page_is_seen_with_its_button(qtbot: QtBot, window: MainWindow) -> None:
    hands = Hands(qtbot, window)
    papers = hands.go(Route(PageId.MANDATE, PAPERS), MandatePage).papers
    papers.begins.setText("28/03/2032")
    papers.open_mandate.setFocus()
    hands.key(Qt.Key.Key_Space)
    assert papers.sure.hasFocus()
    qtbot.waitUntil(lambda: papers.sure.visibleRegion().boundingRect() == papers.sure.rect())
