"""Models read from their files: what is wrong is named with its line, and the others open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kit import paths
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.errors import ContentError, UnknownId
from tests.unit.acts.act_samples import FIELD, LISTE, NOM, SIGNE, folder_with, model_text

GOOD = model_text("# Titre\n\n{{ delegue.nom }}\n", NOM)


@pytest.mark.parametrize(
    ("broken", "line", "words"),
    [
        ("no header", 1, "+++"),
        (GOOD.replace('id = "essai"', "id = essai"), 2, "TOML illisible"),
        (GOOD.replace('id = "essai"', 'id = "Essai 1"'), 2, "identifiant"),
        (GOOD.replace('kind = "lettre"', 'kind = "poème"'), 7, "possibles"),
        (GOOD.replace("rank = 1", 'rank = "1"'), 4, "un nombre entier"),
        (GOOD.replace("rank = 1\n", ""), 2, "rank manque"),
        (GOOD.replace("2026-11-24", '"hier"'), 14, "une date"),
        (GOOD.replace("# Titre", "Titre"), 24, "# Titre de l’acte"),
        (GOOD.replace('type = "personne"', 'type = "couleur"'), 16, "possibles"),
        (GOOD.replace("delegue.nom", "Délégué", 1), 16, "nom de champ"),
        (GOOD.replace('example = "Exemple"', 'default = "Prénom Nom"'), 16, "d’avance"),
        (GOOD.replace("actions = []", 'fits = ["commune"]'), 10, "unfit manque"),
        (GOOD.replace("actions = []", 'actes = ["a"]'), 10, "champ inconnu : actes"),
        (GOOD.replace("levers = [", "levers = [1, "), 9, "liste de textes"),
    ],
)
def test_a_broken_header_is_named_with_file_and_line_and_the_others_open(
    tmp_path: Path, broken: str, line: int, words: str
) -> None:
    models = folder_with(tmp_path / "actes", bon=GOOD.replace('"essai"', '"bon"', 1), casse=broken)
    (problem,) = models.problems
    assert (problem.file.name, problem.line) == ("casse.md", line)
    assert words in problem.detail
    assert [model.id for model in models.all()] == ["bon"]


def test_two_models_of_one_id_are_one_problem(tmp_path: Path) -> None:
    models = folder_with(tmp_path / "actes", un=GOOD, deux=GOOD)
    assert [model.file for model in models.all()] == ["deux.md"]
    assert "déjà dans deux.md" in models.problems[0].detail


def test_a_file_that_is_no_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    models = folder_with(tmp_path / "actes", bon=GOOD)
    (tmp_path / "actes" / "latin.md").write_bytes('+++\nid = "x"\ntitle = "é"'.encode("latin-1"))
    assert [(p.file.name, p.line, p.rule) for p in models.problems] == [("latin.md", 3, "utf-8")]


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("# T\n\n{{ delegue.prenom }}\n", 26, "delegue.prenom n’est pas déclaré"),
        ("# T\n\n{% if delegue.nom %}\nx\n", 23, "gabarit illisible"),
        ('# T\n\n{% seuil "inconnu" %}a{% finseuil %}\n', 26, "pas de seuil « inconnu »"),
        ('# T\n\n\n{% include "rien" %}\n', 27, "pas de socle « rien »"),
        ("# T\n\n::: rédaction\nx\n", 26, "qui ferme"),
        ("# T\n\n::: poème\nx\n:::\n", 26, "n’existe pas"),
        ("# T\n\nx\n:::\n", 27, "attend"),
        ("# T\n\nx\n\n<b>gras</b> {{ delegue.nom }}\n", 28, "HTML"),
    ],
)
def test_a_broken_body_is_named_with_file_and_line_and_the_others_are_written(
    tmp_path: Path, body: str, line: int, words: str
) -> None:
    broken = model_text(body, NOM).replace('"essai"', '"casse"', 1)
    models = folder_with(tmp_path / "actes", bon=GOOD, casse=broken)
    renderer = ActRenderer(models)
    with pytest.raises(ContentError) as caught:
        renderer.render(models.get("casse"), {})
    assert caught.value.file.name == "casse.md"
    assert words in caught.value.detail
    if "illisible" not in words:  # the template engine names the end of what was not closed
        assert caught.value.line == line
    assert "Titre" in renderer.render(models.get("essai"), {}).title


def test_an_unknown_id_names_near_ones(tmp_path: Path) -> None:
    models = folder_with(tmp_path / "actes", bon=GOOD)
    with pytest.raises(UnknownId) as caught:
        models.get("esai")
    assert caught.value.near == ("essai",)


def test_the_models_come_by_rank_and_only_those_that_fit(tmp_path: Path) -> None:
    first = GOOD.replace('"essai"', '"premier"', 1).replace("rank = 1", "rank = 0")
    only = GOOD.replace('"essai"', '"communal"', 1).replace("actions = []", 'fits = ["commune"]\nunfit = "Non."')
    models = folder_with(tmp_path / "actes", a=GOOD, b=first, c=only)
    assert [model.id for model in models.all()] == ["premier", "communal", "essai"]
    assert [model.id for model in models.offered("epci")] == ["premier", "essai"]
    assert [model.id for model in models.serving("elu-designe")] == ["premier", "communal", "essai"]
    assert models.serving("diagnostic") == ()


def test_an_error_in_a_later_table_is_named_with_its_own_line(tmp_path: Path) -> None:
    text = model_text("# Titre\n", NOM + SIGNE + LISTE.replace('"liste"', '"listes"'))
    (problem,) = folder_with(tmp_path / "actes", mauvais=text).problems
    lines = text.splitlines()
    assert lines[problem.line - 1] == "[[fields]]" and lines[problem.line] == 'name = "missions"'
    twice = model_text("# Titre\n", NOM + SIGNE + NOM)
    (problem,) = folder_with(tmp_path / "autres", mauvais=twice).problems
    assert problem.line == len(twice[: twice.rindex("[[fields]]")].splitlines()) + 1


def test_a_field_of_a_model_may_say_a_common_one_anew(tmp_path: Path) -> None:
    own = FIELD.format(name="seance.date", type="texte", label="Jour dit en mots", more="")
    models = folder_with(tmp_path / "actes", a=model_text("# T\n\n{{ seance.date }}\n", own))
    assert models.fields(models.get("essai"))["seance.date"].label == "Jour dit en mots"


def test_nothing_heavy_is_loaded_before_an_act_is_asked_for() -> None:
    code = (
        "import sys, kit.cli, kit.acts.loader, kit.acts.rendering, kit.acts.record, kit.acts.document\n"
        "from kit import paths\n"
        "models = kit.acts.loader.ActModels(paths.acts())\n"
        "heavy = [m for m in ('jinja2', 'markdown_it', 'typst', 'sqlite3') if m in sys.modules]\n"
        "models.all()\n"
        "print(heavy, [m for m in ('jinja2', 'markdown_it', 'typst') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=paths.program_dir()
    )
    assert done.stdout.strip() == "[] []"


def test_the_shipped_models_are_twenty_five_and_sound() -> None:
    models = ActModels(paths.acts())
    assert models.problems == []
    assert sorted(model.code for model in models.all()) == [f"M{n:02}" for n in range(1, 26)]
    wanted = ["M01", "M08", "M09", "M11", "M12", "M13", "M03", "M17", "M10", "M15", "M14", "M23"]
    assert [model.code for model in models.all()][: len(wanted)] == wanted
