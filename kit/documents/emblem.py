"""The coat of arms or logo of a collectivité: a PNG or an SVG, chosen once, kept as a piece of the dossier.

It is evidence of the target ``identity``: it travels, merges and goes away with the other pieces. The file may have
come from a stranger: it is checked when it is chosen, and again each time that it is read.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kit import files
from kit.digest import sha256
from kit.documents import keeping
from kit.documents.document import Document, Emblem
from kit.documents.wording import wording
from kit.dossier import pieces
from kit.dossier import plan_fields as names
from kit.dossier.model import Change, Event
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.view import PiecesView
from kit.errors import EmblemRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ID = "embleme"
FIELD = names.EVIDENCE + ID
PNG_LIMIT, SVG_LIMIT = 1024 * 1024, 512 * 1024
"""Bytes: a logo of a mairie has some tens of thousands."""
LARGEST = 3000
"""Pixels, or units of an SVG, along a side of a PNG."""
_THINNEST = 12  # times as long as high, or as high as long
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by kind of colour: PNG, third edition, 11.2.1
_DEPTHS = (1, 2, 4, 8, 16)
# What runs, moves, or holds pages; a filter can take any time to draw.
_FORBIDDEN = frozenset(
    "script foreignobject iframe object embed audio video animate animatemotion animatetransform animatecolor set "
    "handler listener filter feimage".split()
)
_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_MOST_USES = 200


class Picture(Struct, frozen=True):
    """A picture that was checked: its bytes, ``png`` or ``svg``, and how large it is in its own units."""

    data: bytes
    kind: str
    width: float
    height: float

    def svg(self) -> str:
        """Return it as an SVG, which every page takes: a PNG stands in one."""
        if self.kind == "svg":
            return self.data.decode("utf-8")
        told = base64.b64encode(self.data).decode("ascii")
        size = f'width="{self.width:g}" height="{self.height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
            f'<image {size} xlink:href="data:image/png;base64,{told}"/></svg>'
        )


def evidence(dossier: PiecesView) -> Evidence | None:
    """Return the piece that is the emblem of a dossier, None where none was chosen."""
    return next((one for one in evidence_of(dossier.fields(names.IDENTITY)) if one.id == ID and one.file), None)


def emblem(dossier: PiecesView) -> Emblem | None:
    """Return the emblem of a dossier for a document; its file is read when the document is written."""
    found = evidence(dossier)
    if found is None:
        return None
    place = " ".join(str(dossier.value(names.IDENTITY, "name") or "").split())
    alt = wording().say("emblem", "alt", place=place) if place else wording().say("emblem", "alt_no_place")
    return Emblem(dossier.path, found.file, found.sha256, found.size, alt)


def with_emblem(document: Document, dossier: PiecesView) -> Document:
    """Return a document with the emblem of whose it is: an act, a letter, what bears the place, a cover.

    What is signed or sent takes the templates of the dossier too.
    """
    place, is_own = str(dossier.value(names.IDENTITY, "name") or ""), document.official or document.letter
    if is_own and not document.templates:
        from kit.documents.keeping import templates

        document = msgspec.structs.replace(document, templates=templates(dossier))
    if document.emblem or not (is_own or document.cover or document.place == place):
        return document
    return msgspec.structs.replace(document, emblem=emblem(dossier))


def read(told: Emblem) -> Picture | None:
    """Return the picture of an emblem; None where its file is gone, another, or no fit picture: nothing is printed."""
    data = keeping.content(told, PNG_LIMIT)
    try:
        return checked(data, keeping.place(told)) if data is not None else None
    except EmblemRefused:
        return None


def choose(dossier: pieces.Recording, source: Path) -> pieces.Attached:
    """Check a picture, copy it beside the dossier and note it as its emblem: both, or none. For the ordered writer.

    EmblemRefused for what is no fit picture; else as ``pieces.attach``.
    """
    try:
        data = files.read_regular(files.chosen(source), PNG_LIMIT)
    except OSError as error:
        raise EmblemRefused(source, "too-large" if files.is_too_large(error) else "unreadable") from error
    checked(data, source)
    made: list[Path] = []
    found = pieces.add(dossier.path, source, wording().say("emblem", "title"), made)
    with pieces.removed_unless_done(made):
        if found.sha256 != sha256(data).hexdigest():  # changed while it was read
            raise EmblemRefused(source, "damaged")
        found = msgspec.structs.replace(found, id=ID)
        events: tuple[Event, ...] = dossier.record_group([Change(names.IDENTITY, FIELD, found.to_value())])
        return pieces.Attached(found, events)


def removed() -> Change:
    """Return what to record when the emblem is no longer wanted; its file stays, so that undoing gives it back."""
    return Change(names.IDENTITY, FIELD, None)


def checked(data: bytes, path: Path) -> Picture:
    """Return a picture from its bytes, whatever its name says; EmblemRefused with its reason.

    ``kind``: neither PNG nor SVG; ``too-large``: over the bytes or the pixels; ``shape``: a mere line; ``damaged``;
    ``active``: an SVG with a script, an animation or a filter, or that leads outside itself.
    """
    if len(data) > PNG_LIMIT:
        raise EmblemRefused(path, "too-large")
    if data.startswith(_SIGNATURE):
        return _png(data, path)
    if b"<svg" in data[:8192] or b":svg" in data[:8192]:
        return _svg(data, path)
    raise EmblemRefused(path, "kind")


def _png(data: bytes, path: Path) -> Picture:
    """Read a PNG chunk by chunk: every sum is right, and its pixels are as many as it says."""
    chunks, pixels, room, found = _chunks(data), zlib.decompressobj(), 0, 0
    try:
        kind, content = next(chunks)
        wide, high, depth, colour, _, _, laced = struct.unpack(">IIBBBBB", content)
        if kind != b"IHDR" or colour not in _CHANNELS or depth not in _DEPTHS:
            raise EmblemRefused(path, "damaged")
        _fit(wide, high, path)
        row = (wide * _CHANNELS[colour] * depth + 7) // 8 + 1
        # Seven passes of an interlaced picture have their own rows, each with a byte of its filter.
        room = row * high + (8 * (high + 8) + wide if laced else 0)
        for kind, content in chunks:
            if kind == b"IDAT":
                found += len(pixels.decompress(content, room + 1 - found))
                if found > room or pixels.unconsumed_tail:
                    raise EmblemRefused(path, "damaged")
    except (struct.error, zlib.error, StopIteration) as error:
        raise EmblemRefused(path, "damaged") from error
    if not pixels.eof:
        raise EmblemRefused(path, "damaged")
    return Picture(data, "png", wide, high)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and content of each chunk up to the last; struct.error for what is cut, zlib.error for damage."""
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        content, (told,) = data[at + 8 : at + 8 + length], struct.unpack(">I", data[at + 8 + length :][:4])
        if zlib.crc32(kind + content) != told:
            raise zlib.error("sum")
        yield kind, content
        at += 12 + length


