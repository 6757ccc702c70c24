"""The fields of an act in groups with a name: how many are filled in each, one open at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kit.acts.model import Field
from kit.acts.parties import parties
from kit.tokens import Tokens
from kit.typography import french
from ui.features.acts.form import ActForm
from ui.services.window_size import lay_out
from ui.theme import icons
from ui.widgets.completing_line import Suggest
from ui.widgets.labelled import Labelled
from ui.widgets.own_words import in_chosen_form
from ui.widgets.pictogram import Pictogram
from ui.widgets.pressable_card import PressableCard
from ui.widgets.released import once_released
from ui.widgets.scroll import bring_into_sight
from ui.widgets.states import tell_opened
from ui.widgets.text import Label

Groups = Sequence[tuple[str, Sequence[Field]]]
"""Titles, each with the fields under it."""
_RING, _STROKE = 20, 4.5  # pixels


class Count(Struct, frozen=True):
    """How many fields are filled in, of those that the act needs."""

    filled: int = 0
    total: int = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing is left to fill in."""
        return self.filled == self.total

    @property
    def words(self) -> str:
        """In whole words, for a screen reader."""
        if not self.total:
            return "rien à remplir"
        plural = "s" if self.filled > 1 else ""
        none = "aucun champ rempli" if not self.filled else f"{self.filled} champ{plural} rempli{plural}"
        return f"{none} sur {self.total}"


