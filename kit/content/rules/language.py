"""How a text is written: headings, lengths, words that have no place, addresses, typography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.content import blocks, inclusive, mend
from kit.content.blocks import Paragraph, plain
from kit.content.problem import Problem
from kit.content.rules.case import Case
from kit.content.sentences import sentences, split
from kit.content.writing import said_twice

SENTENCE_LIMIT = 35
PARAGRAPH_LIMIT = 90
_HTTP = re.compile(r"https?://|\]\(\s*(?:https?:|www\.)")
_BANNED = ("cliquez ici", "cliquer ici", "blablabla", "y aller →", "pictos à modifier", "lorem ipsum")
_BARE = frozenset(
    {"y aller", "ici", "cliquez ici", "en savoir plus", "lire plus", "lien", "ce lien", "cette page", "là"}
)


def check(case: Case) -> Iterator[Problem]:
    """Yield what is wrong in the writing of a text."""
    yield from _headings(case)
    yield from _places(case)
    yield from _lengths(case)
    yield from _bare_words(case)
    yield from _written_twice(case)
    yield from lines(case.article.file, case.raw, mend.fix_text(case.raw))


def _headings(case: Case) -> Iterator[Problem]:
    level = 1
    for heading in blocks.headings(case.body):
        words = plain(heading.spans)
        if heading.level > level + 1:
            yield case.at(words, "titres", f"saut de titre : « {words} » est à monter d’un niveau")
        level = heading.level


def _places(case: Case) -> Iterator[Problem]:
    placed = any(isinstance(block, blocks.Examples) for block in case.body)
    if placed and not case.article.examples:
        yield case.error(
            "[[exemples]]", "exemples", "[[exemples]] sans exemple dans l’en-tête : en écrire un ou l’ôter"
        )
    if case.article.examples and not placed:
        yield case.error("[[examples]]", "exemples", "[[exemples]] manque dans le corps : dire où vont les exemples")


def _lengths(case: Case) -> Iterator[Problem]:
    for spans in blocks.walk_spans(case.body):
        words = plain(spans)
        count = len(words.split())
        if count > PARAGRAPH_LIMIT:
            message = f"paragraphe de {count} mots, {PARAGRAPH_LIMIT} au plus : le couper"
            yield case.at(words, "longueur", message, severity="warning")
        for sentence in sentences(spans):
            yield from _long(case, sentence.text)
    for example in case.article.examples:
        for words in split(example.text):
            yield from _long(case, words)


def _long(case: Case, words: str) -> Iterator[Problem]:
    count = len(words.split())
    if count > SENTENCE_LIMIT:
        message = f"phrase de {count} mots, {SENTENCE_LIMIT} au plus : la couper"
        yield case.at(words, "longueur", message, severity="warning")


def _bare_words(case: Case) -> Iterator[Problem]:
    """A link or a paragraph must say where it leads: « y aller » alone does not."""
    for link in blocks.links(case.body):
        if _bare(link.text):
            yield case.error(
                f"[{link.text}", "mots", f"« {link.text} » ne dit pas où mène le lien : nommer le texte visé"
            )
    for block in case.body:
        if isinstance(block, Paragraph) and _bare(plain(block.spans)):
            yield case.at(plain(block.spans), "mots", f"« {plain(block.spans)} » seul ne dit rien : dire où, et quoi")


def _bare(words: str) -> bool:
    return words.strip(" \u00a0→>.…»«").lower() in _BARE


def _written_twice(case: Case) -> Iterator[Problem]:
    body = (blocks.plain(spans) for spans in blocks.walk_spans(case.body))
    for text in (case.article.summary, *(example.text for example in case.article.examples), *body):
        for words in said_twice(text):
            yield case.at(words, "double-forme", f"« {words} » : écrire avec le point médian", severity="warning")


def lines(file: str, raw: str, fixed: str) -> Iterator[Problem]:
    """Yield the lines of a file with a web link, banned words or typography to fix."""
    for number, line in enumerate(raw.splitlines(), 1):
        if _HTTP.search(line):
            yield Problem(
                file, number, "internet", "une adresse s’écrit en texte, sans http : « rtes.fr (nécessite Internet) »"
            )
        lowered = line.lower()
        if not lowered.startswith("page_text"):
            for words in _BANNED:
                if words in lowered:
                    yield Problem(file, number, "mots", f"« {words} » n’a pas sa place dans le kit : l’ôter")
    for number, message in inclusive.problems(raw):
        yield Problem(file, number, "genre", message)
    for number, (line, wanted) in enumerate(zip(raw.splitlines(), fixed.splitlines(), strict=True), 1):
        if line != wanted:
            yield Problem(file, number, "typographie", "espaces ou apostrophes : kit lint --fix", "warning")
