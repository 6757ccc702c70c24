"""Whether compiled texts are those of the files: light, as it is asked after every start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kit.content.index import Fingerprint, IndexStore
from kit.digest import sha256


def fingerprint(folder: Path, kit_file: Path) -> dict[str, Fingerprint]:
    """Return SHA-256, size and time (ns) of each file that the texts are made of, by its path."""
    found = {}
    for name, path in _files(folder, kit_file):
        stat = path.stat()
        found[name] = (sha256(path.read_bytes()).hexdigest(), stat.st_size, stat.st_mtime_ns)
    return found


def _files(folder: Path, kit_file: Path) -> Iterator[tuple[str, Path]]:
    for path in [kit_file, *content_files(folder), *content_files(kit_file.parent / "actes")]:
        yield path.relative_to(kit_file.parent).as_posix(), path


def is_stale(store: IndexStore, folder: Path, kit_file: Path) -> bool:
    """Say whether the texts differ from those compiled; only files of another size or time are read.

    Not for the start: it asks the disk for every text.
    """
    left = dict(store.files)
    for name, path in _files(folder, kit_file):
        known, stat = left.pop(name, None), path.stat()
        if known is None:
            return True
        told, size, time = known
        same = (stat.st_size, stat.st_mtime_ns) == (size, time)
        if not same and sha256(path.read_bytes()).hexdigest() != told:
            return True
    return bool(left)


def content_files(folder: Path) -> list[Path]:
    """Return the files that texts are made of, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".toml") and path.is_file())
