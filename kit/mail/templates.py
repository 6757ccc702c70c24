"""Read the message templates and the recipient: resources/mail/*.toml, resources/kit.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kit.content.toml_words import toml_problem
from kit.errors import ContentError, InvalidAddress
from kit.mail.draft import is_address

WORDING_FILE = "wording.toml"
ON_BEHALF = "{on_behalf}"

AUDIENCES = ("cress", "both", "others")
FIELDS = ("levers", "message", "council", "availability", "page", "summary", "questions", "share", "changes")
ATTACHED = ("", "plan", "page", "dossier")

CHANGED = ("done", "begun", "new", "moved", "removed", "detailed")
"""What a message counts since the last one, in its order: the fields of ``kit.mandate.since.Since``."""

# The phrases that compose() needs, with the fields that each may use.
_PHRASES: dict[str, tuple[str, ...]] = {
    "subject": ("collectivite", "departement", "request"),
    "subject_without_departement": ("collectivite", "request"),
    "subject_without_collectivite": ("request",),
    "on_behalf": ("of_collectivite", "departement"),
    "on_behalf_without_departement": ("of_collectivite",),
    "levers_heading": (),
    "lever": ("title",),
    "lever_first_one": ("title", "done", "applicable"),
    "lever_first_many": ("title", "done", "applicable"),
    "lever_next": ("title", "done", "applicable"),
    "hesitating": ("titles",),
    "hesitating_more": ("titles", "more"),
    "quoted": ("title",),
    "and": ("before", "last"),
    "dates_heading": (),
    "date": ("title", "day"),
    "page": ("title", "id", "version"),
    "questions_heading": (),
    "question": ("title", "question"),
    "share_heading": ("count",),
    "since": ("day", "told"),
    "since_nothing": ("day",),
    **{f"since_{kind}_one": () for kind in CHANGED},
    **{f"since_{kind}_many": () for kind in CHANGED},
    "since_first_one": ("what",),
    "since_first_many": ("count", "what"),
    "since_next": ("count", "what"),
    "since_named": ("title", "what"),
    "since_named_who": ("title", "what", "who"),
    "since_more_one": (),
    "since_more_many": ("count",),
    "structure": ("structure",),
    "epci": ("epci",),
    "reply_mail": ("mail",),
    "reply_phone": ("phone",),
    "reply_both": ("mail", "phone"),
    "availability": ("availability",),
    "council": ("council",),
    "council_at": ("council", "place"),
    "short_body": (),
    "heading_to": (),
    "heading_subject": (),
    "heading_cc": (),
}
# The texts of a template, which ``[other]`` may replace.
_TEXTS: dict[str, tuple[str, ...]] = {
    "subject": (),
    "opening": ("on_behalf",),
    "opening_levers": ("on_behalf",),
    "message_intro": (),
    "closing": (),
}
_FIELD = re.compile(r"\{([^{}]*)\}")


class Wording(Struct, frozen=True):
    """The sentences that all messages share.

    ``functions``: key → French form, in the order of the form. ``structures``: kind of a collectivité that no list
    has → its name, in the order of the form. ``kinds``: kind → how a sentence names a
    collectivité of it, with ``{name}`` or ``{of_name}``. ``expansions``: beginning of a name → its full form.
    ``articles``: first word of a name that has no article, in small letters → the one that a sentence gives it.
    ``contractions``: article → "de" and the article; ``elided``, ``plain``: the two other forms of "de".
    """

    phrases: Mapping[str, str]
    functions: Mapping[str, str]
    structures: Mapping[str, str]
    kinds: Mapping[str, str]
    expansions: Mapping[str, str]
    articles: Mapping[str, str]
    contractions: Mapping[str, str]
    elided: str
    plain: str


class MailTemplate(Struct, frozen=True):
    """One kind of request: ``label`` for the form, the text around what the form gives, and the recipient.

    ``opening_levers`` replaces ``opening`` when levers are chosen and introduces their list;
    ``message_intro`` stands before the free text. Both may be empty. ``audience`` says whether it is for the publisher,
    for anyone else, or both; ``fields`` what the form asks and the message tells; ``attached`` what may go with it.
    """

    id: str
    order: int
    label: str
    audience: str
    fields: tuple[str, ...]
    attached: str
    subject: str
    opening: str
    opening_levers: str
    message_intro: str
    closing: str
    to: str
    wording: Wording
    other: Mapping[str, str]

    def for_other(self, to: str) -> MailTemplate:
        """Return this request as it is put to someone else than the publisher."""
        told = {key: self.other.get(key, getattr(self, key)) for key in _TEXTS}
        return replace(
            self,
            to=to,
            subject=told["subject"],
            opening=told["opening"],
            opening_levers=told["opening_levers"],
            message_intro=told["message_intro"],
            closing=told["closing"],
        )


class Contact(Struct, frozen=True):
    """Who the messages go to: ``postal`` is the address of a letter, a line each; ``privacy`` what the publisher says
    of the data that it receives. Both are empty until the publisher gives them.
    """

    mail: str
    postal: tuple[str, ...]
    privacy: str


def read_contact(kit_file: Path) -> Contact:
    """Return what ``[contact]`` says. Raises InvalidAddress."""
    table = _read(kit_file).get("contact", {})
    postal = str(table.get("postal", "")).strip()
    return Contact(read_recipient(kit_file), tuple(postal.split("\n")) if postal else (), str(table.get("privacy", "")))


def read_recipient(kit_file: Path) -> str:
    """Return the address that all messages go to. Raises InvalidAddress if it is not one."""
    address = _read(kit_file).get("contact", {}).get("mail", "")
    if not isinstance(address, str) or not is_address(address):
        raise InvalidAddress(str(address))
    return address


def load_templates(folder: Path, *, to: str) -> dict[str, MailTemplate]:
    """Return the templates by id, in the order of the form. Raises ContentError with the file at fault."""
    if not is_address(to):
        raise InvalidAddress(to)
    wording = load_wording(folder / WORDING_FILE)
    files = sorted(path for path in folder.glob("*.toml") if path.name != WORDING_FILE)
    templates = sorted((_template(path, to, wording) for path in files), key=lambda found: found.order)
    return {template.id: template for template in templates}


def load_wording(path: Path) -> Wording:
    """Return the shared sentences. Raises ContentError if one is missing or names an unknown field."""
    data = _read(path)
    phrases = {key: _text(path, data.get("phrases", {}), key, fields) for key, fields in _PHRASES.items()}
    of = data.get("of", {})
    return Wording(
        phrases=phrases,
        functions=_table(path, data, "functions", ()),
        structures=_table(path, data, "structures", ()),
        kinds=_table(path, data, "kinds", ("name", "of_name")),
        expansions=_table(path, data, "expansions", ()),
        articles=_table(path, data, "articles", ()),
        contractions=_table(path, of, "contractions", ()),
        elided=_text(path, of, "elided", ()),
        plain=_text(path, of, "plain", ()),
    )


def _template(path: Path, to: str, wording: Wording) -> MailTemplate:
    data = _read(path)
    order = data.get("order")
    if not isinstance(order, int):
        raise ContentError(path, 1, "mail-missing-key", "order")
    texts = {"opening_levers": "", "message_intro": "", **data}
    other = data.get("other", {})
    if not isinstance(other, dict) or not set(other) <= set(_TEXTS):
        raise ContentError(path, 1, "mail-unknown-field", "other")
    return MailTemplate(
        id=_text(path, data, "id", ()),
        order=order,
        label=_text(path, data, "label", ()),
        audience=_one_of(path, data, "audience", AUDIENCES),
        fields=tuple(_one_of(path, {"fields": name}, "fields", FIELDS) for name in _names(path, data)),
        attached=_one_of(path, {"attached": "", **data}, "attached", ATTACHED),
        **{key: _text(path, texts, key, fields).strip() for key, fields in _TEXTS.items()},
        to=to,
        wording=wording,
        other={key: _text(path, other, key, _TEXTS[key]).strip() for key in other},
    )


def _names(path: Path, data: Mapping[str, Any]) -> list[Any]:
    names = data.get("fields")
    if not isinstance(names, list):
        raise ContentError(path, 1, "mail-missing-key", "fields")
    return names


def _one_of(path: Path, data: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
    value = _text(path, data, key, ())
    if value not in known:
        raise ContentError(path, 1, "mail-unknown-value", f"{key}: {value}")
    return value


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, detail = toml_problem(error, text)
        raise ContentError(path, line, "mail-unreadable", detail) from error
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, "mail-unreadable", "le fichier n’est pas en UTF-8") from error
    except OSError as error:
        raise ContentError(path, 1, "mail-unreadable", "le fichier manque, ou ne se lit pas") from error


def _table(path: Path, data: Mapping[str, Any], key: str, fields: tuple[str, ...]) -> dict[str, str]:
    table = data.get(key)
    if not isinstance(table, dict):
        raise ContentError(path, 1, "mail-missing-key", key)
    return {name: _text(path, table, name, fields) for name in table}


def _text(path: Path, data: Mapping[str, Any], key: str, fields: tuple[str, ...]) -> str:
    text = data.get(key)
    if not isinstance(text, str):
        raise ContentError(path, 1, "mail-missing-key", key)
    unknown = [name for name in _FIELD.findall(text) if name not in fields]
    if unknown or "{" in _FIELD.sub("", text) or "}" in _FIELD.sub("", text):
        raise ContentError(path, 1, "mail-unknown-field", f"{key}: {', '.join(unknown)}")
    return text
