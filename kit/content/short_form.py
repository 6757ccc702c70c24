"""Where the short form of a text ends: what one reads in a minute, before « Lire plus »."""

from __future__ import annotations

from kit.content.blocks import Block, Body, Callout, Examples, Heading, Steps, plain, plain_body
from kit.content.model import Article

_KINDS = ("article", "topic", "action", "milestone")
_SHORTEST = 300  # words of a text worth folding
_ENOUGH = 150  # words that a short form without a pitch of its own has at least
_REST = 90  # words that are worth a « Lire plus »
_LONG = 4  # minutes of reading from which a screen shows the short form first


def fold_at(article: Article, body: Body) -> int | None:
    """Return the number of blocks of the short form, None for a text that is short as it is.

    It ends after « En trente secondes », else after the steps of an action, else after the first sections of some
    150 words. Chapters, reasons, levers and the texts about the kit itself (without a parent) are never folded.
    """
    if article.kind not in _KINDS or article.words < _SHORTEST or not article.parent:
        return None
    sizes = [_size(article, block) for block in body]
    for cut in (_after_pitch(body), _after_steps(body), _after_sections(body, sizes)):
        if cut and sum(sizes[cut:]) >= _REST:
            return cut
    return None


def screen_fold(article: Article, body: Body) -> int | None:
    """Return where a text stops on the screen before « Lire plus »: nowhere (None) under four minutes of reading."""
    return fold_at(article, body) if article.minutes >= _LONG else None


def titles(blocks: Body) -> tuple[str, ...]:
    """Return the titles of what a fold hides, in order."""
    found = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append(plain(block.spans))
        elif isinstance(block, Callout) and block.title:
            found.append(block.title)
    return tuple(found)


def _after_pitch(body: Body) -> int | None:
    return next((n + 1 for n, b in enumerate(body) if isinstance(b, Callout) and b.kind == "voix"), None)


def _after_steps(body: Body) -> int | None:
    """Return the place of the first box or title after the steps."""
    steps = next((n for n, block in enumerate(body) if isinstance(block, Steps)), None)
    if steps is None:
        return None
    return next((n for n, b in enumerate(body) if n > steps and isinstance(b, (Callout, Heading))), None)


def _after_sections(body: Body, sizes: list[int]) -> int | None:
    heads = [n for n, b in enumerate(body) if isinstance(b, Heading) and b.level == 2]
    return next((n for n in heads[1:] if sum(sizes[:n]) >= _ENOUGH), None)


def _size(article: Article, block: Block) -> int:
    if isinstance(block, Examples):
        return sum(len(example.text.split()) for example in article.examples)
    if isinstance(block, Steps):
        return sum(len(step.text.split()) for step in article.steps)
    return len(plain_body((block,)).split())
