"""French folding and the search: what an élu·e types finds what is written, best first, marked as it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import IndexUnusable
from kit.folding import fold
from kit.search import folding, storage
from kit.search.documents import Document
from kit.search.index import FILE, SearchIndex
from kit.search.inverted import Inverted, collect
from kit.search.query import parse
from kit.search.stemming import stem
from kit.search.synonyms import Words, key

Make = Callable[..., SearchIndex]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("élu·e·s", ("elu", "elue", "elus", "elues")),
        ("élu·es", ("elu", "elue", "elus", "elues")),
        ("adjoint·e", ("adjoint", "adjointe")),
        ("conseiller·ère·s", ("conseiller", "conseillere", "conseillers", "conseilleres")),
        ("Cœur", ("coeur",)),
        ("ÉTÉ", ("ete",)),
        ("St", ("saint",)),
        ("Ste", ("sainte",)),
        ("23\u00a0000", ("23000",)),
    ],
)
def test_inclusive_forms_and_folding(word: str, forms: tuple[str, ...]) -> None:
    ((_, _, found),) = folding.words(word)
    assert found == forms


@pytest.mark.parametrize("typed", ["L2113-15", "L. 2113-15", "l 2113-15", "article L2113-15"])
def test_an_article_of_law_reads_the_same_however_it_is_written(typed: str) -> None:
    assert folding.query_words(typed)[-3:] == ["l", "2113", "15"]


def make(*documents: Document | tuple[str, str, str], synonyms: dict[Words, list[Words]] | None = None) -> SearchIndex:
    """Return an index of documents, or of (title, summary, body) triples named d0, d1…"""
    made = [
        d if isinstance(d, Document) else Document(f"d{n}", "topic", d[0], "Ici", d[1], d[2])
        for n, d in enumerate(documents)
    ]
    return SearchIndex(collect(made, synonyms))


def ids(index: SearchIndex, typed: str) -> list[str]:
    return [hit.id for hit in index.search(typed)]


@pytest.mark.parametrize("typed", ["elu", "élus", "élues", "ÉLUE", "elu·e·s", "élu.e", "el", "e"])
def test_every_way_of_typing_finds_the_inclusive_form(typed: str) -> None:
    (hit,) = make(("Titre", "Un·e élu·e·s désigné·e", ""), ("Autre", "rien", "")).search(typed)
    assert hit.id == "d0"
    start, end = hit.marks[-1 if len(typed) > 1 else 0]
    assert hit.extract[start:end] == "élu·e·s"


def test_apostrophes_and_ligatures_are_folded_on_both_sides() -> None:
    found = make(("L’œuvre", "à l’heure", ""), ("", "", ""))
    assert found.search("oeuvre") and found.search("l'heure") and found.search("L’ŒUVRE")


@pytest.mark.parametrize("typed", ["st leomer", "Saint-Léomer", "ST LÉOMER", "saint léo"])
def test_saint_is_found_short_or_long(typed: str) -> None:
    found = make(("Le bar de Saint-Léomer", "", ""), ("Le bar de St-Léomer", "", ""), ("Saint-Junien", "", ""))
    assert set(ids(found, typed)[:2]) == {"d0", "d1"}


def test_title_over_summary_over_body() -> None:
    found = make(("Rien", "", "épicerie épicerie"), ("Épicerie", "", "autre"), ("Rien", "épicerie", "autre"))
    assert ids(found, "epicerie") == ["d1", "d2", "d0"]


def test_the_word_itself_comes_before_one_of_its_stem() -> None:
    found = make(("Le financement", "", ""), ("La financière", "", ""), ("Savoir financer", "", ""), ("Ni", "", ""))
    assert ids(found, "financer ")[0] == "d2"
    assert set(ids(found, "financer ")) == {"d0", "d1", "d2"}
    start, end = found.search("financement ")[0].title_marks[0]
    assert (start, end) == (3, 14)


def test_a_provisional_text_comes_after_its_equal() -> None:
    found = make(
        Document("brouillon", "topic", "Épicerie", "", "", "", provisional=True),
        Document("relu", "topic", "Épicerie", "", "", ""),
    )
    assert ids(found, "epicerie") == ["relu", "brouillon"]


def test_all_words_first_then_some_words() -> None:
    found = make(("prêter une salle", "", ""), ("prêter un bus", "", ""), ("un camion", "", ""))
    assert ids(found, "preter salle")[0] == "d0"
    assert {*ids(found, "preter inconnue")} == {"d0", "d1"}


def test_small_words_do_not_count_unless_they_are_all_there_is() -> None:
    found = make(("la salle", "", ""), ("la la la", "", ""))
    assert ids(found, "la salle") == ["d0"]
    assert set(ids(found, "la")) == {"d0", "d1"}


def test_other_names_work_both_ways_and_over_several_words() -> None:
    one, several = key("ESS"), key("économie sociale et solidaire")
    found = make(
        ("L’ESS", "", ""),
        ("L’économie sociale et solidaire", "", ""),
        ("Le social", "", ""),
        synonyms={one: [several], several: [one]},
    )
    assert ids(found, "ess ") == ["d0", "d1"]
    assert ids(found, "économie sociale et solidaire ")[:2] == ["d1", "d0"]


@pytest.mark.parametrize("typed", ["epicrie", "epiceire", "epicerrie", "opicerie", "epiceris"])
def test_one_wrong_letter_is_forgiven_when_nothing_is_found(typed: str) -> None:
    answer = make(("Épicerie", "", ""), ("Autre", "", "")).answer(typed + " ")
    assert [hit.id for hit in answer.hits] == ["d0"]
    if typed != "epiceris":  # which has the stem of the word
        assert answer.mended == ((typed, "epicerie"),)


def test_two_wrong_letters_are_not_forgiven_but_near_words_are_named() -> None:
    answer = make(("Épicerie", "", ""), ("Autre", "", "")).answer("epizarie")
    assert answer.hits == () and answer.near == ("epicerie",)


def test_words_in_quotes_are_found_one_after_the_other() -> None:
    found = make(("", "un prêt de salle", ""), ("", "une salle, un prêt de car", ""), ("", "rien", ""))
    assert ids(found, '"prêt de salle"') == ["d0"]
    assert ids(found, "« Prêt de salle »") == ["d0"]
    assert set(ids(found, "prêt de salle")) == {"d0", "d1"}


def test_filters_narrow_by_lever_type_and_status() -> None:
    found = make(
        Document("a", "action", "Prêter une salle", "", "", "", lever="2"),
        Document("t", "topic", "Une salle", "", "", "", lever="1 2"),
        Document("x", "action", "Une autre salle", "", "", "", lever="1"),
    )
    assert ids(found, "salle levier:1") == ["t", "x"] or ids(found, "salle levier:1") == ["x", "t"]
    assert ids(found, "salle type:sujet") == ["t"]
    assert ids(found, "type:actions") == ["a", "x"]
    told = {"a": "fait"}
    answer = found.answer("statut:fait", status=lambda on: told.get(on, "a-faire"))
    assert [hit.id for hit in answer.hits] == ["a"]
    assert found.answer("statut:fait").hits == ()


@pytest.mark.parametrize(
    ("typed", "kinds", "levers", "statuses"),
    [
        ("type:Sujets", {"topic"}, set(), set()),
        ("levier:2 levier:3", set(), {"2", "3"}, set()),
        ("statut:à-faire", set(), set(), {"a-faire"}),
        ("type:inconnu", set(), set(), set()),
    ],
)
def test_filters_are_read(typed: str, kinds: set[str], levers: set[str], statuses: set[str]) -> None:
    query = parse(typed)
    assert (query.kinds, query.levers, query.statuses) == (kinds, levers, statuses)
    assert bool(query.words) is (typed == "type:inconnu")


def test_counts_tell_all_kinds_whatever_is_shown() -> None:
    many = [Document(f"t{n}", "topic", "Salle", "", "", "") for n in range(30)]
    found = make(*many, Document("a", "action", "Salle", "", "", ""))
    answer = found.answer("salle", 20)
    assert len(answer.hits) == 20 and dict(answer.counts) == {"topic": 30, "action": 1} and answer.total == 31
    narrowed = found.answer("salle", 20, kinds=frozenset({"action"}))
    assert [hit.id for hit in narrowed.hits] == ["a"] and narrowed.total == 31


def test_the_extract_is_the_paragraph_that_has_most_of_the_words() -> None:
    body = "Un café.\nLe prêt d’une salle à une association est gratuit.\nUne salle."
    (hit,) = make(("Titre", "Résumé", body), ("", "", "")).search("prêt salle association")
    assert hit.extract == "Le prêt d’une salle à une association est gratuit."
    assert [hit.extract[a:b] for a, b in hit.marks] == ["prêt", "salle", "association"]
    assert hit.found == ("prêt", "salle", "association")


def test_a_long_paragraph_is_cut_round_the_words_and_marks_stay_on_them() -> None:
    body = "avant " * 80 + "la salle prêtée " + "après " * 80
    (hit,) = make(("Titre", "Résumé", body), ("", "", "")).search("salle")
    assert hit.extract.startswith("… ") and hit.extract.endswith(" …") and len(hit.extract) < 220
    assert [hit.extract[a:b] for a, b in hit.marks] == ["salle"]


def test_own_texts_are_found_beside_the_others() -> None:
    own = collect([Document("elu-commission", "note", "Commission", "Mes notes", "voir avec Maïté, épicerie", "")])
    found = make(("Épicerie", "", ""), ("Autre", "", ""))
    answer = found.answer("epicerie", own=own)
    assert {hit.kind for hit in answer.hits} == {"topic", "note"}
    assert dict(answer.counts) == {"topic": 1, "note": 1}
    assert [hit.id for hit in found.answer("maite", own=own).hits] == ["elu-commission"]
    assert [hit.kind for hit in found.answer("type:note", own=own).hits] == ["note"]


def test_nothing_typed_and_nothing_found() -> None:
    found = make(("a", "b", "c"))
    assert found.search("") == [] and found.search(" ’ ") == [] and found.search("zzz") == []
    assert make().search("a") == []


@pytest.mark.parametrize(
    "family",
    [
        "financer financement financements financière financier",
        "élu élue élus élues",
        "association associations associatif associative",
        "commune communes communal",
        "coopérative coopératif coopération",
        "aide aider aides",
        "loger logement logements",
        "crèche crèches",
        "recycler recyclerie",
    ],
)
def test_words_of_a_family_share_a_stem(family: str) -> None:
    assert len({stem(fold(word)) for word in family.split()}) == 1


def test_words_of_other_families_do_not() -> None:
    words = ("commune", "commerce", "marche", "mairie", "emploi", "ecole", "elu", "salle", "salarie", "energie")
    assert len({stem(word) for word in words}) == len(words)


@given(st.text(max_size=60))
def test_whatever_is_typed_never_fails(typed: str) -> None:
    answer = make(("L’élu·e", "une salle", "prêtée\nau 23 000")).answer(typed)
    for hit in answer.hits:
        assert all(0 <= a < b <= len(hit.extract) for a, b in hit.marks)
        assert all(0 <= a < b <= len(hit.title) for a, b in hit.title_marks)


_WORDS = st.lists(st.sampled_from("salle épicerie élu·es prêter l’eau coopérative St 2024 œuvre".split()), min_size=1)


@given(_WORDS, st.data())
def test_every_word_of_a_text_finds_it_whole_or_begun(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    word = data.draw(st.sampled_from(words))
    index = make(("Titre", "", text), ("Autre", "", ""))
    assert ids(index, word)[0] == "d0"
    begun = folding.query_words(word)[-1]
    assert ids(index, begun[: data.draw(st.integers(1, len(begun)))])[0] == "d0"


@given(st.text(max_size=80))
def test_word_positions_are_those_of_the_original_text(text: str) -> None:
    last = 0
    for start, end, forms in folding.words(text):
        assert last <= start < end <= len(text) and forms
        last = end


@given(st.text(alphabet=st.characters(codec="ascii", categories=("Ll",)), max_size=20))
def test_a_plural_has_the_stem_of_its_singular(word: str) -> None:
    if len(word) > 4 and word[-1] not in "sxzu":
        assert stem(word + "s") == stem(word)


def test_a_written_index_answers_as_the_one_in_memory(tmp_path: Path) -> None:
    documents = [
        Document(f"d{n}", "topic", title, "Ici", summary, "corps\nélu·es", lever="2")
        for n, (title, summary) in enumerate([("Épicerie", "une salle"), ("Salle", "rien"), ("Financer", "un prêt")])
    ]
    made = collect(documents, {("bus",): [("salle",)]})
    storage.write(made, tmp_path)
    assert storage.is_usable(tmp_path)
    written, memory = SearchIndex(tmp_path / FILE), SearchIndex(made)
    for typed in ("epicerie", "s", "sal", "financement ", "epicrie ", '"une salle"', "levier:2", "bus", "élues", "zzz"):
        assert written.answer(typed) == memory.answer(typed), typed
    assert written.search("bus")
    written.close()


def test_a_missing_or_damaged_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        SearchIndex(tmp_path / FILE)
    (tmp_path / FILE).write_bytes(b"x" * 5000)
    damaged = SearchIndex(tmp_path / FILE)
    with pytest.raises(IndexUnusable):
        damaged.search("élu")
    damaged.close()


def test_an_index_of_an_older_program_says_so(tmp_path: Path) -> None:
    import sqlite3

    db = sqlite3.connect(tmp_path / FILE)
    db.execute("CREATE TABLE page (rank INTEGER)")
    db.close()
    assert not storage.is_usable(tmp_path)
    old = SearchIndex(tmp_path / FILE)
    with pytest.raises(IndexUnusable):
        old.search("élu")
    old.close()


class Counting:
    """An index of one's own texts that counts how many of its texts a search looks at."""

    def __init__(self, count: int) -> None:
        texts = (Document(f"own:{n}", "own", f"Action {n}", "Mes actions", f"subvention {n}", "") for n in range(count))
        self.index, self.read = collect(texts), 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.index, name)

    def marks_of_pages(self) -> list[tuple[str, str, str]]:
        self.read += self.index.count
        return self.index.marks_of_pages()


