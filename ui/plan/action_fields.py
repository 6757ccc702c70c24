"""What is noted about an action: people, dates, a note, steps, evidence. What is typed is never lost, kept or not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.days import read_day
from kit.dossier.dossier import TEXT_LIMIT
from kit.dossier.plan_fields import EVIDENCE, STEP
from kit.tokens import Tokens
from ui.plan.evidence import PlanEvidence
from ui.plan.steps import PlanSteps
from ui.plan.two_answers import TwoAnswers
from ui.services.plan.gestures import AnswerTaken, Removed
from ui.services.plan.words import DAYS, LABELS, ActionNotes
from ui.theme import icons
from ui.widgets.completing_line import CompletingLine, Suggest
from ui.widgets.days import doubt, kept_day, shown_day
from ui.widgets.limit_words import LeftOutWords, LimitWords
from ui.widgets.long_text import LongText
from ui.widgets.own_words import in_chosen_form
from ui.widgets.states import tell_opened
from ui.widgets.text import Label

TITLE_LIMIT = 300  # characters of the title of an action or lever of one's own
LINE_LIMIT = 1000  # of its other lines; what is longer already stays whole
FIELDS = ("who", "due", "note")
MORE_FIELDS = ("pilot", "partners", "start", "budget")
_PEOPLE = ("who", "pilot", "partners")
_PLACES = {
    "title": (1, 0, 2),
    "who": (2, 0, 1),
    "due": (2, 1, 1),
    "note": (3, 0, 2),
    "pilot": (0, 0, 1),
    "start": (0, 1, 1),
    "partners": (1, 0, 1),
    "budget": (1, 1, 1),
}
_PAUSE_MS = 2500  # a power cut takes the last words of a note at most
_ADVICE = "Vos mots sont gardés tels quels. Une date comme 15/03/2027 permet aussi de signaler un retard."
_KEPT = "Ce que vous avez écrit est gardé tel quel."


class NoteEdit(LongText):
    """A few lines of text; ``left`` says that the focus went, ``paused`` that the typing rests."""

    left = Signal()
    paused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TEXT_LIMIT, parent)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 24)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        self.textChanged.connect(self._pause.start)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ActionFields(QWidget):
    """``edited`` (field, text) is sent when a text has been changed and left, ``asked`` for all other gestures.

    With ``whole`` everything is in sight at once; else people, budget, sub-steps and evidence open at a press. An
    action of one's own (``own``) also has its title here, and can be removed. ``people`` are names on offer while one
    types who takes part.
    """

    edited = Signal(str, str)
    asked = Signal(object)

    def __init__(
        self,
        theme: Tokens,
        subject: str,
        *,
        whole: bool = False,
        own: bool = False,
        people: Suggest | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._subject, self._people = theme, subject, people
        self._notes = ActionNotes()
        self._kept: dict[str, str | None] = {}
        self._edits: dict[str, QLineEdit | NoteEdit] = {}
        self._problems: dict[str, Label] = {}
        self._answers: dict[str, TwoAnswers] = {}
        self._writable = True
        self.steps: PlanSteps | None = None
        self.evidence: PlanEvidence | None = None
        self._more = QWidget()
        self._more_grid = QGridLayout(self._more)
        self._build_first(own)
        self.more_button.setVisible(not whole)
        self._show_more(whole)

    def edit(self, name: str) -> QLineEdit | NoteEdit:
        """Return where a field is typed."""
        return self._edits[name]

    def answers(self, name: str) -> TwoAnswers:
        """Return where the several answers of a field are shown."""
        return self._answers[name]

    def text(self, name: str) -> str:
        """Return what stands in a field, kept or not."""
        edit = self._edits[name]
        return edit.toPlainText() if isinstance(edit, NoteEdit) else edit.text()

    def show_notes(self, notes: ActionNotes) -> None:
        """Show what is kept; what is being typed stays."""
        self._notes = notes
        for name in self._edits:
            self.show_text(name, notes.texts.get(name, ""))
        for name, answers in self._answers.items():
            answers.show_answers(notes.answers.get(name, ()))
        if self.steps and self.evidence:
            self.steps.show_steps(notes.steps)
            self.evidence.show_evidence(notes.evidence)
        if not self.steps and (notes.answers.keys() & {*MORE_FIELDS}):
            self._show_more(True)

    def show_text(self, name: str, value: str) -> None:
        """Show the value kept for a field, unless something newer is typed there."""
        shown = shown_day(value) if name in DAYS else value
        untouched = self.text(name) == self._kept[name]
        self._kept[name] = shown
        if untouched:
            self._set(name, shown)
        if self.text(name) == shown:
            self.show_problem(name, self._advice(name))

    def set_writable(self, writable: bool) -> None:
        """Let things be typed, or only read."""
        self._writable = writable
        for edit in self._edits.values():
            edit.setReadOnly(not writable)
        for part in (self.steps, self.evidence, *self._answers.values()):
            if part is not None:
                part.setEnabled(writable)

    def hold(self, name: str, why: str) -> None:
        """Keep a text in sight that could not be saved, and say why; leaving the field tries again."""
        if name in MORE_FIELDS:
            self._show_more(True)
        if name in self._edits:
            self._kept[name] = None
            self.show_problem(name, why)

    def give_back(self, field: str, value: object) -> None:
        """Put what could not be saved back where it was typed, unless something newer is there."""
        if field in MORE_FIELDS:
            self._show_more(True)
        edit = self._edits.get(field)
        if edit is not None and isinstance(value, str) and self.text(field) == self._kept[field]:
            self._set(field, shown_day(value) if field in DAYS else value)
        elif self.steps and is_step(field) and isinstance(value, str) and not self.steps.new.text():
            self.steps.new.setText(value)
        elif self.evidence and field.startswith(EVIDENCE) and isinstance(value, dict) and not self.evidence.link.text():
            self.evidence.link.setText(str(value.get("url", "")))

    def show_problem(self, name: str, sentence: str) -> None:
        """Say what is wrong beside a field; an empty sentence says that nothing is."""
        label, edit = self._problems[name], self._edits[name]
        label.setText(sentence)
        label.setVisible(bool(sentence))
        edit.setAccessibleDescription(sentence)
        wrong = "error" if sentence and sentence != self._advice(name) else ""
        if (edit.property("state") or "") != wrong:
            edit.setProperty("state", wrong)
            edit.style().unpolish(edit)
            edit.style().polish(edit)

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        for name in self._edits:
            self._send(name)
        if self.steps and self.evidence and self._writable:
            self.steps.keep()
            self.evidence.keep()
        return all(self.text(name) == self._kept[name] for name in self._edits)

    def _on_left(self) -> None:
        for name, edit in self._edits.items():
            if edit is self.sender():
                self._send(name)

    def _on_more(self) -> None:
        self._show_more(self._more.isHidden())

    def _on_remove(self) -> None:
        self.asked.emit(Removed())

    def _on_taken(self, place: int) -> None:
        for name, answers in self._answers.items():
            if answers is self.sender():
                self.asked.emit(AnswerTaken(name, place))

    def _show_more(self, opened: bool) -> None:
        if opened and self.steps is None:
            self._fill_more()
        self._more.setVisible(opened)
        size = round(self._theme.icon * 0.7)
        self.more_button.setIcon(icons.chevron(self._theme.link, size, down=opened))
        self.more_button.setIconSize(QSize(size, size))
        self.more_button.setAccessibleName(f"{self.more_button.text()}, action {self._subject}")
        tell_opened(self.more_button, opened)

    def _send(self, name: str, *, resting: bool = False) -> None:
        text = self.text(name)
        if text == self._kept[name] or not self._writable:
            return
        value = kept_day(text) if name in DAYS else text.rstrip() if name == "note" else text.strip()
        tidy = shown_day(value) if name in DAYS else value
        if name == "title" and not value:  # an action keeps a name: removing it is another gesture
            value = tidy = self._kept[name] or ""
        if tidy != text and not resting:  # nothing moves under the cursor
            self._set(name, tidy)
        if tidy != self._kept[name]:
            self.edited.emit(name, value)

    def _set(self, name: str, value: str) -> None:
        edit = self._edits[name]
        if self.text(name) == value:
            return
        if isinstance(edit, NoteEdit):
            edit.setPlainText(value)
        else:
            edit.setMaxLength(max(_limit(name), len(value)))
            edit.setText(value)

    def _advice(self, name: str) -> str:
        text = self.text(name)
        if name not in DAYS or not text:
            return ""
        if doubted := doubt(text):
            return f"{doubted} {_KEPT}"
        return _ADVICE if read_day(text) is None else ""

    def _fill_more(self) -> None:
        grid = self._more_grid
        self._dress(grid)
        for name in MORE_FIELDS:
            self._build_field(grid, name)
        self.steps = PlanSteps(self._theme, self._subject)
        self.evidence = PlanEvidence(self._theme, self._subject)
        self.steps.asked.connect(self.asked)
        self.evidence.asked.connect(self.asked)
        grid.addWidget(self.steps, 4, 0, 1, 2)
        grid.addWidget(self.evidence, 5, 0, 1, 2)
        self.set_writable(self._writable)
        self.show_notes(self._notes)

    def _build_first(self, own: bool) -> None:
        grid = QGridLayout(self)
        self._dress(grid)
        grid.setContentsMargins(0, self._theme.space_2, 0, self._theme.space_2)
        grid.addWidget(self._build_answers("status"), 0, 0, 1, 2)
        for name in ("title", *FIELDS) if own else FIELDS:
            self._build_field(grid, name)
        self.more_button = _link("Plus de détails")
        self.more_button.setToolTip("Pilote, partenaires, début, budget, étapes, pièces jointes")
        self.more_button.clicked.connect(self._on_more)
        grid.addWidget(self.more_button, 7, 0, 1, 2)
        grid.addWidget(self._more, 8, 0, 1, 2)
        self.remove_button = _link("Retirer cette action")
        self.remove_button.setAccessibleName(f"Retirer l’action {self._subject}")
        self.remove_button.clicked.connect(self._on_remove)
        grid.addWidget(self.remove_button, 9, 0, 1, 2)
        self.remove_button.setVisible(own)

    def _dress(self, grid: QGridLayout) -> None:
        t = self._theme
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(t.space_3)
        grid.setVerticalSpacing(t.space_3)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)

    def _build_field(self, grid: QGridLayout, name: str) -> None:
        row, place, span = _PLACES[name]
        column = QVBoxLayout()
        grid.addLayout(column, row, place, 1, span)
        column.setSpacing(4)
        edit: QLineEdit | NoteEdit = NoteEdit() if name == "note" else QLineEdit()
        if name in _PEOPLE and self._people is not None:
            edit = CompletingLine()
            edit.set_suggest(self._people)
            edit.chosen.connect(self._on_left, Qt.ConnectionType.QueuedConnection)  # once it stands there
        if name in DAYS:
            edit.setPlaceholderText("JJ/MM/AAAA")
        if isinstance(edit, QLineEdit):
            edit.setMaxLength(_limit(name))
        label = Label(in_chosen_form(LABELS[name]), "label")
        label.setBuddy(edit)
        edit.setAccessibleName(f"{in_chosen_form(LABELS[name])}, action {self._subject}")
        (edit.left if isinstance(edit, NoteEdit) else edit.editingFinished).connect(self._on_left)
        if isinstance(edit, NoteEdit):
            edit.paused.connect(partial(self._send, name, resting=True))
        problem = Label("", "error")
        problem.hide()
        self._kept[name] = ""
        self._edits[name], self._problems[name] = edit, problem
        for widget in (label, edit, problem, self._build_answers(name)):
            column.addWidget(widget)
        column.addWidget(LimitWords(edit) if isinstance(edit, QLineEdit) else LeftOutWords(edit))
        column.addStretch(1)

    def _build_answers(self, name: str) -> TwoAnswers:
        answers = TwoAnswers(self._theme, f"{in_chosen_form(LABELS[name]).lower()}, action {self._subject}")
        answers.taken.connect(self._on_taken)
        self._answers[name] = answers
        return answers


def _limit(name: str) -> int:
    return TITLE_LIMIT if name == "title" else LINE_LIMIT


def is_step(field: str) -> bool:
    """Say whether a field of the dossier holds the words of a sub-step."""
    return field.startswith(STEP) and ":" not in field.removeprefix(STEP)


def _link(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("look", "link-small")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
