"""Mon plan d'action: all actions in one table or by state, narrowed, sorted and worked on in place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.dossier.model import Status
from kit.dossier.plan import PlanLever, Wanted
from kit.dossier.plan_fields import TITLE
from kit.errors import KitError
from kit.mandate.directory import contacts, linked_to
from kit.typography import counted, fr
from ui.features.plan.filters import PlanFilters
from ui.features.plan.foot import PlanFoot
from ui.features.plan.head import PlanHead
from ui.features.plan.sheet import sheet_of
from ui.features.plan.views import PlanSplit
from ui.output import printables
from ui.plan.ways import BOARD, TABLE
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import LATE, PageId, Route, ToArticle, ToPrint, place
from ui.services.page import UNDO_TOOLS, Crumb, Page, PageTool
from ui.services.plan.gestures import FileWanted, Gesture, Removed
from ui.services.plan.words import DAYS, UNTITLED
from ui.widgets.days import kept_day
from ui.widgets.own_words import in_chosen_form
from ui.widgets.scroll import scrolling

_NOT_SAVED = fr("Pas encore enregistré. Votre texte est toujours là : quittez ce champ pour réessayer.")
_MEETING = "meeting"  # a window of its own, no page
_ELSEWHERE = (
    (PageId.MERGE, "Réunir avec un·e collègue"),
    (_MEETING, "Mode réunion (F11)"),
    (PageId.PAPER_BACK, "Saisir depuis le papier"),
    (PageId.MANDATE, "Carnet de mandat"),
)


class PlanPane(QWidget):
    """The plan with all that is around it: filters, the table or the board, the sheet of an action, the foot.

    It holds no plan: it shows the model's, and passes on to it what is asked.
    """

    announced = Signal(str)
    noticed = Signal(str)

    def __init__(
        self,
        context: AppContext,
        places: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = context.theme
        self._context, self._plan = context, context.plan
        self.head = PlanHead(t)
        self.filters = PlanFilters(t)
        self.split = PlanSplit(t, self._plan)
        self.foot = PlanFoot(t, places, writable=self._plan.is_writable)
        self._reverse = False
        self.area = self._build_layout()
        self._connect_signals()
        self.setFocusProxy(self.split.views.focus_widget())
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now, narrowed and sorted as chosen; what is chosen and typed stays."""
        plan, filters = self._plan.plan, self.filters
        filters.show_levers(levers := [(lever.id, _lever_words(lever)) for lever in plan.levers])
        filters.show_people(plan.people)
        wanted = Wanted(filters.levers.key, filters.people.key, filters.late.isChecked(), filters.remaining.isChecked())
        self.split.views.table.cells.set_people(plan.people)
        self.foot.bar.set_people(plan.people)
        self.foot.show_levers(levers, filters.levers.key)
        by = filters.sorts.key or "order"
        self.split.views.model.show(wanted, filters.search.text(), by, reverse=self._reverse)
        self.split.views.table.show_sort(filters.sorts.key, self._reverse)
        self.head.show_plan(plan)
        if self.split.sheet.target:
            if self._plan.item(self.split.sheet.target):
                self._show_sheet(self.split.sheet.target)
            else:
                self.split.drop_sheet()

    def narrow_to(self, lever_id: str) -> None:
        """Show the actions of one lever."""
        self.filters.levers.choose(lever_id)
        self.refresh()

    def open_action(self, target: str) -> None:
        """Open the sheet of an action, shown even if it was left out."""
        if self.split.views.model.row_of(target) < 0:
            self.filters.clear()
            self.refresh()
        self.split.open_sheet(target)

    def show_way(self, way: str) -> None:
        """Show the plan as a table or by state."""
        self.head.show_way(way)
        self._on_way_chosen(way)

    def _on_filtered(self) -> None:
        self._reverse = False
        self.refresh()
        count = self.split.views.model.rowCount()
        self.announced.emit(counted(count, "action") if count else "Aucune action ne correspond")

    def _on_sort_chosen(self, by: str, reverse: bool) -> None:
        self.filters.sorts.choose(by)
        self._reverse = reverse
        self.refresh()
        self.announced.emit(f"Trié {self.filters.sorts.text().lower()}{', à l’envers' if reverse else ''}")

    def _on_shift(self, target: str, by: int) -> None:
        if self.filters.sorts.key != "order" or self._reverse:
            self.announced.emit(fr("Choisissez d’abord « Dans mon ordre » pour changer les places"))
            return
        for item in self._plan.items([target]):
            self._plan.move(item, by, self.split.views.model.items)
        self.refresh()

    def _on_added(self, title: str, lever_id: str) -> None:
        on = self._plan.add_action(title, lever_id)
        self.refresh()
        self.open_action(on)

    def _on_picked(self, targets: Sequence[str]) -> None:
        self.foot.show_picked(len(targets))
        if len(targets) > 1:
            self.announced.emit(f"{len(targets)} actions choisies")

    def _on_covered(self, covered: bool) -> None:
        self.head.setVisible(not covered)
        self.split.sheet.title.level = 1 if covered else 2  # the one title left in sight
        self.filters.setVisible(not covered)
        self.foot.setVisible(not covered)

    def _on_removal_requested(self, target: str) -> None:
        self._on_asked(target, Removed())

    def _on_status_chosen(self, targets: Sequence[str], status: Status) -> None:
        self._plan.set_status(self._plan.items(targets), status, aloud=True)
        self.refresh()

    def _on_sheet_status_chosen(self, target: str, status: Status) -> None:
        self._on_status_chosen([target], status)

    def _on_picked_status_chosen(self, status: Status) -> None:
        self._on_status_chosen(self.split.views.table.picked_targets(), status)

    def _on_text_edited(self, target: str, field: str, text: str) -> None:
        self._give_text([target], field, text)

    def _on_picked_text_given(self, field: str, text: str) -> None:
        self._give_text(self.split.views.table.picked_targets(), field, text)

    def _give_text(self, targets: Sequence[str], field: str, text: str) -> None:
        value = kept_day(text) if field in DAYS else text
        if problem := self._plan.set_text(self._plan.items(targets), field, value):
            self._on_text_refused(targets[0], field, problem)
        self.refresh()

    def _on_asked(self, target: str, gesture: Gesture) -> None:
        for item in self._plan.items([target]):
            if not isinstance(gesture, FileWanted):
                self._plan.ask(item, gesture)
            elif source := file_dialogs.open_file(self, self._context.settings, "Joindre un fichier"):
                self._plan.attach(item, source)
        self.refresh()

    def _on_text_refused(self, target: str, field: str, words: str) -> None:
        if self.split.sheet.target == target:
            self.split.sheet.hold(target, field, None, words)
            self.announced.emit(words)
        else:
            self.noticed.emit(words)

    def _on_way_chosen(self, way: str) -> None:
        self.split.views.show_way(way)
        self.foot.show_way(way)
        self.setFocusProxy(self.split.views.focus_widget())

    def _on_all_requested(self) -> None:
        self.filters.clear()
        self._on_filtered()
        self.split.views.take_focus()

    def _show_sheet(self, target: str) -> None:
        item = self._plan.item(target)
        if item is not None:
            known = [one.name for one in linked_to(contacts(self._context.session.dossier), target)]
            self.split.show_sheet(sheet_of(item, self._plan.notes(item), known))

    def _build_layout(self) -> QScrollArea:
        t = self._context.theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, t.space_2, t.space_5, t.space_3)
        column.setSpacing(t.space_2)
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addWidget(self.split, 1)
        column.addWidget(self.foot)
        return scrolling(self, inner)

    def _connect_signals(self) -> None:
        sheet, table = self.split.sheet, self.split.views.table
        self.head.way_chosen.connect(self._on_way_chosen)
        self.filters.changed.connect(self._on_filtered)
        self.filters.left.connect(self.split.views.take_focus)
        self.split.views.all_requested.connect(self._on_all_requested)
        self.split.views.picked.connect(self._on_picked)
        self.split.views.status_chosen.connect(self._on_status_chosen)
        self._plan.text_refused.connect(self._on_text_refused)
        table.removal_requested.connect(self._on_removal_requested)
        table.shift_requested.connect(self._on_shift)
        table.sort_chosen.connect(self._on_sort_chosen)
        self.split.sheet_wanted.connect(self._show_sheet)
        self.split.turned.connect(self._on_covered)
        sheet.status_chosen.connect(self._on_sheet_status_chosen)
        sheet.text_edited.connect(self._on_text_edited)
        sheet.asked.connect(self._on_asked)
        bar = self.foot.bar
        bar.status_chosen.connect(self._on_picked_status_chosen)
        bar.text_given.connect(self._on_picked_text_given)
        bar.released.connect(self.split.views.take_one)
        self.foot.added.connect(self._on_added)


