"""The sheet of shortcuts: keys and what they do, to keep beside the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kit.content.blocks import Table
from kit.content.model import Publisher
from kit.documents.boxes import footer
from kit.documents.document import Document, Lead, words
from kit.documents.wording import wording


def shortcuts_document(rows: Sequence[tuple[str, str]], publisher: Publisher, *, today: date | None = None) -> Document:
    """Return the sheet of these rows: keys, what they do."""
    say = wording()
    header = (words(say.say("shortcuts", "keys")), words(say.say("shortcuts", "what")))
    table = Table(header, tuple((words(keys, bold=True), words(what)) for keys, what in rows))
    return Document(
        title=say.say("shortcuts", "title"),
        blocks=(Lead(words(say.say("shortcuts", "lead"))), table),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
    )
