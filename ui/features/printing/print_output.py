"""A document to the printer or to a file: in the background, one at a time, with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from kit.documents.document import Document
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images, write
from kit.errors import KitError, Stopped
from ui.features.printing.foot import PrintFoot
from ui.output import printing
from ui.services.jobs import Job, Jobs, Step

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PrintOutput(QObject):
    """Works for a PrintFoot and says there what came of it; ``announced`` for a screen reader, ``saved`` a path."""

    announced = Signal(str)
    saved = Signal(object)

    def __init__(self, foot: PrintFoot, typesetter: Typesetter, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._foot, self._typesetter, self._jobs = foot, typesetter, jobs
        self._job: Job | None = None
        self._folder: Path | None = None
        foot.folder_requested.connect(self._on_folder)
        foot.stop_requested.connect(self._on_stopped)

    @property
    def is_busy(self) -> bool:
        """Whether something is being printed or saved."""
        return self._job is not None and self._job.is_running

    def print(self, document: Document, printer: QPrinter) -> None:
        """Send a document to a printer."""
        typesetter = self._typesetter

        def work(step: Step) -> tuple[str, int]:
            images = page_images(document, typesetter, printing.PRINT_DPI)
            step("page", 0, len(images))
            return printer.printerName(), printing.print_pages(images, printer, lambda *at: step("page", *at))

        self._start("Préparation des pages…", work, self._on_printed, stoppable=True)

    def save(self, document: Document, path: Path, *, force: bool) -> None:
        """Write a file in the format of its name, over another one only with ``force``."""
        typesetter = self._typesetter

        def work(_step: Step) -> Path:
            write(document, path, force=force, typesetter=typesetter)
            return path

        self._start("Enregistrement…", work, self._on_saved, stoppable=False, about=path)

    def say(self, words: str, *, wrong: bool = False, folder: bool = False) -> None:
        """Say what came of the last press; empty words take it back."""
        self._foot.show_status(words, wrong=wrong, folder=folder)
        if words:
            self.announced.emit(words)

    def _on_advanced(self, _step: str, done: int, total: int) -> None:
        self._foot.wait.advance(f"Envoi de la page {done + 1} sur {total}…", done, total)

    def _on_printed(self, outcome: tuple[str, int]) -> None:
        name, count = outcome
        to = f" à «\u00a0{name}\u00a0»" if name else ""
        self.say(f"{count} pages envoyées{to}." if count > 1 else f"1 page envoyée{to}.")

    def _on_saved(self, path: Path) -> None:
        self._folder = path.parent
        self.say(f"Enregistré\u00a0: {path.name}", folder=True)
        self.saved.emit(path)

    def _on_failed(self, error: KitError) -> None:
        if isinstance(error, Stopped):
            self.say("Impression arrêtée.")
        else:
            self.say(printing.not_sent(error), wrong=True)

    def _on_stopped(self) -> None:
        """Stop printing: the page that is being sent goes to its end, then what was sent is taken back."""
        if self._job is not None:
            self._job.stop()

    def _on_folder(self) -> None:
        if self._folder and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self.say(f"Le fichier est dans «\u00a0{self._folder}\u00a0».")

    def _start[T](
        self,
        words: str,
        work: Callable[[Step], T],
        then: Callable[[T], None],
        *,
        stoppable: bool,
        about: Path | None = None,
    ) -> None:
        self.say("")
        wait = self._foot.wait
        wait.begin(words, stoppable=stoppable)
        self._job = self._jobs.run(
            self, work, then, self._on_failed, ended=wait.end, stepped=self._on_advanced, about=about
        )
