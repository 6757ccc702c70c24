"""QR codes of the short mailto, for the phone: it has the network. ``segno`` loads at first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit.errors import CodeTooLarge

if TYPE_CHECKING:
    import segno

_LARGEST = 12  # version: 65 modules, the finest that a phone reads from a screen of 1,024 pixels


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a code, True for dark, without the white around. Raises CodeTooLarge."""
    return tuple(tuple(bool(module) for module in row) for row in _made(text).matrix)


def _made(text: str) -> segno.QRCode:
    import segno

    code = segno.make_qr(text, error="m")
    if int(code.version) > _LARGEST:
        raise CodeTooLarge(int(code.version))
    return code
