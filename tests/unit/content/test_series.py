"""Series of figures: read, held to their rule, kept through the index."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from kit import paths
from kit.content import lint
from kit.content.files import FileStore
from kit.content.headers import HeaderReader
from kit.content.library import Library
from kit.content.model import Article, Series, Value
from kit.errors import ContentError

PAGE = "comprendre/chiffres-nouvelle-aquitaine.md"
SERIES = """
[[series]]
id = "essai"
title = "Essai"
unit = "%"
year = 2022
definition = "Une part."
facts = ["F141", "F142"]
values = [{ label = "Creuse", value = 17 }, { label = "Gironde", value = 10.5 }]
missing = ["Landes"]
"""
READ = Series(
    "essai",
    "Essai",
    "%",
    2022,
    "Une part.",
    ("F141", "F142"),
    (Value("Creuse", 17.0), Value("Gironde", 10.5)),
    ("Landes",),
)


def header(series: str) -> str:
    return f'+++\nid = "page"\nkind = "article"\ntitle = "Page"\n{series}+++\nTexte.\n'


def test_a_series_is_read_and_comes_back_from_its_record() -> None:
    article = HeaderReader(header(SERIES), Path("page.md")).article("", "page.md")
    assert article.series == (READ,)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(article), type=Article) == article


@pytest.mark.parametrize(
    "wrong",
    [("value = 17", 'value = "17"'), ("value = 17", "value = true"), ("year = 2022", 'year = "2022"'),
     ('unit = "%"', "units = 1"), ('id = "essai"', 'id = "Essai 1"'), ("{ label = ", "{ name = ")],
)  # fmt: skip
def test_a_series_of_another_form_is_refused(wrong: tuple[str, str]) -> None:
    with pytest.raises(ContentError):
        HeaderReader(header(SERIES.replace(*wrong)), Path("page.md")).article("", "page.md")


def told(folder: Path) -> list[str]:
    report = lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), datetime.date(2026, 11, 29))
    return [p.message for p in report.problems if p.rule == "serie"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('unit = "structures"\n', "", "unit manque"),
        ("year = 2024\n", "", "year manque"),
        ('facts = ["F222"]', 'facts = ["F222", "F142"]', "pas de source commune"),
        ('{ label = "Corrèze", value = 27 }', '{ label = "Gironde", value = 27 }', "« Gironde » y est deux fois"),
        ('missing = ["Charente", "Dordogne"', 'missing = ["Creuse", "Dordogne"', "« Creuse » y est deux fois"),
        ('id = "structures-insertion-departements"', 'id = "ess-familles-region"', "est là deux fois"),
    ],
)
def test_each_fault_of_a_series_is_told(folder: Path, old: str, new: str, words: str) -> None:
    page = folder / PAGE
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    messages = told(folder)
    assert len(messages) == 1 and words in messages[0]


def test_the_shipped_series_have_all_they_need_and_compare_like_with_like() -> None:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    found = [series for article in library.articles() for series in article.series]
    assert len(found) >= 4
    for series in found:
        assert series.unit and series.year and series.definition and series.source and series.facts and series.values
