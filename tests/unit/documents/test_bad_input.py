from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import time
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Callout, Heading, Items, Paragraph, Table, Text
from kit.documents.calendar_file import ics
from kit.documents.document import Box, Boxes, Document, Due, Fields, Lead, PageBreak, said
from kit.documents.docx import docx
from kit.documents.glyphs import drawable
from kit.documents.odt import odt
from kit.documents.office import xml
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.plan import plan_document
from kit.documents.sheet import Sheet
from kit.documents.spreadsheet import csv_file
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.writer import write
from kit.dossier.model import Status
from tests.unit.documents.document_samples import CHANGES, DAY, HistoryDossier, texts_library
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf

SPECIAL = '# * _ $x$ \\ @ < > [ ] ` ~ " \' = + / // /* */ #let #import "@preview/a:0.1.0" <l> 1. {a} ${b}'
RIGHT_TO_LEFT = "שלום עולם مرحبا"
CONTROLS = "a\x00b\x01c\x07d\x1be\x7ff\ufffeg\ud800h"
HARD = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("#*_$\\@<>[]`\"'=+-;&{}\n\r\t \u00a0\u2028\u202e\u05d0\u0627漢🎉\x00\x1f\ufffe\ud800"),
    ),
    max_size=80,
)
CODE = st.lists(
    st.sampled_from(
        [
            *"#*_$\\@<>[](){}`~^|%&=+-/;:'\"",
            " ",
            "\n",
            "let",
            "import",
            "#sys.inputs",
            '"@preview/a:0.1.0"',
            "http://a.fr",
        ]
    ),
    max_size=20,
).map("".join)
ATTACKS = [
    "]]></w:t><w:instrText>",
    "</text:p><office:scripts/>",
    '"/><x y="',
    "&#0;",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:'>]>",
]


def of(text: str, *, size: int = 11) -> Document:
    """Return a document that holds a text wherever one can stand."""
    said = (Text(text), Text(text, bold=True), Text(text, italic=True), Text(text, bold=True, italic=True))
    inner: tuple[ContentBlock, ...] = (
        Paragraph(said),
        Items(True, ((Paragraph(said), Items(False, ((Paragraph(said),),))),)),
    )
    box = Box(text, text, Status.TODO, text, "", (*inner, Fields((text, text))))
    return Document(
        title=text,
        blocks=(
            Lead(said),
            Heading(2, said, ""),
            *inner,
            Table((said, said), ((said, ()), (said,), ())),
            Callout("voix", text, inner),
            Fields((text,)),
            Boxes(text, (Box(text, text, Status.DONE, text, text), box), "1 sur 3"),
            PageBreak(),
            Paragraph(()),
        ),
        date=date(2026, 11, 24),
        place=text,
        footer=text,
        author=text,
        size=size,
        sheets=(Sheet("Feuille", (text, text), ((text, text),)),),
        dues=(Due(f"own:{text}", date(2027, 3, 1), text, text),),
        dossier="d",
    )


def kept(text: str) -> str:
    """Return what of a text an office document can hold: line breaks as ``\\n``, nothing that XML refuses."""
    lines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    gone = {"\ufffe", "\uffff"}
    return "".join(c for c in lines if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in gone))


@given(text=HARD)
@settings(max_examples=150)
def test_any_text_comes_out_literally_in_odt_and_docx(text: str) -> None:
    for make in (odt, docx):
        office = Office(make(of(text)))
        assert office.headings[0] == (1, kept(text))
        assert kept(text) * 4 in office.paragraphs
        assert len([line for line in office.paragraphs if kept(text) * 4 in line]) >= 10


@given(text=HARD)
@settings(max_examples=60)
def test_any_text_makes_a_pdf_for_readers_and_the_archive(text: str, typesetter: Typesetter) -> None:
    assert typesetter.compile_pdf(TEMPLATE, document_inputs(of(text)), ARCHIVED).startswith(b"%PDF")


@given(text=CODE)
@settings(max_examples=60)
def test_what_could_be_code_is_read_literally_in_the_pdf(text: str, typesetter: Typesetter) -> None:
    document = Document("Titre", (*said(f"début{text}fin"),), DAY, place="Saint-Exemple")
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    assert re.sub(r"\s", "", f"début{text}fin") in re.sub(r"\s", "", pdf.words())


