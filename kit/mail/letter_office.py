"""What a letter adds to a document of an office: its head, the subject below the addresses, and the QR code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from kit.documents.pictures import Inset, docx_picture, odt_picture

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes
_CM = 3.2  # side of the picture
_PICTURE = "Pictures/qr.png"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


class Head(Struct, frozen=True):
    """How many paragraphs begin a letter: those of who writes, at the left, then the address and the day."""

    left: int
    right: int


def odt_letter(document: bytes, head: Head, picture: bytes, alt: str) -> bytes:
    """Return an ODT with its title as subject below its head, and a picture at its end where there is one."""
    parts = _parts(document)
    names = {"Text_20_body": "Adresse", "Heading_20_1": "Objet"}
    text = _headed(parts["content.xml"].decode(), ("<office:text>\n", "</office:text>"), head, names)
    if picture:
        text = text.replace("\n</office:text>", f"\n{_odt_picture(alt)}\n</office:text>")
        parts[_PICTURE] = picture
        manifest = parts["META-INF/manifest.xml"].decode()
        entry = f'<manifest:file-entry manifest:full-path="{_PICTURE}" manifest:media-type="image/png"/>'
        parts["META-INF/manifest.xml"] = manifest.replace(
            "</manifest:manifest>", f"{entry}</manifest:manifest>"
        ).encode()
    parts["content.xml"] = text.encode()
    return _packed(parts)


def docx_letter(document: bytes, head: Head, picture: bytes, alt: str) -> bytes:
    """Return a DOCX with its title as subject below its head, and a picture at its end where there is one."""
    parts = _parts(document)
    names = {"BodyText": "Adresse", "Heading1": "Objet"}
    text = _headed(parts["word/document.xml"].decode(), ("<w:body>\n", "<w:sectPr>"), head, names)
    if picture:
        text = text.replace("<w:sectPr>", f"{_docx_picture(alt)}\n<w:sectPr>")
        parts["word/media/qr.png"] = picture
        relations = parts["word/_rels/document.xml.rels"].decode()
        told = f'<Relationship Id="qr" Type="{_RELATION}" Target="media/qr.png"/>'
        parts["word/_rels/document.xml.rels"] = relations.replace(
            "</Relationships>", f"{told}</Relationships>"
        ).encode()
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace(
            "<Override ", '<Default Extension="png" ContentType="image/png"/><Override ', 1
        ).encode()
    parts["word/document.xml"] = text.encode()
    return _packed(parts)


def _headed(text: str, edges: tuple[str, str], head: Head, names: Mapping[str, str]) -> str:
    """Move the first line between the edges, the title, below the head: the writers give a block a line.

    ``names`` are the styles of a letter by those of any document.
    """
    before, mark, rest = text.partition(edges[0])
    inside, stop, after = rest.partition(edges[1])
    title, *lines = inside.split("\n")
    above = head.left + head.right
    right = [_styled(line, names) for line in lines[head.left : above]]
    told = [*lines[: head.left], *right, _styled(title, names), *lines[above:]]
    return f"{before}{mark}" + "\n".join(told) + f"{stop}{after}"


def _styled(line: str, names: Mapping[str, str]) -> str:
    for plain, own in names.items():
        line = line.replace(f'"{plain}"', f'"{own}"', 1)
    return line


def _odt_picture(alt: str) -> str:
    return f'<text:p text:style-name="Text_20_body">{odt_picture(_PICTURE, Inset("QR", alt, _CM, _CM))}</text:p>'


def _docx_picture(alt: str) -> str:
    run = docx_picture("qr", 900, Inset("QR", alt, _CM, _CM))
    return f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{run}</w:p>'


def _parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, how)
    return out.getvalue()
