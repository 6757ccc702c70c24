"""Pictures of ODT and DOCX: the pixels of a drawing, and the XML of a picture with its alternative text."""

from __future__ import annotations

from msgspec import Struct

from kit.documents.document import Document, Drawn
from kit.documents.office import xml
from kit.documents.typeset import Typesetter
from kit.figures.drawing import TEXT, svg

TEMPLATE, EMBLEM = "drawing.typ", "emblem.typ"
_PPI = 220
_EMU = 360_000  # of a centimetre: ECMA-376, part 1, 20.1.10.16
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006"


class Inset(Struct, frozen=True):
    """A picture in running text: ``name`` is its own in the document, sizes are in centimetres."""

    name: str
    alt: str
    width: float
    height: float


def png(block: Drawn, typesetter: Typesetter) -> bytes:
    """Return a drawing in pixels. Raises CompileFailed."""
    return typesetter.page_images(TEMPLATE, {"svg": svg(block.drawing)}, _PPI)[0]


def emblem_inset(document: Document, high: float, wide: float, typesetter: Typesetter) -> tuple[bytes, Inset] | None:
    """Return the pixels of the emblem of a document, and how large it stands: at most so many centimetres.

    None where there is none. Raises CompileFailed.
    """
    if document.emblem is None:
        return None
    from kit.documents.emblem import read  # only for who has one

    found = read(document.emblem)
    if found is None:
        return None
    high = min(high, wide * found.height / found.width)
    told = Inset(document.emblem.alt, document.emblem.alt, high * found.width / found.height, high)
    if found.kind == "png":
        return found.data, told
    return typesetter.page_images(EMBLEM, {"svg": found.svg(), "high": f"{high:.3f}"}, _PPI)[0], told


def inset(block: Drawn, name: str, document: Document) -> Inset:
    """Return how large a drawing stands in a document: as its text is, and no wider than the page."""
    drawing = block.drawing
    scale = document.points / TEXT / 72 * 2.54
    scale = min(scale, document.page.across / 10 / drawing.width)
    return Inset(name, block.alt, drawing.width * scale, drawing.height * scale)


def odt_picture(place: str, told: Inset) -> str:
    """Return the frame of a picture kept at ``place`` in an ODT, for the inside of a paragraph."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("draw", "drawing"), ("svg", "svg-compatible"))
    )
    return (
        f'<draw:frame {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'draw:name="{xml(told.name)}" text:anchor-type="as-char" svg:width="{told.width:.4g}cm" '
        f'svg:height="{told.height:.4g}cm">'
        f'<draw:image xlink:href="{place}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        f"<svg:desc>{xml(told.alt)}</svg:desc></draw:frame>"
    )


def docx_picture(relation: str, number: int, told: Inset) -> str:
    """Return the run of a picture that a DOCX knows by the id of its relation and by its own number."""
    size = f'cx="{round(told.width * _EMU)}" cy="{round(told.height * _EMU)}"'
    name, alt = xml(told.name), xml(told.alt)
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAW}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="{name}" descr="{alt}"/>'
        f'<a:graphic xmlns:a="{_DRAW}/main"><a:graphicData uri="{_DRAW}/picture"><pic:pic xmlns:pic="{_DRAW}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
