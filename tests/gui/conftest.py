"""Real windows on a fresh dossier, on the shipped texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kit.tokens import LIGHT
from tests.gui.mail_program import MailProgram
from tests.gui.windows import open_window
from ui import app
from ui.access import accessibility
from ui.services.appearance import set_font
from ui.services.context import AppContext
from ui.services.jobs import Jobs
from ui.shell.main_window import MainWindow


@pytest.fixture(autouse=True)
def on_compiled_texts(compiled_texts: None) -> None:
    """Have the shipped texts compiled, as where the program is installed."""


_held: list[QWidget] = []


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Hold the windows of a test from its end on.

    Nothing but Qt knows them then: Python would collect them while Qt paints them once more, and Qt would die of it.
    """
    try:
        yield
    finally:
        _held.extend(QApplication.topLevelWidgets())


@pytest.fixture(autouse=True)
def windows_deleted(qapp: QApplication) -> Iterator[None]:
    """Delete the windows of a test at its end: kept ones are styled again by each later test, which slows all."""
    yield
    QApplication.processEvents()  # what background jobs still had to say
    for window in _held:
        if isValid(window):
            window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _held.clear()


@pytest.fixture(scope="session")
def program(qapp: QApplication) -> QApplication:
    """Return the application as ``app.main`` makes it, once: words and fonts that are loaded stay."""
    app.set_up_language(qapp)
    app.set_up_fonts(qapp, LIGHT)
    accessibility.install()
    return qapp


@pytest.fixture
def make_context(program: QApplication, tmp_path: Path) -> Iterator[Callable[..., AppContext]]:
    """Return a function that builds the stores of a run on a dossier (the same file again: a restart).

    With ``words``, the program's own arguments instead, none for the dossier of the last time.
    """
    made: list[tuple[AppContext, Jobs]] = []

    def build(
        dossier: Path | None = None, theme: str | None = "light", words: Sequence[str] | None = None
    ) -> AppContext:
        usual = [str(dossier or tmp_path / "essai.kitess"), *(["--theme", theme] if theme else [])]
        jobs = Jobs()
        context = app.build_context(app.parser().parse_args(usual if words is None else list(words)), jobs)
        set_font(program, context.theme)
        made.append((context, jobs))
        return context

    yield build
    for context, jobs in made:
        context.session.close()
        jobs.close()
        context.search.close()
        context.library.close()


@pytest.fixture
def context(make_context: Callable[..., AppContext]) -> AppContext:
    """Return the stores of a run on a fresh dossier."""
    return make_context()


@pytest.fixture
def window(qtbot: QtBot, context: AppContext) -> MainWindow:
    """Return the shown window, on Accueil."""
    return open_window(qtbot, context)


@pytest.fixture
def mail_program() -> Iterator[MailProgram]:
    """Return what stands where the mail program would."""
    program = MailProgram()
    QDesktopServices.setUrlHandler("mailto", program, "take")  # type: ignore[arg-type]  # the stub asks for bytes, Qt refuses them
    yield program
    QDesktopServices.unsetUrlHandler("mailto")
