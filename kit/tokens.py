"""Every colour, size and spacing of the window and of the page for a browser. Nothing else writes a colour.

Sizes are device-independent pixels at a text scale of 1; ``Tokens.scaled`` multiplies those of text.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import asdict, replace

FAMILY = "Atkinson Hyperlegible"
SERIF, DYSLEXIC = "Literata", "OpenDyslexic"


class Accent(Struct, frozen=True):
    """A colour of meaning with the soft ground it stands on."""

    ink: str
    soft: str


class Tokens(Struct, frozen=True):
    """One theme: grounds, inks, accents, and the sizes that all themes share."""

    name: str
    ground: str
    surface: str
    line: str
    line_soft: str
    field_line: str
    ink: str
    ink_soft: str
    muted: str
    primary: str
    primary_ink: str
    primary_hover: str
    primary_soft: str
    chip: str
    track: str
    mark: str
    warn_ink: str
    warn_soft: str
    warn_line: str
    link: str
    focus: str
    focus_gap: str
    disabled: str
    green: Accent
    orange: Accent
    purple: Accent
    blue: Accent
    teal: Accent
    paper: str = "#FFFFFF"
    paper_ground: str = "#E7E2D7"
    paper_mark: str = "#FFE08A"
    paper_focus: str = "#1F5FA8"
    stage: str = "#10191D"
    stage_surface: str = "#1A262B"
    stage_ink: str = "#E8EEF0"
    stage_muted: str = "#A9B9BF"
    stage_line: str = "#7E9199"
    stage_mark: str = "#7FCB9B"
    stage_mark_ink: str = "#06222A"
    stage_warn: str = "#F2A27E"
    stage_focus: str = "#94BFF0"
    node: str = "#17242B"
    node_ink: str = "#FFFFFF"
    scale: float = 1.0
    text_tiny: int = 13
    text_small: int = 14
    text: int = 16
    text_lead: int = 17
    h3: int = 18
    h2: int = 21
    h1: int = 28
    h1_work: int = 24
    h0: int = 32
    stage_title: int = 56
    stage_text: int = 21
    space_1: int = 4
    space_2: int = 8
    space_3: int = 12
    space_4: int = 18
    space_5: int = 28
    space_6: int = 44
    radius: int = 8
    radius_card: int = 14
    sidebar: int = 256
    icon: int = 20
    measure: int = 720
    box: int = 24
    family: str = FAMILY
    """The typeface of texts that are read; all else is in the program's own."""

    line_height: int = 118
    """Of such a text: from line to line, percent of what its typeface asks for."""

    letter_spacing: int = 100
    """Of such a text: percent of the width that each letter has."""

    column: float = 1.0
    """How much wider its lines are than usual."""

    def scaled(self, factor: float) -> Tokens:
        """Return these tokens with text sizes multiplied by ``factor`` (1 to 2)."""
        names = (
            "text_tiny",
            "text_small",
            "text",
            "text_lead",
            "h3",
            "h2",
            "h1",
            "h1_work",
            "h0",
            "stage_title",
            "stage_text",
            "icon",
            "measure",
            "box",
        )
        sizes = {name: round(getattr(self, name) * factor) for name in names}
        sizes["sidebar"] = round(self.sidebar * min(factor, 1.35))
        return replace(self, scale=factor, **sizes)

    def for_reading(self) -> Tokens:
        """Return these tokens with the larger letters and the measure of a text that is read from end to end."""
        sizes = {"text_small": 16, "text": 18, "text_lead": 19, "h3": 19, "measure": 640}
        return replace(self, **{name: round(size * self.scale) for name, size in sizes.items()})

    def flat(self) -> dict[str, str]:
        """Return all tokens as text by name (``green_ink``, ``green_soft`` for accents), for style sheets."""
        table: dict[str, str] = {}
        for name, value in asdict(self).items():
            if isinstance(value, Accent):
                table |= {f"{name}_{part}": str(colour) for part, colour in asdict(value).items()}
            else:
                table[name] = str(value)
        return table

    def accent(self, name: str) -> Accent:
        """Return an accent by name: green, orange, purple, blue or teal."""
        found = getattr(self, name)
        assert isinstance(found, Accent)
        return found


