"""The sheet comes back from each form it went out in; two readers' sheets make one; hostile files are refused."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.review import ANSWER_ROOM, SHEET, Row, sheet
from kit.content.review_back import SheetRead, changes, open_sheet, take_sheet
from kit.content.review_merge import together
from kit.documents.review import review_document
from kit.documents.writer import write
from kit.errors import ContentError
from kit.foreign_tables import NoTables, day_of, read_tables
from tests.calls import Call

EDITION = Path(__file__).resolve().parents[2] / "edition"
TODAY = datetime.date(2026, 11, 29)
FORMS = (".csv", ".ods", ".xlsx", ".docx", ".odt")
PARTS = {
    ".ods": "content.xml",
    ".odt": "content.xml",
    ".docx": "word/document.xml",
    ".xlsx": "xl/sharedStrings.xml",
}
OLD, NEW = "Le conseil choisit une personne", "Le conseil choisit deux personnes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "textes"
    shutil.copytree(EDITION, root)
    asked = root / "content" / "questions-cress.toml"
    asked.write_text('[[question]]\nid = "q-une"\ntext = "Est-ce exact ?"\n', "utf-8")
    return root / "content"


@pytest.fixture
def out(folder: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes the sheet in a form."""
    texts = Library(FileStore(folder, folder.parent / "kit.toml"))
    document = review_document(sheet(texts, folder, TODAY), TODAY, texts.publisher)

    def make(form: str) -> Path:
        path = tmp_path / f"feuille{form}"
        write(document, path, force=True)
        return path

    return make


def edit(path: Path, old: str, new: str) -> None:
    """Put other words into a file of any form, as an office does."""
    if path.suffix == ".csv":
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = PARTS[path.suffix]
    text = parts[name].decode("utf-8")
    assert old in text
    parts[name] = text.replace(old, new).encode("utf-8")
    path.write_bytes(zipped(parts))


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_that_nobody_touched_changes_nothing(folder: Path, out: Callable[[str], Path], form: str) -> None:
    rows = open_sheet(out(form))
    made = changes(rows, folder)
    assert (made.files, made.refused) == ({}, []) and len(rows) > 30


@pytest.mark.parametrize("form", FORMS)
def test_a_correction_comes_back(folder: Path, out: Callable[[str], Path], form: str) -> None:
    path = out(form)
    edit(path, OLD, NEW)
    made = changes(open_sheet(path), folder)
    assert [p.name for p in made.files] == ["elu-referent.md"] and made.refused == []
    before, after = next(iter(made.files.values()))
    assert NEW in re.sub(r"\s+", " ", after) and len(after.splitlines()) == len(before.splitlines())


@pytest.mark.parametrize("form", [".csv", ".ods", ".xlsx"])
def test_the_same_rows_come_back_from_each_spreadsheet(out: Callable[[str], Path], form: str) -> None:
    assert [one for one in open_sheet(out(form)) if one.part != SHEET] == [
        one for one in open_sheet(out(".csv")) if one.part != SHEET
    ]


def test_what_word_struck_out_is_gone_and_what_it_put_in_is_there(folder: Path, out: Callable[[str], Path]) -> None:
    path = out(".docx")
    struck = '</w:t></w:r><w:del w:author="A"><w:r><w:delText>une personne</w:delText></w:r></w:del>'
    put = '<w:ins w:author="A"><w:r><w:t>deux personnes</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
    edit(path, OLD, "Le conseil choisit " + struck + put)
    made = changes(open_sheet(path), folder)
    assert made.refused == [] and NEW in re.sub(r"\s+", " ", next(iter(made.files.values()))[1])


def fill(path: Path, part: str, mark: str, old: str, new: str) -> None:
    """Put words into the row of a text that has this part and this mark."""
    with zipfile.ZipFile(path) as package:
        text = package.read(PARTS[path.suffix]).decode("utf-8")
    row = "table:table-row" if path.suffix == ".odt" else "w:tr"
    rows = [one for one in re.findall(rf"<{row}[ >].*?</{row}>", text, re.DOTALL) if f">{part}<" in one and mark in one]
    assert len(rows) == 1 and f">{old}<" in rows[0], rows
    edit(path, rows[0], rows[0].replace(f">{old}<", f">{new}<"))


