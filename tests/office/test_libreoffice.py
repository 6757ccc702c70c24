"""Every document opened by a real LibreOffice (``make test-office``): without it these tests fail, never skip."""

from __future__ import annotations

import csv
import itertools
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from msgspec.structs import replace

from kit import paths
from kit.content.blocks import Items, Table
from kit.content.files import FileStore
from kit.content.library import Library
from kit.documents.article import chapter_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Document, contents, said, words
from kit.documents.example_map import Home
from kit.documents.examples import Narrowing, examples_document
from kit.documents.model import Options
from kit.documents.poster import poster_document
from kit.documents.sheet import Euros, Linked, Sheet, SheetCell
from kit.documents.writer import write
from kit.figures.atlas import atlas
from kit.territoires import Territories
from tests.unit.documents.document_samples import DAY, every_document
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf
from tests.unit.documents.sheet_reading import formulas, parts, tables
from tests.unit.documents.test_bad_input import CONTROLS, RIGHT_TO_LEFT, SPECIAL, of

pytestmark = pytest.mark.office
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
_CSV = "59,34,76,1"  # ; " UTF-8, from the first line: what its dialog proposes for such a file


def shipped() -> dict[str, Document]:
    """Return the chapters as they ship, and a full checklist in large print."""
    library = Library(FileStore(paths.content(), paths.kit_file()))
    found = {chapter.id: chapter_document(library, chapter.id, today=DAY) for chapter in library.outline.chapters}
    large = Options(size=24, why=True, steps=True)
    poster = poster_document(library, today=DAY)
    crowded = replace(poster, blocks=(*poster.blocks[:-1], *poster.blocks[1:]))
    known = Territories.shared(paths.territories()), atlas(paths.territories())
    chosen = Narrowing(departement="23", told="Creuse")
    found["exemples"] = examples_document(library, *known, Home("23022", "23", 389), chosen=chosen, today=DAY)
    posters = {"blank-poster": poster, "crowded-poster": crowded}
    return found | posters | {"large": checklist_document(checklist(library, None, options=large, today=DAY))}


DOCUMENTS = every_document() | shipped() | {"special": of(SPECIAL), "rtl": of(RIGHT_TO_LEFT), "controls": of(CONTROLS)}
OFFICE = [f"{name}.{extension}" for name in sorted(DOCUMENTS) for extension in ("odt", "docx")]
WITHOUT_LISTS = ("diagnostic", "glossaire", "plan", "sources", "table")
SHEETS = [name for name in sorted(DOCUMENTS) if DOCUMENTS[name].sheets]


def soffice(folder: Path, *words: str | Path) -> None:
    """Run LibreOffice once, with a profile of its own; it must say nothing of a failure."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=110)
    assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write all documents, have them all made into PDF by one call, and all sheets into CSV by another."""
    folder = tmp_path_factory.mktemp("office")
    files = []
    for name in OFFICE:
        stem, extension = name.split(".")
        out = folder / f"{stem}-{extension}.{extension}"
        write(DOCUMENTS[stem], out)
        files.append(out)
    soffice(folder, "--convert-to", _TAGGED, "--outdir", folder / "pdf", *files)
    sheets = [folder / f"{name}.csv" for name in SHEETS]
    for name, out in zip(SHEETS, sheets, strict=True):
        write(DOCUMENTS[name], out)
    kind = "Text - txt - csv (StarCalc)"
    soffice(
        folder, f"--infilter={kind}:{_CSV}", "--convert-to", f"csv:{kind}:59,34,76", "--outdir", folder / "csv", *sheets
    )
    yield folder


def made(folder: Path, name: str) -> tuple[Office, Pdf]:
    stem, extension = name.split(".")
    office = Office((folder / f"{stem}-{extension}.{extension}").read_bytes())
    return office, Pdf((folder / "pdf" / f"{stem}-{extension}.pdf").read_bytes())


def plain(text: str) -> str:
    """Return a text without what a page breaks (spaces), leads (lines to fill) or does not show."""
    return re.sub(r"[\s_\u200b-\u200f\u202a-\u202e\ufeff]", "", text)


