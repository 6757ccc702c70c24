"""One action of a list: its box, its words, its status and what is noted about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.dossier.model import Status
from ui.theme.tokens import Tokens
from ui.widgets.action_fields import FIELDS, ActionFields
from ui.widgets.check_box import CheckBox
from ui.widgets.status_menu import StatusButton, chevron
from ui.widgets.text import Label


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be ticked. ``target`` names it in the dossier; an item that is not ``counted`` has only its box."""

    target: str
    title: str
    summary: str = ""
    code: str = ""
    done_when: str = ""
    counted: bool = True

    @property
    def name(self) -> str:
        """The title with its number."""
        return f"{self.code} {self.title}" if self.code else self.title


@dataclass(frozen=True, slots=True)
class ItemState:
    """Where an item stands; ``done_on`` is the day of its tick, as people write it."""

    status: Status = Status.TODO
    done_on: str = ""
    who: str = ""
    due: str = ""
    note: str = ""


class _TickArea(QWidget):
    """The words beside the box: a press anywhere on them is a press on the box."""

    pressed = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class ChecklistItem(QWidget):
    """An action to tick. It shows what ``show_state`` gives and only asks: nothing is kept here."""

    ticked = Signal(str, bool)
    status_chosen = Signal(str, object)
    text_edited = Signal(str, str, str)
    article_requested = Signal(str)

    def __init__(self, theme: Tokens, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._item = item
        self._narrow = False
        self.box = CheckBox(theme)
        self._area, self._title, self._line, self._plan = self._build_words()
        self.status_button = StatusButton(theme, item.name)
        self.how = self._build_link("Comment faire", f"Comment faire : {item.title}")
        self.details = self._build_link("Détails", "")
        self.fields = ActionFields(theme, item.code)
        self._done = Label("", "small", wrap=False)
        self._build_layout()
        self._connect()
        self._on_details_shown(False)
        self.show_state(ItemState())

    def show_state(self, state: ItemState) -> None:
        """Show where the item stands and what is noted about it."""
        concerned = state.status != Status.NOT_CONCERNED
        self.box.setChecked(state.status == Status.DONE)
        self.box.setEnabled(concerned)
        self.box.set_dashed(not concerned)
        self.box.setAccessibleName(self._item.name if concerned else f"{self._item.name}, non concerné")
        line = self._second_line(state)
        done = _done_words(state)
        self.box.setAccessibleDescription(done or line)
        self._show_done(done)
        self._title.set_look("strong" if concerned else "strong-muted")
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self._area.setCursor(Qt.CursorShape.PointingHandCursor if concerned else Qt.CursorShape.ArrowCursor)
        self.status_button.show_status(state.status)
        for field in FIELDS:
            self.fields.show_text(field, getattr(state, field))
        self._show_plan(state)

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        return self.fields.keep()

    def hold(self, field: str, why: str) -> None:
        """Keep a text in sight that could not be saved, say why, and open the details where it stands."""
        if field in FIELDS:
            self.fields.hold(field, why)
            self._on_details_shown(True)

    def take_focus(self) -> None:
        """Put the focus on the box, or on the status when the box is out of use."""
        (self.box if self.box.isEnabled() else self.status_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_area_pressed(self) -> None:
        if self.box.isEnabled():
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()

    def _on_box_clicked(self, checked: bool) -> None:
        self.ticked.emit(self._item.target, checked)

    def _on_status_chosen(self, status: Status) -> None:
        self.status_chosen.emit(self._item.target, status)

    def _on_edited(self, field: str, text: str) -> None:
        self.text_edited.emit(self._item.target, field, text)

    def _on_how(self) -> None:
        self.article_requested.emit(self._item.target)

    def _on_details(self) -> None:
        opened = self.fields.isHidden()
        if not opened:
            self.fields.keep()
        self._on_details_shown(opened)

    def _on_details_shown(self, opened: bool) -> None:
        self.fields.setVisible(opened)
        size = round(self._theme.icon * 0.7)
        self.details.setIcon(chevron(self._theme.link, size, down=opened))
        self.details.setIconSize(QSize(size, size))
        shown = "affichés" if opened else "masqués"
        self.details.setAccessibleName(f"Détails de l’action {self._item.code}, {shown}")
        self._plan.setVisible(bool(self._plan.text()) and not opened)

    def _second_line(self, state: ItemState) -> str:
        if state.status == Status.NOT_CONCERNED:
            return state.note.strip().partition("\n")[0] or "Ne compte pas dans le total"
        return self._item.summary

    def _show_done(self, words: str) -> None:
        """Say since when it is done, in a place that is kept for it: a tick moves no row below."""
        self._done.setText(words or "\u00a0")

    def _show_plan(self, state: ItemState) -> None:
        """Show who and when under a closed item, so that the list alone can be read at the council."""
        parts = [state.who, f"échéance : {state.due}" if state.due else ""]
        text = " · ".join(part for part in parts if part)
        self._plan.setText(text[:1].upper() + text[1:])
        self._plan.setVisible(bool(text) and self.fields.isHidden())

    def _build_words(self) -> tuple[_TickArea, Label, Label, Label]:
        area = _TickArea()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        labels = Label(self._item.name, "strong"), Label("", "small"), Label("", "small-strong")
        for label in labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        return area, *labels

    def _build_link(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("look", "link-small")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(name)
        return button

    def _build_layout(self) -> None:
        t = self._theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, t.space_2, 0, t.space_2)
        self._grid.setHorizontalSpacing(t.space_2)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._area, 0, 1)
        links = QHBoxLayout()
        links.setSpacing(t.space_3)
        self._grid.addLayout(links, 2, 1, 1, 2)
        self._grid.addWidget(self.fields, 3, 1, 1, 2)
        self._place_side()
        if self._item.counted:
            links.addWidget(self.how)
            links.addWidget(self.details)
            links.addWidget(self._done)
            links.addStretch(1)
            return
        links.addWidget(self._done)
        links.addStretch(1)
        for widget in (self.status_button, self.details):
            widget.setParent(self)
            widget.hide()

    def _place_side(self) -> None:
        """Put the status, or the only link, at the right of the words; below them where it is narrow."""
        side = self.status_button if self._item.counted else self.how
        self._grid.removeWidget(side)
        edge = Qt.AlignmentFlag.AlignLeft if self._narrow else Qt.AlignmentFlag.AlignRight
        row, column = (1, 1) if self._narrow else (0, 2)
        self._grid.addWidget(side, row, column, edge | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)

    def _connect(self) -> None:
        self._area.pressed.connect(self._on_area_pressed)
        self.box.clicked.connect(self._on_box_clicked)
        self.details.clicked.connect(self._on_details)
        self.fields.edited.connect(self._on_edited)
        self.how.clicked.connect(self._on_how)
        self.status_button.status_chosen.connect(self._on_status_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < 350 * self._theme.scale
        if narrow != self._narrow:
            self._narrow = narrow
            self._place_side()


def _done_words(state: ItemState) -> str:
    if state.status != Status.DONE:
        return ""
    return f"Fait le {state.done_on}" if state.done_on else "Fait"
