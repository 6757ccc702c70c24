"""An example as a form: where, when, what the collectivité did, who tells it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from atelier.services.reading import Texts
from atelier.widgets.buttons import button
from kit.content.model import ROLE_UNKNOWN, ROLES, Article, Example
from kit.packs.cases import OLD_YEARS, NewSource, free_id, is_old
from kit.territoires import POPULATION_YEAR, Commune, Epci, Territories
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.check_box import CheckBox
from ui.widgets.choice import Choice
from ui.widgets.completing_line import CompletingLine
from ui.widgets.flow_layout import in_lines
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.named_group import grouped
from ui.widgets.text import Heading, Label

_MOST = 1200  # characters of a story
_OLD = fr("Ce cas a {years} ans ou plus : vérifiez qu’il vaut encore, dites son année dans le récit, ou remplacez-le.")
_CHOOSE_TEXT = "Choisissez le texte"
_NO_PAGE = fr("Choisissez le texte où cet exemple se lit.")
_NO_PLACE = "Choisissez la commune dans la liste, ou écrivez le lieu et le département."
_NO_TEXT = "Écrivez en une ou deux phrases ce qui a été fait."
_NO_YEAR = fr("Écrivez une année en quatre chiffres, ou cochez « La source ne dit pas l’année ».")
_NO_ROLE = fr("Dites ce que la collectivité a fait, ou « La source ne le dit pas ».")
_NO_SOURCE = "Citez un fait du dossier, ou écrivez le titre de la source."
_NO_FACT = fr("Aucun fait de ce numéro dans le dossier : {facts}.")


class ExampleForm(QWidget):
    """Fields of one example; ``ask`` says beside each field what is missing."""

    kept = Signal()
    left = Signal()
    removed = Signal()

    def __init__(self, theme: Tokens, texts: Texts, territories: Territories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._territories = texts, territories
        self._before: Example | None = None
        self.title = Heading("Nouvel exemple", 1)
        titles = [(one.id, one.title) for one in texts.lint.setting.library.articles()]
        self.page = Choice(theme, [("", _CHOOSE_TEXT), *titles])
        self.place = CompletingLine()
        self.place.set_suggest(self._suggest)
        self.place.setPlaceholderText("Les premières lettres, puis choisissez dans la liste")
        self.place.chosen.connect(self._on_chosen)
        # after the list, which puts its own words into the field: the name with its département
        self.place.chosen.connect(self._show_name, Qt.ConnectionType.QueuedConnection)
        self.insee, self.siren, self.departement = QLineEdit(), QLineEdit(), QLineEdit()
        self.population, self.year = QLineEdit(), QLineEdit()
        self.undated = CheckBox(theme, "La source ne dit pas l’année")
        self.roles = {key: _chip(words) for key, words in (*ROLES.items(), (ROLE_UNKNOWN, "La source ne le dit pas"))}
        self.text = LongText(_MOST)
        self.facts, self.source, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.boxes = {
            "page": Labelled(theme, "Texte qui le raconte", self.page),
            "place": Labelled(theme, "Commune ou intercommunalité", self.place),
            "insee": Labelled(theme, "Code Insee de la commune", self.insee),
            "siren": Labelled(theme, "SIREN de l’intercommunalité", self.siren, aside="si l’exemple est le sien"),
            "departement": Labelled(theme, "Département", self.departement),
            "population": Labelled(theme, "Habitant·es", self.population),
            "year": Labelled(theme, "Année", self.year, aside="de ce qui est raconté"),
            "text": Labelled(theme, "Le récit", self.text),
            "facts": Labelled(theme, "Faits cités", self.facts, aside="par exemple F120, F121"),
            "source": Labelled(theme, fr("Nouvelle source : titre"), self.source, aside="si aucun fait ne le dit"),
            "address": Labelled(theme, fr("Nouvelle source : adresse"), self.address, aside="sans http"),
        }
        self.role_error, self.age = Label("", "error"), Label("", "error")
        self._build(theme)
        self.year.textChanged.connect(self._show_age)
        self.facts.textChanged.connect(self._show_sources)

    def show_example(self, article: Article | None, example: Example | None) -> None:
        """Show an example of a text, or empty fields."""
        self._before = example
        shown = example or Example("", "", "")
        self.title.setText(shown.place or "Nouvel exemple")
        self.page.setEnabled(example is None)
        self.page.choose(article.id if article is not None else "")
        for field, words in (
            (self.place, shown.place),
            (self.insee, shown.insee),
            (self.siren, shown.siren),
            (self.departement, shown.departement),
            (self.population, str(shown.population or "")),
            (self.year, str(shown.year or "")),
            (self.facts, ", ".join(shown.facts)),
            (self.source, ""),
            (self.address, ""),
        ):
            field.setText(words)
        self.text.setPlainText(shown.text)
        self.undated.setChecked(shown.undated)
        for key, chip in self.roles.items():
            chip.setChecked(key in shown.role)
        self.remove.setVisible(example is not None)
        self._say({})
        self._show_age()

    @property
    def before(self) -> Example | None:
        """The example as it is in its text, None for a new one."""
        return self._before

    def typed(self) -> dict[str, str]:
        """Return what stands in the fields, for ``take``."""
        told = {key: box.field.text() for key, box in self.boxes.items() if isinstance(box.field, QLineEdit)}
        told |= {"page": self.page.key(), "text": self.text.toPlainText(), "undated": str(self.undated.isChecked())}
        return told | {"role": " ".join(key for key, chip in self.roles.items() if chip.isChecked())}

    def take(self, typed: Mapping[str, str]) -> None:
        """Show again what ``typed`` gave."""
        for key, box in self.boxes.items():
            if isinstance(box.field, QLineEdit):
                box.field.setText(typed.get(key, ""))
        if self.page.isEnabled():
            self.page.choose(typed.get("page", ""))
        self.text.setPlainText(typed.get("text", ""))
        self.undated.setChecked(typed.get("undated") == str(True))
        for key, chip in self.roles.items():
            chip.setChecked(key in typed.get("role", "").split())

    def new_source(self) -> NewSource | None:
        """Return the source that was written, None where none was."""
        title = self.source.text().strip()
        return NewSource(title, self.address.text().strip()) if title else None

    def ask(self) -> Example | None:
        """Return the example, or say beside the fields what is missing and return None."""
        made, wrong = self._made(), dict[str, str]()
        facts = self._texts.shelf.facts
        if not self.page.key():
            wrong["page"] = _NO_PAGE
        if not made.place or not (made.departement or made.insee or made.siren):
            wrong["place"] = _NO_PLACE
        if not made.text:
            wrong["text"] = _NO_TEXT
        if (made.year is None) is not made.undated:
            wrong["year"] = _NO_YEAR
        if not made.role or (ROLE_UNKNOWN in made.role and len(made.role) > 1):
            wrong["role"] = _NO_ROLE
        if unknown := [fact for fact in made.facts if fact not in facts]:
            wrong["facts"] = _NO_FACT.format(facts=", ".join(unknown))
        elif not made.facts and self.new_source() is None:
            wrong["facts"] = _NO_SOURCE
        self._say(wrong)
        if wrong:  # the button stands at the foot, what is wrong above: one is led there
            first = next((key for key in self.boxes if key in wrong), "")
            (self.boxes[first].field if first else next(iter(self.roles.values()))).setFocus()
        return None if wrong else made

    def _made(self) -> Example:
        known, insee, siren = self._before, self.insee.text().strip(), self.siren.text().strip()
        taken = [example.id for example in self._texts.lint.setting.library.examples()]
        listed = self._territories.by_insee(insee) or self._territories.by_siren(siren)
        place = self.place.text().strip()
        place = listed.name if listed is not None and place == listed.label else place
        population = _number(self.population.text())
        counted = self._territories.by_siren(siren) or self._territories.by_insee(insee)
        is_ours = counted is not None and counted.population == population
        before_year = known.population_year if known and known.population == population else None
        return Example(
            id=known.id if known else free_id(f"cas-{place}", taken),
            place=place,
            text=" ".join(self.text.toPlainText().split("\n")).strip(),
            departement=self.departement.text().strip(),
            insee=insee,
            siren=siren,
            population=population,
            population_year=POPULATION_YEAR if is_ours else before_year,
            year=_number(self.year.text()),
            undated=self.undated.isChecked(),
            facts=facts_of(self.facts.text()),
            role=tuple(key for key, chip in self.roles.items() if chip.isChecked()),
        )

    def _suggest(self, text: str) -> list[tuple[str, str]]:
        found = self._territories.search(text)
        return [(one.insee if isinstance(one, Commune) else one.siren, one.label) for one in found]

    def _place(self, key: str) -> Commune | Epci | None:
        return self._territories.by_insee(key) or self._territories.by_siren(key)

    def _show_name(self, key: str) -> None:
        if place := self._place(key):
            self.place.setText(place.name)

    def _on_chosen(self, key: str) -> None:
        place = self._place(key)
        if place is None:
            return
        is_commune = isinstance(place, Commune)
        self._show_name(key)
        self.insee.setText(key if is_commune else "")
        self.siren.setText("" if is_commune else key)
        self.departement.setText(self._territories.departement_name(place.departement))
        self.population.setText(str(place.population))

    def _show_age(self) -> None:
        old = is_old(_number(self.year.text()), datetime.date.today())
        self.age.setText(_OLD.format(years=OLD_YEARS) if old else "")
        self.age.setVisible(old)

    def _show_sources(self) -> None:
        """Say under the facts where they were read."""
        shelf = self._texts.shelf
        cited = self._made().facts
        titles = [
            shelf.sources[source].title
            for fact in cited
            if fact in shelf.facts
            for source in shelf.facts[fact].sources
            if source in shelf.sources
        ]
        self.boxes["facts"].show_note(fr(" ; ").join(dict.fromkeys(titles)))

    def _say(self, wrong: dict[str, str]) -> None:
        for key, box in self.boxes.items():
            box.show_error(wrong.get(key, ""))
        self.role_error.setText(wrong.get("role", ""))
        self.role_error.setVisible("role" in wrong)

    def _build(self, theme: Tokens) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        column.addWidget(self.title)
        for key in ("page", "place", "insee", "siren", "departement", "population", "year"):
            column.addWidget(self.boxes[key])
        column.addWidget(self.undated)
        column.addWidget(self.age)
        column.addWidget(Label("Ce que la collectivité a fait", "label"))
        column.addWidget(grouped("Ce que la collectivité a fait", in_lines(self.roles.values(), theme.space_1)))
        column.addWidget(self.role_error)
        self.text.setMinimumHeight(round(110 * theme.scale))
        for key in ("text", "facts", "source", "address"):
            column.addWidget(self.boxes[key])
        self.keep, self.leave = (
            button("Enregistrer", self.kept, look="primary"),
            button("Revenir à la liste", self.left),
        )
        self.remove = button("Retirer cet exemple", self.removed)
        column.addWidget(in_lines((self.keep, self.leave, self.remove), theme.space_2))


def _chip(words: str) -> QPushButton:
    chip = QPushButton(f"{words[:1].upper()}{words[1:]}")
    chip.setCheckable(True)
    chip.setProperty("look", "choice")
    return chip


def _number(words: str) -> int | None:
    digits = "".join(words.split())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def facts_of(words: str) -> tuple[str, ...]:
    """Return the numbers of the facts named in a field, apart by commas or spaces."""
    return tuple(f"F{one[1:]}" if one[:1] in "fF" else one for one in words.replace(",", " ").split())
