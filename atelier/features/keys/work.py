"""What is done with keys: plain functions, run in the background."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.content.model import Publisher
from kit.errors import KitError
from kit.packs.publisher_keys import Outlook
from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.documents.document import Document


class NewKey(Struct, frozen=True):
    """A key just written: its private half, its public one, the ``kit.toml`` that has it now.

    Without ``kit_file``, ``untold`` is why it could not be written there, None where no folder is open.
    """

    path: Path
    public: str
    kit_file: Path | None
    untold: Exception | None = None


def new_key(out: Path, folder: Path | None, step: Step, *, synced: bool = False) -> NewKey:
    """Make a key, never over another file; its public half goes into the ``kit.toml`` of the folder of texts.

    Raises OutputExists, KeyRefused (a folder that is copied away), OSError; then there is no key.
    """
    from kit.packs.keys import make_key
    from kit.packs.publisher_keys import trust

    step("write")
    public = make_key(out, synced=synced)
    if folder is None:
        return NewKey(out, public, None)
    try:
        trust(folder, public)
    except (KitError, OSError) as error:  # the key is there all the same
        return NewKey(out, public, None, error)
    return NewKey(out, public, folder / "kit.toml")


def restore(words: str, out: Path, folder: Path | None, step: Step, *, synced: bool = False) -> NewKey:
    """Write the private key that its paper copy gives; the folder's ``kit.toml`` is only read.

    Raises as ``new_key``, and SheetRefused.
    """
    from kit.packs.keys import keep_key
    from kit.packs.paper_key import read
    from kit.packs.publisher_keys import known

    seed = read(words)
    step("write")
    public = keep_key(seed, out, synced=synced)
    try:
        is_known = folder is not None and public in known(folder).order
    except (KitError, OSError) as error:  # the key is there all the same
        return NewKey(out, public, None, error)
    return NewKey(out, public, folder / "kit.toml" if folder is not None and is_known else None)


def sheet(key: Path, publisher: Publisher, step: Step) -> Document:
    """Return the paper copy of a private key. Raises KeyRefused, OSError."""
    from kit.packs.key_sheet import key_sheet
    from kit.packs.keys import read_key

    step("read")
    return key_sheet(read_key(key), publisher, date.today())


def save_sheet(key: Path, publisher: Publisher, out: Path, step: Step, *, synced: bool = False) -> Path:
    """Write the paper copy as a PDF for its owner alone. Raises KeyRefused, OutputExists, CompileFailed, OSError."""
    from kit.packs.key_sheet import write_sheet
    from kit.packs.keys import read_key

    step("write")
    write_sheet(read_key(key), publisher, out, date.today(), synced=synced)
    return out


def public_in(file: Path, step: Step) -> str:
    """Return the public half of the key in a file. Raises KeyRefused, OSError."""
    from kit.packs.keys import public_of, read_key

    step("read")
    return public_of(read_key(file))


def look_ahead(folder: Path, key: Path, public: str, step: Step) -> Outlook:
    """Return what comes of naming the next key. Raises PackRefused, KeyRefused, ContentError, OSError."""
    from kit.packs.publisher_keys import outlook_of_next

    step("read")
    return outlook_of_next(folder, key, public)


def name_next(folder: Path, key: Path, public: str, step: Step) -> str:
    """Name the next key, signed by the present one; raises as ``look_ahead``."""
    from kit.packs.publisher_keys import name_next as write

    step("write")
    write(folder, key, public)
    return public


def look_at_revoking(folder: Path, public: str, step: Step) -> Outlook:
    """Return what comes of revoking a key. Raises PackRefused, ContentError, OSError."""
    from kit.packs.publisher_keys import outlook_of_revoked

    step("read")
    return outlook_of_revoked(folder, public)


def revoke(folder: Path, found: Outlook, step: Step) -> Outlook:
    """Revoke a key that was looked at; raises as ``look_at_revoking``."""
    from kit.packs.publisher_keys import revoke as write

    step("write")
    write(folder, found.public)
    return found
