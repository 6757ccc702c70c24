"""An officer who has never seen a terminal publishes a corrected edition: all by what is in sight, keys and buttons."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from atelier.features.cases.example_form import ExampleForm
from atelier.features.cases.page import CasesPage
from atelier.features.edition.page import EditionPage
from atelier.features.folder.page import FolderPage
from atelier.features.sheets.page import SheetsPage
from atelier.features.text.page import TextPage
from atelier.services.places import ScreenId
from atelier.widgets.tool_page import ToolPage
from atelier.window import AtelierWindow
from kit.days import read_day
from kit.dossier.model import Status
from kit.packs import history
from tests.gui.atelier.desks import PATIENCE
from tests.gui.hands import Dialogs, Hands
from tests.gui.marking import mark
from tests.gui.windows import open_window
from tests.small_kit import key, make_pack, public, resources, texts
from tests.unit.content.test_review_forms import edit
from ui.features.update.page import UpdatePage
from ui.services.context import AppContext
from ui.services.navigation import ToUpdate

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = [pytest.mark.usefixtures("resources"), pytest.mark.qt_log_ignore("This plugin does not support")]
CORRECTIONS = {
    "elu-referent": ("une personne et", "une équipe et"),
    "elu-reunion": ("salle des fêtes", "salle du conseil"),
    "annonces-bulletin": ("avec une photo", "avec deux photos"),
}


class Officer(Hands):
    """Hands in the atelier's window, which wait until a work is over."""

    window: AtelierWindow

    def press(self, words: str) -> str:
        """Press the button that says ``words``; return what the screen says afterwards."""
        self.click(words, QPushButton)
        self.done()
        page = self.window.current_page
        return page.tasks.status.text() if isinstance(page, ToolPage) else ""

    def done(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: not self.window.context.jobs.is_busy, timeout=PATIENCE)

    def place(self, words: str) -> None:
        """Go where an entry of the sidebar leads."""
        entry = next(one for one in self.window.sidebar.findChildren(QPushButton) if words in one.text())
        self.qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
        self.done()

    def read_through(self) -> list[str]:
        """Go through the queue as it comes: correct and accept three texts, pass the others."""
        seen: list[str] = []
        while self.window.navigator.here.page == ScreenId.TEXT:
            text = self.window.navigator.here.id
            page = self.window.current_page
            assert isinstance(page, TextPage)
            self.qtbot.waitUntil(lambda p=page, t=text: f'id = "{t}"' in p.editor.words, timeout=PATIENCE)
            self.done()
            seen.append(text)
            if text in CORRECTIONS:
                old, new = CORRECTIONS[text]
                self.ctrl(Qt.Key.Key_F)
                self.write(old)
                self.key(Qt.Key.Key_Escape)
                self.write(new)  # what was found is selected: it is written over
                assert new in page.editor.words and page.accept.text() == "Corriger et accepter"
                self.ctrl(Qt.Key.Key_Return)
            else:
                self.click("Suivant" if page.next.text() == "Suivant" else "Terminer", QPushButton)
            self.qtbot.waitUntil(lambda t=text: self.window.navigator.here.id != t, timeout=PATIENCE)
            self.done()
        return seen

    def tell_a_case(self) -> None:
        """Add an example of her département: what is missing is said, and one is led there."""
        self.press("Nouvel exemple")
        page = self.window.current_page
        assert isinstance(page, CasesPage)
        self.qtbot.waitUntil(lambda: page.form is not None, timeout=PATIENCE)
        form = page.form
        assert isinstance(form, ExampleForm) and form.place.hasFocus()
        self.click("Enregistrer", QPushButton)
        assert form.boxes["page"].error and form.page.hasFocus()
        form.page.choose("elu-referent")
        form.place.setFocus()
        self.write("Guére")
        self.qtbot.waitUntil(form.place.popup.isVisible, timeout=PATIENCE)
        self.qtbot.keyClick(form.place.popup, Qt.Key.Key_Down)
        self.qtbot.keyClick(form.place.popup, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: form.place.text() == "Guéret", timeout=PATIENCE)
        assert (form.insee.text(), form.departement.text()) == ("23096", "Creuse")
        form.year.setFocus()
        self.write("2025")
        self.click("Locaux", QPushButton)
        form.text.setFocus()
        self.write("En 2025, la commune a prêté une salle à l’association.")
        form.source.setFocus()
        self.write("Bulletin municipal de Guéret, mars 2025")
        self.click("Enregistrer", QPushButton)
        self.qtbot.waitUntil(lambda: not self.window.navigator.here.id, timeout=PATIENCE)
        self.done()
        self.find(QPushButton, "Nouvel exemple")
        page.pane.head.field.setText("creuse")  # the list is narrowed by what the card says
        assert "Guéret · Creuse" in page.pane.view.toPlainText()


