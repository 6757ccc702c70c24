"""Evidence as files: copied into ``NAME.kitess.pieces/``, known by their SHA-256, never trusted for their name.

The folder may have come from a stranger: it and what it holds are read, written and removed only where they are a
folder and regular files (``kit.files``); a link at its place counts as no folder at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from kit import files, paths
from kit.digest import sha256
from kit.dossier import plan_fields as names
from kit.dossier.line import LINE_LIMIT, parse_line
from kit.dossier.model import Change, Event
from kit.dossier.plan_lists import Evidence, evidence_of
from kit.dossier.sidecar import pieces_of
from kit.dossier.view import DossierView, PiecesView
from kit.errors import PieceRefused, PieceTooLarge
from kit.steps import Step, unwatched

SIZE_LIMIT = 50 * 1024 * 1024
"""Bytes of one file: a scan of a délibération has about one million."""
_NAME_LIMIT = 80
_STORED_LIMIT = 120  # the first 12 digits of the hash stand before the name
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")

DOCUMENTS = frozenset(
    ".pdf .odt .ods .odp .odg .docx .xlsx .pptx .doc .xls .ppt .rtf .txt .csv .eml "
    ".png .jpg .jpeg .gif .tif .tiff .bmp .heic .webp".split()
)
"""Endings of files that are handed to the program of the system: what a mairie keeps of an act, and runs by no means.

Left out: kinds made for macros (.docm, .xlsm), pages and drawings that hold scripts (.html, .svg), folders in a file
(.zip), from which anything is one press away, and all that is unknown. The old kinds of Office may hold macros too;
Office asks before it runs them, and most acts of before 2010 are kept in them.
"""

LOOKED_AT = 50_000
"""Files that a search for missing pieces looks at: a whole stick, not a whole server."""
_DEPTH = 12
_BETWEEN_STEPS = 100


class PieceState(StrEnum):
    """Whether a copied file is still what it was."""

    SOUND = "sound"
    MISSING = "missing"
    CHANGED = "changed"


class Recording(Protocol):
    """What is asked of a dossier to note a piece: all or nothing, on the disk."""

    @property
    def path(self) -> Path: ...
    def record_group(self, changes: Iterable[Change], /) -> tuple[Event, ...]: ...


class Attached(Struct, frozen=True):
    """A piece that was copied and noted: ``events`` are the gesture that one undo takes back."""

    evidence: Evidence
    events: tuple[Event, ...]


class Search(Struct, frozen=True):
    """What a search for missing pieces brought back, and what it did not; ``whole`` when it looked everywhere."""

    found: tuple[Evidence, ...]
    missing: tuple[Evidence, ...]
    whole: bool = True


def folder_of(dossier: Path) -> Path:
    """Return the folder of a dossier's files."""
    return pieces_of(dossier)


def path_of(dossier: Path, evidence: Evidence) -> Path:
    """Return where the file of a piece of evidence stands; a name that would lead elsewhere is made safe."""
    return folder_of(dossier) / stored_name(evidence.file)


def stored_name(file: str) -> str:
    """Return the name in the folder of the pieces for the ``file`` of an event."""
    return safe_name(file, _STORED_LIMIT)


def shown_name(evidence: Evidence) -> str:
    """Return the name of the file as it was before it was copied: what its title may not say."""
    name = stored_name(evidence.file)
    return name.removeprefix(f"{evidence.sha256[:12]}-") if len(evidence.sha256) > 12 else name


def is_document(evidence: Evidence) -> bool:
    """Say whether the file, by its real name, is of a kind that is opened (``DOCUMENTS``)."""
    return Path(stored_name(evidence.file)).suffix.lower() in DOCUMENTS


def safe_name(name: str, limit: int = _NAME_LIMIT) -> str:
    """Return a file's name that every system accepts and that stays in its folder."""
    plain = unicodedata.normalize("NFC", name).encode("utf-8", "replace").decode()
    plain = _FORBIDDEN.sub("-", plain).strip(" .-") or "piece"
    if _RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: limit - len(ending) - 1].rstrip(' .')}.{ending}"
    return plain[:limit].rstrip(" .")


