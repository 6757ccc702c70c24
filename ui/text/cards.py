"""Entries of a list as cards, in one to three columns → HTML for an ``ArticleView``. Pure: only values.

A row of cards is a table of one line: ``document_tree`` reads its cells one after the other, as paragraphs between
headings, and ``text_boxes`` paints them as high as the highest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

from kit.markup import raised_html
from kit.tokens import Tokens
from ui.text import html
from ui.text.text_boxes import SIGN, share

_LEAD_SHARE = {1: 100, 2: 66, 3: 46}  # percent of the width, by columns: a line that is good to read
_LEAD = Markup('<table width="{}%" cellspacing="0"><tr><td class="plain">{}</td></tr></table>')
_ABOVE = Markup('<h2 class="above">{}<span class="above">{}</span></h2>')
_TITLES = {
    2: Markup('<h2 class="entry">{}<span class="h3">{}</span></h2>'),
    3: Markup('<h3 class="entry">{}<span class="h3">{}</span></h3>'),
}
_STORY = Markup(
    '<table class="{}" width="100%" cellspacing="0"><tr><td class="plain" width="{}">{}</td>'
    '<td class="plain" width="{}">{}</td><td class="plain">{}</td></tr></table>'
)
_SIDE_BY_SIDE = Markup('<table width="100%" cellspacing="0" style="margin-top: {}px"><tr>{}</tr></table>')
_PART, _PART_GAP = Markup('<td class="plain" width="{}%">{}</td>'), Markup('<td class="gap" width="{}%"></td>')
_STORY_TITLE = Markup('<h3 class="told">{}<span class="h4">{}</span></h3>')
_LETTER_GAP = Markup(" &nbsp; ")
_FEW = 4  # links to parts of a list, that stand in the line of its lead
_TIGHT, _CLOSER = "tight", "closer"
_PICTOGRAM = 26  # pixels at a text scale of 1


class Link(Struct, frozen=True):
    """Words that lead somewhere; ``target`` is read by the page that shows them.

    ``whole`` is what a screen reader and the mouse are told where the words alone say too little: it begins with them.
    """

    words: str
    target: str
    whole: str = ""


class Line(Struct, frozen=True):
    """A paragraph: ``label`` in bold above it, ``links`` after its words, ``look`` « small », « closer » or none."""

    words: str = ""
    label: str = ""
    links: tuple[Link, ...] = ()
    look: str = ""


class Card(Struct, frozen=True):
    """An entry: its id (an anchor), its title, which is a link where it has a ``target``, its tags and lines.

    ``pictogram``, or ``sign`` (the kind of a mark of the map, and whether it is hollow), stands before the title, for
    the eye alone.
    """

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    tags: tuple[str, ...] = ()
    target: str = ""
    pictogram: str = ""
    sign: tuple[str, bool] | None = None


class Told(Card, frozen=True, kw_only=True):
    """An entry of a story: the hour before it, and the accent of its sign and of its tags."""

    hour: str = ""
    accent: str = "teal"


class LazyCards(Sequence[Card]):
    """Cards that are made when they are asked for: of a long list only the first are shown.

    ``make`` makes the card of one of the ``values``. Each list differs from any other: whether two show the same is
    not known before the cards are made.
    """

    def __init__(self, values: Sequence[Any], make: Callable[[Any], Card]) -> None:
        self._values, self._make = values, make

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, place: int) -> Card: ...
    @overload
    def __getitem__(self, place: slice) -> LazyCards: ...
    def __getitem__(self, place: int | slice) -> Card | LazyCards:
        if isinstance(place, slice):
            return LazyCards(self._values[place], self._make)
        return self._make(self._values[place])


class Group(Struct, frozen=True):
    """Cards under a title; with ``flows`` the title stands in the first card, and the cards go on in the same row.

    ``anchor`` names the place of the title.
    """

    cards: Sequence[Card]
    title: str = ""
    flows: bool = False
    anchor: str = ""


class Found(Struct, frozen=True):
    """What a list shows: a lead, notes under it, links to its parts, its groups, and in words how much it is."""

    groups: tuple[Group, ...]
    count: str
    lead: Line | None = None
    jumps: tuple[Link, ...] = ()
    notes: tuple[Line, ...] = ()

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


_HOUR = 56  # pixels of the column of the hours of a story, at a text scale of 1


def page(found: Found, theme: Tokens, columns: int, *, left_out: int = 0) -> Markup:
    """Return the list in so many columns; a link shows those ``left_out``."""
    parts: list[Markup] = []
    jumps = _LETTER_GAP.join(map(_link, found.jumps))
    lead = html.NOTHING
    if found.lead is not None and found.jumps and len(found.jumps) <= _FEW and not found.lead.links:
        lead = html.paragraph(html.joined((raised_html(found.lead.words), jumps), _LETTER_GAP), "lead")
        jumps = html.NOTHING  # a few have room in its line
    elif found.lead is not None:
        lead = _line(found.lead, "lead")
    lead += html.joined(_line(note, note.look) for note in found.notes)
    if jumps:
        lead += html.paragraph(jumps, "letters")
    if lead:
        parts.append(_LEAD.format(_LEAD_SHARE[columns], lead))
    row: list[Markup] = []
    for group in found.groups:
        cards = tuple(group.cards)
        if not group.flows:
            parts += _rows(row, columns, theme.space_2 if parts else 0)
            row = []
            if told := [card for card in cards if isinstance(card, Told)]:
                story = _story(group, told, theme, columns)
                parts += _rows([story], 1, theme.space_2 if parts else 0)
                continue
            if group.title:
                parts.append(html.heading(group.title, anchor=group.anchor))
        for number, card in enumerate(cards):
            is_first = group.flows and not number
            above = _ABOVE.format(html.mark(group.anchor), group.title) if is_first else html.NOTHING
            row.append(above + _card(card, theme, 3 if group.title else 2))
    parts += _rows(row, columns, theme.space_2 if parts else 0)
    parts.append(html.more(left_out))
    return html.page(parts, theme)


def _rows(cards: Sequence[Markup], columns: int, above: int) -> list[Markup]:
    """Return rows of cards, the first with so many pixels above it."""
    return [
        html.row_of_cards(cards[start : start + columns], columns, above=0 if start else above)
        for start in range(0, len(cards), columns)
    ]


def _card(card: Card, theme: Tokens, level: int) -> Markup:
    title = html.link(card.target, card.title) if card.target else escape(card.title)
    if card.pictogram:
        title = html.pictogram(card.pictogram, "teal", round(_PICTOGRAM * min(theme.scale, 1.5))) + title
    if card.sign:
        kind, is_hollow = card.sign
        title = html.sign(kind, is_hollow=is_hollow) + title
    parts = [_TITLES[level].format(html.mark(card.id), title)]
    if card.tags:
        parts.append(html.paragraph(html.joined(map(html.tag, card.tags), " "), _TIGHT))
    parts += [_line(line, line.look or _TIGHT) for line in card.lines]
    return html.joined(parts)


def _story(group: Group, told: Sequence[Told], theme: Tokens, columns: int) -> Markup:
    """Return the entries of a story as one card under their title; they go down a column, then down the next."""
    title = _TITLES[2].format(html.mark(group.anchor), group.title) if group.title else html.NOTHING
    high = -(-len(told) // columns)
    parts = [
        html.joined(_story_entry(card, theme, is_last=card is part[-1]) for card in part)
        for part in (told[start : start + high] for start in range(0, len(told), high))
    ]
    whole, apart = share(len(parts))
    across = _PART_GAP.format(apart).join(_PART.format(whole, part) for part in parts)
    return title + _SIDE_BY_SIDE.format(theme.space_2, across)


def _story_entry(card: Told, theme: Tokens, *, is_last: bool) -> Markup:
    """Return one entry of a story as a table of one line: its hour, its sign, what it says."""
    title = html.link(card.target, card.title) if card.target else escape(card.title)
    parts = [_STORY_TITLE.format(html.mark(card.id), title)]
    if card.tags:
        parts.append(
            html.paragraph(
                html.joined((html.tag(words, card.accent) for words in card.tags), " "),
                _CLOSER if card.lines else _TIGHT,
            )
        )
    parts += [_line(line, line.look or _TIGHT) for line in card.lines]
    sign = html.pictogram(card.pictogram, card.accent, round(SIGN * min(theme.scale, 1.5)))
    widths = round(_HOUR * theme.scale), round((SIGN + 14) * min(theme.scale, 1.5))
    look = "story-last" if is_last else "story"
    hour = html.paragraph(card.hour, "hour")
    return _STORY.format(look, widths[0], hour, widths[1], sign, html.joined(parts))


def _line(line: Line, look: str) -> Markup:
    words = raised_html(line.words)
    if line.links:
        links = html.joined(map(_link, line.links), ", ")
        words = html.joined((words, links), " ") if words else links
    if line.label:
        words = html.lines((html.bold(line.label), words))
    return html.paragraph(words, look)


def _link(link: Link) -> Markup:
    return html.link(link.target, link.words, link.whole)
