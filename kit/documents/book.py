"""The texts as one book for an e-reader: all of them or a choice, the lists of the kit, the state of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kit import paths
from kit.content.blocks import Heading, Items, Link, Paragraph
from kit.content.library import Library
from kit.content.model import Article, Publisher
from kit.content.nearby import Place, near_examples
from kit.documents.article import children, text_blocks, title, with_all_under
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Block, Boxes, Document, Fields, Lead, heading, said, words
from kit.documents.example_map import Home
from kit.documents.examples import Narrowing, examples_document
from kit.documents.glossary import glossary_entries
from kit.documents.model import Options
from kit.documents.networks import dates_document, networks_document
from kit.documents.passages import with_own
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording
from kit.dossier.plan_fields import IDENTITY
from kit.dossier.view import DossierView
from kit.figures.atlas import atlas
from kit.territoires import Territories

GLOSSARY, NETWORKS, DATES, EXAMPLES, LISTS = "glossaire", "les-reseaux", "les-dates", "les-exemples", "les-listes"
"""The ids of parts that are no text."""
OTHERS = "autres-pages"
_WIDTH = (
    480.0  # of a figure, in the units of a drawing: what a tablet shows at full size, a small e-reader a little less
)


class Part(Struct, frozen=True):
    """A page of a book: its blocks, where it was read, the parts under it. ``id`` is that of the text where it is one.

    ``label`` is what the contents call it, which have little room.
    ``blocks`` may call the sources that ``read_in`` lists, as ``kit.documents.sources`` writes both.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    read_in: tuple[Block, ...] = ()
    parts: tuple[Part, ...] = ()
    label: str = ""

    def walk(self) -> Iterator[Part]:
        """Yield it and all parts under it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Book(Struct, frozen=True):
    """A book before it has a format. ``place`` is whose state it holds, empty for nobody's."""

    title: str
    lead: str
    opening: tuple[Block, ...]
    parts: tuple[Part, ...]
    publisher: Publisher
    place: str = ""

    def walk(self) -> Iterator[Part]:
        """Yield all parts in reading order."""
        for part in self.parts:
            yield from part.walk()


def book(
    library: Library,
    dossier: DossierView | None = None,
    *,
    chosen: Sequence[str] = (),
    notes: bool = False,
) -> Book:
    """Return the book of all texts, or of those ``chosen`` with all that stand under them, in reading order.

    With a ``dossier`` its boxes stand as they are ticked and the nearest examples come first; with ``notes`` so does
    what was written on a page or about a passage, which is marked. Raises UnknownId.
    """
    return _Maker(library, dossier, notes=notes).book(chosen)


