"""A document as the Typst template takes it: JSON data, every text drawable, never code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import asdict

from kit import paths
from kit.bounded import TEXT_LIMIT, parse_toml
from kit.content.blocks import Callout, Heading, Items, Paragraph, Spans, Table
from kit.documents.boxes import says_more
from kit.documents.document import (
    Bar,
    Beside,
    Block,
    Box,
    Boxes,
    Commented,
    Contents,
    Document,
    Drawn,
    Fields,
    Given,
    Highlighted,
    Lead,
    PageBreak,
    Picture,
    Role,
    Styled,
    ToFill,
    bar_cells,
    is_short,
    is_ticked,
    marked,
    runs,
    shares,
    with_kept,
)
from kit.documents.glyphs import drawable
from kit.documents.measure import is_long, is_small, is_tall, length
from kit.documents.paper import Paper
from kit.documents.wording import wording
from kit.dossier.model import Status
from kit.errors import EmblemRefused
from kit.figures.drawing import svg
from kit.figures.palette import paper
from kit.files import read_regular
from kit.looks import theme

TEMPLATE = "document.typ"
MARK_LIMIT = 512 * 1024
"""Bytes of the mark of the publisher."""

# One character each, so that a box can be read, searched and copied: the bundled fonts draw them.
BOXES = {
    Status.TODO: "☐",
    Status.DONE: "☑",
    Status.NOT_CONCERNED: "–",
    Status.DOING: "◪",
    Status.DISCUSS: "⍰",
    Status.PAUSED: "◫",
    Status.DROPPED: "⧄",
}
_LONGEST = 160  # characters of what stands in the head of each page, a heading or the metadata
_LONGEST_TITLE = 400  # characters of the title on the first page: those of an act are long
_NO_TITLE = "—"  # PDF/UA-1 refuses a heading without words
_UNBROKEN = 26  # characters without a space that a line of large print holds
CUT = "\u200b"
"""Where a line may end inside a word, told to the template only: it prints no character there (``shown``)."""
_CUT_AFTER = re.compile(r"(?:\[U\+[0-9A-F]+\]|.)(?=[^\u0300-\u036f])")
_PART = re.compile(r"[^/._?&=#@-]*[/._?&=#@-]*")  # of an address, up to where one would break it by hand
_LINE = {False: 950, True: 1400}  # characters × points in a line, upright and on its side

Record = dict[str, object]


def document_inputs(document: Document, *, placed: bool = False) -> dict[str, str]:
    """Return the ``sys.inputs`` of ``document.typ``; ``placed``: it tells where each given word stands."""
    return {"data": json.dumps(_Payload(document).record() | {"placed": placed}, ensure_ascii=False)}


class _Payload:
    """One pass over one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words = wording()

    def record(self) -> Record:
        document, say = self._document, self._words
        title, place = _short(_title(document.title)), _short(document.place)
        return {
            "title": _drawn(_short(_title(document.title), _LONGEST_TITLE)),
            "named": _spans(document.named) if len(document.title) <= _LONGEST_TITLE else [],
            "place": _drawn(place) or say.say("checklist", "blank_head") * document.blank,
            "date": say.date(document.date) if document.dated else "",
            "day": [document.date.year, document.date.month, document.date.day],
            "footer": _drawn(document.footer),
            "accent": theme("light").primary,
            "size": document.size,
            "landscape": document.landscape,
            "poster": document.poster,
            "scheme": document.scheme,
            "paper": document.paper.value,
            "zoom": document.paper.zoom,
            "margins": asdict(document.page_margins),
            "roomy": document.blank or _is_detailed(document.blocks),
            "page": say.phrases["documents"]["page"],
            "document": drawable(" – ".join(part for part in (title, place) if part.strip())),
            "author": drawable(_short(document.author)) or say.say("documents", "author"),
            "box": say.say("boxes", "blank"),
            "official": document.official,
            "letter": document.letter,
            "emblem": _emblem(document),
            "mark": "" if document.official or document.letter else _mark(),
            "initials": document.initials,
            "initials_label": say.say("acts", "initials"),
            "head": self._blocks(document.head),
            "blocks": self._blocks(document.blocks),
            "apart": self._blocks(document.apart),
        }

    def _blocks(self, blocks: Iterable[Block]) -> list[Record]:
        told = ((self._block(block), kept) for block, kept in with_kept(blocks))
        return [record | {"kept": True} if kept else record for record, kept in told if record]

    def _block(self, block: Block) -> Record:  # noqa: C901  one case for each block
        match block:
            case Heading(level, spans):
                shown = _spans(spans) if any(drawable(run.text).strip() for run in runs(spans)) else [_NO_TITLE]
                return {"kind": "heading", "level": level, "spans": shown, "count": ""}
            case Paragraph(spans):
                return {"kind": "paragraph", "spans": _spans(spans)}
            case Styled(Role.ARTICLE, spans, level):
                return self._block(Heading(level, spans, ""))
            case Styled(role, spans):
                return {"kind": role.value, "spans": _spans(spans)}
            case Beside(cells):
                told = [{"framed": cell.framed, "blocks": self._blocks(cell.blocks)} for cell in cells]
                return {"kind": "beside", "cells": told}
            case Commented(inner):
                return self._block(inner)
            case Contents(title, deepest):
                return {"kind": "contents", "title": _drawn(title), "deepest": deepest}
            case Lead(spans):
                return {"kind": "lead", "spans": _spans(spans)}
            case Items(ordered):
                items = [self._blocks(item) for item in marked(block).items]
                ticks, whole = is_ticked(block), is_short(block)
                return {"kind": "list", "ordered": ordered, "ticks": ticks, "whole": whole, "items": items}
            case Table():
                return self._table(block)
            case Callout(_, title, inner):
                return {"kind": "callout", "title": _drawn(title), "blocks": self._blocks(inner)}
            case Fields(labels):
                return {"kind": "fields", "labels": [_drawn(label) for label in labels]}
            case Boxes():
                return self._boxes(block)
            case Bar(statuses):
                return {"kind": "bar", "bar": bar_cells(statuses)}
            case PageBreak():
                return {"kind": "break"}
            case Picture(name):
                return {"kind": "picture", "svg": picture(name)}
            case Drawn(drawing, alt):
                size = {"width": drawing.width, "height": drawing.height}
                return {"kind": "figure", "svg": svg(drawing, paper()), "alt": drawable(alt), **size}
        return {}

    def _table(self, table: Table) -> Record:
        widths = shares(table, self._document)
        line = _LINE[self._document.landscape] / self._document.size * (0.7 if self._is_small else 1)
        limits = [max(4, min(_UNBROKEN, int(line * width / 100) - 3)) for width in widths]
        rows = [(*row, *((),) * (len(widths) - len(row))) for row in table.rows]
        return {
            "kind": "table",
            "widths": widths,
            "header": _cells(table.header, limits),
            "repeat": not is_tall(table.header, widths, self._document),
            "whole": is_small(table, self._document),
            "rows": [{"cells": _cells(row, limits), "long": is_tall(row, widths, self._document)} for row in rows],
        }

    def _boxes(self, block: Boxes) -> Record:
        return {
            "kind": "boxes",
            "title": (_drawn(_short(block.title)).strip() or _NO_TITLE) if block.title else "",
            "count": _drawn(block.count),
            "bar": bar_cells(block.bar),
            "boxes": [self._box(box) for box in block.boxes],
        }

    def _box(self, box: Box) -> Record:
        told = len(box.title) + sum(map(_size, box.blocks)) + 60 * max(0, len(box.blocks) - 3)
        return {
            "code": _drawn(box.code),
            "title": _drawn(box.title),
            "sign": BOXES[box.status],
            "alt": self._words.say("boxes", box.status),
            "state": _drawn(box.state) if says_more(box) else "",
            "label": _drawn(box.label),
            "blocks": self._blocks(box.blocks),
            "long": is_long([told], self._document),
            "long_title": is_long([len(box.title)], self._document),
        }

    @property
    def _is_small(self) -> bool:
        return self._document.paper is Paper.A5


