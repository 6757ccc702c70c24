"""« Vos prochaines actions »: a few that remain, the late ones first, with who, when and the first step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kit.days import day_in_words
from kit.dossier.model import Status
from kit.dossier.plan import PlanItem, in_turn
from kit.tokens import Tokens
from kit.typography import counted, fr
from ui.services.plan.words import short_name, title_of
from ui.widgets.check_box import CheckBox
from ui.widgets.columns import Columns
from ui.widgets.named_group import grouped
from ui.widgets.pictogram import Pictogram
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, as_text, pressed_text
from ui.widgets.wrap_link import WrapLink

MOST, MOST_WHERE_ROOM = 3, 6
_WEEK, _MONTH = 7, 30  # days
_LARGE = 1.25  # the scale of text from which the first step wraps instead of being cut
_CODE = 30  # pixels of the column of codes
_INDENT = 5  # pixels, as the title above keeps room for the ring of the focus


class NextAction(Struct, frozen=True):
    """One action in words; ``about`` tells who and the first step, ``when`` the day, « en retard de… », or nothing."""

    target: str
    name: str
    title: str
    about: str
    when: str
    is_late: bool = False
    is_dated: bool = False
    is_under_way: bool = False


def next_actions(
    items: Iterable[PlanItem], today: date, first_steps: Mapping[str, str], most: int = MOST
) -> list[NextAction]:
    """Return what to do next, in its turn; ``first_steps`` are those of the texts, by the id of the action."""
    return [_in_words(one, today, first_steps.get(one.id, "")) for one in in_turn(items)[:most]]


def late_words(days: int) -> str:
    """Return « en retard de 3 jours », « de 2 semaines », « de 4 mois »."""
    if days < 2 * _WEEK:
        return f"en retard de {counted(days, 'jour')}"
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
    return NextAction(
        item.on, short_name(item), title_of(item), about, when, item.is_late,
        is_dated=day is not None, is_under_way=item.status is Status.DOING,
    )  # fmt: skip


class Pill(QFrame):
    """A day, or how late something is: a drawing and words, in brick where it is late."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "pill")
        size = round(16 * min(theme.scale, 1.5))
        self._clock = Pictogram("horloge", theme.orange.ink, size)
        self._sheet = Pictogram("date", theme.ink_soft, size)
        self.words = Label("", "pill-words", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 4, 12, 4)
        row.setSpacing(theme.space_1 + 2)
        for part in (self._clock, self._sheet, self.words):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_when(self, words: str, *, is_late: bool) -> None:
        """Show a day in words."""
        self.words.setText(words)
        self._clock.setVisible(is_late)
        self._sheet.setVisible(not is_late)
        if (self.property("state") == "late") != is_late:
            self.setProperty("state", "late" if is_late else "")
            self.style().unpolish(self)
            self.style().polish(self)
            self.words.set_look("pill-late" if is_late else "pill-words")


class OneLine(Label):
    """A line that never wraps: what has no room is left out at its end, and told by its tool tip and its name."""

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__("", look, wrap=False, parent=parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setToolTip(as_text(text))
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width() - max(0, self.indent()) - 2)
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class _Row(QWidget):
    """One action: a box that marks it done, its title that opens it, who and when."""

    ticked = Signal(str)
    opened = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = ""
        self._shown: NextAction | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space_1, 0, theme.space_1)
        row.setSpacing(theme.space_2)
        self.box = CheckBox(theme)
        self.box.clicked.connect(self._on_ticked)
        high = Qt.AlignmentFlag.AlignVCenter if theme.scale <= _LARGE else Qt.AlignmentFlag.AlignTop  # at the title
        row.addWidget(self.box, 0, high)
        self.code = Label("", "code", wrap=False)
        self.code.setFixedWidth(round(_CODE * theme.scale))
        row.addWidget(self.code, 0, high)
        told = QWidget()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        self.about = OneLine("small") if theme.scale <= _LARGE else Label("", "small")
        self.about.setIndent(_INDENT)
        self.title = WrapLink(theme, "", title=True, colour=theme.ink)
        self.title.clicked.connect(lambda _=False: self.opened.emit(self._target))
        words.addWidget(self.title)
        words.addWidget(self.about)
        self.pill = Pill(theme)
        self.when = self.pill.words
        beside = QWidget()
        place = QHBoxLayout(beside)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        place.addStretch(1)
        wide = round(400 * theme.scale)
        row.addWidget(Columns(told, beside, threshold=wide, gap=theme.space_2, stretch=(1, 0)), 1)

    def show_action(self, action: NextAction) -> None:
        """Show another action in this row."""
        self.box.setChecked(False)
        if action == self._shown:
            return
        self._shown, self._target = action, action.target
        code = "" if action.name == action.title else action.name
        name = f"{code} {action.title}".strip()
        self.code.setText(code)
        self.title.setText(pressed_text(action.title))
        self.title.setAccessibleName(name)
        self.title.setAccessibleDescription(". ".join(part for part in (action.when, action.about) if part))
        self.about.setText(action.about)
        show_when(self.about, bool(action.about))
        self.pill.show_when(action.when, is_late=action.is_late)
        self.box.set_under_way(action.is_under_way)
        self.box.setAccessibleName(fr("Faite : {name}", name=name))
        self.box.setAccessibleDescription("en cours" if action.is_under_way else "")

    def _on_ticked(self) -> None:
        self.ticked.emit(self._target)


class NextActions(QFrame):
    """The card; ``ticked`` and ``opened`` carry the target of an action, ``plan_requested`` asks for all.

    ``late_requested`` asks for those that are late, where there are more than have room.
    """

    ticked = Signal(str)
    opened = Signal(str)
    plan_requested = Signal()
    late_requested = Signal()

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
        self._theme, self._is_writable = theme, writable
        self.rows: list[_Row] = []
        self._group = grouped("Vos prochaines actions")
        column.addWidget(self._group)
        for _ in range(MOST):
            self._add_row()
        self.late = WrapLink(theme, "")
        self.late.clicked.connect(self.late_requested)
        column.addWidget(self.late)
        self._none = Label(fr("Toutes les actions de votre plan sont faites. Bravo !"), "muted")
        column.addWidget(self._none)

    def show_actions(self, actions: list[NextAction], late: int = 0) -> None:
        """Show these actions, each in a row; ``late`` is how many are late in all."""
        more = late > sum(action.is_late for action in actions)
        self.late.setText(f"Voir les {late} actions en retard")
        show_when(self.late, more)
        while len(self.rows) < len(actions):
            self._add_row()
        for place, row in enumerate(self.rows):
            show_when(row, place < len(actions))
            if place < len(actions):
                row.show_action(actions[place])
        show_when(self._none, not actions)

    def _add_row(self) -> None:
        row = _Row(self._theme)
        row.box.setEnabled(self._is_writable)
        row.ticked.connect(self.ticked)
        row.opened.connect(self.opened)
        self._group.layout().addWidget(row)  # type: ignore[union-attr]
        self.rows.append(row)
