"""Réunir des collectivités: files or a folder to one table without names; what gave nothing is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from atelier.features.consolidation.page import ConsolidationPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from kit import paths
from kit.commands.shared import library
from kit.consolidate.answers import Answer
from kit.consolidate.sources import Reader
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.mail import share_line
from kit.territoires import Territories
from tests.gui.atelier.desks import open_desk
from tests.gui.every_screen.access_walk import look_at
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs

COMMUNES = ("23096", "23176", "23075", "23030", "23067", "23008")


@pytest.fixture
def page(desk: AtelierWindow) -> ConsolidationPage:
    desk.open_route(Route(ScreenId.CONSOLIDATION))
    QApplication.processEvents()
    found = desk.current_page
    assert isinstance(found, ConsolidationPage)
    return found


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """Return a folder of six dossiers, a hostile file and one of another kind."""
    folder = tmp_path / "recus"
    folder.mkdir()
    for number, insee in enumerate(COMMUNES):
        with Dossier.create(folder / f"commune-{number}.kitess") as dossier:
            dossier.record("identity", "insee", insee)
            dossier.record("identity", "name", f"Commune {number}")
            dossier.record("action:elu-commission", "status", "fait")
    (folder / "abime.eml").write_bytes(b"\x00\xff" * 500)
    (folder / "note.txt").write_text("rien", "utf-8")
    return folder


def press(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Space)


def message(folder: Path, name: str, insee: str, day: str, done: list[str]) -> None:
    """Write a message that came by mail on a day of 2026, with the line of the kit."""
    ids = [action.id for action in library().outline.actions]
    line = share_line.encode(dict.fromkeys(done, Status.DONE), ids, place=(insee, ""), program="0.1.0", texts="2026.11")
    (folder / name).write_text(f"Date: {day} 2026 10:00:00 +0100\nContent-Type: text/plain\n\n{line}\n", "ascii")


def unite(qtbot: QtBot, page: ConsolidationPage) -> str:
    """Press « Réunir », wait; return the words of the page that comes of it."""
    press(qtbot, page.unite)
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=20_000)
    return page.tasks.result.view.toPlainText()


def test_nothing_can_be_united_before_something_is_chosen(page: ConsolidationPage, desk: AtelierWindow) -> None:
    assert not page.unite.isEnabled() and "Rien n’est choisi" in page.chosen.text()
    assert desk.focusWidget() is page.folder


def test_a_folder_becomes_a_table_without_names(
    page: ConsolidationPage, qtbot: QtBot, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "tableau.csv"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(received))
    offered: list[str] = []

    def answer(_page: QWidget, _title: str, _name: str, kinds: str, *_rest: object) -> tuple[str, str]:
        offered.append(kinds)
        return str(out), "Tableau CSV (*.csv)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    press(qtbot, page.folder)
    assert "recus" in page.chosen.text()
    told = unite(qtbot, page)
    assert "6 collectivités réunies" in page.tasks.status.text() and "caché" in page.tasks.status.text()
    assert "Par département" in told and "Collectivités qui ont répondu" in told and "CRESS" in told
    assert "abime.eml" in told and "note.txt" not in told
    save = page.tasks.result.take
    assert save.text() == "Enregistrer…" and save.hasFocus()
    with qtbot.waitSignal(page.outlet.saved, timeout=20_000):
        press(qtbot, save)
    assert "tableau.csv" in page.outlet.said and page.tasks.result.isVisible(), "it may be saved in another format"
    text = out.read_text("utf-8-sig")
    assert not any(insee in text for insee in COMMUNES) and "Commune " not in text
    assert [one.rpartition("(")[2] for one in offered[0].split(";;")][:3] == ["*.ods)", "*.pdf)", "*.csv)"]


def test_files_that_give_nothing_write_nothing(page: ConsolidationPage, qtbot: QtBot, received: Path) -> None:
    page.choose([received / "abime.eml", received / "note.txt", received / "absent.kitess"])
    told = unite(qtbot, page)
    assert "Aucune collectivité" in page.tasks.status.text() and not page.tasks.result.take.isVisible()
    assert all(name in told for name in ("abime.eml", "note.txt", "absent.kitess : introuvable"))


def test_the_newest_of_two_counts_until_another_is_chosen(
    page: ConsolidationPage, qtbot: QtBot, received: Path, tmp_path: Path
) -> None:
    message(received, "mars.eml", "23096", "Mon, 02 Mar", [])
    message(received, "avril.eml", "23096", "Thu, 02 Apr", ["elu-conseil-developpement"])
    (received / "commune-0.kitess").unlink()
    page.choose([received])
    told = unite(qtbot, page)
    assert "Guéret (23), reçue 2 fois. Compte : 2 avril 2026, avril.eml" in told
    outcome = page._outcome
    assert outcome is not None
    before = {one.path.name for one in outcome.received.latest}
    view = page.tasks.result.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)  # the first link of the page lets the older one count
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=20_000)
    assert "Compte : 2 mars 2026, mars.eml" in view.toPlainText() and view.hasFocus()
    assert {one.path.name for one in outcome.received.latest} ^ before == {"mars.eml", "avril.eml"}


def test_what_has_changed_since_last_year_is_said(
    page: ConsolidationPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, then = tmp_path / "maintenant", tmp_path / "alors"
    for folder, many in ((now, 9), (then, 6)):
        folder.mkdir()
        for number, commune in enumerate(Territories.shared(paths.territories()).communes[:20]):
            done = ["elu-commission"] if number < many else []
            message(folder, f"{number}.eml", commune.insee, "Mon, 02 Mar", done)
    page.choose([now])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(then))
    press(qtbot, page.before_folder)
    assert page.before.path.text() == str(then)
    told = unite(qtbot, page)
    assert "45 % des collectivités ont fait au moins une action, contre 30 % en 2026 (15 points de plus)" in told
    (tmp_path / "autre.csv").write_text("a;b\n1;2\n", "utf-8")
    page.open_route(Route(ScreenId.CONSOLIDATION))
    page.before.show_folder(str(tmp_path / "autre.csv"))
    press(qtbot, page.unite)
    qtbot.waitUntil(lambda: "n’est pas un tableau de collectivités" in page.tasks.status.text(), timeout=20_000)


def test_reading_is_stopped_in_the_middle(
    page: ConsolidationPage, qtbot: QtBot, received: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = Event(), Event()
    read = Reader._file

    def slow(self: Reader, path: Path, step: Callable[[], None]) -> Iterator[Answer]:
        if path.name == "commune-3.kitess":
            reached.set()
            assert go_on.wait(20)
        opened.append(path.name)
        yield from read(self, path, step)

    opened: list[str] = []
    monkeypatch.setattr(Reader, "_file", slow)
    page.choose([received])
    press(qtbot, page.unite)
    qtbot.waitUntil(reached.is_set, timeout=20_000)
    qtbot.waitUntil(page.tasks.wait.isVisible, timeout=20_000)
    assert "sur 7" in page.tasks.wait.bar.accessibleName(), "it tells how many there are"
    press(qtbot, page.tasks.wait.button)
    assert "Arrêté" in page.tasks.status.text() and not page.tasks.result.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=20_000)
    assert "commune-4.kitess" not in opened and "Arrêté" in page.tasks.status.text()
    unite(qtbot, page)
    assert "commune-4.kitess" in opened and "6 collectivités réunies" in page.tasks.status.text()


def test_a_figure_is_copied_with_its_year_and_source(page: ConsolidationPage, qtbot: QtBot, received: Path) -> None:
    page.choose([received])
    unite(qtbot, page)
    page.tasks.result.view.link_activated.emit("citer:0")
    copied = QApplication.clipboard().text()
    assert "Collectivités qui ont répondu" in copied and str(date.today().year) in copied and "CRESS" in copied


def test_the_united_page_keeps_the_checks_of_access_in_large_letters(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], received: Path, tmp_path: Path
) -> None:
    make_desk().settings.set("text_scale", 2.0)
    context = make_desk()
    desk = open_desk(qtbot, context, (1366, 768))
    message(received, "mars.eml", "23096", "Mon, 02 Mar", [])

    def unite_it() -> None:
        page = desk.current_page
        assert isinstance(page, ConsolidationPage)
        if not page.tasks.result.isVisible():
            page.choose([received])
            page.unite.click()
        settle_jobs(context.jobs)

    seen = look_at(desk, [("collectivites", Route(ScreenId.CONSOLIDATION))], unite_it)
    page = desk.current_page
    assert isinstance(page, ConsolidationPage) and page.tasks.result.isVisible()
    assert "Reçues plusieurs fois" in page.tasks.result.view.toPlainText()
    assert not seen.faults
