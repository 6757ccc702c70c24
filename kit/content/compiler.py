"""Writes the compiled texts: ``outline.json`` and ``texts.sqlite``, read by ``index.py``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kit.content import blocks
from kit.content.files import FileStore
from kit.content.freshness import fingerprint
from kit.content.index import FORMAT, OUTLINE, TEXTS
from kit.content.model import Outline, to_record
from kit.files import replacing, write_whole


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
    record = {"format": FORMAT, "files": files, **_pack_outline(store.outline)}
    record["problems"] = [[str(p.file), p.line, p.rule, p.detail] for p in store.problems]
    write_whole(out / OUTLINE, json.dumps(record, ensure_ascii=False).encode())
    return store


def _write_texts(store: FileStore, path: Path) -> None:
    import sqlite3

    db = sqlite3.connect(path)
    try:
        db.execute(
            "CREATE TABLE article "
            "(rank INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, parent TEXT, record TEXT, body TEXT)"
        )
        db.execute("CREATE TABLE shelf (kind TEXT, id TEXT, record TEXT)")
        for rank, article in enumerate(store.articles()):
            body = _json(blocks.pack(store.body(article.id)))
            row = (rank, article.id, article.kind, article.parent, _json(to_record(article)), body)
            db.execute("INSERT INTO article VALUES (?,?,?,?,?,?)", row)
        db.execute("CREATE INDEX parents ON article (parent)")
        shelf = store.shelf()
        for kind, items in (
            ("term", shelf.terms),
            ("source", shelf.sources.values()),
            ("fact", shelf.facts.values()),
            ("network", shelf.networks),
            ("question", shelf.questions),
            ("date", shelf.dates),
        ):
            db.executemany("INSERT INTO shelf VALUES (?,?,?)", [(kind, i.id, _json(to_record(i))) for i in items])
        db.commit()
    finally:
        db.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pack_outline(outline: Outline) -> dict[str, Any]:
    return {
        "publisher": to_record(outline.publisher),
        "chapters": [to_record(a) for a in outline.chapters],
        "reasons": [to_record(a) for a in outline.reasons],
        "levers": [
            {
                "article": to_record(lever.article),
                "milestone": to_record(lever.milestone) if lever.milestone else None,
                "actions": [to_record(a) for a in lever.actions],
            }
            for lever in outline.levers
        ],
    }
