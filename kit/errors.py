"""Every error of the core, as types that carry data and never a sentence for the user.

KitError
├── UsageError               wrong words on the command line
│   ├── UnknownId            no text, action or model has this id
│   ├── UnknownField         no such field in the plan
│   ├── UnknownStatus        no such status
│   ├── UnfitValue           a field of the plan, or of an act, cannot hold this value
│   ├── DayMissing           no day to count a rétro-planning from
│   └── UnknownFormat        no writer for this extension
├── ContentError             a text breaks a rule: file, line, rule
├── TextChanged              a text was changed by someone else since it was read
├── IndexUnusable            the compiled index is missing, older or damaged
├── DossierError
│   ├── DossierMissing       no file there
│   ├── DossierExists        a file is there already
│   ├── DossierNewer         written by a newer program: read-only
│   ├── SaveRefused          the disk said no; nothing already saved is harmed
│   │   └── DossierReplaced  another dossier's file stands at the path; it was left alone
│   ├── NotSaved             what nobody foresaw kept a change from the disk; it was taken back
│   ├── DossierUnreadable    empty, or no line of it can be read: a copy can be put back
│   ├── NotADossier          a file that is no dossier, or too damaged to be one
│   ├── PieceRefused         a file of evidence could not be read or copied
│   ├── EmblemRefused        a picture is no fit coat of arms or logo: reason
│   ├── ArchiveRefused       an archive of a dossier is not taken, or cannot hold it: reason
│   └── PieceTooLarge        a file of evidence over the limit
├── ValueTooLong             a note or value over the limit of the format
├── NothingToUndo            no change of one's own is left to undo or redo
├── UndoBarred               a colleague has changed since what would be undone: by, at, on, f
├── DocumentError
│   ├── CompileFailed        the typesetter refused
│   ├── OutputExists         a file of this name is there, and --force was not given
│   ├── NothingDated         a calendar without any day
│   ├── NothingDrawn         the figures of a text that has none
│   ├── NotComparable        a file that is no table of united collectivités with its levers
│   ├── TemplateRefused      a template of an office is not taken: reason
│   └── ActUnfit             the model is not for this form of collectivité
├── PackError
│   ├── PackRefused          a pack of texts is not taken: reason, detail
│   ├── KeyRefused           not a key that can sign
│   ├── SheetRefused         what was typed from the paper copy of a key is not what it says: reason, groups
│   ├── RoomLacking          too little room where a pack is to go: needed, free, in bytes
│   ├── NothingToRestore     no earlier texts to go back to
│   └── Stopped              someone stopped the work; nothing was changed
└── MailError
    ├── InvalidAddress
    ├── MessageTooHeavy      more than mail programs and servers take: size, limit, in bytes
    ├── CodeTooLarge         too much for a QR code that a phone reads
    ├── MessageUnreadable    a file of the outbox holds no message; it is left where it is
    ├── UnfitLine            a short line of ticks that is cut, miscopied, or of other texts
    ├── UnsharedPlace        no INSEE or SIREN code: what is shared must say of whom
    └── HeaderInjection      a line break or NUL in a header field

The sentences stand in ``ui/services/errors.py`` and ``kit/cli.py``.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path


class KitError(Exception):
    """Root of all errors that the kit raises on purpose."""


class UsageError(KitError):
    """The caller named something that does not exist."""


class UnknownId(UsageError):
    """No object has this id; ``near`` lists ids that look like it."""

    def __init__(self, wanted: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.near = near


class UnknownField(UsageError):
    """The plan has no such field; ``known`` lists those it has."""

    def __init__(self, wanted: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.known = known


class UnknownStatus(UsageError):
    """No status has this name."""

    def __init__(self, value: object) -> None:
        super().__init__(repr(value))
        self.value = value


class UnfitValue(UsageError):
    """The field exists, and cannot hold this value; ``known`` lists values, or forms of them, that it can."""

    def __init__(self, field: str, value: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(field)
        self.field = field
        self.value = value
        self.known = known


class DayMissing(UsageError):
    """Neither the caller nor the dossier says the day that a rétro-planning counts from."""


class UnknownFormat(UsageError):
    """No writer makes files with this extension; ``known`` lists those there are."""

    def __init__(self, extension: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(extension)
        self.extension = extension
        self.known = known


class ContentError(KitError):
    """A text cannot be used: ``file`` and ``line`` say where, ``rule`` and ``detail`` why."""

    def __init__(self, file: Path, line: int, rule: str, detail: str) -> None:
        super().__init__(f"{file}:{line}: {rule}: {detail}")
        self.file = file
        self.line = line
        self.rule = rule
        self.detail = detail


class TextChanged(KitError):
    """A text was changed by someone else since it was read; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class IndexUnusable(KitError):
    """The compiled index cannot be read; the texts must be compiled again."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class DossierError(KitError):
    """Something about the dossier's file; ``path`` says which."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(f"{path}: {detail}" if detail else str(path))
        self.path = path


