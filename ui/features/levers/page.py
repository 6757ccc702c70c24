"""Agir: the levers, one in sight, with its actions to tick. A tick goes to the plan's model and comes back from it."""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kit.content.library import Library
from kit.content.model import Article, Example, Lever
from kit.dossier.model import Progress, Status
from kit.dossier.plan import PlanItem
from kit.dossier.plan_fields import OWN, TITLE
from kit.errors import KitError
from kit.typography import fr
from ui.features.levers.checklist_item import Item, ItemState
from ui.features.levers.lever_list import LeverList
from ui.features.levers.lever_view import LeverView
from ui.features.levers.two_columns import TwoColumns
from ui.output import printables
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToPrint
from ui.services.page import UNDO_TOOLS, Crumb, Page, PageTool
from ui.services.plan.gestures import FileWanted, Gesture
from ui.services.plan.words import UNTITLED, confirm_words, redo_words
from ui.widgets.bounded import bounded
from ui.widgets.own_words import in_chosen_form

if TYPE_CHECKING:
    from kit.acts.model import ActModel

log = logging.getLogger(__name__)

_UNTOUCHED = "Chaque coche est enregistrée aussitôt"
_READ_ONLY = "Lecture seule"
_NOT_SAVED = fr("Pas encore enregistré. Votre texte est toujours là : quittez ce champ pour réessayer.")


MOST = 2
"""Sheets that stay built, the one in sight included: going back to the lever before builds none."""


