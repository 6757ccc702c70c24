"""Knows whether the last run ended well: after a crash the kit starts on Accueil, without its caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from kit import paths

_PREFIX = "en-marche-"


class RunMark:
    """A small file held open while the program runs; one that nobody holds tells of a run that ended badly."""

    def __init__(self, folder: Path) -> None:
        """Look for what an earlier run left, and mark this one; a folder that cannot be written marks nothing."""
        self._held: IO[str] | None = None
        self._path = folder / f"{_PREFIX}{os.getpid()}"
        self.crashed = any([_left_over(path) for path in folder.glob(f"{_PREFIX}*")])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._held = self._path.open("w", encoding="utf-8")
        except OSError:
            return
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def close(self) -> None:
        """Say that this run ended well."""
        if self._held is not None:
            self._held.close()
            self._held = None
            self._path.unlink(missing_ok=True)


def forget_caches() -> None:
    """Throw away what can be made again: the index of the texts, the folded states of the dossiers."""
    from kit import compiling

    compiling.forget(paths.own_index())
    compiling.forget(paths.snapshots())


def _left_over(path: Path) -> bool:
    """Remove a mark that no running program holds; whether it was one."""
    try:
        if sys.platform != "win32":
            import fcntl

            with path.open(encoding="utf-8") as mark:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()  # Windows refuses while a program holds it
    except OSError:
        return False
    return True
