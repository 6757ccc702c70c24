"""Words as HTML, for every medium that is written in it: the window, the page for a telephone, the book."""

from __future__ import annotations

from markupsafe import Markup, escape

from kit.typography import raised

_RAISED, _BREAK = Markup("<sup>{}</sup>"), Markup("<br>")


def raised_html(text: str) -> Markup:
    """Return a text with the letters of « 1er » raised."""
    return Markup().join(_RAISED.format(part) if is_raised else escape(part) for part, is_raised in raised(text))


def raised_lines(text: str) -> Markup:
    """Return a text of several lines in the same way."""
    return _BREAK.join(raised_html(text).split("\n"))
