"""« Exemples proches » → HTML for an ``ArticleView``: real examples as cards, the nearest first. Pure: only values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from kit.content.example_words import role_words, size_words, year_words
from kit.content.nearby import NearExample, Nearness
from kit.content.typography import french
from ui.text.list_html import card, name, page, title
from ui.theme.tokens import Tokens

_GROUPS = {
    Nearness.SAME: "Dans votre département",
    Nearness.JOINED: "Dans un département voisin, lié au vôtre par une intercommunalité",
    Nearness.REGION: "Ailleurs dans la région",
    Nearness.ELSEWHERE: "Hors de la région",
    Nearness.UNKNOWN: "",
}


def examples(found: Sequence[NearExample], titles: Mapping[str, str], theme: Tokens, *, lead: str) -> str:
    """Return the examples by nearness; ``titles`` names the pages that tell them, each a link by its id."""
    parts = [f'<p class="lead">{escape(lead)}</p>']
    for nearness, group in groupby(found, key=lambda one: one.nearness):
        if _GROUPS[nearness]:
            parts.append(title(_GROUPS[nearness]))
        parts += [_example(one, titles, level=3 if _GROUPS[nearness] else 2) for one in group]
    return page(parts, theme)


def _example(one: NearExample, titles: Mapping[str, str], *, level: int) -> str:
    example = one.example
    where = example.place
    if example.departement and example.departement != example.place:
        where += f" ({example.departement})"
    tags = "".join(
        f'<span class="tag">\u00a0{escape(french(words))}\u00a0</span> '
        for words in (size_words(example), year_words(example))
        if words
    )
    links = ", ".join(f'<a href="{escape(i)}">{escape(french(titles[i]))}</a>' for i in one.pages if i in titles)
    parts = [name(example.id, where, level)]
    if tags:
        parts.append(f"<p>{tags}</p>")
    parts.append(f"<p>{escape(french(example.text))}</p>")
    if role := role_words(example):
        parts.append(f"<p>{escape(french(role))}</p>")
    parts.append(f'<p class="small">Lire\u00a0: {links}</p>')
    return card(parts)
