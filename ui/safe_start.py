"""Knows whether the last run ended well: after a crash the kit starts on Accueil, without its caches."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from kit import paths
from kit.files import hold

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
        hold(self._held.fileno())  # a folder that knows no locks tells of no crash

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
        with path.open("r+", encoding="utf-8") as mark:
            if not hold(mark.fileno()):
                return False
        path.unlink()
    except OSError:
        return False
    return True
