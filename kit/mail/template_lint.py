"""The rules of the message templates, for ``kit lint``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kit.content import inclusive
from kit.content.problem import Problem, line_of
from kit.errors import ContentError, InvalidAddress
from kit.mail import transports
from kit.mail.compose import compose
from kit.mail.draft import ChosenLever, MailDraft, MailRequest, PageReference
from kit.mail.templates import WORDING_FILE, MailTemplate, load_templates, read_contact

FOLDER = "mail"
# A mail program would ask for a forgotten file, and a mailto cannot carry one. « Adjointe » is someone's function.
_ATTACHED = re.compile(r"(ci-|pi[eè]ces?\s+)joint|attach", re.IGNORECASE)
_GUESSED = re.compile(r"\b(Monsieur le|Madame la|Cher|Chère|Chers)\b")
_STRAIGHT = re.compile(r"\w'\w")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FULL = MailRequest(
    collectivite="Saint-Exemple",
    kind="commune",
    departement_code="23",
    departement="Creuse",
    epci="CC de Saint-Exemple",
    person="Prénom Nom",
    function="conseillere-municipale",
    reply_to="mairie@saint-exemple.example",
    phone="05 00 00 00 00",
    levers=(
        ChosenLever(1, "Avoir un·e élu·e désigné·e à l’ESS", 1, 3),
        ChosenLever(2, "Communiquer et informer", 0, 2),
    ),
    page=PageReference("ess-en-cinq-minutes", "L’ESS en cinq minutes", "2026.11"),
)


def check(folder: Path, kit_file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the templates; none is ever a reason to fail."""
    try:
        templates = load_templates(folder, to=read_contact(kit_file).mail)
    except ContentError as error:
        return (Problem(_name(error.file), error.line, error.rule, error.detail),)
    except InvalidAddress:
        return (Problem(kit_file.name, 1, "mail-address", "[contact] mail n’est pas une adresse"),)
    files = {path.stem: path for path in folder.glob("*.toml") if path.name != WORDING_FILE}
    found = [*_names(templates, files)]
    for template in templates.values():
        path = files.get(template.id)
        if path is not None:
            found += _template(template, path)
    found += _words(folder / WORDING_FILE)
    return tuple(found)


def _names(templates: dict[str, MailTemplate], files: dict[str, Path]) -> Iterator[Problem]:
    for stem, path in files.items():
        if stem not in templates:
            yield Problem(_name(path), 1, "mail-id", "l’identifiant n’est pas le nom du fichier")
        elif not _ID.fullmatch(stem):
            yield Problem(_name(path), 1, "mail-id", "minuscules, chiffres et tirets seulement")
    orders = Counter(template.order for template in templates.values())
    for template in templates.values():
        if orders[template.order] > 1 and template.id in files:
            yield _problem(files[template.id], "order", "mail-order", "deux demandes ont le même rang")


def _template(template: MailTemplate, path: Path) -> Iterator[Problem]:
    yield from _words(path)
    if template.opening_levers and "levers" not in template.fields:
        yield _problem(path, "opening_levers", "mail-field", "texte des leviers, que le formulaire ne demande pas")
    if template.audience == "both" and not template.other:
        yield _problem(path, "audience", "mail-other", "rien n’est dit pour qui n’est pas la CRESS : table [other]")
    if template.audience == "cress" and template.other:
        yield _problem(path, "audience", "mail-other", "une table [other] que personne ne lira")
    size = len(transports.mailto(_draft(template)).url)
    if size > transports.MAILTO_LIMIT or transports.mailto(_draft(template)).shortened:
        yield _problem(path, "opening", "mail-length", "un message ordinaire n’entre plus dans un lien mailto")


def _draft(template: MailTemplate) -> MailDraft:
    return compose(_FULL, template)


def _words(path: Path) -> Iterator[Problem]:
    raw = path.read_text(encoding="utf-8")
    for number, message in inclusive.problems(raw):
        yield Problem(_name(path), number, "mail-masculine", message)
    for number, line in enumerate(raw.splitlines(), 1):
        if line.startswith("#"):
            continue
        for pattern, rule, message in (
            (_ATTACHED, "mail-attached", "un lien mailto ne peut rien joindre : ne pas en parler"),
            (_GUESSED, "mail-gender", "ne devine pas à qui l’on écrit"),
            (_STRAIGHT, "mail-apostrophe", "apostrophe droite : mettre ’"),
        ):
            if pattern.search(line) and not line.startswith("attached ="):
                yield Problem(_name(path), number, rule, message)
        if "\t" in line or re.search(r"[^\s]  ", line):
            yield Problem(
                _name(path), number, "mail-blanks", "tabulation ou double espace, que des messageries perdent"
            )


def _problem(path: Path, key: str, rule: str, message: str) -> Problem:
    return Problem(_name(path), line_of(path.read_text(encoding="utf-8"), key), rule, message)


def _name(path: Path) -> str:
    return f"{FOLDER}/{path.name}"
