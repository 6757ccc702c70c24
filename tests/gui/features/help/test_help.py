"""Help: articles, pictures that are up to date, a sheet of shortcuts, the statement of accessibility, first steps."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit import paths
from kit.content.blocks import headings, plain_body
from kit.days import day_in_words
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from kit.dossier.model import Status
from tests.a11y.table import CHECKS, LAST_RUN
from tests.gui.looks import alone
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.features.dossier.page import CollectivitePage
from ui.features.help.pictures import WIDTH, load_pictures
from ui.features.help.scaled_picture import ScaledPicture
from ui.features.home.first_steps import FirstSteps
from ui.features.home.page import HomePage
from ui.features.reading.page import ArticlePage
from ui.output import printables
from ui.services.actions import ActionId, Actions, shortcut_rows
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint, place
from ui.shell.main_window import MainWindow
from ui.shell.places import help_of
from ui.shell.reader_offer import ReaderOffer
from ui.switches.tour import make_sample, photograph_help, settle
from ui.text.article_aside import PartLink
from ui.widgets.wrap_link import WrapLink

HELP = ("aide", "aide-ecrans", "aide-travailler", "aide-ensemble", "aide-clavier", "nouveautes", "accessibilite")


def button(page: QWidget, words: str) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton) if words in (one.text(), one.accessibleName())]
    return next(one for one in found if one.isVisible())


def coarse(image: QImage) -> list[int]:
    """Return a picture as a few grey squares: dates and counts are too small to change them."""
    few = image.convertToFormat(QImage.Format.Format_RGB32).scaled(
        24, 15, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return [few.pixelColor(x, y).lightness() for y in range(15) for x in range(24)]


def test_the_pages_of_the_help_lead_to_one_another(qtbot: QtBot, window: MainWindow) -> None:
    library = window.context.library
    reached = {"aide"}
    for article in HELP:
        reached |= set(library.article(article).related)
    assert set(HELP) <= reached
    qtbot.keyClick(window, Qt.Key.Key_F1)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.navigator.here == ToArticle("aide")


def test_every_screen_has_its_part_in_the_help(window: MainWindow) -> None:
    library = window.context.library
    assert {heading.anchor for heading in headings(library.body("aide-ecrans"))} == set(PageId)
    for page in PageId:
        assert help_of(library, place(page)) == ToArticle("aide-ecrans", anchor=page)


def test_f1_tells_what_the_screen_in_sight_is_for_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.AGENDA))
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.navigator.here == ToArticle("aide-ecrans", anchor="agenda")
    page = window.current_page
    assert isinstance(page, ArticlePage)
    top = page.view.cursorForPosition(QPoint(10, 10)).block()
    told = " ".join(block for block in (top.text(), top.next().text(), top.next().next().text()))
    assert "Agenda" in told
    assert len([one for one in page.aside.findChildren(PartLink) if one.text() == "Sources"]) == 1
    window.navigator.back()
    assert window.navigator.here is not None and window.navigator.here.page == PageId.AGENDA


def test_what_is_new_is_dated_with_the_texts(window: MainWindow) -> None:
    library = window.context.library
    assert library.article("nouveautes").reviewed_on >= library.publisher.content_date
    window.open_route(Route(PageId.ABOUT))
    button(window.current_page, "Nouveautés").click()
    assert window.navigator.here == ToArticle("nouveautes")


def test_the_help_leads_to_the_copy_of_the_dossier(qtbot: QtBot, window: MainWindow) -> None:
    for text in ("aide", "aide-ensemble"):
        window.open_route(ToArticle(text))
        links = window.current_page.findChildren(WrapLink)
        found = next(one for one in links if one.text() == "Copier mon dossier et ses pièces")
        qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
        page = window.current_page
        assert isinstance(page, CollectivitePage) and page.whole.archive.hasFocus()
        assert not page.whole.archive.visibleRegion().isEmpty()


def test_the_help_names_every_shortcut(window: MainWindow) -> None:
    told = plain_body(window.context.library.body("aide-clavier"))
    missing = []
    for key in ActionId:
        sequence = window.actions_by_id[key].shortcuts()[0].toString()
        words = sequence.replace("Shift", "Maj").replace("Left", "←").replace("Right", "→").replace("Home", "Début")
        if words.replace("+", "").replace("\u00a0", "") not in told.replace("+", "").replace("\u00a0", "").replace(
            " ", ""
        ):
            missing.append(sequence)
    assert not missing


def test_every_word_in_quotes_stands_on_a_button_or_a_page(window: MainWindow) -> None:
    """What the help calls a button is called so on the screen."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path("ui").rglob("*.py")).replace("\\u00a0", " ")
    source = source.replace("\u00a0", " ") + " ".join(article.title for article in window.context.library.articles())
    texts = [plain_body(window.context.library.body(i)) for i in HELP]
    asked = [one for text in texts for one in re.findall(r"«\s?([^»]{3,60}?)\s?»", text)]
    known = {"élu·es", "élues et élus", "C’est fait quand…", "(nécessite Internet)", "elue", "élu·e", "Logiciels"}
    plain = [words.replace("\u00a0", " ").strip() for words in asked]
    assert plain
    assert not [words for words in plain if words not in known and words not in source]


