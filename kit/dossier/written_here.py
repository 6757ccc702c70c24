"""Which writers of dossiers were on this computer: a writer's id is made anew at each opening and names no machine.

One id a line, in the user's data and never in a dossier: it says nothing to others, and stays when a dossier moves.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from kit import paths
from kit.dossier.journal import open_own

_log = logging.getLogger(__name__)


class WrittenHere:
    """The writers noted in a file; without a file, nobody can tell, and every writer passes for one of here."""

    def __init__(self, path: Path | None) -> None:
        """Read nothing yet: most openings never ask."""
        self._path = path
        self._known: set[str] | None = None
        self._noted = ""

    def __contains__(self, writer: str) -> bool:
        return self._path is None or writer in self._read()

    def note(self, writer: str) -> None:
        """Keep a writer's id, once for each; a disk that refuses is logged: no change waits for that."""
        if self._path is None or writer == self._noted:
            return
        self._noted = writer
        self._read().add(writer)
        try:
            paths.make_folder(self._path.parent)
            with os.fdopen(open_own(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), "a", encoding="ascii") as file:
                file.write(f"{writer}\n")
        except OSError as error:
            _log.warning("a writer of this computer was not noted: %s", error.strerror)

    def _read(self) -> set[str]:
        if self._known is None:
            try:
                words = self._path.read_text(encoding="ascii", errors="replace") if self._path else ""
            except OSError:
                words = ""
            self._known = set(words.split())
        return self._known
