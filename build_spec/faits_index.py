"""Index the verified facts: which sources each fact rests on, and how far it can be trusted.

Usage: python build_spec/faits_index.py FAITS [FAITS…] OUT

FAITS are Markdown files of verified facts (the collection, then build_spec/faits-droit.md); OUT is the TOML file to
write (resources/content/faits.toml).
Only fact codes, source codes, the confidence mark, the year of the next check and the numbers of the legal texts are
kept: no sentence of the facts goes into the program.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kit.acts.law import named

FACT_LINE = re.compile(r"^- (F\d{3}[a-z]?)\. (.*)$")
SOURCE_CALL = re.compile(r"\[(S\d{2,3})\]")
SOURCE_LINE = re.compile(r"^- (S\d{2,3}) : ", re.MULTILINE)
MARK = re.compile(r"\*\*(LU|CONNU|DOUTEUX)\*\*")
ESS_LAW = "2014-856"
ESS_SECTIONS = re.compile(r"^### 1\.[12] ")  # « La définition légale », « … dans la loi »: articles of that law
ESS_ARTICLE = re.compile(r"\b[Aa]rt\. \d|\b[Ll]oi ESS\b|\b[Ll]oi n° 2014-856|^La loi ")
CHECK = re.compile(r"à vérifier en (20\d\d)")


class Fact(NamedTuple):
    """What the program keeps of one fact."""

    code: str
    sources: tuple[str, ...]
    confidence: str
    check_by: int | None
    law: tuple[str, ...]


def confidence_of(marks: set[str]) -> str:
    """Reduce the marks of a line to one word, the most prudent when they differ."""
    if "DOUTEUX" in marks:
        return "DOUTEUX"
    if marks == {"LU", "CONNU"}:
        return "MIXTE"
    return next(iter(marks))


def _ess_only(body: str) -> str:
    """Keep what names the law of 2014 itself: elsewhere « art. 10 » is of another."""
    return " ".join(re.findall(r"[Ll]oi ESS\b|[Ll]oi n° 2014-856", body))


def facts_in(text: str) -> Iterator[Fact]:
    """Read every fact line, in the order of the file."""
    about_ess = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            about_ess = bool(ESS_SECTIONS.match(line))
        match = FACT_LINE.match(line)
        if match is None:
            continue
        code, body = match.groups()
        marks = set(MARK.findall(body))
        if not marks:
            raise ValueError(f"line {number}: {code} bears no confidence mark")
        years = [int(year) for year in CHECK.findall(body)]
        sources = tuple(dict.fromkeys(SOURCE_CALL.findall(body)))
        law = named(body) | ({ESS_LAW} if ESS_ARTICLE.search(body if about_ess else _ess_only(body)) else set())
        yield Fact(code, sources, confidence_of(marks), min(years, default=None), tuple(sorted(law)))


def to_toml(facts: list[Fact]) -> str:
    """Write the facts as TOML, one table per fact."""
    blocks = ["# Généré par build_spec/faits_index.py : ne pas modifier à la main.\n"]
    for fact in facts:
        names = ", ".join(f'"{source}"' for source in fact.sources)
        block = f'[{fact.code}]\nsources = [{names}]\nconfidence = "{fact.confidence}"\n'
        if fact.check_by is not None:
            block += f"check_by = {fact.check_by}\n"
        if fact.law:
            block += f"law = [{', '.join(map(repr, fact.law))}]\n".replace("'", '"')
        blocks.append(block)
    return "\n".join(blocks)


def main(arguments: list[str]) -> int:
    """Check the files of facts and write their index."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    texts = [Path(name).read_text(encoding="utf-8") for name in arguments[:-1]]
    facts = [fact for text in texts for fact in facts_in(text)]
    codes = [fact.code for fact in facts]
    known = {source for text in texts for source in SOURCE_LINE.findall(text)}
    problems = [f"{code} appears twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    problems += [f"{f.code}: unknown source {s}" for f in facts for s in f.sources if s not in known]
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    Path(arguments[-1]).write_text(to_toml(facts), encoding="utf-8", newline="\n")
    print(f"{len(facts)} facts, {len(known)} sources in the table")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
