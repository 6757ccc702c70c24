"""The keys of an edition, in the ``[packs]`` of its ``kit.toml``: trusted ones, the next one, revoked ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kit.bounded import TEXT_LIMIT, parse_toml
from kit.errors import ContentError, PackRefused
from kit.files import write_whole
from kit.packs import keyring, keys


def trust(folder: Path, public: str) -> None:
    """Write a public key among those that the program of this folder is built with. ContentError, OSError."""
    path = folder / "kit.toml"
    _write(path, _listed(_read(path), path, "keys", public))


def revoke(folder: Path, public: str) -> None:
    """Write a public key among the revoked ones: its packs are refused by who installs the next one.

    Raises PackRefused (« keys ») for what is no public key, ContentError, OSError.
    """
    if not keys.public_keys((public,)):
        raise PackRefused(folder, "keys", public[:16])
    path = folder / "kit.toml"
    _write(path, _listed(_read(path), path, "revoked", public))


def name_next(folder: Path, key: Path, public: str) -> None:
    """Name the next public key, signed by the present private one; the packs built from now on carry it.

    Raises PackRefused (« keys ») for what is no public key, or where this key named another; KeyRefused, ContentError,
    OSError.
    """
    seed = keys.read_key(key)
    present = keys.public_of(seed)
    if not keys.public_keys((public,)) or public == present:
        raise PackRefused(folder, "keys", public[:16])
    path = folder / "kit.toml"
    words = _read(path)
    try:
        links = keyring.told_in(words.encode("utf-8"))[0]
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", "packs.next") from error
    before = next((link for link in links if link.by == present), None)
    if before is not None:
        if before.key == public:
            return
        raise PackRefused(folder, "keys", before.key[:16])  # every kit that saw the first holds to it
    link = keyring.hand_over(seed, public)
    made = f'[[packs.next]]\nkey = "{link.key}"\nby = "{link.by}"\nsignature = "{link.signature}"\n'
    after = f"{words.rstrip()}\n\n{made}"
    try:
        told = keyring.told_in(after.encode("utf-8"))[0]
    except ValueError as error:
        raise ContentError(path, 1, "kit.toml", "packs.next") from error
    if told != (*links, link):
        raise ContentError(path, 1, "kit.toml", "packs.next")
    _write(path, after)


def _listed(words: str, path: Path, name: str, public: str) -> str:
    """Return the words of a ``kit.toml`` with a key in a list of ``[packs]``, once."""
    table = _table(words, path)
    before = keyring.listed(table, name)
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
