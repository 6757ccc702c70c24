"""A figure of a text as the blocks of a document: what it measures, the drawing, its values as a table, its source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit import paths
from kit.content.blocks import Figure, Paragraph, Text
from kit.content.figure_words import alternative, measured, sentence, table
from kit.content.library import Library
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Drawn, said
from kit.documents.wording import wording
from kit.errors import NothingDrawn
from kit.figures.atlas import atlas
from kit.figures.figure import draw, stacked

WIDTH = 660  # of a page of A4 at the usual size of text, in the units of a drawing


def figures_document(library: Library, article_id: str, *, today: date | None = None) -> Document:
    """Return the figures of a text as one picture, each with its title and its source, then in words.

    Raises UnknownId, and NothingDrawn for a text without figures.
    """
    article, publisher = library.article(article_id), library.publisher
    figures = tuple(block for block in library.body(article_id) if isinstance(block, Figure))
    if not figures:
        raise NothingDrawn(article_id)
    drawing = stacked(figures, WIDTH, atlas(paths.territories()))
    return Document(
        title=article.title,
        blocks=(Drawn(drawing, " ".join(map(alternative, figures))), *said(*map(sentence, figures))),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        pictured=True,
    )


def figure_blocks(figure: Figure, call: str, width: float = WIDTH) -> Iterator[Block]:
    """Yield a figure whose words are written as the document has them; ``call`` has the numbers of its sources."""
    say, series, words = wording(), figure.series, figure.words
    drawing = draw(figure, width, atlas(paths.territories()))
    after = say.say("figure", "source", year=series.year or "", source=series.source)
    if figure.kind == "chiffre":
        number = alternative(figure)
        yield Drawn(drawing, number, number)
        yield Paragraph((*words, Text(f" ({after}).")))
        return
    yield Paragraph((Text(f"{series.title} ({measured(series)}){call}", bold=True),))
    yield Drawn(drawing, alternative(figure))
    if words:
        yield Paragraph(words)
    yield table(figure)
    yield Paragraph((Text(f"{series.definition} {after[:1].upper()}{after[1:]}.".strip()),))
