"""The dossiers of this computer: which one is open, which were open lately, and going from one to another."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path

from kit import paths
from kit.dossier.backup import check_readable
from kit.dossier.dossier import ANONYMOUS, Dossier
from kit.errors import DossierMissing, DossierUnreadable, KitError, SaveRefused
from ui.services.session import DossierSession
from ui.services.settings import Settings

log = logging.getLogger(__name__)

_RECENT = 12
Opener = Callable[[Path, str], Dossier]


def open_dossier(path: Path, by: str = ANONYMOUS) -> Dossier:
    """Open the dossier at ``path``, made now where there is none; unwritable where the disk refuses.

    One that cannot be opened to be written, for whatever reason, is opened to be read; DossierUnreadable if not even
    that can be done.
    """
    cache, own = paths.snapshots(), paths.written_here()
    try:
        return Dossier.open(path, by=by, cache=cache, own=own)
    except DossierMissing:
        if is_file(path):  # it is there, and the system does not let it be read
            return _open_to_read(path, by)
    except Exception as error:  # noqa: BLE001  nothing in a file may end the program
        log.error("a dossier was not opened to be written: %s", type(error).__name__)
        return _open_to_read(path, by)
    try:
        paths.make_folder(path.parent)
        return Dossier.create(path, by=by, cache=cache, own=own)
    except SaveRefused as error:
        return Dossier.unwritable(path, error.cause, by=by)
    except OSError as error:
        return Dossier.unwritable(path, error, by=by)
    except Exception as error:  # noqa: BLE001
        log.error("a dossier was not made: %s", type(error).__name__)
        return Dossier.unwritable(path, OSError(errno.EINVAL, os.strerror(errno.EINVAL)), by=by)


def _open_to_read(path: Path, by: str) -> Dossier:
    try:
        return Dossier.open(path, by=by, write=False)
    except Exception as error:
        log.error("a dossier was not opened to be read: %s", type(error).__name__)
        raise DossierUnreadable(path, is_empty=False) from error


def is_file(path: Path) -> bool:
    """Say whether a file stands there; no path, whatever it is made of, raises anything."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def first_path(asked: Path | None, last: str) -> tuple[Path, Path | None]:
    """Return the dossier to open at the start, and the one that was meant but is not where it was.

    ``asked`` is what the program was started with, ``last`` what it was closed on. A new file is made only in a folder
    that is there, and only where one asked for it.
    """
    wanted = asked or (Path(last) if last else None)
    if wanted is None or is_file(wanted):
        return wanted or usual_dossier(), None
    if asked is not None and is_folder(asked.absolute().parent):
        return asked, None
    return usual_dossier(), wanted if wanted != usual_dossier() else None


def is_another_file(asked: Path) -> bool:
    """Say whether what the program was started with is a file of another kind, or would be made as one.

    It is then neither opened nor made: only a name that ends as a dossier's is taken for one without being read.
    """
    if asked.suffix.lower() == ".kitess":
        return False
    try:
        check_readable(asked)
    except (DossierUnreadable, DossierMissing, OSError):
        return True
    return False


