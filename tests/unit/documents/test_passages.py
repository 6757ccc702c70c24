"""Passages on paper: marked in every format, in black alone too, numbered, told with their notes after the text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.blocks import Callout, Heading, Items, Paragraph, Table
from kit.documents.article import article_document, chapter_document
from kit.documents.booklet import booklet_document
from kit.documents.document import Block, Document, Highlighted, Lead, runs
from kit.documents.docx import docx
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.dossier.highlights import PAGE, Highlight
from kit.text_quote import TextQuote
from tests.unit.documents.document_samples import DAY, FakeDossier, texts_library
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf
from tests.unit.documents.test_black_and_white import in_black


def passage(exact: str, note: str = "", key: str = "a") -> Highlight:
    return Highlight(f"{PAGE}fiche", key, TextQuote(exact), note)


def wrote(*passages: Highlight, **notes: str) -> FakeDossier:
    """Return a dossier with these passages and, by the id of their text, notes."""
    values: dict[tuple[str, str], object] = {(f"{PAGE}{text}", "note"): note for text, note in notes.items()}
    for one in passages:
        if one.quote.exact:
            values[one.on, one.field] = {"exact": one.quote.exact, "prefix": "", "suffix": ""}
        if one.note:
            values[one.on, one.note_field] = one.note
    return FakeDossier({}, values)


def made(*passages: Highlight) -> Document:
    return article_document(texts_library(), "fiche", own=wrote(*passages), today=DAY)


def all_runs(blocks: tuple[Block, ...]) -> Iterator[object]:
    for block in blocks:
        match block:
            case Lead() | Paragraph() | Heading():
                yield from runs(block.spans)
            case Items(_, items):
                for item in items:
                    yield from all_runs(item)
            case Callout(_, _, inner):
                yield from all_runs(inner)
            case Table(header, rows):
                for cell in (*header, *(cell for row in rows for cell in row)):
                    yield from runs(cell)


def chapter(own: FakeDossier | None) -> Document:
    return chapter_document(texts_library(), "convaincre", own=own, today=DAY)


def booklet(own: FakeDossier | None) -> Document:
    return booklet_document(texts_library(), own=own, today=DAY)


def marks(document: Document) -> str:
    return "|".join(run.text for run in all_runs(document.blocks) if isinstance(run, Highlighted))


def test_a_passage_over_several_styles_is_marked_and_keeps_them() -> None:
    document = made(passage("un projet très utile."))
    found = [run for run in all_runs(document.blocks) if isinstance(run, Highlighted)]
    assert [(run.text, run.bold, run.italic) for run in found] == [
        ("un ", False, False), ("projet", True, False), (" très ", False, True), ("utile", True, True),
        (".", False, False),
    ]  # fmt: skip
    assert "_un projet très utile._\u00a0(1)" in document_text(document)


@pytest.mark.parametrize(
    "exact", ["Cinq questions", "Quel risque ?", "Un achat caché", "Une convention écrite", "Un sous-point", "« Oui. »",
              "une épicerie-bar associative", "Creuse"],
)  # fmt: skip
def test_any_part_of_a_page_can_be_marked(exact: str) -> None:
    document = made(passage(exact))
    assert marks(document).replace("|", "").strip("« »") == exact.strip("« »")


def test_passages_are_numbered_in_the_order_of_the_text_and_told_after_it() -> None:
    lost = passage("une phrase retirée depuis longtemps", "gardée", "c")
    text = document_text(
        made(lost, passage("Un sous-point", "plus tard", "a"), passage("Cinq questions", "une\ndeux", "b"))
    )
    assert "_Cinq questions_\u00a0(1)" in text and "_Un sous-point_\u00a0(2)" in text
    told = text[text.index("Passages surlignés") : text.index("Sources\n")]
    first, second, third = (told.index(words) for words in ("« Cinq questions »", "« Un sous-point »", "« une phrase"))
    assert first < told.index("une\n") < told.index("deux") < second < told.index("plus tard") < third
    assert "Introuvable" in told[third:] and "gardée" in told[third:] and "Introuvable" not in told[:third]


def test_a_title_that_stands_is_not_said_to_be_lost() -> None:
    text = document_text(made(passage("La fiche du maire"), passage("En une phrase", key="b")))
    assert "« La fiche du maire »" in text and "Introuvable" not in text


def test_without_passages_a_page_is_as_before() -> None:
    assert made() == article_document(texts_library(), "fiche", today=DAY)
    assert not marks(made())


def test_a_note_whose_passage_was_removed_is_told() -> None:
    assert "sa note reste" in document_text(made(passage("", "à garder")))


def test_odt_and_docx_have_a_style_of_its_own() -> None:
    document = made(passage("Cinq questions"))
    for data, part, styles, call in (
        (odt(document), "content.xml", "styles.xml", 'text:style-name="Surligne">Cinq questions'),
        (docx(document), "word/document.xml", "word/styles.xml", '<w:rStyle w:val="Surligne"/>'),
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert call in package.read(part).decode()
            assert "Surligne" in package.read(styles).decode()


def test_a_printer_that_has_black_alone_shows_the_mark(tmp_path: Path, typesetter: Typesetter) -> None:
    pages = {"plain": made(), "marked": made(passage("Un achat caché"))}
    plain, with_mark = (in_black(one, _folder(tmp_path / name), typesetter) for name, one in pages.items())
    ink = [image.crop((0, 0, image.width, image.height * 5 // 10)).histogram()[0] for image in (plain, with_mark)]
    assert ink[1] > ink[0] + 150  # a line of an inch at least


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize("make", [chapter, booklet])
def test_a_chapter_and_the_booklet_have_passages_and_notes_by_choice(
    make: Callable[[FakeDossier | None], Document], typesetter: Typesetter
) -> None:
    mine = wrote(passage("Cinq questions", "à poser en conseil"), fiche="Lue en bureau\nle 3 mai")
    alone, document = make(None), make(mine)
    assert not marks(alone) and marks(document) == "Cinq questions"
    text, pdf = document_text(document), Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document))).words()
    office = [Office(write(document)).text for write in (odt, docx)]
    for told in ("à poser en conseil", "Lue en bureau", "le 3 mai", "Passages surlignés", "Notre note"):
        for made_of in (text, pdf, *office):
            assert told in re.sub(r"\s+", " ", made_of)
        assert told not in document_text(alone)
    levels = [block.level for block in document.blocks if isinstance(block, Heading)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


WORDS = st.sampled_from(["Cinq", "questions", "Un", "projet", "très", "utile", "convention", "point", "Ensuite", "zzz"])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=5))
def test_marking_changes_no_word_of_the_text(quotes: list[str]) -> None:
    document = made(*(passage(quote, key=str(n)) for n, quote in enumerate(quotes)))
    whole = made()
    for before, after in zip(whole.blocks, document.blocks, strict=False):
        if isinstance(after, Heading) and after.level == 2 and before != after:
            break
        told = "".join(run.text for run in all_runs((after,)))  # type: ignore[attr-defined]
        for number in range(1, len(quotes) + 1):
            told = told.replace(f"\u00a0({number})", "")
        assert told == "".join(run.text for run in all_runs((before,)))  # type: ignore[attr-defined]
