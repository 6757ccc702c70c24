"""Opens the texts for reading: from the index compiled here, from the shipped one, or from the files."""

from __future__ import annotations

from pathlib import Path

from kit import paths
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.errors import IndexUnusable


def open_library() -> tuple[Library, Path | None]:
    """Return the texts and the folder of their index; straight from the files where no index is usable."""
    for folder in (paths.own_index(), paths.shipped_index()):
        try:
            return Library(IndexStore(folder)), folder
        except IndexUnusable:
            continue
    from kit.content.files import FileStore

    return Library(FileStore(paths.content(), paths.kit_file())), None
