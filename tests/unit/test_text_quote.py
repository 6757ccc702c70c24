"""A passage is found again by its words: as it was, corrected, written otherwise; never in another place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.text_quote import EXACT_LIMIT, TextQuote, Words

TEXT = (
    "Commerces de proximité\u2029"
    "Une épicerie associative tient par ses bénévoles et par la commune, qui prête le local. "
    "La commune peut aussi acheter ses repas à l’épicerie.\u2029"
    "Les élu·es peuvent demander un rendez-vous à la CRESS, qui connaît les réseaux de l’économie sociale. "
    "La commune reste libre de son choix."
)


def quoted(words: str, text: str = TEXT, nth: int = 0) -> TextQuote:
    """Return the passage that someone selects."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    made = Words(text).quote(start, start + len(words))
    assert made is not None
    return made


def found(quote: TextQuote, text: str = TEXT) -> str | None:
    span = Words(text).find(quote)
    return text[slice(*span)] if span else None


def test_a_selection_becomes_whole_words_with_the_point_that_was_selected() -> None:
    assert quoted("picerie associat").exact == "épicerie associative"
    assert quoted("prête le local").exact == "prête le local"
    assert quoted("prête le local.").exact == "prête le local."
    assert Words(TEXT).quote(TEXT.index(" épicerie"), TEXT.index(" épicerie") + 1) is None
    assert Words(TEXT).quote(5, 5) is None


def test_a_passage_over_two_paragraphs_is_found() -> None:
    quote = quoted("à l’épicerie.\u2029Les élu·es peuvent")
    assert quote.exact == "à l’épicerie.\nLes élu·es peuvent"
    assert found(quote) == "à l’épicerie.\u2029Les élu·es peuvent"


def test_words_that_stand_there_three_times_are_told_apart_by_what_is_around() -> None:
    places = [Words(TEXT).find(quoted("a commune", nth=n)) for n in range(3)]
    assert [TEXT[slice(*one)] for one in places if one] == ["la commune", "La commune", "La commune"]
    assert len(set(places)) == 3


def test_another_writing_and_other_spaces_are_the_same_passage() -> None:
    quote = quoted("Les élu·es peuvent demander un rendez-vous à la CRESS")
    for old, new in ((" ", "\u00a0"), ("’", "'"), ("élu·es", "elues"), ("\u2029", "\n\n")):
        assert found(quote, TEXT.replace(old, new)) is not None
    doubled = TEXT.replace("élu·es", "élus et élues")
    assert found(quote, doubled) == "Les élus et élues peuvent demander un rendez-vous à la CRESS"


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("bénévoles et", "adhérents et", "tient par ses adhérents et par la commune, qui prête le local"),
        ("qui prête", "qui prête ou loue", "tient par ses bénévoles et par la commune, qui prête ou loue le local"),
        (
            "Une épicerie",
            "Souvent, une petite épicerie",
            "tient par ses bénévoles et par la commune, qui prête le local",
        ),
        ("tient par", "vit de", "vit de ses bénévoles et par la commune, qui prête le local"),
    ],
)
def test_a_corrected_passage_is_found(old: str, new: str, wanted: str) -> None:
    quote = quoted("tient par ses bénévoles et par la commune, qui prête le local")
    assert found(quote, TEXT.replace(old, new)) == wanted


def test_what_is_gone_is_not_found_elsewhere() -> None:
    sentence = "Une épicerie associative tient par ses bénévoles et par la commune, qui prête le local. "
    assert found(quoted("tient par ses bénévoles"), TEXT.replace(sentence, "")) is None
    first = quoted("la commune")
    assert found(first, TEXT.replace(sentence, "")) is None, "the same two words stand elsewhere"
    assert Words(TEXT).find(TextQuote("« … »")) is None
    assert Words("").find(first) is None


def test_numbers_of_notes_are_no_part_of_it() -> None:
    text = "Une épicerie\u00a0\u00a01\u00a0 tient par ses bénévoles."
    spans = [(text.index("1") - 1, text.index("1") + 2)]
    quote = Words(text, spans).quote(4, len(text))
    assert quote is not None and "1" not in quote.exact
    assert Words("Une épicerie tient par ses bénévoles.").find(quote) is not None


def test_a_passage_that_is_too_long_is_none() -> None:
    text = "mot " * EXACT_LIMIT
    assert Words(text).quote(0, len(text)) is None


def test_a_word_repeated_for_ever_takes_no_time() -> None:
    text = Words("a b " * 2_000)
    assert text.find(TextQuote("a c " * 700)) is None


PLAIN = st.lists(st.sampled_from(["commune", "élu·e", "épicerie", "l’ESS", "de", "la"]), min_size=1, max_size=60)


@given(PLAIN, st.data())
def test_any_selection_is_found_where_it_was_selected(words: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([" ", "\u2029", ", "])).join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = Words(text).quote(start, end)
    if quote is None:
        return
    span = Words(text).find(quote)
    assert span is not None
    assert Words(text).quote(*span) is not None
    again = Words(text).quote(*span)
    assert again is not None and again.exact == quote.exact


@given(st.text(max_size=200), st.text(max_size=80), st.text(max_size=30), st.text(max_size=30))
def test_no_text_and_no_passage_breaks_it(text: str, exact: str, prefix: str, suffix: str) -> None:
    span = Words(text).find(TextQuote(exact, prefix, suffix))
    assert span is None or 0 <= span[0] < span[1] <= len(text)
