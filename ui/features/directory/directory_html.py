"""A table for the local directory, looked at before it is taken → HTML for an ``ArticleView``. Pure: only values."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kit.tokens import Tokens
from kit.typography import fr
from ui.text import html

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


def preview(rows: Sequence[dict[str, str]], lead: str, theme: Tokens) -> Markup:
    """Return the first rows of a table as the entries that they would become."""
    parts = [html.paragraph(lead, "lead")]
    for row in rows[:_IN_PREVIEW]:
        told = [
            fr("{field_names} : {begun}", field_names=FIELD_NAMES[field], begun=_begun(row[field]))
            for field in FIELD_NAMES
            if row.get(field)
        ]
        parts.append(html.frame("card", html.lines((html.bold(_begun(row["name"])), " · ".join(told[1:])))))
    if len(rows) > _IN_PREVIEW:
        parts.append(html.paragraph(f"Et {len(rows) - _IN_PREVIEW} autres.", "small"))
    return html.page(parts, theme)


def _begun(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
