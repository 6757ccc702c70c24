"""The sheet of one action of the plan: its state and all that is noted about it, beside the table or in its place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.dossier.model import Status
from kit.dossier.plan import PlanItem
from kit.tokens import Tokens
from kit.typography import fr
from ui.plan.action_fields import ActionFields, is_step
from ui.plan.status_menu import StatusButton
from ui.services.plan.words import LABELS, ActionNotes, confirm_words, plan_row, redo_words, short_name
from ui.widgets.close_button import CloseButton
from ui.widgets.completing_line import Suggest
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label


class SheetState(Struct, frozen=True):
    """What a sheet shows of an action; ``told`` is a line about its state, as « Fait en 2026 · à refaire ».

    ``state`` are words for the status in place of its own: « À reconfirmer ».
    """

    target: str
    name: str
    short: str
    lever: str
    status: Status
    told: str
    notes: ActionNotes
    is_own: bool = False
    has_article: bool = False
    state: str = ""


def sheet_of(item: PlanItem, notes: ActionNotes, known: Sequence[str] = ()) -> SheetState:
    """Return an action as its sheet shows it; ``known`` names the entries of the directory linked to it."""
    row = plan_row(item)
    told = ", ".join(part for part in (redo_words(item), "En retard" if item.is_late else "") if part)
    lever = fr("Levier : {lever_title}", lever_title=item.lever_title) if item.lever_title else ""
    own = fr("Action ajoutée par vous : elle ne compte pas dans le total") if row.is_own else ""
    linked = fr("Répertoire : {contacts}", contacts=", ".join(known)) if known else ""
    return SheetState(
        target=item.on,
        name=row.name,
        short=short_name(item),
        lever=" · ".join(part for part in (lever, own, linked) if part),
        status=item.status,
        state=confirm_words(item),
        told=told,
        notes=notes,
        is_own=row.is_own,
        has_article=not row.is_own,
    )


class PlanSheet(QFrame):
    """``stepped`` asks for the action before (-1) or after (1), ``closed`` for none."""

    status_chosen = Signal(str, object)
    text_edited = Signal(str, str, str)
    asked = Signal(str, object)
    article_requested = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(
        self, theme: Tokens, *, writable: bool = True, people: Suggest | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._writable, self._people = theme, writable, people
        self.target = ""
        self._held: dict[tuple[str, str], tuple[str, str]] = {}  # what other actions' sheets must show
        self.fields: ActionFields | None = None
        self.status: StatusButton | None = None
        self.setProperty("look", "card")
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(18, 12, 18, 12)
        self._column.setSpacing(theme.space_2)
        self._column.addLayout(self._build_head())
        self.title = Heading("", 2, "h3")
        self._lever = Label("", "small")
        self._told = Label("", "small-warn")
        for label in (self.title, self._lever):
            self._column.addWidget(label)
        self._state = FlowLayout(gap=theme.space_2, middle=True)
        self._column.addLayout(self._state)
        self._column.addWidget(self._told)
        self._column.addStretch(1)
        self.area = scrolling(self, inner)
        self.layout().setContentsMargins(2, 2, 2, 2)  # type: ignore[union-attr]
        self.setMinimumHeight(round(300 * min(theme.scale, 1.5)))
        self.hide()

    def show_sheet(self, state: SheetState) -> None:
        """Show an action, another or the same; what is being typed about the same one stays."""
        if state.target != self.target:
            self._rebuild(state)
        assert self.fields is not None and self.status is not None
        self.title.setText(state.name)
        self._lever.setText(state.lever)
        self._lever.setVisible(bool(state.lever))
        self._told.setText(state.told)
        self._told.setVisible(bool(state.told))
        self.status.show_status(state.status, state.state)
        self.fields.show_notes(state.notes)
        for (target, field), (text, why) in [*self._held.items()]:
            if target == self.target:
                del self._held[target, field]
                self.fields.give_back(field, text)
                self.fields.hold(field, why)

    def keep(self) -> bool:
        """Send what was typed and not kept yet, other actions' too; False when something could not be kept."""
        for (target, field), (text, _) in [*self._held.items()]:
            if field in LABELS:
                del self._held[target, field]
                self.text_edited.emit(target, field, text)
        return self.fields is None or self.fields.keep()

    def hold(self, target: str, field: str, value: object, why: str) -> None:
        """Keep what could not be saved where it was typed, and say why; another action's until its sheet is open."""
        if self.fields is not None and target == self.target:
            self.fields.give_back(field, value)
            self.fields.hold(field, why)
        elif isinstance(value, str) and (is_step(field) or (field in LABELS and field != "status")):
            self._held[target, field] = (value, why)

    def take_focus(self) -> None:
        """Put the focus on the state, the first thing that one changes."""
        if self.status is not None:
            (self.status if self._writable else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Show no action any more."""
        self.target = ""
        self.hide()

    def _on_status(self, status: Status) -> None:
        self.status_chosen.emit(self.target, status)

    def _on_edited(self, field: str, text: str) -> None:
        self.text_edited.emit(self.target, field, text)

    def _on_asked(self, gesture: object) -> None:
        self.asked.emit(self.target, gesture)

    def _on_how(self) -> None:
        self.article_requested.emit(self.target)

    def _on_before(self) -> None:
        self.stepped.emit(-1)

    def _on_after(self) -> None:
        self.stepped.emit(1)

    def _rebuild(self, state: SheetState) -> None:
        for old in (self.fields, self.status):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.target = state.target
        self.status = StatusButton(self._theme, state.short)
        self.status.setEnabled(self._writable)
        self.status.status_chosen.connect(self._on_status)
        while self._state.takeAt(0):
            pass
        self._state.addWidget(self.status)
        self._state.addWidget(self.how)
        self.how.setVisible(state.has_article)
        self.how.setAccessibleName(fr("Comment faire : {name}", name=state.name))
        self.fields = ActionFields(self._theme, state.short, whole=True, own=state.is_own, people=self._people)
        self.fields.set_writable(self._writable)
        self.fields.edited.connect(self._on_edited)
        self.fields.asked.connect(self._on_asked)
        self._column.insertWidget(self._column.count() - 1, self.fields)
        self.area.verticalScrollBar().setValue(0)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space_1)
        self.how = QPushButton("Comment faire")
        self.how.setProperty("look", "link-small")
        self.how.clicked.connect(self._on_how)
        for words, call in (("Précédente", self._on_before), ("Suivante", self._on_after)):
            button = QPushButton(words)
            button.setProperty("look", "link-small")
            button.setAccessibleName(f"Fiche {words.lower()}")
            button.clicked.connect(call)
            row.addWidget(button)
            row.addSpacing(self._theme.space_2)
        row.addStretch(1)
        self.close_button = CloseButton(self._theme, "Fermer la fiche", "Fermer la fiche (Échap)")
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.close_button)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
