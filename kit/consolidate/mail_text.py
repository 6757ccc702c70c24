"""The text of a message that anyone may have sent: what is looked at is bounded, and the work grows with it alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import Compat32
from typing import IO

from kit.bounded import OutOfBounds

MESSAGE_LIMIT = 8_000_000
"""Bytes of a message that are looked at: the line stands in its text, before what is attached."""
LINE_LIMIT = 150_000
"""Lines of a message that are looked at: each is held against the boundaries of all parts that it stands in."""
PART_LIMIT = 200
"""Parts of a message, whether beside or within each other."""
HEADER_LIMIT = 10_000
"""Characters of a header that says what a part is: the parser takes the square of them."""
_TAG = re.compile(r"<[^<>]*>")


def message_of(file: IO[bytes]) -> bytes:
    """Return as much of a message as is looked at."""
    return next(_cut(file, at_from=False), b"")


def messages_of(file: IO[bytes]) -> Iterator[bytes]:
    """Yield as much of each message of an mbox (RFC 4155) as is looked at."""
    return _cut(file, at_from=True)


def day_and_text(data: bytes) -> tuple[str, str]:
    """Return the Date header and the text of a message, of HTML without its tags; attachments are not opened.

    The text is right where it is ASCII, as the line that is looked for is. Raises OutOfBounds, ValueError,
    RecursionError.
    """
    from email.parser import BytesParser

    count = 0

    def made(*arguments: object, **names: object) -> Message:
        nonlocal count
        count += 1
        if count > PART_LIMIT:
            raise OutOfBounds(count)
        return Message(_POLICY)

    message = BytesParser(made, policy=_POLICY).parsebytes(data)
    return str(message["Date"] or "")[:200], _text(message)


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
