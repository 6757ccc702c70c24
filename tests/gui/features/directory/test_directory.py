"""Répertoire local: typed, taken from a table after a look, linked, narrowed, printed, taken away."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.errors import SaveRefused
from kit.mandate import directory
from kit.mandate.directory import Contact, contacts
from tests.gui.keys import press
from tests.gui.windows import open_window
from ui.features.acts.page import ActPage
from ui.features.directory.page import DirectoryPage
from ui.features.plan.page import PlanPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow
from ui.widgets.completing_line import CompletingLine

Key = Qt.Key
COMMISSION = "action:elu-commission"
TABLE = "Structure;Type;Commune;Mail\nLa Ressourcerie;association;Saint-Exemple;a@b.example\nFournil;commerce;;\n"


@pytest.fixture(autouse=True)
def active(window: MainWindow, qtbot: QtBot) -> None:
    """Make the window the active one: fields are only left for real in it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.fixture
def page(window: MainWindow) -> DirectoryPage:
    return opened(window)


def opened(window: MainWindow, part: str = "") -> DirectoryPage:
    window.open_route(Route(PageId.DIRECTORY, part))
    QApplication.processEvents()
    found = window.current_page
    assert isinstance(found, DirectoryPage)
    return found


def add(window: MainWindow, **values: str) -> Contact:
    on, changes = directory.added(values)
    window.context.session.apply(changes)
    return next(one for one in contacts(window.context.session.dossier) if one.on == on)


def export(page: DirectoryPage, way: str) -> None:
    """Choose an entry of « Exporter… »."""
    page.list.ways.action(way).trigger()
    QApplication.processEvents()  # it acts once the menu is gone


def known(window: MainWindow) -> list[Contact]:
    return contacts(window.context.session.dossier)


def test_empty_it_says_what_it_is_for_and_that_nothing_leaves(page: DirectoryPage) -> None:
    assert "ne les envoie jamais" in page.list.view.toPlainText()
    assert not page.list.export.isEnabled() and page.list.add.isEnabled()


def test_an_entry_is_typed_by_keys_alone(page: DirectoryPage, qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, page.list.add)
    assert window.focusWidget() is page.sheet.line("name")
    qtbot.keyClicks(page.sheet.line("name"), "La Ressourcerie")
    qtbot.keyClick(page.sheet.line("name"), Key.Key_Tab)
    (entry,) = known(window)
    assert entry.name == "La Ressourcerie" and window.focusWidget() is page.sheet.line("kind")
    qtbot.keyClicks(page.sheet.line("kind"), "association")
    page.sheet.line("met").setFocus()
    qtbot.keyClicks(page.sheet.line("met"), "3/11/26")
    qtbot.keyClick(page.sheet, Key.Key_Escape)
    (entry,) = known(window)
    assert (entry.kind, entry.met) == ("association", "2026-11-03")
    assert (
        "La Ressourcerie" in page.list.view.toPlainText() and page.list.head.count.text() == "1 structure, 1 rencontrée"
    )


def test_without_a_name_nothing_is_added_and_it_is_said(page: DirectoryPage, qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, page.list.add)
    page.sheet.line("kind").setFocus()
    qtbot.keyClicks(page.sheet.line("kind"), "association")
    qtbot.keyClick(page.sheet.line("kind"), Key.Key_Tab)
    assert known(window) == []
    assert page.sheet.text("kind") == "association", "what was typed stays"


def test_a_name_cannot_be_emptied(window: MainWindow, qtbot: QtBot) -> None:
    entry = add(window, name="La Ressourcerie")
    page = opened(window, entry.on)
    line = page.sheet.line("name")
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    qtbot.keyClick(line, Key.Key_Tab)
    assert known(window)[0].name == "La Ressourcerie" and page.sheet._boxes["name"].error


def test_a_link_to_an_action_shows_in_the_plan_and_is_undone(window: MainWindow, qtbot: QtBot) -> None:
    entry = add(window, name="La Ressourcerie")
    page = opened(window, entry.on)
    page.sheet.link.chosen.emit(COMMISSION)
    assert known(window)[0].links == (COMMISSION,)
    window.open_route(Route(PageId.PLAN, COMMISSION))
    plan = window.current_page
    assert isinstance(plan, PlanPage)
    assert "Répertoire\u00a0: La Ressourcerie" in plan.pane.split.sheet._lever.text()
    page = opened(window, entry.on)
    page.sheet.linked.emit(COMMISSION, False)
    assert known(window)[0].links == ()


