"""What was understood of the codes typed back from paper → HTML for an ``ArticleView``. Pure: only values."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec import Struct

from kit.tokens import Tokens
from kit.typography import fr
from ui.text import html

_HEADS = ("Action", "Avant", "Après")
_UNKNOWN = Markup("<b>Non compris</b>&nbsp;: {}. Corrigez-les dans le champ, ou laissez-les de côté.")


class Understood(Struct, frozen=True):
    """One code: its action, its status before and after; ``same`` when nothing would change."""

    name: str
    before: str
    after: str
    same: bool = False


def page(reads: Sequence[Understood], unknown: Sequence[str], theme: Tokens, *, hint: Sequence[str]) -> Markup:
    """Return the table of what is understood, then the words that are not; ``hint`` while nothing is typed."""
    parts = []
    if unknown:
        words = ", ".join(fr("« {word} »", word=word) for word in unknown)
        parts.append(html.paragraph(_UNKNOWN.format(words)))
    if reads:
        parts.append(html.table(_HEADS, map(_row, reads)))
    elif not unknown:
        parts += map(html.paragraph, hint)
    return html.page(parts, theme)


def _row(read: Understood) -> tuple[str, ...]:
    return read.name, read.before, "déjà noté" if read.same else html.bold(read.after)
