"""The dated history in the window: narrowed by period, person, lever and kind, and out to a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event
from kit.dossier.plan import Plan
from kit.errors import KitError
from kit.mandate import renewal
from kit.mandate.story import Asked, Kind, moment, people
from ui.features.mandate import mandate_html
from ui.output import mandate_prints
from ui.output.mandate_prints import HistoryChoice
from ui.services.context import AppContext
from ui.services.jobs import Job, Step
from ui.services.navigation import ToPrint
from ui.text.article_view import ArticleView
from ui.text.head_above import head_above
from ui.text.html import MORE
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu_chip import MenuChip
from ui.widgets.own_words import in_chosen_form

_AT_ONCE = 150  # sentences shown before one asks for more
_KINDS = (
    (Kind.STATUS, "États"),
    (Kind.PLAN, "Personnes, dates et notes"),
    (Kind.ACT, "Modèles d’actes"),
    (Kind.DIRECTORY, "Répertoire"),
    (Kind.MANDATE, "Mandat et instantanés"),
    (Kind.IDENTITY, "Fiche de la collectivité"),
)
_EMPTY = (
    "Rien n’est encore noté. Chaque case cochée, chaque personne ou date que vous écrivez dans le plan se retrouve "
    "ici, avec son jour."
)
_NAMELESS = "Sans nom donné"
_NOTHING = "Aucun changement ne correspond à ce que vous avez choisi plus haut."


class _Shown(Struct, frozen=True):
    """What was told: the page, the number of its changes, and what one may narrow it by."""

    html: str
    count: int
    people: tuple[str, ...]
    years: tuple[int, ...]
    has_events: bool


class HistoryPane(QWidget):
    """It holds no event: it tells the dossier's at each ``refresh``."""

    announced = Signal(str)
    route_requested = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = context.theme
        self._context = context
        self._most = _AT_ONCE
        self._job: Job | None = None
        self._html = ""
        self._is_asked = False
        self.periods, self.people = MenuChip(t, "Période"), MenuChip(t, "Personne")
        self.levers, self.kinds = MenuChip(t, "Levier"), MenuChip(t, "Sorte de changement")
        self.save = QPushButton("Imprimer ou enregistrer")
        self.view = ArticleView(t)
        self._build()
        for chip in (self.periods, self.people, self.levers, self.kinds):
            chip.chosen.connect(self._on_chosen)
        self.save.clicked.connect(self._on_save)
        self.view.link_activated.connect(self._on_link)

    def refresh(self) -> None:
        """Tell the history as it is now."""
        from kit.documents.history import Teller, told_by_day

        dossier, library, theme = self._context.session.dossier, self._context.library, self._context.theme
        plan = self._context.plan.plan
        asked, most = self.asked(plan), self._most

        def work(_step: Step) -> _Shown:
            events = dossier.history()
            teller = Teller.of(library, dossier, events)
            phrases = {key: in_chosen_form(words) for key, words in teller.say.phrases["history"].items()}
            say = replace(teller.say, phrases={**teller.say.phrases, "history": phrases})
            days = told_by_day(replace(teller, say=say), asked, events)
            html = mandate_html.history(days, theme, most=most, nothing=_NOTHING if events else _EMPTY)
            count = sum(len(sentences) for _, sentences in days)
            return _Shown(html, count, people(events), _years(events), has_events=bool(events))

        self._show_levers(plan)
        if self._job is not None:
            self._job.cancel()
        self._job = self._context.jobs.run(self, work, self._on_told, self._on_failed, dossier=dossier)

    def asked(self, plan: Plan) -> Asked:
        """Return what is chosen."""
        return mandate_prints.asked(plan, self._choice())

    def _on_chosen(self, _key: str) -> None:
        self._most = _AT_ONCE
        self._is_asked = True
        self.refresh()

    def _on_told(self, shown: _Shown) -> None:
        html, count = shown.html, shown.count
        self._show_choices(shown)
        if html != self._html:
            self._html, place = html, self.view.verticalScrollBar().value()
            self.view.show_article(html, "Carnet de mandat")
            self.view.verticalScrollBar().setValue(place)
        if self._is_asked:
            self._is_asked = False
            self.announced.emit(f"{count} changement{'s' if count > 1 else ''}" if count else _NOTHING)

    def _on_failed(self, _error: KitError) -> None:
        """Nothing in telling a history raises one."""

    def _on_link(self, target: str) -> None:
        if target == MORE:
            self._most += 4 * _AT_ONCE
            self.refresh()
        else:
            self.route_requested.emit(target)

    def _on_save(self) -> None:
        self.paper_requested.emit(ToPrint(mandate_prints.HISTORY, chosen=self._choice()))

    def _choice(self) -> HistoryChoice:
        return HistoryChoice(self.people.key, self.levers.key, self.kinds.key, self.periods.key)

    def _show_choices(self, shown: _Shown) -> None:
        self.periods.show_choices(self._periods(shown.years))
        named = [(name, _NAMELESS if name == ANONYMOUS else name) for name in shown.people]
        self.people.show_choices([("", "Tout le monde"), *named])
        self.save.setEnabled(shown.has_events)

    def _show_levers(self, plan: Plan) -> None:
        levers = [(one.id, f"{one.code}. {one.title}" if one.code else one.title) for one in plan.levers]
        self.levers.show_choices([("", "Tous les leviers"), *levers])
        self.kinds.show_choices([("", "Tous les changements"), *((kind.value, words) for kind, words in _KINDS)])

    def _periods(self, years: Sequence[int]) -> list[tuple[str, str]]:
        today = datetime.date.today()
        found = [("", "Depuis le début")]
        found.append((f"{today - datetime.timedelta(days=30)}/{today}", "Les 30 derniers jours"))
        for mandate in renewal.mandates(self._context.session.dossier):
            found.append((f"{mandate.first}/", f"Depuis l’ouverture du mandat {mandate.title}"))
        found += [(f"{year}-01-01/{year}-12-31", f"Année {year}") for year in years]
        return found

    def _build(self) -> None:
        t = self._context.theme
        flow = FlowLayout(gap=t.space_2, middle=True)
        for part in (self.periods, self.people, self.levers, self.kinds, self.save):
            flow.addWidget(part)
        head_above(self, (flow,), self.view)


def _years(events: Iterable[Event]) -> tuple[int, ...]:
    """Return the years in which something happened, the latest first."""
    found = {when.year for event in events if (when := moment(event)) is not None}
    return tuple(sorted((year for year in found if 1000 <= year <= 9999), reverse=True))
