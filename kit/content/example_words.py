"""What is said around an example: how many inhabitants, when, and what the collectivité did."""

from __future__ import annotations

from kit.content.model import ROLE_UNKNOWN, ROLES, Example

NEAR_YOU = "Une structure près de chez vous"
"""Said of an example whose source does not tell what a collectivité did: it is no act of élu·es."""
_SIZE_UNKNOWN = "taille non connue"


def population_words(example: Example) -> str:
    """Return « 360 habitants en 2026 », and nothing where nobody counted."""
    if example.population is None:
        return ""
    counted = f"{example.population:,}".replace(",", "\u202f")
    year = f" en {example.population_year}" if example.population_year else ""
    return f"{counted}\u00a0habitant{'s' if example.population > 1 else ''}{year}"


def size_words(example: Example) -> str:
    """Return the inhabitants, or that nobody counted them: for a list that sizes narrow."""
    return population_words(example) or _SIZE_UNKNOWN


def year_words(example: Example) -> str:
    """Return « 2022 », « ancien : 2016 » or that the year is not known."""
    if example.year is None:
        return "année non connue" if example.undated else ""
    return f"ancien\u00a0: {example.year}" if example.old else str(example.year)


def role_words(example: Example) -> str:
    """Return « Rôle de la collectivité : locaux, argent », or ``NEAR_YOU``; nothing where the text says neither.

    A role in the reader's writing (``double_form``) is told as it is.
    """
    if ROLE_UNKNOWN in example.role:
        return NEAR_YOU
    said = ", ".join(ROLES.get(word, word) for word in example.role)
    return f"Rôle de la collectivité\u00a0: {said}" if said else ""


def details(example: Example) -> tuple[str, ...]:
    """Return what stands in brackets after the place where there are no tags: département, inhabitants, year."""
    return _around(example, population_words(example))


def listed_details(example: Example) -> tuple[str, ...]:
    """Return the same for a list that sizes narrow: where nobody counted the inhabitants, it says so."""
    return _around(example, size_words(example))


def _around(example: Example, size: str) -> tuple[str, ...]:
    departement = example.departement if example.departement != example.place else ""
    year = year_words(example)
    said = f"exemple de {year}" if year.isdigit() else year  # beside the year of the inhabitants
    return tuple(part for part in (departement, size, said) if part)


def in_one_paragraph(example: Example) -> str:
    """Return an example as one paragraph: place, details, what happened, what the collectivité did."""
    around = ", ".join(details(example))
    where = f"{example.place} ({around})" if around else example.place
    role = role_words(example)
    return f"{where} : {example.text}" + (f" {role}." if role else "")
