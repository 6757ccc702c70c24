"""SHA-256 for the journal and the index. ``hashlib`` would load OpenSSL, 3 ms of every start, for the same function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:  # another Python than CPython 3.12 or later
        from hashlib import sha256

__all__ = ["Digest", "sha256", "sha256_for"]

_MANY = 1 << 20


class Digest(Protocol):
    """What a SHA-256 gives, from whichever library."""

    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...


def sha256_for(size: int) -> Callable[[bytes], Digest]:
    """Return the function for so many bytes of short texts: over 1 MiB, OpenSSL's is worth loading (a third faster)."""
    if size < _MANY:
        return sha256
    import hashlib

    return hashlib.sha256
