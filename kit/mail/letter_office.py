"""What a letter adds to a document of an office: its head, the subject below the addresses, and the QR code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from msgspec import Struct

from kit.documents.office import xml

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same letter gives the same bytes
_CM = 3.2  # side of the picture
_EMU = round(_CM * 360_000)  # ECMA-376, part 1, 20.1.10.16
_PICTURE = "Pictures/qr.png"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006"
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
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("draw", "drawing"), ("svg", "svg-compatible"))
    )
    return (
        f'<text:p text:style-name="Text_20_body"><draw:frame {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'draw:name="QR" text:anchor-type="as-char" svg:width="{_CM}cm" svg:height="{_CM}cm">'
        f'<draw:image xlink:href="{_PICTURE}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:desc>{xml(alt)}</svg:desc></draw:frame></text:p>"
    )


def _docx_picture(alt: str) -> str:
    size = f'cx="{_EMU}" cy="{_EMU}"'
    return (
        '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_DRAW}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="900" name="QR" descr="{xml(alt)}"/>'
        f'<a:graphic xmlns:a="{_DRAW}/main"><a:graphicData uri="{_DRAW}/picture"><pic:pic xmlns:pic="{_DRAW}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="900" name="QR" descr="{xml(alt)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="qr"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


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
