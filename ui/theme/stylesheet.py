"""The looks of the window (numbered ``.qss`` files) and of a text (``article.css``): ``{{ tokens }}`` are filled in."""

from __future__ import annotations

from pathlib import Path

from kit.tokens import Tokens

_HERE = Path(__file__).parent


def stylesheet(tokens: Tokens, *, only: str = "") -> str:
    """Return all ``.qss`` files in order, for ``QWidget.setStyleSheet``; or the one of a name.

    Raises KeyError for a token that does not exist.
    """
    files = sorted(path for path in _HERE.iterdir() if path.suffix == ".qss")
    sheets = [path.read_text(encoding="utf-8") for path in files if only in ("", path.stem)]
    return _filled("\n".join(sheets), tokens)


def article_css(tokens: Tokens) -> str:
    """Return the style sheet of a text, for QTextDocument; raises KeyError for a token that does not exist."""
    return _filled((_HERE / "article.css").read_text(encoding="utf-8"), tokens)


def _filled(sheet: str, tokens: Tokens) -> str:
    table = tokens.flat()
    first, *others = sheet.split("{{")
    fields = [part.partition("}}") for part in others]
    return first + "".join(table[name.strip()] + after for name, _, after in fields)