@pytest.mark.parametrize("form", [".docx", ".odt"])
def test_what_a_reader_says_of_a_text_comes_back_from_a_text_too(
    folder: Path, out: Callable[[str], Path], form: str
) -> None:
    path = out(form)
    shown = {row.id: row for row in open_sheet(out(".csv")) if row.part == SHEET}[TEXT]
    mark = f"{TEXT} {shown.print}"
    day = f"{datetime.date.fromisoformat(shown.reviewed_on):%d/%m/%Y}"
    fill(path, "relu ?", mark, "non" if shown.state == "provisoire" else "oui", "Oui.")
    fill(path, "relu le", mark, day, "le 1er mars 2027")
    fill(path, "relu par", mark, ANSWER_ROOM, "Ann")
    questions = [row for row in open_sheet(out(".csv")) if row.part == "question"]
    fill(path, "réponse", f"{questions[0].id} question", ANSWER_ROOM, f"C’est exact.{ANSWER_ROOM[:9]}")
    found = together([take_sheet(path)], folder)
    (one,) = found.corrections
    assert (one.id, one.after.who, one.after.words) == (TEXT, ("Ann",), "relu 2027-03-01")
    after = next(iter(found.changes.files.values()))[1]
    assert "reviewed_on = 2027-03-01" in after and "provisional = false" in after
    assert [(row.id, row.answer) for row in found.changes.answers] == [(questions[0].id, "C’est exact.")]
    fill(path, "relu ?", mark, "Oui.", "peut-être")
    assert [one.reason for one in together([take_sheet(path)], folder).changes.refused] == ["state"]


@pytest.mark.parametrize("form", [".docx", ".odt"])
def test_a_line_that_was_taken_away_says_nothing(folder: Path, out: Callable[[str], Path], form: str) -> None:
    """A table cut in two, its head gone, a row struck: what is left is taken, nothing else changes."""
    path = out(form)
    with zipfile.ZipFile(path) as package:
        text = package.read(PARTS[form]).decode("utf-8")
    row = "table:table-row" if form == ".odt" else "w:tr"
    rows = re.findall(rf"<{row}[ >].*?</{row}>", text, re.DOTALL)
    for one in [one for one in rows if ">Repère<" in one or ">relu ?<" in one]:
        text = text.replace(one, "", 1)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    path.write_bytes(zipped(parts | {PARTS[form]: text.encode()}))
    edit(path, OLD, NEW)
    made = changes(open_sheet(path), folder)
    assert [p.name for p in made.files] == ["elu-referent.md"] and made.refused == []


# What Word and Excel write that no writer of the kit does; {} are the words before and after the place of OLD.
RUN = '</w:t></w:r>{}<w:r><w:t xml:space="preserve">'
WORD_WAYS = {
    "several runs": "Le conseil"
    + RUN.format("")
    + " choisit deux"
    + RUN.format("<w:proofErr w:type='spellEnd'/>")
    + " personnes",
    "a comment": "Le conseil choisit"
    + RUN.format(
        '<w:commentRangeStart w:id="1"/><w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:annotationRef/></w:r>'
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    )
    + " deux personnes",
    "a footnote": "Le conseil choisit" + RUN.format('<w:r><w:footnoteReference w:id="2"/></w:r>') + " deux personnes",
    "moved words": "Le conseil"
    + RUN.format('<w:moveFrom w:id="4"><w:r><w:t> deux personnes</w:t></w:r></w:moveFrom>')
    + " choisit"
    + RUN.format('<w:moveTo w:id="5"><w:r><w:t> deux personnes</w:t></w:r></w:moveTo>'),
    "a field to fill": "Le conseil choisit"
    + RUN.format(
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t xml:space='preserve'> deux</w:t></w:r></w:sdtContent></w:sdt>"
    )
    + " personnes",
    "a paragraph struck": "Le conseil choi</w:t></w:r></w:p><w:p><w:r><w:t>sit deux personnes",
    "a break": "Le conseil" + RUN.format("<w:r><w:br/></w:r>") + "choisit deux personnes",
    "other spaces": "Le conseil\u00a0choisit deux\u202fperson\u00adnes",
}


