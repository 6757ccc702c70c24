"""The list page: glossary, sources, networks, examples, models… differ by their ``Listing`` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.errors import KitError
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import ListChoice, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.text.article_view import ArticleView
from ui.text.cards import Found
from ui.text.filter_head import FilterHead
from ui.text.list_pane import NARROWEST, Filter, ListPane, Wanted, key_of

_WORDS, _MOST, _PLACE = "*words", "*most", "*place"  # of ``state``: no filter has such a key


class Listing:
    """What a list page shows and what its links do. Subclasses give ``title``, ``hint``, ``find`` and ``route``."""

    title = ""
    hint = ""
    """The label of the field, and its name for a screen reader."""

    nearest_print = ""
    """The key of the document that is offered where none has the list; empty for that of all pages."""

    narrowest = NARROWEST
    """Pixels of a column, at a text scale of 1."""

    at_once = 0
    """Cards shown before one asks for the rest; 0 for all."""

    is_steady = False
    """Whether ``find`` depends on what is wanted, the texts and the targets of ``shows`` alone: a visit that changes
    nothing then looks for nothing."""

    def __init__(self, context: AppContext) -> None:
        self.context = context

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The « where am I » line."""
        return (Crumb(self.title),)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What narrows the list beside the field."""
        return ()

    def reading(self) -> Callable[[], Any] | None:
        """Return what must be read first, off the window's thread; None where all is there."""
        return None

    def take(self, read: Any) -> None:
        """Keep what ``reading`` gave."""

    def find(self, wanted: Wanted) -> Found:
        """Return the cards that answer."""
        raise NotImplementedError

    def route(self, target: str) -> Route:
        """Return where a link leads."""
        raise NotImplementedError

    def printable(self, wanted: Wanted) -> str:
        """Return the key of the document that has the list (``ui/output/printables.py``), empty where none has."""
        return ""

    def part(self, wanted: Wanted) -> str:
        """Return the part of the list that its document shows larger than the rest, as one département."""
        return ""

    def apart(self, wanted: Wanted) -> tuple[str, ...]:
        """Return the entries at the end of the list, by id, that its document tells under a title of their own."""
        return ()

    def choices(self, place: str) -> Mapping[str, str]:
        """Return the choice of each filter that shows the place of a route: a card, or a part of the list."""
        return {}

    def introduction(self, card: str) -> str:
        """Return what a screen reader is told of a card that a route opens."""
        return ""

    def shows(self, target: str) -> bool:
        """Say whether a change of this target of the dossier (empty: of all of it) changes the list."""
        return False


