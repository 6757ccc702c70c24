"""Writes the compiled texts: ``outline.msgpack`` and ``texts.sqlite``, read by ``index.py``."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kit.content.files import FileStore
from kit.content.freshness import fingerprint
from kit.content.index import FORMAT, OUTLINE, TEXTS, Compiled
from kit.files import replacing, write_whole

_TABLES = """
CREATE TABLE article (rank INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, parent TEXT, record BLOB, body BLOB);
CREATE INDEX parents ON article (parent);
CREATE TABLE shelf (record BLOB);
"""


def compile_index(folder: Path, kit_file: Path, out: Path) -> FileStore:
    """Compile the texts of ``folder`` into ``out``; returns the store they were read with.

    Each file is written beside and moved into place, so that a reader sees the old or the new one.
    A text that cannot be parsed is left out of the bodies and named in the store's problems.
    """
    files = fingerprint(folder, kit_file)
    store = FileStore(folder, kit_file)
    out.mkdir(parents=True, exist_ok=True)
    with replacing(out / TEXTS) as fresh:
        _write_texts(store, fresh)
    problems = tuple((str(one.file), one.line, one.rule, one.detail) for one in store.problems)
    compiled = Compiled(FORMAT, store.outline, msgspec.Raw(msgspec.msgpack.encode(files)), problems)
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
        db.execute("INSERT INTO shelf VALUES (?)", (encode(store.shelf()),))
        db.commit()
    finally:
        db.close()
