"""Carnet de mandat: the history, its filters, instants compared, bilan, passation, a new mandate."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from dev.blank_share import blank_share
from kit.documents.history import Entry
from kit.dossier.dossier import ANONYMOUS, Dossier
from kit.dossier.model import Change, Status
from kit.mandate import instant, renewal
from tests.gui.keys import choose, press
from tests.gui.marking import mark
from ui.features.levers.page import LeversPage
from ui.features.mandate.history_cards import groups, told_in
from ui.features.mandate.history_side import Standing
from ui.features.mandate.page import HISTORY, INSTANTS, PAPERS, MandatePage
from ui.features.plan.page import PlanPage
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.text.cards import Group, Told
from ui.widgets.named_group import NamedGroup

COMMISSION = "action:elu-commission"
Key = Qt.Key


def opened(window: MainWindow, part: str = HISTORY) -> MandatePage:
    window.open_route(Route(PageId.MANDATE, part))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, MandatePage)
    settle(window)
    return page


def settle(window: MainWindow) -> None:
    """Let what is told in the background come."""
    deadline = QDeadlineTimer(5000)
    while window.context.jobs.is_busy and not deadline.hasExpired():
        QApplication.processEvents()


def text(page: MandatePage) -> str:
    settle(page.window())  # type: ignore[arg-type]
    scroller = page.scroller()
    return scroller.toPlainText()  # type: ignore[attr-defined,no-any-return]


def test_an_empty_book_says_what_will_stand_in_it(window: MainWindow) -> None:
    page = opened(window)
    assert "Rien n’est encore noté" in text(page)


def test_what_was_done_is_told_and_narrowed(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    session.set_text("action:reseaux-cress", "who", "Maire")
    page = opened(window)
    assert "1.1 Avoir une commission ESS" in text(page) and "À faire → Fait" in text(page).replace("\u00a0", " ")
    assert "Maire" in text(page)
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "1 changement"):
        choose(page.history.kinds, "status")
    assert "Maire" not in text(page)
    choose(page.history.kinds, "")
    choose(page.history.levers, "reseaux")
    assert "commission ESS" not in text(page) and "Maire" in text(page)
    choose(page.history.levers, "")
    year = datetime.date.today().year
    choose(page.history.periods, f"{year}-01-01/{year}-12-31")
    assert "Maire" in text(page)


def test_a_nameless_change_says_on_which_side_it_was_made(window: MainWindow, tmp_path: Path) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    assert session.settle()
    colleague = tmp_path / "collegue.kitess"
    colleague.write_bytes(session.path.read_bytes())
    with Dossier.open(colleague) as other:
        other.record("action:reseaux-cress", "status", "en-cours")
        events = other.events()
    session.dossier.bring_in([event for event in events if event not in session.dossier.events()], [])
    told = text(opened(window)).splitlines()
    signed = sorted(line for line in told if "ordinateur" in line)
    assert signed == ["Sur cet ordinateur", "Sur un autre ordinateur"]
    choose(opened(window).history.people, ANONYMOUS)
    assert opened(window).history.people.text().endswith("Sans nom donné")


def test_a_change_made_elsewhere_shows_at_once(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    mark(window.context.session, COMMISSION, Status.DOING)
    qtbot.waitUntil(lambda: "En cours" in text(page))
    qtbot.keyClick(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "En cours" not in text(page))
    assert "annulation" not in text(page), "what was taken back within the day is not told"


def test_a_long_history_shows_its_latest_and_more_on_demand(window: MainWindow) -> None:
    session = window.context.session
    session.apply([Change(f"own:action-{n}", "title", f"Action {n}") for n in range(400)])
    page = opened(window)
    assert "Montrer les suivantes (360)" in text(page) and "Action 399" in text(page)
    page.history.view.link_activated.emit("plus:")
    assert "Montrer les suivantes (200)" in text(page)


def test_the_book_is_one_card_for_an_action_a_day_and_words_narrow_it(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    session.set_text(COMMISSION, "who", "Adjoitne")
    session.set_text(COMMISSION, "who", "Adjointe")
    session.set_text("action:reseaux-cress", "note", "Appeler la CRESS")
    page = opened(window)
    told = text(page)
    assert told.count("Avoir une commission ESS") == 1 and "Adjoitne" not in told
    assert told.index("Appeler la CRESS") < told.index("Avoir une commission ESS"), "what changed last comes first"
    assert page.history.pane.head.count.text() == "3 changements"
    assert "ordinateur" not in told, "one person writes alone"
    page.find_in_page()
    qtbot.keyClicks(page.history.pane.head.field, "appeler")
    assert "Avoir une commission ESS" not in text(page) and "Appeler la CRESS" in text(page)
    page.history.view.link_activated.emit("action:reseaux-cress")
    assert window.navigator.here == Route(PageId.PLAN, "action:reseaux-cress")


def test_the_book_goes_to_paper_as_it_is_narrowed(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    session.set_text("action:reseaux-cress", "who", "Maire")
    page = opened(window)
    choose(page.history.kinds, "status")
    (tool,) = [one for one in window.top_bar.findChildren(QToolButton) if "Imprimer" in one.accessibleName()]
    press(qtbot, tool)
    printing = window.current_page
    assert window.navigator.here is not None and window.navigator.here.page == PageId.PRINT
    document = printing.document()  # type: ignore[attr-defined]
    from kit.documents.text import document_text

    assert document.title == "Carnet de mandat" and "Maire" not in document_text(document)


def test_an_instant_is_kept_by_keys_compared_and_taken_away(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DOING)
    page = opened(window, INSTANTS)
    assert "garde l’état de toutes les actions" in text(page)
    page.instants.title.setFocus()
    qtbot.keyClicks(page.instants.title, "Avant le conseil")
    qtbot.keyClick(page.instants.title, Key.Key_Return)
    (kept,) = instant.kept(session.dossier)
    assert kept.title == "Avant le conseil" and kept.status(COMMISSION) is Status.DOING
    assert "Aucun état n’a changé" in text(page)
    mark(session, COMMISSION, Status.DONE)
    qtbot.waitUntil(lambda: "1.1 Avoir une commission ESS" in text(page))
    lines = text(page).split("\n")
    place = lines.index("1.1 Avoir une commission ESS")
    assert lines[place + 1 : place + 3] == ["En cours", "Fait"]
    page.instants.view.link_activated.emit(f"retirer:{kept.id}")
    assert not instant.kept(session.dossier)
    qtbot.keyClick(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [one.title for one in instant.kept(session.dossier)] == ["Avant le conseil"]


def test_a_line_of_a_comparison_opens_its_action(window: MainWindow) -> None:
    page = opened(window, INSTANTS)
    page.instants.view.link_activated.emit(COMMISSION)
    assert window.navigator.here == Route(PageId.PLAN, COMMISSION)


def test_a_bilan_of_a_period_goes_to_paper(window: MainWindow, qtbot: QtBot) -> None:
    mark(window.context.session, COMMISSION, Status.DONE)
    page = opened(window, PAPERS)
    page.papers.first.setText("32/13/2026")
    press(qtbot, page.papers.middle)
    assert isinstance(window.current_page, MandatePage), "a wrong day is told in its field"
    page.papers.first.setText("01/04/2026")
    page.papers.last.setText("01/01/2026")
    press(qtbot, page.papers.middle)
    assert isinstance(window.current_page, MandatePage)
    page.papers.last.setText(f"{datetime.date.today():%d/%m/%Y}")
    press(qtbot, page.papers.middle)
    document = window.current_page.document()  # type: ignore[attr-defined]
    assert document.title == "Bilan de mi-mandat"


@pytest.mark.parametrize("names", [True, False])
def test_a_passation_is_written_where_one_says(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: bool
) -> None:
    session = window.context.session
    session.set_text("identity", "name", "Saint-Exemple")
    session.set_text(COMMISSION, "who", "Adjointe à l’économie")
    page = opened(window, PAPERS)
    if not names:
        press(qtbot, page.papers.hand_names.button("sans"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(tmp_path))
    with qtbot.waitSignal(page.papers.outlet.saved, timeout=20_000):
        press(qtbot, page.papers.hand)
    (folder,) = (one for one in tmp_path.iterdir() if one.name.startswith("saint-exemple-passation"))
    found = {file.name for file in folder.iterdir()}
    assert found == {"passation.pdf", "passation.odt", "passation.docx", "plan.ods", "dossier.kitess", "LISEZ-MOI.txt"}
    assert ("Adjointe" in (folder / "dossier.kitess").read_text("utf-8")) is names
    assert "Passation écrite" in page.papers.outlet.said
    assert window.feedback.text() == page.papers.outlet.said and window.feedback.button.text() == "Ouvrir le dossier"
    press(qtbot, page.papers.hand)
    qtbot.waitUntil(lambda: "n’a pas été remplacé" in page.papers.outlet.said)


def test_a_new_mandate_is_confirmed_in_the_page_and_undone_in_one(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    page = opened(window, PAPERS)
    page.papers.begins.setText("28/03/2032")
    press(qtbot, page.papers.open_mandate)
    assert page.papers.sure.isVisible() and window.focusWidget() is page.papers.sure
    assert not renewal.mandates(session.dossier), "nothing before one is sure"
    press(qtbot, page.papers.sure)
    assert renewal.to_confirm(session.dossier) == [COMMISSION]
    assert [one.first for one in renewal.mandates(session.dossier)] == [datetime.date(2032, 3, 28)]
    assert "2032–2038" in page.papers.outlet.said
    qtbot.keyClick(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.status(COMMISSION) is Status.DONE and not renewal.mandates(session.dossier)


def test_what_is_to_be_confirmed_is_named_so_in_the_plan_and_the_lever(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    day = datetime.date.today()
    session.apply(renewal.open_mandate(session.dossier, day, title="2026–2032", kept_title="Avant"))
    window.open_route(Route(PageId.PLAN))
    plan = window.current_page
    assert isinstance(plan, PlanPage)
    model = plan.pane.split.views.model
    assert model.rows[model.row_of(COMMISSION)].state == "À reconfirmer"
    plan.pane.open_action(COMMISSION)
    assert plan.pane.split.sheet.status is not None and plan.pane.split.sheet.status.text() == "À reconfirmer"
    window.open_route(Route(PageId.ACT, "elu-designe"))
    levers = window.current_page
    assert isinstance(levers, LeversPage)
    button = levers._sheets.view.item(COMMISSION).status_button
    assert button.text() == "À reconfirmer" and button.accessibleName().startswith("À reconfirmer")
    mark(session, COMMISSION, Status.DONE)
    qtbot.waitUntil(lambda: button.text() == "Fait")
    window.open_route(Route(PageId.MANDATE, PAPERS))
    assert not window.current_page.papers._waiting_title.isVisible()  # type: ignore[attr-defined]


# --- the story and what stands beside it ---


def told_on(day: datetime.date, *entries: Entry, words: str = "") -> tuple[Group, ...]:
    known = {COMMISSION: ("elu-designe", "1.1")}
    return groups([("30 novembre 2026", entries)], words, known, day)


def test_an_entry_has_its_hour_its_sign_and_its_state() -> None:
    at = datetime.datetime(2026, 11, 30, 14, 32)
    done = Entry(
        COMMISSION,
        "Avoir une commission",
        at,
        "",
        ("passe à « fait »", "note : oui"),
        ("à faire", "fait", "passe à « fait »"),
    )
    act = Entry("act", "Modèles d’actes", at, "Anne", ("un modèle a été adapté",))
    (group,) = told_on(at.date(), done, act)
    assert group.title == "Lundi 30 novembre 2026 · aujourd’hui"
    first, second = group.cards
    assert isinstance(first, Told) and isinstance(second, Told)
    assert (first.hour, first.title, first.pictogram, first.accent) == (
        "14\u00a0h\u00a032",
        "1.1 Avoir une commission",
        "coche",
        "green",
    )
    assert first.tags == ("À faire → Fait",) and [line.words for line in first.lines] == ["Note : oui"]
    assert first.target == COMMISSION and second.target == ""
    assert (second.pictogram, second.accent) == ("arrete", "purple")
    assert [line.words for line in second.lines] == ["Un modèle a été adapté", "Anne"]
    assert told_in([group]) == 3
    assert told_on(datetime.date(2026, 12, 1), done)[0].title.endswith(" · hier")
    assert told_on(datetime.date(2026, 12, 9), done)[0].title == "Lundi 30 novembre 2026"
    assert told_on(at.date(), done, act, words="adapté")[0].cards == (second,)
    (nameless,) = told_on(at.date(), Entry("act", "Modèles", None, "", ("x",)))
    assert nameless.title == "30 novembre 2026" and nameless.cards[0].hour == ""  # type: ignore[attr-defined]


def test_a_day_heads_its_entries_and_a_reader_hears_no_table(window: MainWindow) -> None:
    mark(window.context.session, COMMISSION, Status.DONE)
    page = opened(window)
    text(page)
    face = QAccessible.queryAccessibleInterface(page.history.view)
    parts = [face.child(number) for number in range(face.childCount())]
    heads = [part.text(QAccessible.Text.Name) for part in parts if part.role() == QAccessible.Role.Heading]
    assert "aujourd’hui" in heads[0] and heads[1].startswith("1.1 ")
    assert QAccessible.Role.Table not in {part.role() for part in parts}


def test_a_day_is_a_card_whose_entries_use_its_width(window: MainWindow) -> None:
    actions = [f"action:{one.id}" for one in window.context.library.outline.actions]
    given = (("status", "fait"), ("who", "Adjointe à l’économie"))
    window.context.session.apply([Change(on, field, value) for on in actions for field, value in given])
    page = opened(window)
    told = []
    for size, most, columns in (((1366, 768), 0.35, 1), ((1920, 1080), 0.45, 2)):
        window.resize(*size)
        text(page)
        QApplication.processEvents()
        assert blank_share(page, window.context.theme.ground) <= most
        face = QAccessible.queryAccessibleInterface(page.history.view)
        parts = [face.child(number) for number in range(face.childCount())]
        entries = [part for part in parts if part.role() == QAccessible.Role.Heading][1:]
        told.append([part.text(QAccessible.Text.Name) for part in entries])
        assert len({part.rect().left() for part in entries}) == columns
    assert len(told[0]) == len(actions)
    assert told[0] == told[1], "a reader hears the newest first, down a column and then the next"


def test_beside_the_story_stands_how_much_is_done_and_the_next_council(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DONE)
    mark(session, "action:reseaux-cress", Status.DOING)
    day = datetime.date.today() + datetime.timedelta(days=20)
    session.set_text("identity", "council", day.isoformat())
    page = opened(window)
    text(page)
    QApplication.processEvents()
    side = page.history.side
    assert side.isVisible() and side.counts.isVisible() and side.council.isVisible()
    lines = [group.accessibleName() for group in side.counts.findChildren(NamedGroup) if not group.isHidden()]
    assert lines == ["1 action faite", "1 en cours"]
    assert side.council.title.text().startswith(f"Pour le conseil du {day.day}")
    press(qtbot, side.decisions)
    assert window.current_page.document().title == "Relevé de décisions"  # type: ignore[attr-defined]
    page = opened(window)
    press(qtbot, side.handover)
    assert window.navigator.here == Route(PageId.MANDATE, PAPERS) and page.papers.isVisible()


def test_the_side_leaves_the_room_to_the_story_in_a_narrow_or_low_window(window: MainWindow) -> None:
    mark(window.context.session, COMMISSION, Status.DONE)
    page = opened(window)
    text(page)
    window.setMinimumSize(0, 0)
    window.resize(1280, 420)
    QApplication.processEvents()
    side = page.history.side
    assert side.counts.isVisible() and not side.handing.isVisible()
    assert side.sizeHint().width() > 0 and side.height() >= side.counts.height()
    window.resize(800, 800)
    QApplication.processEvents()
    assert not side.isVisible() and page.history.view.isVisible()


@pytest.mark.parametrize("high", [420, 500, 560, 614, 700, 800])
def test_no_word_beside_the_story_is_cut_at_any_height(window: MainWindow, high: int) -> None:
    session = window.context.session
    for target, status in ((COMMISSION, Status.DONE), ("action:reseaux-cress", Status.DOING)):
        mark(session, target, status)
    page = opened(window)
    text(page)
    window.setMinimumSize(0, 0)
    window.resize(1093, high)
    for _ in range(3):
        QApplication.processEvents()
    labels = [label for label in page.history.side.findChildren(QLabel) if label.isVisible()]
    assert labels
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_what_is_none_is_not_counted_beside() -> None:
    assert Standing().lines == ((0, "action faite"),)
    assert Standing(2, 1, 2, 1, 3).lines == (
        (2, "actions faites"),
        (1, "en cours"),
        (2, "non concernées"),
        (1, "acte en préparation"),
        (3, "messages à envoyer"),
    )
