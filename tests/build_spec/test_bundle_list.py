"""What the packages leave out and what they are made from, looked at without building them."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)
LOCKS = ("runtime.txt", "build.txt", "windows.txt")
NOT_SHIPPED = {"setuptools"}


@pytest.fixture(scope="module")
def parts() -> ModuleType:
    """Return ``build_spec/parts.py``."""
    spec = importlib.util.spec_from_file_location("parts", ROOT / "build_spec" / "parts.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def imports_of(source: Path) -> set[str]:
    """Return the modules that a source imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_nothing_that_the_kit_imports_is_left_out(parts: ModuleType) -> None:
    left_out = set(parts.EXCLUDED_MODULES)
    wanted = {name: imports_of(name) & left_out for room in parts.ROOMS for name in (ROOT / room).rglob("*.py")}
    assert {str(name): found for name, found in wanted.items() if found} == {}


def test_libraries_loaded_at_first_use_are_found(parts: ModuleType) -> None:
    assert {"markdown_it", "mdit_py_plugins.admon", "typst"} <= set(parts.libraries())
    assert not {"json", "kit", "ui", "PySide6.QtCore"} & set(parts.libraries())


def test_the_program_runs_without_what_the_bundle_leaves_out(parts: ModuleType, tmp_path: Path) -> None:
    """A module of the kit or a library that needs one of those says so here, before anything is built."""
    left_out = f"import sys; sys.modules.update(dict.fromkeys({parts.EXCLUDED_MODULES!r}))\n"
    stand_in = (ROOT / "build_spec" / "no_network.py").read_text(encoding="utf-8")
    sources = [path.relative_to(ROOT).with_suffix("") for room in parts.ROOMS for path in (ROOT / room).rglob("*.py")]
    modules = [".".join(path.parts) for path in sorted(sources) if not path.name.startswith("__")]
    code = (
        f"{left_out}{stand_in}\nimport importlib\n"
        f"for name in {[*parts.libraries(), *modules]!r}: importlib.import_module(name)\n"
        "from ui.app import main; sys.exit(main(['--self-test', sys.argv[1]]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "t.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    said = (tmp_path / "t.txt").read_text(encoding="utf-8") if (tmp_path / "t.txt").exists() else ""
    assert done.returncode == 0, said + done.stderr


@pytest.mark.parametrize("name", ["build.txt", "windows.txt"])
def test_the_packages_are_made_from_what_the_program_is_tested_with(name: str) -> None:
    """A dependency that came or changed in runtime.txt: ``make lock`` writes all locks."""
    pins = {file: dict(PIN.findall((ROOT / "requirements" / file).read_text(encoding="utf-8"))) for file in LOCKS}
    wanted = {package: pin for package, pin in pins["runtime.txt"].items() if package not in NOT_SHIPPED}
    assert wanted and {package: pins[name].get(package) for package in wanted} == wanted
