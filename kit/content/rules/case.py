"""What every rule looks at: one text with its file, and the kit around it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import msgspec

from kit.content.blocks import Body
from kit.content.library import Library
from kit.content.model import Article
from kit.content.problem import Problem, line_of, line_of_words
from kit.content.shelf import Shelf
from kit.territoires import Territories

_INNER_CODE = re.compile(r"\b[FS]\d{2,}[a-z]?\b")


class Setting(msgspec.Struct, frozen=True):
    """The kit around a text: all texts, the lists, the drawings and whether each has words, the day, the communes."""

    library: Library
    shelf: Shelf
    pictograms: Path
    alternatives: dict[str, bool]
    today: datetime.date
    territories: Territories
    stated: dict[str, tuple[str, ...]] = {}  # numbers of a page about the kit itself that no fact carries, by file


class Case(msgspec.Struct, frozen=True):
    """One text under check: its article, its block tree, its file as written, the line where the body starts."""

    article: Article
    body: Body
    raw: str
    body_line: int
    setting: Setting

    def error(self, key: str, rule: str, message: str) -> Problem:
        """Return an error at the line of a header's key, or of the words given."""
        return Problem(self.article.file, line_of(self.raw, key), rule, message)

    def warning(self, key: str, rule: str, message: str) -> Problem:
        """Return a remark at the line of a header's key, or of the words given."""
        return Problem(self.article.file, line_of(self.raw, key), rule, message, "warning")

    def at(self, words: str, rule: str, message: str, *, severity: str = "error") -> Problem:
        """Return a problem at the line of the body where ``words`` start."""
        line = line_of_words(self.raw, words, first=self.body_line)
        return Problem(self.article.file, line, rule, message, severity)


def inner_codes(to_check: str) -> str:
    """Return what to say of numbers of facts or sources in ``to_check``, which readers see; empty for none."""
    found = ", ".join(dict.fromkeys(_INNER_CODE.findall(to_check)))
    return f"to_check nomme {found}, que personne ne peut lire : dire la chose en mots" if found else ""
