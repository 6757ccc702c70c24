"""Compiles the texts once: ``python -m kit.compiling`` at build time, or the window when a text changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kit import paths
from kit.acts import compiled
from kit.acts.loader import ActModels
from kit.content.compiler import compile_index, is_stale
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.errors import IndexUnusable
from kit.search import storage

if TYPE_CHECKING:
    from kit.content.files import FileStore


def compile_all(out: Path, texts: Path | None = None) -> FileStore:
    """Compile texts, models and search index into ``out``; returns the store, whose ``problems`` name broken texts.

    ``texts`` holds ``kit.toml`` and ``content``: by default those in use.
    """
    from kit.search import index as search_index

    folder = texts or paths.texts()
    store = compile_index(folder / "content", folder / "kit.toml", out)
    models = ActModels(folder / "actes")
    models.write_compiled(out)
    search_index.build(Library(store), out, folder / "content", models)
    return store


def is_fresh(folder: Path) -> bool:
    """Say whether ``folder`` holds an index of the texts as they are now (hashes every text)."""
    try:
        store = IndexStore(folder)
    except IndexUnusable:
        return False
    texts = paths.texts()
    usable = storage.is_usable(folder) and compiled.is_usable(folder)
    return usable and not is_stale(store, texts / "content", texts / "kit.toml")


def fresh_index() -> Path:
    """Return the folder of an index of the texts in use as they are now, made here where the one that came is not.

    Raises IndexUnusable where the cache cannot be written.
    """
    shipped, own = paths.shipped_index(), paths.own_index()
    if is_fresh(shipped):
        forget(own)  # made for texts that are no more: the next start must not take it
        return shipped
    try:
        compile_all(own)
    except OSError as error:
        raise IndexUnusable(own, str(error)) from error
    return own


def forget(folder: Path) -> None:
    """Remove an index; a disk that refuses leaves it, and it is passed over again after the next start."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Compile the shipped index where it is not up to date; 1 when a text is broken."""
    shipped = paths.resources()
    out = shipped / "index"
    if paths.texts() == shipped and is_fresh(out) and not IndexStore(out).problems:
        return 0
    store = compile_all(out, shipped)
    for problem in store.problems:
        print(problem, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
