"""kit epub."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from kit.commands.shared import library
from tests.calls import Call


def test_the_book_is_written_and_never_over_another(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "kit.epub"
    made = call("epub", "--out", out, "--json")
    assert made.code == 0
    assert json.loads(made.out) == {"articles": len([*library().articles()]), "bytes": out.stat().st_size}
    assert call("epub", "--out", out).code == 1
    assert call("epub", "--out", tmp_path / "kit.pdf").code == 2
    assert call("epub", "--out", tmp_path / "autre.epub", "--chapter", "rien").code == 2
    assert call("epub", "--out", tmp_path / "autre.epub", "--with", "rien").code == 2
    assert not (tmp_path / "autre.epub").exists()


def test_a_choice_with_the_state_of_a_dossier_and_its_notes(call: Call, path: Path, tmp_path: Path) -> None:
    assert call("dossier", "set", path, "elu-commission", "note", "Vu en bureau").code == 0
    held = {}
    for name, asked in (
        ("vierge", ()),
        ("avec", ("--dossier", path)),
        ("notes", ("--dossier", path, "--with", "notes")),
    ):
        out = tmp_path / f"{name}.epub"
        told = call("epub", "--out", out, "--chapter", "elu-designe", "--chapter", "raison-emplois", *asked)
        assert (told.code, told.err) == (0, "")
        with zipfile.ZipFile(out) as package:
            assert {"EPUB/t-elu-commission.xhtml", "EPUB/t-raison-emplois.xhtml"} <= set(package.namelist())
            assert "EPUB/t-agir.xhtml" not in package.namelist()
            pages = [package.read(one).decode() for one in package.namelist() if one.endswith("xhtml")]
            held[name] = [any(words in page for page in pages) for words in ("Saint-Exemple", "Vu en bureau")]
    assert held == {"vierge": [False, False], "avec": [True, False], "notes": [True, True]}
