"""One value of a header is changed; every other letter of the file stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit import paths
from kit.content.header_edit import drop_example, set_example, set_key, set_reviewed
from kit.content.headers import HeaderReader
from kit.content.model import ROLES, Article, Example
from kit.errors import ContentError

HERE = Path("essai.md")
RAW = """+++
id = "essai"
kind = "article"
title = "Essai [sans piège]"
level = "both"

[[examples]]
id = "un"
place = "Ici"
text = "Un récit ] avec \\"guillemets\\" # et dièse."  # dit par l’élue
facts = ["F1"]

[[series]]
id = "s"
title = "Une série"
values = [
  { label = "Commune", value = 1 },
]
+++

Le corps, avec une ligne
+++
qui n’est pas une clôture.
"""


def article(raw: str) -> Article:
    return HeaderReader(raw, HERE).article("", HERE.name)


def test_a_key_is_changed_or_added_under_the_title() -> None:
    made = set_key(RAW, HERE, "level", '"commune"')
    assert made == RAW.replace('level = "both"', 'level = "commune"')
    added = set_key(RAW, HERE, "check_by", "2027")
    assert added == RAW.replace('piège]"\n', 'piège]"\ncheck_by = 2027\n')


def test_a_text_is_marked_as_read() -> None:
    made = article(set_reviewed(RAW, HERE, "2027-06-30", provisional=False))
    assert (made.reviewed_on, made.provisional) == ("2027-06-30", False)
    assert article(set_reviewed(RAW, HERE, "2027-06-30", provisional=True)).provisional


def test_what_has_no_header_is_refused() -> None:
    with pytest.raises(ContentError):
        set_key("Bonjour", HERE, "a", "1")


def test_one_example_alone_is_written_anew() -> None:
    (one,) = article(RAW).examples
    assert one.text == 'Un récit ] avec "guillemets" # et dièse.'
    without = drop_example(RAW, HERE, "un")
    assert article(without).examples == () and article(without).series == article(RAW).series
    again = set_example(without, HERE, one)
    assert article(again) == article(RAW)
    other = set_example(again, HERE, replace(one, id="deux"))
    assert [example.id for example in article(other).examples] == ["un", "deux"]
    changed = set_example(other, HERE, replace(one, place="Là"), replaces="un")
    assert [example.place for example in article(changed).examples] == ["Là", "Ici"]
    body = RAW.partition("+++\n\n")[2]
    assert changed.partition("+++\n\n")[2] == f"{body.rstrip()}\n\n## Un exemple\n\n[[exemples]]\n"


def test_examples_in_one_list_are_left_to_the_editor() -> None:
    raw = RAW.replace("level = ", "examples = []\nlevel = ").replace("[[examples]]", "[[autre]]")
    with pytest.raises(ContentError):
        drop_example(raw, HERE, "un")


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60).map(
    lambda words: " ".join(words.split()) or "x"
)
EXAMPLES = st.builds(
    Example,
    id=st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
    place=WORDS,
    text=WORDS,
    departement=WORDS,
    insee=st.from_regex(r"[0-9]{5}", fullmatch=True),
    population=st.none() | st.integers(0, 10**7),
    year=st.none() | st.integers(1900, 2100),
    undated=st.booleans(),
    facts=st.lists(st.from_regex(r"F[0-9]{1,4}", fullmatch=True), max_size=3).map(tuple),
    role=st.lists(st.sampled_from(sorted(ROLES)), max_size=3, unique=True).map(tuple),
)


@given(st.lists(EXAMPLES, max_size=4, unique_by=lambda one: one.id))
def test_examples_are_read_back_as_they_were_written(examples: list[Example]) -> None:
    raw = drop_example(RAW, HERE, "un")
    for one in examples:
        raw = set_example(raw, HERE, one)
    made = article(raw)
    assert made.examples == tuple(replace(one, parent="essai") for one in examples)
    assert replace(made, examples=()) == replace(article(RAW), examples=())


def test_every_example_of_the_shipped_texts_can_be_written_anew() -> None:
    for path in paths.content().rglob("*.md"):
        raw = path.read_text(encoding="utf-8")
        before = HeaderReader(raw, path).article("", path.name)
        for one in before.examples:
            again = set_example(raw, path, one, replaces=one.id)
            assert again == raw, (path.name, one.id)
