"""Whatever happens while a change is saved, it ends as saved, or is taken back and said: never anything between."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit.dossier import pieces, writer
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.lock import Lock
from kit.dossier.model import Change, Status
from kit.dossier.store import Store
from kit.dossier.writer import OwnWriters
from kit.errors import KitError, NothingToUndo, SaveRefused, ValueTooLong
from kit.files import Patience
from tests.gui.marking import mark
from ui.services.jobs import Jobs
from ui.services.session import DossierSession

ON, FIELD = "action:elu-commission", "status"
FAULTS: list[BaseException] = [
    *(OSError(code, os.strerror(code)) for code in (errno.ENOSPC, errno.EIO, errno.EROFS, errno.ENOLCK, errno.EBADF)),
    FileNotFoundError(errno.ENOENT, "gone"),
    ValueError("x"),
    KeyError("x"),
    RuntimeError("x"),
    MemoryError(),
    RecursionError("x"),
    UnicodeEncodeError("utf-8", "x", 0, 1, "x"),
    ValueTooLong(1, 2),
    BaseException("of a library in another language"),
]
STEPS: dict[str, tuple[object, str]] = {
    "commit": (Dossier, "commit"),
    "relink": (Dossier, "_relinked"),
    "note": (OwnWriters, "note"),
    "lock": (Lock, "is_held"),
    "append": (Store, "append"),
    "line": (writer.Writer, "append"),
    "open": (os, "open"),
    "fstat": (os, "fstat"),
    "write": (os, "write"),
    "fsync": (os, "fsync"),
}


def name_of(value: object) -> str:
    if isinstance(value, OSError):
        return errno.errorcode.get(value.errno or 0, "OSError")
    return type(value).__name__ if isinstance(value, BaseException) else str(value)


@pytest.fixture
def session(tmp_path: Path, jobs: Jobs) -> Iterator[DossierSession]:
    dossier = Dossier.create(tmp_path / "ville.kitess", own=tmp_path / "ecrit-ici")
    dossier._store._writer._patience = Patience(0)  # type: ignore[union-attr]
    made = DossierSession(dossier, jobs)
    yield made
    made.close()


def on_disk(session: DossierSession, on: str = ON, field: str = FIELD) -> object:
    with Dossier.open(session.path, write=False) as dossier:
        return dossier.value(on, field)


class Fault:
    """Raises an error at one step, once it is switched on, in the thread that writes only."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
        import threading

        place, name = STEPS[step]
        genuine, self.is_on, self.count = getattr(place, name), False, 0

        def faulty(*args: object, **named: object) -> object:
            if self.is_on and threading.current_thread() is not threading.main_thread():
                self.count += 1
                raise error
            return genuine(*args, **named)

        monkeypatch.setattr(place, name, faulty)


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
@pytest.mark.parametrize("step", STEPS)
def test_a_change_is_saved_or_taken_back_and_said(
    qtbot: QtBot,
    session: DossierSession,
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
) -> None:
    fault = Fault(monkeypatch, step, error)
    session.set_text(ON, "who", "Adjointe")
    assert session.settle()
    told: list[KitError] = []
    crashes: list[BaseException] = []
    session.refused.connect(told.append)
    jobs.crashed.connect(crashes.append)
    fault.is_on = True
    mark(session, ON, Status.DONE)
    kept = session.settle()
    fault.is_on = False
    assert fault.count, "the fault was met"
    assert not session.is_saving and not jobs.is_busy
    assert not (kept and step in ("write", "fsync")), "what no fsync ended is not said to be saved"
    shown = session.status(ON)
    assert (shown is Status.DONE) == kept == (not told), "shown, or said"
    assert session.refusals == len(told)
    assert on_disk(session) == (Status.DONE.value if kept else None), "the disk says what the screen says"
    foreseen = isinstance(error, (OSError, KitError))
    assert {type(one) for one in crashes} == (set() if foreseen or kept else {type(error)})
    assert not any(isinstance(error, OSError) and not isinstance(one, SaveRefused) for one in told)
    mark(session, ON, Status.DOING)
    assert session.settle(), "the next change is saved"
    assert on_disk(session) == Status.DOING.value and on_disk(session, field="who") == "Adjointe"
    with Dossier.open(session.path, write=False) as dossier:
        assert not dossier.twins and not dossier.conflicts() and not dossier.set_aside


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
def test_a_change_that_the_disk_took_before_a_fault_is_shown(
    session: DossierSession, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    genuine = writer.Writer.append

    def append(self: writer.Writer, lines: bytes) -> bool:
        genuine(self, lines)
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(writer.Writer, "append", append)
        mark(session, ON, Status.DONE)
        session.settle()
    assert session.status(ON) is Status.DONE and on_disk(session) == Status.DONE.value
    mark(session, ON, Status.DOING)
    assert session.settle() and on_disk(session) == Status.DOING.value


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
@pytest.mark.parametrize("way", ["undo", "redo"])
def test_an_undo_that_is_not_saved_is_taken_back(
    session: DossierSession, monkeypatch: pytest.MonkeyPatch, way: str, error: BaseException
) -> None:
    fault = Fault(monkeypatch, "append", error)
    mark(session, ON, Status.DONE)
    gesture = session.last_gesture
    if way == "redo":
        session.undo()
    assert session.settle()
    before, last = session.status(ON), session.last_gesture
    fault.is_on = True
    getattr(session, way)()
    assert not session.settle()
    fault.is_on = False
    assert session.status(ON) is before and session.last_gesture == last
    getattr(session, way)()
    assert session.settle(), "it is there to be asked for again"
    assert session.status(ON) is (Status.TODO if way == "undo" else Status.DONE)
    assert session.last_gesture == (() if way == "undo" else gesture)


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
def test_an_undo_of_several_that_is_not_saved_is_taken_back(
    session: DossierSession, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    fault = Fault(monkeypatch, "append", error)
    for status in (Status.DOING, Status.DONE):
        mark(session, ON, status)
    assert session.settle()
    last, listed = session.last_gesture, session.dossier.undo_list(9)
    fault.is_on = True
    session.undo_down_to(listed, 1)
    assert not session.settle()
    fault.is_on = False
    assert session.status(ON) is Status.DONE and session.last_gesture == last
    session.undo_down_to(session.dossier.undo_list(9), 1)
    assert session.settle() and session.status(ON) is Status.TODO and not session.last_gesture
    session.redo()
    assert session.settle() and on_disk(session) == Status.DONE.value and session.last_gesture == last


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
@pytest.mark.parametrize("where", ["before", "group", "append", "after"])
def test_many_changes_are_all_in_or_none_is(
    qtbot: QtBot,
    session: DossierSession,
    jobs: Jobs,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    error: BaseException,
) -> None:
    changes = [Change(f"own:{number}", "title", "x") for number in range(30)]
    told: list[str] = []
    failed: list[KitError] = []

    class Done:
        def __init__(self, events: tuple) -> None:  # type: ignore[type-arg]
            self.events = events

    def work(dossier: Dossier) -> Done:
        if where == "before":
            raise error
        done = Done(dossier.record_group(changes))
        if where == "after":
            raise error
        return done

    with monkeypatch.context() as patched:
        if where == "group":
            genuine, count = State.apply, [0]

            def apply(state: State, *args: object) -> bool:
                count[0] += 1
                if count[0] == 7:
                    raise error
                return genuine(state, *args)  # type: ignore[arg-type]

            patched.setattr(State, "apply", apply)
        if where == "append":
            Fault(patched, "append", error).is_on = True
        session.bring(session, work, lambda _: told.append("done"), failed.append, ended=lambda: told.append("ended"))
        kept = session.settle()
    assert not kept and told == ["ended"] and len(failed) == 1
    assert not session.is_saving
    shown = {change.on for change in changes if session.text(change.on, "title")}
    assert shown == {change.on for change in changes if on_disk(session, change.on, "title")}
    assert len(shown) == (30 if where == "after" else 0)
    mark(session, ON, Status.DONE)
    assert session.settle() and on_disk(session) == Status.DONE.value
    session.undo()
    assert session.settle() and session.status(ON) is Status.TODO


@pytest.mark.parametrize("error", [one for one in FAULTS if isinstance(one, Exception)], ids=name_of)
def test_a_change_that_cannot_even_be_shown_is_taken_back_and_said(
    session: DossierSession, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    told: list[KitError] = []
    back: list[tuple[str, str, object]] = []
    crashes: list[BaseException] = []
    session.refused.connect(told.append)
    session.taken_back.connect(lambda *one: back.append(one))
    jobs.crashed.connect(crashes.append)

    def stage(*_args: object, **_named: object) -> object:
        raise error

    monkeypatch.setattr(session.dossier, "stage", stage)
    if isinstance(error, ValueTooLong):
        with pytest.raises(ValueTooLong):
            mark(session, ON, Status.DONE)
        assert not told and not back
        return
    mark(session, ON, Status.DONE)
    assert len(told) == 1 and back == [(ON, FIELD, Status.DONE.value)]
    assert crashes == [error] and session.refusals == 1


def test_a_value_that_no_line_can_hold_leaves_no_half_of_its_gesture(session: DossierSession) -> None:
    session.apply([Change(ON, "who", "Adjointe"), Change(ON, "note", object())])
    assert session.refusals == 1
    assert session.settle() and session.text(ON, "who") == "" and on_disk(session, field="who") is None


@pytest.mark.parametrize("error", FAULTS, ids=name_of)
def test_choices_of_a_reunion_that_cannot_be_written_are_not_shown(
    session: DossierSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    dossier = session.dossier
    with Dossier.create(tmp_path / "autre.kitess") as theirs:
        theirs.record(ON, "who", "Maire")
        events = theirs.events()
    choices: list[tuple[str, str, object, str]] = [(ON, "who", "Adjointe", ""), (ON, "note", "x", "")]
    genuine = dossier.stage

    def stage(on: str, field: str, value: object, **more: object) -> object:
        if field == "note":
            raise error
        return genuine(on, field, value, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(dossier, "stage", stage)
    with pytest.raises(type(error)):
        dossier.bring_in(events, choices)
    monkeypatch.undo()
    assert dossier.value(ON, "who") == on_disk(session, field="who") == "Maire"
    mark(session, ON, Status.DONE)
    assert session.settle() and on_disk(session) == Status.DONE.value


def test_choices_that_are_too_long_are_not_shown(session: DossierSession, tmp_path: Path) -> None:
    with pytest.raises(ValueTooLong):
        session.dossier.bring_in([], [(ON, "who", "Adjointe", ""), (ON, "note", "x" * 20_001, "")])
    assert session.text(ON, "who") == "" and on_disk(session, field="who") is None
    with pytest.raises(NothingToUndo):
        session.undo()


def test_what_an_answer_of_the_disk_changes_is_waited_for_too(session: DossierSession) -> None:
    later: list[Callable[[], None]] = [lambda: session.set_text(ON, "who", "Adjointe")]
    session.saved.connect(lambda _: later and later.pop()())
    mark(session, ON, Status.DONE)
    assert session.settle() and not session.is_saving
    assert on_disk(session, field="who") == "Adjointe"


def test_a_file_attached_while_one_goes_to_another_dossier_is_in_the_first(
    qtbot: QtBot, session: DossierSession, jobs: Jobs, tmp_path: Path
) -> None:
    source = tmp_path / "deliberation.pdf"
    source.write_bytes(b"%PDF-1.7")
    first = session.path

    class Attached:
        def __init__(self, dossier: Dossier) -> None:
            evidence = pieces.add(dossier.path, source)
            self.events = dossier.record_group([Change(ON, f"evidence:{evidence.id}", evidence.to_value())])

    told: list[object] = []
    session.bring(session, Attached, told.append, told.append)
    session.dossier.close()
    session.move_to(Dossier.create(tmp_path / "autre.kitess"))
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not told and not session.last_gesture, "what is about the first is not told to the second"
    assert session.dossier.targets() == []
    assert not session.is_saving
    assert first.is_file()
