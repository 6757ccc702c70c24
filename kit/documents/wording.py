"""The sentences of the printed documents, from ``resources/print/wording.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kit import paths
from kit.days import day_in_words

if TYPE_CHECKING:
    from kit.content.library import Library

WORDING_FILE = "wording.toml"
_PAGE, _DOUBLE = "page", "double"  # of kit.content.writing, which takes 10 ms to load
_FIELD = re.compile(r"\{(\w+)\}")


class Wording(Struct, frozen=True):
    """French sentences by table and key, in a writing (``kit.content.writing.WRITINGS``)."""

    phrases: Mapping[str, Mapping[str, str]]
    writing: str = _PAGE

    def say(self, table: str, key: str, **fields: object) -> str:
        """Return a sentence in the writing, each ``{field}`` replaced once by its value, which stays as it is."""
        sentence = self.phrases[table][key]
        if self.writing == _DOUBLE and "·" in sentence:
            from kit.content.writing import double

            sentence = double(sentence)
        return _FIELD.sub(lambda found: str(fields[found[1]]), sentence)

    def date(self, day: date) -> str:
        """Return a date as one writes it: « 24 novembre 2026 », « 1er mars 2027 »."""
        return day_in_words(day)


def wording(library: Library | None = None) -> Wording:
    """Return the sentences that the kit ships, in the writing of the texts that they go with."""
    return _read(paths.print_templates() / WORDING_FILE, library.writing if library else _PAGE)


@cache
def _read(path: Path, writing: str) -> Wording:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases = {name: {k: v for k, v in table.items() if isinstance(v, str)} for name, table in tables.items()}
    return Wording(phrases, writing)
