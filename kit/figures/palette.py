"""The colours of figures and maps in a theme, by the names that ``kit.figures.drawing`` gives them."""

from __future__ import annotations

from functools import lru_cache

from kit import looks
from kit.figures.drawing import PAPER, Palette
from kit.tokens import LIGHT, Tokens

_TINTS = (0.2, 0.45, 0.78, 1.0)  # how much of the main colour is in each, from the least value to the greatest

ACCENTS = {
    "emplois": "teal",
    "besoins": "purple",
    "transition": "green",
    "acteurs": "blue",
    "qualite": "orange",
}
"""The accent of each kind of mark; any other kind is muted."""


@lru_cache(maxsize=4)
def drawing_palette(theme: Tokens) -> Palette:
    """Return the colours of a theme; what is written on a tint is its ink or its surface, whichever can be read."""
    palette = {
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.field_line,
        "surface": theme.surface,
        "sea": mixed(theme.blue.soft, theme.ground, 0.5),
        "land": theme.surface,
        "border": theme.field_line,
        "own": theme.primary_soft,
        "primary": theme.primary,
        "track": theme.track,
        "hatch": theme.field_line,
        **{kind: theme.accent(accent).ink for kind, accent in ACCENTS.items()},
        "autres": theme.muted,
    }
    for number, share in enumerate(_TINTS, 1):
        tint = mixed(theme.primary, theme.surface, share)
        palette[f"tint-{number}"] = tint
        _, palette[f"on-{number}"] = max((contrast(ink, tint), ink) for ink in (theme.ink, theme.surface))
    return palette


def paper() -> Palette:
    """Return the colours of paper, with the main colour of the edition in place of the kit's own."""
    primary = looks.theme("light").primary
    if primary == LIGHT.primary:
        return PAPER
    tints = {f"tint-{number}": mixed(primary, PAPER["surface"], share) for number, share in enumerate(_TINTS, 1)}
    inks = (PAPER["ink"], PAPER["surface"])
    on = {f"on-{name[-1]}": max(inks, key=lambda ink: contrast(ink, tint)) for name, tint in tints.items()}
    own = mixed(primary, PAPER["surface"], 0.1)
    return {**PAPER, "primary": primary, "emplois": primary, "own": own, **tints, **on}


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour with this share, 0 to 1, of the first in it."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(x * share + y * (1 - share)):02X}" for x, y in parts)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _parts(colour: str) -> tuple[int, ...]:
    """Return red, green and blue, 0 to 255, of a colour written ``#RRGGBB``."""
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _luminance(colour: str) -> float:
    parts = (part / 255 for part in _parts(colour))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
