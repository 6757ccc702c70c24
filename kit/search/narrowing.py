"""Narrows a list that is all in sight: glossary, networks, sources. Accents, case and middle dots do not count."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kit.search.folding import folded_text, query_words


def narrow[T](
    items: Iterable[T], typed: str, name: Callable[[T], str], text: Callable[[T], str]
) -> tuple[list[T], list[T]]:
    """Return the items whose name has all the words typed, then those whose text has them; each in its order.

    The last word may be unfinished, the others too: « achat resp » finds « achats responsables ».
    """
    words = query_words(typed)
    if not words:
        return list(items), []
    named: list[T] = []
    told: list[T] = []
    for item in items:
        if _has(name(item), words):
            named.append(item)
        elif _has(f"{name(item)} {text(item)}", words):
            told.append(item)
    return named, told


def _has(text: str, words: list[str]) -> bool:
    found = folded_text(text).split()
    return all(any(one.startswith(word) for one in found) for word in words)
