"""How a kind of moment looks, in the month and beside it: its ground, its edge, its ink and its sign."""

from __future__ import annotations

from msgspec import Struct

from kit.mandate.agenda import Kind, Moment
from kit.tokens import Tokens


class Look(Struct, frozen=True):
    """Colours and the name of a pictogram."""

    ground: str
    edge: str
    ink: str
    sign: str


def look_of(moment: Moment, t: Tokens) -> Look:
    """Return how a moment looks; what is late is the colour of what is late."""
    if moment.is_late:
        return Look(t.orange.soft, t.orange.ink, t.orange.ink, "drapeau")
    match moment.kind:
        case Kind.COUNCIL:
            return Look(t.primary, t.primary, t.primary_ink, "arrete")
        case Kind.STEP:
            return Look(t.teal.soft, t.teal.ink, t.teal.ink, "a-envoyer")
        case Kind.DUE:
            return Look(t.warn_soft, t.warn_line, t.warn_ink, "drapeau")
        case Kind.MEETING:
            return Look(t.blue.soft, t.blue.ink, t.blue.ink, "acteurs")
        case Kind.NATIONAL:
            return Look(t.purple.soft, t.purple.ink, t.purple.ink, "favori")
        case Kind.YEARLY:
            return Look(t.orange.soft, t.orange.ink, t.orange.ink, "cycle")
        case Kind.DONE:
            return Look(t.green.soft, t.green.ink, t.green.ink, "coche")
