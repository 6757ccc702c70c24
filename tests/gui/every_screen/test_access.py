"""EN 301 549 §11 on every screen of the tour; A1 to A32 are the checks of docs/acces.md."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QGroupBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit.looks import words_on_grounds
from kit.tokens import THEMES, Tokens
from tests.gui.every_screen.access_walk import Found, accessible_name, is_stop, look, stops_of
from tests.gui.looks import around, contrast
from tests.gui.windows import open_window
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToPrint
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow
from ui.switches.tour import make_sample, settle, stops
from ui.widgets.segments import Segments

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
_SEEN: dict[str, Found] = {}
Build = Callable[..., MainWindow]


@pytest.fixture
def build(qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path) -> Build:
    """Return a function that opens the window on the tour's commune, at a size and a scale of text."""

    def made(size: tuple[int, int] = (1280, 800), scale: float = 1.0, theme: str = "light") -> MainWindow:
        from kit import paths

        Settings(paths.user_data() / "reglages.json").set("text_scale", scale)
        context = make_context(make_sample(tmp_path / "saint-exemple.kitess"), theme)
        return open_window(qtbot, context, size=size)

    return made


@pytest.fixture
def found(build: Build) -> Found:
    """Return what a walk through all screens finds; walked once."""
    if "normal" not in _SEEN:
        window = build()
        _SEEN["normal"] = look(window, window.context)
    return _SEEN["normal"]


def test_the_walk_sees_every_page(found: Found, build: Build) -> None:
    assert found.screens >= 40


@pytest.mark.parametrize("check", ["A1", "A2", "A3", "A4", "A5", "A10", "A11", "A14", "A18", "A21", "bounds"])
def test_every_screen_keeps_the_check(found: Found, check: str) -> None:
    assert not found.faults.get(check), "\n".join(found.faults.get(check, []))


@pytest.mark.parametrize(
    ("size", "scale"), [((1024, 560), 1.0), ((1024, 560), 1.5), ((1280, 720), 2.0), ((1920, 1080), 1.0)]
)
def test_nothing_is_cut_or_scrolls_sideways(build: Build, size: tuple[int, int], scale: float) -> None:
    window = build(size, scale)
    seen = look(window, window.context, checks="cut")
    assert not seen.faults, "\n".join(seen.faults.get("A18", []))


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_every_screen_keeps_the_checks_in_large_text(build: Build, scale: float) -> None:
    """A1 to A21 again where the pages turn: columns one above the other, an action over its plan."""
    window = build((1366, 768), scale)
    seen = look(window, window.context)
    assert not seen.faults, "\n".join(f"{check} {fault}" for check, some in seen.faults.items() for fault in some)


def test_each_screen_has_a_title_of_its_own(found: Found) -> None:
    """A27: the title of the window says where one is."""
    assert all(title.endswith("– Kit ESS") and len(title) > 12 for title in found.titles.values())
    alike = ("agenda", "glossaire-terme", "recherche-vide", "plan-", "agir-", "imprimer-", "partager-", "contacter-")
    titles = [
        title for name, title in found.titles.items() if not name.startswith(alike)
    ]  # else: one page, other parts
    assert not [title for title in set(titles) if titles.count(title) > 1]


def test_ticking_and_unticking_are_both_said(qtbot: QtBot, build: Build) -> None:
    """A6, A7: the state changes for a reader, and « Enregistré » is announced without moving the focus."""
    window = build()
    window.open_route(Route(PageId.ACT, "reseaux"))
    settle(window.context)
    box = next(box for box in window.current_page.findChildren(QCheckBox) if box.isVisible() and not box.isChecked())
    said: list[str] = []
    window.announced.connect(said.append)
    box.setFocus()
    for wanted in (True, False):
        qtbot.keyClick(box, Qt.Key.Key_Space)
        settle(window.context)
        interface = QAccessible.queryAccessibleInterface(box)
        assert bool(interface.state().checked) is wanted
        assert QApplication.focusWidget() is box
    assert said.count("Enregistré") >= 2


def test_boxes_stand_in_a_named_group(build: Build) -> None:
    """A4: a reader hears of which lever a box is."""
    window = build()
    for lever in window.context.library.outline.levers:
        window.open_route(Route(PageId.ACT, lever.article.id))
        settle(window.context)
        for box in window.current_page.findChildren(QCheckBox):
            if not box.isVisible():
                continue
            parent: QWidget | None = box.parentWidget()
            names = []
            while parent is not None:
                if isinstance(parent, QGroupBox) or parent.accessibleName():
                    names.append(accessible_name(parent))
                parent = parent.parentWidget()
            assert any(names), box.text()