class DossierMissing(DossierError):
    """There is no dossier at ``path``."""


class DossierExists(DossierError):
    """There is a file at ``path`` already; it was left alone."""


class DossierNewer(DossierError):
    """The file holds events of a newer format: it opens read-only."""

    def __init__(self, path: Path, version: int) -> None:
        super().__init__(path, f"format {version}")
        self.version = version


class SaveRefused(DossierError):
    """The disk refused to keep an event; what was saved before is unharmed."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(path, str(cause))
        self.cause = cause


class DossierReplaced(SaveRefused):
    """Another dossier's file stands where this one was: ``found`` is its uuid; nothing was written into it."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(path, OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path)))
        self.found = found


class NotSaved(DossierError):
    """What nobody foresaw kept a change from the disk; the change was taken back, what was saved is unharmed."""


class ValueTooLong(KitError):
    """A value passes the limit of the dossier's format (characters or bytes)."""

    def __init__(self, limit: int, size: int) -> None:
        super().__init__(f"{size} > {limit}")
        self.limit = limit
        self.size = size


class NothingToUndo(KitError):
    """There is no change of one's own left to undo or to redo."""


class UndoBarred(KitError):
    """Someone else has changed since, at the UTC time ``at``, what would be undone: field ``f`` of target ``on``."""

    def __init__(self, by: str, at: str, on: str, f: str) -> None:
        super().__init__(by)
        self.by = by
        self.at = at
        self.on = on
        self.f = f


class DossierUnreadable(DossierError):
    """The file is there but holds nothing that can be read; ``is_empty`` when it has no byte."""

    def __init__(self, path: Path, *, is_empty: bool) -> None:
        super().__init__(path, "empty" if is_empty else "unreadable")
        self.is_empty = is_empty


class NotADossier(DossierError):
    """No line of the file is a dossier's: another kind of file, or nothing left of it; it was left alone."""


class PieceRefused(DossierError):
    """A file of evidence could not be read, or its copy not made; the dossier is as it was."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(path, str(cause))
        self.cause = cause


class PieceTooLarge(DossierError):
    """A file of evidence is larger than what a dossier's folder takes (bytes)."""

    def __init__(self, path: Path, size: int, limit: int) -> None:
        super().__init__(path, f"{size} > {limit}")
        self.size = size
        self.limit = limit


class EmblemRefused(DossierError):
    """A picture was not taken as coat of arms or logo.

    ``reason``: kind, too-large, shape, damaged, active, unreadable.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.reason = reason


class ArchiveRefused(DossierError):
    """An archive is not taken, nothing was made of it; ``reason``: not-zip, foreign, link, twice, too-large, damaged.

    ``too-large`` also when a dossier and its pieces are more than an archive holds.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.reason = reason


class DocumentError(KitError):
    """A document could not be made."""


