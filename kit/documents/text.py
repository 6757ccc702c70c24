"""A document as plain text, 72 columns: for a message, a small screen, a braille display."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from kit.content.blocks import Callout, Heading, Items, Paragraph, Spans, Table
from kit.documents.boxes import says_more
from kit.documents.document import (
    Beside,
    Block,
    Box,
    Boxes,
    Commented,
    Contents,
    Document,
    Drawn,
    Fields,
    Highlighted,
    Lead,
    PageBreak,
    Role,
    Styled,
    contents,
    is_ticked,
    marked,
    runs,
)
from kit.documents.wording import wording
from kit.dossier.model import Status

WIDTH = 72
_SIGNS = {Status.DONE: "[x]", Status.NOT_CONCERNED: "[–]"}
_INDENT = " " * 4
_TO_FILL = "_" * 18
_MARKS = "=-·"  # under a title of level 1, 2, 3; deeper ones have none


def document_text(document: Document) -> str:
    """Return a document as lines of at most 72 columns (a longer word stays whole)."""
    day = wording().date(document.date) if document.dated else ""
    head = " · ".join(part for part in (document.place, day) if part.strip())
    before = [line for block in document.head for line in _block(block)]
    lines = [*before, *[""] * bool(before), *wrapped(document.title.upper()), *wrapped(head)]
    apart = (PageBreak(), *document.apart) if document.apart else ()
    for block in (*document.blocks, *apart):
        shown = list(_contents(block, document) if isinstance(block, Contents) else _block(block))
        lines += ["", *shown] if shown else []
    return "\n".join([*lines, "", *wrapped(document.footer), ""])


def _block(block: Block, width: int = WIDTH) -> Iterator[str]:  # noqa: C901  one case for each block
    match block:
        case Heading(level, spans):
            yield from _title(_plain(spans), level)
        case Paragraph(spans) | Lead(spans):
            yield from wrapped(_plain(spans), width=width)
        case Styled(Role.ARTICLE, spans, level):
            yield from _title(_plain(spans), level)
        case Styled(_, spans):
            yield from wrapped(_plain(spans), width=width)
        case Beside(cells):
            for number, inner in enumerate(inner for cell in cells for inner in cell.blocks):
                yield from ("",) * (number > 0)
                yield from _block(inner, width)
        case Commented(inner):
            yield from _block(inner, width)
        case PageBreak():
            yield "* * *"
        case Items():
            yield from _items(block, width)
        case Table():
            yield from _table(block, width)
        case Callout(_, title, blocks):
            yield from wrapped(f"[{title}]", width=width) if title else ()
            yield from _hanging("  ", blocks, width)
        case Fields(labels):
            yield from (line for label in labels for line in wrapped(f"{label} {_TO_FILL}".strip(), width=width))
        case Drawn(_, _, text):
            yield from wrapped(text, width=width) if text else ()
        case Boxes(title, boxes, count):
            if title:
                yield from _title(f"{title} ({count})" if count else title, 2)
            for box in boxes:
                yield from _box(box)


def _contents(block: Contents, document: Document) -> Iterator[str]:
    yield from _title(block.title, 2)
    for level, line in contents(document):
        inset = "  " * (level - 2)
        yield from wrapped(line, first=f"{inset}- ", rest=f"{inset}  ")


def _title(text: str, level: int) -> Iterator[str]:
    lines = wrapped(text)
    yield from lines
    if level <= len(_MARKS):
        yield _MARKS[level - 1] * max(map(len, lines), default=0)


def _box(box: Box) -> Iterator[str]:
    state = f" ({box.state})" if says_more(box) else ""
    name = " ".join(part for part in (box.label, box.code, box.title) if part)
    yield from wrapped(f"{name}{state}", first=f"{_SIGNS.get(box.status, '[ ]')} ", rest=_INDENT)
    for block in box.blocks:
        lines = [" ".join(_block(block))] if isinstance(block, Fields) else _block(block, WIDTH - len(_INDENT))
        yield from (_INDENT + line for line in lines)


def _items(block: Items, width: int) -> Iterator[str]:
    mark = "[ ] " if is_ticked(block) else "- "
    for number, item in enumerate(marked(block).items, 1):
        yield from _hanging(f"{number}. " if block.ordered else mark, item, width)


def _hanging(mark: str, blocks: Iterable[Block], width: int) -> Iterator[str]:
    """Yield blocks without space between them, the first line behind a mark."""
    lines = [line for block in blocks for line in _block(block, width - len(mark))]
    for number, line in enumerate(lines):
        yield (mark if number == 0 else " " * len(mark)) + line


def _table(table: Table, width: int) -> Iterator[str]:
    """Yield each row as « head : cell ; head : cell », which a narrow line and a voice can follow."""
    heads = [_plain(cell) for cell in table.header]
    for row in table.rows:
        told = []
        for number, cell in enumerate(row):
            text, head = _plain(cell).strip(), heads[number] if number < len(heads) else ""
            if text:
                told.append(f"{head}\u00a0: {text}" if head else text)
        yield from wrapped("\u00a0; ".join(told), first="- ", rest="  ", width=width)


def _plain(spans: Spans) -> str:
    parts = groupby(runs(spans), lambda run: isinstance(run, Highlighted))
    told = ((is_marked, "".join(run.text for run in part)) for is_marked, part in parts)
    return "".join(f"_{words}_" if is_marked else words for is_marked, words in told)


def wrapped(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> list[str]:
    """Wrap each line of a text, without control characters; breaks stand between words only."""
    lines: list[str] = []
    for line in text.splitlines() or [""]:
        clean = "".join(c for c in line.replace("\t", " ") if unicodedata.category(c) not in ("Cc", "Cs"))
        indent = rest if lines else first
        lines += textwrap.wrap(
            clean, width, initial_indent=indent, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return lines
