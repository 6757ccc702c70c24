"""Put what the form gives into a template: MailRequest + MailTemplate → MailDraft."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kit.errors import UnknownId
from kit.mail import clean
from kit.mail.draft import MESSAGE_LIMIT, SUBJECT_LIMIT, ChosenLever, MailDraft, MailRequest, is_address
from kit.mail.templates import ON_BEHALF, MailTemplate, Wording

# Longest value of each field of one line, in characters.
LIMITS = {
    "collectivite": 100,
    "departement_code": 3,
    "departement": 40,
    "epci": 100,
    "person": 120,
    "function": 80,
    "reply_to": 254,
    "phone": 30,
    "availability": 200,
}
_LEVER_TITLE = 150


def compose(request: MailRequest, template: MailTemplate) -> MailDraft:
    """Return the message; a field left empty leaves its line out, and no gender is ever guessed.

    An address that is not one stays in the text as typed and out of the Reply-To field.
    Raises UnknownId when ``template`` is not the one that the request names.
    """
    if request.request and request.request != template.id:
        raise UnknownId(request.request, (template.id,))
    words = template.wording
    given = {name: clean.one_line(getattr(request, name), limit) for name, limit in LIMITS.items()}
    levers = sorted(request.levers, key=lambda lever: lever.number)
    paragraphs = [
        _opening(given, request.kind, levers, template),
        _message(request.message, template),
        _contact(given, request.kind, words),
        _closing(given, template),
    ]
    return MailDraft(
        to=template.to,
        subject=_subject(given, template),
        body="\n\n".join(filter(None, paragraphs)),
        reply_to=given["reply_to"] if is_address(given["reply_to"]) else "",
        short_body=words.phrases["short_body"],
        headings=(words.phrases["heading_to"], words.phrases["heading_subject"]),
    )


def name_in_sentence(name: str, kind: str, words: Wording) -> str:
    """Return the collectivité as a sentence names it: "la commune d’Abzac", "la communauté urbaine …"."""
    for short, full in words.expansions.items():
        if kind == "intercommunalite" and name.startswith(short):
            return full + name.removeprefix(short)
    pattern = words.kinds.get(kind, "{name}")
    return pattern.format(name=name, of_name=_of(name, words))


def _of(name: str, words: Wording) -> str:
    for article, contracted in words.contractions.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return (words.elided if _is_elided(name) else words.plain) + name


def _is_elided(name: str) -> bool:
    if name[:2].lower() in ("l'", "l’"):
        return False
    letters = unicodedata.normalize("NFKD", name.replace("Œ", "O").replace("Æ", "A")).lower()
    vowel = "aeiou"
    return letters[:1] in tuple(vowel) or (letters[:1] == "y" and letters[1:2] not in tuple(vowel))


def _subject(given: dict[str, str], template: MailTemplate) -> str:
    phrases = template.wording.phrases
    name, code = given["collectivite"], given["departement_code"]
    if not name:
        return phrases["subject_without_collectivite"].format(request=template.subject)
    pattern = phrases["subject" if code else "subject_without_departement"]
    spare = SUBJECT_LIMIT - len(pattern.format(collectivite="", departement=code, request=template.subject))
    return pattern.format(collectivite=name[: max(spare, 0)].strip(), departement=code, request=template.subject)


def _opening(given: dict[str, str], kind: str, levers: list[ChosenLever], template: MailTemplate) -> str:
    phrases = template.wording.phrases
    on_behalf = ""
    if given["collectivite"]:
        who = name_in_sentence(given["collectivite"], kind, template.wording)
        key = "on_behalf" if given["departement"] else "on_behalf_without_departement"
        on_behalf = phrases[key].format(collectivite=who, departement=given["departement"])
    introduced = bool(levers and template.opening_levers)
    text = template.opening_levers if introduced else template.opening
    parts = [part.strip().replace(ON_BEHALF, on_behalf) for part in text.split("\n\n")]
    opening = "\n\n".join(part[:1].upper() + part[1:] for part in parts)
    if not levers:
        return opening
    heading = opening if introduced else f"{opening}\n\n{phrases['levers_heading']}"
    return f"{heading}\n{_lever_list(levers, phrases)}"


def _lever_list(levers: list[ChosenLever], phrases: Mapping[str, str]) -> str:
    listed, unit_said = [], False
    for lever in levers:
        key = "lever"
        if lever.applicable > 0:
            first = "lever_first_many" if lever.done > 1 else "lever_first_one"
            key = "lever_next" if unit_said else first
            unit_said = True
        title = clean.one_line(lever.title, _LEVER_TITLE)
        listed.append(phrases[key].format(title=title, done=lever.done, applicable=lever.applicable))
    return "\n".join(listed)


def _message(message: str, template: MailTemplate) -> str:
    message = clean.lines(message, MESSAGE_LIMIT)
    return f"{template.message_intro}\n\n{message}" if message and template.message_intro else message


def _contact(given: dict[str, str], kind: str, words: Wording) -> str:
    mail, phone = given["reply_to"], given["phone"]
    found = []
    if given["epci"] and kind == "commune":
        found.append(words.phrases["epci"].format(epci=given["epci"]))
    if mail or phone:
        key = "reply_both" if mail and phone else "reply_mail" if mail else "reply_phone"
        found.append(words.phrases[key].format(mail=mail, phone=phone))
    if given["availability"]:
        found.append(words.phrases["availability"].format(availability=given["availability"]))
    return "\n".join(found)


def _closing(given: dict[str, str], template: MailTemplate) -> str:
    function = template.wording.functions.get(given["function"], given["function"])
    return "\n".join(filter(None, (template.closing, given["person"], function)))
