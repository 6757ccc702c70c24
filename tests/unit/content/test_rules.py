"""Rules that hold texts and lists together: ids, figures, dates, lists, facts, spelling."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from kit import paths, typography
from kit.content import lint
from kit.content.rules.spelling import Speller, words

TOPIC = "convaincre/qualite-de-vie/commerces-proximite.md"
ACTION = "agir/elu-designe/elu-commission.md"


def check(folder: Path, **more: object) -> lint.Report:
    day = datetime.date(2026, 11, 29)
    return lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), day, **more)  # type: ignore[arg-type]


def append(folder: Path, name: str, text: str) -> int:
    path = folder / name
    raw = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{raw}\n\n{typography.french(text)}\n", encoding="utf-8")
    return raw.count("\n") + 3


def swap(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old`` in a file and return its line."""
    path = folder / name
    raw = path.read_text(encoding="utf-8")
    assert old in raw
    path.write_text(raw.replace(old, new, 1), encoding="utf-8")
    return raw[: raw.index(old)].count("\n") + 1


def found(report: lint.Report, name: str) -> set[tuple[int, str]]:
    return {(p.line, p.rule) for p in report.problems if p.file == name}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("En 2023, la région compte 31 577 cafés.", "chiffre"),
        ("Ils sont 88 % à le dire, en 2023.", "chiffre"),
        ("C’est l’article L9999-1 du code.", "chiffre"),
        ("Y aller", "mots"),
        ("[Ici](accueil).", "mots"),
        ("Voir [la fin](accueil#titre-absent).", "lien"),
        ("### Trop profond d’un niveau\n\n#### Encore\n\n## Bon", ""),
    ],
)
def test_a_figure_without_fact_and_a_bare_link_are_told(folder: Path, text: str, rule: str) -> None:
    line = append(folder, TOPIC, text)
    problems = found(check(folder), TOPIC)
    assert problems == ({(line, rule)} if rule else set())


def test_a_figure_that_a_cited_paragraph_gives_may_be_said_aloud(folder: Path) -> None:
    name = "comprendre/chiffres-nouvelle-aquitaine.md"
    append(folder, name, '!!! voix "En trente secondes"\n    « 263 000 emplois dans la région, en 2022. »')
    assert found(check(folder), name) == set()
    line = append(folder, name, "« 264 000 emplois dans la région, en 2022. »")
    assert found(check(folder), name) == {(line, "chiffre")}


def test_a_figure_of_the_summary_stands_in_the_text(folder: Path) -> None:
    line = swap(folder, TOPIC, 'summary = "', 'summary = "Près de 4 321 cafés. ')
    assert (line, "chiffre") in found(check(folder), TOPIC)


def test_a_figure_has_a_year(folder: Path) -> None:
    line = append(folder, TOPIC, "## Encore\n\nElles sont 465 structures, soit 12,5 % des employeurs [F380].") + 2
    assert (line, "annee") in found(check(folder), TOPIC)
    swap(folder, TOPIC, "Elles sont 465", "Fin 2024, elles sont 465")
    assert (line, "annee") not in found(check(folder), TOPIC)


def test_a_threshold_and_a_rule_of_law_need_no_year(folder: Path) -> None:
    append(folder, TOPIC, "## Encore\n\nCela vaut dès 5 000 habitants. La loi admet 50 % du capital [F380].")
    assert "annee" not in {rule for _, rule in found(check(folder), TOPIC)}


SHARED_IDS = [
    ("glossaire.toml", 'id = "ami"', 'id = "elu-commission"'),
    ("glossaire.toml", 'id = "aci"', 'id = "aap"'),
    ("reseaux.toml", 'id = "reseau-ptce"', 'id = "aap"'),
    ("agenda.toml", 'id = "agenda-mois-ess"', 'id = "accueil"'),
    ("diagnostic.toml", 'id = "question-elu"', 'id = "reseau-aliso"'),
    (TOPIC, '[[examples]]\nid = "', '[[examples]]\nid = "accueil"\n# "'),
]


