"""A call of the command line: what it gave, made in this process or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kit import cli

ROOT = Path(__file__).resolve().parents[1]


class Done(NamedTuple):
    """What a call gave: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what ``--json`` wrote."""
        return json.loads(self.out)


type Call = Callable[..., Done]


def call_here(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function that makes a call in this process."""

    def run(*words: str | Path) -> Done:
        try:
            code = cli.main([*map(str, words)])
        except SystemExit as stop:
            code = int(str(stop.code))
        return Done(code, *capsys.readouterr())

    return run


def call_apart(places: Mapping[str, str]) -> Call:
    """Return a function that runs ``python -m kit`` in an ASCII locale, with these places of data and caches."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    env |= {"LC_ALL": "C", **places}

    def run(*words: str | Path) -> Done:
        command = [sys.executable, "-W", "error", "-m", "kit", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run
