"""Two at once: the lock note, files beside, their taking in; and processes killed at any moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kit.dossier import journal, lock
from kit.dossier.dossier import Dossier
from kit.dossier.line import encode, encode_header
from kit.dossier.model import Status
from kit.dossier.sidecar import copies, lock_of, sibling_of, siblings
from kit.dossier.writer import Writer
from kit.errors import DossierMissing
from tests.unit.dossier.dossier_events import HEADER, WRITERS, event, noon, write

ROOT = Path(__file__).resolve().parents[3]

CHILD = """
import sys
from pathlib import Path
from kit.dossier.dossier import Dossier
dossier = Dossier.open(Path(sys.argv[1]), by=sys.argv[2])
print("open", dossier.holder, flush=True)
for order in sys.stdin:
    word, *rest = order.split()
    if word == "tick":
        print("saved", dossier.record("action:" + rest[0], "status", "fait").id, flush=True)
    elif word == "refresh":
        print("new", dossier.refresh(), flush=True)
    elif word == "status":
        print("status", dossier.status(rest[0]), flush=True)
    elif word == "flood":
        number = 0
        while True:
            number += 1
            event = dossier.record(f"action:{number % 50}", "note", "x" * (number % 700))
            print("saved", event.id, flush=True)
    elif word == "close":
        dossier.close()
        print("closed", flush=True)
