"""How many distinct real cases the texts tell, where, and in how small places: for ``kit lint``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kit.content.model import Example
from kit.territoires import Territories


def count(examples: Iterable[Example], territories: Territories) -> dict[str, Any]:
    """Return the counts of ``kit lint --json``; a case that several texts tell counts once.

    ``under_1000`` and ``under_3500`` count communes by their inhabitants; ``with_role`` the cases in which a
    collectivité is known to have done something.
    """
    cases = {example.case: example for example in examples}.values()
    by_departement = Counter(territories.departement_code(example.departement) for example in cases)
    communes = [e.population for e in cases if e.insee and not e.siren and e.population is not None]
    return {
        "total": len(cases),
        "by_departement": {code: by_departement[code] for code in sorted(territories.departements)},
        "under_1000": sum(population < 1000 for population in communes),
        "under_3500": sum(population < 3500 for population in communes),
        "with_role": sum(example.has_role for example in cases),
    }
