"""The messages under way on this computer, and who writes them: a file each, written whole or not at all.

Nothing is sent from here. A message goes from a draft to prepared (handed to a mail program, copied, saved, printed),
as often as one likes, and to sent when the person says so; the text then stays for KEPT_DAYS days, the subject longer.
The folder is for its owner alone (0700, files 0600) where the system knows such rights.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import replace

from kit import leftovers
from kit.bounded import decode_json
from kit.dossier.clock import utc_now
from kit.errors import MessageUnreadable, SaveRefused, ValueTooLong
from kit.files import make_private_folder, read_regular, write_whole

KEPT_DAYS = 30
"""How long the text of a message said to be sent is kept, so that it can be sent again."""
FILE_LIMIT = 4_000_000
"""Bytes of a message's file."""
FORMAT = 1
_YEARS = range(1970, 3000)  # what a message may be dated: near the calendar's ends a day more or less has no name
_NAME = r"[0-9a-f]{32}\.json"
_SENDER = "qui-ecrit.json"
_MOST_ATTEMPTS = 1_000_000
_TIMES = ("made", "changed", "opened", "sent")


class State(StrEnum):
    """Where a message stands; only its writer says that it was sent."""

    DRAFT = "brouillon"
    PREPARED = "prepare"
    SENT = "envoye"


class Means(StrEnum):
    """How a message was handed over last."""

    NONE = ""
    MAILTO = "messagerie"
    COPY = "copie"
    EML = "eml"
    PDF = "pdf"
    LETTER = "courrier"
    QR = "qr"
    KEY = "cle"


class Message(Struct, frozen=True):
    """A message under way: times are ISO, UTC. ``fields`` is what the form held, ``by_hand`` whether it was edited.

    ``files`` are the files that it was written to outside the outbox.
    """

    id: str
    made: str
    changed: str
    state: State = State.DRAFT
    means: Means = Means.NONE
    attempts: Annotated[int, Meta(ge=0, lt=_MOST_ATTEMPTS)] = 0
    opened: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    body: str = ""
    by_hand: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    format: Annotated[int, Meta(le=FORMAT)] = FORMAT

    @property
    def is_waiting(self) -> bool:
        """Whether it was prepared and is not yet said to be sent."""
        return self.state is State.PREPARED

    @property
    def erased_on(self) -> date | None:
        """The day its text goes, for a message said to be sent; None when there is no text left, or for any other."""
        if self.state is not State.SENT or not self.body:
            return None
        return datetime.fromisoformat(self.sent).date() + timedelta(days=KEPT_DAYS)


class Sender(Struct, frozen=True):
    """Who writes, asked once; ``recipients`` are the pairs of name and address that the person added."""

    person: str = ""
    function: str = ""
    reply_to: str = ""
    phone: str = ""
    availability: str = ""
    recipients: tuple[tuple[str, str], ...] = ()


