"""What the buttons that hand a message over do: keep it first, then try, then say what should have opened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kit.errors import CodeTooLarge, KitError
from kit.mail import qr, transports
from kit.mail.outbox import Means
from kit.typography import fr
from ui.features.contact.attachments import SAVE
from ui.features.contact.autosave import MessageAutosave
from ui.features.contact.delivery_panel import DeliveryPanel
from ui.features.contact.editor import MessageEditor
from ui.output import messages
from ui.services import clipboard, file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence

_COPIED = {
    "to": fr("L’adresse est copiée : collez-la (Ctrl+V) dans le champ « À » de votre messagerie."),
    "subject": fr("L’objet est copié : collez-le (Ctrl+V) dans le champ « Objet » de votre messagerie."),
    "body": fr("Le message est copié : collez-le (Ctrl+V) dans votre messagerie."),
    "all": fr("Adresse, objet et message sont copiés ensemble : collez-les (Ctrl+V) où vous voulez."),
}
_NO_CODE = "L’objet est trop long pour un code QR. Copiez l’adresse, ou préparez un courrier."
_WAITS = fr("Le message reste dans « À envoyer » : vous le retrouverez, même après avoir fermé le kit.")
_LETTERS = (".pdf", ".odt", ".docx")


class MessageDelivery(QObject):
    """Works for a DeliveryPanel. ``may_go`` says whether nothing in the form keeps the message from going."""

    announced = Signal(str)
    shown = Signal()

    def __init__(
        self,
        editor: MessageEditor,
        autosave: MessageAutosave,
        panel: DeliveryPanel,
        context: AppContext,
        may_go: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._editor, self._autosave, self._panel, self._may_go, self._page = editor, autosave, panel, may_go, parent
        self._out = messages.Outgoing(panel.wait, context.jobs, self)
        self._settings, self._feedback = context.settings, context.feedback
        self._asked_own = False
        self._connect()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, by the bar of the window, or beside the buttons what went wrong."""
        self._panel.show_status(words if wrong else "")
        if wrong:
            self.announced.emit(words)
        else:
            self._feedback.tell(words)

    def copy(self, part: str) -> None:
        """Copy a part of the message; the text counts as handed over, and a copy of all of it too."""
        if part in ("body", "all") and not self._may_go():
            return
        draft = self._editor.draft()
        parts = {"to": draft.to, "subject": draft.subject, "body": draft.body, "all": transports.text(draft)}
        clipboard.copy(parts[part])
        if part in ("body", "all"):
            self._autosave.prepare(Means.COPY)
            self._panel.opened.show_ready(draft.body)
        self.say(_COPIED[part])

    def ask_file(self, title: str, name: str, kinds: tuple[str, ...]) -> Path | None:
        """Ask where a file goes, in one of these formats; None when given up."""
        return file_dialogs.save_file(self._page, self._settings, name, kinds, title=title)

    def ask_folder(self) -> Path | None:
        """Ask for the key, or any folder; None when given up."""
        return file_dialogs.choose_folder(self._page, self._settings, "Choisir la clé, ou un dossier")

    def _on_open(self) -> None:
        if self._may_go():
            draft, lacking = self._editor.draft(), self._editor.values().attached

            def go() -> None:
                opening = messages.open_in_mail_program(draft)
                self._panel.show_status("")
                self._panel.opened.show_for(
                    draft.body, asked=opening.asked, shortened=opening.shortened, lacking=SAVE.get(lacking, "")
                )
                self._feedback.explain(_WAITS)  # in place of the last gesture, which was another one
                self.announced.emit(self._panel.opened.words())
                self.shown.emit()

            self._autosave.prepare(Means.MAILTO, then=go)

    def _on_save(self) -> None:
        path = self._ask("Enregistrer le brouillon", transports.eml_name(datetime.datetime.now()), (".eml",))
        if path is not None:
            draft, enclosed = self._editor.draft(), self._editor.enclosed()
            self._autosave.prepare(Means.EML, path, lambda: self._out.save_eml(draft, enclosed, path))

    def _on_pdf(self) -> None:
        enclosed = self._editor.enclosed() if self._may_go() else None
        kinds = (Path(enclosed.name).suffix,) if enclosed else ()
        path = self._ask("Enregistrer le fichier à joindre", enclosed.name, kinds) if enclosed else None
        if enclosed is not None and path is not None:
            kept = enclosed
            self._autosave.prepare(Means.PDF, path, lambda: self._out.save_pdf(kept, path))

    def _on_letter(self) -> None:
        unknown, lacks_own = self._editor.without_postal(), not self._editor.own_address
        if not unknown and (not lacks_own or self._asked_own):
            self._save_letter()
        elif self._may_go():
            self._asked_own = True  # asked once: who leaves it empty has it on the paper
            self._panel.address.ask_for(unknown, self._editor.known_postal(), own=lacks_own)
            self.announced.emit(self._panel.address.says.text())
            self.shown.emit()

    def _save_letter(self) -> None:
        path = self._ask("Enregistrer le courrier", f"courrier-ess-{datetime.date.today():%Y%m%d}.pdf", _LETTERS)
        if path is not None:
            address = self._panel.address
            to, own = (address.lines, address.own_lines) if not address.isHidden() else ((), ())
            try:
                self._editor.keep_addresses(to, own)
            except KitError as error:
                self.say(sentence(error), wrong=True)
                return
            letter = self._editor.letter(to)
            address.hide()
            self._autosave.prepare(Means.LETTER, path, lambda: self._out.save_letter(letter, path))

    def _on_carry(self) -> None:
        place = self.ask_folder() if self._may_go() else None
        if place is not None:
            draft, enclosed = self._editor.draft(), self._editor.enclosed()
            self._autosave.prepare(Means.KEY, place, lambda: self._out.carry(draft, enclosed, place))

    def _on_code(self) -> None:
        if not self._may_go():
            return
        draft = self._editor.draft()
        try:
            rows = qr.modules(transports.short_mailto(draft))
        except CodeTooLarge:
            self.say(_NO_CODE, wrong=True)
            return
        self._autosave.prepare(Means.QR)
        self.announced.emit(self._panel.qr.show_code(rows, draft.to))
        self.shown.emit()

    def _on_done(self, words: str) -> None:
        self.say(words)
        self._panel.opened.show_ready(self._editor.draft().body)
        self.shown.emit()

    def _on_failed(self, words: str) -> None:
        self.say(words, wrong=True)

    def _on_sent(self) -> None:
        self._panel.forget()
        self._autosave.say_sent()

    def _on_not_yet(self) -> None:
        self._panel.forget()
        self.say(_WAITS)

    def _ask(self, title: str, name: str, kinds: tuple[str, ...]) -> Path | None:
        return self.ask_file(title, name, kinds) if self._may_go() else None

    def _connect(self) -> None:
        panel = self._panel
        panel.carry_requested.connect(self._on_carry)
        panel.code_requested.connect(self._on_code)
        panel.copy_requested.connect(self.copy)
        panel.letter_requested.connect(self._on_letter)
        panel.address_given.connect(self._save_letter)
        panel.open_requested.connect(self._on_open)
        panel.pdf_requested.connect(self._on_pdf)
        self._editor.form.attach.pdf_requested.connect(self._on_pdf)
        panel.save_requested.connect(self._on_save)
        panel.sent.connect(self._on_sent)
        panel.not_yet.connect(self._on_not_yet)
        self._out.done.connect(self._on_done)
        self._out.failed.connect(self._on_failed)
