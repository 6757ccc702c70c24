"""Articles as they are read: by eye, by keyboard, and through the accessible tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QGuiApplication,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.gui.looks import alone
from ui.access import link_walk, text_geometry
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact
from ui.shell.main_window import MainWindow
from ui.text.article_aside import PartLink
from ui.text.article_view import ArticleView
from ui.widgets.check_box import CheckBox
from ui.widgets.text import Heading
from ui.widgets.wrap_link import WrapLink

TOPIC = "commerces-proximite"
ACTION = "reseaux-cress"
Role = QAccessible.Role
Name = QAccessible.Text.Name


def links_of(document: QTextDocument) -> list[str]:
    """Return where each stretch of a text leads that is a link or a named place."""
    found, block = [], document.begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            look = place.fragment().charFormat()
            found += [look.anchorHref()] if look.isAnchor() else []
            place += 1
        block = block.next()
    return found


def opened(window: MainWindow, article_id: str, anchor: str = "") -> ArticlePage:
    window.open_route(ToArticle(article_id, anchor))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ArticlePage)
    page.unfold()
    QApplication.processEvents()
    return page


def parts(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for number in range(top.childCount()):
        child = top.child(number)
        yield child
        yield from parts(child)


def spoken(page: ArticlePage, role: QAccessible.Role) -> list[str]:
    document = QAccessible.queryAccessibleInterface(page.view)
    return [part.text(Name) for part in parts(document) if part.role() == role]


def level(part: QAccessibleInterface) -> int:
    return int(part.attributesInterface().attributeValue(QAccessible.Attribute.Level))


def place_of(page: ArticlePage, words: str) -> QPoint:
    """Return the middle of the first place of these words, in the view, scrolled into sight."""
    found = page.view.document().find(words)
    assert not found.isNull()
    page.view.setTextCursor(found)
    page.view.ensureCursorVisible()
    box = text_geometry.line_boxes(page.view.document(), found.selectionStart(), found.selectionEnd())[0]
    return box.center().toPoint() - QPoint(0, page.view.verticalScrollBar().value())


def button(page: ArticlePage, kind: type[QAbstractButton], words: str) -> QAbstractButton:
    return next(one for one in page.aside.findChildren(kind) if words in one.text())


# --- what is shown ---


def test_topic_shows_title_summary_notice_and_sources(window: MainWindow) -> None:
    text = opened(window, TOPIC).view.toPlainText()
    article = window.context.library.article(TOPIC)
    for words in (
        article.title,
        article.summary,
        "Texte provisoire",
        "vérifié en novembre 2026",
        "(nécessite Internet)",
    ):
        assert words.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert window.windowTitle().startswith("Commerces")


def test_topic_stands_under_its_reason_and_chapter(window: MainWindow) -> None:
    crumbs = opened(window, TOPIC).crumbs()
    assert [crumb.text for crumb in crumbs] == ["Convaincre", "5. Qualité de vie", "Commerces"]
    assert crumbs[0].route == Route(PageId.CONVINCE)


def test_action_shows_steps_and_what_makes_it_done(window: MainWindow) -> None:
    text = opened(window, ACTION).view.document().toRawText()
    article = window.context.library.article(ACTION)
    assert article.done_when in text and article.first_step in text
    assert all(step.text in text for step in article.steps)
    assert "Commune ou intercommunalité · une fois par mandat" in text


def test_every_text_opens_and_never_scrolls_sideways(window: MainWindow) -> None:
    window.resize(1024, 560)
    page = opened(window, TOPIC)
    for article in window.context.library.articles():
        page.open_route(ToArticle(article.id))
        assert page.view.document().size().width() <= page.view.viewport().width() + 1, article.id
        assert page.view.horizontalScrollBar().maximum() == 0, article.id


def test_text_twice_as_large_never_scrolls_sideways(qtbot: QtBot, context: AppContext) -> None:
    page = ArticlePage(replace(context, theme=context.theme.scaled(2)))
    alone(qtbot, page)
    page.resize(678, 560)
    page.show()
    for article in context.library.articles():
        page.open_route(ToArticle(article.id))
        assert page.view.document().size().width() <= page.view.viewport().width() + 1, article.id
        assert page.view.horizontalScrollBar().maximum() == 0, article.id


def test_lines_have_80_characters_at_most(window: MainWindow) -> None:
    window.resize(1900, 900)
    page = opened(window, TOPIC)
    lengths = []
    block = page.view.document().begin()
    while block.isValid():
        if block.charFormat().font().pixelSize() >= page.view.theme.text:  # not the sources, in small letters
            lengths += [block.layout().lineAt(n).textLength() for n in range(block.layout().lineCount())]
        block = block.next()
    assert sorted(lengths)[int(len(lengths) * 0.9)] <= 80


def test_unknown_text_is_a_sentence_with_near_ones(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "commerce-proximite")
    assert "Ce texte n’est pas dans le kit" in page.view.toPlainText()
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, "Commerces de proximité"))
    assert asked.args == [ToArticle(TOPIC)]


def test_help_opens_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    page = window.current_page
    assert isinstance(page, ArticlePage) and page.in_sight() == "aide-ecrans"  # what the screen in sight is for
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert page.in_sight() == "aide"
    assert "Ctrl+F" in page.view.toPlainText() and button(page, WrapLink, "Le clavier")


def test_pictogram_is_that_of_the_reason_where_the_topic_has_none(window: MainWindow) -> None:
    html = opened(window, TOPIC).view.document().toHtml()
    assert "picto:qualite-de-vie/orange" in html


def test_no_line_of_a_long_title_slips_under_its_pictogram(window: MainWindow) -> None:
    window.resize(1024, 560)
    longest = max(window.context.library.articles(), key=lambda article: len(article.title))
    page = opened(window, longest.id)
    title = page.view.document().find(longest.title[:12])
    lines = text_geometry.line_boxes(page.view.document(), title.block().position(), title.block().position() + 999)
    assert title.block().blockFormat().headingLevel() == 1
    assert title.block().layout().lineCount() >= 2
    assert len({round(line.left()) for line in lines[: title.block().layout().lineCount()]}) == 1
    assert lines[0].left() >= 54
    told = list(parts(QAccessible.queryAccessibleInterface(page.view)))
    assert (told[0].role(), told[0].text(Name), level(told[0])) == (Role.Heading, longest.title, 1)


def test_the_help_of_the_kit_bears_no_notice(window: MainWindow) -> None:
    assert "Texte provisoire" not in opened(window, "aide").view.toPlainText()


def test_a_reason_gives_its_topics_once_in_the_text(window: MainWindow) -> None:
    library = window.context.library
    reason = next(one for one in library.articles() if one.kind == "reason" and one.code == "5")
    page = opened(window, reason.id)
    linked = links_of(page.view.document())
    topics = [topic.id for topic in library.children(reason.id)]
    assert len(topics) >= 5
    assert [linked.count(topic) for topic in topics] == [1] * len(topics)


def test_title_is_announced(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "Commerces de proximité"):
        opened(window, TOPIC)


# --- the keyboard and the links ---


def test_tab_goes_to_the_first_link_and_enter_follows(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.textCursor().selectedText() == "Sommaire"
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.textCursor().selectedText().strip() == "1"
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.panel.isVisible() and page.panel.title.text() == "Note 1"


def test_tab_walks_every_link_then_leaves(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    links = spoken(page, Role.Link)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    walked = 0
    while QApplication.focusWidget() is page.view and walked <= len(links):
        qtbot.keyClick(page.view, Qt.Key.Key_Tab)
        walked += 1
    assert walked == len(links) + 1
    assert QApplication.focusWidget() is not page.view


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_goes_on_from_what_is_in_sight(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    page = opened(window, TOPIC)
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)  # the first link, which Page Down leaves behind
    for _ in range(2):
        qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    left_at = page.view.verticalScrollBar().value()
    assert left_at > page.view.viewport().height()
    qtbot.keyClick(page.view, key)
    first = page.view.textCursor().selectionStart()
    assert page.view.document_tree.focused_link() is not None
    assert abs(page.view.verticalScrollBar().value() - left_at) < page.view.viewport().height() / 2
    qtbot.keyClick(page.view, key)  # and from there link by link
    second = page.view.textCursor().selectionStart()
    walk = [start for start, _ in link_walk.links(page.view.document())]
    assert walk.index(second) - walk.index(first) == (1 if key == Qt.Key.Key_Tab else -1)


def test_back_from_a_source_returns_to_the_call(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    point = place_of(page, "Demander à la CRESS")
    left_at = page.view.verticalScrollBar().value()
    assert left_at > 0
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert page.in_sight() == ACTION
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.in_sight() == TOPIC
    assert page.view.verticalScrollBar().value() == left_at


def test_link_to_the_contact_form_opens_its_screen(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, ACTION)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, "formulaire de contact"))
    assert window.navigator.here == ToContact()


def test_anchor_brings_its_part_to_the_top(window: MainWindow) -> None:
    page = opened(window, TOPIC, "ce-que-cela-coute-ou-demande")
    block = page.view.textCursor().block()
    assert block.text() == "Ce que cela coûte ou demande"
    top = page.view.document().documentLayout().blockBoundingRect(block).top()
    assert abs(top - page.view.verticalScrollBar().value()) <= 2 * page.context.theme.space_2


def test_focused_link_is_drawn_with_the_colour_of_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "la-loi-en-dix-lignes")
    page.view.setFocus(Qt.FocusReason.TabFocusReason)
    before = page.view.viewport().grab().toImage()
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    after = page.view.viewport().grab().toImage()
    focus = page.context.theme.focus.lower()
    seen = {after.pixelColor(x, y).name() for x in range(after.width()) for y in range(0, after.height(), 2)}
    assert before != after and focus in seen


def test_selection_is_copied(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    cursor = page.view.document().find("Commerces de proximité")
    page.view.setTextCursor(cursor)
    qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Commerces de proximité"


# --- the column beside ---


def test_parts_scroll_and_are_marked(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    link = button(page, PartLink, "Par où commencer")
    assert link.isVisible() and not link.isChecked()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.view.textCursor().block().text() == "Par où commencer"
    assert page.view.verticalScrollBar().value() > 0
    assert [one.text() for one in page.aside.findChildren(PartLink) if one.isChecked()] == ["Par où commencer"]
    assert QApplication.focusWidget() is page.view


@pytest.mark.parametrize("route", [Route(PageId.NETWORKS), ToArticle(TOPIC)])
def test_every_box_in_sight_is_painted_wherever_one_has_scrolled_to(window: MainWindow, route: Route) -> None:
    window.open_route(route)
    view = window.current_page.findChild(ArticleView)
    assert view is not None
    boxes, high, counted = view._boxes, view.document().size().height(), set()
    for top in range(0, round(high), 150):
        seen = QRectF(0, top, view.width(), 400)
        found = [box.table for box, _ in boxes.in_sight(seen)]
        assert found == [box.table for box in boxes._boxes if boxes.place(box.table).intersects(seen)]
        counted |= {table.firstPosition() for table in found}
    assert len(counted) == len(boxes._boxes) > 1


def test_words_to_say_are_a_part(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    qtbot.mouseClick(button(page, PartLink, "En trente secondes"), Qt.MouseButton.LeftButton)
    block = page.view.textCursor().block()
    assert block.text() == "En trente secondes"
    top = page.view.document().documentLayout().blockBoundingRect(block).top()
    assert abs(top - page.view.verticalScrollBar().value()) <= 2 * page.context.theme.space_2


def test_part_in_sight_is_marked_while_scrolling(window: MainWindow) -> None:
    page = opened(window, TOPIC)
    bar = page.view.verticalScrollBar()
    marked = []
    for value in range(0, bar.maximum() + 40, 40):
        bar.setValue(value)
        now = [one.text() for one in page.aside.findChildren(PartLink) if one.isChecked()]
        if now and now[0] not in marked:
            marked.append(now[0])
    every = [one.text() for one in page.aside.findChildren(PartLink)]
    assert marked == [words for words in every if words in marked]
    assert (marked[0], marked[-1]) == (every[0], every[-1]) and len(marked) >= len(every) - 1
    bar.setValue(0)
    assert not [one for one in page.aside.findChildren(PartLink) if one.isChecked()]


def test_action_leads_to_its_box(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, ACTION)
    page.view.link_activated.emit(f"reseaux#{ACTION}")
    assert window.navigator.here == Route(PageId.ACT, "reseaux", ACTION)


def test_topic_leads_to_its_levers(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    qtbot.mouseClick(button(page, WrapLink, "Voir les 3 actions"), Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.ACT, "outils-economiques")


def test_a_text_ends_on_one_card_that_the_column_does_not_repeat(window: MainWindow) -> None:
    library = window.context.library
    for article in library.articles("action", "milestone", "topic", "article", "competence", "reason"):
        page = opened(window, article.id)
        lines = page.view.toPlainText().splitlines()
        assert lines.count("Ensuite") <= 1, article.id
        assert "Ensuite" in lines or article.kind == "reason" or article.id == "contact", article.id
        beside = [one.text() for one in page.aside.findChildren(WrapLink)]
        if "Ensuite" in lines:
            title, below = lines[lines.index("Ensuite") + 1], lines[lines.index("Ensuite") + 3 :][:2]
            others = [line for line in below if line.startswith("Ou bien")]
            assert title not in beside, article.id
            for other in ", ".join(others).removeprefix("Ou bien\u00a0: ").split(", "):
                assert other not in beside, article.id
        for words in ("Partager cette page", "Poser une question", "Signaler une erreur"):
            assert words in beside and words not in page.view.toPlainText().splitlines(), article.id


def test_narrow_window_has_no_column_but_the_box_to_tick_in_the_text(window: MainWindow) -> None:
    page = opened(window, ACTION)
    assert page.aside.isVisible()
    window.resize(1024, 560)
    QApplication.processEvents()
    assert not page.aside.isVisible()
    text = page.view.toPlainText().replace("\u00a0", " ")
    assert "Ensuite\nCocher cette action\nLevier 2 : Réseaux" in text


def test_the_column_goes_along_with_the_text_and_has_no_bar_of_its_own(window: MainWindow) -> None:
    window.resize(1366, 768)
    page = opened(window, TOPIC)
    text, own = page.view.verticalScrollBar(), page.aside.verticalScrollBar()
    assert text.isVisible() and own.maximum() > 0 and not own.isVisible()
    text.setValue(text.maximum())
    last = button(page, WrapLink, "Signaler une erreur")
    assert page.aside.viewport().rect().contains(last.mapTo(page.aside.viewport(), last.rect().center()))
    text.setValue(0)
    first = page.aside.first_part()
    assert first is not None
    assert page.aside.viewport().rect().contains(first.mapTo(page.aside.viewport(), first.rect().center()))


def test_the_wheel_over_the_column_scrolls_the_text(window: MainWindow) -> None:
    window.resize(1366, 768)
    page = opened(window, TOPIC)
    at = page.aside.viewport().rect().center()
    turn = QWheelEvent(
        QPointF(at),
        QPointF(page.aside.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.aside.viewport(), turn)
    assert page.view.verticalScrollBar().value() > 0


def test_the_column_over_the_text_keeps_its_bar(window: MainWindow) -> None:
    window.resize(1024, 560)
    page = opened(window, TOPIC)
    page.place.go_to_parts()
    QApplication.processEvents()
    own = page.aside.verticalScrollBar()
    assert page.aside.isVisible() and own.maximum() > 0 and own.isVisible()


def test_column_never_covers_the_text(window: MainWindow) -> None:
    page = opened(window, TOPIC)
    for width in (1240, 1280, 1366, 1600, 1920, 2560):
        window.resize(width, 800)
        QApplication.processEvents()
        if page.aside.isVisible():
            assert page.view.viewport().geometry().right() < page.aside.geometry().left(), width
            assert page.aside.geometry().right() <= page.width() - page.view.verticalScrollBar().width(), width


# --- find in page ---


def find(window: MainWindow, qtbot: QtBot, words: str) -> ArticlePage:
    page = opened(window, ACTION)
    page.view.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.find_bar.isVisible() and page.find_bar.field.hasFocus()
    qtbot.keyClicks(page.find_bar.field, words)
    return page


def test_find_counts_without_accents_and_goes_round(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, qtbot, "economie sociale")
    total = page.view.toPlainText().lower().replace("\u00a0", " ").count("économie sociale")
    assert total >= 2
    assert page.find_bar.count.text() == f"1 sur {total}"
    assert page.view.textCursor().selectedText().lower() == "économie sociale"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == f"2 sur {total}"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.find_bar.count.text() == f"{total} sur {total}"
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_F3)
    assert page.find_bar.count.text() == f"1 sur {total}"


def test_find_says_when_there_is_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, qtbot, "zzzz")
    assert page.find_bar.count.text() == "Aucun résultat"


def test_escape_closes_find_and_returns_to_the_text_with_the_match(window: MainWindow, qtbot: QtBot) -> None:
    page = find(window, qtbot, "conseil")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert not page.find_bar.isVisible()
    assert QApplication.focusWidget() is page.view
    assert page.view.textCursor().selectedText() == "conseil"
    assert page.find_bar.field.text() == "conseil"


def test_find_bar_is_never_cut_with_large_text(qtbot: QtBot, context: AppContext) -> None:
    page = ArticlePage(replace(context, theme=context.theme.scaled(2)))
    alone(qtbot, page)
    page.resize(678, 560)
    page.show()
    page.open_route(ToArticle(TOPIC))
    page.find_in_page()
    qtbot.keyClicks(page.find_bar.field, "commune")
    QApplication.processEvents()
    assert page.find_bar.count.text().startswith("1 sur ")
    assert page.find_bar.count.width() >= page.find_bar.count.sizeHint().width()
    assert page.find_bar.field.width() >= 180
    for button_ in page.find_bar.findChildren(QAbstractButton):
        assert button_.width() >= button_.sizeHint().width() and button_.accessibleName()


# --- what a screen reader is told ---


def test_view_is_a_document_of_headings_lists_links_and_paragraphs(window: MainWindow) -> None:
    page = opened(window, TOPIC)
    document = QAccessible.queryAccessibleInterface(page.view)
    assert document.role() == Role.Document
    told = list(parts(document))
    headings = [(level(part), part.text(Name)) for part in told if part.role() == Role.Heading]
    assert headings[0] == (1, "Commerces de proximité")
    assert (2, "Ce que la commune y gagne") in headings and (3, "En trente secondes") in headings
    assert {Role.List, Role.ListItem, Role.Paragraph, Role.Link} <= {part.role() for part in told}
    assert Role.Table not in {part.role() for part in told}  # frames are no tables
    assert "Demander à la CRESS" in spoken(page, Role.Link)
    assert spoken(page, Role.Link)[0] == "Sommaire"
    assert spoken(page, Role.Link)[1] == "Note 1, ouvrir"


def test_table_has_rows_with_header_cells(window: MainWindow) -> None:
    page = opened(window, "ess-en-cinq-minutes")
    assert spoken(page, Role.ColumnHeader) == ["Famille", "Comment la reconnaître"]
    assert "Coopératives" in spoken(page, Role.Cell)
    assert len(spoken(page, Role.Row)) == 6


def test_numbers_of_a_list_are_told(window: MainWindow) -> None:
    page = opened(window, ACTION)
    assert any(words.startswith("1. Écrire trois questions") for words in spoken(page, Role.ListItem))


def test_link_is_pressed_and_focused_from_outside(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, TOPIC)
    page.activateWindow()
    document = QAccessible.queryAccessibleInterface(page.view)
    link = next(part for part in parts(document) if part.text(Name) == "Demander à la CRESS")
    action = link.actionInterface()
    action.doAction(action.setFocusAction())
    assert page.view.textCursor().selectedText() == "Demander à la CRESS"
    assert document.focusChild().text(Name) == "Demander à la CRESS"
    with qtbot.waitSignal(page.view.link_activated) as followed:
        action.doAction(action.pressAction())
    assert followed.args == [ACTION]
    assert page.in_sight() == ACTION
    assert spoken(page, Role.Heading)[0] == "Prendre contact avec la CRESS"


def test_a_part_lies_where_it_is_drawn(window: MainWindow) -> None:
    page = opened(window, TOPIC)
    document = QAccessible.queryAccessibleInterface(page.view)
    for part in list(parts(document))[:6]:
        box = part.rect()
        assert page.view.viewport().rect().translated(page.view.viewport().mapToGlobal(QPoint())).contains(box)
        cursor = page.view.cursorForPosition(page.view.viewport().mapFromGlobal(box.center()))
        drawn = cursor.block().text().strip("\ufffc \u00a0")
        name = part.text(Name)
        assert name in drawn if part.role() == Role.Link else drawn[:10] in name


def test_parts_are_dropped_when_the_text_changes(window: MainWindow) -> None:
    page = opened(window, TOPIC)
    spoken(page, Role.Heading)
    assert page.view.document_tree.nodes
    page.open_route(ToArticle(ACTION))
    assert not page.view.document_tree.nodes


def test_a_title_of_a_screen_is_a_heading_with_its_level(window: MainWindow) -> None:
    title = window.current_page.findChildren(Heading)[0]
    told = QAccessible.queryAccessibleInterface(title)
    assert told.role() == Role.Heading
    assert level(told) == title.level == 1
    assert told.text(Name) == title.text()


def test_a_screen_readers_toggle_is_a_click(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    box = CheckBox(make_context().theme, "Une action")
    qtbot.addWidget(box)
    told = QAccessible.queryAccessibleInterface(box)
    assert told.role() == Role.CheckBox
    action = told.actionInterface()
    clicks: list[bool] = []
    box.clicked.connect(lambda on: clicks.append(on))
    action.doAction(action.toggleAction())
    qtbot.waitUntil(lambda: clicks == [True])
    assert QAccessible.queryAccessibleInterface(box).state().checked


def test_an_entry_of_the_sidebar_is_a_button_that_is_selected(window: MainWindow, qtbot: QtBot) -> None:
    entry = next(b for b in window.sidebar.findChildren(QAbstractButton) if b.text() == "Comprendre")
    told = QAccessible.queryAccessibleInterface(entry)
    assert told.role() == Role.Button and not told.state().checkable and not told.state().selected
    action = told.actionInterface()
    with qtbot.waitSignal(window.navigator.route_changed):
        action.doAction(action.pressAction())
    assert window.navigator.here == Route(PageId.UNDERSTAND)
    assert QAccessible.queryAccessibleInterface(entry).state().selected


def test_a_scroll_area_asked_for_a_child_it_has_not_gives_none(window: MainWindow) -> None:
    area = window.page(PageId.HOME).scroller()
    told = QAccessible.queryAccessibleInterface(area)
    assert told.childCount() > 0
    assert told.child(told.childCount()) is None


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_links_and_text_stand_out_in_each_theme(
    qtbot: QtBot, make_context: Callable[..., AppContext], theme: str
) -> None:
    page = ArticlePage(make_context(theme=theme))
    alone(qtbot, page)
    page.open_route(ToArticle(TOPIC))
    page.unfold()
    cursor = page.view.document().find("Demander à la CRESS")
    look = cursor.charFormat()
    assert look.fontUnderline()
    assert look.foreground().color().name() == page.context.theme.link.lower()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    cursor = page.view.document().find("Épicerie, café")
    assert cursor.charFormat().foreground().color().name() == page.context.theme.ink.lower()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_text_and_side_column_stand_in_the_middle_where_there_is_room(
    window: MainWindow, width: int, height: int
) -> None:
    window.resize(width, height)
    page = opened(window, TOPIC)
    QApplication.processEvents()
    text, aside = page.view.viewport().geometry(), page.aside.geometry()
    assert 610 <= text.width() <= 680
    assert aside.left() - text.right() >= 40
    left, right = text.left(), page.width() - page.view.verticalScrollBar().width() - aside.right()
    assert abs(left - right) <= 16
