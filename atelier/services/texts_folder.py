"""The folder of texts that the atelier works on, kept in its settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kit.packs.working_copy import is_working_copy
from ui.services.settings import Settings

_SETTING = "texts_folder"


class TextsFolder(QObject):
    """Which folder is worked on; ``changed`` when it is another, or what is in it was written by the atelier."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.name = settings.text(_SETTING)
        """Its path as it was chosen, empty for none; it may be gone."""

        self.key: Path | None = None
        """The file of the private key that was made or chosen last in this run; no setting keeps it."""

    @property
    def who(self) -> str:
        """Who corrects, as the history names her; empty for nobody named."""
        return self._settings.text("by")

    def sign(self, who: str) -> None:
        """Be named so in the history from now on."""
        self._settings.set("by", who)

    @property
    def path(self) -> Path | None:
        """The folder, None where none is chosen or it is gone."""
        return Path(self.name) if self.name and is_working_copy(Path(self.name)) else None

    def choose(self, name: str) -> None:
        """Work on another folder from now on; empty for none."""
        self.name = name
        self._settings.set(_SETTING, name)
        self.changed.emit()
