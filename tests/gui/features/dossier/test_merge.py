"""Réunir: two people, two keys, a month apart: nothing lost, with real windows, and pictures of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kit.dossier import pieces
from kit.dossier.archive import archive
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.dossier.preview import Preview, preview
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.features.contact.page import ContactPage
from ui.features.dossier import merge_page as merge_module
from ui.features.dossier.merge_page import MergePage
from ui.features.dossier.three_columns import MINE, THEIRS
from ui.services.actions import ActionId
from ui.services.context import AppContext
from ui.services.navigation import ARCHIVE, PageId, Route, ToContact
from ui.shell.main_window import MainWindow

PICTURES = Path("build/reunion")
COMMISSION, CRESS = "action:elu-commission", "action:reseaux-cress"


@pytest.fixture
def colleague(context: AppContext, tmp_path: Path) -> Path:
    """Return the dossier of a colleague: begun from mine, then changed apart, as I changed mine."""
    session = context.session
    mark(session, COMMISSION, Status.DOING)
    session.set_text(COMMISSION, "note", "à voir en mars")
    assert session.settle()
    theirs = tmp_path / "cle" / "saint-exemple.kitess"
    theirs.parent.mkdir()
    theirs.write_bytes(session.path.read_bytes())
    with Dossier.open(theirs, by="Adjointe") as dossier:
        dossier.record(COMMISSION, "status", "fait")
        dossier.record(CRESS, "status", "fait")
        dossier.record("own:abc", "title", "Rencontrer le café associatif")
        dossier.record(COMMISSION, "note", "votée le 12")
    session.set_text(COMMISSION, "note", "reportée")
    mark(session, "action:reseaux-ptce", Status.DONE)
    assert session.settle()
    return theirs


def merge_page(qtbot: QtBot, window: MainWindow, theirs: Path) -> MergePage:
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    page.compare(theirs)
    qtbot.waitUntil(lambda: page._found is not None, timeout=10_000)
    return page


def rows(page: MergePage) -> dict[str, tuple[str, str, str]]:
    found = {}
    for row in range(page.table.rowCount()):
        what, mine, theirs, result = (page.table.item(row, column).text() for column in range(4))
        found[what.replace("\n", " / ")] = (mine, theirs, result)
    return found


def reunite(qtbot: QtBot, page: MergePage) -> None:
    page.go.click()
    qtbot.waitUntil(lambda: page._done.isVisible(), timeout=10_000)


def test_three_columns_show_both_and_what_comes_out(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    shown = rows(page)
    note = next(value for what, value in shown.items() if "Note" in what)
    assert note == ("reportée", "votée le 12", "reportée")
    state = next(value for what, value in shown.items() if "commission" in what and "État" in what)
    assert state == ("en cours", "fait", "fait")
    assert any("Rencontrer le café associatif" in cell for value in shown.values() for cell in value)
    assert "chacun·e a répondu" in page._summary.text()


def test_without_conflict_takes_what_is_new_and_keeps_mine(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    session = context.session
    assert session.status(COMMISSION) == session.status(CRESS) == Status.DONE
    assert session.text(COMMISSION, "note") == "reportée"
    assert session.status("action:reseaux-ptce") == Status.DONE
    assert "C’est réuni" in page.status.text()


def test_of_two_dossiers_chosen_at_once_the_last_one_is_compared(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, released = colleague.with_name("autre.kitess"), threading.Event()
    Dossier.create(other).close()

    def late(mine: Dossier, theirs: Path) -> Preview:
        if theirs == other:
            released.wait(20)
        return preview(mine, theirs)

    monkeypatch.setattr(merge_module, "preview", late)
    window.open_route(Route(PageId.MERGE, str(other)))
    page = merge_page(qtbot, window, colleague)
    before = rows(page)
    released.set()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=10_000)
    assert rows(page) == before


def test_all_takes_theirs_and_one_press_undoes_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    page.modes.button("tout").click()
    reunite(qtbot, page)
    assert context.session.text(COMMISSION, "note") == "votée le 12"
    page.undo.click()
    assert context.session.text(COMMISSION, "note") == "reportée"
    assert context.session.status(COMMISSION) == Status.DOING
    assert context.session.status(CRESS) == Status.TODO


def test_lines_are_chosen_by_keyboard(qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    names = list(rows(page))
    page.table.setFocus()
    page.table.setCurrentCell(next(i for i, name in enumerate(names) if "Note" in name), 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    page.table.setCurrentCell(next(i for i, name in enumerate(names) if "CRESS" in name), 0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.modes.key() == "choisir"
    reunite(qtbot, page)
    assert context.session.text(COMMISSION, "note") == "votée le 12"
    assert context.session.status(CRESS) == Status.TODO


def test_ones_own_file_is_refused_with_a_sentence(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    page.compare(context.session.path)
    assert "celui de votre collègue" in page.status.text()


def test_a_file_that_is_no_dossier_changes_nothing(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path, tmp_path: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    before = len(context.session.dossier.history())
    page.compare(tmp_path / "absent.kitess")
    qtbot.waitUntil(lambda: bool(page.status.text()))
    broken = tmp_path / "x.kitess"
    broken.write_bytes(bytes(range(256)) * 10)
    page.compare(broken)
    qtbot.waitUntil(lambda: "n’est pas un dossier du kit" in page.status.text())
    assert not page.go.isVisible() and not page.wait.isVisible()
    assert len(context.session.dossier.history()) == before


def test_a_colleague_who_gave_no_name_is_not_called_this_computer(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path
) -> None:
    other = tmp_path / "cle.kitess"
    context.session.set_text(COMMISSION, "note", "reportée")
    assert context.session.settle()
    later = datetime.now(UTC) + timedelta(hours=1)
    with Dossier.create(other, now=lambda: later) as theirs:
        theirs.record(COMMISSION, "note", "votée le 12")
    page = merge_page(qtbot, window, other)
    assert any("chez votre collègue" in what for what in rows(page))
    assert ".." not in page._summary.text()
    reunite(qtbot, page)
    page.compare(other)
    qtbot.waitUntil(lambda: page._found is not None)
    assert ".." not in page._summary.text()


def test_copies_found_beside_the_dossier_are_offered(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    here = context.session.path
    (here.with_name(f"{here.stem} (copie en conflit de Adjointe).kitess")).write_bytes(colleague.read_bytes())
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    assert page._beside.isVisible() and page._copies.count() == 1


def test_two_people_two_keys_a_month_apart(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    """Each works on her own key, they reunite both ways, and the two dossiers then say the same."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    keys = [tmp_path / name / "saint-exemple.kitess" for name in ("maire", "adjointe")]
    for key in keys:
        key.parent.mkdir()
    with Dossier.create(keys[0], by="Maire") as dossier:
        dossier.record("identity", "name", "Saint-Exemple")
    keys[1].write_bytes(keys[0].read_bytes())
    contexts = []
    for number, (key, name) in enumerate(zip(keys, ("Maire", "Adjointe"), strict=True)):
        context = make_context(key)
        context.dossiers.rename_me(name)
        window = open_window(qtbot, context, Route(PageId.ACT))
        actions = [action.id for action in context.library.outline.actions]
        for place, action in enumerate(actions[number::2]):
            mark(context.session, f"action:{action}", Status.DONE if place % 3 else Status.DOING)
        context.session.set_text(COMMISSION, "note", f"vu par {name}")
        assert context.session.settle()
        window.grab().save(str(PICTURES / f"{number + 1}-{name.lower()}.png"))
        contexts.append((context, window))
    events = [{event.id for event in context.session.dossier.history()} for context, _ in contexts]
    for number, (context, window) in enumerate(contexts):
        page = merge_page(qtbot, window, keys[1 - number])
        window.grab().save(str(PICTURES / f"{number + 3}-comparer.png"))
        reunite(qtbot, page)
        window.grab().save(str(PICTURES / f"{number + 5}-reuni.png"))
        context.session.settle()
    first, second = (context.session.dossier for context, _ in contexts)
    assert {event.id for event in second.history()} >= events[0] | events[1]
    assert first.statuses() == second.statuses() and len(first.statuses()) == 20
    assert len(list(PICTURES.glob("*.png"))) >= 6


