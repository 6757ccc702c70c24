"""The folder of an edition: what is wrong with it is named before anything is built."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import compiling, paths
from kit.content import lint
from kit.content.index import IndexStore
from kit.content.library import Library
from kit.edition import check, lay_out
from kit.figures.atlas import atlas
from kit.territoires import Territories
from tests.calls import Call
from tests.second_region import make_region


@pytest.fixture
def region(tmp_path: Path) -> Path:
    """Return the folder of the made-up second region."""
    return make_region(tmp_path / "region")


def errors(folder: Path) -> list[str]:
    return [f"{one.file}:{one.line}: {one.message}" for one in check(folder) if one.severity == "error"]


def changed(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        words = (folder / file).read_text(encoding="utf-8")
        assert old in words, (file, old)
        (folder / file).write_text(words.replace(old, new, 1), encoding="utf-8")

    return change


def test_the_second_region_has_no_error_and_a_remark_on_its_keys(region: Path) -> None:
    assert errors(region) == []
    assert [one.rule for one in check(region)] == ["edition-keys"]


def test_it_compiles_and_has_its_own_places_and_map(region: Path, tmp_path: Path) -> None:
    resources = tmp_path / "resources"
    lay_out(region, resources, paths.resources())
    compiling.compile_all(resources / "index", resources)
    library = Library(IndexStore(resources / "index"))
    assert library.publisher.region == "Pays d’Exemple" and len(library.examples()) == 2
    found = Territories.load(resources / "territoires")
    assert set(found.departements) == {"00", "96"} and len(found.communes) == 10
    drawn = atlas(resources / "territoires")
    assert {one.name for one in drawn.outlines} == {"Amont-Exemple", "Aval-Exemple"}
    assert all(example.insee in drawn.centres for example in library.examples())
    library.close()
    assert not (resources / "actes").exists() and not (resources / "territoires" / "README.md").exists()
    assert "#6B2D5C" in (resources / "icone.svg").read_text(encoding="utf-8")  # its own
    assert "#6B2D5C" in (resources / "icone-petite.svg").read_text(encoding="utf-8")  # ours, in its colour


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "no word": (changed("kit.toml", 'edition = "exemple"', ""), "edition = «  »"),
    "a word that no package takes": (changed("kit.toml", '"exemple"', '"Pays d’Exemple"'), "minuscules sans accent"),
    "a word too long": (changed("kit.toml", '"exemple"', f'"{"a" * 25}"'), "24 signes au plus"),
    "our name": (changed("kit.toml", '"Kit ESS du Pays d’Exemple"', '"Kit ESS"'), "celui de ce kit"),
    "a name that no file has": (changed("kit.toml", '"Kit ESS du Pays', '"Kit ESS : Pays'), "ne peut pas nommer"),
    "an address for a site": (changed("kit.toml", '"reseau.example"', '"https://reseau.example"'), "sans https"),
    "no address": (changed("kit.toml", "bonjour@reseau.example", "bonjour"), "n’est pas une adresse"),
    "our address": (changed("kit.toml", "bonjour@reseau.example", "contact@cress-na.org"), "CRESS Nouvelle-Aquitaine"),
    "a pale colour": (
        changed("kit.toml", 'primary = "#6B2D5C"', 'primary = "#D9A3CC"'),
        "[colours.light] primary (#D9A3CC) sur surface (#FFFFFF) : contraste 2,09, il faut 4,50",
    ),
    "a dark ground": (
        changed("kit.toml", 'primary_soft = "#F4E6F0"', 'primary_soft = "#7A4A6E"'),
        "primary (#6B2D5C) sur primary_soft (#7A4A6E) : contraste 1,",
    ),
    "no colour": (changed("kit.toml", 'link = "#6B2D5C"', 'links = "#6B2D5C"'), "colours.light.links n’est pas"),
    "a key cut short": (changed("kit.toml", "keys = []", 'keys = ["ab"]'), "64 chiffres"),
    "no mark": (changed("kit.toml", '"marque.svg"', '"logo.svg"'), "logo.svg manque"),
    "a mark with a program": (changed("marque.svg", "<rect", "<script>1</script><rect"), "contient un programme"),
    "an icon cut short": (changed("icone.svg", "</svg>", ""), "icone.svg est abîmé"),
    "half a table": (changed("kit.toml", "[contact]", "[contact"), "n’est pas du TOML"),
    "no contact": (changed("kit.toml", "[contact]", "[contacts]"), "il manque 'contact'"),
    "a département unknown": (changed("territoires/communes.csv", ",00,999999006,1240", ",01,999999006,1240"), "01"),
    "an EPCI unknown": (changed("territoires/communes.csv", "999999006,1240", "999999022,1240"), "absente de epci.csv"),
    "a code that is none": (changed("territoires/communes.csv", "00001,Essai", "1,Essai"), "pas un code Insee"),
    "a SIREN that is none": (changed("territoires/epci.csv", "999999006", "12"), "n’est pas un SIREN"),
    "latitude first": (changed("territoires/centres.csv", "-9.7,46.3", "46.3,-9.7"), "00001 est loin"),
    "a column missing": (
        changed("territoires/communes.csv", "insee,nom", "insee,name"),
        "communes.csv:1: ne se lit pas",
    ),
    "no places": (lambda folder: shutil.rmtree(folder / "territoires"), "seraient celles de Nouvelle-Aquitaine"),
    "no texts": (lambda folder: shutil.rmtree(folder / "content"), "content:1: manque"),
    "a broken text": (changed("content/aide.md", 'id = "aide"', "id = "), "content/aide.md"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(region: Path, name: str) -> None:
    change, told = WRONG[name]
    change(region)
    found = errors(region)
    assert any(told in one for one in found), found


def test_an_example_of_another_region_is_a_remark(region: Path) -> None:
    changed("content/convaincre/emplois/raison.md", '"96001"', '"23096"')(region)
    assert errors(region) == [] and any("23096" in one.message for one in check(region))


def test_the_texts_of_an_edition_are_judged_by_its_own_places(region: Path) -> None:
    """As the atelier does, on the folder itself."""
    found = lint.check(region / "content", region / "kit.toml", paths.pictograms())
    assert found.problems == () and found.cases["by_departement"] == {"00": 1, "96": 1}


def test_a_text_that_still_names_us_is_a_remark(region: Path) -> None:
    changed("content/aide.md", "\n+++\n", "\n+++\n\nÉcrivez à la CRESS Nouvelle-Aquitaine.\n")(region)
    told = [one for one in check(region) if one.rule == "edition-ours"]
    assert [(one.file, one.severity) for one in told] == [("content/aide.md", "warning")] and told[0].line > 1


def test_the_command_says_how_the_kit_will_be_called_or_what_is_wrong(region: Path, call: Call) -> None:
    done = call("edition", "check", region)
    assert done.code == 0 and "kit-ess-exemple (Debian), KitESS-exemple (Windows)" in done.out
    changed("kit.toml", "bonjour@reseau.example", "bonjour")(region)
    done = call("edition", "check", region)
    assert done.code == 1 and "kit.toml:" in done.out and "n’est pas une adresse" in done.out
    assert '"errors": 1' in call("edition", "check", region, "--json").out


def test_what_names_the_publisher_is_taken_from_kit_toml(region: Path, tmp_path: Path) -> None:
    """An edition is made of the resources of any kit: it is their publisher that gives place, whoever it is."""
    base, out = tmp_path / "base", tmp_path / "out"
    shutil.copytree(paths.resources(), base, ignore=shutil.ignore_patterns("index"))
    head = (base / "kit.toml").read_text(encoding="utf-8")
    for old, new in (
        ("contact@cress-na.org", "ici@ailleurs.example"),
        ('site = "cress-na.org"', 'site = "ailleurs.example"'),
        ("CRESS Nouvelle-Aquitaine", "Réseau d’Ailleurs"),
        ('called = "la CRESS"', 'called = "le Réseau"'),
        ('called_of = "de la CRESS"', 'called_of = "du Réseau"'),
        ('called_to = "à la CRESS"', 'called_to = "au Réseau"'),
    ):
        assert old in head
        head = head.replace(old, new)
    (base / "kit.toml").write_text(head, encoding="utf-8")
    message = base / "mail" / "page.toml"
    told = (
        "Le Réseau d’Ailleurs : ici@ailleurs.example, ailleurs.example ; les équipes du Réseau d’Ailleurs, le Réseau."
    )
    words = message.read_text(encoding="utf-8")
    assert "kit de la CRESS" in words
    message.write_text(words.replace("kit de la CRESS", told), encoding="utf-8")
    lay_out(region, out, base)
    made = (out / "mail" / "page.toml").read_text(encoding="utf-8")
    mine = (
        "Le Réseau Exemple : bonjour@reseau.example, reseau.example ; les équipes du Réseau Exemple, le Réseau Exemple."
    )
    assert mine in made
    changed("kit.toml", "bonjour@reseau.example", "ici@ailleurs.example")(region)
    found = [one.message for one in check(region, base) if one.severity == "error"]
    assert found == ["[contact] mail est l’adresse de Réseau d’Ailleurs"]
