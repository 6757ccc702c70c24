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
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from kit.errors import SaveRefused
from kit.whole_file import put

KEPT_DAYS = 30
"""How long the text of a message said to be sent is kept, so that it can be sent again."""
FORMAT = 1
_NAME = re.compile(r"[0-9a-f]{32}\.json")
_SENDER = "qui-ecrit.json"
_TEXTS = ("id", "made", "changed", "opened", "sent", "to", "subject", "body")
_HALF = ".*.tmp"  # of whole_file.put


class State(StrEnum):
    """Where a message stands; only its writer says that it was sent."""

    DRAFT = "brouillon"
    PREPARED = "prepare"
    SENT = "envoye"
    GIVEN_UP = "abandonne"


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


@dataclass(frozen=True, slots=True)
class Message:
    """A message under way: times are ISO, UTC. ``fields`` is what the form held, ``by_hand`` whether it was edited.

    ``files`` are the files that it was written to outside the outbox.
    """

    id: str
    made: str
    changed: str
    state: State = State.DRAFT
    means: Means = Means.NONE
    attempts: int = 0
    opened: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    body: str = ""
    by_hand: bool = False
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    files: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def is_waiting(self) -> bool:
        """Whether it was prepared and is not yet said to be sent."""
        return self.state is State.PREPARED

    @property
    def erased_on(self) -> date | None:
        """The day its text goes, for a message said to be sent; None when there is no text left, or for any other."""
        if self.state is not State.SENT or not self.body:
            return None
        sent = datetime.fromisoformat(self.sent).date()
        return sent + timedelta(days=KEPT_DAYS) if sent < date.max - timedelta(days=KEPT_DAYS) else date.max


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, asked once; ``recipients`` are the pairs of name and address that the person added."""

    person: str = ""
    function: str = ""
    reply_to: str = ""
    phone: str = ""
    availability: str = ""
    recipients: tuple[tuple[str, str], ...] = ()


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Outbox:
    """The messages in one folder. Reading never fails: a file that cannot be read is counted, and left where it is.

    Writing raises SaveRefused, and what stood before is unharmed.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = utc_now) -> None:
        self.folder = folder
        self.unreadable = 0
        self._now = now

    def messages(self) -> list[Message]:
        """Return all messages, the one changed last first; texts past their days are left out, and go at ``tidy``."""
        found, self.unreadable = [], 0
        for path in self._paths():
            try:
                found.append(self._without_old_text(_message(path)))
            except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
                self.unreadable += 1
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
        self._write(f"{message.id}.json", asdict(message))

    def remove(self, message: Message) -> None:
        """Remove a message; ``keep`` brings it back as long as one holds it."""
        try:
            self._path(message.id).unlink(missing_ok=True)
        except OSError as error:
            raise SaveRefused(self._path(message.id), error) from error

    def tidy(self) -> int:
        """Erase the texts whose days are over, and what a power cut left half written; return how many texts."""
        for path in self.folder.glob(_HALF):
            with contextlib.suppress(OSError):
                path.unlink()
        over = [message for message in map(_read_or_none, self._paths()) if message and self._is_over(message)]
        for message in over:
            self._write(f"{message.id}.json", asdict(self._without_old_text(message)))
        return len(over)

    def sender(self) -> Sender:
        """Return who writes, as far as it is known."""
        try:
            told = json.loads((self.folder / _SENDER).read_bytes())
            known = {f.name: str(told[f.name]) for f in fields(Sender) if f.name != "recipients" and f.name in told}
            return Sender(**known, recipients=tuple((str(n), str(a)) for n, a in told.get("recipients", ())))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return Sender()

    def keep_sender(self, sender: Sender) -> None:
        """Keep who writes."""
        self._write(_SENDER, asdict(sender))

    def erase(self) -> tuple[str, ...]:
        """Remove all messages and who writes; return the files written elsewhere that are still there."""
        elsewhere = [name for message in self.messages() for name in message.files]
        for path in (*self._paths(), self.folder / _SENDER, *self.folder.glob(_HALF)):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise SaveRefused(path, error) from error
        with contextlib.suppress(OSError):
            self.folder.rmdir()
        return tuple(name for name in dict.fromkeys(elsewhere) if Path(name).exists())

    def _paths(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if _NAME.fullmatch(path.name))
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

    def _write(self, name: str, value: dict[str, Any]) -> None:
        path = self.folder / name
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                self.folder.chmod(0o700)
            put(json.dumps(value, ensure_ascii=False).encode(), path, force=True, private=True)
        except OSError as error:
            raise SaveRefused(path, error) from error


def _message(path: Path) -> Message:
    told = json.loads(path.read_bytes())
    if told["format"] > FORMAT or f"{told['id']}.json" != path.name:
        raise ValueError(path.name)
    shapes = isinstance(told["fields"], dict) and isinstance(told["files"], list)
    shapes = shapes and isinstance(told.get("attempts", 0), int)
    if not (shapes and all(isinstance(told[name], str) for name in _TEXTS)):
        raise TypeError(path.name)
    told["fields"] = {str(key): str(value) for key, value in told["fields"].items()}
    told["files"] = tuple(map(str, told["files"]))
    told |= {"state": State(told["state"]), "means": Means(told["means"])}
    datetime.fromisoformat(told["sent"] or told["made"])
    return Message(**{f.name: told[f.name] for f in fields(Message) if f.name in told})


def _read_or_none(path: Path) -> Message | None:
    try:
        return _message(path)
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