class LeverSheets(QWidget):
    """The sheets of the levers, one in sight: built when they are shown, filled from the plan.

    It holds no status. What was typed in a sheet stays there while another is in sight; a sheet on which nothing was
    typed or opened is let go once ``MOST`` others were seen since.
    """

    announced = Signal(str)
    route_requested = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._plan = context, context.plan
        self._views: dict[str, LeverView] = {}  # in the order in which they were seen last
        self._rows: dict[str, QHBoxLayout] = {}
        self._lever_id = ""
        self._saved_words = ""
        self._is_compact = False
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

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed or opened in any sheet."""
        return all(view.is_untouched for view in self._views.values())

    def lever(self, lever_id: str) -> Lever | None:
        """Return a lever of the texts, or of one's own."""
        own = next((one for one in self._plan.plan.levers if one.is_own and one.id == lever_id), None)
        return Lever(own_article(own.id, own.title), None, ()) if own else self._context.library.outline.lever(lever_id)

    def set_compact(self, compact: bool) -> None:
        """Have low heads, where the window is small."""
        self._is_compact = compact
        for view in self._views.values():
            view.set_compact(compact)

    def show_lever(self, lever: Lever) -> None:
        """Show a lever, with all that is noted about it."""
        self._lever_id = lever.article.id
        if self._lever_id not in self._views:
            self._build_view(lever)
        self._views[self._lever_id] = self._views.pop(self._lever_id)  # now the last one seen
        for lever_id, view in self._views.items():
            view.setVisible(lever_id == self._lever_id)
        for lever_id in list(self._views)[:-MOST]:
            if self._views[lever_id].is_untouched:
                self._drop(lever_id)
        self._show_own_of(self._lever_id)
        for target in self.view.targets:
            self.show_target(target)
        self.show_progress(self._lever_id)
        self.view.show_saved(self._saved_words)

    def show_target(self, target: str) -> None:
        """Show where an action stands, if its sheet is built."""
        item = self._plan.item(target)
        view = self._views.get(item.lever_id) if item else None
        if item and view and target in view.targets:
            view.show_state(target, self._state_of(item))

    def show_progress(self, lever_id: str) -> None:
        """Show how far a lever is, if its sheet is built."""
        if view := self._views.get(lever_id):
            lever = self._context.library.outline.lever(lever_id)
            view.show_progress(self._plan.progress(lever) if lever else Progress(0, 0, 0, 0))

    def show_own(self) -> None:
        """Show the actions of one's own in the sheets that are built; those of levers that went away are dropped."""
        for lever_id in [known for known in self._views if self.lever(known) is None]:
            self._drop(lever_id)
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
        item = self._plan.item(target)
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
        session, item = self._context.session, self._plan.item(target)
        if item is None:
            return
        self._plan.set_status([item], status)
        if session.status(target) != status:  # refused at once: the window has said why
            return
        words = [status.label]
        lever = self._context.library.outline.lever(item.lever_id)
        if lever and item.is_counted:
            value = self._plan.progress(lever)
            words.append(f"{value.done} sur {value.applicable}" if value.applicable else "plus aucune action à compter")
        self.announced.emit(
            fr("{action} : {state}", action=f"{item.code} {item.title}".strip(), state=", ".join(words))
        )

    def _on_text_edited(self, target: str, field: str, text: str) -> None:
        item = self._plan.item(target)
        problem = self._plan.set_text([item], field, text) if item else ""
        if item and problem:
            self._views[item.lever_id].item(target).hold(field, problem)
            self.announced.emit(problem)

    def _on_asked(self, target: str, gesture: Gesture) -> None:
        item = self._plan.item(target)
        if item is None:
            return
        if not isinstance(gesture, FileWanted):
            self._plan.ask(item, gesture)
        elif source := file_dialogs.open_file(self, self._context.settings, "Joindre un fichier"):
            self._plan.attach(item, source)

    def _on_article(self, article_id: str) -> None:
        self.route_requested.emit(ToArticle(article_id))

    def _on_model(self, model_id: str) -> None:
        self.route_requested.emit(ToActModel(model_id, about=self._lever_id) if model_id else Route(PageId.MODELS))

    def _on_models(self, found: tuple[str, tuple[ActModel, ...]]) -> None:
        lever_id, models = found
        if view := self._views.get(lever_id):
            view.models.show_models((one.id, in_chosen_form(one.title)) for one in models)

    def _on_print(self) -> None:
        self.route_requested.emit(ToPrint(of=self._lever_id))

    def _on_plan(self) -> None:
        self.route_requested.emit(Route(PageId.PLAN, self._lever_id))

    def _on_lever_renamed(self, title: str) -> None:
        self._plan.rename_lever(self._lever_id, title)

    def _show_own_of(self, lever_id: str) -> None:
        view, items = self._views[lever_id], self._plan.plan.items
        found = [item for item in items if item.kind == "own" and item.lever_id == lever_id]
        view.show_own([Item(item.on, item.title or UNTITLED, is_own=True) for item in found])
        if lever := self.lever(lever_id):
            view.show_title(lever.article.title)

    def _state_of(self, item: PlanItem) -> ItemState:
        given = self._context.session.given_at(item.on, "status")
        return ItemState(
            status=item.status,
            done_on=f"{given:%d/%m/%Y}" if given else "",
            redo=redo_words(item),
            again=f"Refait en {datetime.date.today().year}" if item.is_to_redo else "",
            said=confirm_words(item),
            is_late=item.is_late,
            notes=self._plan.notes(item),
        )

    def _show_example(self, lever_id: str) -> None:
        home = self._context.session.text("identity", "departement")
        lever = self._context.library.outline.lever(lever_id)
        example = _example(self._context.library, lever, home) if lever else None
        near = example is not None and bool(home) and example.departement.casefold() == home.casefold()
        self._views[lever_id].show_example("Dans votre département" if near else "Dans la région", example)

    def _drop(self, lever_id: str) -> None:
        view, row = self._views.pop(lever_id), self._rows.pop(lever_id)
        self._column.removeItem(row)
        row.deleteLater()
        view.hide()
        view.deleteLater()

    def _build_view(self, lever: Lever) -> None:
        own = self._context.library.outline.lever(lever.article.id) is None
        view = LeverView(self._context.theme, lever, own=own, writable=self._plan.is_writable, people=self._plan.people)
        view.article_requested.connect(self._on_article)
        view.print_requested.connect(self._on_print)
        view.status_chosen.connect(self._on_status_chosen)
        view.text_edited.connect(self._on_text_edited)
        view.asked.connect(self._on_asked)
        view.action_added.connect(lambda title: self._plan.add_action(title, self._lever_id))
        view.lever_renamed.connect(self._on_lever_renamed)
        view.lever_removed.connect(lambda: self._plan.remove_lever(self._lever_id))
        view.model_requested.connect(self._on_model)
        view.plan_requested.connect(self._on_plan)
        view.set_compact(self._is_compact)
        self._views[lever.article.id] = view
        self._rows[lever.article.id] = row = bounded(view, view.maximumWidth())
        self._column.addLayout(row)
        self._show_example(lever.article.id)
        acts, lever_id = self._context.acts, lever.article.id
        self._context.jobs.run(self, lambda _: (lever_id, acts.serving(lever_id)), self._on_models, _no_models)


