"""What the tests of the calls share: a call in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kit import cli

type Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function that makes a call here, and gives its exit code, stdout and stderr."""

    def run(*words: str | Path) -> tuple[int, str, str]:
        try:
            code = cli.main([*map(str, words)])
        except SystemExit as stop:
            code = int(str(stop.code))
        out, err = capsys.readouterr()
        return code, out, err

    return run
