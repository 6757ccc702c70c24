"""The values of the room: what the form gives, and the message that comes of it."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import force_setattr

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


class ChosenLever(Struct, frozen=True):
    """A lever named in a request: ``done`` of its ``applicable`` actions are ticked.

    ``hesitating`` are the titles of those still to be discussed, ``dates`` pairs of a title and the day planned, in
    words.
    """

    number: int
    title: str
    done: int = 0
    applicable: int = 0
    hesitating: tuple[str, ...] = ()
    dates: tuple[tuple[str, str], ...] = ()


class PageReference(Struct, frozen=True):
    """The page of the kit that a message is about: its id and the version of the texts let anyone find it again."""

    id: str
    title: str
    version: str
    summary: str = ""


class Changes(Struct, frozen=True):
    """What has changed since a dossier was last sent, on ``day`` (in words): ``counts`` by the kinds of ``CHANGED``.

    ``named`` are the title of an action, its state in words and who is in charge, for whom may read names.
    """

    day: str
    counts: tuple[tuple[str, int], ...] = ()
    named: tuple[tuple[str, str, str], ...] = ()


class MailRequest(Struct, frozen=True):
    """What the form gives, as typed: ``compose`` cleans it. An empty field leaves its line out.

    ``request`` is the id of a template, ``kind`` "commune", "intercommunalite" or a key of ``Wording.structures``,
    ``function`` a key of ``Wording.functions`` or free text; ``departement_code`` is "23", ``departement``
    "Creuse". ``to`` is the address of someone else than the publisher; ``copy`` sends one to ``reply_to`` too.
    ``council`` is the day of the next meeting, ISO or in words, ``council_place`` where it is. ``questions`` are pairs
    of a page's title and what was noted there; ``share`` is a line of ``share_line``; ``changes`` is None before a
    dossier is sent for the first time.
    """

    request: str = ""
    to: str = ""
    copy: bool = False
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
    council: str = ""
    council_place: str = ""
    availability: str = ""
    page: PageReference | None = None
    questions: tuple[tuple[str, str], ...] = ()
    share: str = ""
    changes: Changes | None = None


class MailDraft(Struct, frozen=True):
    """A message ready for any transport; ``msgspec.structs.replace`` gives the edited one.

    Subject and body are cleaned and the body is wrapped to 72 columns when the value is made, so that no
    transport can carry a hidden mark. ``short_body`` is the line sent in place of a body that a mailto cannot
    carry, ``headings`` are the words before the address and the subject in the plain text. There is no hidden copy:
    ``cc`` is a copy that everyone sees.

    Raises InvalidAddress (``to``, ``reply_to``, ``cc``) and HeaderInjection (a line break or NUL in the subject).
    """

    to: str
    subject: str
    body: str
    reply_to: str = ""
    cc: str = ""
    short_body: str = ""
    headings: tuple[str, str, str] = ("To", "Subject", "Cc")

    def __post_init__(self) -> None:
        for address in (self.to, *filter(None, (self.reply_to, self.cc))):
            if not is_address(address):
                raise InvalidAddress(address)
        if _HEADER_BREAK.search(self.subject):
            raise HeaderInjection("subject")
        force_setattr(self, "subject", clean.one_line(self.subject, SUBJECT_LIMIT))
        force_setattr(self, "body", clean.wrap(clean.lines(self.body)))
        force_setattr(self, "short_body", clean.one_line(self.short_body))
