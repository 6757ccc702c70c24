"""A checklist as the Typst template takes it: JSON data, every text drawable, never code."""

from __future__ import annotations

import json
import re

from kit.documents.glyphs import drawable
from kit.documents.model import Checklist, Item, Section
from kit.documents.wording import Wording, wording
from kit.dossier.model import Status

CHECKLIST_TEMPLATE = "checklist.typ"

# One character each, so that a box can be read, searched and copied: the bundled fonts draw them.
BOXES = {
    Status.TODO: "☐",
    Status.DONE: "☑",
    Status.NOT_CONCERNED: "–",
    Status.DOING: "◪",
    Status.DISCUSS: "⍰",
    Status.PAUSED: "◫",
    Status.DROPPED: "⧄",
}
_LONGEST = 160  # characters of what stands in the head of each page, a heading or the metadata
# A stretch that no line of large print holds, without a hyphen before a letter where it may be cut.
_UNBROKEN = re.compile(r"(?:[^\s/-]|[/-](?![^\W\d_])){26,}")
_CUT_AFTER = re.compile(r"(?:\[U\+[0-9A-F]+\]|.)(?=[^\u0300-\u036f])")
_PAGE_OF_TEXT = 200_000  # characters × points² that fit half a page with room to spare


def checklist_inputs(checklist: Checklist) -> dict[str, str]:
    """Return the ``sys.inputs`` of ``checklist.typ``."""
    words = wording()
    title = _short(_title(checklist.title, words))
    place = _short(checklist.collectivite)
    data: dict[str, object] = {
        "title": title,
        "place": place,
        "date": words.date(checklist.date),
        "day": [checklist.date.year, checklist.date.month, checklist.date.day],
        "intro": intro(checklist, words),
        "footer": footer(checklist, words),
        "size": checklist.options.size,
        "blank": checklist.options.blank,
        "detailed": any(item.why or item.steps or item.note for item in checklist.items),
        "sections": [_section(section, checklist, words) for section in checklist.sections],
        "words": {**words.phrases["checklist"], "page": words.phrases["documents"]["page"]},
    }
    metadata = {
        "document": drawable(" – ".join(part for part in (title, place) if part.strip())),
        "author": drawable(_short(checklist.publisher)) or words.say("documents", "author"),
    }
    return {"data": json.dumps(_cut(data) | metadata, ensure_ascii=False)}


def intro(checklist: Checklist, words: Wording) -> list[str]:
    """Return the sentences under the title: how far the work is, or how to fill the boxes."""
    found: list[str] = []
    if checklist.options.blank:
        found.append(words.say("checklist", "how_to_fill"))
    else:
        found.append(_summary(checklist, words))
    if checklist.options.only_remaining:
        found.append(words.say("checklist", "only_remaining" if checklist.items else "nothing_remains"))
    return found


def footer(checklist: Checklist, words: Wording) -> str:
    """Return the last line of each page: who publishes the texts, and which."""
    return words.say("documents", "footer", publisher=checklist.publisher, version=checklist.version)


def count(section: Section, words: Wording) -> str:
    """Return « 1 sur 2 », or a dash when no action applies."""
    if not section.applicable:
        return words.say("checklist", "count_none")
    return words.say("checklist", "count", done=section.done, applicable=section.applicable)


def plan_line(item: Item, words: Wording) -> str:
    """Return who does an item and by when, as far as known."""
    parts = []
    if item.who:
        parts.append(words.say("checklist", "done_by", who=item.who))
    if item.due:
        parts.append(words.say("checklist", "due_on", due=item.due))
    return " · ".join(parts)


def state_word(item: Item) -> str:
    """Return the status when the box alone would not say it to everyone."""
    return "" if item.status in (Status.TODO, Status.DONE) else item.status.label


def _title(text: str, words: Wording) -> str:
    """Return a title that can be drawn: PDF/UA-1 refuses a document without one."""
    return text if drawable(text).strip() else words.say("checklist", "title_all")


def _summary(checklist: Checklist, words: Wording) -> str:
    counted = checklist.progress
    if not counted.applicable:
        return words.say("checklist", "summary_none")
    key = "summary_one" if counted.done < 2 else "summary_many"
    text = words.say("checklist", key, done=counted.done, applicable=counted.applicable)
    if counted.not_concerned:
        key = "not_concerned_one" if counted.not_concerned < 2 else "not_concerned_many"
        text += " " + words.say("checklist", key, n=counted.not_concerned)
    return text


def _section(section: Section, checklist: Checklist, words: Wording) -> dict[str, object]:
    return {
        "heading": _short(words.say("checklist", "lever", code=section.code, title=section.title)),
        "count": "" if checklist.options.blank else count(section, words),
        "items": [_item(item, checklist, words) for item in section.items],
    }


def _item(item: Item, checklist: Checklist, words: Wording) -> dict[str, object]:
    lines = 60 * item.note.count("\n")
    length = sum(map(len, (item.title, item.why, item.note, *item.steps))) + lines
    return {
        "code": item.code,
        "title": item.title,
        "box": BOXES[item.status],
        "alt": words.say("boxes", item.status),
        "state": state_word(item),
        "milestone": item.is_milestone,
        "plan": plan_line(item, words),
        "why": item.why,
        "steps": item.steps,
        "note": [line for line in item.note.splitlines() if line.strip()],
        "long": length * checklist.options.size**2 > _PAGE_OF_TEXT,
        "long_title": len(item.title) * checklist.options.size**2 > _PAGE_OF_TEXT,
    }


def _with_cuts(found: re.Match[str]) -> str:
    return _CUT_AFTER.sub("\\g<0>\u200b", found[0])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def _cut(table: dict[str, object]) -> dict[str, object]:
    """Return the data with every text drawable, and no stretch of it wider than a line."""
    return {key: _drawable(value) for key, value in table.items()}


def _drawable(value: object) -> object:
    if isinstance(value, str):
        return _UNBROKEN.sub(_with_cuts, drawable(value))
    if isinstance(value, dict):
        return _cut(value)
    if isinstance(value, list | tuple):
        return [_drawable(item) for item in value]
    return value
