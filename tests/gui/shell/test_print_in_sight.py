"""« Imprimer » and Ctrl+P: what is in sight, never something else; where no document has it, the nearest is offered."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QToolButton
from pytestqt.qtbot import QtBot

from kit.content.blocks import Heading, plain
from kit.documents.document import Document
from kit.documents.text import document_text
from ui.features.acts.list_page import KIND
from ui.features.convince.page import ReasonsPage
from ui.features.directory.page import DirectoryPage
from ui.features.printing.page import PrintPage
from ui.features.reading.examples_page import DEPARTEMENT, SIZE
from ui.output import list_prints, mandate_prints, printables
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, place
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.list_page import ListPage

CTRL = Qt.KeyboardModifier.ControlModifier
PRINTED = {
    PageId.UNDERSTAND: printables.CHAPTER,
    PageId.CONVINCE: printables.SCHEME,
    PageId.ACT: printables.LISTS,
    PageId.NETWORKS: list_prints.NETWORKS,
    PageId.GLOSSARY: list_prints.GLOSSARY,
    PageId.SOURCES: list_prints.SOURCES,
    PageId.START_HERE: list_prints.DIAGNOSTIC,
    PageId.EXAMPLES: list_prints.EXAMPLES,
    PageId.PLAN: printables.PLAN,
    PageId.MODELS: list_prints.MODELS,
    PageId.MANDATE: mandate_prints.HISTORY,
    PageId.DIRECTORY: mandate_prints.DIRECTORY,
    PageId.AGENDA: mandate_prints.AGENDA,
}
OFFERED = {
    PageId.HOME: printables.LISTS,
    PageId.PAPER_BACK: printables.LISTS,
    PageId.COLLECTIVITE: list_prints.DIAGNOSTIC,
    PageId.MERGE: printables.PLAN,
    PageId.RESTORE: printables.PLAN,
    PageId.CONTENTS: printables.BOOKLET,
    PageId.HELP_PICTURES: printables.SHORTCUTS,
}
ELSEWHERE = {PageId.ARTICLE, PageId.PRINT, PageId.ACT_MODEL}  # tried apart, or with their own page


def ask(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)


def printed(window: MainWindow) -> tuple[str, Document]:
    """Return the key and the document that the print screen shows."""
    page = window.current_page
    assert isinstance(page, PrintPage)
    document = page.document()
    assert document is not None
    return page.options.key(), document


def words(document: Document) -> str:
    return re.sub(r"\s+", " ", document_text(document))


def opened(window: MainWindow, page: PageId) -> ListPage:
    window.open_route(place(page))
    settle(window.context)
    here = window.current_page
    assert isinstance(here, ListPage)
    return here


@pytest.mark.parametrize("page", [one for one in PageId if one not in ELSEWHERE])
def test_each_page_prints_itself_or_names_the_nearest_document(page: PageId, qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(place(page))
    settle(window.context)
    ask(qtbot, window)
    if page in PRINTED:
        key, _ = printed(window)
        assert key == PRINTED[page]
        return
    nearest = OFFERED.get(page, printables.AIDE_MEMOIRE)
    assert window.navigator.here is not None and window.navigator.here.page is page, "nothing else is printed unasked"
    assert f"« {printables.PRINTABLES[nearest].label} »" in window.feedback.text().replace("\u00a0", " ")
    ask(qtbot, window)
    assert printed(window)[0] == nearest


def test_a_text_prints_itself_figures_included(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("chiffres") if window.context.library.has("chiffres") else ToArticle("elu-commission"))
    ask(qtbot, window)
    assert printed(window)[0] == printables.PAGE


def test_the_offer_is_taken_by_its_button_too_and_ends_with_the_page(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.SETTINGS))
    ask(qtbot, window)
    window.open_route(Route(PageId.ABOUT))
    ask(qtbot, window)
    assert window.navigator.here == Route(PageId.ABOUT), "the offer of another page is no answer here"
    window.feedback.button.click()
    assert printed(window)[0] == printables.AIDE_MEMOIRE


def test_a_list_prints_as_it_is_narrowed_and_says_how(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, PageId.GLOSSARY)
    page.head.field.setText("scic")
    ask(qtbot, window)
    key, document = printed(window)
    assert key == list_prints.GLOSSARY
    assert "Choix : « scic »." in words(document)
    assert "AAP" not in words(document)


def test_examples_print_with_their_map_as_both_are_narrowed(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, PageId.EXAMPLES)
    page.pane.choose(DEPARTEMENT, "23")
    page._show()
    shown = int(page.head.count.text().split()[0])
    ask(qtbot, window)
    key, document = printed(window)
    assert key == list_prints.EXAMPLES
    assert f"{shown} exemples réels" in words(document) and "Choix : Creuse." in words(document)
    assert "Gironde" not in words(document)


def test_examples_narrowed_by_size_print_those_of_no_known_size_last(qtbot: QtBot, window: MainWindow) -> None:
    for field, value in (("name", "Bétête"), ("departement_code", "23"), ("population", "389")):
        window.context.session.set_text("identity", field, value)
    page = opened(window, PageId.EXAMPLES)
    page.pane.choose(SIZE, "moins-de-500")
    page._show()
    ask(qtbot, window)
    _, document = printed(window)
    titles = [plain(block.spans) for block in document.blocks if isinstance(block, Heading)]
    assert titles.count("Taille non connue") == 1 and len(set(titles)) == len(titles)
    told = words(document)
    assert "taille non connue" in told[told.index("Taille non connue") + 20 :]


def test_the_dates_print_where_they_are_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.NETWORKS, "agenda"))
    ask(qtbot, window)
    key, document = printed(window)
    assert key == list_prints.DATES and "Choix" not in words(document)


def test_models_of_one_kind_print_alone(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, PageId.MODELS)
    page.pane.choose(KIND, "lettre")
    ask(qtbot, window)
    key, document = printed(window)
    assert key == list_prints.MODELS
    assert "Lettres" in words(document) and "Délibérations" not in words(document)


def test_the_reasons_print_as_they_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.CONVINCE))
    page = window.current_page
    assert isinstance(page, ReasonsPage)
    page._on_view_chosen("tableau")
    ask(qtbot, window)
    assert printed(window)[0] == printables.CHAPTER


def test_questions_print_blank_then_with_the_answers(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.open_route(Route(PageId.START_HERE))
    ask(qtbot, window)
    assert printed(window)[1].blank
    first = context.library.shelf.questions[0].id
    context.session.set_text("diagnostic", first, "oui")
    window.open_route(Route(PageId.START_HERE))
    ask(qtbot, window)
    _, document = printed(window)
    assert not document.blank and "1 réponse sur 12 questions" in words(document)
    page = window.current_page
    assert isinstance(page, PrintPage) and page.options.answers.isVisible()
    page.options.answers.click()
    assert printed(window)[1].blank


def test_the_sheet_of_a_structure_offers_the_whole_directory(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.DIRECTORY, "nouvelle"))
    page = window.current_page
    assert isinstance(page, DirectoryPage)
    page._on_new()
    ask(qtbot, window)
    assert window.current_page is page and "Répertoire local" in window.feedback.text()


def test_ctrl_p_on_the_print_screen_prints_what_it_shows(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_route(place(PageId.PRINT))
    page = window.current_page
    assert isinstance(page, PrintPage)
    sent: list[Document] = []
    monkeypatch.setattr(page.output, "print", lambda document, ask: sent.append(document))
    ask(qtbot, window)
    assert sent == [page.document()]


def test_the_mayors_sheet_is_one_page_among_the_documents(window: MainWindow) -> None:
    window.open_route(place(PageId.PRINT, list_prints.MAYOR))
    _, document = printed(window)
    from kit.documents.typeset import Typesetter
    from kit.documents.writer import page_images

    assert len(page_images(document, Typesetter(), 20)) == 1


@pytest.mark.parametrize("page", [*PRINTED, PageId.ARTICLE])
def test_one_prints_with_the_mouse_what_is_in_sight(page: PageId, qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("elu-commission") if page is PageId.ARTICLE else place(page))
    settle(window.context)
    here = window.current_page
    above = [tool for tool in window.top_bar.tools.findChildren(QToolButton) if tool.isVisible()]
    named = [one for one in above if one.accessibleName() == "Imprimer (Ctrl+P)"]
    shown = [one for one in here.findChildren(QAbstractButton) if one.isVisible()]
    own = [one for one in shown if (one.accessibleName() or one.text()).startswith("Imprimer")]
    assert len(named) == (0 if here.has_print_button() else 1)
    if here.has_print_button():
        assert own
        return
    qtbot.mouseClick(named[0], Qt.MouseButton.LeftButton)
    assert printed(window)[0] == PRINTED.get(page, printables.PAGE)


@pytest.mark.parametrize("page", [PageId.SETTINGS, PageId.HOME, PageId.PRINT, PageId.CONTENTS])
def test_no_tool_prints_what_no_document_has(page: PageId, window: MainWindow) -> None:
    window.open_route(place(page))
    names = [tool.accessibleName() for tool in window.top_bar.tools.findChildren(QToolButton) if tool.isVisible()]
    assert "Imprimer (Ctrl+P)" not in names


def test_the_tool_follows_the_way_the_reasons_are_shown(window: MainWindow) -> None:
    window.open_route(Route(PageId.CONVINCE))
    page = window.current_page
    assert isinstance(page, ReasonsPage)
    page._on_view_chosen("tableau")
    assert [tool.accessibleName() for tool in window.top_bar.tools.findChildren(QToolButton) if tool.isVisible()]
