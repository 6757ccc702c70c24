"""Pages long out of sight give their widgets back; they are built again, as they were left, at the next visit."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from PySide6.QtWidgets import QStackedWidget

from ui.services.navigation import Route
from ui.services.page import Screen

MOST = 8
"""Pages that stay built, the one in sight included: going back and forth between a few of them builds none again."""


class _Left(Struct, frozen=True):
    state: dict[str, str]
    scroll: int


class RestingPages:
    """Holds what was chosen, typed and scrolled on the pages that were let go; ``Screen.state`` says which may go."""

    def __init__(self) -> None:
        self._left: dict[StrEnum, _Left] = {}

    def rest(self, pages: dict[StrEnum, Screen], stack: QStackedWidget) -> None:
        """Let go of all that may go but the last ``MOST`` of ``pages``, which are in the order of their last visit."""
        for page_id in list(pages)[:-MOST]:
            page = pages[page_id]
            if (state := page.state()) is None:
                continue
            area = page.scroller()
            self._left[page_id] = _Left(state, area.verticalScrollBar().value() if area else 0)
            del pages[page_id]
            stack.removeWidget(page)
            page.deleteLater()

    def wake(self, page_id: StrEnum, page: Screen) -> None:
        """Give a page that was built again what it had; where it was scrolled to follows once it is laid out."""
        if left := self._left.get(page_id):
            page.restore(left.state)

    def scroll(self, route: Route) -> int:
        """Return, once, where a page built again had been scrolled to; 0 where the route names a part of it."""
        left = self._left.pop(route.page, None)
        return left.scroll if left and not (route.id or route.anchor) else 0

    def forget(self) -> None:
        """Forget all that was left: the texts or the dossier are others."""
        self._left.clear()
