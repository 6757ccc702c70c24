"""The style sheet of the window: numbered ``.qss`` files with ``{{ tokens }}`` filled in."""

from __future__ import annotations

import re
from pathlib import Path

from ui.theme.tokens import Tokens

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def stylesheet(tokens: Tokens, *, only: str = "") -> str:
    """Return all ``.qss`` files of this folder in order, for ``QApplication.setStyleSheet``; or the one of a name.

    Raises KeyError for a token that does not exist.
    """
    table = tokens.flat()
    parts = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob(f"{only or '*'}.qss"))]
    return _FIELD.sub(lambda match: table[match[1]], "\n".join(parts))
