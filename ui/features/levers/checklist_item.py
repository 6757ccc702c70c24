"""One action of a list: its box, its words, its status and what is noted about it."""

from __future__ import annotations

from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from kit.dossier.model import Status
from kit.tokens import Tokens
from kit.typography import NBSP, fr
from ui.plan.action_fields import ActionFields
from ui.plan.status_menu import StatusButton
from ui.services.plan.words import LABELS, ActionNotes
from ui.theme import icons
from ui.widgets.check_box import CheckBox
from ui.widgets.completing_line import Suggest
from ui.widgets.days import shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.states import tell_opened
from ui.widgets.text import Label


class Item(Struct, frozen=True):
    """What is to be ticked. ``target`` names it in the dossier; an item that is not ``counted`` has only its box."""

    target: str
    title: str
    summary: str = ""
    code: str = ""
    done_when: str = ""
    counted: bool = True
    is_own: bool = False

    @property
    def name(self) -> str:
        """The title with its number."""
        return f"{self.code} {self.title}" if self.code else self.title

    @property
    def short(self) -> str:
        """What names the action in a sentence: its number, or the title of one's own."""
        return self.code or self.title


class ItemState(Struct, frozen=True):
    """Where an item stands. ``done_on`` is the day of its tick.

    ``redo`` are the words of what is done again each year, ``again`` those of the button that marks it so, ``said``
    words for the status in place of its own: « À reconfirmer ».
    """

    status: Status = Status.TODO
    done_on: str = ""
    redo: str = ""
    again: str = ""
    said: str = ""
    is_late: bool = False
    notes: ActionNotes = field(default_factory=ActionNotes)


