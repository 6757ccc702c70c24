"""A run that ended badly is noticed at the next start, once; one that still runs is not."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.safe_start import RunMark

_CRASH = (
    "import sys, os; from pathlib import Path; from ui.shell.safe_start import RunMark; "
    "m = RunMark(Path(sys.argv[1])); "
)


def run(folder: Path, end: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", f"{_CRASH}{end}", str(folder)], check=False, timeout=60)


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "m.close()").returncode == 0
    assert not list(tmp_path.iterdir())
    mark = RunMark(tmp_path)
    assert not mark.crashed
    mark.close()


def test_a_killed_run_is_noticed_once(tmp_path: Path) -> None:
    assert run(tmp_path, "os.kill(os.getpid(), 9)").returncode != 0
    first = RunMark(tmp_path)
    assert first.crashed
    first.close()
    second = RunMark(tmp_path)
    assert not second.crashed
    second.close()


def test_another_window_that_is_open_is_no_crash(tmp_path: Path) -> None:
    code = f"{_CRASH}print('on', flush=True); sys.stdin.read(); m.close()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None and other.stdout.readline() == "on\n"
    mark = RunMark(tmp_path)
    assert not mark.crashed
    mark.close()
    other.communicate("", timeout=60)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    mark = RunMark(tmp_path / "file" / "cache")
    assert not mark.crashed
    mark.close()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_folder_that_knows_no_locks_is_no_reason_not_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_file: object, _how: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    first = RunMark(tmp_path)
    second = RunMark(tmp_path)
    assert not second.crashed  # nobody can tell a run that ended badly from one that runs
    for mark in (second, first):
        mark.close()
    assert not list(tmp_path.iterdir())
