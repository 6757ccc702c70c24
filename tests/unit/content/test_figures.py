"""Figures of the texts: read, refused with file and line, kept through the index, told in words."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import paths
from kit.content import blocks, lint
from kit.content.blocks import Figure, Text
from kit.content.double_form import double_body
from kit.content.figure_words import alternative, sentence, table, value_words
from kit.content.files import FileStore
from kit.content.headers import HeaderReader
from kit.content.library import Library
from kit.content.markdown import MarkdownReader
from kit.content.model import Series, Value
from kit.content.paragraphs import paragraphs
from kit.content.plain_text import article_text
from kit.errors import ContentError

SERIES = Series(
    "parts", "Part de l’ESS", "%", 2022, "Une part.", ("F141", "F142"),
    (Value("Creuse", 17.0), Value("Gironde", 10.5)), ("Landes",), "Insee, octobre 2025",
)  # fmt: skip
SHARE = Series(
    "part", "Part de l’ESS", "%", 2022, "Une part.", ("F141",), (Value("Région", 12.2),), (), "Insee, octobre 2025"
)


def read(text: str) -> blocks.Body:
    return MarkdownReader().read(text, Path("page.md"), 10, (SERIES, SHARE))


def test_each_kind_is_read_with_its_series_and_its_words() -> None:
    body = read(
        '!!! chiffre "part"\n    de l’emploi salarié. [F141]\n\n!!! barres "parts"\n\n!!! carte "parts"\n\nFin.'
    )
    assert body[0] == Figure("chiffre", SHARE, (Text("de l’emploi salarié."), blocks.Cite(("F141",))))
    assert body[1:3] == (Figure("barres", SERIES), Figure("carte", SERIES))
    assert isinstance(body[3], blocks.Paragraph)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('Un.\n\n!!! barres "autre"\n', 12, "« autre » n’y est pas (il y a : parts, part)"),
        ("!!! barres\n    Rien.\n", 10, "dessine une série"),
        ('Un.\n\n!!! camembert "parts"\n', 12, "camembert"),
        ('!!! chiffre "part"\n    Un.\n\n    Deux.\n', 10, "un seul paragraphe"),
        ('!!! chiffre "part"\n    - un\n', 10, "un seul paragraphe"),
        ('!!! barres "parts"\n\nUn.\n\n!!! barres "autre"\n', 14, "« autre » n’y est pas"),  # not the first of its kind
        ('!!! loi "Titre"\n    !!! barres "parts"\n', 11, "ni dans un encadré ni dans une liste"),
        ('Un.\n\n- un\n\n    !!! barres "parts"\n', 14, "ni dans un encadré ni dans une liste"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(text)
    assert (caught.value.file, caught.value.line) == (Path("page.md"), line)
    assert words in caught.value.detail


def test_a_value_that_is_no_number_is_told_with_its_line() -> None:
    head = (
        '+++\nid = "page"\nkind = "article"\ntitle = "Page"\n[[series]]\nid = "s"\ntitle = "S"\n'
        'values = [{ label = "Creuse", value = "dix" }]\n+++\nTexte.\n'
    )
    with pytest.raises(ContentError) as caught:
        HeaderReader(head, Path("page.md")).article("", "page.md")
    assert caught.value.line == 8 and "nombre" in caught.value.detail


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("year = 2022\n", "", "serie", "year manque"),
        ('source = "Insee Flash Nouvelle-Aquitaine n° 128, octobre 2025"\n', "", "serie", "source manque"),
        ("\nUn chiffre se cite", '\n!!! chiffre "ess-familles-region"\n\nUn chiffre se cite', "figure", "en mots"),
        ("\nUn chiffre se cite", '\n!!! carte "ess-familles-region"\n\nUn chiffre se cite', "figure", "département"),
    ],
)
def test_lint_tells_what_a_figure_lacks(folder: Path, old: str, new: str, rule: str, words: str) -> None:
    page = folder / "comprendre" / "chiffres-nouvelle-aquitaine.md"
    raw = page.read_text(encoding="utf-8")
    assert old in raw
    page.write_text(raw.replace(old, new, 1), encoding="utf-8")
    report = lint.check(folder, folder.parent / "kit.toml", paths.pictograms(), datetime.date(2026, 11, 29))
    found = [one for one in report.problems if one.rule == rule and words in one.message]
    assert found and found[0].file.endswith(page.name) and found[0].line > 1


def test_a_figure_comes_back_from_the_index() -> None:
    body = read('!!! chiffre "part"\n    de l’**emploi**. [F141]\n\n!!! carte "parts"\n')
    assert blocks.DECODER.decode(msgspec.msgpack.encode(body)) == body
    assert list(blocks.facts(body)) == ["F141", "F141", "F141", "F142"]


def test_a_figure_is_quoted_in_one_sentence_with_year_and_source() -> None:
    share = Figure("chiffre", SHARE, (Text("de l’emploi salarié, près d’un sur huit."),))
    assert sentence(share) == (
        "12,2\u00a0% de l’emploi salarié, près d’un sur huit (2022\u00a0; source\u00a0: Insee, octobre 2025)."
    )
    assert sentence(Figure("barres", SERIES)) == (
        "Part de l’ESS (2022\u00a0; source\u00a0: Insee, octobre 2025)\u00a0: Creuse 17\u00a0%, Gironde 10,5\u00a0%"
        "\u00a0; non connu\u00a0: Landes."
    )
    euros = Series("s", "Travaux", "€", 2018, "D", (), (Value("Commune", 25000.0),), (), "Maires de France")
    rise = msgspec.structs.replace(SHARE, unit="% d’évolution")
    assert value_words(rise, 5.6) == "+5,6\u00a0%" and value_words(rise, -2) == "−2\u00a0%"
    assert value_words(euros, 25000) == "25\u202f000\u00a0€" and "Commune 25" in sentence(Figure("barres", euros))
    assert "Landes" in alternative(Figure("carte", SERIES)) and "Carte" in alternative(Figure("carte", SERIES))
    assert len(table(Figure("carte", SERIES)).rows) == 3


def test_plain_text_voice_and_the_other_writing_have_it() -> None:
    series = Series("s", "Salarié·es de l’ESS", "%", 2022, "D", (), (Value("Élu·es", 1.0),), (), "Insee")
    (figure,) = double_body((Figure("chiffre", series, (Text("des élu·es"),)),))
    assert isinstance(figure, Figure) and "élues et des élus" in blocks.plain(figure.words)
    assert "·" not in figure.series.title and "·" not in figure.series.values[0].label
    library = Library(FileStore(paths.content(), paths.kit_file()))
    article = library.article("chiffres-nouvelle-aquitaine")
    body = (Figure("barres", SERIES),)
    assert sentence(body[0]) in list(paragraphs(article, body))
    assert "Gironde 10,5" in article_text(article, body, library).replace("\n", " ")


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_value_is_written_as_french_writes_it(value: float) -> None:
    words = value_words(SHARE, value)
    assert words.endswith("\u00a0%") and "." not in words and "e" not in words
    told = float(words.removesuffix("\u00a0%").replace("\u202f", "").replace(",", ".").replace("−", "-"))
    assert told == pytest.approx(value, rel=1e-6, abs=1e-6)
