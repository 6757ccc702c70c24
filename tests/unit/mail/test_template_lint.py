from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit import paths
from kit.mail import template_lint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(paths.mail_templates(), tmp_path / "mail")
    return tmp_path / "mail"


def rules(folder: Path, kit_file: Path | None = None) -> set[tuple[str, str]]:
    return {(one.file, one.rule) for one in template_lint.check(folder, kit_file or paths.kit_file())}


def test_the_shipped_templates_are_sound(folder: Path) -> None:
    assert rules(folder) == set()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("je souhaite", "ci-joint notre plan, je souhaite", "mail-attached"),
        ("Madame, Monsieur,", "Monsieur le président,", "mail-gender"),
        ("l’appui", "l'appui", "mail-apostrophe"),
        ("l’appui", "l’appui\tfort", "mail-blanks"),
        ("l’appui", "l’appui  fort", "mail-blanks"),
        ("order = 2", "order = 1", "mail-order"),
        ('id = "levier"', 'id = "autre"', "mail-id"),
        ("[other]", "[autre]", "mail-other"),
        ('fields = ["levers", ', "fields = [", "mail-field"),
        ("je souhaite", "je souhaite " + "énormément " * 120, "mail-length"),
        ("{on_behalf}", "{nom}", "mail-unknown-field"),
        ('audience = "both"', 'audience = "cress"', "mail-other"),
    ],
)
def test_each_rule_names_its_file(before: str, after: str, rule: str, folder: Path) -> None:
    path = folder / "levier.toml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert ("mail/levier.toml", rule) in rules(folder)


def test_an_address_that_is_none_is_said(folder: Path, tmp_path: Path) -> None:
    kit_file = tmp_path / "kit.toml"
    kit_file.write_text('[contact]\nmail = "personne"\n', encoding="utf-8")
    assert rules(folder, kit_file) == {("kit.toml", "mail-address")}
