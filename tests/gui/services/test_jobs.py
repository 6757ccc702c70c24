"""Work off the window's thread: three ends, no result for who is gone, nothing freed in another thread."""

from __future__ import annotations

import errno
import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kit.dossier.dossier import Dossier
from kit.errors import KitError, NothingToUndo, SaveRefused, Stopped
from ui.services import collector
from ui.services.jobs import Job, Jobs, Latest, Step

UNFORESEEN = [
    ValueError("x"),
    KeyError("x"),
    RuntimeError("x"),
    MemoryError(),
    RecursionError("x"),
    AssertionError("x"),
    UnicodeEncodeError("utf-8", "x", 0, 1, "x"),
    BaseException("of a library in another language"),
]


def name_of(error: BaseException) -> str:
    return type(error).__name__


class Owner(QObject):
    """One who begins work, and notes what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []

    def done(self, value: object) -> None:
        self.told.append(("done", value))

    def refused(self, error: KitError) -> None:
        self.told.append(("refused", error))

    def crashed(self, error: BaseException) -> None:
        self.told.append(("crashed", error))

    def ended(self) -> None:
        self.told.append("ended")

    def stepped(self, name: str, done: int, total: int) -> None:
        self.told.append((name, done, total))


@pytest.fixture
def owner(qtbot: QtBot) -> Owner:
    return Owner()


def begin(jobs: Jobs, owner: Owner, work: object, **options: object) -> Job:
    return jobs.run(
        owner,
        work,  # type: ignore[arg-type]
        owner.done,
        owner.refused,
        ended=owner.ended,
        crashed=owner.crashed,
        stepped=owner.stepped,
        **options,  # type: ignore[arg-type]
    )


class Watched(QWidget):
    """A widget in a ring of references, as pages are: only the collector of Python frees it."""

    def __init__(self, freed_in: list[threading.Thread]) -> None:
        super().__init__()
        self.ring = [self]
        self.freed_in = freed_in

    def __del__(self) -> None:
        self.freed_in.append(threading.current_thread())


def test_nothing_is_freed_in_the_background(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    freed_in: list[threading.Thread] = []
    gc.collect()

    def heavy(_step: Step) -> int:
        return len([[number] for number in range(200_000)])  # enough for several rounds of the collector

    begin(jobs, owner, heavy)
    for _ in range(3):
        Watched(freed_in)
    qtbot.waitUntil(lambda: bool(owner.told))
    assert not jobs.is_busy and gc.isenabled()
    gc.collect()
    assert len(freed_in) == 3
    assert set(freed_in) == {threading.main_thread()}


def test_an_owner_that_only_its_work_holds_is_freed_in_the_windows_thread(qtbot: QtBot, jobs: Jobs) -> None:
    freed_in: list[threading.Thread] = []

    class Lonely(QWidget):
        def __del__(self) -> None:
            freed_in.append(threading.current_thread())

    for _ in range(20):
        widget = Lonely()
        jobs.run(widget, lambda _, held=widget: held is not None, lambda _: None, lambda _: None)  # type: ignore[misc]
        del widget
    qtbot.waitUntil(lambda: not jobs.is_busy)
    gc.collect()
    assert len(freed_in) == 20 and set(freed_in) == {threading.main_thread()}


def test_closing_lets_the_collector_work_again(qtbot: QtBot, owner: Owner) -> None:
    jobs = Jobs()
    seen: list[bool] = []
    begin(jobs, owner, lambda _: seen.append(gc.isenabled()))
    jobs.close()
    assert seen == [False]
    assert gc.isenabled()


def test_the_collector_rests_while_any_pool_works(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    """A second window, or one that was just closed, has pools of its own."""
    other, go_on = Jobs(), threading.Event()
    begin(jobs, owner, lambda _: go_on.wait())
    ended: list[str] = []
    other.run(owner, lambda _: "value", ended.append, lambda _: None)
    qtbot.waitUntil(lambda: bool(ended))
    assert not gc.isenabled()
    other.close()
    assert not gc.isenabled()
    collector.allow()
    assert not gc.isenabled()
    go_on.set()
    qtbot.waitUntil(lambda: bool(owner.told))
    assert gc.isenabled()


def test_work_that_is_done_tells_its_steps_then_its_end_then_its_value(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    def work(step: Step) -> str:
        step("read")
        step("write", 1, 2)
        return "value"

    job = begin(jobs, owner, work)
    assert job.is_running
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == [("read", 0, 0), ("write", 1, 2), "ended", ("done", "value")]
    assert not job.is_running


def test_an_error_of_the_kit_refuses(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    error = NothingToUndo()

    def work(_step: Step) -> None:
        raise error

    begin(jobs, owner, work)
    with qtbot.assertNotEmitted(jobs.crashed):
        qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == ["ended", ("refused", error)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOLCK, errno.ESTALE, errno.EBADF])
@pytest.mark.parametrize(
    ("filename", "about", "said"),
    [
        ("/x/a.pdf", None, "/x/a.pdf"),
        (b"/x/\xff.pdf", None, "/x/\udcff.pdf"),
        (None, None, "."),
        (7, None, "."),
        ("/x/.tmp", Path("/x/b.pdf"), "/x/b.pdf"),
    ],
)
def test_a_refusal_of_the_disk_is_a_save_refused(  # type: ignore[no-untyped-def]
    qtbot: QtBot, jobs: Jobs, owner: Owner, code: int, filename, about: Path | None, said: str
) -> None:
    cause = OSError(code, "no", filename)

    def work(_step: Step) -> None:
        raise cause

    begin(jobs, owner, work, about=about)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    (_, (kind, error)) = owner.told  # type: ignore[misc]
    assert kind == "refused" and isinstance(error, SaveRefused)  # type: ignore[has-type]
    assert error.cause is cause and str(error.path) == said


@pytest.mark.parametrize("error", UNFORESEEN, ids=name_of)
@pytest.mark.parametrize("way", ["run", "write"])
def test_what_nobody_foresaw_leaves_the_owner_usable_and_reaches_the_one_place(
    qtbot: QtBot, jobs: Jobs, owner: Owner, error: BaseException, way: str
) -> None:
    reported: list[object] = []
    jobs.crashed.connect(lambda one: reported.append((one, list(owner.told))))

    def work(_step: Step) -> None:
        raise error

    start = jobs.run if way == "run" else jobs.write
    job = start(owner, work, owner.done, owner.refused, ended=owner.ended, crashed=owner.crashed)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == ["ended", ("crashed", error)] and not job.is_running
    assert reported == [(error, owner.told)], "its owner has put things right before the dialog stands there"
    assert gc.isenabled()
    begin(jobs, owner, lambda _: "again")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told[-1] == ("done", "again")


@pytest.mark.parametrize("end", ["done", "refused", "crashed"])
@pytest.mark.parametrize("kind", ["method", "closure", "partial"])
def test_nothing_is_told_to_who_is_gone(qtbot: QtBot, jobs: Jobs, end: str, kind: str) -> None:
    import functools

    owner, ready, heard = Owner(), threading.Event(), list[object]()
    owner.told = heard

    def work(_step: Step) -> None:
        ready.wait(5)
        if end == "refused":
            raise NothingToUndo
        if end == "crashed":
            raise ValueError

    tell = {
        "method": owner.done,
        "closure": lambda value: heard.append(value),
        "partial": functools.partial(list.append, heard),
    }[kind]
    jobs.run(owner, work, tell, tell, ended=lambda: heard.append("ended"), crashed=tell)
    delete(owner)
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert heard == []


def test_nothing_reaches_another_dossier(qtbot: QtBot, jobs: Jobs, owner: Owner, tmp_path: Path) -> None:
    dossier, ready = Dossier.create(tmp_path / "ville.kitess"), threading.Event()
    begin(jobs, owner, lambda _: ready.wait(5), dossier=dossier)
    dossier.close()
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == ["ended"], "the wait bar ends, the value is about no dossier in sight"


def test_work_that_changes_nothing_is_left_behind_when_it_is_stopped(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    ready = threading.Event()
    job = begin(jobs, owner, lambda _: ready.wait(5))
    job.stop()
    ended, (kind, error) = owner.told  # type: ignore[misc]
    assert ended == "ended" and kind == "refused" and isinstance(error, Stopped)  # type: ignore[has-type]
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert len(owner.told) == 2


def test_work_that_changes_things_ends_before_its_next_step(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    begun, ready = threading.Event(), threading.Event()

    def work(step: Step) -> None:
        step("write")
        begun.set()
        ready.wait(5)
        step("switch")

    job = begin(jobs, owner, work, changes_things=True)
    assert begun.wait(5)
    job.stop()
    assert job.is_running
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert isinstance(owner.told[-1][1], Stopped)  # type: ignore[index]
    assert ("switch", 0, 0) not in owner.told


def test_cancelled_work_that_had_not_begun_is_never_done(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    ready, made = threading.Event(), list[str]()
    jobs.write(owner, lambda _: ready.wait(5), lambda _: None, lambda _: None)
    job = jobs.write(owner, lambda _: made.append("made"), owner.done, owner.refused)
    job.cancel()
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert not made and not owner.told and not job.is_running


def test_who_is_told_may_fail_and_the_next_work_is_told_all_the_same(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    def fails(_value: object) -> None:
        raise ValueError("in a slot")

    with qtbot.captureExceptions() as seen:
        jobs.run(owner, lambda _: 1, fails, owner.refused, ended=owner.ended)
        qtbot.waitUntil(lambda: not jobs.is_busy and owner.told == ["ended"])
    assert [kind for kind, *_ in seen] == [ValueError]
    begin(jobs, owner, lambda _: 2)
    qtbot.waitUntil(lambda: owner.told[-1] == ("done", 2))


def test_nothing_begins_once_all_is_closed(qtbot: QtBot, owner: Owner) -> None:
    jobs, made = Jobs(), list[str]()
    jobs.close()
    job = begin(jobs, owner, lambda _: made.append("made"))
    jobs.wait_for_writes()
    assert not job.is_running and not jobs.is_busy and not made and gc.isenabled()


def ask(latest: Latest, owner: Owner, work: Callable[[Step], object]) -> None:
    latest.run(owner, work, owner.done, owner.refused, ended=owner.ended, crashed=owner.crashed, stepped=owner.stepped)


@pytest.mark.parametrize("end", ["done", "refused"])
def test_of_a_question_asked_again_only_the_last_is_told(qtbot: QtBot, jobs: Jobs, owner: Owner, end: str) -> None:
    """The earlier one ends late, with a value or refused: it would take the place of what was asked for last."""
    begun, ready, latest = threading.Event(), threading.Event(), Latest(jobs)

    def early(_step: Step) -> str:
        begun.set()
        ready.wait()
        if end == "refused":
            raise NothingToUndo
        return "early"

    ask(latest, owner, early)
    begun.wait()
    ask(latest, owner, lambda _: "last")
    assert latest.is_running
    qtbot.waitUntil(lambda: bool(owner.told))
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == ["ended", ("done", "last")] and not latest.is_running


def test_a_question_asked_again_does_not_stop_another_one(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    one, other = Latest(jobs), Latest(jobs)
    ask(one, owner, lambda _: 1)
    ask(other, owner, lambda _: 2)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert sorted(value for kind, value in (told for told in owner.told if told != "ended")) == [1, 2]  # type: ignore[misc]


def test_nothing_of_a_question_that_is_dropped_is_told(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    begun, ready, latest = threading.Event(), threading.Event(), Latest(jobs)

    def early(step: Step) -> None:
        begun.set()
        ready.wait()
        step("never")

    latest.drop()
    ask(latest, owner, early)
    begun.wait()
    latest.drop()
    latest.drop()
    assert not latest.is_running
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == []
    ask(latest, owner, lambda _: "asked again")
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert owner.told == ["ended", ("done", "asked again")]


def test_neither_the_early_nor_the_last_is_told_to_who_is_gone(qtbot: QtBot, jobs: Jobs, owner: Owner) -> None:
    begun, ready, latest, heard = threading.Event(), threading.Event(), Latest(jobs), owner.told

    def early(_step: Step) -> None:
        begun.set()
        ready.wait()

    ask(latest, owner, early)
    begun.wait()
    ask(latest, owner, lambda _: ready.wait())
    delete(owner)
    ready.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert heard == [] and not latest.is_running
    latest.drop()


def test_once_all_is_closed_a_question_is_asked_in_vain(qtbot: QtBot, owner: Owner) -> None:
    jobs = Jobs()
    latest = Latest(jobs)
    jobs.close()
    ask(latest, owner, lambda _: "value")
    assert not latest.is_running and owner.told == []
