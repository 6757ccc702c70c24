"""Documents of a page out of the program: to a file of the format that one chooses, or to the printer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kit.errors import KitError, Stopped
from kit.typography import fr
from ui.output import printing
from ui.services import file_dialogs
from ui.services.context import AppContext, WindowContext
from ui.services.jobs import Job, Step
from ui.widgets.result_line import ResultLine

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kit.documents.document import Document
    from kit.documents.typeset import Typesetter

_STEPS = {"write": "Enregistrement…", "pages": "Préparation des pages…", "print": "Impression…"}
NO_PRINTER = fr("Aucune imprimante n’est installée sur cet ordinateur : enregistrez le PDF et imprimez-le ailleurs.")


class DocumentOutlet(QObject):
    """One file or one print at a time, in the background; ``line`` shows what is under way, and what went wrong.

    What was done is told by the bar of the window; a page with a line of its own, which may have no bar, is told there
    too. ``said`` are the words of the last time, wherever they stood.

    ``saved`` carries the path of a file or folder that was written, ``announced`` words for a screen reader;
    ``ended`` comes after each work, whatever came of it.
    """

    announced = Signal(str)
    saved = Signal(object)
    ended = Signal()

    def __init__(
        self,
        context: WindowContext,
        page: QWidget,
        line: ResultLine | None = None,
        *,
        typesetter: Typesetter | None = None,
    ) -> None:
        """``typesetter`` is the one of a page that has compiled the document already."""
        super().__init__(page)
        self._context, self._page, self._typesetter = context, page, typesetter
        self.line = line or ResultLine(context.theme)
        self._has_own_line = line is not None
        self.said = ""
        self._steps: dict[str, str] = {}
        self._folder: Path | None = None
        self._told = self._stopped = ""
        self._job: Job | None = None
        self.line.stopped.connect(self._on_stopped)
        self.line.folder_requested.connect(self._on_folder)

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None and self._job.is_running

    def save(self, document: Document, what: str, formats: Sequence[str], *, told: str = "") -> None:
        """Ask where a document goes and in which of these formats, the first proposed, then write it there.

        ``told`` stands before the words that say that it is saved.
        """
        from kit.documents.writer import file_name

        self.save_as(document, file_name(document.place, what, document.date, formats[0]), formats, told=told)

    def save_as(self, document: Document, name: str, formats: Sequence[str], *, told: str = "") -> None:
        """Ask where a document goes, under this name at first, then write it there; as ``save``."""
        path = self.ask_file(name, formats)
        if path is not None:
            self.write(document, path, told=told)

    def write(self, document: Document, path: Path, *, told: str = "") -> None:
        """Write a document to a file that was asked for, in the format of its name."""
        document = self._dressed(document)

        def work(step: Step) -> Path:
            from kit.documents.writer import write

            step("write")
            write(document, path, force=True, typesetter=self._typesetter)  # the dialog asked about this very file
            return path

        self._told = told
        self.start(work, self._on_saved, about=path)

    def save_bytes(self, make: Callable[[], bytes], name: str) -> None:
        """Ask where a file of this name goes, then make it and write it there."""
        path = self.ask_file(name, (Path(name).suffix,))
        if path is not None:
            self.write_made(make, path)

    def write_made(self, make: Callable[[], bytes], path: Path) -> None:
        """Make a file and write it to ``path``, which the user chose."""
        from kit.files import write_whole

        def work(step: Step) -> Path:
            step("write")
            write_whole(path, make())
            return path

        self._told = ""
        self.start(work, self._on_saved)

    def print(self, document: Document, ask: Callable[[Document], QPrinter | None] | None = None) -> None:
        """Ask for a printer, by ``ask`` where a page does so itself, then send the pages."""
        if not printing.has_printer():
            self.say(NO_PRINTER, wrong=True)
            return
        document = self._dressed(document)
        printer = (ask or self.ask_printer)(document)
        if printer is not None:
            made = printing.composed(document, printer)

            def work(step: Step) -> tuple[str, int]:
                from kit.documents.typeset import Typesetter
                from kit.documents.writer import page_images

                step("pages")
                images = page_images(made, self._typesetter or Typesetter(), printing.PRINT_DPI)
                step("print", 0, len(images))
                return printer.printerName(), printing.print_pages(images, printer, lambda *at: step("print", *at))

            self.start(work, self._on_printed, stopped="Impression arrêtée.", changes_things=False)

    def _dressed(self, document: Document) -> Document:
        """Return the document with the coat of arms or logo of the open dossier, where there is one and bears one."""
        if not isinstance(self._context, AppContext):
            return document
        from kit.documents.emblem import with_emblem

        return with_emblem(document, self._context.session.dossier)

    def start[T](
        self,
        work: Callable[[Step], T],
        then: Callable[[T], None],
        steps: dict[str, str] | None = None,
        *,
        about: Path | None = None,
        stopped: str = "",
        changes_things: bool = True,
    ) -> None:
        """Do other work with the same line: ``steps`` are words for its steps, ``about`` the file that it writes.

        ``stopped`` is said when it was stopped, in place of the usual sentence; what does not change things is
        stopped at once.
        """
        if self.is_busy:
            return
        self._stopped = stopped
        self._steps = _STEPS | (steps or {})
        self.line.say("")
        self.line.wait.begin("Préparation…")
        self._job = self._context.jobs.run(
            self,
            work,
            then,
            self._on_failed,
            ended=self._on_ended,
            stepped=self._on_advanced,
            changes_things=changes_things,
            about=about,
        )

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, or what went wrong; empty words take it back."""
        self.said = words
        self.line.say(words, wrong=wrong)
        if words:
            self.announced.emit(words)

    def say_done(self, words: str) -> None:
        """Say what was done, where there is nothing to open."""
        if self._has_own_line:
            self.say(words)
        else:
            self.said = words
            self.line.say("")
            self._context.feedback.tell(words)

    def say_saved(self, path: Path, words: str = "") -> None:
        """Say that a file, or a folder, was written, with the way to it."""
        self._folder = path if path.is_dir() else path.parent
        file_dialogs.remember(self._context.settings, path)
        told = self.said = words or fr("Enregistré : {name}", name=path.name)

        def open_it() -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self._context.feedback.tell(
                    fr("Aucun programme ne s’est ouvert. Le fichier est ici : {path}", path=path)
                )

        if self._has_own_line:
            self.line.say(told, folder=True)
            self.announced.emit(told)
        else:
            self.line.say("")
        self._context.feedback.tell(told, "Ouvrir le dossier" if path.is_dir() else "Ouvrir le document", open_it)
        self.saved.emit(path)

    def ask_file(self, name: str, formats: Sequence[str]) -> Path | None:
        """Ask where a file goes, in one of these formats; None when given up."""
        return file_dialogs.save_file(self._page, self._context.settings, name, formats)

    def ask_printer(self, document: Document) -> QPrinter | None:
        """Ask for the printer and the copies; None when given up."""
        return printing.ask_printer(self._page, document)

    def _on_advanced(self, step: str, done: int, total: int) -> None:
        words = self._steps.get(step, "Préparation…")
        if step == "print" and total:
            self.line.wait.advance(f"Envoi de la page {done + 1} sur {total}…", done, total)
        elif total:
            self.line.wait.advance(fr("{words} {done} sur {total}", words=words, done=done, total=total), done, total)
        else:
            self.line.wait.begin(words, stoppable=step != "write")

    def _on_stopped(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _on_ended(self) -> None:
        self.line.wait.end()
        self.ended.emit()

    def _on_saved(self, path: Path) -> None:
        self.say_saved(path, fr("{told} Enregistré : {name}", told=self._told, name=path.name).strip())

    def _on_printed(self, outcome: tuple[str, int]) -> None:
        name, count = outcome
        to = fr("à « {name} »", name=name) if name else "à l’imprimante"
        self.say_done(f"{count} pages envoyées {to}." if count > 1 else f"1 page envoyée {to}.")

    def _on_failed(self, error: KitError) -> None:
        if isinstance(error, Stopped):
            self.say(self._stopped or printing.not_sent(error))
        else:
            self.say(printing.not_sent(error), wrong=True)

    def _on_folder(self) -> None:
        if self._folder and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self.say(fr("C’est ici : {folder}", folder=self._folder))