def test_the_pictures_are_small_and_told_in_words() -> None:
    pictures = load_pictures(paths.help_pictures())
    assert len(pictures) >= 8
    for one in pictures:
        assert QImage(str(one.path)).width() == WIDTH, one.name
        assert len(one.alternative) > 40 and len(one.text) > 40
    assert sum(one.path.stat().st_size for one in pictures) <= 400_000


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_pictures_show_the_screens_as_they_are(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    """After a change of a screen: « make aide »."""
    context = make_context(make_sample(tmp_path / "saint-exemple.kitess"))
    window = open_window(qtbot, context)
    old = []
    for one in load_pictures(paths.help_pictures()):
        now, kept = coarse(photograph_help(window, context, one)), coarse(QImage(str(one.path)))
        apart = sum(abs(a - b) for a, b in zip(now, kept, strict=True)) / len(now)
        if apart > 4:
            old.append(f"{one.name}: {apart:.1f}")
    assert not old, f"make aide: {old}"


def test_each_picture_opens_its_screen(qtbot: QtBot, window: MainWindow) -> None:
    for one in load_pictures(paths.help_pictures()):
        window.open_route(Route(PageId.HELP_PICTURES))
        qtbot.mouseClick(button(window.current_page, f"Ouvrir cet écran\u00a0: {one.title}"), Qt.MouseButton.LeftButton)
        assert window.navigator.here is not None
        assert (window.navigator.here.page, window.navigator.here.id) == (one.route.page, one.route.id)


def test_pictures_have_alternatives_for_a_reader(window: MainWindow) -> None:
    window.open_route(Route(PageId.HELP_PICTURES))
    shown = window.current_page.findChildren(ScaledPicture)
    told = {QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name) for one in shown}
    assert told == {one.alternative for one in load_pictures(paths.help_pictures())}


def test_a_picture_that_is_gone_leaves_its_words(qtbot: QtBot, tmp_path: Path) -> None:
    picture = ScaledPicture(tmp_path / "absente.png", "L’accueil")
    qtbot.addWidget(picture)
    assert picture.text() == "L’accueil"


def test_the_help_leads_to_the_pictures(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("aide"))
    found = next(one for one in window.current_page.findChildren(WrapLink) if one.text() == "Aide en images")
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.HELP_PICTURES)


def test_the_sheet_of_shortcuts_has_every_action_on_one_page(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    window.open_route(ToArticle("aide-clavier"))
    words = "Imprimer la feuille des raccourcis"
    found = next(one for one in window.current_page.findChildren(WrapLink) if one.text() == words)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    route = window.navigator.here
    assert route is not None and (route.page, route.id) == (PageId.PRINT, "raccourcis")
    document = printables.PRINTABLES[printables.SHORTCUTS].build(context, route)
    text = " ".join(document_text(document).split())
    assert all(keys in text and " ".join(what.split()) in text for what, keys in shortcut_rows())
    assert len(page_images(document, Typesetter(), 40)) == 1


def test_the_list_of_shortcuts_is_that_of_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window)
    assert [what for what, _ in shortcut_rows()][: len(ActionId)] == [actions[key].text() for key in ActionId]


