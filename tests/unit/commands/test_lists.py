"""The lists of the kit by the command line, in every format of a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.cli import main

CALLS = (("networks",), ("networks", "--dates"), ("glossary",), ("sources",), ("examples", "--departement", "23"),
         ("diagnostic",))  # fmt: skip


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("extension", [".pdf", ".odt", ".docx", ".txt"])
def test_a_list_is_written_in_the_format_of_its_name(call: tuple[str, ...], extension: str, tmp_path: Path) -> None:
    out = tmp_path / f"liste{extension}"
    assert main([*call, "--out", str(out), "--size", "18"]) == 0
    starts = {".pdf": b"%PDF", ".odt": b"PK", ".docx": b"PK"}
    assert out.read_bytes().startswith(starts.get(extension, b""))
    assert out.stat().st_size > 500


def test_the_sheet_of_questions_has_the_answers_of_a_dossier(tmp_path: Path) -> None:
    dossier, out = tmp_path / "d.kitess", tmp_path / "feuille.txt"
    assert main(["dossier", "new", str(dossier), "--name", "Bétête"]) == 0
    assert main(["diagnostic", "--dossier", str(dossier), "--out", str(out)]) == 0
    blank = out.read_text(encoding="utf-8")
    assert "Bétête" in blank and "Oui (O) : ☐" in blank.replace("\u00a0", " ")


def test_an_unknown_departement_is_refused(tmp_path: Path) -> None:
    assert main(["examples", "--departement", "99", "--out", str(tmp_path / "e.pdf")]) == 2
    assert not list(tmp_path.iterdir())
