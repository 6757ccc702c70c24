"""The rows of the plan that are chosen, in the order that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, QObject, Qt, Signal

from kit.dossier.plan import Plan, PlanItem, Wanted, ordered
from kit.dossier.plan_fields import TEXTS
from kit.search.narrowing import narrow
from ui.services.plan.model import ROOT, Index, PlanModel
from ui.services.plan.words import PlanRow, title_of

_EVERYTHING = Wanted()


class NarrowedPlan(QAbstractProxyModel):
    """A view's model of the plan: what is left out and the order are the kit's own, ``Wanted`` and ``ordered``.

    They work on all items at once: QSortFilterProxyModel would ask Python about two rows at a time, which takes half
    a second to sort 5,000. It is reset when other rows, or another order, come of a choice or of a change; it has none
    before the first ``show``. ``renewed`` comes after each reading of the plan.
    """

    renewed = Signal()

    def __init__(self, plan: PlanModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._wanted, self._typed, self._by, self._reverse = _EVERYTHING, "", "order", False
        self._items: list[PlanItem] = []
        self._numbers: list[int] = []  # the plan's row of each row here
        self._places: dict[int, int] = {}  # and the other way
        self.setSourceModel(plan)
        plan.modelAboutToBeReset.connect(self.beginResetModel)
        plan.modelReset.connect(self._on_reset)
        plan.dataChanged.connect(self._on_data_changed)
        plan.updated.connect(self._on_updated)

    @property
    def plan(self) -> Plan:
        """The whole plan."""
        return self._plan.plan

    @property
    def is_in_order(self) -> bool:
        """Whether the rows are in the plan's own order."""
        return self._by == "order" and not self._reverse

    @property
    def items(self) -> Sequence[PlanItem]:
        """What is shown, in order."""
        return self._items

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """What is shown, in words."""
        return tuple(map(self._plan.row, self._numbers))

    def row(self, number: int) -> PlanRow:
        """Return a row in words."""
        return self._plan.row(self._numbers[number])

    def row_of(self, target: str) -> int:
        """Return the row where an action stands, -1 when it is not shown."""
        return self._places.get(self._plan.row_of(target), -1)

    def value(self, number: int, column: int, role: int) -> object:
        """Return what a cell gives for a role."""
        return self._plan.data(self._plan.index(self._numbers[number], column), role)

    def flags_at(self, number: int, column: int) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        return self._plan.flags(self._plan.index(self._numbers[number], column))

    def show(self, wanted: Wanted, typed: str, by: str, *, reverse: bool) -> None:
        """Show what ``wanted`` and the words typed let pass, sorted by one of ``SORTS``."""
        before = self.is_in_order
        self._wanted, self._typed, self._by, self._reverse = wanted, typed, by, reverse
        self._renew(anew=before != self.is_in_order)

    def _chosen(self) -> list[PlanItem]:
        items: Sequence[PlanItem] = self._plan.plan.items
        if self._wanted != _EVERYTHING:
            items = [item for item in items if self._wanted.lets_pass(item)]
        found = ordered(_with_words(items, self._typed), self._by, reverse=self._reverse)
        if self._reverse and self._by in TEXTS:  # what is not given comes last either way
            return sorted(found, key=lambda item: not getattr(item, self._by))
        return found

    def _number(self) -> None:
        self._numbers = [self._plan.row_of(item.on) for item in self._items]
        self._places = {number: place for place, number in enumerate(self._numbers)}

    def _on_reset(self) -> None:
        self._items = self._chosen()
        self._number()
        self.endResetModel()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for number in range(first.row(), last.row() + 1):
            if (place := self._places.get(number)) is not None:
                self.dataChanged.emit(self.index(place, first.column()), self.index(place, last.column()))

    def _on_updated(self) -> None:
        self._renew()

    def _renew(self, *, anew: bool = False) -> None:
        items = self._chosen()
        same = [(item.on, item.lever_id) for item in items] == [(item.on, item.lever_id) for item in self._items]
        if same and not anew:
            self._items = items
            self.renewed.emit()
            return
        self.beginResetModel()
        self._items = items
        self._number()
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = ROOT) -> int:
        return self._plan.columnCount(parent)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        return self.createIndex(row, column) if self.hasIndex(row, column, parent) else QModelIndex()

    def parent(self, _index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        return QModelIndex()

    def mapToSource(self, proxy: Index) -> QModelIndex:
        return self._plan.index(self._numbers[proxy.row()], proxy.column()) if proxy.isValid() else QModelIndex()

    def mapFromSource(self, source: Index) -> QModelIndex:
        place = self._places.get(source.row(), -1) if source.isValid() else -1
        return self.index(place, source.column()) if place >= 0 else QModelIndex()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation == Qt.Orientation.Horizontal
        return self._plan.headerData(section if across else self._numbers[section], orientation, role)


def _with_words(items: Sequence[PlanItem], typed: str) -> Sequence[PlanItem]:
    """Return the items that have the words typed, in their order."""
    if not typed.strip():
        return items
    found = narrow(items, typed.strip(), lambda item: f"{item.code} {title_of(item)}", _all_words)
    kept = {item.on for part in found for item in part}
    return [item for item in items if item.on in kept]


def _all_words(item: PlanItem) -> str:
    return " ".join((item.who, item.pilot, item.partners, item.note, item.lever_title, item.due, item.status.label))
