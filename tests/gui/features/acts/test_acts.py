"""Modèles à adapter: the list, one act adapted by hand, kept in the dossier, and out to files."""

from __future__ import annotations

import errno
import os
import re
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pikepdf
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kit.acts import record
from kit.acts.model import ActModel
from kit.documents.document import Document
from kit.documents.places import placed_images
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from tests.gui.printers import printer_to
from ui.features.acts.groups import FieldGroup
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

# What the screenless platform says of any menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MODEL = "arrete-delegation-ess"


def act_page(qtbot: QtBot, window: MainWindow, route: Route | None = None) -> ActPage:
    window.open_route(route or ToActModel(MODEL))
    page = window.current_page
    assert isinstance(page, ActPage)
    qtbot.waitUntil(lambda: page.editor is not None, timeout=10_000)
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.latest is not None, timeout=10_000)
    return page


def line_of(page: ActPage, name: str) -> QLineEdit:
    page.side.fields.reveal(name)
    field = page.side.fields.boxes[name].field
    assert isinstance(field, QLineEdit)
    return field


def write(qtbot: QtBot, page: ActPage, name: str, words: str) -> None:
    line = line_of(page, name)
    with qtbot.waitSignal(page.editor.made, timeout=10_000):  # type: ignore[union-attr]
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def mark_written(page: ActPage) -> None:
    """Choose the entry of the menu that ends the draft, or reopens it."""
    page.output.menu.action("written").trigger()
    QApplication.processEvents()  # it acts once the menu is gone


def written_words(page: ActPage) -> str:
    return page.output.menu.entry("written").words


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


def test_a_model_one_comes_back_to_is_not_built_again_while_nothing_was_typed(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    before = page.side.fields.groups
    window.open_route(Route(PageId.HOME))
    context.session.set_text("identity", "name", "Saint-Autre")
    window.open_route(ToActModel(MODEL))
    assert page.editor is not None
    with qtbot.waitSignal(page.editor.made, timeout=10_000):
        pass
    assert page.side.fields.groups is before
    assert page.editor.latest is not None and "Saint-Autre" in document_text(page.editor.latest.document)
    window.open_route(ToActModel("encart-bulletin"))
    qtbot.waitUntil(lambda: page.side.fields.groups is not before, timeout=10_000)
    window.open_route(ToActModel(MODEL, about="elu-commission"))
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.is_of(MODEL, "elu-commission"), timeout=10_000)


def test_of_two_models_asked_for_at_once_the_last_one_stays(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, released, get = act_page(qtbot, window), threading.Event(), context.acts.models.get

    def late(model_id: str) -> ActModel:
        if model_id == "encart-bulletin":
            released.wait(20)
        return get(model_id)

    monkeypatch.setattr(context.acts.models, "get", late)
    window.open_route(ToActModel("encart-bulletin"))
    window.open_route(ToActModel(MODEL, about="elu-commission"))
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.is_of(MODEL, "elu-commission"), timeout=10_000)
    released.set()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)
    assert page.editor is not None and page.editor.is_of(MODEL, "elu-commission")


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
    offered = page.view.toHtml()
    assert any(f"modele:{m.id}" in offered for m in context.acts.models.all())
    assert not any(f'"modele:{model.id}"' in offered for model in unfit)


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
        name
        for group in page.side.fields.groups
        for name in group.form.shown
        if group.form._types[name] == "date" and name != "acte.date"
    )
    write(qtbot, page, name, "demain")
    assert "15/03/2027" in page.side.fields.boxes[name].error
    assert "ne sont pas gardés" in page.side.fields.boxes[name].error
    write(qtbot, page, name, "31/02/2027")
    assert page.side.fields.boxes[name].error.startswith("Ce jour n’existe pas")
    assert not page.editor.values().get(name)  # type: ignore[union-attr]
    write(qtbot, page, name, "15/03/1900")
    assert page.side.fields.boxes[name].error == "Est-ce bien l’année 1900\u00a0?"
    write(qtbot, page, name, "5/3/27")
    assert not page.side.fields.boxes[name].error
    assert page.editor is not None and page.editor.values()[name] == "2027-03-05"


