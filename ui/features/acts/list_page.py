"""Modèles à adapter: the acts, letters and sheets of the kit, and those begun in this dossier."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from kit.acts import record
from kit.acts.model import ActModel
from kit.errors import UnknownId
from kit.search.narrowing import narrow
from kit.typography import counted, fr, french
from ui.output import list_prints
from ui.services.context import AppContext
from ui.services.navigation import Route, ToActModel
from ui.text.cards import Card, Found, Group, Line, Link
from ui.text.list_page import Listing, ListPage
from ui.text.list_pane import Filter, Wanted
from ui.widgets.own_words import in_chosen_form

MODEL, ACT = "modele:", "acte:"
KIND = "sorte"
_ALL = ""
_KINDS = {
    "arrete": "Arrêtés",
    "deliberation": "Délibérations",
    "convention": "Conventions",
    "reglement": "Règlements",
    "clause": "Clauses de marché",
    "lettre": "Lettres",
    "note": "Notes et questionnaires",
    "fiche": "Fiches",
}
_ORDER = list(_KINDS)
_LEAD = fr(
    "Des textes à compléter avec le secrétariat, au nom de votre collectivité. "
    "À faire relire avant signature : chaque modèle dit les articles à vérifier."
)
_NOTHING = "Aucun modèle ne correspond. Essayez un autre mot, ou toutes les sortes."


class Models(Listing):
    """One's own acts, the models by kind, and those that do not fit the collectivité, each with the reason."""

    title = "Modèles à adapter"
    hint = "Chercher un modèle"

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.models: tuple[ActModel, ...] = ()

    @property
    def filters(self) -> tuple[Filter, ...]:
        return (Filter(KIND, "Sorte de document", ((_ALL, "Toutes les sortes"), *_KINDS.items())),)

    def reading(self) -> Callable[[], tuple[ActModel, ...]]:
        return self.context.acts.models.all

    def take(self, read: tuple[ActModel, ...]) -> None:
        self.models = read

    def printable(self, wanted: Wanted) -> str:
        return list_prints.MODELS

    def shows(self, target: str) -> bool:
        return not target or target.startswith(record.PREFIX)

    def route(self, target: str) -> Route:
        if target.startswith(ACT):
            return ToActModel(act=target.removeprefix(ACT))
        return ToActModel(target.removeprefix(MODEL))

    def find(self, wanted: Wanted) -> Found:
        kind = wanted.chosen[KIND]
        form = record.shared_values(self.context.session.dossier).get("collectivite.forme", "")
        first, then = narrow([one for one in self.models if kind in (_ALL, one.kind)], wanted.words, _title, _about)
        found = [*first, *then]
        offered = sorted((one for one in found if one.fits_form(form)), key=lambda one: _ORDER.index(one.kind))
        groups = [Group(self._own(), "Vos actes")] if not wanted.words and not kind else []
        groups += [
            Group(tuple(map(_model, models)), _KINDS[key], flows=True)
            for key, models in groupby(offered, key=lambda one: one.kind)
        ]
        unfit = tuple(_unfit(one) for one in found if not one.fits_form(form))
        groups.append(Group(unfit, "Pas pour votre collectivité"))
        total = len(offered)
        count = counted(total, "modèle", none="Aucun")
        return Found(tuple(group for group in groups if group.cards), count, Line(_LEAD if found else _NOTHING))

    def _own(self) -> tuple[Card, ...]:
        found = []
        for act in record.saved_acts(self.context.session.dossier):
            try:
                model = self.context.acts.models.get(act.model_id)
            except UnknownId:
                continue
            title = french(act.title or in_chosen_form(model.title))
            serves = self._served(act.serves)
            lines = [Line(fr("Pour : {what}", what=french(serves)), look="small")] if serves else []
            resume = Link("Reprendre", f"{ACT}{act.id}", fr("Reprendre : {title}", title=title))
            lines.append(Line(links=(resume,)))
            found.append(Card(f"acte-{act.id}", title, tuple(lines), (act.state.label,)))
        return tuple(found)

    def _served(self, target: str) -> str:
        kind, _, article_id = target.partition(":")
        if kind not in ("action", "milestone"):
            return ""
        try:
            return self.context.library.article(article_id).title
        except UnknownId:
            return ""


def models_page(context: AppContext) -> ListPage:
    """Return the screen."""
    return ListPage(context, Models(context))


def _model(model: ActModel) -> Card:
    lines = [Line(_in_chosen_form(model.summary))]
    if model.signed_by:
        lines.append(Line(fr("Qui signe : {who}", who=_in_chosen_form(model.signed_by)), look="small"))
    adapt = Link("Adapter", f"{MODEL}{model.id}", fr("Adapter : {title}", title=_in_chosen_form(model.title)))
    lines.append(Line(links=(adapt,)))
    return Card(model.id, _in_chosen_form(model.title), tuple(lines))


def _unfit(model: ActModel) -> Card:
    return Card(model.id, _in_chosen_form(model.title), (Line(_in_chosen_form(model.unfit)),))


def _in_chosen_form(words: str) -> str:
    return in_chosen_form(french(words))


def _title(model: ActModel) -> str:
    return f"{model.title} {model.code}"


def _about(model: ActModel) -> str:
    return f"{model.summary} {model.signed_by}"
