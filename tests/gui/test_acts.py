"""Modèles à adapter: the list, one act adapted by hand, kept in the dossier, and out to files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kit.acts import record
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.navigation import PageId, Route
from ui.pages.act import ActPage
from ui.pages.acts import ActsPage
from ui.widgets.long_text import LongText

MODEL = "arrete-delegation-ess"


def act_page(qtbot: QtBot, window: MainWindow, route: Route | None = None) -> ActPage:
    window.open_route(route or Route(PageId.ACT_MODEL, MODEL))
    page = window.current_page
    assert isinstance(page, ActPage)
    qtbot.waitUntil(lambda: page.desk is not None, timeout=10_000)
    qtbot.waitUntil(lambda: page.preview.page_count > 0 and bool(page.forms), timeout=10_000)
    return page


def line_of(page: ActPage, name: str) -> QLineEdit:
    form = next(form for form in page.forms.values() if name in form.boxes)
    field = form.boxes[name].field
    assert isinstance(field, QLineEdit)
    return field


def write(qtbot: QtBot, page: ActPage, name: str, words: str) -> None:
    line = line_of(page, name)
    with qtbot.waitSignal(page.desk.made, timeout=10_000):  # type: ignore[union-attr]
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_the_list_names_the_25_models_and_opens_one(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ActsPage)
    qtbot.waitUntil(lambda: bool(page._models), timeout=10_000)
    assert page.head.count.text() == "25 modèles"
    page.view.link_activated.emit(f"modele:{MODEL}")
    assert window.navigator.here == Route(PageId.ACT_MODEL, MODEL)
    assert window.sidebar._buttons[PageId.MODELS].isChecked()


def test_a_model_that_does_not_fit_says_so_and_is_not_offered(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    context.session.set_text("identity", "kind", "intercommunalite")
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ActsPage)
    qtbot.waitUntil(lambda: bool(page._models), timeout=10_000)
    shown = page.view.toPlainText()
    unfit = [m for m in context.acts.models.all() if not m.fits_form("epci")]
    assert unfit and page.head.count.text() == f"{25 - len(unfit)} modèles"
    assert "Pas pour votre collectivité" in shown
    assert all(f"Adapter : {model.title}" not in shown.replace("\u00a0", " ") for model in unfit)


@pytest.mark.parametrize(("words", "least"), [("subvention", 1), ("zzzz", 0)])
def test_words_narrow_the_list(qtbot: QtBot, window: MainWindow, words: str, least: int) -> None:
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ActsPage)
    qtbot.waitUntil(lambda: bool(page._models), timeout=10_000)
    page.head.field.setText(words)
    assert page.head.count.text().startswith("Aucun") == (not least)


def test_what_is_typed_stands_in_the_page_and_in_the_dossier(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    assert page.desk is not None and page.desk.latest is not None
    before = page.desk.latest.act.left
    assert "[À COMPLÉTER\u00a0: Prénom et nom de la personne déléguée]" in page.desk.latest.text.replace("\n", " ")
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert page.desk.latest.act.left == before - 1
    assert "Camille Exemple" in page.desk.latest.text
    assert context.session.settle()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.model_id == MODEL and saved.values["delegue.nom"] == "Camille Exemple"


def test_an_act_is_reopened_with_what_was_typed(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    (saved,) = record.saved_acts(context.session.dossier)
    window.open_route(Route(PageId.MODELS))
    listed = window.current_page
    assert isinstance(listed, ActsPage)
    qtbot.waitUntil(lambda: bool(listed._models), timeout=10_000)
    assert "Vos actes" in listed.view.toPlainText()
    listed.view.link_activated.emit(f"acte:{saved.id}")
    again = act_page(qtbot, window, window.navigator.here)
    assert line_of(again, "delegue.nom").text() == "Camille Exemple"


def test_common_fields_are_asked_once_for_all_models(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "collectivite.nom", "Saint-Exemple")
    assert context.session.text("identity", "name") == "Saint-Exemple"
    other = act_page(qtbot, window, Route(PageId.ACT_MODEL, "deliberation-commission-ess"))
    assert line_of(other, "collectivite.nom").text() == "Saint-Exemple"


def test_template_signs_typed_by_hand_come_out_as_they_are(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "{{ 7*7 }} # *x* [y](z)")
    assert page.desk is not None and page.desk.latest is not None
    assert "{{ 7*7 }} # *x* [y](z)" in page.desk.latest.text.replace("\n", " ")


def test_a_wrong_date_says_so_and_is_left_to_complete(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    name = next(
        n
        for n, kind in page.forms["own"]._types.items()
        if kind == "date" and not page.forms["own"].boxes[n].isHidden()
    )
    write(qtbot, page, name, "demain")
    assert "15/03/2027" in page.forms["own"].boxes[name].error
    write(qtbot, page, name, "5/3/27")
    assert not page.forms["own"].boxes[name].error
    assert page.desk is not None and page.desk.values()[name] == "2027-03-05"


def test_only_the_fields_of_this_collectivite_are_in_sight(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    context.session.set_text("identity", "kind", "commune")
    page = act_page(qtbot, window)
    hidden = [name for name, box in page.forms["own"].boxes.items() if box.isHidden()]
    assert hidden and "delegue.nom" not in hidden


def test_word_odt_pdf_and_text_are_written_where_one_says(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    names = []

    def ask(name: str, formats: object) -> Path:
        names.append(name)
        return tmp_path / name

    monkeypatch.setattr(page.output.outlet, "ask_file", ask)
    for extension, button in page.output.ways.items():
        button.click()
        qtbot.waitUntil(lambda e=extension: e in page.output.outlet.line.status, timeout=10_000)
    assert [Path(name).suffix for name in names] == [".docx", ".odt", ".pdf", ".txt"]
    assert all(name[4] == "-" and MODEL in name for name in names)
    with ZipFile(tmp_path / names[0]) as file:
        text = file.read("word/document.xml").decode()
    assert "Camille Exemple" in text and "{{" not in text
    assert not page.output.outlet.line.folder.isHidden()


def test_a_file_that_cannot_be_written_says_why(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / "absent" / name)
    page.output.ways[".docx"].click()
    qtbot.waitUntil(lambda: "n’a pas été enregistré" in page.output.outlet.line.status, timeout=10_000)


def test_written_is_kept_and_can_be_taken_back(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    page.output.written.click()  # things are left to complete
    page.output.written.click()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.state is record.State.WRITTEN and page.output.written.text() == "Remettre en brouillon"
    page.output.written.click()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.state is record.State.DRAFT


def test_an_act_with_things_left_is_marked_written_only_when_one_says_so_again(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    assert page.desk is not None and page.desk.latest is not None
    left = len(page.desk.latest.act.missing)
    with qtbot.waitSignal(page.announced, check_params_cb=lambda words: f"{left} cases restent" in words):
        qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    assert page.output.written.text() == "Marquer quand même"
    assert page.desk.saved() is None
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert page.output.written.text() == "Marquer comme rédigé" and page.output.outlet.line.status == ""
    for _ in range(2):
        qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    saved = page.desk.saved()
    assert saved is not None and saved.state is record.State.WRITTEN
    assert page.output.written.text() == "Remettre en brouillon" and page.output.outlet.line.status == ""


def test_a_complete_act_is_marked_written_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    assert page.desk is not None and page.desk.latest is not None
    whole = replace(page.desk.latest, act=replace(page.desk.latest.act, missing=()))
    monkeypatch.setattr(page.desk, "_latest", whole)
    qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    saved = page.desk.saved()
    assert saved is not None and saved.state is record.State.WRITTEN


def test_too_long_a_text_is_said_beside_its_field(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window, Route(PageId.ACT_MODEL, "note-sourcage"))
    boxes = [box for form in page.forms.values() for box in form.boxes.values()]
    box = next(box for box in boxes if isinstance(box.field, LongText))
    QGuiApplication.clipboard().setText("mot " * 2_500)
    box.field.paste()  # type: ignore[attr-defined]
    assert "4\u00a0000 caractères au plus" in box.error and box.field.accessibleDescription() == box.error
    box.field.setPlainText("court")  # type: ignore[attr-defined]
    assert box.error == ""


def test_an_act_can_be_removed_and_undone(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    page.remove.click()
    assert not record.saved_acts(context.session.dossier)
    context.session.undo()
    assert record.saved_acts(context.session.dossier)


def test_money_asks_who_must_step_out_and_opens_the_sheet(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    assert page.notes.step_out.isHidden()
    page = act_page(qtbot, window, Route(PageId.ACT_MODEL, "deliberation-parts-scic"))
    assert not page.notes.step_out.isHidden()
    page.notes._on_sheet()
    assert window.navigator.here == Route(PageId.ACT_MODEL, "fiche-deport")


def test_the_calendar_appears_with_the_date_of_the_council(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window, Route(PageId.ACT_MODEL, "deliberation-commission-ess"))
    assert page.notes.calendar.isHidden()
    write(qtbot, page, "seance.date", "26/12/2026")
    assert not page.notes.calendar.isHidden()
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / name)
    page.notes.calendar_requested.emit()
    qtbot.waitUntil(lambda: "retro-planning" in page.output.outlet.line.status, timeout=10_000)
    assert "BEGIN:VCALENDAR" in (tmp_path / "retro-planning.ics").read_text("utf-8")


def test_the_dossier_de_seance_is_one_press(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window, Route(PageId.ACT_MODEL, "deliberation-commission-ess"))
    monkeypatch.setattr(page.output, "ask_folder", lambda words: tmp_path)
    page.notes.session_requested.emit()
    qtbot.waitUntil(lambda: "Enregistré" in page.output.outlet.line.status, timeout=20_000)
    assert {path.suffix for path in tmp_path.glob("*seance*")} == {".pdf", ".docx"}


def test_an_unknown_model_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.ACT_MODEL, "parti"))
    page = window.current_page
    assert isinstance(page, ActPage)
    qtbot.waitUntil(lambda: "n’existe pas" in page._left.text(), timeout=10_000)


def test_reopening_the_window_finds_the_act(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    window.close()
    again = make_context()
    assert [act.values["delegue.nom"] for act in record.saved_acts(again.session.dossier)] == ["Camille Exemple"]
