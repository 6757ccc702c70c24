"""The kit of another publisher: its window names it everywhere, and nobody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kit import compiling
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.windows import open_window
from tests.second_region import make_region
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToSearch, place
from ui.shell.after_start import AfterStart
from ui.shell.main_window import MainWindow
from ui.widgets.region_map import RegionMap

ROOT = Path(__file__).resolve().parents[3]
OURS = ("CRESS", "Nouvelle-Aquitaine", "cress-na")


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the resources of the made-up region, as « make edition » lays them out, and use them."""
    out, region = tmp_path / "edition", make_region(tmp_path / "region")
    subprocess.run([sys.executable, "build_spec/edition.py", str(region), str(out)], cwd=ROOT, check=True)
    monkeypatch.setenv("KIT_RESOURCES", str(out / "resources"))
    compiling.compile_all(out / "resources" / "index", out / "resources")
    return out / "resources"


def words_of(window: QWidget) -> list[str]:
    """Return all that a window says, tooltips and names for screen readers included."""
    found = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, (QLabel, QAbstractButton)):
            found.append(widget.text())
        elif isinstance(widget, (QTextEdit, QPlainTextEdit)):
            found.append(widget.toPlainText())
        if isinstance(placeholder := _property(widget, "placeholderText"), str):
            found.append(placeholder)
    return found


def _property(of: QObject, name: str) -> object:
    return of.property(name)


def test_the_window_of_an_edition_names_its_own_publisher_and_nobody_else(
    qtbot: QtBot, edition: Path, make_context: Callable[..., AppContext]
) -> None:
    window = MainWindow(make_context())
    qtbot.addWidget(window)
    pictures = PageId.HELP_PICTURES  # of the kit that was photographed: an edition makes its own (docs/editions.md)
    places = [place(page) for page in PageId if page not in (PageId.ARTICLE, pictures)]
    places += [ToArticle(a.id) for a in window.context.library.articles()]
    places += [ToSearch("xyzxyz"), Route(PageId.NETWORKS, "agenda")]
    wrong = []
    for route in places:
        window.open_route(route)
        qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=20_000)
        said = words_of(window)
        wrong += [(route.page, route.id, word, words) for words in said for word in OURS if word in words]
    assert wrong == []
    assert window.windowTitle().endswith(" – Kit ESS du Pays d’Exemple")
    assert window.context.theme.primary == "#6B2D5C"
    window.open_route(ToContact())
    said = " ".join(words_of(window))
    assert "Contacter le Réseau Exemple" in said and "bonjour@reseau.example" in said
    window.open_route(Route(PageId.ABOUT))
    said = " ".join(words_of(window))
    assert "Réseau des collectivités de Saint-Exemple" in said


def test_its_examples_stand_on_its_own_map(
    qtbot: QtBot, edition: Path, make_context: Callable[..., AppContext]
) -> None:
    window = open_window(qtbot, make_context())
    window.open_route(Route(PageId.EXAMPLES))

    def on_the_map() -> tuple[set[str], int]:
        drawn = window.current_page.findChild(RegionMap)
        region = drawn.region if drawn else None
        return (set(region.outlines), len(region.marks)) if region else (set(), 0)

    qtbot.waitUntil(lambda: on_the_map() == ({"00", "96"}, 2), timeout=20_000)


def test_a_dossier_of_the_first_region_is_told_and_stays_as_it_was(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    make_context: Callable[..., AppContext],
) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as first:
        first.record("action:elu-commission", "status", Status.DONE.value)
    before = path.read_bytes()
    request.getfixturevalue("edition")
    window = MainWindow(make_context(path))
    qtbot.addWidget(window)
    told: list[str] = []
    start = AfterStart(window.context, None)
    start.noticed.connect(told.append)
    start.run()
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=20_000)
    assert any("le kit d’une autre région" in words and "Rien n’y est perdu" in words for words in told)
    window.context.session.close()
    assert path.read_bytes() == before
