"""Tables of an office file that came back from elsewhere (.xlsx, .ods, .docx, .odt): their cells as words, in bounds.

Macros, formulas, links and pictures are not looked at: nothing but the words of cells is taken. Of tracked changes of
Word, what was put in counts, what was struck out does not.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from kit.foreign_package import Package
from kit.foreign_xml import XmlRefused, local, parsed

ENDINGS = (".xlsx", ".ods", ".docx", ".odt")
OPENED_LIMIT, PART_LIMIT = 40_000_000, 16_000_000
_ELEMENTS = 600_000  # LibreOffice saves the sheet of all texts as a .docx of 240,000
_COLUMNS = 30  # cells of a row that are read; the rest of a sheet is empty
_ROWS, _CELL = 20_001, 32_768  # one more than what a sheet may have, so that who reads it sees the excess
_DAY_ZERO = datetime.date(1899, 12, 30)  # of the days that a spreadsheet counts (ECMA-376, part 1, 18.17.4)
_LAST_DAY = 80_000  # in 2119

type Table = list[list[str]]


class Found(msgspec.Struct, frozen=True):
    """The tables of a file, and the name of who saved it after its maker, empty where the file tells none."""

    tables: tuple[Table, ...]
    who: str


class NoTables(ValueError):
    """No office file of these kinds, a damaged one, one locked by a password, or one out of bounds."""


def read_tables(data: bytes) -> Found:
    """Return the tables of a file, whatever its name says; NoTables for any other. The caller bounds ``data``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _Parts(package)
            if "xl/workbook.xml" in parts.names:
                return Found(tuple(_excel(parts)), _saved_by(parts, "docProps/core.xml", "lastModifiedBy", "creator"))
            if "word/document.xml" in parts.names:
                root = parts.xml("word/document.xml")
                return Found(tuple(_word(root)), _saved_by(parts, "docProps/core.xml", "lastModifiedBy", "creator"))
            if "content.xml" in parts.names:
                return Found(
                    tuple(_open(parts.xml("content.xml"))), _saved_by(parts, "meta.xml", "creator", "initial-creator")
                )
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        KeyError,
        OSError,
        RuntimeError,  # a part locked by a password, NotImplementedError among them
        XmlRefused,
        ValueError,
        OverflowError,
    ) as error:
        raise NoTables(str(error)) from error
    raise NoTables("kind")


class _Parts(Package):
    """The parts of an office file."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        super().__init__(package, opened=OPENED_LIMIT, part=PART_LIMIT)

    def xml(self, name: str) -> Element:
        return parsed(self.read(name), _ELEMENTS)


def _saved_by(parts: _Parts, part: str, tag: str, first: str) -> str:
    """Return who saved a file after the one who made it: a program may leave the maker's name where it stands."""
    if part not in parts.names:
        return ""
    root = parts.xml(part)
    last, maker = (_name(_first(root, one)) for one in (tag, first))
    return last if last != maker else ""


def _name(element: Element | None) -> str:
    return " ".join("".join(element.itertext()).split())[:100] if element is not None else ""


# --- Excel: ECMA-376, part 1, 18 ---


def _excel(parts: _Parts) -> Iterator[Table]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in parts.names:
        shared = [_excel_words(item) for item in parts.xml("xl/sharedStrings.xml") if local(item.tag) == "si"]
    for name in sorted(n for n in parts.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)):
        rows = (element for element in parts.xml(name).iter() if local(element.tag) == "row")
        yield [_excel_row(row, shared) for row, _ in zip(rows, range(_ROWS), strict=False)]


