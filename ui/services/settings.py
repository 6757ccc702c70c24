"""What the reader chose for this computer: last dossier, theme, size of text. A small JSON file.

Several windows may write it: each puts over what the file holds only what it changed itself.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kit.files import Patience, locked, make_private_folder, write_whole

type Rows = list[dict[str, str]]
log = logging.getLogger(__name__)

_PATIENCE = Patience(5)  # with another window that writes: it takes a few milliseconds


class Settings:
    """Values by name, written by ``set``, ``change`` and ``save``; a file that cannot be read is started anew.

    What another window wrote is seen once this one has written. What the disk refused is written the next time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = self._load() or {}
        self._changes: dict[tuple[str, object], Callable[[], object]] = {}  # not yet written: what gives a value

    def _load(self) -> dict[str, Any] | None:
        try:
            loaded = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):  # RecursionError: nested without end
            return None
        return {name: value for name, value in loaded.items() if _is_fit(value)} if isinstance(loaded, dict) else None

    def text(self, name: str, default: str = "") -> str:
        """Return a text setting."""
        value = self._values.get(name, default)
        return value if isinstance(value, str) else default

    def number(self, name: str, default: float, *, least: float, most: float) -> float:
        """Return a number setting; the default for one outside of its bounds, and for what is no number."""
        value = self._values.get(name, default)
        return float(value) if isinstance(value, (int, float)) and least <= value <= most else default

    def records(self, name: str) -> list[dict[str, str]]:
        """Return a list of small records, all values as text; empty for anything else."""
        value = self._values.get(name)
        rows = value if isinstance(value, list) else []
        return [{str(key): str(one) for key, one in row.items()} for row in rows if isinstance(row, dict)]

    def set(self, name: str, value: str | float | Rows) -> None:
        """Keep a setting; a disk that refuses is logged, as settings are never worth a message."""
        if self._values.get(name) != value:
            self.note(name, value)
            self.save()

    def note(self, name: str, value: str | float | Rows) -> None:
        """Take a setting that the next ``save`` writes: what changes at each page, and may wait."""
        if self._values.get(name) != value:
            self._changes = {key: how for key, how in self._changes.items() if key[0] != name}
            self._apply(name, object(), lambda: value)

    def change(self, name: str, how: Callable[[Rows], Rows]) -> None:
        """Change a list of records, here and again in what the file holds by then; as ``set``."""
        self.note_change(name, how)
        self.save()

    def note_change(self, name: str, how: Callable[[Rows], Rows], about: object = None) -> None:
        """Change a list of records, as ``change``, for the next ``save``.

        Of several changes of a list ``about`` one thing, the last holds: what is noted at each page must not pile up.
        """
        self._apply(name, object() if about is None else about, lambda: how(self.records(name)))

    def _apply(self, name: str, about: object, how: Callable[[], object]) -> None:
        self._values[name] = how()
        self._changes.pop((name, about), None)  # the last change comes last
        self._changes[name, about] = how

    def save(self) -> None:
        """Put what was changed here over what the file holds now, if anything was."""
        if not self._changes:
            return
        try:
            make_private_folder(self._path.parent)
            with locked(self._path.with_suffix(".lock"), _PATIENCE):  # without it, rather than not at all
                self._values = self._load() or self._values
                for (name, _), how in self._changes.items():
                    self._values[name] = how()
                write_whole(self._path, json.dumps(self._values).encode(), private=True)
                self._changes.clear()
        except OSError as error:
            log.warning("settings not kept: %s", error.strerror)


def _is_fit(value: object) -> bool:
    """Say whether a value is of a kind that settings have: a text, a number, a list of small records."""
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        return len(rows) == len(value) and all(_is_simple(one) for row in rows for one in row.values())
    return _is_simple(value)


def _is_simple(value: object) -> bool:
    """Say whether a value is a number, or a text; no path and no name holds a NUL."""
    return "\0" not in value if isinstance(value, str) else isinstance(value, (int, float))
