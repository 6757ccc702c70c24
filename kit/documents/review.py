"""The *feuille de relecture* as a document: rows for a spreadsheet, headings and paragraphs for a text to print."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kit.content.blocks import Table
from kit.content.model import Publisher
from kit.content.review import (
    ANSWER_ROOM,
    COLUMNS,
    LINE_END,
    PRINTED_ANSWER,
    PRINTED_COLUMNS,
    PRINTED_DAY,
    PRINTED_READER,
    PRINTED_STATE,
    QUESTION,
    REVIEWED,
    SHEET,
    Row,
)
from kit.documents.document import Block, Document, Lead, heading, labelled, words
from kit.documents.sheet import Sheet

TITLE = "Feuille de relecture"
_LEAD = (
    "Tous les textes du kit, à corriger et à dater ; l’atelier reprend le tout. Dans le tableur, on corrige dans la "
    "colonne « Texte », on date dans « Relu le », on passe l’état à « relu », on répond dans « Réponse ». Dans le "
    "texte (.docx, .odt), tout s’écrit dans la colonne « Texte » : la correction, « oui » à la ligne « relu ? », le "
    "jour à la ligne « relu le », la réponse à la place des points. « ¶ » y tient lieu de fin de ligne, et "
    "« Repère » ne se change pas."
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
    if questions:
        yield heading(2, f"Questions {publisher.called_to}")
        yield _table(cells for row in questions for cells in _question(row))
    for of_text in _texts(rows):
        head, *own = of_text
        yield heading(2, head.text)
        yield from labelled("À répondre :", head.asked)
        yield _table((*_state(head), *((row.part, row.text.replace("\n", LINE_END), _mark(row)) for row in own)))


def _texts(rows: tuple[Row, ...]) -> Iterator[list[Row]]:
    """Yield the rows of each text, that of its state first."""
    own: list[Row] = []
    for row in rows:
        if row.part == SHEET and own:
            yield own
            own = []
        if row.part != QUESTION:
            own.append(row)
    if own:
        yield own


def _question(row: Row) -> Iterator[tuple[str, str, str]]:
    yield QUESTION, f"{row.text} : {row.asked}" if row.text else row.asked, ""
    yield PRINTED_ANSWER, ANSWER_ROOM, f"{row.id} {QUESTION}"


def _state(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield the lines on which a reader says that a text is read, by whom and when, and answers what is asked."""
    day = f"{datetime.date.fromisoformat(row.reviewed_on):%d/%m/%Y}" if row.reviewed_on else ""
    yield PRINTED_STATE, "oui" if row.state == REVIEWED else "non", _mark(row)
    yield PRINTED_DAY, day, _mark(row)
    yield PRINTED_READER, ANSWER_ROOM, _mark(row)
    if row.asked:
        yield PRINTED_ANSWER, ANSWER_ROOM, _mark(row)


def _mark(row: Row) -> str:
    return f"{row.id} {row.print}"


def _table(rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(tuple(words(name) for name in PRINTED_COLUMNS), tuple(tuple(map(words, cells)) for cells in rows))
