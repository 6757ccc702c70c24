"""What the texts were before each correction: plain files in the folder of texts, which no pack takes along.

``historique/<id>/<moment>.md`` holds the text as it was, under a few lines that say when, by whom and what for. They
are read in any editor, copied, or kept by git where the folder has one; nothing needs it. ``brouillon.md`` beside them
is what was typed and not yet kept in the text itself.

The state before is on the disk before the text is written: a program killed at any moment leaves one of both, whole.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec

from kit.bounded import TEXT_LIMIT
from kit.content.header_edit import quoted
from kit.content.headers import parse
from kit.errors import ContentError, OutputExists, TextChanged
from kit.files import read_regular, remove_regular, write_whole

FOLDER, DRAFT = "historique", "brouillon.md"
CORRECTED, REVIEWED, TAKEN_BACK = "corrigé", "relu", "repris"
"""What a state was left for."""
_FENCE = "+++\n"
_MOMENT = "%Y%m%dT%H%M%S%fZ"


class Version(msgspec.Struct, frozen=True):
    """A state that a text had until ``when``, when ``who`` (empty for nobody named) did ``what``."""

    path: Path
    when: datetime.datetime
    who: str
    what: str
    raw: str


def read_whole(path: Path) -> str:
    """Return the letters of a file as they stand, line ends too; raises OSError, ContentError."""
    content = read_regular(path, TEXT_LIMIT)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ContentError(path, line, "utf-8", "le fichier n’est pas en UTF-8") from error


def correct(
    folder: Path, article_id: str, path: Path, before: str, after: str, *, who: str, what: str, now: datetime.datetime
) -> None:
    """Put a corrected text in the place of the one that was read, which is kept; then its draft goes.

    Raises TextChanged where the file holds something else by now, OSError; the text is then as it was.
    """
    put(folder, article_id, path, before, after, who=who, what=what, now=now)
    drop_draft(folder, article_id)


def put(
    folder: Path, article_id: str, path: Path, before: str, after: str, *, who: str, what: str, now: datetime.datetime
) -> None:
    """As ``correct``, for what comes from elsewhere: what is being typed stays a draft."""
    if read_whole(path) != before:
        raise TextChanged(path)
    if after != before:
        keep(folder, article_id, before, who=who, what=what, now=now)
        write_whole(path, after.encode("utf-8"))


def keep(folder: Path, article_id: str, raw: str, *, who: str, what: str, now: datetime.datetime) -> Path:
    """Keep a state of a text, never over another one; returns where. Raises OSError."""
    told = f"{_FENCE}when = {now.isoformat(timespec='seconds')}\nwho = {quoted(who)}\nwhat = {quoted(what)}\n{_FENCE}"
    content, place = f"{told}{raw}".encode(), _place(folder, article_id)
    place.mkdir(parents=True, exist_ok=True)
    stamp = now.astimezone(datetime.UTC)
    while True:
        path = place / f"{stamp.strftime(_MOMENT)}.md"
        try:
            write_whole(path, content, force=False)
        except OutputExists:
            stamp += datetime.timedelta(microseconds=1)
        else:
            return path


def versions(folder: Path, article_id: str) -> tuple[Version, ...]:
    """Return the states that a text had, the latest first; files that are none of ours are passed over."""
    place = _place(folder, article_id)
    found = (_read(path) for path in sorted(place.glob("*.md"), reverse=True) if path.name != DRAFT)
    return tuple(version for version in found if version is not None)


def latest(folder: Path) -> dict[str, tuple[datetime.datetime, str, str]]:
    """Return when, by whom and what for each text was changed last in this folder, by id."""
    found = {}
    for place in sorted((folder / FOLDER).glob("*/")):
        last = next(iter(versions(folder, place.name)), None)
        if last is not None:
            found[place.name] = (last.when, last.who, last.what)
    return found


def draft(folder: Path, article_id: str) -> str | None:
    """Return what was typed and not kept in the text, None where there is nothing; raises OSError, ContentError."""
    path = _place(folder, article_id) / DRAFT
    return read_whole(path) if path.is_file() else None


def drafted(folder: Path, article_id: str) -> datetime.datetime | None:
    """Return when a text's draft was kept last, None where there is none; raises OSError."""
    path = _place(folder, article_id) / DRAFT
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC) if path.is_file() else None


def keep_draft(folder: Path, article_id: str, raw: str) -> None:
    """Keep what is being typed, apart from the text; raises OSError."""
    place = _place(folder, article_id)
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / DRAFT, raw.encode("utf-8"))


def drop_draft(folder: Path, article_id: str) -> None:
    """Let go of what was being typed; raises OSError."""
    path = _place(folder, article_id) / DRAFT
    if path.is_file():
        remove_regular(path)


def _place(folder: Path, article_id: str) -> Path:
    return folder / FOLDER / article_id


def _read(path: Path) -> Version | None:
    try:
        words = read_whole(path)
        head, fence, raw = words.removeprefix(_FENCE).partition(f"\n{_FENCE}")
        table = parse(head, path)
        when = table["when"]
    except (OSError, ContentError, KeyError):
        return None
    if not fence or not words.startswith(_FENCE) or not isinstance(when, datetime.datetime):
        return None
    return Version(path, when, str(table.get("who", "")), str(table.get("what", "")), raw)
