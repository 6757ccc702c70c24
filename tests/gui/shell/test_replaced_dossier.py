"""Another collectivité's file copied over the open one: nothing is written into it, both are kept, it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from kit.dossier import journal, pieces
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.dossier.store import Store
from kit.errors import DossierReplaced, SaveRefused
from tests.gui.marking import mark
from ui.services.context import AppContext
from ui.services.dossier_watch import DossierWatch
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.shell.replaced_dossier import ReplacedDossier

ON = "action:elu-commission"


@pytest.fixture(autouse=True)
def core_that_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each write and each look compare whose file it is."""
    append, refresh = Store.append, Store.refresh

    def check(store: Store) -> None:
        found = journal.read(store.path).uuid
        if found != store.uuid:
            raise DossierReplaced(store.path, found)

    def checked_append(store: Store, lines: Mapping[str, bytes]) -> None:
        check(store)
        append(store, lines)

    def checked_refresh(store: Store) -> list[journal.Reading]:
        check(store)
        return refresh(store)

    monkeypatch.setattr(Store, "append", checked_append)
    monkeypatch.setattr(Store, "refresh", checked_refresh)


@pytest.fixture
def other(tmp_path: Path) -> Callable[[Path], bytes]:
    """Return a function that puts another dossier in the place of a file; it returns its bytes."""

    def replace(path: Path) -> bytes:
        with Dossier.create(tmp_path / "leur.kitess", by="Voisine") as theirs:
            theirs.record(ON, "who", "Voisine")
        content = (tmp_path / "leur.kitess").read_bytes()
        path.write_bytes(content)
        return content

    return replace


def button(box: QMessageBox, words: str) -> QAbstractButton:
    return next(one for one in box.buttons() if words in one.text())


@pytest.mark.parametrize("choice", ["Continuer avec mon plan", "Ouvrir l’autre dossier"])
def test_both_are_kept_whatever_the_answer(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, other: Callable[[Path], bytes], choice: str
) -> None:
    session = window.context.session
    question = ReplacedDossier(window.context, window)
    question.withdrawn.connect(window.notice.withdraw)
    path = session.path
    piece = tmp_path / "deliberation.pdf"
    piece.write_bytes(b"%PDF-1.7")
    evidence = pieces.add(path, piece)
    session.apply([Change(ON, "note", "À moi"), Change(ON, f"evidence:{evidence.id}", evidence.to_value())])
    assert session.settle()
    theirs = other(path)
    mark(session, ON, Status.DONE)
    assert not session.settle() and session.status(ON) is Status.TODO, "not shown as saved"
    assert question.box is not None and "a pris la place" in question.box.text()
    assert path.read_bytes() == theirs
    box = question.box
    with qtbot.waitSignal(window.context.feedback.told, timeout=10_000) as told:
        qtbot.mouseClick(button(box, choice), Qt.MouseButton.LeftButton)
    (beside,) = (one for one in path.parent.glob(f"{path.stem}?*.kitess"))
    assert beside.name in told.args[0].words and beside.name in window.feedback.text()
    assert not window.notice.text(), "nothing is wrong"
    assert session.settle()
    assert session.path == (beside if "mon plan" in choice else path)
    assert session.text(ON, "who") == ("" if "mon plan" in choice else "Voisine")
    if "mon plan" in choice:
        session.set_text(ON, "who", "Maire")
        assert session.settle()
    session.close()
    assert path.read_bytes() == theirs, "nothing was ever written into the other one"
    with Dossier.open(beside, write=False) as mine:
        assert (mine.value(ON, "note"), mine.status(ON)) == ("À moi", Status.DONE)
        assert pieces.check(beside, evidence) is pieces.PieceState.SOUND
    assert question.box is None


def test_it_is_asked_as_soon_as_the_disk_is_looked_at(
    qtbot: QtBot, window: MainWindow, other: Callable[[Path], bytes]
) -> None:
    question = ReplacedDossier(window.context, window)
    watch = DossierWatch(window.context, every_ms=10)
    watch.replaced.connect(question.ask)
    other(window.context.session.path)
    qtbot.waitUntil(lambda: question.box is not None)


def test_a_disk_that_keeps_nothing_beside_is_said_and_it_is_asked_again(
    qtbot: QtBot, window: MainWindow, other: Callable[[Path], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, question = window.context.session, ReplacedDossier(window.context, window)
    theirs = other(session.path)
    mark(session, ON, Status.DONE)
    session.settle()

    def refuse(dossier: Dossier) -> None:
        raise SaveRefused(dossier.path, OSError(28, "full"))

    assert question.box is not None
    with monkeypatch.context() as patched:
        patched.setattr(Dossier, "save_copy", refuse)
        with qtbot.waitSignal(question.noticed) as told:
            button(question.box, "mon plan").click()
    assert "disque est plein" in told.args[0] and question.box is None
    mark(session, ON, Status.DONE)
    session.settle()
    assert question.box is not None and session.path.read_bytes() == theirs


def test_what_is_being_typed_goes_along(qtbot: QtBot, window: MainWindow, other: Callable[[Path], bytes]) -> None:
    context: AppContext = window.context
    question = ReplacedDossier(context, window)
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    other(context.session.path)
    mark(context.session, ON, Status.DONE)
    context.session.settle()
    page.boxes["mayor"].field.setText("Prénom Nom")  # type: ignore[attr-defined]
    assert question.box is not None
    with qtbot.waitSignal(context.feedback.told, timeout=10_000):
        button(question.box, "mon plan").click()
    assert context.session.text("identity", "mayor") == "Prénom Nom"
    assert context.session.status(ON) is Status.DONE
