"""``kit map`` and ``kit figures``: every format, and what they count."""

from __future__ import annotations

import json
from pathlib import Path

from tests.calls import Call


def test_the_call_writes_each_format_and_counts(call: Call, tmp_path: Path) -> None:
    for extension in ("pdf", "svg", "png"):
        code, out, _ = call("map", "--out", tmp_path / f"carte.{extension}", "--json")
        counted = json.loads(out)
        assert code == 0 and counted["points"] == sum(counted["by_departement"].values()) > 100
        assert (tmp_path / f"carte.{extension}").stat().st_size > 10_000
    code, out, _ = call("map", "--out", tmp_path / "creuse.pdf", "--departement", "23", "--json")
    assert code == 0 and json.loads(out)["points"] == 9
    assert call("map", "--out", tmp_path / "x.pdf", "--departement", "75")[0] == 2
    assert call("map", "--out", tmp_path / "x.csv")[0] == 2


def test_the_call_knows_whose_dossier_it_is(call: Call, tmp_path: Path) -> None:
    dossier = tmp_path / "d.kitess"
    assert call("dossier", "new", dossier, "--collectivite", "23022")[0] == 0
    assert call("map", "--out", tmp_path / "c.svg", "--dossier", dossier)[0] == 0
    whole = (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert 'fill="#E6F0F2"' in whole  # one's own département


def test_the_figures_of_a_text_are_one_picture(call: Call, tmp_path: Path) -> None:
    for extension in ("svg", "png", "txt"):
        out = tmp_path / f"f.{extension}"
        assert call("figures", "chiffres-nouvelle-aquitaine", "--out", out)[0] == 0
        assert out.stat().st_size > 500
    whole = (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "12,2" in whole and "Associations" in whole and "Insee Flash" in whole and "Deux-Sèvres" in whole
    told = (tmp_path / "f.txt").read_text(encoding="utf-8")
    assert "263\u202f000" in told or "263 000" in told


def test_a_text_without_figures_is_said(call: Call, tmp_path: Path) -> None:
    code, _, err = call("figures", "elu-commission", "--out", tmp_path / "f.svg")
    assert code == 1 and "n’a pas de figure" in err and not list(tmp_path.iterdir())
    assert call("figures", "rien-de-tel", "--out", tmp_path / "f.svg")[0] == 2
