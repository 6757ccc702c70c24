"""Search as the window uses it: the index opened at the first query, made on the spot where it is missing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kit.content.library import Library
from kit.errors import IndexUnusable

if TYPE_CHECKING:
    from kit.search.index import SearchIndex

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

    def ask[T](self, question: Callable[[SearchIndex], T]) -> T:
        """Return what the index answers; one that proves unusable is replaced by one made on the spot."""
        try:
            return question(self._open())
        except IndexUnusable as error:
            log.warning("search index made anew: %s", error.reason)
            self.close()
            self._folder = None
            return question(self._open())

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
