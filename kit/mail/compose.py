"""Put what the form gives into a template: MailRequest + MailTemplate → MailDraft."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kit.days import day_or_words
from kit.errors import UnknownId
from kit.folding import fold
from kit.mail import clean, share_line
from kit.mail.draft import (
    MESSAGE_LIMIT,
    SUBJECT_LIMIT,
    Changes,
    ChosenLever,
    MailDraft,
    MailRequest,
    PageReference,
    is_address,
)
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
    "council": 60,
    "council_place": 120,
    "availability": 200,
}
_LEVER_TITLE = 150
_PAGE_TITLE = 150
_QUESTION = 1000
_NAMED = 2  # actions that one hesitates on, of a lever
_CHANGED = 12  # actions named that have changed since a dossier was sent
_WHO = 120
_DATES = 4  # of the plan, in a message


def compose(request: MailRequest, template: MailTemplate) -> MailDraft:
    """Return the message; a field left empty leaves its line out, and no gender is ever guessed.

    An address that is not one stays in the text as typed and out of the Reply-To field.
    What the template does not ask stays out, though the request holds it. Raises UnknownId when ``template`` is not the
    one that the request names, InvalidAddress when the recipient has none.
    """
    if request.request and request.request != template.id:
        raise UnknownId(request.request, (template.id,))
    if request.to:
        template = template.for_other(request.to)
    words, asked = template.wording, template.fields
    given = {name: clean.one_line(getattr(request, name), limit) for name, limit in LIMITS.items()}
    for name in ("council", "availability"):
        given[name] *= name in asked
    levers = sorted(request.levers, key=lambda lever: lever.number) if "levers" in asked else []
    reply_to = given["reply_to"] if is_address(given["reply_to"]) else ""
    paragraphs = [
        _opening(given, request.kind, levers, template),
        _dates(levers, words.phrases),
        *(_page(request.page, template) if request.page else ()),
        _questions(request.questions, words.phrases) if "questions" in asked else "",
        _changes(request.changes, words.phrases) if request.changes and "changes" in asked else "",
        _message(request.message, template),
        _contact(given, request.kind, template),
        _closing(given, template),
        _share(request.share, words.phrases) if "share" in asked else "",
    ]
    return MailDraft(
        to=template.to,
        subject=_subject(given, template),
        body="\n\n".join(filter(None, paragraphs)),
        reply_to=reply_to,
        cc=reply_to if request.copy else "",
        short_body=words.phrases["short_body"],
        headings=(words.phrases["heading_to"], words.phrases["heading_subject"], words.phrases["heading_cc"]),
    )


def name_in_sentence(name: str, kind: str, words: Wording) -> str:
    """Return the collectivité as a sentence names it: "la commune d’Abzac", "la communauté urbaine …"."""
    for short, full in words.expansions.items():
        if kind == "intercommunalite" and name.startswith(short):
            return full + name.removeprefix(short)
    pattern = words.kinds.get(kind)
    return pattern.format(name=name, of_name=of_name(name, words)) if pattern else _with_article(name, words)


def _with_article(name: str, words: Wording) -> str:
    """Return a name behind the article of its first word: « le syndicat mixte du lac », « l’établissement public ».

    A name that begins with no known noun, as « Bordeaux Métropole », stays as it is.
    """
    first = re.split(r"[\s-]", name, maxsplit=1)[0]
    article = words.articles.get(first.lower())
    if article is None:
        return name
    told = name if first.isupper() else name[0].lower() + name[1:]
    return f"{article}{told}" if article.endswith("’") else f"{article} {told}"


def of_name(name: str, words: Wording) -> str:
    """Return a name behind « de »: "d’Abzac", "du Bugue", "des Adjots"."""
    for article, contracted in words.contractions.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return (words.elided if _is_elided(name) else words.plain) + name


def _is_elided(name: str) -> bool:
    if name[:2].lower() in ("l'", "l’"):
        return False
    letters = fold(name)
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
        who = of_name(name_in_sentence(given["collectivite"], kind, template.wording), template.wording)
        key = "on_behalf" if given["departement"] else "on_behalf_without_departement"
        on_behalf = phrases[key].format(of_collectivite=who, departement=given["departement"])
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
        line = phrases[key].format(title=title, done=lever.done, applicable=lever.applicable)
        told = _hesitating(lever.hesitating, phrases)
        listed.append(f"{line[:-1]}{told})" if told and line.endswith(")") else line)
    return "\n".join(listed)


def _hesitating(titles: tuple[str, ...], phrases: Mapping[str, str]) -> str:
    """Return what follows the count of a lever: « ; nous hésitons sur « … » et « … » »."""
    named = [phrases["quoted"].format(title=clean.one_line(title, _LEVER_TITLE)) for title in titles[:_NAMED]]
    if not named:
        return ""
    more = len(titles) - len(named)
    if more:
        return phrases["hesitating_more"].format(titles=", ".join(named), more=more)
    *before, last = named
    told = phrases["and"].format(before=", ".join(before), last=last) if before else last
    return phrases["hesitating"].format(titles=told)


def _dates(levers: list[ChosenLever], phrases: Mapping[str, str]) -> str:
    dates = [pair for lever in levers for pair in lever.dates][:_DATES]
    lines = [
        phrases["date"].format(title=clean.one_line(title, _LEVER_TITLE), day=clean.one_line(day, _LEVER_TITLE))
        for title, day in dates
    ]
    return "\n".join([phrases["dates_heading"], *lines]) if lines else ""


def _page(page: PageReference, template: MailTemplate) -> tuple[str, ...]:
    if "page" not in template.fields:
        return ()
    title, summary = clean.one_line(page.title, _PAGE_TITLE), clean.lines(page.summary)
    named = template.wording.phrases["page"].format(title=title, id=page.id, version=page.version)
    return (named, *([summary] if summary and "summary" in template.fields else []))


def _questions(questions: tuple[tuple[str, str], ...], phrases: Mapping[str, str]) -> str:
    lines = [
        phrases["question"].format(title=clean.one_line(title, _PAGE_TITLE), question=clean.one_line(text, _QUESTION))
        for title, text in questions
    ]
    return "\n".join([phrases["questions_heading"], *lines]) if lines else ""


def _changes(changes: Changes, phrases: Mapping[str, str]) -> str:
    """Return « Depuis l’envoi du 3 mars 2026 : 4 actions faites, 2 nouvelles. » with the actions named below."""
    told: list[str] = []
    for kind, count in changes.counts:
        if count:
            what = phrases[_by_count(f"since_{kind}", count)]
            key = "since_next" if told else _by_count("since_first", count)
            told.append(phrases[key].format(count=count, what=what))
    if not told:
        return phrases["since_nothing"].format(day=changes.day)
    lines = [phrases["since"].format(day=changes.day, told=", ".join(told))]
    for title, what, who in changes.named[:_CHANGED]:
        given = {"title": clean.one_line(title, _LEVER_TITLE), "what": what, "who": clean.one_line(who, _WHO)}
        lines.append(phrases["since_named_who" if who else "since_named"].format(**given))
    more = len(changes.named) - _CHANGED
    if more > 0:
        lines.append(phrases[_by_count("since_more", more)].format(count=more))
    return "\n".join(lines)


def _by_count(key: str, count: int) -> str:
    return f"{key}_{'many' if count > 1 else 'one'}"


def _share(line: str, phrases: Mapping[str, str]) -> str:
    """Return the line that says where the collectivité stands, with the words that say what it is."""
    found = share_line.find(line)
    return f"{phrases['share_heading'].format(count=len(found[0].letters))}\n{line}" if found else ""


def _message(message: str, template: MailTemplate) -> str:
    message = clean.lines(message, MESSAGE_LIMIT)
    return f"{template.message_intro}\n\n{message}" if message and template.message_intro else message


def _contact(given: dict[str, str], kind: str, template: MailTemplate) -> str:
    words, mail, phone = template.wording, given["reply_to"], _dialled(given["phone"])
    found = []
    if given["epci"] and kind == "commune" and template.audience != "others":
        found.append(words.phrases["epci"].format(epci=given["epci"]))
    if kind in words.structures:
        found.append(words.phrases["structure"].format(structure=words.structures[kind]))
    if mail or phone:
        key = "reply_both" if mail and phone else "reply_mail" if mail else "reply_phone"
        found.append(words.phrases[key].format(mail=mail, phone=phone))
    if given["council"]:
        day, place = day_or_words(given["council"]), given["council_place"]
        found.append(words.phrases["council_at" if place else "council"].format(council=day, place=place))
    if given["availability"]:
        found.append(words.phrases["availability"].format(availability=given["availability"]))
    return "\n".join(found)


def _dialled(phone: str) -> str:
    """Return what can be dialled: « abc » is no telephone."""
    return phone if any(sign.isdigit() for sign in phone) else ""


def _closing(given: dict[str, str], template: MailTemplate) -> str:
    function = template.wording.functions.get(given["function"], given["function"])
    return "\n".join(filter(None, (template.closing, given["person"], function)))
