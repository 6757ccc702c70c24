"""Rows of who one is, whom one knows, and how one writes: acts, the council, the directory, the two writings."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from kit.acts.record import home
from kit.mandate.directory import added, contacts
from tests.gui.hands import Dialogs, Hands, plain
from tests.gui.table.rows import row
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf
from ui.features.acts.page import ActPage
from ui.features.contact.page import ContactPage
from ui.features.directory.page import DirectoryPage
from ui.features.dossier.page import CollectivitePage
from ui.features.printing.page import PrintPage
from ui.services.navigation import PageId, Route, ToActModel, ToContact, ToPrint

LEFT = Qt.MouseButton.LeftButton
COUNCIL = datetime.date.today() + datetime.timedelta(days=40)
DAY = f"{COUNCIL:%d/%m/%Y}"
SETTLED = 30_000  # ms


def named(hands: Hands, **more: str) -> None:
    """Type in « Ma collectivité » who one is; the name outside the list of communes."""
    session = hands.window.context.session
    session.set_text("identity", "name", "Saint-Exemple")
    session.set_text("identity", "kind", "commune")
    page = hands.go(Route(PageId.COLLECTIVITE), CollectivitePage)
    for name, words in more.items():
        field = page.boxes[name].field
        assert isinstance(field, QLineEdit)
        field.setFocus()
        hands.write(words)
        hands.key(Qt.Key.Key_Return)


def act(hands: Hands, model: str) -> ActPage:
    """Begin an act; return its page once the act is shown."""
    page = hands.go(ToActModel(model), ActPage)
    hands.qtbot.waitUntil(lambda: page.editor is not None and page.editor.latest is not None, timeout=SETTLED)
    return page


@row("N1", "Actes prêts à adapter, au nom de la commune")
def test_what_is_typed_once_fills_the_act_the_letter_and_the_message(
    hands: Hands, dialogs: Dialogs, tmp_path: Path
) -> None:
    named(hands, mayor="Alix Exemple", council=DAY)
    page = act(hands, "deliberation-commission-ess")
    dialogs.path = tmp_path / "deliberation.docx"
    page.output.menu.action(".docx").trigger()
    hands.qtbot.waitUntil(lambda: ".docx" in page.output.outlet.said, timeout=SETTLED)
    said = " ".join(Office(dialogs.path.read_bytes()).text.split())
    assert "Saint-Exemple" in said and "Alix Exemple" in said and str(COUNCIL.year) in said
    assert "À COMPLÉTER" in said, "what nobody gave is seen"
    contact = hands.go(ToContact("rencontre"), ContactPage)
    assert str(COUNCIL.year) in contact.draft().body and "Saint-Exemple" in contact.draft().body


@row("N2", "Le dossier de séance en un clic")
def test_the_file_for_the_council_is_one_press(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    named(hands, mayor="Alix Exemple", council=DAY, population="600")
    hands.window.context.session.set_text(*home("executif.titre"), "la-maire")
    page = act(hands, "deliberation-commission-ess")
    dialogs.path = tmp_path
    page.notes.session_requested.emit()
    asked = page.notes.ask.form
    assert asked is not None and list(asked.boxes) == ["seance.lieu"], "only what nobody gave yet"
    asked.boxes["seance.lieu"].field.setFocus()
    hands.write("salle du Tilleul")
    hands.qtbot.mouseClick(page.notes.ask.make, LEFT)
    hands.qtbot.waitUntil(lambda: "Enregistré" in page.output.outlet.said, timeout=SETTLED)
    (made,) = tmp_path.glob("*seance*.pdf")
    said = " ".join(Pdf(made.read_bytes()).text().split())
    for part in (
        "Note à",
        "Pour la maire, Alix Exemple",
        "Où nous en sommes",
        "Projet d’acte",
        "Contact",
        "Sources",
        "salle du Tilleul",
    ):
        assert part in said, part


@row("N16", "Répertoire local")
def test_two_spellings_are_joined_found_and_printed_as_labels(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    session = hands.window.context.session
    for values in (
        {"name": "Assoc. Exemple", "place": "12 rue Exemple, 23000 Guéret"},
        {"name": "Association EXEMPLE"},
    ):
        session.apply(added(values)[1])
    page = hands.go(Route(PageId.DIRECTORY), DirectoryPage)
    hands.qtbot.mouseClick(page.list.doubles.join, LEFT)
    assert len(contacts(session.dossier)) == 1
    dialogs.path = tmp_path / "etiquettes.pdf"
    with hands.qtbot.waitSignal(page.list.outlet.saved, timeout=SETTLED):
        page.list.ways.action("labels").trigger()
    assert "12 rue Exemple" in " ".join(Pdf(dialogs.path.read_bytes()).text().split())
    hands.ctrl(Qt.Key.Key_K)
    hands.write("Exemple")
    hands.qtbot.waitUntil(lambda: "épertoire" in hands.words())


@row("N17", "Deux écritures : « élu·es » ou « élues et élus »")
def test_the_double_form_is_chosen_for_screen_paper_and_message(hands: Hands) -> None:
    dotted = re.compile(r"[^\W\d_]·[^\W\d_]")
    hands.go(Route(PageId.ACT, "elu-designe"))
    assert dotted.search(hands.words())
    hands.window.context.settings.set("writing", "double")
    hands.window.restyle()
    for place in (Route(PageId.ACT, "elu-designe"), Route(PageId.HOME), Route(PageId.COLLECTIVITE)):
        hands.go(place)
        assert not dotted.search(hands.words()), place
    paper = hands.go(ToPrint(of="elu-designe"), PrintPage)
    hands.qtbot.waitUntil(lambda: paper.preview.page_count > 0, timeout=SETTLED)
    assert not dotted.search(plain(paper.preview.words()))
    contact = hands.go(ToContact(), ContactPage)
    assert not dotted.search(contact.draft().body)
