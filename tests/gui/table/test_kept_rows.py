"""Rows of what is kept over six years: passages, the calendar, the questions a year later, copies, the passation."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from kit.content.diagnostic import Answer
from kit.dossier.backup import list_backups
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import all_highlights
from kit.dossier.highlights import highlighted as passage_of
from kit.dossier.model import Status
from kit.dossier.pieces import attach, folder_of
from kit.text_quote import TextQuote
from tests.gui.hands import Dialogs, Hands, plain
from tests.gui.marking import mark
from tests.gui.table.rows import row
from ui.app import look_after
from ui.features.agenda.page import AgendaPage
from ui.features.dossier.merge_page import MergePage
from ui.features.dossier.restore_page import RestorePage
from ui.features.home.diagnostic_page import StartHerePage
from ui.features.home.question_card import QuestionCard
from ui.features.mandate.page import HISTORY, PAPERS, MandatePage
from ui.features.printing.page import PrintPage
from ui.features.reading.page import ArticlePage
from ui.services.navigation import PageId, Route, ToArticle, ToPrint
from ui.switches.tour import settle
from ui.text.list_page import ListPage

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
TEXT = "ess-en-cinq-minutes"
COMMISSION = "action:elu-commission"
WORDS = "Une gouvernance démocratique"


def highlighted(hands: Hands, note: str = "") -> ArticlePage:
    """Select words of a text, highlight them by key, and write the note that is offered."""
    page = hands.go(ToArticle(TEXT), ArticlePage)
    place = page.view.document().find(WORDS)
    assert not place.isNull()
    page.view.setTextCursor(place)
    page.view.setFocus()
    hands.ctrl(Key.Key_U)
    if note:
        page.panel.box.field.setFocus()
        hands.write(note)
        hands.key(Key.Key_Escape)
    return page


@row("F32", "Surligner dans le texte")
def test_a_passage_is_marked_kept_and_printed_with_its_page(hands: Hands) -> None:
    page = highlighted(hands)
    (one,) = all_highlights(hands.window.context.session.dossier)
    assert " ".join(one.quote.exact.split()) == WORDS
    inside = QTextCursor(page.view.document().find(WORDS))
    assert inside.charFormat().background().color().name() == hands.window.context.theme.mark.lower()
    printed = hands.go(ToPrint(of=TEXT), PrintPage)
    hands.qtbot.waitUntil(lambda: printed.preview.page_count > 0, timeout=30_000)
    assert printed.options.own.isChecked() and "Passages surlignés" in printed.preview.words()


@row("W11", "Notes et surlignages sur les pages")
def test_passages_and_notes_stand_in_my_pages_also_when_their_words_are_gone(hands: Hands) -> None:
    highlighted(hands, "Pour le conseil")
    _, older = passage_of(TEXT, TextQuote("des mots que le texte n’a plus"))
    hands.window.context.session.apply(older)
    said = hands.go(Route(PageId.FAVOURITES), ListPage).view.toPlainText()
    assert WORDS in said and "Pour le conseil" in said
    assert "des mots que le texte n’a plus" in said and "introuvable" in said


@row("N10", "Diagnostic flash, redit un an après")
def test_a_sheet_is_typed_back_and_told_again_a_year_later(hands: Hands) -> None:
    paper = hands.go(ToPrint("par-ou-commencer"), PrintPage)
    hands.qtbot.waitUntil(lambda: paper.preview.page_count > 0, timeout=30_000)
    page = hands.go(Route(PageId.START_HERE), StartHerePage)
    hands.click("Saisir la feuille")
    for key in (Key.Key_O, Key.Key_N, Key.Key_J) * 4:
        hands.key(key)
    page.sitting.day.setText("12/03/2025")
    hands.qtbot.mouseClick(page.sitting.keep, LEFT)
    assert {event.via for event in hands.window.context.session.last_gesture} == {"papier"}
    hands.click("Répondre de nouveau")
    hands.qtbot.mouseClick(page.findChildren(QuestionCard)[1].button(Answer.YES), LEFT)
    hands.qtbot.mouseClick(page.sitting.keep, LEFT)
    hands.sees("La première fois, le 12 mars 2025 : non. Aujourd’hui : oui.")


@row("N11", "Rétro-planning sans réseau")
def test_national_moments_say_what_to_do_before_and_go_into_ones_agenda_once(
    hands: Hands, dialogs: Dialogs, tmp_path: Path
) -> None:
    day = datetime.date.today() + datetime.timedelta(days=40)
    for field, value in (("council", day.isoformat()), ("population", "600"), ("kind", "commune")):
        hands.window.context.session.set_text("identity", field, value)
    page = hands.go(Route(PageId.AGENDA, "liste"), AgendaPage)
    said = plain(page.view.toPlainText())
    assert "jours avant" in said and "Dernier jour pour envoyer la convocation" in said
    made = []
    for name in ("une.ics", "deux.ics"):
        dialogs.path = tmp_path / name
        with hands.qtbot.waitSignal(page.outlet.saved, timeout=10_000):
            hands.qtbot.mouseClick(page.calendar, LEFT)
        made.append(sorted(re.findall(r"UID:(.+)", dialogs.path.read_text(encoding="utf-8").replace("\r\n ", ""))))
    assert made[0] and made[0] == made[1] and len(set(made[0])) == len(made[0])


@row("N13", "Carnet de mandat")
def test_the_book_tells_the_mandate_and_hands_it_on_with_its_pieces(
    hands: Hands, dialogs: Dialogs, tmp_path: Path
) -> None:
    session = hands.window.context.session
    session.set_text("identity", "name", "Saint-Exemple")
    mark(session, COMMISSION, Status.DONE)
    source = tmp_path / "délibération.txt"
    source.write_text("votée", encoding="utf-8")
    attach(session.dossier, COMMISSION, source)
    hands.go(Route(PageId.MANDATE, HISTORY), MandatePage)
    hands.reads("1.1 Avoir une commission ESS")
    page = hands.go(Route(PageId.MANDATE, PAPERS), MandatePage)
    dialogs.path = tmp_path
    with hands.qtbot.waitSignal(page.papers.outlet.saved, timeout=30_000):
        hands.qtbot.mouseClick(page.papers.hand, LEFT)
    (folder,) = (one for one in tmp_path.iterdir() if one.name.startswith("saint-exemple-passation"))
    made = {one.relative_to(folder).suffix for one in folder.rglob("*") if one.is_file()}
    assert {".pdf", ".odt", ".docx", ".ods", ".kitess"} <= made
    assert any("votée" in one.read_text(encoding="utf-8", errors="ignore") for one in folder.rglob("*délib*"))


@row("F63", "Copies automatiques et reprise guidée")
def test_a_copy_is_made_by_itself_and_taken_up_again(hands: Hands) -> None:
    session = hands.window.context.session
    look_after(hands.window, hands.window.context, crashed=False)
    settle(hands.window.context)
    mark(session, COMMISSION, Status.DONE)
    assert session.settle()
    hands.qtbot.waitUntil(lambda: bool(list_backups(session.path)), timeout=10_000)
    mark(session, COMMISSION, Status.TODO)
    page = hands.go(Route(PageId.RESTORE), RestorePage)
    hands.qtbot.waitUntil(lambda: bool(page.buttons), timeout=10_000)
    hands.sees("1 différence")
    hands.qtbot.mouseClick(page.buttons[0], LEFT)
    assert session.status(COMMISSION) is Status.DONE
    hands.sees("est reprise")


@row("N4", "Fusion par clé USB")
def test_two_keys_are_united_with_their_pieces_by_choice(hands: Hands, tmp_path: Path) -> None:
    session = hands.window.context.session
    session.set_text(COMMISSION, "note", "à voir")
    assert session.settle()
    theirs, scan = tmp_path / "cle" / "saint-exemple.kitess", tmp_path / "pv.txt"
    theirs.parent.mkdir()
    shutil.copy(session.path, theirs)
    scan.write_text("procès-verbal", encoding="utf-8")
    with Dossier.open(theirs, by="Adjointe") as dossier:
        dossier.record(COMMISSION, "note", "votée")
        attach(dossier, COMMISSION, scan)
    session.set_text(COMMISSION, "note", "reportée")
    assert session.settle()
    page = hands.go(Route(PageId.MERGE), MergePage)
    page.compare(theirs)
    hands.qtbot.waitUntil(lambda: page.go.isVisible() and page.go.isEnabled(), timeout=10_000)
    hands.sees("reportée", "votée", "Tout prendre", "Sans conflit", "Choisir")
    hands.qtbot.mouseClick(page.go, LEFT)
    hands.qtbot.waitUntil(lambda: "C’est réuni" in page.status.text(), timeout=10_000)
    assert session.text(COMMISSION, "note") == "reportée"
    assert any("procès-verbal" in one.read_text(encoding="utf-8") for one in folder_of(session.path).iterdir())
    hands.qtbot.mouseClick(page.undo, LEFT)
    assert not hands.window.context.plan.item(COMMISSION).evidence
