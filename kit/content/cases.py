"""The real facts that the examples of the texts tell, each once, with what one looks for them by.

They are worked out when the texts are compiled: no reader waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from kit.content.model import Article, Example


class Case(msgspec.Struct, frozen=True):
    """A real fact that texts tell, with what it is filtered by, whoever looks for it: it is kept in the compiled texts.

    ``departement`` is its code, empty outside the region; ``themes`` are the ids of the texts above it and of itself,
    ``pages`` those that tell it, the first of which is called ``label``.
    """

    example: Example
    departement: str
    levers: tuple[str, ...]
    themes: tuple[str, ...]
    pages: tuple[str, ...]
    label: str


def cases_of(articles: Iterable[Article], departement_code: Callable[[str], str]) -> tuple[Case, ...]:
    """Return the examples of all texts, each real fact once, in reading order.

    A case that several texts tell, under one id or several, is one.
    """
    texts = {article.id: article for article in articles}
    told: dict[tuple[str, str], list[Example]] = {}
    for article in texts.values():
        for example in article.examples:
            told.setdefault(example.case, []).append(example)
    return tuple(_case(examples, texts, departement_code) for examples in told.values())


def unlike(population: int | None, ours: int | None) -> float:
    """Return how unlike two populations are, as a ratio from 1; an unknown one comes last, all are alike to none."""
    if population is None:
        return float("inf")
    if ours is None:
        return 1.0
    smaller, larger = sorted((max(1, population), max(1, ours)))
    return larger / smaller


def _case(examples: list[Example], texts: Mapping[str, Article], departement_code: Callable[[str], str]) -> Case:
    trails = [_trail(example.parent, texts) for example in examples]
    pages = [trail[-1] for trail in trails]
    return Case(
        example=examples[0],
        departement=departement_code(examples[0].departement),
        levers=tuple(dict.fromkeys(lever for trail in trails for lever in _levers(trail))),
        themes=tuple(dict.fromkeys(article.id for trail in trails for article in trail)),
        pages=tuple(page.id for page in pages),
        label=pages[0].label,
    )


def _trail(page: str, texts: Mapping[str, Article]) -> tuple[Article, ...]:
    """Return a text with those above it, the farthest first, as far as they could be read."""
    chain = [texts[page]]
    while (above := texts.get(chain[0].parent)) is not None and above not in chain:
        chain.insert(0, above)
    return tuple(chain)


def _levers(trail: tuple[Article, ...]) -> tuple[str, ...]:
    return (*(article.id for article in trail if article.kind == "lever"), *trail[-1].levers)
