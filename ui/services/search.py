"""Search as the window uses it: the index opened at the first query, made on the spot where it is missing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kit.content.library import Library
from kit.errors import IndexUnusable

if TYPE_CHECKING:
    from kit.search.index import Answer, Hit, SearchIndex
    from kit.search.inverted import Reader

log = logging.getLogger(__name__)


class SearchService:
    """The one way to search the texts; cheap to build, nothing is opened before the first query."""

    def __init__(self, library: Library, folder: Path | None) -> None:
        self._library = library
        self._folder = folder
        self._index: SearchIndex | None = None

    @property
    def folder(self) -> Path | None:
        """Where the index lies; None when it is made on the spot."""
        return self._folder

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best hits for what was typed, best first."""
        return list(self.answer(text, limit).hits)

    def answer(
        self,
        text: str,
        limit: int = 20,
        *,
        kinds: frozenset[str] = frozenset(),
        own: Reader | None = None,
        status: Callable[[str], str] | None = None,
    ) -> Answer:
        """Return all that is to be said of a search; see ``SearchIndex.answer``."""
        try:
            return self._open().answer(text, limit, kinds=kinds, own=own, status=status)
        except IndexUnusable as error:
            log.warning("search index made anew: %s", error.reason)
            self.close()
            self._folder = None
            return self._open().answer(text, limit, kinds=kinds, own=own, status=status)

    def adopt(self, folder: Path) -> None:
        """Search another index from now on, as the texts have changed."""
        self.close()
        self._folder = folder

    def close(self) -> None:
        """Let the index go."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def _open(self) -> SearchIndex:
        if self._index is None:
            from kit.search.index import FILE, SearchIndex  # at the first query only

            if self._folder is not None:
                self._index = SearchIndex(self._folder / FILE)
            else:
                self._index = SearchIndex.in_memory(self._library)
        return self._index
