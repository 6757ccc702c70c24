"""Fixtures: a small made-up kit, keys of a test’s own, and packs of it, built and signed on the spot."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import compiling, paths
from kit.packs.keys import make_key
from kit.packs.pack import build_pack
from kit.packs.working_copy import set_version

EDITION = Path(__file__).resolve().parent / "edition"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return a private key of this test's own."""
    path = tmp_path / "essai.cle"
    make_key(path)
    return path


@pytest.fixture
def public(key: Path) -> str:
    """Return its public half."""
    line = next(line for line in key.read_text(encoding="utf-8").splitlines() if line.startswith("public"))
    return line.removeprefix("public = ")


@pytest.fixture
def resources(tmp_path: Path, public: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the resources of a program that ships the small kit and trusts the key; it is compiled."""
    root = tmp_path / "resources"
    shutil.copytree(paths.resources(), root, ignore=shutil.ignore_patterns("content", "actes", "index", "kit.toml"))
    shutil.copytree(EDITION / "content", root / "content")
    words = (EDITION / "kit.toml").read_text(encoding="utf-8")
    (root / "kit.toml").write_text(words.replace("keys = []", f'keys = ["{"0" * 64}", "{public}"]'), encoding="utf-8")
    monkeypatch.setenv("KIT_RESOURCES", str(root))
    compiling.compile_all(root / "index", root)
    return root


@pytest.fixture
def texts(tmp_path: Path, resources: Path) -> Path:
    """Return a copy of the texts to work on: newer, one page changed, one renamed, one added, one gone."""
    folder = tmp_path / "textes"
    folder.mkdir()
    shutil.copytree(resources / "content", folder / "content")
    shutil.copy(resources / "kit.toml", folder / "kit.toml")
    set_version(folder, "2027.06", "2027-06-30")
    elu = folder / "content" / "agir" / "elu"
    change(elu / "elu-referent.md", "Le conseil choisit une personne", "Le conseil choisit deux personnes")
    change(elu / "levier.md", 'title = "Désigner quelqu’un"', 'title = "Désigner une équipe"')
    added = (elu / "elu-referent.md").read_text(encoding="utf-8").replace("elu-referent", "elu-salle")
    added = added.replace("Nommer une personne", "Ouvrir la salle").replace("order = 1", "order = 3")
    (elu / "elu-salle.md").write_text(added, encoding="utf-8")
    (folder / "content" / "agir" / "annonces" / "annonces-bulletin.md").rename(
        folder / "content" / "agir" / "annonces" / "bulletin-communal.md"
    )
    change(folder / "content" / "agir" / "annonces" / "bulletin-communal.md", "annonces-bulletin", "bulletin-communal")
    (elu / "elu-reunion.md").unlink()
    return folder


@pytest.fixture
def make_pack(tmp_path: Path, texts: Path, key: Path) -> Callable[..., Path]:
    """Return a function that builds the pack of the texts, of this version and date."""

    def make(version: str = "2027.06", date: str = "2027-06-30") -> Path:
        set_version(texts, version, date)
        out = tmp_path / f"exemple-{version}.kitpack"
        build_pack(texts, key, out, force=True)
        return out

    return make


def change(path: Path, old: str, new: str) -> None:
    """Replace words of a text that are there."""
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")
