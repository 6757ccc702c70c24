"""What stands on the screen of a message, as the message that comes of it: one place that composes and checks."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject

from kit import paths
from kit.acts import record
from kit.days import read_day
from kit.dossier.pieces import safe_name
from kit.errors import KitError, UnknownId
from kit.mail import clean, transports
from kit.mail.compose import compose
from kit.mail.draft import MESSAGE_LIMIT, MailDraft, is_address
from kit.mail.templates import MailTemplate, load_templates, read_contact
from kit.mandate import directory
from kit.mandate.since import Since, changed_since, last_sent
from kit.territoires import departements
from kit.typography import fr
from ui.features.contact import composition
from ui.features.contact.attachments import DOSSIER, PLAN
from ui.features.contact.form import ContactForm, FormValues
from ui.features.contact.message_preview import MessagePreview
from ui.features.contact.recipient import PUBLISHER
from ui.output.messages import Enclosed
from ui.services import identity
from ui.services.collectivite import CollectiviteEntry
from ui.services.context import AppContext
from ui.services.jobs import Latest, Step
from ui.widgets.days import kept_day
from ui.widgets.labelled import Labelled

if TYPE_CHECKING:
    from pathlib import Path

    from kit.mail.letter import Letter
    from kit.mail.transports import Attachment

OWN_ADDRESS = "collectivite.adresse"
_PER_CHARACTER = 1.9  # characters of a mailto URL for one of dense French (research/mail.md)
_ADDRESS = "Cette adresse ne semble pas complète. Vérifiez-la, ou appuyez de nouveau pour continuer ainsi."
_TO = "Il faut une adresse complète, comme prenom.nom@exemple.fr, pour que le message parte."
_UNSHARED = fr("Choisissez votre collectivité dans la liste : sans elle, ce que vous partagez ne peut pas être compté.")
_CUT = " La fin du texte collé ({cut} caractères) n’a pas été reprise."
_NO_ADDRESS = "son adresse, à indiquer"
_MISSING = fr("Réponse obligatoire : ")


class MessageEditor(QObject):
    """The form, the preview and the dossier together.

    ``came_from`` is what was in sight when one asked to write; ``origin`` its id, where a message may quote it.
    """

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.contact = read_contact(paths.kit_file())
        self.templates = load_templates(paths.mail_templates(), to=self.contact.mail)
        self.form = ContactForm(context.theme, composition.choices(self.templates, context))
        composition.fill_sender(self.form, context.outbox.who_writes)
        self._council = ""  # the day of the council that was shown last
        self.show_council()
        self.collectivite = CollectiviteEntry(self.form.collectivite_box, context.session, context.jobs, self)
        self.came_from, self.origin = composition.Subject(), ""
        self.preview: MessagePreview | None = None
        self._address_seen = ""
        self._cut = 0  # characters of a pasted message that were left out
        self._since: Since | None = None  # what has changed since the dossier was last sent
        self._looking = Latest(context.jobs)
        self._ticked_before: list[str] | None = None  # levers, before a request that tells of all

    @property
    def template(self) -> MailTemplate:
        """The kind of request that the form shows."""
        return self.templates[self.form.request.key()]

    def values(self) -> FormValues:
        """Return what stands in the form."""
        return self.form.values()

    def proposed(self) -> MailDraft:
        """Return the message that the form gives, in the writing that was chosen in the settings."""
        values = self.values()
        who = self.collectivite.current()
        request = composition.mail_request(values, who, self._context, self.origin, self._since)
        draft = compose(request, self.template)
        if self._context.settings.text("writing") != "double":
            return draft
        from kit.content.writing import double

        return replace(draft, subject=double(draft.subject), body=double(draft.body))

    def draft(self) -> MailDraft:
        """Return the message in sight, as it will be handed over."""
        assert self.preview is not None
        proposed = self.proposed()
        return replace(proposed, body=self.preview.text()) if self.preview.by_hand else proposed

    def refresh(self) -> None:
        """Show what the request asks for, propose the message anew, and say how much room is left."""
        assert self.preview is not None
        form, values = self.form, self.values()
        form.offer_requests(composition.requests(self.templates, publisher=not values.other))
        form.show_needed()
        form.show_asked(self.template.fields, self.template.attached, self._page_title())
        known = self.collectivite.current()
        form.show_unlisted(bool(known.name) and known.kind not in ("commune", "intercommunalite"))
        form.structure.show_value(known.kind, known.departement_code)
        draft = self.proposed()
        to = _NO_ADDRESS if draft.to == composition.NO_ADDRESS else draft.to
        self.preview.propose(to, draft.subject, clean.unwrap(draft.body), cc=draft.cc)
        self._count(len(values.message))

    def missing(self) -> list[str]:
        """Return the words that name what must be answered and is not, in the order of the form."""
        values = self.values()
        given = {
            self.form.recipient.address_box: values.recipient[1],
            self.form.collectivite_box: values.collectivite or self.collectivite.current().name,
            self.form.person_box: values.person,
            self.form.function_box: values.function,
            self.form.reply_box: values.reply_to,
        }
        return [what for what, box in self.form.needed.items() if not given[box].strip()]

    def show_missing(self) -> list[str]:
        """Say beside each field that an answer is missing there, and return ``missing``."""
        form, missing = self.form, self.missing()
        lacking = {form.needed[what]: what for what in missing}
        for box in (
            form.recipient.address_box,
            form.collectivite_box,
            form.person_box,
            form.function_box,
            form.reply_box,
        ):
            if box in lacking and not box.error:
                box.show_error(f"{_MISSING}indiquez {lacking[box]}.")
            elif box not in lacking and box.error.startswith(_MISSING):
                box.show_error("")
        return missing

    def faulty(self) -> Labelled | None:
        """Return the first field that keeps the message from going, with its words; a doubtful address does so once."""
        form, values = self.form, self.values()
        other = bool(values.recipient[1]) and not is_address(values.recipient[1])
        form.recipient.address_box.show_error(_TO if other else "")
        unshared = "share" in self.template.fields and not composition.shared(self._context)
        form.collectivite_box.show_error(_UNSHARED if unshared else "")
        doubtful = self.is_doubtful() and values.reply_to != self._address_seen
        form.reply_box.show_error(_ADDRESS if doubtful else "")
        self._address_seen = values.reply_to
        self.show_missing()
        order = (form.recipient.address_box, form.collectivite_box, form.person_box, form.function_box)
        return next((box for box in (*order, form.reply_box, form.message_box) if box.error), None)

    def is_doubtful(self) -> bool:
        """Whether the address for the answer does not look whole."""
        address = self.values().reply_to
        return bool(address) and not (is_address(address) and "." in address.partition("@")[2])

    def enclosed(self) -> Enclosed | None:
        """Return what goes with the message."""
        values = self.values()
        if not values.attached:
            return None
        from kit.mail import plan_part

        library, path = self._context.library, self._context.session.path
        if values.attached == DOSSIER:
            self._context.session.settle()  # what goes along is read from the disk
            return Enclosed(lambda: _packed(path), f"{safe_name(path.stem)}.zip")
        if values.attached == PLAN:
            dossier = self._context.session.dossier
            made = plan_part.plan(library, dossier, names_and_notes=values.names_and_notes)
            return Enclosed.of(made, plan_part.PLAN_NAME)
        try:
            return Enclosed.of(plan_part.page(library, self.origin), plan_part.PAGE_NAME)
        except UnknownId:
            return None

    def without_postal(self) -> str:
        """Return whom a letter goes to, if their postal address is not known; empty if it is."""
        name, address = self.values().recipient
        if address or name:
            return name or address
        return "" if self.contact.postal else self._context.library.publisher.name

    @property
    def own_address(self) -> str:
        """The address of the collectivité in lines, empty where nobody gave it yet."""
        return record.shared_values(self._context.session.dossier).get(OWN_ADDRESS, "")

    def known_postal(self) -> str:
        """Return the postal address that the directory of the dossier has of whom one writes to, in lines."""
        entry = directory.named(directory.contacts(self._context.session.dossier), self.values().recipient[0])
        return "\n".join(part.strip() for part in entry.place.split(",")) if entry is not None else ""

    def keep_addresses(self, to: tuple[str, ...], own: tuple[str, ...]) -> None:
        """Keep postal addresses in the dossier: one’s own for all letters and acts, another’s in the directory.

        Raises ValueTooLong.
        """
        if own:
            self._context.session.set_text(*record.home(OWN_ADDRESS), "\n".join(own), label=identity.LABEL)
        lines = (" ".join(line.replace(",", " ").split()) for line in to)  # a comma there is the end of a line
        self._keep_reached(place=", ".join(lines))

    def keep_recipient(self) -> None:
        """Keep the address of a network or of the intercommunalité in the directory: it is offered next time."""
        address = self.values().recipient[1]
        self._keep_reached(email=address if is_address(address) else "")

    def keep_council(self) -> None:
        """Keep the day of the next council in the dossier, where it is one to come."""
        told = kept_day(self.values().council)
        day = read_day(told)
        if day is not None and day >= datetime.date.today():
            self._context.session.set_text(*record.home("seance.date"), told, label=identity.LABEL)

    def show_council(self) -> None:
        """Show the day of the next council that the dossier knows, unless another one is typed."""
        line, known = self.form.council, composition.next_council(self._context.session, datetime.date.today())
        if line.text() == self._council and line.text() != known:
            line.setText(known)
        self._council = known

    def write_to(self, to: str) -> None:
        """Write to a network, by its id, or to an entry of the directory, by its target."""
        key, name, address = composition.recipient_of(to, self._context)
        self.form.recipient.choose(key)
        if name:
            self.form.recipient.name.setText(name)
            self.form.recipient.address.setText(address)

    def _keep_reached(self, *, email: str = "", place: str = "") -> None:
        session, key = self._context.session, self.form.recipient.choice.key()
        if not composition.is_organisation(key) or session.dossier.read_only:
            return
        name, kind = self.values().recipient[0], composition.kind_of(key)
        entries = directory.contacts(session.dossier)
        session.apply(directory.reached(entries, name, kind=kind, email=email, place=place), label="répertoire local")

    def letter(self, postal: tuple[str, ...] = ()) -> Letter:
        """Return the message as a letter; ``postal`` are the lines of an address that the kit does not know."""
        from kit.documents.emblem import emblem
        from kit.documents.keeping import templates
        from kit.mail.letter import to_publisher

        values, wording = self.values(), self.template.wording
        function = wording.functions.get(values.function, values.function)
        sender = (values.person.strip(), function, self.collectivite.current().name)
        return to_publisher(
            self.draft(),
            self._context.library.publisher,
            postal or (self.contact.postal if not any(values.recipient) else ()),
            name=values.recipient[0],
            sender=sender,
            address=self.own_address,
            today=datetime.date.today(),
            emblem=emblem(self._context.session.dossier),
            templates=templates(self._context.session.dossier),
        )

    def come_from(self, subject: composition.Subject) -> str:
        """Take over what a page is about; return the sentence that names it, where the page has no id to quote."""
        self.came_from = subject
        levers, page, mention = composition.behind(self._context.library, subject)
        self.origin = page
        for lever in levers:
            self.form.levers.tick(lever)
        return mention

    def ask(self, request: str) -> None:
        """Show a request, and whom it is for."""
        for_publisher = self.templates[request].audience != "others"
        if for_publisher != self.form.recipient.is_publisher:
            self.form.recipient.choose(PUBLISHER if for_publisher else composition.OTHER)
        self.refresh()
        self.form.request.choose(request)
        self.refresh()
        self.tick_what_is_meant()

    def tick_what_is_meant(self) -> None:
        """Tick all levers for a request that tells where the whole collectivité stands, and what others share."""
        shares_plan, ticked = self.template.id == PLAN, self.form.levers.ticked()
        if "share" in self.template.fields or shares_plan:
            if self._ticked_before is None:
                self._ticked_before = ticked
                self.form.levers.tick_only([lever.article.id for lever in self._context.library.outline.levers])
        elif self._ticked_before is not None:
            self.form.levers.tick_only(self._ticked_before)
            self._ticked_before = None
        if shares_plan or self.template.id == DOSSIER:
            self.refresh()
            self.form.attach.tick(True)
        self.look_back()

    def look_back(self) -> None:
        """Find out, in the background, what has changed since the dossier was last sent and what it weighs."""
        if self.template.attached != DOSSIER:
            return
        dossier = self._context.session.dossier

        def work(_step: Step) -> tuple[Since | None, int]:
            from kit.mail import dossier_part

            sent = last_sent(dossier)
            return (
                changed_since(sent, dossier.history()) if sent else None,
                transports.weight_with(dossier_part.weight(dossier.path)),
            )

        self._looking.run(self, work, self._on_looked_back, _not_looked, dossier=dossier)

    def _on_looked_back(self, found: tuple[Since | None, int]) -> None:
        self._since, size = found
        self.form.attach.show_weight(size, transports.WEIGHT_LIMIT)
        self.refresh()

    def set_structure(self, field: str, key: str) -> None:
        """Keep in the dossier what a collectivité is that no list has."""
        session = self._context.session
        if field == "kind":
            session.set_text("identity", "kind", key, label=identity.LABEL)
        else:
            name = departements(paths.territories()).get(key, "")
            session.set_text("identity", "departement", name, label=identity.LABEL)
            session.set_text("identity", "departement_code", key, label=identity.LABEL)

    def say_cut(self, cut: int) -> None:
        """Say how many characters of what was pasted in the message were left out."""
        self._cut = cut
        self.refresh()

    def _page_title(self) -> str:
        library = self._context.library
        return library.article(self.origin).label if self.origin and library.has(self.origin) else ""

    def _count(self, size: int) -> None:
        box, over = self.form.message_box, size - MESSAGE_LIMIT
        if over <= 0:
            self._cut = 0
        cut = _CUT.format(cut=self._cut) if self._cut else ""
        box.show_error(fr("4 000 caractères au plus : {over} de trop.{cut}", over=over, cut=cut) if over > 0 else "")
        means = transports.mailto(self.draft())
        if means.shortened:
            box.show_note(
                fr("{size} caractères : message long, que vous collerez dans votre messagerie (Ctrl+V).", size=size)
            )
        else:
            left = int((transports.MAILTO_LIMIT - len(means.url)) / _PER_CHARACTER) // 10 * 10
            box.show_note(fr("Reste ≈ {left} caractères. Au-delà, le texte sera à coller.", left=left))


def _packed(path: Path) -> Attachment:
    from kit.mail import dossier_part

    return dossier_part.attachment(path)


def _not_looked(_error: KitError) -> None:
    """Nothing in looking back raises one."""
