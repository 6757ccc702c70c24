from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.errors import ContentError
from kit.territoires import Collectivite, Commune, Epci, Neighbours, Territories, fold_name

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "territoires"


@pytest.fixture(scope="module")
def territories() -> Territories:
    return Territories.load(FOLDER)


def _labels(found: tuple[Collectivite, ...]) -> list[str]:
    return [place.label for place in found]


def test_the_whole_region_is_there(territories: Territories) -> None:
    assert len(territories.communes) == 4293
    assert len(territories.epci) == 156
    assert sum(commune.population for commune in territories.communes) == 6_150_451
    assert " ".join(territories.departements) == "16 17 19 23 24 33 40 47 64 79 86 87"
    assert {commune.departement for commune in territories.communes} == set(territories.departements)
    assert {commune.epci for commune in territories.communes} == {one.siren for one in territories.epci}


def test_what_is_near_is_told_without_reading_all(territories: Territories) -> None:
    read = Neighbours.shared(FOLDER)
    assert read.departements == territories.departements and read.joined == territories.joined
    assert frozenset(("19", "23")) in read.joined and frozenset(("23", "64")) not in read.joined


def test_codes_find_one_place(territories: Territories) -> None:
    assert territories.by_insee("16001") == Commune("16001", "Abzac", ("16500",), "16", "200072049", 518)
    assert territories.by_siren("200023794") == Epci("200023794", "CC de Blaye", "CC", "33", 20915, 20, 20)
    assert territories.by_insee("75056") is None
    assert territories.by_siren("0") is None


def test_departements_have_names(territories: Territories) -> None:
    assert territories.departement_name("23") == "Creuse"
    assert territories.departement_name("64") == "Pyrénées-Atlantiques"
    assert territories.departement_name("75") == ""


def test_departements_are_found_by_their_names(territories: Territories) -> None:
    assert all(territories.departement_code(name) == code for code, name in territories.departements.items())
    assert territories.departement_code("pyrenees atlantiques") == "64"
    assert territories.departement_code("Paris") == territories.departement_code("") == ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("St-Yrieix", "saint yrieix"),
        ("Ste Feyre", "sainte feyre"),
        ("STEFFY Stade", "steffy stade"),
        ("L’Isle-d'Espagnac", "l isle d espagnac"),
        ("Montembœuf", "montemboeuf"),
        ("JURANÇON", "jurancon"),
        ("  É\u0301  ", "e"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold_name(text) == folded


@pytest.mark.parametrize("typed", ["st yrieix la perche", "Saint-Yrieix-la-Perche", "SAINT YRIEIX LA PERCHE (87)"])
def test_saint_may_be_typed_short(typed: str, territories: Territories) -> None:
    assert _labels(territories.search(typed)) == ["Saint-Yrieix-la-Perche (87)"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("jurancon", "Jurançon (64)"),
        ("alcay", "Alçay-Alçabéhéty-Sunharette (64)"),
        ("montemboeuf", "Montembœuf (16)"),
        ("Montembœuf", "Montembœuf (16)"),
        ("gueret", "Guéret (23)"),
        ("ste feyre", "Sainte-Feyre (23)"),
        ("lisle d espagnac", ""),
        ("l'isle d’espagnac", "L'Isle-d'Espagnac (16)"),
        ("adjots", "Les Adjots (16)"),
        ("yrieix perche", "Saint-Yrieix-la-Perche (87)"),
        ("communauté de communes de blaye", "CC de Blaye (33)"),
        ("Communauté urbaine limo", "CU Limoges Métropole (87)"),
        ("bordeaux m", "Bordeaux Métropole (33)"),
    ],
)
def test_accents_and_marks_do_not_matter(typed: str, first: str, territories: Territories) -> None:
    assert (_labels(territories.search(typed)) or [""])[0] == first


def test_homonyms_show_their_departement(territories: Territories) -> None:
    assert _labels(territories.search("ars"))[:2] == ["Ars (16)", "Ars (23)"]
    assert _labels(territories.search("Ars 23"))[0] == "Ars (23)"


