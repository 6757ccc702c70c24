"""``kit dossier attach``, ``logo``, ``duplicate``, ``move``, ``archive``: exit codes, JSON, pieces that go along."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kit.dossier import pieces
from kit.dossier.dossier import Dossier
from tests.calls import Call
from tests.unit.documents.emblem_samples import png, svg
from tests.unit.documents.template_samples import OPEN, WORD, packed

ACTION = "elu-commission"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    source = tmp_path / "Délibération.pdf"
    source.write_bytes(b"%PDF-1.7")
    return source


def told(call: Call, *words: str | Path) -> Any:
    code, out, err = call("dossier", *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_piece_is_attached(call: Call, path: Path, scan: Path) -> None:
    made = told(call, "attach", path, ACTION, scan)
    assert made["id"] == ACTION
    assert (pieces.folder_of(path) / made["piece"]).read_bytes() == scan.read_bytes()
    evidence = [v for k, v in told(call, "show", path)["actions"][ACTION].items() if k.startswith("evidence:")]
    assert [one["file"] for one in evidence] == [made["piece"]]
    code, out, err = call("dossier", "attach", path, ACTION, scan)
    assert (code, err) == (0, "") and "Délibération.pdf" in out


def test_what_cannot_be_attached_changes_nothing(call: Call, path: Path, scan: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    os.mkfifo(tmp_path / "tuyau")
    for words, code in (
        ((path, "nimporte", scan), 2),
        ((path, ACTION, tmp_path / "rien.pdf"), 1),
        ((path, ACTION, tmp_path), 1),
        ((path, ACTION, tmp_path / "tuyau"), 1),
        ((tmp_path / "rien.kitess", ACTION, scan), 1),
        ((path, ACTION), 2),
    ):
        got, out, err = call("dossier", "attach", *words)
        assert (got, out) == (code, "") and err, words
    assert path.read_bytes() == before and not pieces.folder_of(path).exists()


def test_a_dossier_and_its_pieces_are_duplicated_moved_archived_and_come_back(
    call: Call, path: Path, scan: Path, tmp_path: Path
) -> None:
    piece = told(call, "attach", path, ACTION, scan)["piece"]
    with Dossier.open(path, write=False) as opened:
        uuid = opened.uuid
    copied = told(call, "duplicate", path, "--to", tmp_path / "b" / "copie.kitess")
    assert copied["pieces"] == 1 and copied["dossier"] != uuid
    moved = told(call, "move", path, "--to", tmp_path / "c" / "ailleurs.kitess")
    assert moved == {"dossier": uuid, "pieces": 1} and not path.exists() and not pieces.folder_of(path).exists()
    there = tmp_path / "c" / "ailleurs.kitess"
    assert told(call, "archive", there, "--out", tmp_path / "a.zip") == {"dossier": uuid, "pieces": 1}
    assert call("dossier", "archive", there, "--out", tmp_path / "a.zip")[0] == 1
    assert call("dossier", "archive", there, "--out", tmp_path / "a.zip", "--force")[0] == 0
    assert call("dossier", "archive", there, "--out", tmp_path / "a.tar")[0] == 2
    assert told(call, "restore", path, "--from", tmp_path / "a.zip") == {"restored": str(tmp_path / "a.zip")}
    assert call("dossier", "restore", path, "--from", tmp_path / "a.zip")[0] == 1
    for one in (path, there, tmp_path / "b" / "copie.kitess"):
        assert (pieces.folder_of(one) / piece).read_bytes() == scan.read_bytes()


@pytest.mark.parametrize("name", ["duplicate", "move"])
def test_an_existing_place_is_1_and_left_alone(call: Call, path: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "b.kitess"
    out.write_bytes(b"autre chose")
    before = path.read_bytes()
    code, said, err = call("dossier", name, path, "--to", out)
    assert (code, said) == (1, "") and "n’a pas été touché" in err
    assert (out.read_bytes(), path.read_bytes()) == (b"autre chose", before)
    assert call("dossier", name, path)[0] == 2
    assert call("dossier", name, tmp_path / "rien.kitess", "--to", tmp_path / "c.kitess")[0] == 1


def test_a_piece_that_lacks_is_named(call: Call, path: Path, scan: Path, tmp_path: Path) -> None:
    piece = told(call, "attach", path, ACTION, scan)["piece"]
    (pieces.folder_of(path) / piece).unlink()
    for words in (
        ("duplicate", path, "--to", tmp_path / "b.kitess"),
        ("archive", path, "--out", tmp_path / "a.zip"),
        ("merge", path, tmp_path / "b.kitess", "--out", tmp_path / "c.kitess"),
    ):
        code, _, err = call("dossier", *words)
        assert code == 0 and "« Délibération.pdf » manque" in err, words


def test_a_piece_that_lacks_is_told_by_verify_and_one_that_is_refused_leaves_no_file(
    call: Call, path: Path, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = told(call, "attach", path, ACTION, scan)["piece"]
    (pieces.folder_of(path) / piece).unlink()
    code, _, err = call("dossier", "verify", path)
    assert code == 0 and "« Délibération.pdf » manque" in err

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for words in (("attach", path, ACTION, scan), ("set", path, ACTION, "evidence:9", scan)):
        with monkeypatch.context() as patch:
            patch.setattr("kit.dossier.journal.os.write", full)
            assert call("dossier", *words)[0] == 1
        assert pieces.files_of(path) == []


def test_a_hostile_archive_is_refused_in_a_sentence(call: Call, path: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    code, out, err = call("dossier", "restore", tmp_path / "n.kitess", "--from", tmp_path / "x.zip")
    assert (code, out, err.count("\n")) == (1, "", 1) and "n’est pas une archive" in err
    pieces.folder_of(path).symlink_to(tmp_path)
    code, _, err = call("dossier", "attach", path, ACTION, tmp_path / "x.zip")
    assert code == 1 and "n’est pas suivi" in err and (tmp_path / "x.zip").exists()


def test_a_logo_is_chosen_told_printed_and_taken_away(call: Call, path: Path, tmp_path: Path) -> None:
    assert told(call, "logo", path) == {"piece": "", "fit": False}
    source = tmp_path / "blason.png"
    source.write_bytes(png())
    made = told(call, "logo", path, "--file", source)
    assert made["fit"] and (pieces.folder_of(path) / made["piece"]).read_bytes() == png()
    code, out, err = call("dossier", "logo", path)
    assert (code, err) == (0, "") and "blason.png" in out
    for words in (
        ("acte", "render", "arrete-delegation-ess"),
        ("checklist", "--lever", "elu-designe"),
        ("plan",),
        ("booklet",),
        ("decisions",),
    ):
        out_file = tmp_path / f"{words[0]}.docx"
        code, _, _ = call(*words, "--dossier", path, "--out", out_file)
        with zipfile.ZipFile(out_file) as package:
            assert code == 0 and package.read("word/media/figure1.png") == png(), words
    assert told(call, "logo", path, "--remove") == {"piece": "", "fit": False}


def test_what_is_no_logo_is_refused_in_a_sentence(call: Call, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    source = tmp_path / "logo.svg"
    source.write_bytes(svg("<script/>"))
    os.mkfifo(tmp_path / "tuyau")
    for file, words in ((source, "enregistrez-le en PNG"), (tmp_path / "tuyau", "lu"), (tmp_path / "rien", "lu")):
        code, out, err = call("dossier", "logo", path, "--file", file)
        assert (code, out) == (1, "") and words in err and file.name in err
    assert path.read_bytes() == before and not pieces.folder_of(path).exists()


def test_the_template_of_the_mairie_is_kept_and_applied(call: Call, path: Path, tmp_path: Path) -> None:
    for name, parts in (("mairie.dotx", WORD), ("mairie.ott", OPEN)):
        (tmp_path / name).write_bytes(packed(parts))
    assert told(call, "modele", path) == {}
    told(call, "modele", path, "--file", tmp_path / "mairie.dotx")
    assert set(told(call, "modele", path, "--file", tmp_path / "mairie.ott")) == {"docx", "odt"}
    out = tmp_path / "acte.docx"
    assert call("acte", "render", "arrete-delegation-ess", "--dossier", path, "--out", out)[0] == 0
    assert "Garamond" in styles_of(out)
    assert told(call, "modele", path, "--remove") == {}
    words = ("acte", "render", "arrete-delegation-ess", "--out", out, "--force")
    assert call(*words)[0] == 0 and "Garamond" not in styles_of(out)
    assert call(*words, "--modele-dotx", tmp_path / "mairie.dotx")[0] == 0 and "Garamond" in styles_of(out)
    code, _, err = call(*words, "--modele-dotx", tmp_path / "mairie.ott")
    assert code == 1 and ".ott pour LibreOffice" in err


def styles_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/styles.xml").decode()
