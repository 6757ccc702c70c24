"""Evidence as files: copied into ``NAME.kitess.pieces/``, known by their SHA-256, never trusted for their name."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from kit.digest import sha256
from kit.dossier import plan_fields as names
from kit.dossier.beside import pieces_of
from kit.dossier.plan_lists import Evidence
from kit.errors import PieceRefused, PieceTooLarge
from kit.files import copy_whole

SIZE_LIMIT = 50 * 1024 * 1024
"""Bytes of one file: a scan of a délibération has about one million."""
_BLOCK = 1 << 20
_NAME_LIMIT = 80
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class PieceState(StrEnum):
    """Whether a copied file is still what it was."""

    SOUND = "sound"
    MISSING = "missing"
    CHANGED = "changed"


def folder_of(dossier: Path) -> Path:
    """Return the folder of a dossier's files."""
    return pieces_of(dossier)


def path_of(dossier: Path, evidence: Evidence) -> Path:
    """Return where the file of a piece of evidence stands; a name that would lead elsewhere is made safe."""
    return folder_of(dossier) / safe_name(evidence.file)


def safe_name(name: str) -> str:
    """Return a file's name that every system accepts and that stays in its folder."""
    plain = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode()
    plain = _FORBIDDEN.sub("-", plain).strip(" .-") or "piece"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: _NAME_LIMIT - len(ending) - 1].rstrip(' .')}.{ending}"
    return plain[:_NAME_LIMIT].rstrip(" .")


def add(dossier: Path, source: Path, title: str = "") -> Evidence:
    """Copy a file into the dossier's folder and check the copy; the same content is kept once.

    PieceTooLarge over ``SIZE_LIMIT``, PieceRefused when the file cannot be read or the copy not made.
    """
    digest, size = _measure(source)
    name = safe_name(source.name)
    file = f"{digest[:12]}-{name}"
    _put(source, folder_of(dossier) / file, digest)
    return Evidence(names.new_id(), title or name, file=file, sha256=digest, size=size)


def check(dossier: Path, evidence: Evidence) -> PieceState:
    """Say whether the file of a piece of evidence is there and unchanged; it is read whole."""
    path = path_of(dossier, evidence)
    try:
        if path.stat().st_size != evidence.size:
            return PieceState.CHANGED
        return PieceState.SOUND if _digest(path) == evidence.sha256 else PieceState.CHANGED
    except OSError:
        return PieceState.MISSING


def bring(theirs: Path, mine: Path, wanted: Iterable[Evidence]) -> list[Evidence]:
    """Copy the files of a colleague's dossier that mine lacks; return those that could not be copied."""
    missing = []
    for evidence in wanted:
        if not evidence.file or check(mine, evidence) == PieceState.SOUND:
            continue
        if check(theirs, evidence) != PieceState.SOUND:
            missing.append(evidence)
            continue
        try:
            _put(path_of(theirs, evidence), path_of(mine, evidence), evidence.sha256)
        except PieceRefused:
            missing.append(evidence)
    return missing


def _measure(source: Path) -> tuple[str, int]:
    try:
        size = source.stat().st_size
        if not source.is_file():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(source))
        if size > SIZE_LIMIT:
            raise PieceTooLarge(source, size, SIZE_LIMIT)
        return _digest(source), size
    except OSError as error:
        raise PieceRefused(source, error) from error


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def _put(source: Path, target: Path, digest: str) -> None:
    """Copy a file under its final name, if its bytes are those told; else nothing stands there."""
    try:
        if target.is_file() and _digest(target) == digest:
            return
        target.parent.mkdir(exist_ok=True)
        copy_whole(source, target, digest=digest)
    except OSError as error:
        raise PieceRefused(source, error) from error
