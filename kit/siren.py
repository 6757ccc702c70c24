"""The SIREN of a collectivité: nine digits of which the last is a check of the others (Luhn), as Insee gives them."""

from __future__ import annotations

from enum import StrEnum

from kit.typography import NBSP

_DIGITS, _SIRET_DIGITS = 9, 14


class Doubt(StrEnum):
    """Why what was typed is no SIREN."""

    NONE = ""
    SIRET = "siret"
    """It is the number of one of its places, which begins with the SIREN."""
    COUNT = "count"
    CHECK = "check"
    """The last digit does not check the others: one was mistyped."""


def digits(text: str) -> str:
    """Return what was typed without spaces, points and hyphens."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ".-")


def doubt(text: str) -> Doubt:
    """Return what speaks against a number; nothing against an empty one."""
    told = digits(text)
    if not told:
        return Doubt.NONE
    if not (told.isascii() and told.isdigit()):
        return Doubt.COUNT
    if len(told) == _SIRET_DIGITS and luhn(told[:_DIGITS]):
        return Doubt.SIRET
    if len(told) != _DIGITS:
        return Doubt.COUNT
    return Doubt.NONE if luhn(told) else Doubt.CHECK


def spaced(text: str) -> str:
    """Return nine digits in threes, « 217 500 016 »; anything else as typed."""
    told = digits(text)
    return NBSP.join((told[:3], told[3:6], told[6:])) if _is_whole(told) else text


def to_keep(text: str) -> str:
    """Return what to keep: the digits alone where there are nine, else the words as typed."""
    told = digits(text)
    return told if _is_whole(told) else text.strip()


def _is_whole(told: str) -> bool:
    return len(told) == _DIGITS and told.isascii() and told.isdigit()


def luhn(told: str) -> bool:
    """Say whether the last of these digits checks the others."""
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(told)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0
