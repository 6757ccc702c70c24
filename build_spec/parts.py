"""What belongs into the bundle: the one list that the spec cuts by and that the tests judge by.

Qt comes with far more than a Widgets program loads. Nothing here alters a library of Qt: a file stays whole or goes.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kit", "ui", "atelier")
"""The packages of the programs."""

ATELIER = {"linux": "kit-atelier", "win32": "KitAtelier.exe", "darwin": "KitAtelier"}
"""The publisher's program, which has packages of its own."""
ATELIER_NAME = "Atelier du Kit ESS"

# The kit opens no connection: no network module of Python or Qt is shipped, nor what only tests and builds need.
EXCLUDED_MODULES = """
    ssl _ssl socket _socket select selectors socketserver http urllib.request urllib.error urllib.robotparser
    ftplib smtplib imaplib poplib xmlrpc webbrowser wsgiref asyncio multiprocessing concurrent
    _hashlib ctypes _ctypes _lzma _bz2 bz2 lzma tarfile
    unittest doctest pydoc pdb bdb cmd code codeop test tkinter distutils setuptools pkg_resources pip ensurepip venv
    readline rlcompleter curses _curses py_compile compileall zipapp
    _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _multibytecodec
    xxsubtype resource typing_extensions yaml pygments
""".split()

# Compiled modules that only other compiled modules ask for: nobody sees it by reading Python.
_ASKED_BY_COMPILED = ("_cffi_backend",)

_QT_ALWAYS = {"QtCore", "QtGui", "QtWidgets"}
_QT_IMPORT = re.compile(r"^\s*(?:from|import)\s+PySide6\.(Qt\w+)", re.MULTILINE)

# Folder of plugins → names (without "lib" and ending). Only what a window of widgets loads by itself.
_PLUGINS_LINUX = {
    "platforms": {"qxcb", "qwayland", "qoffscreen"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"bradient"},
}
_PLUGINS_WINDOWS = {"platforms": {"qwindows"}, "styles": {"qmodernwindowsstyle"}}
_PLUGINS_MAC = {"platforms": {"qcocoa"}, "styles": {"qmacstyle"}}
_PRINTING_LINUX = {"printsupport": {"cupsprintersupport"}}

TRANSLATIONS = {"qtbase_fr.qm"}

# What the libraries above need, found with objdump; ``tests/packaging`` asks that each one is still needed.
_QT_LIBS_LINUX = {"DBus", "XcbQpa", "WaylandClient"}

# Libraries of the build machine that every desktop has or that follow its drivers and settings: the system's are taken.
_SYSTEM_LIBRARIES = re.compile(
    r"lib(GL|EGL|GLX|OpenGL|GLdispatch|drm|gbm|X11|X11-xcb|xcb|Xau|Xdmcp|Xext|stdc\+\+|gcc_s|z|fontconfig|freetype|png16|"
    r"brotli\w+|expat|glib-2\.0|gthread-2\.0|pcre2-8|dbus-1|systemd|cap|gcrypt|gpg-error|lz4|lzma|zstd|bz2|ssl|crypto|"
    r"cups|wayland-\w+|gtk-3|gdk-3|gio-2\.0|gobject-2\.0|gmodule-2\.0|uuid|bsd|md)\.so\.[\d.]+"
)
_WINDOWS_SYSTEM = re.compile(r"(icuuc|api-ms-win-.*|ucrtbase|mscms)\.dll", re.IGNORECASE)
_WINDOWS_UNUSED = {"opengl32sw.dll", "libssl-3.dll", "libcrypto-3.dll", "d3dcompiler_47.dll"}


def libraries() -> list[str]:
    """Return the modules of other people's that kit and ui import and that are installed here: ``nacl.bindings``…"""
    found = set()
    for source in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
    ours = {*ROOMS, "PySide6", "shiboken6", "shibokensupport", "__future__"} | sys.stdlib_module_names
    others = [name for name in sorted(found) if name.partition(".")[0] not in ours]
    return [name for name in others if importlib.util.find_spec(name.partition(".")[0])]


def hidden_modules() -> list[str]:
    """Return the modules that the bundle needs besides those that its sources are seen to import."""
    return libraries() + [name for name in _ASKED_BY_COMPILED if importlib.util.find_spec(name)]


def qt_modules() -> set[str]:
    """Return the modules of Qt that the window's sources import, by name (``QtSvg``)."""
    found = set(_QT_ALWAYS)
    for source in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        found.update(_QT_IMPORT.findall(source.read_text(encoding="utf-8")))
    return found


