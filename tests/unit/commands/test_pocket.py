"""kit poche and kit dossier line."""

from __future__ import annotations

import json
from pathlib import Path

from kit.commands.shared import library
from kit.dossier.model import Status
from kit.mail import lever_line
from tests.calls import Call


def test_the_page_is_written_and_never_over_another(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "kit.html"
    made = call("poche", "--out", out, "--json")
    assert made.code == 0
    assert json.loads(made.out) == {"articles": len([*library().articles()]), "bytes": out.stat().st_size}
    assert call("poche", "--out", out).code == 1
    assert call("poche", "--out", tmp_path / "kit.pdf").code == 2


def test_it_carries_a_dossier_with_or_without_names(call: Call, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "kit.html"
    assert call("poche", "--out", out, "--dossier", path).code == 0
    assert "Saint-Exemple" in out.read_text(encoding="utf-8")
    assert call("poche", "--out", out, "--dossier", path, "--sans-noms", "--force").code == 0
    assert "Saint-Exemple" not in out.read_text(encoding="utf-8")


def test_a_line_is_taken_and_a_damaged_one_changes_nothing(call: Call, path: Path) -> None:
    lever = library().outline.levers[0]
    line = lever_line.encode(lever, {"action:elu-commission": Status.DONE})
    assert json.loads(call("dossier", "line", path, line, "--json").out) == {"changed": 1}
    shown = json.loads(call("dossier", "show", path, "--json").out)
    assert shown["actions"]["elu-commission"]["status"] == "fait"
    before = path.read_bytes()
    refused = call("dossier", "line", path, line[:-1] + "?")
    assert refused.code == 1 and "n’est pas lisible" in refused.err
    assert path.read_bytes() == before
    assert "disait déjà" in call("dossier", "line", path, line).out
