"""French folding and the index: what an élu·e types finds what is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import IndexUnusable
from kit.search import folding
from kit.search.index import Document, SearchIndex, fill


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("élu·e·s", ("elu", "elue", "elus", "elues")),
        ("élu·es", ("elu", "elue", "elus", "elues")),
        ("adjoint·e", ("adjoint", "adjointe")),
        ("conseiller·ère·s", ("conseiller", "conseillere", "conseillers", "conseilleres")),
        ("Cœur", ("coeur",)),
        ("ÉTÉ", ("ete",)),
    ],
)
def test_inclusive_forms_and_folding(word: str, forms: tuple[str, ...]) -> None:
    ((_, _, found),) = folding.words(word)
    assert found == forms


@pytest.fixture(scope="module")
def index() -> Iterator[Callable[..., SearchIndex]]:
    """Return a function that indexes (title, summary, body) triples."""
    made: list[SearchIndex] = []

    def build(*documents: tuple[str, str, str]) -> SearchIndex:
        db = sqlite3.connect(":memory:")
        fill(db, iter([Document(f"d{n}", "topic", t, "Ici", s, b) for n, (t, s, b) in enumerate(documents)]))
        made.append(SearchIndex(db))
        return made[-1]

    yield build
    for each in made:
        each.close()


@pytest.mark.parametrize("typed", ["elu", "élus", "élues", "ÉLUE", "elu·e·s", "élu.e", "el"])
def test_every_way_of_typing_finds_the_inclusive_form(typed: str, index: Callable[..., SearchIndex]) -> None:
    (hit,) = index(("Titre", "Un·e élu·e·s désigné·e", ""), ("Autre", "rien", "")).search(typed)
    assert hit.id == "d0"
    start, end = hit.marks[0]
    assert hit.extract[start:end] == "élu·e·s"


def test_apostrophes_and_ligatures_are_folded_on_both_sides(index: Callable[..., SearchIndex]) -> None:
    found = index(("L’œuvre", "à l’heure", ""), ("", "", ""))
    assert found.search("oeuvre") and found.search("l'heure") and found.search("L’ŒUVRE")


def test_the_title_counts_more_than_the_body(index: Callable[..., SearchIndex]) -> None:
    found = index(("Rien", "", "épicerie épicerie"), ("Épicerie", "", "autre"), ("Rien", "épicerie", "autre"))
    assert [hit.id for hit in found.search("epicerie")] == ["d1", "d2", "d0"]


def test_all_words_first_then_some_words(index: Callable[..., SearchIndex]) -> None:
    found = index(("prêter une salle", "", ""), ("prêter un bus", "", ""))
    assert [hit.id for hit in found.search("preter salle")] == ["d0"]
    assert {hit.id for hit in found.search("preter salle inconnue")} == {"d0", "d1"}


def test_nothing_typed_and_nothing_found(index: Callable[..., SearchIndex]) -> None:
    found = index(("a", "b", "c"))
    assert found.search("") == [] and found.search(" ’ ") == [] and found.search("zzz") == []


@given(st.text(max_size=60))
def test_whatever_is_typed_never_fails(index: Callable[..., SearchIndex], typed: str) -> None:
    hits = index(("L’élu·e", "une salle", "prêtée")).search(typed)
    for hit in hits:
        assert all(0 <= a < b <= len(hit.extract) for a, b in hit.marks)


@given(st.text(max_size=80))
def test_word_positions_are_those_of_the_original_text(text: str) -> None:
    last = 0
    for start, end, forms in folding.words(text):
        assert last <= start < end <= len(text) and forms
        last = end


def test_a_missing_or_damaged_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        SearchIndex(tmp_path / "search.sqlite")
    (tmp_path / "search.sqlite").write_bytes(b"x" * 5000)
    damaged = SearchIndex(tmp_path / "search.sqlite")
    with pytest.raises(IndexUnusable):
        damaged.search("élu")
    damaged.close()
