"""Spreadsheets read back without the libraries that wrote them: a zip and its XML."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

from kit.documents.sheet import Euros, Linked, SheetCell

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = _ODF % "table", _ODF % "office", _ODF % "text"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Rows = list[list[SheetCell]]


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package; each XML part is well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = {name: package.read(name) for name in package.namelist()}
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(content)
    return found


def tables(data: bytes) -> dict[str, Rows]:
    """Return the cells of each sheet by its name, with the lines above the header."""
    found = parts(data)
    return _ods(found) if "content.xml" in found else _xlsx(found)


def formulas(data: bytes) -> list[str]:
    """Return the formulas of a file of either kind."""
    found = parts(data)
    if "content.xml" in found:
        cells = ET.fromstring(found["content.xml"]).iter(f"{_TABLE}table-cell")
        return [told for cell in cells if (told := cell.get(f"{_TABLE}formula"))]
    pages = [content for name, content in found.items() if name.startswith("xl/worksheets/sheet")]
    return [str(one.text) for page in pages for one in ET.fromstring(page).iter(f"{_MAIN}f")]


def _ods(found: dict[str, bytes]) -> dict[str, Rows]:
    root = ET.fromstring(found["content.xml"])
    return {
        str(table.get(f"{_TABLE}name")): [
            [_ods_cell(cell) for cell in row.iter(f"{_TABLE}table-cell")] for row in table.iter(f"{_TABLE}table-row")
        ]
        for table in root.iter(f"{_TABLE}table")
    }


def _ods_cell(cell: ET.Element) -> SheetCell:
    told = "\n".join("".join(_ods_text(line)) for line in cell.iter(f"{_TEXT}p"))
    match cell.get(f"{_OFFICE}value-type"):
        case "date":
            return date.fromisoformat(str(cell.get(f"{_OFFICE}date-value")))
        case "currency":
            return Euros(Decimal(str(cell.get(f"{_OFFICE}value"))))
        case "float":
            return int(str(cell.get(f"{_OFFICE}value")))
    link = next(cell.iter(f"{_TEXT}a"), None)
    return told if link is None else Linked(told, str(link.get("{http://www.w3.org/1999/xlink}href")))


def _ods_text(element: ET.Element) -> list[str]:
    told = [element.text or ""]
    for inner in element:
        told += [" " * int(inner.get(f"{_TEXT}c", "1"))] if inner.tag == f"{_TEXT}s" else _ods_text(inner)
        told.append(inner.tail or "")
    return told


def _xlsx(found: dict[str, bytes]) -> dict[str, Rows]:
    strings = []
    if "xl/sharedStrings.xml" in found:
        shared = ET.fromstring(found["xl/sharedStrings.xml"]).iter(f"{_MAIN}si")
        strings = ["".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in shared]
    formats = ET.fromstring(found["xl/styles.xml"])
    codes = {one.get("numFmtId"): str(one.get("formatCode")) for one in formats.iter(f"{_MAIN}numFmt")}
    (looks,) = formats.iter(f"{_MAIN}cellXfs")
    kinds = [codes.get(look.get("numFmtId"), "") for look in looks]
    names = [str(one.get("name")) for one in ET.fromstring(found["xl/workbook.xml"]).iter(f"{_MAIN}sheet")]
    return {name: _xlsx_page(found, number, strings, kinds) for number, name in enumerate(names, 1)}


def _xlsx_page(found: dict[str, bytes], number: int, strings: list[str], kinds: list[str]) -> Rows:
    page = ET.fromstring(found[f"xl/worksheets/sheet{number}.xml"])
    place = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    targets = {one.get("Id"): str(one.get("Target")) for one in ET.fromstring(found[place])} if place in found else {}
    links = {
        one.get("ref"): targets[one.get(f"{_RELATED}id")] + f"#{one.get('location', '')}".rstrip("#")
        for one in page.iter(f"{_MAIN}hyperlink")
    }
    rows: Rows = []
    for row in page.iter(f"{_MAIN}row"):
        cells: list[SheetCell] = []
        for cell in row:
            value = _xlsx_cell(cell, strings, kinds)
            where = cell.get("r")
            cells.append(Linked(str(value), links[where]) if where in links else value)
        rows.append(cells)
    return rows


def _xlsx_cell(cell: ET.Element, strings: list[str], kinds: list[str]) -> SheetCell:
    (told,) = [str(one.text) for one in cell.iter(f"{_MAIN}v")] or [""]
    if cell.get("t") == "s":
        return _ESCAPED.sub(lambda one: chr(int(one[1], 16)), strings[int(told)])
    kind = kinds[int(cell.get("s", "0"))]
    if not told:
        return ""
    if "yyyy" in kind:
        return date(1899, 12, 30) + timedelta(days=int(told))
    return Euros(Decimal(told)) if "€" in kind else int(told)