@pytest.mark.parametrize("way", WORD_WAYS)
def test_ways_of_word(folder: Path, out: Callable[[str], Path], way: str) -> None:
    path = out(".docx")
    edit(path, OLD, WORD_WAYS[way])
    if way == "a paragraph struck":
        with zipfile.ZipFile(path) as package:
            text = package.read("word/document.xml").decode()
        start = text.rindex("<w:p>", 0, text.index("Le conseil choi<")) if "<w:p>" in text else -1
        before = text[start : text.index("Le conseil choi<")]
        struck = "<w:rPr><w:del w:id='9'/></w:rPr></w:pPr>"
        new = (
            before.replace("</w:pPr>", struck, 1)
            if "</w:pPr>" in before
            else before.replace("<w:p>", f"<w:p><w:pPr>{struck}", 1)
        )
        edit(path, before, new)
    made = changes(open_sheet(path), folder)
    assert made.refused == [] and len(made.files) == 1
    assert NEW in re.sub(r"\s+", " ", next(iter(made.files.values()))[1])


def test_rows_and_cells_in_fields_to_fill_are_rows_and_cells(folder: Path, out: Callable[[str], Path]) -> None:
    path = out(".docx")
    edit(path, OLD, NEW)
    with zipfile.ZipFile(path) as package:
        text = package.read("word/document.xml").decode()
    row = next(one for one in re.findall(r"<w:tr[ >].*?</w:tr>", text, re.DOTALL) if NEW in one)
    cell = next(one for one in re.findall(r"<w:tc[ >].*?</w:tc>", row, re.DOTALL) if NEW in one)
    around = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    edit(path, row, around.format(row.replace(cell, around.format(cell))))
    made = changes(open_sheet(path), folder)
    assert made.refused == [] and NEW in re.sub(r"\s+", " ", next(iter(made.files.values()))[1])


def test_ways_of_excel(folder: Path, out: Callable[[str], Path]) -> None:
    """Runs with looks, a reading of signs, a letter that XML cannot hold, letters in two (NFD)."""
    path = out(".xlsx")
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/sharedStrings.xml").decode()
    (item,) = [one for one in re.findall(r"<si>.*?</si>", text, re.DOTALL) if OLD in one]
    rest = item.partition(OLD)[2].partition("</t>")[0]
    runs = (
        "<si><r><rPr><b/></rPr><t>Le conseil</t></r><r><t xml:space='preserve'> choisit deux_x000D_</t></r>"
        f"<r><t xml:space='preserve'> personnes{unicodedata.normalize('NFD', rest)}</t></r>"
        "<rPh sb='0' eb='1'><t>lu</t></rPh></si>"
    )
    edit(path, item, runs)
    made = changes(open_sheet(path), folder)
    assert made.refused == [] and len(made.files) == 1
    before, after = next(iter(made.files.values()))
    assert NEW in re.sub(r"\s+", " ", after) and after == unicodedata.normalize("NFC", after)
    assert len(after) == len(before.replace(OLD, NEW))


def test_a_csv_that_was_a_spreadsheet_has_its_title_above(folder: Path, out: Callable[[str], Path]) -> None:
    path = out(".csv")
    words = path.read_text("utf-8-sig").replace(OLD, NEW)
    path.write_text(f'"Feuille de relecture";;;\n"Au 30 novembre 2026";;;\n{words}', "utf-8")
    assert [p.name for p in changes(open_sheet(path), folder).files] == ["elu-referent.md"]


def test_a_text_that_an_office_swelled_is_read(folder: Path, out: Callable[[str], Path]) -> None:
    """LibreOffice makes 240,000 elements of the sheet of all texts."""
    path = out(".docx")
    edit(path, OLD, "Le conseil" + RUN.format("<w:proofErr/>" * 300_000) + " choisit deux personnes")
    assert [p.name for p in changes(open_sheet(path), folder).files] == ["elu-referent.md"]


def test_the_unicode_text_of_excel_comes_back(folder: Path, out: Callable[[str], Path]) -> None:
    path = out(".csv")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    made = io.StringIO()
    csv.writer(made, delimiter="\t").writerows(rows)
    path.write_bytes(made.getvalue().replace(OLD, NEW).encode("utf-16"))
    assert [p.name for p in changes(open_sheet(path), folder).files] == ["elu-referent.md"]


