"""Makes ``territoires/`` of an edition: the communes, intercommunalités, outlines and centres of regions of France.

Read are files that anyone may take (Licence Ouverte), whole France or more than is asked for: ``communes.json``,
``epci.json`` and ``departements.json`` of Etalab's « decoupage-administratif », which has Insee's codes and
populations, the DGCL's intercommunalités and La Poste's postcodes; and IGN's Admin Express as GeoJSON in degrees
(WGS 84), one file of départements, one of communes or of their chefs-lieux. What is written: ``docs/editions.md``.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from kit.bounded import decode_json
from kit.errors import ContentError, OutputExists
from kit.files import read_regular, write_whole
from kit.folding import fold

TOLERANCE = 0.01
"""Degrees, about a kilometre, that a simplified outline may lie off: what a map of a region shows."""
_LIMIT = 500_000_000  # bytes of a file: the outlines of all communes of France
_IN_FORCE = "commune-actuelle"  # the others were merged into one of these
_CODES = ("code", "code_insee", "insee_com", "insee_dep")
"""What names the code of a place: as Etalab, and IGN in several years, write it."""
_TYPES = {"MET69": "METRO"}
_LINE = 12  # characters of a name on the map: a longer one goes on below
_PLACES = 3  # decimals of a degree of an outline: 100 m

type Point = tuple[float, float]
type Ring = list[Point]


class _Commune(Struct, frozen=True):
    code: str
    name: str = msgspec.field(name="nom")
    type: str = ""
    departement: str = ""
    region: str = ""
    postcodes: tuple[str, ...] = msgspec.field(name="codesPostaux", default=())
    population: int = 0


class _Member(Struct, frozen=True):
    code: str


class _Epci(Struct, frozen=True):
    siren: str = msgspec.field(name="code")
    name: str = msgspec.field(name="nom")
    type: str
    population: int = msgspec.field(name="populationTotale")
    members: tuple[_Member, ...] = msgspec.field(name="membres")


class _Departement(Struct, frozen=True):
    code: str
    name: str = msgspec.field(name="nom")
    region: str


class _Region(Struct, frozen=True):
    code: str
    name: str = msgspec.field(name="nom")


class _Shape(Struct, frozen=True):
    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"[]")


class _Feature(Struct, frozen=True):
    properties: dict[str, object]
    geometry: _Shape | None


class _Collection(Struct, frozen=True):
    features: list[_Feature]


class Made(Struct, frozen=True):
    """How much was written; ``without_centre`` are communes that the map cannot mark, ``without_outline`` codes."""

    communes: int
    epci: int
    departements: int
    outlines: int
    without_centre: int
    without_outline: tuple[str, ...]


def make_places(
    data: Path,
    regions: Sequence[str],
    folder: Path,
    *,
    outlines: Path | None = None,
    centres: Path | None = None,
    tolerance: float = TOLERANCE,
    force: bool = False,
) -> Made:
    """Write the places of ``regions``, by code or name, into ``folder``; without ``outlines`` there is no map.

    ``data`` holds Etalab's files. Raises ContentError for a file that is none of these and for an unknown region,
    OutputExists where ``folder`` holds places already and ``force`` is not given, OSError.
    """
    if folder.exists() and any(folder.iterdir()) and not force:
        raise OutputExists(folder)
    codes = _codes(data / "regions.json", regions)
    departements = [one for one in _read(data / "departements.json", list[_Departement]) if one.region in codes]
    everywhere = [one for one in _read(data / "communes.json", list[_Commune]) if one.type == _IN_FORCE]
    communes = [one for one in everywhere if one.region in codes]
    here = {one.code for one in communes}
    epci = [one for one in _read(data / "epci.json", list[_Epci]) if here & {member.code for member in one.members}]
    member_of = {member.code: one.siren for one in epci for member in one.members}
    files = {
        "departements.csv": _table("code nom", ((one.code, one.name) for one in departements)),
        "communes.csv": _table(
            "insee nom cp dep epci pop",
            (
                (
                    one.code,
                    one.name,
                    " ".join(one.postcodes),
                    one.departement,
                    member_of.get(one.code, ""),
                    one.population,
                )
                for one in communes
            ),
        ),
        "epci.csv": _table("siren nom type pop membres_region membres", (_row(one, here) for one in epci)),
    }
    names = {one.code: one.name for one in departements}
    drawn: dict[str, list[list[Ring]]] = {}
    points: dict[str, Point] = {}
    if outlines is not None:
        drawn = simplified(_shapes(outlines, names), tolerance)
        points = {code: middle(polygons) for code, polygons in _shapes(centres, here).items()} if centres else {}
        files["contours.geojson"] = _geojson(names, drawn)
        rows = ((code, *(round(number, 4) for number in points[code])) for code in sorted(points))
        files["centres.csv"] = _table("insee lon lat", rows)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(folder / name, content.encode("utf-8"))
    missing = tuple(code for code in names if code not in drawn)
    return Made(len(communes), len(epci), len(names), len(drawn), len(here - points.keys()), missing)


def _codes(path: Path, regions: Sequence[str]) -> frozenset[str]:
    """Return the codes of regions given by code or by name; ContentError names those that there are."""
    known = _read(path, list[_Region])
    by_name = {fold(one.name): one.code for one in known} | {one.code: one.code for one in known}
    unknown = [one for one in regions if fold(one) not in by_name]
    if unknown or not regions:
        told = ", ".join(f"{one.name} ({one.code})" for one in known)
        raise ContentError(path, 1, "region", f"pas de région « {', '.join(unknown)} » : {told}")
    return frozenset(by_name[fold(one)] for one in regions)


def _row(one: _Epci, here: Collection[str]) -> tuple[object, ...]:
    inside = sum(member.code in here for member in one.members)
    return one.siren, one.name, _TYPES.get(one.type, one.type), one.population, inside, len(one.members)


def _read[T](path: Path, kind: type[T]) -> T:
    try:
        return decode_json(read_regular(path, _LIMIT), kind, _LIMIT)
    except FileNotFoundError as error:
        raise ContentError(path, 1, "region", "manque : voir « Les lieux » dans docs/editions.md") from error
    except ValueError as error:
        raise ContentError(path, 1, "region", f"n’est pas le fichier attendu ({error})") from error


def _table(names: str, rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names.split())
    writer.writerows(rows)
    return out.getvalue()


def _shapes(path: Path, wanted: Collection[str]) -> dict[str, list[list[Ring]]]:
    """Return the polygons of the wanted codes, a point as a polygon of one place; several of a code are joined."""
    found: dict[str, list[list[Ring]]] = {}
    try:
        for feature in _read(path, _Collection).features:
            told = {name.casefold(): value for name, value in feature.properties.items()}
            code = next((str(told[name]) for name in _CODES if name in told and str(told[name]) in wanted), "")
            if code and feature.geometry is not None:
                found.setdefault(code, []).extend(_polygons(feature.geometry))
    except (LookupError, TypeError, ValueError) as error:
        raise ContentError(path, 1, "region", f"n’est pas du GeoJSON de lieux ({error})") from error
    if not found:
        raise ContentError(path, 1, "region", f"aucun lieu de la région : codes attendus dans {', '.join(_CODES)}")
    outside = next((at for polygons in found.values() for one in polygons for at in one[0] if abs(at[0]) > 180), None)
    if outside is not None:
        raise ContentError(path, 1, "region", f"les coordonnées ne sont pas des degrés (WGS 84) : {outside}")
    return found


def _polygons(shape: _Shape) -> list[list[Ring]]:
    raw = decode_json(bytes(shape.coordinates), list, _LIMIT)
    if shape.type == "Point":
        return [[[(float(raw[0]), float(raw[1]))]]]
    if shape.type not in ("Polygon", "MultiPolygon"):
        raise ValueError(shape.type)
    polygons = raw if shape.type == "MultiPolygon" else [raw]
    return [[[(float(at[0]), float(at[1])) for at in ring] for ring in polygon] for polygon in polygons]


def middle(polygons: Sequence[Sequence[Ring]]) -> Point:
    """Return a place inside the largest polygon: halfway along the widest span at the level of its centre."""
    largest = max(polygons, key=lambda polygon: abs(_area(polygon[0])))
    ring = largest[0]
    if len(ring) < 4 or not _area(ring):
        return ring[0]
    level = _centre_level(ring)
    cuts = sorted(
        a[0] + (level - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for one in largest
        for a, b in itertools.pairwise(one)
        if (a[1] <= level) != (b[1] <= level)
    )
    left, right = max(zip(cuts[::2], cuts[1::2], strict=True), key=lambda span: span[1] - span[0])
    return (left + right) / 2, level


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def _centre_level(ring: Ring) -> float:
    """Return the latitude of the centre of gravity."""
    moved = [(at[0] - ring[0][0], at[1] - ring[0][1]) for at in ring]  # far from the origin, digits would be lost
    turned = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise(moved)]
    return ring[0][1] + sum((a[1] + b[1]) * part for a, b, part in turned) / (3 * sum(part for *_, part in turned))


def simplified(shapes: Mapping[str, list[list[Ring]]], tolerance: float) -> dict[str, list[list[Ring]]]:
    """Return shapes with fewer points; a border that two share stays shared, islands too small to be seen go.

    Borders are cut where three meet; each piece is simplified once, in one direction (Douglas and Peucker).
    """
    rounded = {code: [[_rounded(ring) for ring in one] for one in polygons] for code, polygons in shapes.items()}
    beside: dict[Point, set[Point]] = {}
    for ring in (ring for polygons in rounded.values() for one in polygons for ring in one):
        for a, b in itertools.pairwise((*ring, ring[0]) if ring else ()):
            beside.setdefault(a, set()).add(b)
            beside.setdefault(b, set()).add(a)
    meetings = {place for place, others in beside.items() if len(others) != 2}
    smallest = tolerance * tolerance
    found: dict[str, list[list[Ring]]] = {}
    for code, polygons in rounded.items():
        made = [[_fewer(ring, meetings, tolerance) for ring in one] for one in polygons]
        kept = [
            [one[0], *(hole for hole in one[1:] if abs(_area(hole)) > smallest)]
            for one in made
            if abs(_area(one[0])) > smallest
        ]
        if not kept:  # smaller than what is left out: as it is
            whole = [[[*ring, *ring[:1]] for ring in one] for one in polygons]
            kept = [max(whole, key=lambda one: abs(_area(one[0])))]
        found[code] = kept
    return found


def _rounded(ring: Ring) -> Ring:
    """Return a ring without its last point, which is the first, without what rounding made the same or a way back."""
    made: Ring = []
    for east, north in ring[:-1]:
        at = (round(east, _PLACES), round(north, _PLACES))
        while len(made) > 1 and made[-2] == at:
            made.pop()
        if not made or made[-1] != at:
            made.append(at)
    while len(made) > 1 and made[0] == made[-1]:
        made.pop()
    return made


def _fewer(ring: Ring, meetings: Collection[Point], tolerance: float) -> Ring:
    """Return a ring with fewer points, closed."""
    if len(ring) < 3:
        return [*ring, *ring[:1]]
    cuts = [place for place, at in enumerate(ring) if at in meetings]
    if not cuts:  # an island, or what lies wholly within another: cut alike from both sides
        first = ring.index(min(ring))
        far = max(range(len(ring)), key=lambda place: (math.dist(ring[first], ring[place]), ring[place]))
        cuts = sorted({first, far})
    made: Ring = []
    for here, there in itertools.pairwise((*cuts, cuts[0] + len(ring))):
        arc = [ring[place % len(ring)] for place in range(here, there + 1)]
        forth = min(arc, arc[::-1])
        less = _peucker(forth, tolerance)
        made += (less if forth is arc else less[::-1])[:-1]
    return [*made, made[0]]


def _peucker(arc: Ring, tolerance: float) -> Ring:
    """Return the points of an arc that lie farther than ``tolerance`` from what is drawn without them, and its ends."""
    keep, spans = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    narrow = math.cos(math.radians(arc[0][1]))  # a degree of longitude is shorter
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, place = max((_off(arc[at], arc[first], arc[last], narrow), at) for at in range(first + 1, last))
        if far > tolerance:
            keep.add(place)
            spans += [(first, place), (place, last)]
    return [arc[place] for place in sorted(keep)]


def _off(at: Point, a: Point, b: Point, narrow: float) -> float:
    """Return how far a place lies from the line between two others, in degrees of latitude."""
    x, y = (b[0] - a[0]) * narrow, b[1] - a[1]
    px, py = (at[0] - a[0]) * narrow, at[1] - a[1]
    length = x * x + y * y
    along = max(0.0, min(1.0, (px * x + py * y) / length)) if length else 0.0
    return math.hypot(px - along * x, py - along * y)


def _geojson(names: Mapping[str, str], drawn: Mapping[str, list[list[Ring]]]) -> str:
    features = []
    for code, polygons in ((code, drawn[code]) for code in names if code in drawn):
        label = [round(number, 2) for number in middle(polygons)]
        told = {"code": code, "label": label, "lines": list(_lines(names[code]))}
        shape: dict[str, object] = {"type": "MultiPolygon", "coordinates": polygons}
        if len(polygons) == 1:
            shape = {"type": "Polygon", "coordinates": polygons[0]}
        feature = {"type": "Feature", "properties": told, "geometry": shape}
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _lines(name: str) -> Iterator[str]:
    """Yield a name in lines that the map has room for."""
    line = ""
    for part in re.findall(r"[^ -]+[ -]?", name):
        if line and len(line + part) > _LINE:
            yield line.strip()
            line = ""
        line += part
    yield line.strip()