@pytest.mark.parametrize("name", OFFICE)
def test_titles_are_titles_for_libreoffice(name: str, converted: Path) -> None:
    office, pdf = made(converted, name)
    with pdf.pdf.open_outline() as outline:
        found = list(_titles(outline.root, 1))
    told = [(level, plain(text)) for level, text in office.headings]
    # LibreOffice 25.2 leaves backslashes out of bookmarks; the text of the page keeps them (below).
    assert [(level, plain(text)) for level, text in found] == [(level, text.replace("\\", "")) for level, text in told]
    tags = [int(node.tag[1]) for node in pdf.root.walk() if re.fullmatch(r"H\d", node.tag)]
    assert tags == [level for level, _ in office.headings]


def _titles(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, str(item.title)
        yield from _titles(item.children, level + 1)


@pytest.mark.parametrize("name", [name for name in OFFICE if not name.startswith("rtl")])
def test_every_word_is_there(name: str, converted: Path) -> None:
    office, pdf = made(converted, name)
    shown = re.sub(r"\.{4,}", "", plain(pdf.text("-raw")))  # without the dots of lines to write on
    pages = Counter("–" * len(contents(DOCUMENTS[name.split(".")[0]])))  # LibreOffice puts page numbers in their place
    assert Counter(plain(office.text)) - Counter(shown) - pages == Counter()
    cut = [said for said in map(plain, office.paragraphs) if said.removesuffix("–") not in shown]
    assert len(cut) < 2 * len(pdf.pdf.pages)  # a paragraph may run over the foot and the head of a page


@pytest.mark.parametrize("name", OFFICE)
def test_structure_language_and_title_reach_the_pdf(name: str, converted: Path) -> None:
    office, pdf = made(converted, name)
    assert str(pdf.pdf.Root.Lang) == "fr-FR"
    if not name.startswith(("controls", "special", "rtl")):
        assert str(pdf.pdf.docinfo.Title).startswith(DOCUMENTS[name.split(".")[0]].title)
    tables = office.raw["content.xml" if office.is_odt else "word/document.xml"].count(
        b"<table:table " if office.is_odt else b"<w:tbl>"
    )
    assert len(pdf.root.all("Table")) == tables
    assert bool(pdf.root.all("TH")) == bool(tables)
    assert bool(pdf.root.all("LI")) == (name.split(".")[0] not in WITHOUT_LISTS)


@pytest.mark.parametrize("name", [name for name in OFFICE if "poster" in name])
def test_a_poster_is_one_page(name: str, converted: Path) -> None:
    _, pdf = made(converted, name)
    assert len(pdf.pdf.pages) == 1
    assert [float(side) for side in pdf.pdf.pages[0].MediaBox][2:] == pytest.approx([841.9, 1190.6], abs=1)


def test_what_leads_to_a_list_goes_with_it_and_a_small_table_is_not_cut(tmp_path: Path) -> None:
    """As many lines as it takes for each to cross from one page to the next, in both formats."""
    led = said("Il doit\u00a0:")
    rows = tuple((words(f"rang {number}"), words("Une case. " * 12)) for number in range(3))
    boxes = Items(False, tuple(said(f"☐ {sort}") for sort in ("oui", "peut-être", "non")))
    ends = {
        "liste": (
            *said("Il doit\u00a0:"),
            Items(False, tuple(said(f"point {number}") for number in range(9))),
            "point 0",
        ),
        "cases": (*led, boxes, "non"),
        "table": (*led, Table((words("A"), words("B")), rows), "rang 2"),
    }
    written = []
    for lines, (kind, (*blocks, _)), extension in itertools.product(range(22, 46, 2), ends.items(), ("docx", "odt")):
        document = Document("Un texte", (*said(*["Une ligne."] * lines), *blocks), DAY)
        written.append(tmp_path / f"{kind}-{extension}-{lines}.{extension}")
        write(document, written[-1])
    soffice(tmp_path, "--convert-to", "pdf", "--outdir", tmp_path / "pdf", *written)
    crossed = set()
    for path in written:
        kind = path.stem.partition("-")[0]
        pages = Pdf((tmp_path / "pdf" / f"{path.stem}.pdf").read_bytes()).text("-raw").split("\f")
        (page,) = [number for number, text in enumerate(pages) if "Il doit" in text]
        assert str(ends[kind][-1]) in pages[page].partition("Il doit")[2], path.name
        crossed.add((kind, path.suffix, page))
    assert len(crossed) == 2 * len(ends) * 2


@pytest.mark.parametrize("name", SHEETS)
def test_a_spreadsheet_shows_the_same_cells(name: str, converted: Path) -> None:
    def rows(path: Path) -> list[list[str]]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))

    assert rows(converted / "csv" / f"{name}.csv") == rows(converted / f"{name}.csv")


