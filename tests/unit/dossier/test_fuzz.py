"""Thousands of damaged journals: no exception, no sound event lost, little memory."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kit.dossier import journal
from kit.dossier.backup import check_readable
from kit.dossier.dossier import Dossier
from kit.errors import DossierUnreadable, KitError
from tests.unit.dossier.dossier_events import HEADER, WRITERS, signed

ROOT = Path(__file__).resolve().parents[3]
CASES = 5_000
REQUIRED = {"v": int, "w": str, "n": int, "l": int, "t": str, "by": str, "on": str, "f": str, "r": list}


def sound_id(line: bytes) -> str | None:
    """Weigh a line as the contract says, by the plain way: whole JSON, canonical form, SHA-256; its id when sound."""
    if len(line) > 64 * 1024:
        return None
    try:
        found = json.loads(line.decode())
        body = {key: value for key, value in found.items() if key != "c"}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        if sha256(text.encode()).hexdigest()[:8] != found["c"] or found["v"] != 1 or "x" not in found:
            return None
        if any(type(found[key]) is not kind for key, kind in REQUIRED.items()) or min(found["n"], found["l"]) < 1:
            return None
    except (ValueError, RecursionError, AttributeError, KeyError):
        return None
    return f"{found['w']}/{found['n']}"


def sample(rng: random.Random) -> list[bytes]:
    """Write a journal as several people leave it: ticks, notes, undos, groups, times of clocks that were wrong."""
    lines, heads = [HEADER], dict[tuple[str, str], str]()
    numbers = dict.fromkeys(WRITERS, 0)
    for counter in range(1, rng.randint(8, 24)):
        writer = rng.choice(WRITERS)
        numbers[writer] += 1
        on, f = rng.choice(("action:a", "action:b", "own:1")), rng.choice(("status", "note", "due", "step:1"))
        extra: dict[str, Any] = rng.choice(({}, {}, {"g": "abc"}, {"via": "papier"}, {"u": f"{writer}/1"}, {"z": [1]}))
        x = rng.choice(("fait", "en-cours", "« Été »\nà suivre", None, 2026, 1.5, {"url": "https://exemple.fr"}, True))
        t = rng.choice(("2026-11-24T08:00:00Z", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59Z", "hier", ""))
        r = [heads[on, f]] if (on, f) in heads and rng.random() < 0.8 else []
        keys = {"v": 1, "w": writer, "n": numbers[writer], "l": counter, "t": t, "by": "Élue d’ici", "on": on, "f": f}
        lines.append(signed(**keys, x=x, r=r, **extra))
        heads[on, f] = f"{writer}/{numbers[writer]}"
    return lines


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def cut_out(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 80) :]


def swap_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def repeat_lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join(lines + rng.choices(lines, k=5))


def spoil_bytes(rng: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
    return bytes(spoilt)


def zero_out(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + bytes(rng.randint(1, 600)) + data[start + 100 :]


def glue_lines(rng: random.Random, data: bytes) -> bytes:
    place = rng.choice([i for i, byte in enumerate(data) if byte == 10] or [0])
    return data[:place] + data[place + 1 :]


def insert(rng: random.Random, data: bytes) -> bytes:
    """Put in a line that no program should choke on."""
    lines = data.split(b"\n")
    odd = (
        b"[" * 30_000,
        b'{"a":' * 9_000,
        b'{"v":1,"n":' + b"9" * 6_000 + b"}",
        b'{"x":1e999,"v":1}',
        b'{"x":NaN,"v":1,"c":"00000000"}',
        b"\xff\xfe" + "nœud".encode("utf-16"),
        b"\xef\xbb\xbf" + HEADER,
        b"a" * 70_000,
        b"\r",
        b"{}",
        b"null",
        b'{"kitess":1,"dossier":7}',
        b'{"kitess":99999999999999999999,"dossier":""}',
        signed(v=1, w="é/\n", n=2**53, l=2**53, t="", by="", on="", f="", x=None, r=["", '","', "a/1"]),
        signed(v=1, w="w", n=True, l=1, t="", by="", on="", f="", x=None, r=[]),
        signed(v=1, w=WRITERS[0], n=1, l=1, t="t", by="autre", on="action:a", f="status", x="fait", r=[]),
        signed(v=1, w=WRITERS[0], n=7, l=3, t="t", by="x", on="action:a", f="note", x=[[[]]] * 9, r=["w/1"] * 300),
        signed(v=-3, w="w", n=1, l=1, t="", by="", on="", f="", x=None, r=[]),
    )
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(odd))
    return b"\n".join(lines)


MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut,
    cut_out,
    swap_lines,
    repeat_lines,
    spoil_bytes,
    zero_out,
    glue_lines,
    insert,
)


def mutated(rng: random.Random) -> bytes:
    data = b"\n".join(sample(rng)) + b"\n"
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(MUTATIONS)(rng, data) or b"\n"
    return data


def look_at_everything(dossier: Dossier) -> None:
    """Ask all that the window asks."""
    dossier.statuses()
    for target in dossier.targets():
        dossier.status(target)
        for field in dossier.fields(target):
            dossier.change(target, field)
    assert dossier.conflicts() is not dossier.gaps
    assert dossier.undo_size >= 0


def test_damaged_journals_lose_no_sound_event_and_raise_nothing(path: Path) -> None:
    rng = random.Random(20261124)
    for case in range(CASES):
        data = mutated(rng)
        path.write_bytes(data)
        expected = {found for line in data.split(b"\n") if (found := sound_id(line)) is not None}
        writes = case % 5 == 0
        with Dossier.open(path, write=writes) as opened:
            assert {one.id for one in opened.history()} >= expected, case
            look_at_everything(opened)
            if writes and not opened.read_only:
                after = opened.record("action:after", "status", "fait")
                if opened.undo_size:
                    opened.commit(*opened.undo())
                expected |= {after.id}
        if writes:
            assert set(journal.read(path).ids) >= expected, case
            for beside in path.parent.glob("ville*"):
                beside.unlink()


def test_damaged_journals_are_called_unreadable_only_when_nothing_can_be_read(path: Path) -> None:
    rng = random.Random(7)
    for _ in range(300):
        data = mutated(rng)
        path.write_bytes(data)
        try:
            check_readable(path)
        except DossierUnreadable:
            assert not any(sound_id(line) for line in data.split(b"\n"))


@pytest.mark.parametrize("call", ["show", "verify", "history", "export"])
def test_the_command_line_tells_of_damaged_journals_without_a_traceback(
    path: Path, tmp_path: Path, call: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from kit import cli

    rng = random.Random(call)
    for case in range(12):
        path.write_bytes(mutated(rng))
        words = ["--out", str(tmp_path / f"{case}.json")] if call == "export" else []
        assert cli.main(["dossier", call, str(path), *words]) in (0, 1)
    assert "Traceback" not in capsys.readouterr().err


CHILD = r"""
import re, sys
from pathlib import Path
from kit.dossier.dossier import Dossier
from kit.dossier.backup import backup
path = Path(sys.argv[1])
with Dossier.open(path) as dossier:
    print(dossier.status("a"), len(dossier.history()), dossier.set_aside)
    dossier.record("action:b", "status", "fait")
