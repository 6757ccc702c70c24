"""Spelling, by ``spylls`` and the French dictionary of Debian’s hunspell-fr: in development only.

Each different word is looked up once, without its elision, split at hyphens, in both genders; what was found good is
kept in the cache until the dictionary changes. The words of the kit itself (terms, networks, places of examples) and
those of the list of the domain are good.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from kit.content import blocks
from kit.content.library import Library
from kit.content.problem import Problem, line_of_words
from kit.content.rules.case import Case, Setting
from kit.content.rules.entries import entries, words_of
from kit.content.writing import double
from kit.files import write_whole

_CACHE = "orthographe.json"
_ADDRESS = re.compile(r"\S*\w\.(?:fr|org|com|net|eu|media|io|pro)\b(?:/\S*)?|\S+@\S+|\[at\]|«[ \u00a0]--\w+[^»]*»")
_WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[’']", re.IGNORECASE)
_WHOLE = frozenset("aujourd’hui presqu’île quelqu’un quelqu’une entr’ouvrir prud’homme prud’hommes d’abord".split())


class Speller:
    """Says which words are not French; the dictionary (1 s, 60 MB) is loaded at the first word that is not cached."""

    def __init__(self, dictionary: Path, domain: Path, cache: Path | None = None) -> None:
        self._dictionary = dictionary
        self._loaded: Any = None
        self._cache = cache / _CACHE if cache else None
        lines = domain.read_text(encoding="utf-8").splitlines() if domain.is_file() else []
        self._domain = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
        stat = dictionary.with_suffix(".dic").stat()
        self._stamp = [stat.st_size, stat.st_mtime_ns]
        self._good = self._cached()

    @classmethod
    def find(cls, dictionary: Path, domain: Path, cache: Path | None = None) -> Speller | None:
        """Return a speller where library, dictionary and list of the domain are there, as in development; else none."""
        there = dictionary.with_suffix(".dic").is_file() and domain.is_file()
        return cls(dictionary, domain, cache) if there and importlib.util.find_spec("spylls") else None

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Return the words of these that neither the dictionary nor the domain has."""
        asked = set(words) - self._good
        bad = {word for word in asked if not self._is_good(word)}
        if asked - bad:
            self._good |= asked - bad
            self._keep()
        return bad

    def _is_good(self, word: str) -> bool:
        if word in self._domain or word.lower() in self._domain:
            return True
        if self._loaded is None:
            self._loaded = _load(self._dictionary)
        return bool(self._loaded.lookup(word) or self._loaded.lookup(word.replace("œ", "oe")))

    def _cached(self) -> set[str]:
        try:
            record = json.loads(self._cache.read_text(encoding="utf-8")) if self._cache else {}
            same = record.get("dictionary") == self._stamp and record.get("domain") == sorted(self._domain)
            return set(record["good"]) if same else set()
        except (OSError, ValueError, KeyError, AttributeError):
            return set()

    def _keep(self) -> None:
        if self._cache is None:
            return
        record = {"dictionary": self._stamp, "domain": sorted(self._domain), "good": sorted(self._good)}
        try:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._cache, json.dumps(record, ensure_ascii=False).encode())
        except OSError:
            pass  # a cache only saves time


def _load(dictionary: Path) -> Any:
    """Read a dictionary from memory: spylls 0.1.7 leaves the files that it opens to the garbage collector."""
    hunspell = importlib.import_module("spylls.hunspell")
    readers = importlib.import_module("spylls.hunspell.readers")

    class Reader(readers.FileReader):  # type: ignore[misc, name-defined]
        def _open(self, path: str, encoding: str) -> TextIO:
            content = BytesIO(Path(path).read_bytes())
            return TextIOWrapper(content, encoding=encoding, errors="surrogateescape")

    aff, context = readers.read_aff(Reader(f"{dictionary}.aff"))
    words_of = readers.read_dic(Reader(f"{dictionary}.dic", encoding=context.encoding), aff=aff, context=context)
    return hunspell.Dictionary(aff, words_of)


def words(text: str) -> Iterator[str]:
    """Yield the words of a text to look up: both genders, no elision, no address, no word of one letter."""
    for match in _WORD.finditer(double(_ADDRESS.sub(" ", text)).replace("'", "’")):
        word = match[0]
        while word.lower() not in _WHOLE and _ELIDED.match(word):
            word = _ELIDED.sub("", word)
        if word.lower() in _WHOLE:
            continue
        for part in re.split(r"[-’]", word):
            if len(part) > 1:
                yield part


def check(cases: list[Case], setting: Setting, lists: dict[str, str], speller: Speller) -> Iterator[Problem]:
    """Yield each word that is not French, at the first place of each file where it stands."""
    texts = [(case.article.file, case.raw, text) for case in cases for text in _texts(case)]
    texts += [(file, lists.get(file, ""), words_of(entry)) for file, entry in entries(setting)]
    yield from check_texts(texts, setting.library, speller)


def check_texts(texts: Iterable[tuple[str, str, str]], library: Library, speller: Speller) -> Iterator[Problem]:
    """Yield each word that is not French of texts (file, its whole content, the text), as ``check``."""
    own, texts = set(_own_words(library)), [*texts]
    found = {word for _, _, text in texts for word in words(text)} - own
    bad = speller.unknown(found)
    told: set[tuple[str, str]] = set()
    for file, raw, text in texts:
        for word in words(text):
            if word in bad and (file, word) not in told:
                told.add((file, word))
                message = f"« {word} » n’est pas au dictionnaire : corriger, ou l’ajouter à mots-du-domaine.txt"
                yield Problem(file, _line(raw, text, word), "orthographe", message)


def _line(raw: str, text: str, word: str) -> int:
    for number, line in enumerate(raw.splitlines(), 1):
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", line):
            return number
    return line_of_words(raw, text)


def _texts(case: Case) -> Iterator[str]:
    article = case.article
    yield from (article.title, article.short_title, article.summary, article.to_check)
    yield from (article.done_when, article.first_step)
    for step in article.steps:
        yield f"{step.text} {step.who} {step.time}"
    for example in article.examples:
        yield example.text
    for spans in blocks.walk_spans(case.body):
        yield blocks.plain(spans)


def _own_words(library: Library) -> Iterator[str]:
    """Yield the words that the kit itself defines: terms, networks, sources, places."""
    for term in library.shelf.terms:
        yield from (word for text in (term.term, *term.aliases) for word in words(text))
    for network in library.shelf.networks:
        yield from words(f"{network.name} {network.acronym}")
    for example in library.examples():
        yield from words(f"{example.place} {example.departement}")