def test_a_corrected_edition_from_the_first_start_to_the_elue(
    qtbot: QtBot,
    desk: AtelierWindow,
    dialogs: Dialogs,
    key: Path,
    tmp_path: Path,
    make_context: Callable[..., AppContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hands = Officer(qtbot, desk)  # type: ignore[arg-type]
    work, content = tmp_path / "mes textes", tmp_path / "mes textes" / "content"

    # the first start says what is to be done, and leads there
    hands.reads("Aucun dossier de textes")
    hands.click("Choisir le dossier de travail", QPushButton)
    assert isinstance(desk.current_page, FolderPage)
    work.mkdir()
    dialogs.path = work
    assert "Aller aux textes" in hands.press("Copier les textes du kit…")
    hands.type("Votre nom", "Ann")
    hands.press("Aller aux textes")

    # three texts, one after the other
    qtbot.waitUntil(lambda: desk.context.open_texts.texts is not None, timeout=PATIENCE)
    hands.press("Relire ces textes")
    assert set(CORRECTIONS) < set(hands.read_through())
    for text, (_, new) in CORRECTIONS.items():
        raw = next(content.rglob(f"{text}.md")).read_text("utf-8")
        assert new in raw and "provisional = false" in raw
        assert history.versions(work, text)[0].who == "Ann"

    hands.place("Exemples et réseaux")
    hands.tell_a_case()

    # two readers, each with what her office gives
    hands.place("Feuilles de relecture")
    sheets = [tmp_path / "claire.xlsx", tmp_path / "denis.docx"]
    for sheet in sheets:
        dialogs.path = sheet
        assert "Reprendre une feuille" in hands.press("Écrire la feuille…")
    edit(sheets[0], "Une page par an.", "Deux pages par an.")
    edit(sheets[1], "Une soirée suffit.", "Une soirée, puis une autre.")
    dialogs.path, dialogs.more = sheets[0], sheets[1:]
    hands.press("Reprendre une feuille corrigée…")
    hands.reads("Corrigé par claire.")
    hands.reads("Corrigé par denis.")
    assert "Textes changés : 2" in hands.press("Changer les textes").replace("\u00a0", " ")
    page = desk.current_page
    assert isinstance(page, SheetsPage) and page.card.isVisible()

    pack = make_edition(hands, dialogs, key, tmp_path)
    install_at_the_elue(qtbot, make_context, dialogs, pack, tmp_path, monkeypatch)


def make_edition(hands: Officer, dialogs: Dialogs, key: Path, tmp_path: Path) -> Path:
    """Give version, date and key, look at what changes, sign, and write it to a USB key; return the pack there."""
    hands.place("Édition")
    page = hands.window.current_page
    assert isinstance(page, EditionPage)
    assert read_day(page.day.text()) == datetime.date.today() and page.version.text()  # proposed: nothing to look up
    hands.press("Voir ce qui change")
    hands.reads("une équipe")
    assert "Vous pouvez signer" in hands.press("C’est vu")
    dialogs.path = key
    hands.press("Choisir le fichier…")
    pack = dialogs.path = tmp_path / "textes-corrigés.kitpack"
    assert "Paquet enregistré" in hands.press("Signer l’édition…")
    usb = dialogs.path = tmp_path / "clé usb"
    usb.mkdir()
    hands.press("Écrire sur une clé USB…")
    hands.reads("Aucune édition")
    assert "Écrit et relu" in hands.press("Écrire")
    return usb / pack.name


def install_at_the_elue(
    qtbot: QtBot,
    make_context: Callable[..., AppContext],
    dialogs: Dialogs,
    pack: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Take the pack to another laptop: the corrected texts are there, her ticks too."""
    monkeypatch.setenv("KIT_DATA", str(tmp_path / "autre portable"))
    monkeypatch.setenv("KIT_CACHE", str(tmp_path / "autre cache"))
    other = open_window(qtbot, make_context(tmp_path / "saint-exemple.kitess"), ToUpdate(), size=(1024, 560))
    for action in CORRECTIONS:
        mark(other.context.session, f"action:{action}", Status.DONE)
    update = other.current_page
    assert isinstance(update, UpdatePage)
    dialogs.path = pack
    update.choose.click()
    qtbot.waitUntil(lambda: update.install.isVisible(), timeout=PATIENCE)
    with qtbot.waitSignal(update.texts_changed, timeout=PATIENCE):
        update.install.click()
    library = other.context.library
    bodies = {action: re.sub(r"\s+", " ", str(library.body(action))) for action in CORRECTIONS}
    assert all(new in bodies[action] for action, (_, new) in CORRECTIONS.items())
    assert library.article("annonces-bulletin").summary == "Deux pages par an."
    assert library.article("elu-reunion").summary == "Une soirée, puis une autre."
    assert [one.place for one in library.article("elu-referent").examples] == ["Guéret"]
    assert all(other.context.session.status(f"action:{one}") is Status.DONE for one in CORRECTIONS)
