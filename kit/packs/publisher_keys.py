"""The keys of an edition, in the ``[packs]`` of its ``kit.toml``: trusted ones, the next one, revoked ones."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from kit.bounded import TEXT_LIMIT, parse_toml
from kit.errors import ContentError, PackRefused
from kit.files import write_whole
from kit.packs import keyring, keys
from kit.packs.keyring import Keyring


class Doubt(StrEnum):
    """What speaks against naming or revoking a key; it is told before, and never bars it."""

    UNKNOWN = "unknown"
    """The key that signs, or the one to be revoked, is none that the folder names: no kit will follow."""
    REVOKED = "revoked"
    """The key that signs, or the next one, is revoked: no kit will follow."""
    LAST = "last"
    """No trusted key follows the one to be revoked: only another version of the program tells kits of it."""


class Outlook(Struct, frozen=True):
    """What comes of a gesture: what speaks against it, and the keys that may sign the edition that tells it."""

    public: str
    doubts: tuple[Doubt, ...]
    signers: tuple[str, ...]


def known(folder: Path) -> Keyring:
    """Return the keys that a folder names, in their order, with those that it revokes. ContentError, OSError."""
    path = folder / "kit.toml"
    table = _table(_read(path), path)
    links, revoked = _links_and_revoked(folder)
    ring = keyring.of_keys(keys.public_keys(keyring.list_in(table, "keys"))).remembering(links)
    return Keyring(ring.order, ring.handovers, frozenset(revoked))


def trusted_in(folder: Path | None) -> tuple[str, ...]:
    """Return the keys that a program made of this folder would take; none where there is no folder to read."""
    if folder is None:
        return ()
    try:
        return known(folder).trusted
    except (ContentError, OSError):
        return ()


def outlook_of_next(folder: Path, key: Path, public: str) -> Outlook:
    """Return what comes of naming the next key; raises as ``name_next``, and nothing is written."""
    ring, present = known(folder), _checked(folder, key, public)[1]
    doubts = [Doubt.UNKNOWN] if present not in ring.order else []
    doubts += [Doubt.REVOKED] if {present, public} & ring.revoked else []
    return Outlook(public, tuple(doubts), (present,))


def outlook_of_revoked(folder: Path, public: str) -> Outlook:
    """Return what comes of revoking a key; raises as ``revoke``, and nothing is written."""
    if not keys.public_keys((public,)):
        raise PackRefused(folder, "no-public-key", public[:16])
    ring = known(folder)
    if public not in ring.order:
        return Outlook(public, (Doubt.UNKNOWN,), ring.trusted)
    later = ring.order[ring.order.index(public) + 1 :]
    signers = tuple(one for one in later if one in ring.trusted)
    return Outlook(public, () if signers else (Doubt.LAST,), signers)


def trust(folder: Path, public: str) -> None:
    """Write a public key among those that the program of this folder is built with. ContentError, OSError."""
    path = folder / "kit.toml"
    _write(path, _with_key(_read(path), path, "keys", public))


def revoke(folder: Path, public: str) -> None:
    """Write a public key among the revoked ones: its packs are refused by who installs the next one.

    Raises PackRefused (« no-public-key »), ContentError, OSError.
    """
    if not keys.public_keys((public,)):
        raise PackRefused(folder, "no-public-key", public[:16])
    path = folder / "kit.toml"
    _write(path, _with_key(_read(path), path, "revoked", public))


def name_next(folder: Path, key: Path, public: str) -> None:
    """Name the next public key, signed by the present private one; the packs built from now on carry it.

    Raises PackRefused (« no-public-key », « same-key », or « named-another » where it named one: every kit that saw
    the first holds to it), KeyRefused, ContentError, OSError.
    """
    seed, present = _checked(folder, key, public)
    path = folder / "kit.toml"
    words = _read(path)
    links = _links_and_revoked(folder)[0]
    if any((link.by, link.key) == (present, public) for link in links):
        return
    link = keyring.hand_over(seed, public)
    made = f'[[packs.next]]\nkey = "{link.key}"\nby = "{link.by}"\nsignature = "{link.signature}"\n'
    after = f"{words.rstrip()}\n\n{made}"
    try:
        told = keyring.links_in(after.encode("utf-8"))[0]
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", "packs.next") from error
    if told != (*links, link):
        raise ContentError(path, 1, "kit.toml", "packs.next")
    _write(path, after)


def _checked(folder: Path, key: Path, public: str) -> tuple[bytes, str]:
    """Return the present private key and its public half, which may name ``public`` as the next."""
    if not keys.public_keys((public,)):
        raise PackRefused(folder, "no-public-key", public[:16])
    seed = keys.read_key(key)
    present = keys.public_of(seed)
    if public == present:
        raise PackRefused(folder, "same-key", public[:16])
    for link in _links_and_revoked(folder)[0]:
        if link.by == present and link.key != public:
            raise PackRefused(folder, "named-another", link.key[:16])
    return seed, present


def _links_and_revoked(folder: Path) -> tuple[tuple[keyring.Handover, ...], tuple[str, ...]]:
    """Return the links and the revoked keys that the ``kit.toml`` of a folder tells. ContentError, OSError."""
    path = folder / "kit.toml"
    try:
        return keyring.links_in(_read(path).encode("utf-8"))
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", "packs.next") from error


def _with_key(words: str, path: Path, name: str, public: str) -> str:
    """Return the words of a ``kit.toml`` with a key in a list of ``[packs]``, once."""
    table = _table(words, path)
    before = keyring.list_in(table, name)
    if public in before:
        return words
    told = ", ".join(f'"{key}"' for key in (*before, public))
    line = f"{name} = [{told}]"
    if name in table:
        after = re.sub(rf"(?ms)^(\[packs\]\s*$.*?)^{name}\s*=\s*\[.*?\]", lambda found: found[1] + line, words, count=1)
    elif re.search(r"(?m)^\[packs\]\s*$", words):
        after = re.sub(r"(?m)^\[packs\][^\S\n]*$", lambda found: f"{found[0]}\n{line}", words, count=1)
    else:
        after = f"{words.rstrip()}\n\n[packs]\n{line}\n"
    if _table(after, path) != table | {name: [*before, public]}:
        raise ContentError(path, 1, "kit.toml", f"packs.{name}")  # written in a way that this does not know
    return after


def _table(words: str, path: Path) -> dict[str, Any]:
    try:
        found = parse_toml(words, TEXT_LIMIT).get("packs", {})
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", str(error)) from error
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, words: str) -> None:
    write_whole(path, words.encode("utf-8"))