def qt_libraries(system: str) -> set[str]:
    """Return the stems of Qt's own libraries on ``system`` (``linux``, ``win32``, ``darwin``): ``Core``, ``Gui``…"""
    own = {module.removeprefix("Qt") for module in qt_modules()}
    return own | (_QT_LIBS_LINUX if system == "linux" else {"DBus"} if system == "darwin" else set())


def plugins(system: str) -> dict[str, set[str]]:
    """Return the plugins of Qt kept on ``system``, a set a folder."""
    if system == "win32":
        return _PLUGINS_WINDOWS
    if system == "darwin":
        return _PLUGINS_MAC
    return _PLUGINS_LINUX | (_PRINTING_LINUX if "QtPrintSupport" in qt_modules() else {})


def stem(name: str) -> str:
    """Return a library's name without ``lib``, ``Qt6``, version and ending: ``libQt6Core.so.6`` is ``Core``."""
    bare = re.sub(r"(\.abi3)?\.(so|dll|pyd|dylib)(\.[\d.]+)?$", "", name)
    return bare.removeprefix("lib").removeprefix("Qt6")


def is_kept(path: str, system: str) -> bool:
    """Say whether a file stays in the bundle; ``path`` is relative to its ``_internal`` folder."""
    where = PurePosixPath(path.replace("\\", "/"))
    if where.parts[0] == "PySide6":
        return _is_qt_file_kept(where, system)
    if system == "win32":
        return not _WINDOWS_SYSTEM.fullmatch(where.name) and where.name.lower() not in _WINDOWS_UNUSED
    return len(where.parts) > 1 or not _SYSTEM_LIBRARIES.fullmatch(where.name)


def _is_qt_file_kept(where: PurePosixPath, system: str) -> bool:
    parts = [part for part in where.parts[1:] if part != "Qt"]
    name = where.name
    if parts[0] == "plugins":
        return len(parts) == 3 and stem(name) in plugins(system).get(parts[1], set())
    if "translations" in parts:
        return name in TRANSLATIONS
    if parts[0] in ("qml", "resources", "libexec", "metatypes", "scripts", "typesystems", "glue", "include", "doc"):
        return False
    if re.match(r"(lib)?Qt6", name):
        return stem(name) in qt_libraries(system)
    if re.match(r"Qt\w+\.(abi3\.so|pyd)$", name):
        return name.partition(".")[0] in qt_modules()
    return name.lower() not in _WINDOWS_UNUSED and not name.endswith((".pyi", ".lib", ".exe", ".json"))


def without_orphans(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the entries of a bundle without the plain libraries that no kept file asks for any more (Linux)."""
    while True:
        wanted = {need for entry in binaries for need in needed(Path(entry[1]))}
        kept = [entry for entry in binaries if "/" in entry[0] or not _is_library(entry[0]) or entry[0] in wanted]
        if len(kept) == len(binaries):
            return kept
        binaries = kept


def _is_library(name: str) -> bool:
    return name.startswith("lib") and ".so" in name and not name.startswith("libpython")


def needed(library: Path) -> list[str]:
    """Return the names of the libraries that an ELF file asks for."""
    done = subprocess.run(["objdump", "-p", str(library)], capture_output=True, text=True, check=False)
    return re.findall(r"^\s+NEEDED\s+(\S+)", done.stdout, re.MULTILINE)


def mac_plist() -> dict[str, object]:
    """Return the Info.plist entries of the macOS program: French, sharp, ``.kitess`` (not run: RELEASE.md)."""
    kind = "org.cress-na.kitess"
    return {
        "CFBundleDevelopmentRegion": "fr",
        "CFBundleDisplayName": "Kit ESS",
        "CFBundleIdentifier": "org.cress_na.KitESS",
        "NSHighResolutionCapable": True,
        "LSMinimumSystemVersion": "14.0",
        "CFBundleDocumentTypes": [
            {"CFBundleTypeName": "Dossier du Kit ESS", "CFBundleTypeRole": "Editor", "LSItemContentTypes": [kind]}
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind,
                "UTTypeDescription": "Dossier du Kit ESS",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": ["kitess"]},
            }
        ],
    }


def mac_atelier_plist() -> dict[str, object]:
    """Return the entries of the atelier: it opens no dossier (not run: RELEASE.md)."""
    kept = {key: told for key, told in mac_plist().items() if not key.startswith(("CFBundleDocument", "UTExported"))}
    return kept | {"CFBundleDisplayName": ATELIER_NAME, "CFBundleIdentifier": "org.cress_na.KitAtelier"}
