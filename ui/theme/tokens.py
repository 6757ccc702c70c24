"""The looks of the window: those of ``kit.tokens``, which the page for a browser is drawn with too."""

from __future__ import annotations

from kit.tokens import CONTRAST, DARK, DYSLEXIC, FAMILY, LIGHT, SERIF, THEMES, Accent, Tokens

__all__ = ["CONTRAST", "DARK", "DYSLEXIC", "FAMILY", "LIGHT", "SERIF", "THEMES", "Accent", "Tokens"]
