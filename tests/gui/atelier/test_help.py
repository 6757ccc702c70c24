"""The help of the atelier: F1 opens it at what the screen in sight is for, and Alt+← comes back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from atelier.features.help.page import PARTS, HelpPage
from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from ui.services.navigation import Route

TOLD = {
    ScreenId.TEXTS: "2. Trouver ce qui est à relire",
    ScreenId.TEXT: "3. Relire, corriger, accepter",
    ScreenId.FOLDER: "1. Ouvrir un dossier de travail",
    ScreenId.CASES: "4. Ajouter ou corriger un exemple, un réseau",
    ScreenId.SHEETS: "5. Faire relire par d’autres",
    ScreenId.EDITION: "6. Contrôler, puis signer",
    ScreenId.KEYS: "La clé de votre organisme",
    ScreenId.CONSOLIDATION: "Réunir ce que les collectivités envoient",
}


def top_line(page: HelpPage) -> str:
    """Return the first words in sight."""
    return page.view.cursorForPosition(QPoint(10, 10)).block().text().replace("\u00a0", " ")


def test_f1_tells_what_the_screen_in_sight_is_for_and_comes_back(qtbot: QtBot, desk: AtelierWindow) -> None:
    assert set(PARTS) == set(ScreenId) - {ScreenId.HELP} == set(TOLD)
    for here in TOLD:
        desk.open_route(Route(here))
        qtbot.keyClick(desk, Qt.Key.Key_F1)
        page = desk.current_page
        assert isinstance(page, HelpPage) and page.view.hasFocus()
        cursor = page.view.textCursor().block()
        assert cursor.text().replace("\u00a0", " ") == TOLD[here] and cursor.blockFormat().headingLevel() == 2
        assert top_line(page) == TOLD[here] or page.view.verticalScrollBar().value() == (
            page.view.verticalScrollBar().maximum()
        )
        qtbot.keyClick(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        assert desk.navigator.here is not None and desk.navigator.here.page == here


def test_f1_in_the_help_and_the_entry_of_the_sidebar_open_it_at_its_top(qtbot: QtBot, desk: AtelierWindow) -> None:
    desk.open_route(Route(ScreenId.EDITION))
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    page = desk.current_page
    assert isinstance(page, HelpPage) and page.view.verticalScrollBar().value() > 0
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    assert page.view.verticalScrollBar().value() == 0 and desk.navigator.here == Route(ScreenId.HELP)
    desk.open_route(Route(ScreenId.CASES))
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    desk.sidebar.place_chosen.emit(ScreenId.HELP)
    assert page.view.verticalScrollBar().value() == 0


def test_what_one_had_read_of_the_help_is_found_again(qtbot: QtBot, desk: AtelierWindow) -> None:
    """A link of the help opens its screen; back, one is where one stopped, not at the part that F1 opened."""
    desk.open_route(Route(ScreenId.FOLDER))
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    page = desk.current_page
    assert isinstance(page, HelpPage)
    page.view.verticalScrollBar().setValue(700)
    page.view.link_activated.emit(ScreenId.EDITION)
    qtbot.keyClick(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.current_page is page and page.view.verticalScrollBar().value() == 700
