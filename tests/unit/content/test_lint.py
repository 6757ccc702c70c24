"""Each rule of the texts: a text that breaks it is named with file and line."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kit import paths, typography
from kit.content import lint, mend

TOPIC = "convaincre/qualite-de-vie/commerces-proximite.md"
ACTION = "agir/elu-designe/elu-commission.md"


def check(folder: Path) -> lint.Report:
    return lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), datetime.date(2026, 11, 29))


def append(folder: Path, name: str, words: str) -> int:
    """Add a paragraph to a text and return its line."""
    path = folder / name
    raw = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{raw}\n\n{words}\n", encoding="utf-8")
    return raw.count("\n") + 3


def test_the_shipped_texts_have_no_problem_at_all(folder: Path) -> None:
    assert check(folder).problems == ()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Voir [ceci](une-page-qui-manque).", "lien"),
        ("Un chiffre de 2022 [F999].", "fait"),
        ("Un ressenti [F213].", "fait"),
        ("Voir https://example.org pour la suite.", "internet"),
        ("Pour en savoir plus, cliquez ici.", "mots"),
        ("#### Trop profond", "titres"),
        ("mot " * 40 + "fin.", "longueur"),
        ("Vraiment ? Oui.", "typographie"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(folder: Path, words: str, rule: str) -> None:
    line = append(folder, TOPIC, words)
    found = [p for p in check(folder).problems if p.file == TOPIC]
    assert (line, rule) in {(p.line, p.rule) for p in found}


@pytest.mark.parametrize(
    ("name", "old", "new", "rule"),
    [
        (ACTION, "level = ", "# level = ", "action"),
        (ACTION, "reviewed_on = ", "# reviewed_on = ", "relu-le"),
        (TOPIC, 'sources = ["S51", ', "sources = [", "source"),
        (TOPIC, 'levers = ["', 'levers = ["nulle-part", "', "lien"),
        ("convaincre/emplois/raison.md", 'pictogram = "emplois"', 'pictogram = "licorne"', "pictogramme"),
    ],
)
def test_a_broken_header_is_named(folder: Path, name: str, old: str, new: str, rule: str) -> None:
    path = folder / name
    raw = path.read_text(encoding="utf-8")
    assert old in raw
    path.write_text(raw.replace(old, new, 1), encoding="utf-8")
    assert rule in {p.rule for p in check(folder).problems if p.file == name and p.severity == "error"}


def test_a_text_not_reviewed_for_a_year_is_a_remark(folder: Path) -> None:
    late = lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), datetime.date(2028, 1, 1))
    rules = {p.rule for p in late.problems}
    assert rules == {"relu-le", "a-verifier"}
    assert late.errors == 0


def test_fix_mends_the_typography_and_nothing_else(folder: Path) -> None:
    append(folder, TOPIC, "Vraiment ? « Oui » : l'été, 12 % de 12 000 €, voir [ceci](accueil) [F380].")
    before = (folder / TOPIC).read_text(encoding="utf-8")
    assert mend.fix(folder) == [folder / TOPIC]
    after = (folder / TOPIC).read_text(encoding="utf-8")
    assert after.replace("\u00a0", " ").replace("’", "'") == before.replace("\u00a0", " ").replace("’", "'")
    assert after.rstrip().endswith(
        "Vraiment\u00a0? «\u00a0Oui\u00a0»\u00a0: l’été, 12\u00a0% de 12\u00a0000\u00a0€, voir [ceci](accueil) [F380]."
    )
    assert mend.fix(folder) == []


@pytest.mark.parametrize("text", ["https://a.b/c?d;e", "[lien](un-id)", "[[exemples]]", "12:30", "L. 2121-22", "a;b"])
def test_marks_are_left_alone(text: str) -> None:
    fixed = typography.french(text)
    assert fixed.replace("\u00a0", " ") == text
    assert typography.french(fixed) == fixed
