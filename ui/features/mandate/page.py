"""Carnet de mandat: what happened, the instants that were kept, and what is handed on."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.features.mandate.history import HistoryPane
from ui.features.mandate.instants import InstantsPane
from ui.features.mandate.papers import PapersPane
from ui.output import mandate_prints
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.widgets.columns import Columns
from ui.widgets.segments import Segments
from ui.widgets.text import Heading

HISTORY, INSTANTS, PAPERS = "histoire", "instantanes", "papiers"
_PARTS = [(HISTORY, "Histoire"), (INSTANTS, "Instantanés"), (PAPERS, "Transmettre")]


class MandatePage(Page):
    """Three parts under one title; each shows the dossier anew when it comes in sight and when it changes."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        t = context.theme
        self.parts = Segments("Parties du carnet", _PARTS)
        self._stack = QStackedWidget()
        self._instants: InstantsPane | None = None
        self._papers: PapersPane | None = None
        self.history = HistoryPane(context)
        self._take_in(self.history)
        self.history.paper_requested.connect(self.route_requested)
        self.history.handover_requested.connect(self._on_handover)
        self.parts.chosen.connect(self._on_part_chosen)
        wide = round(720 * t.scale)
        head = Columns(Heading("Carnet de mandat", 1), self.parts, threshold=wide, gap=t.space_2, stretch=(1, 0))
        self._wrap = QVBoxLayout()
        self._wrap.addWidget(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_3)
        column.addLayout(self._wrap)
        column.addWidget(self._stack, 1)
        self._refresh_later = later(self._refresh, self)
        context.session.changed.connect(self._on_changed)
        self.setFocusProxy(self.parts.button(HISTORY))

    @property
    def instants(self) -> InstantsPane:
        """The instants that were kept, built when they are first looked at."""
        if self._instants is None:
            self._instants = InstantsPane(self.context)
            self._take_in(self._instants)
        return self._instants

    @property
    def papers(self) -> PapersPane:
        """What is handed on, built when it is first looked at."""
        if self._papers is None:
            self._papers = PapersPane(self.context)
            self._take_in(self._papers)
            self._papers.paper_requested.connect(self.route_requested)
        return self._papers

    def open_route(self, route: Route) -> None:
        if route.id in dict(_PARTS):
            self.parts.choose(route.id)
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        plan, key = Crumb("Mon plan d’action", Route(PageId.PLAN)), self.parts.key()
        if key == HISTORY:
            return plan, Crumb("Carnet de mandat")
        return plan, Crumb("Carnet de mandat", Route(PageId.MANDATE, HISTORY)), Crumb(dict(_PARTS)[key])

    def has_print_button(self) -> bool:
        return self.parts.key() != HISTORY

    def scroller(self) -> QAbstractScrollArea:
        pane = self._pane()
        return pane.area if isinstance(pane, PapersPane) else pane.view

    def state(self) -> dict[str, str] | None:
        """Return that there is nothing to take up where the history stands whole from its first line."""
        wanted = self.history.pane.wanted
        is_whole = self.parts.key() == HISTORY and not wanted.words and not any(wanted.chosen.values())
        is_scrolled = self.history.view.verticalScrollBar().value() > 0
        is_left = all(pane is None or pane.is_untouched for pane in (self._instants, self._papers))
        return {} if is_whole and is_left and not is_scrolled else None

    def to_print(self) -> ToPrint | None:
        return self.history.to_print() if self.parts.key() == HISTORY else None

    def nearest_print(self) -> str:
        return mandate_prints.REVIEW if self.parts.key() == PAPERS else mandate_prints.HISTORY

    def find_in_page(self) -> bool:
        if self.parts.key() != HISTORY:
            return super().find_in_page()
        self.history.pane.begin_search()
        return True

    def _on_part_chosen(self, part: str) -> None:
        self._show()
        self.route_requested.emit(Route(PageId.MANDATE, part))

    def _on_handover(self) -> None:
        self.parts.choose(PAPERS)
        self._on_part_chosen(PAPERS)

    def _on_changed(self, _target: str) -> None:
        if self.isVisible():
            self._refresh_later()

    def _on_target(self, target: str) -> None:
        self.route_requested.emit(Route(PageId.PLAN, target))

    def _show(self) -> None:
        t = self.context.theme
        left = t.space_5 if self.parts.key() == HISTORY else t.space_6  # as the cards or the text below
        self._wrap.setContentsMargins(left + 3, t.space_2, t.space_5, 0)  # 3: the view's focus bar
        self._stack.setCurrentWidget(self._pane())
        self.setFocusProxy(self.parts.button(self.parts.key()))
        self._refresh()

    def _refresh(self) -> None:
        self._pane().refresh()

    def _pane(self) -> HistoryPane | InstantsPane | PapersPane:
        """Return the part in sight."""
        key = self.parts.key()
        return self.history if key == HISTORY else self.instants if key == INSTANTS else self.papers

    def _take_in(self, pane: HistoryPane | InstantsPane | PapersPane) -> None:
        self._stack.addWidget(pane)
        pane.announced.connect(self.announced)
        pane.route_requested.connect(self._on_target)
