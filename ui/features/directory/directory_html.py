"""The local directory → HTML for an ``ArticleView``: its entries, and a look at a table before it is taken.

Links: ``contact:…`` opens an entry, ``plus:`` shows more of them. Pure: only values.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from kit.mandate.directory import Contact
from kit.typography import fr
from ui.text import html
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


def entries(found: Sequence[Contact], theme: Tokens, *, most: int, lead: str) -> Markup:
    """Return the entries, at most ``most`` of them; a link shows the rest."""
    return html.page((html.paragraph(lead, "lead"), *map(_entry, found[:most]), html.more(len(found) - most)), theme)


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


def _entry(one: Contact) -> str:
    about = " · ".join(part for part in (one.kind, one.activity) if part)
    reach = " · ".join(part for part in (one.contact, one.phone, one.email, one.place) if part)
    met = fr("Dernière rencontre : {shown_day}", shown_day=shown_day(one.met)) if one.met else ""
    links = f"{len(one.links)} action{'s' if len(one.links) > 1 else ''} liée{'s' if len(one.links) > 1 else ''}"
    foot = " · ".join(part for part in (met, links if one.links else "") if part)
    name = html.link(one.on, html.bold(one.name))
    return html.frame("card", html.lines((name, about, reach, html.muted(foot) if foot else "")))
