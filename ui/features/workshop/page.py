"""Atelier: for whoever publishes the kit, without a terminal: proofread, look at a text, make a pack."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.features.workshop.folder import FolderTool
from ui.features.workshop.packing import Packing
from ui.features.workshop.proofreading import Proofreading
from ui.features.workshop.tasks import WorkshopTasks
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label
from ui.widgets.tool_card import ToolCard

_WIDEST = 900
_CONSOLIDATION = "Les dossiers et messages reçus deviennent un seul tableau. Les nombres trop petits y sont cachés."


class WorkshopPage(Page):
    """Cards of tools; what a tool found is shown in their place, with the way back."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._title = f"Atelier {context.library.publisher.called_of}"
        self.tasks = WorkshopTasks(context, self)
        self.folder = FolderTool(self.tasks)
        self.proofreading = Proofreading(self.tasks)
        self.packing = Packing(self.tasks)
        self.consolidation = ToolCard(context.theme, "Ce que font les collectivités", _CONSOLIDATION)
        self.unite = self.consolidation.add_button("Réunir des dossiers…", self._on_page_requested)
        self._build()
        self.tasks.announced.connect(self.announced)
        self.tasks.result_wanted.connect(self._on_result_wanted)
        self.tasks.result_left.connect(self._on_result_left)

    def open_route(self, route: Route) -> None:
        self._on_result_left()

    def crumbs(self) -> tuple[Crumb, ...]:
        return Crumb("À propos", Route(PageId.ABOUT)), Crumb(self._title)

    def scroller(self) -> QAbstractScrollArea:
        return self.tasks.result.view if self._stack.currentWidget() is self.tasks.result else self._area

    def _on_result_wanted(self) -> None:
        self._stack.setCurrentWidget(self.tasks.result)

    def _on_result_left(self) -> None:
        self._stack.setCurrentWidget(self._tools)

    def _on_page_requested(self) -> None:
        self.route_requested.emit(Route(PageId.CONSOLIDATION))

    def _build(self) -> None:
        t = self.context.theme
        inner = QWidget()
        inner.setMaximumWidth(round(_WIDEST * t.scale))
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(t.space_5, 0, t.space_5, t.space_5)
        cards.setSpacing(t.space_3)
        lead = "Pour qui publie ce kit. Les autres n’en ont pas besoin, et rien ici ne touche aux dossiers."
        cards.addWidget(Label(lead, "muted"))
        for card in (self.folder.card, self.proofreading.card, self.packing.card, self.consolidation):
            cards.addWidget(card)
        cards.addStretch(1)
        self._tools = QWidget()
        self._area = scrolling(self._tools, inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tools)
        self._stack.addWidget(self.tasks.result)
        head = QVBoxLayout()
        head.setContentsMargins(t.space_5, t.space_2, t.space_5, 0)
        head.setSpacing(t.space_2)
        for part in (Heading(self._title, 1), self.tasks.wait, self.tasks.status):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_2)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
