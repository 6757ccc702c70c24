"""Dossiers and messages to answers, one file at a time; a file that cannot be read is named and passed over.

Folders are gone through within bounds (number, depth, bytes of a file); no link in them is followed.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kit.consolidate.answers import Answer, band_of, place_of
from kit.dossier.archive import ENDING, JOURNAL_LIMIT, TOTAL_LIMIT, journal_of
from kit.dossier.backup import check_is_dossier
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.dossier.store import SUFFIX
from kit.errors import ArchiveRefused, KitError, Stopped
from kit.files import chosen, open_regular, write_whole
from kit.mail import share_line
from kit.steps import unwatched
from kit.territoires import Territories

if TYPE_CHECKING:
    from kit.consolidate.mail_text import Attached

SIZE_LIMITS = {
    SUFFIX: JOURNAL_LIMIT,
    ENDING: TOTAL_LIMIT,
    ".eml": 100_000_000,
    ".mbox": 1_000_000_000,
    ".csv": 2_000_000,
}
"""The kinds of files that are read, and the bytes above which one is left out."""
KINDS = tuple(SIZE_LIMITS)
FILES_LIMIT = 20_000
"""Files that are read at once: four answers of each collectivité of a region."""
LOOKED_AT = 200_000
"""Names in folders that are looked at in search of them."""
DEPTH_LIMIT = 12
_NAME = 100  # characters of a name that was typed
_ATTACHED = (SUFFIX, ENDING, ".csv")
_BEGUN = (Status.DOING, Status.DISCUSS, Status.PAUSED)
_SIBLING = re.compile(r".+\.[0-9a-f]{16}\.kitess", re.DOTALL)

type CountedStep = Callable[[int, int], None]
"""Told how many files are read, and of how many, 0 while they are looked for; may raise Stopped."""


class PassedOver(msgspec.Struct, frozen=True):
    """A file or folder, or a message or attachment (``inside``) of one, that gave no answer, and why.

    ``reason`` is a key of REASONS.
    """

    path: Path
    reason: str
    inside: str = ""

    @property
    def why(self) -> str:
        """The reason in words."""
        return REASONS[self.reason]


REASONS = {
    "missing": "introuvable",
    "unreadable": "illisible",
    "empty": "rien à compter",
    "damaged": "la ligne de partage a été abîmée",
    "other": "d’une autre sorte, d’une autre version ou d’une autre région",
    "link": "un raccourci vers un autre endroit",
    "too-large": "trop lourd",
    "too-deep": "rangé trop profond",
    "too-many": "trop de fichiers, les suivants ne sont pas lus",
}
"""Why a file gave nothing, in words."""


class Reader:
    """Reads files into answers about these actions; ``passed_over`` names what gave none."""

    def __init__(
        self,
        actions: Sequence[str],
        territories: Territories,
        *,
        now: datetime | None = None,
        step: CountedStep = unwatched,
    ) -> None:
        self._actions = tuple(actions)
        self._territories = territories
        self._now = (now or datetime.now(UTC)).timestamp()
        self._step = step
        self.passed_over: list[PassedOver] = []

    def read(self, paths: Iterable[Path]) -> Iterator[Answer]:
        """Yield the answers of these files, and of those in these folders; a file named twice counts once."""
        files = tuple(dict.fromkeys(self._files_of(paths)))
        for number, path in enumerate(files):
            self._step(number, len(files))
            yield from self._file(path, lambda at=number: self._step(at, len(files)))  # type: ignore[misc]

    def _files_of(self, paths: Iterable[Path]) -> Iterator[Path]:
        left = FILES_LIMIT
        for path in paths:
            if not path.is_dir():
                yield path
                left -= 1
                continue
            for file in self._files_in(path):
                if left <= 0:
                    self._pass(path, "too-many")
                    break
                yield file
                left -= 1

    def _files_in(self, folder: Path) -> Iterator[Path]:
        """Yield the files to read in a folder and below, in order; neither links nor a dossier's siblings."""

        def refused(error: OSError) -> None:
            self._pass(Path(os.fsdecode(error.filename or folder)), "unreadable")

        looked_at = 0
        for name, folders, names in os.walk(folder, onerror=refused):
            self._step(0, 0)
            place = Path(name)
            looked_at += len(names) + len(folders)
            if looked_at > LOOKED_AT:
                self._pass(folder, "too-many")
                return
            folders[:] = [one for one in self._without_links(place, sorted(folders)) if not one.endswith(".pieces")]
            if folders and len(place.relative_to(folder).parts) >= DEPTH_LIMIT:
                for one in folders:
                    self._pass(place / one, "too-deep")
                folders.clear()
            wanted = (one for one in sorted(names) if Path(one).suffix.lower() in SIZE_LIMITS)
            yield from (place / one for one in self._without_links(place, wanted) if not _SIBLING.fullmatch(one))

    def _without_links(self, place: Path, names: Iterable[str]) -> Iterator[str]:
        """Yield the names that are no link, and name those that are."""
        for name in names:
            path = place / name
            if path.is_symlink() or path.is_junction():
                self._pass(path, "link")
            else:
                yield name

    def _file(self, path: Path, step: Callable[[], None]) -> Iterator[Answer]:
        kind = path.suffix.lower()
        if kind not in SIZE_LIMITS or not path.is_file():
            self._pass(path, "other" if path.exists() else "missing")
            return
        try:
            if path.stat().st_size > SIZE_LIMITS[kind]:
                self._pass(path, "too-large")
            elif kind == ".mbox":
                yield from self._box(path, step)
            elif kind == ".eml":
                yield from self._message(path)
            elif kind == ".csv":
                yield from self._records(path)
            elif kind == ENDING:
                with os.fdopen(open_regular(chosen(path)), "rb") as file:
                    yield from self._made(journal_of(path, file), path)
            else:
                yield from self._dossier(path, path)
        except Stopped:
            raise
        except (KitError, OSError, ValueError, LookupError, RecursionError, MemoryError) as error:
            self._pass(path, _reason(error))

    def _dossier(self, path: Path, shown: Path, inside: str = "") -> Iterator[Answer]:
        check_is_dossier(path)
        with Dossier.open(path, write=False) as dossier:
            identity = {key: str(value) for key, value in dossier.fields("identity").items() if value is not None}
            statuses = dossier.statuses()
            last = max((event.t for event in dossier.history()), default="")
            uuid = dossier.uuid
        if not last:
            self._pass(shown, "empty", inside)
            return
        insee, siren = identity.get("insee", ""), identity.get("siren", "")
        place = place_of(insee, siren, self._territories) or self._typed_place(identity)
        name = self._name(insee, siren) or identity.get("name", "")[:_NAME]
        yield Answer(insee or siren or uuid, self._moment(last), *place, *self._bits(statuses), shown, name)

    def _made(self, content: bytes, shown: Path, inside: str = "") -> Iterator[Answer]:
        """Yield the answer of a dossier that came within something else."""
        with tempfile.TemporaryDirectory(prefix="kit-ess-") as folder:
            path = Path(folder) / f"recu{SUFFIX}"
            write_whole(path, content)
            yield from self._dossier(path, shown, inside)

    def _message(self, path: Path) -> Iterator[Answer]:
        from kit.consolidate.mail_text import message_of

        with os.fdopen(open_regular(chosen(path)), "rb") as file:
            yield from self._answers(message_of(file), path)

    def _box(self, path: Path, step: Callable[[], None]) -> Iterator[Answer]:
        from kit.consolidate.mail_text import messages_of

        with os.fdopen(open_regular(chosen(path)), "rb") as file:
            for message in messages_of(file):
                step()
                try:
                    yield from self._answers(message, path)
                except (ValueError, LookupError, RecursionError):
                    self._pass(path, "unreadable")

    def _records(self, path: Path) -> Iterator[Answer]:
        """Yield the answers of a table that has a line of the kit in each row."""
        with os.fdopen(open_regular(chosen(path)), "rb") as file:
            text = file.read(SIZE_LIMITS[".csv"]).decode("utf-8", "replace")
        yield from self._shared(text, 0.0, path)

    def _answers(self, data: bytes, path: Path) -> Iterator[Answer]:
        """Yield what a message says: one answer a collectivité, that of the dossier attached before that of a line."""
        from email.utils import parsedate_to_datetime

        from kit.consolidate.mail_text import mail_of

        mail = mail_of(data, _ATTACHED)
        when = 0.0
        with contextlib.suppress(TypeError, ValueError, OverflowError, OSError):
            when = max(0.0, min(parsedate_to_datetime(mail.day).timestamp(), self._now))
        is_silent = not share_line.find(mail.text) and not share_line.damaged(mail.text) and bool(mail.attached)
        found = {} if is_silent else {one.key: one for one in self._shared(mail.text, when, path)}
        for attached in mail.attached:
            found |= {one.key: one for one in self._attached(attached, when, path)}
        yield from found.values()

    def _attached(self, attached: Attached, when: float, path: Path) -> Iterator[Answer]:
        name = attached.name
        try:
            if name.lower().endswith(".csv"):
                text = attached.content[: SIZE_LIMITS[".csv"]].decode("utf-8", "replace")
                yield from self._shared(text, when, path, name)
            elif name.lower().endswith(ENDING):
                yield from self._made(journal_of(path, io.BytesIO(attached.content)), path, name)
            else:
                yield from self._made(attached.content, path, name)
        except Stopped:
            raise
        except (KitError, OSError, ValueError, LookupError, RecursionError, MemoryError) as error:
            self._pass(path, _reason(error), name)

    def _shared(self, text: str, when: float, path: Path, inside: str = "") -> Iterator[Answer]:
        """Yield the answers of the lines of the kit in a text."""
        found = share_line.find(text)
        if not found:
            self._pass(path, "damaged" if share_line.damaged(text) else "empty", inside)
        for shared in found:
            statuses = shared.statuses(self._actions)
            place = place_of(shared.insee, shared.siren, self._territories)
            if statuses is None or place is None:
                self._pass(path, "other", inside)
            else:
                name = self._name(shared.insee, shared.siren)
                yield Answer(shared.insee or shared.siren, when, *place, *self._bits(statuses), path, name)

    def _name(self, insee: str, siren: str) -> str:
        known = self._territories.by_insee(insee) or self._territories.by_siren(siren)
        return known.label if known else ""

    def _typed_place(self, identity: dict[str, str]) -> tuple[str, str]:
        """Return the band and the département that were typed; what is no département of the region is none."""
        digits = identity.get("population", "")
        band = band_of(int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None)
        code = self._territories.departement_code(identity.get("departement", "")[:_NAME])
        return band, self._territories.departement_name(code)

    def _moment(self, text: str) -> float:
        """Read a time of the journal; one to come (a clock was wrong) counts as now."""
        try:
            return max(0.0, min(datetime.fromisoformat(text).timestamp(), self._now))
        except (ValueError, OverflowError, OSError):
            return 0.0

    def _bits(self, statuses: dict[str, Status]) -> tuple[int, int]:
        """Return what is done and what is begun, one bit for each action."""
        told = [statuses.get(action) for action in self._actions]
        done = sum(1 << place for place, status in enumerate(told) if status is Status.DONE)
        return done, sum(1 << place for place, status in enumerate(told) if status in _BEGUN)

    def _pass(self, path: Path, reason: str, inside: str = "") -> None:
        self.passed_over.append(PassedOver(path, reason, inside))


def _reason(error: BaseException) -> str:
    told = {"too-large": "too-large", "foreign": "other"}
    return told.get(error.reason, "unreadable") if isinstance(error, ArchiveRefused) else "unreadable"
