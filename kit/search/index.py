"""The full-text index: SQLite FTS5 over folded text, made at build time, opened read-only.

Ranking is bm25 with title over summary over body; texts that are provisional count a little less.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kit.content.blocks import plain_body
from kit.content.library import Library
from kit.content.model import Article
from kit.errors import IndexUnusable
from kit.search import folding

if TYPE_CHECKING:
    import sqlite3

FILE = "search.sqlite"
_WEIGHTS = "10.0, 4.0, 1.0"


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: what it is, where it stands, and an extract with the words found in it.

    ``marks`` are (start, end) positions in ``extract``; ``title_marks`` in ``title``.
    """

    id: str
    kind: str
    title: str
    where: str
    extract: str
    marks: tuple[tuple[int, int], ...] = ()
    title_marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of one text."""

    id: str
    kind: str
    title: str
    where: str
    summary: str
    body: str


def documents(library: Library) -> Iterator[Document]:
    """Yield what is searched: every article, topic, action and page of the library."""
    for article in library.articles():
        where = " › ".join(_label(above) for above in library.trail(article.id))
        body = plain_body(library.body(article.id)) + "\n" + _extras(article)
        yield Document(article.id, article.kind, article.title, where, article.summary, body)


def _label(article: Article) -> str:
    if article.kind in ("reason", "lever"):
        return f"{article.code}. {article.label}"
    return article.label


def _extras(article: Article) -> str:
    lines = [f"{e.place} ({e.departement}) {e.text}" for e in article.examples]
    lines += [step.text for step in article.steps]
    lines += [article.done_when, article.first_step]
    return "\n".join(line for line in lines if line)


def build(library: Library, folder: Path) -> None:
    """Make the index of all texts in ``folder``, beside the old one, then put it in place."""
    import sqlite3

    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.{os.getpid()}.new"
    fresh.unlink(missing_ok=True)
    db = sqlite3.connect(fresh)
    try:
        fill(db, documents(library))
        db.commit()
    finally:
        db.close()
    fresh.replace(folder / FILE)


def fill(db: sqlite3.Connection, found: Iterator[Document]) -> None:
    """Create the tables of an index and put the documents in."""
    db.execute(
        "CREATE TABLE page "
        "(rank INTEGER PRIMARY KEY, id TEXT, kind TEXT, title TEXT, place TEXT, summary TEXT, body TEXT)"
    )
    db.execute(
        "CREATE VIRTUAL TABLE words USING fts5 "
        "(title, summary, body, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    for rank, d in enumerate(found):
        db.execute("INSERT INTO page VALUES (?,?,?,?,?,?,?)", (rank, d.id, d.kind, d.title, d.where, d.summary, d.body))
        folded = [folding.folded_text(part) for part in (d.title, d.summary, d.body)]
        db.execute("INSERT INTO words (rowid, title, summary, body) VALUES (?,?,?,?)", (rank, *folded))
    db.execute("INSERT INTO words (words) VALUES ('optimize')")


class SearchIndex:
    """An index opened for reading; raises IndexUnusable where the file is missing or damaged.

    One connection, used from one thread at a time.
    """

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        import sqlite3

        if isinstance(source, sqlite3.Connection):
            self._db = source
            return
        if not source.is_file():
            raise IndexUnusable(source, "missing")
        address = source.resolve().as_uri() + "?mode=ro&immutable=1"
        self._db = sqlite3.connect(address, uri=True, check_same_thread=False)

    @classmethod
    def in_memory(cls, library: Library) -> SearchIndex:
        """Return an index made on the spot, for texts that have none on disk."""
        import sqlite3

        db = sqlite3.connect(":memory:", check_same_thread=False)
        fill(db, documents(library))
        return cls(db)

    def close(self) -> None:
        """Close the index."""
        self._db.close()

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best hits for what was typed, best first; the last word may be unfinished.

        All words must be there; where no text has them all, texts with some of them are given.
        """
        typed = folding.query_words(text)
        if not typed:
            return []
        rows = self._ask(_expression(typed, "AND"), limit)
        if not rows and len(typed) > 1:
            rows = self._ask(_expression(typed, "OR"), limit)
        return [self._hit(row, typed) for row in rows]

    def _ask(self, expression: str, limit: int) -> list[tuple[str, ...]]:
        import sqlite3

        question = (
            "SELECT page.id, page.kind, page.title, page.place, page.summary, page.body FROM words "
            f"JOIN page ON page.rank = words.rowid WHERE words MATCH ? ORDER BY bm25(words, {_WEIGHTS}) LIMIT ?"
        )
        try:
            return self._db.execute(question, (expression, limit)).fetchall()
        except sqlite3.Error as error:
            raise IndexUnusable(Path(FILE), str(error)) from error

    def _hit(self, row: tuple[str, ...], typed: list[str]) -> Hit:
        identity, kind, title, where, summary, body = row
        extract = _extract(summary, body, typed)
        return Hit(identity, kind, title, where, extract, marks(extract, typed), marks(title, typed))


def _expression(typed: list[str], operator: str) -> str:
    quoted = [f'"{word}"' for word in typed[:-1]]
    last = f'"{typed[-1]}"'
    return f" {operator} ".join([*quoted, last + " *"])


def marks(text: str, typed: list[str]) -> tuple[tuple[int, int], ...]:
    """Return where the typed words stand in the original text, the last one as a beginning."""
    found = []
    for start, end, forms in folding.words(text):
        if any(form == word for form in forms for word in typed[:-1]) or any(f.startswith(typed[-1]) for f in forms):
            found.append((start, end))
    return tuple(found)


def _extract(summary: str, body: str, typed: list[str], width: int = 180) -> str:
    """Return the part of the text that shows most of the typed words, cut at words."""
    best = _best_part(summary, body, typed)
    if len(best) <= width:
        return best
    places = marks(best, typed)
    middle = places[0][0] if places else 0
    start = max(0, min(middle - width // 3, len(best) - width))
    if start:
        start = best.rfind(" ", 0, start) + 1
    stop = best.find(" ", start + width)
    stop = len(best) if stop < 0 else stop
    return ("… " if start else "") + best[start:stop] + (" …" if stop < len(best) else "")


def _best_part(summary: str, body: str, typed: list[str]) -> str:
    """Return the part with most of the typed words; of equals the summary, then the shortest."""
    best, most, all_of_them = summary, _distinct(summary, typed), len(set(typed))
    for part in sorted(re.split(r"\n+", body), key=len):
        if most == all_of_them:
            break
        count = _distinct(part, typed)
        if count > most:
            best, most = part, count
    return best


def _distinct(text: str, typed: list[str]) -> int:
    """Count the typed words that stand in ``text``; a look at the folded text spares most of the work."""
    if "·" not in text:
        plain = folding.fold(text)
        if not any(word in plain for word in typed):
            return 0
    seen: set[str] = set()
    for _, _, forms in folding.words(text):
        seen.update(w for w in typed[:-1] if w in forms)
        if any(form.startswith(typed[-1]) for form in forms):
            seen.add(typed[-1])
    return len(seen)
