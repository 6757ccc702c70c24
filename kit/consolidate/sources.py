"""Dossiers and messages to answers, one file at a time; a file that cannot be read is named and passed over."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kit.consolidate.answers import Answer, band_of, place_of
from kit.dossier.backup import check_is_dossier
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import KitError
from kit.files import chosen, open_regular
from kit.mail import share_line
from kit.territoires import Territories

KINDS = (".kitess", ".eml", ".mbox")
_SIBLING = re.compile(r".+\.[0-9a-f]{16}\.kitess", re.DOTALL)


class PassedOver(msgspec.Struct, frozen=True):
    """A file, or a message of one, that gave no answer; ``reason`` is missing, unreadable, empty, damaged or other."""

    path: Path
    reason: str


class Reader:
    """Reads files into answers about these actions; ``passed_over`` names what gave none."""

    def __init__(self, actions: Sequence[str], territories: Territories, *, now: datetime | None = None) -> None:
        self._actions = tuple(actions)
        self._territories = territories
        self._now = (now or datetime.now(UTC)).timestamp()
        self.passed_over: list[PassedOver] = []

    def read(self, paths: Iterable[Path]) -> Iterator[Answer]:
        """Yield the answers of these files, and of those in these folders."""
        for path in paths:
            if path.is_dir():
                for file in files_in(path):
                    yield from self._file(file)
            else:
                yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Answer]:
        read = {".kitess": self._dossier, ".eml": self._message, ".mbox": self._box}.get(path.suffix.lower())
        if read is None or not path.is_file():
            self._pass(path, "other" if path.exists() else "missing")
            return
        try:
            yield from read(path)
        except (KitError, OSError, ValueError, LookupError, RecursionError, MemoryError):
            self._pass(path, "unreadable")

    def _dossier(self, path: Path) -> Iterator[Answer]:
        check_is_dossier(path)
        with Dossier.open(path, write=False) as dossier:
            identity = {key: str(value) for key, value in dossier.fields("identity").items() if value is not None}
            done = _bits(dossier.statuses(), self._actions)
            last = max((event.t for event in dossier.history()), default="")
            uuid = dossier.uuid
        if not last:
            self._pass(path, "empty")
            return
        insee, siren = identity.get("insee", ""), identity.get("siren", "")
        place = place_of(insee, siren, self._territories) or _typed_place(identity)
        yield Answer(insee or siren or uuid, self._moment(last), *place, done)

    def _message(self, path: Path) -> Iterator[Answer]:
        from kit.consolidate.mail_text import message_of

        with os.fdopen(open_regular(chosen(path)), "rb") as file:
            yield from self._answers(message_of(file), path)

    def _box(self, path: Path) -> Iterator[Answer]:
        from kit.consolidate.mail_text import messages_of

        with os.fdopen(open_regular(chosen(path)), "rb") as file:
            for message in messages_of(file):
                try:
                    yield from self._answers(message, path)
                except (ValueError, LookupError, RecursionError):
                    self._pass(path, "unreadable")

    def _answers(self, data: bytes, path: Path) -> Iterator[Answer]:
        from email.utils import parsedate_to_datetime

        from kit.consolidate.mail_text import day_and_text

        day, text = day_and_text(data)
        when = 0.0
        with contextlib.suppress(TypeError, ValueError, OverflowError, OSError):
            when = parsedate_to_datetime(day).timestamp()
        found = share_line.find(text)
        if not found:
            self._pass(path, "damaged" if share_line.damaged(text) else "empty")
        for shared in found:
            statuses = shared.statuses(self._actions)
            place = place_of(shared.insee, shared.siren, self._territories)
            if statuses is None or place is None:
                self._pass(path, "other")
            else:
                yield Answer(shared.insee or shared.siren, min(when, self._now), *place, _bits(statuses, self._actions))

    def _moment(self, text: str) -> float:
        """Read a time of the journal; one to come (a clock was wrong) counts as now."""
        try:
            return min(datetime.fromisoformat(text).timestamp(), self._now)
        except (ValueError, OverflowError, OSError):
            return 0.0

    def _pass(self, path: Path, reason: str) -> None:
        self.passed_over.append(PassedOver(path, reason))


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files to read in a folder and below, in order; neither links nor a dossier's siblings."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        folders[:] = [name for name in folders if not name.endswith(".pieces")]
        for name in sorted(names):
            path = Path(place) / name
            if path.suffix.lower() in KINDS and not path.is_symlink() and not _SIBLING.fullmatch(name):
                yield path


def _typed_place(identity: dict[str, str]) -> tuple[str, str]:
    digits = identity.get("population", "")
    band = band_of(int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None)
    return band, identity.get("departement", "")


def _bits(statuses: dict[str, Status], actions: Sequence[str]) -> int:
    return sum(1 << place for place, action in enumerate(actions) if statuses.get(action) is Status.DONE)
