"""A text in plain lines of 72 columns: for the terminal, a mail, a text file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from kit.content.blocks import Block, Body, Callout, Examples, Figure, Heading, Items, Paragraph, Steps, Table, plain
from kit.content.example_words import in_one_paragraph
from kit.content.figure_words import sentence
from kit.content.library import Library
from kit.content.model import Article

WIDTH = 72


def article_text(article: Article, body: Body, library: Library) -> str:
    """Return title, summary, body, and sources of an article."""
    title = f"{article.code} {article.title}" if article.kind in ("action", "milestone") else article.title
    lines = [title, "=" * min(len(title), WIDTH), "", *_fill(article.summary), ""]
    if article.provisional:
        lines += [f"(Texte provisoire : {library.publisher.called} ne l’a pas encore relu.)", ""]
    lines += _blocks(body, article)
    if article.done_when:
        lines += [*_fill(f"C’est fait quand : {article.done_when}"), ""]
    sources = library.sources_of(article)
    if sources:
        lines += ["Sources", "-------"]
        for source in sources:
            lines += _fill(f"- {source.title}, {source.address} (nécessite Internet)", hang="  ")
    return "\n".join(lines).rstrip() + "\n"


def block_text(block: Block, article: Article) -> str:
    """Return the words of one block in one line."""
    return " ".join(line.strip() for line in _blocks([block], article) if line.strip(" -·="))


def _fill(text: str, *, hang: str = "", width: int = WIDTH) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _blocks(  # noqa: C901  one case for each block
    body: Iterable[Block], article: Article, width: int = WIDTH
) -> Iterator[str]:
    for block in body:
        match block:
            case Heading(level, spans):
                words = plain(spans)
                yield words
                yield ("-" if level == 2 else "·") * min(len(words), WIDTH)
            case Paragraph(spans):
                yield from _fill(plain(spans), width=width)
            case Items():
                yield from _items(block, article, width)
            case Table():
                yield from _table(block, width)
            case Callout(_, title, blocks):
                yield from _fill(f"[{title}]", width=width)
                yield from (f"  {line}" if line else "" for line in _blocks(blocks, article, width - 2))
                continue
            case Examples():
                for example in article.examples:
                    yield from _fill(f"- {in_one_paragraph(example)}", hang="  ", width=width)
            case Steps():
                yield from steps(article, width)
            case Figure():
                yield from _fill(sentence(block), width=width)
        yield ""


def steps(article: Article, width: int = WIDTH) -> Iterator[str]:
    """Yield the numbered steps of an action."""
    for number, step in enumerate(article.steps, 1):
        tail = ", ".join(part for part in (step.who, step.time) if part)
        yield from _fill(f"{number}. {step.text}" + (f" ({tail})" if tail else ""), hang="   ", width=width)


def _items(block: Items, article: Article, width: int) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "- "
        rows = [line for line in _blocks(item, article, width - len(mark)) if line]
        for place, line in enumerate(rows):
            yield (mark if place == 0 else " " * len(mark)) + line


def _table(block: Table, width: int) -> Iterator[str]:
    heads = [plain(cell) for cell in block.header]
    for row in block.rows:
        cells = [f"{head} : {plain(cell)}" for head, cell in zip(heads, row, strict=False)]
        yield from _fill("- " + " ; ".join(cells), hang="  ", width=width)
