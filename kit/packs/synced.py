"""Whether a folder is copied to another computer by a sync client: by the names on its path, by the marks they leave.

A private key does not belong there. Names and marks are those of the clients' own documentation; one that leaves no
mark and has another name is not seen.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path

from kit.files import chosen

_NAMES = {  # service → patterns of a folder's name, in small letters
    "OneDrive": ("onedrive", "onedrive - *", "sharepoint"),
    "Dropbox": ("dropbox", "dropbox (*)"),
    "Nextcloud": ("nextcloud", "nextcloud[0-9]*", "owncloud", "owncloud[0-9]*"),
    "Google Drive": ("google drive", "googledrive", "mon drive", "my drive", "googledrive-*"),
    "iCloud": ("iclouddrive", "icloud drive", "mobile documents", "com~apple~clouddocs"),
    "kDrive": ("kdrive", "kdrive[0-9]*"),
    "pCloud": ("pcloud", "pcloud drive", "pclouddrive"),
    "MEGA": ("mega", "megasync", "mega downloads"),
    "Seafile": ("seafile", "seadrive"),
    "Syncthing": ("syncthing",),
}
_MARKS = {  # service → patterns of what its client leaves at the top of a synced folder
    "OneDrive": (".849c9593-d756-4e56-8d6e-42412f2a707b",),
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".sync_*.db", "._sync_*.db", ".nextcloudsync.log", ".owncloudsync.log"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "MEGA": (".megaignore", ".debris"),
    "Seafile": (".seafile-data",),
    "Syncthing": (".stfolder", ".stignore"),
}
_TOLD = {"OneDrive": ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")}  # variables that Windows sets
_MOST = 5_000  # entries of a folder that are looked at


def service(folder: Path) -> str:
    """Return the name of the service that seems to copy ``folder`` away, empty where none is seen.

    A folder that is not there yet is judged by those above it.
    """
    places = list(dict.fromkeys((*_above(folder.absolute()), *_above(chosen(folder)))))
    for name, variables in _TOLD.items():
        roots = [chosen(Path(told)) for told in map(os.environ.get, variables) if told]
        if any(root in places for root in roots):
            return name
    for place in places:
        if (name := _fits(place.name, _NAMES)) or (name := next(filter(None, _marks(place)), "")):
            return name
    return ""


def _marks(place: Path) -> Iterator[str]:
    try:
        with os.scandir(place) as entries:
            for _, entry in zip(range(_MOST), entries, strict=False):
                if entry.name.startswith("."):
                    yield _fits(entry.name, _MARKS)
    except OSError:
        return


def _fits(name: str, known: dict[str, tuple[str, ...]]) -> str:
    small = name.lower()
    return next((one for one, forms in known.items() if any(fnmatch.fnmatchcase(small, form) for form in forms)), "")


def _above(folder: Path) -> tuple[Path, ...]:
    return folder, *folder.parents
