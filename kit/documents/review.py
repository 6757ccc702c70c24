"""The *feuille de relecture* as a document: rows for a spreadsheet, headings and paragraphs for a text to print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kit.content.blocks import Paragraph, Table
from kit.content.model import Publisher
from kit.content.review import COLUMNS, LINE_END, PRINTED_COLUMNS, QUESTION, SHEET, Row
from kit.documents.document import Block, Document, Fields, Lead, heading, labelled, words
from kit.documents.sheet import Sheet

TITLE = "Feuille de relecture"
_LEAD = (
    "Tous les textes du kit, à corriger et à dater. Dans le tableur, on corrige dans la colonne « Texte », on date "
    "dans « Relu le », on passe l’état à « relu », on répond dans « Réponse » : le kit reprend le tout. Dans le texte "
    "(.docx, .odt), on corrige « Texte » : « ¶ » y tient lieu de fin de ligne, et « Repère » ne se change pas."
)


def review_document(rows: Iterable[Row], day: datetime.date, publisher: Publisher) -> Document:
    """Return the sheet as a document; its spreadsheet can be brought back by ``kit review --apply``."""
    rows = tuple(rows)
    return Document(
        title=TITLE,
        blocks=(Lead(words(_LEAD)), *_blocks(rows, publisher)),
        date=day,
        author=publisher.name,
        sheets=(Sheet(TITLE, COLUMNS, tuple(row.cells() for row in rows)),),
    )


def _blocks(rows: tuple[Row, ...], publisher: Publisher) -> Iterator[Block]:
    questions = [row for row in rows if row.part == QUESTION]
    yield heading(2, f"Questions {publisher.called_to}")
    for row in questions:
        yield from labelled(f"{row.text or row.id} :", row.asked)
        yield Fields(("Réponse",))
    own: list[Row] = []
    for row in rows:
        if row.part == SHEET:
            yield from _part_table(own)
            own = []
            yield heading(2, row.text)
            yield Paragraph(words(f"{row.id} · {row.state} · relu le {row.reviewed_on}"))
            yield from labelled("À répondre :", row.asked)
        elif row.part != QUESTION:
            own.append(row)
    yield from _part_table(own)


def _part_table(rows: list[Row]) -> Iterator[Block]:
    if rows:
        cells = tuple(
            (words(row.part), words(row.text.replace("\n", LINE_END)), words(f"{row.id} {row.print}")) for row in rows
        )
        yield Table(tuple(words(name) for name in PRINTED_COLUMNS), cells)
