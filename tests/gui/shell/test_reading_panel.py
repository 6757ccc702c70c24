"""« Affichage du texte »: size in one click on every page, typeface, spaces and width at once and kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kit.tokens import DYSLEXIC, FAMILY, SERIF
from tests.gui.windows import open_window
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.shell.reading_panel import ReadingPanel
from ui.switches.tour import settle
from ui.text.article_view import ArticleView

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TEXT = ToArticle("elu-commission")


@pytest.fixture
def panel(qtbot: QtBot, window: MainWindow) -> ReadingPanel:
    """Return the panel over a text, opened by its button."""
    window.open_route(TEXT)
    qtbot.mouseClick(window.top_bar.reading[-1], Qt.MouseButton.LeftButton)
    assert window.reading is not None and window.reading.isVisible()
    return window.reading


def view(window: MainWindow) -> ArticleView:
    area = window.current_page.scroller()
    assert isinstance(area, ArticleView)
    return area


def choose(qtbot: QtBot, window: MainWindow, panel: ReadingPanel, setting: str, key: str) -> None:
    before = window.centralWidget()
    qtbot.mouseClick(panel.choices.choices[setting].button(key), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)


@pytest.mark.parametrize("place", [Route(PageId.HOME), TEXT, Route(PageId.GLOSSARY), Route(PageId.ACT)])
@pytest.mark.parametrize("size", [(900, 540), (1280, 800)])
def test_larger_and_smaller_are_in_sight_on_every_page(
    qtbot: QtBot, context: AppContext, place: Route, size: tuple[int, int]
) -> None:
    context.settings.set("text_scale", 2.0)
    window = open_window(qtbot, context, place, size)
    window.restyle()
    settle(context)
    bar = window.top_bar
    assert [one.text() for one in bar.reading] in (["A−", "A+", "Affichage"], ["A−", "A+", "Aa"])
    for one in bar.reading:
        assert one.isVisible() and bar.rect().contains(one.geometry()), one.text()
        assert one.width() >= one.sizeHint().width(), one.text()
        assert one.accessibleName() in ("Réduire le texte", "Agrandir le texte", "Affichage du texte")
    before = window.centralWidget()
    qtbot.mouseClick(bar.reading[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.context.theme.scale == 1.75


def test_the_keyboard_stays_on_the_button_that_makes_larger(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(TEXT)
    window.top_bar.reading[1].setFocus()
    before = window.centralWidget()
    qtbot.keyClick(window.top_bar.reading[1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.top_bar.reading[1].hasFocus()


@pytest.mark.parametrize(("key", "family"), [("serif", SERIF), ("dyslexic", DYSLEXIC)])
def test_another_typeface_is_shown_at_once_and_kept(
    qtbot: QtBot,
    window: MainWindow,
    panel: ReadingPanel,
    key: str,
    family: str,
    make_context: Callable[..., AppContext],
) -> None:
    choose(qtbot, window, panel, "reading_font", key)
    assert QFontInfo(view(window).document().defaultFont()).family() == family
    assert QFontInfo(window.top_bar.font()).family() == FAMILY
    window.open_route(Route(PageId.GLOSSARY))
    assert QFontInfo(view(window).document().defaultFont()).family() == family
    assert make_context().theme.family == family


def test_lines_and_letters_stand_further_apart(qtbot: QtBot, window: MainWindow, panel: ReadingPanel) -> None:
    high = view(window).document().size().height()
    choose(qtbot, window, panel, "line_spacing", "wider")
    spaced = view(window).document().size().height()
    assert spaced > 1.15 * high
    choose(qtbot, window, panel, "letter_spacing", "wider")
    assert view(window).document().size().height() > 1.1 * spaced


def test_lines_are_as_long_as_one_likes(qtbot: QtBot, window: MainWindow, panel: ReadingPanel) -> None:
    window.resize(1900, 900)
    usual = view(window).viewport().width()
    choose(qtbot, window, panel, "column", "narrow")
    assert view(window).viewport().width() == pytest.approx(0.75 * usual, abs=2)
    choose(qtbot, window, panel, "column", "wide")
    assert view(window).viewport().width() == pytest.approx(1.35 * usual, abs=2)


def test_all_at_once_is_taken_back_at_once(qtbot: QtBot, window: MainWindow, panel: ReadingPanel) -> None:
    usual = window.context.theme
    assert not panel.usual.isEnabled()
    for setting, key in (("reading_font", "serif"), ("line_spacing", "wide"), ("column", "narrow")):
        choose(qtbot, window, panel, setting, key)
    theme = window.context.theme
    assert (theme.family, theme.column) == (SERIF, 0.75) and theme.line_height > 100
    assert panel.isVisible() and panel.usual.isEnabled()
    before = window.centralWidget()
    qtbot.mouseClick(panel.usual, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.context.theme == usual
    assert all(row.key() == "" for row in panel.choices.choices.values())


def test_what_one_reads_stays_at_the_top_in_other_letters(
    qtbot: QtBot, window: MainWindow, panel: ReadingPanel
) -> None:
    page = window.current_page
    assert isinstance(page, ArticlePage)
    page.unfold()
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = page.position()
    assert place > page.view.fold
    choose(qtbot, window, panel, "reading_font", "dyslexic")
    again = window.current_page
    assert isinstance(again, ArticlePage) and not again.is_folded
    assert abs(again.position() - place) < 120  # a line or two


def test_the_panel_fits_the_smallest_window_at_200_percent(qtbot: QtBot, window: MainWindow) -> None:
    window.context.settings.set("text_scale", 2.0)
    window.resize(900, 540)
    window.restyle()
    settle(window.context)
    window.top_bar.reading[-1].click()
    panel = window.reading
    assert panel is not None
    assert window.rect().contains(panel.rect().translated(window.mapFromGlobal(panel.pos())))
    for row in panel.choices.choices.values():
        for button in row.findChildren(QPushButton):
            assert button.width() >= button.sizeHint().width(), button.text()


def test_the_panel_is_walked_by_keys_and_left_by_escape(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(TEXT)
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    panel = window.reading
    assert panel is not None and panel.isVisible()
    assert panel._area.verticalScrollBar().maximum() == 0, "all of it is in sight"
    assert all(row.accessibleName() for row in panel.choices.choices.values())
    qtbot.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_settings_offer_the_same_choices(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.SETTINGS))
    chip = window.current_page.findChild(QPushButton, "reading_font-serif")
    assert isinstance(chip, QPushButton)
    before = window.centralWidget()
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.context.theme.family == SERIF
    again = QApplication.focusWidget()
    assert again is not None and again.objectName() == "reading_font-serif"
