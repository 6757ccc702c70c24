"""The A5 booklet: what is essential of the kit, chapter by chapter, to be read anywhere and handed on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from kit.content.blocks import Heading, Items, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Article, Lever
from kit.documents.article import text_blocks, title, under
from kit.documents.boxes import footer
from kit.documents.document import Block, Box, Boxes, Contents, Document, Lead, PageBreak, heading, said, words
from kit.documents.paper import Paper
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording


def booklet_document(library: Library, *, today: date | None = None) -> Document:
    """Return the booklet: each chapter, its first text whole, its reasons and levers, the rest in a sentence each.

    In reading order, with one list of sources; A5, 11 points.
    """
    say, publisher = wording(library), library.publisher
    sources = Sources(library)
    named: list[str] = []
    chapters = [block for one in library.outline.chapters for block in _chapter(one, library, sources, named)]
    return Document(
        title=say.say("booklet", "title"),
        blocks=(
            Lead(words(say.say("booklet", "lead"))),
            *said(publisher.full_name, *_provisional(library, say)),
            Contents(say.say("booklet", "contents"), 3),
            *chapters,
            PageBreak(),
            *sources.listed(named),
        ),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        bound=True,
        paper=Paper.A5,
        cover=True,
    )


def _provisional(library: Library, say: Wording) -> Iterator[str]:
    if any(article.provisional for article in library.articles()):
        yield say.say("booklet", "provisional", called=library.publisher.called)


def folded(document: Document) -> Document:
    """Return the sheets of a booklet: two pages on each side, to be printed on both sides, stapled and folded."""
    return replace(document, folded=True)


def _chapter(chapter: Article, library: Library, sources: Sources, named: list[str]) -> Iterator[Block]:
    yield PageBreak()
    opening = _whole(chapter, 2, library, sources, named)
    yield next(opening)
    yield from itertools.takewhile(lambda block: not isinstance(block, Heading), opening)
    first = True
    brief: list[Article] = []
    for article, level in under(library, chapter.id):
        if level > 1:
            continue
        if article.kind == "article" and first:
            first = False
            yield from _whole(article, 3, library, sources, named)
        elif article.kind == "reason":
            yield from _whole(article, 3, library, sources, named)
            yield _brief(library.children(article.id))
        elif article.kind == "lever":
            lever = library.outline.lever(article.id)
            yield from _lever(lever, library, sources, named) if lever else ()
        else:
            brief.append(article)
    if brief:
        yield heading(3, wording(library).say("booklet", "more"))
        yield _brief(brief)


def _whole(article: Article, level: int, library: Library, sources: Sources, named: list[str]) -> Iterator[Block]:
    named += article.sources
    yield heading(level, title(article))
    yield from _read_once(text_blocks(article, library, sources, level), library)


def _lever(lever: Lever, library: Library, sources: Sources, named: list[str]) -> Iterator[Block]:
    say, article = wording(library), lever.article
    named += article.sources
    yield heading(3, say.say("checklist", "lever", code=article.code, title=article.title))
    yield from _read_once(text_blocks(article, library, sources, 3), library)
    boxes = (lever.milestone, *lever.actions) if lever.milestone else lever.actions
    yield Boxes("", tuple(_box(one, say) for one in boxes))


def _read_once(blocks: Iterable[Block], library: Library) -> Iterator[Block]:
    """Leave out what the first page says once for all texts: that they are provisional."""
    told = said(wording(library).say("article", "provisional", called=library.publisher.called))
    return (block for block in blocks if block not in told)


def _box(article: Article, say: Wording) -> Box:
    label = say.say("checklist", "milestone") if article.kind == "milestone" else ""
    return Box(article.code, article.title, label=label, blocks=said(article.summary))


def _brief(articles: Iterable[Article]) -> Items:
    """Return texts in one line each."""
    return Items(False, tuple((_line(article),) for article in articles))


def _line(article: Article) -> Paragraph:
    return Paragraph((Text(article.label, bold=True), Text(f"\u00a0: {article.summary}")))