def test_the_beginning_of_a_name_comes_first_then_the_most_inhabited(territories: Territories) -> None:
    found = territories.search("lim", limit=200)
    starts = [fold_name(place.name).startswith("lim") for place in found]
    assert True in starts and False in starts
    assert starts == sorted(starts, reverse=True)
    begun = [place.population for place in found if fold_name(place.name).startswith("lim")]
    assert begun == sorted(begun, reverse=True)
    assert found[0].label == "Limoges (87)"


def test_an_exact_name_comes_before_longer_ones(territories: Territories) -> None:
    assert _labels(territories.search("ars"))[2] == "Arsac (33)"


def test_digits_find_postcodes_then_insee_codes(territories: Territories) -> None:
    assert _labels(territories.search("23000"))[0] == "Guéret (23)"
    assert _labels(territories.search("16001"))[-1] == "Abzac (16)"
    posted = [
        any(code.startswith("161") for code in place.postcodes)
        for place in territories.search("161", limit=500)
        if isinstance(place, Commune)
    ]
    assert True in posted and False in posted
    assert posted == sorted(posted, reverse=True)
    assert "Guéret (23)" not in _labels(territories.search("23001"))
    assert _labels(territories.search("19400", limit=50)).count("Argentat-sur-Dordogne (19)") == 1


def test_a_search_gives_at_most_its_limit(territories: Territories) -> None:
    assert len(territories.search("saint")) == 12
    assert len(territories.search("saint", limit=3)) == 3
    assert territories.search("saint", limit=0) == ()


@pytest.mark.parametrize("typed", ["", "  ", "-'’", "zzz", "(", "\0", "𝕏" * 1000])
def test_what_names_nothing_finds_nothing(typed: str, territories: Territories) -> None:
    assert territories.search(typed) == ()


def test_an_epci_over_two_departements_has_the_most_inhabited(territories: Territories) -> None:
    departements = {one.departement for one in territories.epci}
    assert departements == set(territories.departements)
    cross = [one for one in territories.epci if one.members_here < one.members]
    assert len(cross) == 4


def test_inhabitants_and_not_communes_decide_the_departement(tmp_path: Path) -> None:
    (tmp_path / "communes.csv").write_text(
        "insee,nom,cp,dep,epci,pop\n16901,A,16000,16,1,10\n16902,B,16000,16,1,10\n17901,C,17000,17,1,30\n",
        encoding="utf-8",
    )
    (tmp_path / "epci.csv").write_text(
        "siren,nom,type,pop,membres_region,membres\n1,CC X,CC,50,3,3\n", encoding="utf-8"
    )
    (tmp_path / "departements.csv").write_text("code,nom\n16,Charente\n17,Charente-Maritime\n", encoding="utf-8")
    assert [one.departement for one in Territories.load(tmp_path).epci] == ["17"]


def test_a_damaged_file_is_named_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "t")
    path = tmp_path / "t" / "communes.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    rows[4] = rows[4].rsplit(",", 1)[0] + ",beaucoup"
    path.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Territories.load(tmp_path / "t")
    assert (caught.value.file, caught.value.line) == (path, 5)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        Territories.load(tmp_path)
    assert caught.value.file.name == "communes.csv"


def test_the_credit_line_is_shipped() -> None:
    credit = "Insee COG 2026 et populations, DGCL, La Poste, via Etalab – Licence Ouverte 2.0"
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert credit in told and "IGN Admin Express 2018 et Insee – Licence Ouverte" in told


@pytest.mark.parametrize("name", ["Saint-Junien", "saint junien", "ST JUNIEN", "St-Junien"])
def test_a_commune_is_found_by_its_whole_name_in_its_departement(name: str, territories: Territories) -> None:
    assert [one.insee for one in territories.named(name, "87")] == ["87154"]
    assert territories.named(name, "23") == ()
    assert territories.named("Saint", "87") == ()


def test_every_commune_is_found_by_its_own_name(territories: Territories) -> None:
    for one in territories.communes[::7]:
        assert one in territories.named(one.name, one.departement)
        assert one in territories.named(fold_name(one.name), one.departement)


def test_those_who_ask_for_the_same_folder_share_it(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FOLDER, tmp_path / "territoires"))
    first = Territories.shared(copy)
    assert Territories.shared(copy) is first
    assert Territories.load(copy) is not first
    assert Territories.shared(FOLDER).communes == first.communes
