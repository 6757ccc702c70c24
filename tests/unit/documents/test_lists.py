"""The lists of the kit on paper: networks, dates, glossary, sources, examples; the sheet of « Par où commencer »."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kit import paths
from kit.commands.shared import library as shipped
from kit.content.citations import citations
from kit.content.nearby import Place, near_examples
from kit.documents.bibliography import bibliography_document
from kit.documents.diagnostic import diagnostic_document
from kit.documents.document import TICK, Document, Drawn
from kit.documents.example_map import Home
from kit.documents.examples import Narrowing, examples_document
from kit.documents.glossary import glossary_document
from kit.documents.networks import dates_document, networks_document
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import UnknownId
from kit.figures.atlas import atlas
from kit.territoires import Territories
from tests.unit.documents.document_samples import DAY, FakeDossier, dossier_with_answers, texts_library
from tests.unit.documents.pdf_reading import Pdf

TERRITORIES = Territories.shared(paths.territories())
HOME = Home("23022", "23", 389)


def read(document: Document) -> str:
    """Return a document as text, its spaces and lines run together."""
    return re.sub(r"\s+", " ", document_text(document))


def examples(chosen: Narrowing | None = None) -> Document:
    return examples_document(
        shipped(), TERRITORIES, atlas(paths.territories()), HOME, chosen=chosen, place="Bétête", today=DAY
    )


def test_networks_say_what_to_ask_how_to_reach_them_and_where_it_was_read() -> None:
    words = read(networks_document(texts_library(), today=DAY))
    assert "La chambre régionale (CRESS)" in words
    assert "À demander : La liste des structures." in words and "Pour les joindre : Le kit prépare" in words
    assert "les élu·es. [1, 2]" in words
    assert "1. RTES : rtes.fr" in words and "2. Loi ESS : legifrance.gouv.fr/ess" in words
    assert "On l’a entendu dire. (Pas encore de source" in words


def test_dates_stand_month_by_month_those_without_a_month_last() -> None:
    words = read(dates_document(texts_library(), today=DAY))
    places = [words.index(part) for part in ("Février", "Le forum", "Novembre", "Le Mois de l’ESS", "Sans mois fixe")]
    assert places == sorted(places)
    assert "À vérifier en 2027." in words and "En novembre." in words


def test_the_glossary_goes_by_letters_and_says_what_to_read_too() -> None:
    words = read(glossary_document(texts_library(), today=DAY))
    assert words.index(" E - ESS : Une manière") < words.index(" S - Scic (société coopérative d’intérêt collectif) :")
    assert "Voir aussi : ESS." in words


def test_each_source_has_its_address_and_what_cites_it() -> None:
    document = bibliography_document(texts_library(), today=DAY)
    words = read(document)
    assert "Loi ESS" in words and "legifrance.gouv.fr/ess" in words
    assert {use.title for use in citations(texts_library())["S3"]} == {
        "La fiche du maire", "La chambre régionale", "Le Mois de l’ESS",
    }  # fmt: skip
    assert "Le Mois de l’ESS (agenda)" in words and "Scic (glossaire)" in words
    assert len(document.sheets[0].rows) == 3


def test_a_list_is_printed_as_it_was_narrowed_and_says_so() -> None:
    words = read(networks_document(texts_library(), only=("inconnu", "parti"), told="sans source", today=DAY))
    assert "Choix : sans source." in words
    assert "Un réseau sans source" in words and "La chambre" not in words
    terms = read(glossary_document(texts_library(), only=("scic",), told="« coop »", today=DAY))
    assert "Scic" in terms and "ESS : Une manière" not in terms
    none = bibliography_document(texts_library(), only=(), told="« rien »", today=DAY)
    assert none.sheets[0].rows == () and "« rien »" in read(none)


def test_the_sheet_of_questions_is_one_sheet_of_two_sides_with_a_box_for_each_answer(typesetter: Typesetter) -> None:
    questions = shipped().shelf.questions
    document = diagnostic_document(shipped(), today=DAY)
    assert document.blank
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    assert len(pdf.pdf.pages) == 2
    boxes = [figure.alt for figure in pdf.root.all("Figure")]
    assert boxes.count("Case à cocher") == 3 * len(questions)
    first = re.sub(r"\s+", " ", pdf.text("-f", "1", "-l", "1"))
    last = re.sub(r"\s+", " ", pdf.text("-f", "2", "-l", "2"))
    assert "Réunion du" in first and "Ce que les réponses suggèrent" not in first
    assert "1.0 Désignation" in last.replace("\u00a0", " ") and last.count("pour quand") == 3


def test_answers_of_a_dossier_fill_the_sheet_and_name_the_first_actions() -> None:
    words = read(diagnostic_document(texts_library(), dossier_with_answers(), place="Saint-Exemple", today=DAY))
    assert "1 réponse sur 2 questions" in words and TICK not in words
    assert "Pour commencer" in words and "Nos trois" not in words  # there are fewer
    assert re.search(r"1\. 1\.0 Un·e élu·e est désigné·e\. Choisissez quelqu’un\.", words)
    assert "Collectivité :" not in words


def test_a_dossier_without_an_answer_gives_the_sheet_to_fill_in() -> None:
    document = diagnostic_document(texts_library(), FakeDossier({}, {}), place="Saint-Exemple", today=DAY)
    words = read(document)
    assert document.blank and "Réunion du" in words and "Collectivité :" not in words  # whose it is, its head says


def test_examples_stand_below_their_map_each_with_its_text_the_nearest_first() -> None:
    document = examples()
    words = read(document)
    told = near_examples(shipped(), TERRITORIES, Place("23", 389))
    for one in told:
        assert re.sub(r"\s+", " ", one.example.text) in words, one.example.id
    (drawn,) = [block for block in document.blocks if isinstance(block, Drawn)]
    assert "Creuse 9" in drawn.alt
    assert words.index("Dans notre département") < words.index("Ailleurs dans la région")
    assert "IGN Admin Express" in words


def test_examples_are_printed_as_they_were_narrowed_map_and_list() -> None:
    told = near_examples(shipped(), TERRITORIES, Place("23", 389))
    here = [one for one in told if one.departement == "33"]
    chosen = Narrowing(tuple(one.example.id for one in here[:2]), "33", "Gironde, « épicerie »")
    document = examples(chosen)
    words = read(document)
    assert "2 exemples réels" in words and "Choix : Gironde, « épicerie »." in words
    (drawn,) = [block for block in document.blocks if isinstance(block, Drawn)]
    assert "Gironde 2" in drawn.alt and "Creuse" not in drawn.alt
    none = examples(Narrowing((), told="« rien »"))
    assert "Aucun exemple" in read(none) and not any(isinstance(block, Drawn) for block in none.blocks)
    with pytest.raises(UnknownId):
        examples(Narrowing(departement="75"))


def test_the_examples_are_for_everyone(typesetter: Typesetter) -> None:
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(examples(Narrowing(departement="23"))), ARCHIVED))
    assert [figure.alt for figure in pdf.root.all("Figure")] and not pdf.unmarked_operators()


def test_today_stands_on_a_list_without_a_day_of_its_own() -> None:
    assert networks_document(texts_library()).date == date.today()
