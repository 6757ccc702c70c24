"""Series of figures: what may be drawn side by side is told once, and only what one publication counted alike."""

from __future__ import annotations

from collections.abc import Iterator

from kit.content.blocks import Body, Figure, plain
from kit.content.model import Series
from kit.content.problem import Problem
from kit.content.rules.case import Case

_WHOLE = 101  # percent, as parts are rounded
_WANTED = ("unit", "year", "definition", "source", "facts")


def check(case: Case) -> Iterator[Problem]:
    """Yield what is wrong in the series of a text."""
    seen: set[str] = set()
    for series in case.article.series:
        where = f'"{series.id}"'
        if series.id in seen:
            yield case.error(where, "serie", f"la série {series.id} est là deux fois : changer cet identifiant")
        seen.add(series.id)
        kinds = {block.kind for block in _figures(case.body) if block.series.id == series.id}
        for message in (*_missing(series, kinds), *_labels(series), *_compared(case, series)):
            yield case.error(where, "serie", f"série {series.id} : {message}")
    yield from _drawn(case)


def _drawn(case: Case) -> Iterator[Problem]:
    """What a figure needs besides its values: words for a number, départements for a map."""
    known = set(case.setting.territories.departements.values())
    for figure in _figures(case.body):
        where = f'!!! {figure.kind} "{figure.series.id}"'
        if figure.kind == "chiffre" and not plain(figure.words).strip():
            yield case.error(where, "figure", "sous chiffre, dire en mots ce que c’est, décalé de quatre espaces")
        values = [value.value for value in figure.series.values]
        if figure.kind == "parts" and (
            not figure.series.unit.startswith("%") or min(values, default=0) < 0 or sum(values) > _WHOLE
        ):
            yield case.error(where, "figure", "parts : des parts de cent, qui ne dépassent pas cent ensemble")
        if figure.kind == "carte" and not known & {value.label for value in figure.series.values}:
            yield case.error(where, "figure", "carte : aucune valeur ne porte le nom d’un département")


def _figures(body: Body) -> Iterator[Figure]:
    return (block for block in body if isinstance(block, Figure))


def _missing(series: Series, kinds: set[str]) -> Iterator[str]:
    for name in _WANTED:
        if not getattr(series, name):
            yield f"{name} manque : l’ajouter"
    if not series.values or (len(series.values) < 2 and kinds != {"chiffre"}):
        yield "une série a deux valeurs au moins"


def _labels(series: Series) -> Iterator[str]:
    labels = [*(one.label for one in series.values), *series.missing]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield f"« {label} » y est deux fois"


def _compared(case: Case, series: Series) -> Iterator[str]:
    """Facts that share no source were not counted alike: they are not compared."""
    facts = case.setting.shelf.facts
    sources = [set(facts[fact].sources) for fact in series.facts if fact in facts]
    if len(sources) > 1 and not set.intersection(*sources):
        yield "ses faits n’ont pas de source commune : ce qui n’est pas compté de même ne va pas dans une série"
