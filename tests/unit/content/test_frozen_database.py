"""The address of a file that SQLite only reads: whatever its folder is called, on each system."""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import paths

NAMES = ("élus & co", "100 %", "a#b?c=d", "x;y,z", "deux  espaces", "+")


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_is_found_and_never_written(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "textes.sqlite"
    file.parent.mkdir()
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE t (x)")
    made.close()
    read = sqlite3.connect(paths.frozen_database(file), uri=True)
    assert read.execute("SELECT count(*) FROM t").fetchall() == [(0,)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        read.execute("INSERT INTO t VALUES (1)")
    read.close()


def test_drives_and_shares_of_windows() -> None:
    drive = paths.frozen_database(PureWindowsPath(r"C:\Kit ESS\index\t.sqlite"))
    assert drive == "file:///C:/Kit%20ESS/index/t.sqlite?mode=ro&immutable=1"
    share = paths.frozen_database(PureWindowsPath(r"\\mairie\commun\t.sqlite"))
    assert share == "file:////mairie/commun/t.sqlite?mode=ro&immutable=1"


@settings(max_examples=60)
@given(st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1).filter(lambda t: t not in ".."))
def test_it_is_what_as_uri_says(name: str) -> None:
    path = PurePosixPath("/tmp") / name
    assert unquote(paths.frozen_database(path)) == unquote(path.as_uri()) + "?mode=ro&immutable=1"
