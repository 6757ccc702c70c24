"""Parts of a page of text, as templates that escape what they are given: the one way to write HTML in the window.

A part is a ``Markup``. Whatever else is put into one is words, and is escaped there: nobody escapes by hand. Classes
are those of ``theme/article.css``; a table of one cell with class ``box`` or ``card`` is a frame, not a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from kit.tokens import Tokens
from ui.text.text_boxes import share
from ui.theme.stylesheet import article_css

MORE = "plus:"
"""Where the link leads that shows the entries left out."""

NOTHING = Markup()
BREAK = Markup("<br>")

_PAGE = Markup("<html><head><style>{}</style></head><body>{}</body></html>")
_PARAGRAPH = Markup("<p>{}</p>")
_LOOK = Markup('<p class="{}">{}</p>')
_HEADING = Markup('<h{level}>{mark}<span class="h{level}">{words}</span></h{level}>')
_HEADING_IN_FRAME = Markup('<h{level} style="margin-top: 0">{mark}<span class="h{look}">{words}</span></h{level}>')
_ANCHOR = Markup('<a name="{}"></a>')
_LINK, _LINK_NAMED = Markup('<a href="{}">{}</a>'), Markup('<a href="{}" title="{}">{}</a>')
_BOLD = Markup("<b>{}</b>")
_MUTED = Markup('<span class="muted">{}</span>')
_CARDS = Markup('<table class="cards" width="100%" cellspacing="0" style="margin-top: {}px"><tr>{}</tr></table>')
_CARD, _CARD_GAP = Markup('<td class="inside" width="{}%">{}</td>'), Markup('<td class="gap" width="{}%"></td>')
_SIGN = Markup('<img src="forme:{}/{}" alt="" style="vertical-align: middle">&nbsp;')
_PICTOGRAM = Markup('<img src="picto:{}/{}/{}" alt="" style="vertical-align: middle">')
_TAG = Markup('<span class="{}">&nbsp;{}&nbsp;</span>')
_TITLED = Markup("<p><b>{}</b><br>{}</p>")
_ITEM = Markup("<li>{}</li>")
_LISTS = {False: Markup("<ul>{}</ul>"), True: Markup("<ol>{}</ol>")}
_FRAME = Markup('<table class="{}" width="100%" cellspacing="0"><tr><td class="{}">{}</td></tr></table>')
_TABLE = Markup('<table class="data" width="100%" cellspacing="0">{}<tbody>{}</tbody></table>')
_TABLE_HEAD = Markup("<thead><tr>{}</tr></thead>")
_ROW, _HEAD, _CELL = Markup("<tr>{}</tr>"), Markup("<th>{}</th>"), Markup("<td>{}</td>")


def page(parts: Iterable[str], theme: Tokens) -> Markup:
    """Return the whole text of parts."""
    return _PAGE.format(Markup(article_css(theme)), joined(parts))  # noqa: S704 - a file of the program


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return parts one after the other; the empty ones count where something stands between."""
    return escape(between).join(parts)


def lines(parts: Iterable[str]) -> Markup:
    """Return parts that are not empty, each on a line of its own."""
    return BREAK.join(part for part in parts if part)


def paragraph(words: str, look: str = "") -> Markup:
    """Return a paragraph (``lead``, ``small``, ``more``), nothing for no words."""
    if not words:
        return NOTHING
    return _LOOK.format(look, words) if look else _PARAGRAPH.format(words)


def titled(title: str, words: str) -> Markup:
    """Return a paragraph under a few bold words."""
    return _TITLED.format(title, words)


def heading(words: str, level: int = 2, anchor: str = "") -> Markup:
    """Return the heading of a part, with the anchor that links lead to."""
    return _HEADING.format(level=level, mark=mark(anchor), words=words)


def heading_in_frame(words: str, level: int, anchor: str = "") -> Markup:
    """Return a heading at the top of a card or a box: no room above it, no larger than one of the third level."""
    return _HEADING_IN_FRAME.format(level=level, mark=mark(anchor), look=max(level, 3), words=words)


def mark(anchor: str) -> Markup:
    """Return the place that ``#anchor`` leads to, nothing for no anchor."""
    return _ANCHOR.format(anchor) if anchor else NOTHING


def link(target: str, words: str, whole: str = "") -> Markup:
    """Return a link; ``whole`` is what a screen reader and the mouse are told in place of its words."""
    return _LINK_NAMED.format(target, whole, words) if whole else _LINK.format(target, words)


def bold(words: str) -> Markup:
    """Return words that stand out."""
    return _BOLD.format(words)


def muted(words: str) -> Markup:
    """Return words that stand back."""
    return _MUTED.format(words)


def tag(words: str, accent: str = "") -> Markup:
    """Return a word on a coloured ground, the one of an accent of the theme where one is named."""
    return _TAG.format(f"tag-{accent}" if accent else "tag", words)


def pictogram(name: str, accent: str, size: int) -> Markup:
    """Return a drawing in its soft square of ``size`` pixels, which a screen reader passes over."""
    return _PICTOGRAM.format(name, accent, size)


def sign(kind: str, *, is_hollow: bool) -> Markup:
    """Return the sign of a mark of the map, which a screen reader passes over."""
    return _SIGN.format(kind, "creux" if is_hollow else "plein")


def items(parts: Iterable[str], *, ordered: bool = False) -> Markup:
    """Return a list."""
    return _LISTS[ordered].format(joined(map(_ITEM.format, parts)))


def frame(looks: str, inner: str, room: str = "inside") -> Markup:
    """Return a framed block; ``looks`` are classes (``card``, ``box voix``), ``room`` the one of its margins."""
    return _FRAME.format(looks, room, inner)


def card(parts: Iterable[str]) -> Markup:
    """Return a framed block of these parts."""
    return frame("card", joined(parts))


def row_of_cards(cells: Sequence[Markup], columns: int, *, above: int = 0) -> Markup:
    """Return cards side by side, in one row of so many; places without a card stay empty.

    ``above`` are pixels kept over it: Qt drops the margin of a title or a paragraph before a table.
    """
    whole, apart = share(columns)
    filled = [*cells, *[NOTHING] * (columns - len(cells))]
    gap = _CARD_GAP.format(apart)
    return _CARDS.format(above, gap.join(_CARD.format(whole, cell) for cell in filled))


def table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> Markup:
    """Return a table of data, without a head if ``heads`` is empty."""
    head = _TABLE_HEAD.format(joined(map(_HEAD.format, heads))) if heads else NOTHING
    return _TABLE.format(head, joined(_ROW.format(joined(map(_CELL.format, row))) for row in rows))


def more(left: int) -> Markup:
    """Return the link that shows the entries left out, nothing where there are none."""
    return paragraph(link(MORE, f"Montrer les suivantes ({left})"), "more") if left > 0 else NOTHING
