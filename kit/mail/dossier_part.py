"""The dossier that goes with a message: with its pieces, as one archive."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kit.dossier import pieces
from kit.dossier.archive import archive
from kit.mail.transports import Attachment

_PACKED = 4  # times that the lines of a journal become shorter in an archive, about; pieces do not


def attachment(path: Path) -> Attachment:
    """Return a dossier as ``archive`` writes it. Raises its errors."""
    name = f"{pieces.safe_name(path.stem)}.zip"
    with tempfile.TemporaryDirectory(prefix="kit-ess-") as folder:
        out = Path(folder) / name
        archive(path, out)
        return Attachment(name, out.read_bytes(), "application/zip")


def weight(path: Path) -> int:
    """Return how many bytes the attachment has, about, without making it."""
    held = sum(one.lstat().st_size for one in pieces.files_of(path))
    return held + (path.stat().st_size // _PACKED if path.is_file() else 0)
