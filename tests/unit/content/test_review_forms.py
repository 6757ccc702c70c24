"""The sheet comes back from each form it went out in; two readers' sheets make one; hostile files are refused."""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.review import SHEET, Row, sheet
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
    assert take_sheet(out(".csv")).who == "feuille"


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
