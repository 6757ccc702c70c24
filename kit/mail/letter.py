"""The message as a letter, for who has no mail program: PDF, ODT or DOCX, for an envelope with a window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from kit.content.blocks import Items, Paragraph
from kit.content.model import Publisher
from kit.documents import writer
from kit.documents.document import Block, Document, Emblem, Kept, Role, Styled, words
from kit.documents.typeset import Typesetter
from kit.documents.wording import Wording, wording
from kit.errors import UnknownFormat
from kit.mail import clean
from kit.mail.draft import MailDraft

FORMATS = (".pdf", ".odt", ".docx")
_ITEM = "- "


class Letter(Struct, frozen=True):
    """A letter: the draft it comes of, and the lines of sender, recipient, place; ``size`` in points."""

    draft: MailDraft
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    place: str
    date: date
    footer: str = ""
    size: int = 11
    emblem: Emblem | None = None
    templates: tuple[Kept, ...] = ()


def to_publisher(
    draft: MailDraft,
    publisher: Publisher,
    postal: tuple[str, ...],
    *,
    name: str = "",
    sender: tuple[str, ...],
    address: str = "",
    today: date,
    emblem: Emblem | None = None,
    templates: tuple[Kept, ...] = (),
) -> Letter:
    """Return a draft as a letter; its last line of ``sender`` is the collectivité, where it is written.

    ``address`` is that of the collectivité, in lines.

    ``postal`` is the address on paper, a line each, and ``name`` who it is when that is not the publisher. What is not
    known is left out: nothing is printed in its place. ``emblem`` stands beside the sender;
    ``templates`` are those of the mairie.
    """
    say = wording()
    told = (publisher.full_name, f"({publisher.name})") if draft.to == publisher.mail else (name or draft.to,)
    lines = tuple(line.strip() for line in (*sender, *address.splitlines()) if line.strip())
    footer = say.say("documents", "footer", publisher=publisher.name, version=publisher.content_version)
    return Letter(
        draft, lines, (*told, *postal), sender[-1] if sender else "", today, footer, emblem=emblem, templates=templates
    )


def write(letter: Letter, out: Path, *, force: bool = False, typesetter: Typesetter | None = None) -> None:
    """Write a letter in the format of ``out``'s extension.

    Raises UnknownFormat, OutputExists (unless ``force``), CompileFailed, or the OSError of a disk that refuses.
    """
    if out.suffix.lower() not in FORMATS:
        raise UnknownFormat(out.suffix, FORMATS)
    writer.write(document(letter), out, force=force, typesetter=typesetter)


def document(letter: Letter) -> Document:
    """Return the letter as a document of the kit, laid out for an envelope with a window; its title is the subject."""
    say = wording()
    head = (
        (Role.SENDER, "\n".join(letter.sender)),
        (Role.RECIPIENT, "\n".join(letter.recipient)),
        (Role.SENT, _place_and_date(letter, say)),
    )
    return Document(
        title=say.say("letter", "subject", subject=letter.draft.subject),
        head=tuple(Styled(role, words(text)) for role, text in head),
        blocks=tuple(block for part in _parts(letter.draft) for block in _blocks(part)),
        date=letter.date,
        footer=letter.footer,
        author=letter.sender[0] if letter.sender else "",
        size=letter.size,
        dated=False,
        letter=True,
        emblem=letter.emblem,
        templates=letter.templates,
    )


def _blocks(part: str) -> Iterator[Block]:
    lines = part.split("\n")
    if len(lines) > 1 and lines[0].endswith(","):  # « Bien cordialement, », then who signs
        yield Paragraph(words(lines[0]))
        yield Styled(Role.SIGNED, words("\n".join(lines[1:])))
        return
    items = [line.removeprefix(_ITEM) for line in lines if line.startswith(_ITEM)]
    before = [line for line in lines if not line.startswith(_ITEM)]
    if before:
        yield Paragraph(words("\n".join(before)))
    if items:
        yield Items(False, tuple((Paragraph(words(item)),) for item in items))


def _parts(draft: MailDraft) -> list[str]:
    return [part for part in clean.unwrap(draft.body).split("\n\n") if part.strip()]


def _place_and_date(letter: Letter, say: Wording) -> str:
    day = say.date(letter.date)
    return say.say("letter", "date", place=letter.place, day=day) if letter.place else say.say("letter", "day", day=day)
