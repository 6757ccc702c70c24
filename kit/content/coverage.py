"""The texts against the collection of facts: which facts are used, and whether the numbers are those of the facts.

The collection (``faits.md``, and its second part ``faits-2.md`` beside it) is no part of the program:
``kit lint --facts F`` reads it where it is, and the facts of law of ``build_spec/faits-droit.md`` with it. A fact is
used, left out on purpose (``ecartes.toml``, with the reason) or forgotten. A number that a sentence gives must stand in
one of the facts it calls, in figures or in words; ``nombres.toml`` holds the few that are worked out, with how.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from kit.content import blocks, figure_words
from kit.content.blocks import Body, Callout, Cite, Items, Spans, Table
from kit.content.lists import read_toml
from kit.content.numbers import Number, all_values, numbers
from kit.content.problem import Coverage, Problem, line_of, line_of_words
from kit.content.rules.case import Case, Setting
from kit.content.rules.entries import entries, words_of
from kit.content.sentences import sentences
from kit.content.shelf import Term
from kit.errors import ContentError

LEFT_OUT, WORKED_OUT = "ecartes.toml", "nombres.toml"
WANTED_SHARE = 0.90
_FACT = re.compile(r"^- (F\d{3}[a-z]?)\. (.*)$")
_ROW = re.compile(r"^\| (F\d{3}[a-z]?) \|.*\| ([^|]+) \|$")
_GLOSSARY = re.compile(r"(?ms)^## 5\. GLOSSAIRE[^\n]*\n(.*?)^## ")
_MARK = re.compile(r"\*\*(LU|CONNU|DOUTEUX)\*\*")
_ADDRESS = re.compile(r"\S*\w\.(?:fr|org|com|net|eu|media|io)\b(?:/\S*)?|\bF\d{3}[a-z]?\b|\bM\d\d\b")
_COUNTED = re.compile(
    r"[ \u00a0](?:ans?|mois|jours?|semaines?|heures?|fois|pour cent|habitant|communes?|départements?|emplois?)\b"
)


class Collected(msgspec.Struct, frozen=True):
    """A fact as it was collected: its words, and whether it was read in its source."""

    id: str
    text: str
    read: bool
    line: int
    file: str


class Claim(msgspec.Struct, frozen=True):
    """What a text says and the facts that it calls for it; ``names`` are those of a term, for the glossary of facts."""

    file: str
    line: int
    text: str
    facts: tuple[str, ...]
    names: tuple[str, ...] = ()


def collection(first: Path, *more: Path) -> tuple[Path, ...]:
    """Return the files of a collection: its first part, the second beside it where there is one, and more."""
    second = first.with_name(f"{first.stem}-2{first.suffix}")
    return (first, *((second,) if second.is_file() else ()), *more)


def collected(paths: Iterable[Path]) -> dict[str, Collected]:
    """Read the files of the collection of facts; OSError when one is not there, ContentError when it is no text.

    A table of examples tells the year of a fact in its last column: it is said with the fact.
    """
    found: dict[str, Collected] = {}
    for path in paths:
        try:
            raw = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise ContentError(path, 1, "faits", "ce fichier n’est pas écrit en UTF-8") from None
        for number, line in enumerate(raw.splitlines(), 1):
            row = _ROW.match(line)
            if row and row[1] in found:
                fact = found[row[1]]
                found[fact.id] = msgspec.structs.replace(fact, text=f"{fact.text} {row[2]}")
            match = _FACT.match(line)
            if match:
                read = "LU" in _MARK.findall(match[2])
                found[match[1]] = Collected(match[1], match[2], read, number, path.name)
    return found


def coverage(
    cases: list[Case], setting: Setting, lists: dict[str, str], folder: Path, facts_files: Sequence[Path]
) -> Coverage:
    """Compare the texts of ``folder`` with the collection, whose files are ``facts_files``."""
    facts = collected(facts_files)
    left_out = {key: str(item.get("reason", "")) for key, item in read_toml(folder / LEFT_OUT, []).items()}
    claims = [*_claims(cases), *_claims_of_lists(setting, lists)]
    used = {fact for claim in claims for fact in claim.facts} | {f for case in cases for f in blocks.facts(case.body)}
    forgotten = [fact for fact in facts if fact not in used and fact not in left_out]
    read = [fact.id for fact in facts.values() if fact.read]
    share = sum(fact in used for fact in read) / len(read) if read else 1.0
    problems = [
        *(_forgotten(facts[fact]) for fact in forgotten),
        *_left_out(left_out, used, facts, folder / LEFT_OUT),
        *_share(share, facts_files[0]),
        *_numbers(claims, facts, folder, _glossary(facts_files)),
    ]
    return Coverage(tuple(f for f in facts if f in used), left_out, tuple(forgotten), share, tuple(problems))


def _forgotten(fact: Collected) -> Problem:
    message = f"{fact.id} n’est ni cité ni écarté : le citer [{fact.id}], ou dire pourquoi non dans {LEFT_OUT}"
    return Problem(fact.file, fact.line, "fait-oublie", message)


def _left_out(left_out: dict[str, str], used: set[str], facts: dict[str, Collected], path: Path) -> Iterator[Problem]:
    raw = path.read_text(encoding="utf-8") if path.is_file() else ""
    for fact, reason in left_out.items():
        line = line_of(raw, f"[{fact}]")
        if fact not in facts:
            yield Problem(path.name, line, "fait-ecarte", f"{fact} n’est pas dans la collection : l’ôter d’ici")
        elif fact in used:
            yield Problem(path.name, line, "fait-ecarte", f"{fact} est cité dans un texte : l’ôter d’ici")
        elif not reason:
            yield Problem(path.name, line, "fait-ecarte", f"{fact} est écarté sans raison : reason = …")


def _share(share: float, path: Path) -> Iterator[Problem]:
    if share < WANTED_SHARE:
        message = f"{share:.0%} des faits lus sont cités, {WANTED_SHARE:.0%} au moins"
        yield Problem(path.name, 1, "faits-cites", message)


# --- what the texts say ---------------------------------------------------------------------


def _claims(cases: list[Case]) -> Iterator[Claim]:
    for case in cases:
        for text, facts in _cited(case.body):
            line = line_of_words(case.raw, text, first=case.body_line)
            yield Claim(case.article.file, line, text, facts)
        for example in case.article.examples:
            text = f"{example.text} {example.year or ''}"  # the population is that of the communes, checked there
            yield Claim(case.article.file, line_of(case.raw, f'"{example.id}"'), text, example.facts)
        for series in case.article.series:
            text = " ; ".join([str(series.year), *(f"{one.value:.10g}".replace(".", ",") for one in series.values)])
            yield Claim(case.article.file, line_of(case.raw, f'"{series.id}"'), text, series.facts)


def _claims_of_lists(setting: Setting, lists: dict[str, str]) -> Iterator[Claim]:
    for file, entry in entries(setting):
        names = (entry.term, entry.expansion, *entry.aliases) if isinstance(entry, Term) else ()
        yield Claim(file, line_of(lists.get(file, ""), f'"{entry.id}"'), words_of(entry), entry.facts, names)


def _cited(body: Body) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each sentence with its facts: its own, or else those of its paragraph, item or row."""
    for block in body:
        match block:
            case Items(_, items):
                for item in items:
                    yield from _cited(item)
            case Table(header, rows):
                for row in (header, *rows):
                    yield from _run(tuple(span for cell in row for span in (*cell, blocks.Text(" ; "))))
            case Callout(_, _, inner):
                yield from _cited(inner)
            case blocks.Paragraph(spans):
                yield from _run(spans)
            case blocks.Figure(_, series, words):
                value = figure_words.value_words(series, series.values[0].value) if series.values else ""
                yield f"{value} {blocks.plain(words)}", (*series.facts, *blocks.facts((blocks.Paragraph(words),)))


