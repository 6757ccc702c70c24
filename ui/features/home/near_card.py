"""One real example near the collectivité."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit import paths
from kit.content.library import Library
from kit.content.nearby import NearExample, Nearness, Place, near_examples
from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.own_words import in_chosen_form
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, pressed_text

_WHERE = {
    Nearness.SAME: "Dans votre département",
    Nearness.JOINED: "Dans un département voisin",
    Nearness.REGION: "Dans la région",
}


def nearest(library: Library, here: Place) -> NearExample | None:
    """Return the example nearest to a place, None where the texts have none; it takes 30 ms."""
    from kit.territoires import Territories  # where one is of our own département, no map is read

    return next(iter(near_examples(library, Territories.shared(paths.territories()), here)), None)


class NearCard(QFrame):
    """``read_requested`` carries the id of the text that tells the example, ``all_requested`` asks for all."""

    read_requested = Signal(str)
    all_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = ""
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_1)
        column.addWidget(Heading("Un exemple", 2, "h3"))
        self.where = Label("", "muted")
        self.place = Label("", "strong")
        self.told = Label("")
        for label in (self.where, self.place, self.told):
            column.addWidget(label)
        buttons = FlowLayout(gap=theme.space_4)
        self.read, whole = QPushButton("Lire"), QPushButton("Tous les exemples")
        for button in (self.read, whole):
            button.setProperty("look", "link-flush")
            buttons.addWidget(button)
        self.read.clicked.connect(lambda _=False: self.read_requested.emit(self._page))
        whole.clicked.connect(self.all_requested)
        column.addLayout(buttons)

    def show_example(self, near: NearExample | None) -> None:
        """Show an example; hidden for none."""
        show_when(self, near is not None)
        if near is None:
            return
        example = near.example
        self._page = near.pages[0]
        self.where.setText(_WHERE.get(near.nearness, "Ailleurs"))
        apart = example.departement if example.departement != example.place else ""
        self.place.setText(f"{example.place} ({apart})" if apart else example.place)
        self.told.setText(in_chosen_form(example.text))
        self.read.setText(pressed_text(fr("Lire : {label}", label=in_chosen_form(near.case.label))))