class FieldGroup(QFrame):
    """A title that opens the fields under it; ``asked`` when a hand asks for them, or to have them folded."""

    asked = Signal(bool)

    def __init__(
        self,
        theme: Tokens,
        title: str,
        fields: Sequence[Field],
        values: Mapping[str, str],
        parent: QWidget,
        *,
        parties: Collection[str] = (),
        people: Suggest | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = in_chosen_form(french(title))
        self.count = Count()
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _GroupHead(theme, self.title)
        self.head.clicked.connect(self._on_clicked)
        self.form = ActForm(theme, fields, values, parties=parties, people=people)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(14, 0, 14, 14)
        body.addWidget(self.form)
        column.addWidget(self.head)
        column.addWidget(self._body)
        self.open(False)

    @property
    def is_open(self) -> bool:
        """Whether the fields are in sight."""
        return not self._body.isHidden()

    def open(self, opened: bool) -> None:
        """Show the fields, or the title alone."""
        self._body.setVisible(opened)
        self.head.show_opened(opened)

    def show_count(self, missing: frozenset[str]) -> None:
        """Count what is filled in; ``missing`` are the fields that the act lacks."""
        filled = [name for name in self.form.shown if self.form.value(name)]
        empty = [name for name in self.form.shown if name in missing and name not in filled]
        self.count = Count(len(filled), len(filled) + len(empty))
        self.head.show_count(self.title, self.count)
        self.setVisible(bool(self.form.shown))

    def _on_clicked(self) -> None:
        self.asked.emit(not self.is_open)


class ActFields(QWidget):
    """All groups of an act. ``typed`` (name, value) at each key, ``field_left`` when a field is left, ``entered`` with
    the name of the one that takes the focus, ``counted`` when something else is filled in. ``people`` are the names on
    offer for whom the act is made with; ``party_chosen`` as of a form.
    """

    typed = Signal(str, str)
    field_left = Signal()
    entered = Signal(str)
    counted = Signal()
    party_chosen = Signal(str, str)

    def __init__(self, theme: Tokens, people: Suggest | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._people = theme, people
        self.groups: list[FieldGroup] = []
        self._missing: frozenset[str] | None = None  # not known before the first document
        self._is_settled = False  # once the first group with something to fill in was opened
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space_2)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    @property
    def count(self) -> Count:
        """What is filled in, in all groups together."""
        shown = [group.count for group in self.groups]
        return Count(sum(one.filled for one in shown), sum(one.total for one in shown))

    @property
    def boxes(self) -> dict[str, Labelled]:
        """All fields with their labels, by name, in the order of the form."""
        return {name: box for group in self.groups for name, box in group.form.boxes.items()}

    def clear(self) -> None:
        """Take the fields away: what would be typed there belongs to no act any more."""
        for group in self.groups:
            group.form.blockSignals(True)  # a field that loses the focus here was left, and saved, before
            group.hide()
            group.deleteLater()
        self.groups, self._missing, self._is_settled = [], None, False

    def show_fields(self, groups: Groups, values: Mapping[str, str]) -> None:
        """Show what a model asks for, in place of what stood there."""
        self.clear()
        named = parties(field for _, fields in groups for field in fields)
        for title, fields in groups:
            group = FieldGroup(self._theme, title, fields, values, self, parties=named, people=self._people)
            group.form.party_chosen.connect(self.party_chosen)
            group.form.changed.connect(self._on_typed)
            group.form.left.connect(self.field_left)
            group.asked.connect(lambda opened, one=group: self._on_asked(one, opened))
            self._column.addWidget(group)
            self.groups.append(group)
        self._show_counts()
        self._open(next((group for group in self.groups if not group.count.is_full), None))

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show what the fields hold now, what is being typed among it."""
        for group in self.groups:
            for name in group.form.boxes:
                group.form.show_value(name, values.get(name, ""))
        self._show_counts()

    def show_asked(self, asked: frozenset[str], missing: frozenset[str]) -> None:
        """Show the fields that matter to the act as it is now, and count those that it lacks."""
        self._missing = missing
        for group in self.groups:
            group.form.show_only(asked)
        self._show_counts()
        if not self._is_settled:
            self._is_settled = True
            at_work = self._group_with(QApplication.focusWidget())
            if at_work is None:
                self._open(next((group for group in self.groups if not group.count.is_full), None))

    def reveal(self, name: str) -> None:
        """Open the group of a field and put the focus on it; an unknown name changes nothing."""
        group = next((group for group in self.groups if name in group.form.boxes), None)
        if group is not None:
            group.form.boxes[name].show()
            self._open(group)
            lay_out()  # else what scrolls does not know yet where the field is
            group.form.focus(name)

    def next_blank(self) -> bool:
        """Go to the next field that is left to fill in, after the one with the focus, and from the first again."""
        names = list(self.boxes)
        here = next((n for n, name in enumerate(names) if self.boxes[name].field.hasFocus()), -1)
        wanted = next((name for name in (*names[here + 1 :], *names[: here + 1]) if self._is_blank(name)), None)
        if wanted is not None:
            self.reveal(wanted)
        return wanted is not None

    def _is_blank(self, name: str) -> bool:
        group = next(group for group in self.groups if name in group.form.boxes)
        return name in group.form.shown and name in self._lacking() and not group.form.value(name)

    def _lacking(self) -> frozenset[str]:
        return self._missing if self._missing is not None else frozenset(self.boxes)

    def _on_asked(self, group: FieldGroup, opened: bool) -> None:
        """Open a group by hand, and keep its title in sight: what was open above it folds."""
        self._open(group if opened else None)
        lay_out()
        bring_into_sight(group)
        bring_into_sight(group.head)

    def _open(self, wanted: FieldGroup | None) -> None:
        """Show the fields of one group alone, or of none."""
        for group in self.groups:
            if group.is_open != (group is wanted):
                group.open(group is wanted)

    def _show_counts(self) -> None:
        lacking = self._lacking()
        for group in self.groups:
            group.show_count(lacking)
        self.counted.emit()

    def _on_typed(self, name: str, value: str) -> None:
        self._show_counts()
        self.typed.emit(name, value)

    def _group_with(self, widget: QWidget | None) -> FieldGroup | None:
        return next((group for group in self.groups if widget is not None and group.isAncestorOf(widget)), None)

    def _on_focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self) or now is None:
            return
        group = self._group_with(now)
        if group is not None:
            name = next((name for name, box in group.form.boxes.items() if box.field is now), "")
            if name:
                self.entered.emit(name)
        left = self._group_with(before) if before is not None and isValid(before) else None
        if left is None or left is group:
            return
        once_released(self, self._fold_soon)

    def _fold_soon(self) -> None:
        QTimer.singleShot(0, self, self._fold_full)

    def _fold_full(self) -> None:
        """Fold a group that is full and was left: a list that hangs open belongs to its field."""
        focused = QApplication.focusWidget()
        if QApplication.activePopupWidget() is not None:
            return
        for group in self.groups:
            if group.is_open and group.count.is_full and self._group_with(focused) is not group:
                group.open(False)


class _GroupHead(PressableCard):
    """The title of a group, whether it is open, and how much of it is filled in."""

    def __init__(self, theme: Tokens, title: str) -> None:
        super().__init__(theme)
        self.setText(title)
        self.setCheckable(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 14, 10)
        row.setSpacing(theme.space_2)
        self._marks = {
            opened: Pictogram("replier" if opened else "chevron", theme.ink_soft, round(theme.icon * 0.8))
            for opened in (False, True)
        }
        for mark in self._marks.values():
            row.addWidget(mark)
        row.addWidget(_through(Label(title, "strong")), 1)
        self.ring = CountRing(theme)
        row.addWidget(self.ring)
        self._count = _through(Label("", "small", wrap=False))
        row.addWidget(self._count)

    def show_opened(self, opened: bool) -> None:
        """Point to the fields, and have a screen reader told."""
        for stands, mark in self._marks.items():
            mark.setVisible(stands == opened)
        tell_opened(self, opened)

    def show_count(self, title: str, count: Count) -> None:
        """Show how many fields are filled in."""
        self.ring.show_count(count)
        self._count.setText(f"{count.filled} sur {count.total}" if count.total else "")
        self.setAccessibleName(f"{title}, {count.words}")

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse():
            super().paintEvent(event)


class CountRing(QWidget):
    """How much is filled in, for the eye: an arc, or a green disc with a tick once all is."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = Count()
        side = round(_RING * min(theme.scale, 1.4))
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_count(self, count: Count) -> None:
        """Show a count."""
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, count = self._theme, self._count
        if not count.total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = _STROKE * self.width() / _RING
        box = QRectF(self.rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        if count.is_full:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.green.ink))
            painter.drawEllipse(QRectF(self.rect()))
            inner = self.width() * 0.22
            icons.paint(painter, "coche", t.surface, QRectF(self.rect()).adjusted(inner, inner, -inner, -inner))
        else:
            flat = Qt.PenCapStyle.FlatCap
            painter.setPen(QPen(QColor(t.track), stroke, c=flat))
            painter.drawEllipse(box)
            painter.setPen(QPen(QColor(t.green.ink), stroke, c=flat))
            painter.drawArc(box, 90 * 16, -round(5760 * count.filled / count.total))
        painter.end()


def _through(label: Label) -> Label:
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
