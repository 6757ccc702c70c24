"""The walls of the house that no import contract can hold: who may do what, and words."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kit", "ui", "atelier")
WINDOWS = ("ui", "atelier")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
FORBIDDEN_NAMES = re.compile(r"(Manager|Helper|Utils|Common|Data)\b|\b(manager|helper|utils|common)s?$")


def test_every_public_thing_has_a_docstring() -> None:
    missing = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if (path.name != "__init__.py" or path.parent.name in ROOMS) and ast.get_docstring(tree) is None:
            missing.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            public = isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:
                missing.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert missing == []


def test_the_project_asks_for_what_its_requirements_list() -> None:
    def names(lines: list[str]) -> set[str]:
        return {found[0].lower() for line in lines if (found := re.match(r"[\w-]+", line))}

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = (ROOT / "requirements" / "runtime.in").read_text(encoding="utf-8").splitlines()
    assert names(project["dependencies"]) == names(listed) - {"setuptools"}  # it only installs the project


def test_what_contributing_names_is_there() -> None:
    words = " ".join(re.findall(r"`([^`\n]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    paths = re.findall(r"(?<![\w./-])(?:kit|ui|atelier|resources|tests|docs|build_spec)/[\w./-]*\w", words)
    assert len(paths) > 40
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_no_class_or_module_has_an_empty_word_for_a_name() -> None:
    found = []
    for path in MODULES:
        if FORBIDDEN_NAMES.search(path.stem):
            found.append(path.name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and FORBIDDEN_NAMES.search(node.name):
                found.append(node.name)
    assert found == []


@pytest.mark.parametrize(
    ("needle", "rooms", "allowed"),
    [
        (r"\b(QThread|QThreadPool|threading\.Thread)\b", ROOMS, {"ui/services/jobs.py"}),
        (r"setStyleSheet\(", WINDOWS, {"ui/services/appearance.py"}),
        (r"\bQFileDialog\.", WINDOWS, {"ui/services/file_dialogs.py"}),
        (r"^(from html import|import html$)", WINDOWS, set()),  # Markup escapes what it is given
        (r"#[0-9A-Fa-f]{6}\b", WINDOWS, set()),
        (r"\b(Path\.home|user_data_dir|expanduser)\b", ROOMS, {"kit/paths.py"}),
        (r"^\s*(import|from) (socket|http|urllib\.request|ssl|asyncio|ftplib|smtplib)\b", ROOMS, set()),
        (r"\bbuild_plan\(", WINDOWS, {"ui/services/plan/model.py"}),
        (r"^\s*(import|from) (markdown_it|mdit_py_plugins)\b", ROOMS, {"kit/content/markdown.py"}),
        (r"PySide6\.(QtNetwork|QtWebEngine\w*|QtQml|QtQuick\w*)", WINDOWS, set()),
        (
            r"\bDossier\.(open|create)\(",
            WINDOWS,
            {"ui/services/dossiers.py", "ui/switches/tour.py", "ui/switches/self_test.py"},
        ),
    ],
)
def test_only_one_place_does_this(needle: str, rooms: tuple[str, ...], allowed: set[str]) -> None:
    found = set()
    for path in MODULES:
        name = path.relative_to(ROOT).as_posix()
        if name.split("/")[0] in rooms and re.search(needle, path.read_text(encoding="utf-8"), re.MULTILINE):
            found.add(name)
    assert found <= allowed


WRITERS_OF_THEIR_OWN = {
    "kit/files.py": "the one way to write a whole file",
    "kit/dossier/journal.py": "opens what is appended to",
    "kit/leftovers.py": "locks a file, to ask whether another process writes it",
    "kit/dossier/writer.py": "appends lines",
    "ui/services/technical_log.py": "appends to a log, and begins it anew when it is long",
    "kit/dossier/store.py": "asks whether the journal may be written, and writes nothing",
    "kit/dossier/lock.py": "the lock note is written where it stands: its inode is the lock",
    "ui/shell/safe_start.py": "an empty file, held open while the program runs",
    "kit/packs/working_copy.py": "copies a whole folder of texts; the file that makes it valid comes last",
    "kit/dossier/archive.py": "fills the file that ``files.replacing`` names, in parts",
    "kit/edition.py": "lays out, in a folder made anew, what is built from it",
    "kit/documents/export.py": "fills a folder that stands already, with files that were written whole",
    "ui/output/messages.py": "opens the null device",
}
_SHUTIL = {"copy", "copy2", "copyfile", "copyfileobj", "copytree", "move"}
_FLAGS = {"O_WRONLY", "O_RDWR", "O_APPEND", "O_CREAT"}


def writes_of(tree: ast.AST) -> list[int]:
    """Return the lines at which Python opens a file to write it, puts one in the place of another, or copies one."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _FLAGS:
            found.append(node.lineno)
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
        texts = [one.value for one in (*node.args, *(k.value for k in node.keywords)) if isinstance(one, ast.Constant)]
        modes = [text for text in texts if isinstance(text, str) and re.fullmatch(r"[rwxabt+]{1,4}", text)]
        if (
            (name in ("open", "fdopen") and any(set(mode) & set("wxa+") for mode in modes))
            or name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "QSaveFile", "QFile")
            or (owner == "shutil" and name in _SHUTIL)
            or (owner == "os" and name in ("replace", "rename", "link"))
            or (name in ("replace", "hardlink_to") and len(node.args) == 1 and not node.keywords)
        ):
            found.append(node.lineno)
    return found


