"""Writes the compiled texts, ``outline.msgpack`` and ``texts.sqlite`` (``index.py`` reads them), and says when to.

What reads Markdown and TOML is loaded when there is something to compile: ``is_stale`` is asked after every start.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kit.content.index import FORMAT, OUTLINE, TEXTS, Compiled, Fingerprint, IndexStore
from kit.digest import sha256
from kit.files import replacing, write_whole

if TYPE_CHECKING:
    from kit.content.files import FileStore

_TABLES = """
CREATE TABLE article (rank INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, parent TEXT, record BLOB, body BLOB);
CREATE INDEX parents ON article (parent);
CREATE TABLE example (rank INTEGER PRIMARY KEY, departement TEXT, population INTEGER, record BLOB);
CREATE INDEX places ON example (departement);
CREATE TABLE shelf (record BLOB);
"""


def compile_index(folder: Path, kit_file: Path, out: Path) -> FileStore:
    """Compile the texts of ``folder`` into ``out``; returns the store they were read with.

    Each file is written beside and moved into place, so that a reader sees the old or the new one.
    A text that cannot be parsed is left out of the bodies and named in the store's problems.
    """
    from kit.content.files import FileStore

    files = fingerprint(folder, kit_file)
    store = FileStore(folder, kit_file)
    out.mkdir(parents=True, exist_ok=True)
    with replacing(out / TEXTS) as fresh:
        _write_texts(store, fresh)
    problems = tuple((str(one.file), one.line, one.rule, one.detail) for one in store.problems)
    files_apart = msgspec.Raw(msgspec.msgpack.encode(files))
    compiled = Compiled(FORMAT, store.outline, files_apart, problems, store.question_ids())
    write_whole(out / OUTLINE, msgspec.msgpack.encode(compiled))
    return store


def _write_texts(store: FileStore, path: Path) -> None:
    import sqlite3

    encode = msgspec.msgpack.encode
    db = sqlite3.connect(path)
    try:
        db.executescript(_TABLES)
        for rank, article in enumerate(store.articles()):
            row = (rank, article.id, article.kind, article.parent, encode(article), encode(store.body(article.id)))
            db.execute("INSERT INTO article VALUES (?,?,?,?,?,?)", row)
        for rank, case in enumerate(store.cases()):
            told = (rank, case.departement, case.example.population, encode(case))
            db.execute("INSERT INTO example VALUES (?,?,?,?)", told)
        db.execute("INSERT INTO shelf VALUES (?)", (encode(store.shelf()),))
        db.commit()
    finally:
        db.close()


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
