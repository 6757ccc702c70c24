"""The words of the glossary in a text: which forms count, where they may stand, what finding them costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.blocks import plain_body
from kit.content.library import Library
from kit.content.shelf import Term
from kit.content.terms import TermFinder, finder
from tests.growth import LINEAR, growth

TERMS = (
    Term("ess", "ESS", "…", "économie sociale et solidaire"),
    Term("ess-france", "ESS France", "…"),
    Term("ami", "AMI", "…", "appel à manifestation d’intérêt", ("appels à manifestation d’intérêt",)),
    Term("cress", "CRESS", "…", "chambre régionale de l’économie sociale et solidaire"),
    Term("avise", "Avise", "…"),
    Term("ressourcerie", "Ressourcerie", "…", "", ("ressourcerie", "ressourceries")),
    Term("regie", "Régie", "…", "", ("en régie", "régie municipale")),
    Term("bloc", "Bloc communal", "…"),
    Term("lesper", "L’ESPER", "…", "", ("ESPER",)),
    Term("guid", "Guid’Asso", "…"),
)
FINDER = TermFinder(TERMS)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.term_id) for one in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("l’ESS au village", [("ESS", "ess")]),
        ("L'Économie Sociale et Solidaire", [("Économie Sociale et Solidaire", "ess")]),
        ("économie\u00a0sociale et\nsolidaire", [("économie\u00a0sociale et\nsolidaire", "ess")]),
        ("La Cress et la CRESS", [("Cress", "cress")]),
        ("Une Ressourcerie, des ressourceries", [("Ressourcerie", "ressourcerie")]),
        ("un appel à manifestation d'intérêt (AMI)", [("appel à manifestation d'intérêt", "ami")]),
        ("le bloc communal", [("bloc communal", "bloc")]),
        ("avec L’ESPER, puis Guid'Asso.", [("L’ESPER", "lesper"), ("Guid'Asso", "guid")]),
        ("ESS France (ESS)", [("ESS France", "ess-france"), ("ESS", "ess")]),
    ],
)
def test_forms_are_recognised(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "un ami, une amie, Ami, l’ami",  # a sigle of three letters counts only in its own case
        "ess Ess",
        "il avise la mairie",  # a name is no verb
        "ESSOR, AMIS, PRESS, CRESSON, essaims",
        "www.avise.org, l.Avise.org, contact@Avise",
        "sous-Régie, Régie-école, Avise·es",
        "",
        "· — 12 …",
    ],
)
def test_words_that_only_look_alike_are_not(text: str) -> None:
    assert found(text) == []


def test_the_longest_form_wins_even_when_it_was_already_seen() -> None:
    seen: set[str] = set()
    assert [one.term_id for one in FINDER.find("ESS France", seen)] == ["ess-france"]
    assert FINDER.find("ESS France", seen) == []
    assert [one.term_id for one in FINDER.find("ESS", seen)] == ["ess"]


def test_each_term_counts_once_for_each_set_of_seen_terms() -> None:
    seen: set[str] = set()
    assert len(FINDER.find("ESS, puis économie sociale et solidaire", seen)) == 1
    assert FINDER.find("l’ESS encore", seen) == []
    assert len(FINDER.find("l’ESS encore", set())) == 1


WORDS = st.sampled_from([form for term in TERMS for form in (term.term, term.expansion, *term.aliases) if form])
GLUE = st.sampled_from([" ", ", ", ".", "-", "’", "'", "·", "\u00a0", " (", ") ", "\n", "", "é", "x", "İ", "ß", "@"])


@given(
    st.lists(st.tuples(WORDS | st.text(max_size=8), GLUE), max_size=12).map(lambda ps: "".join(w + g for w, g in ps))
)
def test_what_is_found_is_a_form_in_order_whole_and_once(text: str) -> None:
    places = FINDER.find(text)
    forms = {term.id: {f.lower() for f in (term.term, term.expansion, *term.aliases) if f} for term in TERMS}
    end = 0
    for one in places:
        assert end <= one.start < one.end <= len(text)
        end = one.end
        words = text[one.start : one.end]
        plain = words.replace("'", "’").replace("\u00a0", " ").replace("\n", " ").lower()
        assert plain in forms[one.term_id]
        assert not text[one.start - 1 : one.start].isalnum() and not text[one.end : one.end + 1].isalnum()
    assert len({one.term_id for one in places}) == len(places)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_term_alone_between_spaces_is_always_found(before: str, after: str) -> None:
    text = f"{before} \n ESS \n {after}"
    assert "ess" in {one.term_id for one in FINDER.find(text)} or "ess-france" in {
        one.term_id for one in FINDER.find(text)
    }


def test_the_work_grows_with_the_words(library: Library) -> None:
    glossary = finder(library.shelf.terms)
    words = " ".join(plain_body(library.body(a.id)) for a in library.articles("topic", "action")).split()[:1500]
    assert len(words) == 1500
    assert growth(lambda times: glossary.find(" ".join(words * times), set()), 1) < LINEAR


def test_the_finder_of_a_glossary_is_made_once(library: Library) -> None:
    assert finder(library.shelf.terms) is finder(library.shelf.terms)


def test_most_terms_of_the_glossary_stand_in_the_texts(library: Library) -> None:
    glossary = finder(library.shelf.terms)
    seen: set[str] = set()
    for article in library.articles():
        glossary.find(plain_body(library.body(article.id)), seen)
    assert len(seen) >= 0.8 * len(library.shelf.terms)
    assert {"ess", "cress", "scic", "ptce", "ressourcerie"} <= seen
