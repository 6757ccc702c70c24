"""The window starts whatever lies in its own folder, and opens what can be opened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.dossier.store import Store
from kit.errors import DossierUnreadable
from tests.gui.marking import mark
from ui import app
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToContact, place
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow
from ui.shell.termination import let_go
from ui.switches.tour import settle

ON = "action:elu-commission"
MESSAGE = {
    "id": "0" * 32,
    "made": "2026-01-05T10:00:00+00:00",
    "changed": "2026-01-05T10:00:00+00:00",
    "opened": "2026-01-05T10:00:00+00:00",
    "sent": "",
    "to": "a@example.fr",
    "subject": "Objet",
    "body": "Texte",
    "state": "prepare",
    "means": "eml",
    "attempts": 1,
    "fields": {},
    "files": [],
    "format": 1,
}
ERRORS: list[BaseException] = [
    OSError(5, "io"),
    PermissionError(13, "held"),
    ValueError("x"),
    UnicodeEncodeError("utf-8", "x", 0, 1, "x"),
    KeyError("x"),
    RuntimeError("x"),
    MemoryError(),
    RecursionError("x"),
]


def name_of(error: BaseException) -> str:
    return type(error).__name__


@pytest.fixture
def start(qtbot: QtBot, make_context: Callable[..., AppContext]) -> Iterator[Callable[..., MainWindow]]:
    """Return a function that starts the window as the program does; nothing in the background crashes meanwhile."""
    crashes: list[BaseException] = []

    def started(*words: str) -> MainWindow:
        context = make_context(words=words, theme=None)
        context.jobs.crashed.connect(crashes.append)
        window = MainWindow(context)
        qtbot.addWidget(window)
        app.open_first_place(window, anew=False)
        window.show()
        app.look_after(window, context, crashed=False)
        settle(context)
        return window

    yield started
    assert crashes == []


def test_another_dossier_than_the_last_is_seen_from_accueil(start: Callable[..., MainWindow], tmp_path: Path) -> None:
    mine, other = tmp_path / "mairie.kitess", tmp_path / "collegue.kitess"
    first = start(str(mine))
    first.open_route(Route(PageId.GLOSSARY))
    first.close()
    let_go(first.context)
    assert start(str(mine)).navigator.here == Route(PageId.GLOSSARY)
    assert start(str(other)).navigator.here == Route(PageId.HOME)


def write_settings(text: str) -> None:
    paths.user_data().mkdir(parents=True, exist_ok=True)
    (paths.user_data() / "reglages.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        '{"a":' * 200_000,
        '{"dossiers": ' + "[" * 500 + "]" * 500 + "}",
        '{"text_scale": NaN, "print_size": NaN}',
        '{"text_scale": 1e999, "print_size": -1e999}',
        '{"text_scale": 1' + "0" * 400 + ', "print_size": 1' + "0" * 400 + "}",
        '{"text_scale": 1' + "0" * 5000 + "}",
        '{"text_scale": 0, "print_size": 3}',
        '{"text_scale": -3, "theme": 7, "writing": ["x"]}',
        json.dumps({"last_dossier": "x" * 5000, "last_folder": "y" * 5000, "watched_folder": "z" * 5000}),
        json.dumps({"last_dossier": "/nul\0/x.kitess", "last_folder": "/\0", "watched_folder": "/\0"}),
        json.dumps({"last_dossier": "/tmp/\udcff.kitess", "dossiers": [{"path": "/tmp/\udcff.kitess"}]}),
        json.dumps({"last_dossier": "/tmp/\ud800.kitess", "by": "\ud800", "last_folder": "/\ud800"}),
        json.dumps({"last": [{"page": "article", "id": "\ud800", "scroll": "9" * 30}], "seen": [{"page": 3}]}),
        json.dumps({"dossiers": [{"path": "x" * 5000}, {"path": "/\0"}], "favourites": [["x"]]}),
        "null",
        "\x00",
    ],
    ids=range(17),
)
def test_the_window_starts_whatever_its_settings_hold(start: Callable[..., MainWindow], text: str) -> None:
    write_settings(text)
    window = start()
    mark(window.context.session, ON, Status.DONE)
    assert window.context.session.settle()
    for page in (PageId.COLLECTIVITE, PageId.SETTINGS, PageId.PRINT, PageId.FAVOURITES):
        window.open_route(place(page))
    assert window.close()
    assert isinstance(json.loads((paths.user_data() / "reglages.json").read_bytes()), dict), "and it is written again"


def test_numbers_out_of_their_bounds_are_the_default(tmp_path: Path) -> None:
    path = tmp_path / "reglages.json"
    for value, taken in (("1.5", 1.5), ("2", 2.0), ("NaN", 1.0), ("1e999", 1.0), ("0.5", 1.0), ('"2"', 1.0)):
        path.write_text(f'{{"text_scale": {value}}}', encoding="utf-8")
        assert Settings(path).number("text_scale", 1.0, least=1, most=2) == taken


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "envoye", "sent": "9999-12-31T23:00:00+00:00"},
        {"state": "envoye", "sent": "9999-12-31"},
        {"state": "envoye", "sent": "0001-01-01T00:00:00+14:00"},
        {"made": "9999-12-31T23:59:59-11:00", "changed": "9999-12-31T23:59:59-11:00"},
        {"opened": "jamais"},
        {"attempts": "x"},
    ],
    ids=str,
)
def test_the_window_starts_whatever_the_day_of_a_message(
    start: Callable[..., MainWindow], changed: dict[str, object]
) -> None:
    paths.outbox().mkdir(parents=True)
    (paths.outbox() / f"{'0' * 32}.json").write_text(json.dumps(MESSAGE | changed), encoding="utf-8")
    window = start()
    window.open_route(Route(PageId.OUTBOX))
    settle(window.context)
    assert window.close()


def test_the_window_starts_beside_a_message_nested_without_end(start: Callable[..., MainWindow]) -> None:
    paths.outbox().mkdir(parents=True)
    (paths.outbox() / f"{'0' * 32}.json").write_text("[" * 200_000, encoding="utf-8")
    (paths.outbox() / "qui-ecrit.json").write_text("[" * 200_000, encoding="utf-8")
    window = start()
    assert window.context.outbox.unreadable == 1
    window.open_route(Route(PageId.OUTBOX))
    window.open_route(ToContact())
    assert window.close()


@pytest.mark.parametrize("error", ERRORS, ids=name_of)
@pytest.mark.parametrize("step", ["begin", "_read_all", "_acquire"])
def test_a_dossier_that_does_not_open_ends_nothing(
    start: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as dossier:
        dossier.record(ON, "status", "fait")
    content = path.read_bytes()
    genuine = getattr(Store, step)

    def faulty(store: Store, *args: object) -> object:
        if store.path == path:
            raise error
        return genuine(store, *args)

    monkeypatch.setattr(Store, step, faulty)
    window = start(str(path))
    session = window.context.session
    if step == "_read_all" and isinstance(error, OSError):
        assert window.context.dossiers.unreadable == path, "held by another program: it is not shown as empty"
    if session.path == path:
        assert session.status(ON) is Status.DONE, "it is read"
    else:
        assert window.context.dossiers.unreadable in (path, None)
        mark(session, ON, Status.DOING)
        assert session.settle()
    assert window.notice.isVisible() or window.current_page is window.page(PageId.RESTORE), "and it is said"
    assert path.read_bytes() == content
    assert window.close()


@pytest.mark.parametrize("error", ERRORS, ids=name_of)
def test_going_to_a_dossier_that_does_not_open_leaves_the_present_one_open(
    start: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    path = tmp_path / "autre.kitess"
    Dossier.create(path).close()
    window = start(str(tmp_path / "ville.kitess"))
    session = window.context.session
    mark(session, ON, Status.DONE)
    genuine = Dossier.__init__

    def faulty(dossier: Dossier, store: Store, *args: object) -> None:
        if store.path == path:
            raise error
        genuine(dossier, store, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Dossier, "__init__", faulty)
    with pytest.raises(DossierUnreadable):
        window.context.dossiers.switch(path)
    assert session.path == tmp_path / "ville.kitess" and session.status(ON) is Status.DONE
    mark(session, ON, Status.DOING)
    assert session.settle(), "and it can be written"


@pytest.mark.skipif(os.name != "posix", reason="names of files are text elsewhere")
def test_a_name_that_is_no_utf_8_opens_is_kept_and_opens_again(
    start: Callable[..., MainWindow], tmp_path: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.kitess"))
    with Dossier.create(path) as dossier:
        dossier.record(ON, "status", "fait")
    window = start(str(path))
    assert window.context.session.path == path and window.context.session.status(ON) is Status.DONE
    mark(window.context.session, ON, Status.DOING)
    assert window.context.session.settle()
    for page in (PageId.COLLECTIVITE, PageId.RESTORE, PageId.PLAN, PageId.MANDATE):
        window.open_route(place(page))
        settle(window.context)
    assert window.context.dossiers.switch(paths.dossiers() / "mon-dossier.kitess")
    window.open_route(Route(PageId.COLLECTIVITE))
    buttons = window.current_page.list.buttons()  # type: ignore[attr-defined]
    next(one for one in buttons if "caf" in one.accessibleName()).click()
    assert window.context.session.path == path, "and is found again in the list"
    assert window.close()
    window = start()
    assert window.context.session.path == path and window.context.session.status(ON) is Status.DOING
