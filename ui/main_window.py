"""The frame: sidebar, line of places, message bar and the stack of pages, with all wiring in one place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kit.errors import KitError, NothingToUndo
from ui import places, window_room
from ui.actions import ActionId, Actions
from ui.context import AppContext
from ui.dossier_card import DossierCard
from ui.errors import sentence
from ui.navigation import Navigator, PageId, Route
from ui.pages import registry
from ui.pages.base import Crumb, Page
from ui.widgets.notice import Notice
from ui.widgets.pressing_window import PressingWindow
from ui.widgets.sidebar import Sidebar
from ui.widgets.top_bar import TopBar

_NOT_KEPT = (
    "Un texte n’a pas pu être enregistré ; le reste l’est. Corrigez-le ou copiez-le ailleurs, "
    "ou fermez encore une fois pour quitter sans lui."
)


class MainWindow(PressingWindow):
    """The window of the kit; pages are built at their first visit."""

    announced = Signal(str)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._pages: dict[PageId, Page] = {}
        self.navigator = Navigator(self)
        self.actions_by_id = Actions(self)
        theme = context.theme
        self.sidebar = Sidebar(theme, places.places(), places.foot())
        self.dossier_card = DossierCard(context, self.sidebar, self)
        back, forward = self.actions_by_id[ActionId.BACK], self.actions_by_id[ActionId.FORWARD]
        self.top_bar = TopBar(theme, back, forward)
        self.notice = Notice(theme)
        self._stack = QStackedWidget()
        self._crumbs: tuple[Crumb, ...] = ()
        self._close_asked = False
        self._build_layout()
        self._connect_signals()
        self.setMinimumSize(window_room.least_size(self.screen().availableSize()))
        self.dossier_card.show_dossier()

    # --- the places ---

    def open_route(self, route: Route) -> None:
        """Go to a place."""
        self.navigator.go(route)

    def page(self, page_id: PageId) -> Page:
        """Return a page, built now if this is its first visit."""
        if page_id not in self._pages:
            page = registry.build(page_id, self._context)
            page.route_requested.connect(self._leave_for)
            page.retitled.connect(self._on_retitled)
            page.announced.connect(self.announce)
            page.print_requested.connect(self._on_print_requested)
            page.search_requested.connect(self.sidebar.focus_search)
            self._pages[page_id] = page
            self._stack.addWidget(page)
        return self._pages[page_id]

    @property
    def current_page(self) -> Page:
        """The page in sight."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def announce(self, message: str) -> None:
        """Have a screen reader say something without moving the focus."""
        self.announced.emit(message)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, message))

    def show_notice(self, message: str) -> None:
        """Show a message above the page and have it said."""
        self.notice.show_message(message)
        self.announce(message)

    def rebuild_pages(self) -> None:
        """Forget all pages and show the place where one is anew: the texts have changed."""
        here = self.navigator.here
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        if here is not None:
            self._on_route_changed(here)

    # --- slots ---

    def _on_route_changed(self, route: Route) -> None:
        page = self.page(route.page)
        page.open_route(route)
        self._stack.setCurrentWidget(page)
        if route.page != PageId.SEARCH:
            page.setFocus()
        self.sidebar.show_query(route.id if route.page == PageId.SEARCH else "")
        self.sidebar.show_place(places.place_of(page, route))
        self._on_retitled()
        if route.scroll and (area := page.scroller()):
            area.verticalScrollBar().setValue(route.scroll)

    def _on_retitled(self) -> None:
        self._crumbs = self.current_page.crumbs()
        self.top_bar.show_trail([(crumb.text, crumb.route is not None) for crumb in self._crumbs])
        name = self._crumbs[-1].text if self._crumbs else "Accueil"
        self.setWindowTitle(f"{name} – Kit ESS")

    def _on_crumb_chosen(self, number: int) -> None:
        route = self._crumbs[number].route
        if route is not None:
            self._leave_for(route)

    def _on_place_chosen(self, key: str) -> None:
        self._leave_for(places.route_of_place(key))

    def _leave_for(self, route: Route) -> None:
        if self._stack.currentWidget() and (area := self.current_page.scroller()):
            self.navigator.remember_scroll(area.verticalScrollBar().value())
        self.navigator.go(route)

    def _on_search_typed(self, text: str) -> None:
        if text.strip() or (self.navigator.here and self.navigator.here.page == PageId.SEARCH):
            self._leave_for(Route(PageId.SEARCH, text))

    def _on_search_entered(self) -> None:
        self._leave_for(Route(PageId.SEARCH, self.sidebar.search.text(), anchor="premier"))

    def _on_search_left(self) -> None:
        if self.navigator.here and self.navigator.here.page == PageId.SEARCH:
            self.navigator.back()
        self.current_page.setFocus()

    def _on_results_wanted(self) -> None:
        self.page(PageId.SEARCH).setFocus()

    def _on_print_requested(self) -> None:
        here = self.navigator.here
        if here is None or here.page != PageId.PRINT:
            self._leave_for(Route(PageId.PRINT, origin=self.current_page.in_sight()))

    def _on_undo(self) -> None:
        self._step_back(self._context.session.undo, "Annulé.")

    def _on_redo(self) -> None:
        self._step_back(self._context.session.redo, "Rétabli.")

    def _step_back(self, step, done: str) -> None:  # type: ignore[no-untyped-def]
        try:
            step()
            self.announce(done)
        except NothingToUndo as error:
            self.announce(sentence(error))
        except KitError as error:
            self.show_notice(sentence(error))

    def _on_saved(self) -> None:
        self.announced.emit("Enregistré")

    def _on_history_changed(self) -> None:
        self.actions_by_id[ActionId.BACK].setEnabled(self.navigator.can_go_back)
        self.actions_by_id[ActionId.FORWARD].setEnabled(self.navigator.can_go_forward)

    def _on_find(self) -> None:
        if not self.current_page.find_in_page():
            self.sidebar.focus_search()

    def _on_home(self) -> None:
        self._leave_for(Route(PageId.HOME))

    def _on_help(self) -> None:
        self._leave_for(places.HELP)

    # --- building ---

    def _build_layout(self) -> None:
        right = QWidget()
        right.setObjectName("canvas")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        margin = self._context.theme.space_4
        wrap = QVBoxLayout()
        wrap.setContentsMargins(margin, 0, margin, 0)
        wrap.addWidget(self.notice)
        column.addLayout(wrap)
        column.addWidget(self._stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(whole)

    def _connect_signals(self) -> None:
        act = self.actions_by_id
        act[ActionId.BACK].triggered.connect(self.navigator.back)
        act[ActionId.FORWARD].triggered.connect(self.navigator.forward)
        act[ActionId.FIND].triggered.connect(self._on_find)
        act[ActionId.HELP].triggered.connect(self._on_help)
        act[ActionId.HOME].triggered.connect(self._on_home)
        act[ActionId.PRINT].triggered.connect(self._on_print_requested)
        act[ActionId.QUIT].triggered.connect(self.close)
        act[ActionId.REDO].triggered.connect(self._on_redo)
        act[ActionId.SEARCH].triggered.connect(self.sidebar.focus_search)
        act[ActionId.UNDO].triggered.connect(self._on_undo)
        self.navigator.history_changed.connect(self._on_history_changed)
        self.navigator.route_changed.connect(self._on_route_changed)
        self.dossier_card.refused.connect(self.show_notice)
        self.dossier_card.saved.connect(self._on_saved)
        self.sidebar.place_chosen.connect(self._on_place_chosen)
        self.sidebar.results_wanted.connect(self._on_results_wanted)
        self.sidebar.search_entered.connect(self._on_search_entered)
        self.sidebar.search_left.connect(self._on_search_left)
        self.sidebar.search_typed.connect(self._on_search_typed)
        self.top_bar.crumb_chosen.connect(self._on_crumb_chosen)

    # --- Qt ---

    def closeEvent(self, event: QCloseEvent) -> None:
        kept = all([page.leave() for page in self._pages.values()])
        if not (self._context.session.settle() and kept) and not self._close_asked:
            self._close_asked = True
            self.show_notice(_NOT_KEPT)
            event.ignore()
            return
        self._context.session.close()
        self._context.settings.set("last_dossier", str(self._context.session.path))
        super().closeEvent(event)
