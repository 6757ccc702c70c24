"""The messages under way as the window sees them: changed at once, written in order off the window's thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kit.errors import KitError, NotSaved
from kit.mail.outbox import Means, Message, Outbox, Sender
from ui.services.jobs import Jobs, ignore, while_alive


class OutboxSession(QObject):
    """One outbox, read at its first use. ``changed`` when what it holds has; ``refused`` with the error of a disk
    that said no: the message is then still here, and said not to be kept.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, outbox: Outbox, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outbox, self._jobs = outbox, jobs
        self._messages: dict[str, Message] | None = None
        self._sender: Sender | None = None
        self._refusals = 0

    @property
    def refusals(self) -> int:
        """How many times in this run a message could not be kept."""
        return self._refusals

    @property
    def is_read(self) -> bool:
        """Whether the messages were read already: the first frame does not wait for them."""
        return self._messages is not None

    @property
    def folder(self) -> Path:
        """Where the messages and who writes them lie."""
        return self._outbox.folder

    @property
    def who_writes(self) -> Sender:
        """Who writes, as far as it is known."""
        if self._sender is None:
            self._sender = self._outbox.sender()
        return self._sender

    @property
    def unreadable(self) -> int:
        """How many files of the outbox could not be read; they were left alone."""
        self._read()
        return self._outbox.unreadable

    def messages(self) -> list[Message]:
        """Return all messages, the one changed last first."""
        return sorted(self._read().values(), key=lambda message: (message.changed, message.id), reverse=True)

    def waiting(self) -> int:
        """Return how many messages are prepared and not yet said to be sent."""
        return sum(message.is_waiting for message in self._read().values())

    def get(self, message_id: str) -> Message | None:
        """Return a message of this id."""
        return self._read().get(message_id)

    def new(self) -> Message:
        """Return a message that nothing was written in yet."""
        return self._outbox.new()

    def keep(self, message: Message) -> Message:
        """Keep a message as it is typed; return it with its time."""
        return self._keep(self._outbox.changed(message))

    def put_back(self, message: Message) -> None:
        """Keep a message as it was, its time too: what undoes a removal or a word said too early."""
        self._keep(message)

    def prepare(
        self, message: Message, means: Means, file: Path | None = None, then: Callable[[], None] | None = None
    ) -> Message:
        """Keep that a message is being handed over, then call ``then``: once the disk has it, or has not."""
        return self._keep(self._outbox.prepared(message, means, file), then)

    def say_sent(self, message: Message, day: datetime.date) -> Message:
        """Keep that the person says it was sent."""
        return self._keep(self._outbox.said_sent(message, day))

    def forget_text(self, message: Message) -> Message:
        """Erase the text of a message."""
        return self._keep(self._outbox.without_text(message))

    def remove(self, message: Message) -> None:
        """Remove a message; ``put_back`` undoes it."""
        self._read().pop(message.id, None)
        self._write(lambda: self._outbox.remove(message))
        self.changed.emit()

    def keep_sender(self, sender: Sender) -> None:
        """Keep who writes, so that it is asked once."""
        if sender != self.who_writes:
            self._sender = sender
            self._write(lambda: self._outbox.keep_sender(sender))

    def start(self) -> None:
        """Read the messages after the first frame, and erase the texts whose days are over."""
        self._write(self._outbox.tidy)
        self.changed.emit()

    def erase(self, owner: QObject, then: Callable[[tuple[str, ...]], None]) -> None:
        """Remove all messages and who writes; ``then``, the owner's, is given the files elsewhere still there."""
        self._messages, self._sender = {}, Sender()
        self._write(self._outbox.erase, while_alive(owner, then))
        self.changed.emit()

    def _keep(self, message: Message, then: Callable[[], None] | None = None) -> Message:
        self._read()[message.id] = message
        self._write(lambda: self._outbox.keep(message), ended=then)
        self.changed.emit()
        return message

    def _write[T](
        self,
        work: Callable[[], T],
        done: Callable[[T], None] = ignore,
        *,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Do work in the one ordered writer; ``ended`` comes last, whatever came of it."""

        def over() -> None:
            if ended is not None:
                ended()

        def kept(value: T) -> None:
            done(value)
            over()

        def refused(error: KitError) -> None:
            self._refusals += 1
            self.refused.emit(error)
            over()

        def crashed(_error: BaseException) -> None:
            refused(NotSaved(self._outbox.folder))

        self._jobs.write(self, lambda _: work(), kept, refused, crashed=crashed)

    def _read(self) -> dict[str, Message]:
        if self._messages is None:
            self._messages = {message.id: message for message in self._outbox.messages()}
        return self._messages
