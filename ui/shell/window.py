"""The frame of every program: sidebar, line of places, message bar and the stack of screens, wired in one place."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kit.typography import fr
from ui.access.tab_order import first_inside, follow_layout
from ui.services import window_size
from ui.services.actions import OF_DOSSIER, ActionId, Actions
from ui.services.appearance import in_writing, set_style
from ui.services.bookmarks import exists
from ui.services.context import WindowContext
from ui.services.feedback import Done
from ui.services.later import later
from ui.services.navigation import Navigator, Route, ToArticle
from ui.services.page import HOME, Crumb, PageTool, Screen
from ui.shell.feedback_bar import FeedbackBar
from ui.shell.notice import Message, Notice
from ui.shell.pressing_window import PressingWindow
from ui.shell.program import Program
from ui.shell.read_sources import forget_sources
from ui.shell.resting_pages import RestingPages
from ui.shell.shortcuts import NARROW, WindowKeys
from ui.shell.sidebar import Sidebar
from ui.shell.top_bar import TopBar
from ui.shell.whole_painting import WholePainting
from ui.widgets.focus import caret_of, give_back, holds_focus
from ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from ui.shell.reading_panel import ReadingPanel

_NOT_KEPT = fr(
    "Un texte n’a pas pu être enregistré ; le reste l’est. Corrigez-le ou copiez-le ailleurs, "
    "ou fermez encore une fois pour quitter sans lui."
)


class _Here(Struct, frozen=True):
    """Where one is: the name of what has the focus, the character one types at, the one at the top of a text."""

    name: str
    caret: int
    position: int


class Window(PressingWindow):
    """The window of a program; its screens are built at their first visit."""

    announced = Signal(str)
    restyle_requested = Signal()
    without: Collection[ActionId] = OF_DOSSIER
    """What this program has no use for."""

    def __init__(self, context: WindowContext, program: Program) -> None:
        super().__init__()
        WholePainting(self)
        self.context = context
        self.program = program
        self._pages: dict[StrEnum, Screen] = {}  # in the order in which they were seen last
        self._resting = RestingPages()
        self.navigator = Navigator(program.search, self)
        self.actions_by_id = Actions(self, self.without)
        self._crumbs: tuple[Crumb, ...] = ()
        self._close_asked = False
        self._ring = FocusRing(context.theme, self)
        self._unspoken = ""
        self.reading: ReadingPanel | None = None  # « Affichage du texte », once it was asked for
        self._speak_later = later(self._speak, self)
        self._build_frame()
        self._connect_signals()
        self.keys = self.make_keys()
        self.actions_by_id[ActionId.READING].triggered.connect(self._on_reading)
        self.setMinimumSize(window_size.least_size(self.screen().availableSize()))

    def make_keys(self) -> WindowKeys:
        """Return what the keys of this window do."""
        return WindowKeys(self, self)

    # --- the places ---

    def open_route(self, route: Route) -> None:
        """Go to a place."""
        self.navigator.go(route)

    def reopen_last(self) -> None:
        """Go to the place where the window was closed last; a text that is no more leaves one where one is."""
        if (last := self.keys.bookmarks.last()) and exists(last, self.context.library):
            self.navigator.go(last)

    def page(self, page_id: StrEnum) -> Screen:
        """Return a page, built now if this is its first visit."""
        if page_id not in self._pages:
            page = self.program.build(page_id, self.context)
            page.route_requested.connect(self.leave_for)
            page.renamed.connect(self._on_renamed)
            page.retitled.connect(self._on_retitled)
            page.tools_changed.connect(self._on_tools_changed)
            page.announced.connect(self.announce)
            page.noticed.connect(self.show_notice)
            page.restyle_requested.connect(self.restyle_requested)
            page.texts_changed.connect(self.show_texts_anew)
            self.welcome(page)
            self._resting.wake(page_id, page)
            self._pages[page_id] = page
            self._stack.addWidget(page)
        return self._pages[page_id]

    def welcome(self, page: Screen) -> None:
        """Connect what only the screens of this program ask for, once each is built."""

    def leave_for(self, route: Route) -> None:
        """Go to a place, keeping where one had scrolled to in the present one."""
        if self._stack.currentWidget() and (area := self.current_page.scroller()):
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        self.navigator.go(route)

    @property
    def current_page(self) -> Screen:
        """The page in sight."""
        page = self._stack.currentWidget()
        assert isinstance(page, Screen)
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
        here = self._hold()
        if self._finish_typing():
            give_back(here.name, self._frame, here.caret)
            return
        said, done = self.notice.messages(), self.feedback.done
        self.setUpdatesEnabled(False)
        self._pages.clear()
        self._frame.hide()
        self._frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        context = self.context
        look = context.appearance.apply(self)
        self.context = replace(context, theme=look, library=in_writing(context.texts, context.settings))
        self.take_library()
        self._build_frame()
        self._connect_frame()
        self._frame.setVisible(self.isVisible())  # has its size now: a text can be scrolled to where it was
        if (layout := self.layout()) is not None:
            layout.activate()
        if self.navigator.here is not None:
            self._on_route_changed(self.navigator.here)
            self.current_page.show_position(here.position)
        for message in said:
            self.notice.show_message(message)
        if done is not None:
            self.feedback.show_done(done)
        self._ring.deleteLater()
        self._ring = FocusRing(look, self, here.name)
        give_back(here.name, self._frame, here.caret)
        if self.reading is not None:
            self.reading.take_up()
        self.setUpdatesEnabled(True)

    def take_library(self) -> None:
        """Give the texts as they are written now to whatever else shows them."""

    def show_texts_anew(self) -> None:
        """Build the pages anew, as the texts have changed; one in which something typed is refused stays as it is."""
        here, focus = self._hold(), QApplication.focusWidget()
        is_beside = focus is not None and not holds_focus(self._stack)
        self.rebuild_pages(self._finish_typing())
        self.current_page.show_position(here.position)
        if focus is not None and is_beside:
            focus.setFocus()
        else:
            give_back(here.name, self.current_page, here.caret)

    def rebuild_pages(self, but: Collection[StrEnum] = ()) -> None:
        """Forget all pages, ``but`` some, and show the place where one is anew."""
        self._resting.forget()
        gone = [self._pages.pop(page_id) for page_id in [*self._pages] if page_id not in but]
        for page in gone:
            self._stack.removeWidget(page)
            page.deleteLater()
        here = self.navigator.here
        if here is not None and here.page not in but:
            self._on_route_changed(here)

    def _hold(self) -> _Here:
        """Return what has the focus and what is at the top of the page, with where it is scrolled to noted."""
        if area := self.current_page.scroller():
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        return _Here(self._ring.name, caret_of(QApplication.focusWidget()), self.current_page.position())

    def _finish_typing(self) -> list[StrEnum]:
        """End the typing under way and have it kept; returns the pages in which some of it is refused."""
        focus = QApplication.focusWidget()
        if focus is not None and holds_focus(self._stack):
            focus.clearFocus()  # what is kept then may open the dossier anew, as the name of who signs does
        return self._refusing()

    def _refusing(self) -> list[StrEnum]:
        """Have each page keep what is typed in it; returns those in which some of it is refused."""
        return [page_id for page_id, page in [*self._pages.items()] if not page.leave()]

    def _note_place(self) -> None:
        """Keep how far one has read what is in sight."""
        if self._stack.currentWidget() is not None and (read := self.current_page.read_so_far()) is not None:
            self.keys.bookmarks.stopped(read)

    def _on_route_changed(self, route: Route) -> None:
        self._note_place()
        forget_sources(self.context.jobs)
        page, takes_focus = self.page(route.page), self.gives_focus(route)  # before Qt moves it from a page that goes
        if page is not self._stack.currentWidget() and self._stack.currentWidget() is not None:
            self.feedback.clear()
        self._pages[route.page] = self._pages.pop(route.page)  # now the last one seen
        page.open_route(route)
        self._stack.setCurrentWidget(page)
        page.come_up(takes_focus=takes_focus)
        self.sidebar.show_query(route.id if self._is_searching() else "")
        self.sidebar.show_place(self.place_of(page, route))
        self._on_retitled()
        window_size.lay_out()
        if (scroll := route.scroll or self._resting.scroll(route)) and (area := page.scroller()):
            area.verticalScrollBar().setValue(scroll)
        elif isinstance(route, ToArticle) and route.place:
            page.show_position(route.place)
        self._resting.rest(self._pages, self._stack)

    def _on_retitled(self) -> None:
        here = self.navigator.here
        if here is None or self._pages.get(here.page) is not self.current_page:  # only being opened
            return
        self._crumbs = self.current_page.crumbs()
        texts = [(crumb.text, crumb.route is not None) for crumb in self._crumbs]
        self.top_bar.show_place(texts, self.tools_here())
        self.setWindowTitle(f"{self.title_here()} – {self.program.name()}")
        self.keys.remember(self.title_here(), here)

    def _on_tools_changed(self) -> None:
        if self.sender() is self.current_page:
            self.show_tools()

    def gives_focus(self, route: Route) -> bool:
        """Say whether the screen of a place takes the focus: not while one types what to search."""
        return not (route.page == self.program.search and self.sidebar.search.hasFocus())

    def place_of(self, page: Screen, route: Route) -> str:
        """Return the sidebar's entry for a place."""
        return route.page

    def tools_here(self) -> tuple[PageTool, ...]:
        """Return what one can do with the page in sight."""
        return self.current_page.tools_above()

    def show_tools(self) -> None:
        """Offer what one can do with the page in sight."""
        self.top_bar.show_tools(self.tools_here())

    def use_tool(self, target: str) -> None:
        """Do what a tool of ``tools_here`` is for."""
        self.current_page.use_tool(target)

    def _on_renamed(self, old: Route, new: Route) -> None:
        self.navigator.rename(old, new)
        self._on_retitled()

    def _on_crumb_chosen(self, number: int) -> None:
        route = self._crumbs[number].route
        if route is not None:
            self.leave_for(route)

    def _on_place_chosen(self, key: str) -> None:
        self.leave_for(self.program.route(key))

    def search_for(self, words: str, *, opens_first: bool = False) -> None:
        """Go where words are searched; with ``opens_first``, to the first answer itself."""
        self.leave_for(Route(self.program.search, words))

    def _is_searching(self) -> bool:
        here = self.navigator.here
        return here is not None and here.page == self.program.search

    def _on_search_typed(self, text: str) -> None:
        if text.strip() or self._is_searching():
            self.search_for(text)

    def _on_search_entered(self) -> None:
        self.search_for(self.sidebar.search.text(), opens_first=True)

    def _on_search_left(self) -> None:
        if self._is_searching():
            self.navigator.back()
        self.current_page.setFocus()

    def _on_results_wanted(self) -> None:
        self.page(self.program.search).setFocus()

    def leave_pages(self) -> bool:
        """Keep what is still being typed; False when some of it is refused."""
        return not self._refusing()

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

    def _build_frame(self) -> None:
        theme = self.context.theme
        back, forward = self.actions_by_id[ActionId.BACK], self.actions_by_id[ActionId.FORWARD]
        self._frame = QWidget()
        program, publisher = self.program, self.context.library.publisher
        self.sidebar = Sidebar(
            theme,
            program.places(publisher),
            program.foot,
            brand=program.brand,
            searched=program.searched,
            parent=self._frame,
        )
        reading = [self.actions_by_id[key] for key in (ActionId.ZOOM_OUT, ActionId.ZOOM_IN, ActionId.READING)]
        self.top_bar = TopBar(theme, back, forward, self.actions_by_id[ActionId.SIDEBAR], reading)
        self.notice = Notice(theme)
        self.feedback = FeedbackBar(theme)
        self._stack = QStackedWidget()
        self._build_layout()
        self.fill_sidebar()
        self.show_sidebar(narrow=bool(self.context.settings.number(NARROW, 0, least=0, most=1)))

    def fill_sidebar(self) -> None:
        """Have someone write into the sidebar just built what is open, how much waits."""

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
        self.context.feedback.told.connect(self.show_done)
        self._connect_frame()

    def _connect_frame(self) -> None:
        self.notice.pressed.connect(self.leave_for)
        self.feedback.left.connect(self._on_bar_left)
        self.sidebar.place_chosen.connect(self._on_place_chosen)
        self.sidebar.results_wanted.connect(self._on_results_wanted)
        self.sidebar.search_entered.connect(self._on_search_entered)
        self.sidebar.search_left.connect(self._on_search_left)
        self.sidebar.search_typed.connect(self._on_search_typed)
        self.top_bar.crumb_chosen.connect(self._on_crumb_chosen)
        self.top_bar.tool_chosen.connect(self.use_tool)

    def setVisible(self, visible: bool) -> None:
        is_first = visible and not self.styleSheet()
        if is_first:  # after building: each widget is polished once (14 ms of the start)
            set_style(self, self.context.theme)
        super().setVisible(visible)
        here = self.navigator.here
        if is_first and here is not None and here.scroll and (area := self.current_page.scroller()):
            window_size.lay_out()  # the page of the last time has its size only now
            area.verticalScrollBar().setValue(here.scroll)

    def focusNextPrevChild(self, ahead: bool) -> bool:
        if self._stack.currentWidget() is not None:
            follow_layout(self.current_page)  # at each Tab: fields, rows and buttons are built while one works (0.5 ms)
        before = QApplication.focusWidget()
        moved = super().focusNextPrevChild(ahead)
        after = QApplication.focusWidget()
        if ahead and before is not None and after is not None and after is not before:
            first = first_inside(before, after)
            if first is not after:
                first.setFocus(Qt.FocusReason.TabFocusReason)
        return moved

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.keep_all() and not self._close_asked:
            self._close_asked = True
            self.show_notice(_NOT_KEPT)
            event.ignore()
            return
        self._note_place()
        if self._stack.currentWidget() and (area := self.current_page.scroller()):
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        self.context.settings.note(window_size.GEOMETRY, window_size.kept(self))
        self.keys.leave_at(self.navigator.here)
        self.let_go()
        super().closeEvent(event)

    def keep_all(self) -> bool:
        """Keep what is typed before the window closes; False when some of it cannot be."""
        return self.leave_pages()

    def let_go(self) -> None:
        """Close what is open, as the window does."""
