"""Contacter la CRESS: a form, and the message that comes of it, to be handed to one's own mail program."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.errors import KitError
from kit.mail.draft import MailDraft
from kit.mail.outbox import State
from kit.typography import fr
from ui.features.contact import composition
from ui.features.contact.autosave import MessageAutosave
from ui.features.contact.composition import Subject
from ui.features.contact.delivery import MessageDelivery
from ui.features.contact.delivery_panel import DeliveryPanel
from ui.features.contact.editor import MessageEditor
from ui.features.contact.gate import Gate
from ui.features.contact.message_preview import MessagePreview
from ui.features.contact.other_form import OtherForm
from ui.services import clipboard
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import PageId, Route, ToContact
from ui.services.page import Crumb, Page
from ui.services.window_size import lay_out
from ui.widgets.bounded import bounded
from ui.widgets.columns import Columns
from ui.widgets.fitting import FittingColumn
from ui.widgets.focus_frame import GAP, LINE
from ui.widgets.labelled import Labelled
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Heading, Label, breakable
from ui.widgets.wrap_link import WrapLink

_TWO_COLUMNS = 720  # of the page's text, its margins left out
_LEAST = 200  # pixels of height that the form keeps beside the message before the page scrolls as a whole
_WIDEST = 1.7  # of the measure of a text

_CALM = fr("Rien ne part sans vous : le kit prépare le message, vous l’envoyez vous-même depuis votre messagerie.")
_PRIVACY = fr(
    "Qui reçoit ce message : {name} ({mail}), ou la personne que vous choisissez, pour répondre à votre demande. "
    "Le kit n’envoie rien : vos saisies restent sur cet ordinateur, dans « {folder} », jusqu’à ce que "
    "vous les effaciez."
)
_TO_COME = fr("Durée de conservation, droits et contact pour vos données : {name} doit encore les préciser.")
_EML = fr(
    "Brouillon (.eml) : un fichier qui contient le message. Ouvrez-le d’un double-clic dans Thunderbird ou dans "
    "Outlook classique, relisez-le, puis envoyez-le."
)
_FORM = fr("Formulaire en ligne {of} pour les collectivités (nécessite Internet) : {form}")
_AGAIN = "Votre brouillon est là, comme vous l’aviez laissé."
_CLOSED = fr("Ce message n’est plus dans « À envoyer ».")


class ContactPage(Page):
    """The screen; what one writes about comes from where one was: its levers are ticked, the message may quote it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.editor = MessageEditor(context, self)
        self.form, self.collectivite = self.editor.form, self.editor.collectivite
        self.panel = DeliveryPanel(context.theme)
        self.preview = MessagePreview(context.theme, self.panel)
        self.editor.preview = self.preview
        self.autosave = MessageAutosave(context, self.editor, self)
        self.delivery = MessageDelivery(self.editor, self.autosave, self.panel, context, self._may_go, self)
        self._request_chosen = False
        self._opened = False
        self._build()
        self._connect()
        self.editor.refresh()
        self._at_first = self.editor.values()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToContact)
        subject = Subject(route.about, route.searched)
        if not self._opened:
            self._opened = True
            self._resume(route.id, subject)
        if route.message:
            self._take_up(route.message)
        else:
            elsewhere = subject not in (Subject(), self.editor.came_from)
            if (elsewhere or route.id or route.to) and self.autosave.is_handed_over:
                self.autosave.start_anew()
                self.panel.forget()
            if elsewhere:
                self._come_from(subject)
            if route.id in self.editor.templates:
                self.editor.ask(route.id)
                self.panel.show_attached(self.form.attach.what)
        self._on_changed("")
        self.editor.look_back()
        if route.to and not route.message:
            self.editor.write_to(route.to)

    def crumbs(self) -> tuple[Crumb, ...]:
        template = self.editor.template
        called = self.context.library.publisher.called
        return (Crumb(template.label if template.audience == "others" else f"Contacter {called}"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def state(self) -> dict[str, str] | None:
        """Return that there is nothing to take up again where nothing was written or chosen; else the page stays."""
        is_blank = self.editor.values() == self._at_first and self.editor.came_from == Subject()
        written = self.autosave.message is not None or self.preview.by_hand
        return {} if is_blank and not written and self.gate.yes.isChecked() else None

    def leave(self) -> bool:
        self.form.collectivite.clearFocus()  # keeps the name that is being typed
        self.autosave.save()
        return True

    def draft(self) -> MailDraft:
        """Return the message in sight, as it will be handed over."""
        return self.editor.draft()

    def _on_answered(self, inside: bool) -> None:
        self.inside.setVisible(inside)
        self.other.setVisible(not inside)

    def _on_request_chosen(self) -> None:
        self._request_chosen = True
        self.editor.tick_what_is_meant()
        self._on_edited()

    def _on_changed(self, _target: str) -> None:
        self.form.levers.show_levers(composition.lever_chips(self.context.library.outline, self.context.session))
        self.form.recipient.offer(composition.recipients(self.context, self.context.outbox.who_writes))
        self.collectivite.refresh()
        self.editor.show_council()
        self.editor.refresh()
        if self.isVisible():  # else as the page is opened
            self.editor.look_back()
        self._show_title()

    def _on_outbox_changed(self) -> None:
        """Let go of a message that was removed, or said to be sent, on the other screen."""
        here = self.autosave.message
        if here is None:
            return
        kept = self.context.outbox.get(here.id)
        if kept is None or kept.state is State.SENT:
            self.autosave.start_anew()
            self.panel.forget()
        if kept is None and not self.context.outbox.messages():
            self.autosave.forget()

    def _show_title(self) -> None:
        """Head the page with what one writes: not all of it goes to the publisher."""
        template, named = self.editor.template, self.context.library.publisher.named
        words = template.label if template.audience == "others" else f"Contacter {named}"
        if words != self.heading.text():
            self.heading.setText(words)
            self.retitled.emit()

    def _on_edited(self) -> None:
        self.editor.refresh()
        self._show_title()
        self.panel.show_attached(self.form.attach.what)
        if not self.panel.lacking.isHidden():
            self.panel.show_lacking(self.editor.show_missing())
        self.autosave.touch()

    def _on_refused(self, error: KitError) -> None:
        self.delivery.say(sentence(error), wrong=True)

    def _on_reply_left(self) -> None:
        if not self.editor.is_doubtful():
            self.form.reply_box.show_error("")

    def _on_panel_shown(self) -> None:
        QTimer.singleShot(0, self, self._on_panel_changed)  # once the panel has its place

    def _on_panel_changed(self) -> None:
        for _ in range(2):  # a panel that is shown asks for its height, then all around it
            lay_out()
        for part in self.panel.in_sight():
            self._area.ensureWidgetVisible(part)

    def _on_turned(self) -> None:
        """Let the form scroll beside the message, which stays in sight, or the whole page where it stands below."""
        beside = self._columns.side_by_side
        self.side.set_whole(not beside)
        self._inner.set_fitting(beside)

    def _on_copy_text(self, text: str) -> None:
        clipboard.copy(text)
        self.context.feedback.tell(fr("Copié : {text}", text=text))

    def _on_outbox_link(self) -> None:
        self.autosave.save()
        self.route_requested.emit(Route(PageId.OUTBOX))

    def _resume(self, request: str, subject: Subject) -> None:
        """Take up the draft left by an earlier run, unless one comes to write about something else."""
        drafts = (m for m in self.context.outbox.messages() if m.state is State.DRAFT)
        last = next(drafts, None)
        if last is None or request or subject not in (Subject(), composition.subject_of(last.fields)):
            return
        self.autosave.take_up(last)
        self.panel.show_attached(self.form.attach.what)
        self.delivery.say(_AGAIN)

    def _take_up(self, message_id: str) -> None:
        if self.autosave.message is not None and self.autosave.message.id == message_id:
            return
        self.autosave.save()
        message = self.context.outbox.get(message_id)
        self.panel.forget()
        if message is None:
            self.delivery.say(_CLOSED)
            return
        self.autosave.take_up(message)
        self.panel.show_attached(self.form.attach.what)

    def _come_from(self, subject: Subject) -> None:
        """Take over what the page was about: its levers, and the page itself."""
        before = self.form.levers.ticked()
        mention = self.editor.come_from(subject)
        if not self._request_chosen:
            self.form.request.choose("levier" if before or self.form.levers.ticked() else "question")
        self.autosave.mention(mention)

    def _may_go(self) -> bool:
        """Stop at the first faulty field; a doubtful address stops once, not for ever."""
        faulty = self.editor.faulty()
        self.panel.show_lacking(self.editor.missing())
        if faulty is None:
            return True
        self._go_to(faulty)
        self.announced.emit(self.panel.lacking.text() or faulty.error)
        return False

    def _on_lacking_pressed(self) -> None:
        missing = self.editor.missing()
        if missing:
            self._go_to(self.form.needed[missing[0]])

    def _go_to(self, box: Labelled) -> None:
        """Put the focus on a field, and it into sight."""
        box.field.setFocus()
        for area in (self.side, self._area):
            area.ensureWidgetVisible(box)

    def _connect(self) -> None:
        self.collectivite.kept.connect(self.editor.refresh)
        self.collectivite.refused.connect(self._on_refused)
        self.context.outbox.changed.connect(self._on_outbox_changed)
        self.context.outbox.refused.connect(self._on_refused)
        self.context.session.changed.connect(self._on_changed)
        self.form.changed.connect(self._on_edited)
        self.form.message_cut.connect(self.editor.say_cut)
        self.form.reply_left.connect(self._on_reply_left)
        self.form.council_left.connect(self.editor.keep_council)
        self.form.request_chosen.connect(self._on_request_chosen)
        self.form.structure.chosen.connect(self.editor.set_structure)
        self.gate.answered.connect(self._on_answered)
        self.delivery.announced.connect(self.announced)
        self.delivery.shown.connect(self._on_panel_shown)
        self.autosave.said_sent.connect(self.delivery.say)
        self.other.copy_requested.connect(self._on_copy_text)
        self.outbox_link.clicked.connect(self._on_outbox_link)
        self.panel.lacking_pressed.connect(self._on_lacking_pressed)
        self._columns.turned.connect(self._on_turned)
        self.preview.copy_requested.connect(self.delivery.copy)
        self.preview.edited.connect(self._on_edited)

    def _build(self) -> None:
        t, publisher = self.context.theme, self.context.library.publisher
        self.gate = Gate(t, "J’écris pour")
        self.other = OtherForm(t, form=publisher.form_general, fallback=publisher.form_fallback, mail=publisher.mail)
        self.other.hide()
        self.side = SnugArea(self._build_side(), least=_LEAST)
        threshold = round(_TWO_COLUMNS * t.scale)
        self._columns = Columns(self.side, self.preview, threshold=threshold, gap=t.space_4, stretch=(20, 23))
        self.inside = self._columns
        self._inner = inner = FittingColumn()
        column = page_column(inner, t)
        self.heading = Heading(f"Contacter {publisher.named}", 1)
        column.addWidget(self.heading)
        column.addWidget(Label(_CALM, "muted"))
        column.addWidget(self.gate)
        for part in (self.inside, self.other):
            column.addLayout(bounded(part, round(t.measure * _WIDEST)), 1 if part is self.inside else 0)
        self._area = scrolling(self, inner)
        self._on_turned()

    def _build_side(self) -> QWidget:
        """Return the form, with what is to be known about it below: both scroll together."""
        publisher = self.context.library.publisher
        side = QWidget()
        column = QVBoxLayout(side)
        ring = GAP + LINE  # of a field with the focus, which the area would cut
        column.setContentsMargins(ring, 0, self.context.theme.space_2, 0)
        column.setSpacing(self.context.theme.space_2)
        column.addWidget(self.form)
        folder = breakable(self.context.outbox.folder)
        notes = [_EML, _PRIVACY.format(name=publisher.name, mail=publisher.mail, folder=folder)]
        notes.append(self.editor.contact.privacy or _TO_COME.format(name=publisher.called))
        if publisher.form_collectivites:
            notes.insert(0, _FORM.format(of=publisher.called_of, form=publisher.form_collectivites))
        for note in notes:
            column.addWidget(Label(note, "small"))
        self.outbox_link = WrapLink(self.context.theme, "À envoyer, et effacer mes données")
        column.addWidget(self.outbox_link)
        column.addStretch(1)
        return side
