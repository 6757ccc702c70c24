"""A document to a file: the format by the extension, never half a file, never over another one unasked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from kit.documents.boxes import checklist_document
from kit.documents.document import Document, Drawn
from kit.documents.model import Checklist
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import OutputExists, TemplateRefused, UnknownFormat
from kit.figures.palette import paper
from kit.files import write_whole
from kit.folding import fold

_PICTURE_PPI = 200  # an A4 page is then 2339 pixels long: sharp on a screen and in a letter
_NAME_LIMIT = 60  # characters of the collectivité in a file name: paths on Windows stay under 260

SPREADSHEETS = (".ods", ".xlsx", ".csv")
"""What a document that has a table for a spreadsheet can be written as too."""

PICTURES = (".png", ".svg")
"""What a scheme can be written as too, and the picture alone of a document that begins with one."""

Writer = Callable[[Document, Typesetter], bytes]


def _pdf(document: Document, typesetter: Typesetter) -> bytes:
    if document.folded:
        from kit.documents.folding import folded_pdf

        return folded_pdf(document, typesetter)
    return typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)


def _txt(document: Document, typesetter: Typesetter) -> bytes:
    return document_text(document).encode("utf-8", "replace")


def _odt(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.odt import odt

    return odt(document, typesetter)


def _docx(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.docx import docx

    return docx(document, typesetter)


def _csv(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.spreadsheet import csv_file

    return csv_file(document.sheets[0].lines)


def _ods(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.ods import ods

    return ods(document, typesetter)


def _xlsx(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.xlsx import xlsx

    return xlsx(document)


def _ics(document: Document, typesetter: Typesetter) -> bytes:
    from kit.documents.calendar_file import ics

    return ics(document)


def _svg(document: Document, typesetter: Typesetter) -> bytes:
    if document.pictured:
        from kit.figures.drawing import svg

        return svg(_picture(document).drawing, paper()).encode()
    return typesetter.drawings(TEMPLATE, document_inputs(document))[0]


def _png(document: Document, typesetter: Typesetter) -> bytes:
    if document.pictured:
        from kit.documents.pictures import png

        return png(_picture(document), typesetter)
    return typesetter.page_images(TEMPLATE, document_inputs(document), _PICTURE_PPI)[0]


def _picture(document: Document) -> Drawn:
    return next(block for block in document.blocks if isinstance(block, Drawn))


WRITERS: Mapping[str, Writer] = {
    ".csv": _csv,
    ".docx": _docx,
    ".ics": _ics,
    ".ods": _ods,
    ".odt": _odt,
    ".pdf": _pdf,
    ".png": _png,
    ".svg": _svg,
    ".txt": _txt,
    ".xlsx": _xlsx,
}


def formats(document: Document) -> tuple[str, ...]:
    """Return the extensions that a document can be written in; to fold a PDF only, a scheme or a map a picture too."""
    if document.folded:
        return (".pdf",)
    offered = dict.fromkeys(SPREADSHEETS, bool(document.sheets)) | {".ics": document.dues is not None}
    offered |= dict.fromkeys(PICTURES, document.scheme or document.pictured)
    return tuple(extension for extension in WRITERS if offered.get(extension, True))


def write(
    document: Document | Checklist,
    out: Path,
    *,
    force: bool = False,
    typesetter: Typesetter | None = None,
    template: Path | None = None,
) -> None:
    """Write a document in the format of ``out``'s extension; ``template`` gives a word processor its styles and page.

    Raises UnknownFormat, TemplateRefused, OutputExists (unless ``force``), CompileFailed, or the OSError of a disk that
    refuses; in each case what stood at ``out`` is unharmed and nothing else is left.
    """
    pages = checklist_document(document) if isinstance(document, Checklist) else document
    extension = check_out(out, formats(pages), force=force)
    if template is not None:
        from kit.documents.template import read_template

        pages = replace(pages, template=read_template(template))
        if pages.template is None or pages.template.kind != extension:
            raise TemplateRefused(template, "other-kind")
    write_whole(out, WRITERS[extension](pages, typesetter or Typesetter()), force=force)


def check_out(out: Path, extensions: tuple[str, ...], *, force: bool) -> str:
    """Return the extension of a file to be written, before anything is made; UnknownFormat, OutputExists."""
    extension = out.suffix.lower()
    if extension not in extensions:
        raise UnknownFormat(out.suffix, extensions)
    if os.path.lexists(out) and not force:
        raise OutputExists(out)
    return extension


def page_images(document: Document, typesetter: Typesetter, ppi: float) -> list[bytes]:
    """Return one PNG a page, at ``ppi`` pixels per inch: what a preview shows and a printer takes."""
    if document.folded:
        from kit.documents.folding import folded_images

        return folded_images(document, typesetter, ppi)
    return typesetter.page_images(TEMPLATE, document_inputs(document), ppi)


def file_name(place: str, what: str, day: date, extension: str) -> str:
    """Return a name that any system takes: ``saint-exemple-leviers-2026-11-24.pdf``."""
    parts = (_begun(plain_name(place)), plain_name(what), day.isoformat())
    return "-".join(part for part in parts if part) + "." + extension.lstrip(".").lower()


def _begun(name: str) -> str:
    """Return the words of a name that there is room for; of a single long word what there is."""
    return name if len(name) <= _NAME_LIMIT else name[: _NAME_LIMIT + 1].rpartition("-")[0] or name[:_NAME_LIMIT]


def plain_name(text: str) -> str:
    """Return a text as ASCII letters, digits and hyphens, for the name of a file."""
    letters = fold(re.sub("[’'‘]", "-", text)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
