"""The colours of an edition: ``[colours.light]`` and ``[colours.dark]`` of ``kit.toml``, by the names of the tokens.

Whatever is left out keeps the kit's own. The theme of strong contrast belongs to nobody's looks and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from kit import paths
from kit.bounded import TEXT_LIMIT, parse_toml
from kit.tokens import DARK, LIGHT, THEMES, Accent, Tokens

CHANGED = (LIGHT, DARK)
"""The themes that an edition may colour."""
LEAST = 4.5
"""The contrast of words and their ground (WCAG 2.2, 1.4.3); in the theme of strong contrast 7."""
_COLOUR = r"#[0-9A-Fa-f]{6}"


def theme(name: str) -> Tokens:
    """Return a theme in the colours of the kit that came with the program."""
    return _themes(str(paths.resources())).get(name, LIGHT)


@lru_cache(maxsize=2)
def _themes(resources: str) -> Mapping[str, Tokens]:
    """Return all themes; a file that cannot be read, or colours that are none, leave the kit's own."""
    try:
        words = (Path(resources) / "kit.toml").read_text(encoding="utf-8")
        if not re.search(r"(?m)^\[colours", words):  # tomllib would cost the start 2 ms
            return THEMES
        return coloured(parse_toml(words, TEXT_LIMIT))
    except (OSError, ValueError):
        return THEMES


def coloured(table: Mapping[str, Any]) -> Mapping[str, Tokens]:
    """Return all themes in the colours that a ``kit.toml`` tells; ValueError for what is no colour of a theme."""
    told = table.get("colours", {})
    if not isinstance(told, dict):
        raise ValueError("colours")
    for name in told.keys() - {one.name for one in CHANGED}:
        raise ValueError(f"colours.{name}")
    return THEMES | {one.name: _with(one, told[one.name]) for one in CHANGED if one.name in told}


def _with(tokens: Tokens, told: object) -> Tokens:
    known = {name: value for name, value in tokens.flat().items() if re.fullmatch(_COLOUR, value)}
    if not isinstance(told, dict):
        raise ValueError(f"colours.{tokens.name}")
    for name, value in told.items():
        if name not in known or not isinstance(value, str) or not re.fullmatch(_COLOUR, value):
            raise ValueError(f"colours.{tokens.name}.{name}")
        accent, _, part = name.rpartition("_")
        if isinstance(found := getattr(tokens, accent, None), Accent):
            tokens = replace(tokens, **{accent: replace(found, **{part: value})})
        else:
            tokens = replace(tokens, **{name: value})
    return tokens


def words_on_grounds(tokens: Tokens) -> Iterator[tuple[str, str, str, str]]:
    """Yield all that is written in a theme, as name and colour of the ink, name and colour of the ground."""
    names = [(ink, ground) for ink in ("ink", "ink_soft", "muted", "link") for ground in ("ground", "surface")]
    for accent in ("green", "orange", "purple", "blue", "teal"):
        names += [(f"{accent}_ink", f"{accent}_soft"), (f"{accent}_ink", "surface")]
    names += [
        ("primary", "ground"),
        ("primary", "surface"),
        ("primary", "primary_soft"),
        ("primary_ink", "primary"),
        ("primary_ink", "primary_hover"),
        ("ink_soft", "chip"),
        ("warn_ink", "warn_soft"),
        ("ink", "mark"),
        ("node_ink", "node"),
        ("stage_ink", "stage"),
        ("stage_muted", "stage"),
        ("stage_warn", "stage"),
        ("stage_mark_ink", "stage_mark"),
    ]
    colours = tokens.flat()
    for ink, ground in names:
        yield ink, colours[ink], ground, colours[ground]