def test_an_entry_is_taken_away_and_comes_back_with_ctrl_z(window: MainWindow, qtbot: QtBot) -> None:
    entry = add(window, name="La Ressourcerie", phone="05 00 00 00 00")
    page = opened(window, entry.on)
    press(qtbot, page.sheet.remove)
    assert known(window) == [] and "Ctrl+Z" in page.list.outlet.said
    page.list.view.setFocus()
    qtbot.keyClick(page.list.view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert known(window)[0].phone == "05 00 00 00 00"


def test_words_narrow_the_list(page: DirectoryPage, qtbot: QtBot, window: MainWindow) -> None:
    add(window, name="Épicerie du Bourg", activity="alimentation")
    add(window, name="La Ressourcerie")
    qtbot.waitUntil(lambda: "Ressourcerie" in page.list.view.toPlainText())
    qtbot.keyClicks(page.list.head.field, "epic")
    assert "Épicerie" in page.list.view.toPlainText() and "Ressourcerie" not in page.list.view.toPlainText()
    qtbot.keyClicks(page.list.head.field, "xyz")
    assert "Aucune structure ne correspond" in page.list.view.toPlainText()


def test_a_table_is_looked_at_then_added_in_one_gesture(page: DirectoryPage, qtbot: QtBot, window: MainWindow) -> None:
    add(window, name="fournil")
    press(qtbot, page.list.table)
    assert window.focusWidget() is page.taking.pasted and not page.taking.take.isEnabled()
    page.taking.pasted.setPlainText(TABLE)
    assert page.taking.take.text() == "Ajouter une structure"
    assert "Ressourcerie" in page.taking.view.toPlainText()
    assert "Une structure en double, déjà au répertoire" in page.taking.view.toPlainText()
    assert len(known(window)) == 1, "nothing before it was seen"
    press(qtbot, page.taking.take)
    assert not page.taking.take.isEnabled(), "it is added once, however often one presses"
    qtbot.waitUntil(lambda: "ajoutée" in page.list.outlet.said)
    assert [one.name for one in known(window)] == ["fournil", "La Ressourcerie"]
    qtbot.waitUntil(lambda: "La Ressourcerie" in page.list.view.toPlainText())
    assert page.list.view.hasFocus()
    qtbot.keyClick(page.list.view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in known(window)] == ["fournil"]


def test_a_table_is_read_off_the_thread_of_the_window(
    page: DirectoryPage, qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(*of: Dossier) -> list[Contact]:
        threads.append(threading.current_thread())
        return contacts(*of)

    press(qtbot, page.list.table)
    page.taking.pasted.setPlainText(TABLE)
    monkeypatch.setattr("ui.features.directory.page.directory.contacts", noted)
    press(qtbot, page.taking.take)
    qtbot.waitUntil(lambda: "La Ressourcerie" in page.list.view.toPlainText())
    assert threads and threading.main_thread() not in threads


def test_a_change_that_changes_no_entry_leaves_the_list_alone(
    page: DirectoryPage, qtbot: QtBot, window: MainWindow
) -> None:
    add(window, name="fournil")
    qtbot.waitUntil(lambda: "fournil" in page.list.view.toPlainText())
    written: list[int] = []
    page.list.view.document().contentsChanged.connect(lambda: written.append(1))
    window.context.session.set_text("identity", "name", "Saint-Exemple")
    qtbot.waitUntil(lambda: page._refreshing.isActive())
    qtbot.waitUntil(lambda: not page._refreshing.isActive() and not window.context.jobs.is_busy)
    assert not written


def test_ctrl_z_in_the_empty_search_takes_the_last_change_back(
    page: DirectoryPage, qtbot: QtBot, window: MainWindow
) -> None:
    add(window, name="fournil")
    page.list.head.field.setFocus()
    qtbot.keyClick(page.list.head.field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not known(window)


def test_a_large_table_is_taken_and_taken_back_whole(page: DirectoryPage, qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, page.list.table)
    page.taking.pasted.setPlainText("Nom;Commune\n" + "".join(f"Structure {n};Saint-Exemple\n" for n in range(700)))
    press(qtbot, page.taking.take)
    qtbot.waitUntil(lambda: "700 structures ajoutées" in page.list.outlet.said, timeout=20_000)
    for key, count in ((Key.Key_Z, 0), (Key.Key_Y, 700), (Key.Key_Z, 0)):
        page.list.view.setFocus()
        qtbot.keyClick(page.list.view, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(
            lambda n=count: len(known(window)) == n and not window.context.session.is_saving, timeout=20_000
        )
    qtbot.waitUntil(lambda: "Notez ici les associations" in page.list.view.toPlainText(), timeout=20_000)


def test_a_large_table_of_an_earlier_run_is_taken_back_in_the_background(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    path = tmp_path / "saint-exemple.kitess"
    rows = [Change(f"contact:s{n:03d}", field, f"{field} {n}") for n in range(700) for field in ("name", "place")]
    with Dossier.create(path) as dossier:
        dossier.record_group(rows)
    session = make_context(path).session
    for step, count in ((session.undo, 0), (session.redo, 700)):
        assert step() == (), "the window does not wait for it"
        assert session.is_saving
        qtbot.waitUntil(lambda n=count: len(contacts(session.dossier)) == n and not session.is_saving)


def test_a_disk_that_refuses_a_table_is_said_and_leaves_nothing(
    page: DirectoryPage, qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise SaveRefused(Path("d.kitess"), OSError(errno.ENOSPC, "full"))

    press(qtbot, page.list.table)
    page.taking.pasted.setPlainText("Nom;Commune\n" + "".join(f"Structure {n};Saint-Exemple\n" for n in range(700)))
    monkeypatch.setattr(window.context.session.dossier._store, "append", refuse)
    press(qtbot, page.taking.take)
    qtbot.waitUntil(lambda: "le disque est plein" in page.taking._status.text())
    assert known(window) == [] and page.taking.take.isEnabled()


def test_a_column_is_given_another_field_by_hand(page: DirectoryPage, window: MainWindow) -> None:
    opened(window, "tableau")
    page.taking.pasted.setPlainText("Bidule;Machin\nx;Café\n")
    chip = page.taking._columns.itemAt(1).widget()
    chip.choose("note")  # type: ignore[union-attr]
    chip.chosen.emit("note")  # type: ignore[union-attr]
    assert "Note : Café" in page.taking.view.toPlainText()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_file_is_opened(
    page: DirectoryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes("Nom;Commune\nÉpicerie;Saint-Exemple\n".encode(encoding))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(file), ""))
    press(qtbot, page.list.table)
    press(qtbot, page.taking.open)
    qtbot.waitUntil(lambda: "Épicerie" in page.taking.view.toPlainText())


def test_a_file_that_is_too_large_or_gone_is_named_and_nothing_is_added(
    page: DirectoryPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(b"x" * 2_000_001)
    press(qtbot, page.list.table)
    page.taking.open_file(file)
    qtbot.waitUntil(lambda: "trop grand" in page.taking._status.text())
    page.taking.open_file(tmp_path / "rien.csv")
    qtbot.waitUntil(lambda: "ne se lit pas" in page.taking._status.text())


def paste(page: DirectoryPage, text: str) -> None:
    QApplication.clipboard().setText(text)
    page.taking.pasted.paste()


def test_a_long_table_is_taken_whole_and_shown_in_part(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "tableau")
    paste(page, "Nom;Note\n")
    paste(page, "".join(f"Structure {n};{'a' * 100}\n" for n in range(700)))
    assert not page.taking.take.isEnabled(), "it is still being read"
    qtbot.waitUntil(lambda: page.taking.take.text() == "Ajouter 700 structures")
    shown = page.taking.pasted.toPlainText()
    assert shown.startswith("Nom;Note\nStructure 0;") and len(shown) < 3_000
    assert page.taking.pasted.isReadOnly() and "Seul le début" in page.taking.pasted.accessibleDescription()
    press(qtbot, page.taking.take)
    qtbot.waitUntil(lambda: len(known(window)) == 700)


def test_another_table_takes_the_place_of_a_long_one(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "tableau")
    assert page.taking.empty.isHidden()
    paste(page, "Nom;Note\n" + "Structure;a\n" * 5_000)
    press(qtbot, page.taking.empty)
    assert page.taking.empty.isHidden() and page.taking.pasted.toPlainText() == ""
    paste(page, TABLE)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy)
    assert page.taking.take.text() == "Ajouter 2 structures"  # what was read of the first comes too late
    assert not page.taking.pasted.isReadOnly()


@pytest.mark.parametrize("text", ["a" * 1_000_000, "a;" * 500_000, "\n" * 1_000_000, '"' * 999_999, "a\n" * 500_000])
def test_whatever_is_pasted_is_read_beside(window: MainWindow, qtbot: QtBot, text: str) -> None:
    page = opened(window, "tableau")
    paste(page, text)
    assert len(page.taking.pasted.toPlainText()) <= 2_000
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=20_000)
    assert page.taking._columns.count() <= 30


def test_more_than_a_table_may_hold_is_said(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "tableau")
    paste(page, "a\n" * 1_000_001)
    assert "trop long" in page.taking._status.text() and page.taking.pasted.toPlainText() == ""


def test_a_large_directory_shows_its_first_entries_and_more_on_demand(window: MainWindow) -> None:
    window.context.session.apply([c for n in range(200) for c in directory.added({"name": f"Structure {n:03}"})[1]])
    page = opened(window)
    assert "Montrer les suivantes (140)" in page.list.view.toPlainText()
    page.list.view.link_activated.emit("plus:")
    assert "Structure 199" in page.list.view.toPlainText()


def test_it_goes_to_paper_as_it_is_narrowed_and_to_labels(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(window, name="La Ressourcerie", place="12 rue de l’Exemple, 23000 Saint-Exemple")
    add(window, name="Fournil")
    page = opened(window)
    out = tmp_path / "etiquettes.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), "Document PDF (*.pdf)"))
    with qtbot.waitSignal(page.list.outlet.saved, timeout=20_000):
        export(page, "labels")
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 1
    page.list.head.field.setText("ressour")
    press(qtbot, page.list.save)
    document = window.current_page.document()  # type: ignore[attr-defined]
    assert [row[0] for row in document.sheets[0].rows] == ["La Ressourcerie"]


def test_its_words_are_in_no_log(page: DirectoryPage, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    press(qtbot, page.list.add)
    qtbot.keyClicks(page.sheet.line("name"), "Zanzibar")
    qtbot.keyClick(page.sheet.line("name"), Key.Key_Tab)
    assert "Zanzibar" not in caplog.text


@pytest.mark.parametrize(("way", "begins"), [("vcard", b"BEGIN:VCARD\r\nVERSION:3.0"), ("csv", b"\xef\xbb\xbfNom;")])
def test_what_is_in_sight_goes_out_to_an_address_book(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, begins: bytes
) -> None:
    add(window, name="La Ressourcerie", email="a@b.example", contact="Camille Martin")
    add(window, name="Fournil")
    page = opened(window)
    page.list.head.field.setText("ressour")
    asked: list[str] = []

    def ask(*told: object, **_: object) -> tuple[str, str]:
        asked.append(str(told[2]))
        return str(tmp_path / Path(asked[-1]).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    with qtbot.waitSignal(page.list.outlet.saved, timeout=20_000):
        export(page, way)
    (out,) = tmp_path.glob("repertoire-*.*")
    assert out.suffix == {"vcard": ".vcf", "csv": ".csv"}[way]
    data = out.read_bytes()
    assert data.startswith(begins) and b"La Ressourcerie" in data and b"Fournil" not in data


def test_two_spellings_are_offered_to_be_joined_and_annuler_parts_them(
    qtbot: QtBot, window: MainWindow, page: DirectoryPage
) -> None:
    doubles = page.list.doubles
    assert doubles.isHidden()
    add(window, name="Assoc. Exemple", phone="05 00 00 00 00")
    add(window, name="Association EXEMPLE", email="a@b.example")
    add(window, name="Fournil")
    page = opened(window)
    qtbot.waitUntil(doubles.isVisible)
    assert "Assoc. Exemple" in doubles.says.text() and len(known(window)) == 3
    press(qtbot, doubles.join)
    assert doubles.isHidden() and len(known(window)) == 2
    joined = next(one for one in known(window) if one.name != "Fournil")
    assert (joined.phone, joined.email) == ("05 00 00 00 00", "a@b.example")
    assert "n’en font plus qu’une" in window.feedback.text()
    page._on_taken_back()
    qtbot.waitUntil(doubles.isVisible)
    assert len(known(window)) == 3
    press(qtbot, doubles.apart)
    assert doubles.isHidden() and len(known(window)) == 3
    assert opened(window).list.doubles.isHidden()


def test_a_sheet_says_where_the_dossier_names_it_and_leads_there(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    entry = add(window, name="La Ressourcerie", email="a@b.example", place="1 rue Exemple, 23000 Guéret")
    context.session.set_text(COMMISSION, "partners", "la ressourcerie")
    context.session.apply(
        [Change("act:b2", "model", "convention-objectifs"), Change("act:b2", "v:association.nom", "LA RESSOURCERIE")]
    )
    page = opened(window, entry.on)
    action, act = page.sheet.named
    assert "commission" in action.text().lower() and "onvention" in act.text()
    press(qtbot, page.sheet.write)
    contact = window.current_page
    assert contact.form.recipient.value() == ("La Ressourcerie", "a@b.example")  # type: ignore[attr-defined]
    press(qtbot, opened(window, entry.on).sheet.named[1])
    assert window.current_page.editor is None or window.current_page.editor.on == "act:b2"  # type: ignore[attr-defined]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_party_of_an_act_and_the_partners_of_an_action_come_from_the_directory(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    add(window, name="La Ressourcerie", contact="Camille Martin", place="1 rue Exemple, 23000 Guéret")
    window.open_route(ToActModel("convention-objectifs"))
    act = window.current_page
    assert isinstance(act, ActPage)
    qtbot.waitUntil(lambda: "association.nom" in act.side.fields.boxes, timeout=15_000)
    act.side.fields.reveal("association.nom")
    boxes = act.side.fields.boxes
    line = boxes["association.nom"].field
    assert isinstance(line, CompletingLine)
    qtbot.keyClicks(line, "ressou")
    assert line.offered() == ["La Ressourcerie"]
    qtbot.keyClick(line.popup, Key.Key_Down)
    qtbot.keyClick(line.popup, Key.Key_Return)
    words = {name: boxes[f"association.{name}"].field.text() for name in ("nom", "siege", "representant")}  # type: ignore[attr-defined]
    assert words == {"nom": "La Ressourcerie", "siege": "1 rue Exemple, 23000 Guéret", "representant": "Camille Martin"}
    assert act.leave()
    window.open_route(Route(PageId.PLAN, COMMISSION))
    plan = window.current_page
    assert isinstance(plan, PlanPage)
    fields = plan.pane.split.sheet.fields
    assert fields is not None
    partners = fields.edit("partners")
    assert isinstance(partners, CompletingLine)
    partners.setFocus()
    qtbot.keyClicks(partners, "Mairie, cam")
    assert partners.offered() == ["Mairie, Camille Martin (La Ressourcerie)"]
    qtbot.keyClick(partners.popup, Key.Key_Down)
    qtbot.keyClick(partners.popup, Key.Key_Return)
    QApplication.processEvents()
    QApplication.processEvents()
    assert context.session.text(COMMISSION, "partners") == "Mairie, Camille Martin (La Ressourcerie)"


def test_an_empty_table_leaves_its_room_to_what_is_asked(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    Settings(paths.user_data() / "reglages.json").set("text_scale", 2.0)
    window = open_window(qtbot, make_context(), Route(PageId.DIRECTORY), size=(1093, 614))
    page = opened(window)
    press(qtbot, page.list.table)
    taking = page.taking
    qtbot.waitUntil(taking.isVisible)
    assert taking.view.isHidden()
    for button in (taking.take, taking.open, taking.leave):
        qtbot.waitUntil(lambda button=button: not button.visibleRegion().isEmpty())
    taking.take_text(TABLE)
    qtbot.waitUntil(taking.view.isVisible)
    assert "Ressourcerie" in taking.view.toPlainText()
    taking.take_text("")
    qtbot.waitUntil(taking.view.isHidden)
