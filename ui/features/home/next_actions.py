"""« Vos prochaines actions »: up to three that remain, the late ones first, with who, when and the first step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.days import day_in_words
from kit.dossier.model import Status
from kit.dossier.plan import PlanItem
from kit.typography import fr
from ui.services.plan.words import short_name, title_of
from ui.theme.tokens import Tokens
from ui.widgets.check_box import CheckBox
from ui.widgets.named_group import grouped
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, pressed_text
from ui.widgets.wrap_link import WrapLink

MOST = 3
_WEEK, _MONTH = 7, 30  # days
_INDENT = 5  # pixels, as the title above keeps room for the ring of the focus


class NextAction(Struct, frozen=True):
    """One action in words; ``about`` tells who and the first step, ``when`` the day, « en retard de… », or nothing."""

    target: str
    name: str
    title: str
    about: str
    when: str
    is_late: bool = False


def next_actions(items: Iterable[PlanItem], today: date, first_steps: Mapping[str, str]) -> list[NextAction]:
    """Return what to do next: late, then by day, then under way, then the rest in the plan's order.

    ``first_steps`` are those of the texts, by the id of the action.
    """
    waiting = [one for one in items if one.remains and (one.kind != "milestone" or one.status is Status.DOING)]
    waiting.sort(key=lambda one: (not one.is_late, one.due_day or date.max, one.status is not Status.DOING))
    return [_in_words(one, today, first_steps.get(one.id, "")) for one in waiting[:MOST]]


def late_words(days: int) -> str:
    """Return « en retard de 3 jours », « de 2 semaines », « de 4 mois »."""
    if days < 2 * _WEEK:
        return f"en retard de {days} jour{'s' if days > 1 else ''}"
    return f"en retard de {days // _WEEK} semaines" if days < 2 * _MONTH else f"en retard de {days // _MONTH} mois"


def _in_words(item: PlanItem, today: date, first_step: str) -> NextAction:
    step = next((step.text for step in item.steps if not step.is_done), "")
    told = fr("Prochaine étape : {step}", step=step) if step else ""
    if first_step and not item.steps:
        told = fr("Premier pas : {step}", step=first_step)
    parts = [item.who, told]
    day = item.due_day
    if item.is_late and day is not None:
        when = late_words((today - day).days).capitalize()
    else:
        when = day_in_words(day) if day is not None else item.due or "Sans date"
    about = " · ".join(part for part in parts if part)
    return NextAction(item.on, short_name(item), title_of(item), about, when, item.is_late)


class _Row(QWidget):
    """One action: a box that marks it done, its title that opens it, who and when."""

    ticked = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space_1, 0, theme.space_1)
        row.setSpacing(theme.space_2)
        self.box = CheckBox(theme)
        self.box.clicked.connect(self._on_ticked)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.about = Label("", "small")
        self.about.setIndent(_INDENT)
        self.title = WrapLink(theme, "", title=True)
        self.title.clicked.connect(lambda _=False: self.opened.emit(self._target))
        words.addWidget(self.title)
        words.addWidget(self.about)
        row.addLayout(words, 1)
        self.when = Label("", "chip", wrap=False)
        row.addWidget(self.when, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_action(self, action: NextAction) -> None:
        """Show another action in this row."""
        self._target = action.target
        name = action.title if action.name == action.title else f"{action.name} {action.title}"
        self.title.setText(pressed_text(name))
        self.title.setAccessibleDescription(". ".join(part for part in (action.when, action.about) if part))
        self.about.setText(action.about)
        show_when(self.about, bool(action.about))
        self.when.setText(action.when)
        self.when.set_look("chip-late" if action.is_late else "chip")
        self.box.setAccessibleName(fr("Faite : {name}", name=name))
        self.box.setChecked(False)

    def _on_ticked(self) -> None:
        self.ticked.emit(self._target)


class NextActions(QFrame):
    """The card; ``ticked`` and ``opened`` carry the target of an action, ``plan_requested`` asks for all."""

    ticked = Signal(str)
    opened = Signal(str)
    plan_requested = Signal()

    def __init__(self, theme: Tokens, *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.addWidget(Heading("Vos prochaines actions", 2, "h3"), 1)
        whole = QPushButton("Tout le plan d’action")
        whole.setProperty("look", "link-small")
        whole.clicked.connect(self.plan_requested)
        head.addWidget(whole)
        column.addLayout(head)
        self.rows = [_Row(theme) for _ in range(MOST)]
        for row in self.rows:
            row.box.setEnabled(writable)
            row.ticked.connect(self.ticked)
            row.opened.connect(self.opened)
        column.addWidget(grouped("Vos prochaines actions", *self.rows))
        self._none = Label(fr("Toutes les actions de votre plan sont faites. Bravo !"), "muted")
        column.addWidget(self._none)

    def show_actions(self, actions: list[NextAction]) -> None:
        """Show these actions, at most three."""
        for place, row in enumerate(self.rows):
            show_when(row, place < len(actions))
            if place < len(actions):
                row.show_action(actions[place])
        show_when(self._none, not actions)
