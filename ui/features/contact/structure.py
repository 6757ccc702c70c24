"""For a collectivité that no list has: what it is, and its département. Shown only then."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.choice import Choice
from ui.widgets.columns import Columns
from ui.widgets.labelled import Labelled

_PAIR = 380


class StructureBox(QWidget):
    """Two lists; ``chosen`` carries « kind » or « departement » and the key that a hand chose."""

    chosen = Signal(str, str)

    def __init__(
        self,
        theme: Tokens,
        kinds: list[tuple[str, str]],
        departements: list[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.kind = Choice(theme, [("", "À préciser"), *kinds])
        self.departement = Choice(theme, [("", "À préciser"), *departements])
        column.addWidget(
            Columns(
                Labelled(theme, "Type de collectivité", self.kind, is_needed=False),
                Labelled(theme, "Département", self.departement, is_needed=False),
                threshold=round(_PAIR * theme.scale),
                gap=theme.space_3,
            )
        )
        self.kind.activated.connect(self._on_kind)
        self.departement.activated.connect(self._on_departement)
        self.hide()

    def show_value(self, kind: str, departement: str) -> None:
        """Show what is known, without a signal."""
        self.kind.choose(kind)
        self.departement.choose(departement)

    def _on_kind(self) -> None:
        self.chosen.emit("kind", self.kind.key())

    def _on_departement(self) -> None:
        self.chosen.emit("departement", self.departement.key())