with Dossier.open(path, write=False) as dossier:
    print(dossier.status("b"))
print(int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text()).group(1)) // 1024)
"""


@pytest.mark.parametrize("shape", ["one line of zeros", "many long lines", "many short lines"])
def test_a_gigabyte_of_rubbish_is_refused_in_little_memory(path: Path, shape: str) -> None:
    line = signed(v=1, w=WRITERS[0], n=1, l=1, t="t", by="A", on="action:a", f="status", x="fait", r=[])
    path.write_bytes(HEADER + b"\n")
    with path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        if shape == "one line of zeros":
            file.seek(1 << 30, os.SEEK_CUR)  # a hole: no room is taken on the disk
        elif shape == "many long lines":
            file.write((b"x" * 100_000 + b"\n") * 2_000)
        else:
            file.write(b"rubbish, and more of it\n" * 300_000)
        file.write(b"\n" + line + b"\n")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=100
    )
    first, second, memory = done.stdout.splitlines()
    assert first.split()[:2] == ["fait", "1"] and int(first.split()[2]) >= 1
    assert second == "fait"
    assert int(memory) < 200


def test_errors_of_a_dossier_carry_data_and_no_sentence(path: Path) -> None:
    error = DossierUnreadable(path, is_empty=True)
    assert isinstance(error, KitError) and error.path == path and error.is_empty
