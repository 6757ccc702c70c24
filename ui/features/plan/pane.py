"""The plan with all that is around it: filters, the table or the board, the sheet of an action, the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.dossier.plan import PlanItem, PlanLever, Wanted, ordered
from kit.dossier.plan_fields import TEXTS
from kit.mandate.directory import contacts, linked_to
from ui.features.plan.commands import PlanHands
from ui.features.plan.filters import PlanFilters
from ui.features.plan.foot import PlanFoot
from ui.features.plan.head import PlanHead
from ui.features.plan.split_view import PlanDesk
from ui.plan.controller import UNTITLED, PlanWork
from ui.plan.gestures import Removed
from ui.plan.rows import row_of, sheet_of, summary, undo_words, with_words
from ui.services.context import AppContext
from ui.widgets.scroll import scrolling


class PlanPane(QWidget):
    """It holds no plan: it shows what the dossier amounts to at each ``refresh``; what is chosen and typed stays."""

    announced = Signal(str)
    noticed = Signal(str)

    def __init__(
        self,
        context: AppContext,
        work: PlanWork,
        places: Sequence[tuple[str, str]],
        *,
        has_calendar: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        t = context.theme
        self._context, self._work = context, work
        self._hands = PlanHands(context, work, self)
        self.head = PlanHead(t, has_calendar=has_calendar)
        self.filters = PlanFilters(t)
        self.desk = PlanDesk(t, writable=work.is_writable)
        self.foot = PlanFoot(t, places, writable=work.is_writable)
        self._items: list[PlanItem] = []
        self._reverse = False
        self.area = self._build_layout()
        self._connect_signals()
        self.setFocusProxy(self.desk.views.focus_widget())
        self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now, narrowed and sorted as chosen; what is chosen and typed stays."""
        plan, filters = self._work.plan, self.filters
        filters.show_levers(levers := [(lever.id, _lever_words(lever)) for lever in plan.levers])
        filters.show_people(plan.people)
        wanted = Wanted(filters.levers.key, filters.people.key, filters.late.isChecked(), filters.remaining.isChecked())
        found = with_words([item for item in plan.items if wanted.lets_pass(item)], filters.search.text())
        self._items = _sorted(found, filters.sorts.key or "order", self._reverse)
        self.desk.views.table.cells.set_people(plan.people)
        self.foot.bar.set_people(plan.people)
        self.foot.show_levers(levers, filters.levers.key)
        self.desk.views.show_rows([row_of(item) for item in self._items])
        self.desk.views.table.show_sort(filters.sorts.key, self._reverse)
        self.head.summary.setText(summary(plan))
        self.head.show_undo(undo_words(self._context.session.last_gesture, plan))
        if self.desk.sheet.target:
            if plan.item(self.desk.sheet.target):
                self._show_sheet(self.desk.sheet.target)
            else:
                self.desk.drop_sheet()

    def narrow_to(self, lever_id: str) -> None:
        """Show the actions of one lever."""
        self.filters.levers.choose(lever_id)
        self.refresh()

    def open_action(self, target: str) -> None:
        """Open the sheet of an action, shown even if it was left out."""
        if target not in {item.on for item in self._items}:
            self.filters.clear()
            self.refresh()
        self.desk.open_sheet(target)

    def _on_filtered(self) -> None:
        self._reverse = False
        self.refresh()
        count = len(self._items)
        self.announced.emit(f"{count} action{'s' if count > 1 else ''}" if count else "Aucune action ne correspond")

    def _on_sort_chosen(self, by: str, reverse: bool) -> None:
        self.filters.sorts.choose(by)
        self._reverse = reverse
        self.refresh()
        self.announced.emit(f"Trié {self.filters.sorts.text().lower()}{', à l’envers' if reverse else ''}")

    def _on_shift(self, target: str, by: int) -> None:
        if self.filters.sorts.key != "order" or self._reverse:
            self.announced.emit("Choisissez d’abord « Dans mon ordre » pour changer les places")
            return
        self._hands.shift(target, by, self._items)

    def _on_added(self, title: str, lever_id: str) -> None:
        on = self._work.add_action(title, lever_id)
        self.refresh()
        self.open_action(on)

    def _on_picked(self, targets: Sequence[str]) -> None:
        self.foot.show_picked(len(targets))
        if len(targets) > 1:
            self.announced.emit(f"{len(targets)} actions choisies")

    def _on_covered(self, covered: bool) -> None:
        self.head.setVisible(not covered)
        self.filters.setVisible(not covered)
        self.foot.setVisible(not covered)

    def _on_removal_requested(self, target: str) -> None:
        self._hands.ask(target, Removed())

    def _on_kept_out(self, target: str, field: str, words: str) -> None:
        if self.desk.sheet.target == target:
            self.desk.sheet.hold(target, field, None, words)
            self.announced.emit(words)
        else:
            self.noticed.emit(words)

    def _on_way_chosen(self, way: str) -> None:
        self.desk.views.show_way(way)
        self.foot.show_way(way)
        self.setFocusProxy(self.desk.views.focus_widget())

    def _on_all_requested(self) -> None:
        self.filters.clear()
        self._on_filtered()
        self.desk.views.take_focus()

    def _show_sheet(self, target: str) -> None:
        item = self._work.plan.item(target)
        if item is not None:
            known = [one.name for one in linked_to(contacts(self._context.session.dossier), target)]
            self.desk.show_sheet(sheet_of(item, self._work.notes(item), known))

    def _build_layout(self) -> QScrollArea:
        t = self._context.theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_6, t.space_3)
        column.setSpacing(t.space_2)
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addWidget(self.desk, 1)
        column.addWidget(self.foot)
        return scrolling(self, inner)

    def _connect_signals(self) -> None:
        hands, sheet, table = self._hands, self.desk.sheet, self.desk.views.table
        self.head.way_chosen.connect(self._on_way_chosen)
        self.filters.changed.connect(self._on_filtered)
        self.filters.left.connect(self.desk.views.take_focus)
        self.head.undo_requested.connect(hands.undo)
        self.desk.views.all_requested.connect(self._on_all_requested)
        self.desk.views.picked.connect(self._on_picked)
        self.desk.views.status_chosen.connect(hands.give_status)
        self.desk.views.typed.connect(hands.give_text)
        table.removal_requested.connect(self._on_removal_requested)
        table.shift_requested.connect(self._on_shift)
        table.sort_chosen.connect(self._on_sort_chosen)
        self.desk.sheet_wanted.connect(self._show_sheet)
        self.desk.turned.connect(self._on_covered)
        sheet.status_chosen.connect(hands.give_one_status)
        sheet.text_edited.connect(hands.give_text)
        sheet.asked.connect(hands.ask)
        bar = self.foot.bar
        bar.status_chosen.connect(lambda status: hands.give_status(table.picked_targets(), status))
        bar.text_given.connect(lambda field, text: hands.give_texts(table.picked_targets(), field, text))
        bar.released.connect(self.desk.views.take_one)
        self.foot.added.connect(self._on_added)
        hands.announced.connect(self.announced)
        hands.done.connect(self.refresh)
        hands.kept_out.connect(self._on_kept_out)


def _sorted(items: Sequence[PlanItem], by: str, reverse: bool) -> list[PlanItem]:
    """Return the items in order; what is not given comes last either way."""
    found = ordered(items, by, reverse=reverse)
    return sorted(found, key=lambda item: not getattr(item, by)) if reverse and by in TEXTS else found


def _lever_words(lever: PlanLever) -> str:
    title = lever.title or UNTITLED
    return f"{lever.code}. {title}" if lever.code else title
