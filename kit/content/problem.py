"""What a check finds: problems with file, line and rule, and the report that holds them."""

from __future__ import annotations

from typing import Any

import msgspec

from kit.content.reading_ease import Reading


class Problem(msgspec.Struct, frozen=True):
    """One broken rule; ``severity`` is error or warning."""

    file: str
    line: int
    rule: str
    message: str
    severity: str = "error"


class Coverage(msgspec.Struct, frozen=True):
    """Which facts of the collection the texts use; ``share`` is that of the facts read in their source, 0 to 1."""

    used: tuple[str, ...]
    left_out: dict[str, str]
    forgotten: tuple[str, ...]
    share: float
    problems: tuple[Problem, ...]


class Report(msgspec.Struct, frozen=True):
    """What was checked and what was found; ``reading`` is how each text reads, by id.

    ``cases`` counts the distinct real examples (``kit.content.lint.count_cases``).
    ``coverage`` is there when the texts were compared with the collection of facts.
    """

    problems: tuple[Problem, ...]
    counts: dict[str, int]
    reading: dict[str, Reading] = msgspec.field(default_factory=dict)
    coverage: Coverage | None = None
    cases: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def errors(self) -> int:
        """Number of problems that stop a release."""
        return sum(1 for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> int:
        """Number of remarks to the writer."""
        return len(self.problems) - self.errors


def line_of(raw: str, words: str) -> int:
    """Return the first line that holds ``words`` (a header's key counts with its equal sign), or 1."""
    lines = raw.splitlines()
    for number, line in enumerate(lines, 1):
        if words and line.lstrip().startswith(f"{words} ="):
            return number
    for number, line in enumerate(lines, 1):
        if words and words in line:
            return number
    return 1


def line_of_words(raw: str, words: str, *, first: int = 1) -> int:
    """Return the line where a run of words starts, whatever marks and line breaks stand in it; ``first`` if not found.

    Lines before ``first`` are passed over.
    """
    wanted = _letters(words)[:40]
    lines = raw.splitlines()
    for number in range(first, len(lines) + 1):
        start = _letters(lines[number - 1])
        if not start or not wanted:
            continue
        for place in range(len(start)):
            if start[place] == wanted[0] and (start[place:] + _rest(lines, number, len(wanted))).startswith(wanted):
                return number
    return first


def _rest(lines: list[str], number: int, size: int) -> str:
    found = ""
    for line in lines[number:]:
        if len(found) >= size:
            break
        found += _letters(line)
    return found


def _letters(words: str) -> str:
    import re

    return "".join(c for c in re.sub(r"\]\([^)]*\)|\[F\d[^\]]*\]", "", words) if c.isalnum())
