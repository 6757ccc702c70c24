"""An example says where, when, how many and what a collectivité did, or that this is not known; cases are counted."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import msgspec
import pytest

from kit import paths
from kit.content import lint
from kit.content.coverage import collected, collection
from kit.content.example_words import NEAR_YOU, in_one_paragraph, population_words, role_words, size_words, year_words
from kit.content.files import FileStore
from kit.content.headers import HeaderReader
from kit.content.model import Article, Example
from kit.errors import ContentError
from kit.territoires import POPULATION_YEAR, Territories

TERRITORIES = Territories.load(paths.territories())
GOOD = {
    "place": '"Bétête"',
    "departement": '"Creuse"',
    "insee": '"23022"',
    "population": "389",
    "population_year": "2026",
    "year": "2022",
    "role": '["local"]',
    "facts": '["F390"]',
}
# What is changed in a good example (None takes a field away), and the words that tell it.
BROKEN = [
    ({"departement": None}, "le département manque"),
    ({"departement": '"Corrèze"'}, "n’est pas en Corrèze"),
    ({"year": None}, "undated = true"),
    ({"undated": "true"}, "undated = true"),
    ({"role": None}, "ce que la collectivité a fait manque"),
    ({"facts": "[]"}, "aucun fait n’est cité"),
    ({"population": "390"}, "population = 389"),
    ({"population": None, "population_year": None}, "population = 389"),
    ({"insee": None}, "ne peut être vérifiée"),
    ({"insee": '"23999"'}, "23999 n’est pas dans resources/territoires"),
    ({"population_year": "2027"}, "population de 2027"),
    ({"year": "2016"}, "ce fait est ancien"),
]


def block(number: int, fields: dict[str, str]) -> str:
    lines = [f'id = "essai-{number}"', 'text = "Une épicerie a ouvert."', *(f"{k} = {v}" for k, v in fields.items())]
    return "[[examples]]\n" + "\n".join(lines) + "\n"


def test_each_lack_of_an_example_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(paths.content(), folder)
    shutil.copy(paths.kit_file(), tmp_path / "kit.toml")
    path = folder / "convaincre" / "qualite-de-vie" / "commerces-proximite.md"
    head, body = path.read_text(encoding="utf-8").split("\n+++\n", 1)
    made = []
    for number, (change, _) in enumerate(BROKEN):
        fields = {key: value for key, value in (GOOD | change).items() if value is not None}
        made.append(block(number, fields))
    twice = block(len(BROKEN), GOOD)
    path.write_text(f"{head}\n\n" + "\n".join([*made, twice]) + f"+++\n{body}", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    report = lint.check(folder, tmp_path / "kit.toml", paths.pictograms(), datetime.date(2026, 11, 29))
    told = [p for p in report.problems if p.rule == "exemples" and "essai-" in p.message]
    for number, (_, words) in enumerate(BROKEN):
        mine = [p for p in told if p.message.startswith(f"essai-{number} : ") and words in p.message]
        assert [p.line for p in mine] == [lines.index(f'id = "essai-{number}"') + 1], (number, words)
    later = {f"essai-{n} " for n, (_, words) in enumerate(BROKEN) if "2027" in words or "23999" in words}
    assert {p.message.split(":")[0] for p in told if p.severity == "warning"} == later
    assert any("déjà raconté dans ce texte" in p.message for p in told)


def test_a_role_that_is_no_role_stops_the_reading() -> None:
    for role in ('["pelouse"]', '["inconnu", "local"]'):
        text = f'+++\nid = "a"\nkind = "topic"\ntitle = "T"\n{block(1, GOOD | {"role": role})}+++\n'
        with pytest.raises(ContentError, match="essai-1, role"):
            HeaderReader(text, Path("a.md")).article("", "a.md")


def read(reviewed_on: str = "2026-11-24", **change: str) -> Example:
    text = f'+++\nid = "a"\nkind = "topic"\ntitle = "T"\nreviewed_on = {reviewed_on}\n{block(1, GOOD | change)}+++\n'
    return HeaderReader(text, Path("a.md")).article("", "a.md").examples[0]


def test_the_texts_of_2026_are_still_read() -> None:
    assert read(population='"environ 1\u202f200 habitants"').population == 1200
    assert read(population='"quelques habitants"').population is None


@pytest.mark.parametrize(("year", "old"), [(2019, True), (2020, True), (2021, False)])
def test_a_fact_is_old_when_a_term_of_council_has_passed_since(year: int, old: bool) -> None:
    example = read(year=str(year))
    assert example.old is old
    assert year_words(example) == (f"ancien\u00a0: {year}" if old else str(year))


def test_an_example_comes_back_whole_from_the_index() -> None:
    store = FileStore(paths.content(), paths.kit_file())
    article = store.article("commerces-proximite")
    assert article is not None and msgspec.msgpack.decode(msgspec.msgpack.encode(article), type=Article) == article


def test_what_is_said_around_an_example() -> None:
    example = Example("e", "Bétête", "Une épicerie a ouvert.", "Creuse", 1389, 2022, role=("local", "argent"))
    example = msgspec.structs.replace(example, population_year=POPULATION_YEAR)
    assert population_words(example) == "1\u202f389\u00a0habitants en 2026"
    assert role_words(example) == "Rôle de la collectivité\u00a0: locaux, argent"
    assert in_one_paragraph(example).endswith("Une épicerie a ouvert. Rôle de la collectivité\u00a0: locaux, argent.")
    unread = msgspec.structs.replace(example, role=("inconnu",), population=None, year=None, undated=True)
    assert role_words(unread) == NEAR_YOU and not unread.has_role
    assert (size_words(unread), year_words(unread)) == ("taille non connue", "année non connue")


def test_a_case_told_by_several_texts_counts_once() -> None:
    one = Example("a", "Bétête", "x", "Creuse", 389, 2022, ("F390",), insee="23022", role=("local",))
    again = msgspec.structs.replace(one, id="b", facts=("F390", "F391"), role=("inconnu",))
    seat = Example("c", "Grand Guéret", "x", "Creuse", 29508, 2025, ("F582",), insee="23096", siren="200034825")
    beyond = Example("d", "Laval", "x", "Mayenne", None, 2017, ("F402",), role=("argent",))
    told = lint.count_cases([again, one, seat, beyond], TERRITORIES)
    assert told["total"] == 3 and told["under_1000"] == told["under_3500"] == 1
    assert told["by_departement"]["23"] == 2 and sum(told["by_departement"].values()) == 2
    assert list(told["by_departement"]) == sorted(TERRITORIES.departements)


def test_the_second_part_of_a_collection_is_read_by_itself(tmp_path: Path) -> None:
    first, law = tmp_path / "faits.md", tmp_path / "droit.md"
    assert collection(first, law) == (first, law)
    (tmp_path / "faits-2.md").write_text(
        "- F990. Une épicerie ouverte. [S1] **LU**\n\n| F990 | Bétête | 23 | 23022 | 389 | Épicerie | 2021-2022 |\n",
        encoding="utf-8",
    )
    assert collection(first, law) == (first, tmp_path / "faits-2.md", law)
    told = collected([tmp_path / "faits-2.md"])["F990"].text
    assert told.endswith("2021-2022") and "389" not in told
