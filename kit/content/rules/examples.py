"""Real examples: each says where, when, how many live there and what a collectivité did, or that this is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.content.model import Example
from kit.content.problem import Problem
from kit.content.rules.case import Case
from kit.territoires import POPULATION_YEAR, Commune, Epci, fold_name

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(case: Case) -> Iterator[Problem]:
    """Yield what is missing or wrong in the examples of a text."""
    seen: set[tuple[str, str]] = set()
    for example in case.article.examples:
        key = f'"{example.id}"'
        for message in (*_what_lacks(case, example), *_place(case, example)):
            yield case.error(key, "exemples", f"{example.id} : {message}")
        for message in _other_data(case, example):
            yield case.warning(key, "exemples", f"{example.id} : {message}")
        if example.case in seen:
            yield case.error(
                key, "exemples", f"{example.id} : ce cas est déjà raconté dans ce texte, n’en garder qu’un"
            )
        seen.add(example.case)


def _what_lacks(case: Case, example: Example) -> Iterator[str]:
    if not example.facts:
        yield 'aucun fait n’est cité : facts = ["F…"]'
    if not example.departement and example.place != case.setting.library.publisher.region:
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
    if commune and territories.departement_code(example.departement) != commune.departement:
        yield f"{commune.name} n’est pas en {example.departement}"
    if example.population is not None and not (example.insee or example.siren):
        yield "une population sans commune (insee) ni intercommunalité (siren) ne peut être vérifiée"
    counted = _counted(case, example)
    if counted is None or example.population == counted.population:
        return
    if example.population_year == POPULATION_YEAR or (example.population is None and _is_of(example, counted)):
        yield f"{counted.name} : population = {counted.population} et population_year = {POPULATION_YEAR}"


def _other_data(case: Case, example: Example) -> Iterator[str]:
    """Yield what other data than ours may explain: texts outlive the communes that came with the program."""
    if (example.insee or example.siren) and _counted(case, example) is None:
        yield f"{example.siren or example.insee} n’est pas dans resources/territoires"
    if example.population is not None and example.population_year != POPULATION_YEAR:
        year = example.population_year or "on ne sait quand"
        yield f"population de {year} : celles du programme sont de {POPULATION_YEAR}"


def _counted(case: Case, example: Example) -> Commune | Epci | None:
    territories = case.setting.territories
    return territories.by_siren(example.siren) if example.siren else territories.by_insee(example.insee)


def _is_of(example: Example, counted: Commune | Epci) -> bool:
    """Say whether the example is of the one commune or intercommunalité given: « Médoc » is no commune of its seat."""
    return bool(example.siren) or fold_name(example.place) == fold_name(counted.name)
