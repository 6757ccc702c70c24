"""The page that shows a united table: figures, what came twice, what gave nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.content.blocks import Block, Figure, Heading, Items, Link, Paragraph, Span, Text
from kit.content.model import Article
from kit.tokens import Tokens
from kit.typography import fr
from ui.text.article_html import Notes, to_html

if TYPE_CHECKING:
    from atelier.features.consolidation.work import Outcome
    from kit.consolidate.answers import Answer, Double
    from kit.consolidate.sources import PassedOver
    from kit.content.library import Library

CHOOSE = "compter:"
"""Begins a link that lets another answer count: the number of the collectivité and that of the answer follow."""
TITLE = "Où en sont les collectivités"
_SHOWN = 100  # collectivités received twice, and files left out, that are told one by one
_OTHERS = 5  # answers of one that are offered
_TWICE = "Reçues plusieurs fois"
_TWICE_LEAD = "La réponse la plus récente compte. Pour en compter une autre, choisissez-la."
_LEFT = "Laissés de côté"
_DETAIL = "Le détail par taille et par département est dans le fichier que vous enregistrez."


class UnitedPage(Struct, frozen=True):
    """A page to show: its HTML, its figures in their order, and the collectivités that its links choose among."""

    html: str
    figures: tuple[Figure, ...]
    doubles: tuple[Double, ...]


def united_page(library: Library, outcome: Outcome, theme: Tokens) -> UnitedPage:
    """Return the page of a table."""
    from kit.consolidate.document import lead_words

    doubles = outcome.received.latest.doubles
    body = tuple(_body(library, outcome, doubles))
    article = Article("", "article", TITLE, lead_words(outcome.found))
    page = to_html(article, body, Notes(), theme)
    return UnitedPage(page, tuple(block for block in body if isinstance(block, Figure)), doubles)


def chosen_answer(target: str, doubles: tuple[Double, ...]) -> Answer | None:
    """Return the answer that a link lets count; None for any other link."""
    which, _, other = target.removeprefix(CHOOSE).partition("-")
    if not target.startswith(CHOOSE) or not which.isdigit() or not other.isdigit():
        return None
    return doubles[int(which)].others[int(other)]


def _body(library: Library, outcome: Outcome, doubles: tuple[Double, ...]) -> Iterator[Block]:
    from kit import paths
    from kit.consolidate import figures
    from kit.consolidate.document import rule_words, told_of
    from kit.territoires import departements

    found = outcome.found
    if doubles:
        yield _heading(f"{_TWICE} ({len(doubles)})")
        yield _paragraph(_TWICE_LEAD)
        yield Items(ordered=False, items=tuple(_double(one, n) for n, one in enumerate(doubles[:_SHOWN])))
        yield from _more(len(doubles) - _SHOWN)
    if found.count is not None:
        yield _paragraph(rule_words(found))
        told = told_of(library, date.today())
        yield from figures.overview(found, library, departements(paths.territories()), told, outcome.compared)
        for lever in library.outline.levers:
            shown = tuple(figures.lever_figures(lever, found, told))
            if shown:
                yield _heading(f"{lever.article.code}. {lever.article.title}")
                yield from shown
        yield _paragraph(_DETAIL)
    if passed := outcome.received.passed_over:
        yield _heading(f"{_LEFT} ({len(passed)})")
        yield Items(ordered=False, items=tuple((_paragraph(_passed(one)),) for one in passed[:_SHOWN]))
        yield from _more(len(passed) - _SHOWN)


def _double(double: Double, number: int) -> tuple[Block, ...]:
    name = double.counted.name or "Collectivité sans nom"
    words = fr("{name}, reçue {n} fois. Compte : ", name=name, n=double.received)
    spans: list[Span] = [Text(words), Text(double.counted.label, bold=True), Text(". Compter plutôt")]
    for place, other in enumerate(double.others[:_OTHERS]):
        spans += [Text(fr(" ; ") if place else fr(" : ")), Link(f"{CHOOSE}{number}-{place}", other.label)]
    return (Paragraph((*spans, Text("."))),)


def _passed(one: PassedOver) -> str:
    inside = fr(" (pièce jointe {name})", name=one.inside[:100]) if one.inside else ""
    return fr("{name}{inside} : {why}", name=one.path.name, inside=inside, why=one.why)


def _more(count: int) -> Iterator[Block]:
    if count > 0:
        yield _paragraph(f"… et {count} autres")


def _heading(words: str) -> Heading:
    return Heading(2, (Text(words),), "")


def _paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))
