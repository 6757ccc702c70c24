"""Qt's enums are made quickly, and are what ``enum`` itself makes of the same names and numbers."""

from __future__ import annotations

import enum
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ui import quick_enums

ROOT = Path(__file__).resolve().parents[2]
BITS = [("Left", 1), ("Right", 2), ("Both", 3), ("Neither", 0), ("AlsoLeft", 1)]
UNSORTED = [("Third", 4), ("First", 1), ("Second", 2)]
CASES = [
    (enum.Enum, [("No", 0), ("Yes", 1), ("Ja", 1), ("Less", -1)]),
    (enum.IntEnum, [("No", 0), ("Yes", 1), ("Ja", 1), ("Less", -1)]),
    (enum.Flag, BITS),
    (enum.IntFlag, BITS),
    (enum.Flag, UNSORTED),
    (enum.IntFlag, UNSORTED),
]
COMPARE = """
import enum, importlib
from test_quick_enums import attributes
from ui import quick_enums

def both(cls, class_name, names, **how):
    global seen, different
    how["module"] = how["module"] or "here"
    quick, usual = quick_enums._create(cls, class_name, names, **how), quick_enums._make(cls, class_name, names, **how)
    seen += 1
    different += attributes(quick) != attributes(usual)
    return quick

seen = different = 0
enum.EnumType._create_ = both
for part in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtPrintSupport"):
    module = importlib.import_module("PySide6." + part)
    for name in dir(module):
        dir(getattr(module, name))
print(seen, different)
"""


def made(cls: Any, names: list[tuple[str, int]], *, quickly: bool) -> Any:
    how: dict[str, Any] = {"module": __name__, "qualname": "Made", "boundary": enum.KEEP}
    if not quickly:
        return quick_enums._make(cls, "Made", names, **how)
    quick_enums._create(cls, "Pattern", [("One", 1)], **how)
    return quick_enums._create(cls, "Made", names, **how)


def told(value: Any, of: Any) -> Any:
    """Return a value so that those of two enums compare: a member by what it has, the enum itself by a word."""
    if isinstance(value, enum.Enum):
        return type(value) is of, {name: told(one, of) for name, one in vars(value).items()}
    if isinstance(value, dict):
        return [(name, told(one, of)) for name, one in value.items()]
    if isinstance(value, list):
        return [told(one, of) for one in value]
    if value is of:
        return "itself"
    return getattr(value, "__func__", value)


def attributes(of: Any) -> dict[str, Any]:
    return {name: told(value, of) for name, value in vars(of).items() if name not in ("__dict__", "__weakref__")}


@pytest.mark.parametrize(("cls", "names"), CASES)
def test_a_quick_enum_has_the_attributes_of_an_ordinary_one(cls: Any, names: list[tuple[str, int]]) -> None:
    quick, usual = made(cls, names, quickly=True), made(cls, names, quickly=False)
    assert attributes(quick) == attributes(usual)
    assert [m.name for m in quick] == [m.name for m in usual] and repr(list(quick)) == repr(list(usual))
    assert quick(1) is quick[names[-1][0]] if names[-1][1] == 1 else quick(1).value == 1


@pytest.mark.parametrize("cls", [enum.Flag, enum.IntFlag])
def test_quick_flags_are_combined_as_ordinary_ones(cls: Any) -> None:
    quick, usual = made(cls, BITS, quickly=True), made(cls, BITS, quickly=False)
    assert quick.Left | quick.Right is quick.Both and quick.Both & ~quick.Left is quick.Right
    assert repr(quick(8 | 1)) == repr(usual(8 | 1)) and [m.name for m in quick.Both] == ["Left", "Right"]
    with pytest.raises(AttributeError):
        quick.Left = quick.Right


def test_another_call_goes_to_enum_itself() -> None:
    words = quick_enums._create(enum.Enum, "Words", "one two", module=__name__)
    assert [m.value for m in words] == [1, 2]
    texts = quick_enums._create(enum.Enum, "Texts", [("a", "x")], module=__name__)
    assert texts.a.value == "x"


def test_every_enum_of_qt_is_what_enum_makes() -> None:
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}
    command = [sys.executable, "-c", COMPARE]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    seen, different = map(int, done.stdout.split())
    assert seen > 400 and different == 0


def test_the_window_s_enums_are_made_quickly_where_this_python_was_tried() -> None:
    code = (
        "import sys; from ui import quick_enums; quick_enums.install(); quick_enums.install()\n"
        "from PySide6.QtCore import Qt\n"
        "print(len(quick_enums._patterns), Qt.Key.Key_A.value, Qt.AlignmentFlag.AlignCenter.name)\n"
        "import pickle; print(pickle.loads(pickle.dumps(Qt.Key.Key_B)) is Qt.Key.Key_B)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    patterns, key, name, same = done.stdout.split()
    assert (int(patterns) >= 3) == (sys.version_info[:2] in quick_enums.TRIED)
    assert (key, name, same) == ("65", "AlignCenter", "True")
    assert pickle.loads(pickle.dumps(enum.KEEP)) is enum.KEEP
