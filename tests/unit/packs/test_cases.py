"""Examples and networks as forms write them: one entry changes, its source stands before it, the rules are kept."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit import paths
from kit.content import lint
from kit.content.headers import HeaderReader
from kit.content.lists import load_shelf
from kit.content.model import Example
from kit.content.shelf import Network
from kit.errors import ContentError
from kit.packs import cases, history
from kit.packs.cases import Hand, NewSource, free_id, is_old
from kit.packs.working_copy import copy_texts
from kit.territoires import POPULATION_YEAR, Territories

NOW = datetime.datetime(2027, 6, 30, 14, 5, tzinfo=datetime.UTC)
CASE = Example(
    "cas-essai",
    "Guéret",
    "En 2025, la commune a prêté une salle à l’épicerie.",
    departement="Creuse",
    insee="23096",
    year=2025,
    role=("local",),
)


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """Return the hand of someone who corrects a copy of the shipped texts."""
    copy_texts(tmp_path / "textes")
    return Hand(tmp_path / "textes", "Prénom Nom", NOW)


def text(hand: Hand) -> Path:
    return hand.folder / "content" / "agir" / "outils-economiques" / "outils-commande-publique.md"


def examples(path: Path) -> dict[str, Example]:
    raw = path.read_text(encoding="utf-8")
    return {one.id: one for one in HeaderReader(raw, path).article("", path.name).examples}


def problems(hand: Hand) -> list[str]:
    found = lint.check(hand.folder / "content", hand.folder / "kit.toml", paths.pictograms()).problems
    return [f"{one.file}:{one.line} {one.message}" for one in found if one.severity == "error"]


def test_an_example_with_a_new_source_passes_the_rules(hand: Hand) -> None:
    commune = Territories.shared(paths.territories()).by_insee("23096")
    assert commune is not None
    told = replace(CASE, population=commune.population, population_year=POPULATION_YEAR)
    before = examples(text(hand))
    cases.keep_example(hand, text(hand), told, source=NewSource("Journal de la commune", "gueret.example"))
    after = examples(text(hand))
    assert after == before | {"cas-essai": replace(told, facts=("F9001",), parent="outils-commande-publique")}
    shelf = load_shelf(hand.folder / "content", [])
    assert shelf.facts["F9001"].sources == ("S9001",) and shelf.sources["S9001"].address == "gueret.example"
    assert problems(hand) == []
    assert {"faits", "sources", "outils-commande-publique"} <= set(history.latest(hand.folder))
    cases.keep_example(hand, text(hand), replace(told, place="Ahun", facts=("F9001",)), replaces="cas-essai")
    assert examples(text(hand))["cas-essai"].place == "Ahun"
    cases.remove_example(hand, text(hand), "cas-essai")
    assert examples(text(hand)) == before


def test_the_first_example_of_a_text_gets_its_place_and_the_last_one_takes_it_away(hand: Hand) -> None:
    """In every shipped text that has none: what one reads keeps the rules, and is as before once it is gone."""
    content = hand.folder / "content"
    without = {path: path.read_text("utf-8") for path in sorted(content.rglob("*.md")) if not examples(path)}
    commune = Territories.shared(paths.territories()).by_insee("23096")
    assert commune is not None
    told = replace(CASE, population=commune.population, population_year=POPULATION_YEAR)
    first = next(iter(without))
    cases.keep_example(hand, first, replace(told, id="cas-0"), source=NewSource("Journal de la commune"))
    for number, path in enumerate(list(without)[1:], 1):
        cases.keep_example(hand, path, replace(told, id=f"cas-{number}", facts=("F9001",)))
    assert problems(hand) == [] and len(without) > 20
    for number, (path, before) in enumerate(without.items()):
        cases.remove_example(hand, path, f"cas-{number}")
        after = path.read_text("utf-8")
        assert after.partition("\n+++\n")[2].strip() == before.partition("\n+++\n")[2].strip(), path.name


def test_an_example_that_cites_a_fact_brings_its_sources(hand: Hand) -> None:
    cases.keep_example(hand, text(hand), replace(CASE, facts=("F794",)))
    raw = text(hand).read_text(encoding="utf-8")
    sources = load_shelf(hand.folder / "content", []).facts["F794"].sources
    assert sources and set(sources) <= set(HeaderReader(raw, text(hand)).article("", "x").sources)


def test_a_network_is_changed_alone(hand: Hand) -> None:
    path = hand.folder / "content" / "reseaux.toml"
    before = path.read_text(encoding="utf-8")
    networks = load_shelf(hand.folder / "content", []).networks
    for one in networks:
        cases.keep_network(hand, one, replaces=one.id)
        assert load_shelf(hand.folder / "content", []).networks == networks
    cases.keep_network(hand, replace(networks[0], reach="ici"), replaces=networks[0].id)
    added = Network("reseau-essai", "Essai", what="Un réseau d’essai.")
    cases.keep_network(hand, added, source=NewSource("Site d’essai"))
    after = load_shelf(hand.folder / "content", []).networks
    assert after[0].reach == "ici" and after[1:-1] == networks[1:]
    assert after[-1] == replace(added, facts=("F9001",), sources=("S9001",))
    assert path.read_text(encoding="utf-8").startswith(before.partition("[[")[0])


def test_a_list_that_cannot_be_read_is_written_over_by_nobody(hand: Hand) -> None:
    path = hand.folder / "content" / "reseaux.toml"
    path.write_text("[[network]", encoding="utf-8")
    with pytest.raises(ContentError):
        cases.keep_network(hand, Network("a", "A"))
    assert path.read_text(encoding="utf-8") == "[[network]"


def test_a_case_is_old_after_five_years() -> None:
    today = datetime.date(2027, 1, 1)
    assert [is_old(year, today) for year in (None, 2023, 2022, 1999)] == [False, False, True, True]


def test_ids_are_made_of_words_and_never_twice() -> None:
    assert free_id("cas-Saint-Étienne !", []) == "cas-saint-etienne"
    assert free_id("cas-Ahun", ["cas-ahun", "cas-ahun-2"]) == "cas-ahun-3"
    assert free_id("…", []) == "cas"


def test_what_is_refused_leaves_the_text_alone(hand: Hand) -> None:
    before = text(hand).read_bytes()
    with pytest.raises(ContentError):
        cases.keep_example(hand, text(hand), replace(CASE, id="Pas un id"))
    assert text(hand).read_bytes() == before
    shutil.rmtree(hand.folder)
    with pytest.raises((OSError, ContentError)):
        cases.keep_example(hand, text(hand), CASE)
