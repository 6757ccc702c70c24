"""The style sheet of the window: numbered ``.qss`` files with ``{{ tokens }}`` filled in."""

from __future__ import annotations

from pathlib import Path

from kit.tokens import Tokens


def stylesheet(tokens: Tokens, *, only: str = "") -> str:
    """Return all ``.qss`` files of this folder in order, for ``QApplication.setStyleSheet``; or the one of a name.

    Raises KeyError for a token that does not exist.
    """
    table = tokens.flat()
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix == ".qss")
    sheets = [path.read_text(encoding="utf-8") for path in files if only in ("", path.stem)]
    first, *others = "\n".join(sheets).split("{{")
    fields = [part.partition("}}") for part in others]
    return first + "".join(table[name.strip()] + after for name, _, after in fields)
