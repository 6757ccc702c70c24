"""The plan as a table of words: what each cell shows, what a screen reader is told of it, what may be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from kit.dossier.model import Status
from ui.plan.status_menu import words
from ui.widgets.text import as_text

type Index = QModelIndex | QPersistentModelIndex

ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole
NONE = "–"


class Column(IntEnum):
    """The columns of the table, in order."""

    CODE = 0
    ACTION = 1
    STATE = 2
    WHO = 3
    DUE = 4
    PIECES = 5


HEADERS = {
    Column.CODE: "N°",
    Column.ACTION: "Action",
    Column.STATE: "État",
    Column.WHO: "Qui",
    Column.DUE: "Échéance",
    Column.PIECES: "Pièces",
}
TYPED = {Column.WHO: "who", Column.DUE: "due"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One action as the plan shows it: words only. ``done`` replaces the status where other words say it better."""

    target: str
    code: str
    title: str
    status: Status = Status.TODO
    done: str = ""
    is_late: bool = False
    who: str = ""
    due: str = ""
    pieces: str = ""
    has_answers: bool = False
    is_own: bool = False
    lever: str = ""

    @property
    def name(self) -> str:
        """The number and the title; one's own and a starting point have no number."""
        return f"{self.code} {self.title}" if self.code else self.title

    @property
    def short(self) -> str:
        """What names the action in a sentence: its number, else its title."""
        return self.code or f"«\u00a0{self.title}\u00a0»"

    @property
    def state(self) -> str:
        """The state in words: « En cours · en retard »."""
        said = self.done or words(self.status)
        return f"{said} · en retard" if self.is_late else said


class PlanModel(QAbstractTableModel):
    """Rows come by ``show_rows``; what is typed leaves by ``typed`` (target, field, text) and is never kept here."""

    typed = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PlanRow, ...] = ()
        self._writable = True

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """What is shown, in order."""
        return self._rows

    def set_writable(self, writable: bool) -> None:
        """Let cells be typed in, or not: a dossier that cannot be saved."""
        self._writable = writable

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these rows; where they are the same actions in the same order, only what changed is painted anew."""
        before, after = self._rows, tuple(rows)
        if [row.target for row in before] != [row.target for row in after]:
            self.beginResetModel()
            self._rows = after
            self.endResetModel()
            return
        self._rows = after
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(Column) - 1))

    def row_of(self, target: str) -> int:
        """Return the line where an action stands, -1 when it is not shown."""
        return next((number for number, row in enumerate(self._rows) if row.target == target), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return getattr(row, TYPED[column]) if column in TYPED else _shown(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _said(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == Column.ACTION:
            return as_text(f"{row.name}\n{row.lever}" if row.lever else row.name)
        return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = Column(index.column())
        if role != Qt.ItemDataRole.EditRole or column not in TYPED:
            return False
        row, text = self._rows[index.row()], str(value).strip()
        if text != getattr(row, TYPED[column]):
            self.typed.emit(row.target, TYPED[column], text)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return "Numéro" if section == 0 and role != Qt.ItemDataRole.DisplayRole else HEADERS[Column(section)]
        return self._rows[section].short if role != Qt.ItemDataRole.DisplayRole else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        editable = self._writable and index.isValid() and Column(index.column()) in (*TYPED, Column.STATE)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags


def _shown(row: PlanRow, column: Column) -> str:
    match column:
        case Column.CODE:
            return row.code or ("+" if row.is_own else "•")
        case Column.ACTION:
            return row.title
        case Column.STATE:
            return row.state
        case Column.WHO:
            return row.who or NONE
        case Column.DUE:
            return row.due or NONE
        case Column.PIECES:
            return row.pieces


def _said(row: PlanRow, column: Column) -> str:
    """Return what a cell says when it is heard alone: the column and the action are part of it."""
    of = f"de l’action {row.short}"
    match column:
        case Column.CODE:
            return f"Action {row.code}" if row.code else "Action ajoutée par vous" if row.is_own else "Point de départ"
        case Column.ACTION:
            answers = ", plusieurs réponses à choisir" if row.has_answers else ""
            return f"{row.name}, {row.state.lower().replace(' · ', ', ')}{answers}"
        case Column.STATE:
            return f"État {of}\u00a0: {row.state.lower().replace(' · ', ', ')}"
        case Column.WHO:
            return f"Qui s’occupe {of}\u00a0: {row.who or 'personne'}"
        case Column.DUE:
            return f"Échéance {of}\u00a0: {row.due or 'aucune'}{', en retard' if row.is_late else ''}"
        case Column.PIECES:
            return f"Pièces {of}\u00a0: {row.pieces or 'aucune'}"