class PlanPage(Page):
    """It holds no plan: it has the dossier's shown again after each change, and says what was done."""

    printable = printables.PLAN

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._plan = context.plan
        places = [(key, in_chosen_form(words)) for key, words in _ELSEWHERE]
        self.pane = PlanPane(context, places)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self._refresh_later = later(self.pane.refresh, self)
        self._is_fresh = False  # it was refreshed for its route, and nothing has changed since
        if not self._plan.is_writable:
            self.pane.foot.show_saved(fr("Lecture seule : ce dossier ne peut pas être modifié ici."))
        self.setFocusProxy(self.pane)
        self._connect_signals()

    def open_route(self, route: Route) -> None:
        plan = self._plan.plan
        if route.id in (TABLE, BOARD):
            self.pane.show_way(route.id)
        if route.anchor == LATE:
            self.pane.filters.clear()
            self.pane.filters.late.setChecked(True)
        self.pane.refresh()
        self._is_fresh = True
        if any(lever.id == route.id for lever in plan.levers):
            self.pane.narrow_to(route.id)
        for item in plan.items:
            if route.id and route.id in (item.on, item.id):
                self.pane.open_action(item.on)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Mon plan d’action"),)

    def has_print_button(self) -> bool:
        return True

    def tools_above(self) -> tuple[PageTool, ...]:
        return UNDO_TOOLS if self._plan.is_writable else ()

    def scroller(self) -> QScrollArea:
        return self.pane.area

    def in_sight(self) -> str:
        return self.pane.filters.levers.key

    def leave(self) -> bool:
        return self.pane.split.sheet.keep()

    def find_in_page(self) -> bool:
        self.pane.filters.search.setFocus()
        self.pane.filters.search.selectAll()
        return True

    def _on_changed(self, _target: str) -> None:
        self._is_fresh = False
        if self.isVisible():
            self._refresh_later()

    def _on_updated(self) -> None:
        self._is_fresh = False

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        self.pane.split.sheet.hold(target, field, value, _NOT_SAVED)
        if field == TITLE and isinstance(value, str) and self._plan.item(target) is None and self.isVisible():
            self.pane.foot.give_back(value)

    def _on_saved(self, when: datetime.datetime) -> None:
        self.pane.foot.show_saved(f"Enregistré à {when:%H:%M} sur cet ordinateur")
        if self.isVisible():
            self.announced.emit("Enregistré")

    def _on_refused(self, _error: KitError) -> None:
        self.pane.foot.show_saved("Non enregistré")

    def _on_announced(self, words: str) -> None:
        if self.isVisible():
            self.announced.emit(words)

    def _on_place(self, key: str) -> None:
        if key == _MEETING:
            self.meeting_requested.emit()
        else:
            self.route_requested.emit(place(PageId(key)))

    def _on_calendar(self) -> None:
        self.route_requested.emit(Route(PageId.AGENDA))

    def _on_article(self, target: str) -> None:
        self.route_requested.emit(ToArticle(target.partition(":")[2]))

    def _on_print(self) -> None:
        self.route_requested.emit(ToPrint(self.printable, of=self.in_sight()))

    def _connect_signals(self) -> None:
        self.pane.announced.connect(self.announced)
        self.pane.split.sheet.article_requested.connect(self._on_article)
        self.pane.head.calendar_requested.connect(self._on_calendar)
        self.pane.foot.place_requested.connect(self._on_place)
        self.pane.foot.print_requested.connect(self._on_print)
        self.pane.noticed.connect(self.noticed)
        self._plan.announced.connect(self._on_announced)
        self._plan.updated.connect(self._on_updated)
        session = self.context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.taken_back.connect(self._on_taken_back)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fresh:
            self.pane.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)


def _lever_words(lever: PlanLever) -> str:
    title = lever.title or UNTITLED
    return f"{lever.code}. {title}" if lever.code else title
