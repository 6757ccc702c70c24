"""The officer's round on the real windows: sheet out, corrected, in, pack, key, another laptop, and back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kit import paths
from kit.content.review import COLUMNS
from kit.dossier.model import Status
from tests.gui.hands import Dialogs
from tests.gui.marking import mark
from tests.gui.windows import open_window
from tests.small_kit import key, make_pack, public, resources, texts
from ui.features.about.page import AboutPage
from ui.features.update.page import UpdatePage
from ui.features.workshop.page import WorkshopPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToUpdate
from ui.shell.main_window import MainWindow

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")


PATIENCE = 20_000  # ms: the machine may be busy


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    return Dialogs(monkeypatch)


def opened(window: MainWindow) -> WorkshopPage:
    window.open_route(Route(PageId.ABOUT))
    about = window.current_page
    assert isinstance(about, AboutPage)
    about.workshop.click()
    page = window.current_page
    assert isinstance(page, WorkshopPage)
    return page


def press(qtbot: QtBot, page: WorkshopPage, button: QPushButton) -> str:
    """Press a button, wait until the work is over; return what is said."""
    button.click()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=PATIENCE)
    return page.tasks.status.text()


def with_texts(qtbot: QtBot, window: MainWindow, dialogs: Dialogs, folder: Path) -> WorkshopPage:
    page = opened(window)
    folder.mkdir()
    dialogs.path = folder
    assert "sont copiés" in press(qtbot, page, page.folder.copy)
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


def shown(page: WorkshopPage) -> str:
    return page.tasks.result.view.toPlainText().replace("\u00a0", " ")


def test_the_officers_whole_round(
    qtbot: QtBot,
    window: MainWindow,
    dialogs: Dialogs,
    key: Path,
    tmp_path: Path,
    make_context: Callable[..., AppContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = tmp_path / "mes textes"
    page = with_texts(qtbot, window, dialogs, work)

    sheet = tmp_path / "feuille.csv"
    dialogs.path = sheet
    assert "Feuille enregistrée" in press(qtbot, page, page.proofreading.out)
    correct(sheet, "elu-referent", "paragraphe 1", Texte="Le conseil choisit une équipe et le dit à tous.")
    correct(sheet, "elu-referent", "fiche", **{"Relu le": "30/06/2027", "État": "relu"})

    press(qtbot, page, page.proofreading.back)
    assert page.tasks.result.isVisible() and "une équipe" in shown(page) and "une personne" in shown(page)
    file = work / "content" / "agir" / "elu" / "elu-referent.md"
    assert "une personne" in file.read_text(encoding="utf-8")  # only shown so far
    assert "Textes changés" in press(qtbot, page, page.tasks.result.take)
    assert "choisit une équipe" in file.read_text(encoding="utf-8")
    assert page.folder.card.isVisible()

    dialogs.path = file
    press(qtbot, page, page.proofreading.look)
    assert "Le conseil choisit une équipe" in shown(page) and "Nommer une personne" in shown(page)
    page.tasks.result.leave.click()

    dialogs.path = key
    page.packing.key.choose.click()
    write(page.packing.version, "2027.06")
    write(page.packing.day, "30/06/2027")
    pack = tmp_path / "textes-2027.06"
    dialogs.path = pack
    assert "Paquet enregistré" in press(qtbot, page, page.packing.make)

    usb = tmp_path / "cle usb"
    usb.mkdir()
    shutil.copy(tmp_path / "textes-2027.06.kitpack", usb)

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
    assert window.context.library.publisher.content_version == "2026.10"  # the officer's own is as it was
    update = other.current_page
    assert isinstance(update, UpdatePage)
    with qtbot.waitSignal(update.texts_changed, timeout=PATIENCE):
        update.back.click()
    assert "une personne" in str(other.context.library.body("elu-referent"))
    assert other.context.session.status("action:elu-referent") is Status.DONE


def test_nothing_is_done_without_a_folder(qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    page = opened(window)
    dialogs.path = tmp_path / "x"
    for button in (page.folder.check, page.proofreading.out, page.proofreading.back, page.packing.make):
        assert press(qtbot, page, button).startswith("Choisissez d’abord le dossier")
    assert not (tmp_path / "x").exists()


def test_a_folder_without_texts_is_not_taken(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    page = opened(window)
    dialogs.path = tmp_path
    assert "ne contient pas de textes" in press(qtbot, page, page.folder.choice.choose)
    assert "n’est pas vide" in press(qtbot, page, page.folder.copy)
    assert page.tasks.texts is None


def test_the_folder_is_found_again_and_can_be_forgotten(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path, make_context: Callable[..., AppContext]
) -> None:
    page = with_texts(qtbot, window, dialogs, tmp_path / "textes à moi")
    again = MainWindow(make_context(tmp_path / "autre.kitess"))
    qtbot.addWidget(again)
    assert opened(again).tasks.texts == tmp_path / "textes à moi"
    page.folder.choice.clear.click()
    assert page.tasks.texts is None


def test_errors_of_the_texts_are_listed_and_make_no_pack(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    work = tmp_path / "textes à moi"
    page = with_texts(qtbot, window, dialogs, work)
    aide = work / "content" / "aide.md"
    aide.write_text(aide.read_text(encoding="utf-8") + "\nVoir https://exemple.fr\n", encoding="utf-8")
    press(qtbot, page, page.folder.check)
    assert "Erreurs à corriger" in shown(page) and "aide.md, ligne" in shown(page)
    page.tasks.result.leave.click()
    dialogs.path = key
    page.packing.key.choose.click()
    write(page.packing.version, "2027.06")
    write(page.packing.day, "30/06/2027")
    dialogs.path = tmp_path / "p.kitpack"
    said = press(qtbot, page, page.packing.make)
    assert (
        said.startswith("Le paquet n’a pas été fait")
        and "Internet" in said
        and "aide.md" in said
        and not (tmp_path / "p.kitpack").exists()
    )


def test_what_is_wrong_with_the_fields_stays_beside_them(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    page = with_texts(qtbot, window, dialogs, tmp_path / "textes à moi")
    write(page.packing.version, "version de juin !")
    write(page.packing.day, "bientôt")
    press(qtbot, page, page.packing.make)
    assert "2027.01" in page.packing.version_box.error and "15/01/2027" in page.packing.day_box.error
    write(page.packing.day, "30/06/2027")
    assert "clé privée" not in press(qtbot, page, page.packing.make) and page.packing.version_box.error
    write(page.packing.version, "2027.06")
    assert "clé privée" in press(qtbot, page, page.packing.make)
    assert not page.packing.version_box.error and not page.packing.day_box.error
    dialogs.path = tmp_path / "feuille.csv"
    dialogs.path.write_text("rien", encoding="utf-8")
    page.packing.key.choose.click()
    kit_file = tmp_path / "textes à moi" / "kit.toml"
    before = kit_file.read_bytes()
    dialogs.path = tmp_path / "p.kitpack"
    assert "n’est pas une clé privée" in press(qtbot, page, page.packing.make)
    assert kit_file.read_bytes() == before


def test_a_file_that_is_no_sheet_and_a_text_that_does_not_read(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    page = with_texts(qtbot, window, dialogs, tmp_path / "textes à moi")
    dialogs.path = tmp_path / "faux.csv"
    dialogs.path.write_text("a;b\n1;2\n", encoding="utf-8")
    assert "colonnes attendues" in press(qtbot, page, page.proofreading.back)
    dialogs.path = tmp_path / "faux.md"
    dialogs.path.write_text("Bonjour", encoding="utf-8")
    assert "faux.md, ligne 1" in press(qtbot, page, page.proofreading.look)
    assert page.folder.card.isVisible()


def test_a_key_is_made_without_a_terminal_and_never_over_another(
    qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path
) -> None:
    page = opened(window)
    dialogs.path = tmp_path / "ma clé"
    press(qtbot, page, page.packing.new_key)
    made = (tmp_path / "ma clé.cle").read_text(encoding="utf-8")
    public, private = (line.split(" = ")[1] for line in made.splitlines()[1:3])
    assert public in shown(page) and private not in shown(page)
    page.tasks.result.leave.click()
    assert page.packing.key.path.text() == str(tmp_path / "ma clé.cle")
    assert "déjà" in press(qtbot, page, page.packing.new_key)
    assert (tmp_path / "ma clé.cle").read_text(encoding="utf-8") == made


def test_bringing_dossiers_together_is_a_page_of_its_own(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    with qtbot.waitSignal(page.route_requested) as asked:
        page.unite.click()
    assert asked.args == [Route(PageId.CONSOLIDATION)]


def test_a_dialog_given_up_does_nothing(qtbot: QtBot, window: MainWindow, dialogs: Dialogs, tmp_path: Path) -> None:
    page = with_texts(qtbot, window, dialogs, tmp_path / "textes à moi")
    page.tasks.say("")
    dialogs.path = None
    for button in (page.folder.copy, page.folder.choice.choose, page.proofreading.out, page.proofreading.look):
        assert press(qtbot, page, button) == ""
    assert paths.texts() == paths.resources()
