"""The buttons that hand a message over, and what each does: keep it first, then try, then say what should have come."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kit.errors import CodeTooLarge
from kit.mail import qr, transports
from kit.mail.outbox import Means
from ui.features.contact.autosave import ContactKeeping
from ui.features.contact.editor import ContactDesk
from ui.features.contact.hand_over import HandOver
from ui.output import messages
from ui.services import clipboard, file_dialogs
from ui.services.context import AppContext

_COPIED = {
    "to": "L’adresse est copiée\u00a0: collez-la (Ctrl+V) dans le champ «\u00a0À\u00a0» de votre messagerie.",
    "subject": "L’objet est copié\u00a0: collez-le (Ctrl+V) dans le champ «\u00a0Objet\u00a0» de votre messagerie.",
    "body": "Le message est copié\u00a0: collez-le (Ctrl+V) dans votre messagerie.",
    "all": "Adresse, objet et message sont copiés ensemble\u00a0: collez-les (Ctrl+V) où vous voulez.",
}
_NO_CODE = "L’objet est trop long pour un code QR. Copiez l’adresse, ou préparez un courrier."
_WAITS = "Le message reste dans «\u00a0À envoyer\u00a0»\u00a0: vous le retrouverez, même après avoir fermé le kit."
_LETTERS = (".pdf", ".odt", ".docx")


class ContactWays(QObject):
    """Works for a HandOver. ``may_go`` says whether nothing in the form keeps the message from going."""

    announced = Signal(str)
    shown = Signal()

    def __init__(
        self,
        desk: ContactDesk,
        keeping: ContactKeeping,
        ways: HandOver,
        context: AppContext,
        may_go: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._keeping, self._ways, self._may_go, self._page = desk, keeping, ways, may_go, parent
        self._out = messages.Outgoing(ways.wait, context.jobs, self)
        self._settings = context.settings
        self._connect()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, or what went wrong."""
        self._ways.show_status(words, wrong=wrong)
        self.announced.emit(words)

    def copy(self, part: str) -> None:
        """Copy a part of the message; the text counts as handed over."""
        if part in ("body", "all") and not self._may_go():
            return
        draft = self._desk.draft()
        parts = {"to": draft.to, "subject": draft.subject, "body": draft.body, "all": transports.text(draft)}
        clipboard.copy(parts[part])
        if part in ("body", "all"):
            self._keeping.prepare(Means.COPY)
            self._ways.opened.show_ready(draft.body)
        self.say(_COPIED[part])

    def ask_file(self, title: str, name: str, kinds: tuple[str, ...]) -> Path | None:
        """Ask where a file goes, in one of these formats; None when given up."""
        return file_dialogs.save_file(self._page, self._settings, name, kinds, title=title)

    def ask_folder(self) -> Path | None:
        """Ask for the key, or any folder; None when given up."""
        return file_dialogs.choose_folder(self._page, self._settings, "Choisir la clé, ou un dossier")

    def _on_open(self) -> None:
        if self._may_go():
            draft = self._desk.draft()

            def go() -> None:
                opening = messages.open_in_mail_program(draft)
                self._ways.show_status("")
                self._ways.opened.show_for(draft.body, asked=opening.asked, shortened=opening.shortened)
                self.announced.emit(self._ways.opened.words())
                self.shown.emit()

            self._keeping.prepare(Means.MAILTO, then=go)

    def _on_save(self) -> None:
        path = self._ask("Enregistrer le brouillon", transports.eml_name(datetime.datetime.now()), (".eml",))
        if path is not None:
            draft, enclosed = self._desk.draft(), self._desk.enclosed()
            self._keeping.prepare(Means.EML, path, lambda: self._out.save_eml(draft, enclosed, path))

    def _on_pdf(self) -> None:
        enclosed = self._desk.enclosed() if self._may_go() else None
        path = self._ask("Enregistrer le PDF", enclosed.name, _LETTERS[:1]) if enclosed else None
        if enclosed is not None and path is not None:
            kept = enclosed
            self._keeping.prepare(Means.PDF, path, lambda: self._out.save_pdf(kept, path))

    def _on_letter(self) -> None:
        path = self._ask("Enregistrer le courrier", f"courrier-cress-{datetime.date.today():%Y%m%d}.pdf", _LETTERS)
        if path is not None:
            letter = self._desk.letter()
            self._keeping.prepare(Means.LETTER, path, lambda: self._out.save_letter(letter, path))

    def _on_carry(self) -> None:
        place = self.ask_folder() if self._may_go() else None
        if place is not None:
            draft, enclosed = self._desk.draft(), self._desk.enclosed()
            self._keeping.prepare(Means.KEY, place, lambda: self._out.carry(draft, enclosed, place))

    def _on_code(self) -> None:
        if not self._may_go():
            return
        draft = self._desk.draft()
        try:
            rows = qr.modules(transports.short_mailto(draft))
        except CodeTooLarge:
            self.say(_NO_CODE, wrong=True)
            return
        self._keeping.prepare(Means.QR)
        self.announced.emit(self._ways.qr.show_code(rows, draft.to))
        self.shown.emit()

    def _on_done(self, words: str) -> None:
        self.say(words)
        self._ways.opened.show_ready(self._desk.draft().body)
        self.shown.emit()

    def _on_failed(self, words: str) -> None:
        self.say(words, wrong=True)

    def _on_sent(self) -> None:
        self._ways.forget()
        self._keeping.say_sent()

    def _on_not_yet(self) -> None:
        self._ways.forget()
        self.say(_WAITS)

    def _ask(self, title: str, name: str, kinds: tuple[str, ...]) -> Path | None:
        return self.ask_file(title, name, kinds) if self._may_go() else None

    def _connect(self) -> None:
        ways = self._ways
        ways.carry_requested.connect(self._on_carry)
        ways.code_requested.connect(self._on_code)
        ways.copy_requested.connect(self.copy)
        ways.letter_requested.connect(self._on_letter)
        ways.open_requested.connect(self._on_open)
        ways.pdf_requested.connect(self._on_pdf)
        ways.save_requested.connect(self._on_save)
        ways.opened.sent.connect(self._on_sent)
        ways.opened.not_yet.connect(self._on_not_yet)
        self._out.done.connect(self._on_done)
        self._out.failed.connect(self._on_failed)
