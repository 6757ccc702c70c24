"""Instants and what stands between two → HTML for an ``ArticleView``. Pure: only values.

Links: ``comparer:<id>`` and ``retirer:<id>`` for an instant, else a target of the plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from kit.tokens import Tokens
from kit.typography import fr
from ui.text import html

COMPARE, REMOVE = "comparer:", "retirer:"


class Kept(Struct, frozen=True):
    """An instant that was kept: its id, its title and its day in words."""

    id: str
    title: str
    day: str


class Moved(Struct, frozen=True):
    """One line of a comparison: what, what it was, what it is."""

    target: str
    title: str
    before: str
    after: str


def comparison(
    rows: Sequence[Moved], lead: str, heads: tuple[str, str], kept: Sequence[Kept], theme: Tokens, *, nothing: str
) -> Markup:
    """Return what changed between two moments as a table, then the instants that were kept."""
    parts = [html.paragraph(lead, "lead")]
    if rows:
        parts.append(html.table(("Action", *heads), map(_row, rows)))
    else:
        parts.append(html.paragraph(nothing))
    if kept:
        parts += [html.heading("Vos instantanés"), html.items(map(_instant, kept))]
    return html.page(parts, theme)


def _row(row: Moved) -> tuple[str, ...]:
    return html.link(row.target, row.title), row.before, html.bold(row.after)


def _instant(one: Kept) -> Markup:
    name = one.title or one.day
    compare = html.link(f"{COMPARE}{one.id}", fr("Comparer « {name} » avec aujourd’hui", name=name))
    remove = html.link(f"{REMOVE}{one.id}", fr("Retirer « {name} »", name=name))
    return html.joined((html.bold(name) + f", {one.day}", compare, remove), " · ")
