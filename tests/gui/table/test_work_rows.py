"""Rows of the checklist, the plan, notes and the questions."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from kit.content.diagnostic import Answer
from kit.dossier.backup import backup
from kit.dossier.model import Status
from tests.gui.hands import Dialogs, Hands, plain
from tests.gui.marking import mark
from tests.gui.table.rows import row
from tests.gui.windows import open_window
from tests.unit.documents.office_reading import Office
from ui.features.dossier.restore_page import RestorePage
from ui.features.home.diagnostic_page import StartHerePage
from ui.features.home.question_card import QuestionCard
from ui.features.levers.checklist_item import ChecklistItem
from ui.features.levers.lever_view import LeverView
from ui.features.levers.page import LeversPage
from ui.features.mandate.page import HISTORY
from ui.features.plan.page import PlanPage
from ui.features.plan.sheet import PlanSheet
from ui.features.reading.page import ArticlePage
from ui.plan.action_fields import ActionFields
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.text.list_page import ListPage

Key = Qt.Key
COMMISSION, EXTRA = "action:elu-commission", "action:elu-extra-municipale"
LEVER = Route(PageId.ACT, "elu-designe")
BOX = "Avoir une commission ESS"


def item(hands: Hands, words: str = BOX) -> ChecklistItem:
    """Return the box of an action in Agir, on its lever."""
    if not isinstance(hands.window.current_page, LeversPage):
        hands.go(LEVER)
    shown = (one for one in hands.window.findChildren(ChecklistItem) if one.isVisible())
    return next(one for one in shown if words in plain(one.box.accessibleName()))


def choose(hands: Hands, words: str) -> None:
    """Open the menu of states of the first action by key, and choose the state called so."""
    button = item(hands).status_button
    button.setFocus()
    hands.key(Key.Key_Space)
    menu = button.menu()
    hands.qtbot.waitUntil(menu.isVisible)
    for _ in range(12):
        active = menu.activeAction()
        if active is not None and words in active.text():
            break
        hands.qtbot.keyClick(menu, Key.Key_Down)
    hands.qtbot.keyClick(menu, Key.Key_Return)


def sheet(hands: Hands, target: str = EXTRA) -> ActionFields:
    """Open the sheet of an action in the plan; return its fields."""
    page = hands.go(Route(PageId.PLAN, target.partition(":")[2]), PlanPage)
    shown = page.pane.split.sheet
    assert isinstance(shown, PlanSheet) and shown.isVisible() and shown.target == target
    return shown.fields


def fill(hands: Hands, fields: ActionFields, name: str, words: str) -> None:
    """Type into a field of a sheet, and leave it."""
    fields.edit(name).setFocus()
    hands.write(words)
    hands.key(Key.Key_Tab)


# --- checklist and progress ---


@row("F17", "Les coches sont gardées d’une fois à l’autre")
def test_a_tick_is_there_at_the_next_start(hands: Hands, make_context: Callable[..., AppContext]) -> None:
    hands.go(LEVER)
    with hands.qtbot.waitSignal(hands.window.context.session.saved):
        hands.click(BOX, QCheckBox)
    hands.window.close()
    assert make_context().session.status(COMMISSION) is Status.DONE


@row("F18", "Progression par liste et tableau de bord")
def test_each_list_and_the_whole_tell_how_far_one_is(hands: Hands) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    hands.go(LEVER)
    hands.sees("1 action faite sur 3")
    hands.go(Route(PageId.HOME))
    hands.sees("1 action faite sur 3", "1 action faite sur 20")


@row("F19", "Étapes sous une action")
def test_steps_are_added_and_ticked_under_an_action(hands: Hands) -> None:
    steps = sheet(hands).steps
    assert steps is not None
    steps.new.setFocus()
    hands.write("Appeler le maire")
    hands.key(Key.Key_Return)
    (made,) = steps.rows.values()
    made.box.setFocus()
    hands.key(Key.Key_Space)
    hands.sees("Étapes : 1 sur 1")


@row("F20", "Plus que fait ou pas fait")
def test_an_action_takes_any_of_seven_states(hands: Hands) -> None:
    states = {"En cours": Status.DOING, "À faire": Status.TODO, "Non concerné": Status.NOT_CONCERNED}
    for words, status in states.items():
        choose(hands, words)
        assert hands.window.context.session.status(COMMISSION) is status
    assert len(Status) == 7


@row("F21", "« Non concerné » sort du compte")
def test_what_does_not_concern_one_leaves_the_count(hands: Hands) -> None:
    choose(hands, "Non concerné")
    hands.sees("0 action faite sur 2 · 1 non concernée")
    for action in hands.window.context.library.outline.levers[0].actions:
        mark(hands.window.context.session, f"action:{action.id}", Status.NOT_CONCERNED)
    hands.go(LEVER)
    assert "sur 0" not in hands.words()


@row("F22", "Pilote, élu·e référent·e, partenaires de chaque action")
def test_who_pilot_and_partners_are_kept_with_an_action(hands: Hands) -> None:
    fields = sheet(hands)
    for name, words in (("who", "Adjointe à l’économie"), ("pilot", "Agente"), ("partners", "CRESS")):
        fill(hands, fields, name, words)
        assert hands.window.context.session.text(EXTRA, name) == words


@row("F23", "Échéances et « en retard »")
def test_a_day_that_has_passed_is_told_as_late(hands: Hands) -> None:
    day = datetime.date.today() - datetime.timedelta(days=3)
    fill(hands, sheet(hands), "due", f"{day:%d/%m/%Y}")
    assert hands.window.context.session.text(EXTRA, "due") == day.isoformat()
    hands.sees("1 en retard")
    hands.go(Route(PageId.HOME))
    hands.sees("En retard de 3 jours")


@row("F24", "Preuves : fichiers ou liens d’une action")
def test_a_file_is_kept_beside_the_dossier_as_evidence(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "délibération.txt"
    dialogs.path.write_text("votée", encoding="utf-8")
    evidence = sheet(hands).evidence
    assert evidence is not None
    with hands.qtbot.waitSignal(hands.window.context.session.changed):
        hands.qtbot.mouseClick(evidence.file, Qt.MouseButton.LeftButton)
    folder = Path(f"{hands.window.context.session.path}.pieces")
    assert [one.read_text(encoding="utf-8") for one in folder.iterdir()] == ["votée"]
    hands.qtbot.waitUntil(lambda: "délibération.txt" in hands.words())


@row("F25", "Actions et listes à soi")
def test_a_list_of_ones_own_with_an_action_of_ones_own(hands: Hands) -> None:
    page = hands.go(LEVER, LeversPage)
    hands.qtbot.mouseClick(page._list.new_button, Qt.MouseButton.LeftButton)
    hands.write("Nos liens avec la presse")
    hands.key(Key.Key_Return)
    next(one for one in page.findChildren(LeverView) if one.isVisible()).own.new.setFocus()
    hands.write("Appeler le journal")
    hands.key(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: "+ 1 à vous" in hands.words() and "Appeler le journal" in hands.words())
    hands.sees("Nos liens avec la presse")


@row("F26", "« Montrer ce qui reste »")
def test_the_plan_is_narrowed_to_what_remains(hands: Hands) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    page = hands.go(Route(PageId.PLAN), PlanPage)
    shown = page.pane.split.views.model
    before = {one.target for one in shown.rows}
    hands.qtbot.mouseClick(page.pane.filters.remaining, Qt.MouseButton.LeftButton)
    assert before - {one.target for one in shown.rows} == {COMMISSION}


@row("F27", "Pourquoi et comment à côté de chaque case")
def test_each_box_says_why_and_leads_to_how(hands: Hands) -> None:
    item(hands)
    hands.sees(plain(hands.window.context.library.article("elu-commission").summary))
    hands.go(ToArticle("elu-commission"), ArticlePage)
    hands.reads("C’est fait quand")
    hands.sees(BOX)


@row("F30", "Historique daté des changements")
def test_the_book_tells_each_change_with_its_day(hands: Hands) -> None:
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    hands.go(Route(PageId.MANDATE, HISTORY))
    hands.reads(f"1.1 {BOX}")
    hands.reads("À faire → Fait")
    hands.reads(str(datetime.date.today().year))


@row("F31", "Notes libres par page et par action")
def test_a_page_and_an_action_carry_notes(hands: Hands) -> None:
    page = hands.go(ToArticle("commerces-proximite"), ArticlePage)
    hands.click("Écrire une note")
    hands.write("Voir le syndicat")
    page.view.setFocus()
    session = hands.window.context.session
    assert session.text("article:commerces-proximite", "note") == "Voir le syndicat"
    fill(hands, sheet(hands), "note", "Au conseil de mars")
    assert session.text(EXTRA, "note") == "Au conseil de mars"
    text = hands.go(Route(PageId.FAVOURITES), ListPage).view.toPlainText()
    assert "Voir le syndicat" in text or "Commerces" in text


@row("F33", "Questionnaire guidé")
def test_twelve_questions_lead_to_three_first_actions(hands: Hands) -> None:
    hands.click("12 questions")
    page = hands.window.current_page
    assert isinstance(page, StartHerePage)
    for card in page.findChildren(QuestionCard):
        hands.qtbot.mouseClick(card.button(Answer.NO), Qt.MouseButton.LeftButton)
    hands.sees("12 réponses sur 12")
    with hands.qtbot.waitSignal(hands.window.context.session.did):
        hands.qtbot.mouseClick(page.result.start, Qt.MouseButton.LeftButton)


# --- wishes ---


@row("W2", "Ne jamais perdre mes coches")
def test_a_damaged_dossier_leads_to_its_last_good_copy(
    hands: Hands, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    session = hands.window.context.session
    mark(session, COMMISSION, Status.DONE)
    assert session.settle()
    backup(session.path)
    hands.window.close()
    session.path.write_bytes(b"")
    context = make_context(session.path)
    again = Hands(hands.qtbot, open_window(hands.qtbot, context, Route(PageId.RESTORE)))
    page = again.window.current_page
    assert isinstance(page, RestorePage)
    again.qtbot.waitUntil(lambda: bool(page.buttons))
    again.qtbot.waitUntil(lambda: "1 action faite" in again.words())
    again.sees("vide ou illisible")
    again.qtbot.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    assert context.session.status(COMMISSION) is Status.DONE


@row("N12", "Mode réunion")
def test_a_meeting_marks_live_and_ends_on_its_decisions(hands: Hands, dialogs: Dialogs, tmp_path: Path) -> None:
    hands.go(LEVER)
    hands.key(Key.Key_F11)
    meeting = hands.window.meetings.window
    assert meeting is not None and meeting.isFullScreen()
    hands.qtbot.mouseClick(meeting.buttons[Status.DOING], Qt.MouseButton.LeftButton)
    assert meeting.item is not None
    assert hands.window.context.session.status(meeting.item.on) is Status.DOING
    hands.qtbot.mouseClick(meeting.end, Qt.MouseButton.LeftButton)
    outlet = hands.window.meetings.outlet
    assert outlet is not None
    dialogs.path = tmp_path / "releve.odt"
    with hands.qtbot.waitSignal(outlet.saved, timeout=20_000):
        hands.qtbot.mouseClick(meeting.save, Qt.MouseButton.LeftButton)
    assert "Un·e élu·e est désigné·e" in " ".join(Office(dialogs.path.read_bytes()).paragraphs)
    meeting.close()