def files_of(dossier: Path) -> list[Path]:
    """Return the files in the folder of the pieces, by name: regular ones that a piece may be, whoever named them."""
    folder = folder_of(dossier)
    if not files.is_folder(folder):
        return []
    found = (entry for entry in folder.iterdir() if files.is_regular(entry) and stored_name(entry.name) == entry.name)
    return sorted(entry for entry in found if entry.lstat().st_size <= SIZE_LIMIT)


def evidence_in(dossier: DossierView) -> list[Evidence]:
    """Return the evidence of a dossier that is a file, as things stand."""
    found = (one for on in dossier.targets() for one in evidence_of(dossier.fields(on)))
    return [one for one in found if one.file]


def lacking(dossier: PiecesView) -> list[Evidence]:
    """Return the evidence whose file is not there, or has another size by now."""
    path = dossier.path
    return [one for one in evidence_in(dossier) if glance(path, one) is not PieceState.SOUND]


def named_in(journal: Path) -> list[Evidence]:
    """Return each file of evidence that an event of a journal names, taken back or not; OSError."""
    found: dict[tuple[str, str], Evidence] = {}
    with os.fdopen(files.open_regular(files.chosen(journal)), "rb") as file:
        for line in iter(lambda: file.readline(LINE_LIMIT + 2), b""):
            event = parse_line(line.rstrip(b"\n")) if b'"evidence:' in line else None
            if isinstance(event, Event):
                for one in evidence_of({event.f: event.x}):
                    if one.file and _DIGEST.fullmatch(one.sha256) and 0 <= one.size <= SIZE_LIMIT:
                        found.setdefault((one.file, one.sha256), one)
    return [*found.values()]


def add(dossier: Path, source: Path, title: str = "", made: list[Path] | None = None) -> Evidence:
    """Copy a file into the dossier's folder and check the copy; the same content is kept once.

    ``made`` gets the path of a new file, for whoever must take it away again (``removed_unless_done``). PieceTooLarge
    over ``SIZE_LIMIT``, PieceRefused when the file cannot be read or the copy not made.
    """
    digest, size, real = _measure(source)
    name = safe_name(source.name)
    evidence = Evidence(names.new_id(), title or name, file=f"{digest[:12]}-{name}", sha256=digest, size=size)
    put(real, dossier, evidence, made)
    return evidence


def attach(dossier: Recording, on: str, source: Path, title: str = "") -> Attached:
    """Copy a file beside a dossier and note it as evidence of a target: both, or none. For the ordered writer.

    As ``add``; SaveRefused when the event cannot be written.
    """
    made: list[Path] = []
    evidence = add(dossier.path, source, title, made)
    with removed_unless_done(made):
        return Attached(evidence, dossier.record_group([Change(on, names.EVIDENCE + evidence.id, evidence.to_value())]))


@contextlib.contextmanager
def removed_unless_done(made: Iterable[Path]) -> Iterator[None]:
    """Remove the files made when what was to name them fails, whatever the reason."""
    try:
        yield
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):
                files.remove_regular(path)
        raise


def check(dossier: Path, evidence: Evidence) -> PieceState:
    """Say whether the file of a piece of evidence is there and unchanged; it is read whole."""
    state = glance(dossier, evidence)
    if state is not PieceState.SOUND:
        return state
    try:
        return PieceState.SOUND if _digest(path_of(dossier, evidence)) == evidence.sha256 else PieceState.CHANGED
    except OSError:
        return PieceState.MISSING


def glance(dossier: Path, evidence: Evidence) -> PieceState:
    """Say what ``check`` would, by the size alone: CHANGED with another size, SOUND where only reading could tell."""
    path = path_of(dossier, evidence)
    if not files.is_folder(path.parent) or not files.is_regular(path):
        return PieceState.MISSING
    try:
        return PieceState.SOUND if path.lstat().st_size == evidence.size else PieceState.CHANGED
    except OSError:
        return PieceState.MISSING


def bring(theirs: Path, mine: Path, wanted: Iterable[Evidence], made: list[Path] | None = None) -> list[Evidence]:
    """Copy the files of a colleague's dossier that mine lacks; return those that could not be copied.

    ``made`` gets the paths of new files, for whoever must take them away again.
    """
    missing = []
    for evidence in wanted:
        if not evidence.file or check(mine, evidence) == PieceState.SOUND:
            continue
        if check(theirs, evidence) != PieceState.SOUND or evidence.size > SIZE_LIMIT:
            missing.append(evidence)
            continue
        try:
            put(path_of(theirs, evidence), mine, evidence, made)
        except PieceRefused:
            missing.append(evidence)
    return missing


