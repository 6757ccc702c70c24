"""À envoyer: the messages that were begun, handed over or said to be sent, and the personal words behind them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.days import day_in_words
from kit.errors import KitError
from kit.mail.outbox import KEPT_DAYS, Means, Message, State
from kit.typography import fr
from ui.features.contact import composition
from ui.features.contact.outbox_row import OutboxItem, OutboxRow
from ui.features.contact.personal_words import PersonalWords
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import Route, ToContact
from ui.services.page import Crumb, Page
from ui.services.session import Gesture
from ui.widgets.bounded import bounded
from ui.widgets.focus import holds_focus
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label

_LEAD = fr(
    "Le kit n’envoie rien lui-même : il ne sait pas si un message est parti. Une fois le message envoyé, "
    "indiquez-en le jour ici ; son texte s’effacera de cet ordinateur {kept_days} jours plus tard.",
    kept_days=KEPT_DAYS,
)
_EMPTY = "Rien n’attend. Un message préparé reste ici jusqu’à ce que vous disiez qu’il est parti."
_TITLES = {
    State.PREPARED: "Préparés, à envoyer",
    State.DRAFT: "Brouillons",
    State.SENT: "Partis, d’après vous",
}
_MEANS = {
    Means.MAILTO: "remis à votre messagerie",
    Means.COPY: "copié",
    Means.EML: "enregistré comme brouillon (.eml)",
    Means.PDF: "enregistré, fichier à part",
    Means.LETTER: "préparé en courrier",
    Means.QR: "montré en code QR",
    Means.KEY: "copié sur une clé",
}
_LEFT = fr(
    "C’est effacé. Ce qui n’est pas rangé ici reste : votre dossier (coches, collectivité, notes), dans "
    "« {dossier} » ; ce que votre messagerie a gardé{files}."
)


class OutboxPage(Page):
    """The screen: a card for each message, the latest first in each state."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.rows: list[OutboxRow] = []
        self._build()
        context.outbox.changed.connect(self._on_changed)
        context.outbox.refused.connect(self._on_refused)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show)
        self._show()

    def open_route(self, route: Route) -> None:
        self._status.say("")
        self._show()

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(f"Contacter {self.context.library.publisher.called}", ToContact()), Crumb("À envoyer"))

    def scroller(self) -> QScrollArea:
        return self._area

    def _on_changed(self) -> None:
        self._later.start(0)  # a row may be the one that asked: it goes once its press is over

    def _on_refused(self, error: KitError) -> None:
        self._status.say(sentence(error), wrong=True)

    def _on_opened(self, message_id: str) -> None:
        self.route_requested.emit(ToContact(message=message_id))

    def _on_sent(self, message_id: str, day: str) -> None:
        message = self.context.outbox.get(message_id)
        if message is not None:
            date = datetime.date.fromisoformat(day)
            noted = composition.note_sent(self.context, message, date)
            self.context.outbox.say_sent(message, date)
            self._offer_undo(message, fr("Noté : parti le {day_in_words}.", day_in_words=day_in_words(date)), noted)

    def _on_forgotten(self, message_id: str) -> None:
        message = self.context.outbox.get(message_id)
        if message is not None:
            self.context.outbox.forget_text(message)
            self._offer_undo(message, "Le texte est effacé. L’objet et la date restent.")

    def _on_removed(self, message_id: str) -> None:
        message = self.context.outbox.get(message_id)
        if message is not None:
            self.context.outbox.remove(message)
            self._offer_undo(message, fr("Supprimé : {subject}", subject=message.subject))

    def _on_erase(self) -> None:
        self.context.outbox.erase(self, self._on_erased)

    def _on_erased(self, files: tuple[str, ...]) -> None:
        told = fr(" ; les fichiers que vous avez enregistrés : {files}", files=", ".join(files)) if files else ""
        words = _LEFT.format(dossier=self.context.session.path, files=told)
        self.personal.show_done(words)
        self.announced.emit(words)

    def _offer_undo(self, message: Message, words: str, noted: Gesture = ()) -> None:
        """Say what was done with a message, with the way back: it is put back as it was, and what the dossier noted."""
        outbox, feedback, session = self.context.outbox, self.context.feedback, self.context.session

        def undo() -> None:
            if noted and session.last_gesture == noted:
                session.undo()
            outbox.put_back(message)
            feedback.tell(fr("Annulé : le message est de nouveau là."))

        self._status.say("")
        feedback.tell(words, "Annuler", undo)

    def _show(self) -> None:
        """Show the messages as they are now; a focus that went with its card goes to the first that is left."""
        held = any(map(holds_focus, self.rows))
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        messages = self.context.outbox.messages()
        for state, title in _TITLES.items():
            found = [message for message in messages if message.state is state]
            if found:
                self._list.addWidget(Heading(f"{title} ({len(found)})", 2))
            for message in found:
                self._list.addWidget(self._row(message))
        if not messages:
            self._list.addWidget(Label(_EMPTY))
        if held:
            (self.rows[0].remove if self.rows else self.personal.erase).setFocus()
        if self.context.outbox.unreadable:
            self._list.addWidget(
                Label(
                    fr(
                        "Messages illisibles, laissés où ils sont : {unreadable}.",
                        unreadable=self.context.outbox.unreadable,
                    )
                )
            )

    def _row(self, message: Message) -> OutboxRow:
        waiting, sent = message.state is State.PREPARED, message.state is State.SENT
        item = OutboxItem(
            id=message.id,
            subject=message.subject or "Message sans objet",
            to=message.to,
            state=_state(message),
            can_open=not sent or bool(message.body),
            can_say_sent=waiting,
            can_forget=sent and bool(message.body),
            days=tuple(_days()) if waiting else (),
        )
        row = OutboxRow(self.context.theme, item)
        row.opened.connect(self._on_opened)
        row.sent.connect(self._on_sent)
        row.forgotten.connect(self._on_forgotten)
        row.removed.connect(self._on_removed)
        self.rows.append(row)
        return row

    def _build(self) -> None:
        t = self.context.theme
        inner, listed = QWidget(), QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading("À envoyer", 1))
        column.addLayout(bounded(Label(_LEAD, "muted"), t.measure))
        self._status = StatusLine()
        self._status.announced.connect(self.announced)
        column.addWidget(self._status)
        self._list = QVBoxLayout(listed)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(t.space_3)
        self.personal = PersonalWords(t, str(self.context.outbox.folder))
        self.personal.erase_requested.connect(self._on_erase)
        for part in (listed, self.personal):
            column.addLayout(bounded(part, t.measure))
        column.addStretch(1)
        self._area = scrolling(self, inner)


def _days() -> Iterator[tuple[str, str]]:
    """Yield the days on which a message may have gone, today first."""
    today = datetime.date.today()
    for ago in range(KEPT_DAYS):
        day = today - datetime.timedelta(days=ago)
        near = (" (aujourd’hui)", " (hier)")[ago] if ago < 2 else ""
        yield day.isoformat(), f"{day_in_words(day)}{near}"


def _state(message: Message) -> str:
    if message.state is State.SENT:
        kept = message.erased_on
        told = f" Le texte s’effacera le {day_in_words(kept)}." if kept else " Le texte est effacé."
        return f"Parti le {_day(message.sent)}, d’après vous.{told}"
    if message.state is State.PREPARED:
        times = f", {message.attempts} fois en tout" if message.attempts > 1 else ""
        return fr(
            "Préparé le {day} : {means}{times}.",
            day=_day(message.opened),
            means=_MEANS.get(message.means, "remis"),
            times=times,
        )
    return f"Commencé le {_day(message.made)}, gardé le {_day(message.changed)}."


def _day(moment: str) -> str:
    try:
        return day_in_words(datetime.datetime.fromisoformat(moment).astimezone().date())
    except (ValueError, OverflowError, OSError):  # a time that no clock gave
        return "(date illisible)"
