"""The index as one SQLite file: written beside the old one and moved into place, opened read-only."""

from __future__ import annotations

import sys
import threading
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import astuple

from kit import paths
from kit.errors import IndexUnusable
from kit.files import replacing
from kit.search.inverted import Inverted, Page, Posting
from kit.search.stemming import stem
from kit.search.synonyms import Words

if TYPE_CHECKING:
    import sqlite3

FILE = "search.sqlite"
_FORMAT = 3
_TABLES = """
CREATE TABLE page (number INTEGER PRIMARY KEY, id TEXT, kind TEXT, title TEXT, place TEXT, summary TEXT, body TEXT,
    parent TEXT, lever TEXT, folded TEXT);
CREATE TABLE word (word TEXT PRIMARY KEY, stem TEXT, texts INTEGER, pages BLOB, weights BLOB) WITHOUT ROWID;
CREATE TABLE prefix (prefix TEXT PRIMARY KEY, pages BLOB, weights BLOB) WITHOUT ROWID;
CREATE TABLE synonym (typed TEXT, meant TEXT, PRIMARY KEY (typed, meant)) WITHOUT ROWID;
"""


def write(index: Inverted, folder: Path) -> None:
    """Write an index into ``folder``; a reader sees the old or the new one."""
    import sqlite3

    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / FILE) as fresh:
        db = sqlite3.connect(fresh)
        try:
            _fill(db, index)
            db.commit()
            db.execute("VACUUM")
        finally:
            db.close()


def is_usable(folder: Path) -> bool:
    """Say whether ``folder`` holds an index of this program's format, from the head of the file alone."""
    try:
        with (folder / FILE).open("rb") as file:
            head = file.read(64)
    except OSError:
        return False
    return len(head) == 64 and int.from_bytes(head[60:64], "big") == _FORMAT  # SQLite's user_version


def _fill(db: sqlite3.Connection, index: Inverted) -> None:
    db.executescript(f"PRAGMA user_version = {_FORMAT};{_TABLES}")
    db.executemany(
        "INSERT INTO page VALUES (?,?,?,?,?,?,?,?,?,?)", ((n, *astuple(page)) for n, page in enumerate(index))
    )
    rows = ((w, stem(w), len(p.pages), _packed(p.pages), p.weights) for w, p in sorted(index.postings.items()))
    db.executemany("INSERT INTO word VALUES (?,?,?,?,?)", rows)
    short = ((prefix, _packed(p.pages), p.weights) for prefix, p in index.prefixes())
    db.executemany("INSERT INTO prefix VALUES (?,?,?)", short)
    pairs = ((" ".join(typed), " ".join(one)) for typed, meant in index.others.items() for one in meant)
    db.executemany("INSERT OR IGNORE INTO synonym VALUES (?,?)", pairs)
    db.execute("CREATE INDEX stems ON word (stem)")


def _packed(numbers: array[int]) -> bytes:
    """Return numbers as little-endian bytes, two for each where they fit."""
    packed = array("H" if not numbers or max(numbers) < 1 << 16 else "I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpacked(pages: bytes, weights: bytes) -> Posting:
    numbers: array[int] = array("H" if len(pages) == 2 * len(weights) else "I")
    numbers.frombytes(pages)
    if sys.byteorder == "big":
        numbers.byteswap()
    return Posting(numbers, bytearray(weights))


class StoredIndex:
    """A Reader of a file; raises IndexUnusable where it is missing, damaged or of another format."""

    def __init__(self, path: Path) -> None:
        import sqlite3

        if not path.is_file():
            raise IndexUnusable(path, "missing")
        self._path = path
        self._db = sqlite3.connect(paths.frozen_database(path.resolve()), uri=True, check_same_thread=False)
        self._asking = threading.Lock()  # two threads that ask the same thing at once would share its answers
        self._count = -1

    def close(self) -> None:
        """Let the file go."""
        with self._asking:
            self._db.close()

    @property
    def count(self) -> int:
        if self._count < 0:
            if self._ask("PRAGMA user_version") != [(_FORMAT,)]:
                raise IndexUnusable(self._path, "format")
            self._count = self._ask("SELECT count(*) FROM page")[0][0]
        return self._count

    def posting(self, word: str) -> Posting | None:
        rows = self._ask("SELECT pages, weights FROM word WHERE word = ?", word)
        return _unpacked(*rows[0]) if rows else None

    def starting(self, prefix: str, most: int) -> list[str]:
        words = "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY texts DESC LIMIT ?"
        return [word for (word,) in self._ask(words, prefix, prefix + "\uffff", most)]

    def prefixed(self, prefix: str) -> Posting | None:
        rows = self._ask("SELECT pages, weights FROM prefix WHERE prefix = ?", prefix)
        return _unpacked(*rows[0]) if rows else None

    def sharing(self, root: str) -> list[str]:
        return [word for (word,) in self._ask("SELECT word FROM word WHERE stem = ?", root)]

    def known(self, words: list[str]) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for start in range(0, len(words), 500):
            part = words[start : start + 500]
            marks = ",".join("?" * len(part))
            found += self._ask(f"SELECT word, texts FROM word WHERE word IN ({marks})", *part)
        return found

    def synonyms(self, typed: Words) -> list[Words]:
        rows = self._ask("SELECT meant FROM synonym WHERE typed = ?", " ".join(typed))
        return [tuple(meant.split()) for (meant,) in rows]

    def pages(self, numbers: list[int]) -> dict[int, Page]:
        marks = ",".join("?" * len(numbers))
        rows = self._ask(f"SELECT * FROM page WHERE number IN ({marks})", *numbers)
        return {number: Page(*page) for number, *page in rows}

    def marks_of_pages(self) -> list[tuple[str, str, str]]:
        return self._ask("SELECT id, kind, lever FROM page ORDER BY number")

    def _ask(self, words: str, *values: object) -> list[Any]:
        import sqlite3

        try:
            with self._asking:
                return self._db.execute(words, values).fetchall()
        except sqlite3.Error as error:
            raise IndexUnusable(self._path, str(error)) from error
