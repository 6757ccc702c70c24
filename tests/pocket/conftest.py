"""The page for a telephone in Node and in real browsers: left out of ``make test``, run by ``make test-pocket``.

A missing program is a failure, never a skip.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.commands.shared import library
from kit.content.library import Library
from kit.pocket.page import pocket_page

HERE = Path(__file__).resolve().parent


def pytest_ignore_collect() -> bool | None:
    """Leave this folder out unless it was asked for."""
    return None if os.environ.get("KIT_POCKET") == "1" else True


@pytest.fixture(scope="session")
def texts() -> Library:
    """Return the shipped texts."""
    return library()


@pytest.fixture(scope="session")
def page(texts: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of nobody's dossier."""
    path = tmp_path_factory.mktemp("poche") / "kit-de-poche.html"
    path.write_bytes(pocket_page(texts))
    return path


@pytest.fixture(scope="session")
def node() -> Callable[..., Any]:
    """Return a function that gives a script of this folder a value, and returns what it answers."""

    def run(script: str, given: object, *arguments: str, seconds: int = 100) -> Any:
        done = subprocess.run(
            ["node", HERE / script, *arguments],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout)

    return run
