"""A text of the kit as a document, alone or with all the texts of its chapter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Body, Examples, Figure, Heading, Items, Paragraph, Steps, Text
from kit.content.example_words import details, role_words
from kit.content.library import Library
from kit.content.model import Article, Example
from kit.content.places import complete
from kit.content.short_form import fold_at
from kit.documents.boxes import footer
from kit.documents.checklist import step_line
from kit.documents.document import DEEPEST, Block, Contents, Document, Lead, heading, labelled, said, words
from kit.documents.figures import WIDTH, figure_blocks
from kit.documents.passages import with_own
from kit.documents.sources import Sources
from kit.documents.wording import wording
from kit.dossier.view import DossierView
from kit.errors import UnknownId

_FURTHER = "-aller-plus-loin"


def article_document(
    library: Library,
    article_id: str,
    *,
    own: DossierView | None = None,
    today: date | None = None,
    size: int = 11,
) -> Document:
    """Return one text with its steps, examples and sources. Raises UnknownId.

    ``own`` is the dossier of who reads: its passages and notes go with the text.
    """
    article = library.article(article_id)
    sources = Sources(library)
    text = with_own(text_blocks(article, library, sources, 1), article, library, own)
    blocks = (*text, *sources.listed(article.sources))
    return _document(title(article), blocks, library, today, size)


def short_document(library: Library, article_id: str, *, today: date | None = None, size: int = 11) -> Document:
    """Return the short form of a text, without its sources: what one hands round. Raises UnknownId.

    A text that has no short form is given whole.
    """
    article, sources = library.article(article_id), Sources(library, told=False)
    body = complete(article, library.body(article_id))
    short = body[: fold_at(article, body)]
    told = said(wording(library).say("article", "short", title=article.title))
    blocks = (*_opening(article), *_body(article, short, sources, 1), *told)
    return _document(title(article), blocks, library, today, size)


def chapter_document(
    library: Library, chapter_id: str, *, own: DossierView | None = None, today: date | None = None, size: int = 11
) -> Document:
    """Return a chapter with all its texts, in reading order, and one list of sources. Raises UnknownId.

    ``own`` is the dossier of who reads: its passages and notes go with each text.
    """
    chapter = library.article(chapter_id)
    if chapter.kind != "chapter":
        raise UnknownId(chapter_id, tuple(found.id for found in library.outline.chapters))
    sources = Sources(library)
    blocks = [*with_own(text_blocks(chapter, library, sources, 1), chapter, library, own)]
    blocks.insert(1 if chapter.summary else 0, Contents(wording(library).say("article", "contents"), 3))
    named = [*chapter.sources]
    for article, level in under(library, chapter.id, 2):
        text = text_blocks(article, library, sources, level)
        blocks += [heading(level, title(article)), *with_own(text, article, library, own, level)]
        named += article.sources
    return _document(title(chapter), (*blocks, *sources.listed(named)), library, today, size)


def title(article: Article) -> str:
    """Return a title with the short code that a lever, a milestone or an action bears on paper."""
    return f"{article.code} {article.title}" if article.kind in ("action", "milestone") else article.title


def _document(name: str, blocks: tuple[Block, ...], library: Library, today: date | None, size: int) -> Document:
    publisher = library.publisher
    return Document(
        title=name,
        blocks=blocks,
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
    )


def children(library: Library, parent: str) -> list[Article]:
    """Return the texts directly under one, in reading order."""
    return sorted(library.children(parent), key=_place)


def with_all_under(library: Library, article: Article) -> Iterator[Article]:
    """Yield a text, then all texts under it, in reading order."""
    yield article
    yield from (one for one, _ in under(library, article.id))


def under(library: Library, parent: str, level: int = 1) -> Iterator[tuple[Article, int]]:
    """Yield all texts under one, in reading order, each with its level."""
    for article in children(library, parent):
        yield article, level
        yield from under(library, article.id, level + 1)


def _place(article: Article) -> int:
    """Return where a text stands among those of its chapter: what to read first, the domains, reasons and levers, more.

    Their own order holds within each, as the screens show them.
    """
    return 2 if article.id.endswith(_FURTHER) else article.kind != "article"


def text_blocks(
    article: Article, library: Library, sources: Sources, level: int, *, width: float = WIDTH
) -> Iterator[Block]:
    """Yield a text whose own title is of this level, with figures for a place of this width."""
    say = wording(library)
    yield from _opening(article)
    if article.provisional:
        yield from said(say.say("article", "provisional", called=library.publisher.called))
    yield from _body(article, complete(article, library.body(article.id)), sources, level, width)
    yield from labelled(say.say("article", "done_when"), article.done_when)


def _opening(article: Article) -> Iterator[Block]:
    if article.summary:
        yield Lead(words(article.summary))


def _body(article: Article, body: Body, sources: Sources, level: int, width: float = WIDTH) -> Iterator[Block]:
    for block in sources.body(body):
        match block:
            case Examples():
                yield from _examples(article.examples, sources)
            case Steps():
                yield Items(True, tuple((Paragraph(words(step_line(step))),) for step in article.steps))
            case Heading(own, spans, anchor):
                yield Heading(min(own + level - 1, DEEPEST), spans, anchor)
            case Figure():
                yield from figure_blocks(block, sources.call(block.series.facts), width)
            case _:
                yield block


def _examples(examples: tuple[Example, ...], sources: Sources) -> Iterator[ContentBlock]:
    if examples:
        yield Items(False, tuple((_example(example, sources),) for example in examples))


def _example(example: Example, sources: Sources) -> Paragraph:
    after = f" ({', '.join(details(example))})" if details(example) else ""
    role = f" {role_words(example)}." if role_words(example) else ""
    told = f"{after}\u00a0: {example.text}{sources.call(example.facts)}{role}"
    return Paragraph((Text(example.place, bold=True), Text(told)))
