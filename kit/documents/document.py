"""The one model of a document: blocks of the texts, boxes to tick and spaces to fill, without any format yet.

Every builder (checklist, article, plan…) makes a ``Document``; every writer (PDF, ODT, DOCX, text…) takes one.
Titles, paragraphs, lists, tables and callouts are those of ``kit.content.blocks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Cite, Heading, Items, Link, Paragraph, Span, Spans, Table, Text, plain
from kit.documents.model import SIZES
from kit.documents.paper import Margins, PageLayout, Paper
from kit.documents.sheet import Sheet
from kit.dossier.model import Status
from kit.figures.drawing import Drawing

if TYPE_CHECKING:
    from kit.documents.template import OfficeTemplate

LANGUAGE = "fr-FR"

TICK = "☐"
"""The box to tick by hand that an entry of a list begins with."""


_NORMAL = 11  # points of text on A4
_FEW = 6  # boxes to tick that answer one question

DEEPEST = 6
"""The lowest level of a heading in any document."""


class Lead(Struct, frozen=True):
    """What a document or a part says in one sentence, before the rest."""

    spans: Spans


class Highlighted(Text, frozen=True):
    """Words of a passage that the reader highlighted: underlined on a grey ground, so that black alone shows it."""


class Given(Text, frozen=True):
    """What someone gave for a field of a form; ``field`` is the name of that field, empty where none is known."""

    field: str = ""


class ToFill(Given, frozen=True):
    """A space left to complete: its brackets are seen on paper, its yellow ground on a screen."""


class Fields(Struct, frozen=True):
    """Spaces to write in by hand, side by side: one for each label."""

    labels: tuple[str, ...]


class Box(Struct, frozen=True):
    """A box to tick with its code, so that paper can be typed back; ``label`` (« Point de départ ») sets one apart.

    ``state`` says the status in words where a sign alone would not say it to everyone; empty on a blank list.
    ``blocks`` is what stands under it.
    """

    code: str
    title: str
    status: Status = Status.TODO
    state: str = ""
    label: str = ""
    blocks: tuple[ContentBlock | Fields, ...] = ()


class Boxes(Struct, frozen=True):
    """A titled list of boxes (level 2); ``count`` stands at the end of the title: « 1 sur 3 ».

    ``bar`` is how far the actions are, one status each, drawn below the title.
    """

    title: str
    boxes: tuple[Box, ...]
    count: str = ""
    bar: tuple[Status, ...] = ()


class Bar(Struct, frozen=True):
    """How far actions are, one status each, as a drawing: words beside it say the same, and formats of text pass it."""

    statuses: tuple[Status, ...]


class Role(StrEnum):
    """What a paragraph of an act is; the value names its style in every format."""

    AUTHORITY = "autorite"  # a line of the head: République française, département, commune
    STAMP = "cadre-legalite"  # names a frame that is stamped, with room below
    SUBTITLE = "sous-titre"
    VISA = "visa"
    CONSIDERING = "considerant"
    DECISION = "decision"  # « ARRÊTE », « DÉCIDE »
    ARTICLE = "article"
    SIGNATORY = "signatory"  # who signs, with room below to sign
    SIGNATURE = "signature"
    MADE = "fait"  # place and date above signatures that face each other
    SENDER = "expediteur"  # of a letter: who writes, above the window of the envelope
    RECIPIENT = "destinataire"  # in the window of the envelope
    SENT = "date-lettre"  # place and date of a letter, below the window
    SIGNED = "signe"  # the name below the room to sign a letter
    ENCLOSED = "pieces-jointes"  # what goes with a letter, below its subject


class Styled(Struct, frozen=True):
    """A paragraph of an act; an article is a heading of ``level``."""

    role: Role
    spans: Spans
    level: int = 2


class Cell(Struct, frozen=True):
    """What stands beside something else, in a frame or not."""

    blocks: tuple[Block, ...]
    framed: bool = False


class Beside(Struct, frozen=True):
    """Parts side by side, as wide as each other, never cut: signatures that face each other, frames to fill."""

    cells: tuple[Cell, ...]


class Commented(Struct, frozen=True):
    """A block with comments to who drafts: real comments in DOCX and ODT, left out of all else."""

    block: Block
    comments: tuple[str, ...]


class Contents(Struct, frozen=True):
    """A table of contents: the headings from level 2 to ``deepest``, with their pages where there are pages."""

    title: str
    deepest: int = 2


class PageBreak(Struct, frozen=True):
    """The rest begins on a new page."""


class Picture(Struct, frozen=True):
    """A drawing of the kit that only adorns; pages alone show it, and a screen reader passes it over."""

    name: str


class Drawn(msgspec.Struct, frozen=True):
    """A figure or a map: ``alt`` says what it shows; ``text``, if any, stands for it where nothing is drawn."""

    drawing: Drawing
    alt: str
    text: str = ""


Block = (
    ContentBlock | Lead | Fields | Boxes | Styled | Beside | Commented | Contents | PageBreak | Picture | Drawn | Bar
)
Row = tuple[str, ...]


class Due(Struct, frozen=True):
    """A day by which something is to be done; ``id`` is its target in the dossier (``action:elu-commission``).

    What lasts longer than a day has its ``last`` one too.
    """

    id: str
    day: date
    title: str
    text: str = ""
    last: date | None = None


class Kept(Struct, frozen=True):
    """A piece of a dossier that a document needs, known by its digest; it is read when the document is written."""

    dossier: Path
    file: str
    sha256: str
    size: int


class Emblem(Kept, frozen=True):
    """The coat of arms or logo of a dossier; ``alt`` is what the picture shows in words."""

    alt: str


class Document(Struct, frozen=True):
    """A document before it has a format.

    ``place`` and the date stand at the head of each page, ``footer`` at its foot. ``sheets`` are what a spreadsheet
    shows of it, a CSV the first alone, and ``dues`` what a calendar shows: without one, or None, it has neither.
    ``dossier`` is the id that the calendar's own ids are made of; ``blank``: boxes to tick by hand; ``dated``:
    its date stands at the head of each page, which no act to sign wants. ``margins`` are those of a hand, on paper and
    in PDF; without them a page has those of the design (``page_margins``). ``bound``: its pages are made for their
    paper, as those of a booklet. ``poster``: one large page, its parts side by side; ``scheme``: its parts around a
    node, which its lead names; ``folded``: the pages two by two on sheets to fold in the middle, a PDF for paper
    alone, without tags. ``official``: an act in its form: ``head`` stands before its title, which is centred, the
    number of its pages at their foot. ``apart`` is a sheet of its own after the last page, which the count of pages
    leaves out. ``letter``: its title is the subject, below the addresses and the date of its ``head``; its first
    page has no head of pages. ``initials``: how many parties initial each page. ``emblem`` stands beside the title
    or above the sender; ``cover``: a text of the kit whose first page bears it too. ``template`` gives a word
    processor its styles and its page; without it one of ``templates``, of the right kind. ``named`` is the title with
    its spaces to fill, as its first page shows it.
    Raises ValueError for a size that is not offered.
    """

    title: str
    blocks: tuple[Block, ...]
    date: date
    place: str = ""
    footer: str = ""
    author: str = ""
    size: int = 11
    landscape: bool = False
    blank: bool = False
    dated: bool = True
    paper: Paper = Paper.A4
    margins: Margins | None = None
    bound: bool = False
    poster: bool = False
    scheme: bool = False
    pictured: bool = False
    folded: bool = False
    official: bool = False
    letter: bool = False
    initials: int = 0
    cover: bool = False
    emblem: Emblem | None = None
    template: OfficeTemplate | None = None
    templates: tuple[Kept, ...] = ()
    head: tuple[Block, ...] = ()
    apart: tuple[Block, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    dues: tuple[Due, ...] | None = None
    dossier: str = ""
    named: Spans = ()

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(self.size)

    @property
    def title_spans(self) -> Spans:
        """The title as the first page shows it."""
        return self.named or words(self.title)

    @property
    def sheet_size(self) -> tuple[int, int]:
        """Width and height of a page as it lies before one, in millimetres; of the whole A4 sheet when it is folded."""
        wide, high = Paper.A4.size if self.folded else self.paper.size
        if self.folded:
            return high, wide
        return (high, wide) if self.landscape else (wide, high)

    @property
    def page_margins(self) -> Margins:
        """The margins of its pages: those of a hand, as far as they leave room for the text, else of the design."""
        if self.margins is not None:
            return self.margins.within(self.sheet_size)
        small, zoom = self.paper is Paper.A5, self.paper.zoom
        side = 13 if small else (17 if self.size > _NORMAL else 20) * zoom
        edge = 0.75 if small else zoom
        return Margins(side, 13 * edge, side, 10 * edge)

    @property
    def keeps_paper(self) -> bool:
        """Whether its pages are made for their paper alone: on another they are put as they are."""
        return self.bound or self.poster or self.scheme or self.folded or self.letter

    @property
    def page(self) -> PageLayout:
        """The page of an office: a small one has narrower margins."""
        if self.paper is Paper.A5:
            return PageLayout(*self.sheet_size, left=13, right=13, top=20, bottom=16, header=9, footer=8)
        return PageLayout(*self.sheet_size)

    @property
    def points(self) -> float:
        """The size of its text on the paper it is for."""
        # A small page has the letters of a pocket book (kit.typ).
        return round(2 * self.size * (10 / 11 if self.paper is Paper.A5 else self.paper.zoom)) / 2


def with_kept(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block and whether it goes with the next.

    A place to sign never stands alone at the head of a page: with it goes the block before it. Words that lead to a
    list, a table, a drawing or a space to fill (« Le demandeur doit : », or a line in bold) go with it; so does what
    stands between the lead of a text and its first title.
    """
    told = list(blocks)
    before: Block | None = None
    for block, after in zip_longest(told, told[1:]):
        is_between = isinstance(before, Lead) and isinstance(block, Paragraph) and isinstance(after, Heading)
        yield block, is_between or _leads(block, after) or (is_signature(after) and not is_signature(block))
        before = block