class ChecklistItem(QWidget):
    """An action to tick. It shows what ``show_state`` gives and only asks: nothing is kept here."""

    status_chosen = Signal(str, object)
    text_edited = Signal(str, str, str)
    article_requested = Signal(str)
    asked = Signal(str, object)

    def __init__(
        self, theme: Tokens, item: Item, *, people: Suggest | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._people = people
        self._theme = theme
        self._item = item
        self._narrow = False
        self._writable = True
        self._fields: ActionFields | None = None
        self._state = ItemState()
        self.box = CheckBox(theme, below=("Fait", "Fait"))
        self._title, self._plan = Label(item.name, "strong", parent=self), Label("", "small-strong", parent=self)
        self._summary = Label(item.summary, "small", parent=self)
        self._summary.setVisible(bool(item.summary))
        self.status_button = StatusButton(theme, item.name)
        self.how = self._build_link("Comment faire", fr("Comment faire : {title}", title=item.title))
        self.details = self._build_link("Qui, quand, note", "")
        self.again = self._build_link("", "")
        self.again.hide()
        self._done = Label("", "small", wrap=False)
        self._done.setMinimumWidth(round(self._done.fontMetrics().horizontalAdvance("Fait le 00/00/0000")))
        self._build_layout()
        self._connect()
        self._on_details_shown(False)
        self.show_state(ItemState())

    @property
    def fields(self) -> ActionFields:
        """What is noted, built when it is first needed: most items are never opened."""
        if self._fields is None:
            self._fields = ActionFields(self._theme, self._item.short, own=self._item.is_own, people=self._people)
            self._fields.hide()
            self._fields.set_writable(self._writable)
            self._fields.asked.connect(partial(self.asked.emit, self._item.target))
            self._fields.edited.connect(partial(self.text_edited.emit, self._item.target))
            self._grid.addWidget(self._fields, 3, 1, 1, 2)
            self._fields.show_notes(self._state.notes)
        return self._fields

    @property
    def is_opened(self) -> bool:
        """Whether what is noted was opened, even if it is closed again."""
        return self._fields is not None

    def show_state(self, state: ItemState) -> None:
        """Show where the item stands and what is noted about it."""
        self._state = state
        concerned = state.status != Status.NOT_CONCERNED
        self.box.setChecked(state.status == Status.DONE)
        self.box.setEnabled(concerned and self._writable)
        self.box.set_dashed(not concerned)
        self.box.setAccessibleName(self._item.name if concerned else f"{self._item.name}, non concerné")
        told = _beside_links(state)
        self.box.setAccessibleDescription(told or self._item.summary)
        self._done.setText(told or NBSP)  # its place is kept: a status moves no row below
        self._title.set_look("strong" if concerned else "strong-muted")
        self.status_button.show_status(state.status, state.said)
        self.again.setText(state.again)
        self.again.setAccessibleName(fr("{again} : {title}", again=state.again, title=self._item.title))
        self.again.setVisible(bool(state.again) and self._writable)
        if self._fields is not None:
            self._fields.show_notes(state.notes)
        self._show_plan(state)

    def set_writable(self, writable: bool) -> None:
        """Let the item be worked on, or only read; to be told before ``show_state``."""
        self._writable = writable
        self.status_button.setEnabled(writable)
        if self._fields is not None:
            self._fields.set_writable(writable)

    def set_compact(self, compact: bool) -> None:
        """Be lower, where the window is small."""
        t = self._theme
        above, below = (t.space_1, 0) if compact else (t.space_2, t.space_2)
        self._grid.setContentsMargins(0, above, 0, below)
        self._grid.setVerticalSpacing(0 if compact else 2)

    def show_title(self, title: str) -> None:
        """Show another title: one's own actions can be renamed."""
        if title != self._item.title:
            self._item = replace(self._item, title=title)
            self._title.setText(title)

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        return self._fields is None or self._fields.keep()

    def hold(self, name: str, why: str) -> None:
        """Keep a text in sight that could not be saved, say why, and open the details where it stands."""
        if name in LABELS and name != "status":
            self.fields.hold(name, why)
            self._on_details_shown(True)

    def take_focus(self) -> None:
        """Put the focus on the box, or on the status when the box is out of use."""
        (self.box if self.box.isEnabled() else self.status_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_closed(self) -> bool:
        return self._fields is None or self._fields.isHidden()

    def _on_box_clicked(self, checked: bool) -> None:
        self.status_chosen.emit(self._item.target, Status.DONE if checked else Status.TODO)

    def _on_status_chosen(self, status: Status) -> None:
        self.status_chosen.emit(self._item.target, status)

    def _on_again(self) -> None:
        self.status_chosen.emit(self._item.target, Status.DONE)

    def _on_how(self) -> None:
        self.article_requested.emit(self._item.target)

    def _on_details(self) -> None:
        opened = self._is_closed
        if not opened:
            self.fields.keep()
        self._on_details_shown(opened)

    def _on_details_shown(self, opened: bool) -> None:
        if opened or self._fields is not None:
            self.fields.setVisible(opened)
        size = round(self._theme.icon * 0.7)
        self.details.setIcon(icons.chevron(self._theme.link, size, down=opened))
        self.details.setIconSize(QSize(size, size))
        self.details.setAccessibleName(f"Qui, quand, note de l’action {self._item.short}")
        tell_opened(self.details, opened)
        self._plan.setVisible(bool(self._plan.text()) and not opened)

    def _show_plan(self, state: ItemState) -> None:
        """Show who and when under a closed item, so that the list alone can be read at the council."""
        texts = state.notes.texts
        due = shown_day(texts.get("due", ""))
        late = "en retard, échéance" if state.is_late else "échéance"
        steps = state.notes.steps
        done = sum(step.is_done for step in steps)
        parts = [
            fr("plusieurs réponses : à choisir dans « Qui, quand, note »") if state.notes.answers else "",
            texts.get("who", ""),
            fr("{late} : {due}", late=late, due=due) if due else "",
            fr("étapes : {done} sur {count}", done=done, count=len(steps)) if steps else "",
            _first_line(texts.get("note", "")),
        ]
        text = " · ".join(part for part in parts if part)
        self._plan.setText(text[:1].upper() + text[1:])
        self._plan.set_look("small-warn" if state.notes.answers or state.is_late else "small-strong")
        self._plan.setVisible(bool(text) and self._is_closed)

    def _build_words(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        for label in (self._title, self._summary, self._plan):
            column.addWidget(label)
        column.addStretch(1)
        return column

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
        self._grid.addWidget(self.box, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(self._build_words(), 0, 1)
        links = FlowLayout(gap=t.space_3, middle=True)
        self._grid.addLayout(links, 2, 1, 1, 2)
        self._place_side()
        if self._item.counted:
            links.addWidget(self.how)
            links.addWidget(self.details)
            links.addWidget(self._done)
            links.addWidget(self.again)
            self.how.setVisible(not self._item.is_own)
            return
        links.addWidget(self._done)
        for widget in (self.status_button, self.details, self.again):
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
        self.box.clicked.connect(self._on_box_clicked)
        self.details.clicked.connect(self._on_details)
        self.again.clicked.connect(self._on_again)
        self.how.clicked.connect(self._on_how)
        self.status_button.status_chosen.connect(self._on_status_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < 350 * self._theme.scale
        if narrow != self._narrow:
            self._narrow = narrow
            self._place_side()


def _first_line(note: str, limit: int = 80) -> str:
    line = note.strip().partition("\n")[0]
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _beside_links(state: ItemState) -> str:
    """Return what stands beside the links: since when it is done, or that it does not count."""
    if state.status == Status.NOT_CONCERNED:
        return "Hors du total"
    if state.status != Status.DONE:
        return ""
    if state.redo:
        return state.redo
    return f"Fait le {state.done_on}" if state.done_on else "Fait"
