"""A list narrows to what has all the words, names first."""

from __future__ import annotations

from kit.folding import by_name
from kit.search.narrowing import narrow

ITEMS = [("Élu·e référent·e", "délégation"), ("Achats responsables", "insertion, élus"), ("Insertion", "travail")]


def names(typed: str) -> tuple[list[str], list[str]]:
    named, told = narrow(ITEMS, typed, lambda item: item[0], lambda item: item[1])
    return [name for name, _ in named], [name for name, _ in told]


def test_nothing_typed_keeps_all() -> None:
    assert names("  ") == ([name for name, _ in ITEMS], [])


def test_names_come_before_texts() -> None:
    assert names("insertion") == (["Insertion"], ["Achats responsables"])


def test_accents_case_and_dots_do_not_count_and_words_may_be_unfinished() -> None:
    assert names("ELUE ref")[0] == ["Élu·e référent·e"]
    assert names("achat resp ins") == ([], ["Achats responsables"])
    assert names("zzz") == ([], [])


def test_names_are_sorted_as_in_a_french_dictionary() -> None:
    assert sorted(["Fair", "Éducation", "ESS", "Avise", "EPCI"], key=by_name) == [
        "Avise",
        "Éducation",
        "EPCI",
        "ESS",
        "Fair",
    ]
