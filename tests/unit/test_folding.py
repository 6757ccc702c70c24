"""Case, accents and ligatures are folded in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.folding import fold, without_accents


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÉLU·ES", "elu·es"),
        ("Œuvre d’été", "oeuvre d’ete"),
        ("Ça", "ca"),
        ("É", "e"),
        ("m²", "m2"),
        ("Straße", "strasse"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_case_and_ligatures_stay_where_only_accents_go() -> None:
    assert without_accents("Cœur Élargi") == "Cœur Elargi"


@given(st.text("aàâäeéèêëiîïoôöuùûüçœæÀÉÎŒ ’-·", max_size=40))
def test_french_folds_to_itself_once_folded(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(text.upper())
