"""The keys: the CRESS signs with a private one, kept off the computers it gives kits to; the kit holds public ones.

Ed25519 (RFC 8032) by libsodium. ``kit.toml`` may list several public keys, so that one can follow another.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from kit.digest import sha256
from kit.errors import KeyRefused
from kit.files import write_whole
from kit.packs.synced import service

SEED_BYTES = 32
_HEAD = "Clé privée du kit ESS. À garder pour vous, hors de l’ordinateur : qui la possède peut publier des textes."
_SEED = re.compile(r"(?m)^prive = ([0-9a-f]{64})\s*$")
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_PURPOSE = b"kit-ess textes 1\n"  # a signature made for something else is none here
_PURPOSE_NEXT = b"kit-ess cle suivante 1\n"


def make_key(out: Path, *, synced: bool = False) -> str:
    """Write a new private key to ``out``; returns its public key. Raises as ``keep_key``."""
    return keep_key(os.urandom(SEED_BYTES), out, synced=synced)


def keep_key(seed: bytes, out: Path, *, synced: bool = False) -> str:
    """Write a private key to ``out``, for its owner alone, never over another file; returns its public key.

    Raises OutputExists, KeyRefused (« synced »), OSError.
    """
    refuse_synced(out, synced=synced)
    public = public_of(seed)
    write_whole(out, f"{_HEAD}\npublic = {public}\nprive = {seed.hex()}\n".encode(), force=False, private=True)
    return public


def refuse_synced(out: Path, *, synced: bool = False) -> None:
    """Raise KeyRefused for a file in a folder that a sync service copies away, unless ``synced``: this is known."""
    if not synced and (name := service(out.parent)):
        raise KeyRefused(out, "synced", name)


def read_key(path: Path) -> bytes:
    """Return the private key of a file that ``make_key`` wrote; raises KeyRefused, OSError.

    One that others than its owner may read is refused too; Windows tells no such rights, and nothing is judged there.
    """
    with path.open("rb") as file:
        words = file.read(4096).decode("utf-8", "replace")
        rights = os.fstat(file.fileno()).st_mode
    found = _SEED.search(words)
    if found is None:
        raise KeyRefused(path)
    if sys.platform != "win32" and rights & 0o077:
        raise KeyRefused(path, "open-to-others")
    return bytes.fromhex(found[1])


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature (64 bytes) of a message."""
    return _sign(seed, _PURPOSE + message)


def is_signed(message: bytes, signature: bytes, public: str) -> bool:
    """Say whether the holder of the private key of ``public`` signed this message."""
    return _is_signed(_PURPOSE + message, signature, public)


def sign_next(seed: bytes, key: str) -> bytes:
    """Return the signature (64 bytes) by which a private key names the public key that follows it."""
    return _sign(seed, _PURPOSE_NEXT + bytes.fromhex(key))


def is_next_signed(key: str, signature: bytes, public: str) -> bool:
    """Say whether the holder of the private key of ``public`` named ``key`` as the next one."""
    return _is_signed(_PURPOSE_NEXT + bytes.fromhex(key), signature, public)


def key_id(public: str) -> str:
    """Return the short name of a public key, told in a signature."""
    return sha256(bytes.fromhex(public)).hexdigest()[:16]


def public_of(seed: bytes) -> str:
    """Return the public key of a private one."""
    return _pair(seed)[0].hex()


def public_keys(listed: Iterable[object]) -> list[str]:
    """Return those of a list that are public keys: 64 letters of hexadecimal."""
    return [key for key in listed if isinstance(key, str) and _PUBLIC.fullmatch(key)]


def _sign(seed: bytes, message: bytes) -> bytes:
    from nacl.bindings import crypto_sign

    return crypto_sign(message, _pair(seed)[1])[:64]


def _is_signed(message: bytes, signature: bytes, public: str) -> bool:
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import CryptoError

    try:
        crypto_sign_open(signature + message, bytes.fromhex(public))
    except (CryptoError, ValueError):
        return False
    return len(signature) == 64


def _pair(seed: bytes) -> tuple[bytes, bytes]:
    from nacl.bindings import crypto_sign_seed_keypair

    return crypto_sign_seed_keypair(seed)
