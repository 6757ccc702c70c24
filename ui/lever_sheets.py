"""The sheets of the levers, one in sight: built at their first visit, filled from the plan, worked on by gestures."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.content.library import Library
from kit.content.model import Article, Example, Lever
from kit.dossier.model import Progress, Status
from kit.dossier.plan import PlanItem
from kit.dossier.plan_fields import OWN, TITLE
from kit.errors import KitError
from ui.context import AppContext
from ui.navigation import PageId, Route
from ui.plan_rows import confirm_words
from ui.plan_work import UNTITLED, PlanWork, file_to_attach
from ui.session import DossierSession
from ui.tab_order import follow_layout
from ui.widgets.bounded import bounded
from ui.widgets.checklist_item import Item, ItemState
from ui.widgets.lever_view import LeverView
from ui.widgets.own_words import ours
from ui.widgets.plan_gestures import FileWanted, Gesture

if TYPE_CHECKING:
    from kit.acts.model import ActModel

log = logging.getLogger(__name__)

_NOT_SAVED = "Pas encore enregistré. Votre texte est toujours là : quittez ce champ pour réessayer."


class LeverSheets(QWidget):
    """Holds no status: it shows the plan's. What was typed in a sheet stays there while another is in sight."""

    announced = Signal(str)
    route_requested = Signal(object)

    def __init__(self, context: AppContext, work: PlanWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._work = context, work
        self._views: dict[str, LeverView] = {}
        self._lever_id = ""
        self._saved_words = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def lever_id(self) -> str:
        """The lever in sight."""
        return self._lever_id

    @property
    def view(self) -> LeverView:
        """The sheet in sight."""
        return self._views[self._lever_id]

    def lever(self, lever_id: str) -> Lever | None:
        """Return a lever of the texts, or of one's own."""
        own = next((one for one in self._work.plan.levers if one.is_own and one.id == lever_id), None)
        return Lever(own_article(own.id, own.title), None, ()) if own else self._context.library.outline.lever(lever_id)

    def show_lever(self, lever: Lever) -> None:
        """Show a lever, with all that is noted about it."""
        self._lever_id = lever.article.id
        if self._lever_id not in self._views:
            self._views[self._lever_id] = self._build_view(lever)
        for lever_id, view in self._views.items():
            view.setVisible(lever_id == self._lever_id)
        self._show_own_of(self._lever_id)
        for target in self.view.targets:
            self.show_target(target)
        self.show_progress(self._lever_id)
        self.view.show_saved(self._saved_words)

    def show_target(self, target: str) -> None:
        """Show where an action stands, if its sheet is built."""
        item = self._work.plan.item(target)
        view = self._views.get(item.lever_id) if item else None
        if item and view and target in view.targets:
            view.show_state(target, self._state_of(item))

    def show_progress(self, lever_id: str) -> None:
        """Show how far a lever is, if its sheet is built."""
        if view := self._views.get(lever_id):
            lever = self._context.library.outline.lever(lever_id)
            view.show_progress(progress_of(self._context.session, lever) if lever else Progress(0, 0, 0, 0))

    def show_own(self) -> None:
        """Show the actions of one's own in the sheets that are built; those of levers that went away are dropped."""
        for lever_id in [known for known in self._views if self.lever(known) is None]:
            view = self._views.pop(lever_id)
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        for lever_id, view in self._views.items():
            self._show_own_of(lever_id)
            for target in view.own.items:
                self.show_target(target)
            self.show_progress(lever_id)

    def show_examples(self) -> None:
        """Show an example near the collectivité at the foot of each sheet."""
        for lever_id in self._views:
            self._show_example(lever_id)

    def show_saved(self, words: str) -> None:
        """Say whether all is saved."""
        self._saved_words = words
        for view in self._views.values():
            view.show_saved(words)

    def hold(self, target: str, field: str, value: object) -> None:
        """Keep in sight, where it was typed, what the disk refused."""
        item = self._work.plan.item(target)
        view = self._views.get(item.lever_id) if item else None
        if view and target in view.targets:
            view.item(target).hold(field, _NOT_SAVED)
            view.item(target).fields.give_back(field, value)
        elif item is None and field == TITLE and target.startswith(OWN) and isinstance(value, str) and self._lever_id:
            self.view.own.new.setText(value)

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        return all([view.keep() for view in self._views.values()])

    def _on_status_chosen(self, target: str, status: Status) -> None:
        session, item = self._context.session, self._work.plan.item(target)
        if item is None:
            return
        self._work.give_status([item], status)
        if session.status(target) != status:  # refused at once: the window has said why
            return
        words = [status.label]
        lever = self._context.library.outline.lever(item.lever_id)
        if lever and item.is_counted:
            value = progress_of(session, lever)
            words.append(f"{value.done} sur {value.applicable}" if value.applicable else "plus aucune action à compter")
        self.announced.emit(f"{f'{item.code} {item.title}'.strip()} : {', '.join(words)}")

    def _on_text_edited(self, target: str, field: str, text: str) -> None:
        item = self._work.plan.item(target)
        problem = self._work.give_text([item], field, text) if item else ""
        if item and problem:
            self._views[item.lever_id].item(target).hold(field, problem)
            self.announced.emit(problem)

    def _on_asked(self, target: str, gesture: Gesture) -> None:
        item = self._work.plan.item(target)
        if item is None:
            return
        if not isinstance(gesture, FileWanted):
            self._work.do(item, gesture)
        elif source := file_to_attach(self):
            self._work.attach(item, source)

    def _on_article(self, article_id: str) -> None:
        self.route_requested.emit(Route(PageId.ARTICLE, article_id))

    def _on_model(self, model_id: str) -> None:
        self.route_requested.emit(Route(PageId.ACT_MODEL, model_id) if model_id else Route(PageId.MODELS))

    def _on_models(self, found: tuple[str, tuple[ActModel, ...]]) -> None:
        lever_id, models = found
        if view := self._views.get(lever_id):
            view.models.show_models((one.id, ours(one.title)) for one in models)
            follow_layout(view)

    def _on_print(self) -> None:
        self.route_requested.emit(Route(PageId.PRINT, origin=self._lever_id))

    def _on_plan(self) -> None:
        self.route_requested.emit(Route(PageId.PLAN, self._lever_id))

    def _on_lever_renamed(self, title: str) -> None:
        self._work.rename_lever(self._lever_id, title)

    def _show_own_of(self, lever_id: str) -> None:
        view, items = self._views[lever_id], self._work.plan.items
        found = [item for item in items if item.kind == "own" and item.lever_id == lever_id]
        view.show_own([Item(item.on, item.title or UNTITLED, is_own=True) for item in found])
        if lever := self.lever(lever_id):
            view.show_title(lever.article.title)

    def _state_of(self, item: PlanItem) -> ItemState:
        given = self._context.session.given_at(item.on, "status")
        return ItemState(
            status=item.status,
            done_on=f"{given:%d/%m/%Y}" if given else "",
            redo=f"Fait en {item.done_year} · à refaire" if item.is_to_redo else "",
            again=f"Refait en {datetime.date.today().year}" if item.is_to_redo else "",
            said=confirm_words(item),
            is_late=item.is_late,
            notes=self._work.notes(item),
        )

    def _show_example(self, lever_id: str) -> None:
        home = self._context.session.text("identity", "departement")
        lever = self._context.library.outline.lever(lever_id)
        example = _example(self._context.library, lever, home) if lever else None
        near = example is not None and bool(home) and example.departement.casefold() == home.casefold()
        self._views[lever_id].show_example("Dans votre département" if near else "Dans la région", example)

    def _build_view(self, lever: Lever) -> LeverView:
        own = self._context.library.outline.lever(lever.article.id) is None
        view = LeverView(self._context.theme, lever, own=own, writable=self._work.is_writable)
        view.article_requested.connect(self._on_article)
        view.print_requested.connect(self._on_print)
        view.status_chosen.connect(self._on_status_chosen)
        view.text_edited.connect(self._on_text_edited)
        view.asked.connect(self._on_asked)
        view.action_added.connect(lambda title: self._work.add_action(title, self._lever_id))
        view.lever_renamed.connect(self._on_lever_renamed)
        view.lever_removed.connect(lambda: self._work.remove_lever(self._lever_id))
        view.model_requested.connect(self._on_model)
        view.plan_requested.connect(self._on_plan)
        self._views[lever.article.id] = view
        self._column.addLayout(bounded(view, view.maximumWidth()))
        self._show_example(lever.article.id)
        acts, lever_id = self._context.acts, lever.article.id
        self._context.tasks.run(lambda: (lever_id, acts.serving(lever_id)), self._on_models, _no_models)
        return view


def _no_models(error: KitError) -> None:
    log.info("no models: %s", type(error).__name__)


def own_article(lever_id: str, title: str) -> Article:
    """Return a lever of one's own as the widgets of levers know one."""
    return Article(lever_id, "lever", title or UNTITLED, pictogram="agir")


def progress_of(session: DossierSession, lever: Lever) -> Progress:
    """Return how far a lever of the texts is."""
    return session.progress(action.id for action in lever.actions)


def _example(library: Library, lever: Lever, departement: str) -> Example | None:
    """Return a real example of a lever: one of the département first, then of its actions, then of its topics."""
    own = {action.id for action in lever.actions}
    told = [one for one in library.articles("action", "topic") if one.id in own or lever.article.id in one.levers]
    found = [example for one in told for example in one.examples if one.kind == "topic" or one.id in own]
    wanted = departement.casefold()
    near = [example for example in found if wanted and example.departement.casefold() == wanted]
    ranked = sorted(near or found, key=lambda one: (one.parent not in own, not one.has_role, one.old))
    return ranked[0] if ranked else None
