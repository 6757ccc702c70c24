from __future__ import annotations

import csv
import io
import itertools
import os
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image

from kit.content.blocks import Heading, Items, Paragraph, Table, Text, plain
from kit.documents.calendar_file import escape, folded, ics
from kit.documents.columns import laid, points
from kit.documents.document import TICK, Bar, Boxes, Contents, Document, Drawn, Fields, PageBreak, runs, said, words
from kit.documents.docx import docx
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.pictures import inset
from kit.documents.poster import poster_document
from kit.documents.spreadsheet import cell, csv_file
from kit.documents.text import WIDTH, document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.writer import PICTURES, WRITERS, formats, page_images, write
from kit.errors import OutputExists, UnknownFormat
from kit.figures.drawing import Drawing
from tests.unit.documents.document_samples import every_document, texts_library
from tests.unit.documents.golden_files import assert_golden, assert_looks_golden
from tests.unit.documents.office_reading import TABLE, TEXT, Office, W
from tests.unit.documents.pdf_reading import Pdf

DOCUMENTS = every_document()
NAMES = sorted(DOCUMENTS)
SMALL = Table((words("A"), words("B")), ((words("1"), words("b")), (words("2"), words("b"))))
MAKERS = {"odt": odt, "docx": docx}
WRITTEN = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.fixture(params=MAKERS)
def maker(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(name: str, maker: str) -> Office:
    return Office(MAKERS[maker](DOCUMENTS[name]))


@pytest.mark.parametrize("name", ["checklist", "blank", "plan", "decisions", "article"])
def test_odt_and_docx_are_as_they_were_looked_at(name: str, maker: str) -> None:
    office = opened(name, maker)
    part = "content.xml" if maker == "odt" else "word/document.xml"
    assert_golden(f"{name}.{maker}.xml", office.raw[part].decode("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_plain_text_is_as_it_was_looked_at(name: str) -> None:
    text = document_text(DOCUMENTS[name])
    assert_golden(f"{name}.txt", text)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_the_spreadsheet_and_the_calendar_are_as_they_were_looked_at() -> None:
    assert_golden("plan.csv", csv_file(DOCUMENTS["plan"].sheets[0].lines).decode("utf-8"))
    assert_golden("table.csv", csv_file(DOCUMENTS["table"].sheets[0].lines).decode("utf-8"))
    assert_golden("plan.ics", ics(DOCUMENTS["plan"], WRITTEN).decode("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_pages_look_as_they_were_looked_at(name: str, typesetter: Typesetter) -> None:
    assert_looks_golden(f"{name}.png", page_images(DOCUMENTS[name], typesetter, 48)[0])


@pytest.mark.parametrize("name", NAMES)
def test_titles_are_real_and_the_same_in_every_format(name: str, typesetter: Typesetter) -> None:
    document = DOCUMENTS[name]
    titles = opened(name, "odt").headings
    assert titles == opened(name, "docx").headings
    assert titles[0] == (1, document.title)
    levels = [level for level, _ in titles]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    tags = [int(node.tag[1]) for node in pdf.root.walk() if re.fullmatch(r"H\d", node.tag)]
    listed = [2] * any(isinstance(block, Contents) for block in document.blocks)  # an office has a style for its title
    assert tags == [*levels[:1], *listed, *levels[1:]]


@pytest.mark.parametrize("name", NAMES)
def test_every_pdf_is_tagged_whole_for_readers_and_for_the_archive(name: str, typesetter: Typesetter) -> None:
    document = DOCUMENTS[name]
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    assert pdf.unmarked_operators() == []
    with pdf.pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "2", "A")
        assert metadata["dc:title"].startswith(document.title)
    boxes = [box for block in document.blocks if isinstance(block, Boxes) for box in block.boxes]
    ticks = [run for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row
             for run in runs(cell) if run.text == TICK]  # fmt: skip
    assert len([figure for figure in pdf.root.all("Figure") if figure.alt]) == len(boxes) + len(ticks)
    for page in range(len(pdf.pdf.pages)):
        marks = [mark for number, mark in pdf.root.content() if number == page]
        assert marks == sorted(marks)


def test_a_table_has_head_cells_with_their_scope_and_repeats_them(typesetter: Typesetter) -> None:
    rows = tuple(DOCUMENTS["plan"].sheets[0].rows[:1] * 80)
    table = Table(tuple(map(words, ("A", "B"))), tuple(tuple(map(words, row[:2])) for row in rows))
    document = replace(DOCUMENTS["plan"], blocks=(table,))
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    assert len(pdf.root.all("TH")) == 2
    assert len(pdf.root.all("TD")) == 160
    assert _scopes(pdf) == ["/Column", "/Column"]
    pages = pdf.text("-layout").split("\f")[:-1]
    assert len(pages) > 1
    assert all(re.search(r"^ *A +B", page, re.MULTILINE) for page in pages)


def _scopes(pdf: Pdf) -> list[str]:
    heads = [thing for thing in pdf.pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"]
    lists = [[a] if isinstance(a, pikepdf.Dictionary) else list(a) for a in (head.get("/A", []) for head in heads)]
    return [str(one.Scope) for attributes in lists for one in attributes if "/Scope" in one]


@pytest.mark.parametrize("name", NAMES)
def test_files_say_their_title_language_and_author(name: str, maker: str) -> None:
    office = opened(name, maker)
    part = "meta.xml" if maker == "odt" else "docProps/core.xml"
    told = {element.tag.split("}")[-1]: element.text for element in office.parts[part].iter()}
    assert (told["title"] or "").startswith(DOCUMENTS[name].title)
    assert told["language"] == "fr-FR"
    assert told["creator"] == "CRESS Nouvelle-Aquitaine"
    styles = office.raw["styles.xml" if maker == "odt" else "word/styles.xml"].decode("utf-8")
    assert 'fo:language="fr" fo:country="FR"' in styles or 'w:lang w:val="fr-FR"' in styles
    assert "$" not in styles


def test_an_odt_begins_with_its_type_stored_as_it_is() -> None:
    office = opened("plan", "odt")
    assert (office.first.filename, office.first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert office.raw["mimetype"] == b"application/vnd.oasis.opendocument.text"
    named = {entry.get(entry.tag.replace("file-entry", "full-path")) for entry in office.parts["META-INF/manifest.xml"]}
    pictures = {name for name in office.names if name.startswith("Pictures/")}
    assert named == {"/", "content.xml", "styles.xml", "meta.xml", *pictures}


def test_every_part_of_a_docx_has_a_type_and_every_relation_a_part() -> None:
    office = opened("checklist", "docx")
    types = {str(e.get("PartName")) for e in office.parts["[Content_Types].xml"] if e.get("PartName")}
    assert types == {
        f"/{name}" for name in office.names if not name.endswith((".rels", ".png")) and name != "[Content_Types].xml"
    }
    for name, base in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        assert {f"{base}{e.get('Target')}" for e in office.parts[name]} <= set(office.names)
    ids = {e.get("Id") for e in office.parts["word/_rels/document.xml.rels"]}
    assert {"header", "footer"} <= ids


@pytest.mark.parametrize("name", NAMES)
def test_every_style_and_list_named_is_one_that_there_is(name: str, maker: str) -> None:
    office = opened(name, maker)
    if maker == "docx":
        styles = {s.get(f"{W}styleId") for s in office.parts["word/styles.xml"].iter(f"{W}style")}
        used = {s.get(f"{W}val") for part in office.parts.values() for s in part.iter(f"{W}pStyle")}
        lists = {n.get(f"{W}numId") for n in office.parts["word/numbering.xml"].iter(f"{W}num")}
        assert {n.get(f"{W}val") for n in office.main.iter(f"{W}numId")} <= lists
    else:
        key = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name"
        styles = {e.get(key) for part in office.parts.values() for e in part.iter() if e.get(key)}
        names = (f"{TEXT}style-name", f"{TABLE}style-name")
        used = {e.get(n) for part in office.parts.values() for e in part.iter() for n in names if e.get(n)}
    assert used <= styles


@pytest.mark.parametrize("name", ["checklist", "plan"])
def test_a_bar_says_how_far_a_lever_is_and_words_say_it_too(name: str, maker: str) -> None:
    office, document = opened(name, maker), DOCUMENTS[name]
    bars = [block.bar for block in document.blocks if isinstance(block, Boxes) and block.bar]
    bars += [block.statuses for block in document.blocks if isinstance(block, Bar)]
    pictures = [part for part in office.names if part.endswith(".png")]
    assert len(pictures) == len(bars) > 0
    assert office.text.replace("\N{NO-BREAK SPACE}", " ").count(" sur ") >= len(bars)
    style = 'text:style-name="Avancement"' if maker == "odt" else '<w:pStyle w:val="Avancement"/>'
    main = office.raw["content.xml" if maker == "odt" else "word/document.xml"].decode()
    assert main.count(style) + main.count("Page") >= len(bars) and "<svg:desc>" not in main
    image = Image.open(io.BytesIO(office.raw[pictures[0]])).convert("L")
    assert image.width / image.height == pytest.approx(15, rel=0.05)


def test_codes_stand_in_a_column_of_their_own(maker: str) -> None:
    """Sign, code and title are parted by stops of the style, so that one reads down the codes."""
    office = opened("checklist", maker)
    lines = [line for line in office.paragraphs if re.match("[☐☒–]\t", line)]
    assert all(line.count("\t") == 2 for line in lines)
    styles = office.raw["styles.xml" if maker == "odt" else "word/styles.xml"].decode()
    start = styles.index('"CaseACocher"')
    assert "tab-stop" in styles[start : start + 700] or "<w:tab " in styles[start : start + 700]


def test_boxes_can_be_ticked_and_their_state_is_said(maker: str) -> None:
    office = opened("checklist", maker)
    boxes = [box for block in DOCUMENTS["checklist"].blocks if isinstance(block, Boxes) for box in block.boxes]
    assert office.ticks == [box.status == "fait" for box in boxes if box.status != "non-concerne"]
    lines = [line for line in office.paragraphs if re.match("[☐☒–]\t", line)]
    assert len(lines) == len(boxes)
    assert all(line.endswith(f"({box.state})") for line, box in zip(lines, boxes, strict=True))
    assert "☒\t1.0\tPoint de départ Un·e élu·e est désigné·e (fait)" in lines
    blank = opened("blank", maker)
    assert blank.ticks == [False] * 10
    assert "(à faire)" not in blank.text


def test_lists_and_tables_are_real(maker: str) -> None:
    office = opened("article", maker)
    assert office.text.count("•") == 0
    if maker == "odt":
        assert len(list(office.main.iter(f"{TEXT}list"))) == 6
        (head,) = office.main.iter(f"{TABLE}table-header-rows")
        assert len(list(head.iter(f"{TABLE}table-cell"))) == 2
    else:
        assert len(list(office.main.iter(f"{W}numPr"))) == 11
        assert len(list(office.main.iter(f"{W}tblHeader"))) == 1
        numbers = office.parts["word/numbering.xml"]
        assert len([n for n in numbers.iter(f"{W}num") if n.find(f"{W}lvlOverride") is not None]) == 3


def test_sources_are_numbered_in_the_order_of_their_calls() -> None:
    text = document_text(DOCUMENTS["article"])
    assert "utile.\u00a0[1]" in text
    assert "Un achat caché\u00a0[1, 2]" in text
    assert "Limoges\u00a0: une coopérative.\u00a0[*]" in text
    sources = text[text.index("Sources\n") :]
    for line in (
        "1. Un livre",
        "2. Loi ESS\u00a0: legifrance.gouv.fr/ess",
        "3. RTES\u00a0: rtes.fr",
        "* Le kit n’a pas encore de source",
    ):
        assert line in sources


def test_a_page_break_begins_a_page(typesetter: Typesetter) -> None:
    document = replace(DOCUMENTS["table"], blocks=(*said("un"), PageBreak(), *said("deux")), sheets=())
    assert 'fo:break-before="page"' in Office(odt(document)).raw["content.xml"].decode()
    assert len(list(Office(docx(document)).main.iter(f"{W}pageBreakBefore"))) == 1
    assert len(page_images(document, typesetter, 20)) == 2


def test_a_poster_stands_in_two_columns_that_cut_no_lever(maker: str) -> None:
    for name, document in {"dossier": DOCUMENTS["poster"], "blank": poster_document(texts_library())}.items():
        office = Office(MAKERS[maker](document))
        told = office.raw["content.xml" if maker == "odt" else "word/document.xml"].decode()
        beside = told.partition("<text:section" if maker == "odt" else "<w:sectPr>")[2]
        beside = beside.partition("</text:section>" if maker == "odt" else '<w:cols w:num="2"')[0]
        for lever in ("Avoir un·e élu·e désigné·e", "Communiquer et informer"):
            assert lever in beside, name
        assert document.blocks[0].spans[0].text not in beside and "Pour en parler" not in beside
        column = 'fo:break-before="column"' if maker == "odt" else '<w:br w:type="column"/>'
        assert told.count(column) == 1
        right = laid(document).right
        assert isinstance(right[0], Heading) and plain(right[0].spans) == "2. S’appuyer sur les réseaux"


def test_the_letters_of_a_poster_are_as_large_as_its_page_holds() -> None:
    poster, few = DOCUMENTS["poster"], DOCUMENTS["poster"].blocks[:5]
    sizes = [points(replace(poster, blocks=poster.blocks * by)) for by in (1, 2, 3, 12)]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 4
    assert (sizes[-1], points(replace(poster, blocks=few))) == (9, 24)
    assert points(DOCUMENTS["plan"]) == DOCUMENTS["plan"].points


def test_words_that_lead_to_a_list_a_table_or_a_space_to_fill_go_with_it(maker: str) -> None:
    some = (Items(False, tuple(said("un", "deux") for _ in range(1))), Fields(("Nom :",)), SMALL)
    for after in some:
        office = Office(MAKERS[maker](replace(DOCUMENTS["table"], blocks=(*said("Il doit\u00a0:"), after), sheets=())))
        assert "Il doit\u00a0:" in office.kept
    bold = (Paragraph(words("Où\u00a0?", bold=True)), *some[:1], *said("Il doit\u00a0:", "Puis."), Heading(2, (), ""))
    office = Office(MAKERS[maker](replace(DOCUMENTS["table"], blocks=bold, sheets=())))
    assert office.kept == ["Où\u00a0?"]


def test_rows_are_not_cut_unless_they_are_very_long_and_small_tables_stay_whole(maker: str) -> None:
    long = Table(SMALL.header, (*SMALL.rows, (words("mot " * 600), words("b"))))
    for table, cut, is_whole in ((SMALL, [True, True, True], True), (long, [True, True, True, False], False)):
        office = Office(MAKERS[maker](replace(DOCUMENTS["table"], blocks=(table,), sheets=())))
        told = office.raw["content.xml" if maker == "odt" else "word/document.xml"].decode()
        row = "<table:table-row" if maker == "odt" else "<w:tr>"
        mark = 'table:style-name="RangEntier"' if maker == "odt" else "<w:cantSplit/>"
        assert [mark in part.partition("table-cell" if maker == "odt" else "<w:tc>")[0]
                for part in told.split(row)[1:]] == cut  # fmt: skip
        if maker == "odt":
            assert ('style:may-break-between-rows="false"' in told) == is_whole
        else:
            assert office.kept == (["1", "b"] if is_whole else [])


def test_a_small_table_is_not_cut_by_a_page(typesetter: Typesetter) -> None:
    """As many lines as it takes for a table to cross from one page to the next, with the words that lead to it."""
    seen = set()
    for lines in range(36, 56):
        blocks = (*said(*["Une ligne."] * lines), *said("Voici\u00a0:"), SMALL)
        made = typesetter.compile_pdf(
            TEMPLATE, document_inputs(replace(DOCUMENTS["table"], blocks=blocks, landscape=False)), ARCHIVED
        )
        pages = Pdf(made).text("-raw").split("\f")[:-1]
        (page,) = [number for number, text in enumerate(pages) if "Voici" in text]
        assert "2 b" in pages[page] and "A B" in pages[page]
        seen.add(page)
    assert seen == {0, 1}


def test_the_same_document_gives_the_same_bytes(maker: str) -> None:
    assert MAKERS[maker](DOCUMENTS["plan"]) == MAKERS[maker](DOCUMENTS["plan"])


def test_large_print_is_large_in_the_office_too(maker: str) -> None:
    office = Office(MAKERS[maker](replace(DOCUMENTS["checklist"], size=24)))
    styles = office.raw["styles.xml" if maker == "odt" else "word/styles.xml"].decode()
    assert ('fo:font-size="24pt"' if maker == "odt" else '<w:sz w:val="48"/>') in styles


def test_only_a_plan_has_a_calendar_and_only_tables_a_spreadsheet(tmp_path: Path) -> None:
    assert formats(DOCUMENTS["plan"]) == tuple(sorted(set(WRITERS) - set(PICTURES)))  # a picture is of a scheme only
    assert ".ics" not in formats(DOCUMENTS["table"])
    assert formats(DOCUMENTS["article"]) == (".docx", ".odt", ".pdf", ".txt")
    with pytest.raises(UnknownFormat) as refused:
        write(DOCUMENTS["article"], tmp_path / "a.csv")
    assert refused.value.known == (".docx", ".odt", ".pdf", ".txt")


@pytest.mark.parametrize("extension", [".odt", ".docx", ".csv", ".ods", ".xlsx", ".ics"])
def test_an_existing_file_is_kept_and_a_full_disk_leaves_nothing(
    extension: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"plan{extension}"
    out.write_text("à garder", encoding="utf-8")
    with pytest.raises(OutputExists):
        write(DOCUMENTS["plan"], out)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(DOCUMENTS["plan"], out, force=True)
    assert out.read_text(encoding="utf-8") == "à garder"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@A1", " =1", "\t=1", "\u200b=1", "＝1", "\r=1", "\x00=1", '="a"&"b"']
)
def test_no_cell_is_a_formula(formula: str) -> None:
    assert cell(formula).startswith("'")
    (row,) = csv.reader(io.StringIO(csv_file([(formula, "a")]).decode("utf-8-sig")), delimiter=";")
    assert row[0].startswith("'")


def test_other_cells_are_kept() -> None:
    for text in ("", "a=1", "«\u00a0-\u00a0»", "un;deux", 'dit "oui"', "a\nb", "2027-03-01"):
        assert cell(text) == text


def test_the_calendar_is_folded_and_read_back() -> None:
    plan = DOCUMENTS["plan"]
    data = ics(plan)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", data.decode().replace("\r\n ", ""), re.DOTALL)
    told = [dict(line.split(":", 1) for line in event.split("\r\n") if line) for event in events]
    assert [one["DTSTART;VALUE=DATE"] for one in told] == ["20270301", "20270612"]
    assert told[0]["UID"] == "action-l2-a1-d-1@kit-ess"
    assert told[0]["DESCRIPTION"] == "Qui\u00a0: Mme Martin\\, adjointe\\n2. S’appuyer sur les réseaux"


def test_what_is_done_or_has_no_day_is_in_no_calendar() -> None:
    assert {due.id for due in DOCUMENTS["plan"].dues or ()} == {"action:l2-a1", "own:fete"}
    assert [due.day for due in DOCUMENTS["plan"].dues or ()] == [date(2027, 3, 1), date(2027, 6, 12)]


def test_calendar_text_cannot_open_a_property() -> None:
    assert escape("a\r\nATTACH:file\x07;b,c\\d\u2028e") == "a\\nATTACH:file\\;b\\,c\\\\d\\ne"
    assert folded("é" * 100).decode().replace("\r\n ", "") == "é" * 100 + "\r\n"


@pytest.mark.parametrize("maker", ["odt", "docx"])
def test_a_tall_drawing_leaves_room_for_the_title_above_it(maker: str) -> None:
    for drawn in (Drawing(400, 900, ()), Drawing(700, 200, ())):  # one too tall, one too wide
        told = inset(Drawn(drawn, "Une carte"), "Figure 1", Document("Une carte", (), date(2026, 11, 30)))
        assert told.width / told.height == pytest.approx(drawn.width / drawn.height)
        assert told.height <= 0.88 * 25.4 + 0.01 and told.width <= 17.01


def test_what_is_raised_in_bold_words_stays_bold() -> None:
    told = Paragraph((Text("Le 1er mars", bold=True), Text(" et le 1er mai")))
    document = Document("Essai", (told,), date(2026, 11, 24))
    looks = [
        ("".join(run.itertext()), [part.tag for part in run.iter()], run.find(f"{W}rPr/{W}rStyle"))
        for run in Office(docx(document)).main.iter(f"{W}r")
    ]
    bold, plain_one = [(tags, style) for words_, tags, style in looks if words_ == "er"]
    assert bold[1] is not None and bold[1].get(f"{W}val") == "Strong" and f"{W}vertAlign" in bold[0]
    assert plain_one[1] is not None and plain_one[1].get(f"{W}val") == "Exposant"