def test_one_id_is_one_thing_whatever_its_kind(folder: Path) -> None:
    lines = {(name, swap(folder, name, old, new)) for name, old, new in SHARED_IDS}
    told = {(p.file, p.line) for p in check(folder).problems if p.rule == "id-unique"}
    assert {place for place in lines if place[0] != TOPIC} <= told
    assert {name for name, _ in told} == {name for name, _ in lines}


def test_an_example_told_twice_is_the_same_example(folder: Path) -> None:
    other = "convaincre/qualite-de-vie/relocalisation.md"
    raw = (folder / TOPIC).read_text(encoding="utf-8")
    first = raw[raw.index("[[examples]]") :].split("\n\n")[0]
    swap(folder, other, "[[examples]]", f"{first}\n\n[[examples]]")
    assert "id-unique" not in {rule for _, rule in found(check(folder), other)}
    swap(folder, other, 'place = "', 'place = "Ailleurs ')
    assert "id-unique" in {p.rule for p in check(folder).problems}


def test_a_retired_id_is_never_used_again(folder: Path) -> None:
    (folder / "retires.toml").write_text('ids = ["elu-commission", "aap"]\n', encoding="utf-8")
    problems = [p for p in check(folder).problems if p.rule == "id-retire"]
    assert {p.file for p in problems} == {ACTION, "glossaire.toml"}
    assert next(p.line for p in problems if p.file == ACTION) == 2


LIST_RULES = [
    ("glossaire.toml", 'facts = ["F540", "F541"]', 'facts = ["F999", "F213"]', "fait"),
    ("glossaire.toml", 'see = ["ami", "subvention"]', 'see = ["rien"]', "lien"),
    ("glossaire.toml", 'term = "ACI"', 'trem = "ACI"', "liste"),
    ("reseaux.toml", 'sources = ["S124"]', 'sources = ["S999"]', "source"),
    ("agenda.toml", "check_by = 2027", "check_by = 2026", "a-verifier"),
    ("agenda.toml", "month = 11", 'month = "novembre"', "liste"),
    ("diagnostic.toml", '"elu-designation", "reseaux-cress"', '"commerces-proximite"', "lien"),
    ("diagnostic.toml", "help = ", "# ", "question"),
    ("glossaire.toml", "Nom très proche", "Voir http://a.fr, nom très proche", "internet"),
    ("reseaux.toml", 'ask = "', 'ask = "Les élus. ', "genre"),
    ("glossaire.toml", "l’appel à manifestation", "l'appel à manifestation", "typographie"),
]


def test_lists_are_held_to_the_same_rules(folder: Path) -> None:
    for name, old, new, _ in LIST_RULES:
        swap(folder, name, old, new)
    problems = check(folder).problems
    assert {(name, rule) for name, _, _, rule in LIST_RULES} <= {(p.file, p.rule) for p in problems}
    assert all(p.line > 1 for p in problems)
    told = " ".join(p.message for p in problems if p.rule == "fait")
    assert "pas de fait F999" in told and "F213 est douteux" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("before_7 = ", "# "),
        ("first_day = 2026-03-23", "first_day = 2026-03-29"),
        ("last_day = 2026-03-28", "# "),
        ("month = 3", "month = 4"),
    ],
)
def test_a_national_moment_has_its_three_steps_and_days_that_agree(folder: Path, old: str, new: str) -> None:
    swap(folder, "agenda.toml", old, new)
    assert "agenda" in {rule for _, rule in found(check(folder), "agenda.toml")}


def test_a_list_that_cannot_be_read_is_told_with_its_line(folder: Path) -> None:
    line = swap(folder, "glossaire.toml", "definition = ", "definition = =")
    assert (line, "toml") in found(check(folder), "glossaire.toml")


def test_a_network_says_what_is_to_be_checked(folder: Path) -> None:
    path = folder / "reseaux.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("to_check = ", "# "), encoding="utf-8")
    problems = [p for p in check(folder).problems if p.file == "reseaux.toml"]
    assert {p.rule for p in problems} >= {"a-verifier"} and all(p.line > 1 for p in problems)


