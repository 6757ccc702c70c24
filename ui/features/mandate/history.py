"""The dated history in the window: narrowed by words, period, person, lever and kind, and out to a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event, Status
from kit.dossier.plan import Plan
from kit.errors import KitError
from kit.mandate import renewal
from kit.mandate.story import Asked, Kind, moment, people
from kit.typography import counted
from ui.features.mandate import history_cards
from ui.features.mandate.history_side import HistorySide, Standing
from ui.output import mandate_prints, printables
from ui.output.mandate_prints import HistoryChoice
from ui.services.context import AppContext
from ui.services.jobs import Latest, Step
from ui.services.navigation import ToPrint
from ui.text.cards import Found, Line
from ui.text.list_pane import Filter, ListPane
from ui.widgets.menu_chip import MenuChip
from ui.widgets.own_words import in_chosen_form

_AT_ONCE = 40  # entries shown before one asks for more: four screens of them
_KINDS = (
    (Kind.STATUS, "États"),
    (Kind.PLAN, "Personnes, dates et notes"),
    (Kind.ACT, "Modèles d’actes"),
    (Kind.DIRECTORY, "Répertoire"),
    (Kind.MANDATE, "Mandat et instantanés"),
    (Kind.IDENTITY, "Fiche de la collectivité"),
)
_FILTERS = (
    Filter("periode", "Période", (("", "Depuis le début"),)),
    Filter("personne", "Personne", (("", "Tout le monde"),)),
    Filter("levier", "Levier", (("", "Tous les leviers"),)),
    Filter("sorte", "Sorte de changement", (("", "Tous les changements"),)),
)
_LEAST = 460  # pixels of the story at a text scale of 1 that leave room for cards beside it
_NARROWEST = 520  # pixels of a column: a title of an entry has one line
_EMPTY = (
    "Rien n’est encore noté. Chaque case cochée, chaque personne ou date que vous écrivez dans le plan se retrouve "
    "ici, avec son jour."
)
_NAMELESS = "Sans nom donné"
_NOTHING = "Aucun changement ne correspond à ce que vous avez choisi plus haut."


class _Shown(Struct, frozen=True):
    """What was told: the cards, and what one may narrow them by."""

    found: Found
    people: tuple[str, ...]
    years: tuple[int, ...]
    standing: Standing = Standing()


class HistoryPane(QWidget):
    """It holds no event: it tells the dossier's at each ``refresh``."""

    announced = Signal(str)
    route_requested = Signal(str)
    paper_requested = Signal(object)
    handover_requested = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = context.theme
        self._context = context
        self._telling = Latest(context.jobs)
        self._found: Found | None = None
        self._is_asked = self._is_narrowed = False
        self.pane = ListPane(
            t,
            "Carnet de mandat",
            "Chercher dans le carnet",
            _FILTERS,
            narrowest=_NARROWEST,
            is_titled=False,
        )
        self.view = self.pane.view
        self.periods, self.people, self.levers, self.kinds = (self._chip(one.key) for one in _FILTERS)
        self.side = HistorySide(t)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, t.space_5, 0)
        row.setSpacing(t.space_3)
        row.addWidget(self.pane, 1)
        row.addWidget(self.side)
        self.pane.narrowed.connect(self._on_narrowed)
        self.pane.head.announced.connect(self.announced)
        self.pane.followed.connect(self.route_requested)
        for chip in (self.periods, self.people, self.levers, self.kinds):
            chip.chosen.connect(self._on_chosen)
        self.side.decisions_requested.connect(lambda: self.paper_requested.emit(ToPrint(printables.DECISIONS)))
        self.side.handover_requested.connect(self.handover_requested)

    def refresh(self) -> None:
        """Tell the history as it is now."""
        from kit.acts.record import State, saved_acts
        from kit.documents.history import Teller, told_by_day

        dossier, library = self._context.session.dossier, self._context.library
        plan = self._context.plan.plan
        asked, words = self.asked(plan), self.pane.wanted.words
        levers = self._known(plan)
        waiting = self._context.outbox.waiting()

        def work(_step: Step) -> _Shown:
            events = dossier.history()
            teller = Teller.of(library, dossier, events)
            phrases = {key: in_chosen_form(words) for key, words in teller.say.phrases["history"].items()}
            say = replace(teller.say, phrases={**teller.say.phrases, "history": phrases})
            days = told_by_day(replace(teller, say=say), asked, events)
            groups = history_cards.groups(days, words, levers, datetime.date.today())
            nothing = Line(_NOTHING if events else _EMPTY, look="lead")
            total = history_cards.told_in(groups)
            count = counted(total, "changement", none="Aucun")
            found = Found(groups, count, notes=() if groups else (nothing,))
            drafts = sum(act.state is State.DRAFT for act in saved_acts(dossier))
            standing = _standing(plan, drafts, waiting)
            return _Shown(found, people(events), _years(events), standing=standing)

        self._show_levers(plan)
        self._telling.run(self, work, self._on_told, self._on_failed, dossier=dossier)

    def to_print(self) -> ToPrint:
        """Return the history as it is narrowed."""
        return ToPrint(mandate_prints.HISTORY, chosen=self._choice())

    def asked(self, plan: Plan) -> Asked:
        """Return what is chosen."""
        return mandate_prints.asked(plan, self._choice())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = self._context.theme.scale
        self.side.setVisible(event.size().width() >= self.side.width() + round(_LEAST * scale))

    def _on_narrowed(self) -> None:
        self._is_narrowed = True
        self.refresh()

    def _on_chosen(self, _key: str) -> None:
        self._is_asked = True

    def _on_told(self, shown: _Shown) -> None:
        self._show_choices(shown)
        council = self._context.session.text("identity", "council")
        self.side.show_standing(shown.standing, council, datetime.date.today())
        if shown.found != self._found:
            self._found = shown.found
            self.pane.show_found(shown.found, at_once=_AT_ONCE, keep_place=not self._is_narrowed)
        self._is_narrowed = False
        if self._is_asked:
            self._is_asked = False
            self.announced.emit(shown.found.count if shown.found.total else _NOTHING)

    def _on_failed(self, _error: KitError) -> None:
        """Nothing in telling a history raises one."""

    def _choice(self) -> HistoryChoice:
        return HistoryChoice(self.people.key, self.levers.key, self.kinds.key, self.periods.key)

    def _show_choices(self, shown: _Shown) -> None:
        self.periods.show_choices(self._periods(shown.years))
        named = [(name, _NAMELESS if name == ANONYMOUS else name) for name in shown.people]
        self.people.show_choices([("", "Tout le monde"), *named])

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

    def _known(self, plan: Plan) -> dict[str, tuple[str, str]]:
        """Return the pictogram of its lever and the number of each item of the plan."""
        levers = {one.article.id: one.article.pictogram for one in self._context.library.outline.levers}
        return {
            item.on: (levers.get(item.lever_id, ""), item.code if item.kind == "action" else "") for item in plan.items
        }

    def _chip(self, key: str) -> MenuChip:
        chip = self.pane.chips[key]
        assert isinstance(chip, MenuChip)
        return chip


def _years(events: Iterable[Event]) -> tuple[int, ...]:
    """Return the years in which something happened, the latest first."""
    found = {when.year for event in events if (when := moment(event)) is not None}
    return tuple(sorted((year for year in found if 1000 <= year <= 9999), reverse=True))


def _standing(plan: Plan, acts: int, messages: int) -> Standing:
    """Return how much stands where: of the plan, the kit's actions."""
    counted = [item.status for item in plan.items if item.is_counted]
    count = counted.count
    return Standing(count(Status.DONE), count(Status.DOING), count(Status.NOT_CONCERNED), acts, messages)
