"""Entries of a list as cards, in one to three columns → HTML for an ``ArticleView``. Pure: only values.

A row of cards is a table of one line: ``document_tree`` reads its cells one after the other, as paragraphs between
headings, and ``text_boxes`` paints them as high as the highest. Words are escaped by construction (MarkupSafe).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from ui.text.text_boxes import share
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

MORE = "plus:"
"""Where the link leads that shows the entries left out."""

_LEAD = {1: "100%", 2: "66%", 3: "46%"}  # of the width, by columns: a line that is good to read


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``target`` is read by the page that shows them."""

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: ``label`` in bold above it, ``links`` after its words, ``look`` « small », « muted » or none."""

    words: str = ""
    label: str = ""
    links: tuple[Link, ...] = ()
    look: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An entry: its id (an anchor), its title, a link where it has a ``target``; ``above`` stands over the title."""

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    tags: tuple[str, ...] = ()
    target: str = ""
    above: Link | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under a title; with ``flows`` the title stands in the first card, and the cards go on in the same row.

    ``anchor`` names the place of a title that flows.
    """

    cards: tuple[Card, ...]
    title: str = ""
    flows: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a list shows: a lead, links to its parts, its groups, and in words how much it is."""

    groups: tuple[Group, ...]
    count: str
    lead: Line | None = None
    jumps: tuple[Link, ...] = ()

    @property
    def total(self) -> int:
        """How many cards there are."""
        return sum(len(group.cards) for group in self.groups)

    def first(self, most: int) -> Found:
        """Return the same with ``most`` cards."""
        groups, room = [], most
        for group in self.groups:
            if room > 0:
                groups.append(replace(group, cards=group.cards[:room]))
            room -= len(group.cards)
        return replace(self, groups=tuple(groups))


def page(found: Found, theme: Tokens, columns: int, *, left_out: int = 0) -> str:
    """Return the list in so many columns; a link shows those ``left_out``."""
    parts: list[Markup] = []
    if found.lead is not None or found.jumps:
        lead = _line(replace(found.lead, look="lead")) if found.lead is not None else Markup()
        if found.jumps:
            lead += Markup('<p class="letters">{}</p>').format(Markup(" \u00a0 ").join(map(_link, found.jumps)))
        parts.append(
            Markup('<table width="{}" cellspacing="0"><tr><td class="plain">{}</td></tr></table>').format(
                _LEAD[columns], lead
            )
        )
    row: list[Markup] = []
    for group in found.groups:
        level = 3 if group.title else 2
        if not group.flows:
            parts += _rows(row, columns)
            row = []
            if group.title:
                parts.append(Markup('<h2><span class="h2">{}</span></h2>').format(group.title))
        for number, card in enumerate(group.cards):
            above = Link(group.title, group.anchor) if group.flows and not number else None
            row.append(_card(replace(card, above=above), level))
    parts += _rows(row, columns)
    if left_out > 0:
        parts.append(_line(Line(links=(Link(f"Montrer les suivantes ({left_out})", MORE),), look="more")))
    return document(parts, theme)


def document(parts: Iterable[str], theme: Tokens) -> str:
    """Return the whole text of parts of HTML."""
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"


def _rows(cards: Sequence[Markup], columns: int) -> list[Markup]:
    card_share, gap_share = share(columns)
    gap = Markup('<td class="gap" width="{}%"></td>').format(gap_share)
    rows = []
    for start in range(0, len(cards), columns):
        cells = list(cards[start : start + columns])
        cells += [Markup()] * (columns - len(cells))
        inner = gap.join(Markup('<td class="inside" width="{}%">{}</td>').format(card_share, cell) for cell in cells)
        rows.append(Markup('<table class="cards" width="100%" cellspacing="0"><tr>{}</tr></table>').format(inner))
    return rows


def _card(card: Card, level: int) -> Markup:
    parts = []
    if card.above is not None:
        mark = _anchor(card.above.target) if card.above.target else Markup()
        parts.append(Markup('<h2 class="above">{}<span class="above">{}</span></h2>').format(mark, card.above.words))
    title = Markup('<span class="h3">{}</span>').format(card.title)
    if card.target:
        title = Markup('<a href="{}">{}</a>').format(card.target, title)
    parts.append(Markup('<h{0} class="entry">{1}{2}</h{0}>').format(level, _anchor(card.id), title))
    if card.tags:
        tags = Markup(" ").join(Markup('<span class="tag">\u00a0{}\u00a0</span>').format(tag) for tag in card.tags)
        parts.append(Markup('<p class="tight">{}</p>').format(tags))
    parts += [_line(line) for line in card.lines]
    return Markup().join(parts)


def _anchor(name: str) -> Markup:
    return Markup('<a name="{}"></a>').format(name)


def _line(line: Line) -> Markup:
    label = Markup("<b>{}</b><br>").format(line.label) if line.label else Markup()
    links = Markup(", ").join(map(_link, line.links))
    words = Markup(" ").join(part for part in (Markup.escape(line.words), links) if part)
    return Markup('<p class="{}">{}{}</p>').format(line.look or "tight", label, words)


def _link(link: Link) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link.target, link.words)