def test_arrows_go_through_choices_side_by_side_and_choose(qtbot: QtBot, build: Build) -> None:
    """A5: one choice of a named group, as radio buttons: a reader hears which one stands."""
    window = build()
    window.open_route(ToPrint())
    settle(window.context)
    row = next(one for one in window.current_page.findChildren(Segments) if one.isVisible())
    first, second = (one for one in row.findChildren(QPushButton)[:2])
    first.setFocus()
    assert accessible_name(row)
    for key, here, there in ((Qt.Key.Key_Right, second, first), (Qt.Key.Key_Left, first, second)):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, key)
        assert QApplication.focusWidget() is here
        states = [QAccessible.queryAccessibleInterface(one).state() for one in (here, there)]
        assert [bool(state.checked) for state in states] == [True, False]
        assert all(state.checkable for state in states)


def test_progress_is_told_as_a_value_and_in_words(build: Build) -> None:
    """A8: a lever says it in words, and holds a bar with the same value; so does the meeting."""
    from ui.features.levers.lever_list import LeverEntry
    from ui.features.meeting.bar import MeetingBar

    window = build()
    window.open_route(Route(PageId.ACT))
    entries = window.current_page.findChildren(LeverEntry)
    assert entries
    told = []
    for entry in entries:
        interface = QAccessible.queryAccessibleInterface(entry)
        words = interface.text(QAccessible.Text.Description)
        assert accessible_name(entry) and "faite" in words
        assert interface.childCount() == 1
        cells = interface.child(0)
        assert cells.role() == QAccessible.Role.ProgressBar and cells.text(QAccessible.Text.Name)
        assert interface.indexOfChild(cells) == 0 and interface.child(1) is None
        done, of = cells.text(QAccessible.Text.Value), int(cells.valueInterface().maximumValue())
        assert re.search(rf"\b{done} actions? faites? sur {of}\b", words), words
        told.append(done)
    assert set(told) > {"0"}
    bar = MeetingBar(window.context.theme, "Avancement de la réunion", window)
    interface = QAccessible.queryAccessibleInterface(bar)
    assert interface.role() == QAccessible.Role.ProgressBar and accessible_name(bar)
    assert interface.text(QAccessible.Text.Value)


def test_the_focus_is_seen(build: Build) -> None:
    """A12: whatever Tab reaches looks different when it has the focus, in each theme."""
    for theme in THEMES:
        window = build(theme=theme)
        unseen = []
        for name, route in stops(window.context):
            if not name.startswith(("accueil", "agir-1", "reglages", "contacter", "ma-coll", "modeles")):
                continue
            window.open_route(route)
            settle(window.context)
            for widget in list(stops_of(window.current_page))[:25]:
                window.sidebar.search.setFocus()
                if widget.visibleRegion().isEmpty():
                    continue
                before = around(widget)
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                if not widget.hasFocus():
                    continue
                if around(widget) == before:
                    unseen.append(f"{theme} {name}: {type(widget).__name__} « {accessible_name(widget)[:40]} »")
        window.close()
        assert not unseen, "\n".join(unseen)


def test_no_shortcut_is_a_single_printable_key(build: Build) -> None:
    """A13."""
    window = build()
    texts = [s.toString() for action in window.actions() for s in action.shortcuts()]
    assert texts and not [text for text in texts if len(text) == 1]


def test_focusing_or_changing_a_field_opens_nothing(qtbot: QtBot, build: Build) -> None:
    """A14: the place stays the same whatever gets the focus."""
    window = build()
    for name, route in stops(window.context):
        window.open_route(route)
        settle(window.context)
        here = window.navigator.here
        for widget in list(stops_of(window.current_page))[:40]:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        assert window.navigator.here is not None and here is not None
        assert window.navigator.here.page == here.page, name
        assert QApplication.activeModalWidget() is None, name


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_words_stand_out_from_their_ground(theme: Tokens) -> None:
    """A15: 4.5 to 1, and 7 to 1 in the contrast theme."""
    least = 7.0 if theme.name == "contrast" else 4.5
    poor = [
        f"{ink} on {ground}: {contrast(one, other):.2f}"
        for ink, one, ground, other in words_on_grounds(theme)
        if contrast(one, other) < least
    ]
    assert not poor, poor


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_frames_of_fields_and_focus_stand_out(theme: Tokens) -> None:
    """A16: 3 to 1 for what one must find: fields, boxes, bars, the focus."""
    parts = {
        "field": (theme.field_line, theme.surface),
        "field on ground": (theme.field_line, theme.ground),
        "focus on surface": (theme.focus, theme.surface),
        "focus on ground": (theme.focus, theme.ground),
        "progress": (theme.green.ink, theme.track),
        "stage line": (theme.stage_line, theme.stage),
        "stage focus": (theme.stage_focus, theme.stage),
    }
    poor = [f"{name}: {contrast(*pair):.2f}" for name, pair in parts.items() if contrast(*pair) < 3]
    assert not poor, poor


