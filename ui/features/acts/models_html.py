"""« Modèles à adapter » → HTML for an ``ArticleView``: one's own acts, then the models by kind. Pure: only values.

A link to adapt is ``modele:<id>``, one to go on with an act ``acte:<id>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct

from kit.acts.model import ActModel
from kit.typography import fr, french
from ui.text import html
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
) -> Markup:
    """Return the page; models that do not fit the collectivité stand at the end, each with the reason."""
    parts = [html.paragraph(lead, "lead")]
    if own:
        parts.append(html.heading("Vos actes"))
        parts += [_own(act) for act in own]
    order = list(KINDS)
    ordered = sorted(offered, key=lambda one: order.index(one.kind))
    for kind, group in groupby(ordered, key=lambda one: one.kind):
        parts.append(html.heading(KINDS[kind]))
        parts += [_model(one) for one in group]
    if unfit:
        parts.append(html.heading("Pas pour votre collectivité"))
        parts += [_unfit(one) for one in unfit]
    return html.page(parts, theme)


def _own(act: OwnAct) -> Markup:
    title = french(act.title)
    return html.card(
        (
            html.heading_in_frame(title, 3, f"acte-{act.id}"),
            html.paragraph(html.tag(act.state)),
            html.paragraph(fr("Pour : {serves}", serves=french(act.serves)) if act.serves else "", "small"),
            html.paragraph(html.link(f"{ACT}{act.id}", fr("Reprendre : {title}", title=title))),
        )
    )


def _model(model: ActModel) -> Markup:
    title = _told(model.title)
    return html.card(
        (
            html.heading_in_frame(title, 3, model.id),
            html.paragraph(_told(model.summary)),
            html.paragraph(fr("Qui signe : {told}", told=_told(model.signed_by)) if model.signed_by else "", "small"),
            html.paragraph(html.link(f"{MODEL}{model.id}", fr("Adapter : {title}", title=title))),
        )
    )


def _unfit(model: ActModel) -> Markup:
    return html.card((html.heading_in_frame(_told(model.title), 3, model.id), html.paragraph(_told(model.unfit))))


def _told(words: str) -> str:
    return in_chosen_form(french(words))
