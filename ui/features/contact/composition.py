"""From what the form and the dossier say to what the mail room takes, and from a page to what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from kit import paths
from kit.acts import record
from kit.content.library import Library
from kit.content.model import Lever, Outline
from kit.days import read_day
from kit.dossier.dossier import Dossier
from kit.dossier.model import Event, Progress
from kit.errors import UnknownId, UnsharedPlace
from kit.mail import knowledge
from kit.mail.draft import MailRequest, is_address
from kit.mail.outbox import Message, Sender
from kit.mail.templates import MailTemplate
from kit.mandate import directory
from kit.mandate.since import Sent, Since, noted
from kit.territoires import departements
from kit.typography import fr
from ui.features.contact.attachments import DOSSIER
from ui.features.contact.form import ContactForm, FormChoices, FormValues
from ui.features.contact.recipient import PUBLISHER, Recipient
from ui.services.context import AppContext
from ui.services.identity import Identity
from ui.services.session import DossierSession
from ui.widgets.days import kept_day, shown_day
from ui.widgets.lever_chips import LeverChip
from ui.widgets.progress_words import in_words, short

NO_ADDRESS = "adresse-a-completer@exemple.invalid"  # RFC 2606: nobody's, as long as none was given
OTHER = "other"
POSITION = ("dossier", "counter")
"""Fields of a message that say which dossier went with it, and how far that had come."""
_EPCI, _NETWORK, _ADDED = "epci", "network:", "added:"
_SOUGHT = "J’ai cherché dans le kit, sans trouver : « {} »."  # for a field, which holds no no-break space


class Subject(Struct, frozen=True):
    """What someone wants to write about: the id of a page, or words that were searched in vain."""

    page: str = ""
    searched: str = ""


def choices(templates: Mapping[str, MailTemplate], context: AppContext) -> FormChoices:
    """Return what the lists of the form offer."""
    wording = next(iter(templates.values())).wording
    return FormChoices(
        recipients=recipients(context, context.outbox.who_writes),
        functions=[(key, words[:1].upper() + words[1:]) for key, words in wording.functions.items()],
        structures=[(key, words[:1].upper() + words[1:]) for key, words in wording.structures.items()],
        departements=[(code, f"{name} ({code})") for code, name in departements(paths.territories()).items()],
        requests=requests(templates, publisher=True),
        levers=lever_chips(context.library.outline, context.session),
    )


def requests(templates: Mapping[str, MailTemplate], *, publisher: bool) -> list[tuple[str, str]]:
    """Return what can be asked of the publisher, or of anyone else."""
    fits = ("cress", "both") if publisher else ("both", "others")
    return [(template.id, template.label) for template in templates.values() if template.audience in fits]


def recipients(context: AppContext, sender: Sender) -> list[Recipient]:
    """Return whom one may write to: the publisher, those written to before, the EPCI, the networks, anyone else.

    An intercommunalité or a network has the address of the texts, else that of the directory of the dossier, else the
    one it was written to last.
    """
    publisher, epci = context.library.publisher, context.session.text("identity", "epci")
    entries = {directory.plain(one.name): one.email for one in directory.contacts(context.session.dossier) if one.email}
    written = {directory.plain(name): address for name, address in reversed(sender.recipients) if name}

    def known(key: str, label: str, name: str, mail: str = "") -> Recipient:
        plain = directory.plain(name)
        return Recipient(key, label, name, mail or entries.get(plain, "") or written.get(plain, ""))

    own = fr("Mon intercommunalité : {epci}", epci=epci) if epci else "Mon intercommunalité"
    listed = [known(_EPCI, own, epci)]
    listed += [
        known(f"{_NETWORK}{one.id}", one.name, one.name, one.mail)
        for one in context.library.shelf.networks
        if one.mail != publisher.mail
    ]
    names = {directory.plain(one.name) for one in listed if one.name}
    added = [
        Recipient(f"{_ADDED}{a}", f"{n} ({a})" if n else a, n, a)
        for n, a in sender.recipients
        if directory.plain(n) not in names
    ]
    return [Recipient(PUBLISHER, publisher.name), *added, *listed, Recipient(OTHER, "Une autre personne")]


def is_organisation(key: str) -> bool:
    """Say whether a key of the list of recipients names an organisation, whose address is worth keeping for all."""
    return key == _EPCI or key.startswith(_NETWORK)


def kind_of(key: str) -> str:
    """Return what kind of structure the directory says that it is."""
    return "intercommunalité" if key == _EPCI else "réseau"


def recipient_of(to: str, context: AppContext) -> tuple[str, str, str]:
    """Return the key of the list, the name and the address of whom a route names: a network, or an entry kept."""
    if any(one.id == to and one.mail != context.library.publisher.mail for one in context.library.shelf.networks):
        return f"{_NETWORK}{to}", "", ""
    entry = next((one for one in directory.contacts(context.session.dossier) if one.on == to), None)
    return (OTHER, entry.name, entry.email) if entry is not None else (PUBLISHER, "", "")


def with_recipient(sender: Sender, name: str, address: str) -> tuple[tuple[str, str], ...]:
    """Return those written to before, and this one first; nobody twice."""
    if not is_address(address):
        return sender.recipients
    return ((name, address), *(pair for pair in sender.recipients if pair[1] != address))


def sender_of(values: FormValues, known: Sender) -> Sender:
    """Return who writes, as the form says, so that it is asked once."""
    return Sender(values.person, values.function, values.reply_to, values.phone, values.availability, known.recipients)


def lever_chips(outline: Outline, session: DossierSession) -> list[LeverChip]:
    """Return the levers with how far the commune is."""
    return [_chip(lever, _progress(lever, session)) for lever in outline.levers]


def mail_request(
    values: FormValues, who: Identity, context: AppContext, origin: str, since: Since | None = None
) -> MailRequest:
    """Return what ``compose`` takes; ``since`` is what has changed since the dossier was last sent."""
    library, dossier = context.library, context.session.dossier
    address = values.recipient[1]
    page = knowledge.page_reference(library, origin) if values.quotes_page and origin else None
    return MailRequest(
        request=values.request,
        to=(address if is_address(address) else NO_ADDRESS) if values.other else "",
        copy=values.copy,
        collectivite=who.name,
        kind=who.kind,
        departement_code=who.departement_code,
        departement=who.departement,
        epci=who.epci,
        person=values.person,
        function=values.function,
        reply_to=values.reply_to,
        phone=values.phone,
        levers=knowledge.chosen_levers(library, dossier, values.levers),
        message=values.message,
        council=kept_day(values.council),
        council_place=council_place(values.council, context.session),
        availability=values.availability,
        page=page,
        questions=knowledge.noted_questions(library, dossier),
        share=shared(context),
        changes=knowledge.changes(library, dossier, since, names=values.names_and_notes) if since else None,
    )


def shared(context: AppContext) -> str:
    """Return the line that says where the collectivité stands, nothing where the kit does not know which it is."""
    try:
        return knowledge.shared(context.library, context.session.dossier)
    except UnsharedPlace:
        return ""


def to_fields(values: FormValues, origin: str, came_from: Subject) -> dict[str, str]:
    """Return what a message keeps of the form, to be opened again; who writes is kept apart."""
    name, address = values.recipient
    return {
        "request": values.request,
        "levers": " ".join(values.levers),
        "message": values.message,
        "council": values.council,
        "availability": values.availability,
        "other": "1" if values.other else "",
        "to_name": name,
        "to_address": address,
        "attached": values.attached,
        "names_and_notes": "1" if values.names_and_notes else "",
        "copy": "1" if values.copy else "",
        "quotes_page": "1" if values.quotes_page else "",
        "origin": origin,
        "came_from": came_from.page,
        "searched": came_from.searched,
    }


def with_position(fields: Mapping[str, str], dossier: Dossier) -> dict[str, str]:
    """Return the fields of a message with how far the dossier had come that goes with it."""
    return {**fields, "dossier": dossier.uuid, "counter": str(dossier.counter)}


def note_sent(context: AppContext, message: Message, day: date) -> tuple[Event, ...]:
    """Keep in the dossier that it was sent as it was then, for the next message; return what was written."""
    fields, session = message.fields, context.session
    counter = fields.get("counter", "")
    is_this = fields.get("attached") == DOSSIER and fields.get("dossier") == session.dossier.uuid
    if not is_this or not counter.isdecimal():
        return ()
    return session.apply(noted(Sent(day, int(counter))), label="envoi noté")


def subject_of(fields: Mapping[str, str]) -> Subject:
    """Return what ``to_fields`` kept of what the message is about."""
    return Subject(fields.get("came_from", ""), fields.get("searched", ""))


def fill(form: ContactForm, fields: Mapping[str, str]) -> None:
    """Show in the form what ``to_fields`` kept; the lists must already offer it."""
    form.levers.tick_only(fields.get("levers", "").split())
    form.page.setChecked(bool(fields.get("quotes_page", "1")))
    form.copy.setChecked(bool(fields.get("copy")))
    form.message.setPlainText(fields.get("message", ""))
    form.council.setText(fields.get("council", ""))
    form.availability.setText(fields.get("availability", ""))


def fill_sender(form: ContactForm, sender: Sender) -> None:
    """Show who writes, as far as it is known."""
    form.person.setText(sender.person)
    form.function.choose_or_type(sender.function)
    form.reply_to.setText(sender.reply_to)
    form.phone.setText(sender.phone)
    form.availability.setText(sender.availability)
    for line in (form.person, form.reply_to, form.phone, form.availability):
        line.setCursorPosition(0)  # a long address is read from its beginning


def next_council(session: DossierSession, today: date) -> str:
    """Return the day of the next council as the dossier knows it, for the form; nothing for one that is over."""
    told = session.text("identity", "council")
    day = read_day(told)
    return "" if day and day < today else shown_day(told)


def council_place(told: str, session: DossierSession) -> str:
    """Return where the council of this day meets, if it is the one that the dossier knows."""
    known = record.shared_values(session.dossier)
    return known.get("seance.lieu", "") if told and kept_day(told) == kept_day(known.get("seance.date", "")) else ""


def behind(library: Library, subject: Subject) -> tuple[tuple[str, ...], str, str]:
    """Return what a page is about: its levers, the id that a message may quote, a sentence; a lever names itself."""
    outline = library.outline
    if subject.searched:
        return (), "", _SOUGHT.format(subject.searched)
    origin = subject.page
    if outline.lever(origin):
        return (origin,), "", ""
    try:
        article = library.article(origin)
    except UnknownId:
        return (), "", ""
    above = outline.lever_of(origin)
    return (above.article.id,) if above else article.levers, article.id, ""


def _progress(lever: Lever, session: DossierSession) -> Progress:
    return session.progress(action.id for action in lever.actions)


def _chip(lever: Lever, state: Progress) -> LeverChip:
    article = lever.article
    return LeverChip(article.id, article.label, article.title, short(state), in_words(state))
