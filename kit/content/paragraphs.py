"""A text as plain paragraphs of any length: to be read aloud, or pasted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kit.content.blocks import Block, Body, Callout, Examples, Figure, Heading, Items, Paragraph, Steps, Table, plain
from kit.content.example_words import in_one_paragraph
from kit.content.figure_words import sentence
from kit.content.model import Article
from kit.content.places import complete
from kit.text_quote import Words


def paragraphs(article: Article, body: Body) -> Iterator[str]:
    """Yield title, summary and body, without sources; lists and rows of tables have a paragraph each."""
    code = f"{article.code} " if article.kind in ("action", "milestone") and article.code else ""
    yield f"{code}{article.title}"
    if article.summary:
        yield article.summary
    yield from _blocks(body, article)
    if article.done_when:
        yield f"C’est fait quand : {article.done_when}"


def whole_words(article: Article, body: Body) -> Words:
    """Return the words of a text as no medium folds it, in which a passage is found that still stands."""
    return Words("\n".join(paragraphs(article, complete(article, body))))


def _blocks(blocks: Iterable[Block], article: Article) -> Iterator[str]:
    for block in blocks:
        yield from (words for words in _block(block, article) if words.strip())


def _block(block: Block, article: Article) -> Iterator[str]:
    match block:
        case Heading(_, spans) | Paragraph(spans):
            yield plain(spans)
        case Items():
            yield from _items(block, article)
        case Table():
            yield from _rows(block)
        case Callout(_, title, inner):
            yield title
            yield from _blocks(inner, article)
        case Examples():
            yield from _examples(article)
        case Steps():
            yield from _steps(article)
        case Figure():
            yield sentence(block)


def _items(block: Items, article: Article) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.ordered else "– "
        yield mark + " ".join(_blocks(item, article))


def _rows(table: Table) -> Iterator[str]:
    heads = [plain(cell) for cell in table.header]
    for row in table.rows:
        cells = zip(heads, map(plain, row), strict=False)
        yield " ; ".join(f"{head} : {cell}" if head else cell for head, cell in cells if cell.strip())


def _examples(article: Article) -> Iterator[str]:
    for example in article.examples:
        yield f"– {in_one_paragraph(example)}"


def _steps(article: Article) -> Iterator[str]:
    for number, step in enumerate(article.steps, 1):
        tail = ", ".join(part for part in (step.who, step.time) if part)
        yield f"{number}. {step.text}" + (f" ({tail})" if tail else "")
