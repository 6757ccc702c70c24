"""What is in the folders: nothing that the program does not use, nothing of Qt altered, nothing of this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import build_env
import msgspec
import parts
import pytest
from build_env import ROOT

GOALS_MB = {"linux": 200, "win32": 140}
NETWORK = (
    "_socket",
    "_ssl",
    "QtNetwork",
    "Qt6Network",
    "libssl",
    "libcrypto",
    "select.",
    "socket.py",
    "urllib/request",
)


@pytest.fixture(params=["linux", "win32"])
def bundle(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """Return a system and its folder."""
    name = {"linux": "linux_folder", "win32": "windows_folder"}[request.param]
    return request.param, request.getfixturevalue(name)


def files(folder: Path) -> list[Path]:
    """Return the files of a folder, links left out."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]


def test_only_what_is_used(bundle: tuple[str, Path]) -> None:
    system, folder = bundle
    inside = folder / "_internal"
    unused = [
        p.relative_to(inside) for p in files(inside) if not parts.is_kept(p.relative_to(inside).as_posix(), system)
    ]
    assert unused == []


def test_an_unused_part_would_be_seen(bundle: tuple[str, Path]) -> None:
    system, _ = bundle
    root = "PySide6/Qt" if system == "linux" else "PySide6"
    names = {"linux": ("lib/libQt6Quick.so.6", "libqtiff.so"), "win32": ("Qt6Quick.dll", "qtiff.dll")}[system]
    more = ("plugins/imageformats/" + names[1], "translations/qtbase_de.qm", "qml/x.qml", names[0])
    assert not any(parts.is_kept(f"{root}/{name}", system) for name in more)


def test_all_that_is_kept_of_qt_is_there(bundle: tuple[str, Path]) -> None:
    system, folder = bundle
    names = {path.name for path in files(folder)}
    libraries = {parts.stem(name) for name in names if "Qt6" in name}
    assert libraries == parts.qt_libraries(system)
    wanted = {name for group in parts.plugins(system).values() for name in group}
    assert wanted <= {parts.stem(name) for name in names}
    assert names >= parts.TRANSLATIONS


def test_each_library_is_asked_for(linux_folder: Path) -> None:
    plugins = [path for path in files(linux_folder) if "/plugins/" in str(path)]
    modules = [path for path in files(linux_folder) if ".cpython-" in path.name or ".abi3.so" in path.name]
    programs = [linux_folder / "kit", linux_folder / "kit-ess"]
    todo, asked = [*plugins, *modules, *programs], set()
    by_name = {path.name: path for path in files(linux_folder)}
    while todo:
        for name in parts.needed(todo.pop()):
            if name not in asked:
                asked.add(name)
                todo += [by_name[name]] if name in by_name else []
    libraries = {
        name for name in by_name if name.startswith("lib") and ".so." in name and not name.startswith("libpython")
    }
    assert libraries - asked == set()


def test_no_network_module(bundle: tuple[str, Path]) -> None:
    _, folder = bundle
    names = [path.relative_to(folder).as_posix() for path in files(folder)]
    assert [name for name in names if any(word in name for word in NETWORK)] == []


def test_no_link_into_nothing(linux_folder: Path) -> None:
    assert [path for path in linux_folder.rglob("*") if path.is_symlink() and not path.exists()] == []


def test_qt_is_only_stripped_on_linux(linux_folder: Path, build_python: Path, tmp_path: Path) -> None:
    wheel = next(build_python.parents[1].glob("lib/python3*/site-packages/PySide6"))
    altered = []
    for path in files(linux_folder / "_internal" / "PySide6"):
        if ".so" in path.name:
            source = wheel / path.relative_to(linux_folder / "_internal" / "PySide6")
            shutil.copy(source, tmp_path / "x")
            subprocess.run(["strip", "--strip-unneeded", tmp_path / "x"], check=True)
            if (tmp_path / "x").read_bytes() != path.read_bytes():
                altered.append(path.name)
    assert altered == []