class LeversPage(Page):
    """The lists of actions. It holds no status: it shows the session's, and again at each ``changed``."""

    printable = printables.LISTS

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._plan = context.plan
        self._list = LeverList(context.theme, [lever.article for lever in context.library.outline.levers])
        self._sheets = LeverSheets(context)
        self._columns = TwoColumns(context.theme, self._list, self._sheets)
        self._columns.turned.connect(self._on_turned)
        self._show_own_later = later(self._show_own, self)
        self._show_all_later = later(self._show_all, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._columns)
        self._saved_words = ""
        self._aimed = ""
        self._is_behind = False
        self._show_saved(_UNTOUCHED if self._plan.is_writable else _READ_ONLY)
        self._connect_signals()

    def open_route(self, route: Route) -> None:
        outline = self.context.library.outline
        known = self._sheets.lever(route.id) or outline.lever_of(route.anchor or route.id)
        lever = known or _first_unfinished(self.context)
        if lever is None:
            return
        self._show_lever(lever)
        anchor = route.anchor or route.id
        self._aimed = next((target for target in self._view.targets if target.partition(":")[2] == anchor), "")
        QTimer.singleShot(0, self, self._aim)

    def crumbs(self) -> tuple[Crumb, ...]:
        lever = self._sheets.lever(self._sheets.lever_id)
        if lever is None:
            return (Crumb("Agir"),)
        article = lever.article
        name = f"{article.code}. {article.title}" if article.code else article.title
        return Crumb("Agir", Route(PageId.ACT)), Crumb(name)

    def has_print_button(self) -> bool:
        return True

    def tools_above(self) -> tuple[PageTool, ...]:
        return UNDO_TOOLS if self._plan.is_writable else ()

    def scroller(self) -> QScrollArea:
        return self._columns.area

    def state(self) -> dict[str, str] | None:
        return {} if self._sheets.is_untouched and not self._list.new.text() else None

    def in_sight(self) -> str:
        return self._sheets.lever_id

    def leave(self) -> bool:
        return self._sheets.keep()

    @property
    def _view(self) -> LeverView:
        return self._sheets.view

    def _on_turned(self, tabs: bool) -> None:
        self._sheets.set_compact(tabs)

    def _on_lever_chosen(self, lever_id: str) -> None:
        self.route_requested.emit(Route(PageId.ACT, lever_id))

    def _on_lever_added(self, title: str) -> None:
        lever_id = self._plan.add_lever(title)
        if self._sheets.lever(lever_id):
            self._show_own()
            self.route_requested.emit(Route(PageId.ACT, lever_id))

    def _on_changed(self, target: str) -> None:
        if not target:
            self._is_behind = not self.isVisible()  # what nobody sees can wait until it is opened
            if self.isVisible():
                self._show_all_later()
        elif target == "identity":
            self._sheets.show_examples()
        elif target.startswith(("own:", "own-lever:")):
            self._show_own_later()  # many may come at once
        elif item := self._plan.item(target):
            self._show_progress(item.lever_id)
            self._sheets.show_target(target)

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        self._sheets.hold(target, field, value)

    def _on_saving(self) -> None:
        self._show_saved("Enregistrement…")

    def _on_saved(self, when: datetime.datetime) -> None:
        self._show_saved(f"Enregistré à {when:%H:%M}")
        if self.isVisible():
            self.announced.emit(self._saved_words)

    def _on_refused(self, _error: KitError) -> None:
        self._show_saved("Non enregistré")

    def _on_announced(self, words: str) -> None:
        if self.isVisible():
            self.announced.emit(words)

    def _show_saved(self, words: str) -> None:
        self._saved_words = words
        self._sheets.show_saved(words)

    def _show_progress(self, lever_id: str) -> None:
        if lever := self.context.library.outline.lever(lever_id):
            statuses = [self.context.session.status(f"action:{action.id}") for action in lever.actions]
            self._list.show_progress(lever_id, self._plan.progress(lever), statuses)
            self._sheets.show_progress(lever_id)

    def _show_all(self) -> None:
        self._is_behind = False
        self._show_own()
        self._sheets.show_examples()
        for lever in self.context.library.outline.levers:
            self._show_progress(lever.article.id)
        for target in self._view.targets if self._sheets.lever_id else ():
            self._sheets.show_target(target)

    def _show_own(self) -> None:
        """Show the levers and actions of one's own; a lever that went away gives its place to the first."""
        self._list.show_own(self._own_levers())
        self._sheets.show_own()
        here = self._sheets.lever(self._sheets.lever_id)
        if here:
            self._list.show_current(here.article.id)
        elif self._sheets.lever_id and (first := _first_unfinished(self.context)):
            self._show_lever(first)
            if self.isVisible():  # the place that one is at must be the one that is shown
                self.route_requested.emit(Route(PageId.ACT, first.article.id))

    def _own_levers(self) -> list[tuple[Article, int]]:
        plan = self._plan.plan
        own = [lever for lever in plan.levers if lever.is_own]
        return [(own_article(lever.id, lever.title), sum(i.lever_id == lever.id for i in plan.items)) for lever in own]

    def _show_lever(self, lever: Lever) -> None:
        self._sheets.show_lever(lever)
        self._list.show_own(self._own_levers())
        for other in self.context.library.outline.levers:
            self._show_progress(other.article.id)
        self._list.show_current(lever.article.id)
        self.setFocusProxy(self._list)
        self.scroller().verticalScrollBar().setValue(0)
        self.retitled.emit()

    def _aim(self) -> None:
        """Bring the item that was asked for into sight and give it the focus."""
        target = self._aimed
        if target in self._view.targets:
            self._view.item(target).take_focus()
            self.scroller().ensureWidgetVisible(self._view.item(target), 0, self.context.theme.space_5)

    def _connect_signals(self) -> None:
        self._list.lever_added.connect(self._on_lever_added)
        self._list.lever_chosen.connect(self._on_lever_chosen)
        self._list.paper_requested.connect(lambda: self.route_requested.emit(Route(PageId.PAPER_BACK)))
        self._list.print_all_requested.connect(lambda: self.route_requested.emit(ToPrint()))
        self._sheets.announced.connect(self.announced)
        self._sheets.route_requested.connect(self.route_requested)
        session = self.context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.saving.connect(self._on_saving)
        session.taken_back.connect(self._on_taken_back)
        self._plan.announced.connect(self._on_announced)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_behind:
            self._show_all()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)


def _first_unfinished(context: AppContext) -> Lever | None:
    """Return the first lever with something left to do, else the first."""
    levers = context.library.outline.levers
    for lever in levers:
        value = context.plan.progress(lever)
        if value.done < value.applicable:
            return lever
    return levers[0] if levers else None


def _no_models(error: KitError) -> None:
    log.info("no models: %s", type(error).__name__)


def own_article(lever_id: str, title: str) -> Article:
    """Return a lever of one's own as the widgets of levers know one."""
    return Article(lever_id, "lever", title or UNTITLED, pictogram="agir")


def _example(library: Library, lever: Lever, departement: str) -> Example | None:
    """Return a real example of a lever: one of the département first, then of its actions, then of its topics."""
    own = {action.id for action in lever.actions}
    told = [one for one in library.articles("action", "topic") if one.id in own or lever.article.id in one.levers]
    found = [example for one in told for example in one.examples if one.kind == "topic" or one.id in own]
    wanted = departement.casefold()
    near = [example for example in found if wanted and example.departement.casefold() == wanted]
    ranked = sorted(near or found, key=lambda one: (one.parent not in own, not one.has_role, one.old))
    return ranked[0] if ranked else None
