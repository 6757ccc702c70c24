"""What one collectivité answers, and the latest answer of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kit.territoires import Territories

BANDS = ((500, "under-500"), (2_000, "from-500"), (10_000, "from-2000"))
"""Inhabitants below which a commune belongs to a band, and the band's key in the wording."""
LARGEST, UNKNOWN, EPCI = "from-10000", "unknown", "epci"


class Answer(msgspec.Struct, frozen=True):
    """Where a collectivité stood at a moment: ``done`` has one bit for each action, in reading order.

    ``key`` tells one collectivité from another (INSEE, SIREN, else the dossier's id) and is never written out;
    ``when`` is in seconds since 1970; ``band`` is a key, ``departement`` a name, empty when it is not known.
    """

    key: str
    when: float
    band: str
    departement: str
    done: int


def band_of(population: int | None) -> str:
    """Return the band of size of a commune."""
    if population is None:
        return UNKNOWN
    return next((name for limit, name in BANDS if population < limit), LARGEST)


def place_of(insee: str, siren: str, territories: Territories) -> tuple[str, str] | None:
    """Return the band and the département of a collectivité of the list; None for a code that it does not hold."""
    if commune := territories.by_insee(insee):
        return band_of(commune.population), territories.departement_name(commune.departement)
    if epci := territories.by_siren(siren):
        return EPCI, territories.departement_name(epci.departement)
    return None


class Latest:
    """Keeps the latest answer of each collectivité: memory grows with collectivités, not with files."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._by_key: dict[str, Answer] = {}
        for answer in answers:
            self.add(answer)

    def add(self, answer: Answer) -> None:
        """Take an answer; of two of one moment, the one with more done counts."""
        known = self._by_key.get(answer.key)
        if known is None or (answer.when, answer.done) > (known.when, known.done):
            self._by_key[answer.key] = answer

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)
