"""The window's own words in the writing that the reader chose: what ``kit.content.double_form`` is for the texts.

The one place that remembers it for a whole process, as Qt keeps the language of its own words: a widget knows no store,
and the window is built anew when the choice changes. What people typed never comes here.
"""

from __future__ import annotations

_DOUBLE = "double"
_chosen = ""


def choose(writing: str) -> None:
    """Take the writing (``kit.content.writing.WRITINGS``) of all that is built from now on."""
    global _chosen
    _chosen = writing


def in_chosen_form(words: str) -> str:
    """Return words of the window as the reader wants them written: « élu·es », or « les élues et les élus »."""
    if _chosen != _DOUBLE or "·" not in words:
        return words
    from kit.content.writing import double

    return double(words)
