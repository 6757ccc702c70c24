"""The names of a kit and its folders: two kits on one computer share none, and open each other's dossiers unharmed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kit import __version__, edition, naming, paths
from kit.dossier.dossier import Dossier
from kit.dossier.line import Header, encode_header, parse_line
from kit.dossier.model import Status
from kit.naming import FIRST, Naming, edition_of, told_in, writer
from tests.small_kit import EDITION

OTHER = told_in(edition.read(EDITION))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be the kit of the other region; return its resources."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "kit.toml").write_bytes((EDITION / "kit.toml").read_bytes())
    monkeypatch.setenv("KIT_RESOURCES", str(folder))
    return folder


def names(one: Naming) -> set[str]:
    """Return all that must differ between two kits on one computer."""
    told = (one.name, one.full_name, one.package, one.windows, one.prog_id, one.app_id)
    return {*told, one.atelier, one.atelier_package, one.atelier_windows, one.atelier_id}


def test_the_first_kit_is_called_as_its_file_says() -> None:
    assert told_in(edition.read(paths.resources())) == FIRST == naming.naming()
    assert FIRST.package == "kit-ess" and FIRST.windows == "KitESS" and FIRST.prog_id == "KitESS.Dossier"
    assert FIRST.app_id == "org.cress_na.KitESS" and FIRST.atelier_id == "org.cress_na.KitAtelier"


def test_no_name_of_another_kit_is_one_of_the_first() -> None:
    assert not names(OTHER) & names(FIRST) and len(names(OTHER)) == 10
    assert OTHER.package == "kit-ess-exemple" and OTHER.windows == "KitESS-exemple"
    assert OTHER.app_id == "example.reseau.KitESS_exemple"


def test_windows_takes_the_longest_name_of_a_kind_of_file() -> None:
    """At most 39 characters, no other mark than a point (Microsoft, « Programmatic Identifiers »)."""
    longest = Naming("a-" + "b" * (naming.EDITION_LIMIT - 2), "x", "x", "x.example").prog_id
    assert len(longest) <= 39 and longest.replace(".", "").isalnum()


@pytest.mark.parametrize(
    ("system", "variables"),
    [
        ("linux", {"XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}),
        ("win32", {"APPDATA": "roaming", "LOCALAPPDATA": "local"}),
        ("darwin", {}),
    ],
)
def test_two_kits_keep_nothing_in_one_folder(
    system: str, variables: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path
) -> None:
    for name in ("KIT_DATA", "KIT_CACHE"):
        monkeypatch.delenv(name)
    for name, folder in variables.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", system)
    theirs = [paths.user_data(), paths.user_cache()]
    monkeypatch.delenv("KIT_RESOURCES")
    ours = [paths.user_data(), paths.user_cache()]
    assert not any(one.is_relative_to(other) or other.is_relative_to(one) for one in theirs for other in ours)
    assert all("exemple" in one.as_posix() for one in theirs) and all("exemple" not in one.as_posix() for one in ours)


def test_a_dossier_says_which_kit_made_it(elsewhere: Path) -> None:
    assert writer() == f"{__version__} exemple" and edition_of(writer()) == "exemple"
    assert edition_of(__version__) == edition_of("") == edition_of("0.1.0 Pas un mot") == ""
    assert parse_line(encode_header("u", "t", writer())) == Header(1, "u", writer())


def test_a_dossier_of_another_region_is_told_and_keeps_all_that_it_held(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as theirs:
        theirs.record("action:elu-referent", "status", Status.DONE.value)
        assert theirs.edition == paths.edition() == "exemple"
    before = path.read_bytes()
    monkeypatch.delenv("KIT_RESOURCES")
    with Dossier.open(path) as here:
        assert here.edition == "exemple" and paths.edition() == ""
        here.record("action:elu-commission", "status", Status.DOING.value)
    assert path.read_bytes().startswith(before)
    monkeypatch.setenv("KIT_RESOURCES", str(elsewhere))
    with Dossier.open(path) as again:
        assert again.fields("action:elu-referent")["status"] == Status.DONE.value
        assert again.fields("action:elu-commission")["status"] == Status.DOING.value


def test_a_dossier_without_a_first_line_is_of_no_kit(tmp_path: Path) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as made:
        made.record("action:elu-referent", "status", Status.DONE.value)
        assert made.edition == ""
    path.write_bytes(path.read_bytes().partition(b"\n")[2])
    with Dossier.open(path) as found:
        assert found.edition is None
