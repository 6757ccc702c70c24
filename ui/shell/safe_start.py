"""Knows whether the last run ended well: after a crash the kit starts on Accueil, without its caches."""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path
from typing import IO

from kit import paths
from kit.files import hold

_PREFIX = "en-marche-"
_LONGEST = 100_000  # characters of a trace that are read


class RunMark:
    """A small file held open while the program runs; one that nobody holds tells of a run that ended badly.

    Python writes there where it was when the system ends it (``faulthandler``): a windowed program has no stderr.
    ``traces``: what those that ended badly left, each as it was written; empty where nothing could be.
    """

    def __init__(self, folder: Path) -> None:
        """Look for what an earlier run left, and mark this one; a folder that cannot be written marks nothing."""
        self._held: IO[str] | None = None
        self._path = folder / f"{_PREFIX}{os.getpid()}"
        left = [_left_over(path) for path in _marks(folder)]
        self.traces = tuple(trace for trace in left if trace is not None)
        self.crashed = bool(self.traces)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            place = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._held = os.fdopen(place, "w", encoding="utf-8")
        except OSError:
            return
        hold(self._held.fileno())  # a folder that knows no locks tells of no crash
        faulthandler.enable(self._held)

    def close(self) -> None:
        """Say that this run ended well."""
        if self._held is not None:
            faulthandler.disable()
            self._held.close()
            self._held = None
            self._path.unlink(missing_ok=True)


def forget_caches() -> None:
    """Throw away what can be made again: the index of the texts, the folded states of the dossiers."""
    from kit import compiling

    compiling.forget(paths.own_index())
    compiling.forget(paths.snapshots())


def _marks(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name.startswith(_PREFIX)]
    except OSError:
        return []


def _left_over(path: Path) -> str | None:
    """Remove a mark that no running program holds; return what was written there, None where it is not such a mark."""
    try:
        with path.open("r+", encoding="utf-8", errors="replace") as mark:
            if not hold(mark.fileno()):
                return None
            trace = mark.read(_LONGEST)
        path.unlink()
    except OSError:
        return None
    return trace