def _excel_row(row: Element, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        letters = re.match(r"[A-Z]{1,3}", cell.get("r", ""))
        place = _column(letters[0]) if letters else len(cells)
        if place >= _COLUMNS:
            break
        cells += [""] * (place - len(cells))
        cells[place:] = [_excel_cell(cell, shared)[:_CELL]]
    return cells


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a letter that XML cannot hold (18.4.1, ST_Xstring)


def _unescaped(told: str) -> str:
    return _ESCAPED.sub(lambda found: "" if found[1] == "000D" else chr(int(found[1], 16)), told)


def _excel_cell(cell: Element, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), _child(cell, "v")
    told = "".join(value.itertext()) if value is not None else ""
    if kind == "s":
        number = int(told)
        if not 0 <= number < len(shared):
            raise NoTables("shared string")
        return shared[number]
    if kind == "inlineStr":
        inline = _child(cell, "is")
        return _excel_words(inline) if inline is not None else ""
    return _unescaped(told) if kind == "str" else told


def _excel_words(item: Element) -> str:
    """Return the words of a string, without the readings of its signs (rPh)."""
    parts = [item, *(part for part in item if local(part.tag) == "r")]
    return _unescaped("".join("".join(e.text or "" for e in part if local(e.tag) == "t") for part in parts))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def day_of(told: str) -> str:
    """Return the ISO date of the number that a spreadsheet made of a date, anything else as it is."""
    if not re.fullmatch(r"\d{4,6}(\.0*)?", told) or not 20_000 < float(told) < _LAST_DAY:
        return told
    return (_DAY_ZERO + datetime.timedelta(days=int(float(told)))).isoformat()


# --- OpenDocument: ODF 1.3, part 3 ---


def _open(root: Element) -> Iterator[Table]:
    for table in (element for element in root.iter() if local(element.tag) == "table"):
        rows: Table = []
        for row in _open_rows(table):
            cells: list[str] = []
            for cell in row:
                if local(cell.tag) not in ("table-cell", "covered-table-cell"):
                    continue
                words = _open_words(cell)[:_CELL]
                cells += [words] * min(_times(cell, "number-columns-repeated"), _COLUMNS - len(cells))
            rows += [cells] * (min(_times(row, "number-rows-repeated"), _ROWS - len(rows)) if any(cells) else 1)
            if len(rows) >= _ROWS:
                break
        yield rows


def _open_rows(table: Element) -> Iterator[Element]:
    for element in table:
        if local(element.tag) == "table-row":
            yield element
        elif local(element.tag) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _open_rows(element)


def _times(element: Element, name: str) -> int:
    told = next((value for key, value in element.attrib.items() if local(key) == name), "1")
    return int(told) if re.fullmatch(r"\d{1,9}", told) else 1


def _open_words(cell: Element) -> str:
    day = next((value for key, value in cell.attrib.items() if local(key) == "date-value"), "")
    if day:
        return day[:10]
    return "\n".join(_open_paragraph(part) for part in _paragraphs(cell))


def _paragraphs(element: Element) -> Iterator[Element]:
    for part in element:
        if local(part.tag) in ("p", "h"):
            yield part
        elif local(part.tag) not in ("annotation", "table"):
            yield from _paragraphs(part)


def _open_paragraph(element: Element) -> str:
    words = element.text or ""
    for part in element:
        name = local(part.tag)
        if name == "s":
            words += " " * min(int(next((v for k, v in part.attrib.items() if local(k) == "c"), "1")), _CELL)
        elif name == "tab":
            words += "\t"
        elif name == "line-break":
            words += "\n"
        elif name not in ("annotation", "note", "frame"):
            words += _open_paragraph(part)
        words += part.tail or ""
    return words


# --- Word: ECMA-376, part 1, 17 ---


def _word(root: Element) -> Iterator[Table]:
    for table in (element for element in root.iter() if local(element.tag) == "tbl"):
        rows = _within(table, "tr")
        yield [
            [_word_words(cell)[:_CELL] for cell in _within(row, "tc")][:_COLUMNS]
            for row, _ in zip(rows, range(_ROWS), strict=False)
        ]


# What stands around rows, cells and paragraphs without being one: fields to fill, marks of another program, changes.
_AROUND = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")


def _within(element: Element, name: str) -> Iterator[Element]:
    for part in element:
        if local(part.tag) == name:
            yield part
        elif local(part.tag) in _AROUND:
            yield from _within(part, name)


def _word_words(cell: Element) -> str:
    words = ""
    for paragraph in _within(cell, "p"):
        words += _runs(paragraph) + ("" if _is_joined(paragraph) else "\n")
    return words.removesuffix("\n")


def _is_joined(paragraph: Element) -> bool:
    """Say whether the end of a paragraph was struck out: it goes on in the next one."""
    marks: Element | None = paragraph
    for name in ("pPr", "rPr", "del"):
        marks = _child(marks, name) if marks is not None else None
    return marks is not None


def _runs(element: Element) -> str:
    words = ""
    for part in element:
        name = local(part.tag)
        if name == "t":
            words += part.text or ""
        elif name == "tab":
            words += "\t"
        elif name in ("br", "cr"):
            words += "\n"
        elif name == "noBreakHyphen":
            words += "-"
        elif name not in ("del", "moveFrom", "pPr", "rPr", "drawing", "pict", "object"):
            words += _runs(part)
    return words


def _child(element: Element, name: str) -> Element | None:
    return next((part for part in element if local(part.tag) == name), None)


def _first(root: Element, name: str) -> Element | None:
    return next((element for element in root.iter() if local(element.tag) == name), None)
