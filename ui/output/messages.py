"""Handing a message over: to the mail program, to the clipboard, to a file. Nothing here sends anything."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from kit.files import write_whole
from kit.mail import transports
from kit.mail.draft import MailDraft
from kit.typography import fr
from ui.services import clipboard
from ui.services.errors import sentence
from ui.services.jobs import Job, Jobs
from ui.widgets.wait_bar import WaitBar

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.mail.letter import Letter
    from kit.mail.transports import Attachment


class Opening(Struct, frozen=True):
    """Whether a program was ``asked`` (never whether it came), and whether the text was ``shortened``."""

    asked: bool
    shortened: bool


class Enclosed(Struct, frozen=True):
    """What goes with a message under this name, made when it is needed, in the background."""

    make: Callable[[], Attachment]
    name: str

    @classmethod
    def of(cls, document: Document, name: str) -> Enclosed:
        """Return a document, as a PDF of this name."""
        from kit.mail import plan_part

        return cls(lambda: plan_part.attachment(document, name), name)


def open_in_mail_program(draft: MailDraft) -> Opening:
    """Ask the system for the mail program; the whole text goes to the clipboard when the URL cannot hold it."""
    means = transports.mailto(draft)
    if means.clipboard is not None:
        clipboard.copy(means.clipboard)
    url = QUrl.fromEncoded(means.url.encode("ascii"), QUrl.ParsingMode.StrictMode)
    with _silent_children():
        asked = QDesktopServices.openUrl(url)
    return Opening(asked, means.shortened)


@contextlib.contextmanager
def _silent_children() -> Iterator[None]:
    """Give programs started meanwhile nowhere to speak: xdg-open prints the whole mailto when it fails."""
    if os.name != "posix":
        yield
        return
    kept, nowhere = {end: os.dup(end) for end in (1, 2)}, os.open(os.devnull, os.O_WRONLY)
    for end in kept:
        os.dup2(nowhere, end)
    try:
        yield
    finally:
        for end, copied in kept.items():
            os.dup2(copied, end)
            os.close(copied)
        os.close(nowhere)


class Outgoing(QObject):
    """Makes the files of a message in the background, one at a time; ``done`` carries what to say, ``failed`` too."""

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, wait: WaitBar, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wait, self._jobs = wait, jobs
        self._job: Job | None = None

    def save_eml(self, draft: MailDraft, enclosed: Enclosed | None, path: Path) -> None:
        """Write a draft that Thunderbird and classic Outlook open, with what goes with it, unless it is too heavy."""
        with_it = fr(", avec « {name} »", name=enclosed.name) if enclosed else ""
        self._start(
            lambda: write_whole(path, transports.check_weight(transports.eml(draft, _made(enclosed)))),
            path,
            fr(
                "Le brouillon est enregistré{with_it} : {path}. Ouvrez-le d’un double-clic, relisez-le, envoyez-le.",
                with_it=with_it,
                path=path,
            ),
        )

    def save_pdf(self, enclosed: Enclosed, path: Path) -> None:
        """Write what goes with a message, to be attached by hand."""
        self._start(
            lambda: write_whole(path, _made(enclosed)[0].content),
            path,
            fr("Fichier enregistré ici : {path}. Vous le joindrez vous-même à votre message.", path=path),
        )

    def save_letter(self, letter: Letter, path: Path) -> None:
        """Write a letter in the format of its name."""

        def work() -> None:
            from kit.mail.letter import write

            write(letter, path, force=True)

        self._start(
            work, path, fr("Le courrier est enregistré : {path}. Imprimez-le, signez-le, postez-le.", path=path)
        )

    def carry(self, draft: MailDraft, enclosed: Enclosed | None, place: Path) -> None:
        """Write the message in every form into a new folder, to be sent from another computer."""

        def work() -> str:
            from kit.mail.carry import carry

            folder = carry(draft, _made(enclosed), place, datetime.datetime.now())
            return fr(
                "Le message est copié dans « {folder} ». Sur un ordinateur relié à Internet, ouvrez le "
                "fichier .eml, ou copiez le texte du fichier .txt.",
                folder=folder,
            )

        self._start(work, place, "")

    def _start(self, work: Callable[[], str | None], path: Path, words: str) -> None:
        if self._job is not None and self._job.is_running:
            return
        self._wait.begin("Préparation du fichier…", stoppable=False)
        self._job = self._jobs.run(
            self,
            lambda _: work() or words,
            self.done.emit,
            lambda error: self.failed.emit(sentence(error)),
            ended=self._wait.end,
            about=path,
        )


def _made(enclosed: Enclosed | None) -> tuple[Attachment, ...]:
    return (enclosed.make(),) if enclosed is not None else ()
