"""The window of the kit: the frame with a dossier, the messages that wait, the mode réunion and what can be printed."""

from __future__ import annotations

import functools
from collections.abc import Collection
from enum import StrEnum

from PySide6.QtWidgets import QWidget

from kit.typography import fr
from ui.services.actions import ActionId
from ui.services.bookmarks import exists, is_passing
from ui.services.context import AppContext
from ui.services.feedback import Done
from ui.services.navigation import Route, ToPrint, ToSearch
from ui.services.page import FAVOURITE, GESTURES, REDO, UNDO, Page, PageTool, Screen, favourite_tool
from ui.shell import places, registry, termination
from ui.shell.dossier_card import DossierCard
from ui.shell.gestures import Gestures
from ui.shell.outbox_mark import OutboxMark
from ui.shell.shortcuts import KitKeys
from ui.shell.window import Window

_TOOLS = {
    FAVOURITE: ActionId.FAVOURITE,
    UNDO: ActionId.UNDO,
    REDO: ActionId.REDO,
    GESTURES: ActionId.GESTURES,
}


class MainWindow(Window):
    """The window of the kit."""

    context: AppContext
    without = ()

    def __init__(self, context: AppContext) -> None:
        self._offered: Done | None = None  # the nearest document, where one asked to print a page that has none
        super().__init__(context, registry.KIT)
        self.gestures = Gestures(self, self)
        self.meetings = registry.meetings(self)
        context.dossiers.before_leaving = functools.partial(termination.finish_typing, self.leave_pages)
        self.actions_by_id[ActionId.MEETING].triggered.connect(self.meetings.open)
        context.session.switched.connect(self._on_switched)
        context.session.refused.connect(self._on_dossier_refused)
        context.plan.noticed.connect(self.show_notice)
        context.plan.copied.connect(context.feedback.tell)

    def make_keys(self) -> KitKeys:
        return KitKeys(self, self)

    @property
    def current_page(self) -> Page:
        """The page in sight."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def welcome(self, page: Screen) -> None:
        assert isinstance(page, Page)
        page.print_requested.connect(self.open_print)
        page.meeting_requested.connect(self.actions_by_id[ActionId.MEETING].trigger)
        page.search_requested.connect(self.sidebar.focus_search)

    def take_library(self) -> None:
        self.context.plan.show_library(self.context.library)

    def rebuild_pages(self, but: Collection[StrEnum] = ()) -> None:
        self.context.plan.show_again()
        super().rebuild_pages(but)

    def gives_focus(self, route: Route) -> bool:
        return route.page != self.program.search  # an answer takes it

    def place_of(self, page: Screen, route: Route) -> str:
        return places.place_of(page, route)

    def tools_here(self) -> tuple[PageTool, ...]:
        """Offer first to keep the page, where one can come back to it."""
        here, tools = self.navigator.here, super().tools_here()
        if here is not None and not is_passing(here) and exists(here, self.context.library):
            tools = (favourite_tool(kept=self.keys.bookmarks.is_favourite(here)), *tools)
        return tools

    def use_tool(self, target: str) -> None:
        if target in _TOOLS:
            self.actions_by_id[_TOOLS[target]].trigger()
        else:
            super().use_tool(target)

    def tool_of(self, target: str) -> QWidget:
        """Return the button of a tool above the page, else the bar's last one."""
        return self.top_bar.find_tool(target) or self.top_bar.reading[-1]

    def search_for(self, words: str, *, opens_first: bool = False) -> None:
        self.leave_for(ToSearch(words, opens_first=opens_first))

    def leave_pages(self) -> bool:
        """Keep what is still being typed, in a meeting too, which ends; False when some of it is refused."""
        ended = self.meetings.end(anyway=self._close_asked)
        return super().leave_pages() and ended

    def open_print(self) -> None:
        """Print what is in sight; where no document has it, offer the nearest, which a second press takes."""
        page = self.current_page
        if page.print_here():
            return
        done = self.feedback.done
        if (paper := page.to_print()) is not None:
            self.leave_for(paper)
        elif done is not None and done is self._offered:
            self.leave_for(ToPrint(page.nearest_print()))
        else:
            self._offer_nearest(page.nearest_print())

    def _offer_nearest(self, key: str) -> None:
        from ui.output.printables import PRINTABLES

        label = PRINTABLES[key].label
        self._offered = Done(
            fr("Cette page n’a pas de document à imprimer. Le plus proche : « {label} ».", label=label),
            "Voir avant d’imprimer",
            lambda: self.leave_for(ToPrint(key)),
            "Ctrl+P",
            is_done=False,
        )
        self.show_done(self._offered)

    def fill_sidebar(self) -> None:
        self.dossier_card = DossierCard(self.context, self.sidebar, self._frame)
        self.outbox_mark = OutboxMark(self.context.outbox, self.sidebar, self._frame)
        self.dossier_card.show_dossier()
        self.dossier_card.refused.connect(self.show_notice)
        self.dossier_card.saved.connect(self._on_saved)

    def _on_switched(self) -> None:
        self.dossier_card.show_dossier()
        self.feedback.clear()
        self.rebuild_pages()

    def _on_dossier_refused(self, _error: object) -> None:
        self.feedback.clear()  # what it says is not true any more

    def _on_saved(self) -> None:
        self.announced.emit("Enregistré")

    def keep_all(self) -> bool:
        return termination.keep_all(self.context, self.leave_pages)

    def let_go(self) -> None:
        termination.let_go(self.context)
