"""Two real processes on one dossier at the same time, and a real disk that is full."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kit.dossier import journal
from kit.dossier.backup import list_backups, restore
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.sidecar import copies, lock_of, siblings
from kit.errors import DossierError
from tests.unit.dossier.dossier_events import WRITERS, event, write

ROOT = Path(__file__).resolve().parents[3]
TURNS, CHANGES = 12, 6

RACER = f"""
import sys
from pathlib import Path
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for turn in range({TURNS}):
    with Dossier.open(path, by=name) as opened:
        for change in range({CHANGES}):
            event = opened.record(f"action:{{name}}", "note", f"{{turn}}.{{change}}")
            print(event.id, flush=True)
            if change == 2:
                opened.refresh()
        for event in opened.group([Change("action:commune", "who", name), Change("action:commune", "due", str(turn))]):
            opened.commit(event)
            print(event.id, flush=True)
"""


@pytest.mark.parametrize("count", [2, 3])
def test_processes_that_open_write_and_close_at_once_lose_nothing(path: Path, count: int) -> None:
    Dossier.create(path).close()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), f"nom{number}"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(count)
    ]
    for racer in racers:
        assert racer.stdout is not None and racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=100)[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * count
    with Dossier.open(path) as opened:
        known = [one.id for one in opened.history()]
        assert len(known) == len(set(known)) == count * TURNS * (CHANGES + 2)
        assert {event_id for ids in said for event_id in ids} == set(known)
        assert (opened.set_aside, opened.gaps, opened.twins) == (0, [], [])
        for number in range(count):
            assert opened.value(f"action:nom{number}", "note") == f"{TURNS - 1}.{CHANGES - 1}"
    assert (siblings(path), copies(path), lock_of(path).exists()) == ([], [], False)
    assert journal.read(path).gaps == []


def test_a_full_disk_refuses_whole_files_and_leaves_them_as_they_were(tiny_disk: Path, tmp_path: Path) -> None:
    path = write(tiny_disk / "ville.kitess", *(event(n, "é" * 300) for n in range(1, 14)))
    other = write(tmp_path / "autre.kitess", *(event(n, "à" * 200, w=WRITERS[1]) for n in range(1, 14)))
    away, here = tmp_path / "copies", tiny_disk / "copies"
    merge_files(write(tmp_path / "ville.kitess", event(1)), other, backups=away)
    before = path.read_bytes()
    filler = tiny_disk / "rest"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    name = list_backups(path, away)[0].path.name
    for work in (
        lambda: erase(path, backups=away),
        lambda: merge_files(path, other, backups=away),
        lambda: merge_files(path, other, backups=here),
        lambda: restore(path, name, away),
    ):
        with pytest.raises(DossierError):
            work()
        assert path.read_bytes() == before
    assert {file.name for file in tiny_disk.iterdir()} <= {"ville.kitess", "rest", "copies"}
    filler.unlink()
    assert merge_files(path, other, backups=away).added == 13
