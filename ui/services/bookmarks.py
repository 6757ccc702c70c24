"""Places that the reader keeps or has seen: favourites, pages seen lately, and the last one of all."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from kit.content.library import Library
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, place
from ui.services.settings import Rows, Settings

SEEN = 30
_FAR = 2**31 - 1  # what a scroll bar can hold
_PASSING = (PageId.HOME, PageId.SEARCH, PageId.PRINT, PageId.CONTACT, PageId.FAVOURITES)


class Mark(Struct, frozen=True):
    """A place with the title it had; the anchor and the scroll are not part of what it is.

    The anchor is kept for an act only: it names the draft.
    """

    title: str
    route: Route

    @property
    def key(self) -> tuple[str, str]:
        """What makes two marks the same place."""
        return (self.route.page, self.route.id)


def exists(route: Route, library: Library) -> bool:
    """Whether a place is still there: texts come and go with the versions of the kit."""
    return route.page != PageId.ARTICLE or library.has(route.id)


def is_passing(route: Route) -> bool:
    """Whether one only passes through a place: it is at hand anyway, or is what one does with another."""
    return route.page in _PASSING


class Bookmarks:
    """Reads and keeps marks in the settings; a place that no longer exists is left out."""

    def __init__(self, settings: Settings, pages: type[StrEnum] = PageId) -> None:
        """``pages`` are the screens of the program."""
        self._settings, self._pages = settings, pages

    def favourites(self) -> list[Mark]:
        """Return the places kept by hand, in the order they were kept."""
        return self._read("favourites")

    def seen(self) -> list[Mark]:
        """Return the places seen lately, the latest first, each once: parts of a page that bear its title, as a month
        and a list of the same dates, are one place. Texts are told apart by what stands above them.
        """
        seen: dict[tuple[str, str], Mark] = {}
        for mark in self._read("seen"):
            page = mark.route.page
            seen.setdefault((page, mark.route.id if page == PageId.ARTICLE else mark.title), mark)
        return list(seen.values())

    def is_favourite(self, route: Route) -> bool:
        """Whether a place is kept."""
        return any(mark.key == (route.page, route.id) for mark in self.favourites())

    def toggle(self, title: str, route: Route) -> bool:
        """Keep a place, or let it go when it is kept; return whether it is kept now."""
        here = not self.is_favourite(route)
        mark = [_row(title, route)] if here else []
        self._settings.change("favourites", lambda rows: [*_without(rows, route), *mark])
        return here

    def remember(self, title: str, route: Route) -> None:
        """Note that a place was seen, for the settings' next ``save``; places of passage (home, search, print,
        message) are not.
        """
        if not is_passing(route):
            mark = _row(title, route)
            self._settings.note_change(
                "seen", lambda rows: [mark, *_without(rows, route)][:SEEN], about=(route.page, route.id)
            )

    def stopped(self, route: ToArticle) -> None:
        """Keep how far a text was read, for the settings' next ``save``; from its top it opens there again."""
        row = [{"id": route.id, "place": str(route.place)}] if route.place else []
        self._settings.note_change(
            "stopped", lambda rows: [*row, *(one for one in rows if one.get("id") != route.id)][:SEEN], about=route.id
        )

    def forget_seen(self) -> Callable[[], None]:
        """Forget which places were seen, and how far one had read; returns what takes that back."""
        before = {name: self._settings.records(name) for name in ("seen", "stopped")}
        for name in before:
            self._settings.set(name, [])

        def take_back() -> None:
            for name, rows in before.items():
                self._settings.change(name, functools.partial(_with, rows))

        return take_back

    def last(self) -> Route | None:
        """Return the place where the window was closed, None where there is none."""
        found = self._read("last")
        return found[0].route if found else None

    def leave_at(self, route: Route | None) -> None:
        """Keep the place where the window is closed."""
        self._settings.set("last", [_row("", route)] if route and not is_passing(route) else [])

    def _read(self, name: str) -> list[Mark]:
        found = []
        places = self._places()
        for row in self._settings.records(name):
            try:
                "".join(row.values()).encode()  # what is no text is the id of nothing
                page, scroll = self._pages(row["page"]), min(max(0, int(row.get("scroll", "0"))), _FAR)
            except (KeyError, ValueError):
                continue
            found.append(Mark(row.get("title", ""), _route(page, row, scroll, places.get(row.get("id", ""), 0))))
        return found

    def _places(self) -> dict[str, int]:
        """Return by id how far each text was read."""
        told = {row.get("id", ""): row.get("place", "") for row in self._settings.records("stopped")}
        return {text: int(place) for text, place in told.items() if re.fullmatch("[0-9]{1,9}", place)}


def _route(page: StrEnum, row: Mapping[str, str], scroll: int, reached: int) -> Route:
    shown = row.get("id", "")
    if page == PageId.ARTICLE:
        return ToArticle(shown, scroll=0 if reached else scroll, place=reached)
    if page == PageId.ACT_MODEL:
        return ToActModel(shown, act=row.get("anchor", ""), scroll=scroll)
    return place(page, shown, scroll=scroll)


def _with(before: Rows, now: Rows) -> Rows:
    """Return the rows of now, then those of before whose place is in none of them."""
    there = {(row.get("page"), row.get("id")) for row in now}
    return [*now, *(row for row in before if (row.get("page"), row.get("id")) not in there)][:SEEN]


def _without(rows: Rows, route: Route) -> Rows:
    """Return the marks of all other places."""
    return [row for row in rows if (row.get("page"), row.get("id", "")) != (str(route.page), route.id)]


def _row(title: str, route: Route) -> dict[str, str]:
    told = {"title": title, "page": str(route.page), "id": route.id, "scroll": str(route.scroll)}
    return told | ({"anchor": route.act} if isinstance(route, ToActModel) and route.act else {})
