"""Par où commencer: answers kept in the dossier, three first actions, one press to start them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kit.content.diagnostic import TARGET, Answer, first_actions
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.dossier.plan import build_plan
from kit.tokens import LIGHT
from tests.gui.looks import alone
from tests.gui.marking import mark
from ui.features.home.diagnostic_page import StartHerePage
from ui.features.home.question_card import QuestionCard
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

Key = Qt.Key


def opened(window: MainWindow) -> StartHerePage:
    window.open_route(Route(PageId.START_HERE))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, StartHerePage)
    return page


def cards(page: StartHerePage) -> list[QuestionCard]:
    return page.findChildren(QuestionCard)


def answer_all(page: StartHerePage, answer: Answer) -> None:
    for question in page.context.library.shelf.questions:
        page.context.session.set_text(TARGET, question.id, answer.value)


def wanted(page: StartHerePage, answer: Answer) -> list[str]:
    questions = page.context.library.shelf.questions
    departures = [one.milestone.id for one in page.context.library.outline.levers if one.milestone]
    found = first_actions(questions, {q.id: answer for q in questions}, leading=departures)
    return [s.action_id for s in found]


def target(page: StartHerePage, action_id: str) -> str:
    kind = page.context.library.article(action_id).kind
    return f"{'milestone' if kind == 'milestone' else 'action'}:{action_id}"


def test_the_first_screen_leads_there_while_nothing_is_ticked(window: MainWindow, qtbot: QtBot) -> None:
    home = window.current_page
    button = next(b for b in home.findChildren(QPushButton) if "12 questions" in b.text())
    assert button.text() == "Par où commencer\u00a0? 12 questions, 5 minutes"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(window.current_page, StartHerePage)
    action = window.context.library.outline.actions[0]
    mark(window.context.session, f"action:{action.id}", Status.DOING)
    window.navigator.back()
    resume = next(b for b in home.findChildren(QPushButton) if b.text() == "Reprendre\u00a0: levier 1")
    qtbot.mouseClick(resume, Qt.MouseButton.LeftButton)
    assert window.navigator.here is not None and window.navigator.here.page == PageId.ACT


def test_twelve_questions_with_their_help_and_no_answer(window: MainWindow) -> None:
    page = opened(window)
    questions = window.context.library.shelf.questions
    assert len(cards(page)) == len(questions) == 12
    for card, question in zip(cards(page), questions, strict=True):
        words = " ".join(label.text() for label in card.findChildren(QLabel)).replace("\u00a0", " ")
        assert question.question.replace("\u00a0", " ") in words and question.help.replace("\u00a0", " ") in words
        assert not any(card.button(answer).isChecked() for answer in Answer)
    assert page.count.text() == "0 réponse sur 12"
    assert not page.result.start.isVisible()


def test_the_first_screen_resumes_where_something_is_under_way(window: MainWindow, qtbot: QtBot) -> None:
    home = window.current_page
    second = window.context.library.outline.levers[1]
    mark(window.context.session, f"action:{second.actions[0].id}", Status.DOING)
    button = next(b for b in home.findChildren(QPushButton) if b.text() == "Reprendre\u00a0: levier 2")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.ACT, second.article.id)


def test_the_first_answer_is_followed(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    for card in cards(page)[:4]:
        qtbot.mouseClick(card.button(Answer.NO), Qt.MouseButton.LeftButton)
    shown = page.result._shown
    assert shown[0].title == "Un·e élu·e est désigné·e"
    assert len({action.why for action in shown}) == len(shown) == 3


def test_an_action_that_comes_second_names_the_question(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.mouseClick(cards(page)[0].button(Answer.NO), Qt.MouseButton.LeftButton)
    first, second = page.result._shown
    question = window.context.library.shelf.questions[0]
    assert first.why.replace("\u00a0", " ") == question.no.replace("\u00a0", " ")
    assert second.why == "Votre réponse à la question 1 mène aussi à cette action."
    qtbot.mouseClick(cards(page)[1].button(Answer.NO), Qt.MouseButton.LeftButton)
    third = page.result._shown[2]
    assert third.why == "Vos réponses aux questions 1 et 2 mènent à cette action."


def test_what_was_started_stands_on_one_line(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1280, 800)
    page = opened(window)
    answer_all(page, Answer.NO)
    area = page.scroller()
    assert area is not None
    settle(window.context)
    area.ensureWidgetVisible(page.result.start)
    qtbot.mouseClick(page.result.start, Qt.MouseButton.LeftButton)
    settle(window.context)
    assert page.result.done.isVisible()
    assert page.result.done.height() < 2 * page.result.done.fontMetrics().height()
    for part in (page.result.done, page.result.undo):
        place = part.mapTo(area.viewport(), part.rect().bottomLeft())
        assert 0 <= place.y() < area.viewport().height(), "what was started stays in sight, with the way back"


def test_an_answer_is_kept_in_the_dossier_and_found_again(
    window: MainWindow, qtbot: QtBot, make_context: Callable[..., AppContext]
) -> None:
    page = opened(window)
    question = window.context.library.shelf.questions[0]
    with qtbot.waitSignal(window.context.session.saved):
        qtbot.mouseClick(cards(page)[0].button(Answer.NO), Qt.MouseButton.LeftButton)
    assert cards(page)[0].implied.text().replace("\u00a0", " ") == question.no.replace("\u00a0", " ")
    assert page.count.text() == "1 réponse sur 12"
    path = window.context.session.path
    window.close()
    with Dossier.open(path) as again:
        assert again.value(TARGET, question.id) == "non"
    other = StartHerePage(make_context(path))
    alone(qtbot, other)
    assert cards(other)[0].button(Answer.NO).isChecked()


def test_letters_answer_and_go_on_to_the_result(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.focusWidget() is cards(page)[0].button(Answer.YES)
    for number, key in enumerate((Key.Key_O, Key.Key_N, Key.Key_J) * 4, 1):
        focused = window.focusWidget()
        assert focused in cards(page)[number - 1].findChildren(QPushButton)
        qtbot.keyClick(focused, key)
        assert page.count.text().startswith(f"{number} réponse")
    session = window.context.session
    kept = [session.text(TARGET, q.id) for q in window.context.library.shelf.questions]
    assert kept == ["oui", "non", "je-ne-sais-pas"] * 4
    assert window.focusWidget() is page.result.start
    assert page.scroller().verticalScrollBar().value() > 0


def test_the_last_answer_says_the_actions(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    answer_all(page, Answer.NO)
    last = window.context.library.shelf.questions[-1]
    window.context.session.set_text(TARGET, last.id, "")
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words.startswith("Vos premières actions")):
        qtbot.mouseClick(cards(page)[-1].button(Answer.NO), Qt.MouseButton.LeftButton)


def test_three_actions_with_a_reason_each_open(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    answer_all(page, Answer.NO)
    ids = wanted(page, Answer.NO)
    assert [action.action_id for action in page.result._shown] == ids and len(ids) == 3
    assert all(len(action.why) > 20 for action in page.result._shown)
    title = window.context.library.article(ids[0]).title
    buttons = page.result.findChildren(QPushButton)
    button = next(b for b in buttons if b.text() == "Ouvrir" and title in b.accessibleName())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToArticle(ids[0])


def test_done_and_not_concerned_actions_give_way(window: MainWindow) -> None:
    page = opened(window)
    answer_all(page, Answer.NO)
    first, second, third = wanted(page, Answer.NO)
    mark(window.context.session, target(page, first), Status.DONE)
    mark(window.context.session, target(page, second), Status.NOT_CONCERNED)
    left = [action.action_id for action in page.result._shown]
    assert left[0] == third and len(left) == 3 and not {first, second} & set(left)


def test_first_actions_are_chosen_not_done(window: MainWindow) -> None:
    page = opened(window)
    answer_all(page, Answer.NO)
    box = page.result.box(wanted(page, Answer.NO)[0])
    assert box.isChecked() and box.word == "Choisi"
    seen = box.grab().toImage()
    colours = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert LIGHT.primary.lower() in colours
    assert LIGHT.green.ink.lower() not in colours, "green is what is done"
    box.click()
    assert box.word == "Choisir"


def test_one_press_starts_those_chosen_and_one_takes_it_back(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    session = window.context.session
    answer_all(page, Answer.NO)
    first, second, third = wanted(page, Answer.NO)
    assert page.result.start.text() == "Mettre en cours les 3 actions"
    page.result.box(second).click()
    assert page.result.start.text() == "Mettre en cours les 2 actions"
    said = "2 actions sont en cours, en tête de votre plan."
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == said):
        qtbot.mouseClick(page.result.start, Qt.MouseButton.LeftButton)
    states = [session.status(target(page, i)) for i in (first, second, third)]
    assert states == [Status.DOING, Status.TODO, Status.DOING]
    assert not page.result.box(second).isChecked(), "what was not chosen stays so"
    assert not page.result.box(first).isEnabled()
    assert window.focusWidget() is page.result.undo
    plan = build_plan(window.context.library.outline, session.dossier, date.today())
    assert [item.id for item in plan.items[:2]] == [first, third]
    assert {(event.on, event.f) for event in session.last_gesture} == {
        (target(page, one), field) for one in (first, third) for field in ("status", "order")
    }
    qtbot.mouseClick(page.result.undo, Qt.MouseButton.LeftButton)
    assert session.last_gesture[0].on != target(page, first), "one undo took all of it back"
    plan = build_plan(window.context.library.outline, session.dossier, date.today())
    assert plan.items[0].on == "milestone:elu-designation"
    assert {session.status(target(page, i)) for i in (first, second, third)} == {Status.TODO}
    assert not page.result.undo.isVisible()


def test_ctrl_z_takes_an_answer_back(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.mouseClick(cards(page)[2].button(Answer.YES), Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.count.text() == "0 réponse sur 12"
    assert not cards(page)[2].button(Answer.YES).isChecked()


def test_answers_can_be_wiped(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    answer_all(page, Answer.YES)
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Effacer mes réponses")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.count.text() == "0 réponse sur 12"
    assert page.result._shown == ()
    assert not button.isVisible()


def link(page: StartHerePage, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text() == words)


def test_a_sheet_is_typed_back_by_keys_and_kept_as_one_gesture(window: MainWindow, qtbot: QtBot) -> None:
    page, session = opened(window), window.context.session
    link(page, "Saisir la feuille").click()
    assert page.note.isVisible() and not page.result.isVisible() and not link(page, "Saisir la feuille").isVisible()
    for key in (Key.Key_O, Key.Key_N, Key.Key_J) * 4:
        qtbot.keyClick(window.focusWidget(), key)
    assert window.focusWidget() is page.sitting.keep
    assert session.text(TARGET, window.context.library.shelf.questions[0].id) == "", "nothing is kept yet"
    page.sitting.day.setText("32/03/2026")
    qtbot.keyClick(page.sitting.keep, Key.Key_Space)
    assert "n’existe pas" in page.sitting.field.error and page.sitting.is_under_way
    page.sitting.day.setText("12 mars 2026")
    qtbot.keyClick(page.sitting.keep, Key.Key_Space)
    kept = [session.text(TARGET, q.id) for q in window.context.library.shelf.questions]
    assert kept == ["oui", "non", "je-ne-sais-pas"] * 4 and page.result.isVisible()
    assert len({event.g for event in session.last_gesture}) == 1 and len(session.last_gesture) == 13
    assert {event.via for event in session.last_gesture} == {"papier"}
    qtbot.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.count.text() == "0 réponse sur 12"


def test_a_year_later_both_answers_stand_side_by_side_on_screen_and_paper(window: MainWindow, qtbot: QtBot) -> None:
    page, session = opened(window), window.context.session
    first, second = (question.id for question in window.context.library.shelf.questions[:2])
    changes = [Change(TARGET, first, "non"), Change(TARGET, second, "oui"), Change(TARGET, "held", "2020-03-12")]
    session.apply(changes)
    assert "12 mars 2020" in page.note.text() and not cards(page)[0].told_again.isVisible()
    link(page, "Répondre de nouveau").click()
    page.sitting.day.setText("11/03/2020")
    qtbot.mouseClick(cards(page)[0].button(Answer.YES), Qt.MouseButton.LeftButton)
    assert "11 questions restent sans réponse" in page.sitting.left.text().replace("\u00a0", " ")
    page.sitting.keep.click()
    assert "plus récent" in page.sitting.field.error
    page.sitting.day.setText(date.today().isoformat())
    page.sitting.keep.click()
    told = [card.told_again.text().replace("\u00a0", " ") for card in cards(page)[:3]]
    assert told[0] == "La première fois, le 12 mars 2020 : non. Aujourd’hui : oui."
    assert told[1] == "La première fois, le 12 mars 2020 : oui. Aujourd’hui : sans réponse."
    assert told[2] == "La première fois, le 12 mars 2020 : sans réponse. Aujourd’hui : sans réponse."
    paper = document_text(list_prints.diagnostic(window.context, page.to_print()))
    assert "La première fois, le 12 mars 2020" in " ".join(paper.split()) and "Aujourd’hui" in paper
    link(page, "Effacer mes réponses").click()
    assert not cards(page)[0].told_again.isVisible()
    session.undo()
    assert cards(page)[0].told_again.isVisible(), "one step brings all back"


def test_one_answer_changed_long_after_keeps_the_first(window: MainWindow, qtbot: QtBot) -> None:
    page, session = opened(window), window.context.session
    first = window.context.library.shelf.questions[0].id
    session.apply([Change(TARGET, first, "non"), Change(TARGET, "held", "2020-03-12")])
    qtbot.mouseClick(cards(page)[0].button(Answer.YES), Qt.MouseButton.LeftButton)
    assert "12 mars 2020" in cards(page)[0].told_again.text()
    qtbot.mouseClick(cards(page)[0].button(Answer.UNKNOWN), Qt.MouseButton.LeftButton)
    assert "je ne sais pas" in cards(page)[0].told_again.text() and session.text(TARGET, "first") == "2020-03-12"


def test_a_sitting_given_up_or_of_another_dossier_changes_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(window)
    link(page, "Saisir la feuille").click()
    qtbot.keyClick(window.focusWidget(), Key.Key_O)
    page.sitting.give_up.click()
    assert page.count.text() == "0 réponse sur 12" and window.context.session.last_gesture == ()
    link(page, "Saisir la feuille").click()
    qtbot.keyClick(window.focusWidget(), Key.Key_O)
    assert page.state() is None, "what is typed stays"
    other = tmp_path / "autre.kitess"
    Dossier.create(other).close()
    assert window.context.dossiers.switch(other)
    assert not opened(window).sitting.is_under_way


def test_a_screen_reader_hears_groups_and_choices(window: MainWindow) -> None:
    card = cards(opened(window))[0]
    assert QAccessible.queryAccessibleInterface(card).role() == QAccessible.Role.Grouping
    assert card.accessibleName().startswith("Question 1")
    told = QAccessible.queryAccessibleInterface(card.button(Answer.UNKNOWN))
    assert told.role() == QAccessible.Role.RadioButton
    assert told.text(QAccessible.Text.Name) == "Je ne sais pas"
    assert "chargé" in told.text(QAccessible.Text.Description)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut(qtbot: QtBot, context: AppContext, scale: float) -> None:
    page = StartHerePage(replace(context, theme=context.theme.scaled(scale)))
    alone(qtbot, page)
    page.resize(678, 500)
    answer_all(page, Answer.NO)
    page.show()
    qtbot.waitExposed(page)
    inner = page.scroller().widget()
    assert inner.width() <= page.scroller().viewport().width()
    for label in inner.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()) > 0 or not label.wordWrap(), label.text()