class CompileFailed(DocumentError):
    """The typesetter refused the document; ``detail`` is its own message, for the log."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class OutputExists(DocumentError):
    """A file stands at ``path``; it was not overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NothingDated(DocumentError):
    """The document ``title`` has no day to put into a calendar, which must hold one (RFC 5545, 3.6)."""

    def __init__(self, title: str) -> None:
        super().__init__("no day")
        self.title = title


class NothingDrawn(DocumentError):
    """The text ``article`` has no figure."""

    def __init__(self, article: str) -> None:
        super().__init__("no figure")
        self.article = article


class NotComparable(DocumentError):
    """The file ``path`` is no table of united collectivités that tells of its levers, so nothing is compared."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class PackError(KitError):
    """Something about a pack of texts; nothing installed was touched."""


class PackRefused(PackError):
    """A pack is not taken: ``reason`` is a word of ``kit.packs.REASONS``, ``detail`` what it is about."""

    def __init__(self, path: Path, reason: str, detail: str = "") -> None:
        super().__init__(f"{path}: {reason}: {detail}")
        self.path = path
        self.reason = reason
        self.detail = detail


class KeyRefused(PackError):
    """The file at ``path`` cannot sign: ``reason`` is « no-key », or « open-to-others » when others may read it.

    « synced »: no key is written into a folder that ``detail``, a sync service, copies away.
    """

    def __init__(self, path: Path, reason: str = "no-key", detail: str = "") -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.detail = detail


class SheetRefused(PackError):
    """No key comes of what was typed from its paper copy; nothing was written.

    ``groups`` are the names of those that are wrong; ``reason`` « groups » when there are some, else « count » where
    there are not as many as on the sheet (``count``), or « sum » where together they do not fit the last one.
    """

    def __init__(self, reason: str, groups: tuple[str, ...] = (), count: int = 0) -> None:
        super().__init__(f"{reason}: {' '.join(groups)}")
        self.reason = reason
        self.groups = groups
        self.count = count


class RoomLacking(PackError):
    """``needed`` bytes do not fit into the ``free`` ones of ``path``; nothing was written."""

    def __init__(self, path: Path, needed: int, free: int) -> None:
        super().__init__(f"{path}: {needed} > {free}")
        self.path = path
        self.needed = needed
        self.free = free


class NothingToRestore(PackError):
    """No earlier texts are kept."""


class Stopped(PackError):
    """Someone stopped the work before anything was changed."""


class TemplateRefused(DocumentError):
    """A template of an office is not taken.

    ``reason``: kind, other-kind, macros, too-large, damaged, locked, unreadable.
    """

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class ActUnfit(DocumentError):
    """The model is not for this form of collectivité; ``reason`` is the model's own sentence."""

    def __init__(self, model_id: str, reason: str) -> None:
        super().__init__(model_id)
        self.model_id = model_id
        self.reason = reason


class MailError(KitError):
    """A message could not be made."""


class InvalidAddress(MailError):
    """Not an address that a message can be sent to."""

    def __init__(self, value: str) -> None:
        super().__init__("invalid address")
        self.value = value


class MessageTooHeavy(MailError):
    """A message with what is attached has ``size`` bytes, more than the ``limit`` that most servers take."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(str(size))
        self.size = size
        self.limit = limit


class CodeTooLarge(MailError):
    """A text needs a QR code of ``version``, too fine to be read from a screen or a letter."""

    def __init__(self, version: int) -> None:
        super().__init__(str(version))
        self.version = version


class MessageUnreadable(MailError):
    """The file at ``path`` holds no message; ``cause`` says why, and nothing of what stands in it."""

    def __init__(self, path: Path, cause: Exception) -> None:
        super().__init__(f"{path}: {type(cause).__name__}")
        self.path = path
        self.cause = cause


class UnfitLine(MailError):
    """A short line of ticks cannot be read: it is cut or miscopied, or was made for the boxes of other texts."""


class UnsharedPlace(MailError):
    """The collectivité is not one of the list: a line that says where it stands would be nobody's."""


class HeaderInjection(MailError):
    """A header field holds a line break or NUL; ``field`` names it, its value is not kept."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
