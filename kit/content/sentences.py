"""Runs of spans → sentences, each with the facts that it calls."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from kit.content.blocks import Cite, Span

_MARK = "\ue000"
_END = re.compile(rf"(?<!\bart)(?<!\bArt)(?<!\bp)[.!?…](?:[\u00a0 ]?»)?{_MARK}*[\s\u00a0]+(?=[A-ZÀ-ÜŒ«\d])")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence without its calls, and the facts called in it or right after its stop."""

    text: str
    facts: tuple[str, ...] = ()


def sentences(spans: Iterable[Span]) -> tuple[Sentence, ...]:
    """Return the sentences of a run; a call right after the stop belongs to the sentence before it."""
    calls: list[tuple[str, ...]] = []
    whole = ""
    for span in spans:
        if isinstance(span, Cite):
            calls.append(span.facts)
            whole += _MARK
        else:
            whole += span.text.replace(_MARK, " ")
    found: list[Sentence] = []
    for part in _cut(whole):
        count = part.count(_MARK)
        here, calls = calls[:count], calls[count:]
        text = part.replace(_MARK, "").strip()
        facts = tuple(fact for call in here for fact in call)
        if text:
            found.append(Sentence(text, facts))
    return tuple(found)


def split(text: str) -> tuple[str, ...]:
    """Return the sentences of a plain text."""
    return tuple(part.strip() for part in _cut(text) if part.strip())


def _cut(whole: str) -> list[str]:
    ends = [match.end() for match in _END.finditer(whole)]
    return [whole[a:b] for a, b in zip([0, *ends], [*ends, len(whole)], strict=True)]
