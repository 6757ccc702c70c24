"""From what the form and the dossier say to what the mail room takes, and from a page to what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from kit.content.library import Library
from kit.content.model import Lever, Outline
from kit.dossier.model import Progress
from kit.errors import UnknownId
from kit.mail.draft import ChosenLever, MailRequest
from kit.mail.templates import MailTemplate
from ui.identity import Identity
from ui.session import DossierSession
from ui.widgets.contact_form import FormChoices, FormValues
from ui.widgets.lever_chips import LeverChip
from ui.widgets.progress_bar import in_words, short

SEARCHED = "?"  # begins the origin of one who searched in vain: the words that were typed


def choices(templates: Mapping[str, MailTemplate], outline: Outline, session: DossierSession) -> FormChoices:
    """Return what the lists of the form offer."""
    wording = next(iter(templates.values())).wording
    return FormChoices(
        functions=[(key, words[:1].upper() + words[1:]) for key, words in wording.functions.items()],
        requests=[(template.id, template.label) for template in templates.values()],
        levers=lever_chips(outline, session),
    )


def lever_chips(outline: Outline, session: DossierSession) -> list[LeverChip]:
    """Return the levers with how far the commune is."""
    return [_chip(lever, _progress(lever, session)) for lever in outline.levers]


def mail_request(values: FormValues, who: Identity, outline: Outline, session: DossierSession) -> MailRequest:
    """Return what ``compose`` takes."""
    chosen = []
    for lever in outline.levers:
        if lever.article.id in values.levers:
            state = _progress(lever, session)
            number = int(lever.article.code) if lever.article.code.isdecimal() else lever.article.order
            chosen.append(ChosenLever(number, lever.article.title, state.done, state.applicable))
    return MailRequest(
        request=values.request,
        collectivite=who.name,
        kind=who.kind,
        departement_code=who.departement_code,
        departement=who.departement,
        epci=who.epci,
        person=values.person,
        function=values.function,
        reply_to=values.reply_to,
        phone=values.phone,
        levers=tuple(chosen),
        message=values.message,
    )


def behind(library: Library, origin: str) -> tuple[tuple[str, ...], str]:
    """Return the levers that a page is about, and the sentence that names the page; a lever names itself."""
    outline = library.outline
    if origin.startswith(SEARCHED):
        return (), f"J’ai cherché dans le kit, sans trouver : « {origin.removeprefix(SEARCHED)} »."
    if outline.lever(origin):
        return (origin,), ""
    try:
        article = library.article(origin)
    except UnknownId:
        return (), ""
    above = outline.lever_of(origin)
    levers = (above.article.id,) if above else article.levers
    # Plain spaces: a field of several lines gives no others back.
    return levers, f"Je vous écris au sujet de la page « {article.title} » du kit."


def _progress(lever: Lever, session: DossierSession) -> Progress:
    return session.progress(action.id for action in lever.actions)


def _chip(lever: Lever, state: Progress) -> LeverChip:
    article = lever.article
    return LeverChip(article.id, article.label, article.title, short(state), in_words(state))
