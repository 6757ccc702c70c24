"""The paper copy of a private key: one page with its groups of digits, the same as a code, and what to do with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kit.content.blocks import Items, Paragraph, Table, Text
from kit.content.model import Publisher
from kit.documents.document import Beside, Cell, Document, Drawn, Lead, heading, said, words
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.wording import wording
from kit.figures.drawing import Area, Drawing, box
from kit.files import write_whole
from kit.mail.qr import modules
from kit.packs import paper_key
from kit.packs.keys import public_of, refuse_synced

_COLUMNS = 4
_MODULE, _QUIET = 3, 4  # units of a drawing in a module; modules of white around (ISO/IEC 18004, 6.3.8)
_TABLE = "key_sheet"


def key_sheet(seed: bytes, publisher: Publisher, day: date) -> Document:
    """Return the paper copy of a private key."""
    say = wording().say
    told = [f"{name}\u00a0: {paper_key.printed(group)}" for name, group in _named(seed)]
    rows = [told[start : start + _COLUMNS] for start in range(0, len(told), _COLUMNS)]
    cells = tuple(tuple(words(cell, bold=True) for cell in (row + [""] * _COLUMNS)[:_COLUMNS]) for row in rows)
    steps = tuple((Paragraph(words(say(_TABLE, f"back_{number}"))),) for number in (1, 2, 3))
    public = (Paragraph((Text(say(_TABLE, "public"), bold=True),)), *said(_in_parts(public_of(seed))))
    return Document(
        title=say(_TABLE, "title"),
        blocks=(
            Lead(words(say(_TABLE, "lead", publisher=publisher.called_of))),
            *said(say(_TABLE, "keep")),
            heading(2, say(_TABLE, "groups")),
            *said(say(_TABLE, "aloud")),
            Table((), cells),
            heading(2, say(_TABLE, "back")),
            Items(True, steps),
            Beside((Cell((_code(seed),)), Cell((*public, *said(say(_TABLE, "code")))))),
            heading(2, say(_TABLE, "lost")),
            *said(say(_TABLE, "lost_key"), say(_TABLE, "lost_sheet")),
        ),
        date=day,
        place=publisher.name,
        author=publisher.name,
    )


def write_sheet(seed: bytes, publisher: Publisher, out: Path, day: date, *, synced: bool = False) -> None:
    """Write the paper copy as a PDF, for its owner alone, never over another file.

    Raises OutputExists, KeyRefused (« synced »), CompileFailed, OSError.
    """
    refuse_synced(out, synced=synced)
    made = Typesetter().compile_pdf(TEMPLATE, document_inputs(key_sheet(seed, publisher, day)), ARCHIVED)
    write_whole(out, made, force=False, private=True)


def _named(seed: bytes) -> zip[tuple[str, str]]:
    return zip(paper_key.NAMES, paper_key.groups(seed), strict=True)


def _in_parts(public: str) -> str:
    return " ".join(public[start : start + 8] for start in range(0, len(public), 8))


def _code(seed: bytes) -> Drawn:
    rows = modules(paper_key.scanned(seed))
    side = (len(rows) + 2 * _QUIET) * _MODULE
    rings = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                rings.append(box((x + _QUIET) * _MODULE, (y + _QUIET) * _MODULE, (end - x) * _MODULE, _MODULE))
            x = end + 1
    return Drawn(Drawing(side, side, (Area(tuple(rings), "ink"),)), wording().say(_TABLE, "code_alt"))