def test_the_statement_is_reached_from_help_and_about(qtbot: QtBot, window: MainWindow) -> None:
    assert "accessibilite" in window.context.library.article("aide").related
    window.open_route(Route(PageId.ABOUT))
    qtbot.mouseClick(button(window.current_page, "Lire la déclaration d’accessibilité"), Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToArticle("accessibilite")


def test_the_statement_says_state_limits_contact_and_date(context: AppContext) -> None:
    article = context.library.article("accessibilite")
    told = plain_body(context.library.body("accessibilite"))
    assert article.reviewed_on
    assert "non conforme au sens de ces textes, faute d’audit" in told, "as long as nobody else has judged it"
    for named in (
        "article 47",
        "2005-102",
        "2019-768",
        "établie le",
        "Contenus non accessibles",
        "Défenseur des droits",
    ):
        assert named in told.replace("\u00a0", " "), named
    assert "NVDA" in told and "Narrateur" in told
    assert context.library.publisher.mail in told
    by_hand = sum(bool(one.hand) for one in CHECKS)
    assert f"De la liste de {len(CHECKS)} contrôles" in told and f"{len(CHECKS) - by_hand} sont tenus" in told
    run = tomllib.loads(LAST_RUN.read_text(encoding="utf-8"))
    day = f"le {day_in_words(run['day'])}, {run['tests']} essais"
    assert day in told.replace("\u00a0", " ") and (run["checks"], run["held"], run["broken"]) == (32, 29, 0)
    assert by_hand == 3 and "Les trois autres demandent une personne" in told


# --- the first start ---


def home(qtbot: QtBot, context: AppContext) -> HomePage:
    page = HomePage(context)
    alone(qtbot, page)
    page.resize(1024, 757)
    page.open_route(Route(PageId.HOME))
    page.show()
    qtbot.waitExposed(page)
    return page


def steps(page: HomePage) -> FirstSteps:
    found = page.findChild(FirstSteps)
    assert isinstance(found, FirstSteps)
    return found


def test_the_first_start_shows_what_one_can_do_first(qtbot: QtBot, context: AppContext) -> None:
    page = home(qtbot, context)
    places = []
    page.route_requested.connect(places.append)
    for one in steps(page).findChildren(WrapLink):
        qtbot.keyClick(one, Qt.Key.Key_Return)
    assert places == [
        ToArticle("ess-en-cinq-minutes"),
        Route(PageId.ACT),
        ToPrint(),
        ToContact(),
    ]
    assert button(page, "Par où commencer\u00a0? 12 questions, 5 minutes")


def test_first_steps_go_away_once_something_is_ticked(qtbot: QtBot, context: AppContext) -> None:
    page = home(qtbot, context)
    first = steps(page)
    assert first.isVisible()
    mark(context.session, "action:elu-commission", Status.DONE)
    assert not first.isVisible()


def test_first_steps_that_were_closed_stay_closed(
    qtbot: QtBot, context: AppContext, make_context: Callable[..., AppContext]
) -> None:
    page = home(qtbot, context)
    with qtbot.waitSignal(page.announced):
        qtbot.keyClick(steps(page).cross, Qt.Key.Key_Space)
    assert not steps(page).isVisible()
    context.session.close()
    again = home(qtbot, make_context())
    assert again.findChild(FirstSteps) is None
    assert button(again, "Imprimer les listes").isVisible()


def test_the_commune_is_not_asked_at_the_first_start(qtbot: QtBot, window: MainWindow) -> None:
    from PySide6.QtWidgets import QApplication, QLineEdit

    settle(window.context)
    assert QApplication.activeModalWidget() is None
    assert not [one for one in window.current_page.findChildren(QLineEdit) if one.isVisible()]


@pytest.mark.parametrize(("reader", "shown"), [(True, True), (False, False)])
def test_with_a_reader_the_double_form_is_offered_once(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, reader: bool, shown: bool
) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: reader))
    ReaderOffer(window).look()
    assert ("élues et élus" in window.notice.text()) is shown and window.notice.isVisible() is shown
    if shown:
        qtbot.mouseClick(button(window.notice, "Choisir l’écriture"), Qt.MouseButton.LeftButton)
        assert window.navigator.here == Route(PageId.SETTINGS)
        assert window.notice.text() == ""
        ReaderOffer(window).look()
        assert "élues et élus" not in window.notice.text()


def test_who_chose_a_writing_is_not_asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    window.context.settings.set("writing", "point")
    ReaderOffer(window).look()
    assert "élues et élus" not in window.notice.text()


def test_the_table_of_access_names_tests_that_exist() -> None:
    table = Path("docs/acces.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| A(\d+) \|.*", table, re.MULTILINE)
    assert [int(row) for row in rows] == list(range(1, 33))
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", table)
    assert len(named) >= 31
    for path, function in named:
        assert f"def {function}(" in Path(path).read_text(encoding="utf-8") if function else Path(path).is_file()


def test_the_hearing_test_has_twenty_steps() -> None:
    steps = re.findall(r"^\| (\d+) \|", Path("docs/lecteurs-d-ecran.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(step) for step in steps] == list(range(1, 21))
