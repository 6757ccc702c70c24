"""Where départements and communes lie: outlines and centres in kilometres, ready to be drawn.

Data: IGN Admin Express 2018 and Insee, Licence Ouverte (``resources/territoires``). Places are in Lambert 93
(conic, 44° and 49° north, origin 46.5° north and 3° east) reckoned on a sphere: within 0.2 %, enough for a picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kit.errors import ContentError
from kit.figures.drawing import Point, Ring
from kit.territoires import departements

OUTLINES, CENTRES = "contours.geojson", "centres.csv"
_EARTH = 6371.0  # kilometres
_NORTH, _SOUTH, _ORIGIN, _EAST = (math.radians(angle) for angle in (49.0, 44.0, 46.5, 3.0))
_CONE = math.log(math.cos(_SOUTH) / math.cos(_NORTH)) / math.log(
    math.tan(math.pi / 4 + _NORTH / 2) / math.tan(math.pi / 4 + _SOUTH / 2)
)
_SCALE = math.cos(_SOUTH) * math.tan(math.pi / 4 + _SOUTH / 2) ** _CONE / _CONE


def _from_the_cone_s_tip(north: float) -> float:
    """Return how far a latitude (radians) is from where all meridians meet, in radii of the Earth."""
    return float(_SCALE / math.tan(math.pi / 4 + north / 2) ** _CONE)


_ZERO = _from_the_cone_s_tip(_ORIGIN)


class Outline(msgspec.Struct, frozen=True):
    """A département: its rings, its middle, and its name, cut into lines for a narrow place.

    ``name_at`` is where the name stands: in the middle, or outside where marks are few.
    """

    code: str
    rings: tuple[Ring, ...]
    label: Point
    lines: tuple[str, ...]
    name_at: Point

    @property
    def name(self) -> str:
        """Its name on one line."""
        return "".join(line if line.endswith("-") else f"{line} " for line in self.lines).strip()


class Centres(Mapping[str, Point]):
    """The centres of communes by INSEE code; each is reckoned when it is asked for, as few of thousands are."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        """``rows`` gives « longitude,latitude » in degrees."""
        self._rows = rows

    def __getitem__(self, insee: str) -> Point:
        east, north = self._rows[insee].split(",")
        return projected(float(east), float(north))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Atlas(msgspec.Struct, frozen=True):
    """The départements of the region, and the centres of its communes by INSEE code; empty for an unknown region."""

    outlines: tuple[Outline, ...]
    centres: Mapping[str, Point]

    def outline(self, code: str) -> Outline | None:
        """Return the département of this code."""
        return next((one for one in self.outlines if one.code == code), None)


def kilometres(here: Point, there: Point) -> float:
    """Return how far two places of an atlas are apart as the crow flies."""
    return math.dist(here, there)


@lru_cache(maxsize=1)
def atlas(folder: Path) -> Atlas:
    """Return what ``folder`` holds, once a run: the outlines of the départements of its list.

    Another publisher's region may have none: its atlas is empty, and the kit shows its lists alone. Raises
    ContentError.
    """
    try:
        collection = msgspec.json.decode((folder / OUTLINES).read_bytes())
        rows = (folder / CENTRES).read_text(encoding="utf-8").splitlines()[1:]
        names = departements(folder)
        outlines = tuple(one for one in map(_outline, collection["features"]) if one.code in names)
        centres = Centres(dict(row.split(",", 1) for row in rows))
    except FileNotFoundError:
        return Atlas((), {})
    except (OSError, ValueError, LookupError, TypeError, msgspec.MsgspecError) as error:
        raise ContentError(folder / OUTLINES, 1, "territories-unreadable", repr(error)) from error
    return Atlas(outlines, centres if outlines else {})


def projected(east: float, north: float) -> Point:
    """Return a place in degrees as kilometres east and south of the origin."""
    rho, turn = _from_the_cone_s_tip(math.radians(north)), _CONE * (math.radians(east) - _EAST)
    return _EARTH * rho * math.sin(turn), _EARTH * (rho * math.cos(turn) - _ZERO)


def _outline(feature: dict[str, Any]) -> Outline:
    told, shape = feature["properties"], feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = tuple(tuple(projected(*place) for place in ring) for polygon in polygons for ring in polygon)
    name_at = projected(*(told["name_at"] if "name_at" in told else told["label"]))
    return Outline(str(told["code"]), rings, projected(*told["label"]), tuple(told["lines"]), name_at)