@pytest.mark.parametrize("head", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"%PDF-1.7"])
def test_a_form_that_does_not_come_back_says_which_do(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "feuille.doc").write_bytes(head + b"x" * 600)
    with pytest.raises(ContentError) as told:
        open_sheet(tmp_path / "feuille.doc")
    assert ".docx" in told.value.detail and "mot de passe" in told.value.detail


def test_a_text_never_read_is_no_refusal_when_nobody_touched_it() -> None:
    from kit.content.review import state_print
    from kit.content.review_back import _Text

    row = Row("a", SHEET, "", "provisoire", "", print=state_print("provisoire", ""))
    assert _Text('+++\nid = "a"\n+++\n', Path("a.md")).take(row) == ""


def test_a_date_typed_into_a_spreadsheet_is_a_date() -> None:
    assert day_of("46356") == "2026-11-30" and day_of("46356.0") == "2026-11-30"
    for told in ("", "2026", "2026-11-30", "30/11/2026", "999999", "12345"):
        assert day_of(told) == told


def test_who_saved_it_is_told(out: Callable[[str], Path]) -> None:
    path = out(".docx")
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = (
        parts["docProps/core.xml"]
        .decode("utf-8")
        .replace("</cp:coreProperties>", "<cp:lastModifiedBy>Une relectrice</cp:lastModifiedBy></cp:coreProperties>")
    )
    path.write_bytes(zipped(parts | {"docProps/core.xml": core.encode("utf-8")}))
    assert take_sheet(path).who == "Une relectrice"
    for form in FORMS:  # the name of who made it is no reader's
        assert take_sheet(out(form)).who == "feuille"


# --- two readers ---

TEXT = "elu-referent"


def reader(folder: Path, who: str, **texts: str) -> SheetRead:
    """Return the sheet of a reader who put these words where the part (spaces as _) of TEXT was."""
    rows = sheet(Library(FileStore(folder, folder.parent / "kit.toml")), folder, TODAY)
    wanted = {part.replace("_", " "): words for part, words in texts.items()}
    changed = [replace(r, text=wanted[r.part]) if r.id == TEXT and r.part in wanted else r for r in rows]
    return SheetRead(tuple(changed), who)


def test_two_sheets_make_one_and_tell_who_changed_what(folder: Path) -> None:
    ann = reader(folder, "Ann", titre="Un autre titre", paragraphe_1="Le même.")
    ben = reader(folder, "Ben", résumé="Un autre résumé", paragraphe_1="Le  même.")
    found = together((ann, ben), folder)
    told = {(one.part, one.after.who) for one in found.corrections}
    assert told == {("titre", ("Ann",)), ("résumé", ("Ben",)), ("paragraphe 1", ("Ann", "Ben"))}
    assert all(one.before for one in found.corrections) and found.conflicts == ()
    found.changes.write()
    again = together((ann, ben), folder)
    assert (again.changes.files, again.corrections, again.changes.refused) == ({}, (), [])


def test_what_two_readers_changed_apart_is_told_and_left(folder: Path) -> None:
    ann, ben = reader(folder, "Ann", titre="Un titre", résumé="Vu."), reader(folder, "Ben", titre="Le titre")
    found = together((ann, ben), folder)
    (conflict,) = found.conflicts
    assert (conflict.part, [(one.who, one.words) for one in conflict.said]) == (
        "titre",
        [(("Ann",), "Un titre"), (("Ben",), "Le titre")],
    )
    after = next(iter(found.changes.files.values()))[1]
    assert conflict.before in after and "Un titre" not in after and "Le titre" not in after and "Vu." in after


def test_of_two_days_the_later_counts_and_two_answers_are_both_told(folder: Path) -> None:
    def dated(who: str, day: str) -> SheetRead:
        one = reader(folder, who)
        rows = [
            replace(r, reviewed_on=day, state="relu", answer=f"Vu le {day}") if (r.id, r.part) == (TEXT, SHEET) else r
            for r in one.rows
        ]
        return SheetRead(tuple(rows), who)

    found = together((dated("Ann", "2027-02-01"), dated("Ben", "05/03/2027")), folder)
    assert found.conflicts == () and [one.after.words for one in found.corrections] == ["relu 2027-03-05"]
    assert "2027-03-05" in next(iter(found.changes.files.values()))[1]
    assert [row.answer for row in found.changes.answers] == ["Ann : Vu le 2027-02-01", "Ben : Vu le 05/03/2027"]


