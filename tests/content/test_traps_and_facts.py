"""The traps of the law have their warning, the facts are used, the numbers are theirs, the spelling is French."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kit import paths
from kit.content import blocks, lint
from kit.content.blocks import Callout
from kit.content.coverage import collection
from kit.content.library import Library
from kit.content.rules.spelling import Speller

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FACTS = ROOT.parent / "shared" / "content" / "faits.md"
TRAPS = tomllib.loads((HERE / "traps.toml").read_text(encoding="utf-8"))["trap"]
NAMED = (
    "F109 F500 F501 F502 F503 F504 F505 F508 F520 F543 F550 F553 F564 F567 F568 F569 F571 F575 F647b F577 F623 F626"
).split()


def test_the_table_holds_every_trap_of_the_ticket() -> None:
    assert [trap["fact"] for trap in TRAPS] == NAMED


@pytest.mark.parametrize("trap", TRAPS, ids=NAMED)
def test_each_trap_has_its_warning(trap: dict[str, list[str] | str], library: Library) -> None:
    for text in trap["texts"]:
        boxes = [block for block in library.body(text) if isinstance(block, Callout) and block.kind in trap["boxes"]]
        holding = [box for box in boxes if trap["fact"] in set(blocks.facts([box]))]
        assert holding, f"{text} : aucun encadré n’appelle {trap['fact']}"
        said = " ".join(f"{box.title} {blocks.plain_body(box.blocks)}" for box in holding).replace("\u00a0", " ")
        assert [words for words in trap["says"] if words not in said] == [], said


@pytest.mark.skipif(not FACTS.is_file(), reason="the collection of facts lies beside the repository, in CI too")
def test_the_facts_are_used_and_the_numbers_are_theirs() -> None:
    files = collection(FACTS, paths.facts_of_law())
    report = lint.check(paths.content(), paths.kit_file(), paths.pictograms(), facts_files=files)
    assert report.problems == ()
    assert report.coverage is not None
    assert report.coverage.forgotten == ()
    assert report.coverage.share >= 0.9
    assert len(report.coverage.used) >= 300


def test_the_spelling_is_french(speller: Speller) -> None:
    report = lint.check(paths.content(), paths.kit_file(), paths.pictograms(), speller=speller)
    assert [p for p in report.problems if p.rule == "orthographe"] == []


def test_the_words_of_the_domain_are_needed() -> None:
    """A word that the dictionary has, or that no text says, does not stay in the list."""
    from kit.content.rules import spelling

    speller = Speller(paths.spelling_dictionary(), ROOT / "none.txt")
    listed = {line.strip() for line in paths.domain_words().read_text(encoding="utf-8").splitlines()}
    listed -= {line for line in listed if line.startswith("#")} | {""}
    files = [path for folder in (paths.content(), paths.acts()) for path in folder.rglob("*") if path.is_file()]
    everything = " ".join(path.read_text(encoding="utf-8") for path in files)
    assert listed - set(spelling.words(everything)) == set()
    assert listed - speller.unknown(listed) == set()


def test_the_diagnostic_has_twelve_questions_that_lead_to_every_action(library: Library) -> None:
    questions = library.shelf.questions
    assert len(questions) == 12
    led = {action for question in questions for action in (*question.suggests_yes, *question.suggests_no)}
    assert {action.id for action in library.outline.actions} <= led


def test_the_questions_to_the_cress_name_texts_that_exist(library: Library) -> None:
    asked = tomllib.loads((paths.content() / "questions-cress.toml").read_text(encoding="utf-8"))["question"]
    assert len({item["id"] for item in asked}) == len(asked) >= 15
    for item in asked:
        assert "?" in item["text"] and item["ids"]
        assert [i for i in item["ids"] if not library.has(i)] == []
    said = " ".join(item["text"] for item in asked)
    for slip in ("est au cœur", "intégrer un conseil de développement", "RICLESS", "ESPRESSO", "formulaire"):
        assert slip in said