class Outbox:
    """The messages in one folder. Reading never fails: what holds no message is in ``damaged``, and left where it is.

    Writing raises SaveRefused, or ValueTooLong, and what stood before is unharmed.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.folder = folder
        self.damaged: list[MessageUnreadable] = []
        self._now = now

    @property
    def unreadable(self) -> int:
        """How many files held no message when they were last read."""
        return len(self.damaged)

    def messages(self) -> list[Message]:
        """Return all messages, the one changed last first; texts past their days are left out, and go at ``tidy``."""
        found = [self._without_old_text(message) for message in self._read()]
        return sorted(found, key=lambda message: (message.changed, message.id), reverse=True)

    def get(self, message_id: str) -> Message | None:
        """Return a message, None when there is none of this id."""
        return next((message for message in self.messages() if message.id == message_id), None)

    def waiting(self) -> int:
        """Return how many messages are prepared and not yet said to be sent."""
        return sum(message.is_waiting for message in self.messages())

    def new(self) -> Message:
        """Return a message with an id and a time of its own, not yet kept."""
        moment = self._moment()
        return Message(os.urandom(16).hex(), moment, moment)

    def changed(self, message: Message) -> Message:
        """Return a message that bears the present time, to be kept."""
        return replace(message, changed=self._moment())

    def prepared(self, message: Message, means: Means, file: Path | None = None) -> Message:
        """Return a message that is being handed over, to be kept before that is tried.

        One that was said to be sent is waiting again. ``file`` is where it is written to.
        """
        files = message.files if file is None or str(file) in message.files else (*message.files, str(file))
        moment = self._moment()
        return replace(
            message,
            state=State.PREPARED,
            means=means,
            attempts=message.attempts + 1,
            changed=moment,
            opened=moment,
            sent="",
            files=files,
        )

    def said_sent(self, message: Message, day: date) -> Message:
        """Return a message as its writer says: sent on this day."""
        return replace(message, state=State.SENT, changed=self._moment(), sent=f"{day.isoformat()}T12:00:00+00:00")

    def without_text(self, message: Message) -> Message:
        """Return a message without its text, its form and its recipient; its day and its subject stay."""
        return replace(message, changed=self._moment(), body="", by_hand=False, fields={}, to="")

    def keep(self, message: Message) -> None:
        """Write a message as it is."""
        self._write(f"{message.id}.json", message)

    def remove(self, message: Message) -> None:
        """Remove a message; ``keep`` brings it back as long as one holds it."""
        try:
            self._path(message.id).unlink(missing_ok=True)
        except OSError as error:
            raise SaveRefused(self._path(message.id), error) from error

    def tidy(self) -> int:
        """Erase the texts whose days are over, and what a power cut left half written; return how many texts."""
        with contextlib.suppress(OSError):
            leftovers.remove(self.folder, lambda name: True)
        over = [message for message in self._read() if self._is_over(message)]
        for message in over:
            self._write(f"{message.id}.json", self._without_old_text(message))
        return len(over)

    def sender(self) -> Sender:
        """Return who writes, as far as it is known."""
        try:
            return decode_json(read_regular(self.folder / _SENDER, FILE_LIMIT), Sender)
        except (OSError, ValueError):
            return Sender()

    def keep_sender(self, sender: Sender) -> None:
        """Keep who writes."""
        self._write(_SENDER, sender)

    def erase(self) -> tuple[str, ...]:
        """Remove all messages and who writes; return the files written elsewhere that are still there."""
        elsewhere = [name for message in self.messages() for name in message.files]
        refused = None
        for path in (*self._paths(), self.folder / _SENDER):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                refused = SaveRefused(path, error)
        try:
            leftovers.remove(self.folder, lambda name: True)
        except OSError as error:
            refused = SaveRefused(self.folder, error)
        if refused is not None:
            raise refused
        with contextlib.suppress(OSError):
            self.folder.rmdir()
        return tuple(name for name in dict.fromkeys(elsewhere) if os.path.exists(name))  # noqa: PTH110  no path at all

    def _read(self) -> list[Message]:
        found, damaged = [], []  # two threads may read at once: neither adds to what the other tells
        for path in self._paths():
            try:
                found.append(read_message(path))
            except MessageUnreadable as error:
                damaged.append(error)
        self.damaged = damaged
        return found

    def _paths(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if re.fullmatch(_NAME, path.name))
        except OSError:
            return []

    def _path(self, message_id: str) -> Path:
        return self.folder / f"{message_id}.json"

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="microseconds")

    def _is_over(self, message: Message) -> bool:
        return message.erased_on is not None and message.erased_on < self._now().date()

    def _without_old_text(self, message: Message) -> Message:
        return replace(message, body="", by_hand=False, fields={}, to="") if self._is_over(message) else message

    def _write(self, name: str, value: Message | Sender) -> None:
        path = self.folder / name
        content = json.dumps(msgspec.to_builtins(value), ensure_ascii=False).encode("utf-8", "replace")
        if len(content) > FILE_LIMIT:
            raise ValueTooLong(FILE_LIMIT, len(content))
        try:
            make_private_folder(self.folder)
            write_whole(path, content, private=True)
        except OSError as error:
            raise SaveRefused(path, error) from error


def read_message(path: Path) -> Message:
    """Return the message of a file; MessageUnreadable, whatever else stands in it."""
    try:
        message = decode_json(read_regular(path, FILE_LIMIT), Message, FILE_LIMIT)
        _check(message, path.stem)
    except (OSError, ValueError) as error:
        raise MessageUnreadable(path, error) from error
    return message


def _check(message: Message, message_id: str) -> None:
    """Raise ValueError for a message that its type allows and ``Outbox.keep`` never wrote."""
    if message.id != message_id:
        raise ValueError("id")
    if not all(datetime.fromisoformat(time).year in _YEARS for name in _TIMES if (time := getattr(message, name))):
        raise ValueError("time")
    if message.state is State.SENT and not message.sent:
        raise ValueError("sent")
