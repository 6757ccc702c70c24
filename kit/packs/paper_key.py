"""A private key as digits on paper: read aloud, typed back, each group checked by itself and all of them together.

A group is two bytes as five digits, then one that checks them with the place of the group (Luhn), so that a mistyped or
exchanged group is known by its name. The last group holds two bytes of a SHA-256 of the key.
"""

from __future__ import annotations

import re

from kit.digest import sha256
from kit.errors import SheetRefused
from kit.packs.keys import SEED_BYTES
from kit.siren import luhn

NAMES = "ABCDEFGHIJKLMNOPQ"
"""Names of the groups in their order; the last one checks all others."""
DIGITS = 6
"""Of a group."""
_PURPOSE = b"kit-ess cle papier 1\n"
_SOFT = re.compile(r"[ \t\u00a0\u202f.\-]")  # may stand inside a group


def groups(seed: bytes) -> tuple[str, ...]:
    """Return the groups of a private key, six digits each."""
    told = seed + _sum(seed)
    return tuple(_group(place, int.from_bytes(told[2 * place : 2 * place + 2])) for place in range(len(NAMES)))


def scanned(seed: bytes) -> str:
    """Return what the code beside the groups says: letters and digits that ``read`` takes."""
    return " ".join(f"{name}{group}" for name, group in zip(NAMES, groups(seed), strict=True))


def printed(group: str) -> str:
    """Return a group as it is printed: « 123 456 »."""
    return f"{group[:3]}\u00a0{group[3:]}"


def read(words: str) -> bytes:
    """Return the private key of what was typed; SheetRefused, with the name of each group that is wrong.

    Any spaces, points and hyphens may stand inside and between groups; the names of the groups may be typed or not.
    """
    found = split(words)
    wrong = tuple(name for name, group in zip(NAMES, found, strict=False) if not is_sound(name, group))
    if wrong:
        raise SheetRefused("groups", wrong, len(found))
    if len(found) != len(NAMES):
        raise SheetRefused("count", count=len(found))
    told = b"".join(int(group[:-1]).to_bytes(2) for group in found)
    seed = told[:SEED_BYTES]
    if told[SEED_BYTES:] != _sum(seed):
        raise SheetRefused("sum", count=len(found))
    return seed


def split(words: str) -> list[str]:
    """Return the groups in what was typed, right or wrong.

    A letter or a new line ends a group, so that a digit too few or too many does not move those that follow.
    """
    found: list[str] = []
    for run in re.split(r"[^0-9 \t\u00a0\u202f.\-]+", words):
        group = ""
        for part in filter(None, _SOFT.split(run)):
            pieces = re.findall(rf"\d{{{DIGITS}}}", part) if len(part) % DIGITS == 0 else [part]
            for piece in pieces:
                if group and len(group + piece) > DIGITS:
                    found.append(group)
                    group = ""
                group += piece
                if len(group) >= DIGITS:
                    found.append(group)
                    group = ""
        if group:
            found.append(group)
    return found


def is_sound(name: str, group: str) -> bool:
    """Say whether six digits can be the group of this name."""
    if len(group) != DIGITS or int(group[:-1]) > 0xFFFF:
        return False
    return luhn(_placed(NAMES.index(name), group))


def _group(place: int, value: int) -> str:
    digits = f"{value:05}"
    return next(group for check in range(10) if luhn(_placed(place, group := f"{digits}{check}")))


def _placed(place: int, group: str) -> str:
    return f"{place + 1:02}{group}"


def _sum(seed: bytes) -> bytes:
    return sha256(_PURPOSE + seed).digest()[:2]
