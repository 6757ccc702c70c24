"""Installs the texts of a pack beside the others; replacing one pointer file puts them into use, or goes back.

A pack is unpacked, checked and compiled in a folder that nothing looks at; that folder is given its name; then the
pointer is replaced. Whatever stops the program in between leaves the texts as they were, or the new ones whole.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path

import msgspec

from kit import compiling, paths
from kit.digest import sha256
from kit.errors import NothingToRestore, PackRefused, SaveRefused
from kit.files import read_regular, sync_folder, write_whole
from kit.packs import keyring
from kit.packs.archive import MANIFEST, ROOMS
from kit.packs.checks import check_texts
from kit.packs.manifest import MANIFEST_LIMIT, read_manifest
from kit.packs.pack import Pack, lay_out
from kit.steps import Step, unwatched

STEPS = ("write", "check", "compile", "switch")
_LEFT_BEHIND = 3600  # seconds after which what an interrupted install left is nobody's any more


class TextsInUse(msgspec.Struct, frozen=True):
    """Which texts are read, by folder: ``folder`` now, ``before`` (or None) what going back would give."""

    folder: Path
    before: Path | None

    @property
    def is_installed(self) -> bool:
        """Whether they came on a key, and not with the program."""
        return self.folder != paths.resources()


def texts_in_use() -> TextsInUse:
    """Return which texts are in use and which ones going back would bring."""
    folder = paths.texts()
    if folder == paths.resources():
        now, other = _pointed()
        candidate = "" if now else other  # a pack that the program has overtaken is no way back
    else:
        candidate = _pointed()[1]
    before = _usable(candidate)
    return TextsInUse(folder, before if before not in (None, folder) else None)


def install(pack: Pack, step: Step = unwatched, *, checked: bool = False, older: bool = False) -> Path:
    """Put a pack's texts into use; returns their folder. Raises PackRefused, SaveRefused; then nothing has changed.

    ``step`` is told each of STEPS; what it raises stops the install and leaves the texts as they were. ``checked``: a
    preview of this very value has judged its texts, which takes longer than all the rest. Texts older than those in
    use are refused unless ``older``: an old pack is sound, and would take corrections away.
    """
    check_edition(pack)
    check_age(pack, older=older)
    root = paths.installed_texts()
    try:
        root.mkdir(parents=True, exist_ok=True)
        _tidy(root, keep_fresh=True)
        target = root / pack.manifest.name
        if not is_intact(target):
            _lay_out(pack, target, step, checked=checked)
        step("switch")
        keyring.remember(pack.ring)  # before the texts: killed between, no revoked key is taken again
        now = paths.texts()
        if now != target:
            _point(target.name, now.name if now != paths.resources() else "")
        _tidy(root, keep_fresh=True)
    except OSError as error:
        raise SaveRefused(root, error) from error
    return target


def check_edition(pack: Pack) -> None:
    """Raise PackRefused for the texts of another kit: one publisher may sign those of several."""
    theirs = paths.edition_in(pack.files["kit.toml"].decode("utf-8", "replace"))
    if theirs != paths.edition():
        raise PackRefused(pack.path, "other-edition", theirs)


def check_age(pack: Pack, *, older: bool = False) -> None:
    """Raise PackRefused for texts older than those of the program, and unless ``older`` than those in use."""
    if pack.manifest.date < paths.shipped_date():
        raise PackRefused(pack.path, "older", pack.manifest.date)
    if not older and pack.manifest.date < (used := _date_in_use()):
        raise PackRefused(pack.path, "older-than-used", f"{pack.manifest.date}, en usage : {used}")


def prepare(pack: Pack, folder: Path, step: Step, *, checked: bool = False) -> None:
    """Lay a pack out in a folder, check its texts unless they are ``checked``, compile them; PackRefused, OSError."""
    step("write")
    lay_out(pack, folder)
    step("check")
    if not checked:
        check_texts(folder, pack.path)
    step("compile")
    compiling.compile_all(folder / "index", folder)


def go_back() -> Path:
    """Put the texts before the present ones into use again; returns their folder.

    Raises NothingToRestore, SaveRefused.
    """
    state = texts_in_use()
    if state.before is None or not (state.before == paths.resources() or is_intact(state.before)):
        raise NothingToRestore
    names = [folder.name if folder != paths.resources() else "" for folder in (state.before, state.folder)]
    try:
        _point(*names)
    except OSError as error:
        raise SaveRefused(paths.texts_pointer(), error) from error
    return state.before


def leave_damaged() -> Path | None:
    """Go back to the shipped texts where a file of the installed ones was lost or altered; returns their folder."""
    folder = paths.texts()
    if folder == paths.resources() or is_intact(folder):
        return None
    with contextlib.suppress(OSError):
        _point("", "")
    return paths.resources()


def is_intact(folder: Path) -> bool:
    """Say whether a folder holds each file of its own manifest unaltered, and nothing else among the texts."""
    try:
        manifest = read_manifest(read_regular(folder / MANIFEST, MANIFEST_LIMIT))
        there = {path.relative_to(folder).as_posix() for room in ROOMS for path in (folder / room).rglob("*.*")}
        if manifest.name != folder.name or not there <= set(manifest.files):
            return False
        return all(sha256((folder / n).read_bytes()).hexdigest() == told for n, told in manifest.files.items())
    except (OSError, ValueError):
        return False


def _lay_out(pack: Pack, target: Path, step: Step, *, checked: bool) -> None:
    """Make the folder of a pack whole, under a name that nothing looks at, then give it its own."""
    beside = target.with_name(f".{target.name}-{os.urandom(4).hex()}.tmp")
    try:
        prepare(pack, beside, step, checked=checked)
        if target.exists():  # an installed pack that was damaged since
            target.rename(target.with_name(f".{target.name}-{os.urandom(4).hex()}.old"))
        beside.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        error.filename, error.filename2 = str(target), None  # who reads it knows no other name
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _date_in_use() -> str:
    folder = paths.texts()
    return paths.shipped_date() if folder == paths.resources() else folder.name[:10]


def _point(now: str, before: str) -> None:
    write_whole(paths.texts_pointer(), f"{now}\n{before}\n".encode("ascii"))


def _pointed() -> tuple[str, str]:
    try:
        lines = paths.texts_pointer().read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return "", ""
    return lines[0], lines[1] if len(lines) > 1 else ""


def _usable(name: str) -> Path | None:
    """Return the folder that a name of the pointer stands for, where it can be gone back to."""
    if not name:
        return paths.resources()
    newer = name[:10] >= paths.shipped_date()
    folder = paths.installed_texts() / name
    return folder if re.fullmatch(paths.PACK_NAME, name) and newer and (folder / MANIFEST).is_file() else None


def _tidy(root: Path, *, keep_fresh: bool) -> None:
    """Remove packs that are neither in use nor the way back, and what interrupted installs left."""
    kept, limit = set(_pointed()), time.time() - _LEFT_BEHIND
    for path in root.iterdir():
        left_over = path.name.startswith(".") and path.suffix in (".tmp", ".old")
        own = re.fullmatch(paths.PACK_NAME, path.name) is not None and path.name not in kept
        if (left_over or own) and not (keep_fresh and path.stat().st_mtime > limit):
            shutil.rmtree(path, ignore_errors=True)