def test_what_is_to_be_checked_is_told_in_words_and_not_by_numbers(folder: Path) -> None:
    line = swap(folder, TOPIC, 'to_check = "', 'to_check = "F107 et S12 à relire ; ')
    swap(folder, "glossaire.toml", 'to_check = "', 'to_check = "F109 : ')
    told = [p for p in check(folder).problems if "que personne ne peut lire" in p.message]
    assert [(p.file, p.rule) for p in told] == [(TOPIC, "a-verifier"), ("glossaire.toml", "a-verifier")]
    assert told[0].line == line and "F107, S12" in told[0].message and "F109" in told[1].message


def test_each_problem_says_what_to_do(folder: Path) -> None:
    append(folder, TOPIC, "Un chiffre : 31 577 [F999]. [ici](rien) http://a.b " + "mot " * 100)
    swap(folder, ACTION, "level = ", "# level = ")
    problems = check(folder).problems
    assert len(problems) > 5
    assert all(len(p.message) > 15 and p.line >= 1 for p in problems)


@pytest.mark.parametrize(("old", "new"), [("check_by = 2027", "# "), ("to_check = ", "# ")])
def test_a_fact_to_check_again_says_when_and_what(folder: Path, old: str, new: str) -> None:
    name = "agir/outils-economiques/outils-commande-publique.md"
    swap(folder, name, old, new)
    assert "a-verifier" in {rule for _, rule in found(check(folder), name)}


def test_a_pictogram_needs_words(folder: Path, tmp_path: Path) -> None:
    drawings = tmp_path / "pictograms"
    shutil.copytree(paths.pictograms(), drawings)
    index = drawings / "index.toml"
    index.write_text(index.read_text(encoding="utf-8").replace('alt = "Livre ouvert"', 'alt = ""'), encoding="utf-8")
    report = lint.check(folder, folder.parent / "kit.toml", drawings, datetime.date(2026, 11, 29))
    assert {(p.file, p.rule) for p in report.problems} == {("comprendre/chapitre.md", "pictogramme")}


# --- the facts ---------------------------------------------------------------------------------


@pytest.fixture
def facts(tmp_path: Path, folder: Path) -> Path:
    """A collection in which every fact says every number of the texts that cite it, so that only changes are told."""
    import re
    import tomllib

    known = tomllib.loads((folder / "faits.toml").read_text(encoding="utf-8"))
    files = [p for p in folder.rglob("*") if p.is_file() and p.name not in ("faits.toml", "sources.toml")]
    everything = " ".join(p.read_text(encoding="utf-8") for p in files)
    marks = sorted(set(re.findall(r"[LRD]\.?[ \u00a0]?\d+(?:-\d+)+|\d+(?:-\d+)+|\d[\d\u00a0 ]*(?:,\d+)?", everything)))
    said = (
        " ; ".join(marks)
        + " ; deux trois ; deux tiers ; trente ; un tiers ; 20 ; 40 ; 1,2 million ; 2,6 millions ; 491 M€ ; 50 %"
    )
    path = tmp_path / "faits.md"
    lines = [f"- {fact}. {said}. **LU**" for fact in known if re.search(rf"\b{fact}\b", everything)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_forgotten_fact_and_a_needless_reason_are_told(folder: Path, facts: Path) -> None:
    facts.write_text(facts.read_text(encoding="utf-8") + "- F998. Un fait neuf. **LU**\n", encoding="utf-8")
    left_out = folder / "ecartes.toml"
    extra = '\n[F500]\nreason = "Cité."\n\n[F777]\nreason = "Inconnu."\n'
    left_out.write_text(left_out.read_text(encoding="utf-8") + extra, encoding="utf-8")
    report = check(folder, facts_files=(facts,))
    told = {(p.rule, p.message.split(" ")[0]) for p in report.problems if p.rule.startswith("fait")}
    assert told == {("fait-oublie", "F998"), ("fait-ecarte", "F500"), ("fait-ecarte", "F777")}
    assert report.coverage is not None and report.coverage.forgotten == ("F998",)


def test_few_facts_used_is_an_error(folder: Path, facts: Path) -> None:
    more = "".join(f"- F{n}. Rien. **LU**\n" for n in range(900, 980))
    facts.write_text(facts.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert "faits-cites" in {p.rule for p in check(folder, facts_files=(facts,)).problems}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("En 2023, 987 654 habitants [F380].", "987\u00a0654"),
        ("L’article L9876-5 du code le dit [F380].", "L9876-5"),
        ("Les trois quarts des communes de 2023 [F380].", "quarts"),
        ("Il faut seize ans [F380].", "seize"),
    ],
)
def test_a_number_that_the_fact_does_not_give_is_told(folder: Path, facts: Path, text: str, told: str) -> None:
    others = [row for row in facts.read_text(encoding="utf-8").splitlines() if not row.startswith("- F380.")]
    facts.write_text("\n".join([*others, "- F380. En 2023. **LU**"]) + "\n", encoding="utf-8")
    line = append(folder, TOPIC, text)
    problems = [p for p in check(folder, facts_files=(facts,)).problems if p.rule == "nombre" and p.line == line]
    assert [p.file for p in problems] == [TOPIC]
    assert f"« {told} »" in problems[0].message and "F380" in problems[0].message


