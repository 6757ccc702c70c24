"""The frame: sidebar, line of places, message bar and the stack of pages, with all wiring in one place."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kit.typography import fr
from ui.access.tab_order import follow_layout
from ui.services import window_size
from ui.services.actions import ActionId, Actions
from ui.services.appearance import in_writing, set_style
from ui.services.bookmarks import exists, is_passing
from ui.services.context import AppContext
from ui.services.feedback import Done
from ui.services.later import later
from ui.services.navigation import Navigator, PageId, Route, ToArticle, ToPrint, ToSearch
from ui.services.page import FAVOURITE, GESTURES, HOME, REDO, UNDO, Crumb, Page, favourite_tool
from ui.shell import places, registry, termination
from ui.shell.dossier_card import DossierCard
from ui.shell.feedback_bar import FeedbackBar
from ui.shell.gestures import Gestures
from ui.shell.notice import Message, Notice
from ui.shell.outbox_mark import OutboxMark
from ui.shell.pressing_window import PressingWindow
from ui.shell.read_sources import forget_sources
from ui.shell.resting_pages import RestingPages
from ui.shell.shortcuts import NARROW, WindowKeys
from ui.shell.sidebar import Sidebar
from ui.shell.top_bar import TopBar
from ui.shell.whole_painting import WholePainting
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from ui.shell.reading_panel import ReadingPanel

_TOOLS = {
    FAVOURITE: ActionId.FAVOURITE,
    UNDO: ActionId.UNDO,
    REDO: ActionId.REDO,
    GESTURES: ActionId.GESTURES,
}
_NOT_KEPT = fr(
    "Un texte n’a pas pu être enregistré ; le reste l’est. Corrigez-le ou copiez-le ailleurs, "
    "ou fermez encore une fois pour quitter sans lui."
)


class MainWindow(PressingWindow):
    """The window of the kit; pages are built at their first visit."""

    announced = Signal(str)
    restyle_requested = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        WholePainting(self, context.jobs)
        self.context = context
        self._pages: dict[PageId, Page] = {}  # in the order in which they were seen last
        self._resting = RestingPages()
        self.navigator = Navigator(self)
        self.actions_by_id = Actions(self)
        self._crumbs: tuple[Crumb, ...] = ()
        self._close_asked = False
        self._ring: FocusRing | None = None
        self._unspoken = ""
        self.reading: ReadingPanel | None = None  # « Affichage du texte », once it was asked for
        self._offered: Done | None = None  # the nearest document, where one asked to print a page that has none
        self._speak_later = later(self._speak, self)
        self._build_frame()
        self._connect_signals()
        self.keys = WindowKeys(self, self)
        self.gestures = Gestures(self, self)
        self.meetings = registry.meetings(self)
        context.dossiers.before_leaving = functools.partial(termination.finish_typing, self.leave_pages)
        self.actions_by_id[ActionId.MEETING].triggered.connect(self.meetings.open)
        self.actions_by_id[ActionId.READING].triggered.connect(self._on_reading)
        self.setMinimumSize(window_size.least_size(self.screen().availableSize()))

    # --- the places ---

    def open_route(self, route: Route) -> None:
        """Go to a place."""
        self.navigator.go(route)

    def reopen_last(self) -> None:
        """Go to the place where the window was closed last; a text that is no more leaves one where one is."""
        if (last := self.keys.bookmarks.last()) and exists(last, self.context.library):
            self.navigator.go(last)

    def page(self, page_id: PageId) -> Page:
        """Return a page, built now if this is its first visit."""
        if page_id not in self._pages:
            page = registry.build(page_id, self.context)
            page.route_requested.connect(self.leave_for)
            page.renamed.connect(self._on_renamed)
            page.retitled.connect(self._on_retitled)
            page.tools_changed.connect(self._on_tools_changed)
            page.announced.connect(self.announce)
            page.noticed.connect(self.show_notice)
            page.print_requested.connect(self.open_print)
            page.meeting_requested.connect(self.actions_by_id[ActionId.MEETING].trigger)
            page.search_requested.connect(self.sidebar.focus_search)
            page.restyle_requested.connect(self.restyle_requested)
            page.texts_changed.connect(self.rebuild_pages)
            self._resting.wake(page_id, page)
            self._pages[page_id] = page
            self._stack.addWidget(page)
        return self._pages[page_id]

    def leave_for(self, route: Route) -> None:
        """Go to a place, keeping where one had scrolled to in the present one."""
        if self._stack.currentWidget() and (area := self.current_page.scroller()):
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        self.navigator.go(route)

    @property
    def current_page(self) -> Page:
        """The page in sight."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def title_here(self) -> str:
        """Return the name of the place in sight."""
        return self._crumbs[-1].text if self._crumbs else HOME

    def trail(self) -> str:
        """Return the names of the places that lead here, the outermost first."""
        return ", ".join(crumb.text for crumb in self._crumbs) or HOME

    def panes(self) -> list[QWidget]:
        """Return the parts of the window that F6 goes through."""
        return [self.sidebar, self.top_bar.tools, self.notice, *self.current_page.panes(), self.feedback]

    def announce(self, message: str) -> None:
        """Have a screen reader say something without moving the focus."""
        self._unspoken = ""  # a page that says itself what was done says more than the bar
        self.announced.emit(message)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message))

    def show_notice(self, message: str, *, stays: bool = False) -> None:
        """Show a message above the page and have it said; one that ``stays`` is there until it is closed."""
        self.notice.show_message(Message(message, stays=stays))
        self.announce(message)

    def show_done(self, done: Done) -> None:
        """Show at the foot what was done; it is said at the end of the turn, unless a page has said it itself."""
        self.feedback.show_done(done)
        self._unspoken = done.words
        self._speak_later()

    def tool_of(self, target: str) -> QWidget:
        """Return the button of a tool above the page, else the bar's last one."""
        return self.top_bar.find_tool(target) or self.top_bar.reading[-1]

    def shown_done(self) -> Done | None:
        """Return what the bar at the foot shows."""
        return self.feedback.done

    def offer(self, message: str, todo: str, route: Route) -> None:
        """Show a message with a button that goes to a place, under what matters more."""
        self.notice.show_message(Message(message, todo, route, stays=True), under=True)
        self.announce(message)

    def show_sidebar(self, *, narrow: bool) -> None:
        """Show the map of the program as icons alone, or with their words."""
        self.sidebar.set_narrow(narrow)
        self.top_bar.show_narrow(narrow)

    def restyle(self) -> None:
        """Build the whole window anew in the look and writing chosen now, at the same place, in one repaint."""
        if not all([page.leave() for page in self._pages.values()]):
            return
        if area := self.current_page.scroller():
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        focus = self.focusWidget()
        name = focus.objectName() if focus else ""
        place = self.current_page.position()
        said, done = self.notice.messages(), self.feedback.done
        self.setUpdatesEnabled(False)
        self._pages.clear()
        self._frame.hide()
        self._frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        context = self.context
        look = context.appearance.apply(self)
        self.context = replace(context, theme=look, library=in_writing(context.texts, context.settings))
        self.context.plan.show_library(self.context.library)
        self._build_frame()
        self._connect_frame()
        self._frame.setVisible(self.isVisible())  # has its size now: a text can be scrolled to where it was
        if (layout := self.layout()) is not None:
            layout.activate()
        if self.navigator.here is not None:
            self._on_route_changed(self.navigator.here)
            self.current_page.show_position(place)
        for message in said:
            self.notice.show_message(message)
        if done is not None:
            self.feedback.show_done(done)
        if name and (again := self._frame.findChild(QWidget, name)):
            again.setFocus()
        if self.reading is not None:
            self.reading.take_up()
        self.setUpdatesEnabled(True)

    def rebuild_pages(self) -> None:
        """Forget all pages and show the place where one is anew: the texts have changed."""
        self.context.plan.show_again()
        self._resting.forget()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        if self.navigator.here is not None:
            self._on_route_changed(self.navigator.here)

    def _note_place(self) -> None:
        """Keep how far one has read what is in sight."""
        if self._stack.currentWidget() is not None and (read := self.current_page.read_so_far()) is not None:
            self.keys.bookmarks.stopped(read)

    def _on_route_changed(self, route: Route) -> None:
        self._note_place()
        forget_sources(self.context.jobs)
        page = self.page(route.page)
        if page is not self._stack.currentWidget() and self._stack.currentWidget() is not None:
            self.feedback.clear()
        self._pages[route.page] = self._pages.pop(route.page)  # now the last one seen
        page.open_route(route)
        self._stack.setCurrentWidget(page)
        follow_layout(page)
        page.come_up(takes_focus=route.page != PageId.SEARCH)
        self.sidebar.show_query(route.id if route.page == PageId.SEARCH else "")
        self.sidebar.show_place(places.place_of(page, route))
        self._on_retitled()
        window_size.lay_out()
        if (scroll := route.scroll or self._resting.scroll(route)) and (area := page.scroller()):
            area.verticalScrollBar().setValue(scroll)
        elif isinstance(route, ToArticle) and route.place:
            page.show_position(route.place)
        self._resting.rest(self._pages, self._stack)

    def _on_switched(self) -> None:
        self.dossier_card.show_dossier()
        self.feedback.clear()
        self.rebuild_pages()

    def _on_retitled(self) -> None:
        here = self.navigator.here
        if here is None or self._pages.get(here.page) is not self.current_page:  # only being opened
            return
        self._crumbs = self.current_page.crumbs()
        self.top_bar.show_trail([(crumb.text, crumb.route is not None) for crumb in self._crumbs])
        self.show_tools()
        self.setWindowTitle(f"{self.title_here()} – Kit ESS")
        self.keys.remember(self.title_here(), here)

    def _on_tools_changed(self) -> None:
        if self.sender() is self.current_page:
            self.show_tools()

    def show_tools(self) -> None:
        """Offer what one can do with the page in sight, first to keep it, where one can come back to it."""
        here, tools = self.navigator.here, self.current_page.tools_above()
        if here is not None and not is_passing(here) and exists(here, self.context.library):
            tools = (favourite_tool(kept=self.keys.bookmarks.is_favourite(here)), *tools)
        self.top_bar.show_tools(tools)

    def _on_tool_chosen(self, target: str) -> None:
        if target in _TOOLS:
            self.actions_by_id[_TOOLS[target]].trigger()
        else:
            self.current_page.use_tool(target)

    def _on_renamed(self, old: Route, new: Route) -> None:
        self.navigator.rename(old, new)
        self._on_retitled()

    def _on_crumb_chosen(self, number: int) -> None:
        route = self._crumbs[number].route
        if route is not None:
            self.leave_for(route)

    def _on_place_chosen(self, key: str) -> None:
        self.leave_for(places.route_of_place(key))

    def _on_search_typed(self, text: str) -> None:
        if text.strip() or (self.navigator.here and self.navigator.here.page == PageId.SEARCH):
            self.leave_for(ToSearch(text))

    def _on_search_entered(self) -> None:
        self.leave_for(ToSearch(self.sidebar.search.text(), opens_first=True))

    def _on_search_left(self) -> None:
        if self.navigator.here and self.navigator.here.page == PageId.SEARCH:
            self.navigator.back()
        self.current_page.setFocus()

    def _on_results_wanted(self) -> None:
        self.page(PageId.SEARCH).setFocus()

    def leave_pages(self) -> bool:
        """Keep what is still being typed, in a meeting too, which ends; False when some of it is refused."""
        return all([self.meetings.end(anyway=self._close_asked), *(page.leave() for page in self._pages.values())])

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

    def _speak(self) -> None:
        if self._unspoken:
            self.announce(self._unspoken)

    def _on_reading(self) -> None:
        if self.reading is None:
            from ui.shell.reading_panel import ReadingPanel  # with all its choices, once it is asked for

            act = self.actions_by_id
            self.reading = ReadingPanel(
                self.context.theme, self.context.settings, act[ActionId.ZOOM_OUT], act[ActionId.ZOOM_IN], self
            )
            self.reading.chosen.connect(self.restyle_requested)
        self.reading.open_under(self.top_bar.reading[-1])

    def _on_bar_left(self) -> None:
        self.current_page.setFocus()

    def _on_dossier_refused(self, _error: object) -> None:
        self.feedback.clear()  # what it says is not true any more

    def _on_saved(self) -> None:
        self.announced.emit("Enregistré")

    def _build_frame(self) -> None:
        theme = self.context.theme
        back, forward = self.actions_by_id[ActionId.BACK], self.actions_by_id[ActionId.FORWARD]
        self._frame = QWidget()
        self.sidebar = Sidebar(theme, places.places(self.context.library.publisher), places.foot(), self._frame)
        self.dossier_card = DossierCard(self.context, self.sidebar, self._frame)
        self.outbox_mark = OutboxMark(self.context.outbox, self.sidebar, self._frame)
        reading = [self.actions_by_id[key] for key in (ActionId.ZOOM_OUT, ActionId.ZOOM_IN, ActionId.READING)]
        self.top_bar = TopBar(theme, back, forward, self.actions_by_id[ActionId.SIDEBAR], reading)
        self.notice = Notice(theme)
        self.feedback = FeedbackBar(theme)
        self._stack = QStackedWidget()
        self._build_layout()
        if self._ring is not None:
            self._ring.deleteLater()
        self._ring = FocusRing(theme, self)
        self.dossier_card.show_dossier()
        self.show_sidebar(narrow=bool(self.context.settings.number(NARROW, 0, least=0, most=1)))

    def _build_layout(self) -> None:
        right = QWidget()
        right.setObjectName("canvas")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        margin = self.context.theme.space_4
        wrap = QVBoxLayout()
        wrap.setContentsMargins(margin, 0, margin, 0)
        wrap.addWidget(self.notice)
        column.addLayout(wrap)
        column.addWidget(self._stack, 1)
        column.addWidget(self.feedback)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(self._frame)

    def _connect_signals(self) -> None:
        self.navigator.route_changed.connect(self._on_route_changed)
        self.restyle_requested.connect(self.restyle, Qt.ConnectionType.QueuedConnection)
        self.context.appearance.changed.connect(self.restyle_requested)
        self.context.session.switched.connect(self._on_switched)
        self.context.session.refused.connect(self._on_dossier_refused)
        self.context.plan.told.connect(self.show_notice)
        self.context.plan.copied.connect(self.context.feedback.tell)
        self.context.feedback.told.connect(self.show_done)
        self._connect_frame()

    def _connect_frame(self) -> None:
        self.dossier_card.refused.connect(self.show_notice)
        self.dossier_card.saved.connect(self._on_saved)
        self.notice.pressed.connect(self.leave_for)
        self.feedback.left.connect(self._on_bar_left)
        self.sidebar.place_chosen.connect(self._on_place_chosen)
        self.sidebar.results_wanted.connect(self._on_results_wanted)
        self.sidebar.search_entered.connect(self._on_search_entered)
        self.sidebar.search_left.connect(self._on_search_left)
        self.sidebar.search_typed.connect(self._on_search_typed)
        self.top_bar.crumb_chosen.connect(self._on_crumb_chosen)
        self.top_bar.tool_chosen.connect(self._on_tool_chosen)

    def setVisible(self, visible: bool) -> None:
        is_first = visible and not self.styleSheet()
        if is_first:  # after building: each widget is polished once (14 ms of the start)
            set_style(self, self.context.theme)
        super().setVisible(visible)
        here = self.navigator.here
        if is_first and here is not None and here.scroll and (area := self.current_page.scroller()):
            window_size.lay_out()  # the page of the last time has its size only now
            area.verticalScrollBar().setValue(here.scroll)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not termination.keep_all(self.context, self.leave_pages) and not self._close_asked:
            self._close_asked = True
            self.show_notice(_NOT_KEPT)
            event.ignore()
            return
        self._note_place()
        if self._stack.currentWidget() and (area := self.current_page.scroller()):
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        self.context.settings.note(window_size.GEOMETRY, window_size.kept(self))
        self.keys.leave_at(self.navigator.here)
        termination.let_go(self.context)
        super().closeEvent(event)
