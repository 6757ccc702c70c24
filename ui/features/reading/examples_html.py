"""« Exemples proches » → HTML for an ``ArticleView``: real examples as cards, the nearest first. Pure: only values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from kit.content.example_words import role_words, size_words, year_words
from kit.content.nearby import NearExample, Nearness
from kit.typography import fr, french
from ui.text import html
from ui.theme.tokens import Tokens

_GROUPS = {
    Nearness.SAME: "Dans votre département",
    Nearness.JOINED: "Dans un département voisin, lié au vôtre par une intercommunalité",
    Nearness.REGION: "Ailleurs dans la région",
    Nearness.ELSEWHERE: "Hors de la région",
    Nearness.UNKNOWN: "",
}


def examples(found: Sequence[NearExample], titles: Mapping[str, str], theme: Tokens, *, lead: str) -> Markup:
    """Return the examples by nearness; ``titles`` names the pages that tell them, each a link by its id."""
    parts = [html.paragraph(lead, "lead")]
    for nearness, group in groupby(found, key=lambda one: one.nearness):
        if _GROUPS[nearness]:
            parts.append(html.heading(_GROUPS[nearness]))
        parts += [_example(one, titles, level=3 if _GROUPS[nearness] else 2) for one in group]
    return html.page(parts, theme)


def _example(one: NearExample, titles: Mapping[str, str], *, level: int) -> Markup:
    example = one.example
    where = example.place
    if example.departement and example.departement != example.place:
        where += f" ({example.departement})"
    tags = [html.tag(french(words)) + " " for words in (size_words(example), year_words(example)) if words]
    links = [html.link(i, french(titles[i])) for i in one.pages if i in titles]
    return html.card(
        (
            html.heading_in_frame(where, level, example.id),
            html.paragraph(html.joined(tags)),
            html.paragraph(french(example.text)),
            html.paragraph(french(role_words(example))),
            html.paragraph(fr("Lire : ") + html.joined(links, ", "), "small"),
        )
    )
