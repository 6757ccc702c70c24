"""The one list page: its columns, its head, one scroll bar, what stands out, how full it is at usual sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from dev.blank_share import blank_share
from kit.dossier.highlights import highlighted
from kit.mandate import directory
from kit.text_quote import TextQuote
from tests.gui.windows import open_window
from ui.access import text_geometry
from ui.features.directory.page import DirectoryPage
from ui.services.appearance import set_font
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.article_view import ArticleView
from ui.text.html import MORE
from ui.text.list_page import ListPage
from ui.text.list_pane import ListPane
from ui.widgets.menu_chip import MenuChip
from ui.widgets.text import Heading

LISTS = {
    "exemples": Route(PageId.EXAMPLES),
    "reseaux": Route(PageId.NETWORKS),
    "agenda": Route(PageId.NETWORKS, "agenda"),
    "glossaire": Route(PageId.GLOSSARY),
    "sources": Route(PageId.SOURCES),
    "sommaire": Route(PageId.CONTENTS),
    "modeles": Route(PageId.MODELS),
    "mes pages": Route(PageId.FAVOURITES),
    "repertoire": Route(PageId.DIRECTORY),
}


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, context: AppContext) -> Callable[..., tuple[MainWindow, ListPane]]:
    """Return a function that opens a list in a window of a size, with text of a scale, all filled."""
    for number in range(30):
        _, changes = directory.added({"name": f"Structure {number}", "kind": "association", "place": "Guéret"})
        context.session.apply(changes)
    marks = Bookmarks(context.settings)
    for article in context.library.articles("topic"):
        marks.toggle(article.title, ToArticle(article.id))
        context.session.apply(highlighted(article.id, TextQuote(article.summary))[1])

    def show(route: Route, size: tuple[int, int], scale: float = 1.0) -> tuple[MainWindow, ListPane]:
        scaled = replace(context, theme=context.theme.scaled(scale))
        set_font(qapp, scaled.theme)
        window = open_window(qtbot, scaled, size=size)
        window.open_route(route)
        settle(scaled)
        return window, pane_of(window)

    return show


def pane_of(window: MainWindow) -> ListPane:
    page = window.current_page
    if isinstance(page, DirectoryPage):
        return page.list.pane
    assert isinstance(page, ListPage)
    return page.pane


def ground_of(view: ArticleView, words: str) -> QColor:
    """Return the colour right of the title of a card."""
    place = view.document().find(f"{words}")
    while place.block().text() != words:
        place = view.document().find(words, place)
    box = text_geometry.line_boxes(view.document(), place.block().position(), place.selectionEnd())[0]
    point = QPoint(round(box.right()) + 6, round(box.center().y()) - view.verticalScrollBar().value())
    assert view.viewport().rect().contains(point), f"{words} is out of sight"
    return view.viewport().grab().toImage().pixelColor(point)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("size", "scale", "columns"), [((1093, 614), 2.0, 1), ((1366, 768), 1.0, 2), ((1920, 1080), 1.0, 3)]
)
def test_cards_stand_in_as_many_columns_as_there_is_room_for(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str, size: tuple[int, int], scale: float, columns: int
) -> None:
    _, pane = shown(LISTS[name], size, scale)
    assert pane.columns == columns
    assert pane.view.horizontalScrollBar().maximum() == 0
    assert pane.view.document().size().width() <= pane.view.viewport().width() + 1


@pytest.mark.parametrize("name", LISTS)
def test_large_text_cuts_nothing_of_the_head_and_leaves_one_scroll_bar(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str
) -> None:
    window, pane = shown(LISTS[name], (1093, 614), 2.0)
    for part in (*pane.chips.values(), pane.head.field, pane.head.count):
        assert part.width() >= part.minimumSizeHint().width() and part.height() >= part.minimumSizeHint().height()
    areas = [one for one in window.current_page.findChildren(QScrollArea) if one.isVisible()]
    assert areas == []
    foot = max(bottom(part, pane) for part in pane.head.parentWidget().findChildren(QWidget) if part.isVisible())
    bar = pane.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bottom(pane.head, pane) < 0, "the head goes up with the cards"
    pane.begin_search()
    assert bar.value() == 0 and 0 < bottom(pane.head, pane) <= foot, "and comes back with the focus"


def bottom(part: QWidget, pane: ListPane) -> int:
    return part.mapTo(pane, QPoint(0, part.height())).y()


@pytest.mark.parametrize("size", [(1093, 614), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("name", LISTS)
def test_the_head_is_a_title_and_a_field_with_the_menus_under_the_title(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str, size: tuple[int, int]
) -> None:
    window, pane = shown(LISTS[name], size)

    def place(part: QWidget) -> QRect:
        return QRect(part.mapTo(window, QPoint()), part.size())

    title, field = pane.head.findChild(Heading), pane.head.field
    assert title is not None
    asked = next(one for one in pane.head.findChildren(QLabel) if one.buddy() is field)
    assert place(field).left() > place(title).left() and place(asked).top() == place(title).top()
    assert field.width() >= 240
    menus = [chip for chip in pane.chips.values() if isinstance(chip, MenuChip)]
    assert all(place(menu).top() >= place(title).bottom() for menu in menus)
    assert not menus or place(menus[0]).left() == place(title).left()
    assert all(place(menu).right() < place(field).left() for menu in menus)


def test_the_wheel_over_the_head_scrolls_the_cards(shown: Callable[..., tuple[MainWindow, ListPane]]) -> None:
    window, pane = shown(LISTS["glossaire"], (1093, 614), 2.0)
    place = pane.head.mapTo(window, QPoint(8, 8))
    QTest.wheelEvent(window.windowHandle(), place, QPoint(0, -240))
    assert pane.view.verticalScrollBar().value() > 0


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("term", ["Villages d’avenir", "PTCE", "ACI"])
def test_a_term_that_one_asked_for_stands_out_wherever_it_is(
    shown: Callable[..., tuple[MainWindow, ListPane]], context: AppContext, size: tuple[int, int], term: str
) -> None:
    term_id = next(one.id for one in context.library.shelf.terms if one.term == term)
    window, pane = shown(Route(PageId.GLOSSARY, term_id), size)
    assert pane.view.textCursor().block().text() == term
    assert ground_of(pane.view, term) == QColor(context.theme.primary_soft)
    window.open_route(Route(PageId.GLOSSARY, "ess"))
    assert ground_of(pane.view, "ESS") == QColor(context.theme.primary_soft)


def test_another_width_keeps_the_card_in_sight(shown: Callable[..., tuple[MainWindow, ListPane]]) -> None:
    window, pane = shown(Route(PageId.GLOSSARY, "ptce"), (1920, 1080))
    window.resize(1093, 768)
    QApplication.processEvents()
    assert pane.columns < 3
    assert pane.view.textCursor().block().text() == "PTCE"
    assert ground_of(pane.view, "PTCE") == QColor(window.context.theme.primary_soft)


@pytest.mark.parametrize(("size", "most"), [((1366, 768), 0.35), ((1920, 1080), 0.45)])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_uses_its_room(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str, size: tuple[int, int], most: float
) -> None:
    window, _ = shown(LISTS[name], size)
    assert blank_share(window.current_page, window.context.theme.ground) <= most


def test_two_pages_of_one_short_title_are_told_apart(
    qtbot: QtBot, shown: Callable[..., tuple[MainWindow, ListPane]]
) -> None:
    _, pane = shown(LISTS["exemples"], (1366, 768))
    pane.view.link_activated.emit(MORE)
    lines = [line for line in pane.view.toPlainText().splitlines() if line.startswith("Lire")]
    assert len(lines) > 100
    for line in lines:
        titles = line.partition(":")[2].split(",")
        assert len(titles) == len({title.strip() for title in titles}), line


def test_tab_walks_the_links_of_a_row_card_by_card(
    qtbot: QtBot, shown: Callable[..., tuple[MainWindow, ListPane]]
) -> None:
    _, pane = shown(LISTS["glossaire"], (1366, 768))
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _ in range(26):
        qtbot.keyClick(pane.view, Qt.Key.Key_Tab)
        walked.append(pane.view.textCursor().selectionStart())
    assert walked == sorted(walked)


@pytest.mark.parametrize(("name", "words"), [("modeles", "Adapter"), ("reseaux", "Préparer un message")])
def test_a_link_does_not_say_the_title_again_but_to_a_reader(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str, words: str
) -> None:
    _, pane = shown(LISTS[name], (1366, 768))
    assert words in pane.view.toPlainText().splitlines()
    names = [told.replace("\u00a0", " ") for told in links(QAccessible.queryAccessibleInterface(pane.view))]
    called = [told for told in names if told.startswith(f"{words} : ")]
    assert len(called) > 20 and len(set(called)) == len(called)


def links(face: QAccessibleInterface) -> Iterator[str]:
    """Yield the names of the links below."""
    for number in range(face.childCount()):
        child = face.child(number)
        if child.role() == QAccessible.Role.Link:
            yield child.text(QAccessible.Text.Name)
        yield from links(child)


@pytest.mark.parametrize(("size", "scale"), [((1093, 614), 2.0), ((1366, 768), 1.0)])
@pytest.mark.parametrize(("page", "card", "title"), [(PageId.GLOSSARY, "ptce", "PTCE"), (PageId.CONTENTS, "aide", "")])
def test_a_card_that_one_asked_for_stays_in_sight_and_has_the_focus(
    qtbot: QtBot,
    shown: Callable[..., tuple[MainWindow, ListPane]],
    context: AppContext,
    size: tuple[int, int],
    scale: float,
    page: PageId,
    card: str,
    title: str,
) -> None:
    window, pane = shown(Route(page, card), size, scale)
    here = pane.view.textCursor().position()
    place = text_geometry.bounds(pane.view.document(), here, here)
    assert pane.view.textCursor().block().text() == (title or context.library.article(card).title)
    top = place.top() - pane.view.verticalScrollBar().value()
    assert 0 <= top <= pane.view.viewport().height() - place.height()
    assert QApplication.focusWidget() is pane.view
    window.open_route(Route(page))
    assert QApplication.focusWidget() is pane.head.field, "a list without a card begins in its field"


@pytest.mark.parametrize("name", ["sources", "exemples"])
def test_a_list_that_nothing_has_changed_is_not_looked_through_again(
    shown: Callable[..., tuple[MainWindow, ListPane]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = shown(LISTS[name], (1366, 768))
    page = window.current_page
    assert isinstance(page, ListPage)
    looked: list[str] = []
    find = page.listing.find
    monkeypatch.setattr(page.listing, "find", lambda wanted: looked.append(wanted.words) or find(wanted))
    window.open_route(Route(PageId.HOME))
    window.open_route(LISTS[name])
    assert window.current_page is page and looked == []
    window.open_route(Route(PageId.HOME))
    window.context.session.set_text("identity", "departement_code", "33")
    window.open_route(LISTS[name])
    assert looked == ([""] if name == "exemples" else [])
    page.head.field.setText("commune")
    page.pane.narrowed.emit()
    assert "commune" in looked
