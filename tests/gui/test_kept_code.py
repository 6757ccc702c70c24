"""What Python compiles anew at each start is kept, and never taken for anything else."""

from __future__ import annotations

import builtins
import dataclasses
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.kept_code import KeptCode, leave_features_out

ROOT = Path(__file__).resolve().parents[2]
NAME = "shibokensupport/essai.py"


def compiled(file: Path, source: str) -> tuple[int, object]:
    """Compile a source as Qt's importer does; return how much was made anew, and what the code gives."""
    with KeptCode(file) as code:
        place: dict[str, object] = {}
        exec(compile(source, NAME, "exec"), place)
    code.save()
    return code.made, place["x"]


def test_the_same_source_is_compiled_once(tmp_path: Path) -> None:
    file = tmp_path / "kept.code"
    assert compiled(file, "x = 1") == (1, 1)
    assert compiled(file, "x = 1") == (0, 1)


def test_a_source_that_changed_is_compiled_anew_and_the_old_one_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "kept.code"
    compiled(file, "x = 1")
    assert compiled(file, "x = 2") == (1, 2)
    assert compiled(file, "x = 1") == (1, 1)


@pytest.mark.parametrize("bytes_", [b"", b"nothing of the kind", b"\xe9\x01\x00\x00\x00", b"{"])
def test_a_damaged_file_is_passed_over(tmp_path: Path, bytes_: bytes) -> None:
    file = tmp_path / "kept.code"
    file.write_bytes(bytes_)
    assert compiled(file, "x = 1") == (1, 1)
    assert compiled(file, "x = 1") == (0, 1)


@pytest.mark.parametrize("entry", [b"", b"\xe9", b"i\x01\x00\x00\x00", ("of another", "kit")])
def test_an_entry_that_cannot_be_read_is_made_anew(tmp_path: Path, entry: object) -> None:
    file = tmp_path / "kept.code"
    pattern = f"un motif {os.urandom(4).hex()}"
    file.write_bytes(marshal.dumps(({(NAME, "x = 1"): entry}, {(pattern, 0): entry})))
    assert compiled(file, "x = 1") == (1, 1)
    assert compiled(file, "x = 1") == (0, 1)
    file.write_bytes(marshal.dumps(({}, {(pattern, 0): entry})))
    with KeptCode(file):
        assert re.compile(pattern).search(pattern)


def test_one_that_does_not_learn_takes_what_is_kept_and_leaves_all_else(tmp_path: Path) -> None:
    file = tmp_path / "kept.code"
    compiled(file, "x = 1")
    before = file.read_bytes()
    with KeptCode(file, learn=False) as code:
        place: dict[str, object] = {}
        for source in ("x = 1", "y = 2"):
            exec(compile(source, NAME, "exec"), place)
        assert re.compile("un motif (que|nul) ne garde").search("un motif que nul ne garde") is None
        re.compile("un motif (que|nul)")
    assert (place["x"], place["y"], code.made) == (1, 2, 1)
    assert code.content() == KeptCode(file).content() and file.read_bytes() == before


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert compiled(tmp_path / "file" / "kept.code", "x = 1") == (1, 1)


def test_a_dataclass_made_of_kept_code_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "kept.code"

    def make() -> type:
        @dataclasses.dataclass(frozen=True, slots=True)
        class Made:
            """Two values."""

            a: int
            b: str = "b"

        return Made

    counts = []
    for _ in range(2):
        with KeptCode(file) as code:
            made = make()
        code.save()
        counts.append(code.made)
        assert made(1) == made(1, "b") and repr(made(1)).endswith("Made(a=1, b='b')") and hash(made(1)) == hash(made(1))
        with pytest.raises(dataclasses.FrozenInstanceError):
            made(1).a = 2
    assert counts == [1, 0]


def test_python_is_as_it_was_afterwards_also_after_an_error(tmp_path: Path) -> None:
    compile_, code = builtins.compile, KeptCode(tmp_path / "kept.code")
    with pytest.raises(SyntaxError), code:
        assert builtins.compile is not compile_
        compile("x =", NAME, "exec")
    assert builtins.compile is compile_ and "exec" not in vars(dataclasses)


def test_no_source_is_read_for_a_feature_of_qt_that_is_not_used() -> None:
    code = (
        "import builtins, linecache, PySide6.QtCore; from ui import kept_code\n"
        "kept_code.leave_features_out(); import ui.services.jobs\n"
        "print(builtins.__import__ is builtins.__feature_import__, 'jobs' in str([*linecache.cache]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    leave_features_out()  # again, or without Qt, it changes nothing


def test_a_second_start_of_the_window_compiles_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ui.kept_code import KeptCode\n"
        "with KeptCode(Path(sys.argv[1])) as code:\n    import ui.app\n"
        "code.save(); print(code.made)"
    )
    made = []
    for _ in range(2):
        command = [sys.executable, "-c", code, str(tmp_path / "kept.code")]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True)
        made.append(int(done.stdout))
    assert made[0] > 20 and made[1] == 0
