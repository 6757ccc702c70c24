"""« Modèles à adapter » → HTML for an ``ArticleView``: one's own acts, then the models by kind. Pure: only values.

A link to adapt is ``modele:<id>``, one to go on with an act ``acte:<id>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from msgspec import Struct

from kit.acts.model import ActModel
from kit.content.typography import french
from ui.text.list_html import card, name, page, title
from ui.theme.tokens import Tokens
from ui.widgets.own_words import in_chosen_form

MODEL, ACT = "modele:", "acte:"
KINDS = {
    "arrete": "Arrêtés",
    "deliberation": "Délibérations",
    "convention": "Conventions",
    "reglement": "Règlements",
    "clause": "Clauses de marché",
    "lettre": "Lettres",
    "note": "Notes et questionnaires",
    "fiche": "Fiches",
}


class OwnAct(Struct, frozen=True):
    """An act of the dossier: its id, its title, its state in words, what it serves."""

    id: str
    title: str
    state: str
    serves: str = ""


def models(
    own: Sequence[OwnAct], offered: Sequence[ActModel], unfit: Sequence[ActModel], theme: Tokens, *, lead: str
) -> str:
    """Return the page; models that do not fit the collectivité stand at the end, each with the reason."""
    parts = [f'<p class="lead">{escape(lead)}</p>']
    if own:
        parts.append(title("Vos actes"))
        parts += [_own(act) for act in own]
    order = list(KINDS)
    ordered = sorted(offered, key=lambda one: order.index(one.kind))
    for kind, group in groupby(ordered, key=lambda one: one.kind):
        parts.append(title(KINDS[kind]))
        parts += [_model(one) for one in group]
    if unfit:
        parts.append(title("Pas pour votre collectivité"))
        parts += [_unfit(one) for one in unfit]
    return page(parts, theme)


def _own(act: OwnAct) -> str:
    serves = f'<p class="small">Pour\u00a0: {escape(french(act.serves))}</p>' if act.serves else ""
    tag = f'<p><span class="tag">\u00a0{escape(act.state)}\u00a0</span></p>'
    link = f'<p><a href="{ACT}{escape(act.id)}">Reprendre\u00a0: {escape(french(act.title))}</a></p>'
    return card((name(f"acte-{act.id}", french(act.title), 3), tag, serves, link))


def _model(model: ActModel) -> str:
    signed = f'<p class="small">Qui signe\u00a0: {_told(model.signed_by)}</p>' if model.signed_by else ""
    link = f'<p><a href="{MODEL}{escape(model.id)}">Adapter\u00a0: {_told(model.title)}</a></p>'
    return card(
        (name(model.id, in_chosen_form(french(model.title)), 3), f"<p>{_told(model.summary)}</p>", signed, link)
    )


def _unfit(model: ActModel) -> str:
    return card((name(model.id, in_chosen_form(french(model.title)), 3), f"<p>{_told(model.unfit)}</p>"))


def _told(words: str) -> str:
    return escape(in_chosen_form(french(words)))
