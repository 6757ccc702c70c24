"""A figure of a text as the blocks of a document: what it measures, the drawing, its values as a table, its source."""

from __future__ import annotations

from collections.abc import Iterator

from kit import paths
from kit.content.blocks import Figure, Paragraph, Text
from kit.content.figure_words import alternative, measured, table
from kit.documents.document import Block, Drawn
from kit.documents.wording import wording
from kit.figures.atlas import atlas
from kit.figures.figure import draw

_WIDTH = 660  # of a page of A4 at the usual size of text, in the units of a drawing


def told(figure: Figure, call: str) -> Iterator[Block]:
    """Yield a figure whose words are written as the document has them; ``call`` has the numbers of its sources."""
    say, series, words = wording(), figure.series, figure.words
    drawing = draw(figure, _WIDTH, atlas(paths.territories()))
    after = say.say("figure", "source", year=series.year or "", source=series.source)
    if figure.kind == "chiffre":
        number = alternative(figure)
        yield Drawn(drawing, number, number)
        yield Paragraph((*words, Text(f" ({after}){call}.")))
        return
    yield Paragraph((Text(series.title, bold=True), Text(f" ({measured(series)}){call}")))
    yield Drawn(drawing, alternative(figure))
    if words:
        yield Paragraph(words)
    yield table(figure)
    yield Paragraph((Text(f"{series.definition} {after[:1].upper()}{after[1:]}.".strip()),))
