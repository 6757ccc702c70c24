"""Ten minutes of four people, by what is in sight: the first day, before a council, with a key, six years later.

``make parcours`` keeps a picture of each step in docs/images/parcours (docs/parcours.md tells what was seen).
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from kit.content.diagnostic import Answer
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.mandate.agenda import Kind
from tests.gui.hands import Dialogs, Hands
from tests.gui.mail_program import MailProgram
from tests.gui.windows import open_window
from ui.features.acts.page import ActPage
from ui.features.agenda.page import AgendaPage
from ui.features.dossier.merge_page import MergePage
from ui.features.dossier.page import CollectivitePage
from ui.features.help.pictures import SIZE, small
from ui.features.home.diagnostic_page import StartHerePage
from ui.features.home.question_card import QuestionCard
from ui.features.mandate.page import HISTORY, INSTANTS, PAPERS, MandatePage
from ui.features.paper_back.page import PaperBackPage
from ui.features.plan.page import PlanPage
from ui.features.printing.page import PrintPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToPrint, ToUpdate
from ui.switches.tour import settle
from ui.widgets.scroll import bring_into_sight

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton
SETTLED = 30_000  # ms
COMMISSION, CRESS, EXTRA = "action:elu-commission", "action:reseaux-cress", "action:elu-extra-municipale"
IDENTITY = {
    "name": "Saint-Exemple",
    "departement": "Creuse",
    "departement_code": "23",
    "kind": "commune",
    "population": "600",
}


class Person(Hands):
    """Hands of one person, and the pictures of what she sees, kept where ``KIT_PARCOURS`` says."""

    def __init__(self, qtbot: QtBot, context: AppContext, name: str) -> None:
        super().__init__(qtbot, open_window(qtbot, context, size=SIZE))
        self.name, self.number = name, 0

    def show(self, step: str, *words: str) -> None:
        """See that a step says these words, and keep its picture."""
        settle(self.window.context)
        self.sees(*words)
        self.number += 1
        if folder := os.environ.get("KIT_PARCOURS"):
            shot = self.window.grab().toImage()
            small(shot).save(str(Path(folder) / f"{self.name}-{self.number:02}-{step}.png"))

    def press(self, button: object) -> None:
        """Press a button that is in sight."""
        self.qtbot.waitUntil(button.isEnabled, timeout=SETTLED)  # type: ignore[attr-defined]
        self.qtbot.mouseClick(button, LEFT)  # type: ignore[call-overload]


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    return Dialogs(monkeypatch)


@pytest.fixture
def person(qtbot: QtBot, make_context: Callable[..., AppContext]) -> Callable[[str, Path | None], Person]:
    """Return a function that opens the window of someone, on a dossier that is there or a fresh one."""
    return lambda name, dossier: Person(qtbot, make_context(dossier), name)


def known(path: Path, **more: str) -> Path:
    """Write the dossier of a commune that said who it is."""
    with Dossier.create(path) as dossier:
        for field, value in (IDENTITY | more).items():
            dossier.record("identity", field, value)
    return path


def test_an_elected_person_on_the_first_day(
    person: Callable[[str, Path | None], Person], dialogs: Dialogs, tmp_path: Path, mail_program: MailProgram
) -> None:
    she = person("elue", None)
    she.show("accueil", "Par où commencer", "Contacter la CRESS")
    she.click("Comprendre")
    she.show("comprendre", "L’ESS en cinq minutes")
    she.click("L’ESS en cinq minutes")
    she.show("texte", "L’ESS en cinq minutes")
    she.click("Convaincre")
    she.show("convaincre", "Commerces")
    she.click("Commerces")
    she.show("sujet", "En trente secondes")
    she.go(Route(PageId.HOME))
    she.click("12 questions")
    page = she.window.current_page
    assert isinstance(page, StartHerePage)
    for number, card in enumerate(page.findChildren(QuestionCard)):
        she.press(card.button(Answer.YES if number == 2 else Answer.NO))
    bring_into_sight(page.result.start)
    she.show("trois-actions", "12 réponses sur 12")
    she.press(page.result.start)
    she.click("Agir")
    she.click("Avoir une commission ESS", QCheckBox)
    she.show("agir", "1 action faite sur 3", "Annuler")
    she.click("Mon plan d’action")
    she.show("plan", "À faire")
    she.go(ToPrint(of="elu-designe"))
    dialogs.path = tmp_path / "liste.pdf"
    she.show("imprimer", "1 page, 1 feuille")
    she.click("Enregistrer (PDF)")
    she.qtbot.waitUntil(dialogs.path.exists, timeout=SETTLED)
    she.click("Contacter la CRESS")
    she.type("Votre collectivité", "Saint-Exemple")
    she.type("Prénom et nom", "Camille Exemple")
    she.type("Fonction", "adjointe")
    she.type("Courriel", "mairie@saint-exemple.example")
    she.show("contacter", "Ouvrir dans ma messagerie")
    she.click("Ouvrir dans ma messagerie")
    she.qtbot.waitUntil(lambda: bool(mail_program.received))
    she.show("message-parti", "Le message est-il parti")
    assert she.window.feedback.text().startswith("Le message reste dans")


def test_a_secretary_before_a_council(
    person: Callable[[str, Path | None], Person], dialogs: Dialogs, tmp_path: Path
) -> None:
    council = datetime.date.today() + datetime.timedelta(days=40)
    she = person("secretaire", known(tmp_path / "saint-exemple.kitess"))
    she.show("accueil", "Saint-Exemple")
    page = she.go(Route(PageId.COLLECTIVITE), CollectivitePage)
    line = page.boxes["council"].field
    assert isinstance(line, QLineEdit)
    line.setFocus()
    she.write(f"{council:%d/%m/%Y}")
    she.key(Qt.Key.Key_Return)
    she.show("collectivite", "Saint-Exemple")
    calendar = she.go(Route(PageId.AGENDA, "mois"), AgendaPage)
    for _ in range(2):
        if calendar.grid.month != (council.year, council.month):
            she.click("Mois suivant")
    assert any(one.kind is Kind.COUNCIL and one.day == council for one in calendar.agenda().moments)
    she.show("calendrier", "Calendrier")
    she.click("Modèles à adapter")
    she.show("modeles", "25 modèles")
    act = she.go(ToActModel("deliberation-commission-ess"), ActPage)
    she.qtbot.waitUntil(lambda: act.editor is not None and act.editor.latest is not None, timeout=SETTLED)
    she.show("deliberation", "Saint-Exemple")
    dialogs.path = tmp_path / "deliberation.docx"
    act.output.menu.action(".docx").trigger()
    she.qtbot.waitUntil(lambda: ".docx" in act.output.outlet.said, timeout=SETTLED)
    she.show("pour-word", "Ouvrir le document")
    folder = tmp_path / "conseil"
    folder.mkdir()
    dialogs.path = folder
    act.notes.session_requested.emit()
    asked = act.notes.ask.form
    assert asked is not None
    for name, words in (("executif.nom", "Alix Exemple"), ("seance.lieu", "salle du Tilleul")):
        asked.boxes[name].field.setFocus()
        she.write(words)
    she.show("ce-qui-manque", "salle du Tilleul")
    she.press(act.notes.ask.make)
    she.qtbot.waitUntil(lambda: len(list(folder.glob("*seance*"))) == 2, timeout=SETTLED)
    settle(she.window.context)
    she.show("dossier-de-seance", "Enregistré")
    she.go(Route(PageId.ACT, "elu-designe"))
    she.key(Qt.Key.Key_F11)
    meeting = she.window.meetings.window
    assert meeting is not None
    she.press(meeting.buttons[Status.DONE])
    meeting.close()
    printing = she.go(ToPrint("decisions"), PrintPage)
    she.qtbot.waitUntil(lambda: printing.preview.page_count > 0, timeout=SETTLED)
    she.show("releve", "1 page")
    assert "C’est fait" in printing.preview.words()


def test_a_colleague_with_a_key(person: Callable[[str, Path | None], Person], dialogs: Dialogs, tmp_path: Path) -> None:
    mine = known(tmp_path / "saint-exemple.kitess")
    with Dossier.open(mine, by="Maire") as dossier:
        dossier.record(COMMISSION, "note", "à voir en mars")
    theirs = tmp_path / "cle" / mine.name
    theirs.parent.mkdir()
    shutil.copy(mine, theirs)
    with Dossier.open(theirs, by="Adjointe à l’économie") as dossier:
        dossier.record(COMMISSION, "status", "fait")
        dossier.record(COMMISSION, "note", "votée le 12")
        dossier.record(CRESS, "status", "fait")
    with Dossier.open(mine, by="Maire") as dossier:
        dossier.record(COMMISSION, "note", "reportée")
    he = person("collegue", mine)
    he.show("accueil", "Saint-Exemple")
    he.go(Route(PageId.COLLECTIVITE))
    he.show("collectivite", "Saint-Exemple")
    page = he.go(Route(PageId.MERGE), MergePage)
    he.show("reunir", "Choisir son dossier…")
    dialogs.path = theirs
    he.press(page.choose)
    he.qtbot.waitUntil(page.go.isVisible, timeout=SETTLED)
    he.show("trois-colonnes", "reportée", "votée le 12")
    page.modes.button("tout").click()
    he.press(page.go)
    he.qtbot.waitUntil(lambda: "C’est réuni" in page.status.text(), timeout=SETTLED)
    he.show("reuni", "Défaire la réunion")
    he.press(page.plan)
    he.show("plan", "Fait")
    he.go(Route(PageId.MANDATE, HISTORY), MandatePage)
    he.show("carnet", "À faire → Fait")
    he.go(Route(PageId.PAPER_BACK), PaperBackPage)
    he.write("1.2 2.2?")
    he.show("depuis-le-papier", "Appliquer (2 changements)")
    he.key(Qt.Key.Key_Return)
    he.go(Route(PageId.RESTORE))
    he.show("copies", "action")


@pytest.fixture
def six_years(tmp_path: Path) -> Iterator[Path]:
    """Return a dossier that was begun six years ago, with a year of work in each."""
    today = datetime.datetime.now().astimezone()
    path = tmp_path / "saint-exemple.kitess"
    clock = [today - datetime.timedelta(days=6 * 365)]
    with Dossier.create(path, by="Adjointe à l’économie", now=lambda: clock[0]) as dossier:
        for field, value in IDENTITY.items():
            dossier.record("identity", field, value)
        for years, target, status, note in (
            (6, "milestone:elu-designation", "fait", ""),
            (5, COMMISSION, "fait", "Votée à l’unanimité."),
            (5, CRESS, "fait", ""),
            (4, "action:outils-commande-publique", "en-cours", "Premier marché : la cantine."),
            (3, "action:outils-commande-publique", "fait", ""),
            (2, "action:communication-medias", "fait", ""),
            (1, EXTRA, "en-pause", "À reprendre après les élections."),
        ):
            clock[0] = today - datetime.timedelta(days=years * 365 - 20)
            dossier.record(target, "status", status)
            if note:
                dossier.record(target, "note", note)
        dossier.record(EXTRA, "due", (today - datetime.timedelta(days=90)).date().isoformat())
    yield path


def test_the_same_person_six_years_later(
    person: Callable[[str, Path | None], Person], dialogs: Dialogs, tmp_path: Path, six_years: Path
) -> None:
    she = person("six-ans-apres", six_years)
    she.show("accueil", "Saint-Exemple", "En retard")
    she.click("Mon plan d’action")
    she.show("plan", "1 en retard")
    she.go(Route(PageId.PLAN, "elu-extra-municipale"), PlanPage)
    she.show("fiche", "À reprendre après les élections.")
    she.go(Route(PageId.MANDATE, HISTORY), MandatePage)
    she.show("carnet", "Avoir une commission ESS")
    page = she.go(Route(PageId.MANDATE, INSTANTS), MandatePage)
    page.instants.title.setFocus()
    she.write("Fin du mandat")
    she.key(Qt.Key.Key_Return)
    she.show("instantane", "Fin du mandat")
    page = she.go(Route(PageId.MANDATE, PAPERS), MandatePage)
    she.show("transmettre", "Bilan")
    dialogs.path = tmp_path
    with she.qtbot.waitSignal(page.papers.outlet.saved, timeout=SETTLED):
        she.press(page.papers.hand)
    she.show("passation", "Passation écrite")
    page.papers.begins.setFocus()
    page.papers.begins.selectAll()
    she.write(f"{datetime.date.today():%d/%m/%Y}")
    she.press(page.papers.open_mandate)
    she.show("nouveau-mandat", "Ouvrir ce mandat")
    she.press(page.papers.sure)
    she.click("Mon plan d’action")
    she.show("a-reconfirmer", "reconfirmer")
    she.go(ToUpdate())
    she.show("textes", "livrés avec le programme")
    QApplication.processEvents()


def test_the_page_shows_each_picture_that_is_kept_and_they_are_small(root: Path) -> None:
    kept = {one.name: one.stat().st_size for one in (root / "docs" / "images" / "parcours").glob("*.png")}
    shown = re.findall(r"images/parcours/([\w-]+\.png)", (root / "docs" / "parcours.md").read_text(encoding="utf-8"))
    assert shown and sorted(shown) == sorted(kept)
    assert max(kept.values()) < 40_000