def _leads(block: Block, after: Block | None) -> bool:
    first, second = (one.block if isinstance(one, Commented) else one for one in (block, after))
    if not isinstance(first, Paragraph) or not isinstance(second, Items | Table | Fields | Drawn):
        return False
    told = list(runs(first.spans))
    return bool(told) and (told[-1].text.rstrip().endswith(":") or all(run.bold for run in told))


def bar_cells(statuses: Iterable[Status]) -> list[str]:
    """Return the cells of a bar: what is not concerned has none."""
    doing = (Status.DOING, Status.DISCUSS, Status.PAUSED)
    left_out = (Status.NOT_CONCERNED, Status.DROPPED)
    told = (one for one in statuses if one not in left_out)
    return ["done" if one is Status.DONE else "doing" if one in doing else "todo" for one in told]


def is_ticked(block: Items) -> bool:
    """Say whether a list is one of boxes to tick by hand: each of its entries begins with a box, which is its mark."""
    return bool(block.items) and all(_is_box(item[0] if item else None) for item in block.items)


def is_short(block: Items) -> bool:
    """Say whether a list is one of few boxes to tick, which stay together."""
    return is_ticked(block) and len(block.items) <= _FEW


def marked(block: Items, mark: str = "") -> Items:
    """Return a list of boxes to tick with ``mark`` in their place, any other as it is."""
    if not is_ticked(block):
        return block
    return Items(block.ordered, tuple((_marked(first, mark), *rest) for first, *rest in block.items))


