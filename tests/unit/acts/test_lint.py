"""The rules of the models: each catches what it is for, and the shipped models keep them all."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from kit import paths
from kit.acts.law import articles, is_named, laws
from kit.acts.lint import check, printed
from kit.acts.loader import ActModels
from kit.content.problem import Problem
from kit.content.rules.spelling import Speller
from tests.unit.acts.act_samples import ACCORD, FIELD, GROUP, NOM, REFERENCE, SIGNE, folder_with, library, model_text

LIBRARY = library()
DAY = date(2026, 11, 25)


def found(folder: Path, body: str, more: str = "", **changes: str) -> list[Problem]:
    names = ", ".join(f'"{name}"' for name in re.findall(r'^name = "([^"]+)"', more, re.MULTILINE))
    grouped = more + GROUP.format(names=names) * (bool(names) and "[[groups]]" not in more)
    models = folder_with(folder / "actes", essai=model_text(body, grouped, **changes))
    return [problem for problem in check(models, LIBRARY, DAY) if problem.file == "actes/essai.md"]


def test_the_shipped_models_keep_every_rule(speller: Speller) -> None:
    problems = check(ActModels(paths.acts()), LIBRARY, date.today(), speller=speller)
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_a_sound_model_has_no_problem(tmp_path: Path) -> None:
    reference = REFERENCE.format(text="CGCT, art. L2122-18", fact="F500", to_check="false")
    assert found(tmp_path, "# T\n\nVu l’article L. 2122-18 ; {{ delegue.nom }}\n", NOM + reference) == []


@pytest.mark.parametrize(
    ("body", "more", "rule", "words"),
    [
        ("# T\n\n{{ inconnu.nom }}\n", "", "champ", "n’est pas déclaré"),
        ("# T\n\nx\n", NOM, "champ", "ne sert pas"),
        ("# T\n\n{{ delegue.nom }}\n", NOM.replace("Exemple", ""), "champ", "un exemple manque"),
        ("# T\n\n{{ delegue.nom }}\n", NOM.replace('"Nom"', '" "'), "champ", "un libellé manque"),
        (
            "# T\n\nVu L2122-18 ;\n",
            REFERENCE.format(text="art. L2122-18", fact="F999", to_check="false"),
            "fait",
            "pas de fait F999",
        ),
        (
            "# T\n\nVu L2122-19 ;\n",
            REFERENCE.format(text="L2122-19", fact="F500", to_check="false"),
            "reference",
            "ne nomme pas",
        ),
        (
            "# T\n\nVu L5211-9 ;\n",
            REFERENCE.format(text="L5211-9", fact="F518", to_check="false"),
            "a-verifier",
            "to_check",
        ),
        ("# T\n\nVu la loi n° 2000-321 ;\n", "", "reference", "2000-321 n’est dans aucune"),
        (
            "# T\n\nx\n",
            REFERENCE.format(text="L2122-18", fact="F500", to_check="false"),
            "reference",
            "pas dans le corps",
        ),
        ("# T\n\nLes x·y\n", "", "point-median", "x·y"),
        ("# T\n\nLes élues et les élus\n", "", "double-forme", "point médian"),
        ("# T\n\nAppeler le 05 49 00 00 00.\n", "", "telephone", "numéro"),
        ("# T\n\nMadame Dupont signe.\n", "", "personne", "Dupont"),
        ("# T\n\nLe 15 décembre 2026.\n", "", "date", "un champ"),
        (
            "# T\n\n{% if delegue.signe and not delegue.signe %}\nJamais.\n{% endif %}\n",
            SIGNE,
            "branche",
            "aucun essai",
        ),
        ('# T\n\n{% if delegue.civilite == "x" %}\nJamais.\n{% endif %}\n', ACCORD, "branche", "aucun essai"),
        ("# T\n\n{{ delegue.nom }}\n", NOM + GROUP.format(names=""), "groupe", "dans aucun"),
        (
            "# T\n\n{{ delegue.nom }}\n",
            NOM + GROUP.format(names='"delegue", "rien"'),
            "groupe",
            "pas de champ « rien »",
        ),
        ("# T\n\n<b>x</b>\n", "", "html", "HTML"),
        ("# T\n\n{{ a }\n", "", "modele", "illisible"),
    ],
)
def test_each_rule_catches_what_it_is_for(tmp_path: Path, body: str, more: str, rule: str, words: str) -> None:
    problems = found(tmp_path, body, more)
    assert [problem.rule for problem in problems] == [rule]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        ({"levers": '["rien"]'}, "lien", "pas de levier « rien »"),
        ({"actions": '["elu-designe"]'}, "lien", "ni action ni point de départ « elu-designe »"),
        ({"pages": '["elu-designation"]'}, "lien", "ni page ni sujet ni compétence « elu-designation »"),
        ({"reviewed_on": "2027-11-24"}, "relu-le", "pas encore venu"),
        ({"when": '""'}, "modele", "when manque"),
        ({"kind": '"arrete"'}, "socle", "signature-executif"),
        ({"id": '"emploi-rural"'}, "id-unique", "déjà un texte"),
    ],
)
def test_the_header_is_checked_against_the_texts(
    tmp_path: Path, changes: dict[str, str], rule: str, words: str
) -> None:
    (problem,) = found(tmp_path, "# T\n\nx\n", **changes)
    assert problem.rule == rule and words in problem.message


def test_a_problem_has_the_line_of_what_is_wrong(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, '# T\n\nSain.\n\n{% if delegue.civilite == "x" %}\nJamais.\n{% endif %}\n', ACCORD)
    lines = (tmp_path / "actes" / "essai.md").read_text(encoding="utf-8").splitlines()
    assert "civilite ==" in lines[problem.line - 1] or "Jamais" in lines[problem.line - 1]


def test_a_remark_may_use_the_middle_dot_and_a_date_but_no_phone(tmp_path: Path) -> None:
    body = "# T\n\nx\n\n::: rédaction\nLes élu·es, depuis le 1er avril 2026.\n:::\n"
    assert found(tmp_path, body) == []
    assert [p.rule for p in found(tmp_path, body.replace("avril", "au 0549000000, avril"))] == ["telephone"]


def test_two_models_of_one_code_are_told(tmp_path: Path) -> None:
    text = model_text("# T\n\nx\n")
    models = folder_with(tmp_path / "actes", un=text, deux=text.replace('"essai"', '"autre"', 1))
    assert [problem.rule for problem in check(models, LIBRARY, DAY)] == ["id-unique"]


def test_nested_branches_of_two_choices_are_reached(tmp_path: Path) -> None:
    other = FIELD.format(name="x.y", type="choix", label="Y", more='options = [["a", "A"], ["b", "B"]]')
    body = '# T\n\n{% if delegue.civilite == "m" %}{% if x.y == "b" %}Profond.{% endif %}{% endif %}\n'
    assert found(tmp_path, body, ACCORD + other) == []


@pytest.mark.parametrize(
    "text", ["CGCT, art. L2122-18", "article L. 2122-18", "l’article L.2122-18", "L\u00a02122-18", "art. L2122‑18"]
)
def test_an_article_is_the_same_however_it_is_written(text: str) -> None:
    assert articles(text) == {"L2122-18"}
    assert is_named("CGCT, art. L2122-18", text)
    assert not is_named("CGCT, art. L2122-1", text)


def test_laws_are_known_by_their_number() -> None:
    text = "loi n° 2000-321 du 12 avril 2000, loi 47-1775, décret n°\u00a02001-495, règlement (UE) 2023/2831, 2012-2016"
    assert laws(text) == {"2000-321", "47-1775", "2001-495", "2023/2831"}


def test_the_words_that_someone_reads_are_told_and_the_code_is_not() -> None:
    body = 'Le conseil {% if x == "zzcode" %}vottera{% endif %} {{ accord(q, "zzfem", "zzmasc") }} {# zzremark #}\n'
    assert " ".join(" ".join(printed(body)).split()) == "Le conseil vottera zzfem zzmasc"


def test_a_misspelled_word_is_an_error_at_its_line(tmp_path: Path, speller: Speller) -> None:
    text = model_text("# T\n\nUn paragrafe.\n", NOM.replace("Nom", "Achepteur"))
    models = folder_with(tmp_path / "actes", essai=text)
    wrong = [p for p in check(models, LIBRARY, DAY, speller=speller) if p.rule == "orthographe"]
    lines = (models.folder / "essai.md").read_text(encoding="utf-8").splitlines()
    assert {(p.file, lines[p.line - 1].strip(" .\n").split()[-1].strip('"')) for p in wrong} == {
        ("actes/essai.md", "Achepteur"),
        ("actes/essai.md", "paragrafe"),
    }
    assert not [p for p in check(models, LIBRARY, DAY) if p.rule == "orthographe"]
