"""The sentences of the printed documents, from ``resources/print/wording.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from kit import paths
from kit.days import day_in_words

WORDING_FILE = "wording.toml"
_FIELD = re.compile(r"\{(\w+)\}")


class Wording(Struct, frozen=True):
    """French sentences by table and key."""

    phrases: Mapping[str, Mapping[str, str]]

    def say(self, table: str, key: str, **fields: object) -> str:
        """Return a sentence, each ``{field}`` replaced once by its value."""
        return _FIELD.sub(lambda found: str(fields[found[1]]), self.phrases[table][key])

    def date(self, day: date) -> str:
        """Return a date as one writes it: « 24 novembre 2026 », « 1er mars 2027 »."""
        return day_in_words(day)


def wording() -> Wording:
    """Return the sentences that the kit ships."""
    return _read(paths.print_templates() / WORDING_FILE)


@cache
def _read(path: Path) -> Wording:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases = {name: {k: v for k, v in table.items() if isinstance(v, str)} for name, table in tables.items()}
    return Wording(phrases)