def _is_box(block: ContentBlock | None) -> bool:
    return isinstance(block, Paragraph) and plain(block.spans[:1]).startswith(TICK)


def _marked(block: ContentBlock, mark: str) -> ContentBlock:
    if isinstance(block, Paragraph) and isinstance(first := block.spans[0], Text):
        text = mark + first.text.removeprefix(TICK).lstrip()
        return Paragraph((Text(text, first.bold, first.italic), *block.spans[1:]))
    return block


def is_signature(block: Block | None) -> bool:
    """Say whether a block is a line of the place to sign."""
    inner = block.block if isinstance(block, Commented) else block
    if isinstance(inner, Beside):
        return any(is_signature(one) for cell in inner.cells for one in cell.blocks)
    return isinstance(inner, Styled) and inner.role in (Role.MADE, Role.SIGNATORY, Role.SIGNATURE)


def runs(spans: Iterable[Span]) -> Iterator[Text]:
    """Yield spans as paper shows them: the words of links; calls to facts are gone (a builder numbers them)."""
    for span in spans:
        match span:
            case Text():
                yield span
            case Link(_, text):
                yield Text(text)
            case Cite():
                pass


def contents(document: Document) -> tuple[tuple[int, str], ...]:
    """Return what a table of contents lists: level and words of the headings of the document's own blocks.

    Nothing where no block is a table of contents.
    """
    deepest = max((block.deepest for block in document.blocks if isinstance(block, Contents)), default=1)
    return tuple(
        (block.level, "".join(run.text for run in runs(block.spans)))
        for block in document.blocks
        if isinstance(block, Heading) and 2 <= block.level <= deepest
    )


def words(text: str, *, bold: bool = False) -> Spans:
    """Return a plain text as spans."""
    return (Text(text, bold),) if text else ()


def said(*texts: str) -> tuple[Paragraph, ...]:
    """Return a paragraph for each text that is not empty."""
    return tuple(Paragraph(words(text)) for text in texts if text)


def labelled(label: str, text: str) -> Iterator[Paragraph]:
    """Yield the lines of a text as paragraphs, the first behind a label in bold; nothing for no text."""
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        yield Paragraph((Text(f"{label} ", bold=True), Text(line)) if number == 0 else words(line))


def shares(table: Table, document: Document) -> tuple[int, ...]:
    """Return how much of the width each column takes, in hundredths: its longest word, then how much it says.

    Tables of one document with the same header have the same columns.
    """
    alike = tuple(block for block in document.blocks if isinstance(block, Table) and block.header == table.header)
    return _shares(alike or (table,))


@lru_cache(maxsize=8)
def _shares(alike: tuple[Table, ...]) -> tuple[int, ...]:
    rows = [row for found in alike for row in (found.header, *found.rows)]
    weights = [1.0] * max(map(len, rows), default=0)
    for row in rows:
        for column, cell in enumerate(row):
            text = "".join(run.text for run in runs(cell))
            longest = max(map(len, text.split()), default=0)
            weights[column] = max(weights[column], min(longest, 24) + 2 * min(len(text), 300) ** 0.5)
    total = sum(weights)
    found_shares = [max(1, round(100 * weight / total)) for weight in weights]
    if found_shares:
        found_shares[found_shares.index(max(found_shares))] += 100 - sum(found_shares)
    return tuple(found_shares)


def heading(level: int, title: str) -> Heading:
    """Return a heading of plain words, no deeper than a document goes."""
    return Heading(min(level, DEEPEST), words(title), "")
