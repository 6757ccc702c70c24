"""A person named in the masculine alone is found; both forms, counts, adjectives, terms of law are let pass."""

from __future__ import annotations

import pytest

from kit.content.gender import forms
from kit.content.inclusive import _FEMININES, masculines, problems


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Annoncez-le aux élus.", "aux élus"),
        ("Les adjoints et les conseillers municipaux votent.", "Les adjoints"),
        ("Un service ouvert à tous les habitants.", "les habitants"),
        ("associer les\ncitoyens à la décision", "les citoyens"),
        ("Nommez un agent.", "un agent"),
        ("l’agent qui part", "l’agent"),
        ("La structure compte 12 salariés.", "12 salariés"),
        ("sans salarié", "sans salarié"),
        ("répondre à un porteur de\nprojet", "un porteur de projet"),
        ("en lien avec les usagers", "les usagers"),
    ],
)
def test_the_masculine_alone_is_found(sentence: str, words: str) -> None:
    assert words in [found for _, found in masculines(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "les élu·es et les habitant·es",
        "les élues et les élus",
        "les adjointes, les adjoints, les conseillères et les conseillers municipaux",
        "une élue ou un élu",
        "600 habitants, moins de 3\u00a0500 habitants, 20 € par habitant",
        "plus de {number} habitants",
        "le nombre d’habitants de la commune",
        "un projet citoyen, des emplois salariés, l’entrepreneur salarié",
        "ce qui est délégué, une fois élus",
        "une coopérative d’habitants ou une coopérative d’usagers",
        "la loi sur le statut de l’élu",
        "le procès-verbal de l’élection du maire et des adjoints",
        "Une heure ou deux de temps d’agent.",
        "les acteurs du territoire",
        'page_text = ["Pour anticiper les besoins des habitants et des entreprises"]',
        'page_text = [\n  "Les besoins des habitants.",\n]',
        'source = "L’avis des élus"',
    ],
)
def test_what_is_let_pass(sentence: str) -> None:
    assert list(masculines(sentence)) == []


def test_each_masculine_and_both_its_forms() -> None:
    for word, feminine in _FEMININES.items():
        assert list(masculines(f"C’est pour un {word} d’ici")), word
        assert not list(masculines(f"C’est pour une {feminine} ou un {word} d’ici")), word


@pytest.mark.parametrize("word", ["élu·es", "agent·e", "porteur·euses", "conseiller·ères", "usager·ère"])
def test_what_takes_its_place_has_both_forms(word: str) -> None:
    feminine, masculine = forms(word)
    assert feminine != masculine and not list(masculines(f"les {word} de projet"))


def test_a_problem_has_its_line() -> None:
    raw = 'title = "Un titre"\n\nUn texte.\nAvec tous\nles habitants.\n'
    assert [line for line, _ in problems(raw)] == [5]
