"""Agir: the levers, one in sight, with its actions to tick. A tick goes to the session and comes back from it."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.content.model import Article, Lever
from kit.errors import KitError
from ui.features.levers.lever_list import LeverList
from ui.features.levers.lever_view import LeverView
from ui.features.levers.sheets import LeverSheets, own_article
from ui.features.levers.two_columns import TwoColumns
from ui.services.context import AppContext
from ui.services.later import later
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page

_UNTOUCHED = "Chaque coche est enregistrée aussitôt"
_READ_ONLY = "Lecture seule"


class LeversPage(Page):
    """The lists of actions. It holds no status: it shows the session's, and again at each ``changed``."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._plan = context.plan
        self._list = LeverList(context.theme, [lever.article for lever in context.library.outline.levers])
        self._sheets = LeverSheets(context)
        self._columns = TwoColumns(context.theme, self._list, self._sheets)
        self._show_own_later = later(self._show_own, self)
        self._show_all_later = later(self._show_all, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._columns)
        self._saved_words = ""
        self._is_behind = False
        self._show_saved(_UNTOUCHED if self._plan.is_writable else _READ_ONLY)
        self._connect_signals()

    def open_route(self, route: Route) -> None:
        outline = self.context.library.outline
        known = self._sheets.lever(route.id) or outline.lever_of(route.anchor or route.id)
        lever = known or _first_unfinished(self.context)
        if lever is None:
            return
        self._show_lever(lever)
        anchor = route.anchor or route.id
        wanted = [target for target in self._view.targets if target.partition(":")[2] == anchor]
        QTimer.singleShot(0, self, lambda: self._aim(wanted[0] if wanted else ""))

    def crumbs(self) -> tuple[Crumb, ...]:
        lever = self._sheets.lever(self._sheets.lever_id)
        if lever is None:
            return (Crumb("Agir"),)
        article = lever.article
        name = f"{article.code}. {article.title}" if article.code else article.title
        return Crumb("Agir", Route(PageId.ACT)), Crumb(name)

    def scroller(self) -> QScrollArea:
        return self._columns.area

    def in_sight(self) -> str:
        return self._sheets.lever_id

    def leave(self) -> bool:
        return self._sheets.keep()

    @property
    def _view(self) -> LeverView:
        return self._sheets.view

    def _on_lever_chosen(self, lever_id: str) -> None:
        self.route_requested.emit(Route(PageId.ACT, lever_id))

    def _on_lever_added(self, title: str) -> None:
        lever_id = self._plan.add_lever(title)
        if self._sheets.lever(lever_id):
            self._show_own()
            self.route_requested.emit(Route(PageId.ACT, lever_id))

    def _on_changed(self, target: str) -> None:
        if not target:
            self._is_behind = not self.isVisible()  # what nobody sees can wait until it is opened
            if self.isVisible():
                self._show_all_later()
        elif target == "identity":
            self._sheets.show_examples()
        elif target.startswith(("own:", "own-lever:")):
            self._show_own_later()  # many may come at once
        elif item := self._plan.item(target):
            self._show_progress(item.lever_id)
            self._sheets.show_target(target)

    def _on_taken_back(self, target: str, field: str, value: object) -> None:
        self._sheets.hold(target, field, value)

    def _on_saving(self) -> None:
        self._show_saved("Enregistrement…")

    def _on_saved(self, when: datetime.datetime) -> None:
        self._show_saved(f"Enregistré à {when:%H:%M}")
        if self.isVisible():
            self.announced.emit(self._saved_words)

    def _on_refused(self, _error: KitError) -> None:
        self._show_saved("Non enregistré")

    def _on_said(self, words: str) -> None:
        if self.isVisible():
            self.announced.emit(words)

    def _show_saved(self, words: str) -> None:
        self._saved_words = words
        self._sheets.show_saved(words)

    def _show_progress(self, lever_id: str) -> None:
        if lever := self.context.library.outline.lever(lever_id):
            self._list.show_progress(lever_id, self._plan.progress(lever))
            self._sheets.show_progress(lever_id)

    def _show_all(self) -> None:
        self._is_behind = False
        self._show_own()
        self._sheets.show_examples()
        for lever in self.context.library.outline.levers:
            self._show_progress(lever.article.id)
        for target in self._view.targets if self._sheets.lever_id else ():
            self._sheets.show_target(target)

    def _show_own(self) -> None:
        """Show the levers and actions of one's own; a lever that went away gives its place to the first."""
        self._list.show_own(self._own_levers())
        self._sheets.show_own()
        here = self._sheets.lever(self._sheets.lever_id)
        if here:
            self._list.show_current(here.article.id)
        elif self._sheets.lever_id and (first := _first_unfinished(self.context)):
            self._show_lever(first)
            if self.isVisible():  # the place that one is at must be the one that is shown
                self.route_requested.emit(Route(PageId.ACT, first.article.id))

    def _own_levers(self) -> list[tuple[Article, int]]:
        plan = self._plan.plan
        own = [lever for lever in plan.levers if lever.is_own]
        return [(own_article(lever.id, lever.title), sum(i.lever_id == lever.id for i in plan.items)) for lever in own]

    def _show_lever(self, lever: Lever) -> None:
        self._sheets.show_lever(lever)
        self._list.show_own(self._own_levers())
        for other in self.context.library.outline.levers:
            self._show_progress(other.article.id)
        self._list.show_current(lever.article.id)
        self.setFocusProxy(self._list)
        self.scroller().verticalScrollBar().setValue(0)
        self.retitled.emit()

    def _aim(self, target: str) -> None:
        """Bring an item into sight and give it the focus; without one, the sheet where it stands below the list."""
        if target in self._view.targets:
            self._view.item(target).take_focus()
            self.scroller().ensureWidgetVisible(self._view.item(target), 0, self.context.theme.space_5)
        elif self._columns.is_stacked and self.isVisible():
            self.scroller().verticalScrollBar().setValue(self._sheets.y())

    def _connect_signals(self) -> None:
        self._list.lever_added.connect(self._on_lever_added)
        self._list.lever_chosen.connect(self._on_lever_chosen)
        self._list.paper_requested.connect(lambda: self.route_requested.emit(Route(PageId.PAPER_BACK)))
        self._list.print_all_requested.connect(lambda: self.route_requested.emit(Route(PageId.PRINT)))
        self._sheets.announced.connect(self.announced)
        self._sheets.route_requested.connect(self.route_requested)
        session = self.context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.saving.connect(self._on_saving)
        session.taken_back.connect(self._on_taken_back)
        self._plan.said.connect(self._on_said)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_behind:
            self._show_all()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.leave()
        super().hideEvent(event)


def _first_unfinished(context: AppContext) -> Lever | None:
    """Return the first lever with something left to do, else the first."""
    levers = context.library.outline.levers
    for lever in levers:
        value = context.plan.progress(lever)
        if value.done < value.applicable:
            return lever
    return levers[0] if levers else None
