"""Mode réunion: keys, mouse, who and when, what is said, the relevé since it began; and the papers of a meeting."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import ValueTooLong
from tests.gui.keys import press
from tests.gui.marking import mark
from tests.gui.printers import printer_to
from ui.features.meeting.window import MeetingWindow
from ui.features.paper_back.page import PaperBackPage
from ui.features.plan.page import PlanPage
from ui.output import printing
from ui.output.documents import DocumentOutlet
from ui.services.navigation import PageId, Route, ToPrint
from ui.shell.main_window import MainWindow

Key = Qt.Key
COMMISSION = "action:elu-commission"
PICTURES = Path(__file__).resolve().parents[4] / "build" / "proofs" / "papiers-d-une-reunion"


@pytest.fixture
def meeting(window: MainWindow, qtbot: QtBot) -> Iterator[MeetingWindow]:
    """Return the meeting, opened by F11 on lever 1."""
    window.open_route(Route(PageId.ACT, "elu-designe"))
    yield begin(window, qtbot)
    if window.meetings.window is not None:
        window.meetings.window.close()


def begin(window: MainWindow, qtbot: QtBot) -> MeetingWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Key.Key_F11)
    made = window.meetings.window
    assert made is not None
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_f11_opens_it_full_screen_at_the_lever_in_sight(meeting: MeetingWindow, window: MainWindow) -> None:
    assert meeting.isFullScreen()
    assert meeting.item is not None and meeting.item.lever_id == "elu-designe"
    assert "Levier 1 sur 6" in meeting._where.text()
    meeting.close()
    window.open_route(Route(PageId.ACT, "reseaux"))
    window.meetings.open()
    again = window.meetings.window
    assert again is not None and again.item is not None and again.item.lever_id == "reseaux"


def test_the_title_is_28_points_at_least(meeting: MeetingWindow) -> None:
    assert QFontInfo(meeting._title.font()).pixelSize() >= round(28 * 96 / 72)


def test_space_goes_on_and_marks_once_a_button_is_reached(meeting: MeetingWindow, qtbot: QtBot) -> None:
    assert meeting.focusWidget() is meeting.stage
    first = meeting.title
    qtbot.keyClick(meeting.stage, Key.Key_Space)
    assert meeting.title != first and meeting.focusWidget() is meeting.stage
    on = meeting.item.on if meeting.item else ""
    qtbot.keyClick(meeting.stage, Key.Key_Tab)
    assert meeting.focusWidget() is meeting.buttons[Status.DONE]
    qtbot.keyClick(meeting.buttons[Status.DONE], Key.Key_Space)
    assert meeting._context.session.status(on) is Status.DONE
    assert meeting.focusWidget() is meeting.stage, "Space then goes on"
    second = meeting.title
    qtbot.keyClick(meeting.stage, Key.Key_Space)
    assert meeting.title != second
    qtbot.keyClick(meeting.stage, Key.Key_Left)
    qtbot.keyClick(meeting.stage, Key.Key_PageUp)
    assert meeting.title == first


def test_the_mouse_marks_without_taking_space_away(meeting: MeetingWindow, qtbot: QtBot) -> None:
    first = meeting.item
    qtbot.mouseClick(meeting.buttons[Status.DOING], Qt.MouseButton.LeftButton)
    assert first is not None and meeting._context.session.status(first.on) is Status.DOING
    assert meeting.buttons[Status.DOING].isChecked() and not meeting.buttons[Status.TODO].isChecked()
    qtbot.keyClick(meeting.stage, Key.Key_Space)
    assert meeting.item != first
    qtbot.mouseClick(meeting.previous, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(meeting.buttons[Status.DOING], Qt.MouseButton.LeftButton)
    assert meeting.buttons[Status.DOING].isChecked(), "a second press takes nothing away"


def test_who_and_when_are_typed_and_kept_in_place(meeting: MeetingWindow, qtbot: QtBot) -> None:
    on = meeting.item.on if meeting.item else ""
    meeting.who.setFocus()
    qtbot.keyClicks(meeting.who, "Maire ")
    qtbot.keyClick(meeting.who, Key.Key_Tab)
    qtbot.keyClicks(meeting.due, "15/3/27")
    qtbot.keyClick(meeting.due, Key.Key_Return)
    session = meeting._context.session
    assert (session.text(on, "who"), session.text(on, "due")) == ("Maire", "2027-03-15")
    assert meeting.focusWidget() is meeting.stage
    qtbot.keyClick(meeting.stage, Key.Key_PageDown)
    assert meeting.who.text() == ""
    qtbot.keyClick(meeting.stage, Key.Key_PageUp)
    assert (meeting.who.text(), meeting.due.text()) == ("Maire", "15/03/2027")


def test_a_space_typed_in_a_field_is_a_space(meeting: MeetingWindow, qtbot: QtBot) -> None:
    title = meeting.title
    meeting.who.setFocus()
    qtbot.keyClicks(meeting.who, "la maire")
    assert meeting.title == title and meeting.who.text() == "la maire"


def test_ctrl_z_takes_the_last_mark_back(meeting: MeetingWindow, qtbot: QtBot) -> None:
    on = meeting.item.on if meeting.item else ""
    qtbot.mouseClick(meeting.buttons[Status.DONE], Qt.MouseButton.LeftButton)
    qtbot.keyClick(meeting.stage, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert meeting._context.session.status(on) is Status.TODO and meeting.buttons[Status.TODO].isChecked()


def test_escape_quits_and_keeps_what_was_being_typed(meeting: MeetingWindow, qtbot: QtBot, window: MainWindow) -> None:
    on = meeting.item.on if meeting.item else ""
    meeting.who.setFocus()
    qtbot.keyClicks(meeting.who, "Maire")
    qtbot.keyClick(meeting.who, Key.Key_Escape)
    assert window.meetings.window is None
    assert window.context.session.text(on, "who") == "Maire"


def test_the_releve_has_this_meeting_only(window: MainWindow, qtbot: QtBot) -> None:
    mark(window.context.session, "action:reseaux-cress", Status.DONE)
    written = datetime.datetime.now().replace(microsecond=0)
    qtbot.waitUntil(lambda: datetime.datetime.now().replace(microsecond=0) > written)  # the journal counts seconds
    made = begin(window, qtbot)
    qtbot.mouseClick(made.buttons[Status.DONE], Qt.MouseButton.LeftButton)
    told = " ".join(document_text(window.meetings.decisions()).split())
    assert made.title in told and "Prendre contact avec la CRESS" not in told
    made.close()


def test_the_last_screen_offers_the_releve_as_a_file(
    meeting: MeetingWindow, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.mouseClick(meeting.buttons[Status.DONE], Qt.MouseButton.LeftButton)
    press(qtbot, meeting.end)
    assert meeting.item is None and meeting.print.isVisible() and not meeting.who.isVisible()
    out = tmp_path / "releve.odt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), "Document ODT (*.odt)"))
    assert window.meetings.outlet is not None
    with qtbot.waitSignal(window.meetings.outlet.saved, timeout=20_000):
        press(qtbot, meeting.save)
    assert out.is_file() and "releve.odt" in meeting.line.status
    press(qtbot, meeting.previous)
    assert meeting.item is not None


def test_the_plan_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    window.open_route(Route(PageId.PLAN))
    page = window.current_page
    assert isinstance(page, PlanPage)
    page.pane.foot.place_requested.emit("meeting")
    assert window.meetings.window is not None
    window.meetings.window.close()


def test_nothing_is_cut_at_200_percent_in_a_small_window(meeting: MeetingWindow, qtbot: QtBot) -> None:
    meeting.showNormal()
    meeting.resize(1024, 560)
    QApplication.processEvents()
    meeting.go(1)
    for widget in (meeting.next, meeting.end, meeting.previous):
        assert meeting.rect().contains(widget.geometry()), "the ways on stay in sight"


def test_the_papers_of_a_meeting(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Print the list, tick three codes by hand, type them back in a meeting's wake, print the relevé."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    session = window.context.session
    session.set_text("identity", "name", "Saint-Exemple")
    window.open_route(ToPrint("listes"))
    printing_page = window.current_page
    document = printing_page.document()  # type: ignore[attr-defined]
    qtbot.waitUntil(
        lambda: printing_page.maker.shows(document) and not window.context.jobs.is_busy,  # type: ignore[attr-defined]
        timeout=10_000,
    )
    window.grab().save(str(PICTURES / "1-imprimer.png"))
    sheet = tmp_path / "liste.pdf"
    from kit.documents.writer import write

    write(document, sheet)
    with pikepdf.open(sheet) as pdf:
        assert len(pdf.pages) >= 1
    codes = [box.code for block in document.blocks if hasattr(block, "boxes") for box in block.boxes if box.code]
    assert {"1.1", "1.3", "4.2"} <= set(codes), "what was printed can be typed back"
    link = printing_page.paper  # type: ignore[attr-defined]
    press(qtbot, link, Key.Key_Return)
    page = window.current_page
    assert isinstance(page, PaperBackPage)
    qtbot.keyClicks(page.field, "1.1 1.3x 4.2?")
    QApplication.processEvents()
    window.grab().save(str(PICTURES / "2-saisir.png"))
    assert session.status(COMMISSION) is Status.TODO, "nothing before « Appliquer »"
    qtbot.keyClick(page.field, Key.Key_Return)
    assert [session.status(f"action:{one}") for one in ("elu-commission", "elu-extra-municipale")] == [
        Status.DONE,
        Status.NOT_CONCERNED,
    ]
    assert {event.via for event in session.last_gesture} == {"papier"}
    qtbot.waitUntil(lambda: page.field.height() >= page.field.sizeHint().height() and window.feedback.isVisible())
    window.grab().save(str(PICTURES / "3-saisi.png"))
    made = begin(window, qtbot)
    made.grab().save(str(PICTURES / "4-reunion.png"))
    made.go(1)
    made.who.setFocus()
    qtbot.keyClicks(made.who, "Adjointe aux finances")
    made.finish()
    QApplication.processEvents()
    made.grab().save(str(PICTURES / "5-fin.png"))
    paper = tmp_path / "releve.pdf"
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(DocumentOutlet, "ask_printer", lambda self, _document: printer_to(paper))
    press(qtbot, made.print)
    qtbot.waitUntil(lambda: "envoyée" in made.line.status, timeout=20_000)
    made.grab().save(str(PICTURES / "6-releve-imprime.png"))
    with pikepdf.open(paper) as pdf:
        assert len(pdf.pages) == 1
    told = document_text(window.meetings.decisions())
    assert "Adjointe aux finances" in told
    made.close()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # who
    qtbot.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # all that came from paper
    assert {session.status(f"action:{one}") for one in ("elu-commission", "elu-extra-municipale")} == {Status.TODO}
    assert sorted(file.name for file in PICTURES.iterdir())[0] == "1-imprimer.png"


def test_closing_the_window_ends_the_meeting_first(meeting: MeetingWindow, window: MainWindow, qtbot: QtBot) -> None:
    meeting.who.setFocus()
    qtbot.keyClicks(meeting.who, "Adjointe")
    on = meeting.item.on if meeting.item else ""
    path = window.context.session.path
    assert window.close()
    assert window.meetings.window is None and not meeting.isVisible()
    with Dossier.open(path, write=False) as dossier:
        assert dossier.value(on, "who") == "Adjointe"


def test_a_text_of_the_meeting_that_is_refused_keeps_both_open_once(
    meeting: MeetingWindow, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise ValueTooLong(1, 2)

    monkeypatch.setattr(window.context.session.dossier, "group", refuse)
    meeting.who.setText("Adjointe")
    assert not window.close() and window.isVisible() and meeting.isVisible()
    assert "enregistré" in window.notice.text()
    assert window.close() and not meeting.isVisible(), "whoever closes again wants it"


def test_another_dossier_ends_the_meeting_on_the_first(
    meeting: MeetingWindow, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = window.context.session
    on, first = meeting.item.on if meeting.item else "", session.path
    meeting.who.setFocus()
    qtbot.keyClicks(meeting.who, "Adjointe")
    assert window.context.dossiers.switch(tmp_path / "autre.kitess")
    assert window.meetings.window is None
    QApplication.processEvents()
    assert session.text(on, "who") == "" and session.dossier.targets() == []
    with Dossier.open(first, write=False) as dossier:
        assert dossier.value(on, "who") == "Adjointe"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/02/2027", "Ce jour n’existe pas dans le calendrier."),
        ("31 février 2027", "Ce jour n’existe pas dans le calendrier."),
        ("01/02/2020", "Cette date est déjà passée."),
        ("12/03/2207", "Est-ce bien l’année 2207\u00a0?"),
    ],
)
def test_an_impossible_day_is_told_beside_the_field_while_one_types(
    meeting: MeetingWindow, qtbot: QtBot, typed: str, told: str
) -> None:
    meeting.due.setFocus()
    qtbot.keyClicks(meeting.due, typed[:4])
    assert meeting._boxes[meeting.due].error == "", "nothing is said of what is not yet typed to its end"
    meeting.due.setText("")
    for letter in typed:
        qtbot.keyClicks(meeting.due, letter) if letter.isascii() else meeting.due.insert(letter)
    meeting.due.textEdited.emit(meeting.due.text())
    assert meeting._boxes[meeting.due].error == told
    assert meeting.due.accessibleDescription() == told
    qtbot.keyClick(meeting.due, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(meeting.due, "mars 2027")
    assert meeting._boxes[meeting.due].error == ""


def test_a_day_that_cannot_be_read_is_told_when_one_leaves_the_field(meeting: MeetingWindow, qtbot: QtBot) -> None:
    meeting.due.setFocus()
    qtbot.keyClicks(meeting.due, "15/3")
    assert meeting._boxes[meeting.due].error == ""
    qtbot.keyClick(meeting.due, Key.Key_Tab)
    assert meeting._boxes[meeting.due].error.startswith("Cette date ne se lit pas")
    meeting.go(1)
    assert meeting._boxes[meeting.due].error == "", "it is of another action"
    meeting.go(-1)
    assert meeting._boxes[meeting.due].error.startswith("Cette date ne se lit pas")


def test_the_title_is_large_in_a_centred_column_and_the_track_is_empty_at_first(meeting: MeetingWindow) -> None:
    assert QFontInfo(meeting._title.font()).pixelSize() == 56
    meeting.resize(1600, 900)
    QApplication.processEvents()
    middle = meeting.stage.mapTo(meeting, meeting.stage.rect().center()).x()
    assert abs(middle - meeting.width() // 2) <= 12 and meeting.stage.width() <= 1000
    bar = meeting._bar
    image, row = bar.grab().toImage(), bar.height() // 2
    colours = {image.pixelColor(x, row).name() for x in range(6, bar.width() - 6)}
    assert len(colours) == 1, "no part of it is filled"
    meeting.go(1)
    image = bar.grab().toImage()
    assert len({image.pixelColor(x, row).name() for x in range(6, bar.width() - 6)}) > 1
