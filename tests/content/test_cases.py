"""The cases that the texts tell: enough, in all twelve départements, in small places, where they serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import paths
from kit.content.coverage import WANTED_SHARE, collection
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.lint import count_cases
from kit.content.model import ROLE_UNKNOWN, Example
from kit.territoires import Territories

FACTS = Path(__file__).resolve().parents[3] / "shared" / "content" / "faits.md"
LIBRARY = Library(FileStore(paths.content(), paths.kit_file()))
TERRITORIES = Territories.load(paths.territories())
# The facts tell no case for these actions, or one only: no text may borrow a case that does not serve it.
FEW = {
    "elu-commission": 0,
    "elu-conseil-developpement": 0,
    "elu-extra-municipale": 0,
    "reseaux-mouvement-associatif": 0,
    "evenements-conferences": 0,
    "evenements-rendez-vous-affaires": 0,
    "evenements-temps-nationaux": 0,
    "communication-medias": 0,
    "evenements-plus-generaux": 1,
    "evenements-information-collective": 1,
    "diagnostic-ateliers": 1,
}


def told() -> list[Example]:
    return [example for article in LIBRARY.articles() for example in article.examples]


def test_there_are_enough_cases_everywhere_and_in_small_places() -> None:
    counts = count_cases(told(), TERRITORIES)
    assert counts["total"] >= 110
    assert len(counts["by_departement"]) == 12
    assert min(counts["by_departement"].values()) >= 5, counts["by_departement"]
    assert counts["under_3500"] >= 40 and counts["under_1000"] >= 20
    assert counts["with_role"] >= 80


@pytest.mark.parametrize("article", [*LIBRARY.articles("topic"), *LIBRARY.outline.actions], ids=lambda a: a.id)
def test_each_topic_and_action_has_two_cases_where_the_facts_allow(article) -> None:  # type: ignore[no-untyped-def]
    distinct = len({example.case for example in article.examples})
    assert distinct == FEW[article.id] if article.id in FEW else distinct >= 2


def test_nearly_all_have_a_place_on_the_map() -> None:
    lacking = {example.place for example in told() if not TERRITORIES.by_insee(example.insee)}
    assert lacking <= {
        "Laval",
        "Département de la Haute-Vienne",
        "Nord de la Vienne",
        "Monts et Barrages et Châtaigneraie limousine",
        "Périgord nontronnais",
        "Vallée des Aldudes",
    }


@pytest.mark.skipif(not FACTS.is_file(), reason="the collection of facts lies beside the repository, in CI too")
def test_a_role_that_was_not_read_is_never_told_as_an_act_of_elus() -> None:
    raw = FACTS.with_name("faits-2.md").read_text(encoding="utf-8")
    unread = {
        line[2:6] for line in raw.splitlines() if line.startswith("- F8") and "rôle de la collectivité non lu" in line
    }
    assert len(unread) >= 15
    marked = {example.facts[0]: example.role for example in told() if example.facts[0] in unread}
    assert marked and set(marked.values()) == {(ROLE_UNKNOWN,)}


@pytest.mark.skipif(not FACTS.is_file(), reason="the collection of facts lies beside the repository, in CI too")
def test_no_example_of_the_collection_is_forgotten() -> None:
    from kit.content import lint

    files = collection(FACTS, paths.facts_of_law())
    assert [file.name for file in files] == ["faits.md", "faits-2.md", "faits-droit.md"]
    report = lint.check(paths.content(), paths.kit_file(), paths.pictograms(), facts_files=files)
    assert report.coverage is not None
    examples = [f"F{number}" for number in range(770, 875)]
    assert set(examples) <= set(report.coverage.used)
    assert not {fact for fact in report.coverage.forgotten if fact >= "F770"}
    assert [p for p in report.problems if p.rule == "nombre"] == []
    assert WANTED_SHARE >= 0.90
