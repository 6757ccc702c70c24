"""Words that stand for one another: ``synonymes.toml``, and each acronym of the glossary with what it means."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kit.content.library import Library
from kit.search.folding import query_words
from kit.search.stopwords import STOP

FILE = "synonymes.toml"
LONGEST = 4  # words of a key

Words = tuple[str, ...]


def load(folder: Path, library: Library) -> dict[Words, list[Words]]:
    """Return what else to look for, by the words typed; a broken or missing file counts as empty."""
    found: dict[Words, list[Words]] = {}
    for group in _groups(folder / FILE, "groupe"):
        _join(found, group, group)
    for typed, *meant in _groups(folder / FILE, "sens"):
        _join(found, [typed], meant)
    for term in library.shelf.terms:
        names = [words for name in (term.term, term.expansion, *term.aliases) if (words := key(name))]
        _join(found, names, names)
    return {typed: meant for typed, meant in found.items() if len(typed) <= LONGEST}


def key(text: str) -> Words:
    """Return the words of a name that count."""
    return tuple(word for word in query_words(text) if word not in STOP)


def _join(found: dict[Words, list[Words]], typed: Iterable[Words], meant: Iterable[Words]) -> None:
    others = list(meant)
    for one in typed:
        known = found.setdefault(one, [])
        known += [other for other in others if other != one and other not in known]


def _groups(path: Path, name: str) -> list[list[Words]]:
    import tomllib

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    groups = table.get(name, [])
    return [[words for item in group if (words := key(str(item)))] for group in groups if isinstance(group, list)]