class ListPage(Page):
    """A listing in a pane. A route's id is a card to go to, or a part of the list to choose."""

    def __init__(
        self, context: AppContext, listing: Listing, parent: QWidget | None = None, *, actions: Sequence[QWidget] = ()
    ) -> None:
        """``actions`` are what one does with the list."""
        super().__init__(context, parent)
        self.listing = listing
        self.pane = ListPane(
            context.theme, listing.title, listing.hint, listing.filters, actions, narrowest=listing.narrowest
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self.setFocusProxy(self.pane)
        self.pane.announced.connect(self.announced)
        self.pane.narrowed.connect(self._on_narrowed)
        self.pane.followed.connect(self._on_followed)
        context.session.changed.connect(self._on_dossier_changed)
        context.session.switched.connect(self._forget)
        self._shown: Found | None = None
        self._looked_for: Wanted | None = None  # what ``_shown`` answers, None when it may no longer
        self._wanted = ""
        self._left: dict[str, str] = {}  # of ``state``: what has to wait until all is read
        self._place = 0  # where to scroll to then
        reading = listing.reading()
        self.is_ready = reading is None
        if reading is not None:
            context.jobs.run(self, lambda _: reading(), self._on_read, self._on_failed)

    @property
    def head(self) -> FilterHead:
        """The title, the field and the count."""
        return self.pane.head

    @property
    def view(self) -> ArticleView:
        """The cards."""
        return self.pane.view

    def open_route(self, route: Route) -> None:
        for key, choice in self.listing.choices(route.id).items():
            self.pane.choose(key, choice)
        self._wanted = "" if route.scroll else route.id
        self._place = route.scroll or (0 if route.id else self._place)
        self._show()
        self.pane.mark(route.id)
        self.pane.begin_in_text(bool(route.scroll) or self.pane.has(route.id))

    def crumbs(self) -> tuple[Crumb, ...]:
        return self.listing.crumbs

    def scroller(self) -> ArticleView:
        return self.view

    def position(self) -> int:
        return self.view.position_in_sight()

    def show_position(self, position: int) -> None:
        if position:
            self.view.show_position(position)

    def to_print(self) -> ToPrint | None:
        """Return the list as it is narrowed."""
        wanted, listing = self.pane.wanted, self.listing
        if not self.is_ready or not (key := listing.printable(wanted)):
            return None
        told = _narrowing_in_words(wanted, listing.filters)
        if not told:
            return ToPrint(key)
        found = tuple(card.id for group in listing.find(wanted).groups for card in group.cards)
        return ToPrint(key, chosen=ListChoice(found, told, listing.part(wanted), listing.apart(wanted)))

    def nearest_print(self) -> str:
        return self.listing.printable(self.pane.wanted) or self.listing.nearest_print or super().nearest_print()

    def state(self) -> dict[str, str] | None:
        if not self.is_ready:
            return None
        wanted, place = self.pane.wanted, self.view.verticalScrollBar().value()
        return {**wanted.chosen, _WORDS: wanted.words, _MOST: str(self.pane.most), _PLACE: str(place)}

    def restore(self, state: dict[str, str]) -> None:
        self._take_up(state)
        self.head.field.setText(state[_WORDS])
        if not self.is_ready:
            self._left = {key: state[key] for key, chip in self.pane.chips.items() if key_of(chip) != state[key]}
            self._left[_MOST], self._place = state[_MOST], int(state[_PLACE])
        self._show()
        self.pane.show_at_least(int(state[_MOST]))

    def find_in_page(self) -> bool:
        self.pane.begin_search()
        return True

    def _on_read(self, read: object) -> None:
        self.listing.take(read)
        self.pane.offer(self.listing.filters)
        self.is_ready = True
        self._take_up(self._left)
        self._show()
        if self._left:
            self.pane.show_at_least(int(self._left[_MOST]))
        if self._place:
            self.view.verticalScrollBar().setValue(self._place)
        self._left = {}
        self.tools_changed.emit()

    def _take_up(self, state: Mapping[str, str]) -> None:
        """Let the choices of a ``state`` stand, as far as they are offered."""
        for key in self.pane.chips:
            if key in state:
                self.pane.choose(key, state[key])

    def _on_failed(self, error: KitError) -> None:
        self.announced.emit(sentence(error))

    def _on_narrowed(self) -> None:
        self._show()

    def _on_followed(self, target: str) -> None:
        self.route_requested.emit(self.listing.route(target))

    def _on_dossier_changed(self, target: str) -> None:
        if self.listing.shows(target):
            self._forget()
            if self.isVisible():
                self._show()

    def _forget(self) -> None:
        self._looked_for = None

    def _show(self) -> bool:
        """Show what is wanted now; False where nothing can have changed since, or nothing is read yet."""
        if not self.is_ready:
            return False
        wanted = self.pane.wanted
        is_new = not self.listing.is_steady or wanted != self._looked_for
        if is_new:
            self._looked_for = wanted
            found = self.listing.find(wanted)
            if found != self._shown:
                self._shown = found
                self.pane.show_found(found, at_once=self.listing.at_once)
        card, self._wanted = self._wanted, ""
        if card and not self.pane.go_to(card) and self.head.field.text():
            self.head.field.clear()  # which shows the whole list
            self.pane.go_to(card)
        if card and (words := self.listing.introduction(card)):
            self.announced.emit(words)
        return is_new


def _narrowing_in_words(wanted: Wanted, filters: Sequence[Filter]) -> str:
    """Return how a list is narrowed, in words; what shows another part of the list narrows nothing."""
    typed = [fr("« {words} »", words=wanted.words)] if wanted.words else []
    picked = (
        words
        for one in filters
        if not one.joined
        for key, words in one.choices
        if key and key == wanted.chosen[one.key]
    )
    return ", ".join((*typed, *picked))
