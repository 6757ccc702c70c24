"""The places of a region are made from Etalab's and IGN's files, as those of ours were.

``tests/region_source`` has real lines of « decoupage-administratif » 6.0.0: Insee COG 2026 et populations, DGCL, La
Poste, via Etalab – Licence Ouverte 2.0. The outlines are those shipped: IGN Admin Express 2018 et Insee.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kit import paths
from kit.bounded import TEXT_LIMIT, parse_json
from kit.edition import check
from kit.errors import ContentError, OutputExists
from kit.figures.atlas import atlas
from kit.region import Made, Point, make_places, middle, simplified
from kit.territoires import Territories
from tests.calls import Call
from tests.second_region import make_region

SOURCE = Path(__file__).resolve().parents[1] / "region_source"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped(name: str) -> Path:
    return paths.resources() / "territoires" / name


def features() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parse_json(shipped("contours.geojson").read_bytes(), TEXT_LIMIT)["features"]
    return found


def as_geojson(path: Path, found: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), encoding="utf-8")
    return path


@pytest.fixture
def outlines(tmp_path: Path) -> Path:
    """Return the shipped outlines as Etalab names the properties."""
    made = [one | {"properties": {"code": one["properties"]["code"], "nom": "x"}} for one in features()]
    return as_geojson(tmp_path / "departements.geojson", made)


@pytest.fixture
def centres(tmp_path: Path) -> Path:
    """Return the shipped centres as points that IGN names."""
    made = [
        {
            "type": "Feature",
            "properties": {"INSEE_COM": one["insee"], "NOM": "x"},
            "geometry": {"type": "Point", "coordinates": [float(one["lon"]), float(one["lat"])]},
        }
        for one in rows(shipped("centres.csv"))
    ]
    return as_geojson(tmp_path / "communes.geojson", made)


def test_the_lines_are_those_that_were_shipped(tmp_path: Path, outlines: Path, centres: Path) -> None:
    made = make_places(SOURCE, ["Nouvelle-Aquitaine"], tmp_path / "t", outlines=outlines, centres=centres)
    assert made == Made(4, 2, 2, 2, 0, ())
    ours = {one["insee"]: one for one in rows(shipped("communes.csv"))}
    found = rows(tmp_path / "t" / "communes.csv")
    assert [one["nom"] for one in found] == ["Bordeaux", "Agen", "Clermont-Soubiran", "Grayssas"]
    for one in found:  # Agen’s intercommunalité is not in the extract
        assert one == ours[one["insee"]] | ({"epci": ""} if one["nom"] == "Agen" else {})
    (two, bordeaux) = rows(tmp_path / "t" / "epci.csv")
    theirs = {one["siren"]: one for one in rows(shipped("epci.csv"))}
    assert two == theirs[two["siren"]] and (two["membres_region"], two["membres"]) == ("2", "28")
    assert bordeaux["type"] == "METRO"
    assert rows(tmp_path / "t" / "departements.csv") == [
        {"code": "33", "nom": "Gironde"},
        {"code": "47", "nom": "Lot-et-Garonne"},
    ]
    marks = {one["insee"]: one for one in rows(shipped("centres.csv"))}
    assert rows(tmp_path / "t" / "centres.csv") == [marks[one["insee"]] for one in found]
    read = Territories.load(tmp_path / "t")
    assert len(read.communes) == 4 and read.departement_name("47") == "Lot-et-Garonne"
    gironde, lot = atlas(tmp_path / "t").outlines
    assert (gironde.code, lot.lines) == ("33", ("Lot-et-", "Garonne"))


def test_several_regions_and_the_metropole_of_lyon(tmp_path: Path) -> None:
    made = make_places(SOURCE, ["84", "occitanie"], tmp_path / "t")
    assert made.departements == 2 and made.outlines == 0 and not (tmp_path / "t" / "contours.geojson").exists()
    assert {one["type"] for one in rows(tmp_path / "t" / "epci.csv")} == {"CC", "METRO"}
    assert "Gueyze" not in {one["nom"] for one in rows(tmp_path / "t" / "communes.csv")}  # joined to another


def test_made_places_pass_the_check_of_an_edition(tmp_path: Path, outlines: Path, centres: Path, call: Call) -> None:
    region = make_region(tmp_path / "region")
    words = ("edition", "places", region, "--region", "75", "--data", SOURCE)
    done = call(*words, "--outlines", outlines, "--centres", centres)
    assert done.code == 1 and "--force" in done.err and len(rows(region / "territoires" / "communes.csv")) == 10
    shutil.rmtree(region / "territoires")
    done = call(*words, "--outlines", outlines, "--centres", centres)
    assert done.code == 0 and "4 communes, 2 intercommunalités, 2 départements." in done.out
    told = [one for one in check(region) if one.rule == "edition-places"]
    assert [one.message for one in told if one.severity == "error"] == []
    assert call(*words, "--force").code == 0
    assert "listes seules" in call(*words, "--force").out


def test_what_cannot_be_read_is_named_and_nothing_is_written(tmp_path: Path, outlines: Path) -> None:
    out, data = tmp_path / "t", tmp_path / "data"
    shutil.copytree(SOURCE, data)

    def refused(**more: Path) -> str:
        with pytest.raises(ContentError) as found:
            make_places(data, ["75"], out, **more)  # type: ignore[arg-type]
        assert not out.exists()
        return f"{found.value.file.name} {found.value.detail}"

    with pytest.raises(ContentError, match="pas de région « Breizh »"):
        make_places(data, ["75", "Breizh"], out)
    lambert = [one | {"geometry": {"type": "Polygon", "coordinates": [[[4e5, 6e6]] * 4]}} for one in features()]
    assert "degrés" in refused(outlines=as_geojson(tmp_path / "l.geojson", lambert))
    lines = [one | {"geometry": {"type": "LineString", "coordinates": [[0, 45]]}} for one in features()]
    assert "LineString" in refused(outlines=as_geojson(tmp_path / "l.geojson", lines))
    named = [one | {"properties": {"nom": "x"}} for one in features()]
    assert "aucun lieu" in refused(outlines=as_geojson(tmp_path / "l.geojson", named))
    (data / "epci.json").write_text('[{"code": 1}]', encoding="utf-8")
    assert refused().startswith("epci.json n’est pas le fichier attendu")
    (data / "epci.json").unlink()
    assert refused().startswith("epci.json manque")
    out.mkdir()
    (out / "communes.csv").write_text("x", encoding="utf-8")
    with pytest.raises(OutputExists):
        make_places(SOURCE, ["75"], out)


def edges(shapes: dict[str, list[list[list[Point]]]]) -> Counter[frozenset[Point]]:
    return Counter(
        frozenset(pair)
        for polygons in shapes.values()
        for polygon in polygons
        for ring in polygon
        for pair in itertools.pairwise(ring)
    )


def neighbours(shapes: dict[str, list[list[list[Point]]]]) -> set[frozenset[str]]:
    """Return who has a border with whom, by the edges that both have."""
    owners: dict[frozenset[Point], set[str]] = {}
    for code, polygons in shapes.items():
        for edge in edges({code: polygons}):
            owners.setdefault(edge, set()).add(code)
    return {frozenset(one) for one in owners.values() if len(one) == 2}


def area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


@pytest.mark.parametrize("tolerance", [0.0, 0.01, 0.05, 0.1])
def test_borders_that_two_share_stay_shared_when_they_are_simplified(tolerance: float) -> None:
    before = {}
    for one in features():
        shape = one["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        before[one["properties"]["code"]] = [[[(at[0], at[1]) for at in ring] for ring in p] for p in polygons]
    after = simplified(before, tolerance)
    assert after.keys() == before.keys()
    assert neighbours(after) == neighbours(before) and max(edges(after).values()) == 2
    if tolerance:
        assert len(edges(after)) < len(edges(before))
    else:
        assert edges(after) == edges(before)
    # what is once is the outer border: it closes
    once = Counter(place for edge, count in edges(after).items() if count == 1 for place in edge)
    assert all(count % 2 == 0 for count in once.values())
    for code, polygons in before.items():
        old, new = (max(abs(area(one[0])) for one in shapes) for shapes in (polygons, after[code]))
        assert abs(new / old - 1) < 0.15


def test_an_island_and_an_enclave_are_cut_alike_from_both_sides() -> None:
    hole = [(1 + x / 100, 1 + (x % 3) / 500) for x in range(50)] + [(1.5, 1.5), (1.0, 1.5)]
    around = [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0), (0.0, 0.0)]
    for turned in (hole, hole[7:] + hole[:7], hole[::-1]):
        shapes = {"a": [[around, [*hole, hole[0]]]], "b": [[[*turned, turned[0]]]]}
        made = simplified(shapes, 0.02)
        inner, outer = (set(map(frozenset, itertools.pairwise(ring))) for ring in (made["a"][0][1], made["b"][0][0]))
        assert inner == outer and len(inner) < 10


def test_small_islands_go_and_the_last_one_stays() -> None:
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    islet = [(5.0, 5.0), (5.002, 5.0), (5.002, 5.002), (5.0, 5.002), (5.0, 5.0)]
    made = simplified({"a": [[square], [islet]], "b": [[islet]]}, 0.01)
    assert made["a"] == [[square]] and made["b"] == [[islet]]


def test_the_middle_of_a_place_lies_inside_it() -> None:
    horseshoe = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (3.0, 4.0), (3.0, 1.0), (1.0, 1.0), (1.0, 4.0), (0.0, 4.0)]
    east, north = middle([[[*horseshoe, horseshoe[0]]]])
    assert 0 < north < 4 and (0 < east < 1 or 3 < east < 4 or north < 1)
    around = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
    hole = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
    east, _ = middle([[around, hole]])
    assert not 1 < east < 3
    assert middle([[[(2.0, 46.0)]]]) == (2.0, 46.0)