LIGHT = Tokens(
    name="light",
    ground="#F7F5F0",
    surface="#FFFFFF",
    line="#DFDACF",
    line_soft="#EAE5DB",
    field_line="#75838A",
    ink="#17242B",
    ink_soft="#2B3A41",
    muted="#53646C",
    primary="#0B5563",
    primary_ink="#FFFFFF",
    primary_hover="#08434E",
    primary_soft="#E1EEF0",
    chip="#F1EEE6",
    track="#E7E2D7",
    mark="#FFE08A",
    warn_ink="#5C4300",
    warn_soft="#FFF4DC",
    warn_line="#B88A1C",
    link="#0B5563",
    focus="#1F5FA8",
    focus_gap="#FFFFFF",
    disabled="#DFDACF",
    green=Accent("#2A6E47", "#E3F1E8"),
    orange=Accent("#B4461A", "#FBE9DF"),
    purple=Accent("#6A3F9B", "#EFE7F7"),
    blue=Accent("#1F5FA8", "#E4EEF9"),
    teal=Accent("#0B5563", "#E1EEF0"),
)

DARK = Tokens(
    name="dark",
    ground="#10191D",
    surface="#1A262B",
    line="#34454C",
    line_soft="#27363C",
    field_line="#7E9199",
    ink="#E8EEF0",
    ink_soft="#D5DFE2",
    muted="#A9B9BF",
    primary="#7CC7D4",
    primary_ink="#06222A",
    primary_hover="#9AD7E1",
    primary_soft="#1E3A41",
    chip="#2A383E",
    track="#34454C",
    mark="#6B5200",
    warn_ink="#FFE3A3",
    warn_soft="#3A2F14",
    warn_line="#C79A35",
    link="#8FD3DF",
    focus="#94BFF0",
    focus_gap="#10191D",
    disabled="#34454C",
    green=Accent("#7FCB9B", "#1B3226"),
    orange=Accent("#F2A27E", "#3B241A"),
    purple=Accent("#C6A6EA", "#2C2139"),
    blue=Accent("#94BFF0", "#1B2A3D"),
    teal=Accent("#7CC7D4", "#1E3A41"),
    paper_ground="#0B1215",
    node="#E8EEF0",
    node_ink="#10191D",
)

CONTRAST = Tokens(
    name="contrast",
    ground="#000000",
    surface="#000000",
    line="#FFFFFF",
    line_soft="#FFFFFF",
    field_line="#FFFFFF",
    ink="#FFFFFF",
    ink_soft="#FFFFFF",
    muted="#FFFFFF",
    primary="#FFE600",
    primary_ink="#000000",
    primary_hover="#FFF27A",
    primary_soft="#333300",
    chip="#1A1A1A",
    track="#4D4D4D",
    mark="#6B5000",
    warn_ink="#FFFFFF",
    warn_soft="#000000",
    warn_line="#FFE600",
    link="#8FD8FF",
    focus="#00FFFF",
    focus_gap="#000000",
    disabled="#666666",
    green=Accent("#6CFF9E", "#000000"),
    orange=Accent("#FFB48C", "#000000"),
    purple=Accent("#E0C2FF", "#000000"),
    blue=Accent("#9CCBFF", "#000000"),
    teal=Accent("#7CEBFF", "#000000"),
    paper_ground="#1A1A1A",
    stage="#000000",
    stage_surface="#000000",
    stage_ink="#FFFFFF",
    stage_muted="#FFFFFF",
    stage_line="#FFFFFF",
    stage_mark="#FFE600",
    stage_mark_ink="#000000",
    stage_warn="#FFB48C",
    stage_focus="#00FFFF",
    node="#FFFFFF",
    node_ink="#000000",
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
