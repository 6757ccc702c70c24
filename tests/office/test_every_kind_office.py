"""Every kind of document, of the shipped texts and of a dossier at work, as LibreOffice lays out Word and ODT."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kit.documents.typeset import Typesetter
from kit.documents.writer import formats, write
from tests.office.test_acts_office import soffice
from tests.office.test_libreoffice import plain
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf
from tests.unit.documents.shipped_documents import shipped_documents

pytestmark = [pytest.mark.office, pytest.mark.timeout(600)]
KINDS = sorted(name for name, made in shipped_documents().items() if ".odt" in formats(made))
EXTENSIONS = ("odt", "docx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every kind as PDF, ODT and DOCX, and have the last two made into PDF by one call."""
    place, typesetter, written = tmp_path_factory.mktemp("kinds"), Typesetter(), []
    for name in KINDS:
        write(shipped_documents()[name], place / f"{name}.pdf", typesetter=typesetter)
        for extension in EXTENSIONS:
            written.append(place / f"{name}-{extension}.{extension}")
            write(shipped_documents()[name], written[-1], typesetter=typesetter)
    for start in range(0, len(written), 40):
        soffice(place, "pdf", place / "office", *written[start : start + 40])
    return place


def page_count(pdf: Pdf) -> int:
    """Return how many pages have words: LibreOffice leaves the empty back of a sheet out."""
    return sum(bool(page.strip()) for page in pdf.text().split("\f"))


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("name", KINDS)
def test_it_takes_as_many_pages_as_in_the_pdf(name: str, extension: str, folder: Path) -> None:
    """One more or less; of the two books of over fifty pages, whose font is another one, a tenth."""
    ours = page_count(Pdf((folder / f"{name}.pdf").read_bytes()))
    theirs = page_count(Pdf((folder / "office" / f"{name}-{extension}.pdf").read_bytes()))
    assert abs(theirs - ours) <= (1 if ours < 50 else ours // 10)


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("name", KINDS)
def test_every_word_of_it_is_on_the_pages(name: str, extension: str, folder: Path) -> None:
    office = Office((folder / f"{name}-{extension}.{extension}").read_bytes())
    shown = Counter(plain(Pdf((folder / "office" / f"{name}-{extension}.pdf").read_bytes()).text("-raw")))
    remarks = {plain(line) for made in _comments(name) for line in made.splitlines()}
    words = Counter("".join(text for text in map(plain, office.paragraphs) if text not in remarks))
    assert not +Counter({letter: count for letter, count in (words - shown).items() if letter.isalpha()})


def _comments(name: str) -> list[str]:
    document = shipped_documents()[name]
    return [said for block in document.blocks for said in getattr(block, "comments", ())]