def test_states_are_said_in_words(build: Build) -> None:
    """A17: no status is told by its colour alone."""
    window = build()
    window.open_route(Route(PageId.ACT, "elu-designe"))
    settle(window.context)
    words = " ".join(button.text() for button in window.current_page.findChildren(QPushButton) if button.isVisible())
    assert "Fait" in words and "En cours" in words and "Non concerné" in words


def test_the_system_is_followed_unless_the_reader_chose(build: Build) -> None:
    """A19."""
    window = build()
    appearance = window.context.appearance
    appearance.release()
    window.context.settings.set("theme", "system")
    assert appearance.theme().name in THEMES
    window.context.settings.set("theme", "contrast")
    assert appearance.theme().name == "contrast"


def test_articles_tell_headings_links_and_lists(build: Build) -> None:
    """A21, A22, A23: the parts of a text are told as what they are."""
    window = build()
    window.open_route(ToArticle("elu-commission"))
    settle(window.context)
    view = window.current_page.view  # type: ignore[attr-defined]
    roles: list[QAccessible.Role] = []

    def gather(interface: object) -> None:
        for number in range(interface.childCount()):  # type: ignore[attr-defined]
            child = interface.child(number)  # type: ignore[attr-defined]
            if child is not None:
                roles.append(child.role())
                gather(child)

    gather(QAccessible.queryAccessibleInterface(view))
    assert QAccessible.Role.Heading in roles and QAccessible.Role.Link in roles


def test_links_say_where_they_lead() -> None:
    """A22: no « cliquez ici », no bare address."""
    from kit import paths

    bare = re.compile(r"\[(?:ici|cliquez ici|lien|y aller|https?://[^\]]*)\]", re.IGNORECASE)
    faulty = [path.name for path in paths.content().rglob("*.md") if bare.search(path.read_text("utf-8"))]
    assert not faulty


def test_pictograms_with_meaning_have_words() -> None:
    """A24."""
    import tomllib

    from kit import paths

    table = tomllib.loads((paths.pictograms() / "index.toml").read_text("utf-8"))
    drawings = {path.stem for path in paths.pictograms().glob("*.svg")}
    assert drawings == set(table) and len(drawings) >= 45
    assert all(bool(item.get("alt")) != bool(item.get("decorative")) for item in table.values())


def test_no_picture_holds_text() -> None:
    """A25."""
    from kit import paths

    assert not [path.name for path in paths.pictograms().glob("*.svg") if "<text" in path.read_text("utf-8")]


def test_the_program_is_french(build: Build) -> None:
    """A26."""
    build()
    assert QLocale().language() == QLocale.Language.French


def test_a_wrong_field_says_which_why_and_how_to_mend(qtbot: QtBot, build: Build) -> None:
    """A28: the words typed stay, and the error is the field's own description."""
    window = build()
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    box = page.boxes["council"]  # type: ignore[attr-defined]
    box.field.setFocus()
    qtbot.keyClicks(box.field, "un jour")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert box.error and box.field.accessibleDescription() == box.error and box.field.text() == "un jour"


def test_nothing_moves_for_longer_than_150_ms() -> None:
    """A30: no animation of the window's own; what a screen says stays until it is closed."""
    import ui

    code = "\n".join(path.read_text("utf-8") for path in Path(ui.__file__).parent.rglob("*.py"))
    assert not re.search(r"QPropertyAnimation|QVariantAnimation|QMovie", code)


def test_with_a_reader_convaincre_opens_on_its_table(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """A24: the map has an equal that is read line by line, and a reader gets it first."""
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    window = build()
    window.open_route(Route(PageId.CONVINCE))
    settle(window.context)
    from ui.features.convince.table import ReasonTable

    assert any(table.isVisible() for table in window.current_page.findChildren(ReasonTable))


def test_stops_are_told_from_what_is_hidden(build: Build) -> None:
    """The walk itself: a hidden or disabled widget is no stop."""
    window = build()
    buttons = [b for b in window.current_page.findChildren(QPushButton) if is_stop(b)]
    assert buttons
    buttons[0].setEnabled(False)
    assert not is_stop(buttons[0])
