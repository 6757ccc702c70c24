"""What ODT and DOCX share: XML text, the signs of boxes, style sheets, the package.

Both are written by hand: a zip and a few XML parts, without lxml (``odfdo`` takes 94 ms to load).
The escape is one ``str.translate``: ``xml.sax.saxutils`` would load the HTTP client for it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from string import Template

from kit import looks, paths
from kit.documents.document import Beside, Block, Box, Cell, Commented, Document, Role, Styled
from kit.documents.model import SIZES
from kit.documents.paper import Paper
from kit.documents.wording import wording
from kit.dossier.model import Status

# Fonts of an office draw these, and none in colour as they would ☑; the words of the state say the rest.
SIGNS = {Status.DONE: "☒", Status.NOT_CONCERNED: "–"}
EMPTY = "☐"
WINDOW = 105
"""Millimetres from the left of a letter to the address: the window of an envelope DL or C5/6."""
SMALL = 160
"""Millimetres across of a page with narrow margins."""
STAMP = 62
"""Millimetres across of the frame that the contrôle de légalité stamps."""
_LONGEST = 200  # characters of a title in the metadata
_SPACES = re.compile(r"\n|\t|(?<= ) +|^ +| +$", re.MULTILINE)
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same document gives the same bytes

# What XML 1.0 has no place for (2.2 Char), and what it must spell.
_ILLEGAL = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_LEFT_OUT: dict[int, None] = dict.fromkeys(_ILLEGAL)
_SPELLED: dict[int, str | None] = {
    **_LEFT_OUT,
    **{ord(c): spelled for c, spelled in {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.items()},
    ord("\r"): "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}


def accent() -> str:
    """Return the one colour of what is printed, as ``kit.typ`` has it; acts and letters are in black."""
    return looks.theme("light").primary.removeprefix("#")


def xml(text: str) -> str:
    """Return a text for the inside of an element or of an attribute: never markup, never a refused character."""
    return text.replace("\r\n", "\n").translate(_SPELLED)


def legal(text: str) -> str:
    """Return a part written in XML without the characters that XML has no place for."""
    return text.translate(_LEFT_OUT)


def running_text(text: str) -> str:
    """Return text of ODF, which folds spaces and line breaks unless they are elements (ODF 1.3, part 3, 6.1.2)."""
    return _SPACES.sub(_space, xml(text))


def _space(found: re.Match[str]) -> str:
    if found[0] == "\n":
        return "<text:line-break/>"
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def sign(box: Box) -> str:
    """Return the character of a box."""
    return SIGNS.get(box.status, EMPTY)


def is_tickable(box: Box) -> bool:
    """Whether the box is one that a click may tick: it is empty or ticked, not crossed out by a dash."""
    return sign(box) in (EMPTY, SIGNS[Status.DONE])


def full_title(document: Document) -> str:
    """Return the title of the metadata: what it is, and whose."""
    title = " – ".join(part for part in (document.title.strip(), document.place.strip()) if part)
    return title if len(title) <= _LONGEST else title[:_LONGEST].rstrip() + "…"


def scale(document: Document) -> tuple[float, ...]:
    """Return how large titles of level 1 to 6 are, in the size of the text: as the pages have them (``kit.typ``)."""
    if document.size > SIZES[0]:
        return (1.6, 1.2, 1, 1, 1, 1)
    if document.official:
        return (1.45, 1.05, 1, 1, 1, 1)
    return (1.8, 1.5 if document.paper is Paper.A5 else 1.2, 1.1, 1, 1, 1)


def encloses(document: Document) -> bool:
    """Say whether what goes with a letter stands right below its subject."""
    first = document.blocks[0] if document.blocks else None
    return isinstance(first, Styled) and first.role is Role.ENCLOSED


def emblem_room(document: Document) -> tuple[float, float]:
    """Return how high and how wide an emblem may be, in centimetres (``document.typ``)."""
    if document.letter:
        return 1.9, 2.4
    if document.official:
        return (2.4, 2.6) if document.head else (2, 6)
    return (3.4, 7) if document.poster else (1.8, 4)


def is_dense(document: Document) -> bool:
    """Say whether titles stand near their text: in an act, and on a small page."""
    return document.official or document.paper is Paper.A5


def bullets(document: Document) -> str:
    """Return the marks of the lists of three levels: those of an act are dashes."""
    return "–•–" if document.official else "•–•"


def initials(document: Document) -> str:
    """Return the line at the foot of each page that the parties of a convention initial."""
    return "  ".join((f"{wording().say('acts', 'initials')}\u00a0:", *("…" * 8,) * document.initials))


def is_certified(cell: Cell) -> bool:
    """Say whether the last line of a frame is signed, as « Caractère exécutoire »: a narrow one needs room below."""
    signed = any(isinstance(one, Styled) and one.role is Role.SIGNATORY for one in cell.blocks)
    return cell.framed and not is_stamp(cell) and not signed


def is_stamp(cell: Cell) -> bool:
    """Say whether a cell is the frame that the contrôle de légalité stamps."""
    return any(isinstance(one, Styled) and one.role is Role.STAMP for one in cell.blocks)


def windowed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Set who writes and to whom side by side: however long the first, an office keeps the second at its height."""
    sender = Cell(())
    for block in blocks:
        role = _role(block)
        if role is Role.RECIPIENT:
            yield Beside((sender, Cell((block,))))
        elif sender.blocks:
            yield Beside((sender, Cell(())))
        sender = Cell((block,) if role is Role.SENDER else ())
        if role not in (Role.SENDER, Role.RECIPIENT):
            yield block
    if sender.blocks:
        yield Beside((sender, Cell(())))


def is_window(block: Beside) -> bool:
    """Say whether the parts side by side are who writes a letter and to whom."""
    return any(_role(one) in (Role.SENDER, Role.RECIPIENT) for cell in block.cells for one in cell.blocks)


def in_rows(block: Beside) -> list[tuple[tuple[Block, ...], ...]]:
    """Return the rows of parts side by side: of those who sign, the names stand level, however long their titles."""
    ends = [
        next((at for at, one in enumerate(cell.blocks, 1) if _role(one) is Role.SIGNATORY), 0) for cell in block.cells
    ]
    if len(ends) < 2 or not all(ends):
        return [tuple(cell.blocks for cell in block.cells)]
    told = list(zip(block.cells, ends, strict=True))
    rest = tuple(cell.blocks[end:] for cell, end in told)
    return [tuple(cell.blocks[:end] for cell, end in told), *[rest] * any(rest)]


def _role(block: Block) -> Role | None:
    inner = block.block if isinstance(block, Commented) else block
    return inner.role if isinstance(inner, Styled) else None


def filled(name: str, **values: object) -> str:
    """Return a part kept in ``resources/print``, each ``$name`` replaced; the caller gives XML."""
    text = (paths.print_templates() / name).read_text(encoding="utf-8")
    return Template(text).substitute({key: str(value) for key, value in values.items()})


def packed(parts: Mapping[str, str | bytes], *, first: tuple[str, str] | None = None) -> bytes:
    """Return a zip of parts; ``first`` is stored as it is, before all others (ODF 1.3, part 2, 3.3)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if first:
            package.writestr(zipfile.ZipInfo(first[0], _MOMENT), first[1], zipfile.ZIP_STORED)
        for name, part in parts.items():
            content = part.encode("utf-8") if isinstance(part, str) else part
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
