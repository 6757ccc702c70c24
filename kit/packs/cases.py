"""Examples and networks as forms write them: the entry itself, and the source of a new one.

An entry cites facts, and a fact its sources. A form that names a source makes both, under numbers that the collection
of the project does not use; they stand on the disk before what cites them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kit.content.header_edit import add_table, drop_example, set_example, set_key, set_network
from kit.content.headers import HeaderReader
from kit.content.lists import FACTS, NETWORKS, SOURCES, load_shelf
from kit.content.mend import fix_list, fix_text
from kit.content.model import Article, Example
from kit.content.shelf import Network, Shelf
from kit.errors import ContentError
from kit.packs import history

OLD_YEARS = 5
"""A case that is this many years old is to be looked at again before an edition."""
_FIRST = 9001  # number of the first source and fact that a form makes


class NewSource(msgspec.Struct, frozen=True):
    """Where something was read that no fact of the folder tells: a title, an address without scheme."""

    title: str
    address: str = ""


class Hand(msgspec.Struct, frozen=True):
    """Whose correction it is, in which folder of texts, and when."""

    folder: Path
    who: str
    now: datetime.datetime


def is_old(year: int | None, today: datetime.date) -> bool:
    """Say whether a case of this year is five years old; one without a year is not called old."""
    return year is not None and year <= today.year - OLD_YEARS


def keep_example(
    hand: Hand, path: Path, example: Example, *, replaces: str = "", source: NewSource | None = None
) -> None:
    """Write an example into its text, in the place of the one that it ``replaces``. Raises ContentError, OSError."""
    if source is not None:
        example = replace(example, facts=(*example.facts, _keep_source(hand, source)))
    before = history.read_whole(path)
    raw = before.replace("\r\n", "\n")
    raw = set_example(raw, path, example, replaces=replaces)
    _correct_text(hand, path, before, _with_sources(raw, path, example.facts, _shelf(hand)))


def remove_example(hand: Hand, path: Path, example_id: str) -> None:
    """Take an example out of its text. Raises ContentError, OSError."""
    before = history.read_whole(path)
    _correct_text(hand, path, before, drop_example(before.replace("\r\n", "\n"), path, example_id))


def keep_network(hand: Hand, network: Network, *, replaces: str = "", source: NewSource | None = None) -> None:
    """Write a network into their list. Raises ContentError, OSError."""
    if source is not None:
        network = replace(network, facts=(*network.facts, _keep_source(hand, source)))
    shelf = _shelf(hand)
    network = replace(network, sources=_sources_of(network.facts, network.sources, shelf))
    path = hand.folder / "content" / NETWORKS
    before = history.read_whole(path)
    after = fix_list(set_network(before.replace("\r\n", "\n"), network, replaces=replaces))
    history.correct(hand.folder, "reseaux", path, before, after, who=hand.who, what=history.CORRECTED, now=hand.now)


def free_id(words: str, taken: Iterable[str]) -> str:
    """Return an id made of words that nothing has yet."""
    from kit.folding import fold

    plain = re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")[:40].strip("-") or "cas"
    used, number = set(taken), 2
    made = plain
    while made in used:
        made, number = f"{plain}-{number}", number + 1
    return made


def _keep_source(hand: Hand, source: NewSource) -> str:
    """Write a source and a fact that cites it; return the fact's id."""
    shelf = _shelf(hand)
    source_id, fact_id = _free("S", shelf.sources), _free("F", shelf.facts)
    told = {"title": source.title} | ({"address": source.address} if source.address else {})
    _append(hand, SOURCES, source_id, **told)
    _append(hand, FACTS, fact_id, sources=(source_id,), confidence="LU")
    return fact_id


def _append(hand: Hand, name: str, key: str, **values: str | tuple[str, ...]) -> None:
    path = hand.folder / "content" / name
    before = history.read_whole(path)
    after = add_table(before.replace("\r\n", "\n"), key, **values)
    history.correct(hand.folder, path.stem, path, before, after, who=hand.who, what=history.CORRECTED, now=hand.now)


def _free(letter: str, taken: Iterable[str]) -> str:
    used, number = set(taken), _FIRST
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"


def _shelf(hand: Hand) -> Shelf:
    problems: list[ContentError] = []
    shelf = load_shelf(hand.folder / "content", problems)
    if problems:
        raise problems[0]  # a list that cannot be read is written over by nobody
    return shelf


def _with_sources(raw: str, path: Path, facts: Iterable[str], shelf: Shelf) -> str:
    """Return a text whose header names the sources of these facts."""
    article = _article(raw, path)
    wanted = _sources_of(facts, article.sources, shelf)
    if wanted == article.sources:
        return raw
    return set_key(raw, path, "sources", f"[{', '.join(f'"{one}"' for one in wanted)}]")


def _sources_of(facts: Iterable[str], known: tuple[str, ...], shelf: Shelf) -> tuple[str, ...]:
    more = (source for fact in facts if fact in shelf.facts for source in shelf.facts[fact].sources)
    return tuple(dict.fromkeys((*known, *more)))


def _correct_text(hand: Hand, path: Path, before: str, after: str) -> None:
    after = fix_text(after)
    article_id = _article(after, path).id
    if "\r\n" in before:
        after = after.replace("\n", "\r\n")
    history.correct(hand.folder, article_id, path, before, after, who=hand.who, what=history.CORRECTED, now=hand.now)


def _article(raw: str, path: Path) -> Article:
    return HeaderReader(raw, path).article("", path.name)
