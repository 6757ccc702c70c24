"""« Historique des gestes »: what can be undone, the latest first; choosing one undoes all down to it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from kit.dossier.undo_list import Undoable
from kit.errors import KitError, UndoBarred
from kit.typography import fr
from ui.services import gesture_words
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.shell.drop_panel import DropPanel
from ui.widgets.text import Heading, Label, pressed_text

MOST = 60
"""Gestures listed: further back, one changes by hand what is to be another."""
_WIDE = 460  # pixels at a text scale of 1
_LEAST = 120  # of the list, however large the letters are
_LEAD = fr(
    "Du plus récent au plus ancien, même ceux des fois précédentes. Choisir un geste annule également tout ce qui est "
    "au-dessus."
)
_NOTHING = fr("Il n’y a rien à annuler : vos changements apparaîtront ici, et y resteront après la fermeture du kit.")
_BARRED = "ne s’annule plus d’ici"


class GesturePanel(DropPanel):
    """It lists the dossier's as it opens. ``chosen`` carries the list and the place down to which all is undone."""

    chosen = Signal(object, int)
    announced = Signal(str)

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__("Historique des gestes", window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        t, self._context = context.theme, context
        self._listed: Sequence[Undoable] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.space_4, t.space_3, t.space_4, t.space_3)
        column.setSpacing(t.space_2)
        column.addWidget(Heading("Historique des gestes", 2, "h3"))
        self.lead = Label(_LEAD, "small")
        column.addWidget(self.lead)
        self.rows = QListWidget()
        self.rows.setProperty("look", "rows")
        self.rows.setAccessibleName(fr("Gestes que l’on peut annuler"))
        self.rows.setWordWrap(True)
        self.rows.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)  # all down to the current one, by us
        self.rows.hide()
        column.addWidget(self.rows, 1)
        self.says = Label("", "small")
        self.says.hide()
        column.addWidget(self.says)
        self.undo = QPushButton("")
        self.undo.setProperty("look", "primary")
        self.undo.hide()
        column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.currentRowChanged.connect(self._on_current)
        self.rows.itemActivated.connect(self._on_chosen)
        self.undo.clicked.connect(self._on_chosen)

    def open_under(self, button: QWidget) -> None:
        """Open below a button, with what can be undone now."""
        self._button = button
        dossier = self._context.session.dossier

        def work(_step: Step) -> Sequence[Undoable]:
            dossier.load_history()  # what a snapshot left out, before the dossier is asked and cannot be by others
            return dossier.undo_list(MOST)

        self._context.jobs.run(self, work, self._on_listed, self._on_failed, dossier=dossier)

    def wanted_size(self, room: QSize) -> QSize:
        """Return as wide as the letters ask for, and as high as the list, which scrolls where there is no room."""
        wide = min(round(_WIDE * self._context.theme.scale), room.width())
        layout, rows = self.layout(), 0
        for number in range(self.rows.count()):
            rows += self.rows.sizeHintForRow(number)
        self.rows.setMinimumHeight(min(rows + 4, _LEAST))
        asked = layout.totalHeightForWidth(wide) if layout is not None else 0
        if not self.rows.isHidden():
            asked += max(0, rows + 4 - self.rows.sizeHint().height())
        return QSize(wide, min(asked + 2 * self.frameWidth(), room.height()))

    def _on_listed(self, listed: Sequence[Undoable]) -> None:
        self._listed = listed
        today = datetime.date.today()
        for number, gesture in enumerate(listed):
            self.rows.addItem(self._build_row(number, gesture, today))
        self.lead.setText(_LEAD if listed else _NOTHING)
        for part in (self.rows, self.undo):
            part.setVisible(bool(listed))
        if listed:
            self.rows.setCurrentRow(0)
        self.drop_from(self._button)
        (self.rows if listed else self).setFocus(Qt.FocusReason.PopupFocusReason)
        if not listed:
            self.announced.emit(_NOTHING)

    def _on_failed(self, error: KitError) -> None:
        self.announced.emit(sentence(error))

    def _build_row(self, number: int, gesture: Undoable, today: datetime.date) -> QListWidgetItem:
        name = self._context.session.label_of(gesture) or gesture_words.name_of(gesture.events, self._context.plan)
        when = gesture_words.when_of(gesture.events[0], today)
        parts = [name[:1].upper() + name[1:], when, _BARRED if gesture.barred else ""]
        item = QListWidgetItem(" · ".join(filter(None, parts)))
        said = f"{item.text()}. {'' if gesture.barred else _asks(number + 1)}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said.strip())
        return item

    def _on_current(self, place: int) -> None:
        if not 0 <= place < len(self._listed):
            return
        model = self.rows.model()
        above = QItemSelection(model.index(0, 0), model.index(place, 0))
        self.rows.selectionModel().select(above, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        barred = self._listed[place].barred
        told = sentence(UndoBarred(barred.by, barred.t, barred.on, barred.f)) if barred else ""
        self.undo.setText(pressed_text(_asks(place + 1)))
        self.undo.setEnabled(barred is None)
        if told != self.says.text():
            self.says.setText(told)
            self.says.setVisible(bool(told))
            if self.isVisible():
                self.fit()
                self.rows.scrollToItem(self.rows.item(place))

    def _on_chosen(self) -> None:
        place = self.rows.currentRow()
        if not 0 <= place < len(self._listed):
            return
        if self._listed[place].barred is not None:
            self.announced.emit(self.says.text())
            return
        listed = self._listed
        self.close()
        self.chosen.emit(listed, place)


def _asks(count: int) -> str:
    return "Annuler ce geste" if count == 1 else f"Annuler ces {count} gestes"
