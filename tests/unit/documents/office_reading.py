"""What a reader finds in an ODT or a DOCX: its titles with their level, its text, its parts."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Office:
    """An ODT or DOCX opened for reading; every part must be sound XML."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.names = package.namelist()
            self.first = package.infolist()[0]
            self.raw = {name: package.read(name) for name in self.names}
        self.parts = {
            name: ElementTree.fromstring(data) for name, data in self.raw.items() if name.endswith((".xml", ".rels"))
        }
        self.is_odt = "content.xml" in self.parts
        self.main = self.parts["content.xml" if self.is_odt else "word/document.xml"]

    @property
    def headings(self) -> list[tuple[int, str]]:
        if self.is_odt:
            return [(int(h.get(f"{TEXT}outline-level") or 0), said(h)) for h in self.main.iter(f"{TEXT}h")]
        found = []
        for paragraph in self.main.iter(f"{W}p"):
            style = self._style(paragraph)
            if level := re.fullmatch(r"Heading(\d)", style):
                found.append((int(level[1]), said(paragraph)))
        return found

    @property
    def paragraphs(self) -> list[str]:
        kinds = (f"{TEXT}p", f"{TEXT}h") if self.is_odt else (f"{W}p",)
        return [said(element) for element in self.main.iter() if element.tag in kinds]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def ticks(self) -> list[bool]:
        """Whether each box that a click may tick is ticked."""
        if self.is_odt:
            return [box.get(f"{LOEXT}checked") == "true" for box in self.main.iter(f"{LOEXT}content-control")]
        return [box.get(f"{W14}val") == "1" for box in self.main.iter(f"{W14}checked")]

    @property
    def kept(self) -> list[str]:
        """The paragraphs that go with the next by a mark of their own, not by their style."""
        if not self.is_odt:
            return [said(p) for p in self.main.iter(f"{W}p") if p.find(f"{W}pPr/{W}keepNext") is not None]
        own = {
            style.get(f"{STYLE}name")
            for style in self.main.iter(f"{STYLE}style")
            for look in style.iter(f"{STYLE}paragraph-properties")
            if look.get(f"{FO}keep-with-next") == "always"
        }
        return [said(p) for p in self.main.iter(f"{TEXT}p") if p.get(f"{TEXT}style-name") in own]

    def _style(self, paragraph: Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else style.get(f"{W}val") or ""


def said(element: Element) -> str:
    """Return the text of a paragraph, with its spaces, tabs and line breaks."""
    found = []
    for part in element.iter():
        if part is not element and part.tag in (f"{TEXT}p", f"{W}p"):
            continue
        match part.tag.split("}")[-1]:
            case "t" | "p" | "h" | "span" | "content-control":
                found.append(part.text or "")
            case "s":
                found.append(" " * int(part.get(f"{TEXT}c") or 1))
            case "tab":
                found.append("\t")
            case "br" | "line-break" if part.get(f"{W}type") != "column":
                found.append("\n")
        if part is not element and part.tag.startswith((TEXT, LOEXT)):
            found.append(part.tail or "")
    return "".join(found)
