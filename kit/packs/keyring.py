"""Which keys sign texts here: those of the program, those that they handed over to, less those that were revoked.

A key names the next one by signing it; the links travel in every later pack, so that who skipped an edition follows
too. The first link of a key counts, any other gives nothing: who steals a key cannot name another after it was
followed. A key revokes those before it only, never one that follows. What an install learns is kept in
``paths.known_keys``, as the links themselves: each is judged again whenever it is read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from kit import paths
from kit.bounded import TEXT_LIMIT, decode_json, parse_toml
from kit.files import read_regular, write_whole
from kit.packs import keys

log = logging.getLogger(__name__)
MOST_LINKS = 40
_FILE_LIMIT = 100_000  # bytes of the file of what installs learned
PublicKey = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Handover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The holder of ``by`` names ``key`` as the next one; ``signature`` is hexadecimal."""

    key: PublicKey
    by: PublicKey
    signature: Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z")]


class _Learned(msgspec.Struct, frozen=True):
    handovers: Annotated[tuple[Handover, ...], Meta(max_length=MOST_LINKS)] = ()
    revoked: Annotated[tuple[PublicKey, ...], Meta(max_length=1_000)] = ()


class Keyring(msgspec.Struct, frozen=True):
    """``order`` holds every key known here, each before the one that follows it; ``handovers`` those that count."""

    order: tuple[str, ...] = ()
    handovers: tuple[Handover, ...] = ()
    revoked: frozenset[str] = frozenset()

    @property
    def trusted(self) -> tuple[str, ...]:
        """The keys whose packs are taken."""
        return tuple(key for key in self.order if key not in self.revoked)

    def grown(self, links: Iterable[Handover]) -> Keyring:
        """Return the keyring with the keys that those links bring which a key still trusted here made."""
        return self._with(links, self.revoked)

    def remembering(self, links: Iterable[Handover]) -> Keyring:
        """Return the keyring with the links that were taken before, whatever was revoked since."""
        return self._with(links, frozenset())

    def without(self, revoked: Iterable[str], signer: str) -> Keyring:
        """Return the keyring without those keys that stand before the signer's; who signs revokes no other."""
        older = self.order[: self.order.index(signer)] if signer in self.order else ()
        return replace(self, revoked=self.revoked | {key for key in revoked if key in older})

    def _with(self, links: Iterable[Handover], closed: frozenset[str]) -> Keyring:
        order, taken = list(self.order), list(self.handovers)
        left = [link for link in dict.fromkeys(links) if is_sound(link)]

        def counts(link: Handover) -> bool:
            known = link.by in order and link.by not in closed and link.key not in order
            return known and all(one.by != link.by for one in taken)

        while len(taken) < MOST_LINKS and (link := next(filter(counts, left), None)):
            order.insert(order.index(link.by) + 1, link.key)
            taken.append(link)
        return replace(self, order=tuple(order), handovers=tuple(taken))


def hand_over(seed: bytes, key: str) -> Handover:
    """Return the link by which the holder of a private key names the next public key."""
    return Handover(key, keys.public_of(seed), keys.sign_next(seed, key).hex())


def is_sound(link: Handover) -> bool:
    """Say whether the holder of ``by`` made this link."""
    return keys.is_next_signed(link.key, bytes.fromhex(link.signature), link.by)


def of_keys(public: Iterable[str]) -> Keyring:
    """Return the keyring of these public keys alone."""
    return Keyring(tuple(public))


def here() -> Keyring:
    """Return the keyring of this program: as it was built, with what installs learned since."""
    table = _packs_of(paths.resources() / "kit.toml")
    built = Keyring(tuple(keys.public_keys(list_in(table, "keys"))))
    learned = _learned()
    revoked = frozenset((*keys.public_keys(list_in(table, "revoked")), *learned.revoked))
    return replace(built.remembering(learned.handovers), revoked=revoked)


def remember(ring: Keyring) -> None:
    """Keep what an install learned, for its owner alone; nothing is written where nothing is new. OSError."""
    known = here()
    if ring.handovers == known.handovers and ring.revoked == known.revoked:
        return
    made = msgspec.json.encode(_Learned(ring.handovers, tuple(sorted(ring.revoked))))
    write_whole(paths.known_keys(), msgspec.json.format(made, indent=1) + b"\n", private=True)


def links_in(kit_toml: bytes) -> tuple[tuple[Handover, ...], tuple[str, ...]]:
    """Return the links and the revoked keys that a ``kit.toml`` tells; ValueError for links that are none."""
    table = _packs(parse_toml(kit_toml.decode("utf-8"), TEXT_LIMIT))
    try:
        links = msgspec.convert(list_in(table, "next"), tuple[Handover, ...])
    except msgspec.ValidationError as error:
        raise ValueError("packs.next") from error
    return links[:MOST_LINKS], tuple(keys.public_keys(list_in(table, "revoked")))


def list_in(table: dict[str, Any], name: str) -> list[Any]:
    """Return a list of a table, empty for anything else."""
    found = table.get(name, [])
    return found if isinstance(found, list) else []


def _packs(table: dict[str, Any]) -> dict[str, Any]:
    found = table.get("packs", {})
    return found if isinstance(found, dict) else {}


def _packs_of(path: Path) -> dict[str, Any]:
    try:
        return _packs(parse_toml(path.read_text(encoding="utf-8"), TEXT_LIMIT))
    except (OSError, ValueError):
        return {}


def _learned() -> _Learned:
    """Return what installs learned; a damaged file is told in the log, and the next pack tells all of it again."""
    try:
        return decode_json(read_regular(paths.known_keys(), _FILE_LIMIT), _Learned, _FILE_LIMIT)
    except FileNotFoundError:
        return _Learned()
    except (ValueError, OSError) as error:
        log.warning("the file of the known keys cannot be read: %s", type(error).__name__)
        return _Learned()
