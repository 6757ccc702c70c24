"""The watched folder: whether a pack with newer texts lies there. Looked at once a start, never written to."""

from __future__ import annotations

import logging
from pathlib import Path

from kit.errors import PackRefused
from kit.packs.pack import EXTENSION, Pack, read_pack

log = logging.getLogger(__name__)
_MOST = 50  # packs looked at, the last by name


def newest(folder: Path, newer_than: str, trusted: tuple[str, ...] | None = None) -> Pack | None:
    """Return the sound pack of the latest date in ``folder``, if it is after ``newer_than`` (ISO); None otherwise.

    What is no sound pack is passed over: it is told when someone opens it. A folder that is away gives None.
    """
    found: list[Pack] = []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == EXTENSION)[-_MOST:]
    except OSError:
        return None
    for path in files:
        try:
            pack = read_pack(path, trusted)
        except (PackRefused, OSError) as error:
            log.info("pack passed over: %s", getattr(error, "reason", type(error).__name__))
            continue
        if pack.manifest.date > newer_than:
            found.append(pack)
    return max(found, key=lambda pack: (pack.manifest.date, pack.manifest.version), default=None)
