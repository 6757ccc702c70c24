"""Runs the rules of the texts (``kit.content.rules``) over a folder and sums them up.

Errors stop a release; warnings are for the writer. Everything is read from the files, never from the index.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kit import paths
from kit.content import blocks, loader
from kit.content.blocks import Body, Heading
from kit.content.coverage import coverage
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.lists import AGENDA, GLOSSARY, NETWORKS, QUESTIONS, read_toml
from kit.content.markdown import MarkdownReader
from kit.content.model import Article, Example
from kit.content.problem import Problem, Report
from kit.content.reading_ease import Reading, reading
from kit.content.rules import entries, examples, figures, header, language, references, series, spelling
from kit.content.rules.case import Case, Setting
from kit.content.rules.spelling import Speller
from kit.content.sentences import sentences, split
from kit.errors import ContentError
from kit.territoires import Territories

_NOTES = ("ecartes.toml", "nombres.toml", "questions-cress.toml")
_TEXT_RULES = (header.check, references.check, examples.check, figures.check, series.check, language.check)


class Look(Struct, frozen=True):
    """A text as it reads now, None where it cannot be read, with what the rules say of it, by line."""

    article: Article | None
    body: Body
    problems: tuple[Problem, ...]


class Lint:
    """Checks one folder of texts."""

    def __init__(self, folder: Path, kit_file: Path, pictograms: Path, today: datetime.date) -> None:
        self._store = FileStore(folder, kit_file)
        self._folder, self._reader = folder, MarkdownReader()
        self._models = sorted((kit_file.parent / "actes").glob("*.md"))
        territories = Territories.shared(paths.territories_of(kit_file.parent))
        table = read_toml(pictograms / "index.toml", [])
        told = {name: item for name, item in table.items() if isinstance(item, dict)}
        alternatives = {name: bool(item.get("alt") or item.get("decorative")) for name, item in told.items()}
        stated: dict[str, tuple[str, ...]] = {}
        for one in read_toml(folder / "nombres.toml", [], optional=True).get("stated", ()):
            file = str(one["file"])
            stated[file] = (*stated.get(file, ()), str(one["number"]))
        self.setting = Setting(
            Library(self._store), self._store.shelf(), pictograms, alternatives, today, territories, stated
        )
        self.lists = {name: self._read(name) for name in (GLOSSARY, NETWORKS, AGENDA, QUESTIONS, *_NOTES)}

    def run(self, speller: Speller | None = None, facts_files: Sequence[Path] = ()) -> Report:
        """Check everything and return the report, problems sorted by file and line."""
        found: list[Problem] = []
        read: dict[str, Reading] = {}
        expansions = {term.term: term.expansion for term in self.setting.shelf.terms if term.expansion}
        texts = list(self.cases())
        for case in texts:
            for rule in _TEXT_RULES:
                found += rule(case)
            read[case.article.id] = reading([*_sentences(case)], [*_running(case)], expansions)
        found += references.unique_ids(self.setting, self.lists)
        found += entries.check(self.setting, self.lists)
        if speller is not None:
            found += spelling.check(texts, self.setting, self.lists, speller)
        facts = coverage(texts, self.setting, self.lists, self._folder, facts_files) if facts_files else None
        found += facts.problems if facts else ()
        found += [self._from_error(error) for error in self._store.problems]
        told = count_cases(self._examples(), self.setting.territories)
        found = sorted(set(found), key=lambda p: (p.file, p.line, p.rule, p.message))
        return Report(tuple(found), self._counts([case.article for case in texts]), read, facts, told)

    def look(self, article_id: str, raw: str) -> Look:
        """Return one of the texts as it reads with other words in its file, and what the rules say of it.

        A text that cannot be read has no article and is one problem.
        """
        known = self._store.text(article_id)
        try:
            text = loader.read_text(raw, known.path, known.article.file)
            was = known.article
            article = replace(text.article, parent=was.parent, code=was.code)
            body = loader.parse_body(replace(text, article=article), self._reader)
        except ContentError as error:
            return Look(None, (), (self._from_error(error),))
        case = Case(article, body, raw, text.body_line, self.setting)
        found = {problem for rule in _TEXT_RULES for problem in rule(case)}
        return Look(article, body, tuple(sorted(found, key=lambda p: (p.line, p.rule, p.message))))

    def path(self, article_id: str) -> Path:
        """Return the file of a text."""
        return self._store.text(article_id).path

    def cases(self) -> Iterator[Case]:
        """Yield each text as the rules see it."""
        for article in self.setting.library.articles():
            text = self._store.text(article.id)
            raw = text.path.read_text(encoding="utf-8")
            yield Case(article, self._store.body(article.id), raw, text.body_line, self.setting)

    def _examples(self) -> Iterator[Example]:
        for article in self.setting.library.articles():
            yield from article.examples

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""  # named among the store's problems

    def _from_error(self, error: ContentError) -> Problem:
        inside = error.file.is_relative_to(self._folder)
        name = error.file.relative_to(self._folder).as_posix() if inside else error.file.name
        return Problem(name, error.line, error.rule, error.detail)

    def _counts(self, articles: list[Article]) -> dict[str, int]:
        kinds = Counter(article.kind for article in articles)
        names = ("chapter", "reason", "topic", "lever", "milestone", "action", "competence")
        shelf = self.setting.shelf
        return {f"{name}s": kinds[name] for name in names} | {
            "terms": len(shelf.terms),
            "examples": len(self.setting.library.examples()),
            "models": len(self._models),
            "questions": len(shelf.questions),
            "sources": len(shelf.sources),
            "words": sum(article.words for article in articles),
            "provisional": sum(article.provisional for article in articles),
        }


def _sentences(case: Case) -> Iterator[str]:
    """Yield what the page itself says; its examples come and go with the region, and have their own rules."""
    yield from split(case.article.summary)
    for spans in blocks.walk_spans(case.body):
        yield from (sentence.text for sentence in sentences(spans))


def _running(case: Case) -> Iterator[str]:
    """Yield what one reads from top to bottom, but titles, which say « ESS » before any sentence explains it."""
    body = [block for block in case.body if not isinstance(block, Heading)]
    for spans in blocks.walk_spans(body):
        yield from (sentence.text for sentence in sentences(spans))


def check(
    folder: Path,
    kit_file: Path,
    pictograms: Path,
    today: datetime.date | None = None,
    *,
    speller: Speller | None = None,
    facts_files: Sequence[Path] = (),
) -> Report:
    """Check a folder of texts; never raises for a broken text, which is a problem of the report.

    The spelling is looked at when a speller is given; the facts are when the files of their collection
    are (OSError if one is not there).
    """
    return Lint(folder, kit_file, pictograms, today or datetime.date.today()).run(speller, facts_files)


def count_cases(examples: Iterable[Example], territories: Territories) -> dict[str, Any]:
    """Return the counts of ``kit lint --json``; a case that several texts tell counts once.

    ``under_1000`` and ``under_3500`` count communes by their inhabitants; ``with_role`` the cases in which a
    collectivité is known to have done something.
    """
    cases = {example.case: example for example in examples}.values()
    by_departement = Counter(territories.departement_code(example.departement) for example in cases)
    communes = [e.population for e in cases if e.insee and not e.siren and e.population is not None]
    return {
        "total": len(cases),
        "by_departement": {code: by_departement[code] for code in sorted(territories.departements)},
        "under_1000": sum(population < 1000 for population in communes),
        "under_3500": sum(population < 3500 for population in communes),
        "with_role": sum(example.has_role for example in cases),
    }
