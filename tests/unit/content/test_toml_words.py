"""What is wrong with a TOML file: its line, and French words for each thing that the reader says."""

from __future__ import annotations

import tomllib

import pytest

from kit.content.toml_words import toml_problem

BROKEN = {
    "a = bonjour": 1,
    "a": 1,
    "a = 1\nb = 2 3": 2,
    "a = 1\n[b\nc = 1": 2,
    "[[b]\n": 1,
    "a = [1,": 1,
    "a = 1\n\nb = [1, 2\nc = 3\n": 4,
    "a = { b = 1": 1,
    'a = "b': 1,
    'a = "b\nc = 1': 1,
    'a = """b': 1,
    "a = '''b": 1,
    "a = 'b": 1,
    'a = "\\z"': 1,
    'a = "\\uD800"': 1,
    'a = "\\uZZ"': 1,
    "a = 2026-13-45": 1,
    "a = 1\na = 2": 2,
    "[a]\n[a]": 2,
    "[a]\nb = 1\n[a.b]": 3,
    "a = { b = 1, b = 2 }": 1,
    "= 1": 1,
    "a. = 1": 1,
}


@pytest.mark.parametrize("text", BROKEN)
def test_each_fault_has_its_line_and_french_words(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as found:
        tomllib.loads(text)
    line, words = toml_problem(found.value, text)
    assert (line, words.startswith("TOML illisible : ")) == (BROKEN[text], True)
    assert "inattendue" not in words, str(found.value)


def test_words_that_are_not_known_stay_french() -> None:
    assert toml_problem(ValueError("Something new (at line 7, column 2)"), "") == (
        7,
        "TOML illisible : écriture inattendue",
    )
