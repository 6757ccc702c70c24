"""Communes and EPCI of the region, and the search that completes a name while it is typed.

Data: Insee COG 2026 et populations, DGCL, La Poste, via Etalab – Licence Ouverte 2.0 (resources/territoires).
"""

from __future__ import annotations

import functools
import itertools
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from operator import itemgetter
from pathlib import Path

import msgspec

from kit.errors import ContentError
from kit.folding import fold

POPULATION_YEAR = 2026
"""The year of the populations of communes.csv and epci.csv."""
_APART = re.compile(r"[^a-z0-9]+")
_WORDS = {"st": "saint", "ste": "sainte"}
_EPCI_TYPES = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
)


class Commune(msgspec.Struct, frozen=True):
    """A commune; ``epci`` is the SIREN of its intercommunalité."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    departement: str
    epci: str
    population: int

    @property
    def kind(self) -> str:
        """The kind of collectivité, as in a MailRequest."""
        return "commune"

    @property
    def label(self) -> str:
        """The name with its département: 111 names are borne by several communes."""
        return f"{self.name} ({self.departement})"


class Epci(msgspec.Struct, frozen=True):
    """An intercommunalité; ``departement`` is where most of its inhabitants live.

    ``members_here`` of its ``members`` communes are in the region; ``type`` is CC, CA, CU or METRO.
    """

    siren: str
    name: str
    type: str
    departement: str
    population: int
    members_here: int
    members: int

    @property
    def kind(self) -> str:
        """The kind of collectivité, as in a MailRequest."""
        return "intercommunalite"

    @property
    def label(self) -> str:
        """The name with its main département."""
        return f"{self.name} ({self.departement})"


Collectivite = Commune | Epci


class Neighbours(msgspec.Struct, frozen=True):
    """The départements by their code, and which of them an intercommunalité joins: all that « near » is told by."""

    departements: Mapping[str, str]
    joined: frozenset[frozenset[str]]

    @staticmethod
    @functools.lru_cache(maxsize=1)
    def shared(folder: Path) -> Neighbours:
        """Read two columns of communes.csv, a third of the work of ``Territories.load``, once for all who ask in a run.

        Raises ContentError.
        """
        pairs = _rows(folder / "communes.csv", "epci dep", lambda epci, departement: (epci, departement))
        return Neighbours(departements(folder), _joined(set(pairs)))


class Territories:
    """The collectivités of the region; ``load`` reads them, the search folds them at its first call."""

    def __init__(self, communes: tuple[Commune, ...], epci: tuple[Epci, ...], departements: Mapping[str, str]) -> None:
        self.communes = communes
        self.epci = epci
        self.departements = departements  # code → name
        self._by_insee = {commune.insee: commune for commune in communes}
        self._by_siren = {one.siren: one for one in epci}

    @classmethod
    def load(cls, folder: Path) -> Territories:
        """Read communes.csv, epci.csv and departements.csv. Raises ContentError with the file and line."""
        communes = _rows(folder / "communes.csv", "insee nom cp dep epci pop", _commune)
        inhabitants: dict[str, Counter[str]] = {}
        for commune in communes:
            inhabitants.setdefault(commune.epci, Counter())[commune.departement] += commune.population
        main = {siren: counted.most_common(1)[0][0] for siren, counted in inhabitants.items()}

        def one(siren: str, name: str, kind: str, population: str, members_here: str, members: str) -> Epci:
            counted = int(population), int(members_here), int(members)
            return Epci(siren, name, kind, main.get(siren, ""), *counted)

        epci = _rows(folder / "epci.csv", "siren nom type pop membres_region membres", one)
        return cls(communes, epci, departements(folder))

    @staticmethod
    @functools.lru_cache(maxsize=1)
    def shared(folder: Path) -> Territories:
        """Return what ``load`` reads, once for all who ask in a run: 4,300 communes weigh 2 MiB."""
        return Territories.load(folder)

    @cached_property
    def joined(self) -> frozenset[frozenset[str]]:
        """The pairs of départements that have an intercommunalité in common."""
        return _joined({(commune.epci, commune.departement) for commune in self.communes})

    def by_insee(self, code: str) -> Commune | None:
        """Return the commune of this INSEE code, or None."""
        return self._by_insee.get(code)

    def by_siren(self, siren: str) -> Epci | None:
        """Return the EPCI of this SIREN, or None."""
        return self._by_siren.get(siren)

    def named(self, name: str, departement: str) -> tuple[Commune, ...]:
        """Return the communes of a département that bear this name, whatever its case and accents."""
        wanted = fold_name(name)
        begin_so = ("", wanted[:1])  # to fold all names takes 60 ms
        here = (one for one in self._by_departement.get(departement, ()) if _initial(one.name[:1]) in begin_so)
        return tuple(one for one in here if fold_name(one.name) == wanted)

    def departement_name(self, code: str) -> str:
        """Return "Creuse" for "23", and "" for a code outside the region."""
        return self.departements.get(code, "")

    def departement_code(self, name: str) -> str:
        """Return "23" for "Creuse", whatever its case and accents, and "" for a name outside the region."""
        return self._codes.get(fold_name(name), "")

    def search(self, text: str, limit: int = 12) -> tuple[Collectivite, ...]:
        """Return the collectivités that ``text`` may mean, the best first.

        Exact name, then beginning of the name, of a word, of each word; then the most inhabited.
        Digits alone are the beginning of a postcode or INSEE code.
        """
        wanted = fold_name(text)
        for full, short in _EPCI_TYPES:
            wanted = re.sub(rf"^{full}\b", short, wanted)
        if not wanted or limit <= 0:
            return ()
        matches = self._by_code(wanted) if wanted.isdigit() else self._by_name(wanted)
        ranked = sorted(matches, key=lambda match: (match[0], -match[1].population, match[1].label))
        return tuple(place for _, place in ranked[:limit])

    @cached_property
    def _codes(self) -> dict[str, str]:
        return departement_codes(self.departements)

    @cached_property
    def _by_departement(self) -> dict[str, list[Commune]]:
        found: dict[str, list[Commune]] = {}
        for commune in self.communes:
            found.setdefault(commune.departement, []).append(commune)
        return found

    @cached_property
    def _folded(self) -> tuple[tuple[str, str, Collectivite], ...]:
        places: tuple[Collectivite, ...] = (*self.communes, *self.epci)
        return tuple((name := fold_name(place.name), f" {name} {place.departement}", place) for place in places)

    def _by_code(self, digits: str) -> Iterator[tuple[int, Collectivite]]:
        for commune in self.communes:
            if any(code.startswith(digits) for code in commune.postcodes):
                yield 0, commune
            elif commune.insee.startswith(digits):
                yield 1, commune

    def _by_name(self, wanted: str) -> Iterator[tuple[int, Collectivite]]:
        inside = f" {wanted}"
        words = [f" {word}" for word in wanted.split()]
        for name, padded, place in self._folded:
            if name == wanted or padded == inside:
                yield 0, place
            elif padded.startswith(inside):
                yield 1, place
            elif inside in padded:
                yield 2, place
            elif all(word in padded for word in words):
                yield 3, place


def _joined(places: Iterable[tuple[str, str]]) -> frozenset[frozenset[str]]:
    """Return the pairs of départements of (SIREN of the intercommunalité, département)."""
    members: dict[str, set[str]] = {}
    for epci, departement in places:
        members.setdefault(epci, set()).add(departement)
    return frozenset(frozenset(pair) for found in members.values() for pair in itertools.combinations(found, 2))


def departements(folder: Path) -> dict[str, str]:
    """Return the names of the départements by their code, without reading the communes. Raises ContentError."""
    return dict(_rows(folder / "departements.csv", "code nom", lambda code, name: (code, name)))


def departement_codes(departements: Mapping[str, str]) -> dict[str, str]:
    """Return the codes of the départements by their folded names."""
    return {fold_name(name): code for code, name in reversed([*departements.items()])}


def fold_name(text: str) -> str:
    """Return the name of a place folded, "st" as "saint", marks as spaces."""
    return " ".join(_WORDS.get(word, word) for word in _APART.sub(" ", fold(text)).split())


@functools.lru_cache(maxsize=128)
def _initial(letter: str) -> str:
    return fold_name(letter)[:1]


def _rows[T](path: Path, columns: str, make: Callable[..., T]) -> tuple[T, ...]:
    """Return what ``make`` gives for the ``columns`` of each line (at least two, their names apart by spaces)."""
    import csv

    line, made = 1, []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            names = next(reader, [])
            wanted = itemgetter(*map(names.index, columns.split()))
            for row in filter(None, reader):
                line = reader.line_num
                made.append(make(*wanted(row)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, csv.Error) as error:
        raise ContentError(path, line, "territories-unreadable", repr(error)) from error
    return tuple(made)


def _commune(insee: str, name: str, postcodes: str, departement: str, epci: str, population: str) -> Commune:
    departement, epci = sys.intern(departement), sys.intern(epci)  # the same few hundred, thousands of times
    return Commune(insee, name, tuple(postcodes.split()), departement, epci, int(population))
