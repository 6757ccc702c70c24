"""The texts of the folder, read in the background and read again when they change, for all screens of the atelier."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from atelier.services.reading import Texts, read_texts
from atelier.services.texts_folder import TextsFolder
from kit.errors import KitError
from ui.services.jobs import Jobs, Latest
from ui.services.settings import Settings

_SETTING = "compared_with"


class OpenTexts(QObject):
    """``changed`` when ``texts`` are others, None while nothing is read; ``failed`` carries a KitError.

    ``queue`` are the ids of the texts that one proofreads one after the other. ``base`` is the pack or folder that they
    are compared with, kept in the settings once it was read; None for the texts of the program.
    """

    changed = Signal()
    failed = Signal(object)
    stepped = Signal(str)

    def __init__(self, folder: TextsFolder, jobs: Jobs, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._settings = folder, settings
        self.texts: Texts | None = None
        kept = settings.text(_SETTING)
        self.base = Path(kept) if kept else None
        self._is_chosen = False  # what is compared with: now, to be kept when it is read
        self.queue: tuple[str, ...] = ()
        self._reading = Latest(jobs)
        self._is_wanted = False
        folder.changed.connect(self._on_folder_changed)

    def want(self) -> None:
        """Have the texts read, where that was not done yet."""
        if not self._is_wanted:
            self._is_wanted = True
            self._read()

    def read_again(self) -> None:
        """Read the texts anew: something in the folder was written."""
        if self._is_wanted:
            self._read()

    def compare_with(self, base: Path | None) -> None:
        """Compare with a pack or a folder from now on, or with the texts of the program."""
        self.base, self._is_chosen = base, True
        self._is_wanted = True
        self._read()

    def line_up(self, ids: Sequence[str]) -> None:
        """Proofread these, in this order."""
        self.queue = tuple(ids)

    def _on_folder_changed(self) -> None:
        if self.texts is not None and self.texts.folder != self._folder.path:
            self.texts, self.queue = None, ()
            self.changed.emit()
        self.read_again()

    def _read(self) -> None:
        self._reading.drop()
        folder, base = self._folder.path, self.base
        if folder is None:
            self.texts = None
            self.changed.emit()
            return
        self._reading.run(
            self,
            lambda step: read_texts(folder, base, datetime.date.today(), step),
            self._on_read,
            self._on_failed,
            stepped=self._on_stepped,
        )

    def _on_stepped(self, step: str, _done: int, _total: int) -> None:
        self.stepped.emit(step)

    def _on_read(self, texts: Texts) -> None:
        self.texts = texts
        if self._is_chosen:
            self._is_chosen = False
            self._settings.set(_SETTING, str(self.base or ""))
        self.changed.emit()

    def _on_failed(self, error: KitError) -> None:
        """Say why; compare with the program's own texts in this run. A pack on a key that is out is not forgotten."""
        self.failed.emit(error)
        if self.base is not None:
            self.base, self._is_chosen = None, False
            self._read()
