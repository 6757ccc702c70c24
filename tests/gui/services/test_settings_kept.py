"""The settings file: two windows write it and neither loses what the other kept; whole, for its owner alone."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ui.services.bookmarks import Bookmarks
from ui.services.navigation import ToArticle
from ui.services.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
ADDING = """
import sys
from pathlib import Path
from ui.services.bookmarks import Bookmarks
from ui.services.navigation import ToArticle
from ui.services.settings import Settings
marks = Bookmarks(Settings(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
for rank in range(10):
    marks.toggle("Page", ToArticle(f"{sys.argv[2]}-{rank}"))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kit" / "reglages.json"


def ids(path: Path) -> list[str]:
    return [mark.route.id for mark in Bookmarks(Settings(path)).favourites()]


def test_two_windows_that_keep_a_favourite_each_keep_both(path: Path) -> None:
    one, other = Bookmarks(Settings(path)), Bookmarks(Settings(path))
    one.toggle("Une", ToArticle("une"))
    other.toggle("Deux", ToArticle("deux"))
    assert ids(path) == ["une", "deux"]
    one.toggle("Une", ToArticle("une"))
    assert ids(path) == ["deux"]
    other.toggle("Trois", ToArticle("trois"))
    assert ids(path) == ["deux", "trois"]


def test_what_one_window_chose_is_not_undone_by_another_that_chose_something_else(path: Path) -> None:
    one, other = Settings(path), Settings(path)
    one.set("theme", "dark")
    other.set("by", "Ana")
    other.note("text_scale", 1.5)
    one.set("last_folder", "/tmp")
    other.save()
    again = Settings(path)
    assert [again.text(name) for name in ("theme", "by", "last_folder")] == ["dark", "Ana", "/tmp"]
    assert again.number("text_scale", 1, least=0.1, most=10.0) == 1.5


def test_pages_seen_in_two_windows_are_all_remembered(path: Path) -> None:
    settings = Settings(path), Settings(path)
    for rank, one in enumerate(settings):
        Bookmarks(one).remember("Page", ToArticle(f"page-{rank}"))
    for one in settings:
        one.save()
    assert {mark.route.id for mark in Bookmarks(Settings(path)).seen()} == {"page-0", "page-1"}


def test_processes_that_keep_favourites_at_once_lose_none(path: Path) -> None:
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(path), name],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for name in ("une", "deux", "trois")
    ]  # fmt: skip
    for window in windows:
        assert window.stdout is not None and window.stdout.readline() == "ready\n"
    for window in windows:
        assert window.stdin is not None
        window.stdin.write("go\n")
        window.stdin.flush()
    for window in windows:
        window.communicate(timeout=60)
        assert window.returncode == 0
    assert sorted(ids(path)) == sorted(f"{name}-{rank}" for name in ("une", "deux", "trois") for rank in range(10))
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["reglages.json", "reglages.lock"]


def test_a_file_that_was_damaged_meanwhile_gets_what_this_window_knows(path: Path) -> None:
    settings = Settings(path)
    settings.set("theme", "dark")
    path.write_bytes(b"{")
    settings.set("by", "Ana")
    assert json.loads(path.read_bytes()) == {"theme": "dark", "by": "Ana"}


def test_what_the_disk_refused_is_written_at_the_next_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(path)

    def full(_fd: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        settings.set("theme", "dark")
    assert not path.exists()
    settings.set("by", "Ana")
    assert json.loads(path.read_bytes()) == {"theme": "dark", "by": "Ana"}


def test_the_settings_are_on_the_disk_and_their_owner_s_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.parent.mkdir(mode=0o755)
    path.write_bytes(b"{}")
    path.chmod(0o644)
    synced, sync = [], os.fsync

    def note(fd: int) -> None:
        synced.append(stat.S_ISREG(os.fstat(fd).st_mode))
        sync(fd)

    monkeypatch.setattr(os, "fsync", note)
    Settings(path).set("by", "Ana")
    assert True in synced
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.with_suffix(".lock"), path.parent)] == [
        0o600,
        0o600,
        0o700,
    ]
