"""The looks of the window (numbered ``.qss`` files) and of a text (``article.css``): ``{{ tokens }}`` are filled in."""

from __future__ import annotations

from pathlib import Path

from kit.tokens import Tokens

_HERE = Path(__file__).parent
_WINDOW = "window-"


def stylesheet(tokens: Tokens, *, only: str = "", window: str = "") -> str:
    """Return the numbered ``.qss`` files in order, for ``QWidget.setStyleSheet``; or the one of a name.

    Those of a ``window`` of its own (``window-….qss``) come last, and for it alone: no other tries their rules.
    Raises KeyError for a token that does not exist.
    """
    names = sorted(path.stem for path in _HERE.iterdir() if path.suffix == ".qss")
    common = [name for name in names if not name.startswith(_WINDOW) and only in ("", name)]
    wanted = [*common, f"{_WINDOW}{window}"] if window else common
    sheets = [(_HERE / f"{name}.qss").read_text(encoding="utf-8") for name in wanted]
    return _filled("\n".join(sheets), tokens)


def article_css(tokens: Tokens) -> str:
    """Return the style sheet of a text, for QTextDocument; raises KeyError for a token that does not exist."""
    return _filled((_HERE / "article.css").read_text(encoding="utf-8"), tokens)


def _filled(sheet: str, tokens: Tokens) -> str:
    table = tokens.flat()
    first, *others = sheet.split("{{")
    fields = [part.partition("}}") for part in others]
    return first + "".join(table[name.strip()] + after for name, _, after in fields)
