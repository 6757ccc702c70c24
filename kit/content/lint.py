"""The rules that a text must keep, each with the file and the line where it does not.

Errors stop a release; warnings are for the writer. ``check`` reads everything from the files.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.content import blocks, typography
from kit.content.files import FileStore
from kit.content.headers import split
from kit.content.library import Library
from kit.content.model import Article
from kit.errors import ContentError

SUMMARY_LIMIT = 220
SENTENCE_LIMIT = 35
PARAGRAPH_LIMIT = 90
_HTTP = re.compile(r"https?://|\]\(\s*(?:https?:|www\.)")
_BANNED = ("cliquez ici", "blablabla", "y aller →", "pictos à modifier", "lorem ipsum")
_SENTENCE = re.compile(r"(?<=[.!?…])[\s\u00a0]+(?=[A-ZÀ-Ü«])")


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule; ``severity`` is error or warning."""

    file: str
    line: int
    rule: str
    message: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found."""

    problems: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def errors(self) -> int:
        """Number of problems that stop a release."""
        return sum(1 for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> int:
        """Number of remarks to the writer."""
        return len(self.problems) - self.errors


class Lint:
    """Checks one folder of texts."""

    def __init__(self, folder: Path, kit_file: Path, pictograms: Path, today: datetime.date) -> None:
        self._store = FileStore(folder, kit_file)
        self._library = Library(self._store)
        self._pictograms = pictograms
        self._folder = folder
        self._today = today

    def run(self) -> Report:
        """Check everything and return the report, problems sorted by file and line."""
        found: list[Problem] = []
        shelf = self._store.shelf()
        articles = list(self._library.articles())
        for article in articles:
            found += self._article(article)
        found += self._terms()
        found += [self._from_error(error) for error in self._store.problems]
        found.sort(key=lambda p: (p.file, p.line, p.rule))
        return Report(tuple(found), self._counts(articles, len(shelf.terms)))

    def _from_error(self, error: ContentError) -> Problem:
        name = (
            error.file.relative_to(self._folder).as_posix()
            if error.file.is_relative_to(self._folder)
            else error.file.name
        )
        return Problem(name, error.line, error.rule, error.detail)

    def _counts(self, articles: list[Article], terms: int) -> dict[str, int]:
        kinds = Counter(article.kind for article in articles)
        names = ("chapter", "reason", "topic", "lever", "milestone", "action", "competence")
        counts = {f"{name}s": kinds[name] for name in names}
        return counts | {
            "terms": terms,
            "examples": len(self._library.examples()),
            "models": 0,
            "questions": 0,
            "sources": len(self._store.shelf().sources),
            "words": sum(article.words for article in articles),
            "provisional": sum(article.provisional for article in articles),
        }

    def _article(self, article: Article) -> Iterator[Problem]:
        text = self._store.text(article.id)
        body = self._store.body(article.id)
        raw = text.path.read_text(encoding="utf-8")
        yield from self._header(article, raw)
        yield from self._references(article, body, raw)
        yield from self._headings(article, body, raw)
        yield from self._lines(article, raw)
        yield from self._language(article, body, raw)

    def _header(self, article: Article, raw: str) -> Iterator[Problem]:
        def error(key: str, rule: str, message: str) -> Problem:
            return Problem(article.file, _line(raw, key), rule, message)

        if not article.summary:
            yield error("title", "resume", "le résumé manque")
        if len(article.summary) > SUMMARY_LIMIT:
            yield error("summary", "resume", f"résumé de {len(article.summary)} caractères, {SUMMARY_LIMIT} au plus")
        if not article.reviewed_on:
            yield error("id", "relu-le", "reviewed_on manque : date de la dernière vérification")
        elif (self._today - datetime.date.fromisoformat(article.reviewed_on)).days > 366:
            yield Problem(article.file, _line(raw, "reviewed_on"), "relu-le", "relu il y a plus d’un an", "warning")
        yield from self._checks(article, raw)
        yield from self._by_kind(article, raw)

    def _checks(self, article: Article, raw: str) -> Iterator[Problem]:
        if article.pictogram and not (self._pictograms / f"{article.pictogram}.svg").is_file():
            yield Problem(
                article.file, _line(raw, "pictogram"), "pictogramme", f"pas de pictogramme {article.pictogram}"
            )
        if article.check_by and article.check_by <= self._today.year:
            line = _line(raw, "check_by")
            yield Problem(article.file, line, "a-verifier", f"à vérifier en {article.check_by}", "warning")

    def _by_kind(self, article: Article, raw: str) -> Iterator[Problem]:
        line = _line(raw, "kind")
        if article.kind == "action":
            if not 2 <= len(article.steps) <= 5:
                yield Problem(article.file, line, "etapes", f"{len(article.steps)} étapes ; il en faut deux à cinq")
            for name in ("done_when", "first_step", "level", "rhythm"):
                if not getattr(article, name):
                    yield Problem(article.file, line, "action", f"{name} manque")
        if article.kind in ("reason", "lever", "chapter") and not article.pictogram:
            message = "un chapitre, une raison, un levier a un pictogramme"
            yield Problem(article.file, line, "pictogramme", message)
        if article.kind in ("topic", "reason", "lever", "action") and not article.parent:
            yield Problem(article.file, line, "dossier", "ce texte n’est pas dans le dossier de ce qui le porte")

    def _references(self, article: Article, body: blocks.Body, raw: str) -> Iterator[Problem]:
        shelf = self._store.shelf()
        for link in blocks.links(body):
            target = link.target.partition("#")[0]
            if not self._library.has(target):
                near = self._library.near(target)
                hint = f" ; peut-être {near[0]}" if near else ""
                yield Problem(article.file, _line(raw, f"]({link.target}"), "lien", f"pas de texte {link.target}{hint}")
        for key in ("levers", "related"):
            for target in getattr(article, key):
                if not self._library.has(target):
                    yield Problem(article.file, _line(raw, key), "lien", f"{key} : pas de texte {target}")
        called = [*blocks.facts(body), *(fact for example in article.examples for fact in example.facts)]
        for fact_id in dict.fromkeys(called):
            yield from self._fact(article, fact_id, raw)
        for source in article.sources:
            if source not in shelf.sources:
                yield Problem(article.file, _line(raw, "sources"), "source", f"pas de source {source}")
        if article.kind == "topic" and not called:
            yield Problem(article.file, 1, "fait", "aucun appel de fait [F…] dans ce sujet")

    def _fact(self, article: Article, fact_id: str, raw: str) -> Iterator[Problem]:
        shelf = self._store.shelf()
        line = _line(raw, fact_id)
        fact = shelf.facts.get(fact_id)
        if fact is None:
            yield Problem(article.file, line, "fait", f"pas de fait {fact_id}")
            return
        if fact.confidence == "DOUTEUX":
            yield Problem(article.file, line, "fait", f"{fact_id} est douteux : il ne se publie pas")
        if fact.confidence in ("CONNU", "MIXTE") and not article.to_check:
            yield Problem(article.file, line, "a-verifier", f"{fact_id} n’a pas été relu : to_check est attendu")
        missing = [source for source in fact.sources if source not in article.sources]
        if missing:
            yield Problem(
                article.file, line, "source", f"{fact_id} vient de {', '.join(missing)} : à mettre dans sources"
            )

    def _headings(self, article: Article, body: blocks.Body, raw: str) -> Iterator[Problem]:
        level = 1
        for heading in blocks.headings(body):
            if heading.level > level + 1:
                line = _line(raw, blocks.plain(heading.spans))
                yield Problem(article.file, line, "titres", f"saut de titre : {blocks.plain(heading.spans)}")
            level = heading.level
        if any(isinstance(block, blocks.Examples) for block in body) and not article.examples:
            yield Problem(
                article.file, _line(raw, "[[exemples]]"), "exemples", "[[exemples]] sans exemple dans l’en-tête"
            )
        if article.examples and not any(isinstance(block, blocks.Examples) for block in body):
            yield Problem(article.file, _line(raw, "[[examples]]"), "exemples", "[[exemples]] manque dans le corps")

    def _lines(self, article: Article, raw: str) -> Iterator[Problem]:
        for number, line in enumerate(raw.splitlines(), 1):
            if _HTTP.search(line):
                yield Problem(article.file, number, "internet", "une adresse s’écrit en texte, sans lien http")
            lowered = line.lower()
            if not lowered.startswith("page_text"):
                for words in _BANNED:
                    if words in lowered:
                        yield Problem(article.file, number, "mots", f"« {words} » n’a pas sa place dans le kit")
        fixed = fix_text(raw)
        for number, (line, wanted) in enumerate(zip(raw.splitlines(), fixed.splitlines(), strict=True), 1):
            if line != wanted:
                yield Problem(article.file, number, "typographie", "espaces ou apostrophes : kit lint --fix", "warning")

    def _language(self, article: Article, body: blocks.Body, raw: str) -> Iterator[Problem]:
        for spans in blocks.walk_spans(body):
            words = blocks.plain(spans)
            start = _line(raw, words[:24])
            if len(words.split()) > PARAGRAPH_LIMIT:
                yield Problem(article.file, start, "longueur", f"paragraphe de {len(words.split())} mots", "warning")
            for sentence in _SENTENCE.split(words):
                if len(sentence.split()) > SENTENCE_LIMIT:
                    yield Problem(article.file, start, "longueur", f"phrase de {len(sentence.split())} mots", "warning")

    def _terms(self) -> Iterator[Problem]:
        shelf = self._store.shelf()
        seen: set[str] = set()
        for term in shelf.terms:
            if term.id in seen:
                yield Problem("glossaire.toml", 1, "id-unique", f"{term.id} est deux fois dans le glossaire")
            seen.add(term.id)
            for fact in term.facts:
                if fact not in shelf.facts:
                    yield Problem("glossaire.toml", 1, "fait", f"{term.id} : pas de fait {fact}")
            for source in term.sources:
                if source not in shelf.sources:
                    yield Problem("glossaire.toml", 1, "source", f"{term.id} : pas de source {source}")


def _line(raw: str, words: str) -> int:
    """Return the first line that holds ``words`` (a header's key counts with its equal sign), or 1."""
    for number, line in enumerate(raw.splitlines(), 1):
        if words and (line.lstrip().startswith(f"{words} =") or words in line):
            return number
    return 1


def fix_text(raw: str) -> str:
    """Return a text file with French typography in its body and in the sentences of its header."""
    parts = split(raw, Path("-"))
    header = re.sub(
        r'(?m)^((?:title|summary|short_title|to_check|done_when|first_step|text)\s*=\s*")(.*)(")$',
        _fix_value,
        parts.header,
    )
    header = re.sub(r'((?:text|who|time) = ")([^"\\]*)(")', _fix_value, header)
    body = "\n".join(typography.french(line) for line in parts.body.split("\n"))
    return f"+++\n{header}\n+++\n{body}" + ("\n" if raw.endswith("\n") and not body.endswith("\n") else "")


def _fix_value(match: re.Match[str]) -> str:
    return match[1] + typography.french(match[2]) + match[3]


def check(folder: Path, kit_file: Path, pictograms: Path, today: datetime.date | None = None) -> Report:
    """Check a folder of texts; never raises for a broken text, which is a problem of the report."""
    return Lint(folder, kit_file, pictograms, today or datetime.date.today()).run()


def fix(folder: Path) -> list[Path]:
    """Set French typography in all texts; returns the files that changed."""
    changed = []
    for path in sorted(folder.rglob("*.md")):
        try:
            raw = path.read_text(encoding="utf-8")
            wanted = fix_text(raw)
        except (ContentError, UnicodeDecodeError):
            continue
        if wanted != raw:
            path.write_text(wanted, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