def test_qt_is_untouched_on_windows(windows_folder: Path, windows_environment: Path) -> None:
    wheel = windows_environment / "python" / "Lib" / "site-packages"
    inside = windows_folder / "_internal"
    packages = [path for name in ("PySide6", "shiboken6") for path in files(wheel / name)]
    shipped = {
        str(path.relative_to(wheel)).lower(): path.read_bytes() for path in packages if path.suffix in (".dll", ".pyd")
    }
    found = [
        p for name in ("PySide6", "shiboken6") for p in files(inside / name) if p.suffix.lower() in (".dll", ".pyd")
    ]
    assert len(found) > 15
    assert [p.name for p in found if p.read_bytes() != shipped[str(p.relative_to(inside)).lower()]] == []


def test_nothing_of_this_machine_is_inside(bundle: tuple[str, Path]) -> None:
    _, folder = bundle
    marks = [str(build_env.cache()), str(ROOT), str(build_env.cache()).replace("/", "\\"), str(ROOT).replace("/", "\\")]
    words = [word for mark in marks for word in ("-e", mark)]
    done = subprocess.run(["grep", "-rlaF", *words, folder], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_no_library_of_windows_or_of_wine(windows_folder: Path) -> None:
    bad = ("icuuc", "api-ms-", "ucrtbase", "mscms", "opengl32sw", "d3dcompiler")
    assert [path.name for path in files(windows_folder) if path.name.lower().startswith(bad)] == []


def test_size(bundle: tuple[str, Path]) -> None:
    system, folder = bundle
    assert sum(path.stat().st_size for path in files(folder)) / 1e6 <= GOALS_MB[system]


def test_licences(bundle: tuple[str, Path]) -> None:
    system, folder = bundle
    names = {path.name for path in files(folder / "licences")}
    wanted = {"LISEZ-MOI.txt", "GPL-3.0.txt", "LGPL-3.0.txt", "Apache-2.0.txt", "MIT.txt", "Python.txt", "NOTICE.txt"}
    assert names >= wanted | {"typst-LICENSE.txt", "pyinstaller-COPYING.txt", "sbom.cdx.json"}
    assert names >= {"markdown_it_py-LICENSE.txt", "markdown_it_py-LICENSE.markdown-it.txt", "mdurl-LICENSE.txt"}
    words = (folder / "licences" / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    assert "remplacer" in words and "Code source correspondant" in words
    assert (folder / "_internal" / "resources" / "fonts" / "OFL-Atkinson.txt").is_file()
    if system == "linux":
        assert len(list((folder / "licences" / "debian").glob("*.txt"))) >= 5
    rows = (folder / "licences" / "typst-composants.txt").read_text(encoding="utf-8").splitlines()
    only_mit = {row.partition(" : ")[0] for row in rows if " : MIT ; " in row}
    told = (folder / "licences" / "typst-mit.txt").read_text(encoding="utf-8").splitlines()
    assert only_mit and only_mit <= {line.partition(" (")[0] for line in told}


def test_inventory_is_valid(bundle: tuple[str, Path], build_python: Path) -> None:
    _, folder = bundle
    code = (
        "import sys; from cyclonedx.schema import SchemaVersion as V; from cyclonedx.validation.json import *;"
        "text = open(sys.argv[1], encoding='utf-8').read();"
        "wrong = JsonStrictValidator(V.V1_6).validate_str(text); sys.exit(str(wrong) if wrong else 0)"
    )
    command = [build_python, "-c", code, folder / "licences" / "sbom.cdx.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:2000]


def test_the_index_notes_the_times_that_the_texts_have(bundle: tuple[str, Path]) -> None:
    """Else every start would read and hash all texts once more."""
    _, folder = bundle
    resources = folder / "_internal" / "resources"
    noted = msgspec.msgpack.decode((resources / "index" / "outline.msgpack").read_bytes())["files"]
    places = {name: next(p for p in (resources / "content" / name, resources / name) if p.is_file()) for name in noted}
    assert noted and [name for name, path in places.items() if path.stat().st_mtime_ns != noted[name][2]] == []
