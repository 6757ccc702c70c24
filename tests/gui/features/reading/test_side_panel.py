"""Notes and words of the glossary open in one panel: beside the text, at its foot in a narrow window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from tests.gui.windows import open_window
from ui.access import text_geometry
from ui.access.link_walk import links
from ui.access.nodes import NOTE, TERM
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import ToArticle
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.article_aside import PartLink
from ui.widgets.wrap_link import WrapLink

TOPIC = "commerces-proximite"
FAMILIES = "ess-en-cinq-minutes"
WIDE, NARROW = (1366, 768), (1024, 560)


def opened(window: MainWindow, size: tuple[int, int] = WIDE, article: str = TOPIC) -> ArticlePage:
    window.resize(*size)
    window.open_route(ToArticle(article))
    settle(window.context)
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def places(page: ArticlePage, target: str) -> list[tuple[int, int]]:
    """Return where the links stand that lead to ``target`` or begin with it."""
    document, found = page.view.document(), []
    for start, end in links(document):
        cursor = page.view.textCursor()
        cursor.setPosition(end)
        if cursor.charFormat().anchorHref().startswith(target):
            found.append((start, end))
    return found


def box(page: ArticlePage, place: tuple[int, int]) -> QRect:
    """Return where a link lies in the viewport."""
    first = text_geometry.line_boxes(page.view.document(), *place)[0]
    return first.translated(0, -page.view.verticalScrollBar().value()).toAlignedRect()


def shown(page: ArticlePage) -> list[str]:
    """Return the links of the side column that are in sight."""
    return [one.text() for one in page.aside.findChildren(WrapLink) if one.isVisible()]


def click(qtbot: QtBot, page: ArticlePage, place: tuple[int, int]) -> None:
    at = box(page, place).center()
    assert page.view.viewport().rect().contains(at)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(qtbot: QtBot, page: ArticlePage, place: tuple[int, int]) -> None:
    """Select a link as Tab does and press Enter."""
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    cursor = page.view.textCursor()
    cursor.setPosition(place[0])
    cursor.setPosition(place[1], cursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)


def test_a_note_says_the_fact_its_source_and_where_that_is_read(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    click(qtbot, page, places(page, NOTE)[0])
    fact, source, address = page.panel.words()
    assert page.panel.title.text() == "Note 1"
    assert fact.startswith("Pour la Banque des Territoires") and fact.endswith("»)")
    assert source in [one.title for one in window.context.library.shelf.sources.values()]
    assert address == "banquedesterritoires.fr (nécessite Internet)"
    total = len(window.context.library.sources_of(window.context.library.article(TOPIC)))
    assert [link.text() for link in page.panel.links] == ["Copier la référence", f"Les {total} sources"]


@pytest.mark.parametrize("size", [WIDE, (1920, 1080)])
def test_beside_the_text_the_panel_takes_the_place_under_the_contents(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    page = opened(window, size)
    page.view.verticalScrollBar().setValue(40)
    text, scrolled = page.view.viewport().geometry(), page.view.verticalScrollBar().value()
    click(qtbot, page, places(page, NOTE)[0])
    assert page.view.viewport().geometry() == text and page.view.verticalScrollBar().value() == scrolled
    assert page.panel.geometry().left() == page.aside.geometry().left()
    assert page.panel.geometry().bottom() <= page.view.height()
    last = [one for one in page.aside.findChildren(PartLink) if one.isVisible()][-1]
    assert page.panel.y() >= last.mapTo(page, QPoint(0, last.height())).y()
    assert "Partager cette page" not in shown(page)
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert "Partager cette page" in shown(page)


def test_in_a_narrow_window_it_stands_below_the_text_with_the_number_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, NARROW)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    place = places(page, NOTE)[0]
    press(qtbot, page, place)
    assert page.panel.y() == page.view.geometry().bottom() + 1
    assert page.view.viewport().rect().contains(box(page, place))
    window.resize(*WIDE)
    QApplication.processEvents()
    assert page.panel.isVisible() and page.panel.geometry().left() == page.aside.geometry().left()


def test_escape_closes_it_and_returns_to_the_number(qtbot: QtBot, window: MainWindow) -> None:
    for size in (WIDE, NARROW):
        page = opened(window, size)
        press(qtbot, page, places(page, NOTE)[1])
        focus = QApplication.focusWidget()
        assert focus is page.panel.links[0]
        qtbot.keyClick(focus, Qt.Key.Key_Escape)
        assert not page.panel.isVisible() and QApplication.focusWidget() is page.view
        cursor = page.view.textCursor()
        assert (cursor.selectionStart(), cursor.selectionEnd()) == places(page, NOTE)[1]


def test_the_cross_is_reached_by_tab_and_closes_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    press(qtbot, page, places(page, NOTE)[0])
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Backtab)
    cross = QApplication.focusWidget()
    assert cross is not None and cross.accessibleName() == "Fermer et revenir au texte (Échap)"
    qtbot.keyClick(cross, Qt.Key.Key_Space)
    assert not page.panel.isVisible()


def test_f6_goes_to_the_panel(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    click(qtbot, page, places(page, NOTE)[0])
    assert QApplication.focusWidget() is page.view
    qtbot.keyClick(page.view, Qt.Key.Key_F6)
    assert page.panel.isAncestorOf(QApplication.focusWidget())


def test_a_word_opens_in_the_place_of_a_note(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, article=FAMILIES)
    click(qtbot, page, places(page, NOTE)[0])
    assert page.panel.title.text() == "Note 1"
    click(qtbot, page, places(page, TERM)[0])
    assert page.panel.isVisible() and page.panel.title.text().startswith("ESS")
    assert [link.text() for link in page.panel.links] == ["Voir dans le glossaire"]


def test_all_of_a_word_is_in_sight_where_there_is_room(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, NARROW, FAMILIES)
    page.view.link_activated.emit(f"{TERM}ptce")  # whose title has three lines
    window.resize(*WIDE)
    settle(window.context)
    area = page.panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert page.panel.title.height() >= page.panel.title.heightForWidth(page.panel.title.width())


def test_a_reference_is_copied_with_the_text_that_cites_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    click(qtbot, page, places(page, NOTE)[0])
    qtbot.mouseClick(page.panel.links[0], Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    library = window.context.library
    source = library.sources_of(library.article(TOPIC))
    assert any(copied.startswith(f"{one.title}, {one.address}") for one in source)
    assert "« Commerces de proximité »".replace(" ", "\u00a0", 1).replace(" »", "\u00a0»") in copied
    assert "référence est copiée" in window.feedback.text()


def test_a_fact_without_a_source_asks_for_one(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, article=FAMILIES)
    press(qtbot, page, places(page, f"{NOTE}*")[0])
    assert page.panel.title.text() == "Source à demander"
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.mouseClick(page.panel.links[0], Qt.MouseButton.LeftButton)
    assert asked.args[0].page == "contacter"


def test_a_reader_hears_a_named_region(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words.startswith("Note 1. Pour la Banque")):
        press(qtbot, page, places(page, NOTE)[0])
    told = QAccessible.queryAccessibleInterface(page.panel)
    assert told.role() == QAccessible.Role.Pane
    assert told.text(QAccessible.Text.Name) == "Note 1"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_number_is_a_target_of_24_pixels_that_the_mouse_hits_to_its_edges(
    qtbot: QtBot, context: AppContext, scale: float
) -> None:
    scaled = replace(context, theme=context.theme.scaled(scale))
    window = open_window(qtbot, scaled, size=(1920, 1080))
    page = opened(window, (1920, 1080))
    page.unfold()
    for place in places(page, NOTE):
        found = text_geometry.line_boxes(page.view.document(), *place)
        assert len(found) == 1 and found[0].width() >= 24 * scale - 0.5, place
    place = places(page, NOTE)[0]
    assert box(page, place).height() >= 23 * scale
    for x in (box(page, place).left() + 2, box(page, place).right() - 2):
        assert page.view.anchorAt(QPoint(x, box(page, place).center().y())).startswith(NOTE)


def test_another_text_closes_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    click(qtbot, page, places(page, NOTE)[0])
    opened(window, article="ess-en-cinq-minutes")
    assert not page.panel.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_number_whose_note_is_open_stands_out(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path, theme: str
) -> None:
    window = open_window(qtbot, make_context(theme=theme), size=WIDE)
    page = opened(window)
    place = places(page, NOTE)[0]
    focus = window.context.theme.focus.lower()

    def share() -> float:
        shot = page.view.viewport().grab(box(page, place)).toImage()
        seen = [shot.pixelColor(x, y).name() for x in range(shot.width()) for y in range(shot.height())]
        return seen.count(focus) / len(seen)

    assert share() == 0
    click(qtbot, page, place)
    assert share() > 0.3
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    page.find_bar.open()
    assert share() < 0.3
