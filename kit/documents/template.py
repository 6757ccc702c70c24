"""A secretary's own template: a .dotx or an .ott, whose styles, page, header and footer a document takes over.

The file comes from anywhere. It is opened within bounds, one with macros or active fields is refused, and what leads
outside it is dropped. Its own words and everything else in it stay behind.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct

from kit import files
from kit.documents.paper import PageLayout
from kit.errors import TemplateRefused
from kit.foreign_package import Package, PackageRefused
from kit.foreign_xml import XmlRefused, local, parsed

WORD, OPEN = ".docx", ".odt"
"""What a template of each kind is for."""
FILE_LIMIT, OPENED_LIMIT, PART_LIMIT = 10 * 2**20, 30 * 2**20, 8 * 2**20
"""Bytes of the file, of all that is in it, of one part."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RID = f"{{{_R}}}id"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Word before 2007, and of all that is locked by a password
_PICTURES = frozenset("png jpg jpeg gif bmp tif tiff emf wmf".split())
# Fields that fetch, run or embed: ECMA-376, part 1, 17.16.5.
_FETCHES = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|EMBED|DATABASE|MACROBUTTON|GOTOBUTTON|RD)\b",
    re.IGNORECASE,
)
_ACTIVE = frozenset(
    "altChunk subDoc object control OLEObject script event-listener event-listeners applet plugin".split()
)
_TWIP = 25.4 / 1440
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6}
_NUMBERED = re.compile(r"<w:numPr>.*?</w:numPr>|<w:numPr\s*/>", re.DOTALL)


class Edge(Struct, frozen=True):
    """A header or footer of a Word template: ``kind`` is default, first or even; its pictures by their relation."""

    is_header: bool
    kind: str
    xml: str
    pictures: tuple[tuple[str, str, bytes], ...]


class OfficeTemplate(Struct, frozen=True):
    """What a document takes of a template; ``kind`` is the ending of the documents that it is for.

    ``styles`` is its part of styles, ``known`` its styles: their ids by (family, name in small letters). Of Word:
    ``theme`` and ``edges``, ``opens`` where its first page has its own. Of ODF: its pictures by their place.
    """

    kind: str
    sheet: PageLayout
    styles: str
    known: dict[tuple[str, str], str]
    theme: str = ""
    edges: tuple[Edge, ...] = ()
    opens: bool = False
    pictures: tuple[tuple[str, bytes], ...] = ()


def read_template(path: Path) -> OfficeTemplate:
    """Return what a template gives, whatever its name says; TemplateRefused with its reason."""
    try:
        data = files.read_regular(files.chosen(path), FILE_LIMIT)
    except OSError as error:
        raise TemplateRefused(path, "too-large" if files.is_too_large(error) else "unreadable") from error
    return template_of(data, path)


def template_of(data: bytes, path: Path) -> OfficeTemplate:
    """Return what the bytes of a template give; ``path`` names it in a TemplateRefused."""
    if data.startswith(_OLD):
        raise TemplateRefused(path, "locked" if path.suffix.lower() in (".dotx", ".docx") else "kind")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _Parts(package, path)
            if "[Content_Types].xml" in parts.names:
                return _word(parts)
            if "mimetype" in parts.names and "styles.xml" in parts.names:
                return _open(parts)
    except PackageRefused as error:
        raise TemplateRefused(path, "too-large" if error.is_too_large else "damaged") from error
    except XmlRefused as error:
        raise TemplateRefused(path, "damaged") from error
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
    ) as error:
        raise TemplateRefused(path, "damaged" if data.startswith(b"PK") else "kind") from error
    except (UnicodeDecodeError, RuntimeError, ValueError) as error:  # RuntimeError: a part locked by a password
        raise TemplateRefused(path, "locked" if isinstance(error, RuntimeError) else "damaged") from error
    raise TemplateRefused(path, "kind")


