"""Real windows of the atelier, on the shipped texts or on small ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atelier import app
from atelier.services.context import AtelierContext
from atelier.window import AtelierWindow
from tests.gui.atelier.desks import open_desk
from tests.gui.hands import Dialogs
from ui.services.appearance import set_font
from ui.services.jobs import Jobs


@pytest.fixture
def make_desk(program: QApplication) -> Iterator[Callable[..., AtelierContext]]:
    """Return a function that builds the stores of a run of the atelier, on a folder of texts or on none."""
    made: list[tuple[AtelierContext, Jobs]] = []

    def build(folder: Path | None = None, theme: str = "light") -> AtelierContext:
        jobs = Jobs()
        words = [*([str(folder)] if folder else []), "--theme", theme]
        context = app.build_context(app.parser().parse_args(words), jobs)
        set_font(program, context.theme)
        made.append((context, jobs))
        return context

    yield build
    for context, jobs in made:
        jobs.close()
        context.texts.close()


@pytest.fixture
def desk(qtbot: QtBot, make_desk: Callable[..., AtelierContext]) -> AtelierWindow:
    """Return the shown window of the atelier, on no folder."""
    return open_desk(qtbot, make_desk())


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Return what answers the file dialogs."""
    return Dialogs(monkeypatch)
