"""Read the message templates and the recipient: resources/mail/*.toml, resources/kit.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.errors import ContentError, InvalidAddress
from kit.mail.draft import is_address

WORDING_FILE = "wording.toml"
ON_BEHALF = "{on_behalf}"

# The phrases that compose() needs, with the fields that each may use.
_PHRASES: dict[str, tuple[str, ...]] = {
    "subject": ("collectivite", "departement", "request"),
    "subject_without_departement": ("collectivite", "request"),
    "subject_without_collectivite": ("request",),
    "on_behalf": ("collectivite", "departement"),
    "on_behalf_without_departement": ("collectivite",),
    "levers_heading": (),
    "lever": ("title",),
    "lever_first_one": ("title", "done", "applicable"),
    "lever_first_many": ("title", "done", "applicable"),
    "lever_next": ("title", "done", "applicable"),
    "epci": ("epci",),
    "reply_mail": ("mail",),
    "reply_phone": ("phone",),
    "reply_both": ("mail", "phone"),
    "availability": ("availability",),
    "short_body": (),
    "heading_to": (),
    "heading_subject": (),
}
_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences that all messages share.

    ``functions``: key → French form, in the order of the form. ``kinds``: kind → how a sentence names a
    collectivité of it, with ``{name}`` or ``{of_name}``. ``expansions``: beginning of a name → its full form.
    ``contractions``: article → "de" and the article; ``elided``, ``plain``: the two other forms of "de".
    """

    phrases: Mapping[str, str]
    functions: Mapping[str, str]
    kinds: Mapping[str, str]
    expansions: Mapping[str, str]
    contractions: Mapping[str, str]
    elided: str
    plain: str


@dataclass(frozen=True, slots=True)
class MailTemplate:
    """One kind of request: ``label`` for the form, the text around what the form gives, and the recipient.

    ``opening_levers`` replaces ``opening`` when levers are chosen and introduces their list;
    ``message_intro`` stands before the free text. Both may be empty.
    """

    id: str
    order: int
    label: str
    subject: str
    opening: str
    opening_levers: str
    message_intro: str
    closing: str
    to: str
    wording: Wording


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
        kinds=_table(path, data, "kinds", ("name", "of_name")),
        expansions=_table(path, data, "expansions", ()),
        contractions=_table(path, of, "contractions", ()),
        elided=_text(path, of, "elided", ()),
        plain=_text(path, of, "plain", ()),
    )


def _template(path: Path, to: str, wording: Wording) -> MailTemplate:
    data = _read(path)
    order = data.get("order")
    if not isinstance(order, int):
        raise ContentError(path, 1, "mail-missing-key", "order")
    on_behalf = ("on_behalf",)
    return MailTemplate(
        id=_text(path, data, "id", ()),
        order=order,
        label=_text(path, data, "label", ()),
        subject=_text(path, data, "subject", ()),
        opening=_text(path, data, "opening", on_behalf),
        opening_levers=_text(path, {"opening_levers": "", **data}, "opening_levers", on_behalf),
        message_intro=_text(path, {"message_intro": "", **data}, "message_intro", ()),
        closing=_text(path, data, "closing", ()).strip(),
        to=to,
        wording=wording,
    )


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, 1, "mail-unreadable", str(error)) from error


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
