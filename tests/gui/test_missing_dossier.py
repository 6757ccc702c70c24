"""A dossier that is not where it was when the kit opens: a key that is out, a file that was moved."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.marking import mark
from ui import app
from ui.services.context import AppContext
from ui.services.settings import Settings
from ui.shell import after_start
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

TARGET = "action:elu-commission"


@pytest.fixture
def start(qtbot: QtBot, make_context: Callable[..., AppContext]) -> Callable[..., MainWindow]:
    """Return a function that starts the window as the program does, on a dossier or on the one of the last time."""

    def started(*words: str) -> MainWindow:
        context = make_context(words=words)
        window = MainWindow(context)
        qtbot.addWidget(window)
        app.open_first_place(window, anew=True)
        window.show()
        app.look_after(window, context, crashed=False)
        settle(context)
        return window

    return started


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return a dossier on a key."""
    path = tmp_path / "clé" / "saint-exemple.kitess"
    path.parent.mkdir()
    with Dossier.create(path) as dossier:
        dossier.record(TARGET, "status", str(Status.DONE))
    return path


def last() -> str:
    return Settings(paths.user_data() / "reglages.json").text("last_dossier")


@pytest.mark.parametrize(
    ("name", "content"), [("notes.txt", b"Bonjour\n"), ("rien.txt", None), ("photo.jpg", b"\xff\xd8")]
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(
    start: Callable[..., MainWindow], tmp_path: Path, name: str, content: bytes | None
) -> None:
    folder = tmp_path / "à moi"
    folder.mkdir()
    path = folder / name
    if content is not None:
        path.write_bytes(content)
    before = sorted(folder.iterdir())
    window = start(str(path))
    assert f"«\u00a0{name}\u00a0» n’est pas un dossier du kit" in window.notice.text()
    assert window.context.session.path.parent == paths.dossiers()
    assert sorted(folder.iterdir()) == before and (content is None or path.read_bytes() == content)


def test_a_dossier_that_a_mail_program_renamed_is_opened(start: Callable[..., MainWindow], key: Path) -> None:
    renamed = key.rename(key.with_name("saint-exemple.kitess.txt"))
    window = start(str(renamed))
    assert window.context.session.path == renamed
    assert window.context.session.status(TARGET) is Status.DONE


@pytest.mark.parametrize(
    ("year", "told"), [(1999, "avant la date des textes"), (2051, "plus de cinq ans après"), (2026, "")]
)
def test_a_clock_that_cannot_be_believed_is_said_before_a_date_is_printed(
    start: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, year: int, told: str
) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> Today:
            return cls(year, 12, 24)

    monkeypatch.setattr(after_start, "date", Today)
    window = start()
    said = window.notice.text()
    assert said.count("L’horloge de cet ordinateur") == (1 if told else 0) and told in said
    if told:
        assert "24 décembre" in said and "Vos coches et vos notes sont intactes" in said and "réglez" in said


def test_a_key_that_is_out_is_said_and_found_again(start: Callable[..., MainWindow], key: Path) -> None:
    start(str(key)).close()
    out = key.parent.rename(key.parent.with_name("rangée"))
    window = start()
    assert "«\u00a0saint-exemple.kitess\u00a0» n’est plus à sa place" in window.notice.text()
    assert "Ma collectivité" in window.notice.text()
    assert window.context.session.path == paths.dossiers() / "mon-dossier.kitess"
    window.close()
    assert last() == str(key), "it is meant next time too"
    out.rename(key.parent)
    again = start()
    assert again.context.session.path == key and not again.notice.isVisible()
    assert again.context.session.status("elu-commission") is Status.DONE


def test_what_is_done_meanwhile_is_found_again(start: Callable[..., MainWindow], key: Path) -> None:
    start(str(key)).close()
    key.unlink()
    window = start()
    mark(window.context.session, TARGET, Status.DOING)
    window.close()
    assert last() == str(paths.dossiers() / "mon-dossier.kitess")


def test_another_dossier_that_one_opens_is_the_one_of_next_time(
    start: Callable[..., MainWindow], key: Path, tmp_path: Path
) -> None:
    start(str(key)).close()
    key.unlink()
    window = start()
    assert window.context.dossiers.switch(tmp_path / "autre.kitess")
    assert not window.notice.isVisible(), "what was missing is no longer meant"
    window.close()
    assert last() == str(tmp_path / "autre.kitess")


def test_a_folder_that_is_not_there_is_not_made(start: Callable[..., MainWindow], tmp_path: Path) -> None:
    asked = tmp_path / "absent" / "saint-exemple.kitess"
    window = start(str(asked))
    assert "saint-exemple.kitess" in window.notice.text()
    assert not asked.parent.exists()


def test_a_new_name_in_a_folder_that_is_there_is_a_new_dossier(
    start: Callable[..., MainWindow], tmp_path: Path
) -> None:
    asked = tmp_path / "nouveau.kitess"
    window = start(str(asked))
    assert window.context.session.path == asked and not window.notice.isVisible()


def test_a_protected_dossier_is_told_when_one_goes_to_it_and_no_longer_when_one_leaves_it(
    start: Callable[..., MainWindow], key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start()
    dossiers, usual = window.context.dossiers, window.context.session.path
    refused = lambda path, by: Dossier.unwritable(path, OSError(errno.EROFS, "read-only"), by=by)  # noqa: E731
    with monkeypatch.context() as patched:
        patched.setattr(dossiers, "_open", refused)
        assert dossiers.switch(key)
    assert "lecture seule" in window.notice.text()
    assert dossiers.switch(usual)
    assert not window.notice.isVisible()
