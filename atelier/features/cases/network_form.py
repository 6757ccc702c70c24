"""A network as a form: who it is, what one asks it, how it is reached, who tells it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from atelier.features.cases.example_form import facts_of
from atelier.services.reading import Texts
from atelier.widgets.buttons import button
from kit.content.shelf import Network
from kit.packs.cases import NewSource, free_id
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import in_lines
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.text import Heading

_MOST = 800  # characters of a field
_NO_NAME = "Écrivez le nom du réseau."
_NO_WHAT = "Dites en une phrase ce que c’est."
_NO_FACT = fr("Aucun fait de ce numéro dans le dossier : {facts}.")


class NetworkForm(QWidget):
    """Fields of one network; ``ask`` says beside each field what is missing."""

    kept = Signal()
    left = Signal()

    def __init__(self, theme: Tokens, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.before: Network | None = None
        self.title = Heading("Nouveau réseau", 1)
        self.name, self.acronym, self.reach = QLineEdit(), QLineEdit(), QLineEdit()
        self.what, self.asked = LongText(_MOST), LongText(_MOST)
        self.facts, self.source, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.boxes = {
            "name": Labelled(theme, "Nom", self.name),
            "acronym": Labelled(theme, "Sigle", self.acronym, aside="si on l’emploie"),
            "what": Labelled(theme, "Ce que c’est", self.what),
            "asked": Labelled(theme, "Ce qu’on peut lui demander", self.asked),
            "reach": Labelled(
                theme, "Comment le joindre", self.reach, aside="une adresse publique, jamais une personne"
            ),
            "facts": Labelled(theme, "Faits cités", self.facts, aside="par exemple F120, F121"),
            "source": Labelled(theme, fr("Nouvelle source : titre"), self.source, aside="si aucun fait ne le dit"),
            "address": Labelled(theme, fr("Nouvelle source : adresse"), self.address, aside="sans http"),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        column.addWidget(self.title)
        for box in self.boxes.values():
            column.addWidget(box)
        for long in (self.what, self.asked):
            long.setMinimumHeight(round(80 * theme.scale))
        self.keep, self.leave = (
            button("Enregistrer", self.kept, look="primary"),
            button("Revenir à la liste", self.left),
        )
        column.addWidget(in_lines((self.keep, self.leave), theme.space_2))

    def show_network(self, network: Network | None) -> None:
        """Show a network, or empty fields."""
        self.before = network
        shown = network or Network("", "")
        self.title.setText(shown.name or "Nouveau réseau")
        for field, words in (
            (self.name, shown.name),
            (self.acronym, shown.acronym),
            (self.reach, shown.reach),
            (self.facts, ", ".join(shown.facts)),
            (self.source, ""),
            (self.address, ""),
        ):
            field.setText(words)
        self.what.setPlainText(shown.what)
        self.asked.setPlainText(shown.ask)
        for box in self.boxes.values():
            box.show_error("")

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, for ``take``."""
        told = {key: box.field.text() for key, box in self.boxes.items() if isinstance(box.field, QLineEdit)}
        return told | {"what": self.what.toPlainText(), "asked": self.asked.toPlainText()}

    def take(self, typed: Mapping[str, str]) -> None:
        """Show again what ``typed`` gave."""
        for key, box in self.boxes.items():
            if isinstance(box.field, QLineEdit):
                box.field.setText(typed.get(key, ""))
        self.what.setPlainText(typed.get("what", ""))
        self.asked.setPlainText(typed.get("asked", ""))

    def new_source(self) -> NewSource | None:
        """Return the source that was written, None where none was."""
        title = self.source.text().strip()
        return NewSource(title, self.address.text().strip()) if title else None

    def ask(self) -> Network | None:
        """Return the network, or say beside the fields what is missing and return None."""
        name, facts = self.name.text().strip(), facts_of(self.facts.text())
        shelf = self._texts.shelf
        unknown = [fact for fact in facts if fact not in shelf.facts]
        wrong = {"name": "" if name else _NO_NAME, "what": "" if self.what.toPlainText().strip() else _NO_WHAT}
        wrong["facts"] = _NO_FACT.format(facts=", ".join(unknown)) if unknown else ""
        for key, words in wrong.items():
            self.boxes[key].show_error(words)
        if any(wrong.values()):
            next(self.boxes[key].field for key, words in wrong.items() if words).setFocus()
            return None
        made = self.before or Network(free_id(f"reseau-{name}", [one.id for one in shelf.networks]), "")
        return replace(
            made,
            name=name,
            acronym=self.acronym.text().strip(),
            what=_line(self.what),
            ask=_line(self.asked),
            reach=self.reach.text().strip(),
            facts=facts,
        )


def _line(field: LongText) -> str:
    return " ".join(field.toPlainText().split("\n")).strip()
