"""What one collectivité answers, and the latest answer of each."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from kit.days import day_in_words
from kit.files import chosen
from kit.territoires import Territories

BANDS = ((500, "under-500"), (2_000, "from-500"), (10_000, "from-2000"))
"""Inhabitants below which a commune belongs to a band, and the band's key in the wording."""
LARGEST, UNKNOWN, EPCI = "from-10000", "unknown", "epci"
KEPT = 20
"""Answers of one collectivité that are kept and told, the newest: a folder may hold thousands of one."""


class Answer(msgspec.Struct, frozen=True):
    """Where a collectivité stood at a moment: ``done`` has one bit for each action, in reading order.

    ``begun`` has one for each that is under way or discussed. ``key`` tells one collectivité from another (INSEE,
    SIREN, else the dossier's id), ``name`` and ``path`` where it was read are for who unites them; none of the three
    is ever written out. ``when`` is in seconds since 1970, 0 where it is not known; ``band`` is a key, ``departement``
    a name, empty when it is not known.
    """

    key: str
    when: float
    band: str
    departement: str
    done: int
    begun: int = 0
    path: Path = Path()
    name: str = ""

    @property
    def label(self) -> str:
        """What tells it from others of the same collectivité: its day and its file."""
        day = day_in_words(datetime.fromtimestamp(self.when).date()) if self.when else "sans date"
        return f"{day}, {self.path.name}"


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


class Double(msgspec.Struct, frozen=True):
    """A collectivité received more than once: the answer that counts, the others from the newest, how many in all."""

    counted: Answer
    others: tuple[Answer, ...]
    received: int


class Latest:
    """Keeps the latest answer of each collectivité, and few of those before: memory grows with collectivités."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._by_key: dict[str, list[Answer]] = {}  # the newest last
        self._received: dict[str, int] = {}
        self._chosen: dict[str, Answer] = {}
        for answer in answers:
            self.add(answer)

    def add(self, answer: Answer) -> None:
        """Take an answer; of two of one moment, the one with more done counts."""
        known = self._by_key.setdefault(answer.key, [])
        insort(known, answer, key=_order)
        del known[:-KEPT]
        self._received[answer.key] = self._received.get(answer.key, 0) + 1

    def choose(self, answer: Answer) -> None:
        """Let this answer count for its collectivité, in place of the latest; ValueError for one that is not kept."""
        if answer not in self._by_key.get(answer.key, ()):
            raise ValueError(answer.path)
        self._chosen[answer.key] = answer

    def choose_file(self, path: Path) -> bool:
        """Let the latest answer read in a file count, for each collectivité in it; False where the file gave none."""
        wanted = chosen(path)
        found = [
            next((one for one in reversed(kept) if chosen(one.path) == wanted), None) for kept in self._by_key.values()
        ]
        for answer in filter(None, found):
            self.choose(answer)
        return any(found)

    @property
    def doubles(self) -> tuple[Double, ...]:
        """The collectivités received more than once, by their name."""
        found = []
        for key, kept in self._by_key.items():
            if len(kept) > 1:
                counted, others = self._counted(key), kept[::-1]
                if counted in others:
                    others.remove(counted)
                found.append(Double(counted, tuple(others), self._received[key]))
        return tuple(sorted(found, key=lambda one: (one.counted.name, one.counted.key)))

    @property
    def newest(self) -> float:
        """The moment of the newest answer that counts, 0 where none has one."""
        return max((answer.when for answer in self), default=0.0)

    def _counted(self, key: str) -> Answer:
        return self._chosen.get(key) or self._by_key[key][-1]

    def __iter__(self) -> Iterator[Answer]:
        return map(self._counted, self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)


def _order(answer: Answer) -> tuple[float, int, int]:
    return answer.when, answer.done.bit_count(), answer.done
