"""Convaincre: the map, the table, and the keys that go through them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.tokens import DARK
from tests.gui.looks import alone, around
from ui.features.convince.map import ReasonMap
from ui.features.convince.map_pane import ReasonPane
from ui.features.convince.page import ReasonsPage
from ui.features.convince.table import ReasonTable
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.widgets.focus_ring import FocusRing
from ui.widgets.text import Heading, Label
from ui.widgets.wrap_link import WrapLink

_WIDTHS = (390, 560, 680, 899, 900, 936, 1200, 1576)


@pytest.fixture
def page(qtbot: QtBot, context: AppContext) -> ReasonsPage:
    """Return the page alone, shown, on the map."""
    context.settings.set("reasons_view", "schema")
    return _shown(qtbot, context)


def _shown(qtbot: QtBot, context: AppContext, width: int = 1024, height: int = 740) -> ReasonsPage:
    made = ReasonsPage(context)
    alone(qtbot, made)
    made.resize(width, height)
    made.open_route(Route(PageId.CONVINCE))
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _map(page: QWidget) -> ReasonMap:
    found = page.findChild(ReasonMap)
    assert isinstance(found, ReasonMap)
    return found


def _press(qtbot: QtBot, *keys: Qt.Key) -> str:
    """Press keys where the focus is and return the name of what then has it."""
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)
    here = QApplication.focusWidget()
    assert isinstance(here, QAbstractButton)
    return here.text()


def _wheel(widget: QWidget, way: int, *, ctrl: bool = True) -> None:
    """Turn the wheel over a widget, as the system tells the window."""
    keys = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    place = QPointF(widget.mapTo(widget.window(), QPoint(8, 8)))
    QTest.wheelEvent(widget.window().windowHandle(), place, QPoint(0, 120 * way), QPoint(), keys)


def _button(page: QWidget, text: str) -> QAbstractButton:
    return next(b for b in page.findChildren(QAbstractButton) if b.text() == text and b.isVisible())


def _labels(context: AppContext) -> list[str]:
    """Return the titles and short titles of all reasons and topics, in reading order."""
    names = []
    for reason in context.library.outline.reasons:
        names += [f"{reason.code}. {reason.title}", *(t.label for t in context.library.children(reason.id, "topic"))]
    return names


def _inside(widget: QWidget, outer: QWidget) -> bool:
    place = QRect(widget.mapTo(outer, widget.rect().topLeft()), widget.size())
    return outer.rect().contains(place)


def _covered(widgets: list[QAbstractButton], outer: QWidget) -> list[tuple[str, str]]:
    """Return the pairs of widgets that cover each other."""
    places = [(one.text(), QRect(one.mapTo(outer, one.rect().topLeft()), one.size())) for one in widgets]
    return [(a, b) for n, (a, here) in enumerate(places) for b, there in places[n + 1 :] if here.intersects(there)]


def test_the_map_has_every_reason_and_topic(page: ReasonsPage, context: AppContext) -> None:
    shown = [link.text() for link in page.findChildren(WrapLink) if link.isVisible()]
    assert len(_map(page).cards) == 5
    assert shown == _labels(context)
    assert len(context.library.children("raison-qualite-de-vie", "topic")) == 9


def test_a_click_opens_the_topic_and_the_reason(qtbot: QtBot, page: ReasonsPage) -> None:
    for text, article in (
        ("Commerces", "commerces-proximite"),
        ("1. Des emplois durables et des entreprises non délocalisables", "raison-emplois"),
        ("La fiche du maire", "la-fiche-du-maire"),
        ("Aller plus loin", "convaincre-aller-plus-loin"),
    ):
        with qtbot.waitSignal(page.route_requested) as asked:
            qtbot.mouseClick(_button(page, text), Qt.MouseButton.LeftButton)
        assert asked.args == [ToArticle(article)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_what_has_the_focus(qtbot: QtBot, page: ReasonsPage, key: Qt.Key) -> None:
    for text, article in (("Commerces", "commerces-proximite"), ("La fiche du maire", "la-fiche-du-maire")):
        button = _button(page, text)
        button.setFocus()
        with qtbot.waitSignal(page.route_requested) as asked:
            qtbot.keyClick(button, key)
        assert asked.args == [ToArticle(article)]


def test_tab_goes_from_the_switch_through_the_map_in_reading_order(
    qtbot: QtBot, page: ReasonsPage, context: AppContext
) -> None:
    _button(page, "Schéma").setFocus()
    tools = ["Réduire", "Agrandir", "Enregistrer le schéma…", "Imprimer le schéma"]
    order = [_press(qtbot, Qt.Key.Key_Tab) for _ in range(len(_labels(context)) + 6)]
    assert order == [*tools, "L’ESS dans ma collectivité", *_labels(context), "La fiche du maire"]


def test_arrows_follow_the_branches(qtbot: QtBot, page: ReasonsPage) -> None:
    cards = _map(page).cards
    cards[0].links[0].setFocus()
    assert cards[0].columns == 2
    assert _press(qtbot, Qt.Key.Key_Down) == "Face aux crises"
    assert _press(qtbot, Qt.Key.Key_Down) == "Insertion"
    assert _press(qtbot, Qt.Key.Key_Right) == "Emploi rural"
    assert _press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Up).startswith("1. Des emplois")
    assert _press(qtbot, Qt.Key.Key_Right).startswith("2. Des territoires")
    assert _press(qtbot, Qt.Key.Key_Right).startswith("2. Des territoires"), "nothing lies further right"
    assert _press(qtbot, Qt.Key.Key_Left).startswith("1. Des emplois")
    assert _press(qtbot, *[Qt.Key.Key_Down] * 4).startswith("3. La transition")
    assert _press(qtbot, Qt.Key.Key_Up) == "Coopération économique"
    assert _press(qtbot, Qt.Key.Key_Right).startswith("2. Des territoires")
    assert _press(qtbot, *[Qt.Key.Key_Down] * 4).startswith("4. Connaître")
    assert _press(qtbot, Qt.Key.Key_Left).startswith("5. Qualité de vie")
    assert _press(qtbot, Qt.Key.Key_End) == "Lieux partagés"
    assert _press(qtbot, Qt.Key.Key_Tab) == "La fiche du maire", "End, then Tab leave the map"


def test_home_goes_to_the_centre_and_arrows_leave_it_along_the_branches(qtbot: QtBot, page: ReasonsPage) -> None:
    cards = _map(page).cards
    for key, card in ((Qt.Key.Key_Left, 2), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Down, 4)):
        cards[1].links[-1].setFocus()
        assert _press(qtbot, Qt.Key.Key_Home) == "L’ESS dans ma collectivité"
        assert _press(qtbot, key) == cards[card].links[0].text()
    _map(page).node.setFocus()
    assert _press(qtbot, Qt.Key.Key_Right) in [cards[n].links[0].text() for n in (1, 3)]
    _map(page).node.setFocus()
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.keyClick(_map(page).node, Qt.Key.Key_Return)
    assert asked.args == [ToArticle("convaincre")]


def test_the_map_grows_and_shrinks_by_buttons_and_by_the_wheel(qtbot: QtBot, page: ReasonsPage) -> None:
    pane = page.findChild(ReasonPane)
    assert isinstance(pane, ReasonPane)
    before = pane.map.width(), pane.map.cards[0].links[1].fontMetrics().height()
    with qtbot.waitSignal(page.announced) as said:
        qtbot.mouseClick(pane.larger, Qt.MouseButton.LeftButton)
    assert said.args == ["Schéma à 125\u00a0%"]
    assert pane.map.width() > before[0] and pane.map.cards[0].links[1].fontMetrics().height() > before[1]
    assert pane.map.arrangement(pane.map.width()).node is not None, "the branches stay when it grows"
    for way, wanted in ((1, 150), (1, 200), (1, 200), (-1, 150), (-1, 125), (-1, 100), (-1, 75), (-1, 75)):
        _wheel(pane.map, way)
        qtbot.waitUntil(lambda wanted=wanted: pane.zoom == wanted)
    assert not pane.smaller.isEnabled() and pane.larger.isEnabled()


def test_the_wheel_alone_scrolls_the_page(qtbot: QtBot, page: ReasonsPage) -> None:
    page.resize(700, 400)
    pane, bar = page.findChild(ReasonPane), page.scroller().verticalScrollBar()
    assert isinstance(pane, ReasonPane)
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    _wheel(pane.map, -1, ctrl=False)
    assert pane.zoom == 100 and bar.value() > 0


def test_keys_still_lead_through_the_map_once_it_has_grown(
    qtbot: QtBot, page: ReasonsPage, context: AppContext
) -> None:
    qtbot.keyClick(_button(page, "Agrandir"), Qt.Key.Key_Return)
    _button(page, "Imprimer le schéma").setFocus()
    order = [_press(qtbot, Qt.Key.Key_Tab) for _ in range(len(_labels(context)) + 1)]
    assert order == ["L’ESS dans ma collectivité", *_labels(context)]


@pytest.mark.parametrize(
    ("name", "starts"), [("carte.svg", b"<svg"), ("carte.png", b"\x89PNG"), ("carte.pdf", b"%PDF")]
)
def test_the_map_is_saved_as_a_drawing(
    qtbot: QtBot, page: ReasonsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, starts: bytes
) -> None:
    monkeypatch.setattr(page.outlet, "ask_file", lambda proposed, formats: tmp_path / name)
    with qtbot.waitSignal(page.outlet.saved, timeout=20_000):
        qtbot.mouseClick(_button(page, "Enregistrer le schéma…"), Qt.MouseButton.LeftButton)
    assert (tmp_path / name).read_bytes().startswith(starts)
    assert name in page.outlet.said


def test_the_map_is_printed_on_one_page(qtbot: QtBot, page: ReasonsPage, context: AppContext) -> None:
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.mouseClick(_button(page, "Imprimer le schéma"), Qt.MouseButton.LeftButton)
    (route,) = asked.args
    assert (route.page, route.id) == (PageId.PRINT, "schema")
    document = printables.PRINTABLES[printables.key_of(context, route)].build(context, route)
    assert len(page_images(document, Typesetter(), 40)) == 1
    told = document_text(document)
    assert all(label in told.replace("\n", " ") for label in _labels(context)[1:4])


def test_arrows_reach_every_link_of_every_layout(qtbot: QtBot, page: ReasonsPage, context: AppContext) -> None:
    for width in (1024, 760, 480):
        page.resize(width, 740)
        qtbot.waitUntil(lambda w=width: page.width() == w)
        _map(page).cards[0].links[0].setFocus()
        seen, waiting = set(), [QApplication.focusWidget()]
        while waiting:
            start = waiting.pop()
            seen.add(start.text())
            for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
                start.setFocus()
                qtbot.keyClick(start, key)
                found = QApplication.focusWidget()
                if found.text() not in seen:
                    waiting.append(found)
        assert seen == set(_labels(context)), f"at {width} pixels"


def test_an_arrow_brings_the_link_into_sight(qtbot: QtBot, page: ReasonsPage) -> None:
    page.resize(700, 400)
    _map(page).cards[0].links[0].setFocus()
    assert _press(qtbot, Qt.Key.Key_End) == "Lieux partagés"
    view = page.scroller().viewport()
    assert _inside(QApplication.focusWidget(), view)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("name", ["schema", "tableau"])
def test_nothing_is_cut_or_covered(qtbot: QtBot, context: AppContext, scale: float, name: str) -> None:
    context.settings.set("reasons_view", name)
    large = replace(context, theme=DARK.scaled(scale))
    page = _shown(qtbot, large)
    for width in (680, 700, 712, 720, 768, 1024, 1664):
        page.resize(width, 517)
        area, inner = page.scroller(), page.scroller().widget()
        qtbot.waitUntil(lambda w=width, a=area: a.width() == w and a.widget().width() <= a.viewport().width())
        links = [link for link in page.findChildren(QAbstractButton) if link.isVisible()]
        qtbot.waitUntil(lambda shown=links, i=inner: all(_inside(link, i) for link in shown))
        qtbot.waitUntil(lambda shown=links, i=inner: not _covered(shown, i))
        for link in links:
            if isinstance(link, WrapLink):
                assert link.height() >= link.heightForWidth(link.width()), link.text()
                assert link.width() >= link.minimumSizeHint().width(), link.text()


def test_the_cards_say_what_their_reasons_are_about_where_the_page_has_room(
    qtbot: QtBot, page: ReasonsPage, context: AppContext
) -> None:
    told = {reason.summary for reason in context.library.outline.reasons}

    def shown() -> set[str]:
        return {label.text() for label in _map(page).findChildren(Label) if label.isVisible()}

    assert len(told) == 5 and not told & shown()
    page.resize(1664, 1000)
    qtbot.waitUntil(lambda: told <= shown())
    qtbot.mouseClick(_button(page, "Agrandir"), Qt.MouseButton.LeftButton)
    assert told <= shown(), "in other letters too"
    page.resize(1110, 700)
    qtbot.waitUntil(lambda: not told & shown())


def test_branches_from_900_pixels_on(page: ReasonsPage) -> None:
    for width in _WIDTHS:
        plan = _map(page).arrangement(width)
        assert (plan.node is not None) == (width >= 900)
        things = [*plan.cards, *([plan.node] if plan.node else [])]
        assert not [1 for n, a in enumerate(things) for b in things[n + 1 :] if a.intersects(b)]
        assert all(thing.left() >= 0 and thing.right() < width for thing in things)
        assert max(thing.bottom() for thing in things) < plan.height


def test_branches_are_drawn_in_the_colours_of_the_reasons(page: ReasonsPage) -> None:
    drawn = _map(page).grab().toImage()
    ratio = drawn.devicePixelRatio()
    for card in _map(page).cards:
        place = card.geometry()
        left = place.center().x() < _map(page).width() // 2
        beside = place.right() + 3 if left else place.left() - 3
        colours = {
            drawn.pixelColor(round(beside * ratio), round((place.center().y() + dy) * ratio)).name()
            for dy in (-1, 0, 1)
        }
        assert card.ink.lower() in colours


def test_the_focus_shows(qtbot: QtBot, page: ReasonsPage) -> None:
    FocusRing(page.context.theme, page)  # as in the window
    for card in _map(page).cards:
        for link in card.links[:2]:
            before = around(link)
            link.setFocus()
            seen = around(link)
            assert seen != before
            assert seen.pixelColor(seen.width() // 2, 1).name() == page.context.theme.focus.lower()
            link.clearFocus()


def test_the_table_has_the_same_links_and_an_example(qtbot: QtBot, page: ReasonsPage, context: AppContext) -> None:
    qtbot.mouseClick(_button(page, "Tableau"), Qt.MouseButton.LeftButton)
    assert not _map(page).isVisible()
    table = page.findChild(ReasonTable)
    assert isinstance(table, ReasonTable) and table.isVisible()
    headings = [heading.text() for heading in table.findChildren(Heading)]
    assert headings == [f"{r.code}. {r.label}" for r in context.library.outline.reasons]
    shown = {link.text() for link in table.findChildren(WrapLink)}
    for reason in context.library.outline.reasons:
        topics = context.library.children(reason.id, "topic")
        assert {reason.title, *(topic.label for topic in topics)} <= shown
        first = next(e for topic in topics for e in topic.examples)
        assert any(first.place in text and first.departement in text for text in shown)


def test_the_table_opens_topics_and_examples_by_keys(qtbot: QtBot, page: ReasonsPage, context: AppContext) -> None:
    _button(page, "Schéma").setFocus()
    assert _press(qtbot, Qt.Key.Key_Right) == "Tableau"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.view == "tableau"
    topics = context.library.children("raison-emplois", "topic")
    assert _press(qtbot, Qt.Key.Key_Tab) == "Des emplois durables et des entreprises non délocalisables"
    order = [_press(qtbot, Qt.Key.Key_Tab) for _ in range(len(topics) + 1)]
    assert order[:-1] == [topic.label for topic in topics]
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == [ToArticle(next(t.id for t in topics if t.examples))]


def test_the_table_stacks_where_it_is_narrow(qtbot: QtBot, page: ReasonsPage) -> None:
    qtbot.mouseClick(_button(page, "Tableau"), Qt.MouseButton.LeftButton)
    table = page.findChild(ReasonTable)
    assert isinstance(table, ReasonTable)
    for width, stacked in ((1024, False), (560, True), (1024, False)):
        page.resize(width, 740)
        qtbot.waitUntil(lambda s=stacked: table.is_stacked == s)


def test_the_choice_is_kept_for_the_next_run(
    qtbot: QtBot, page: ReasonsPage, make_context: Callable[..., AppContext], context: AppContext
) -> None:
    with qtbot.waitSignal(page.announced) as said:
        qtbot.mouseClick(_button(page, "Tableau"), Qt.MouseButton.LeftButton)
    assert said.args == ["Tableau des 5 raisons"]
    page.open_route(Route(PageId.CONVINCE))
    assert page.view == "tableau"
    context.session.close()
    assert _shown(qtbot, make_context()).view == "tableau"


@pytest.mark.parametrize(("reader", "view"), [(True, "tableau"), (False, "schema")])
def test_a_screen_reader_gets_the_table_first(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch, reader: bool, view: str
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: reader))
    assert _shown(qtbot, context).view == view


def test_every_focusable_thing_has_a_name_that_holds_its_text(qtbot: QtBot, page: ReasonsPage) -> None:
    for view in ("Schéma", "Tableau"):
        qtbot.mouseClick(_button(page, view), Qt.MouseButton.LeftButton)
        focusable = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert len(focusable) > 30
        for widget in focusable:
            spoken = QAccessible.queryAccessibleInterface(widget)
            roles = (QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)
            assert spoken.role() in roles
            assert isinstance(widget, QAbstractButton)
            assert widget.text() and widget.text() in spoken.text(QAccessible.Text.Name)


def test_the_page_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.CONVINCE))
    assert window.windowTitle().startswith("Convaincre")
    assert window.current_page.in_sight() == "convaincre"
    titles = [h.text() for h in window.current_page.findChildren(Heading) if h.level == 1]
    assert titles == ["Pourquoi inscrire l’ESS dans les politiques publiques\u00a0?"]
