"""Rows of the dossier as files, of access, language, privacy; and what no peer has."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtWidgets import QApplication, QCheckBox, QDialogButtonBox, QScrollArea
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.files import Patience, write_whole
from tests.calls import Call
from tests.gui.every_screen.access_walk import accessible_name, stops_of
from tests.gui.hands import Hands, plain
from tests.gui.marking import mark
from tests.gui.table.rows import row
from tests.gui.windows import open_window
from ui import app
from ui.features.dossier.merge_page import MergePage
from ui.features.printing.page import PrintPage
from ui.features.reading.examples_page import SIZE, Examples
from ui.services.context import AppContext
from ui.services.dossier_watch import DossierWatch
from ui.services.navigation import PageId, Route, ToArticle, ToPrint, ToUpdate
from ui.switches.tour import settle
from ui.text.list_page import ListPage
from ui.widgets.menu_chip import MenuChip

LEFT = Qt.MouseButton.LeftButton
COMMISSION, CRESS = "action:elu-commission", "action:reseaux-cress"
BOX = "Avoir une commission ESS"


# --- the dossier as files ---


@row("F52", "Dossier portable sur une clé USB")
def test_a_file_named_portable_keeps_all_beside_the_program(
    program: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    make_context: Callable[..., AppContext],
) -> None:
    key = tmp_path / "cle"
    key.mkdir()
    (key / "portable").touch()
    monkeypatch.setattr(paths, "program_dir", lambda: key)
    monkeypatch.setenv("KIT_RESOURCES", str(paths._repository() / "resources"))
    monkeypatch.delenv("KIT_DATA")
    monkeypatch.delenv("KIT_CACHE")
    hands = Hands(qtbot, open_window(qtbot, make_context(words=())))
    mark(hands.window.context.session, COMMISSION, Status.DONE)
    assert hands.window.context.session.settle()
    assert hands.window.context.session.path.is_relative_to(key / "donnees")
    hands.sees("Version portable")


@row("F60", "Réunir le fichier d’un·e collègue, en choisissant")
def test_two_answers_are_chosen_between(hands: Hands, colleague: Path) -> None:
    page = compared(hands, colleague)
    hands.sees("reportée", "votée le 12")
    page.modes.button("tout").click()
    hands.qtbot.mouseClick(page.go, LEFT)
    hands.qtbot.waitUntil(lambda: "C’est réuni" in page.status.text())
    assert hands.window.context.session.text(COMMISSION, "note") == "votée le 12"


@pytest.fixture
def colleague(context: AppContext, tmp_path: Path) -> Path:
    """Return the dossier of a colleague, begun from mine and changed apart, as I changed mine."""
    session = context.session
    session.set_text(COMMISSION, "note", "à voir")
    assert session.settle()
    theirs = tmp_path / "cle" / "saint-exemple.kitess"
    theirs.parent.mkdir()
    shutil.copy(session.path, theirs)
    with Dossier.open(theirs, by="Adjointe") as dossier:
        dossier.record(COMMISSION, "note", "votée le 12")
        dossier.record(CRESS, "status", "fait")
    session.set_text(COMMISSION, "note", "reportée")
    assert session.settle()
    return theirs


def compared(hands: Hands, theirs: Path) -> MergePage:
    page = hands.go(Route(PageId.MERGE), MergePage)
    page.compare(theirs)
    hands.qtbot.waitUntil(lambda: page.go.isVisible() and page.go.isEnabled(), timeout=10_000)
    return page


@row("F61", "Sans compte et sans pistage")
def test_the_first_run_asks_nothing_and_keeps_her_words_in_her_file(
    hands: Hands, caplog: pytest.LogCaptureFixture
) -> None:
    settle(hands.window.context)
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not hands.window]
    hands.window.context.session.set_text(COMMISSION, "note", "hippocampe")
    hands.window.close()
    told = [one for one in paths.user_data().rglob("*") if one.is_file() and b"hippocampe" in one.read_bytes()]
    assert all(one.suffix in (".kitess", ".zip") for one in told) and "hippocampe" not in caplog.text


@row("F62", "Ne cherche jamais de mise à jour sans qu’on le demande")
def test_a_start_looks_for_nothing(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refused)
    app.look_after(hands.window, hands.window.context, crashed=False)
    settle(hands.window.context)
    hands.go(Route(PageId.ABOUT))
    hands.sees("Le kit ne se connecte jamais à Internet.")
    hands.go(ToUpdate())
    hands.sees("Il ne cherche jamais rien sur Internet.")


@row("F64", "Enregistrement en une fois, et ce qui change dehors est vu")
def test_a_refused_disk_leaves_the_file_whole_and_a_change_outside_is_taken_in(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = hands.window.context.session
    mark(session, COMMISSION, Status.DONE)
    assert session.settle()
    before = session.path.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        mark(session, CRESS, Status.DONE)
        hands.qtbot.waitUntil(lambda: "n’a pas été enregistré" in hands.words())
    assert session.path.read_bytes() == before
    DossierWatch(hands.window.context, hands.window.context.feedback, every_ms=20)
    with Dossier.open(session.path, by="Adjointe") as theirs:
        theirs.record("action:reseaux-ptce", "status", "fait")
    hands.qtbot.waitUntil(lambda: session.status("reseaux-ptce") is Status.DONE)


@row("F65", "Exporter et reprendre son avancement")
def test_all_goes_into_a_readable_file_and_one_archive_comes_back(call: Call, tmp_path: Path) -> None:
    dossier, whole, archive = tmp_path / "d.kitess", tmp_path / "d.json", tmp_path / "d.zip"
    call("dossier", "new", dossier)
    call("dossier", "tick", dossier, "elu-commission")
    assert call("dossier", "export", dossier, "--out", whole).code == 0
    assert json.loads(whole.read_text(encoding="utf-8"))["actions"]["elu-commission"]["status"] == "fait"
    assert call("dossier", "archive", dossier, "--out", archive).code == 0
    back = tmp_path / "ailleurs.kitess"
    assert call("dossier", "restore", back, "--from", archive).code == 0
    with Dossier.open(back) as again:
        assert again.status("elu-commission") is Status.DONE


@row("W3", "Exporter et reprendre mon résultat ; Ctrl+Z rend une coche")
def test_a_dossier_is_looked_at_before_it_is_taken_and_a_tick_is_taken_back(hands: Hands, colleague: Path) -> None:
    hands.go(Route(PageId.ACT, "elu-designe"))
    hands.click(BOX, QCheckBox)
    hands.ctrl(Qt.Key.Key_Z)
    assert hands.window.context.session.status(COMMISSION) is Status.TODO
    assert hands.window.context.session.settle()
    before = hands.window.context.session.path.read_bytes()
    compared(hands, colleague)
    hands.sees("votée le 12")
    assert hands.window.context.session.path.read_bytes() == before


@row("W6", "Tout dans un seul dossier, sur la clé")
def test_settings_and_copies_lie_with_the_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "program_dir", lambda: tmp_path)
    monkeypatch.delenv("KIT_DATA")
    monkeypatch.delenv("KIT_CACHE")
    (tmp_path / "portable").touch()
    beside = tmp_path / "donnees"
    places = (paths.user_data(), paths.user_cache(), paths.dossiers(), paths.outbox())
    assert all(one.is_relative_to(beside) for one in places)


@row("W7", "Marche sur un lecteur réseau, sans mentir sur « lecture seule »")
def test_a_share_that_cannot_replace_a_file_is_written_and_read_again(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "no replacing on this share")

    monkeypatch.setattr(Path, "replace", refused)
    out = tmp_path / "partage.csv"
    out.write_bytes(b"ancien")
    write_whole(out, b"nouveau", patience=Patience(0))
    assert out.read_bytes() == b"nouveau"
    session = hands.window.context.session
    with Dossier.open(session.path, by="Adjointe") as theirs:  # while it is open here
        assert theirs.holder is not None and not theirs.read_only
        theirs.record(COMMISSION, "status", "fait")
    session.dossier.refresh()
    assert session.status(COMMISSION) is Status.DONE


@row("W25", "Réunir sans écraser, prévenir avant, pouvoir revenir")
def test_a_reunion_is_seen_before_told_after_and_undone_in_one(hands: Hands, colleague: Path) -> None:
    page = compared(hands, colleague)
    hands.sees("reportée", "votée le 12")
    hands.qtbot.mouseClick(page.go, LEFT)
    hands.qtbot.waitUntil(lambda: "C’est réuni" in page.status.text())
    assert hands.window.context.session.status(CRESS) is Status.DONE
    hands.qtbot.mouseClick(page.undo, LEFT)
    assert hands.window.context.session.status(CRESS) is Status.TODO


# --- access, colours, language ---

SCREENS = (Route(PageId.HOME), Route(PageId.ACT, "elu-designe"), Route(PageId.PLAN), Route(PageId.COLLECTIVITE))


@row("F55", "Noms accessibles voulus")
def test_whatever_takes_the_focus_has_a_name(hands: Hands) -> None:
    for place in SCREENS:
        page = hands.go(place)
        stops = list(stops_of(page))
        assert stops and all(accessible_name(one) for one in stops)


class System:
    """Stands where the system's wishes for colours are read: the screenless platform has none."""

    scheme = Qt.ColorScheme.Light

    def styleHints(self) -> System:
        return self

    def setFont(self, font: QFont) -> None:
        QApplication.setFont(font)

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme


@row("F57", "Suit le clair, le sombre et le contraste du système")
def test_the_colours_follow_the_system_during_the_session(
    qtbot: QtBot, make_context: Callable[..., AppContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, system, grounds = Hands(qtbot, open_window(qtbot, make_context(theme=None))), System(), []
    monkeypatch.setattr(hands.window.context.appearance, "_app", system)
    for system.scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        QApplication.styleHints().colorSchemeChanged.emit(system.scheme)
        settle(hands.window.context)
        grounds.append(hands.window.grab().toImage().pixelColor(5, 5).lightness())
    assert grounds[0] < 100 < grounds[1]


@row("F59", "Interface en français")
def test_the_window_and_the_command_line_speak_french(hands: Hands, call: Call) -> None:
    for place in (*SCREENS, Route(PageId.SETTINGS), Route(PageId.OUTBOX)):
        hands.go(place)
        said = f" {hands.words().lower()} "
        assert not [one for one in (" the ", " cancel ", " save ", " open ", " your ") if one in said], place
    assert "usage" in call("--help").out and "montrer cette aide" in call("--help").out


@row("W15", "Lisible par mon lecteur d’écran")
def test_a_tick_is_a_real_box_and_is_spoken(hands: Hands) -> None:
    hands.go(Route(PageId.ACT, "elu-designe"))
    box = hands.find(QCheckBox, BOX)
    interface = QAccessible.queryAccessibleInterface(box)
    assert interface.role() == QAccessible.Role.CheckBox
    for said in ("fait, 1 sur 3", "à faire, 0 sur 3"):
        with hands.qtbot.waitSignal(hands.window.announced, check_params_cb=lambda words, said=said: said in words):
            hands.click(BOX, QCheckBox)


@row("W17", "Sombre ou clair en une fois, sans fenêtre à moitié peinte")
def test_another_theme_repaints_every_part(hands: Hands) -> None:
    hands.go(Route(PageId.PLAN))
    hands.window.context.appearance.release()
    hands.window.context.settings.set("theme", "dark")
    hands.window.restyle()
    settle(hands.window.context)
    image = hands.window.grab().toImage()
    light = [
        (x, y)
        for x in range(4, image.width(), 40)
        for y in range(4, image.height(), 40)
        if image.pixelColor(x, y).lightness() > 235
    ]
    assert len(light) < 12, "only letters are that light"


@row("W18", "Rien de coupé sur les petits écrans")
@pytest.mark.parametrize(("size", "scale"), [((1093, 614), 2.0), ((1093, 614), 1.5), ((900, 540), 1.0)])
def test_nothing_scrolls_sideways_on_a_small_screen(
    qtbot: QtBot, context: AppContext, size: tuple[int, int], scale: float
) -> None:
    context.settings.set("text_scale", scale)
    hands = Hands(qtbot, open_window(qtbot, context, size=size))
    hands.window.restyle()
    for place in (*SCREENS, ToArticle("commerces-proximite")):
        page = hands.go(place)
        for area in page.findChildren(QScrollArea):
            assert area.horizontalScrollBar().maximum() == 0 or not area.isVisible(), place


@row("W19", "Tout en français, même « OK » et « Annuler »")
def test_the_buttons_of_qt_are_french(program: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    kinds = QDialogButtonBox.StandardButton
    asked = (kinds.Ok, kinds.Cancel, kinds.Yes, kinds.No, kinds.Close, kinds.Save, kinds.Open, kinds.Discard)
    words = [box.addButton(one).text().replace("&", "") for one in asked]
    assert words[:7] == ["OK", "Annuler", "Oui", "Non", "Fermer", "Enregistrer", "Ouvrir"]
    assert not set(words) & {"Discard", "Don't Save"}


# --- what no peer has ---


@row("N9", "Des communes qui me ressemblent")
def test_examples_are_narrowed_to_communes_of_a_like_size(hands: Hands) -> None:
    session = hands.window.context.session
    for field, value in (("name", "Saint-Exemple"), ("departement_code", "23"), ("population", "360")):
        session.set_text("identity", field, value)
    page = hands.go(Route(PageId.EXAMPLES), ListPage)
    assert isinstance(page.listing, Examples)
    every = page.listing.examples(page.pane.wanted)
    chip = page.pane.chips[SIZE]
    assert isinstance(chip, MenuChip) and every[0].departement == "23"
    next(one for one in chip.menu().actions() if one.data() == "rural").trigger()
    found = page.listing.examples(page.pane.wanted)
    assert 0 < len(found) < len(every)
    assert all(one.population is None or one.population < 2000 for one in found)


@row("N19", "Sans souris, sans erreur : pas à pas")
def test_one_action_a_screen_is_answered_by_keys_and_one_goes_back(hands: Hands) -> None:
    hands.go(Route(PageId.ACT, "elu-designe"))
    hands.key(Qt.Key.Key_F11)
    meeting = hands.window.meetings.window
    assert meeting is not None and meeting.item is not None
    first = meeting.item.on
    meeting.activateWindow()
    hands.qtbot.waitUntil(meeting.isActiveWindow)
    hands.qtbot.keyClick(meeting.stage, Qt.Key.Key_Tab)
    hands.qtbot.keyClick(meeting.focusWidget(), Qt.Key.Key_Space)
    assert hands.window.context.session.status(first) is not Status.TODO
    hands.qtbot.keyClick(meeting.stage, Qt.Key.Key_Space)
    assert meeting.item.on != first
    hands.qtbot.keyClick(meeting.stage, Qt.Key.Key_Left)
    assert meeting.item.on == first
    meeting.close()


@row("F58", "Déclaration d’accessibilité publiée")
def test_the_statement_names_what_the_law_asks_and_is_printed(hands: Hands) -> None:
    hands.go(Route(PageId.ABOUT))
    hands.click("Lire la déclaration d’accessibilité")
    settle(hands.window.context)
    publisher = hands.window.context.library.publisher
    for words in ("non conforme", "établie le", publisher.mail, "Défenseur des droits", "aucun en échec"):
        hands.reads(words)
    page = hands.go(ToPrint(of="accessibilite"), PrintPage)
    hands.qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=30_000)
    assert "Défenseur des droits" in plain(page.preview.words())