def is_folder(path: Path) -> bool:
    """Say whether a folder stands there, as ``is_file``."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def usual_dossier() -> Path:
    """Return the dossier of a computer on which nobody chose another."""
    return paths.dossiers() / "mon-dossier.kitess"


def open_first(path: Path, by: str = ANONYMOUS) -> tuple[Dossier, Path | None]:
    """Open the dossier of the start; one that cannot be read is left as it is, and a new one opens beside it.

    Returns the dossier, and the path of the unreadable one, if any.
    """
    try:
        check_readable(path)
    except DossierMissing:
        pass
    except Exception as error:  # noqa: BLE001  as in ``open_dossier``
        log.error("a dossier was not read: %s", type(error).__name__)
        return open_dossier(_free(path), by), path
    try:
        return open_dossier(path, by), None
    except DossierUnreadable:
        return open_dossier(_free(path), by), path


def _free(path: Path) -> Path:
    """Return a name beside ``path`` that no file has."""
    rank = 2
    while (fresh := path.with_name(f"{path.stem}-{rank}{path.suffix}")).exists():
        rank += 1
    return fresh


class Dossiers:
    """Recent dossiers in the settings, and the one session that moves between them."""

    def __init__(self, settings: Settings, session: DossierSession, opener: Opener = open_dossier) -> None:
        self._settings, self._session, self._open = settings, session, opener
        self.unreadable: Path | None = None
        """A dossier that could not be read at the start: another, new one is open in its place."""
        self.missing: Path | None = None
        """A dossier that was not where it was at the start: the usual one is open in its place."""
        self.refused: Path | None = None
        """A file that the program was started with and that is no dossier: another one is open in its place."""
        self.before_leaving: Callable[[], bool] = lambda: True
        """Set by the window: keeps what is being typed before another dossier opens; False when it is refused."""
        if settings.records("dossiers")[:1] != [{"path": str(session.path)}]:  # else a start writes nothing
            self.remember(session.path)

    @property
    def by(self) -> str:
        """The name that the user gave herself, « cet ordinateur » where she gave none."""
        return self._settings.text("by") or ANONYMOUS

    def recent(self) -> list[Path]:
        """Return the dossiers open lately that are still there, the latest first."""
        rows = self._settings.records("dossiers")
        return [path for row in rows if is_file(path := Path(row.get("path", "")))]

    def here(self) -> list[Path]:
        """Return all dossiers at hand: those of the usual folder, and those open lately."""
        usual = sorted(paths.dossiers().glob("*.kitess")) if paths.dossiers().is_dir() else []
        own = [path for path in usual if path.name.count(".") == 1]  # not the files of another writer beside one
        return list(dict.fromkeys([*self.recent(), *own]))

    def remember(self, path: Path) -> None:
        """Put a dossier first among those open lately."""
        first = {"path": str(path)}
        self._settings.change(
            "dossiers", lambda rows: [first, *(r for r in rows if r.get("path") != str(path))][:_RECENT]
        )

    def switch(self, path: Path, *, anyway: bool = False) -> bool:
        """Open another dossier in place of the present one, which is saved and closed first.

        False, and nothing has changed, when something of the present one could not be kept, unless it is to be left
        ``anyway``. DossierUnreadable when
        not even a look into the other is possible; the present one is then open as before.
        """
        if not self._may_leave() and not anyway:
            return False
        here = self._session.path
        self._session.close()  # first: the same file may be opened again
        try:
            dossier = self._open(path, self.by)
        except KitError:
            self._session.move_to(self._again(here), anew=True)
            raise
        self._session.move_to(dossier, anew=anyway)
        self.missing = None
        here = self._session.path  # where it really is
        self.remember(here)
        self._settings.set("last_dossier", str(here))
        return True

    def _again(self, path: Path) -> Dossier:
        """Open what was open or was just put in its place; unwritable where not even that can be done any more."""
        try:
            return self._open(path, self.by)
        except KitError:
            return Dossier.unwritable(path, OSError(errno.EIO, os.strerror(errno.EIO)), by=self.by)

    def _may_leave(self) -> bool:
        """Have all that is typed kept in the present dossier, and on the disk."""
        before = self._session.refusals
        left = self.before_leaving()
        self._session.settle()
        return left and self._session.refusals == before

    def leave(self) -> None:
        """Keep which dossier opens next: one that was missing at the start, while nothing was done in its place."""
        if self.missing is None or self._session.last_gesture:
            self._settings.set("last_dossier", str(self._session.path))

    def replaced(self, path: Path, work: Callable[[], object]) -> bool:
        """Close the dossier, do what replaces its file, and open it again; False when something waits to be saved.

        Raises the KitError of ``work``; the dossier is then open as before.
        """
        if not self._may_leave():
            return False
        here = self._session.path
        self._session.close()
        try:
            work()
            here, self.unreadable = path, None
        finally:
            self._session.move_to(self._again(here), anew=True)
            self.remember(here)
            self._settings.set("last_dossier", str(here))
        return True

    def rename_me(self, name: str) -> None:
        """Sign from now on with this name; the dossier is opened anew with it."""
        if name != self._settings.text("by"):
            self._settings.set("by", name)
            self.switch(self._session.path)
