"""The compiled texts: ``outline.msgpack`` for the start, ``texts.sqlite`` for the rest.

Both hold the values of ``model``, ``shelf`` and ``blocks`` as msgspec encodes them; what does not fit their types is
refused, and made anew. The index carries SHA-256, size and time of every file it was made from. A start trusts it;
``compiler.is_stale`` is asked after the first frame, and a stale index is made again beside the user's caches.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec.msgpack import Decoder

from kit import paths
from kit.content.model import Article, Outline
from kit.errors import ContentError, IndexUnusable

if TYPE_CHECKING:
    import sqlite3

    from kit.content.blocks import Body
    from kit.content.cases import Case
    from kit.content.shelf import Shelf

OUTLINE = "outline.msgpack"
TEXTS = "texts.sqlite"
Format = Literal[11]
"""That of all files beside ``outline.msgpack``: raised when a value changes so that older ones would be misread."""
FORMAT: Final[Format] = 11
_ARTICLE = Decoder(Article)
_LIKE = """
SELECT record FROM example WHERE departement = :departement OR :departement = ''
ORDER BY population IS NULL, max(1, population, :ours) * 1.0 / min(max(1, population), max(1, :ours)), rank
LIMIT 1
"""
"""As ``cases.unlike``; without a population of ours the ratio is NULL for all, and the first comes first."""
Fingerprint = tuple[str, int, int]
"""SHA-256 (hexadecimal), size in bytes and time in nanoseconds of a file."""


class Compiled(msgspec.Struct, frozen=True):
    """What ``outline.msgpack`` holds; ``files`` are encoded apart, as no start needs them (path → Fingerprint).

    ``problems`` are (file, line, rule, detail) of the texts that were left out; ``questions`` are the ids of those.
    """

    format: Format
    outline: Outline
    files: msgspec.Raw
    problems: tuple[tuple[str, int, str, str], ...]
    questions: tuple[str, ...]


class IndexStore:
    """Texts read from a compiled index; the database is opened at the first text.

    Raises IndexUnusable when the outline is missing, of another format or damaged; so does each text.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._db: sqlite3.Connection | None = None
        self._asking = threading.Lock()  # two threads that ask the same thing at once would share its answers
        self._shelf: Shelf | None = None
        self._ids: dict[str, Article] = {}
        try:
            self._compiled = msgspec.msgpack.decode((folder / OUTLINE).read_bytes(), type=Compiled)
        except (OSError, msgspec.DecodeError) as error:
            raise IndexUnusable(folder, str(error)) from error
        if not (folder / TEXTS).is_file():
            raise IndexUnusable(folder, TEXTS)
        self.outline = self._compiled.outline
        told = self._compiled.problems
        self.problems = [ContentError(Path(file), line, rule, detail) for file, line, rule, detail in told]

    @cached_property
    def files(self) -> dict[str, Fingerprint]:
        """The files that the texts were made from."""
        return self._decoded(self._compiled.files, Decoder(dict[str, Fingerprint]))

    def _decoded[T](self, raw: bytes | msgspec.Raw, decoder: Decoder[T]) -> T:
        try:
            return decoder.decode(raw)
        except (msgspec.DecodeError, TypeError) as error:
            raise IndexUnusable(self._folder, str(error)) from error

    def _query(self, words: str, *values: str, **named: str | int | None) -> list[tuple[Any, ...]]:
        import sqlite3

        try:
            with self._asking:
                if self._db is None:
                    address = paths.frozen_database((self._folder / TEXTS).resolve())
                    self._db = sqlite3.connect(address, uri=True, check_same_thread=False)
                return self._db.execute(words, named or values).fetchall()
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
            self._ids[article_id] = self._decoded(rows[0][0], _ARTICLE)
        return self._ids[article_id]

    def body(self, article_id: str) -> Body:
        from kit.content import blocks

        rows = self._query("SELECT body FROM article WHERE id = ?", article_id)
        return self._decoded(rows[0][0], blocks.DECODER) if rows else ()

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        narrowed = f" AND kind IN ({_marks(kinds)})" if kinds else ""
        return tuple(self._in_order(f"WHERE parent = ?{narrowed}", (parent, *kinds)))

    def articles(self, kinds: tuple[str, ...] = ()) -> Iterator[Article]:
        return self._in_order(f"WHERE kind IN ({_marks(kinds)})" if kinds else "", kinds)

    def among(self, ids: Collection[str]) -> Iterator[Article]:
        return self._in_order(f"WHERE id IN ({_marks(ids)})", ids)

    def _in_order(self, narrowed: str, values: Iterable[str]) -> Iterator[Article]:
        rows = self._query(f"SELECT record FROM article {narrowed} ORDER BY rank", *values)
        return (self._decoded(record, _ARTICLE) for (record,) in rows)

    def cases(self) -> tuple[Case, ...]:
        from kit.content.cases import Case

        decoder = Decoder(Case)
        return tuple(self._decoded(row, decoder) for (row,) in self._query("SELECT record FROM example ORDER BY rank"))

    def case_like(self, departement: str, population: int | None) -> Case | None:
        from kit.content.cases import Case

        rows = self._query(_LIKE, departement=departement, ours=population)
        return self._decoded(rows[0][0], Decoder(Case)) if rows else None

    def question_ids(self) -> tuple[str, ...]:
        return self._compiled.questions

    def shelf(self) -> Shelf:
        if self._shelf is None:
            from kit.content.shelf import Shelf

            rows = self._query("SELECT record FROM shelf")
            self._shelf = self._decoded(rows[0][0] if rows else b"", Decoder(Shelf))
        return self._shelf


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