def _emblem(document: Document) -> Record | None:
    """Return the coat of arms or logo, None where there is none or its file is no fit picture any more."""
    if document.emblem is None:
        return None
    from kit.documents.emblem import read  # only for who has one

    found = read(document.emblem)
    if found is None:
        return None
    return {"svg": found.svg(), "alt": drawable(document.emblem.alt), "width": found.width, "height": found.height}


def _mark() -> str:
    """Return the mark of the publisher, an SVG beside ``kit.toml``, empty where that names none that is fit."""
    place = paths.kit_file()
    kit = parse_toml(read_regular(place, TEXT_LIMIT).decode(), TEXT_LIMIT)
    told = str(kit.get("organisation", {}).get("mark", ""))
    if not told or Path(told).name != told:
        return ""
    from kit.documents.emblem import checked

    try:
        return checked(read_regular(place.with_name(told), MARK_LIMIT), place).svg()
    except (OSError, EmblemRefused):
        return ""


def picture(name: str) -> str:
    """Return a drawing of the kit in its accent, empty where there is none."""
    path = paths.pictograms() / f"{name}.svg"
    return path.read_text(encoding="utf-8").replace("currentColor", theme("light").primary) if path.is_file() else ""


def _cells(row: Iterable[Spans], limits: list[int]) -> list[list[object]]:
    return [_spans(cell, limit) for cell, limit in zip(row, limits, strict=False)]


