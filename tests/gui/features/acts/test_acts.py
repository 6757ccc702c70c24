"""Modèles à adapter: the list, one act adapted by hand, kept in the dossier, and out to files."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pikepdf
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kit.acts import record
from kit.documents.document import Document
from kit.documents.text import document_text
from tests.gui.printers import printer_to
from ui.features.acts.page import ActPage
from ui.features.levers.lever_view import LeverView
from ui.features.levers.page import LeversPage
from ui.output import printing
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.list_page import ListPage
from ui.widgets.choice import Choice
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.scroll import bring_into_sight

MODEL = "arrete-delegation-ess"


def act_page(qtbot: QtBot, window: MainWindow, route: Route | None = None) -> ActPage:
    window.open_route(route or ToActModel(MODEL))
    page = window.current_page
    assert isinstance(page, ActPage)
    qtbot.waitUntil(lambda: page.editor is not None, timeout=10_000)
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.latest is not None, timeout=10_000)
    return page


def line_of(page: ActPage, name: str) -> QLineEdit:
    form = next(form for form in page.side.forms.values() if name in form.boxes)
    field = form.boxes[name].field
    assert isinstance(field, QLineEdit)
    return field


def write(qtbot: QtBot, page: ActPage, name: str, words: str) -> None:
    line = line_of(page, name)
    with qtbot.waitSignal(page.editor.made, timeout=10_000):  # type: ignore[union-attr]
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_the_list_names_the_25_models_and_opens_one(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready, timeout=10_000)
    assert page.head.count.text() == "25 modèles"
    page.view.link_activated.emit(f"modele:{MODEL}")
    assert window.navigator.here == ToActModel(MODEL)
    assert window.sidebar._buttons[PageId.MODELS].isChecked()


def test_an_act_is_in_the_writing_chosen_in_the_settings(qtbot: QtBot, window: MainWindow) -> None:
    def shown() -> str:
        page = act_page(qtbot, window, ToActModel("encart-bulletin"))
        assert page.editor is not None and page.editor.latest is not None
        return " ".join(document_text(page.editor.latest.document).split())

    assert "les porteur·euses de projet" in shown()
    window.context.settings.set("writing", "double")
    window.restyle()
    assert "les porteuses et les porteurs de projet" in shown()
    assert not re.search(r"\w·\w", shown())


def test_a_model_that_does_not_fit_says_so_and_is_not_offered(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    context.session.set_text("identity", "kind", "intercommunalite")
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready, timeout=10_000)
    shown = page.view.toPlainText()
    unfit = [m for m in context.acts.models.all() if not m.fits_form("epci")]
    assert unfit and page.head.count.text() == f"{25 - len(unfit)} modèles"
    assert "Pas pour votre collectivité" in shown
    assert all(f"Adapter : {model.title}" not in shown.replace("\u00a0", " ") for model in unfit)


@pytest.mark.parametrize(("words", "least"), [("subvention", 1), ("zzzz", 0)])
def test_words_narrow_the_list(qtbot: QtBot, window: MainWindow, words: str, least: int) -> None:
    window.open_route(Route(PageId.MODELS))
    page = window.current_page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.is_ready, timeout=10_000)
    page.head.field.setText(words)
    assert page.head.count.text().startswith("Aucun") == (not least)


def test_what_is_typed_stands_in_the_page_and_in_the_dossier(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None
    before = page.editor.latest.act.left
    assert "[À COMPLÉTER\u00a0: Prénom et nom de la personne déléguée]" in page.editor.latest.text.replace("\n", " ")
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert page.editor.latest.act.left == before - 1
    assert "Camille Exemple" in page.editor.latest.text
    assert context.session.settle()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.model_id == MODEL and saved.values["delegue.nom"] == "Camille Exemple"


def test_an_act_is_reopened_with_what_was_typed(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    (saved,) = record.saved_acts(context.session.dossier)
    window.open_route(Route(PageId.MODELS))
    listed = window.current_page
    assert isinstance(listed, ListPage)
    qtbot.waitUntil(lambda: listed.is_ready, timeout=10_000)
    assert "Vos actes" in listed.view.toPlainText()
    listed.view.link_activated.emit(f"acte:{saved.id}")
    again = act_page(qtbot, window, window.navigator.here)
    assert line_of(again, "delegue.nom").text() == "Camille Exemple"


def test_common_fields_are_asked_once_for_all_models(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "collectivite.nom", "Saint-Exemple")
    assert context.session.text("identity", "name") == "Saint-Exemple"
    other = act_page(qtbot, window, ToActModel("deliberation-commission-ess"))
    assert line_of(other, "collectivite.nom").text() == "Saint-Exemple"


def test_template_signs_typed_by_hand_come_out_as_they_are(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "{{ 7*7 }} # *x* [y](z)")
    assert page.editor is not None and page.editor.latest is not None
    assert "{{ 7*7 }} # *x* [y](z)" in page.editor.latest.text.replace("\n", " ")


def test_a_wrong_date_says_so_and_is_left_to_complete(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    name = next(
        n
        for n, kind in page.side.forms["own"]._types.items()
        if kind == "date" and not page.side.forms["own"].boxes[n].isHidden()
    )
    write(qtbot, page, name, "demain")
    assert "15/03/2027" in page.side.forms["own"].boxes[name].error
    assert "ne sont pas gardés" in page.side.forms["own"].boxes[name].error
    write(qtbot, page, name, "31/02/2027")
    assert page.side.forms["own"].boxes[name].error.startswith("Ce jour n’existe pas")
    assert not page.editor.values().get(name)  # type: ignore[union-attr]
    write(qtbot, page, name, "15/03/1900")
    assert page.side.forms["own"].boxes[name].error == "Est-ce bien l’année 1900\u00a0?"
    write(qtbot, page, name, "5/3/27")
    assert not page.side.forms["own"].boxes[name].error
    assert page.editor is not None and page.editor.values()[name] == "2027-03-05"


def test_only_the_fields_of_this_collectivite_are_in_sight(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    context.session.set_text("identity", "kind", "commune")
    page = act_page(qtbot, window)
    hidden = [name for name, box in page.side.forms["own"].boxes.items() if box.isHidden()]
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
    for extension, button in page.output.saves.items():
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
    page.output.saves[".docx"].click()
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
    assert page.editor is not None and page.editor.latest is not None
    left = len(page.editor.latest.act.missing)
    with qtbot.waitSignal(page.announced, check_params_cb=lambda words: f"{left} cases restent" in words):
        qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    assert page.output.written.text() == "Marquer quand même"
    assert page.editor.saved() is None
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert page.output.written.text() == "Marquer comme rédigé" and page.output.outlet.line.status == ""
    for _ in range(2):
        qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.WRITTEN
    assert page.output.written.text() == "Remettre en brouillon" and page.output.outlet.line.status == ""


def test_a_complete_act_is_marked_written_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None
    whole = replace(page.editor.latest, act=msgspec.structs.replace(page.editor.latest.act, missing=(), to_check=()))
    monkeypatch.setattr(page.editor, "_latest", whole)
    qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.WRITTEN


def test_too_long_a_text_is_said_beside_its_field(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window, ToActModel("note-sourcage"))
    boxes = [box for form in page.side.forms.values() for box in form.boxes.values()]
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
    page = act_page(qtbot, window, ToActModel("deliberation-parts-scic"))
    assert not page.notes.step_out.isHidden()
    page.notes._on_sheet()
    assert window.navigator.here == ToActModel("fiche-deport")


def test_the_calendar_appears_with_the_date_of_the_council(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window, ToActModel("deliberation-commission-ess"))
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
    page = act_page(qtbot, window, ToActModel("deliberation-commission-ess"))
    monkeypatch.setattr(page.output, "ask_folder", lambda words: tmp_path)
    page.notes.session_requested.emit()
    qtbot.waitUntil(lambda: "Enregistré" in page.output.outlet.line.status, timeout=20_000)
    assert {path.suffix for path in tmp_path.glob("*seance*")} == {".pdf", ".docx"}


def test_an_unknown_model_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToActModel("parti"))
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


# --- what a new user met ---

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def choice_of(page: ActPage) -> Choice:
    return next(box.field for box in shown_boxes(page) if isinstance(box.field, Choice))


def shown_boxes(page: ActPage) -> list[Labelled]:
    return [box for form in page.side.forms.values() for box in form.boxes.values() if box.isVisible()]


def active(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_undo_is_seen_in_the_form_in_the_pages_and_in_the_count(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert page.editor is not None and page.editor.latest is not None
    before, words = page.editor.latest.text, page._left.text()
    choice = choice_of(page)
    was = choice.currentIndex()
    choice.setFocus()
    with qtbot.waitSignal(page.editor.made, timeout=10_000):
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentIndex() == was + 1 and page.editor.latest.text != before
    with qtbot.waitSignal(page.editor.made, timeout=10_000):
        qtbot.keyClick(choice, Qt.Key.Key_Z, CTRL)
    assert choice.currentIndex() == was and choice.hasFocus()
    assert page.editor.latest.text == before and page._left.text() == words
    assert line_of(page, "delegue.nom").text() == "Camille Exemple", "one gesture, not two"
    with qtbot.waitSignal(page.editor.made, timeout=10_000):
        qtbot.keyClick(choice, Qt.Key.Key_Y, CTRL)
    assert choice.currentIndex() == was + 1


def test_an_act_undone_to_its_beginning_is_begun_anew_by_what_is_typed_next(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    context.session.undo()
    assert line_of(page, "delegue.nom").text() == "" and page.remove.isHidden()
    write(qtbot, page, "delegue.nom", "Claude Exemple")
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.model_id == MODEL and saved.values["delegue.nom"] == "Claude Exemple"


def test_what_is_being_typed_stays_when_something_else_changes(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    line = line_of(page, "delegue.nom")
    line.setFocus()
    qtbot.keyClicks(line, "Cam")
    context.session.set_text("identity", "name", "Saint-Exemple")
    assert line.text() == "Cam" and line_of(page, "collectivite.nom").text() == "Saint-Exemple"
    qtbot.keyClicks(line, "ille")
    assert line.text() == "Camille"


def test_a_refused_disk_leaves_what_was_typed_in_its_field(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)

    def refuse(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", refuse)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert not context.session.settle()
    assert line_of(page, "delegue.nom").text() == "Camille Exemple"
    monkeypatch.undo()
    assert page.leave() and context.session.settle()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.values["delegue.nom"] == "Camille Exemple"


def test_the_fields_of_one_act_are_gone_before_the_next_is_there(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    """Words typed meanwhile would go to the act that comes, whose fields have other names, or to none."""
    active(qtbot, window)
    page = act_page(qtbot, window)
    first, line = page.editor, line_of(page, "delegue.nom")
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    window.open_route(ToActModel("deliberation-parts-scic"))
    while page.editor is first or page.editor is None or not page.side.forms:
        assert not page.side.forms and not (isValid(line) and line.isVisible())
        QGuiApplication.processEvents()
    settle(context)
    assert page.leave() and context.session.settle()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.values["delegue.nom"] == "Camille Exemple"


def test_back_and_forward_open_the_draft(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window)
    line = line_of(page, "delegue.nom")
    line.setFocus()
    qtbot.keyClicks(line, "Camille Exemple")
    qtbot.mouseClick(window.sidebar._buttons[PageId.MODELS], Qt.MouseButton.LeftButton)
    assert isinstance(window.current_page, ListPage)
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    page = act_page(qtbot, window, window.navigator.here)
    assert line_of(page, "delegue.nom").text() == "Camille Exemple"
    assert len(record.saved_acts(context.session.dossier)) == 1
    qtbot.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.navigator.here == Route(PageId.HOME)
    qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert line_of(act_page(qtbot, window, window.navigator.here), "delegue.nom").text() == "Camille Exemple"


def test_a_draft_left_by_alt_left_from_its_field_is_found_again(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window)
    line = line_of(page, "delegue.nom")
    line.setFocus()
    qtbot.keyClicks(line, "Camille Exemple")
    qtbot.keyClick(line, Qt.Key.Key_Left, ALT)
    assert window.navigator.here == Route(PageId.HOME)
    qtbot.keyClick(window, Qt.Key.Key_Right, ALT)
    assert line_of(act_page(qtbot, window, window.navigator.here), "delegue.nom").text() == "Camille Exemple"


def test_the_window_opens_on_the_draft_where_it_was_closed(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    window.close()
    again = MainWindow(make_context())
    qtbot.addWidget(again)
    again.open_route(Route(PageId.HOME))
    again.reopen_last()
    assert line_of(act_page(qtbot, again, again.navigator.here), "delegue.nom").text() == "Camille Exemple"


def test_an_act_that_was_removed_opens_as_its_model(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    page.remove.click()
    window.navigator.back()
    page = act_page(qtbot, window, window.navigator.here)
    assert line_of(page, "delegue.nom").text() == ""
    write(qtbot, page, "delegue.nom", "Claude Exemple")
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.values["delegue.nom"] == "Claude Exemple"


@pytest.mark.parametrize("size", [(1280, 800), (1024, 560), (1093, 590), (900, 540)])
def test_nothing_moves_under_the_pointer_when_a_file_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    window.resize(*size)
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / name)
    buttons = [*page.output.saves.values(), page.output.printing, page.output.written]
    settle(window.context)
    bring_into_sight(page.output.saves[".docx"])
    places = [button.mapToGlobal(button.rect().center()) for button in buttons]
    qtbot.mouseClick(page.output.saves[".docx"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ".docx" in page.output.outlet.line.status, timeout=10_000)
    settle(window.context)
    assert page.output.outlet.line.isVisible()
    assert [button.mapToGlobal(button.rect().center()) for button in buttons] == places


def test_a_stray_double_click_marks_nothing_written(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    button = page.output.written
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)  # the second press alone
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert page.editor is not None and page.editor.saved() is None
    assert button.text() == "Marquer quand même"


def test_in_a_small_window_the_button_that_was_asked_about_stays_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.setMinimumSize(1, 1)
    window.resize(1024, 536)
    page = act_page(qtbot, window)
    settle(window.context)
    button = page.output.written
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert button.text() == "Marquer quand même" and page.output.outlet.line.isVisible()
    assert button.visibleRegion().boundingRect() == button.rect()


def test_a_question_that_is_no_longer_in_sight_is_asked_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    page.output.written.click()
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / name)
    page.output.saves[".docx"].click()
    qtbot.waitUntil(lambda: ".docx" in page.output.outlet.line.status, timeout=10_000)
    assert page.output.written.text() == "Marquer comme rédigé"
    page.output.written.click()
    assert page.editor is not None
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.DRAFT
    assert "restent à compléter" in page.output.outlet.line.status


def test_references_left_to_check_are_asked_about_too(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None and page.editor.latest.act.to_check
    whole = replace(page.editor.latest, act=msgspec.structs.replace(page.editor.latest.act, missing=()))
    monkeypatch.setattr(page.editor, "_latest", whole)
    qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    assert page.editor.saved() is None and "à vérifier" in page.output.outlet.line.status
    qtbot.keyClick(page.output.written, Qt.Key.Key_Space)
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.WRITTEN


@pytest.mark.parametrize("by_keys", [True, False])
def test_ctrl_p_prints_the_act_itself(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_keys: bool
) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    paper, titles = tmp_path / "acte.pdf", []

    def ask(document: Document) -> object:
        titles.append(document.title)
        return printer_to(paper)

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(page.output.outlet, "ask_printer", ask)
    if by_keys:
        qtbot.keyClick(line_of(page, "delegue.nom"), Qt.Key.Key_P, CTRL)
    else:
        qtbot.mouseClick(page.output.printing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "envoyée" in page.output.outlet.line.status, timeout=20_000)
    assert window.current_page is page and len(titles) == 1
    assert page.editor is not None and page.editor.latest is not None
    with pikepdf.open(paper) as pdf:
        assert len(pdf.pages) == len(page.editor.latest.pages)


@pytest.mark.parametrize(("size", "least"), [((1024, 536), 300), ((1093, 590), 350)])
def test_a_small_window_leaves_the_fields_their_room(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], least: int
) -> None:
    window.setMinimumSize(1, 1)
    window.resize(*size)
    page = act_page(qtbot, window)
    settle(window.context)
    area = page.side.area
    assert area.height() >= least
    assert page._heading.isVisible() and area.isAncestorOf(page._heading)
    for button in (page.output.saves[".docx"], page.output.printing):
        assert not button.visibleRegion().isEmpty() and not area.isAncestorOf(button)
    window.resize(1280, 800)
    settle(window.context)
    assert not area.isAncestorOf(page._heading) and not area.isAncestorOf(page.output.written)


def test_the_wheel_over_the_buttons_scrolls_the_fields(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 560)
    page = act_page(qtbot, window)
    settle(window.context)
    button, bar = page.output.saves[".docx"], page.side.area.verticalScrollBar()
    place = QPointF(button.mapTo(window, button.rect().center()))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -120), QPoint(), Qt.KeyboardModifier.NoModifier)
    assert bar.value() > 0


@pytest.mark.parametrize(
    ("model", "about", "serves"),
    [
        ("fiche-deport", "outils-appels-projets", "action:outils-appels-projets"),
        ("fiche-deport", "outils-economiques", "action:outils-appels-projets"),
        ("fiche-deport", "elu-designe", "milestone:elu-designation"),
        ("fiche-deport", "", ""),
        ("convention-pret-local", "outils-economiques", ""),
        ("deliberation-commission-ess", "", "action:elu-commission"),
    ],
)
def test_an_act_is_for_the_action_that_one_came_from(
    qtbot: QtBot, window: MainWindow, context: AppContext, model: str, about: str, serves: str
) -> None:
    page = act_page(qtbot, window, ToActModel(model, about=about))
    assert page.editor is not None
    page.editor.save(anyhow=True)
    (act,) = record.saved_acts(context.session.dossier)
    assert act.serves == serves


def test_a_model_opened_from_a_lever_knows_the_lever(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.ACT, "outils-economiques"))
    page = window.current_page
    assert isinstance(page, LeversPage)
    page.findChildren(LeverView)[-1].model_requested.emit("fiche-deport")
    assert window.navigator.here == ToActModel("fiche-deport", about="outils-economiques")