TYPED = Sheet(
    "Types",
    ("Mots", "Jour", "Nombre", "Somme", "Lien", "Courriel"),
    tuple(
        (
            text,
            date(2027, 3, number + 1),
            12_000 + number,
            Euros(Decimal("1500.5")),
            Linked("Le site", f"https://example.org/?n={number}&x=é"),
            Linked("a@example.org", "mailto:a@example.org"),
        )
        for number, text in enumerate(
            ("=1+1", "+33 5", "-1", "@A1", "1.10", "05 56", "deux\nlignes", "  deux  espaces", "_x0041_", "é" * 32_767)
        )
    ),
)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write one spreadsheet as ODS and as XLSX; have LibreOffice make the other, and pages, of each."""
    folder = tmp_path_factory.mktemp("sheets")
    document = Document("Un tableau", (), DAY, place="Saint-Exemple", sheets=(TYPED, replace(TYPED, name="Suite")))
    for extension, other in (("ods", "xlsx"), ("xlsx", "ods")):
        out = folder / f"typed.{extension}"
        write(document, out)
        for kind in {other, "xlsx"}:  # LibreOffice keeps what is seen at first in this one
            soffice(folder, "--convert-to", kind, "--outdir", folder / extension, out)
        soffice(folder, "--convert-to", "pdf", "--outdir", folder / extension, out)
    return folder


@pytest.mark.parametrize(("extension", "other"), [("ods", "xlsx"), ("xlsx", "ods")])
def test_libreoffice_reads_each_value_with_its_type_and_its_link(extension: str, other: str, typed: Path) -> None:
    made = (typed / extension / f"typed.{other}").read_bytes()
    assert formulas(made) == []
    found = tables(made)
    assert list(found) == ["Types", "Suite"]
    for rows in found.values():
        assert [_row(row) for row in rows if any(row)][3:] == [_row(list(row)) for row in TYPED.rows]


def _row(row: list[SheetCell]) -> list[SheetCell]:
    """Return the cells of the table alone, addresses as they may be spelled (« é » or « %C3%A9 »)."""
    told = row[: len(TYPED.header)]
    return [replace(cell, url=unquote(cell.url)) if isinstance(cell, Linked) else cell for cell in told]


@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_its_pages_are_a4_across_and_as_wide_as_the_table(extension: str, typed: Path) -> None:
    pdf = Pdf((typed / extension / "typed.pdf").read_bytes())
    for page in pdf.pdf.pages:
        assert [float(side) for side in page.MediaBox][2:] == pytest.approx([841.9, 595.3], abs=1)
    pages = pdf.text("-layout").split("\f")[:-1]
    with_rows = [page for page in pages if "12 000" in page or "12000" in page]
    assert len(with_rows) == 2  # one a sheet
    for page in with_rows:
        assert "Saint-Exemple" in page and "Au 24 novembre 2026" in page and re.search(r"Mots +Jour", page)
        assert "01/03/2027" in page and re.search(r"1[.,\s]?500,50 €|1,500\.50 €", page) and "a@example.org" in page


@pytest.mark.parametrize("extension", ["ods", "xlsx"])
def test_the_head_stays_and_has_the_buttons_of_the_filter(extension: str, typed: Path) -> None:
    made = parts((typed / extension / "typed.xlsx").read_bytes())
    told = {name: part.decode() for name, part in made.items() if name.endswith(".xml")}
    assert re.search(r'<pane [^>]*ySplit="3"[^>]*state="frozen"', told["xl/worksheets/sheet1.xml"])
    assert any('<autoFilter ref="A3:F13"' in part for part in told.values())
