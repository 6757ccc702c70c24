"""The looks of an article: ``article.css`` with its ``{{ tokens }}`` filled in."""

from __future__ import annotations

import re
from pathlib import Path

from kit.tokens import Tokens

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def article_css(tokens: Tokens) -> str:
    """Return the style sheet for a QTextDocument; raises KeyError for a token that does not exist."""
    table = tokens.flat()
    text = Path(__file__).with_name("article.css").read_text(encoding="utf-8")
    return _FIELD.sub(lambda match: table[match[1]], text)
