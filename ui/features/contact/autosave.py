"""The message in sight as the outbox keeps it: saved a second after the last key, and before it is handed over."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from kit.mail.outbox import KEPT_DAYS, Means, Message, State
from kit.typography import fr
from ui.features.contact import composition
from ui.features.contact.attachments import DOSSIER
from ui.features.contact.editor import MessageEditor
from ui.services.context import AppContext
from ui.services.jobs import while_alive

AUTOSAVE_MS = 1000


class MessageAutosave(QObject):
    """Keeps the message once there is something to lose in it; who writes is kept apart. ``said_sent`` with words."""

    said_sent = Signal(str)

    def __init__(self, context: AppContext, editor: MessageEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._editor = context, editor
        self._mention = ""
        self.message: Message | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(AUTOSAVE_MS)
        self._idle.timeout.connect(self.save)

    @property
    def is_handed_over(self) -> bool:
        """Whether the message in sight was already prepared: another matter is then another message."""
        return self.message is not None and self.message.state is not State.DRAFT

    def mention(self, words: str) -> None:
        """Write a sentence of the kit's own in an empty message: it alone is not worth keeping."""
        field = self._editor.form.message
        if field.toPlainText() in ("", self._mention):
            field.setPlainText(words)
            self._mention = words

    def touch(self) -> None:
        """Save soon: something changed."""
        self._idle.start()

    def save(self) -> None:
        """Save now, where there is something to lose."""
        self._idle.stop()
        outbox, values = self._context.outbox, self._editor.values()
        outbox.keep_sender(composition.sender_of(values, outbox.who_writes))
        if self.message is None and not self._is_worth_keeping():
            return
        present = self._present(self.message or outbox.new())
        if present != self.message:
            self.message = outbox.keep(present)

    def prepare(self, means: Means, file: Path | None = None, then: Callable[[], None] | None = None) -> None:
        """Keep that the message is being handed over, and whom it goes to; then do it, while the form is there."""
        self._idle.stop()
        outbox, values = self._context.outbox, self._editor.values()
        sender = composition.sender_of(values, outbox.who_writes)
        if values.other:
            sender = replace(sender, recipients=composition.with_recipient(sender, *values.recipient))
        outbox.keep_sender(sender)
        self._editor.keep_recipient()
        after = while_alive(self, then) if then else None
        message = self._present(self.message or outbox.new())
        if values.attached == DOSSIER:
            fields = composition.with_position(message.fields, self._context.session.dossier)
            message = replace(message, fields=fields)
        self.message = outbox.prepare(message, means, file, after)

    def say_sent(self) -> None:
        """Keep that the person says it was sent, and go on to a new message."""
        if self.message is None:
            return
        today = datetime.date.today()
        composition.note_sent(self._context, self.message, today)
        self._context.outbox.say_sent(self.message, today)
        self.start_anew()
        self.said_sent.emit(
            fr(
                "C’est noté. L’objet et la date restent dans « À envoyer » ; le texte s’effacera de cet "
                "ordinateur dans {kept_days} jours.",
                kept_days=KEPT_DAYS,
            )
        )

    def start_anew(self) -> None:
        """Leave the message where it is kept, and begin another for the same person."""
        self._idle.stop()
        self.message = None
        self._mention = ""
        self._editor.form.message.clear()
        if self._editor.preview is not None:
            self._editor.preview.follow()

    def take_up(self, message: Message) -> None:
        """Show a message again, as it was kept."""
        editor, fields = self._editor, message.fields
        self._idle.stop()
        self.message = message
        self._mention = ""
        editor.origin, editor.came_from = fields.get("origin", ""), composition.subject_of(fields)
        if fields.get("other"):
            editor.form.recipient.show_other(fields.get("to_name", ""), fields.get("to_address", ""))
        else:
            editor.form.recipient.show_other("", "")
        editor.refresh()
        editor.form.request.choose(fields.get("request", ""))
        composition.fill(editor.form, fields)
        editor.refresh()
        if fields.get("attached"):
            editor.form.attach.tick(True, names_and_notes=bool(fields.get("names_and_notes")))
        if editor.preview is not None:
            editor.preview.follow()
            if message.body and message.body != editor.preview.text():
                editor.preview.write_by_hand(message.body)
        editor.refresh()
        self._idle.stop()

    def forget(self) -> None:
        """Let go of what was erased: the form is emptied, nothing is kept of it."""
        form = self._editor.form
        composition.fill_sender(form, self._context.outbox.who_writes)
        form.copy.setChecked(False)
        form.recipient.choose("")
        self.start_anew()
        self._idle.stop()

    def _is_worth_keeping(self) -> bool:
        preview, typed = self._editor.preview, self._editor.values().message
        by_hand = preview is not None and preview.by_hand
        return by_hand or typed.strip() not in ("", self._mention.strip())

    def _present(self, message: Message) -> Message:
        preview = self._editor.preview
        assert preview is not None
        draft = self._editor.draft()
        to = "" if draft.to == composition.NO_ADDRESS else draft.to
        fields = composition.to_fields(self._editor.values(), self._editor.origin, self._editor.came_from)
        fields = {key: message.fields[key] for key in composition.POSITION if key in message.fields} | fields
        return replace(
            message, to=to, subject=draft.subject, body=preview.text(), by_hand=preview.by_hand, fields=fields
        )
