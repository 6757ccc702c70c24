"""The watched folder: whether a pack with newer texts lies there. Looked at once a start, never written to."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from kit.errors import PackRefused
from kit.files import is_regular
from kit.packs.pack import EXTENSION, Pack, read_pack, read_pack_head

log = logging.getLogger(__name__)
_MOST = 1_000  # files whose heads are looked at, the last by name


def newest(folder: Path, newer_than: str, trusted: tuple[str, ...] | None = None) -> Pack | None:
    """Return the sound pack of the latest date in ``folder``, if it is after ``newer_than`` (ISO); None otherwise.

    What is no sound pack is passed over: it is told when someone opens it. A folder that is away gives None.
    """
    found: list[tuple[str, str, Path]] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == EXTENSION and is_regular(path))
    except OSError:
        return None
    for path in files[-_MOST:]:
        with _passing_over():
            head = read_pack_head(path, trusted)
            if head.date > newer_than:
                found.append((head.date, head.version, path))
    for _date, _version, path in sorted(found, reverse=True):
        with _passing_over():
            return read_pack(path, trusted)
    return None


@contextlib.contextmanager
def _passing_over() -> Iterator[None]:
    try:
        yield
    except (PackRefused, OSError) as error:
        log.info("pack passed over: %s", getattr(error, "reason", type(error).__name__))