def test_a_reunion_undone_is_not_called_the_same(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    page.undo.click()
    page.compare(colleague)
    qtbot.waitUntil(lambda: page._found is not None, timeout=10_000)
    told = page._summary.text()
    assert "déjà tout reçu" in told and "4 réponses y sont autres" in told and "Ctrl+Y" in told
    assert not page.go.isEnabled()
    window.context.session.redo()
    page.compare(colleague)
    qtbot.waitUntil(lambda: "une réponse y est autre" in page._summary.text(), timeout=10_000)  # the note: mine stayed


def test_a_reunion_undone_elsewhere_is_not_undone_again(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    mark(context.session, "action:evenements-temps-nationaux", Status.DONE)
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    window.actions_by_id[ActionId.UNDO].trigger()
    assert context.session.status(CRESS) == Status.TODO
    assert not page.undo.isEnabled() and "est défaite" in page.status.text()
    assert context.session.status("action:evenements-temps-nationaux") == Status.DONE


def test_a_reunion_with_a_gesture_after_it_is_left_to_the_undo_list(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    assert page.undo.isEnabled()
    mark(context.session, "action:evenements-temps-nationaux", Status.DONE)
    assert not page.undo.isEnabled()


def test_the_same_dossier_twice_is_called_the_same(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    session = window.context.session
    mark(session, COMMISSION, Status.DOING)
    assert session.settle()
    twin = tmp_path / "jumeau.kitess"
    twin.write_bytes(session.path.read_bytes())
    assert merge_page(qtbot, window, twin)._summary.text() == "Les deux dossiers disent la même chose."


def test_a_damaged_dossier_of_a_colleague_is_told(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    colleague.write_bytes(colleague.read_bytes()[:-40])
    page = merge_page(qtbot, window, colleague)
    assert "Une ligne est illisible" in page._summary.text() and "une autre copie" in page._summary.text()
    reunite(qtbot, page)
    assert "Une ligne est illisible" in page.status.text()


@pytest.mark.parametrize("width", [600, 601, 602, 603, 604, 1013])
def test_the_three_columns_never_scroll_sideways(qtbot: QtBot, window: MainWindow, colleague: Path, width: int) -> None:
    page = merge_page(qtbot, window, colleague)
    page.table.setFixedSize(width, 300)
    bar = page.table.horizontalScrollBar()
    qtbot.waitUntil(lambda: page.table.width() == width and bar.maximum() == 0 and not bar.isVisible())


def test_a_piece_that_could_not_come_is_named(
    qtbot: QtBot, window: MainWindow, colleague: Path, context: AppContext, tmp_path: Path
) -> None:
    with Dossier.open(colleague) as dossier:
        for name in ("Délibération.pdf", "perdu.pdf"):
            (tmp_path / name).write_bytes(name.encode())
            one = pieces.attach(dossier, CRESS, tmp_path / name).evidence
    pieces.path_of(colleague, one).unlink()
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    assert "n’a pas pu venir\u00a0: «\u00a0perdu.pdf\u00a0»" in page.status.text()
    assert [pieces.shown_name(one) for one in pieces.evidence_in(context.session.dossier)] == [
        "Délibération.pdf",
        "perdu.pdf",
    ]
    assert len(pieces.files_of(context.session.path)) == 1


# --- two cells to choose between ---


def line_of(page: MergePage, words: str) -> int:
    return next(number for number, name in enumerate(rows(page)) if words in name)


def answers(page: MergePage, line: int) -> list[bool]:
    return [page.table.item(line, column).checkState() == Qt.CheckState.Checked for column in (MINE, THEIRS)]


def test_one_press_on_an_answer_keeps_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, colleague: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    line = line_of(page, "Note")
    assert answers(page, line) == [True, False]
    for column, kept in ((THEIRS, "votée le 12"), (THEIRS, "votée le 12"), (MINE, "reportée"), (THEIRS, "votée le 12")):
        place = page.table.visualItemRect(page.table.item(line, column)).center()
        with qtbot.waitSignal(window.announced, check_params_cb=lambda words, kept=kept: kept in words):
            qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.table.item(line, 3).text() == kept
        assert answers(page, line) == [column == MINE, column == THEIRS]
    assert page.modes.key() == "choisir"
    reunite(qtbot, page)
    assert context.session.text(COMMISSION, "note") == "votée le 12"


def test_arrows_go_from_answer_to_answer_and_space_keeps(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    line = line_of(page, "Note")
    page.table.setFocus()
    page.table.setCurrentCell(line, 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space):
        qtbot.keyClick(page.table, key)
    assert answers(page, line) == [False, True]
    assert (page.table.currentRow(), page.table.currentColumn()) == (line, THEIRS), "one stays where one is"
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert answers(page, line) == [True, False]


def heard_of(page: MergePage) -> list[str]:
    face = QAccessible.queryAccessibleInterface(page.table)
    cells = [face.child(number).text(QAccessible.Text.Name) for number in range(face.childCount())]
    return [words.replace("\u00a0", " ") for words in cells]


def test_a_reader_hears_whose_an_answer_is_and_which_is_kept(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    line = line_of(page, "Note")
    face = QAccessible.queryAccessibleInterface(page.table)
    heard = [
        face.child(number).text(QAccessible.Text.Name).replace("\u00a0", " ") for number in range(face.childCount())
    ]
    assert "Mon dossier : reportée, réponse gardée" in heard and "Son dossier : votée le 12, à choisir" in heard
    page.table.taken.emit(page.table._keys[line], THEIRS)
    heard = [
        face.child(number).text(QAccessible.Text.Name).replace("\u00a0", " ") for number in range(face.childCount())
    ]
    assert "Son dossier : votée le 12, réponse gardée" in heard


def test_the_focus_is_seen_in_its_answer(qtbot: QtBot, window: MainWindow, colleague: Path) -> None:
    page = merge_page(qtbot, window, colleague)
    page.table.setFocus()
    page.table.setCurrentCell(line_of(page, "Note"), MINE)
    mine = page.table.grab().toImage()
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert page.table.grab().toImage() != mine


def test_the_archive_that_came_by_mail_is_reunited_with_its_pieces(
    qtbot: QtBot, window: MainWindow, colleague: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "Délibération.pdf"
    letter.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with Dossier.open(colleague, by="Adjointe") as dossier:
        pieces.attach(dossier, CRESS, letter)
    archived = archive(colleague, tmp_path / "reçu.zip").path
    page = merge_page(qtbot, window, archived)
    assert any("Rencontrer le café associatif" in cell for value in rows(page).values() for cell in value)
    reunite(qtbot, page)
    here = page.context.session.dossier
    (one,) = pieces.evidence_in(here)
    assert pieces.check(here.path, one) is pieces.PieceState.SOUND
    before = page._found
    assert before is None and page._forget is not None
    page._forget()
    assert pieces.check(here.path, one) is pieces.PieceState.SOUND, "what came out of the archive is needed no more"


def test_after_a_reunion_the_dossier_is_handed_on_by_one_button(
    qtbot: QtBot, window: MainWindow, colleague: Path
) -> None:
    page = merge_page(qtbot, window, colleague)
    reunite(qtbot, page)
    ways = [one for one in page.findChildren(QPushButton) if one.text() == "L’envoyer par courriel…"]
    assert sum(one.isVisible() for one in ways) == 1


def test_what_is_no_archive_of_a_dossier_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "photos.zip").write_bytes(b"PK rien")
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    page.compare(tmp_path / "photos.zip")
    qtbot.waitUntil(lambda: "n’est pas une archive" in page.status.text(), timeout=10_000)


@pytest.mark.parametrize("place", [PageId.MERGE, PageId.RESTORE, PageId.COLLECTIVITE])
def test_the_dossier_with_its_pieces_is_handed_on_from_where_one_thinks_of_it(
    qtbot: QtBot, window: MainWindow, place: PageId
) -> None:
    window.open_route(Route(place))
    words = "Envoyer par courriel…" if place is PageId.COLLECTIVITE else "L’envoyer par courriel…"
    button = next(
        one for one in window.current_page.findChildren(QPushButton) if one.text() == words and one.isVisible()
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToContact("dossier")
    page = window.current_page
    assert isinstance(page, ContactPage) and page.form.attach.what == "dossier"
    if place is not PageId.COLLECTIVITE:
        window.open_route(Route(place))
        archives = [one for one in window.current_page.findChildren(QPushButton) if one.text().startswith("L’archiver")]
        qtbot.mouseClick(next(one for one in archives if one.isVisible()), Qt.MouseButton.LeftButton)
        assert window.navigator.here == Route(PageId.COLLECTIVITE, anchor=ARCHIVE)
