"""What the reader wrote on a text, in a document: passages marked and numbered, told after it with all notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Callout, Heading, Items, Paragraph, Spans, Table, Text
from kit.content.library import Library
from kit.content.model import Article
from kit.content.paragraphs import whole_words
from kit.documents.document import DEEPEST, Block, Highlighted, Lead, heading, runs, said, words
from kit.documents.sources import CALLS
from kit.documents.wording import Wording, wording
from kit.dossier.highlights import PAGE, Highlight, highlights_of
from kit.dossier.plan_fields import NOTE
from kit.dossier.view import DossierView
from kit.text_quote import Words

type Place = tuple[int, int]
type Blocks = tuple[Block, ...]
type OnSpans = Callable[[Spans], Spans]


def passages_on(dossier: DossierView, article: Article) -> tuple[Highlight, ...]:
    """Return the passages that a dossier has highlighted in a text."""
    on = PAGE + article.id
    return highlights_of(on, dossier.fields(on))


def note_on(dossier: DossierView, article: Article) -> str:
    """Return what was written on a page; what was noted of an action is its note in the plan."""
    on = f"{article.kind}:{article.id}" if article.kind in ("action", "milestone") else PAGE + article.id
    note = dossier.value(on, NOTE)
    return "" if note is None else str(note).strip()


def with_own(
    blocks: Iterable[Block], article: Article, library: Library, dossier: DossierView | None, level: int = 1
) -> Blocks:
    """Return a text, whose own title is of this level, with what the reader wrote on it; without a dossier as it is."""
    text, told, below = tuple(blocks), tuple[Block, ...](), min(level + 1, DEEPEST)
    if dossier is None:
        return text
    if passages := passages_on(dossier, article):
        whole = whole_words(article, library.body(article.id))
        text, told = with_passages(text, passages, whole, wording(library), below)
    if note := note_on(dossier, article):
        told = (heading(below, wording(library).say("passages", "note")), *said(*note.splitlines()), *told)
    return (*text, *told)


def with_passages(
    blocks: Iterable[Block], passages: Sequence[Highlight], whole: Words, say: Wording, level: int = 2
) -> tuple[Blocks, Blocks]:
    """Return a text with its passages marked, numbered in its order, and what is told of them after it.

    One that stands in ``whole``, the text with its titles, or does not stand there any more is told all the same.
    """
    text_of = tuple(blocks)
    pieces: list[Spans] = []

    def keep(spans: Spans) -> Spans:
        pieces.append(spans)
        return spans

    _mapped(text_of, keep)
    text = "\n".join(map(_plain, pieces))
    cut = Words(text, [call.span() for call in CALLS.finditer(text)])
    found = [(cut.find(one.quote) or (len(text), len(text)), one) for one in passages]
    found.sort(key=lambda pair: pair[0])
    places = [place for place, _ in found if place[0] < len(text)]
    reached = 0

    def mark(spans: Spans) -> Spans:
        nonlocal reached
        start = reached
        reached += len(_plain(spans)) + 1
        return _marked(spans, start, places)

    stand = [place[0] < len(text) or whole.find(one.quote) is not None for place, one in found]
    told = Items(True, tuple(_lines_about(one, stands, say) for (_, one), stands in zip(found, stand, strict=True)))
    return _mapped(text_of, mark), (heading(level, say.say("passages", "title")), told)


def _mapped(blocks: Iterable[Block], on: OnSpans) -> Blocks:
    """Return blocks with all their words gone through, in the order of the text; others stay."""
    return tuple(_mapped_block(block, on) for block in blocks)


def _mapped_block(block: Block, on: OnSpans) -> Block:
    match block:
        case Lead() | Paragraph() | Heading():
            return replace(block, spans=on(block.spans))
        case Items(ordered, items):
            return Items(ordered, tuple(_inner(item, on) for item in items))
        case Callout(kind, title, inner):
            return Callout(kind, title, _inner(inner, on))
        case Table(header, rows):
            header = tuple(map(on, header))
            return Table(header, tuple(tuple(map(on, row)) for row in rows))
    return block


def _inner(blocks: Iterable[ContentBlock], on: OnSpans) -> tuple[ContentBlock, ...]:
    return _mapped(blocks, on)  # type: ignore[return-value]  # each block stays of its kind


def _plain(spans: Spans) -> str:
    return "".join(run.text for run in runs(spans))


def _marked(spans: Spans, start: int, places: Sequence[Place]) -> Spans:
    """Return the words that begin at ``start`` in the text with their passages, each with its number at its end."""
    end = start + len(_plain(spans))
    if not any(first < end and last > start for first, last in places):
        return spans
    return tuple(_cut(spans, start, places))


def _cut(spans: Spans, start: int, places: Sequence[Place]) -> Iterator[Text]:
    for run in runs(spans):
        end = start + len(run.text)
        edges = {start, end, *(edge for place in places for edge in place if start < edge < end)}
        ordered = sorted(edges)
        for first, last in pairwise(ordered):
            words_of = run.text[first - start : last - start]
            if any(place[0] <= first and last <= place[1] for place in places):
                yield Highlighted(words_of, run.bold, run.italic)
            else:
                yield replace(run, text=words_of)
            for number, place in enumerate(places, 1):
                if place[1] == last:
                    yield Text(f"\u00a0({number})", bold=True)
        start = end


def _lines_about(one: Highlight, stands: bool, say: Wording) -> tuple[Paragraph, ...]:
    """Return what is said of a passage: its words, where it is no more, and the lines of its note."""
    quote = " ".join(one.quote.exact.split())
    first = say.say("passages", "quote", quote=quote) if quote else say.say("passages", "only_note")
    lost = "" if stands or not quote else say.say("passages", "lost")
    lines = said(*(line.strip() for line in one.note.splitlines()))
    return (Paragraph(words(f"{first} {lost}".strip())), *lines)
