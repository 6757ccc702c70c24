"""The reader's notes and passages in the texts that the command line writes: only when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier
from kit.dossier.highlights import PAGE
from tests.calls import Call

TEXTS = (("article", "raison-emplois"), ("chapter", "convaincre"), ("booklet",))


@pytest.fixture
def noted(path: Path) -> Path:
    """Return a dossier with a note on a reason and a passage of it."""
    with Dossier.open(path) as dossier:
        dossier.record(f"{PAGE}raison-emplois", "note", "Vu en bureau")
        dossier.record(
            f"{PAGE}raison-emplois", "highlight:p1", {"exact": "des emplois qui restent", "prefix": "", "suffix": ""}
        )
        dossier.record(f"{PAGE}raison-emplois", "highlight:p1:note", "À dire au conseil")
    return path


@pytest.mark.parametrize("words", TEXTS, ids=lambda words: words[0])
def test_notes_go_along_only_where_they_are_asked_for(
    call: Call, noted: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    held = {}
    for name, asked in (
        ("vierge", ()),
        ("dossier", ("--dossier", noted)),
        ("notes", ("--dossier", noted, "--with", "notes")),
    ):
        out = tmp_path / f"{name}.txt"
        assert call(*words, "--out", out, *asked).code == 0
        text = out.read_text(encoding="utf-8")
        held[name] = [one in text for one in ("Vu en bureau", "des emplois qui restent", "À dire au conseil")]
    assert held == {"vierge": [False] * 3, "dossier": [False] * 3, "notes": [True] * 3}


@pytest.mark.parametrize("words", (*TEXTS, ("epub",)), ids=lambda words: words[0])
def test_notes_of_nobody_are_refused(call: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    out = tmp_path / ("a.epub" if words == ("epub",) else "a.txt")
    code, _, err = call(*words, "--out", out, "--with", "notes")
    assert code == 2 and "--dossier" in err
    assert call(*words, "--out", out, "--with", "rien").code == 2
    assert not out.exists()


def test_a_short_form_takes_no_notes(call: Call, noted: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    code, _, err = call("article", "raison-emplois", "--short", "--out", out, "--dossier", noted, "--with", "notes")
    assert code == 2 and "forme courte" in err and not out.exists()
