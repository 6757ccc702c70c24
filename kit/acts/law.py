"""Legal references as texts write them, compared by their numbers: « art. L2122-18 » is « article L. 2122-18 »."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"(?<![\w])([LRD])\s*\.?\*?\s*(\d+(?:-\d+)*)(?!\d)")
_NUMBERED = re.compile(r"(?:n°|\bloi|\bdécret|\bordonnance)\s?(?:n°\s?)?(\d{2,4}-\d+)|\b(20\d\d/\d{3,4})\b")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def articles(text: str) -> frozenset[str]:
    """Return the articles of codes that a text names: ``{"L2122-18"}``."""
    return frozenset(f"{found[1]}{found[2]}" for found in _ARTICLE.finditer(_plain(text)))


def laws(text: str) -> frozenset[str]:
    """Return the numbers of laws, decrees and European rules that a text names: ``{"2000-321", "2023/2831"}``."""
    return frozenset(found[1] or found[2] for found in _NUMBERED.finditer(_plain(text)))


def named(text: str) -> frozenset[str]:
    """Return all articles and laws that a text names."""
    return articles(text) | laws(text)


def is_named(reference: str, text: str) -> bool:
    """Say whether a text names what a reference does; one without any number counts as named."""
    wanted = named(reference)
    return not wanted or bool(wanted & named(text))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).replace("‑", "-").replace("–", "-")
