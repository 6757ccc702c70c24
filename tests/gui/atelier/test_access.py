"""The checks of docs/acces.md on every screen of the atelier's tour, in usual and in large letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.tour import TEXT, stops
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import open_desk
from tests.gui.every_screen.access_walk import look_at
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs


@pytest.mark.parametrize("page", [ScreenId.TEXTS, ScreenId.CASES, ScreenId.FOLDER, ScreenId.SHEETS])
def test_tab_reaches_all_that_takes_the_focus_both_ways(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], page: ScreenId
) -> None:
    """What stands before the field that has the focus at first is no exception."""
    desk = open_desk(qtbot, make_desk())
    desk.open_route(Route(page))
    settle_jobs(desk.context.jobs)
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    shown = [one for one in desk.current_page.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
    groups = [one.group() for one in shown]
    wanted = {
        one
        for one, group in zip(shown, groups, strict=True)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and (group is None or group.checkedButton() in (None, one))
    }
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        reached = set()
        for _ in range(80):
            here = QApplication.focusWidget()
            assert here is not None
            reached.add(here)
            qtbot.keyClick(here, key)
        missed = [one.text() for one in wanted - reached if not one.autoExclusive()]
        assert missed == [] and len(wanted) >= 2


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((1366, 768), 2.0)])
def test_every_screen_keeps_the_checks(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    copy_texts(tmp_path / "textes")
    make_desk().settings.set("text_scale", scale)
    context = make_desk(tmp_path / "textes")
    desk = open_desk(qtbot, context, size)
    settle_jobs(context.jobs)
    context.open_texts.line_up([TEXT, "aide"])
    forms = ("exemple:de-l-idee-a-l-ouverture:cas-ballon-epicerie", "reseau:reseau-cress")
    places = [*stops(), *((form, Route(desk.program.pages("exemples-et-reseaux"), form)) for form in forms)]
    seen = look_at(desk, places, lambda: settle_jobs(context.jobs))
    assert seen.screens == len(places)
    assert not seen.faults, "\n".join(f"{check} {fault}" for check, some in seen.faults.items() for fault in some)
    titles = set(seen.titles.values())
    assert all(title.endswith("– Atelier du Kit ESS") for title in titles) and len(titles) == len(places)
