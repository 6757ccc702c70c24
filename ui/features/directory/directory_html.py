"""A table for the local directory, looked at before it is taken → HTML for an ``ArticleView``. Pure: only values."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens

FIELD_NAMES = {
    "name": "Nom",
    "kind": "Sorte de structure",
    "activity": "Activité",
    "place": "Adresse ou commune",
    "contact": "Personne à joindre",
    "email": "Courriel",
    "phone": "Téléphone",
    "met": "Dernière rencontre le",
    "note": "Note",
}
_IN_PREVIEW = 20
_SHOWN = 200  # characters of a value in the preview


def preview(rows: Sequence[dict[str, str]], lead: str, theme: Tokens) -> str:
    """Return the first rows of a table as the entries that they would become."""
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    for row in rows[:_IN_PREVIEW]:
        lines = [f"<b>{escape(_begun(row['name']))}</b>"]
        told = (f"{FIELD_NAMES[field]}\u00a0: {escape(_begun(row[field]))}" for field in FIELD_NAMES if row.get(field))
        lines.append(" · ".join(list(told)[1:]))
        parts.append(_card(lines))
    if len(rows) > _IN_PREVIEW:
        parts.append(f'<p class="small">Et {len(rows) - _IN_PREVIEW} autres.</p>')
    return _page(parts, theme)


def _begun(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _card(lines: Sequence[str]) -> str:
    inner = "<br>".join(line for line in lines if line)
    return f'<table class="card" width="100%" cellspacing="0"><tr><td class="inside">{inner}</td></tr></table>'


def _page(parts: Sequence[str], theme: Tokens) -> str:
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"