def find(
    dossier: Path, wanted: Iterable[Evidence], places: Iterable[Path], step: Step = unwatched, *, bring: bool = True
) -> Search:
    """Look for pieces by their content in folders, whatever the files are called now, and copy them back.

    Without ``bring`` it is only told which would come. No link is followed; at most ``LOOKED_AT`` files are looked at,
    and only those of the right size are read. PieceRefused when a piece that was found cannot be copied.
    """
    missing = {(one.file, one.sha256): one for one in wanted if check(dossier, one) is not PieceState.SOUND}
    found: list[Evidence] = []
    looked = 0
    for path, size in _files_below(places):
        if not missing or looked >= LOOKED_AT:
            break
        looked += 1
        if looked % _BETWEEN_STEPS == 1:
            step("search")
        if size > SIZE_LIMIT or all(one.size != size for one in missing.values()):
            continue
        try:
            digest = _digest(path)
        except OSError:
            continue
        for key in [key for key in missing if key[1] == digest]:
            step("pieces")
            if bring:
                put(path, dossier, missing[key])
            found.append(missing.pop(key))
    return Search(tuple(found), tuple(missing.values()), looked < LOOKED_AT)


def folders_beside(dossier: Path) -> list[Path]:
    """Return the folders of pieces of other dossiers beside this one: it may have borne another name."""
    own = folder_of(dossier)
    try:
        found = [entry for entry in dossier.parent.iterdir() if entry.name.endswith(".kitess.pieces") and entry != own]
    except OSError:
        return []
    return sorted(entry for entry in found if files.is_folder(entry))


def put(source: Path, dossier: Path, evidence: Evidence, made: list[Path] | None = None) -> None:
    """Copy a file to the place of a piece, if its bytes are those of the piece; PieceRefused, and nothing is changed.

    Another content at that place is kept under another name: someone may have worked in it.
    """
    target = path_of(dossier, evidence)
    try:
        if files.is_regular(target) and files.is_folder(target.parent) and _digest(target) == evidence.sha256:
            return
        make_folder(target.parent)
        aside = _set_aside(target)
        try:
            files.copy_whole(source, target, digest=evidence.sha256, private=paths.is_private(target))
        except BaseException:
            if aside is not None:
                aside.rename(target)
            raise
    except OSError as error:
        raise PieceRefused(source, error) from error
    if made is not None:
        made.append(target)


def make_folder(folder: Path) -> None:
    """Make the folder of the pieces where there is none; NotRegular where something else stands there, OSError."""
    if os.path.lexists(folder) and not files.is_folder(folder):
        raise files.NotRegular(folder)
    paths.make_folder(folder)


def _set_aside(target: Path) -> Path | None:
    if not os.path.lexists(target):
        return None
    if not files.is_regular(target):
        raise files.NotRegular(target)
    rank = 1
    while os.path.lexists(aside := target.with_name(f"{target.stem}-autre-{rank}{target.suffix}")):
        rank += 1
    target.rename(aside)
    return aside


def _measure(source: Path) -> tuple[str, int, Path]:
    """Return the digest and size of a file that the user chose, and where it really is: her own link is followed."""
    try:
        real = source.resolve(strict=True)
        size = real.stat().st_size
        if not files.is_regular(real):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(source))
        if size > SIZE_LIMIT:
            raise PieceTooLarge(source, size, SIZE_LIMIT)
        return _digest(real), size, real
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        raise PieceRefused(source, error if isinstance(error, OSError) else OSError(errno.ELOOP, "")) from error


def _digest(path: Path) -> str:
    found = sha256()
    for block in files.blocks_of(path):
        found.update(block)
    return found.hexdigest()


def _files_below(places: Iterable[Path]) -> Iterator[tuple[Path, int]]:
    """Yield the regular files below folders with their sizes, the nearest first; links and devices are passed by."""
    waiting, entered = deque((place, 0) for place in places), 0
    while waiting and entered < LOOKED_AT:
        folder, depth = waiting.popleft()
        entered += 1
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    path = Path(entry.path)
                    if files.is_folder(path) and depth < _DEPTH:
                        waiting.append((path, depth + 1))
                    elif files.is_regular(path):
                        yield path, entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