def test_whole_files_are_written_in_one_way() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in MODULES if writes_of(ast.parse(path.read_text("utf-8")))}
    assert found == set(WRITERS_OF_THEIR_OWN)


@pytest.mark.parametrize(
    "line",
    [
        "path.write_bytes(b'')",
        "path.write_text('', encoding='utf-8')",
        "path.open('w', encoding='utf-8')",
        "open(path, mode='xb')",
        "path.open('r+b')",
        "half.replace(path)",
        "os.replace(half, path)",
        "os.open(path, os.O_RDWR | os.O_TRUNC)",
        "shutil.copyfile(a, b)",
        "tempfile.NamedTemporaryFile(delete=False)",
    ],
)
def test_the_wall_sees_each_way_to_write(line: str) -> None:
    assert writes_of(ast.parse(line)) == [1]


@pytest.mark.parametrize("line", ["path.open('rb')", "open(path)", "'a'.replace('a', 'b')", "day.replace(day=1)"])
def test_the_wall_sees_no_writing_in_reading(line: str) -> None:
    assert writes_of(ast.parse(line)) == []


HOOKS = {"sys.excepthook", "threading.excepthook", "sys.unraisablehook", "sys.stdout", "sys.stderr"}
"""What Python documents as to be set by a program."""
_SETTERS = {"setattr", "delattr", "__setattr__", "__delattr__"}
_IMPORTING = {"sys.meta_path", "sys.path_hooks", "sys.path_importer_cache"}
_PUTS = {"update", "pop", "setdefault", "clear"}


