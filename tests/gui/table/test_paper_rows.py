"""Rows of printing, of the documents and of what leaves by mail."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kit.documents.paper import Margins
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.calls import Call
from tests.gui.features.contact.contact_hands import answer, other_way
from tests.gui.features.printing.test_paper import PageDialog, answered, margins
from tests.gui.hands import Dialogs, Hands, plain
from tests.gui.mail_program import MailProgram
from tests.gui.marking import mark
from tests.gui.printers import printer_to
from tests.gui.table.rows import row
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Node, Pdf
from ui.features.acts.page import ActPage
from ui.features.contact.page import ContactPage
from ui.features.printing.page import PrintPage
from ui.output import printing
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToContact, ToPrint
from ui.switches.tour import settle

LEFT = Qt.MouseButton.LeftButton
COMMISSION, BOX = "action:elu-commission", "Avoir une commission ESS"
SETTLED = 30_000  # ms


@pytest.fixture
def dossier(tmp_path: Path, call: Call) -> Path:
    """Return the dossier of a commune with a tick, a note and a day."""
    path = tmp_path / "saint-exemple.kitess"
    with Dossier.create(path) as made:
        made.record("identity", "name", "Saint-Exemple")
        made.record("identity", "population", "600")
        made.record("identity", "kind", "commune")
        made.record("identity", "council", "2027-03-12")
        made.record(COMMISSION, "status", "fait")
        made.record(COMMISSION, "note", "Votée le 12")
        made.record("action:reseaux-ptce", "due", "2027-06-30")
    return path


def written(call: Call, out: Path, *words: str | Path) -> bytes:
    """Make a call that writes a file; return what it wrote."""
    done = call(*words, "--out", out)
    assert done.code == 0, done.err
    return out.read_bytes()


def printing_page(hands: Hands, key: str = "", of: str = "") -> PrintPage:
    """Return the print screen of a document, once its preview is made."""
    page = hands.go(ToPrint(key, of=of), PrintPage)
    hands.qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=SETTLED)
    return page


def boxes(pdf: Pdf) -> list[Node]:
    """Return the boxes to tick of a list on paper: each a drawing before its item."""
    return [figure for label in pdf.root.all("Lbl") for figure in label.all("Figure")]


# --- print ---


@row("F34", "Impression par l’imprimante du système")
def test_the_pages_go_to_the_printer_at_their_size(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = printing_page(hands, of="elu-designe")
    out = tmp_path / "papier.pdf"
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(page, "ask_printer", lambda _document: printer_to(out))
    hands.qtbot.mouseClick(page.foot.printing, LEFT)
    hands.qtbot.waitUntil(lambda: not page.output.is_busy and out.exists(), timeout=SETTLED)
    with pikepdf.open(out) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


@row("F35", "Mise en page et aperçu avant impression")
def test_the_preview_is_what_will_be_printed_on_the_paper_chosen(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    page = printing_page(hands, of="elu-designe")
    hands.sees("1 page, 1 feuille")
    assert BOX in page.preview.words()
    hands.qtbot.mouseClick(page.options.how.paper.button("a3"), LEFT)
    answered(monkeypatch, PageDialog, margins(40, 30, 15, 25))
    hands.click("Papier et marges de l’imprimante")
    settle(hands.window.context)
    document = page.document()
    assert document is not None and document.margins == Margins(40, 30, 15, 25)
    hands.sees("40 à gauche")


@row("F36", "Liste imprimée avec ses cases")
def test_every_action_of_a_list_has_its_box_on_paper(call: Call, dossier: Path, tmp_path: Path) -> None:
    pdf = Pdf(written(call, tmp_path / "l.pdf", "checklist", "--lever", "elu-designe", "--dossier", dossier))
    states = [node.alt for node in boxes(pdf)]
    assert len(states) == 4 and sorted(set(states)) == ["Fait", "À faire"], "the starting point and three actions"


@row("F37", "Choisir ce qui s’imprime")
def test_why_steps_notes_and_what_remains_are_chosen(hands: Hands) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    page = printing_page(hands, of="elu-designe")
    assert BOX in page.preview.words()
    short = len(page.preview.words())
    hands.click("Seulement ce qui reste")
    settle(hands.window.context)
    assert BOX not in page.preview.words()
    hands.click("Le pourquoi de chaque action")
    settle(hands.window.context)
    assert len(page.preview.words()) > short


@row("F38", "PDF")
def test_a_page_is_saved_as_pdf(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    page = printing_page(hands, of="elu-designe")
    dialogs.path = tmp_path / "liste.pdf"
    hands.click("Enregistrer (PDF)")
    hands.qtbot.waitUntil(lambda: not page.output.is_busy and dialogs.path.exists(), timeout=SETTLED)  # type: ignore[union-attr]
    assert dialogs.path.read_bytes().startswith(b"%PDF-")


@row("F39", "PDF balisé (PDF/UA)")
def test_the_pdf_has_titles_a_language_and_marks(call: Call, dossier: Path, tmp_path: Path) -> None:
    pdf = Pdf(written(call, tmp_path / "plan.pdf", "plan", "--dossier", dossier))
    assert pdf.pdf.Root.MarkInfo.Marked and str(pdf.pdf.Root.Lang) == "fr-FR"
    assert pdf.root.all("H1") and pdf.root.all("TH")
    with pdf.pdf.open_metadata() as told_of:
        assert told_of["pdfuaid:part"] == "1"


@row("F40", "Word et ODT à modifier")
def test_word_and_odt_have_real_titles(call: Call, dossier: Path, tmp_path: Path) -> None:
    for name in ("plan.docx", "plan.odt"):
        assert Office(written(call, tmp_path / name, "plan", "--dossier", dossier)).headings[0][0] == 1


@row("F41", "Tableur")
def test_the_plan_is_a_spreadsheet_with_dates(call: Call, dossier: Path, tmp_path: Path) -> None:
    for name in ("plan.ods", "plan.xlsx", "plan.csv"):
        assert written(call, tmp_path / name, "plan", "--dossier", dossier)
    with ZipFile(tmp_path / "plan.ods") as file:
        assert 'office:date-value="2027-06-30' in file.read("content.xml").decode()


@row("F42", "Diapositives pour le conseil")
def test_the_council_is_shown_a_lever_a_page(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    page = printing_page(hands, "diapositives")
    assert "Ce que nous proposons de faire maintenant" in plain(page.preview.words())
    dialogs.path = tmp_path / "conseil.pdf"
    hands.click("Enregistrer (PDF)")
    hands.qtbot.waitUntil(lambda: not page.output.is_busy and dialogs.path.exists(), timeout=SETTLED)
    with pikepdf.open(dialogs.path) as pdf:
        wide, high = (float(side) for side in list(pdf.pages[0].MediaBox)[2:])
        assert wide > high and len(pdf.pages) == 8


# --- contact ---


@row("F43", "Envoyer une page ou une action par courriel")
def test_a_page_is_sent_with_its_pdf(hands: Hands) -> None:
    hands.go(ToArticle("commerces-proximite"))
    hands.click("Partager cette page")
    page = hands.window.current_page
    assert isinstance(page, ContactPage)
    page.form.recipient.address.setText("camille@exemple.example")
    assert "Commerces de proximité" in plain(page.draft().body).replace("\n", " ")
    page.form.attach.attach.setChecked(True)
    enclosed = page.editor.enclosed()
    assert enclosed is not None and enclosed.name.endswith(".pdf")


@row("F44", "Message déjà écrit à un organisme nommé")
def test_the_mail_program_gets_a_written_message_to_the_cress(hands: Hands, mail_program: MailProgram) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    page = hands.go(ToContact(about="elu-designe"), ContactPage)
    answer(page)
    hands.click("Ouvrir dans ma messagerie")
    hands.qtbot.waitUntil(lambda: bool(mail_program.received))
    url = mail_program.received[0].decode()
    assert url.startswith("mailto:contact@cress-na.org?subject=") and "Saint-Exemple" in unquote(url)


@row("F45", "Brouillon .eml avec le document joint")
def test_the_draft_is_a_file_with_the_plan_enclosed(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    page = hands.go(ToContact("plan"), ContactPage)
    answer(page)
    page.form.recipient.address.setText("camille@exemple.example")
    dialogs.path = tmp_path / "plan.eml"
    other_way(page, "save")
    hands.qtbot.waitUntil(dialogs.path.exists, timeout=10_000)
    draft = dialogs.path.read_bytes()
    assert b"X-Unsent: 1" in draft and b"Content-Type: application/pdf" in draft


@row("F46", "Une issue sans logiciel de messagerie")
def test_copy_code_and_letter_need_no_mail_program(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    page = hands.go(ToContact(), ContactPage)
    answer(page)
    other_way(page, "copy")
    assert "Saint-Exemple" in QGuiApplication.clipboard().text()
    other_way(page, "code")
    assert page.panel.qr.isVisible()
    dialogs.path = tmp_path / "courrier.docx"
    other_way(page, "letter")
    hands.qtbot.mouseClick(page.panel.address.save, LEFT)
    hands.qtbot.waitUntil(dialogs.path.exists, timeout=SETTLED)


# --- wishes ---


@row("W1", "Imprimer la liste, avec ses cases, sur papier")
@pytest.mark.parametrize("size", ["11", "24"])
def test_boxes_on_paper_are_as_many_as_actions(
    call: Call, dossier: Path, tmp_path: Path, hands: Hands, size: str
) -> None:
    pdf = Pdf(written(call, tmp_path / "l.pdf", "checklist", "--dossier", dossier, "--size", size))
    outline = hands.window.context.library.outline
    points = len(outline.actions) + sum(lever.milestone is not None for lever in outline.levers)
    assert len(boxes(pdf)) == points
    assert len(pdf.pdf.pages) > (size == "24")


@row("W20", "Le bouton de courriel ne fait rien")
def test_a_message_that_nothing_opens_is_said_and_kept(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: False)
    page = hands.go(ToContact(), ContactPage)
    answer(page)
    hands.click("Ouvrir dans ma messagerie")
    hands.qtbot.waitUntil(page.panel.opened.isVisible)
    assert "Aucun logiciel de messagerie" in page.panel.opened.words()
    assert page.context.outbox.waiting() == 1


@row("W21", "Word ou Excel, pas seulement PDF")
def test_an_act_is_written_for_word(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    page = hands.go(ToActModel("arrete-delegation-ess"), ActPage)
    hands.qtbot.waitUntil(lambda: page.editor is not None and page.editor.latest is not None, timeout=SETTLED)
    dialogs.path = tmp_path / "arrete.docx"
    page.output.menu.action(".docx").trigger()
    hands.qtbot.waitUntil(lambda: ".docx" in page.output.outlet.said, timeout=SETTLED)
    assert "{{" not in " ".join(Office(dialogs.path.read_bytes()).paragraphs)


@row("W22", "Choisir la quantité imprimée")
def test_boxes_alone_or_with_why_and_notes_and_the_pages_before(call: Call, dossier: Path, tmp_path: Path) -> None:
    found = []
    for number, more in enumerate(((), ("--with", "why"), ("--with", "why,notes"), ("--only", "remaining"))):
        words = written(call, tmp_path / f"{number}.txt", "checklist", "--dossier", dossier, *more).decode()
        found.append((len(words), "Votée le 12" in words, BOX in words))
    (bare, *_), (why, *_), noted, left = found
    assert bare < why and noted[1] and not found[0][1] and not left[2]


# --- what no peer has ---


@row("N3", "Le message à la CRESS, prêt et sans Internet")
def test_a_message_waits_and_is_said_sent_by_who_sent_it(hands: Hands, mail_program: MailProgram) -> None:
    page = hands.go(ToContact("levier", about="reseaux"), ContactPage)
    answer(page)
    hands.click("Ouvrir dans ma messagerie")
    hands.qtbot.waitUntil(lambda: page.context.outbox.waiting() == 1)
    hands.go(Route(PageId.OUTBOX))
    hands.sees("Préparés, à envoyer")
    hands.click("Je l’ai envoyé")
    assert page.context.outbox.waiting() == 0


@row("N5", "La feuille revient du papier")
def test_codes_read_from_paper_are_typed_back(hands: Hands) -> None:
    hands.go(Route(PageId.PAPER_BACK))
    hands.write("1.1 2.1 4.2?")
    hands.sees("Appliquer (3 changements)")
    hands.key(Qt.Key.Key_Return)
    assert hands.window.context.session.status(COMMISSION) is Status.DONE
    assert {event.via for event in hands.window.context.session.last_gesture} == {"papier"}


@row("N6", "Documents vraiment accessibles")
def test_large_print_keeps_titles_and_language_in_each_format(call: Call, dossier: Path, tmp_path: Path) -> None:
    pdf = Pdf(written(call, tmp_path / "l.pdf", "checklist", "--dossier", dossier, "--size", "24"))
    assert pdf.root.all("H1") and pdf.root.all("L") and str(pdf.pdf.Root.Lang) == "fr-FR"
    for name in ("l.docx", "l.odt"):
        office = Office(written(call, tmp_path / name, "checklist", "--dossier", dossier, "--size", "24"))
        assert office.headings and "fr" in " ".join(map(str, office.raw.values()))


@row("N14", "Trois phrases pour convaincre")
def test_arguments_are_there_to_say_and_to_print_for_the_mayor(hands: Hands) -> None:
    hands.go(ToArticle("commerces-proximite"))
    hands.reads("En trente secondes")
    hands.reads("On vous dira")
    page = printing_page(hands, "fiche-du-maire")
    assert page.preview.page_count == 1


@row("N15", "Plan d’action compatible avec Territoires en Transitions")
def test_the_plan_takes_the_columns_of_that_platform(call: Call, dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.csv"
    head = written(call, out, "plan", "--dossier", dossier, "--columns", "territoires-en-transitions").decode(
        "utf-8-sig"
    )
    assert "Axe (x)" in head.splitlines()[0]


@row("N18", "La feuille qui se plie, l’affiche")
def test_the_booklet_folds_and_the_poster_is_a3(call: Call, tmp_path: Path) -> None:
    for name, words in (("livret.pdf", ("booklet", "--imposed")), ("affiche.pdf", ("poster",))):
        data = written(call, tmp_path / name, *words)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            sides = sorted(round(float(side) / 72 * 25.4) for side in pdf.pages[0].MediaBox[2:])
        assert sides == ([210, 297] if name == "livret.pdf" else [297, 420])


@row("N20", "Économe en encre")
def test_pages_and_sheets_are_told_and_the_ground_is_white(hands: Hands) -> None:
    page = printing_page(hands, "plan")
    assert re.fullmatch(r"\d+ pages, \d+ feuilles? recto-verso", plain(page.foot.paper))
    hands.qtbot.mouseClick(page.options.how.sides.button("recto"), LEFT)
    assert "recto-verso" not in page.foot.paper
