"""The compiled texts: ``outline.json`` for the start, ``texts.sqlite`` for the rest.

The index carries the size and SHA-256 of every file it was made from. A start trusts it; ``is_stale``
is asked after the first frame, and a stale index is made again beside the user's caches.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.content import blocks
from kit.content.blocks import Body
from kit.content.library import FileStore
from kit.content.loader import content_files
from kit.content.model import (
    Article,
    Fact,
    Lever,
    Network,
    Outline,
    Publisher,
    Shelf,
    Source,
    Term,
    article_from_record,
    to_record,
)
from kit.errors import ContentError, IndexUnusable

if TYPE_CHECKING:
    import sqlite3

FORMAT = 1
OUTLINE = "outline.json"
TEXTS = "texts.sqlite"


def fingerprint(folder: Path, kit_file: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that the texts are made of, by its path."""
    import hashlib

    found = {}
    for path in [kit_file, *content_files(folder)]:
        name = path.relative_to(kit_file.parent).as_posix()
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def compile_index(folder: Path, kit_file: Path, out: Path) -> FileStore:
    """Compile the texts of ``folder`` into ``out``; returns the store they were read with.

    Each file is written beside and moved into place, so that a reader sees the old or the new one.
    A text that cannot be parsed is left out of the bodies and named in the store's problems.
    """
    files = fingerprint(folder, kit_file)
    store = FileStore(folder, kit_file)
    out.mkdir(parents=True, exist_ok=True)
    texts = out / f"{TEXTS}.{os.getpid()}.new"
    texts.unlink(missing_ok=True)
    _write_texts(store, texts)
    texts.replace(out / TEXTS)
    record = {"format": FORMAT, "files": files, **_pack_outline(store.outline)}
    record["problems"] = [[str(p.file), p.line, p.rule, p.detail] for p in store.problems]
    fresh = out / f"{OUTLINE}.{os.getpid()}.new"
    fresh.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    fresh.replace(out / OUTLINE)
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


def _unpack_outline(record: dict[str, Any]) -> Outline:
    publisher = {name: "" for name in ("form_collectivites", "form_general")} | record["publisher"]
    levers = tuple(
        Lever(
            article=article_from_record(item["article"]),
            milestone=article_from_record(item["milestone"]) if item["milestone"] else None,
            actions=tuple(article_from_record(a) for a in item["actions"]),
        )
        for item in record["levers"]
    )
    chapters = tuple(article_from_record(a) for a in record["chapters"])
    return Outline(Publisher(**publisher), chapters, tuple(article_from_record(a) for a in record["reasons"]), levers)


class IndexStore:
    """Texts read from a compiled index; the database is opened at the first text.

    Raises IndexUnusable when the outline is missing, of another format or damaged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db: sqlite3.Connection | None = None
        self._shelf: Shelf | None = None
        self._ids: dict[str, Article] = {}
        try:
            record = json.loads((folder / OUTLINE).read_bytes())
            if record["format"] != FORMAT or not (folder / TEXTS).is_file():
                raise IndexUnusable(folder, f"format {record['format']}")
            self.outline = _unpack_outline(record)
            self.files: dict[str, str] = record["files"]
            self.problems = [ContentError(Path(f), line, rule, detail) for f, line, rule, detail in record["problems"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(folder, str(error)) from error

    def is_stale(self, folder: Path, kit_file: Path) -> bool:
        """Say whether the texts differ from those compiled (hashes every file: not for the start)."""
        return fingerprint(folder, kit_file) != self.files

    def _query(self, words: str, *values: str) -> list[tuple[Any, ...]]:
        import sqlite3

        try:
            if self._db is None:
                address = (self._folder / TEXTS).resolve().as_uri() + "?mode=ro&immutable=1"
                self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
            return self._db.execute(words, values).fetchall()
        except sqlite3.Error as error:
            raise IndexUnusable(self._folder, str(error)) from error

    def close(self) -> None:
        """Close the database; the next text opens it again."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def article(self, article_id: str) -> Article | None:
        if article_id not in self._ids:
            rows = self._query("SELECT record FROM article WHERE id = ?", article_id)
            if not rows:
                return None
            self._ids[article_id] = article_from_record(json.loads(rows[0][0]))
        return self._ids[article_id]

    def body(self, article_id: str) -> Body:
        rows = self._query("SELECT body FROM article WHERE id = ?", article_id)
        return blocks.unpack(json.loads(rows[0][0])) if rows else ()

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        rows = self._query("SELECT kind, record FROM article WHERE parent = ? ORDER BY rank", parent)
        return tuple(article_from_record(json.loads(r)) for kind, r in rows if not kinds or kind in kinds)

    def articles(self) -> Iterator[Article]:
        rows = self._query("SELECT record FROM article ORDER BY rank")
        return (article_from_record(json.loads(record)) for (record,) in rows)

    def shelf(self) -> Shelf:
        if self._shelf is None:
            found: dict[str, list[dict[str, Any]]] = {"term": [], "source": [], "fact": [], "network": []}
            for kind, record in self._query("SELECT kind, record FROM shelf ORDER BY rowid"):
                item = json.loads(record)
                found[kind].append({k: tuple(v) if isinstance(v, list) else v for k, v in item.items()})
            self._shelf = Shelf(
                terms=tuple(Term(**item) for item in found["term"]),
                sources={item["id"]: Source(**item) for item in found["source"]},
                facts={item["id"]: Fact(**({"sources": ()} | item)) for item in found["fact"]},
                networks=tuple(Network(**item) for item in found["network"]),
            )
        return self._shelf
