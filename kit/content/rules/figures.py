"""Figures and articles of law: each is carried by a fact called in its paragraph.

What is said aloud, summed up or put in a title calls no fact: its figures must stand elsewhere in the text, where a
fact carries them. Numbers in words and addresses are left to ``kit lint --facts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.content import blocks
from kit.content.blocks import Block, Callout, Cite, Figure, Heading, Items, Paragraph, Spans, Table, plain
from kit.content.figure_words import value_words
from kit.content.numbers import Number, all_values, numbers
from kit.content.problem import Problem
from kit.content.rules.case import Case
from kit.content.sentences import sentences

_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|media)\b(?:/\S*)?")
_MODEL = re.compile(r"\b(?:M\d\d|F\d\d?)\b")
_SMALL = re.compile(r"\d\d?(?:-\d\d?)?")
_UNIT = re.compile(
    r"[ \u00a0]?(?:%|€|k€|M€|ans?\b|mois\b|jours?\b|semaines?\b|heures?\b|km\b|m²|habitant|emploi|salarié|\w+ sur )"
)

_COUNTED = re.compile(
    r"\d[\d \u00a0]*(?:,\d+)?[\u00a0 ](?:%|€|k€|M€|millions?|milliards?|habitant|emploi|salarié|entreprise|association)"
    r"|\d{1,3}[\u00a0 ]\d{3}"
)
_THRESHOLD = re.compile(
    r"(?:dès|plus|moins|dessus|dessous|partir|jusqu’à|sous)(?: de| d’)?[ \u00a0]\d[\d \u00a0]*(?:%|€|\w+)?"
    r"|\d[\d \u00a0]*habitants et plus"
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|sans date|non datée?|l’an dernier")
_LAW = re.compile(r"\bcode\b|\bCGCT\b|\bloi\b|décret|\b[LRD]\.?[ \u00a0]?\d")


def figures(text: str) -> tuple[Number, ...]:
    """Return the figures of a text: numbers written in figures, but for those of addresses and models.

    A number of one or two digits with no unit after it ranks or names something: it is no figure.
    """
    text = _MODEL.sub(" ", _ADDRESS.sub(" ", text))
    return tuple(n for n in numbers(text) if not n.in_words and (not _SMALL.fullmatch(n.written) or _unit(text, n)))


def _unit(text: str, number: Number) -> bool:
    return any(_UNIT.match(text, m.end()) for m in re.finditer(rf"(?<!\d){re.escape(number.written)}(?!\d)", text))


def check(case: Case) -> Iterator[Problem]:
    """Yield the figures that no fact carries, and those without a year."""
    yield from _years(case)
    runs = list(_runs(case.body))
    carried = _carried(case, runs)
    for words in case.setting.stated.get(case.article.file, ()):
        if words not in case.raw.replace("\u00a0", " "):
            yield case.warning("title", "chiffre", f"« {words} » n’a plus à être dans nombres.toml : l’ôter")
        carried |= all_values(words)
    for spans, cited in runs:
        if not cited:
            yield from _orphans(case, plain(spans), carried, plain(spans))
    article = case.article
    sentences = [("summary", article.summary), ("done_when", article.done_when), ("first_step", article.first_step)]
    sentences += [(step.text, step.text) for step in article.steps]
    for key, words in sentences:
        for number in figures(words):
            if not number.values & carried:
                yield case.error(key, "chiffre", _message(number))


def _years(case: Case) -> Iterator[Problem]:
    """A figure has its year in its part of the text; a threshold, a rule of law, an undated page have none."""
    section: list[Block] = []
    for block in (*case.body, Heading(2, (), "")):
        if isinstance(block, Heading):
            yield from _undated(case, tuple(section))
            section = []
        section.append(block)


def _undated(case: Case, section: tuple[Block, ...]) -> Iterator[Problem]:
    if _DATED.search(blocks.plain_body(section)):
        return
    for spans in blocks.walk_spans(section):
        for sentence in sentences(spans):
            counted = _COUNTED.search(_THRESHOLD.sub(" ", sentence.text))
            if counted and not _LAW.search(plain(spans)):
                message = (
                    f"« {counted[0].strip()} » n’a pas d’année : dire de quand est ce chiffre, ou « page non datée »"
                )
                yield case.at(sentence.text, "annee", message)


def _message(number: Number) -> str:
    return f"« {number.written.strip()} » n’est porté par aucun fait : ajouter l’appel [F…] dans ce paragraphe"


def _orphans(case: Case, text: str, carried: frozenset[str], words: str) -> Iterator[Problem]:
    for number in figures(text):
        if not number.values & carried:
            yield case.at(words, "chiffre", _message(number))


def _carried(case: Case, runs: list[tuple[Spans, bool]]) -> frozenset[str]:
    values: set[str] = set()
    for spans, cited in runs:
        if cited:
            values |= all_values(plain(spans))
    for example in case.article.examples:
        if example.facts:
            values |= all_values(f"{example.text} {example.population or ''} {example.year or ''}")
    return frozenset(values)


def _runs(body: tuple[Block, ...], *, cited: bool = False) -> Iterator[tuple[Spans, bool]]:
    """Yield each run of spans with whether facts carry it: a row of a table and an item of a list count whole,
    and a paragraph that ends with a colon carries the list or the table after it."""
    opened = False
    for block in body:
        match block:
            case Heading(_, spans) | Paragraph(spans):
                here = cited or _calls(spans)
                yield spans, here
                opened = here and plain(spans).rstrip().endswith(":")
                continue
            case Items(_, items):
                for item in items:
                    whole = cited or opened or any(_calls(s) for s in blocks.walk_spans(item))
                    yield from _runs(item, cited=whole)
            case Table(header, rows):
                yield from ((cell, cited or opened or any(map(_calls, header))) for cell in header)
                for row in rows:
                    whole = cited or opened or any(map(_calls, (*header, *row)))
                    yield from ((cell, whole) for cell in row)
            case Callout(_, title, inner):
                yield (blocks.Text(title),), cited
                yield from _runs(inner, cited=cited)
            case Figure(_, series, words):
                values = " ; ".join(value_words(series, one.value) for one in series.values)
                yield (blocks.Text(f"{values} {series.year}"),), bool(series.facts)
                yield words, bool(series.facts)
            case _:
                continue
        opened = False


def _calls(spans: Spans) -> bool:
    return any(isinstance(span, Cite) for span in spans)