WORDS = st.sampled_from(["", "Un.", "Deux.", "Trois."])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3))
def test_no_reader_s_words_are_lost_and_none_wins_over_another(folder: Path, said: list[tuple[str, str]]) -> None:
    """Each word put into a place is written, or told in a conflict of that place; the order of the sheets is none."""
    sheets = []
    for number, (title, summary) in enumerate(said):
        told = {part: words for part, words in (("titre", title), ("résumé", summary)) if words}
        sheets.append(reader(folder, f"R{number}", **told))
    found = together(sheets, folder)
    for place, words in (("titre", {t for t, _ in said if t}), ("résumé", {s for _, s in said if s})):
        written = {one.after.words for one in found.corrections if one.part == place and one.id == TEXT}
        apart = {one.words for c in found.conflicts if c.part == place for one in c.said}
        assert written | apart == words and not (written and apart) and len(written) <= 1
    back = together(sheets[::-1], folder)
    assert {p: new for p, (_, new) in back.changes.files.items()} == {
        p: new for p, (_, new) in found.changes.files.items()
    }


def test_two_sheets_by_command(folder: Path, out: Callable[[str], Path], call: Call) -> None:
    one, two = out(".docx"), out(".xlsx")
    edit(one, OLD, NEW)
    edit(two, OLD, "Le conseil choisit quelqu’un")
    code, shown, err = call("review", "--apply", one, two, "--texts", folder.parent)
    assert code == 1 and shown == "" and "corrigé de plusieurs façons" in err and NEW in err
    shutil.copy(out(".csv"), two.with_suffix(".autre.csv"))
    code, shown, err = call("review", "--apply", one, two.with_suffix(".autre.csv"), "--texts", folder.parent, "--yes")
    assert code == 0 and NEW in shown and "corrigé par" in err
    assert NEW in re.sub(r"\\s+", " ", next(folder.rglob("elu-referent.md")).read_text("utf-8"))


# --- hostile ---

ODS = b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">%s</office:document-content>'
HOSTILE = {
    "no zip": b"PK\x03\x04" + b"x" * 100,
    "another zip": zipped({"a.txt": b"x"}),
    "entities": zipped({"content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "a part that swells": zipped({"content.xml": b"<a>" + b" " * 17_000_000 + b"</a>"}),
    "all that swells": zipped({f"{n}.xml": bytes(9_000_000) for n in range(5)} | {"content.xml": b"<a/>"}),
    "many parts": zipped({f"{n}": b"" for n in range(2_001)} | {"content.xml": b"<a/>"}),
    "many elements": zipped({"content.xml": b"<a>" + b"<b/>" * 600_001 + b"</a>"}),
    "deep": zipped({"content.xml": b"<a>" * 5_000 + b"</a>" * 5_000}),
    "a shared string that is not there": zipped(
        {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b'<s><row><c t="s"><v>7</v></c></row></s>'}
    ),
    "no number": zipped(
        {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b'<s><row><c t="s"><v>x</v></c></row></s>'}
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoTables):
        read_tables(HOSTILE[name])
    (tmp_path / "f.ods").write_bytes(HOSTILE[name])
    with pytest.raises(ContentError):
        open_sheet(tmp_path / "f.ods")


def test_cells_and_rows_said_to_be_many_stay_few() -> None:
    cell = b'<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p></table:table-cell>'
    row = b'<table:table-row table:number-rows-repeated="999999999">' + cell + b"</table:table-row>"
    (table,) = read_tables(zipped({"content.xml": ODS % (b"<table:table>" + row + b"</table:table>")})).tables
    assert len(table) == 20_001 and len(table[0]) == 30
    far = b'<s><row><c r="XFD1"><v>1</v></c></row><row><c r="A2"><v>2</v></c></row></s>'
    (table,) = read_tables(zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": far})).tables
    assert table == [[], ["2"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_gives_rows_or_one_refusal(out: Callable[[str], Path], data: st.DataObject) -> None:
    path = out(data.draw(st.sampled_from(FORMS[1:])))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with contextlib.suppress(ContentError):
        assert all(isinstance(row, Row) for row in open_sheet(path))