def _run(spans: Spans) -> Iterator[tuple[str, tuple[str, ...]]]:
    every = tuple(fact for span in spans if isinstance(span, Cite) for fact in span.facts)
    for sentence in sentences(spans):
        yield sentence.text, sentence.facts or every


# --- whether the numbers are those of the facts -----------------------------------------------


def _glossary(paths: Iterable[Path]) -> dict[str, frozenset[str]]:
    """Return the values of each term of the collection's own glossary (« GLOSSAIRE »), by name."""
    part = "\n".join(_GLOSSARY.findall("\n".join(path.read_text(encoding="utf-8") for path in paths)))
    lines = re.findall(r"(?m)^- ([^:\n]+) : (.*)$", part)
    return {name.strip().lower(): all_values(text) for names, text in lines for name in re.split(r"[,/(]", names)}


def _numbers(
    claims: list[Claim], facts: dict[str, Collected], folder: Path, glossary: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    values = {fact.id: all_values(fact.text) for fact in facts.values()}
    worked_out = read_toml(folder / WORKED_OUT, [], optional=True)
    everywhere = frozenset(v for n in worked_out.get("everywhere", ()) for v in all_values(str(n["number"])))
    here = {(str(n["file"]), str(n["number"])) for n in worked_out.get("number", ())}
    needed: set[tuple[str, str]] = set()
    for claim in claims:
        told = [values.get(fact, frozenset()) for fact in claim.facts]
        told += [glossary.get(name.lower(), frozenset()) for name in claim.names]
        known = everywhere.union(*told)
        for number in _checked(claim.text):
            if not claim.facts or number.values & known:
                continue
            if (claim.file, number.written.strip()) in here:
                needed.add((claim.file, number.written.strip()))
            else:
                message = (
                    f"« {number.written.strip()} » n’est pas dans {', '.join(claim.facts)} : corriger le nombre, "
                    f"citer le bon fait, ou dire dans {WORKED_OUT} d’où il vient"
                )
                yield Problem(claim.file, claim.line, "nombre", message)
    for file, words in sorted(here - needed):
        yield Problem(WORKED_OUT, 1, "nombre", f"« {words} » de {file} n’a plus à être ici : l’ôter", "warning")


def _checked(text: str) -> Iterator[Number]:
    """Yield the numbers to check: all figures, and words that count something (« trois façons » does not)."""
    text = _ADDRESS.sub(" ", text)
    for number in numbers(text):
        small = number.in_words and all(value.isdigit() and int(value) <= 16 for value in number.values)
        if small and not re.search(rf"\b{re.escape(number.written)}{_COUNTED.pattern}", text):
            continue
        yield number