def _svg(data: bytes, path: Path) -> Picture:
    if len(data) > SVG_LIMIT:
        raise EmblemRefused(path, "too-large")
    from kit.foreign_xml import XmlRefused, local, parsed  # Python's XML: « Ma collectivité » only asks for a name

    try:
        text = data.decode("utf-8-sig")
        root = parsed(text.encode())
    except UnicodeDecodeError as error:
        raise EmblemRefused(path, "damaged") from error
    except XmlRefused as error:
        raise EmblemRefused(path, "active" if str(error) in ("doctype", "style sheet") else "damaged") from error
    if local(root.tag) != "svg":
        raise EmblemRefused(path, "kind")
    for element in root.iter():
        if not _is_still(element):
            raise EmblemRefused(path, "active")
    if not _is_bounded(root):
        raise EmblemRefused(path, "too-large")
    wide, high = _size(root)
    _fit(wide, high, path)
    return Picture(text.encode(), "svg", wide, high)


def _is_still(element: Element) -> bool:
    """Say whether an element does nothing and leads nowhere outside the picture."""
    from kit.foreign_xml import attributes, local

    name = local(element.tag).lower()
    if name in _FORBIDDEN or "@import" in (element.text or "").lower() or _URL.search(element.text or ""):
        return False
    for attribute, value in attributes(element):
        leads = attribute in ("href", "src") and not value.lstrip().startswith("#")
        if attribute.startswith("on") or _URL.search(value) or "javascript:" in value.lower():
            return False
        if leads and not (name == "image" and _PICTURE.match(value.lstrip())):
            return False
    return True


def _is_bounded(root: Element) -> bool:
    """Say whether drawing parts again stays small: few times, and no part that is drawn again holds another."""
    from kit.foreign_xml import attributes, local

    uses = [element for element in root.iter() if local(element.tag) == "use"]
    if len(uses) > _MOST_USES:
        return False
    again = {value.strip().lstrip("#") for use in uses for name, value in attributes(use) if name == "href"}
    for element in root.iter():
        if element.get("id") in again and any(local(inner.tag) == "use" for inner in element.iter()):
            return False
    return True


def _size(root: Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    told = _length(root.get("width")), _length(root.get("height"))
    if told[0] and told[1]:
        return told[0], told[1]
    try:
        return float(box[2]), float(box[3])
    except (IndexError, ValueError):
        return 0, 0


def _length(text: str | None) -> float:
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _UNITS.get(found[2].lower(), 0) if found else 0


def _fit(wide: float, high: float, path: Path) -> None:
    if wide > LARGEST or high > LARGEST:
        raise EmblemRefused(path, "too-large")
    if not (0 < wide <= _THINNEST * high and 0 < high <= _THINNEST * wide):
        raise EmblemRefused(path, "shape")
