"""What to print: which document, what belongs to it alone, and how it comes on paper."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.printing.lists_form import LeverName, ListsForm
from ui.features.printing.sheet_options import PrintHow
from ui.widgets.check_box import CheckBox
from ui.widgets.choice import Choice
from ui.widgets.days import shown_day
from ui.widgets.labelled import Labelled
from ui.widgets.named_group import grouped
from ui.widgets.segments import Segments
from ui.widgets.text import Label

READ, FOLD = "lire", "plier"
_SINCE = [("", "Aujourd’hui"), ("7", "Les sept derniers jours"), ("30", "Les trente derniers jours"),
          ("365", "Depuis un an")]  # fmt: skip
_FOLDED = fr(
    "Pour le papier seulement : ce PDF n’a pas de balises pour les lecteurs d’écran. Imprimez recto-verso en "
    "retournant sur le bord court, agrafez, pliez. Pour lire à l’écran, choisissez « Pages à lire »."
)
_READ = "Chaque page est en A5, à lire à l’écran ou à imprimer."
_TRANSITIONS = (
    "Le tableur prend alors les colonnes que Territoires en Transitions, la plateforme de l’Ademe, importe. "
    "Les pages ne changent pas."
)
_ANSWERS = "Sans vos réponses, la feuille se remplit à la main."
_OWN = "Les passages sont soulignés, puis rappelés après chaque texte avec vos notes."
_GIVEN = fr("{own} À laisser décoché pour un document à donner.", own=_OWN)
_POSTER = "Sur une imprimante A4, l’affiche est réduite pour tenir sur la feuille."


class PrintOptions(QWidget):
    """The form on the left; ``changed`` at each choice made by hand, ``turned`` when only the sides of sheets were.

    Whoever knows the documents says by ``add_forms`` which key shows which part.
    """

    changed = Signal()
    turned = Signal()

    def __init__(
        self, theme: Tokens, levers: list[LeverName], chapters: list[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.document = Choice(theme, [])
        self.lists = ListsForm(theme, levers)
        self.chapter = Choice(theme, chapters)
        self.since = Choice(theme, _SINCE)
        self.state = CheckBox(theme, "Avec l’état de nos actions")
        self.transitions = CheckBox(theme, "Colonnes de l’Ademe")
        self.answers = CheckBox(theme, "Avec vos réponses")
        self.own = CheckBox(theme, "Avec mes passages et mes notes")
        self.fold = Segments("Pages ou feuilles", [(READ, "Pages à lire"), (FOLD, "Feuilles à plier")])
        self.how = PrintHow(theme)
        self._note = Label(_READ, "small")
        self._forms: dict[str, QWidget] = {}
        self._build()
        self._connect()

    def offer(self, pairs: list[tuple[str, str]], key: str) -> None:
        """Offer documents, one of them chosen; says nothing."""
        self.document.blockSignals(True)
        self.document.clear()
        for one, words in pairs:
            self.document.addItem(words, one)
        self.document.setMaxVisibleItems(max(1, len(pairs)))
        self.document.choose(key)
        self.document.blockSignals(False)

    def add_forms(self, forms: dict[str, QWidget]) -> None:
        """Let each part show for the document of its key alone; called once."""
        self._forms = forms
        for form in forms.values():
            self._column.addWidget(form)
            form.hide()
        self._column.addWidget(self.own_box)
        self.own_box.hide()
        self._column.addWidget(self.how)  # last, as Tab goes through all in this order

    def show_form(self, *, sized: bool, papered: bool, sided: bool, has_own: bool, is_given: bool) -> None:
        """Show what belongs to the document chosen; sheets to fold have two sides always, a single page has one.

        ``has_own``: the reader wrote something on its texts; ``is_given``: it is more often given to others.
        """
        for key, form in self._forms.items():
            form.setVisible(key == self.key())
        self.own_box.setVisible(has_own)
        self._own_note.setText(_GIVEN if is_given else _OWN)
        folds = not self.booklet_box.isHidden() and self.fold.key() == FOLD
        self.how.show_for(sized=sized, papered=papered, sided=sided and not folds)

    def key(self) -> str:
        """Return the key of the document chosen."""
        return str(self.document.currentData() or "")

    def choose_quietly(self, choice: Choice, key: str) -> None:
        """Choose in one of the lists without a signal."""
        choice.blockSignals(True)
        choice.choose(key)
        choice.blockSignals(False)

    def offer_day(self, day: str) -> None:
        """Add a day (ISO) to those that decisions are told since, and choose it; says nothing."""
        if self.since.findData(day) < 0:
            self.since.blockSignals(True)
            self.since.addItem(f"Depuis le {shown_day(day)}", day)
            self.since.blockSignals(False)
        self.choose_quietly(self.since, day)

    def first_day(self, today: datetime.date) -> datetime.date | None:
        """Return the day since which decisions are told, None for today."""
        chosen = str(self.since.currentData() or "")
        if chosen.isdecimal():
            return today - datetime.timedelta(days=int(chosen))
        return datetime.date.fromisoformat(chosen) if chosen else None

    def choose_fold(self, key: str) -> None:
        """Choose pages to read or sheets to fold; says nothing."""
        self.fold.choose(key)
        self._note.setText(_FOLDED if key == FOLD else _READ)

    def choose_own(self, wanted: bool) -> None:
        """Let what the reader wrote on a text be printed with it, or not; says nothing."""
        self.own.blockSignals(True)
        self.own.setChecked(wanted)
        self.own.blockSignals(False)

    def choose_answers(self, wanted: bool) -> None:
        """Let the sheet of questions be filled in, or not; says nothing."""
        self.answers.blockSignals(True)
        self.answers.setChecked(wanted)
        self.answers.blockSignals(False)

    def _on_fold_chosen(self, key: str) -> None:
        self.choose_fold(key)
        self.changed.emit()

    def _connect(self) -> None:
        self.document.currentIndexChanged.connect(self.how.forget_way)  # before ``changed``
        for choice in (self.document, self.chapter, self.since):
            choice.currentIndexChanged.connect(self.changed)
        self.fold.chosen.connect(self._on_fold_chosen)
        self.how.changed.connect(self.changed)
        self.how.turned.connect(self.turned)
        self.lists.changed.connect(self.changed)
        self.answers.toggled.connect(self.changed)
        self.own.toggled.connect(self.changed)
        self.state.toggled.connect(self.changed)
        self.transitions.toggled.connect(self.changed)

    def _build(self) -> None:
        t = self._theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(t.space_2)
        self._column.addWidget(Labelled(t, fr("Que voulez-vous imprimer ?"), self.document))
        self.chapter_box = Labelled(t, fr("Quel chapitre ?"), self.chapter)
        self.since_box = Labelled(t, fr("Décisions prises depuis quand ?"), self.since)
        self.plan_box = self._stacked(grouped("Plan", self.transitions), Label(_TRANSITIONS, "small"))
        self.poster_box = self._stacked(grouped("Affiche", self.state), Label(_POSTER, "small"))
        self.answers_box = self._stacked(grouped("Questions", self.answers), Label(_ANSWERS, "small"))
        self._own_note = Label(_OWN, "small")
        self.own_box = self._stacked(grouped("Passages et notes", self.own), self._own_note)
        self.booklet_box = self._stacked(Label(fr("Pages ou feuilles ?"), "label"), self.fold, self._note)

    def _stacked(self, *parts: QWidget) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space_1)
        for part in parts:
            column.addWidget(part)
        return box
