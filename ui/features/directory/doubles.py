"""Two entries that seem to be one structure: offered to be joined, one pair at a time, never joined by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.mandate.directory import Contact
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import in_lines
from ui.widgets.text import Label

_ONE = fr("« {first} » et « {second} » : est-ce la même structure ?")
_MORE = fr(" (et {count} autres à regarder ensuite)")
_MORE_ONE = fr(" (et une autre à regarder ensuite)")


class Doubles(QWidget):
    """Hidden where there is none. ``join_requested`` and ``apart_requested`` carry the pair in sight."""

    join_requested = Signal(object)
    apart_requested = Signal(object)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[tuple[Contact, Contact]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self.says = Label("")
        self.join, self.apart = QPushButton("Réunir en une seule fiche"), QPushButton("Ce sont deux structures")
        self.join.clicked.connect(lambda: self.join_requested.emit(self._pairs[0]))
        self.apart.clicked.connect(lambda: self.apart_requested.emit(self._pairs[0]))
        column.addWidget(self.says)
        column.addWidget(in_lines((self.join, self.apart), theme.space_2))
        self.hide()

    def show_pairs(self, pairs: Sequence[tuple[Contact, Contact]]) -> None:
        """Ask about the first of these pairs."""
        self._pairs = [*pairs]
        self.setVisible(bool(pairs))
        if not pairs:
            return
        first, second = pairs[0]
        left = len(pairs) - 1
        more = _MORE_ONE if left == 1 else _MORE.format(count=left) if left else ""
        self.says.setText(_ONE.format(first=_name_and_place(first), second=_name_and_place(second)) + more)
        for button in (self.join, self.apart):
            button.setAccessibleDescription(self.says.text())


def _name_and_place(one: Contact) -> str:
    """Return a name with where it is: two of one name are told apart by that."""
    return f"{one.name} ({one.place})" if one.place else one.name
