"""The program as a process of its own: real start, real files, real kill."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def on_compiled_texts(compiled_texts: None) -> None:
    """Have the shipped texts compiled, as where the program is installed."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment with places of its own and an offscreen window."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "DBUS_", "QT_", "DISPLAY", "WAYLAND"))}
    return env | {
        "HOME": str(tmp_path / "home"),
        "KIT_DATA": str(tmp_path / "data"),
        "KIT_CACHE": str(tmp_path / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts Python code or a module of the program; all are ended with the test."""
    running: list[subprocess.Popen[str]] = []

    def run(*words: str | Path, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        command = [*before, sys.executable, *map(str, words)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()
