"""The modules of the start are taken from one file, and from their own files where these have changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
sys.path.insert(0, sys.argv[2])
from ui.kept_modules import KeptModules
kept = KeptModules(sys.argv[1])
kept.install()
import parcel, parcel.inner
from parcel import inner as same
assert kept in sys.meta_path
kept.close()
kept.save()
assert kept not in sys.meta_path and same is parcel.inner
import inspect
print(kept.made, parcel.inner.VALUE, parcel.__file__, parcel.__path__, parcel.inner.__spec__.cached)
print(inspect.getsource(parcel.inner).strip(), parcel.inner.where().f_code.co_filename)
"""


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """A package of two modules, apart from the kit."""
    folder = tmp_path / "ici" / "parcel"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text('"""A parcel."""\n', encoding="utf-8")
    write(folder, "VALUE = 1")
    return folder


def write(folder: Path, line: str) -> None:
    (folder / "inner.py").write_text(
        f"{line}\ndef where():\n    import sys; return sys._getframe()\n", encoding="utf-8"
    )


def start(file: Path, folder: Path) -> tuple[int, int, str]:
    """Start a Python that imports the parcel: how many modules were not kept, the value, and all else it says."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START, str(file), str(folder.parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env, cwd=ROOT)
    first, _, rest = done.stdout.partition("\n")
    made, value, *more = first.split(" ", 2)
    return int(made), int(value), " ".join(more) + rest


def test_a_second_start_takes_all_modules_from_the_file_and_they_are_the_same(tmp_path: Path, parcel: Path) -> None:
    file = tmp_path / "kept.modules"
    first, second = start(file, parcel), start(file, parcel)
    assert first[0] >= 2 and second[0] == 0
    assert first[1:] == second[1:]


def test_a_module_that_changed_is_read_again_and_kept_anew(tmp_path: Path, parcel: Path) -> None:
    file = tmp_path / "kept.modules"
    start(file, parcel)
    write(parcel, "VALUE = 22")
    assert start(file, parcel)[:2] == (1, 22)
    assert start(file, parcel)[:2] == (0, 22)


def test_a_module_of_the_same_size_that_is_newer_is_read_again(tmp_path: Path, parcel: Path) -> None:
    file = tmp_path / "kept.modules"
    start(file, parcel)
    write(parcel, "VALUE = 2")
    os.utime(parcel / "inner.py", (2_000_000_000, 2_000_000_000))
    assert start(file, parcel)[:2] == (1, 2)


def test_a_module_that_was_moved_is_found_where_it_is(tmp_path: Path, parcel: Path) -> None:
    file = tmp_path / "kept.modules"
    start(file, parcel)
    moved = tmp_path / "là"
    parcel.parent.rename(moved)
    made, value, words = start(file, moved / "parcel")
    assert (made, value) == (2, 1) and str(moved) in words


@pytest.mark.parametrize("bytes_", [b"", b"nothing of the kind", b"\xe9\x01\x00\x00\x00", b"{"])
def test_a_damaged_file_is_passed_over(tmp_path: Path, parcel: Path, bytes_: bytes) -> None:
    file = tmp_path / "kept.modules"
    file.write_bytes(bytes_)
    assert start(file, parcel)[0] >= 2
    assert start(file, parcel)[0] == 0


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path, parcel: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert start(tmp_path / "file" / "kept.modules", parcel)[0] >= 2


def test_a_second_start_of_the_kit_finds_all_that_it_kept() -> None:
    code = "from ui.__main__ import Load; loaded = Load(); loaded.save(); print(loaded.modules.made, loaded.code.made)"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
