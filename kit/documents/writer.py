"""A document to a file: the format by the extension, never half a file, never over another one unasked."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from kit.documents.model import Checklist
from kit.documents.payload import CHECKLIST_TEMPLATE, checklist_inputs
from kit.documents.text import checklist_text
from kit.documents.typeset import Typesetter
from kit.errors import OutputExists, UnknownFormat
from kit.whole_file import put

_NAME_LIMIT = 60  # characters of the collectivité in a file name: paths on Windows stay under 260

Writer = Callable[[Checklist, Typesetter], bytes]


def _pdf(document: Checklist, typesetter: Typesetter) -> bytes:
    return typesetter.compile_pdf(CHECKLIST_TEMPLATE, checklist_inputs(document))


def _txt(document: Checklist, typesetter: Typesetter) -> bytes:
    return checklist_text(document).encode("utf-8", "replace")


WRITERS: Mapping[str, Writer] = {".pdf": _pdf, ".txt": _txt}


def write(
    document: Checklist,
    out: Path,
    *,
    force: bool = False,
    typesetter: Typesetter | None = None,
) -> None:
    """Write a document in the format of ``out``'s extension.

    Raises UnknownFormat, OutputExists (unless ``force``), CompileFailed, or the OSError of a disk that
    refuses; in each case what stood at ``out`` is unharmed and nothing else is left.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise UnknownFormat(out.suffix, tuple(sorted(WRITERS)))
    if os.path.lexists(out) and not force:
        raise OutputExists(out)
    put(writer(document, typesetter or Typesetter()), out, force=force)


def file_name(place: str, what: str, day: date, extension: str) -> str:
    """Return a name that any system takes: ``saint-exemple-leviers-2026-11-24.pdf``."""
    parts = (_plain(place)[:_NAME_LIMIT].strip("-"), _plain(what), day.isoformat())
    return "-".join(part for part in parts if part) + "." + extension.lstrip(".").lower()


def _plain(text: str) -> str:
    folded = re.sub("[’'‘]", "-", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