class _Maker:
    def __init__(self, library: Library, dossier: DossierView | None, *, notes: bool) -> None:
        self._library = library
        self._dossier = dossier
        self._with_notes = notes and dossier is not None
        self._say: Wording = wording(library)

    def book(self, chosen: Sequence[str]) -> Book:
        library, say = self._library, self._say
        named = [library.article(one) for one in chosen]  # refuses an unknown one
        texts = tuple(self._chosen({one.id for one in named}) if chosen else self._all())
        told = {part.id for text in texts for part in text.walk()}
        parts = [*texts, *self._lists(told, whole=not chosen), *(() if chosen else self._others(told))]
        place = self._identity("name")
        name = say.say("booklet", "title") if not chosen else say.say("epub", "title_some")
        if len(named) == 1:
            name = title(named[0])
        opening = [
            *said(library.publisher.full_name),
            *said(say.say("epub", "edition", version=library.publisher.content_version)),
            *said(say.say("epub", "state", place=place) if place else ""),
            *said(say.say("epub", "how")),
        ]
        if any(library.article(one).provisional for one in told if library.has(one)):
            opening += said(say.say("booklet", "provisional", called=library.publisher.called))
        lead = say.say("booklet", "lead") if not chosen else say.say("epub", "lead_some")
        return Book(name, lead, tuple(opening), tuple(parts), library.publisher, place)

    def _all(self) -> Iterator[Part]:
        yield from map(self._text, self._library.outline.chapters)

    def _others(self, told: Collection[str]) -> Iterator[Part]:
        """Yield the texts that stand in no chapter as one part."""
        others = [one for one in self._library.articles() if one.id not in told]
        if others:
            links = Items(False, tuple((Paragraph((Link(one.id, title(one)),)),) for one in others))
            below = tuple(map(self._page, others))
            yield Part(OTHERS, self._say.say("epub", "others"), (links,), parts=below)

    def _chosen(self, ids: Collection[str]) -> Iterator[Part]:
        """Yield the texts of these ids, in reading order, without those that stand under another one."""
        ordered = [one for chapter in self._library.outline.chapters for one in with_all_under(self._library, chapter)]
        told = {one.id for one in ordered}
        for article in (*ordered, *(one for one in self._library.articles() if one.id not in told)):
            if article.id in ids and not any(above.id in ids for above in self._library.trail(article.id)):
                yield self._text(article)

    def _text(self, article: Article) -> Part:
        """Return a text with all that stand under it."""
        below = children(self._library, article.id)
        return replace(self._page(article), parts=tuple(map(self._text, below)))

    def _page(self, article: Article) -> Part:
        sources = Sources(self._library)
        blocks = text_blocks(article, self._library, sources, 1, width=_WIDTH)
        told = with_own(blocks, article, self._library, self._dossier if self._with_notes else None)
        return Part(article.id, title(article), told, tuple(sources.listed(article.sources)), label=_label(article))

    def _lists(self, told: Collection[str], *, whole: bool) -> Iterator[Part]:
        levers = tuple(one.article.id for one in self._library.outline.levers if one.article.id in told)
        if levers:
            yield self._boxes(() if whole else levers)
        yield from self._examples(told, whole=whole)
        yield self._glossary()
        if whole:
            yield _list_part(NETWORKS, networks_document(self._library))
            yield _list_part(DATES, dates_document(self._library))

    def _boxes(self, levers: tuple[str, ...]) -> Part:
        """Return the lists to tick as the dossier has them; nobody's without what is written by hand on paper."""
        name = self._say.say("epub", "lists")
        options = Options(why=self._dossier is None, notes=self._with_notes)
        made = checklist(self._library, self._dossier, levers=levers, options=options)
        if self._dossier is not None:
            return Part(LISTS, name, checklist_document(made).blocks)
        blocks = [block for block in checklist_document(made).blocks if isinstance(block, Boxes)]
        return Part(LISTS, name, tuple(map(_without_fields, blocks)))

    def _examples(self, told: Collection[str], *, whole: bool) -> Iterator[Part]:
        """Yield the map and its list: of the examples of these texts, those of the whole kit for the whole book."""
        folder = paths.territories()
        territories = Territories.load(folder)
        home = Home.of(self._identity)
        near = near_examples(self._library, territories, Place(home.departement, home.population))
        only = tuple(one.example.id for one in near if whole or any(page in told for page in one.pages))
        if only:
            chosen = Narrowing(only=only)
            document = examples_document(self._library, territories, atlas(folder), home, chosen=chosen)
            told_as = _list_part(EXAMPLES, document)
            if not home.departement:  # nobody's: none is nearer than another
                lead = Lead(words(self._say.say("map", "lead", n=len(only))))
                told_as = replace(told_as, title=self._say.say("map", "title"), blocks=(lead, *told_as.blocks[1:]))
            yield told_as

    def _glossary(self) -> Part:
        say, blocks = self._say, list[Block]()
        for letter, entries in glossary_entries(self._library, GLOSSARY):
            blocks.append(heading(2, letter))
            for one, name, told in entries:
                blocks += [Heading(3, words(name), one), *told]
        return Part(GLOSSARY, say.say("glossary", "title"), (Lead(words(say.say("glossary", "lead"))), *blocks))

    def _identity(self, field: str) -> str:
        return self._value(IDENTITY, field)

    def _value(self, on: str, field: str) -> str:
        value = self._dossier.value(on, field) if self._dossier is not None else None
        return "" if value is None else str(value).strip()


def _label(article: Article) -> str:
    dot = {"lever": ".", "reason": "."}.get(article.kind, "")
    numbered = article.kind in ("lever", "reason", "action", "milestone") and article.code
    return f"{article.code}{dot} {article.label}" if numbered else article.label


def _without_fields(block: Boxes) -> Boxes:
    kept = (tuple(one for one in box.blocks if not isinstance(one, Fields)) for box in block.boxes)
    return replace(block, boxes=tuple(replace(box, blocks=told) for box, told in zip(block.boxes, kept, strict=True)))


def _list_part(name: str, document: Document) -> Part:
    """Return a list of the kit as a part; it ends with its sources."""
    title_of_sources = heading(2, wording().say("article", "sources"))
    blocks = document.blocks
    at = blocks.index(title_of_sources) if title_of_sources in blocks else len(blocks)
    return Part(name, document.title, blocks[:at], blocks[at:])
