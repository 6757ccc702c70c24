"""A dossier with its pieces in one .zip, to be kept or handed over, and read from one that anyone may have made.

In it: ``NAME.kitess`` and ``NAME.kitess.pieces/…``, nothing else. Every entry is judged before a byte of it is
unpacked: names, kinds, counts, sizes. What a hostile zip declares is not believed: what comes out of it is counted.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from kit import files, paths
from kit.dossier import pieces
from kit.dossier.backup import check_is_dossier
from kit.dossier.clock import utc_now
from kit.dossier.several import Placing, Whole, content_of, store_of
from kit.dossier.store import SUFFIX
from kit.errors import ArchiveRefused, NotADossier, SaveRefused, UnknownFormat
from kit.steps import Step, unwatched

ENDING = ".zip"
TOTAL_LIMIT = 2_000_000_000
"""Bytes of all that an archive holds: what a zip of the first kind, which every system opens, can hold."""
JOURNAL_LIMIT = 256 * 1024 * 1024
ENTRY_LIMIT = 10_000
_LIST_LIMIT = 4_000_000  # bytes of the zip's own list of entries, which is read whole
_TAIL = 22 + 65_535  # a zip ends with 22 bytes and a comment
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_BLOCK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OverflowError)


def archive(
    path: Path, out: Path, *, force: bool = False, now: Callable[[], datetime] = utc_now, step: Step = unwatched
) -> Whole:
    """Write a dossier, what stands beside it taken in, with its pieces into one .zip; the dossier is left as it is.

    UnknownFormat for another ending, OutputExists, DossierMissing, ArchiveRefused (too much for one), SaveRefused.
    """
    if out.suffix.lower() != ENDING:
        raise UnknownFormat(out.suffix, (ENDING,))
    store, held = store_of(path, now), pieces.files_of(path)
    content = content_of(store, store.first_line())
    total = len(content) + sum(one.lstat().st_size for one in held)
    if total > TOTAL_LIMIT or len(content) > JOURNAL_LIMIT or len(held) >= ENTRY_LIMIT:
        raise ArchiveRefused(out, "too-large")
    name = f"{pieces.safe_name(path.stem)}{SUFFIX}"
    made = now().timetuple()[:6]
    try:
        with (
            files.replacing(out, force=force) as fresh,
            zipfile.ZipFile(fresh, "x", zipfile.ZIP_STORED, allowZip64=False) as packed,
        ):
            step("dossier")
            packed.writestr(zipfile.ZipInfo(name, made), content, zipfile.ZIP_DEFLATED)
            for one in held:
                step("pieces")
                with packed.open(zipfile.ZipInfo(f"{name}.pieces/{one.name}", made), "w") as entry:
                    for block in files.blocks_of(one):
                        entry.write(block)
    except zipfile.LargeZipFile:
        raise ArchiveRefused(out, "too-large") from None
    except OSError as error:
        raise SaveRefused(out, error) from error
    return Whole(out, store.uuid, len(held))


def unpack(source: Path, out: Path, *, step: Step = unwatched) -> Whole:
    """Take a dossier and its pieces out of an archive, to ``out``; DossierExists, ArchiveRefused, SaveRefused.

    The file that the user chose may be reached through a link of her own. Nothing is written but at ``out``.
    """
    try:
        file = os.fdopen(files.open_regular(source.resolve()), "rb")
    except OSError as error:
        raise ArchiveRefused(source, "not-zip") from error
    with file:
        _look_at_the_end(source, file)
        try:
            with zipfile.ZipFile(file) as packed:
                journal, held = _judged(source, packed.infolist())
                step("dossier")
                content = b"".join(_bytes_of(source, packed, journal, JOURNAL_LIMIT))
                with Placing(out) as made:
                    for entry, name in held:
                        step("pieces")
                        with files.replacing(made.folder / name, force=False) as fresh, fresh.open("xb") as piece:
                            for block in _bytes_of(source, packed, entry, pieces.SIZE_LIMIT):
                                piece.write(block)
                        if paths.is_private(out):
                            files.close_to_others(made.folder / name)
                    count = made.finish(content)
                    check_is_dossier(out)
        except NotADossier:
            raise ArchiveRefused(source, "foreign") from None
        except _BROKEN as error:
            raise ArchiveRefused(source, "damaged") from error
    return Whole(out, store_of(out).uuid, count)


def journal_of(path: Path, file: IO[bytes]) -> bytes:
    """Return the dossier of an open archive without its pieces; ``path`` is told of in ArchiveRefused."""
    _look_at_the_end(path, file)
    try:
        with zipfile.ZipFile(file) as packed:
            return b"".join(_bytes_of(path, packed, _judged(path, packed.infolist())[0], JOURNAL_LIMIT))
    except _BROKEN as error:
        raise ArchiveRefused(path, "damaged") from error


def _look_at_the_end(path: Path, file: IO[bytes]) -> None:
    """Refuse what is no zip, or has a longer list of entries than an archive can have, before the list is read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise ArchiveRefused(path, "not-zip")
    entries, length = (int.from_bytes(tail[at + a : at + b], "little") for a, b in ((10, 12), (12, 16)))
    if entries > ENTRY_LIMIT or length > _LIST_LIMIT or size > TOTAL_LIMIT + _LIST_LIMIT or _END_64 in tail[:at]:
        raise ArchiveRefused(path, "too-large")


def _judged(path: Path, entries: list[zipfile.ZipInfo]) -> tuple[zipfile.ZipInfo, list[tuple[zipfile.ZipInfo, str]]]:
    """Return the entry of the journal and those of the pieces with their names; ArchiveRefused for anything else."""
    entries = [entry for entry in entries if not _is_folder(entry)]
    journals = [one for one in entries if re.fullmatch(rf"[^/\\\0]+{re.escape(SUFFIX)}", one.orig_filename)]
    if len(journals) != 1:
        raise ArchiveRefused(path, "foreign")
    journal, held, seen = journals[0], [], set[str]()
    if sum(entry.file_size for entry in entries) > TOTAL_LIMIT or len(entries) > ENTRY_LIMIT:
        raise ArchiveRefused(path, "too-large")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise ArchiveRefused(path, "link")
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ArchiveRefused(path, "foreign")
        if entry.orig_filename.casefold() in seen:
            raise ArchiveRefused(path, "twice")
        seen.add(entry.orig_filename.casefold())
        if entry is journal:
            continue
        folder, _, name = entry.orig_filename.partition("/")
        if folder != f"{journal.orig_filename}.pieces" or pieces.stored_name(name) != name or name != name.strip():
            raise ArchiveRefused(path, "foreign")
        held.append((entry, name))
    return journal, held


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    """Say whether an entry is the folder of the pieces itself, as other programs note it when they zip it again."""
    return bool(re.fullmatch(r"[^/\\]+\.kitess\.pieces/", entry.orig_filename)) and not entry.file_size


def _bytes_of(path: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """Yield what comes out of an entry; ArchiveRefused once it is more than it says, or than the limit."""
    limit = min(limit, entry.file_size)
    with packed.open(entry) as inside:
        while block := inside.read(_BLOCK):
            limit -= len(block)
            if limit < 0:
                raise ArchiveRefused(path, "too-large")
            yield block
