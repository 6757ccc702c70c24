"""The message as a letter, for who has no mail program: PDF, ODT or DOCX, with a QR code of the short mailto."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from kit.content.blocks import Items, Paragraph
from kit.content.model import Publisher
from kit.documents.document import Block, Document, words
from kit.documents.glyphs import drawable
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.wording import Wording, wording
from kit.errors import CodeTooLarge, UnknownFormat
from kit.files import write_whole
from kit.mail import clean, letter_office, qr, transports
from kit.mail.draft import MailDraft

TEMPLATE = "letter.typ"
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


def to_publisher(
    draft: MailDraft,
    publisher: Publisher,
    postal: tuple[str, ...],
    *,
    sender: tuple[str, ...],
    today: date,
) -> Letter:
    """Return a draft as a letter; its last line of ``sender`` is the collectivité, where it is written.

    Where the publisher gave no postal address, the letter says that it is to be completed. A draft to someone else
    has the address of mail as its block: the kit knows no other.
    """
    say = wording()
    if draft.to == publisher.mail:
        block = (publisher.full_name, f"({publisher.name})", *(postal or (say.say("letter", "no_postal"),)))
    else:
        block = (draft.to, say.say("letter", "no_postal"))
    lines = tuple(line for line in sender if line)
    footer = say.say("documents", "footer", publisher=publisher.name, version=publisher.content_version)
    return Letter(draft, lines, block, sender[-1] if sender else "", today, footer)


def write(letter: Letter, out: Path, *, force: bool = False, typesetter: Typesetter | None = None) -> None:
    """Write a letter in the format of ``out``'s extension.

    Raises UnknownFormat, OutputExists (unless ``force``), CompileFailed, or the OSError of a disk that refuses.
    """
    extension = out.suffix.lower()
    if extension not in FORMATS:
        raise UnknownFormat(out.suffix, FORMATS)
    if extension == ".pdf":
        made = (typesetter or Typesetter()).compile_pdf(TEMPLATE, inputs(letter), ARCHIVED)
    else:
        made = _office(letter, extension)
    write_whole(out, made, force=force)


def inputs(letter: Letter) -> dict[str, str]:
    """Return the ``sys.inputs`` of ``letter.typ``."""
    say, draft, code = wording(), letter.draft, _code(letter.draft)
    record = {
        "title": _shown(say.say("letter", "subject", subject=draft.subject)),
        "document": _shown(draft.subject) or say.say("documents", "author"),
        "author": _shown(letter.sender[0] if letter.sender else "") or say.say("documents", "author"),
        "place": "",
        "date": say.date(letter.date),
        "when": _shown(_place_and_date(letter, say)),
        "day": [letter.date.year, letter.date.month, letter.date.day],
        "footer": _shown(letter.footer),
        "size": letter.size,
        "landscape": False,
        "page": say.phrases["documents"]["page"],
        "sender": [_shown(line) for line in letter.sender],
        "recipient": [_shown(line) for line in letter.recipient],
        "parts": [[_shown(line) for line in part.split("\n")] for part in _parts(draft)],
        "code": qr.svg(code) if code else "",
        "code_alt": say.say("letter", "code_alt", mail=draft.to),
        "code_says": say.say("letter", "code", mail=draft.to),
    }
    return {"data": json.dumps(record, ensure_ascii=False)}


def document(letter: Letter) -> Document:
    """Return the letter as a document of the kit, for what an office writes; its title stands in for the subject."""
    say = wording()
    return Document(
        title=say.say("letter", "subject", subject=letter.draft.subject),
        blocks=tuple(_blocks(letter, say)),
        date=letter.date,
        footer=letter.footer,
        author=letter.sender[0] if letter.sender else "",
        size=letter.size,
        dated=False,
    )


def _office(letter: Letter, extension: str) -> bytes:
    made, code = document(letter), _code(letter.draft)
    picture = qr.png(code) if code else b""
    alt = wording().say("letter", "code_alt", mail=letter.draft.to)
    head = letter_office.Head(bool(letter.sender), bool(letter.recipient) + 1)
    if extension == ".odt":
        from kit.documents.odt import odt

        return letter_office.odt_letter(odt(made), head, picture, alt)
    from kit.documents.docx import docx

    return letter_office.docx_letter(docx(made), head, picture, alt)


def _blocks(letter: Letter, say: Wording) -> Iterator[Block]:
    for block in (letter.sender, letter.recipient):
        if block:
            yield Paragraph(words("\n".join(block)))
    yield Paragraph(words(_place_and_date(letter, say)))
    for part in _parts(letter.draft):
        lines = part.split("\n")
        items = [line.removeprefix(_ITEM) for line in lines if line.startswith(_ITEM)]
        before = [line for line in lines if not line.startswith(_ITEM)]
        if before:
            yield Paragraph(words("\n".join(before)))
        if items:
            yield Items(False, tuple((Paragraph(words(item)),) for item in items))
    if _code(letter.draft):
        yield Paragraph(words(say.say("letter", "code", mail=letter.draft.to)))


def _parts(draft: MailDraft) -> list[str]:
    return [part for part in clean.unwrap(draft.body).split("\n\n") if part.strip()]


def _place_and_date(letter: Letter, say: Wording) -> str:
    day = say.date(letter.date)
    return say.say("letter", "date", place=letter.place, day=day) if letter.place else say.say("letter", "day", day=day)


def _code(draft: MailDraft) -> str:
    """Return what the QR code says, nothing where it would be too fine to be read."""
    text = transports.short_mailto(draft)
    try:
        qr.modules(text)
    except CodeTooLarge:
        return ""
    return text


def _shown(text: str) -> str:
    return drawable(text)
