"""A pack tried on a copy of a dossier: what becomes of ticks and notes is told, and nothing anywhere is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kit import paths
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.errors import DossierMissing, NotADossier, PackRefused
from kit.opening import open_library
from kit.packs import keys
from kit.packs.install import install
from kit.packs.pack import build_pack, read_pack
from kit.packs.trial import copy_dossier, try_out
from kit.packs.working_copy import set_version

Make = Callable[..., Path]


@pytest.fixture
def present(resources: Path) -> Iterator[Library]:
    with closing(open_library()[0]) as texts:
        yield texts


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "mairie" / "d.kitess"
    path.parent.mkdir()
    with Dossier.create(path) as made:
        made.record("action:elu-referent", "status", "fait")
        made.record("action:elu-referent", "note", "Avec le conseil.")
        made.record("action:elu-reunion", "status", "fait")
        made.record("action:annonces-bulletin", "note", "Voir plus tard.")
        made.record("action:il-y-a-longtemps", "status", "fait")
    return path


def everything(*roots: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for root in roots if root.exists() for path in root.rglob("*") if path.is_file()}


def test_what_becomes_of_ticks_and_notes_is_told_and_nothing_is_touched(
    make_pack: Make, present: Library, dossier: Path
) -> None:
    pack, steps = make_pack(), list[str]()
    before = everything(dossier.parent, paths.user_data(), paths.user_cache())
    found = try_out(pack, dossier, present, step=steps.append)
    assert (found.ticks, found.notes, found.is_known) == (1, 1, True)
    assert [(one.id, one.title) for one in found.lost] == [
        ("elu-reunion", "Réunir les associations"),
        ("annonces-bulletin", "Écrire dans le bulletin"),
    ]
    assert [one.id for one in found.lost_before] == ["il-y-a-longtemps"]
    assert found.reworded == ("Nommer une personne",) and found.head.version == "2027.06"
    assert steps == ["read", "write", "check", "compile"]
    assert everything(dossier.parent, paths.user_data(), paths.user_cache()) == before
    assert paths.texts() == paths.resources()


def test_a_pack_that_would_not_install_is_refused_as_there(make_pack: Make, present: Library, dossier: Path) -> None:
    install(read_pack(make_pack("2027.09", "2027-09-30")))
    pack = make_pack("2027.01", "2027-01-31")
    with pytest.raises(PackRefused) as caught:
        try_out(pack, dossier, present)
    assert caught.value.reason == "older-than-used"
    pack.write_bytes(pack.read_bytes()[:-20])
    with pytest.raises(PackRefused):
        try_out(pack, dossier, present)


def test_a_key_that_is_to_come_with_the_next_program_is_told(
    texts: Path, tmp_path: Path, present: Library, dossier: Path
) -> None:
    second = tmp_path / "b.cle"
    following = keys.make_key(second)
    set_version(texts, "2027.07", "2027-07-01")
    pack = tmp_path / "p.kitpack"
    build_pack(texts, second, pack)
    with pytest.raises(PackRefused):
        try_out(pack, dossier, present)
    assert not try_out(pack, dossier, present, (following,)).is_known


def test_what_a_colleague_wrote_beside_it_is_tried_too(tmp_path: Path, dossier: Path) -> None:
    with Dossier.open(dossier), Dossier.open(dossier) as other:  # the second writes beside
        other.record("action:elu-salle", "status", "fait")
        (tmp_path / "copie").mkdir()
        copy = copy_dossier(dossier, tmp_path / "copie")
    with Dossier.open(copy, write=False) as opened:
        assert opened.status("elu-salle").value == "fait"


def test_what_is_no_dossier_is_told(tmp_path: Path, make_pack: Make, present: Library) -> None:
    (tmp_path / "x.kitess").write_text("rien", encoding="utf-8")
    with pytest.raises(NotADossier):
        try_out(make_pack(), tmp_path / "x.kitess", present)
    with pytest.raises(DossierMissing):
        try_out(make_pack(), tmp_path / "y.kitess", present)
