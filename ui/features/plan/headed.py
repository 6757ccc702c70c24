"""The rows of the table: the plan as it is narrowed, with a heading above the actions of each lever."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractProxyModel, QModelIndex, Qt

from kit.dossier.model import Status, progress
from kit.dossier.plan import PlanItem, PlanLever
from kit.typography import fr
from ui.features.plan.narrowed import NarrowedPlan
from ui.services.plan.model import ROOT, Column, Index
from ui.services.plan.words import UNTITLED, PlanRow
from ui.widgets.progress_words import in_words

_UNTOUCHED = Qt.ItemFlag.ItemNeverHasChildren


class LeverHeading(Struct, frozen=True):
    """A lever above its actions: how far it is in words, and how each action that counts stands."""

    title: str
    words: str
    statuses: tuple[Status, ...]

    @property
    def spoken(self) -> str:
        """What is heard: « 3. S’appuyer sur…, 1 action faite sur 3 »."""
        return f"{self.title}, {self.words}"


def heading_of(lever: PlanLever, items: Sequence[PlanItem]) -> LeverHeading:
    """Return the heading of a lever, counted on all its actions, those that are not shown too."""
    mine = [item for item in items if item.lever_id == lever.id]
    counted = {item.on: item.status for item in mine if item.is_counted}
    own = sum(item.kind == "own" for item in mine)
    told = in_words(progress(counted, counted)) if counted else ""
    yours = (
        (fr("+ {own} à vous", own=own) if counted else f"{own} action{'s' if own > 1 else ''} à vous") if own else ""
    )
    title = lever.title or (UNTITLED if lever.id else "Sans levier")
    return LeverHeading(
        f"{lever.code}. {title}" if lever.code else title,
        " · ".join(part for part in (told, yours if own else "") if part),
        tuple(status for status in counted.values() if status is not Status.NOT_CONCERNED),
    )


def going_on(heading: LeverHeading) -> LeverHeading:
    """Return the heading of a lever that begins again below: its progress is told once."""
    return replace(heading, words="suite", statuses=())


class HeadedPlan(QAbstractProxyModel):
    """A heading stands wherever another lever begins, while the plan is in its own order; no key or hand goes there.

    It is reset when the narrowed plan is; a heading is worked out when it is first asked for, and again after a change
    of the plan. ``heading`` gives it whole, ``data`` its words alone.
    """

    def __init__(self, narrowed: NarrowedPlan) -> None:
        super().__init__(narrowed)
        self._narrowed = narrowed
        self._lines: list[int | str] = []  # a row of the narrowed plan, or the id of the lever that begins
        self._again: set[int] = set()  # the lines at which a lever begins that began above already
        self._headings: dict[str, LeverHeading] = {}  # as of the plan that was read last
        self._places: list[int] = []  # where each row of the narrowed plan stands
        self.setSourceModel(narrowed)
        narrowed.modelAboutToBeReset.connect(self.beginResetModel)
        narrowed.modelReset.connect(self._on_reset)
        narrowed.dataChanged.connect(self._on_data_changed)
        narrowed.renewed.connect(self._on_renewed)
        self._number()

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """The actions that are shown, in words."""
        return self._narrowed.rows

    @property
    def headings(self) -> list[int]:
        """The rows that are headings."""
        return [number for number, line in enumerate(self._lines) if isinstance(line, str)]

    def row(self, number: int) -> PlanRow | None:
        """Return an action in words, None for a heading."""
        line = self._lines[number]
        return self._narrowed.row(line) if isinstance(line, int) else None

    def row_of(self, target: str) -> int:
        """Return the row where an action stands, -1 when it is not shown."""
        found = self._narrowed.row_of(target)
        return self._places[found] if found >= 0 else -1

    def near(self, number: int, step: int = 1) -> int:
        """Return the row of an action at ``number`` or after it by ``step``, else before it; -1 for none."""
        for way in (step, -step):
            place = number
            while 0 <= place < len(self._lines):
                if isinstance(self._lines[place], int):
                    return place
                place += way
        return -1

    def heading(self, number: int) -> LeverHeading | None:
        """Return the heading of a row, None for an action."""
        line = self._lines[number]
        if isinstance(line, int):
            return None
        return going_on(self._heading(line)) if number in self._again else self._heading(line)

    def _heading(self, lever_id: str) -> LeverHeading:
        if lever_id not in self._headings:
            plan = self._narrowed.plan
            lever = next((one for one in plan.levers if one.id == lever_id), PlanLever(lever_id, ""))
            self._headings[lever_id] = heading_of(lever, plan.items)
        return self._headings[lever_id]

    def _number(self) -> None:
        self._lines, self._places, self._headings, self._again = [], [], {}, set()
        begun: set[str] = set()
        before: str | None = None
        for number, item in enumerate(self._narrowed.items):
            if self._narrowed.is_in_order and item.lever_id != before:
                before = item.lever_id
                if before in begun:
                    self._again.add(len(self._lines))
                begun.add(before)
                self._lines.append(before)
            self._places.append(len(self._lines))
            self._lines.append(number)

    def _on_reset(self) -> None:
        self._number()
        self.endResetModel()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for number in range(first.row(), last.row() + 1):
            place = self._places[number]
            self.dataChanged.emit(self.index(place, first.column()), self.index(place, last.column()))

    def _on_renewed(self) -> None:
        self._headings = {}
        for number in self.headings:
            self.dataChanged.emit(self.index(number, 0), self.index(number, 0))

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = ROOT) -> int:
        return self._narrowed.columnCount(parent)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        return self.createIndex(row, column) if self.hasIndex(row, column, parent) else QModelIndex()

    def parent(self, _index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        return QModelIndex()

    def mapToSource(self, proxy: Index) -> QModelIndex:
        line = self._lines[proxy.row()] if proxy.isValid() else ""
        return self._narrowed.index(line, proxy.column()) if isinstance(line, int) else QModelIndex()

    def mapFromSource(self, source: Index) -> QModelIndex:
        return self.index(self._places[source.row()], source.column()) if source.isValid() else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self._lines[index.row()] if index.isValid() else ""
        return self._narrowed.flags_at(line, index.column()) if isinstance(line, int) else _UNTOUCHED

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, heading = self._lines[index.row()], self.heading(index.row())
        if isinstance(line, int):
            if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.row():
                above = self.heading(index.row() - 1)  # heard where a lever begins: keys pass its heading over
                return above.spoken if above else None
            return self._narrowed.value(line, index.column(), role)
        is_told = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return heading.spoken if heading and is_told and index.column() == Column.CODE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            return self._narrowed.headerData(section, orientation, role)
        line = self._lines[section]
        if isinstance(line, int):
            return self._narrowed.headerData(line, orientation, role)
        return self._heading(line).title if role == Qt.ItemDataRole.AccessibleTextRole else ""
