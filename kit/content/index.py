"""The compiled texts: ``outline.json`` for the start, ``texts.sqlite`` for the rest.

The index carries SHA-256, size and time of every file it was made from. A start trusts it; ``freshness.is_stale``
is asked after the first frame, and a stale index is made again beside the user's caches.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import paths
from kit.content.model import Article, Lever, Outline, Publisher, article_from_record
from kit.errors import ContentError, IndexUnusable

if TYPE_CHECKING:
    import sqlite3

    from kit.content.blocks import Body
    from kit.content.shelf import Shelf

FORMAT = 6
OUTLINE = "outline.json"
TEXTS = "texts.sqlite"


def _places(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


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
        self._asking = threading.Lock()  # two threads that ask the same thing at once would share its answers
        self._shelf: Shelf | None = None
        self._ids: dict[str, Article] = {}
        try:
            record = json.loads((folder / OUTLINE).read_bytes())
            if record["format"] != FORMAT or not (folder / TEXTS).is_file():
                raise IndexUnusable(folder, f"format {record['format']}")
            self.outline = _unpack_outline(record)
            self.files: dict[str, tuple[str, int, int]] = {k: (v[0], v[1], v[2]) for k, v in record["files"].items()}
            self.problems = [ContentError(Path(f), line, rule, detail) for f, line, rule, detail in record["problems"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnusable(folder, str(error)) from error

    def _query(self, words: str, *values: str) -> list[tuple[Any, ...]]:
        import sqlite3

        try:
            with self._asking:
                if self._db is None:
                    address = paths.frozen_database((self._folder / TEXTS).resolve())
                    self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
                return self._db.execute(words, values).fetchall()
        except sqlite3.Error as error:
            raise IndexUnusable(self._folder, str(error)) from error

    def close(self) -> None:
        """Close the database; the next text opens it again."""
        with self._asking:
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
        from kit.content import blocks

        rows = self._query("SELECT body FROM article WHERE id = ?", article_id)
        return blocks.unpack(json.loads(rows[0][0])) if rows else ()

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        rows = self._query("SELECT kind, record FROM article WHERE parent = ? ORDER BY rank", parent)
        return tuple(article_from_record(json.loads(r)) for kind, r in rows if not kinds or kind in kinds)

    def articles(self, kinds: tuple[str, ...] = ()) -> Iterator[Article]:
        return self._in_order(f"WHERE kind IN ({_places(kinds)})" if kinds else "", kinds)

    def among(self, ids: Collection[str]) -> Iterator[Article]:
        return self._in_order(f"WHERE id IN ({_places(ids)})", ids)

    def _in_order(self, narrowed: str, values: Iterable[str]) -> Iterator[Article]:
        rows = self._query(f"SELECT record FROM article {narrowed} ORDER BY rank", *values)
        return (article_from_record(json.loads(record)) for (record,) in rows)

    def shelf(self) -> Shelf:
        if self._shelf is None:
            from kit.content.shelf import Fact, NationalDate, Network, Question, Shelf, Source, Term

            found: dict[str, list[dict[str, Any]]] = {}
            for kind, record in self._query("SELECT kind, record FROM shelf ORDER BY rowid"):
                item = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(record).items()}
                found.setdefault(kind, []).append(item)
            self._shelf = Shelf(
                terms=tuple(Term(**item) for item in found.get("term", ())),
                sources={item["id"]: Source(**item) for item in found.get("source", ())},
                facts={item["id"]: Fact(**({"sources": ()} | item)) for item in found.get("fact", ())},
                networks=tuple(Network(**item) for item in found.get("network", ())),
                dates=tuple(NationalDate(**item) for item in found.get("date", ())),
                questions=tuple(Question(**item) for item in found.get("question", ())),
            )
        return self._shelf
