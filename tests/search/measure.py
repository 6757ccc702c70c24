"""Measures the search on judged questions: ``python tests/search/measure.py`` prints the misses of the tuned half."""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from kit import paths
from kit.content.files import FileStore
from kit.content.library import Library
from kit.search.index import SearchIndex

HERE = Path(__file__).parent
TUNED, HELD = HERE / "judgements.toml", HERE / "judgements_test.toml"


@dataclass(frozen=True, slots=True)
class Missed:
    """A question whose answer does not come first, with what comes instead."""

    text: str
    kind: str
    wanted: tuple[str, ...]
    got: tuple[str, ...]
    place: int  # of the first answer, 0 for none among ten


@dataclass(frozen=True, slots=True)
class Figures:
    """How many questions find their answer first, and among the first three."""

    questions: int
    first: float
    first_three: float
    missed: tuple[Missed, ...]


def measure(path: Path, index: SearchIndex) -> Figures:
    """Ask every question of a file."""
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    missed, first, three = [], 0, 0
    for question in questions:
        got = tuple(hit.id for hit in index.search(question["text"], 10))
        place = next((n for n, one in enumerate(got, 1) if one in question["answers"]), 0)
        first += place == 1
        three += 1 <= place <= 3
        if place != 1:
            missed.append(Missed(question["text"], question["kind"], tuple(question["answers"]), got[:4], place))
    return Figures(len(questions), first / len(questions), three / len(questions), tuple(missed))


def shipped() -> SearchIndex:
    """Return an index of the texts as they are now."""
    return SearchIndex.in_memory(Library(FileStore(paths.content(), paths.kit_file())))


def main() -> int:
    """Print the figures and the misses; ``--all`` also those that come second or third."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--held", action="store_true", help="the held half, at the very end only")
    options = parser.parse_args()
    figures = measure(HELD if options.held else TUNED, shipped())
    for miss in figures.missed:
        if options.all or miss.place not in (2, 3):
            print(f"{miss.place:2} [{miss.kind}] {miss.text}\n     voulu {miss.wanted}\n     eu    {miss.got}")
    print(f"{figures.questions} questions ; première {figures.first:.1%} ; trois premières {figures.first_three:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
