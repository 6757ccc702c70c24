"""The blocks of a document as HTML for a browser, from templates that escape whatever they are given.

It is well-formed XML too. Forms of acts and pages of paper have no HTML: their words are written as paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup
from msgspec import Struct, field

from kit.content.blocks import Callout, Heading, Items, Link, Paragraph, Spans, Table, Text
from kit.documents.document import (
    Bar,
    Beside,
    Block,
    Box,
    Boxes,
    Commented,
    Contents,
    Drawn,
    Fields,
    Highlighted,
    Lead,
    PageBreak,
    Picture,
    Styled,
)
from kit.documents.office import sign
from kit.figures.drawing import Palette, svg
from kit.figures.palette import paper
from kit.markup import raised_html

_HEADING = Markup('<h{level} id="{anchor}">{words}</h{level}>')
_TITLE = Markup("<h{level}>{words}</h{level}>")
_PARAGRAPH, _LEAD = Markup("<p>{}</p>"), Markup('<p class="lead">{}</p>')
_BOLD, _ITALIC = Markup("<strong>{}</strong>"), Markup("<em>{}</em>")
_MARK = Markup("<mark>{}</mark>")
_LINK = Markup('<a href="{}">{}</a>')
_ITEM, _LISTS = Markup("<li>{}</li>"), {False: Markup("<ul>{}</ul>"), True: Markup("<ol>{}</ol>")}
_TABLE = Markup('<div class="table" role="group" tabindex="0" aria-label="{}"><table>{}<tbody>{}</tbody></table></div>')
_HEAD, _ROW = Markup("<thead><tr>{}</tr></thead>"), Markup("<tr>{}</tr>")
_HEAD_CELL, _CELL = Markup('<th scope="col">{}</th>'), Markup("<td>{}</td>")
_ROW_NAME = Markup('<th scope="row">{}</th>')
_CALLOUT = Markup('<div class="callout {}">{}{}</div>')
_CALLOUT_TITLE = Markup('<p class="title">{}</p>')
_DRAWN = Markup('<div class="drawn" role="img" aria-label="{}">{}</div>')
_BOXES = Markup('<ul class="boxes">{}</ul>')
_BOX = Markup('<li><p class="box"><span class="sign" aria-hidden="true">{}</span> <strong>{}</strong>{}</p>{}</li>')
_STATE = Markup(' <span class="state">{}</span>')
NOTHING = Markup()


def _same(target: str) -> str | None:
    return f"#{target}"


class Html(Struct, frozen=True):
    """How blocks are written: where the links of the texts lead (None: nowhere, words alone), how anchors are named.

    ``palette`` gives the colours of drawings, ``table`` what a screen reader calls one that is scrolled, ``written``
    turns the words of a text into HTML.
    """

    link: Callable[[str], str | None] = _same
    anchor: Callable[[str], str] = str
    palette: Palette = field(default_factory=paper)
    table: str = "Tableau"
    written: Callable[[str], Markup] = raised_html

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return blocks one after the other."""
        return NOTHING.join(part for block in blocks for part in self._block(block))

    def spans(self, spans: Spans) -> Markup:
        """Return running text."""
        return NOTHING.join(map(self._span, spans))

    def _span(self, span: object) -> Markup:
        match span:
            case Link(target, text):
                address = self.link(target)
                return _LINK.format(address, text) if address else raised_html(text)
            case Text(text, bold, italic):
                told = self.written(text)
                told = _MARK.format(told) if isinstance(span, Highlighted) else told
                told = _ITALIC.format(told) if italic else told
                return _BOLD.format(told) if bold else told
        return NOTHING

    def _block(self, block: Block) -> Iterator[Markup]:  # noqa: C901  one case for each block
        match block:
            case Heading(level, spans, anchor):
                told = self.spans(spans)
                if anchor:
                    yield _HEADING.format(level=level, anchor=self.anchor(anchor), words=told)
                else:
                    yield _TITLE.format(level=level, words=told)
            case Lead(spans):
                yield _LEAD.format(self.spans(spans))
            case Paragraph(spans) | Styled(_, spans):
                yield _PARAGRAPH.format(self.spans(spans))
            case Items(ordered, items):
                yield _LISTS[ordered].format(NOTHING.join(map(self._item, items)))
            case Table():
                yield self._table(block)
            case Callout(kind, title, blocks):
                head = _CALLOUT_TITLE.format(title) if title else NOTHING
                yield _CALLOUT.format(kind, head, self.blocks(blocks))
            case Drawn(drawing, alt, _):
                yield _DRAWN.format(alt, Markup(svg(drawing, self.palette)))  # noqa: S704 - drawn and escaped there
            case Beside(cells):
                yield from (self.blocks(cell.blocks) for cell in cells)
            case Commented(inner):
                yield from self._block(inner)
            case Fields(labels):
                yield from map(_PARAGRAPH.format, labels)
            case Boxes(title, boxes, count):
                name = f"{title} ({count})" if count else title
                yield _TITLE.format(level=2, words=name) if title else NOTHING
                yield _BOXES.format(NOTHING.join(map(self._box, boxes))) if boxes else NOTHING
            case Contents() | PageBreak() | Picture() | Bar():
                return

    def _item(self, blocks: tuple[Block, ...]) -> Markup:
        """Return an entry of a list; one paragraph alone stands without a frame of its own."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return _ITEM.format(self.spans(blocks[0].spans))
        return _ITEM.format(self.blocks(blocks))

    def _box(self, box: Box) -> Markup:
        """Return an entry of a list to tick: its sign for the eye, its state in words."""
        name = " ".join(part for part in (box.label, box.code, box.title) if part)
        state = _STATE.format(box.state) if box.state else NOTHING
        return _BOX.format(sign(box), raised_html(name), state, self.blocks(box.blocks))

    def _table(self, table: Table) -> Markup:
        """Return a table; under a corner that says nothing, the first column names the rows."""
        is_named = bool(table.header) and not table.header[0] and any(table.header)
        head = _HEAD.format(NOTHING.join(map(self._head_cell, table.header))) if any(table.header) else NOTHING
        rows = (_ROW.format(NOTHING.join(self._cells(row, is_named=is_named))) for row in table.rows)
        return _TABLE.format(self.table, head, NOTHING.join(rows))

    def _head_cell(self, spans: Spans) -> Markup:
        return _HEAD_CELL.format(self.spans(spans)) if spans else _CELL.format(NOTHING)

    def _cells(self, row: tuple[Spans, ...], *, is_named: bool) -> Iterator[Markup]:
        for place, spans in enumerate(row):
            yield (_ROW_NAME if is_named and place == 0 and spans else _CELL).format(self.spans(spans))