"""


class Child:
    """Another process that holds the dossier; it does one thing at a time, when told."""

    def __init__(self, path: Path, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        self.holder = self.answer().removeprefix("open ")

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def tell(self, order: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.answer()

    def kill(self) -> list[str]:
        self.process.kill()
        assert self.process.stdout is not None
        said = self.process.stdout.read().splitlines()
        self.process.wait()
        return said


@contextmanager
def child(path: Path, name: str) -> Iterator[Child]:
    made = Child(path, name)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate()


def test_the_second_writes_beside_and_the_holder_takes_it_in(path: Path) -> None:
    Dossier.create(path).close()
    with child(path, "Ana") as ana:
        assert ana.holder == "None"
        ana.tell("tick a")
        with Dossier.open(path, by="Bob") as bob:
            assert (bob.holder, bob.read_only, bob.status("a")) == ("Ana", False, Status.DONE)
            assert siblings(path) == []
            saved = bob.record("action:b", "status", "fait")
            assert [one.on for one in journal.read(path).events] == ["action:a"]
            (beside,) = siblings(path)
            assert journal.read(beside).events == [saved]
            assert ana.tell("refresh") == "new 1"
            assert ana.tell("status b") == "status fait"
            assert siblings(path) == []
            assert saved in journal.read(path).events
            bob.record("action:c", "status", "fait")
            assert [one.on for one in journal.read(siblings(path)[0]).events] == ["action:c"]
        assert ana.tell("refresh") == "new 1"
        assert siblings(path) == []
        assert ana.tell("close") == "closed"
    assert sorted(one.on for one in journal.read(path).events) == ["action:a", "action:b", "action:c"]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_second_takes_its_own_file_in_when_the_holder_has_left(path: Path) -> None:
    Dossier.create(path).close()
    with child(path, "Ana") as ana, Dossier.open(path, by="Bob") as bob:
        saved = bob.record("action:b", "status", "fait")
        ana.tell("close")
        bob.close()
    assert journal.read(path).events == [saved]
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_what_is_saved_beside_while_the_holder_takes_in_is_not_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Dossier.create(path, by="Ana") as ana, Dossier.open(path, by="Bob") as bob:
        bob.record("action:early", "status", "fait")
        real, late = Writer.append, ["action:late"]

        def append(writer: Writer, lines: bytes) -> bool:
            if late and writer.path == path:
                bob.record(late.pop(), "status", "fait")
            return real(writer, lines)

        monkeypatch.setattr(Writer, "append", append)
        ana.refresh()
        ana.refresh()
        assert set(ana.statuses()) == {"early", "late"}
        assert siblings(path) == []
    assert [one.on for one in journal.read(path).events] == ["action:early", "action:late"]


def test_changes_made_apart_conflict_and_are_shown(path: Path) -> None:
    with Dossier.create(path, by="Ana") as ana, Dossier.open(path, by="Bob") as bob:
        assert bob.holder == "Ana"
        ana.record("action:a", "status", "fait")
        bob.record("action:a", "status", "en-cours")
        assert ana.refresh() == 1
        assert len(ana.conflicts()) == 1
        assert bob.refresh() == 1
        assert bob.conflicts()[0].heads == ana.conflicts()[0].heads
        assert ana.refresh() == 0


def test_refreshing_reads_nothing_when_nobody_else_wrote(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dossier.create(path, by="Ana") as ana, Dossier.open(path, by="Bob") as bob:
        real, read = journal.read, []

        def note(name: Path, start: int = 0, limit: int = sys.maxsize) -> journal.Reading:
            read.append(name.name)
            return real(name, start, limit)

        monkeypatch.setattr(journal, "read", note)
        ana.record("action:a", "status", "fait")
        assert ana.refresh() == 0
        assert read == []
        assert bob.refresh() == 1
        assert read == ["ville.kitess"]
        bob.record("action:b", "status", "fait")
        assert bob.refresh() == 0
        assert read == ["ville.kitess"]
        assert ana.refresh() == 1
        assert ana.refresh() == 0
        path.unlink()
        with pytest.raises(DossierMissing):
            ana.refresh()


def test_the_lock_of_a_killed_process_is_taken(path: Path) -> None:
    Dossier.create(path).close()
    with child(path, "Ana") as ana:
        ana.tell("tick a")
        ana.kill()
        assert lock.read_note(path) is not None
        with Dossier.open(path, by="Bob") as bob:
            assert (bob.holder, bob.status("a")) == (None, Status.DONE)
            note = lock.read_note(path)
            assert note is not None
            assert note.name == "Bob"
    assert not lock_of(path).exists()


@pytest.mark.parametrize(
    ("hours", "held"), [(1, True), (-1, True), (11, True), (13, False), (-13, False)], ids=lambda value: str(value)
)
def test_a_note_of_another_machine_holds_for_twelve_hours(path: Path, hours: int, held: bool) -> None:
    write(path, event(1))
    since = (noon() - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lock_of(path).write_text(json.dumps({"name": "Ana", "host": "elsewhere", "time": since}), encoding="utf-8")
    with Dossier.open(path, now=noon) as opened:
        assert opened.holder == ("Ana" if held else None)
        opened.record("action:b", "status", "fait")
        assert len(siblings(path)) == held
    assert lock_of(path).exists() == held


@pytest.mark.parametrize("note", [b"", b"\xff", b"[]", b'{"name": 1}', b'{"name":"a","host":"b","time":"soon"}'])
def test_a_damaged_note_holds_nobody_up(path: Path, note: bytes) -> None:
    write(path, event(1))
    lock_of(path).write_bytes(note)
    with Dossier.open(path) as opened:
        assert opened.holder is None


def test_who_loses_the_lock_to_another_machine_goes_on_beside(path: Path) -> None:
    write(path, event(1))
    with Dossier.open(path, now=noon) as opened:
        opened.record("action:b", "status", "fait")
        note = {"name": "Ana", "host": "elsewhere", "time": "2026-11-24T11:59:00Z"}
        lock_of(path).write_text(json.dumps(note), encoding="utf-8")
        opened.record("action:c", "status", "fait")
        assert opened.holder == "Ana"
        assert [one.on for one in journal.read(path).events] == ["action:a", "action:b"]
    assert lock_of(path).exists()
    lock_of(path).unlink()
    with Dossier.open(path) as again:
        assert set(again.statuses()) == {"a", "b", "c"}
        assert siblings(path) == []


def test_a_deleted_note_is_written_again(path: Path) -> None:
    with Dossier.create(path) as made:
        lock_of(path).unlink()
        made.record("action:a", "status", "fait")
        assert lock_of(path).exists()
        assert made.holder is None
    assert not lock_of(path).exists()


# -- what stands beside ------------------------------------------------------------------------------------------------


def test_conflicted_copies_are_folded_and_taken_in_but_never_removed(path: Path) -> None:
    write(path, event(1))
    names = [
        "ville (conflicted copy 2026-11-24 080000).kitess",
        "ville (Copie en conflit de PC d'Ana).kitess",
        "ville.sync-conflict-20261124-080000-ABCDEFG.kitess",
        f"ville.{WRITERS[2]}.sync-conflict-20261124-080000-ABCDEFG.kitess",
    ]
    for number, name in enumerate(names):
        write(path.with_name(name), event(1), event(number + 1, on=f"action:{number}", w=WRITERS[1]))
    assert {copy.name for copy in copies(path)} == set(names)
    with Dossier.open(path) as opened:
        assert set(opened.statuses()) == {"a", "0", "1", "2", "3"}
        assert (opened.gaps, opened.twins) == ([], [])
    assert len(journal.read(path).events) == 5
    assert len(copies(path)) == 4
    for copy in copies(path):
        copy.unlink()
    with Dossier.open(path) as again:
        assert len(again.statuses()) == 5


def test_files_of_other_dossiers_are_left_alone(path: Path) -> None:
    write(path, event(1))
    other = encode_header("another", "2026-11-24T08:00:00Z", "0.1.0")
    strangers = ["ville (2).kitess", f"ville.{'d' * 16}.kitess", "ville.20261124.kitess", "village.kitess", "ville.txt"]
    for number, name in enumerate(strangers):
        write(path.with_name(name), event(7, on=f"action:{number}", w=WRITERS[1]), header=other)
    with Dossier.open(path) as opened:
        assert set(opened.statuses()) == {"a"}
    assert all(path.with_name(name).exists() for name in strangers)


def test_a_sibling_whose_first_line_is_lost_is_known_by_its_name(path: Path) -> None:
    write(path, event(1))
    write(path.with_name("ville (2).kitess"), event(7, on="action:z", w=WRITERS[2]), header=b"damaged")
    write(sibling_of(path, WRITERS[1]), event(1, on="action:b", w=WRITERS[1]), header=b"damaged")
    with Dossier.open(path) as opened:
        assert set(opened.statuses()) == {"a", "b"}
        assert opened.set_aside == 1
    assert siblings(path) == []
    assert path.with_name("ville.kitess.mis-de-cote").read_bytes() == b"damaged\n"
    with Dossier.open(path) as again:
        assert (set(again.statuses()), again.set_aside) == ({"a", "b"}, 0)


def test_what_is_beside_is_read_but_not_moved_by_a_reader(path: Path) -> None:
    write(path, event(1))
    write(sibling_of(path, WRITERS[1]), event(1, on="action:b", w=WRITERS[1]))
    names = sorted(entry.name for entry in path.parent.iterdir())
    with Dossier.open(path, write=False) as opened:
        assert set(opened.statuses()) == {"a", "b"}
    assert sorted(entry.name for entry in path.parent.iterdir()) == names


# -- killed at any moment --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [1, 2, 5, 17, 60, 150])
def test_a_killed_writer_loses_nothing_that_it_called_saved(path: Path, lines: int) -> None:
    Dossier.create(path).close()
    with child(path, "Ana") as ana:
        said = [ana.tell("flood")]
        said += [ana.answer() for _ in range(lines - 1)]
        said += ana.kill()
    saved = [line.split()[1] for line in said if len(line.split()) == 2]
    with Dossier.open(path) as opened:
        kept = [one.id for one in opened.history()]
        assert kept[: len(saved) - 1] == saved[:-1]
        assert set(said[:lines]) <= {f"saved {one}" for one in kept}
        assert len(kept) <= len(saved) + 1
        assert opened.set_aside <= 1
        assert opened.gaps == []
        opened.record("action:after", "status", "fait")
    with Dossier.open(path) as again:
        assert again.status("after") is Status.DONE
        assert [one.id for one in again.history()][:-1] == kept


STEPS = ("open", "write", "fsync", "ftruncate", "replace", "rename", "unlink")


def _stop_at(step: int) -> None:
    """Let the process die at its ``step``-th call of the system: before it, or with half of a write done."""
    left = [step]

    def mortal(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                if name == "write":
                    data = args[1]
                    assert isinstance(data, bytes)
                    real(args[0], data[: len(data) // 2])
                os._exit(9)
            return real(*args, **named)

        return call

    for name in STEPS:
        setattr(os, name, mortal(name, getattr(os, name)))


def _work(path: Path) -> None:
    """Open, take a sibling in, change, undo, back up, and close: all that writes."""
    from kit.dossier.backup import backup

    with Dossier.open(path, by="Ana") as opened:
        opened.record("action:new", "status", "fait")
        opened.commit(*opened.undo())
    backup(path, path.parent / "backups")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="wants fork")
def test_a_process_that_dies_at_any_call_of_the_system_loses_nothing(tmp_path: Path) -> None:
    before = [event(1), event(2, "en-cours", on="action:b")]
    beside = event(1, on="action:c", w=WRITERS[1])
    step, deaths = 0, 0
    while True:
        step += 1
        folder = tmp_path / str(step)
        folder.mkdir()
        path = write(folder / "ville.kitess", *before)
        path.write_bytes(path.read_bytes() + b"torn")
        write(sibling_of(path, WRITERS[1]), beside)
        pid = os.fork()
        if not pid:
            try:
                _stop_at(step)
                _work(path)
            finally:
                os._exit(0)
        died = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
        deaths += died
        with Dossier.open(path, by="Bob") as opened:
            history = opened.history()
            others = [one for one in history if one.by != "Ana"]
            assert others == sorted([*before, beside], key=lambda one: one.order)
            assert opened.gaps == []
            assert opened.twins == []
            assert opened.set_aside <= 2
            assert opened.record("action:after", "status", "fait") in opened.history()
        assert siblings(path) == []
        if not died:
            break
    assert deaths > 10
    assert len(history) == 5


def test_a_dossier_killed_at_its_making_still_opens(path: Path) -> None:
    for cut in range(len(HEADER) + 2):
        path.write_bytes((HEADER + b"\n")[:cut])
        with Dossier.open(path) as opened:
            one = opened.record("action:a", "status", "fait")
        reading = journal.read(path)
        assert reading.events == [one]
        assert encode(one) in path.read_bytes()
        assert len(reading.set_aside) == (0 < cut < len(HEADER))
        path.unlink()
        path.with_name("ville.kitess.mis-de-cote").unlink(missing_ok=True)
