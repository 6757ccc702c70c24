"""What the keys of a window do that belongs to no page: size of text, panes, where one is; in the kit, favourites."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from kit.typography import fr
from ui.services.actions import ActionId, Actions
from ui.services.appearance import next_scale
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext, WindowContext
from ui.services.feedback import Done
from ui.services.navigation import Navigator, PageId, Route
from ui.services.page import Page, Screen
from ui.shell.places import help_of
from ui.shell.program import Program
from ui.shell.sidebar import Sidebar
from ui.widgets.focus import holds_focus

NARROW = "narrow_sidebar"  # the setting
_WRITTEN_MS = 500
_PLAIN = (PageId.HOME, PageId.FAVOURITES)


class Frame(Protocol):
    """What the keys need of a window."""

    navigator: Navigator
    actions_by_id: Actions
    restyle_requested: SignalInstance
    sidebar: Sidebar
    program: Program

    @property
    def context(self) -> WindowContext: ...
    @property
    def current_page(self) -> Screen: ...
    def announce(self, message: str) -> None: ...
    def show_done(self, done: Done) -> None: ...
    def leave_for(self, route: Route) -> None: ...
    def title_here(self) -> str: ...
    def trail(self) -> str: ...
    def panes(self) -> list[QWidget]: ...
    def show_sidebar(self, *, narrow: bool) -> None: ...
    def close(self) -> bool: ...


class KitFrame(Frame, Protocol):
    """What the keys of the kit need besides."""

    @property
    def context(self) -> AppContext: ...
    @property
    def current_page(self) -> Page: ...
    def open_print(self) -> None: ...
    def show_tools(self) -> None: ...


class WindowKeys(QObject):
    """Connects the actions of a window to what they do."""

    def __init__(self, window: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.bookmarks = Bookmarks(window.context.settings, window.program.pages)
        self._writing = QTimer(self)
        self._writing.setSingleShot(True)
        self._writing.setInterval(_WRITTEN_MS)
        self._writing.timeout.connect(window.context.settings.save)
        act = window.actions_by_id
        act[ActionId.BACK].triggered.connect(window.navigator.back)
        act[ActionId.CONTENTS].triggered.connect(self._on_contents)
        act[ActionId.COPY].triggered.connect(self._on_copy)
        act[ActionId.FIND].triggered.connect(self._on_find)
        act[ActionId.FORWARD].triggered.connect(window.navigator.forward)
        act[ActionId.HELP].triggered.connect(self._on_help)
        act[ActionId.HOME].triggered.connect(self._on_home)
        act[ActionId.NEXT_PANE].triggered.connect(self._on_next_pane)
        act[ActionId.PREVIOUS_PANE].triggered.connect(self._on_previous_pane)
        act[ActionId.QUIT].triggered.connect(window.close)
        act[ActionId.SEARCH].triggered.connect(self._on_search)
        act[ActionId.SIDEBAR].triggered.connect(self._on_sidebar)
        act[ActionId.WHERE].triggered.connect(self._on_where)
        act[ActionId.ZOOM_IN].triggered.connect(self._on_zoom_in)
        act[ActionId.ZOOM_OUT].triggered.connect(self._on_zoom_out)
        act[ActionId.ZOOM_RESET].triggered.connect(self._on_zoom_reset)
        window.navigator.history_changed.connect(self._on_history_changed)

    def remember(self, title: str, route: Route) -> None:
        """Note that a place was seen; it is written once the page is painted, as some disks take their time."""
        self.bookmarks.remember(title, route)
        self._writing.start()

    def leave_at(self, route: Route | None) -> None:
        """Keep the place where the window is closed, and what was noted until now."""
        self.bookmarks.leave_at(route)
        self._window.context.settings.save()

    def _on_search(self) -> None:
        self._window.sidebar.focus_search()

    def _on_history_changed(self) -> None:
        self._window.actions_by_id[ActionId.BACK].setEnabled(self._window.navigator.can_go_back)
        self._window.actions_by_id[ActionId.FORWARD].setEnabled(self._window.navigator.can_go_forward)

    def _on_find(self) -> None:
        if not self._window.current_page.find_in_page():
            self._window.sidebar.focus_search()

    def _on_home(self) -> None:
        self._window.leave_for(self._window.program.home)

    def _on_help(self) -> None:
        self._window.leave_for(self.help_here())

    def help_here(self) -> Route:
        """Return what F1 opens."""
        return self._window.program.help

    def _on_contents(self) -> None:
        if not self._window.current_page.show_contents():
            self._window.announce("Cette page n’a pas de sommaire.")

    def _on_copy(self) -> None:
        if not self._window.current_page.copy_with_source():
            self._window.announce(fr("Rien à copier ici avec sa source : ouvrez un texte."))

    def _on_sidebar(self) -> None:
        window = self._window
        narrow = not window.sidebar.is_narrow
        window.context.settings.set(NARROW, int(narrow))
        window.show_sidebar(narrow=narrow)
        window.announce("Menu réduit à ses icônes." if narrow else "Menu élargi.")

    def _on_where(self) -> None:
        window = self._window
        focus = QApplication.focusWidget()
        name = focus.accessibleName() if focus else ""
        words = fr("Vous êtes ici : {trail}.", trail=window.trail()) + (f" {name}." if name else "")
        window.show_done(Done(words, is_done=False))

    def _on_zoom_in(self) -> None:
        self._zoom(1)

    def _on_zoom_out(self) -> None:
        self._zoom(-1)

    def _on_zoom_reset(self) -> None:
        self._zoom(0)

    def _zoom(self, step: int) -> None:
        settings = self._window.context.settings
        now = settings.number("text_scale", 1.0, least=1, most=2)
        scale = next_scale(now, step)
        if scale != now:
            settings.set("text_scale", scale)
            self._window.restyle_requested.emit()
        self._window.announce(fr("Texte à {round} %", round=round(scale * 100)))

    def _on_next_pane(self) -> None:
        self._pane(1)

    def _on_previous_pane(self) -> None:
        self._pane(-1)

    def _pane(self, step: int) -> None:
        """Put the focus on the first thing of the next pane: map of the program, page, its own panes, message."""
        panes = [pane for pane in self._window.panes() if pane.isVisible()]
        holds = [pane for pane in panes if holds_focus(pane)]
        now = panes.index(holds[-1]) if holds else 0
        target = _first_stop(panes[(now + step) % len(panes)])
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)


class KitKeys(WindowKeys):
    """The same with what only the kit does: print, keep a page, open « Mes pages » and « Réglages »."""

    def __init__(self, window: KitFrame, parent: QObject) -> None:
        super().__init__(window, parent)
        self._kit = window
        act = window.actions_by_id
        act[ActionId.FAVOURITE].triggered.connect(self._on_favourite)
        act[ActionId.FAVOURITES].triggered.connect(self._on_favourites)
        act[ActionId.PRINT].triggered.connect(window.open_print)
        act[ActionId.SETTINGS].triggered.connect(self._on_settings)

    def help_here(self) -> Route:
        return help_of(self._kit.context.library, self._kit.navigator.here)

    def _on_favourite(self) -> None:
        here = self._kit.navigator.here
        if here is None or here.page in _PLAIN:
            self._kit.announce("Cette page est déjà à portée de main.")
            return
        kept = self.bookmarks.toggle(self._kit.title_here(), here)
        words = "Page ajoutée à vos favoris (Ctrl+B)" if kept else "Page retirée de vos favoris"
        title = self._kit.title_here()
        self._kit.show_done(Done(words, "Annuler", lambda: self._toggle(title, here)))
        self._kit.current_page.marks_changed()
        self._kit.show_tools()

    def _toggle(self, title: str, place: Route) -> None:
        kept = self.bookmarks.toggle(title, place)
        self._kit.show_done(Done("Page de nouveau dans vos favoris" if kept else "Page retirée de vos favoris"))
        self._kit.current_page.marks_changed()
        self._kit.show_tools()

    def _on_favourites(self) -> None:
        self._kit.leave_for(Route(PageId.FAVOURITES))

    def _on_settings(self) -> None:
        self._kit.leave_for(Route(PageId.SETTINGS))


def _first_stop(pane: QWidget) -> QWidget:
    """Return the first thing in a pane that one reads and that Tab would reach, else the pane itself.

    By place, not by ``nextInFocusChain``: that call of PySide6 makes Python lose widgets that are still in use.
    """
    found = [one for one in pane.findChildren(QWidget) if _is_stop(one)]
    return min(found, key=lambda one: _place(one, pane), default=pane)


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()


def _place(widget: QWidget, pane: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(pane, QPoint())
    return corner.y(), corner.x()
