"""Contacter la CRESS: a form, and the message that comes of it, to be handed to one's own mail program."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from kit import paths
from kit.errors import KitError
from kit.mail import transports
from kit.mail.compose import compose
from kit.mail.draft import MESSAGE_LIMIT, MailDraft, is_address
from kit.mail.templates import load_templates
from ui import contact_request, outgoing
from ui.collectivite import CollectiviteEntry
from ui.context import AppContext
from ui.errors import sentence
from ui.navigation import Route
from ui.pages.base import Crumb, Page
from ui.widgets.bounded import bounded
from ui.widgets.columns import Columns
from ui.widgets.contact_form import ContactForm
from ui.widgets.gate import Gate
from ui.widgets.hand_over import HandOver
from ui.widgets.message_preview import MessagePreview
from ui.widgets.other_form import OtherForm
from ui.widgets.scroll import scrolling
from ui.widgets.text import Heading, Label

_TWO_COLUMNS = 800  # of the page's text, its margins left out
_WIDEST = 1.7  # of the measure of a text
_PER_CHARACTER = 1.9  # characters of a mailto URL for one of dense French (research/mail.md)

_CALM = "Rien ne part sans vous\u00a0: le kit prépare le message, vous l’envoyez vous-même depuis votre messagerie."
_PRIVACY = (
    "Qui reçoit ce message\u00a0: {name} ({mail}), pour répondre à votre demande. Vos données restent sur cet "
    "ordinateur jusqu’à votre envoi. Votre nom, votre courriel et votre téléphone ne sont pas gardés\u00a0: ils "
    "s’effacent quand vous quittez le kit."
)
_EML = "Le brouillon (.eml) s’ouvre dans Thunderbird et dans Outlook classique."
_COPIED = {
    "to": "L’adresse est copiée\u00a0: collez-la (Ctrl+V) dans le champ «\u00a0À\u00a0» de votre messagerie.",
    "subject": "L’objet est copié\u00a0: collez-le (Ctrl+V) dans le champ «\u00a0Objet\u00a0» de votre messagerie.",
    "body": "Le message est copié\u00a0: collez-le (Ctrl+V) dans votre messagerie.",
}
_ADDRESS = "Cette adresse ne semble pas complète. Vérifiez-la, ou appuyez de nouveau pour continuer ainsi."


class ContactPage(Page):
    """The screen. Who writes is kept for the run only; the collectivité goes to the dossier."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        outline, session = context.library.outline, context.session
        self._templates = load_templates(paths.mail_templates(), to=outline.publisher.mail)
        self._origin = ""
        self._mention = ""
        self._request_chosen = False
        self._address_seen = ""
        self.form = ContactForm(context.theme, contact_request.choices(self._templates, outline, session))
        self.ways = HandOver(context.theme)
        self.preview = MessagePreview(context.theme, self.ways)
        self.collectivite = CollectiviteEntry(self.form.collectivite_box, session, context.tasks, self)
        self._build()
        self._connect()
        self._refresh()

    def open_route(self, route: Route) -> None:
        if route.origin and route.origin != self._origin:
            self._come_from(route.origin)
        if route.id in self._templates:
            self.form.request.choose(route.id)
        self._on_changed("")

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Contacter la CRESS"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def draft(self) -> MailDraft:
        """Return the message in sight, as it will be handed over."""
        proposed = self._proposed()
        return dataclasses.replace(proposed, body=self.preview.text()) if self.preview.by_hand else proposed

    def ask_file(self, name: str) -> Path | None:
        """Ask where the draft goes, and before another file is replaced; None when given up."""
        dialog = QFileDialog(self, "Enregistrer le brouillon", str(paths.documents()), "Brouillon de courriel (*.eml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("eml")
        dialog.selectFile(name)
        chosen = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
        dialog.deleteLater()
        return chosen

    def _on_answered(self, inside: bool) -> None:
        self.inside.setVisible(inside)
        self.other.setVisible(not inside)

    def _on_request_chosen(self) -> None:
        self._request_chosen = True

    def _on_changed(self, _target: str) -> None:
        self.form.levers.show_levers(contact_request.lever_chips(self.context.library.outline, self.context.session))
        self.collectivite.refresh()
        self._refresh()

    def _on_refused(self, error: KitError) -> None:
        self._say(sentence(error))

    def _on_reply_left(self) -> None:
        if not self._doubtful():
            self.form.reply_box.show_error("")

    def _on_open(self) -> None:
        if not self._may_go():
            return
        draft = self.draft()
        opening = outgoing.open_in_mail_program(draft)
        self.ways.show_status("")
        self.ways.opened.show_for(draft.body, asked=opening.asked, shortened=opening.shortened)
        self.announced.emit(self.ways.opened.words())
        QTimer.singleShot(0, self, self._on_ways_changed)  # once the panel has its place

    def _on_ways_changed(self) -> None:
        self._area.ensureWidgetVisible(self.ways)

    def _on_copy(self, part: str) -> None:
        if part == "body" and not self._may_go():
            return
        draft = self.draft()
        outgoing.copy({"to": draft.to, "subject": draft.subject, "body": draft.body}[part])
        self._say(_COPIED[part])

    def _on_copy_text(self, text: str) -> None:
        outgoing.copy(text)
        self.other.show_done(f"Copié\u00a0: {text}")
        self.announced.emit(f"Copié\u00a0: {text}")

    def _on_save(self) -> None:
        path = self.ask_file(transports.eml_name(datetime.datetime.now())) if self._may_go() else None
        if path is not None:
            content = transports.eml(self.draft())
            self.context.tasks.run(lambda: outgoing.write_file(path, content), self._on_saved, self._on_refused)

    def _on_saved(self, path: Path) -> None:
        self._say(f"Le brouillon est enregistré\u00a0: {path.name}. Ouvrez-le d’un double-clic pour l’envoyer.")

    def _proposed(self) -> MailDraft:
        values = self.form.values()
        who, library = self.collectivite.current(), self.context.library
        request = contact_request.mail_request(values, who, library.outline, self.context.session)
        draft = compose(request, self._templates[values.request])
        if self.context.settings.text("writing") != "double":
            return draft
        from kit.content.writing import double

        return dataclasses.replace(draft, subject=double(draft.subject), body=double(draft.body))

    def _refresh(self) -> None:
        """Propose the message anew, and say how much room is left."""
        draft = self._proposed()
        self.preview.propose(draft.to, draft.subject, outgoing.flowed(draft.body))
        size, box = len(self.form.message.toPlainText()), self.form.message_box
        over = size - MESSAGE_LIMIT
        box.show_error(f"4\u00a0000 caractères au plus\u00a0: {over} de trop." if over > 0 else "")
        means = transports.mailto(self.draft())
        if means.shortened:
            box.show_note(f"{size} caractères\u00a0: message long, que vous collerez dans votre messagerie (Ctrl+V).")
        else:
            left = int((transports.MAILTO_LIMIT - len(means.url)) / _PER_CHARACTER) // 10 * 10
            box.show_note(f"Reste ≈\u00a0{left} caractères. Au-delà, le texte sera à coller.")

    def _come_from(self, origin: str) -> None:
        """Take over what the page was about: its levers, and a sentence that names it."""
        self._origin = origin
        levers, mention = contact_request.behind(self.context.library, origin)
        for lever in levers:
            self.form.levers.tick(lever)
        if not self._request_chosen and (levers or mention):
            self.form.request.choose("levier" if levers else "question")
        if self.form.message.toPlainText() in ("", self._mention):
            self.form.message.setPlainText(mention)
            self._mention = mention

    def _doubtful(self) -> bool:
        address = self.form.values().reply_to
        return bool(address) and not (is_address(address) and "." in address.partition("@")[2])

    def _may_go(self) -> bool:
        """Stop at the first faulty field; a doubtful address stops once, not for ever."""
        box, address = self.form.reply_box, self.form.values().reply_to
        doubtful = self._doubtful() and address != self._address_seen
        box.show_error(_ADDRESS if doubtful else "")
        self._address_seen = address
        for faulty in (box, self.form.message_box):
            if faulty.error:
                faulty.field.setFocus()
                self._area.ensureWidgetVisible(faulty)
                self.announced.emit(faulty.error)
                return False
        return True

    def _say(self, words: str) -> None:
        self.ways.show_status(words)
        self.announced.emit(words)

    def _connect(self) -> None:
        self.collectivite.kept.connect(self._refresh)
        self.collectivite.refused.connect(self._on_refused)
        self.context.session.changed.connect(self._on_changed)
        self.form.changed.connect(self._refresh)
        self.form.reply_left.connect(self._on_reply_left)
        self.form.request_chosen.connect(self._on_request_chosen)
        self.gate.answered.connect(self._on_answered)
        self.other.copy_requested.connect(self._on_copy_text)
        self.preview.copy_requested.connect(self._on_copy)
        self.preview.edited.connect(self._refresh)
        self.ways.copy_requested.connect(self._on_copy)
        self.ways.open_requested.connect(self._on_open)
        self.ways.save_requested.connect(self._on_save)

    def _build(self) -> None:
        t, publisher = self.context.theme, self.context.library.publisher
        self.gate = Gate(t, "Faites-vous partie d’une collectivité\u00a0?")
        self.other = OtherForm(t, form=publisher.form_general or publisher.form_fallback, mail=publisher.mail)
        self.other.hide()
        threshold = round(_TWO_COLUMNS * t.scale)
        columns = Columns(self.form, self.preview, threshold=threshold, gap=t.space_4, stretch=(20, 23))
        self.inside = QWidget()
        inside = QVBoxLayout(self.inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(t.space_2)
        inside.addWidget(columns)
        for note in (_EML, _PRIVACY.format(name=publisher.name, mail=publisher.mail)):
            inside.addWidget(Label(note, "small"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_6, t.space_5)
        column.setSpacing(t.space_3)
        column.addWidget(Heading(f"Contacter la {publisher.name}", 1))
        column.addWidget(Label(_CALM, "muted"))
        column.addWidget(self.gate)
        for part in (self.inside, self.other):
            column.addLayout(bounded(part, round(t.measure * _WIDEST)))
        column.addStretch(1)
        self._area = scrolling(self, inner)
