"""The checks of docs/acces.md on every screen of the atelier's tour, in usual and in large letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from atelier.services.context import AtelierContext
from atelier.tour import TEXT, stops
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import open_desk
from tests.gui.every_screen.access_walk import look_at
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs


@pytest.mark.parametrize(("size", "scale"), [((1280, 800), 1.0), ((1366, 768), 2.0)])
def test_every_screen_keeps_the_checks(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    copy_texts(tmp_path / "textes")
    make_desk().settings.set("text_scale", scale)
    context = make_desk(tmp_path / "textes")
    desk = open_desk(qtbot, context, size)
    settle_jobs(context.jobs)
    context.bench.line_up([TEXT, "aide"])
    forms = ("exemple:de-l-idee-a-l-ouverture:cas-ballon-epicerie", "reseau:reseau-cress")
    places = [*stops(), *((form, Route(desk.program.pages("exemples-et-reseaux"), form)) for form in forms)]
    seen = look_at(desk, places, lambda: settle_jobs(context.jobs))
    assert seen.screens == len(places)
    assert not seen.faults, "\n".join(f"{check} {fault}" for check, some in seen.faults.items() for fault in some)
    titles = set(seen.titles.values())
    assert all(title.endswith("– Atelier du Kit ESS") for title in titles) and len(titles) == len(places)
