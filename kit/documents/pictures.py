"""Pictures of ODT and DOCX: the pixels of a drawing, and the XML of a picture with its alternative text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kit.documents.document import Document, Drawn, bar_cells
from kit.documents.office import emblem_room, xml
from kit.documents.typeset import Typesetter
from kit.dossier.model import Status
from kit.figures.drawing import TEXT, svg
from kit.figures.palette import paper
from kit.looks import theme

TEMPLATE, EMBLEM = "drawing.typ", "emblem.typ"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006"
_PPI = 220
_TALLEST = 0.88  # of the height of the text, as on the pages (``document.typ``)
_BAR = 60  # millimetres that a bar is long
# A picture that only adorns, which a screen reader passes over: Word 2019, LibreOffice 7.5.
_ADORNS = (
    f'<a:extLst xmlns:a="{_DRAW}/main"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_ODT_ADORNS = (
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" loext:decorative="true" '
)
_EMU = 360_000  # of a centimetre: ECMA-376, part 1, 20.1.10.16


class Inset(Struct, frozen=True):
    """A picture in running text: ``name`` is its own in the document, sizes are in centimetres."""

    name: str
    alt: str
    width: float
    height: float


def png(block: Drawn, typesetter: Typesetter) -> bytes:
    """Return a drawing in pixels. Raises CompileFailed."""
    return typesetter.page_images(TEMPLATE, {"svg": svg(block.drawing, paper())}, _PPI)[0]


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


def bar_inset(statuses: Iterable[Status], typesetter: Typesetter) -> tuple[bytes, Inset] | None:
    """Return how far actions are as pixels, and how large they stand; None without an action. The words say the same.

    Full, hatched or empty, as on the pages (``document.typ``). Raises CompileFailed.
    """
    cells = bar_cells(statuses)
    if not cells:
        return None
    step, drawn = _BAR / len(cells), []
    ink = theme("light").primary
    for number, cell in enumerate(cells):
        at, wide = number * step + 0.3, step - 1.2
        fill = {"done": ink, "doing": "url(#h)", "todo": "#ffffff"}[cell]
        drawn.append(
            f'<rect x="{at:.2f}" y="0.3" width="{wide:.2f}" height="3.4" rx="0.6" '
            f'fill="{fill}" stroke="{ink}" stroke-width="0.3"/>'
        )
    hatch = (
        '<defs><pattern id="h" width="1.6" height="1.6" patternUnits="userSpaceOnUse">'
        f'<path d="M0 1.6L1.6 0" stroke="{ink}" stroke-width="0.6"/></pattern></defs>'
    )
    told = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_BAR} 4">{hatch}{"".join(drawn)}</svg>'
    data = typesetter.page_images(EMBLEM, {"svg": told, "high": "0.4"}, _PPI)[0]
    return data, Inset("", "", _BAR / 10, 0.4)


def inset(block: Drawn, name: str, document: Document) -> Inset:
    """Return how large a drawing stands in a document: as its text is, within what title and emblem leave of a page."""
    drawing = block.drawing
    scale = document.points / TEXT / 72 * 2.54
    page = document.page
    high = _TALLEST * page.inside / 10 - (emblem_room(document)[0] if document.emblem else 0)
    scale = min(scale, page.across / 10 / drawing.width, high / drawing.height)
    return Inset(name, block.alt, drawing.width * scale, drawing.height * scale)


def odt_picture(place: str, told: Inset, at: tuple[float, float] | None = None) -> str:
    """Return the frame of a picture kept at ``place`` in an ODT, for the inside of a paragraph.

    In an ODS it stands ``at`` so many centimetres from the left and the top of its table.
    """
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("draw", "drawing"), ("svg", "svg-compatible"))
    )
    adorns = "" if told.alt else _ODT_ADORNS
    stands = f'svg:x="{at[0]:.4g}cm" svg:y="{at[1]:.4g}cm"' if at else 'text:anchor-type="as-char"'
    return (
        f'<draw:frame {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{adorns}draw:name="{xml(told.name or place)}" {stands} svg:width="{told.width:.4g}cm" '
        f'svg:height="{told.height:.4g}cm">'
        f'<draw:image xlink:href="{place}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        + (f"<svg:desc>{xml(told.alt)}</svg:desc></draw:frame>" if told.alt else "</draw:frame>")
    )


def docx_picture(relation: str, number: int, told: Inset) -> str:
    """Return the run of a picture that a DOCX knows by the id of its relation and by its own number."""
    size = f'cx="{round(told.width * _EMU)}" cy="{round(told.height * _EMU)}"'
    name, alt = xml(told.name or f"Image {number}"), xml(told.alt)
    adorns = "" if told.alt else _ADORNS
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAW}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="{name}" descr="{alt}">{adorns}</wp:docPr>'
        f'<a:graphic xmlns:a="{_DRAW}/main"><a:graphicData uri="{_DRAW}/picture"><pic:pic xmlns:pic="{_DRAW}/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
