"""How the pages read: none worse than it was, none too hard, no acronym left unexplained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit import paths
from kit.content import lint
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.reading_ease import Reading

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "lisibilite.json").read_text(encoding="utf-8"))
HARD = 60
"""Below this, a page that has no floor yet is too hard: « assez difficile » on the scale of Flesch."""


@pytest.fixture(scope="module")
def read() -> dict[str, Reading]:
    return lint.check(paths.content(), paths.kit_file(), paths.pictograms()).reading


def test_every_page_is_read(read: dict[str, Reading]) -> None:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    assert set(read) == {article.id for article in library.articles()}


def test_no_page_reads_worse_than_it_did(read: dict[str, Reading]) -> None:
    """The floors are written by ``build_spec/lisibilite.py``, which only ever raises them."""
    worse = {page: (one.ease, FLOORS[page]) for page, one in read.items() if one.ease < FLOORS.get(page, HARD)}
    assert worse == {}


def test_each_acronym_is_explained_where_the_page_first_says_it(read: dict[str, Reading]) -> None:
    assert {page: one.acronyms for page, one in read.items() if one.acronyms} == {}


def test_sentences_stay_short(read: dict[str, Reading]) -> None:
    assert {page: one.words for page, one in read.items() if one.words > 18} == {}
    assert sum(one.long for one in read.values()) / len(read) < 0.05
