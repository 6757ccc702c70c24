"""The mandate book → HTML for an ``ArticleView``: history by day, instants, what stands between two. Pure: only values.

Links: ``plus:`` for what is older, ``comparer:<id>`` and ``retirer:<id>`` for an instant, else a target of the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.text.cards import MORE
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

COMPARE, REMOVE = "comparer:", "retirer:"


@dataclass(frozen=True, slots=True)
class Kept:
    """An instant that was kept: its id, its title and its day in words."""

    id: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of a comparison: what, what it was, what it is."""

    target: str
    title: str
    before: str
    after: str


def history(days: Sequence[tuple[str, Sequence[str]]], theme: Tokens, *, most: int, nothing: str) -> str:
    """Return the days with their sentences, at most ``most`` of them; a link shows the rest."""
    parts, room = [], most
    for day, sentences in days:
        shown = sentences[:room]
        if not shown:
            break
        parts.append(_title(day) + "<ul>" + "".join(f"<li>{escape(words)}</li>" for words in shown) + "</ul>")
        room -= len(shown)
    total = sum(len(sentences) for _, sentences in days)
    if total > most:
        parts.append(f'<p class="more"><a href="{MORE}">Montrer ce qui est plus ancien ({total - most})</a></p>')
    return page(parts or [f'<p class="lead">{escape(nothing)}</p>'], theme)


def comparison(
    rows: Sequence[Moved], lead: str, heads: tuple[str, str], kept: Sequence[Kept], theme: Tokens, *, nothing: str
) -> str:
    """Return what changed between two moments as a table, then the instants that were kept."""
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    if rows:
        cells = "".join(f"<th>{escape(words)}</th>" for words in ("Action", *heads))
        lines = "".join(
            f'<tr><td><a href="{escape(row.target)}">{escape(row.title)}</a></td>'
            f"<td>{escape(row.before)}</td><td><b>{escape(row.after)}</b></td></tr>"
            for row in rows
        )
        parts.append(f'<table class="data" width="100%" cellspacing="0"><thead><tr>{cells}</tr></thead>{lines}</table>')
    elif nothing:
        parts.append(f"<p>{escape(nothing)}</p>")
    if kept:
        parts.append(_title("Vos instantanés"))
        parts.append("<ul>" + "".join(_kept(one) for one in kept) + "</ul>")
    return page(parts, theme)


def page(parts: Sequence[str], theme: Tokens) -> str:
    """Return a page of these parts."""
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"


def _kept(one: Kept) -> str:
    name = escape(one.title or one.day)
    return (
        f"<li><b>{name}</b>, {escape(one.day)} · "
        f'<a href="{COMPARE}{escape(one.id)}">Comparer «\u00a0{name}\u00a0» avec aujourd’hui</a> · '
        f'<a href="{REMOVE}{escape(one.id)}">Retirer «\u00a0{name}\u00a0»</a></li>'
    )


def _title(words: str) -> str:
    return f'<h2><span class="h2">{escape(words)}</span></h2>'
