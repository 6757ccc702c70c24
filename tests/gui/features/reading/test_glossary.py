"""The glossary as a page, its words in the texts, and the short and the whole form of a text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.typography import french
from tests.gui.looks import alone, dress
from ui.access import text_geometry
from ui.access.nodes import NOTE, TERM
from ui.features.reading.glossary_page import glossary_page
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton
from ui.text.article_html import MORE
from ui.text.article_view import ArticleView
from ui.text.list_page import ListPage

TOPIC = "cooperation-ptce"
LONG = "agriculture-restauration"  # four minutes: opens on its short form
Key = Qt.Key


def glossary(window: MainWindow, term_id: str = "") -> ListPage:
    window.open_route(Route(PageId.GLOSSARY, term_id))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ListPage) and page.listing.title == "Glossaire"
    return page


def article(window: MainWindow, article_id: str = TOPIC, anchor: str = "", words: str = "") -> ArticlePage:
    window.open_route(ToArticle(article_id, anchor, words=words))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def links(view: ArticleView, scheme: str) -> list[QTextCursor]:
    """Return a selection of each link of a scheme, in reading order."""
    found = []
    block = view.document().begin()
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            if fragment.charFormat().anchorHref().startswith(scheme):
                cursor = QTextCursor(view.document())
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                found.append(cursor)
            place += 1
        block = block.next()
    return found


def click(qtbot: QtBot, view: ArticleView, link: QTextCursor) -> None:
    place = QTextCursor(view.document())
    place.setPosition(link.selectionStart())
    view.setTextCursor(place)
    view.ensureCursorVisible()
    box = text_geometry.line_boxes(view.document(), link.selectionStart(), link.selectionEnd())[0]
    point = box.center().toPoint() - QPoint(0, view.verticalScrollBar().value())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)


def tab_to(qtbot: QtBot, view: ArticleView, href: str) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(60):
        qtbot.keyClick(view, Key.Key_Tab)
        place = view.document_tree.focused_link()
        assert place is not None
        inside = QTextCursor(view.document())
        inside.setPosition(place[0] + 1)
        if inside.charFormat().anchorHref() == href:
            return
    raise AssertionError(f"no link {href}")


# --- the page ---


def test_the_sidebar_leads_to_the_glossary(window: MainWindow, qtbot: QtBot) -> None:
    entry = next(e for e in window.sidebar.findChildren(NavButton) if e.text() == "Glossaire")
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    page = window.current_page
    assert isinstance(page, ListPage) and page.listing.title == "Glossaire" and entry.isChecked()
    assert window.focusWidget() is page.head.field


def test_every_term_stands_with_its_expansion_and_definition_in_order(window: MainWindow) -> None:
    page = glossary(window)
    text = page.view.toPlainText().replace("\u00a0", " ")
    for term in window.context.library.shelf.terms:
        assert term.term in text and term.expansion in text
        assert term.definition.replace("\u00a0", " ") in text
        assert not term.to_check or term.to_check.replace("\u00a0", " ") not in text  # for who proofreads
    places = [text.index(f"\n{word}\n") for word in ("AAP", "Bloc communal", "Éducation populaire", "ESS", "URSCOP")]
    assert places == sorted(places)


def test_typing_narrows_without_accents_and_names_come_first(window: MainWindow, qtbot: QtBot) -> None:
    page = glossary(window)
    qtbot.keyClicks(page.head.field, "education pop")
    assert page.head.count.text() == "2 mots"
    assert page.view.toPlainText().strip().startswith("Éducation populaire")
    qtbot.keyClick(page.head.field, Key.Key_Escape)
    assert page.head.field.text() == ""
    assert page.head.count.text() == f"{len(window.context.library.shelf.terms)} mots"
    page.head.field.setText("insertion")
    text = page.view.toPlainText()
    assert text.index("Dans une définition") > text.index("\nSIAE\n")


def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    page = glossary(window)
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "Aucun mot"):
        qtbot.keyClicks(page.head.field, "zzzz")
    assert "Aucun mot du glossaire" in page.view.toPlainText()


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Return])
def test_a_key_goes_from_the_field_to_the_list(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    page = glossary(window)
    qtbot.keyClick(page.head.field, key)
    assert window.focusWidget() is page.view


def test_a_term_of_a_route_is_at_the_top_also_when_the_list_was_narrowed(window: MainWindow, qtbot: QtBot) -> None:
    page = glossary(window)
    page.head.field.setText("zzzz")
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words.startswith("PTCE")):
        glossary(window, "ptce")
    assert page.head.field.text() == ""
    block = page.view.textCursor().block()
    assert block.text() == "PTCE"
    top = page.view.document().documentLayout().blockBoundingRect(block).top()
    assert 0 <= top - page.view.verticalScrollBar().value() <= 3 * page.context.theme.space_2, "below its card's edge"


def test_see_also_goes_there_and_back_returns(window: MainWindow, qtbot: QtBot) -> None:
    page = glossary(window, "ptce")
    before = page.view.verticalScrollBar().value()
    click(qtbot, page.view, next(one for one in links(page.view, "coorace")))
    assert window.navigator.here == Route(PageId.GLOSSARY, "coorace")
    assert page.view.verticalScrollBar().value() < before
    qtbot.keyClick(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.here is not None and window.navigator.here.id == "ptce"


def test_a_letter_jumps(window: MainWindow, qtbot: QtBot) -> None:
    page = glossary(window)
    click(qtbot, page.view, links(page.view, "#lettre-P")[0])
    assert page.view.textCursor().block().text() == "P"
    assert page.view.verticalScrollBar().value() > 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_page_never_scrolls_sideways(qtbot: QtBot, context: AppContext, scale: float) -> None:
    page = glossary_page(replace(context, theme=context.theme.scaled(scale)))
    alone(qtbot, page)
    page.resize(678, 500)
    page.show()
    assert page.width() == 678
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page.view.document().size().width() <= page.view.viewport().width() + 1


# --- its words in a text ---


def test_a_term_is_linked_once_in_a_section_and_dotted(window: MainWindow) -> None:
    page = article(window)
    page.unfold()
    places = links(page.view, TERM)
    assert len(places) >= 4
    heads: dict[int, set[str]] = {}
    for place in places:
        look = place.charFormat()
        assert look.underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine
        assert place.block().blockFormat().headingLevel() == 0
        block = place.block()
        while block.isValid() and block.blockFormat().headingLevel() not in (1, 2):
            block = block.previous()
        section = heads.setdefault(block.position(), set())
        assert look.anchorHref() not in section
        section.add(look.anchorHref())


def test_the_mouse_above_a_term_shows_its_definition(window: MainWindow) -> None:
    place = links(article(window).view, TERM + "ptce")[0]
    definition = window.context.library.term("ptce").definition
    assert definition in place.charFormat().toolTip().replace("\u00a0", " ")


def test_a_click_opens_the_definition_in_the_page(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window)
    assert not page.panel.isVisible()
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words.startswith("PTCE – pôle")):
        click(qtbot, page.view, links(page.view, TERM + "ptce")[0])
    assert page.panel.isVisible()
    assert page.panel.title.text() == "PTCE – pôle territorial de coopération économique"
    assert window.navigator.here == ToArticle(TOPIC)
    assert window.focusWidget() is page.view
    qtbot.keyClick(page.view, Key.Key_Escape)
    assert not page.panel.isVisible()


def test_enter_opens_it_and_escape_returns_to_the_word(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window)
    tab_to(qtbot, page.view, TERM + "ptce")
    word = page.view.textCursor().selectedText()
    qtbot.keyClick(page.view, Key.Key_Return)
    assert page.panel.isVisible()
    assert window.focusWidget() is page.panel.links[0]
    assert "coopèrent" in page.panel.links[0].accessibleDescription()
    qtbot.keyClick(page.panel.links[0], Key.Key_Escape)
    assert not page.panel.isVisible()
    assert window.focusWidget() is page.view
    assert page.view.textCursor().selectedText() == word


def test_the_definition_leads_to_the_glossary_and_back(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window)
    click(qtbot, page.view, links(page.view, TERM + "ptce")[0])
    qtbot.mouseClick(page.panel.links[0], Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.GLOSSARY, "ptce")
    window.navigator.back()
    assert window.current_page is page and page.in_sight() == TOPIC


def test_another_text_closes_the_definition(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window)
    click(qtbot, page.view, links(page.view, TERM + "ptce")[0])
    article(window, "commerces-proximite")
    assert not page.panel.isVisible()


def test_a_screen_reader_hears_that_a_word_has_a_definition(window: MainWindow) -> None:
    page = article(window)
    told = QAccessible.queryAccessibleInterface(page.view)
    assert told.role() == QAccessible.Role.Document
    page.view.document_tree.top()
    names = [node.text(QAccessible.Text.Name) for node in page.view.document_tree.nodes if node.href == TERM + "ptce"]
    assert names and all(name.endswith("(définition)") for name in names)


def test_the_definition_leaves_room_to_read_with_large_text(qtbot: QtBot, context: AppContext) -> None:
    page = ArticlePage(replace(context, theme=context.theme.scaled(2)))
    qtbot.addWidget(page)
    dress(page, context.theme)  # the letters of the page alone are twice as large
    page.resize(678, 500)
    page.show()
    page.open_route(ToArticle(TOPIC))
    page.view.link_activated.emit(TERM + "ess")
    QApplication.processEvents()
    assert page.width() == 678
    assert page.view.height() >= 100
    assert not page.panel.visibleRegion().isEmpty()
    assert page.panel.words() == [french(context.library.term("ess").definition)]


# --- short and whole ---


def test_a_topic_opens_on_its_short_form(window: MainWindow) -> None:
    page = article(window, "commerces-proximite")
    text = page.view.toPlainText()
    assert page.is_folded
    assert "En trente secondes" in text and "Lire plus" in text and "Ensuite\n" in text
    assert "Par où commencer" in text  # what « Lire plus » holds is named
    assert "Commencez par" not in text and "nécessite Internet" not in text


def test_read_more_goes_on_where_one_was(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window, "commerces-proximite")
    page.view.verticalScrollBar().setValue(120)
    tab_to(qtbot, page.view, MORE)
    scrolled = page.view.verticalScrollBar().value()
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: "suite" in words):
        qtbot.keyClick(page.view, Key.Key_Return)
    assert not page.is_folded
    assert page.view.verticalScrollBar().value() == scrolled
    assert window.focusWidget() is page.view
    fold = page.view.textCursor().position()
    assert page.view.document().toRawText()[fold:].strip("\ufdd0\ufdd1\u2029 ").startswith("On vous dira")


def test_the_choice_is_kept_for_the_run_and_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window, "commerces-proximite")
    page.unfold()
    assert article(window, LONG).is_folded
    assert not article(window, "commerces-proximite").is_folded
    click(qtbot, page.view, links(page.view, "replier:")[0])
    assert page.is_folded
    article(window, LONG)
    assert article(window, "commerces-proximite").is_folded


def test_an_anchor_in_the_folded_part_unfolds(window: MainWindow) -> None:
    page = article(window, "commerces-proximite", "ce-que-cela-coute-ou-demande")
    assert not page.is_folded
    assert page.view.textCursor().block().text() == "Ce que cela coûte ou demande"
    assert article(window, LONG, "un-chiffre").is_folded


def test_the_sources_that_a_note_leads_to_unfold(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window, "commerces-proximite")
    click(qtbot, page.view, links(page.view, NOTE)[0])
    qtbot.mouseClick(page.panel.links[1], Qt.MouseButton.LeftButton)
    assert not page.is_folded
    assert page.view.verticalScrollBar().value() > 0


def test_find_in_page_searches_the_whole_text(window: MainWindow, qtbot: QtBot) -> None:
    page = article(window, "commerces-proximite")
    page.view.setFocus()
    qtbot.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert not page.is_folded
    qtbot.keyClicks(page.find_bar.field, "tenir boutique")
    assert page.find_bar.count.text().startswith("1 sur")


def test_words_searched_unfold_only_where_the_short_form_has_them_not(window: MainWindow) -> None:
    assert article(window, "commerces-proximite", words="epicerie").is_folded
    page = article(window, "commerces-proximite", words="boutique amortir")
    assert not page.is_folded
    assert page.view.textCursor().selectedText().lower() in ("boutique", "amortir")
    assert page.view.verticalScrollBar().value() > 0


def test_a_text_without_a_fold_is_whole(window: MainWindow) -> None:
    for article_id in (TOPIC, "aide", "competence-commerce", "raison-qualite-de-vie", "la-loi-en-dix-lignes"):
        page = article(window, article_id)
        assert not page.is_folded and "Lire plus" not in page.view.toPlainText(), article_id


def test_titles_have_the_sizes_of_the_theme(window: MainWindow) -> None:
    page = article(window, "commerces-proximite")
    sizes: dict[int, int] = {}
    block = page.view.document().begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            sizes.setdefault(level, cursor.charFormat().font().pixelSize())  # the last stands in a card
        block = block.next()
    theme = page.context.theme.for_reading()
    assert sizes == {1: theme.h1, 2: theme.h2, 3: theme.h3}
