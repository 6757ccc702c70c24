"""What is done once and no more: layouts, paintings, rows set out, pictures read, places remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kit import paths
from kit.tokens import LIGHT
from ui.features.help.pictures import load_pictures
from ui.features.help.scaled_picture import ScaledPicture
from ui.features.reading.page import ArticlePage
from ui.features.search.hit_row import RowLayout
from ui.features.search.page import SearchPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToSearch
from ui.services.settings import Rows, Settings
from ui.shell.main_window import MainWindow
from ui.text.article_aside import PartLink
from ui.widgets.wrap_link import WrapLink


class Paintings(QObject):
    """Counts how often each widget is painted while it is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.of: Counter[QObject] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.of[watched] += 1
        return False

    def __enter__(self) -> Counter[QObject]:
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        return self.of

    def __exit__(self, *_: object) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]


def settle() -> None:
    """Go on until all is laid out and painted."""
    for _ in range(4):
        QApplication.processEvents()


@pytest.mark.parametrize("place", [PageId.OUTBOX, PageId.SETTINGS, PageId.UNDERSTAND])
def test_a_page_that_scrolls_is_painted_once_when_one_comes(qtbot: QtBot, window: MainWindow, place: PageId) -> None:
    settle()
    with Paintings() as painted:
        window.leave_for(Route(place))
        settle()
    assert painted[window.current_page] == 1


def test_answers_are_painted_once_at_a_key(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(ToSearch("com"))
    settle()
    page = window.current_page
    assert isinstance(page, SearchPage)
    with Paintings() as painted:
        window.leave_for(ToSearch("spaser"))
        settle()
    assert page.hits.rows()
    assert painted[page.hits.viewport()] == painted[page.count] == 1


def test_the_next_letter_sets_out_only_new_rows(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.leave_for(ToSearch("epiceri"))
    settle()
    page = window.current_page
    assert isinstance(page, SearchPage)
    before, made = set(page.hits.rows()), []
    monkeypatch.setattr("ui.features.search.hit_list.RowLayout", lambda *one: made.append(one[0]) or RowLayout(*one))
    window.leave_for(ToSearch("epicerie"))
    settle()
    kept = before & set(page.hits.rows())
    assert kept
    assert not kept & set(made)


def test_crumbs_that_stay_are_not_built_anew(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(ToSearch("a"))
    first = window.top_bar._trail
    window.leave_for(ToSearch("au"))
    assert window.top_bar._trail is first
    window.leave_for(Route(PageId.ABOUT))
    assert window.top_bar._trail is not first
    assert window.title_here() == "À propos"


def test_a_place_is_remembered_once_and_by_its_own_title(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text says its title while the page before is still in sight."""
    told: list[tuple[str, object]] = []
    keep = Settings.note_change

    def noted(self: Settings, name: str, how: Callable[[Rows], Rows], about: object = None) -> None:
        keep(self, name, how, about)
        told.append((name, self.records(name)))

    monkeypatch.setattr(Settings, "note_change", noted)
    window.leave_for(ToArticle("contact"))
    seen = [value[0]["title"] for name, value in told if name == "seen" and isinstance(value, list)]
    assert seen == [context.library.article("contact").label]


def test_a_text_is_laid_out_once(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.leave_for(ToArticle("contact"))
    settle()
    page = window.current_page
    assert isinstance(page, ArticlePage)
    turned = []
    turn = QTextDocument.setLayoutEnabled
    monkeypatch.setattr(QTextDocument, "setLayoutEnabled", lambda doc, on: turned.append(on) or turn(doc, on))
    window.leave_for(ToArticle("ess-en-cinq-minutes"))
    assert turned == [False, True]
    assert page.view.document().isLayoutEnabled()
    assert page.view.verticalScrollBar().maximum() > 0


def test_a_link_measures_itself_again_in_other_letters(qtbot: QtBot) -> None:
    link = WrapLink(LIGHT, "Une épicerie associative dans un village de six cents habitants")
    qtbot.addWidget(link)
    before = link.heightForWidth(160)
    assert link.heightForWidth(160) == before
    larger = QFont(link.font())
    larger.setPixelSize(40)
    link.setFont(larger)
    assert link.heightForWidth(160) > 2 * before
    link.setText("Court")
    assert link.heightForWidth(160) < 2 * before


def test_a_link_asks_for_more_room_in_other_letters_and_words(qtbot: QtBot) -> None:
    link = WrapLink(LIGHT, "Une épicerie associative")
    qtbot.addWidget(link)
    wide, least = link.sizeHint().width(), link.minimumSizeHint().width()
    assert least < wide == link.sizeHint().width()
    larger = QFont(link.font())
    larger.setPixelSize(40)
    link.setFont(larger)
    assert link.sizeHint().width() > 2 * wide and link.minimumSizeHint().width() > 2 * least
    link.setText("Une")
    assert link.minimumSizeHint() == link.sizeHint()


def test_a_part_measures_itself_again_in_other_letters(qtbot: QtBot) -> None:
    link = PartLink(LIGHT, "Ce que peut faire une commune de six cents habitants")
    qtbot.addWidget(link)
    before = link.heightForWidth(160)
    assert link.heightForWidth(160) == before < link.heightForWidth(80)
    larger = QFont(link.font())
    larger.setPixelSize(40)
    link.setFont(larger)
    assert link.heightForWidth(160) > 2 * before


def test_a_link_keeps_few_heights_while_the_window_is_dragged(qtbot: QtBot) -> None:
    link = WrapLink(LIGHT, "Une épicerie associative")
    qtbot.addWidget(link)
    for width in range(80, 800):
        link.heightForWidth(width)
    assert len(link._heights) < 100


def test_a_picture_is_read_in_sight_and_let_go_out_of_it(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    picture = ScaledPicture(load_pictures(paths.help_pictures())[0].path, "L’accueil", place)
    picture.resize(picture.sizeHint())
    assert picture.sizeHint().width() > 300
    assert picture._image is None
    place.show()
    place.resize(picture.size())
    settle()
    seen = place.grab().toImage()
    assert picture._image is not None
    place.hide()
    assert picture._image is None
    place.show()
    settle()
    assert place.grab().toImage() == seen
