"""What the reader chose for this computer: last dossier, theme, size of text. A small JSON file."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


class Settings:
    """Values by name, read once, written whole by ``set`` and ``save``; a file that cannot be read is started anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        self._is_written = True
        try:
            loaded = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):  # RecursionError: nested without end
            return
        if isinstance(loaded, dict):
            self._values = {name: value for name, value in loaded.items() if _is_fit(value)}

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

    def set(self, name: str, value: str | float | list[dict[str, str]]) -> None:
        """Keep a setting; a disk that refuses is logged, as settings are never worth a message."""
        if self._values.get(name) != value:
            self.note(name, value)
            self.save()

    def note(self, name: str, value: str | float | list[dict[str, str]]) -> None:
        """Take a setting that the next ``save`` or ``set`` writes: what changes at each page, and may wait."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._is_written = False

    def save(self) -> None:
        """Write what was noted, if anything was."""
        if self._is_written:
            return
        self._is_written = True
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(self._values), encoding="utf-8")
            fresh.replace(self._path)
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