@pytest.mark.parametrize("words", ["subvention", "s"])
def test_ten_times_the_own_texts_are_ten_times_the_work(words: str) -> None:
    def work(count: int) -> int:
        own = Counting(count)
        assert make(("Autre", "", "")).answer(words, own=own).total >= min(count, 90)  # type: ignore[arg-type]
        return own.read

    assert work(1000) <= 10 * work(100)


WORDS = st.lists(st.sampled_from("salle salles prêt prêter été s elu élus de la commune".split()), max_size=6)
CHANGES = st.lists(st.tuples(st.integers(0, 4), st.none() | st.tuples(WORDS, WORDS)), max_size=20)


@given(changes=CHANGES)
def test_an_index_that_was_changed_is_one_made_anew(
    changes: list[tuple[int, tuple[list[str], list[str]] | None]],
) -> None:
    """Texts are put in the place of others and taken out: what is left answers as if it had been all there ever was."""
    index, numbers = Inverted(), list[int]()
    texts: dict[int, Document] = {}
    for which, words in changes:
        if which in numbers:
            index.take_out(numbers.index(which))
            last = numbers.pop()
            if last != which:
                numbers[numbers.index(which)] = last
            del texts[which]
        if words is not None:
            texts[which] = Document(str(which), "own", " ".join(words[0]), "", "", " ".join(words[1]))
            index.add(texts[which])
            numbers.append(which)
    anew = collect(texts[which] for which in numbers)
    assert (index.count, list(index)) == (anew.count, list(anew))

    def told(one: Inverted) -> list[object]:
        weights = {
            word: dict(zip(posting.pages, posting.weights, strict=True)) for word, posting in one.postings.items()
        }
        short = [(prefix, dict(zip(posting.pages, posting.weights, strict=True))) for prefix, posting in one.prefixes()]
        return [weights, short, {root: sorted(one.sharing(root)) for root in map(stem, weights)}]

    assert told(index) == told(anew)
    for prefix, posting in index.prefixes():
        assert index.prefixed(prefix) == posting
    assert index.prefixed("zz") is None
