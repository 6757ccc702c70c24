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
from tests.small_kit import EDITION
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToSearch, place
from ui.shell.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
OURS = ("CRESS", "Nouvelle-Aquitaine", "cress-na")


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the resources of the made-up edition, as « make edition » lays them out, and use them."""
    out = tmp_path / "edition"
    subprocess.run([sys.executable, "build_spec/edition.py", str(EDITION), str(out)], cwd=ROOT, check=True)
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
    window.open_route(ToContact())
    said = " ".join(words_of(window))
    assert "Contacter le Réseau Exemple" in said and "bonjour@reseau.example" in said
    window.open_route(Route(PageId.ABOUT))
    said = " ".join(words_of(window))
    assert "Réseau des collectivités de Saint-Exemple" in said
