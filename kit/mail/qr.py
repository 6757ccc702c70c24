"""QR codes of the short mailto, for the phone: it has the network. ``segno`` loads at first use."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kit.errors import CodeTooLarge

if TYPE_CHECKING:
    import segno

QUIET = 4  # modules of white around (ISO/IEC 18004, 6.3.8)
_LARGEST = 12  # version: 65 modules, the finest that a phone reads from a screen of 1,024 pixels
_SCALE = 6  # pixels of a module, for an office document


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the rows of a code, True for dark, without the white around. Raises CodeTooLarge."""
    return tuple(tuple(bool(module) for module in row) for row in _made(text).matrix)


def svg(text: str) -> str:
    """Return a code as an SVG drawing with its white around. Raises CodeTooLarge."""
    out = io.BytesIO()
    _made(text).save(out, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False)
    return out.getvalue().decode("utf-8")


def png(text: str) -> bytes:
    """Return a code as a PNG picture with its white around. Raises CodeTooLarge."""
    out = io.BytesIO()
    _made(text).save(out, kind="png", border=QUIET, scale=_SCALE)
    return out.getvalue()


def _made(text: str) -> segno.QRCode:
    import segno

    code = segno.make_qr(text, error="m")
    if int(code.version) > _LARGEST:
        raise CodeTooLarge(int(code.version))
    return code
