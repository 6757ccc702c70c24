"""The officer's round on the real windows: sheet out, corrected, in, pack, key, another laptop, and back."""

from __future__ import annotations

import csv
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from atelier.features.edition.page import EditionPage
from atelier.features.folder.page import FolderPage
from atelier.features.sheets.page import SheetsPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.widgets.tool_page import ToolPage
from atelier.window import AtelierWindow
from kit import paths
from kit.content.review import COLUMNS
from kit.days import read_day
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.packs import history, keys, publisher_keys
from kit.packs.pack import build_pack
from kit.packs.working_copy import copy_texts, set_version
from tests.gui.atelier.desks import PATIENCE, open_desk, press
from tests.gui.hands import Dialogs, Hands
from tests.gui.marking import mark
from tests.gui.windows import open_window
from tests.small_kit import key, make_pack, public, resources, texts
from ui.features.update.page import UpdatePage
from ui.services.context import AppContext
from ui.services.navigation import Route, ToUpdate

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")


def folder_page(desk: AtelierWindow) -> FolderPage:
    desk.open_route(Route(ScreenId.FOLDER))
    page = desk.current_page
    assert isinstance(page, FolderPage)
    return page


def sheets_page(desk: AtelierWindow) -> SheetsPage:
    desk.open_route(Route(ScreenId.SHEETS))
    page = desk.current_page
    assert isinstance(page, SheetsPage)
    return page


def edition_page(desk: AtelierWindow) -> EditionPage:
    desk.open_route(Route(ScreenId.EDITION))
    page = desk.current_page
    assert isinstance(page, EditionPage)
    return page


def with_texts(qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, folder: Path) -> FolderPage:
    page = folder_page(desk)
    folder.mkdir()
    dialogs.path = folder
    assert "sont copiés" in press(qtbot, page, page.copy)
    return page