class _Parts(Package):
    """The parts of a template."""

    def __init__(self, package: zipfile.ZipFile, path: Path) -> None:
        super().__init__(package, opened=OPENED_LIMIT, part=PART_LIMIT)
        self.path = path

    def xml(self, name: str) -> tuple[str, Element]:
        """Return a part of XML as text without its declaration, and parsed; TemplateRefused where it is active."""
        data = self.read(name)
        root = parsed(data)
        told = "".join(element.text or "" for element in root.iter() if local(element.tag) == "instrText")
        told += " ".join(element.get(f"{_W}instr", "") for element in root.iter() if local(element.tag) == "fldSimple")
        if _FETCHES.search(told) or any(local(element.tag) in _ACTIVE for element in root.iter()):
            raise TemplateRefused(self.path, "macros")
        text = data.decode("utf-8-sig")  # offices write no other
        return re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", text), root


def _word(parts: _Parts) -> OfficeTemplate:
    kinds = parts.read("[Content_Types].xml").decode("utf-8")
    if "macroEnabled" in kinds or any("vba" in name.lower() for name in parts.names):
        raise TemplateRefused(parts.path, "macros")
    if "wordprocessingml" not in kinds:
        raise TemplateRefused(parts.path, "kind")
    styles, tree = parts.xml("word/styles.xml")
    known = {
        (style.get(f"{_W}type", ""), (name.get(f"{_W}val") or "").lower()): style.get(f"{_W}styleId", "")
        for style in tree.iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }
    _, main = parts.xml("word/document.xml")
    sections = list(main.iter(f"{_W}sectPr"))
    section = sections[-1] if sections else Element("none")
    relations = dict(_relations(parts, "word/_rels/document.xml.rels"))
    themes = [target for kind, target in relations.values() if kind == "theme"]
    theme = _unled(parts.xml(themes[0])[0], {}) if themes and themes[0] in parts.names else ""
    return OfficeTemplate(
        WORD,
        _word_sheet(section),
        # Its numbers of lists belong to a part that stays behind.
        _NUMBERED.sub("", styles),
        known,
        theme,
        tuple(_edges(parts, section, relations)),
        section.find(f"{_W}titlePg") is not None,
    )


def _word_sheet(section: Element) -> PageLayout:
    def told(element: str, name: str, otherwise: float) -> float:
        found = section.find(f"{_W}{element}")
        text = found.get(f"{_W}{name}") if found is not None else None
        return abs(float(text)) * _TWIP if text else otherwise

    sides = {name: told("pgMar", name, 20) for name in ("left", "right", "top", "bottom")}
    width, height = told("pgSz", "w", 210), told("pgSz", "h", 297)
    return _fit(
        PageLayout(width, height, **sides, header=told("pgMar", "header", 12), footer=told("pgMar", "footer", 10))
    )


def _fit(sheet: PageLayout) -> PageLayout:
    """Return a sheet that holds text; ValueError for one that does not."""
    if not (50 <= sheet.width <= 1000 and 50 <= sheet.height <= 1000 and sheet.across >= 30):
        raise ValueError("sheet")
    return sheet


