"""The calendar as a list: what stands there, the council, the calendar file, the one page."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from kit.documents.text import document_text
from ui.features.agenda.head import STAYS
from ui.features.agenda.page import AgendaPage
from ui.features.dossier.page import CollectivitePage
from ui.output import mandate_prints
from ui.services.navigation import PageId, Route
from ui.services.page import PRINT_TOOL
from ui.shell.main_window import MainWindow

COMMISSION = "action:elu-commission"


def opened(window: MainWindow) -> AgendaPage:
    window.open_route(Route(PageId.AGENDA, "liste"))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, AgendaPage)
    return page


def test_national_moments_and_a_way_to_give_the_council(window: MainWindow) -> None:
    page = opened(window)
    text = page.view.toPlainText()
    assert "Mois de l’ESS" in text and "prochain conseil" in text and "Sans mois fixe" in text
    page.view.link_activated.emit("conseil")
    asked = window.current_page
    assert isinstance(asked, CollectivitePage) and asked.boxes["council"].field.hasFocus()
    window.open_route(Route(PageId.AGENDA))
    window.open_route(Route(PageId.COLLECTIVITE))
    assert asked.hasFocus()


def test_the_council_brings_its_retroplanning(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    page = opened(window)
    day = datetime.date.today() + datetime.timedelta(days=40)
    session.set_text("identity", "council", day.isoformat())
    session.set_text("identity", "population", "600")
    session.set_text("identity", "kind", "commune")
    qtbot.waitUntil(lambda: "Séance du conseil" in page.view.toPlainText())
    text = page.view.toPlainText()
    assert text.count("Dernier jour pour envoyer la convocation") == 1, "600 inhabitants: three clear days"
    assert "prochain conseil" not in text


def test_what_to_do_before_a_national_moment_is_told_in_the_list_in_the_day_and_on_paper(window: MainWindow) -> None:
    page = opened(window)
    text = page.view.toPlainText().replace("\u00a0", " ")
    assert "Mois de l’ESS : 90 jours avant" in text and "7 jours avant (" in text
    assert "30 jours avant : S’inscrire" in text, "one without a month has its steps, and no day for them"
    step = next(one for one in page.agenda().moments if one.before == 90 and one.is_counted)
    window.open_route(Route(PageId.AGENDA, "mois"))
    page.grid.go_to(step.day)
    page.grid.opened.emit(step.day)
    told = " ".join(label.text() for label in page.side.cards["day"].findChildren(QLabel))
    assert step.text.replace("\u00a0", " ") in told.replace("\u00a0", " ") and "Compté depuis le 1er" in told
    paper = document_text(mandate_prints.agenda(window.context, page.to_print())).replace("\u00a0", " ")
    assert "Préparer les temps nationaux" in paper and step.text[:20] in " ".join(paper.split())


def test_a_past_council_is_asked_anew(window: MainWindow) -> None:
    window.context.session.set_text("identity", "council", "2020-01-15")
    text = opened(window).view.toPlainText()
    assert "est passée" in text and "Séance du conseil" not in text


def test_due_dates_lead_to_the_plan_and_kinds_narrow(window: MainWindow, qtbot: QtBot) -> None:
    day = datetime.date.today() + datetime.timedelta(days=3)
    window.context.session.set_text(COMMISSION, "due", day.isoformat())
    page = opened(window)
    page.kinds.choose("due")
    page.kinds.chosen.emit("due")
    text = page.view.toPlainText()
    assert "Avoir une commission ESS" in text and "Mois de l’ESS" not in text
    page.view.link_activated.emit(f"plan:{COMMISSION}")
    assert window.navigator.here == Route(PageId.PLAN, COMMISSION)


def test_nothing_of_a_kind_is_said(window: MainWindow) -> None:
    page = opened(window)
    page.kinds.choose("yearly")
    page.kinds.chosen.emit("yearly")
    assert "Rien n’est prévu" in page.view.toPlainText()


def test_the_calendar_file_is_written(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = datetime.date.today() + datetime.timedelta(days=3)
    window.context.session.set_text(COMMISSION, "due", day.isoformat())
    page = opened(window)
    out = tmp_path / "agenda.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), "Agenda (*.ics)"))
    page.calendar.setFocus()
    with qtbot.waitSignal(page.outlet.saved, timeout=10_000):
        qtbot.keyClick(page.calendar, Qt.Key.Key_Space)
    assert (
        page.outlet.said == f"{STAYS} Enregistré\u00a0: agenda.ics" and STAYS in page.calendar.accessibleDescription()
    )
    made = out.read_text(encoding="utf-8").replace("\n ", "")
    assert made.count("UID:action-elu-commission-") == 1
    assert "UID:agenda-national-agenda-mois-ess-" in made and made.count("BEGIN:VEVENT") == made.count("SEQUENCE:") > 3


def test_no_calendar_is_saved_of_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    page.kinds.choose("yearly")
    page.kinds.chosen.emit("yearly")
    out = tmp_path / "agenda.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), "Agenda (*.ics)"))
    with qtbot.waitSignal(page.outlet.ended, timeout=10_000), qtbot.waitSignal(page.outlet.announced) as told:
        qtbot.keyClick(page.calendar, Qt.Key.Key_Space)
    assert "aucune date à mettre dans un agenda" in told.args[0] and not out.exists()


def test_the_page_goes_to_paper_and_another_choice_there_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    page.kinds.choose("national")
    tool = window.top_bar.tool(PRINT_TOOL.target)
    tool.setFocus()
    qtbot.keyClick(tool, Qt.Key.Key_Space)
    printing = window.current_page
    assert printing.document().title == "Calendrier"  # type: ignore[attr-defined]
    options = printing.choice.options  # type: ignore[attr-defined]
    options.offer(printing.choice._offered("carnet"), "carnet")  # type: ignore[attr-defined]
    assert printing.document().title == "Carnet de mandat"  # type: ignore[attr-defined]


def test_the_plan_and_the_networks_lead_here(window: MainWindow) -> None:
    window.open_route(Route(PageId.PLAN))
    window.current_page.pane.head.calendar_requested.emit()  # type: ignore[attr-defined]
    assert window.navigator.here == Route(PageId.AGENDA)
    window.open_route(Route(PageId.NETWORKS, "agenda"))
    window.current_page.view.link_activated.emit("agenda-local")  # type: ignore[attr-defined]
    assert window.navigator.here == Route(PageId.AGENDA)
