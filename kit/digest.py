"""SHA-256 for the journal and the index. ``hashlib`` would load OpenSSL, 3 ms of every start, for the same function."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256
    except ImportError:  # another Python than CPython 3.12 or later
        from hashlib import sha256

__all__ = ["sha256"]
