"""The texts straight from their files: always up to date, for the command line, the checks and the compiler."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from kit import paths, territoires
from kit.content import lists, loader
from kit.content.blocks import Body
from kit.content.cases import Case, cases_of, unlike
from kit.content.markdown import MarkdownReader
from kit.content.model import Article, Publisher
from kit.content.shelf import Shelf
from kit.errors import ContentError


class FileStore:
    """Texts read from their files: always up to date; bodies are parsed when asked for."""

    def __init__(self, folder: Path, kit_file: Path) -> None:
        self._texts = loader.load_texts(folder)
        self._reader = MarkdownReader()
        self._folder = folder
        self._bodies: dict[str, Body] = {}
        self._shelf: Shelf | None = None
        self._cases: tuple[Case, ...] | None = None
        self.problems: list[ContentError] = self._texts.problems
        self.publisher: Publisher = loader.load_publisher(kit_file)
        self.outline = loader.outline(self._texts, self.publisher)

    def close(self) -> None:
        """Nothing is held open."""

    def article(self, article_id: str) -> Article | None:
        text = self._texts.texts.get(article_id)
        return text.article if text else None

    def text(self, article_id: str) -> loader.Text:
        """Return the file of an article as read, for the checks."""
        return self._texts.texts[article_id]

    def body(self, article_id: str) -> Body:
        """Return the parsed body; a broken one is empty and named in ``problems``."""
        if article_id not in self._bodies:
            try:
                self._bodies[article_id] = loader.parse_body(self._texts.texts[article_id], self._reader)
            except ContentError as error:
                self.problems.append(error)
                self._bodies[article_id] = ()
        return self._bodies[article_id]

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        return tuple(a for a in self.articles() if a.parent == parent and (not kinds or a.kind in kinds))

    def articles(self, kinds: tuple[str, ...] = ()) -> Iterator[Article]:
        return (text.article for text in self._texts.texts.values() if not kinds or text.article.kind in kinds)

    def among(self, ids: Collection[str]) -> Iterator[Article]:
        return (article for article in self.articles() if article.id in ids)

    def cases(self) -> tuple[Case, ...]:
        if self._cases is None:
            codes = territoires.departement_codes(territoires.departements(paths.territories()))
            self._cases = cases_of(self.articles(), lambda name: codes.get(territoires.fold_name(name), ""))
        return self._cases

    def case_like(self, departement: str, population: int | None) -> Case | None:
        found = [case for case in self.cases() if departement in ("", case.departement)]
        return min(found, key=lambda case: unlike(case.example.population, population), default=None)

    def question_ids(self) -> tuple[str, ...]:
        return tuple(question.id for question in self.shelf().questions)

    def shelf(self) -> Shelf:
        if self._shelf is None:
            self._shelf = lists.load_shelf(self._folder, self.problems)
        return self._shelf