def correct(sheet: Path, id_: str, part: str, **cells: str) -> None:
    """Change cells of a row as a spreadsheet does."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    row = next(row for row in rows if row["Identifiant"] == id_ and row["Partie"] == part)
    row.update(cells)
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def write(field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.setText(words)


def filled(desk: AtelierWindow, dialogs: Dialogs, key: Path) -> EditionPage:
    """Return the page with a key, a version and a date."""
    page = edition_page(desk)
    dialogs.path = key
    page.key.choose.click()
    write(page.version, "2027.06")
    write(page.day, "30/06/2027")
    return page


def see(qtbot: QtBot, page: EditionPage) -> None:
    """Look at what changes, and say so."""
    press(qtbot, page, page.compare)
    press(qtbot, page, page.tasks.result.take)


def shown(page: ToolPage) -> str:
    return page.tasks.result.view.toPlainText().replace("\u00a0", " ")


def test_the_officers_whole_round(
    qtbot: QtBot,
    desk: AtelierWindow,
    dialogs: Dialogs,
    key: Path,
    tmp_path: Path,
    make_context: Callable[..., AppContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = tmp_path / "mes textes"
    with_texts(qtbot, desk, dialogs, work)

    sheets, sheet = sheets_page(desk), tmp_path / "feuille.csv"
    dialogs.path = sheet
    assert "Feuille enregistrée" in press(qtbot, sheets, sheets.out)
    correct(sheet, "elu-referent", "paragraphe 1", Texte="Le conseil choisit une équipe et le dit à tous.")
    correct(sheet, "elu-referent", "fiche", **{"Relu le": "30/06/2027", "État": "relu"})

    press(qtbot, sheets, sheets.back)
    assert sheets.tasks.result.isVisible() and "une équipe" in shown(sheets) and "une personne" in shown(sheets)
    assert "Corrigé par feuille" in shown(sheets)
    file = work / "content" / "agir" / "elu" / "elu-referent.md"
    assert "une personne" in file.read_text(encoding="utf-8")  # only shown so far
    assert "Textes changés" in press(qtbot, sheets, sheets.tasks.result.take)
    assert "choisit une équipe" in file.read_text(encoding="utf-8")
    assert sheets.card.isVisible()

    page = filled(desk, dialogs, key)
    see(qtbot, page)
    pack = tmp_path / "textes-2027.06"
    dialogs.path = pack
    assert "Paquet enregistré" in press(qtbot, page, page.make)

    usb = tmp_path / "cle usb"
    usb.mkdir()
    shutil.copy(tmp_path / "textes-2027.06.kitpack", usb)
    told = (tmp_path / "LISEZ-MOI-textes-2027.06.txt").read_text("utf-8-sig")
    assert "textes-2027.06.kitpack" in told and "Réseau" in told and "Mettre à jour depuis une clé" in told

    # another laptop: its own data, its own ticks
    monkeypatch.setenv("KIT_DATA", str(tmp_path / "autre portable"))
    monkeypatch.setenv("KIT_CACHE", str(tmp_path / "autre cache"))
    other = open_window(qtbot, make_context(tmp_path / "saint-exemple.kitess"), ToUpdate(), size=(1024, 560))
    mark(other.context.session, "action:elu-referent", Status.DONE)
    update = other.current_page
    assert isinstance(update, UpdatePage)
    dialogs.path = usb / "textes-2027.06.kitpack"
    update.choose.click()
    qtbot.waitUntil(lambda: update.install.isVisible(), timeout=PATIENCE)
    with qtbot.waitSignal(update.texts_changed, timeout=PATIENCE):
        update.install.click()
    assert other.context.library.article("elu-referent").reviewed_on == "2027-06-30"
    assert "une équipe" in str(other.context.library.body("elu-referent"))
    assert other.context.session.status("action:elu-referent") is Status.DONE
    assert desk.context.library.publisher.content_version == "2026.10"  # the officer's own is as it was
    update = other.current_page
    assert isinstance(update, UpdatePage)
    with qtbot.waitSignal(update.texts_changed, timeout=PATIENCE):
        update.back.click()
    assert "une personne" in str(other.context.library.body("elu-referent"))
    assert other.context.session.status("action:elu-referent") is Status.DONE


def test_nothing_is_done_without_a_folder(qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "x"
    for page, names in (
        (folder_page(desk), ("check",)),
        (sheets_page(desk), ("out", "back")),
        (edition_page(desk), ("compare",)),
    ):
        for name in names:
            assert press(qtbot, page, getattr(page, name)).startswith("Choisissez d’abord le dossier")
    assert not (tmp_path / "x").exists()


def test_a_folder_without_texts_is_not_taken(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    page = folder_page(desk)
    dialogs.path = tmp_path
    assert "ne contient pas de textes" in press(qtbot, page, page.choice.choose)
    assert "n’est pas vide" in press(qtbot, page, page.copy)
    assert desk.context.folder.path is None


def test_the_folder_is_found_again_and_can_be_forgotten(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path, make_desk: Callable[..., AtelierContext]
) -> None:
    page = with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    again = open_desk(qtbot, make_desk())
    assert again.context.folder.path == tmp_path / "textes à moi"
    page.choice.clear.click()
    assert desk.context.folder.path is None


def test_errors_of_the_texts_are_listed_and_make_no_pack(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    work = tmp_path / "textes à moi"
    folder = with_texts(qtbot, desk, dialogs, work)
    aide = work / "content" / "aide.md"
    aide.write_text(aide.read_text(encoding="utf-8") + "\nVoir https://exemple.fr\n", encoding="utf-8")
    press(qtbot, folder, folder.check)
    assert "Erreurs à corriger" in shown(folder) and "aide.md, ligne" in shown(folder)
    Hands(qtbot, desk).follow("aide.md")  # type: ignore[arg-type]
    assert desk.navigator.here == Route(ScreenId.TEXT, "aide")
    page = filled(desk, dialogs, key)
    see(qtbot, page)
    dialogs.path = tmp_path / "p.kitpack"
    said = press(qtbot, page, page.make)
    assert (
        said.startswith("Le paquet n’a pas été fait")
        and "Internet" in said
        and "aide.md" in said
        and not (tmp_path / "p.kitpack").exists()
    )


def test_what_is_wrong_with_the_fields_stays_beside_them(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    page = edition_page(desk)
    see(qtbot, page)
    write(page.version, "version de juin !")
    write(page.day, "bientôt")
    press(qtbot, page, page.make)
    assert "2027.01" in page.version_box.error and "15/01/2027" in page.day_box.error
    write(page.day, "30/06/2027")
    assert "clé privée" not in press(qtbot, page, page.make) and page.version_box.error
    write(page.version, "2027.06")
    assert "clé privée" in press(qtbot, page, page.make)
    assert not page.version_box.error and not page.day_box.error
    dialogs.path = tmp_path / "feuille.csv"
    dialogs.path.write_text("rien", encoding="utf-8")
    page.key.choose.click()
    kit_file = tmp_path / "textes à moi" / "kit.toml"
    before = kit_file.read_bytes()
    dialogs.path = tmp_path / "p.kitpack"
    assert "n’est pas une clé privée" in press(qtbot, page, page.make)
    assert kit_file.read_bytes() == before


def test_a_file_that_is_no_sheet_is_told(qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    page = sheets_page(desk)
    dialogs.path = tmp_path / "faux.csv"
    dialogs.path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert "colonnes attendues" in press(qtbot, page, page.back)
    assert page.card.isVisible()


def test_an_edition_is_compared_before_it_is_signed(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path, make_pack: Callable[..., Path]
) -> None:
    work = tmp_path / "textes à moi"
    with_texts(qtbot, desk, dialogs, work)
    page = edition_page(desk)
    press(qtbot, page, page.compare)
    assert "les textes du programme" in shown(page) and "aucune page changée" in shown(page)
    desk.context.open_texts.compare_with(make_pack())
    press(qtbot, page, page.compare)
    assert "exemple-2027.06.kitpack" in shown(page)
    assert "deux personnes" in shown(page) and "Réunir les associations" in shown(page)
    assert page.tasks.result.take.text() == "C’est vu" and not page.make.isEnabled()
    assert "Identifiants disparus" in shown(page) and "(elu-salle)" in shown(page)  # none is in retires.toml
    page.tasks.result.leave.click()
    assert not page.make.isEnabled()  # gone back is not seen
    press(qtbot, page, page.compare)
    assert "Vous pouvez signer" in press(qtbot, page, page.tasks.result.take) and page.make.isEnabled()
    desk.context.open_texts.compare_with(None)
    qtbot.waitUntil(lambda: not page.make.isEnabled(), timeout=PATIENCE)


def test_the_edition_to_compare_with_is_chosen_where_one_compares(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path, make_pack: Callable[..., Path]
) -> None:
    work, last, following = tmp_path / "textes à moi", tmp_path / "derniere.kitpack", tmp_path / "b.cle"
    folder = with_texts(qtbot, desk, dialogs, work)
    page, pack = edition_page(desk), make_pack()
    press(qtbot, page, page.compare)
    other = page.tasks.result.more[0]
    for wrong in (b"PK", b""):
        last.write_bytes(wrong)
        dialogs.path = last
        assert "Pas de comparaison avec" in press(qtbot, page, other)
    assert desk.context.open_texts.base is None
    public = keys.make_key(following)
    build_pack(tmp_path / "textes", following, last, force=True)
    assert "ne connaît pas" in press(qtbot, page, other)  # nor does the folder of texts yet
    publisher_keys.trust(work, public)
    press(qtbot, page, other)
    assert "derniere.kitpack" in shown(page) and desk.context.open_texts.base == last and pack != last
    press(qtbot, page, page.tasks.result.take)
    assert page.make.isEnabled() and folder.base.path.text() == str(last)
    page.key.show_folder(str(following))
    write(page.version, "2027.06")
    write(page.day, "30/06/2027")
    dialogs.path = tmp_path / "p.kitpack"
    assert "ne connaît pas encore cette clé" in press(qtbot, page, page.make)


def test_version_and_date_of_the_next_edition_are_proposed(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    """They follow the edition signed last in this folder; what was typed is never replaced."""
    work = tmp_path / "textes à moi"
    with_texts(qtbot, desk, dialogs, work)
    set_version(work, "2031.06", "2031-06-30")  # later than the day of this test
    page = proposed(qtbot, desk)
    assert (page.version.text(), page.day.text()) == ("2031.06.2", "30/06/2031")
    write(page.version, "2031.07")
    desk.open_route(Route(ScreenId.TEXTS))
    assert proposed(qtbot, desk).version.text() == "2031.07"
    see(qtbot, page)
    assert desk.focusWidget() is page.key.choose  # what is still missing
    dialogs.path = key
    page.key.choose.click()
    see(qtbot, page)
    assert desk.focusWidget() is page.make
    dialogs.path = tmp_path / "p.kitpack"
    assert "Paquet enregistré" in press(qtbot, page, page.make)
    assert (page.version.text(), page.day.text()) == ("2031.07", "30/06/2031")  # what was just signed
    desk.open_route(Route(ScreenId.TEXTS))
    assert proposed(qtbot, desk).version.text() == "2031.07.2"
    copy_texts(tmp_path / "autres")
    desk.context.folder.choose(str(tmp_path / "autres"))
    desk.open_route(Route(ScreenId.TEXTS))
    assert read_day(proposed(qtbot, desk).day.text()) == datetime.date.today()


def test_an_edition_that_was_refused_leaves_version_and_date_as_they_were(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    work = tmp_path / "textes à moi"
    with_texts(qtbot, desk, dialogs, work)
    aide, before = work / "content" / "aide.md", (work / "kit.toml").read_bytes()
    aide.write_text(aide.read_text(encoding="utf-8") + "\nVoir https://exemple.fr\n", encoding="utf-8")
    page = filled(desk, dialogs, key)
    see(qtbot, page)
    dialogs.path = tmp_path / "p.kitpack"
    assert "Le paquet n’a pas été fait" in press(qtbot, page, page.make)
    assert (work / "kit.toml").read_bytes() == before


def proposed(qtbot: QtBot, desk: AtelierWindow) -> EditionPage:
    """Return the page once it has proposed what it knows."""
    page = edition_page(desk)
    qtbot.waitUntil(lambda: not desk.context.jobs.is_busy, timeout=PATIENCE)
    return page


def test_texts_that_changed_since_they_were_seen_are_not_signed(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    work = tmp_path / "textes à moi"
    with_texts(qtbot, desk, dialogs, work)
    page = filled(desk, dialogs, key)
    see(qtbot, page)
    aide, kit_file = work / "content" / "aide.md", (work / "kit.toml").read_bytes()
    aide.write_text(aide.read_text(encoding="utf-8") + "\nEt encore ceci.\n", encoding="utf-8")
    dialogs.path = tmp_path / "p.kitpack"
    assert "ont changé depuis" in press(qtbot, page, page.make) and not page.make.isEnabled()
    assert not dialogs.path.exists() and (work / "kit.toml").read_bytes() == kit_file
    see(qtbot, page)
    assert "Paquet enregistré" in press(qtbot, page, page.make)
    desk.context.folder.changed.emit()  # something was written by the atelier
    assert not page.make.isEnabled()


def test_an_edition_is_tried_on_a_copy_of_a_dossier(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path, make_pack: Callable[..., Path]
) -> None:
    page, dossier = edition_page(desk), tmp_path / "saint-exemple.kitess"
    assert "Signez d’abord" in press(qtbot, page, page.trial)
    with Dossier.create(dossier) as made:
        made.record("action:elu-referent", "status", "fait")
        made.record("action:elu-reunion", "note", "À reprendre.")
    before = dossier.read_bytes()
    dialogs.path = make_pack()
    page.pack.choose.click()
    dialogs.path = None
    assert press(qtbot, page, page.trial) == "" and not page.tasks.result.isVisible()
    dialogs.path = dossier
    press(qtbot, page, page.trial)
    told = shown(page)
    assert "1 coche, aucune note. Sans page : 1" in told and "Réunir les associations : note" in told
    assert "Nommer une personne" in told and "pas été touché" in told
    assert dossier.read_bytes() == before and not paths.installed_texts().exists()
    dialogs.path = tmp_path / "essai.cle"  # no dossier
    page.tasks.result.leave.click()
    assert "n’est pas un dossier du kit" in press(qtbot, page, page.trial)
    (tmp_path / "exemple-2027.06.kitpack").write_bytes(b"PK")
    dialogs.path = dossier
    assert "ne serait pas pris" in press(qtbot, page, page.trial)
    (tmp_path / "exemple-2027.06.kitpack").unlink()
    assert "n’a pas pu être lu" in press(qtbot, page, page.trial)


def test_an_edition_is_written_to_a_key_and_what_is_there_is_told_first(
    qtbot: QtBot,
    desk: AtelierWindow,
    dialogs: Dialogs,
    tmp_path: Path,
    make_pack: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page, usb = edition_page(desk), tmp_path / "clé usb"
    assert "Signez d’abord" in press(qtbot, page, page.write)
    usb.mkdir()
    shutil.copy(make_pack("2027.01", "2027-01-31"), usb)
    there = sorted(usb.iterdir())
    dialogs.path = make_pack()
    page.pack.choose.click()
    for given_up in (None, usb):
        dialogs.path = given_up
        press(qtbot, page, page.write)
    assert "exemple-2027.01.kitpack" in shown(page) and "plus ancienne" in shown(page) and "il reste" in shown(page)
    page.tasks.result.leave.click()
    assert sorted(usb.iterdir()) == there
    press(qtbot, page, page.write)
    said = press(qtbot, page, page.tasks.result.take)
    assert "Écrit et relu" in said and "Éjectez" in said and there[0].is_file()
    press(qtbot, page, page.write)
    (replace,) = [one for one in page.tasks.result.more if one.isVisible()]
    assert "Retiré : exemple-2027.01.kitpack" in press(qtbot, page, replace).replace("\u00a0", " ")
    assert not there[0].exists() and (usb / "exemple-2027.06.kitpack").is_file()

    press(qtbot, page, page.write)
    shutil.rmtree(usb)  # pulled out in between
    assert "le support a disparu" in press(qtbot, page, page.tasks.result.take)
    assert "le support a disparu" in press(qtbot, page, page.write)
    usb.mkdir()
    (usb / "exemple-2027.06.kitpack").write_bytes(b"other")
    press(qtbot, page, page.write)
    assert not page.tasks.result.take.isVisible() and "porte déjà le nom" in shown(page)
    page.tasks.result.leave.click()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1))
    press(qtbot, page, page.write)
    assert "pas assez de place" in shown(page) and not page.tasks.result.take.isVisible()
    assert not [one for one in page.tasks.result.more if one.isVisible()]


def test_two_sheets_are_taken_at_once_and_what_differs_is_told(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    page, one, other = sheets_page(desk), tmp_path / "ann.csv", tmp_path / "ben.csv"
    dialogs.path = one
    press(qtbot, page, page.out)
    shutil.copy(one, other)
    correct(one, "elu-referent", "paragraphe 1", Texte="Le conseil choisit une équipe.")
    correct(other, "elu-referent", "paragraphe 1", Texte="Le conseil choisit quelqu’un.")
    correct(other, "elu-referent", "titre", Texte="Nommer quelqu’un")
    dialogs.more = [other]
    press(qtbot, page, page.back)
    told = shown(page)
    assert "Passages corrigés de plusieurs façons : 1." in told and "Corrigé par ben." in told
    assert "ann : Le conseil choisit une équipe." in told and "ben : Le conseil choisit quelqu’un." in told
    assert "Nommer une personne, paragraphe 1" in told and "elu-referent" not in told
    history.keep_draft(tmp_path / "textes à moi", "elu-referent", "commencé")
    press(qtbot, page, page.tasks.result.take)
    folder = tmp_path / "textes à moi"
    text = (folder / "content" / "agir" / "elu" / "elu-referent.md").read_text("utf-8")
    assert "Nommer quelqu’un" in text and "une personne" in text
    (former,) = history.versions(folder, "elu-referent")
    assert former.who == "ben" and "Nommer une personne" in former.raw
    assert history.draft(folder, "elu-referent") == "commencé"  # what is being typed is nobody's but hers
    left = shown(page)
    assert "À reprendre à la main" in left and "ann : Le conseil choisit une équipe." in left
    page.tasks.result.view.link_activated.emit("elu-referent")
    assert desk.navigator.here == Route(ScreenId.TEXT, "elu-referent")


def test_a_text_that_changed_since_the_sheet_was_looked_at_is_left(
    qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    page, sheet = sheets_page(desk), tmp_path / "ann.csv"
    dialogs.path = sheet
    press(qtbot, page, page.out)
    correct(sheet, "elu-referent", "paragraphe 1", Texte="Le conseil choisit une équipe.")
    press(qtbot, page, page.back)
    file = tmp_path / "textes à moi" / "content" / "agir" / "elu" / "elu-referent.md"
    file.write_text(file.read_text("utf-8").replace("une personne", "deux personnes"), "utf-8")
    before = file.read_bytes()
    assert "a changé depuis" in press(qtbot, page, page.tasks.result.take)
    assert file.read_bytes() == before and not history.versions(tmp_path / "textes à moi", "elu-referent")


def test_a_dialog_given_up_does_nothing(qtbot: QtBot, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    page = with_texts(qtbot, desk, dialogs, tmp_path / "textes à moi")
    page.tasks.say("")
    sheets = sheets_page(desk)
    dialogs.path = None
    for one, button in ((page, page.copy), (page, page.choice.choose), (sheets, sheets.out)):
        assert press(qtbot, one, button) == ""
    assert paths.texts() == paths.resources()
