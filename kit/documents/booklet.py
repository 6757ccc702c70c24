"""The A5 booklet: what is essential of the kit, chapter by chapter, to be read anywhere and handed on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec.structs import replace

from kit import paths
from kit.content.blocks import Heading, Items, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Article
from kit.documents.article import children, text_blocks, title
from kit.documents.boxes import footer
from kit.documents.document import Block, Box, Boxes, Contents, Document, Drawn, Lead, PageBreak, heading, said, words
from kit.documents.example_map import Home, counts_in_words
from kit.documents.paper import Paper
from kit.documents.passages import with_own
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording
from kit.dossier.view import DossierView
from kit.figures.atlas import atlas
from kit.figures.region import drawn, lay_out
from kit.territoires import Territories

_MAP = (550.0, 420.0)  # what the first page has room for, in the units of a drawing


def booklet_document(
    library: Library, *, own: DossierView | None = None, home: Home | None = None, today: date | None = None
) -> Document:
    """Return the booklet: each chapter, its first text whole, its reasons and levers, the rest in a sentence each.

    In reading order, with one list of sources; A5, 11 points. Its first page has a map of the examples, with the
    département of ``home``. ``own`` is the dossier of who reads: its passages and notes go with each text that it has.
    """
    say, publisher = wording(library), library.publisher
    maker = _Maker(library, own)
    chapters = [block for one in library.outline.chapters for block in maker.chapter(one)]
    return Document(
        title=say.say("booklet", "title"),
        blocks=(
            Lead(words(say.say("booklet", "lead"))),
            *said(publisher.full_name, *_provisional(library, say)),
            *_map(library, home or Home(), say),
            Contents(say.say("booklet", "contents"), 3),
            *chapters,
            PageBreak(),
            *maker.sources.listed(maker.named),
        ),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        bound=True,
        paper=Paper.A5,
        cover=True,
    )


def _map(library: Library, home: Home, say: Wording) -> Iterator[Block]:
    """Yield how many examples each département has, drawn on the first page; the contents begin the next."""
    known, names = atlas(paths.territories()), Territories.shared(paths.territories()).departements
    told = Counter(case.departement for case in library.cases)
    counts = {one.code: told[one.code] for one in known.outlines if told[one.code]}
    if not counts:
        return
    values = {code: str(count) for code, count in counts.items()}
    drawing = drawn(lay_out(known, (), *_MAP), known, own=home.departement, values=values)
    listed = counts_in_words(counts, names)
    yield Drawn(drawing, say.say("booklet", "alt", counted=listed), f"{listed}.")
    yield from said(say.say("booklet", "map"), say.say("map", "credit"))
    yield PageBreak()


def _provisional(library: Library, say: Wording) -> Iterator[str]:
    if any(article.provisional for article in library.articles()):
        yield say.say("booklet", "provisional", called=library.publisher.called)


def folded(document: Document) -> Document:
    """Return the sheets of a booklet: two pages on each side, to be printed on both sides, stapled and folded."""
    return replace(document, folded=True)


def told_texts(library: Library) -> Iterator[Article]:
    """Yield the texts that the booklet has: the chapters and what it gives whole of each."""
    for chapter in library.outline.chapters:
        yield chapter
        yield from (article for article, is_whole in _of_chapter(chapter, library) if is_whole)


def _of_chapter(chapter: Article, library: Library) -> Iterator[tuple[Article, bool]]:
    """Yield the texts of a chapter with whether each is told whole: its first, its reasons and levers."""
    first = True
    for article in children(library, chapter.id):
        is_first = article.kind == "article" and first
        first = first and not is_first
        yield article, is_first or article.kind in ("reason", "lever")


class _Maker:
    """Makes the chapters; ``named`` are the sources of the texts told so far."""

    def __init__(self, library: Library, own: DossierView | None) -> None:
        self._library, self._own = library, own
        self.sources = Sources(library)
        self.named: list[str] = []

    def chapter(self, chapter: Article) -> Iterator[Block]:
        """Yield a chapter: what it begins with, the texts that are told whole, the others in a line each."""
        library, brief = self._library, list[Article]()
        self.named += chapter.sources
        yield PageBreak()
        yield heading(2, title(chapter))
        opening = itertools.takewhile(lambda block: not isinstance(block, Heading), self._text(chapter, 2))
        yield from with_own(opening, chapter, library, self._own, 2)
        for article, is_whole in _of_chapter(chapter, library):
            if not is_whole:
                brief.append(article)
                continue
            self.named += article.sources
            yield heading(3, self._title(article))
            yield from with_own(self._text(article, 3), article, library, self._own, 3)
            if article.kind == "reason":
                yield _brief(library.children(article.id))
            if lever := library.outline.lever(article.id):
                boxes = (lever.milestone, *lever.actions) if lever.milestone else lever.actions
                yield Boxes("", tuple(_box(one, wording(library)) for one in boxes))
        if brief:
            yield heading(3, wording(library).say("booklet", "more"))
            yield _brief(brief)

    def _title(self, article: Article) -> str:
        if article.kind != "lever":
            return title(article)
        return wording(self._library).say("checklist", "lever", code=article.code, title=article.title)

    def _text(self, article: Article, level: int) -> Iterator[Block]:
        return _read_once(text_blocks(article, self._library, self.sources, level), self._library)


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