def test_three_ways_is_no_figure(folder: Path, facts: Path) -> None:
    append(folder, TOPIC, "Quatorze façons de faire [F380].")
    assert [p for p in check(folder, facts_files=(facts,)).problems if p.file == TOPIC] == []


def test_a_collection_may_be_of_several_files(folder: Path, facts: Path, tmp_path: Path) -> None:
    more = tmp_path / "droit.md"
    more.write_text("- F380. En 2023, 987 654 habitants. **LU**\n- F998. Un fait neuf. **LU**\n", encoding="utf-8")
    line = append(folder, TOPIC, "En 2023, 987 654 habitants [F380].")
    problems = check(folder, facts_files=(facts, more)).problems
    assert [p for p in problems if p.rule == "nombre" and p.line == line] == []
    assert [(p.file, p.line) for p in problems if p.rule == "fait-oublie"] == [("droit.md", 2)]


# --- spelling ------------------------------------------------------------------------------------


def test_a_misspelt_word_is_told_with_its_line(folder: Path, speller: Speller) -> None:
    line = append(folder, TOPIC, "Une assocation du villlage, et l’entrepreneur·e salarié·e.")
    told = {(p.line, p.message.split(" ")[1]) for p in check(folder, speller=speller).problems}
    assert told == {(line, "assocation"), (line, "villlage")}


def test_good_words_are_kept_until_the_list_changes(tmp_path: Path) -> None:
    listed = tmp_path / "mots.txt"
    listed.write_text("# essai\nzorglub\n", encoding="utf-8")
    first = Speller(paths.spelling_dictionary(), listed, tmp_path)
    assert first.unknown(["maison", "zorglub", "maizon"]) == {"maizon"}
    second = Speller(paths.spelling_dictionary(), listed, tmp_path)
    assert second.unknown(["maison", "zorglub"]) == set() and second._loaded is None
    listed.write_text("# essai\n", encoding="utf-8")
    assert Speller(paths.spelling_dictionary(), listed, tmp_path).unknown(["maison", "zorglub"]) == {"zorglub"}


def test_a_damaged_cache_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "orthographe.json").write_text("[1, 2", encoding="utf-8")
    assert Speller(paths.spelling_dictionary(), tmp_path / "none.txt", tmp_path).unknown(["maison"]) == set()


def test_words_lose_elision_hyphens_and_addresses() -> None:
    said = "L’élu·e d’aujourd’hui, peut-être jusqu’au 1er mai : cress-na.org/qui, contact@a.fr"
    assert list(words(said)) == ["élue", "ou", "élu", "peut", "être", "au", "mai"]


def test_no_speller_where_there_is_no_dictionary(tmp_path: Path) -> None:
    assert Speller.find(tmp_path / "fr_FR", paths.domain_words()) is None
    assert Speller.find(paths.spelling_dictionary(), tmp_path / "none.txt") is None
