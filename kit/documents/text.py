"""A checklist as plain text, 72 columns: for a message, a small screen, a braille display."""

from __future__ import annotations

import textwrap
import unicodedata

from kit.documents.model import Checklist, Item, Section
from kit.documents.payload import count, footer, intro, plan_line, state_word
from kit.documents.wording import Wording, wording
from kit.dossier.model import Status

WIDTH = 72
_BOXES = {Status.DONE: "[x]", Status.NOT_CONCERNED: "[–]"}
_INDENT = " " * 4


def checklist_text(checklist: Checklist) -> str:
    """Return the checklist as lines of at most 72 columns (a longer word stays whole)."""
    words = wording()
    head = " · ".join(part for part in (checklist.collectivite, words.date(checklist.date)) if part)
    lines = [*_wrapped(checklist.title.upper()), *_wrapped(head), ""]
    for sentence in intro(checklist, words):
        lines += _wrapped(sentence)
    if checklist.options.blank:
        lines += [
            "",
            *_to_fill(["ask_meeting"] if checklist.collectivite else ["ask_place", "ask_meeting"], words),
        ]
    for section in checklist.sections:
        lines += ["", *_heading(section, checklist, words)]
        for item in section.items:
            lines += _item(item, checklist, words)
    return "\n".join([*lines, "", *_wrapped(footer(checklist, words)), ""])


def _heading(section: Section, checklist: Checklist, words: Wording) -> list[str]:
    title = words.say("checklist", "lever", code=section.code, title=section.title)
    lines = _wrapped(title if checklist.options.blank else f"{title} ({count(section, words)})")
    return [*lines, "-" * max(map(len, lines))]


def _item(item: Item, checklist: Checklist, words: Wording) -> list[str]:
    milestone = f"{words.say('checklist', 'milestone')} " if item.is_milestone else ""
    state = f" ({state_word(item)})" if state_word(item) else ""
    box = _BOXES.get(item.status, "[ ]")
    lines = _wrapped(f"{milestone}{item.code} {item.title}{state}", first=f"{box} ", rest=_INDENT)
    for paragraph in (plan_line(item, words), item.why):
        lines += _wrapped(paragraph, first=_INDENT, rest=_INDENT) if paragraph else []
    for number, step in enumerate(item.steps, 1):
        lines += _wrapped(step, first=f"{_INDENT}{number}. ", rest=f"{_INDENT}   ")
    if item.note:
        lines += _wrapped(f"{words.say('checklist', 'note')} {item.note}", first=_INDENT, rest=_INDENT)
    if checklist.options.blank:
        lines.append(_INDENT + " ".join(_to_fill(["ask_who", "ask_due"], words)))
    return lines


def _to_fill(keys: list[str], words: Wording) -> list[str]:
    return [f"{words.say('checklist', key)} {'_' * 18}" for key in keys]


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Wrap each line of a text, without control characters; breaks stand between words only."""
    lines: list[str] = []
    for line in text.splitlines() or [""]:
        clean = "".join(c for c in line.replace("\t", " ") if unicodedata.category(c) not in ("Cc", "Cs"))
        indent = rest if lines else first
        lines += textwrap.wrap(
            clean, WIDTH, initial_indent=indent, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return lines
