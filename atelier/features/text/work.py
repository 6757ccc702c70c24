"""What is done with one text: plain functions, run in the background."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec import Struct

from atelier.services.reading import Edition
from kit.content import mend
from kit.content.header_edit import set_reviewed
from kit.content.headers import HeaderReader, split
from kit.content.lint import Lint, Look
from kit.content.markdown import MarkdownReader
from kit.errors import ContentError
from kit.packs import history
from kit.packs.history import Version
from kit.packs.since import Since, since
from ui.services.jobs import Step


class Opened(Struct, frozen=True):
    """A text of a folder as its file holds it, its draft (None for none), and the states it had."""

    folder: Path
    article_id: str
    path: Path
    raw: str
    draft: str | None
    versions: tuple[Version, ...]
    later: Version | None = None
    """The last state that the text left after the draft was begun: the draft knows nothing of what came then."""


class Shown(Struct, frozen=True):
    """A text as it reads with what is being typed, and what changed in it since the edition."""

    look: Look
    since: Since


class Order(Struct, frozen=True):
    """A text to keep: what was read, what it is to be, and who does it; with ``reviewed`` as read today."""

    opened: Opened
    after: str
    who: str
    reviewed: bool
    now: datetime.datetime


def open_text(folder: Path, article_id: str, path: Path, _step: Step) -> Opened:
    """Read a text with its draft and its history. Raises ContentError, OSError."""
    raw, draft = history.read_whole(path), history.draft(folder, article_id)
    versions = history.versions(folder, article_id)
    if draft is None or draft == raw:
        return Opened(folder, article_id, path, raw, None, versions)
    since = history.drafted(folder, article_id)
    later = versions[0] if versions and since is not None and versions[0].when > since else None
    return Opened(folder, article_id, path, raw, draft, versions, later)


def first_line(raw: str, path: Path) -> int:
    """Return the line, from 1, where what one reads begins, below the header; 0 where there is none to see."""
    try:
        parts = split(raw.replace("\r\n", "\n"), path)
    except ContentError:
        return 0
    empty = len(parts.body) - len(parts.body.lstrip("\n"))
    return parts.body_line + empty


def look_at(lint: Lint, edition: Edition, article_id: str, raw: str, _step: Step) -> Shown:
    """Return how a text reads, what the rules say, what changed."""
    look = lint.look(article_id, raw)
    if look.article is None or article_id not in edition.texts:
        return Shown(look, Since())
    old, body = edition.texts[article_id]
    return Shown(look, since(old, body, look.article, look.body))


def keep_text(order: Order, _step: Step) -> Opened:
    """Write a text, with French typography; returns it as it is then.

    Raises ContentError for one that could not be read afterwards, TextChanged, OSError: nothing was written then.
    """
    opened, raw = order.opened, order.after.replace("\r\n", "\n")
    if order.reviewed:
        raw = set_reviewed(raw, opened.path, order.now.date().isoformat(), provisional=False)
    raw = mend.fix_text(raw)
    if HeaderReader(raw, opened.path).article("", opened.path.name).id != opened.article_id:
        raise _other_id(opened)
    MarkdownReader().read(split(raw, opened.path).body, opened.path)
    if "\r\n" in opened.raw:
        raw = raw.replace("\n", "\r\n")
    what = history.REVIEWED if order.reviewed else history.CORRECTED
    history.correct(
        opened.folder, opened.article_id, opened.path, opened.raw, raw, who=order.who, what=what, now=order.now
    )
    return open_text(opened.folder, opened.article_id, opened.path, _step)


def take_back(before: Opened, now_open: Opened, who: str, now: datetime.datetime, step: Step) -> Opened:
    """Put a text back as it was before it was kept; raises TextChanged, OSError, ContentError."""
    history.correct(
        before.folder,
        before.article_id,
        before.path,
        now_open.raw,
        before.raw,
        who=who,
        what=history.TAKEN_BACK,
        now=now,
    )
    return open_text(before.folder, before.article_id, before.path, step)


def _other_id(opened: Opened) -> Exception:
    return ContentError(opened.path, 2, "en-tete", f"l’identifiant (id) doit rester {opened.article_id}")
