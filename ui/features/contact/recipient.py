"""To whom one writes: the publisher, someone written to before, or anyone whose address one gives."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.choice import Choice
from ui.widgets.columns import Columns
from ui.widgets.labelled import Labelled

PUBLISHER = ""
_PAIR = 380


class Recipient(Struct, frozen=True):
    """Someone to write to; ``key`` tells them apart in the list, an empty one is the publisher."""

    key: str
    label: str
    name: str = ""
    address: str = ""


class RecipientBox(QWidget):
    """A list, and below it a name and an address when it is not the publisher; ``changed`` at each key."""

    changed = Signal()

    def __init__(self, theme: Tokens, recipients: list[Recipient], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipients = {one.key: one for one in recipients}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        self.choice = Choice(theme, [(one.key, one.label) for one in recipients])
        column.addWidget(Labelled(theme, fr("À qui écrivez-vous ?"), self.choice, is_needed=True))
        self.name, self.address = QLineEdit(), QLineEdit()
        self.name.setMaxLength(120)
        self.address.setMaxLength(254)
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.address_box = Labelled(theme, "Son adresse électronique", self.address, is_needed=True)
        name_box = Labelled(theme, "Son nom", self.name, is_needed=False)
        threshold = round(_PAIR * theme.scale)
        self._other = Columns(name_box, self.address_box, threshold=threshold, gap=theme.space_3)
        self._other.hide()
        column.addWidget(self._other)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.name.textChanged.connect(self._on_edited)
        self.address.textChanged.connect(self._on_edited)

    @property
    def is_publisher(self) -> bool:
        """Whether one writes to whoever publishes the kit."""
        return self.choice.key() == PUBLISHER

    def value(self) -> tuple[str, str]:
        """Return the name and the address of someone else; both empty for the publisher."""
        if self.is_publisher:
            return "", ""
        return self.name.text().strip(), self.address.text().strip()

    def offer(self, recipients: list[Recipient]) -> None:
        """Offer another list; what is chosen stays, and so does what was typed."""
        key = self.choice.key()
        self._recipients = {one.key: one for one in recipients}
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in recipients:
            self.choice.addItem(one.label, one.key)
        self.choice.choose(key if key in self._recipients else recipients[-1].key)
        self.choice.blockSignals(False)

    def choose(self, key: str) -> None:
        """Choose someone of the list."""
        self.choice.choose(key)

    def show_other(self, name: str, address: str) -> None:
        """Choose whoever has this address, or fill it in as someone else's; without one, the publisher."""
        if not address and not name:
            self.choice.choose(PUBLISHER)
            return
        known = next((one.key for one in self._recipients.values() if one.address and one.address == address), None)
        self.choice.choose(known or list(self._recipients)[-1])
        self.name.setText(name)
        self.address.setText(address)

    def _on_chosen(self) -> None:
        chosen = self._recipients.get(self.choice.key())
        self._other.setVisible(not self.is_publisher)
        self.address_box.show_error("")
        for line, words in (
            (self.name, chosen.name if chosen else ""),
            (self.address, chosen.address if chosen else ""),
        ):
            line.blockSignals(True)
            line.setText(words)
            line.blockSignals(False)
        self.changed.emit()

    def _on_edited(self) -> None:
        self.changed.emit()
