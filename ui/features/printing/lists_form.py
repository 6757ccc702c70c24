"""The lists of the levers: which levers, and what stands beside each box."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget

from kit.documents.model import Options
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.check_box import CheckBox
from ui.widgets.choice import Choice
from ui.widgets.labelled import Labelled
from ui.widgets.lever_chips import LeverChip, LeverChips
from ui.widgets.text import Label, as_text

_ALL, _SEVERAL = "", "*"
_NONE = fr("Aucun levier n’est choisi : cochez-en au moins un.")


class LeverName(Struct, frozen=True):
    """A lever as the form names it."""

    id: str
    code: str
    label: str
    title: str


class ListsForm(QWidget):
    """What of the lists is printed; ``changed`` at each choice made by hand."""

    changed = Signal()

    def __init__(self, theme: Tokens, levers: list[LeverName], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levers = levers
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.lever = self._build_lever(column)
        self.several = self._build_several(column)
        column.addWidget(self._build_parts())

    def choose_levers(self, ids: tuple[str, ...]) -> None:
        """Choose one lever, or all without any; says nothing."""
        self.lever.blockSignals(True)
        self.lever.choose(ids[0] if len(ids) == 1 else _ALL)
        self.lever.blockSignals(False)
        self._show_several()

    def levers(self) -> tuple[str, ...] | None:
        """Return the levers chosen: empty for all of them, None when not one is."""
        key = self.lever.key()
        if key != _SEVERAL:
            return (key,) if key else ()
        ticked = self.several.ticked()
        return () if len(ticked) == len(self._levers) else tuple(ticked) or None

    def options(self) -> Options:
        """Return how they are to be printed; blank lists hold nothing of the dossier."""
        blank = self.blank.isChecked()
        return Options(
            blank=blank,
            only_remaining=self.remaining.isChecked() and not blank,
            why=self.why.isChecked(),
            steps=self.steps.isChecked(),
            notes=self.notes.isChecked() and not blank,
        )

    def _on_lever_chosen(self) -> None:
        self._show_several()
        self._on_changed()

    def _on_changed(self) -> None:
        self._lever_box.show_error(_NONE if self.levers() is None else "")
        blank = self.blank.isChecked()
        for box in (self.notes, self.remaining):
            box.setEnabled(not blank)
            box.set_dashed(blank)
        self.changed.emit()

    def _show_several(self) -> None:
        """Show the levers to tick, all ticked at first, so that opening them changes nothing."""
        wanted = self.lever.key() == _SEVERAL
        if wanted and not self.several.isVisibleTo(self):
            self.several.blockSignals(True)
            for lever in self._levers:
                self.several.tick(lever.id)
            self.several.blockSignals(False)
        self.several.setVisible(wanted)
        self._lever_box.show_error("")

    def _build_lever(self, column: QVBoxLayout) -> Choice:
        pairs = [(_ALL, f"Les {len(self._levers)} leviers")]
        pairs += [
            (lever.id, fr("Levier {code} : {label}", code=lever.code, label=lever.label)) for lever in self._levers
        ]
        choice = Choice(self._theme, [*pairs, (_SEVERAL, "Plusieurs leviers, à choisir")])
        for row, lever in enumerate(self._levers, 1):
            choice.setItemData(row, as_text(lever.title), Qt.ItemDataRole.ToolTipRole)
        choice.setMaxVisibleItems(choice.count())
        choice.currentIndexChanged.connect(self._on_lever_chosen)
        self._lever_box = Labelled(self._theme, fr("Quels leviers ?"), choice)
        column.addWidget(self._lever_box)
        return choice

    def _build_several(self, column: QVBoxLayout) -> LeverChips:
        chips = [LeverChip(one.id, f"{one.code}. {one.label}", one.title) for one in self._levers]
        several = LeverChips(self._theme, "Leviers à imprimer", chips)
        several.changed.connect(self._on_changed)
        several.hide()
        column.addWidget(several)
        return several

    def _build_parts(self) -> QGroupBox:
        group = QGroupBox()
        group.setProperty("look", "plain")
        title = fr("Que faut-il imprimer ?")
        group.setAccessibleName(title)
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(title, "label"))
        self.boxes = self._box("Les cases et leur code (toujours)", ticked=True)
        self.boxes.setEnabled(False)
        self.why = self._box("Le pourquoi de chaque action")
        self.steps = self._box("Les étapes")
        self.notes = self._box("Mes notes", ticked=True)
        self.remaining = self._box("Seulement ce qui reste à faire")
        self.blank = self._box("Listes vierges, à remplir au stylo")
        for box in (self.boxes, self.why, self.steps, self.notes, self.remaining, self.blank):
            box.toggled.connect(self._on_changed)
            column.addWidget(box)
        return group

    def _box(self, words: str, *, ticked: bool = False) -> CheckBox:
        box = CheckBox(self._theme, words)
        box.setChecked(ticked)
        return box
