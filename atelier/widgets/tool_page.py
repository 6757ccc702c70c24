"""A screen of tools: cards one below the other; what a tool found is shown in their place, with the way back."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QStackedWidget, QVBoxLayout, QWidget

from atelier.services.context import AtelierContext
from atelier.widgets.tasks import Tasks
from ui.services.navigation import Route
from ui.services.page import Crumb, Screen
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label

_WIDEST = 900


class ToolPage(Screen):
    """Subclasses give ``TITLE`` and ``LEAD``, and build their cards from ``tasks`` in ``cards``."""

    TITLE = ""
    LEAD = ""

    context: AtelierContext

    def __init__(self, context: AtelierContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tasks = Tasks(context, self)
        self._asked_from: QWidget | None = None
        self._build()
        self.tasks.announced.connect(self.announced)
        self.tasks.result_wanted.connect(self._on_result_wanted)
        self.tasks.result_left.connect(self._on_result_left)

    def cards(self) -> list[QWidget]:
        """Return the cards, in reading order; called once, while the screen is built."""
        return []

    def lines(self) -> list[QWidget]:
        """Return what else tells of work under way, below the title; called once, while the screen is built."""
        return []

    def open_route(self, route: Route) -> None:
        self._stack.setCurrentWidget(self._tools)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(self.TITLE),)

    def scroller(self) -> QAbstractScrollArea:
        return self.tasks.result.view if self._stack.currentWidget() is self.tasks.result else self._area

    def _on_result_wanted(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._tools.isAncestorOf(focus):
            self._asked_from = focus
        self._stack.setCurrentWidget(self.tasks.result)

    def _on_result_left(self) -> None:
        """Go back to the tools, to the very one that asked: the focus would else go to whatever comes next."""
        self._stack.setCurrentWidget(self._tools)
        if self._asked_from is not None:
            self._asked_from.setFocus()

    def _build(self) -> None:
        t = self.context.theme
        inner = QWidget()
        inner.setMaximumWidth(round(_WIDEST * t.scale))
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_5, 0, t.space_5, t.space_5)
        column.setSpacing(t.space_3)
        column.addWidget(Label(self.LEAD, "muted"))
        for card in self.cards():
            column.addWidget(card)
        column.addStretch(1)
        self._tools = QWidget()
        self._area = scrolling(self._tools, inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tools)
        self._stack.addWidget(self.tasks.result)
        head = QVBoxLayout()
        head.setContentsMargins(t.space_5, t.space_2, t.space_5, 0)
        head.setSpacing(t.space_2)
        for part in (Heading(self.TITLE, 1), self.tasks.wait, self.tasks.status, *self.lines()):
            head.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(t.space_2)
        whole.addLayout(head)
        whole.addWidget(self._stack, 1)
