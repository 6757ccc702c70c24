"""The built programs, tried as a user would: ``make test-packaging``. Nothing is skipped: what is missing fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build_spec"))

import build_env  # noqa: E402
import wine as wine_tools  # noqa: E402

# These tests need programs that take minutes to build: `make test` leaves them out.
collect_ignore_glob = [] if os.environ.get("KIT_PACKAGING") else ["test_*.py"]
collect_ignore = [] if os.environ.get("KIT_ROOTS") else ["test_deb_root.py"]  # make test-deb-root


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark all tests of this folder, and give each the time that Wine needs."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("packaging")
            item.add_marker(pytest.mark.timeout(3000))


def built(path: Path, target: str) -> Path:
    """Return a path that a build made; fails where it is missing."""
    if not path.exists():
        pytest.fail(f"{path} is missing: make {target}")
    return path


@pytest.fixture(scope="session")
def linux_folder() -> Path:
    """Return the folder that ``make bundle`` made."""
    return built(build_env.DIST / "linux" / "kit-ess", "bundle")


@pytest.fixture(scope="session")
def windows_folder() -> Path:
    """Return the folder that ``make windows`` made."""
    return built(build_env.DIST / "windows" / "KitESS", "windows")


@pytest.fixture(scope="session")
def build_python() -> Path:
    """Return the Python of the Linux build environment."""
    command = ["sh", str(ROOT / "build_spec" / "linux" / "environment.sh"), str(build_env.cache())]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return Path(done.stdout.strip()) / "bin" / "python"


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Give a screen of the tests' own."""
    with wine_tools.screen() as name:
        yield name


@pytest.fixture(scope="session")
def windows_environment() -> Path:
    """Return the folder with Windows' Python and the Wine prefix."""
    return wine_tools.environment_folder()


@pytest.fixture(scope="session")
def wine(
    windows_environment: Path, display: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[wine_tools.Wine]:
    """Give Wine in a prefix of the tests' own."""
    prefix = wine_tools.copy_prefix(windows_environment / "prefix", tmp_path_factory.mktemp("wine") / "prefix")
    found = wine_tools.Wine(windows_environment, display, prefix)
    yield found
    found.end()
    shutil.rmtree(prefix, ignore_errors=True)


@pytest.fixture
def until() -> Callable[[Callable[[], object]], bool]:
    """Return a function that waits until a condition holds (a program of its own has no other way to tell)."""

    def wait(condition: Callable[[], object], limit: float = wine_tools.LIMIT) -> bool:
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.1)
        return False

    return wait
