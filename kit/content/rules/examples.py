"""Real examples: each says where, when, how many live there and what a collectivité did, or that this is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.content.model import Example
from kit.content.problem import Problem
from kit.content.rules.case import Case
from kit.territoires import POPULATION_YEAR, Commune, Epci, fold

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(case: Case) -> Iterator[Problem]:
    """Yield what is missing or wrong in the examples of a text."""
    seen: set[tuple[str, str]] = set()
    for example in case.article.examples:
        messages = [*_said(example), *_place(case, example)]
        if example.case in seen:
            messages.append("ce cas est déjà raconté dans ce texte : n’en garder qu’un")
        seen.add(example.case)
        for message in messages:
            yield case.error(f'"{example.id}"', "exemples", f"{example.id} : {message}")


def _said(example: Example) -> Iterator[str]:
    if not example.departement:
        yield "le département manque : departement = …"
    if (example.year is None) is not example.undated:
        yield "l’année du fait (year = …), ou undated = true quand la source ne la dit pas : l’un des deux"
    if not example.role:
        yield 'ce que la collectivité a fait manque : role = […], ou role = ["inconnu"]'
    if example.old and not _YEAR.search(example.text):
        yield "ce fait est ancien : dire son année dans le récit"


def _place(case: Case, example: Example) -> Iterator[str]:
    territories = case.setting.territories
    commune = territories.by_insee(example.insee)
    if example.insee and commune is None:
        yield f"pas de commune {example.insee} dans resources/territoires"
    elif commune and territories.departement_code(example.departement) != commune.departement:
        yield f"{commune.name} n’est pas en {example.departement}"
    counted: Commune | Epci | None = commune
    if example.siren:
        counted = territories.by_siren(example.siren)
        if counted is None:
            yield f"pas d’intercommunalité {example.siren} dans resources/territoires"
    if example.population is not None and not (example.insee or example.siren):
        yield "une population sans commune (insee) ni intercommunalité (siren) ne peut être vérifiée"
    if counted is None or (example.population is None and not _is_of(example, counted)):
        return
    if (example.population, example.population_year) != (counted.population, POPULATION_YEAR):
        yield f"{counted.name} : population = {counted.population} et population_year = {POPULATION_YEAR}"


def _is_of(example: Example, counted: Commune | Epci) -> bool:
    """Say whether the example is of the one commune or intercommunalité given: « Médoc » is no commune of its seat."""
    return bool(example.siren) or fold(example.place) == fold(counted.name)
