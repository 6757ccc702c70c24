"""Gestures on the dossier: each one told where it was made, undone from there, and named before that from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kit.dossier.undo_list import Undoable
from kit.errors import KitError, NothingToUndo
from kit.typography import fr
from ui.services import gesture_words
from ui.services.actions import ActionId, Actions
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.feedback import Done
from ui.services.navigation import Navigator
from ui.services.page import GESTURES, Page
from ui.services.session import UNNAMED, Command, Gesture

if TYPE_CHECKING:
    from ui.shell.gesture_panel import GesturePanel

_UNDO, _REDO = "Annuler", "Rétablir"


class Place(Struct, frozen=True):
    """Where a gesture was made: the page and what it showed, compared; its title, said."""

    page: str
    shown: str
    title: str


class Frame(Protocol):
    """What gestures need of the window."""

    context: AppContext
    navigator: Navigator
    actions_by_id: Actions

    @property
    def current_page(self) -> Page: ...
    def announce(self, message: str) -> None: ...
    def show_notice(self, message: str) -> None: ...
    def title_here(self) -> str: ...
    def tool_of(self, target: str) -> QWidget: ...
    def show_done(self, done: Done) -> None: ...
    def shown_done(self) -> Done | None: ...


class Gestures(QObject):
    """Tells the bar at the foot of what the session did, and undoes and redoes by the keys of the window."""

    def __init__(self, window: Frame, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._widget = window, parent
        self._session = window.context.session
        self._places: dict[tuple[str, int], Place] = {}
        self.panel: GesturePanel | None = None  # the list, as it was opened last
        self._offered: Done | None = None  # to be undone from another page, at the second press
        window.actions_by_id[ActionId.UNDO].triggered.connect(self._on_undo)
        window.actions_by_id[ActionId.REDO].triggered.connect(self.redo)
        window.actions_by_id[ActionId.GESTURES].triggered.connect(self.open_list)
        self._session.did.connect(self._on_did)
        self._session.undid.connect(self._on_undid)
        self._session.redid.connect(self._on_redid)
        self._session.switched.connect(self._places.clear)

    def undo(self) -> None:
        """Take the last gesture back, wherever it was made."""
        self._step(self._session.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._step(self._session.redo)

    def open_list(self) -> None:
        """Show what can be undone, of this run and of earlier ones."""
        from ui.shell.gesture_panel import GesturePanel  # once it is asked for

        self.panel = GesturePanel(self._window.context, self._widget)
        self.panel.announced.connect(self._window.announce)
        self.panel.chosen.connect(self._on_chosen)
        self.panel.open_under(self._window.tool_of(GESTURES))

    def _on_chosen(self, listed: Sequence[Undoable], place: int) -> None:
        self._step(lambda: self._session.undo_down_to(listed, place))

    def _on_undo(self) -> None:
        place = self._places.get(_key(self._session.last_gesture))
        shown = self._window.shown_done()
        if place is None or self._is_here(place) or (shown is not None and shown is self._offered):
            self.undo()
            return
        words = _worded(fr("À annuler, dans « {title} »", title=place.title), self._session.last_label)
        self._offered = Done(words, _UNDO, self.undo, "Ctrl Z", is_done=False)
        self._window.show_done(self._offered)

    def _step(self, step: Callable[[], object]) -> None:
        try:
            step()
        except NothingToUndo as error:
            self._window.announce(sentence(error))
        except KitError as error:
            self._window.show_notice(sentence(error))

    def _on_did(self, command: Command) -> None:
        here = self._window.navigator.here
        if here is not None:
            shown = self._window.current_page.in_sight()
            self._places[_key(command.events)] = Place(here.page, shown, self._window.title_here())
        words = "Changement enregistré" if command.label == UNNAMED else _capital(command.label)
        self._window.show_done(Done(words, _UNDO, self.undo, "Ctrl Z"))

    def _on_undid(self, command: Command) -> None:
        if command.count > 1:
            self._window.show_done(Done(f"{command.count} gestes annulés", _REDO, self.redo, "Ctrl Y"))
            return
        self._window.show_done(Done(self._worded_there("Annulé", command), _REDO, self.redo, "Ctrl Y"))

    def _on_redid(self, command: Command) -> None:
        if command.count > 1:
            self._window.show_done(Done(f"{command.count} gestes rétablis", "Historique des gestes", self.open_list))
            return
        self._window.show_done(Done(self._worded_there("Rétabli", command), _UNDO, self.undo, "Ctrl Z"))

    def _worded_there(self, what: str, command: Command) -> str:
        """Return what was done with a gesture, and where that was when it is out of sight."""
        place = self._places.get(_key(command.events))
        if place is not None and not self._is_here(place):
            what = fr("{what}, dans « {title} »", what=what, title=place.title)
        label = command.label
        if label == UNNAMED:  # of an earlier run: the journal knows what changed, not what it was called
            label = gesture_words.name_of(command.events, self._window.context.plan)
        return _worded(what, label)

    def _is_here(self, place: Place) -> bool:
        here = self._window.navigator.here
        return here is not None and (here.page, self._window.current_page.in_sight()) == (place.page, place.shown)


def _key(events: Gesture) -> tuple[str, int]:
    """Return what names a gesture: its first event, by writer and number."""
    return (events[0].w, events[0].n) if events else ("", 0)


def _worded(what: str, label: str) -> str:
    return what if label == UNNAMED else fr("{what} : {label}", what=what, label=label)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
