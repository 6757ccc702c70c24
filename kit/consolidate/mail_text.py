"""The text of a message that anyone may have sent, and the dossiers attached to it.

What is looked at is bounded, and the work grows with it alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import Compat32
from typing import IO

import msgspec

from kit.bounded import OutOfBounds

MESSAGE_LIMIT = 12_000_000
"""Bytes of a message that are looked at: what servers take of a message of the kit (``transports.WEIGHT_LIMIT``)."""
LINE_LIMIT = 170_000
"""Lines of a message that are looked at: each is held against the boundaries of all parts that it stands in."""
PART_LIMIT = 200
"""Parts of a message, whether beside or within each other."""
HEADER_LIMIT = 10_000
"""Characters of a header that says what a part is: the parser takes the square of them."""
ATTACHED_LIMIT = 20
"""Attachments of a message that are opened."""
_TAG = re.compile(r"<[^<>]*>")


def message_of(file: IO[bytes]) -> bytes:
    """Return as much of a message as is looked at."""
    return next(_cut(file, at_from=False), b"")


def messages_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield as much of each message of an mbox (RFC 4155) as is looked at."""
    return _cut(file, at_from=True)


class Attached(msgspec.Struct, frozen=True):
    """What is attached to a message: its name, as its sender wrote it, and its content."""

    name: str
    content: bytes


class Mail(msgspec.Struct, frozen=True):
    """A message: its Date header, its text, of HTML without tags, and what is attached with one of the endings asked.

    The text is right where it is ASCII, as the line that is looked for is.
    """

    day: str
    text: str
    attached: tuple[Attached, ...]


def mail_of(data: bytes, endings: tuple[str, ...] = ()) -> Mail:
    """Return what a message says; nothing attached is opened. Raises OutOfBounds, ValueError, RecursionError."""
    from email.parser import BytesParser

    count = 0

    def made(*arguments: object, **names: object) -> Message:
        nonlocal count
        count += 1
        if count > PART_LIMIT:
            raise OutOfBounds(count)
        return Message(_POLICY)

    message = BytesParser(made, policy=_POLICY).parsebytes(data)
    attached = tuple(_attached(message, endings)) if endings else ()
    return Mail(str(message["Date"] or "")[:200], _text(message), attached)


class _Bounded(Compat32):
    """Reads headers as they stand, none that says what a part is over HEADER_LIMIT."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if len(value) > HEADER_LIMIT and name.lower().startswith("content-"):
            raise OutOfBounds(len(value))
        return name, value


_POLICY = _Bounded()


def _text(message: Message) -> str:
    parts = []
    for part in message.walk():
        if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        words = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
        plain = part.get_content_subtype() == "plain"
        parts.append(words if plain else html.unescape(_TAG.sub(" ", words)))
        if plain:
            break
    return "\n".join(parts)


def _attached(message: Message, endings: tuple[str, ...]) -> Iterator[Attached]:
    count = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        name = part.get_filename("")
        if isinstance(name, str) and name.lower().endswith(endings) and count < ATTACHED_LIMIT:
            count += 1
            content = part.get_payload(decode=True)
            yield Attached(name, content if isinstance(content, bytes) else b"")


def _cut(file: IO[bytes], *, at_from: bool) -> Iterator[bytes]:
    kept, lines, is_begun = bytearray(), 0, False
    while line := file.readline(MESSAGE_LIMIT):
        if at_from and line.startswith(b"From "):
            if is_begun:
                yield bytes(kept)
            kept, lines, is_begun = bytearray(), 0, False
            continue
        is_begun = True
        if lines < LINE_LIMIT:
            kept += line[: MESSAGE_LIMIT - len(kept)]
            lines += 1 + line.count(b"\r")
        elif not at_from:
            break
    if is_begun:
        yield bytes(kept)