def named(node: ast.expr) -> str:
    """Return ``a.b.c`` for a name and its attributes, "" for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def foreign_names(tree: ast.AST) -> set[str]:
    """Return the names that imports of other people's modules bind anywhere in a module."""
    found = {"__builtins__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(alias.name, alias.asname or alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [(node.module or "", alias.asname or alias.name) for alias in node.names]
        else:
            continue
        found |= {bound for module, bound in names if module.partition(".")[0] not in ROOMS}
    return found


def space_of(node: ast.expr) -> str:
    """Return whose names a dictionary holds: ``vars(a)`` and ``a.__dict__`` are those of ``a``."""
    if isinstance(node, ast.Call) and named(node.func) == "vars" and node.args:
        return named(node.args[0])
    return named(node.value) if isinstance(node, ast.Attribute) and node.attr == "__dict__" else ""


def replacements_of(tree: ast.AST) -> list[int]:
    """Return the lines that give something in other people's modules, classes and objects a new value."""
    foreign, found = foreign_names(tree), []

    def is_foreign(name: str) -> bool:
        return name.partition(".")[0] in foreign

    for node in ast.walk(tree):
        replaced = ""
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            replaced = named(node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
            replaced = space_of(node.value) or ("sys.modules" if named(node.value) == "sys.modules" else "")
        elif isinstance(node, ast.Call) and node.args and named(node.func).rpartition(".")[2] in _SETTERS:
            replaced = named(node.args[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            who = named(node.func.value)
            replaced = who if who in _IMPORTING else space_of(node.func.value) if node.func.attr in _PUTS else ""
        if replaced and is_foreign(replaced) and replaced not in HOOKS:
            found.append(node.lineno)
    return found


def test_nothing_of_other_people_s_modules_is_replaced() -> None:
    found = []
    for path in [*MODULES, *(ROOT / "build_spec").glob("entry_*.py")]:
        found += [f"{path.relative_to(ROOT)}:{line}" for line in replacements_of(ast.parse(path.read_text("utf-8")))]
    assert found == []


@pytest.mark.parametrize(
    "lines",
    [
        "import builtins; builtins.compile = kept",
        "import builtins; builtins.__import__ = builtins.__orig_import__",
        "import enum; enum.EnumType._create_ = quick",
        "import os.path as place; place.join = other",
        "import re; vars(re)['_compiler'] = ours",
        "import dataclasses; dataclasses.__dict__['exec'] = run",
        "import dataclasses; vars(dataclasses).pop('exec')",
        "import json; setattr(json, 'dumps', ours)",
        "from PySide6.QtWidgets import QLabel; QLabel.setText = ours",
        "from PySide6.QtWidgets import QLabel; type.__setattr__(QLabel, 'setText', ours)",
        "def f():\n import gc\n del gc.collect",
        "import sys; sys.modules['lzma'] = None",
        "import sys; sys.meta_path.insert(0, ours)",
        "import random; random.x, y = 1, 2",
        "__builtins__.open = ours",
    ],
)
def test_the_wall_sees_each_way_to_replace(lines: str) -> None:
    assert len(replacements_of(ast.parse(lines))) == 1


@pytest.mark.parametrize(
    "lines",
    [
        "import sys; sys.excepthook = told",
        "import os; os.environ['A'] = 'b'",
        "from ui.shell import registry; registry.KEPT = 1",
        "from PySide6.QtWidgets import QLabel; label = QLabel(); label.text = 'a'",
        "self.vars = 1",
        "vars(self).update(a=1)",
    ],
)
def test_the_wall_sees_no_replacing_in_setting(lines: str) -> None:
    assert replacements_of(ast.parse(lines)) == []


def test_resources_hold_no_code() -> None:
    assert list((ROOT / "resources").rglob("*.py")) == []


def test_the_core_runs_without_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; sys.modules['shiboken6'] = None\n"
        "import kit.cli, kit.compiling, kit.documents.writer, kit.mail.compose, kit.search.index, kit.dossier.merge"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_line_starts_light() -> None:
    heavy = (
        "jinja2 markdown_it typst sqlite3 email.message docx odf urllib.request asyncio importlib.metadata hypothesis"
    )
    code = f"import sys, kit.cli; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_stands_in_one_place() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert not re.search(r"^version\s*=\s*['\"]", pyproject, re.MULTILINE)
    assert 'attr = "kit.__version__"' in pyproject


def test_lock_files_name_no_index_and_hold_hashes() -> None:
    for name in ("runtime.txt", "dev.txt"):
        lock = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "http" not in lock and "--index-url" not in lock
        pins = re.findall(r"^[\w.-]+==", lock, re.MULTILINE)
        assert pins and lock.count("--hash=sha256:") >= len(pins)


def test_no_html_is_put_together_by_hand() -> None:
    """A string of the window that holds a tag is a template: it stands in ``Markup(…)``, which escapes its values."""
    tag = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>")
    found = []
    for path in (one for room in WINDOWS for one in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {id(node) for call in ast.walk(tree) if _is_call_of(call, "Markup") for node in ast.walk(call)}
        known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if id(node) not in known and tag.search(words):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def _is_call_of(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


UNTYPED = re.compile(r"[\u00a0\u202f]|\\(u00a0|u202f|xa0)|\\N\{(NARROW )?NO-BREAK SPACE\}", re.I)
DUE = re.compile(r" [:;!?»](?=\s|$|[\"<)»])|« | [%€](?![\w(])|\d \d{3}(?!\d)")


def test_no_break_spaces_are_set_by_one_function() -> None:
    """No one types a no-break space in the window: a sentence that needs some stands in ``fr("…")``."""
    found = []
    for path in (one for room in WINDOWS for one in (ROOT / room).rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        found += [f"{name}:{text[: one.start()].count(chr(10)) + 1} typed" for one in UNTYPED.finditer(text)]
        tree = ast.parse(text)
        known = {id(node) for call in ast.walk(tree) if _is_call_of(call, "fr") for node in ast.walk(call)}
        known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if id(node) not in known and DUE.search(words) and f"{name}:{words}" not in NO_SENTENCES:
                found.append(f"{name}:{node.lineno} {words!r}")
    assert found == []


NO_SENTENCES = {  # words for a terminal, and for a field that one types in
    "ui/features/contact/composition.py:J’ai cherché dans le kit, sans trouver : « {} ».",
    "ui/switches/self_test.py: : ",
    "atelier/self_test.py: : ",
    "ui/app.py:avec --tour : chaque article aussi",
    "ui/app.py:« ",
    "ui/app.py: » n’est pas une taille, largeur x hauteur, comme 1280x800",
}


def test_the_fields_of_a_sentence_are_those_that_are_given() -> None:
    found = []
    for path in (one for room in WINDOWS for one in (ROOT / room).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and _is_call_of(call, "fr") and call.keywords):
                continue
            words = call.args[0]
            assert isinstance(words, ast.Constant), f"{path.name}:{call.lineno} a sentence is a literal"
            fields = {field for _, field, _, _ in string.Formatter().parse(str(words.value)) if field is not None}
            if fields != {one.arg for one in call.keywords}:
                found.append(f"{path.relative_to(ROOT)}:{call.lineno} {fields}")
    assert found == []
