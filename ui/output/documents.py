"""Documents of a page out of the program: to a file of the format that one chooses, or to the printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kit import paths
from kit.errors import KitError
from ui.output import printing
from ui.services.context import AppContext
from ui.services.jobs import Job, Step
from ui.widgets.result_line import ResultLine

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kit.documents.document import Document

_FORMATS = {
    ".pdf": "Document PDF",
    ".odt": "Document ODT",
    ".docx": "Document Word",
    ".csv": "Tableur",
    ".ics": "Agenda",
    ".txt": "Texte",
    ".svg": "Dessin SVG",
    ".png": "Image PNG",
    ".zip": "Archive",
}
_NO_PRINTER = "Aucune imprimante n’est installée\u00a0: enregistrez un PDF, et imprimez-le ailleurs."


class DocumentOutlet(QObject):
    """One file or one print at a time, in the background; what came of it stands in ``line``.

    ``saved`` carries the path of a file or folder that was written, ``announced`` words for a screen reader;
    ``ended`` comes after each work, whatever came of it.
    """

    announced = Signal(str)
    saved = Signal(object)
    ended = Signal()

    def __init__(self, context: AppContext, page: QWidget, line: ResultLine | None = None) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.line = line or ResultLine(context.theme)
        self._steps: dict[str, str] = {}
        self._folder: Path | None = None
        self._told = ""
        self._job: Job | None = None
        self.line.stopped.connect(self._on_stopped)
        self.line.folder_requested.connect(self._on_folder)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None and self._job.is_running

    def last_folder(self) -> Path:
        """Return the folder where something was saved last."""
        last = Path(self._context.settings.text("last_folder") or paths.documents())
        return last if last.is_dir() else paths.documents()

    def save(self, document: Document, what: str, formats: Sequence[str], *, told: str = "") -> None:
        """Ask where a document goes and in which of these formats, the first proposed, then write it there.

        ``told`` stands before the words that say that it is saved.
        """
        from kit.documents.writer import file_name

        self.save_as(document, file_name(document.place, what, document.date, formats[0]), formats, told=told)

    def save_as(self, document: Document, name: str, formats: Sequence[str], *, told: str = "") -> None:
        """Ask where a document goes, under this name at first, then write it there; as ``save``."""
        from kit.documents.writer import write

        path = self.ask_file(name, formats)
        if path is not None:

            def work(step: Step) -> Path:
                step("write")
                write(document, path, force=True)  # the dialog asked about another file of this name
                return path

            self._told = told
            self.start(work, self._on_saved)

    def save_bytes(self, make: Callable[[], bytes], name: str) -> None:
        """Ask where a file of this name goes, then make it and write it there."""
        from kit.files import write_whole

        path = self.ask_file(name, (Path(name).suffix,))
        if path is not None:

            def work(step: Step) -> Path:
                step("write")
                write_whole(path, make())
                return path

            self._told = ""
            self.start(work, self._on_saved)

    def print(self, document: Document) -> None:
        """Ask for a printer, then send the pages."""
        if not printing.has_printer():
            self.say(_NO_PRINTER, wrong=True)
            return
        printer = self.ask_printer(" – ".join(part for part in (document.title, document.place) if part))
        if printer is not None:

            def work(step: Step) -> int:
                from kit.documents.typeset import Typesetter
                from kit.documents.writer import page_images

                step("pages")
                images = page_images(document, Typesetter(), printing.PRINT_DPI)
                step("print")
                return printing.print_pages(images, printer, lambda *at: step("print", *at))

            self.start(work, self._on_printed)

    def start[T](
        self,
        work: Callable[[Step], T],
        then: Callable[[T], None],
        steps: dict[str, str] | None = None,
        *,
        about: Path | None = None,
    ) -> None:
        """Do other work with the same line; ``steps`` are words for its steps, ``about`` the file that it writes."""
        if self.is_busy:
            return
        self._steps = {"write": "Enregistrement…", "pages": "Préparation des pages…", "print": "Impression…"}
        self._steps |= steps or {}
        self.line.say("")
        self.line.wait.begin("Préparation…")
        self._job = self._context.jobs.run(
            self,
            work,
            then,
            self._on_failed,
            ended=self._on_ended,
            stepped=self._on_advanced,
            changes_things=True,
            about=about,
        )

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, or what went wrong; empty words take it back."""
        self.line.say(words, wrong=wrong)
        if words:
            self.announced.emit(words)

    def say_saved(self, path: Path, words: str = "") -> None:
        """Say that a file, or a folder, was written, with the way to it."""
        self._folder = path if path.is_dir() else path.parent
        self._context.settings.set("last_folder", str(path.parent))
        told = words or f"Enregistré\u00a0: {path.name}"
        self.line.say(told, folder=True)
        self.announced.emit(told)
        self.saved.emit(path)

    def ask_file(self, name: str, formats: Sequence[str]) -> Path | None:
        """Ask where a file goes; the extension typed counts, else that of the filter. None when given up."""
        filters = [f"{_FORMATS[one]} (*{one})" for one in formats]
        chosen, picked = QFileDialog.getSaveFileName(
            self._page, "Enregistrer", str(self.last_folder() / name), ";;".join(filters), filters[0]
        )
        if not chosen:
            return None
        path = Path(chosen)
        wanted = formats[filters.index(picked)] if picked in filters else formats[0]
        typed = path.suffix.lower()
        if picked in filters and typed in formats and typed != wanted and path.name == name:
            return path.with_suffix(wanted)  # another filter was taken, the proposed name was left as it is
        return path if typed in formats else path.with_name(f"{path.name}{wanted}")

    def ask_printer(self, title: str) -> QPrinter | None:
        """Ask for the printer and the copies; None when given up."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = printing.new_printer(title)
        dialog = QPrintDialog(printer, self._page)
        accepted = dialog.exec()
        dialog.deleteLater()
        return printer if accepted else None

    def _on_advanced(self, step: str, _done: int, _total: int) -> None:
        self.line.wait.begin(self._steps.get(step, "Préparation…"))

    def _on_stopped(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _on_ended(self) -> None:
        self.line.wait.end()
        self.ended.emit()

    def _on_saved(self, path: Path) -> None:
        self.say_saved(path, f"{self._told} Enregistré\u00a0: {path.name}".strip())

    def _on_printed(self, count: int) -> None:
        self.say(f"{count} pages envoyées à l’imprimante." if count > 1 else "1 page envoyée à l’imprimante.")

    def _on_failed(self, error: KitError) -> None:
        self.say(printing.not_sent(error), wrong=True)

    def _on_folder(self) -> None:
        if self._folder and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self.say(f"C’est ici\u00a0: {self._folder}")
