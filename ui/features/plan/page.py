"""Mon plan d'action: all actions in one table or by state, narrowed, sorted and worked on in place."""

from __future__ import annotations

import datetime

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.dossier.plan_fields import TITLE
from kit.errors import KitError
from ui.features.plan.pane import PlanPane
from ui.output import printables
from ui.plan.controller import PlanWork, later
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.widgets.own_words import in_chosen_form

_NOT_SAVED = "Pas encore enregistré. Votre texte est toujours là : quittez ce champ pour réessayer."
_MEETING = "MEETING"
_ELSEWHERE = (
    ("MERGE", "Réunir avec un·e collègue"),
    (_MEETING, "Mode réunion (F11)"),
    ("PAPER_BACK", "Saisir depuis le papier"),
    ("MANDATE", "Carnet de mandat"),
)


class PlanPage(Page):
    """It holds no plan: it has the dossier's shown again after each change, and says what was done."""

    printable = printables.PLAN

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._work = PlanWork(context, self)
        self._said = ""
        places = [(key, in_chosen_form(words)) for name, words in _ELSEWHERE if (key := _page(name))]
        self.pane = PlanPane(context, self._work, places, has_calendar=bool(_page("AGENDA")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self._refresh_later = later(self.pane.refresh, self)
        if not self._work.is_writable:
            self.pane.foot.show_saved("Lecture seule\u00a0: ce dossier ne peut pas être modifié ici.")
        self.setFocusProxy(self.pane)
        self._connect_signals()

    def open_route(self, route: Route) -> None:
        plan = self._work.plan
        self.pane.refresh()
        if any(lever.id == route.id for lever in plan.levers):
            self.pane.narrow_to(route.id)
        for item in plan.items:
            if route.id and route.id in (item.on, item.id):
                self.pane.open_action(item.on)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Mon plan d’action"),)

    def scroller(self) -> QScrollArea:
        return self.pane.area

    def in_sight(self) -> str:
        return self.pane.filters.levers.key

    def leave(self) -> bool:
        return self.pane.desk.sheet.keep()

    def find_in_page(self) -> bool:
        self.pane.filters.search.setFocus()
        self.pane.filters.search.selectAll()
        return True

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh_later()

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        self.pane.desk.sheet.hold(target, field, value, _NOT_SAVED)
        if field == TITLE and isinstance(value, str) and self._work.plan.item(target) is None and self.isVisible():
            self.pane.foot.give_back(value)

    def _on_saved(self, when: datetime.datetime) -> None:
        self.pane.foot.show_saved(f"Enregistré à {when:%H:%M} sur cet ordinateur")
        if self._said and self.isVisible():
            self.announced.emit(f"{self._said}. Enregistré")
        self._said = ""

    def _on_refused(self, _error: KitError) -> None:
        self._said = ""
        self.pane.foot.show_saved("Non enregistré")

    def _on_said(self, words: str) -> None:
        self._said = words

    def _on_place(self, key: str) -> None:
        if key == _MEETING:
            self.meeting_requested.emit()
        else:
            self.route_requested.emit(Route(PageId(key)))

    def _on_calendar(self) -> None:
        self.route_requested.emit(Route(PageId.AGENDA))

    def _on_article(self, target: str) -> None:
        self.route_requested.emit(Route(PageId.ARTICLE, target.partition(":")[2]))

    def _on_print(self) -> None:
        self.route_requested.emit(Route(PageId.PRINT, self.printable, origin=self.in_sight()))

    def _connect_signals(self) -> None:
        self.pane.announced.connect(self.announced)
        self.pane.desk.sheet.article_requested.connect(self._on_article)
        self.pane.head.calendar_requested.connect(self._on_calendar)
        self.pane.foot.place_requested.connect(self._on_place)
        self.pane.foot.print_requested.connect(self._on_print)
        self.pane.noticed.connect(self.noticed)
        self._work.said.connect(self._on_said)
        self._work.told.connect(self.noticed)
        session = self.context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.taken_back.connect(self._on_taken_back)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pane.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)


def _page(name: str) -> str:
    """Return the key of a screen, empty where there is none of this name."""
    if name == _MEETING:
        return name
    page = PageId.__members__.get(name)
    return page.value if page is not None else ""
