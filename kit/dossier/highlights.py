"""Passages that one highlighted in a text, each with a note: how the dossier keeps them.

Target ``article:<id>`` of any text, an action too. Each passage is a field of its own with a random id, so that two
people mark passages apart without a conflict: ``highlight:<id>`` holds ``{"exact", "prefix", "suffix"}``, never written
again, and ``highlight:<id>:note`` what one wrote about it. Clearing both removes the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from kit.dossier.model import Change
from kit.dossier.plan_fields import new_id
from kit.dossier.view import DossierView
from kit.text_quote import AROUND_LIMIT, EXACT_LIMIT, TextQuote

PAGE = "article:"
HIGHLIGHT, _NOTE = "highlight:", ":note"
_FIELD = re.compile(r"highlight:([0-9A-Za-z-]{1,64})(:note)?")


class Highlight(Struct, frozen=True):
    """A passage of the text that ``on`` names. Where someone removed it while another wrote, only the note is left."""

    on: str
    id: str
    quote: TextQuote
    note: str = ""

    @property
    def article(self) -> str:
        """The id of the text."""
        return self.on.removeprefix(PAGE)

    @property
    def field(self) -> str:
        """The field that holds the passage."""
        return HIGHLIGHT + self.id

    @property
    def note_field(self) -> str:
        """The field that holds what one wrote about it."""
        return self.field + _NOTE


def is_note(field: str) -> bool:
    """Say whether a field holds what one wrote about a passage."""
    return field.startswith(HIGHLIGHT) and field.endswith(_NOTE)


def highlights_of(on: str, fields: Mapping[str, object]) -> tuple[Highlight, ...]:
    """Return the passages among the fields of a target, the oldest in the file first; what is not sound is left out."""
    found: dict[str, Highlight] = {}
    for field, value in fields.items():
        told = _FIELD.fullmatch(field)
        if told is None or told[1] in found:
            continue
        name = HIGHLIGHT + told[1]
        quote, note = _quote(fields.get(name)), fields.get(name + _NOTE)
        written = note if isinstance(note, str) else ""
        if quote is not None or (name not in fields and written.strip() and value is note):
            found[told[1]] = Highlight(on, told[1], quote or TextQuote(""), written)
    return tuple(found.values())


def all_highlights(dossier: DossierView) -> Iterator[Highlight]:
    """Yield the passages of all texts, those of one text together."""
    for on in dossier.targets(PAGE):
        yield from highlights_of(on, dossier.fields(on))


def highlighted(article_id: str, quote: TextQuote) -> tuple[Highlight, list[Change]]:
    """Mark a passage of a text: the passage, and the changes."""
    made = Highlight(PAGE + article_id, new_id(), quote)
    value = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    return made, [Change(made.on, made.field, value)]


def removed(one: Highlight) -> list[Change]:
    """Take a passage away, with its note."""
    held = ([one.field] if one.quote.exact else []) + ([one.note_field] if one.note else [])
    return [Change(one.on, field, None) for field in held]


def _quote(value: object) -> TextQuote | None:
    """Return a passage as the journal holds it; None for what no such program wrote."""
    if not isinstance(value, dict):
        return None
    exact, prefix, suffix = (value.get(key, "") for key in ("exact", "prefix", "suffix"))
    if not (isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str)):
        return None
    if not exact.strip() or len(exact) > EXACT_LIMIT or max(len(prefix), len(suffix)) > AROUND_LIMIT:
        return None
    return TextQuote(exact, prefix, suffix)
