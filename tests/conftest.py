"""Fixtures for all tests: places of their own, so that nothing of the machine is read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from kit import compiling, paths
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.rules.spelling import Speller
from tests.calls import Call, call_here

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("kit", deadline=None)  # no test judges milliseconds: a busy machine takes its time
settings.load_profile("kit")


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point user data and caches into the test's own folder; return it."""
    monkeypatch.setenv("KIT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no file synced to the disk: nothing here cuts the power, and each of some 10,000 waits for a real disk.

    A file that is not open is refused as before. A test of what a failed sync does puts its own in this one's place.
    """

    def sync(fd: int) -> None:
        os.fstat(fd)

    monkeypatch.setattr(os, "fsync", sync)


@pytest.fixture
def root() -> Path:
    """Return the repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def compiled_texts() -> None:
    """Compile the shipped texts once where they changed."""
    if not compiling.is_fresh(paths.shipped_index()):
        compiling.compile_all(paths.shipped_index())


@pytest.fixture(scope="session")
def shipped() -> Library:
    """Return the shipped texts, read from their own files once for all tests."""
    return Library(FileStore(paths.content(), paths.kit_file()))


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """Return the texts that most tests are about: the shipped ones, but where a folder of tests has its own."""
    return shipped


@pytest.fixture(scope="session")
def speller() -> Speller:
    """Return one speller for all tests: its dictionary takes seconds to load."""
    found = Speller.find(paths.spelling_dictionary(), paths.domain_words())
    assert found is not None, "spylls or hunspell-fr is missing: sh build_spec/setup.sh dev"
    return found


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function that makes a call of the command line in this process."""
    return call_here(capsys)
