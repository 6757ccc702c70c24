"""The local directory → HTML for an ``ArticleView``: its entries, and a look at a table before it is taken.

Links: ``contact:…`` opens an entry, ``plus:`` shows more of them. Pure: only values.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from kit.mandate.directory import Contact
from ui.text.list_html import more
from ui.theme.article_css import article_css
from ui.theme.tokens import Tokens
from ui.widgets.days import shown_day

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


def entries(found: Sequence[Contact], theme: Tokens, *, most: int, lead: str) -> str:
    """Return the entries, at most ``most`` of them; a link shows the rest."""
    parts = [f'<p class="lead">{escape(lead)}</p>'] if lead else []
    parts += [_entry(one) for one in found[:most]]
    parts += more(len(found) - most)
    return _page(parts, theme)


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


def _entry(one: Contact) -> str:
    about = " · ".join(part for part in (one.kind, one.activity) if part)
    reach = " · ".join(part for part in (one.contact, one.phone, one.email, one.place) if part)
    met = f"Dernière rencontre\u00a0: {shown_day(one.met)}" if one.met else ""
    links = f"{len(one.links)} action{'s' if len(one.links) > 1 else ''} liée{'s' if len(one.links) > 1 else ''}"
    foot = " · ".join(part for part in (met, links if one.links else "") if part)
    lines = [f'<a href="{escape(one.on)}"><b>{escape(one.name)}</b></a>', escape(about), escape(reach)]
    if foot:
        lines.append(f'<span class="muted">{escape(foot)}</span>')
    return _card(lines)


def _card(lines: Sequence[str]) -> str:
    inner = "<br>".join(line for line in lines if line)
    return f'<table class="card" width="100%" cellspacing="0"><tr><td class="inside">{inner}</td></tr></table>'


def _page(parts: Sequence[str], theme: Tokens) -> str:
    return f"<html><head><style>{article_css(theme)}</style></head><body>{''.join(parts)}</body></html>"
