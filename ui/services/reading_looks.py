"""How the reader has texts written on the screen besides their size: typeface, space of lines and letters, width."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kit.tokens import DYSLEXIC, FAMILY, SERIF, Tokens
from ui.services.settings import Settings

FILES = {
    SERIF: ("Literata-Regular.ttf", "Literata-Bold.ttf"),
    DYSLEXIC: ("OpenDyslexic-Regular.otf", "OpenDyslexic-Bold.otf"),
}
"""The files of each typeface in ``paths.reading_fonts``; the program's own is always loaded."""


class Look(Struct, frozen=True):
    """One thing to choose: its setting, its name, and pairs of key and words; the usual one is first, its key empty."""

    setting: str
    name: str
    pairs: tuple[tuple[str, str], ...]


LOOKS = (
    Look("reading_font", "Police", (("", "Simple"), ("serif", "De livre"), ("dyslexic", "Pour la dyslexie"))),
    Look("line_spacing", "Espace entre les lignes", (("", "Normal"), ("wide", "Large"), ("wider", "Très large"))),
    Look("letter_spacing", "Espace entre les lettres", (("", "Normal"), ("wide", "Large"), ("wider", "Très large"))),
    Look("column", "Largeur des lignes", (("", "Normale"), ("narrow", "Étroite"), ("wide", "Large"))),
)

_FAMILIES = {"serif": SERIF, "dyslexic": DYSLEXIC}
_USUAL = {FAMILY: 118, SERIF: 100, DYSLEXIC: 84}
"""Percent of its own height from line to line: about 1.5 times the size of the letters in all of them."""

_LINES = {"wide": 1.25, "wider": 1.5}
_LETTERS = {"wide": 112, "wider": 124}  # « wider » adds 0.12 of the size of the letters and more (WCAG 2.2, 1.4.12)
_COLUMNS = {"narrow": 0.75, "wide": 1.35}


def looked(tokens: Tokens, settings: Settings) -> Tokens:
    """Return tokens with what the reader chose; a value that is none of the choices is the usual one."""
    family = _FAMILIES.get(settings.text("reading_font"), FAMILY)
    return replace(
        tokens,
        family=family,
        line_height=round(_USUAL[family] * _LINES.get(settings.text("line_spacing"), 1)),
        letter_spacing=_LETTERS.get(settings.text("letter_spacing"), 100),
        column=_COLUMNS.get(settings.text("column"), 1.0),
    )


def is_usual(settings: Settings) -> bool:
    """Whether nothing is chosen but the size."""
    return not any(settings.text(look.setting) for look in LOOKS)
