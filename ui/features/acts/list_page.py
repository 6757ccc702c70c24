"""Modèles à adapter: the acts, letters and sheets of the kit, and those begun in this dossier."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kit.acts import record
from kit.acts.model import ActModel
from kit.errors import KitError, UnknownId
from kit.search.narrowing import narrow
from kit.typography import fr
from ui.features.acts import models_html
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import Route, ToActModel
from ui.services.page import Crumb, Page
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead, stand_above
from ui.widgets.choice import Choice
from ui.widgets.own_words import in_chosen_form

_ALL = ""
_LEAD = fr(
    "Des textes à compléter avec le secrétariat, au nom de votre collectivité. "
    "À faire relire avant signature : chaque modèle dit les articles à vérifier."
)
_NOTHING = "Aucun modèle ne répond. Essayez un autre mot, ou toutes les sortes."
_CHOICE = 260


class ActsPage(Page):
    """The list is one text; a field and a choice of kind narrow it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self.head = FilterHead(t, "Modèles à adapter", "Chercher un modèle")
        self.view = ArticleView(t)
        self.kind = Choice(t, [(_ALL, "Toutes les sortes"), *models_html.KINDS.items()])
        self.kind.setAccessibleName("Sorte de document")
        self.kind.setFixedWidth(round(_CHOICE * min(t.scale, 1.5)))
        stand_above(self, self.head, self.view, self.kind)
        self.setFocusProxy(self.head.field)
        self.kind.activated.connect(self._on_chosen)
        self.head.left.connect(self._on_left)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_words_changed)
        self.view.link_activated.connect(self._on_link)
        context.session.changed.connect(self._on_dossier_changed)
        self._models: tuple[ActModel, ...] = ()
        self._wanted = ""
        context.jobs.run(self, lambda _: context.acts.models.all(), self._on_read, self._on_failed)

    def open_route(self, route: Route) -> None:
        self._wanted = "" if route.scroll else route.id
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Modèles à adapter"),)

    def scroller(self) -> ArticleView:
        return self.view

    def find_in_page(self) -> bool:
        self.head.begin_search()
        return True

    def _on_read(self, models: tuple[ActModel, ...]) -> None:
        self._models = models
        self._show()

    def _on_failed(self, error: KitError) -> None:
        self.announced.emit(sentence(error))

    def _on_chosen(self) -> None:
        self._show()
        self.announced.emit(self.head.count.text())

    def _on_words_changed(self, _words: str) -> None:
        self._show()

    def _on_left(self) -> None:
        self.view.setFocus()

    def _on_dossier_changed(self, target: str) -> None:
        if (not target or target.startswith(record.PREFIX)) and self.isVisible():
            self._show()

    def _on_link(self, target: str) -> None:
        if target.startswith(models_html.MODEL):
            self.route_requested.emit(ToActModel(target.removeprefix(models_html.MODEL)))
        elif target.startswith(models_html.ACT):
            self.route_requested.emit(ToActModel(act=target.removeprefix(models_html.ACT)))

    def _show(self) -> None:
        if not self._models:
            return
        dossier, typed = self.context.session.dossier, self.head.field.text().strip()
        form = record.shared_values(dossier).get("collectivite.forme", "")
        kind = self.kind.key()
        wanted = [model for model in self._models if kind in (_ALL, model.kind)]
        first, then = narrow(wanted, typed, _title, _about)
        found = [*first, *then]
        offered = [model for model in found if model.fits_form(form)]
        unfit = [model for model in found if not model.fits_form(form)]
        own = [] if typed or kind else self._own()
        lead = _LEAD if found else _NOTHING
        self.view.show_article(models_html.models(own, offered, unfit, self.context.theme, lead=lead), "Modèles")
        if len(typed) > 1:
            self.view.finder.search(typed)
        total = len(offered)
        self.head.show_count(f"{total or 'Aucun'} modèle{'s' if total > 1 else ''}")
        if self._wanted:
            self.view.go_to(self._wanted)
            self._wanted = ""

    def _own(self) -> list[models_html.OwnAct]:
        found = []
        for act in record.saved_acts(self.context.session.dossier):
            try:
                model = self.context.acts.models.get(act.model_id)
            except UnknownId:
                continue
            found.append(
                models_html.OwnAct(
                    act.id, act.title or in_chosen_form(model.title), act.state.label, self._served(act.serves)
                )
            )
        return found

    def _served(self, target: str) -> str:
        kind, _, article_id = target.partition(":")
        if kind not in ("action", "milestone"):
            return ""
        try:
            return self.context.library.article(article_id).title
        except UnknownId:
            return ""


def _title(model: ActModel) -> str:
    return f"{model.title} {model.code}"


def _about(model: ActModel) -> str:
    return f"{model.summary} {model.signed_by}"
