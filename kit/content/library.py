"""The Library: one way to read the texts, from the compiled index or straight from the files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from kit.content.model import Article, Example, Outline, Publisher
from kit.errors import ContentError, UnknownId

if TYPE_CHECKING:
    from kit.content.blocks import Body
    from kit.content.cases import Case
    from kit.content.shelf import Shelf, Source, Term


class Store(Protocol):
    """Where a Library gets its texts from."""

    @property
    def outline(self) -> Outline: ...
    @property
    def problems(self) -> list[ContentError]: ...

    def article(self, article_id: str) -> Article | None: ...
    def body(self, article_id: str) -> Body: ...
    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]: ...
    def articles(self, kinds: tuple[str, ...] = ()) -> Iterator[Article]: ...
    def among(self, ids: Collection[str]) -> Iterator[Article]: ...
    def shelf(self) -> Shelf: ...
    def cases(self) -> tuple[Case, ...]: ...
    def case_like(self, departement: str, population: int | None) -> Case | None: ...
    def question_ids(self) -> tuple[str, ...]: ...
    def close(self) -> None: ...


class Library:
    """All the texts of the kit, by id; bodies and lists come at first use.

    Raises UnknownId, with near ids, for an id that no text has.
    """

    def __init__(self, store: Store, writing: str = "page") -> None:
        """``writing`` is that of the store's texts (``kit.content.writing``)."""
        self._store = store
        self.writing = writing

    def adopt(self, store: Store) -> None:
        """Read from another store from now on, as the texts have changed; a view passes it to what it looks at."""
        passed_on = getattr(self._store, "adopt", None)
        if passed_on is not None:
            passed_on(store)
            return
        self._store.close()
        self._store = store

    @property
    def outline(self) -> Outline:
        """Chapters, reasons, levers: what the first screens need."""
        return self._store.outline

    @property
    def publisher(self) -> Publisher:
        """Who publishes the kit."""
        return self._store.outline.publisher

    @property
    def problems(self) -> list[ContentError]:
        """What could not be read; the rest is here."""
        return self._store.problems

    def close(self) -> None:
        """Let the files go."""
        self._store.close()

    def has(self, article_id: str) -> bool:
        """Say whether an article has this id."""
        return self._store.article(article_id) is not None

    def article(self, article_id: str) -> Article:
        """Return the article with this id."""
        found = self._store.article(article_id)
        if found is None:
            raise UnknownId(article_id, self.near(article_id))
        return found

    def near(self, wanted: str) -> tuple[str, ...]:
        """Return up to three ids that look like ``wanted``."""
        import difflib

        return tuple(difflib.get_close_matches(wanted, [a.id for a in self._store.articles()], 3))

    def body(self, article_id: str) -> Body:
        """Return the block tree of an article."""
        self.article(article_id)
        return self._store.body(article_id)

    def children(self, parent: str, *kinds: str) -> tuple[Article, ...]:
        """Return the articles under a chapter, reason or lever, in order."""
        return self._store.children(parent, kinds)

    def articles(self, *kinds: str) -> Iterator[Article]:
        """Yield all articles (of these kinds), in reading order."""
        return self._store.articles(kinds)

    def among(self, ids: Collection[str]) -> Iterator[Article]:
        """Yield the articles of these ids, in reading order; ids that no text has are passed over."""
        return self._store.among(ids)

    def trail(self, article_id: str) -> tuple[Article, ...]:
        """Return the articles above one, the farthest first."""
        chain: list[Article] = []
        parent = self.article(article_id).parent
        while parent:
            chain.insert(0, self.article(parent))
            parent = chain[0].parent
        return tuple(chain)

    def examples(self) -> tuple[Example, ...]:
        """Return all real examples, in reading order, each once."""
        seen: dict[str, Example] = {}
        for article in self._store.articles():
            for example in article.examples:
                seen.setdefault(example.id, example)
        return tuple(seen.values())

    @property
    def cases(self) -> tuple[Case, ...]:
        """All real facts that the examples tell, in reading order, each once."""
        return self._store.cases()

    def case_like(self, departement: str, population: int | None) -> Case | None:
        """Return the case of a département (any for "") of the population most like ours, the first of equals."""
        return self._store.case_like(departement, population)

    @property
    def question_ids(self) -> tuple[str, ...]:
        """The ids of the questions of « Par où commencer », in order, without reading the lists."""
        return self._store.question_ids()

    @property
    def shelf(self) -> Shelf:
        """Glossary, sources, facts, networks."""
        return self._store.shelf()

    def term(self, term_id: str) -> Term:
        """Return a word of the glossary."""
        for term in self.shelf.terms:
            if term.id == term_id:
                return term
        raise UnknownId(term_id)

    def sources_of(self, article: Article) -> tuple[Source, ...]:
        """Return the sources that the header of an article names: lint holds those of its facts to be among them."""
        return tuple(self.shelf.sources[s] for s in article.sources if s in self.shelf.sources)
