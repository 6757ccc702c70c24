"""The calls on acts (contract: ``design/cli.md``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calls import Call, Done
from tests.unit.documents.office_reading import Office

ARRETE, SUBSIDIES = "arrete-delegation-ess", "deliberation-cadre-subventions"


@pytest.fixture
def place(call: Call, tmp_path: Path) -> Path:
    """Return the dossier of a commune of 1,800."""
    path = tmp_path / "d.kitess"
    assert call("dossier", "new", path, "--name", "Saint-Exemple").code == 0
    for field, value in (("kind", "commune"), ("population", "1800"), ("departement", "Creuse")):
        assert call("dossier", "set", path, "identity", field, value).code == 0
    return path


def test_the_models_are_listed_the_most_useful_first(call: Call) -> None:
    done = call("acte", "list", "--json")
    assert (done.code, done.err) == (0, "")
    assert len(done.json) == 25 and set(done.json[0]) == {"id", "title", "kind"}
    assert [row["id"] for row in done.json[:2]] == [ARRETE, SUBSIDIES]
    assert [row["id"] for row in call("list", "--kind", "model", "--json").json] == [row["id"] for row in done.json]


def test_a_model_shows_what_it_asks(call: Call) -> None:
    done = call("acte", "show", ARRETE, "--json")
    names = [field["name"] for field in done.json["fields"]]
    assert done.code == 0 and "delegue.nom" in names and "collectivite.nom" in names
    assert "Qui signe" in call("acte", "show", ARRETE).out
    assert ARRETE in call("show", ARRETE, "--json").json["id"]


def test_what_is_missing_is_named_on_stderr_and_no_failure(call: Call, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "acte.docx"
    done = call("acte", "render", ARRETE, "--dossier", place, "--set", "delegue.nom=Prénom {{ Nom }}", "--out", out)
    assert (done.code, done.out) == (0, "")
    assert "à compléter : Date de signature (acte.date)" in done.err
    assert "delegue.nom" not in done.err and "collectivite." not in done.err
    text = Office(out.read_bytes()).text
    assert "Prénom {{ Nom }}" in text and "Saint-Exemple" in text and "L2122-18" in text


@pytest.mark.parametrize("extension", ["docx", "odt", "pdf", "txt"])
def test_an_act_is_written_in_four_formats(call: Call, place: Path, tmp_path: Path, extension: str) -> None:
    out = tmp_path / f"a.{extension}"
    assert call("acte", "render", SUBSIDIES, "--dossier", place, "--out", out).code == 0
    assert out.stat().st_size > 2000
    refused = call("acte", "render", SUBSIDIES, "--dossier", place, "--out", out)
    assert refused.code == 1 and "--force" in refused.err
    assert call("acte", "render", SUBSIDIES, "--dossier", place, "--out", out, "--force").code == 0


def test_wrong_usage_is_two(call: Call, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    unknown = call("acte", "render", "arrete-delegation", "--out", out)
    assert unknown.code == 2 and ARRETE in unknown.err
    assert call("acte", "render", ARRETE, "--set", "rien=1", "--out", out).code == 2
    assert call("acte", "render", ARRETE, "--set", "rien", "--out", out).code == 2
    assert call("acte", "render", ARRETE, "--out", tmp_path / "a.csv").code == 2
    assert call("acte", "calendrier", SUBSIDIES, "--dossier", place, "--out", tmp_path / "a.ics").code == 2
    assert not out.exists()


def test_a_model_that_does_not_fit_is_refused_in_a_sentence(call: Call, tmp_path: Path) -> None:
    values = ("--set", "collectivite.forme=epci", "--out", tmp_path / "a.txt")
    done = call("acte", "render", "lettre-conseil-developpement", *values)
    assert done.code == 1 and "intercommunalité" in done.err and "Traceback" not in done.err


def test_the_dossier_de_seance_is_one_file(call: Call, place: Path, tmp_path: Path) -> None:
    for extension in ("pdf", "docx"):
        out = tmp_path / f"seance.{extension}"
        done = call("seance", "--dossier", place, "--acte", ARRETE, "--acte", SUBSIDIES, "--out", out)
        assert done.code == 0 and out.stat().st_size > 5000
    text = Office((tmp_path / "seance.docx").read_bytes()).text
    assert text.count("Projet d’acte") == 4 and "Note de synthèse" in text and "contact@cress-na.org" in text


def test_the_retroplanning_is_a_calendar(call: Call, place: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.ics"
    told = ("--dossier", place, "--seance", "2026-12-26", "--out", out)
    assert call("acte", "calendrier", SUBSIDIES, *told).code == 0
    assert b"DTSTART;VALUE=DATE:20261222" in out.read_bytes()
    assert call("acte", "calendrier", SUBSIDIES, *told[:-1], tmp_path / "a.pdf").code == 0


def test_lint_counts_the_models_and_names_what_is_wrong_in_one(linted: Done) -> None:
    assert linted.json["counts"]["models"] == 25
    assert [p for p in linted.json["problems"] if p["file"].startswith("actes/") and p["severity"] == "error"] == []


def test_models_are_found_by_search(call: Call) -> None:
    hits = call("search", "type:modèle", "délégation", "--json").json
    assert hits and hits[0]["id"] == ARRETE and {hit["kind"] for hit in hits} == {"model"}