def _relations(parts: _Parts, name: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the relations of a part that stay inside the package: id, then kind and place."""
    if name not in parts.names:
        return
    for one in parsed(parts.read(name)).iter(f"{_RELATION}Relationship"):
        target = one.get("Target", "")
        place = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        if one.get("TargetMode") != "External" and ".." not in place:
            yield one.get("Id", ""), (one.get("Type", "").rpartition("/")[2], place)


def _edges(parts: _Parts, section: Element, relations: dict[str, tuple[str, str]]) -> Iterator[Edge]:
    for element in section:
        kind, place = relations.get(element.get(_RID, ""), ("", ""))
        if local(element.tag) in ("headerReference", "footerReference") and place in parts.names:
            text, _ = parts.xml(place)
            own = dict(_relations(parts, f"word/_rels/{Path(place).name}.rels"))
            pictures = {
                key: (Path(target).suffix.lower(), parts.read(target))
                for key, (what, target) in own.items()
                if what == "image" and target in parts.names and Path(target).suffix.lower().lstrip(".") in _PICTURES
            }
            names = {key: f"modele{key}" for key in pictures}
            held = tuple((names[key], ending, data) for key, (ending, data) in pictures.items())
            yield Edge(kind == "header", element.get(f"{_W}type", "default"), _unled(text, names), held)


def _unled(text: str, names: dict[str, str]) -> str:
    """Return XML whose relations are those that come along, by their new names; what led elsewhere leads nowhere."""
    prefixes = "|".join(re.escape(one) for one in re.findall(rf'xmlns:(\w+)="{re.escape(_R)}"', text)) or "r"

    def one(found: re.Match[str]) -> str:
        name = names.get(found[3])
        return f' {found[1]}:{found[2]}="{name}"' if name else ""

    return _NUMBERED.sub("", re.sub(rf'\s({prefixes}):(\w+)="([^"]*)"', one, text))


def _open(parts: _Parts) -> OfficeTemplate:
    if not parts.read("mimetype").decode("ascii", "replace").startswith("application/vnd.oasis.opendocument.text"):
        raise TemplateRefused(parts.path, "kind")
    manifest = parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts.names else b""
    if b"encryption-data" in manifest:
        raise TemplateRefused(parts.path, "locked")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in parts.names):
        raise TemplateRefused(parts.path, "macros")
    text, tree = parts.xml("styles.xml")
    known: dict[tuple[str, str], str] = {}
    for element in tree.iter():
        name = _of(element, "name")
        if local(element.tag) in ("style", "list-style", "master-page", "page-layout") and name:
            known[_of(element, "family") or local(element.tag), name.lower()] = name
    if not re.search(r"</\w+:styles>", text) or not re.search(r"</\w+:automatic-styles>", text):
        raise XmlRefused("parts")
    places = {place: place for place in re.findall(r'xlink:href="(?:\./)?(Pictures/[\w.-]+)"', text)}
    held = {
        place: parts.read(place)
        for place in places
        if place in parts.names and Path(place).suffix.lower().lstrip(".") in _PICTURES
    }
    led = re.sub(r'xlink:href="(?:\./)?([^"]*)"', lambda found: _led(found[1], held), text)
    return OfficeTemplate(OPEN, _open_sheet(tree), led, known, pictures=tuple(held.items()))


def _led(place: str, held: dict[str, bytes]) -> str:
    return f'xlink:href="{place if place in held or place.startswith("#") else "#"}"'


def _of(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _open_sheet(tree: Element) -> PageLayout:
    masters = {_of(one, "name"): one for one in tree.iter() if local(one.tag) == "master-page"}
    master = masters.get("Standard", Element("none"))
    layouts = {_of(one, "name"): one for one in tree.iter() if local(one.tag) == "page-layout"}
    layout = layouts.get(_of(master, "page-layout-name"), Element("none"))
    told, edges = _properties(layout, "page-layout-properties"), Element("none")
    for inner in layout:
        if local(inner.tag) == "header-style":
            edges = inner
    head = 0.0
    if any(local(inner.tag) == "header" for inner in master):
        room = _properties(edges, "header-footer-properties")
        head = _millimetres(room.get("min-height") or room.get("height", ""), 5)
        head += _millimetres(room.get("margin-bottom", ""), 0)
    sides = {
        one: _millimetres(told.get(f"margin-{one}") or told.get("margin", ""), 20)
        for one in ("left", "right", "top", "bottom")
    }
    sides["top"] += head
    return _fit(
        PageLayout(
            _millimetres(told.get("page-width", ""), 210), _millimetres(told.get("page-height", ""), 297), **sides
        )
    )


def _properties(element: Element, kind: str) -> dict[str, str]:
    for inner in element:
        if local(inner.tag) == kind:
            return {local(key): value for key, value in inner.attrib.items()}
    return {}


def _millimetres(text: str, otherwise: float) -> float:
    found = re.fullmatch(r"([0-9.]+)(mm|cm|in|pt|pc)", text.strip())
    return float(found[1]) * _UNITS[found[2]] if found else otherwise