@given(text=HARD)
@settings(deadline=None)
def test_any_text_stays_in_its_cell_and_in_its_property(text: str) -> None:
    rows = list(
        csv.reader(io.StringIO(csv_file(of(text).sheets[0].lines).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert [len(row) for row in rows] == [2, 2]
    assert not any(re.match(r"[\s\u200b]*[=+\-@]", found) for row in rows for found in row)
    data = ics(of(text))
    assert max(map(len, data.split(b"\r\n"))) <= 75
    names = [re.split("[:;]", line)[0] for line in data.decode().replace("\r\n ", "").split("\r\n") if line]
    assert names[6:-1] == [
        "BEGIN",
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "SUMMARY",
        *["DESCRIPTION"] * bool(text),
        "TRANSP",
        "END",
    ]
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", document_text(of(text)))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_looks_like_xml_is_text(attack: str) -> None:
    for make in (odt, docx):
        plain, attacked = Office(make(of("mot"))), Office(make(of(attack)))
        assert [e.tag for e in plain.main.iter()] == [
            e.tag for e in attacked.main.iter() if not e.tag.endswith("}s")
        ] or attack.count(" ")
        assert attack in attacked.text
        assert plain.names == attacked.names


def test_xml_has_no_place_for_what_it_refuses() -> None:
    assert xml(CONTROLS) == "abcdefgh"
    assert xml("a\r\nb\rc") == "a\nb\nc"
    assert xml("<&>\"'") == "&lt;&amp;&gt;&quot;'"


def test_special_characters_and_other_scripts_in_every_format(typesetter: Typesetter) -> None:
    for text in (SPECIAL, RIGHT_TO_LEFT, "#sys.inputs", '#import "@preview/cetz:0.3.0": *', "X" * 120):
        document = of(text)
        assert Office(odt(document)).text.count(text) > 20
        assert Office(docx(document)).text.count(text) > 20
        assert text in " ".join(document_text(document).split()) or len(text) > 60
        shown = " ".join(drawable(text).split())
        pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
        assert re.sub(r"\s", "", pdf.words()).count(re.sub(r"\s", "", shown)) > 20


def test_large_print_of_long_names_stays_on_the_page(typesetter: Typesetter) -> None:
    for size in (11, 24):
        pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(of("intercommunalité-" * 7, size=size)), ARCHIVED))
        for right in re.findall(r'<word xMin="[-\d.]+" yMin="[-\d.]+" xMax="([-\d.]+)"', pdf.text("-bbox")):
            assert float(right) <= 595.3 - 30


def many(own: int) -> HistoryDossier:
    note, when = "Une phrase de la note. " * 218, "2026-11-24T12:00:00Z"
    added = [(when, f"own:{n}", "title", f"Action {n} " + "x" * 100) for n in range(own)]
    notes = [(when, f"own:{n}", "note", note) for n in range(0, own, 10)]
    return HistoryDossier([*CHANGES, *added, *notes])


@pytest.mark.parametrize("extension", [".pdf", ".odt", ".docx", ".txt", ".csv", ".ods", ".xlsx", ".ics"])
def test_300_own_actions_with_long_notes(extension: str, tmp_path: Path, typesetter: Typesetter) -> None:
    document = plan_document(texts_library(), many(300), today=DAY)
    out = tmp_path / f"plan{extension}"
    write(document, out, typesetter=typesetter)
    data = out.read_bytes()
    if extension == ".pdf":
        assert len(Pdf(data).root.all("TR")) == 4 + 10 + 301
    elif extension in (".odt", ".docx"):
        assert Office(data).text.count("Une phrase de la note.") == 30 * 218
    elif extension == ".csv":
        assert len(list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))) == 1 + 10 + 301
    elif extension == ".txt":
        assert data.decode().count("Action 299") == 1


@pytest.mark.slow
def test_the_cost_grows_with_the_number_of_actions_and_no_faster(typesetter: Typesetter) -> None:
    def cost(own: int, make: str) -> float:
        document, best = plan_document(texts_library(), many(own), today=DAY), 9e9
        for _ in range(5):
            began = time.process_time()  # of this process alone, however busy the machine is
            if make == "pdf":
                typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)
            else:
                (odt if make == "odt" else docx)(document)
            best = min(best, time.process_time() - began)
        return best

    for make in ("pdf", "odt", "docx"):
        assert cost(600, make) < 6 * cost(150, make)


def test_nothing_heavy_is_loaded_before_its_format_is_asked_for() -> None:
    script = "import sys, kit.documents.writer, kit.documents.plan; print([m for m in {!r} if m in sys.modules])"
    heavy = ["typst", "zipfile", "csv", "xml.sax", "urllib.request", "kit.documents.odt", "kit.documents.docx"]
    root = Path(__file__).resolve().parents[3]
    made = subprocess.run(
        [sys.executable, "-c", script.format(heavy)], cwd=root, capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "[]"


def test_a_tall_row_or_head_runs_over_pages_instead_of_off_the_page(typesetter: Typesetter) -> None:
    tall, wide, head = (Text("mot " * 300),), (Text("x " * 3000),), ((Text("A"),), (Text("B"),))
    tables = (
        Table(head, ((tall, wide),)),
        Table((tall, wide), (((Text("a"),), ()),)),
        Table(head * 3, ((tall, *((Text("x " * 600),),) * 5),)),  # short enough for a page, were it not for its column
    )
    for table in tables:
        for size in (11, 24):
            document = Document("Titre", (table,), DAY, size=size, landscape=True)
            pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
            assert pdf.words().split().count("mot") == 300
            found = re.findall(r'yMin="[-\d.]+" xMax="[-\d.]+" yMax="([\d.]+)">mot<', pdf.text("-bbox"))
            assert max(map(float, found)) < 595 - 30