def test_only_the_fields_of_this_collectivite_are_in_sight(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    context.session.set_text("identity", "kind", "commune")
    page = act_page(qtbot, window)
    hidden = [name for name, box in page.side.fields.boxes.items() if box.isHidden()]
    assert hidden and "delegue.nom" not in hidden


def test_word_odt_pdf_and_text_are_written_where_one_says(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    names = []

    def ask(name: str, formats: Sequence[str]) -> Path:
        names.append(name)
        assert formats[0] == Path(name).suffix and set(formats) == {".docx", ".odt", ".pdf", ".txt"}
        return tmp_path / name

    monkeypatch.setattr(page.output.outlet, "ask_file", ask)
    for extension in (".docx", ".odt", ".pdf"):
        page.output.menu.action(extension).trigger()
        qtbot.waitUntil(lambda e=extension: e in page.output.outlet.said, timeout=10_000)
    assert [Path(name).suffix for name in names] == [".docx", ".odt", ".pdf"]
    assert all(name[4] == "-" and MODEL in name for name in names)
    with ZipFile(tmp_path / names[0]) as file:
        text = file.read("word/document.xml").decode()
    assert "Camille Exemple" in text and "{{" not in text
    assert window.feedback.text() == page.output.outlet.said and window.feedback.button.text() == "Ouvrir le document"


def test_a_file_that_cannot_be_written_says_why(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / "absent" / name)
    page.output.button.main.click()
    qtbot.waitUntil(lambda: "n’a pas été enregistré" in page.output.outlet.said, timeout=10_000)


def test_written_is_kept_and_can_be_taken_back(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window)
    mark_written(page)  # things are left to complete
    page.output.anyhow.click()
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.state is record.State.WRITTEN and written_words(page) == "Remettre en brouillon"
    mark_written(page)
    (saved,) = record.saved_acts(context.session.dossier)
    assert saved.state is record.State.DRAFT


def test_an_act_with_things_left_is_marked_written_only_when_one_says_so_again(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None
    left = len(page.editor.latest.act.missing)
    with qtbot.waitSignal(page.announced, check_params_cb=lambda words: f"{left} blancs restent" in words):
        mark_written(page)
    assert page.output.anyhow.isVisible() and page.output.anyhow.hasFocus()
    assert page.editor.saved() is None
    write(qtbot, page, "delegue.nom", "Camille Exemple")
    assert not page.output.anyhow.isVisible() and page.output.outlet.said == ""
    mark_written(page)
    qtbot.keyClick(page.output.anyhow, Qt.Key.Key_Space)
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.WRITTEN
    assert written_words(page) == "Remettre en brouillon" and page.output.outlet.said == ""


def test_a_complete_act_is_marked_written_at_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None
    whole = replace(page.editor.latest, act=msgspec.structs.replace(page.editor.latest.act, missing=(), to_check=()))
    monkeypatch.setattr(page.editor, "_latest", whole)
    mark_written(page)
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.WRITTEN


def test_too_long_a_text_is_said_beside_its_field(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = act_page(qtbot, window, ToActModel("note-sourcage"))
    box = next(box for box in page.side.fields.boxes.values() if isinstance(box.field, LongText))
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
    qtbot.waitUntil(lambda: "retro-planning" in page.output.outlet.said, timeout=10_000)
    assert "BEGIN:VCALENDAR" in (tmp_path / "retro-planning.ics").read_text("utf-8")


def test_the_dossier_de_seance_is_one_press(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window, ToActModel("deliberation-commission-ess"))
    monkeypatch.setattr(page.output, "ask_folder", lambda words: tmp_path)
    for name, value in {
        "executif.titre": "la maire",
        "executif.nom": "Alix Un",
        "seance.date": "2027-03-15",
        "seance.lieu": "la mairie",
    }.items():
        page.context.session.set_text(*record.home(name), value)  # else it is asked for first
    page.notes.session_requested.emit()
    qtbot.waitUntil(lambda: "Enregistré" in page.output.outlet.said, timeout=20_000)
    assert {path.suffix for path in tmp_path.glob("*seance*")} == {".pdf", ".docx"}


@pytest.mark.parametrize("by_escape", [True, False])
def test_once_nothing_is_asked_any_more_the_focus_is_where_it_came_from(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_escape: bool
) -> None:
    """The next in line is « Retirer de mes actes », which nobody asked for."""
    page = act_page(qtbot, window, ToActModel("deliberation-commission-ess"))
    active(qtbot, window)
    monkeypatch.setattr(page.output, "ask_folder", lambda words: None)
    page.notes.session.setFocus()
    qtbot.keyClick(page.notes.session, Qt.Key.Key_Space)
    assert page.notes.ask.isAncestorOf(window.focusWidget())
    if by_escape:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    else:
        page.notes.ask.make.setFocus()
        qtbot.keyClick(page.notes.ask.make, Qt.Key.Key_Space)
    assert page.notes.ask.isHidden() and window.focusWidget() is page.notes.session


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
    return [box for box in page.side.fields.boxes.values() if box.isVisible()]


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
    while page.editor is first or page.editor is None or not page.side.fields.groups:
        assert not page.side.fields.groups and not (isValid(line) and line.isVisible())
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
    buttons = [page.output.button.main, page.output.button.arrow, page.side.next]
    settle(window.context)
    bring_into_sight(page.output.button.main)
    places = [button.mapToGlobal(button.rect().center()) for button in buttons]
    qtbot.mouseClick(page.output.button.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ".docx" in page.output.outlet.said, timeout=10_000)
    settle(window.context)
    assert page.output.outlet.line.isVisible()
    assert [button.mapToGlobal(button.rect().center()) for button in buttons] == places


def test_a_stray_double_click_marks_nothing_written(qtbot: QtBot, window: MainWindow) -> None:
    page = act_page(qtbot, window)
    mark_written(page)
    button = page.output.anyhow
    qtbot.mouseDClick(button, Qt.MouseButton.LeftButton)  # the second press alone
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert page.editor is not None and page.editor.saved() is None
    assert button.isVisible()


def test_in_a_small_window_the_button_that_was_asked_about_stays_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.setMinimumSize(1, 1)
    window.resize(1024, 536)
    page = act_page(qtbot, window)
    settle(window.context)
    mark_written(page)
    settle(window.context)
    button = page.output.anyhow
    assert button.hasFocus() and page.output.outlet.line.isVisible()
    assert button.visibleRegion().boundingRect() == button.rect()


def test_a_question_that_is_no_longer_in_sight_is_asked_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    mark_written(page)
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / name)
    page.output.button.main.click()
    qtbot.waitUntil(lambda: ".docx" in page.output.outlet.said, timeout=10_000)
    assert not page.output.anyhow.isVisible()
    mark_written(page)
    assert page.editor is not None
    saved = page.editor.saved()
    assert saved is not None and saved.state is record.State.DRAFT
    assert "restent à compléter" in page.output.outlet.said


def test_references_left_to_check_are_asked_about_too(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    assert page.editor is not None and page.editor.latest is not None
    act = page.editor.latest.act
    left = msgspec.structs.replace(act.model.references[0], to_check=True)
    whole = replace(page.editor.latest, act=msgspec.structs.replace(act, missing=(), to_check=(left,)))
    monkeypatch.setattr(page.editor, "_latest", whole)
    mark_written(page)
    assert page.editor.saved() is None and "à vérifier" in page.output.outlet.said
    qtbot.keyClick(page.output.anyhow, Qt.Key.Key_Space)
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
        page.output.menu.action("print").trigger()
        QApplication.processEvents()
    qtbot.waitUntil(lambda: "envoyée" in page.output.outlet.said, timeout=20_000)
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
    for part in (page.head.title, page.output.button.main, page.output.button.arrow, page.side.next):
        assert not part.visibleRegion().isEmpty() and not area.isAncestorOf(part)


def test_the_wheel_over_the_buttons_scrolls_the_fields(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 560)
    page = act_page(qtbot, window)
    settle(window.context)
    button, bar = page.side.next, page.side.area.verticalScrollBar()
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


# --- fields in groups, the page beside them, one button ---

LOCAL = ToActModel("convention-pret-local")


def filled_place(window: MainWindow) -> None:
    """Say which commune it is: four fields of the first group are then filled in."""
    for field, value in {"name": "Saint-Exemple", "kind": "commune", "departement": "Creuse"}.items():
        window.context.session.set_text("identity", field, value)


def group_named(page: ActPage, title: str) -> FieldGroup:
    return next(group for group in page.side.fields.groups if group.title == title)


def opened(page: ActPage) -> list[str]:
    return [group.title for group in page.side.fields.groups if group.is_open]


def test_fields_stand_in_groups_of_which_one_is_open(qtbot: QtBot, window: MainWindow) -> None:
    filled_place(window)
    page = act_page(qtbot, window, LOCAL)
    titles = [group.title for group in page.side.fields.groups if not group.isHidden()]
    assert titles[:3] == ["La commune et la délibération", "L’association", "Le local"]
    assert opened(page) == titles[:1], "the first that is not full"
    qtbot.mouseClick(group_named(page, "Le local").head, Qt.MouseButton.LeftButton)
    assert opened(page) == ["Le local"]
    head = group_named(page, "Le local").head
    assert head.accessibleName() == "Le local, aucun champ rempli sur 4"
    write(qtbot, page, "local.activite", "ateliers")
    assert head.accessibleName() == "Le local, 1 champ rempli sur 4"
    state = QAccessible.queryAccessibleInterface(head).state()
    assert state.expandable and state.expanded
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert opened(page) == [] and QAccessible.queryAccessibleInterface(head).state().collapsed


def test_a_group_that_is_opened_keeps_its_title_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.setMinimumSize(1, 1)
    window.resize(1093, 614)
    page = act_page(qtbot, window, LOCAL)
    settle(window.context)
    head = group_named(page, "Les charges et les litiges").head
    bring_into_sight(head)
    qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    settle(window.context)
    assert opened(page) == ["Les charges et les litiges"]
    assert head.visibleRegion().boundingRect() == head.rect()
    page.side.fields.reveal("litige.tribunal")
    field = page.side.fields.boxes["litige.tribunal"].field
    assert field.visibleRegion().boundingRect() == field.rect()


def test_the_head_counts_what_the_act_lacks(qtbot: QtBot, window: MainWindow) -> None:
    filled_place(window)
    page = act_page(qtbot, window, LOCAL)
    assert page.editor is not None and page.editor.latest is not None
    left = len(page.editor.latest.act.missing)
    count = page.side.fields.count
    assert count.total - count.filled == left > 5
    assert page.head.count.text() == f"{count.filled}/{count.total}"
    assert page.head.left.text() == f"{left} blancs restent visibles dans le document"
    write(qtbot, page, "association.nom", "Recyclerie")
    assert page.head.count.text() == f"{count.filled + 1}/{count.total}"
    assert page.head.left.text().startswith(f"{left - 1} blancs")


def test_a_full_group_folds_when_it_is_left(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window, LOCAL)
    group = group_named(page, "La signature")
    for name, words in (("acte.lieu", "Saint-Exemple"), ("acte.date", "18/12/2026")):
        write(qtbot, page, name, words)
    assert group.count.is_full and opened(page) == ["La signature"]
    page.side.next.setFocus()
    qtbot.waitUntil(lambda: not group.is_open)
    page.side.fields.reveal("local.activite")
    page.side.next.setFocus()
    QGuiApplication.processEvents()
    assert opened(page) == ["Le local"], "it is not full"


def test_nothing_folds_under_a_button_that_is_held(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    page = act_page(qtbot, window, LOCAL)
    for name, words in (("acte.lieu", "Saint-Exemple"), ("acte.date", "18/12/2026")):
        write(qtbot, page, name, words)
    line_of(page, "acte.date").setFocus()
    group, head = group_named(page, "La signature"), group_named(page, "Le local").head
    bring_into_sight(head)
    qtbot.mousePress(head, Qt.MouseButton.LeftButton)
    QGuiApplication.processEvents()
    assert group.is_open
    qtbot.mouseRelease(head, Qt.MouseButton.LeftButton)
    assert opened(page) == ["Le local"]


def test_f8_goes_from_blank_to_blank_through_the_groups(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    filled_place(window)
    page = act_page(qtbot, window, LOCAL)
    fields = page.side.fields

    def at() -> str:
        return next((name for name, box in fields.boxes.items() if box.field.hasFocus()), "")

    blanks = [name for name in fields.boxes if fields._is_blank(name)]
    passed = []
    for _ in range(len(blanks) + 1):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_F8)
        passed.append(at())
        assert len(opened(page)) == 1
    assert passed == [*blanks, blanks[0]]
    qtbot.mouseClick(page.side.next, Qt.MouseButton.LeftButton)
    assert at() == blanks[0], "from the button one begins again"


def marked(page: ActPage) -> list[QRectF]:
    return page.preview.paper._marks


def test_the_page_goes_with_the_field_and_a_blank_leads_to_its_field(qtbot: QtBot, window: MainWindow) -> None:
    active(qtbot, window)
    window.resize(1366, 768)
    page = act_page(qtbot, window, LOCAL)
    settle(window.context)
    preview, fields = page.preview, page.side.fields
    fields.reveal("local.activite")
    (mark,) = marked(page)
    bar, height = preview.area.verticalScrollBar(), preview.area.viewport().height()
    assert abs(mark.top() - bar.value() - 0.4 * height) < 5
    fields.reveal("litige.tribunal")
    assert page.editor is not None and page.editor.latest is not None
    assert preview.page == page.editor.latest.places["litige.tribunal"][0].page > 1 and marked(page)
    preview.turn_to(1)
    settle(window.context)
    place = preview._on_paper(page.editor.latest.places["association.nom"][0]).center().toPoint()
    bar.setValue(place.y() - 50)
    qtbot.mouseClick(preview.paper, Qt.MouseButton.LeftButton, pos=place)
    assert fields.boxes["association.nom"].field.hasFocus() and opened(page) == ["L’association"]
    qtbot.mouseClick(preview.paper, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert opened(page) == ["L’association"]


def test_a_page_that_is_to_stay_still_does(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 768)
    page = act_page(qtbot, window, LOCAL)
    settle(window.context)
    qtbot.mouseClick(page.preview.following, Qt.MouseButton.LeftButton)
    page.side.fields.reveal("litige.tribunal")
    assert page.preview.page == 1 and page.preview.area.verticalScrollBar().value() == 0
    write(qtbot, page, "litige.tribunal", "Limoges")
    assert page.preview.page == 1
    qtbot.mouseClick(page.preview.following, Qt.MouseButton.LeftButton)
    assert page.preview.page > 1, "asked for again, the page goes where one is"


def test_the_words_of_a_field_are_marked_in_the_colour_of_a_marker(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1366, 768)
    page = act_page(qtbot, window, LOCAL)
    settle(window.context)
    page.side.fields.reveal("association.nom")
    write(qtbot, page, "association.nom", "Association Saint-Exemple de la Transition")
    settle(window.context)
    (mark,) = marked(page)
    seen = page.preview.paper.grab().toImage()
    ratio = seen.devicePixelRatio()
    inside = {
        seen.pixelColor(round(x * ratio), round((mark.top() + 1) * ratio)).name()
        for x in range(round(mark.left()) + 8, round(mark.right()) - 8)
    }
    assert "#ffe08a" in inside
    edge = seen.pixelColor(round(mark.center().x() * ratio), round((mark.bottom() + 2) * ratio)).name()
    assert edge == "#1f5fa8"


@pytest.mark.parametrize("model", ["convention-pret-local", "deliberation-parts-scic", "lettre-reseaux-ess"])
def test_marks_move_no_word_of_a_page(window: MainWindow, model: str) -> None:
    """What is previewed with its places is what is printed without them: as many pages, the same lines."""
    acts = window.context.acts
    one = acts.models.get(model)
    document = acts.document(acts.render(one, {}), {}, window.context.library.publisher, date(2026, 11, 25))
    typesetter = Typesetter()
    images, places = placed_images(document, typesetter, 60)
    plain = page_images(document, typesetter, 60)
    assert len(images) == len(plain) and places

    def lines(png: bytes) -> list[bool]:
        image = QImage.fromData(png).convertToFormat(QImage.Format.Format_Grayscale8)
        rows = (bytes(image.constScanLine(y))[: image.width()] for y in range(image.height()))
        return [min(row) < 100 for row in rows]

    for image, other in zip(images, plain, strict=True):
        moved = sum(a != b for a, b in zip(lines(image), lines(other), strict=True))
        assert moved < 7, "the dots of an underline may fall otherwise; a line that moves takes all below with it"


def test_the_menu_leads_to_the_template_of_the_mairie(qtbot: QtBot, window: MainWindow) -> None:
    from ui.features.dossier.page import CollectivitePage

    act_page(qtbot, window).output.menu.action("template").trigger()
    QApplication.processEvents()  # it acts once the menu is gone
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    qtbot.waitUntil(page.template.choose.hasFocus)
    assert not page.template.choose.visibleRegion().isEmpty()


def test_the_one_button_saves_in_the_format_used_last(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = act_page(qtbot, window)
    button, menu = page.output.button, page.output.menu
    assert button.main.text() == "Enregistrer (Word)"
    assert [menu.entry(key).words for key in menu.offered] == [
        "Word", "ODT", "PDF", "Imprimer", "Appliquer le modèle de la mairie…", "Marquer comme rédigé",
    ]  # fmt: skip
    monkeypatch.setattr(page.output.outlet, "ask_file", lambda name, formats: tmp_path / name)
    button.main.setFocus()
    qtbot.keyClick(button.main, Qt.Key.Key_Down, ALT)
    assert menu.isVisible() and menu.activeAction() is menu.action(".docx")
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    qtbot.keyClick(button.arrow, Qt.Key.Key_Space)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ".odt" in page.output.outlet.said, timeout=10_000)
    assert button.main.text() == "Enregistrer (ODT)" and window.feedback.text() == page.output.outlet.said
    qtbot.mouseClick(button.main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.output.outlet.is_busy)
    qtbot.waitUntil(lambda: not page.output.outlet.is_busy, timeout=10_000)
    again = act_page(qtbot, window, ToActModel("note-sourcage"))
    assert again.output.button.main.text() == "Enregistrer (ODT)"
