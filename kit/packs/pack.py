"""A pack as a value: read and judged, or built from a folder of texts and signed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from kit import __version__
from kit.bounded import decode_json
from kit.content.loader import load_publisher
from kit.digest import sha256
from kit.errors import PackRefused
from kit.files import write_whole
from kit.packs import keyring, keys
from kit.packs.archive import MANIFEST, ROOMS, SIGNATURE, is_path_allowed, read_archive, read_head, write_archive
from kit.packs.checks import check_texts
from kit.packs.keyring import Handover, Keyring
from kit.packs.manifest import TEXTS_SINCE, Manifest, is_newer_program, is_well_formed, read_manifest
from kit.steps import Step, unwatched

EXTENSION = ".kitpack"
_SIGNATURE_LIMIT = 20_000  # bytes: under 200, and under 400 for each link between keys
_HEAD = re.compile(rb"(?m)^content_(?:version|date)\s*=.*$")  # what is written when an edition is signed
# What a PackRefused says; the sentences stand in ui/services/errors.py and kit/commands/packs.py.
REASONS = (
    "not-a-pack",
    "altered",
    "unsigned",
    "unknown-key",
    "revoked-key",
    "too-large",
    "bad-path",
    "link",
    "duplicate",
    "newer-program",
    "internet",
    "broken-text",
    "older",
    "older-than-used",
    "keys",
    "no-public-key",
    "same-key",
    "named-another",
    "changed-since",
    "head",
    "other-edition",
)


class Signature(msgspec.Struct, frozen=True):
    """Who signed a manifest, by the short name of the key, and the signature in hexadecimal, of the links too."""

    key: str
    signature: str
    handovers: Annotated[tuple[Handover, ...], Meta(max_length=keyring.MOST_LINKS)] = ()

    def to_bytes(self) -> bytes:
        """Return the one way to write it."""
        told: dict[str, object] = {"key": self.key, "signature": self.signature}
        if self.handovers:
            told["handovers"] = msgspec.to_builtins(self.handovers)
        return (json.dumps(told) + "\n").encode("ascii")


class Pack(msgspec.Struct, frozen=True):
    """A pack whose signature and files are sound; ``files`` is path → content, with manifest and signature.

    ``ring`` holds the keys that are known once it is installed.
    """

    path: Path
    manifest: Manifest
    files: Mapping[str, bytes]
    ring: Keyring


def read_pack(path: Path, trusted: tuple[str, ...] | None = None) -> Pack:
    """Read a pack and judge all but its texts (``checks.check_texts``); raises PackRefused, OSError.

    ``trusted`` replaces the public keys of the program.
    """
    files = read_archive(path)
    if SIGNATURE not in files:
        raise PackRefused(path, "unsigned")
    manifest, signer, ring = _signed_manifest(path, files[MANIFEST], files[SIGNATURE], trusted)
    if is_newer_program(manifest.needs, __version__):
        raise PackRefused(path, "newer-program", manifest.needs)
    told = {name: sha256(content).hexdigest() for name, content in _texts(files)}
    if told != dict(manifest.files):
        wrong = sorted(name for name in {*told, *manifest.files} if told.get(name) != manifest.files.get(name))
        raise PackRefused(path, "altered", wrong[0])
    return Pack(path, manifest, files, ring.without(_revoked(files["kit.toml"]), signer))


def read_pack_of(path: Path, others: tuple[str, ...]) -> tuple[Pack, bool]:
    """Read a pack as ``read_pack``; one of a key that is not known here by ``others``, which the second value tells."""
    try:
        return read_pack(path), True
    except PackRefused as error:
        if error.reason != "unknown-key" or not others:
            raise
    return read_pack(path, others), False


def read_pack_head(path: Path, trusted: tuple[str, ...] | None = None) -> Manifest:
    """Return what a pack says of itself, once its signature is judged; the rest is not read. PackRefused, OSError."""
    signed, signature = read_head(path)
    return _signed_manifest(path, signed, signature, trusted)[0]


def _signed_manifest(
    path: Path, signed: bytes, signature: bytes, trusted: tuple[str, ...] | None
) -> tuple[Manifest, str, Keyring]:
    """Return the manifest, the public key that signed it, and the keyring that its links give."""
    ring = keyring.here() if trusted is None else keyring.of_keys(trusted)
    signer, grown = _judge_signature(path, signed, signature, ring)
    try:
        return read_manifest(signed), signer, grown
    except ValueError:
        raise PackRefused(path, "altered", MANIFEST) from None


def _judge_signature(path: Path, signed: bytes, content: bytes, ring: Keyring) -> tuple[str, Keyring]:
    try:
        told = decode_json(content, Signature, _SIGNATURE_LIMIT)
        signature = bytes.fromhex(told.signature)
    except ValueError:
        raise PackRefused(path, "altered", SIGNATURE) from None
    if told.to_bytes() != content:
        raise PackRefused(path, "altered", SIGNATURE)
    grown = ring.grown(told.handovers)
    public = next((key for key in grown.order if keys.key_id(key) == told.key), "")
    if any(keys.key_id(key) == told.key for key in grown.revoked):
        raise PackRefused(path, "revoked-key", told.key[:16])
    if not public:
        raise PackRefused(path, "unknown-key", told.key[:16])
    if not keys.is_signed(_to_sign(signed, told.handovers), signature, public):
        raise PackRefused(path, "altered", MANIFEST)
    return public, grown


def _to_sign(manifest: bytes, handovers: tuple[Handover, ...]) -> bytes:
    """Return what is signed: the manifest, and the links where there are some."""
    return manifest + (msgspec.json.encode(handovers) if handovers else b"")


def _revoked(kit_toml: bytes) -> tuple[str, ...]:
    try:
        return keyring.links_in(kit_toml)[1]
    except ValueError:
        return ()  # a broken text: ``check_texts`` refuses it


def lay_out(pack: Pack, folder: Path) -> None:
    """Write the files of a pack into a folder; OSError."""
    for name, content in pack.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, content)


def build_pack(
    folder: Path, key: Path, out: Path, *, needs: str = TEXTS_SINCE, force: bool = False, step: Step = unwatched
) -> Pack:
    """Write the pack of a folder that holds ``kit.toml`` and ``content``; the texts are checked before.

    Version and date are those of ``kit.toml``; ``step`` is told « check », then « sign ».
    Raises PackRefused (the folder's path), ContentError, KeyRefused, OutputExists, OSError.
    """
    seed = keys.read_key(key)
    publisher = load_publisher(folder / "kit.toml")
    if not is_well_formed(publisher.content_version, publisher.content_date, needs):
        raise PackRefused(folder, "head", f"{publisher.content_version} · {publisher.content_date} · {needs}")
    texts = dict(_from_disk(folder))
    links = _links(folder, texts["kit.toml"], keys.public_of(seed))
    step("check")
    check_texts(folder)
    step("sign")
    told = {name: sha256(content).hexdigest() for name, content in texts.items()}
    manifest = Manifest(version=publisher.content_version, date=publisher.content_date, needs=needs, files=told)
    signed = manifest.to_bytes()
    public = keys.public_of(seed)
    signature = Signature(keys.key_id(public), keys.sign(seed, _to_sign(signed, links)).hex(), links)
    head = {MANIFEST: signed, SIGNATURE: signature.to_bytes()}
    write_whole(out, write_archive(head | texts), force=force)
    return read_pack(out, (public,))


def fingerprint(folder: Path) -> str:
    """Return what tells the texts of a folder from others, whatever their version and date. PackRefused, OSError."""
    told = sha256()
    for name, content in _from_disk(folder):
        own = _HEAD.sub(b"", content) if name == "kit.toml" else content
        told.update(f"{name} {len(own)}\n".encode() + own)
    return told.hexdigest()


def _links(folder: Path, kit_toml: bytes, signer: str) -> tuple[Handover, ...]:
    """Return the links between keys that a pack carries; PackRefused for those that no kit would take."""
    try:
        links, revoked = keyring.links_in(kit_toml)
    except ValueError:
        raise PackRefused(folder, "keys", "kit.toml, packs.next") from None
    wrong = [link.key[:16] for link in links if not keyring.is_sound(link)]
    if wrong or signer in revoked:
        raise PackRefused(folder, "keys", wrong[0] if wrong else signer[:16])
    return links


def _from_disk(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder of texts that go into a pack; raises PackRefused for one that may not."""
    yield "kit.toml", (folder / "kit.toml").read_bytes()
    for room in ROOMS:
        for path in sorted((folder / room).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise PackRefused(folder, "link", name)
            if path.is_file() and not path.name.startswith((".", "~")):
                if not is_path_allowed(name):
                    raise PackRefused(folder, "bad-path", name)
                yield name, path.read_bytes()


def _texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name, content) for name, content in files.items() if name not in (MANIFEST, SIGNATURE))