def _is_detailed(blocks: Iterable[Block]) -> bool:
    """Whether most boxes have more under them than a line or so: a note here and there spreads nothing."""
    details = [len(box.blocks) > 1 for block in blocks if isinstance(block, Boxes) for box in block.boxes]
    return 2 * sum(details) > len(details)


def _spans(spans: Spans, limit: int = _UNBROKEN) -> list[object]:
    """Return runs as strings, or with their style: 1 bold, 2 italic, 4 left to fill, 8 highlighted, and their sums.

    What was given for a field has the name of the field as its third part.
    """
    found: list[object] = []
    for run in runs(spans):
        style = run.bold + 2 * run.italic + 4 * isinstance(run, ToFill) + 8 * isinstance(run, Highlighted)
        text = _drawn(run.text, limit)
        if isinstance(run, Given) and run.field:
            found.append([text, style, run.field])
        else:
            found.append([text, style] if style else text)
    return found


def _size(block: Block) -> int:
    """Return about how many characters a block takes."""
    match block:
        case Paragraph(spans) | Lead(spans) | Heading(_, spans):
            return length(spans)
        case Items(_, items):
            return sum(_size(inner) + 60 for item in items for inner in item)
        case Callout(_, _, blocks):
            return sum(map(_size, blocks))
    return 60


def _title(text: str) -> str:
    """Return a title that can be drawn: PDF/UA-1 refuses a document without one."""
    return text if drawable(text).strip() else wording().say("documents", "author")


def _short(text: str, limit: int = _LONGEST) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


def _drawn(text: str, limit: int = _UNBROKEN) -> str:
    """Return a text that can be drawn, with places to cut what is longer than a line."""
    shown = drawable(text)
    if len(shown) < limit or all(len(word) < limit for word in shown.split()):
        return shown
    # A hyphen before a letter is a place to cut already.
    unbroken = rf"(?:[^\s/-]|[/-](?![^\W\d_])){{{limit},}}"
    return re.sub(unbroken, lambda found: _cut(found[0], limit), shown)


def _cut(word: str, limit: int) -> str:
    """Return a word with places to cut: after the signs of an address, anywhere in a part longer than a line."""
    parts = [part for part in _PART.findall(word) if part]
    return CUT.join(part if len(part) < limit else _CUT_AFTER.sub(rf"\g<0>{CUT}", part) for part in parts)
