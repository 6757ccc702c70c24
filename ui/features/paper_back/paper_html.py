"""What was understood of the codes typed back from paper → HTML for an ``ArticleView``. Pure: only values."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens


class Understood(Struct, frozen=True):
    """One code: its action, its status before and after; ``same`` when nothing would change."""

    name: str
    before: str
    after: str
    same: bool = False


def page(reads: Sequence[Understood], unknown: Sequence[str], theme: Tokens, *, hint: Sequence[str]) -> str:
    """Return the table of what is understood, then the words that are not; ``hint`` while nothing is typed."""
    parts = []
    if unknown:
        words = ", ".join(f"«\u00a0{escape(word)}\u00a0»" for word in unknown)
        parts.append(f"<p><b>Non compris</b>\u00a0: {words}. Corrigez-les dans la case, ou laissez-les de côté.</p>")
    if reads:
        heads = "".join(f"<th>{words}</th>" for words in ("Action", "Avant", "Après"))
        rows = "".join(_row(read) for read in reads)
        parts.append(f'<table class="data" width="100%" cellspacing="0"><thead><tr>{heads}</tr></thead>{rows}</table>')
    elif not unknown:
        parts += [f"<p>{escape(words)}</p>" for words in hint]
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"


def _row(read: Understood) -> str:
    after = "déjà noté" if read.same else f"<b>{escape(read.after)}</b>"
    return f"<tr><td>{escape(read.name)}</td><td>{escape(read.before)}</td><td>{after}</td></tr>"
