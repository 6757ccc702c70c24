"""The values of the room: what the form gives, and the message that comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kit.errors import HeaderInjection, InvalidAddress
from kit.mail import clean

SUBJECT_LIMIT = 120
ADDRESS_LIMIT = 254  # RFC 5321
MESSAGE_LIMIT = 4000

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
_HEADER_BREAK = re.compile("[\r\n\0\x0b\x0c\x85\u2028\u2029]")


def is_address(text: str) -> bool:
    """Say whether ``text`` may stand in an address header: ASCII, one @, no name, no second address."""
    return len(text) <= ADDRESS_LIMIT and _ADDRESS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class ChosenLever:
    """A lever named in a request: ``done`` of its ``applicable`` actions are ticked."""

    number: int
    title: str
    done: int = 0
    applicable: int = 0


@dataclass(frozen=True, slots=True)
class MailRequest:
    """What the form gives, as typed: ``compose`` cleans it. An empty field leaves its line out.

    ``request`` is the id of a template, ``kind`` "commune", "intercommunalite" or any other word,
    ``function`` a key of ``Wording.functions`` or free text; ``departement_code`` is "23", ``departement``
    "Creuse".
    """

    request: str = ""
    collectivite: str = ""
    kind: str = ""
    departement_code: str = ""
    departement: str = ""
    epci: str = ""
    person: str = ""
    function: str = ""
    reply_to: str = ""
    phone: str = ""
    levers: tuple[ChosenLever, ...] = ()
    message: str = ""
    availability: str = ""


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A message ready for any transport; ``dataclasses.replace`` gives the edited one.

    Subject and body are cleaned and the body is wrapped to 72 columns when the value is made, so that no
    transport can carry a hidden mark. ``short_body`` is the line sent in place of a body that a mailto cannot
    carry, ``headings`` are the words before the address and the subject in the plain text.

    Raises InvalidAddress (``to``, ``reply_to``) and HeaderInjection (a line break or NUL in the subject).
    """

    to: str
    subject: str
    body: str
    reply_to: str = ""
    short_body: str = ""
    headings: tuple[str, str] = ("To", "Subject")

    def __post_init__(self) -> None:
        if not is_address(self.to):
            raise InvalidAddress(self.to)
        if self.reply_to and not is_address(self.reply_to):
            raise InvalidAddress(self.reply_to)
        if _HEADER_BREAK.search(self.subject):
            raise HeaderInjection("subject")
        object.__setattr__(self, "subject", clean.one_line(self.subject, SUBJECT_LIMIT))
        object.__setattr__(self, "body", clean.wrap(clean.lines(self.body)))
        object.__setattr__(self, "short_body", clean.one_line(self.short_body))
