"""The checks of docs/acces.md on what the tools show: checks, comparisons, trials, sheets taken back, keys."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from atelier.features.edition.page import EditionPage
from atelier.features.folder.page import FolderPage
from atelier.features.keys.page import KeysPage
from atelier.features.sheets.page import SheetsPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.widgets.tool_page import ToolPage
from atelier.window import AtelierWindow
from kit.dossier.dossier import Dossier
from kit.packs import keys, paper_key, publisher_keys
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import open_desk
from tests.gui.atelier.test_round import correct
from tests.gui.every_screen.access_walk import Found, look_at
from tests.gui.hands import Dialogs, plain
from tests.small_kit import key, make_pack, public, resources, texts
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")


class Walk:
    """Opens what a tool shows by pressing, and looks at each; ``found`` are the faults."""

    def __init__(self, desk: AtelierWindow, dialogs: Dialogs, tmp_path: Path) -> None:
        self.desk, self.dialogs, self.place = desk, dialogs, tmp_path
        self.folder = desk.context.folder.path or tmp_path
        self.found: list[Found] = []
        self.told: list[str] = []

    def rest(self) -> None:
        """Let the work end."""
        settle_jobs(self.desk.context.jobs)

    def go[P: ToolPage](self, page: ScreenId, kind: type[P]) -> P:
        """Return a screen, opened."""
        self.desk.open_route(Route(page))
        self.rest()
        assert isinstance(self.desk.current_page, kind)
        return self.desk.current_page

    def look(self, press: Callable[[], object], words: str) -> None:
        """Press something; what is shown then has ``words`` in it, and is looked at."""
        press()
        self.rest()
        page, here = self.desk.current_page, self.desk.navigator.here
        assert isinstance(page, ToolPage) and here is not None
        shown = plain(page.tasks.result.view.toPlainText()) if page.tasks.result.isVisible() else ""
        assert words in shown, (words, shown or page.tasks.status.text())
        assert page.tasks.result.view.accessibleName() and page.scroller() is page.tasks.result.view
        self.found.append(look_at(self.desk, [(words, here)], self.rest))
        assert page.tasks.result.isVisible()
        self.told.append(words)


@pytest.fixture(params=[((1280, 800), 1.0), ((1366, 768), 2.0)], ids=["usual", "large letters"])
def walk(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    make_desk: Callable[..., AtelierContext],
    dialogs: Dialogs,
    tmp_path: Path,
) -> Iterator[Walk]:
    """Return hands on a window of the atelier, on a folder of texts; no fault is left at the end."""
    size, scale = request.param
    copy_texts(tmp_path / "mes textes")
    make_desk().settings.set("text_scale", scale)
    desk = open_desk(qtbot, make_desk(tmp_path / "mes textes"), size)
    made = Walk(desk, dialogs, tmp_path)
    yield made
    faults = [f"{check} {fault}" for one in made.found for check, some in one.faults.items() for fault in some]
    assert made.told and not faults, "\n".join(faults)


def test_what_a_check_found(walk: Walk) -> None:
    aide = walk.folder / "content" / "aide.md"
    aide.write_text(aide.read_text("utf-8") + "\nVoir https://exemple.fr\n", "utf-8")
    page = walk.go(ScreenId.FOLDER, FolderPage)
    walk.look(page.check.click, "Erreurs à corriger")


def test_what_sheets_change_and_what_they_leave(walk: Walk) -> None:
    page, one, other = walk.go(ScreenId.SHEETS, SheetsPage), walk.place / "ann.csv", walk.place / "ben.csv"
    walk.dialogs.path = one
    page.out.click()
    walk.rest()
    shutil.copy(one, other)
    correct(one, "elu-referent", "paragraphe 1", Texte="Le conseil choisit une équipe.")
    correct(other, "elu-referent", "paragraphe 1", Texte="Le conseil choisit quelqu’un.")
    correct(other, "elu-referent", "titre", Texte="Nommer quelqu’un")
    walk.dialogs.more = [other]
    walk.look(page.back.click, "Corrigé par ben.")
    walk.look(page.tasks.result.take.click, "À reprendre à la main")


def test_what_an_edition_changes_its_trial_and_the_key_it_goes_to(walk: Walk, make_pack: Callable[..., Path]) -> None:
    usb, dossier = walk.place / "clé usb", walk.place / "saint-exemple.kitess"
    usb.mkdir()
    shutil.copy(make_pack("2027.01", "2027-01-31"), usb)
    with Dossier.create(dossier) as made:
        made.record("action:elu-referent", "status", "fait")
        made.record("action:elu-reunion", "note", "À reprendre.")
    page = walk.go(ScreenId.EDITION, EditionPage)
    walk.desk.context.open_texts.compare_with(make_pack())
    walk.look(page.compare.click, "Identifiants disparus")
    page.tasks.result.leave.click()
    walk.dialogs.path = walk.place / "exemple-2027.06.kitpack"
    page.pack.choose.click()
    walk.dialogs.path = dossier
    walk.look(page.trial.click, "Essai sur « saint-exemple.kitess »")
    walk.dialogs.path = usb
    walk.look(page.tasks.result.take.click, "plus ancienne")
    page.tasks.result.take.click()
    walk.rest()
    walk.look(page.write.click, "la même")


def test_a_key_made_step_by_step(walk: Walk) -> None:
    page, synced = walk.go(ScreenId.KEYS, KeysPage), walk.place / "OneDrive - Mairie"
    synced.mkdir()
    walk.look(page.make.click, "étape 1 sur 4")
    walk.look(page.tasks.result.take.click, "étape 2 sur 4")
    walk.dialogs.path = synced / "ma clé.cle"
    walk.look(page.tasks.result.take.click, "OneDrive")
    walk.dialogs.path = walk.place / "ma clé.cle"
    walk.look(page.tasks.result.take.click, "étape 3 sur 4")
    walk.look(page.tasks.result.take.click, "étape 4 sur 4")


def test_a_key_printed_found_again_followed_and_revoked(walk: Walk, key: Path, public: str) -> None:
    page, second = walk.go(ScreenId.KEYS, KeysPage), walk.place / "b.cle"
    following = keys.make_key(second)
    walk.dialogs.path = key
    walk.look(page.reprint.click, "La feuille de secours")
    page.tasks.result.leave.click()
    page.groups.setPlainText(" ".join(map(paper_key.printed, paper_key.groups(keys.read_key(key)))))
    walk.look(page.find_again.click, "Les dix-sept groupes sont justes")
    walk.dialogs.path = walk.place / "rendue.cle"
    walk.look(page.tasks.result.take.click, "Votre clé est retrouvée")
    page.tasks.result.leave.click()
    page.next.setText(following)
    page.present.show_folder(str(key))
    walk.look(page.name_next.click, "ne se défait pas")
    page.tasks.result.leave.click()
    publisher_keys.name_next(walk.folder, key, following)
    walk.desk.context.folder.changed.emit()
    page.revoked.choose(public)
    walk.look(page.revoke.click, following[:8])
