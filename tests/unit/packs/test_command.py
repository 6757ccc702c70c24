"""``kit pack``: exit codes, JSON and sentences, as a script calls it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kit import paths
from kit.packs.age import is_old
from tests.calls import Call


def test_the_whole_round_by_command(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    pack = tmp_path / "exemple.kitpack"
    expected = {
        "version": "2027.06",
        "added": ["elu-salle", "bulletin-communal"],
        "changed": ["elu", "elu-referent"],
        "removed": ["elu-reunion", "annonces-bulletin"],
    }
    code, out, _ = call("pack", "build", texts, "--key", key, "--out", pack, "--json")
    assert (code, json.loads(out)) == (0, expected)
    code, out, _ = call("pack", "verify", pack, "--json")
    assert (code, json.loads(out)) == (0, expected) and not paths.installed_texts().exists()
    code, out, _ = call("pack", "install", pack, "--json")
    assert (code, json.loads(out)) == (0, expected)
    assert call("show", "elu-salle")[0] == 0 and call("show", "elu-reunion")[0] == 2
    code, out, _ = call("pack", "rollback", "--json")
    back = json.loads(out)
    assert code == 0 and back["version"] == "2026.10" and back["added"] == expected["removed"]
    assert call("show", "elu-salle")[0] == 2 and call("show", "elu-reunion")[0] == 0


def test_words_for_people(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    pack = tmp_path / "exemple.kitpack"
    _, out, _ = call("pack", "build", texts, "--key", key, "--out", pack)
    assert "Textes 2027.06" in out and "Nouveau  elu-salle" in out and "Retiré   elu-reunion" in out


@pytest.mark.parametrize("command", ["verify", "install"])
def test_a_refusal_is_one_plain_sentence_and_code_1(call: Call, tmp_path: Path, resources: Path, command: str) -> None:
    pack = tmp_path / "faux.kitpack"
    pack.write_bytes(b"bonjour")
    code, out, err = call("pack", command, pack)
    assert code == 1 and out == "" and "n’est pas un paquet de textes" in err and err.count("\n") == 1


def test_what_cannot_be_done_is_code_1(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    assert "pas de textes précédents" in call("pack", "rollback")[2]
    assert call("pack", "install", tmp_path / "absent.kitpack")[0] == 1
    (tmp_path / "p.kitpack").write_bytes(b"")
    assert "existe déjà" in call("pack", "build", texts, "--key", key, "--out", tmp_path / "p.kitpack")[2]
    assert call("pack", "build", texts, "--key", key, "--out", tmp_path / "p.kitpack", "--force")[0] == 0
    code, _, err = call("pack", "build", tmp_path, "--key", key, "--out", tmp_path / "q.kitpack")
    assert code == 1 and "kit.toml" in err
    code, _, err = call("pack", "build", texts, "--key", texts / "kit.toml", "--out", tmp_path / "q.kitpack")
    assert code == 1 and "clé privée" in err


def test_a_pack_is_tried_on_a_copy_of_a_dossier(call: Call, texts: Path, key: Path, tmp_path: Path) -> None:
    pack, dossier = tmp_path / "exemple.kitpack", tmp_path / "d.kitess"
    call("pack", "build", texts, "--key", key, "--out", pack)
    call("dossier", "new", dossier)
    call("dossier", "tick", dossier, "elu-reunion")
    call("dossier", "tick", dossier, "elu-referent")
    before = dossier.read_bytes()
    code, out, _ = call("pack", "try", pack, "--dossier", dossier, "--json")
    assert (code, json.loads(out)) == (0, {"version": "2027.06", "ticks": 1, "notes": 0, "lost": ["elu-reunion"]})
    assert "Sans page elu-reunion" in call("pack", "try", pack, "--dossier", dossier)[1]
    assert dossier.read_bytes() == before and not paths.installed_texts().exists()


def test_the_private_key_is_never_said_nor_written_over(call: Call, tmp_path: Path) -> None:
    code, out, err = call("pack", "key", "--out", tmp_path / "k.cle")
    private = (tmp_path / "k.cle").read_text(encoding="utf-8").split("prive = ")[1].strip()
    assert code == 0 and private not in out + err and out.strip() in (tmp_path / "k.cle").read_text(encoding="utf-8")
    assert call("pack", "key", "--out", tmp_path / "k.cle")[0] == 1
    assert private in (tmp_path / "k.cle").read_text(encoding="utf-8")


def test_lint_and_review_work_on_the_programs_texts_or_on_a_folder_never_on_installed_ones(
    call: Call, texts: Path, key: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "exemple.kitpack"
    call("pack", "build", texts, "--key", key, "--out", pack)
    call("pack", "install", pack)
    assert call("review", "--out", tmp_path / "r.csv")[0] == 0
    assert "elu-reunion" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")
    assert call("review", "--texts", texts, "--out", tmp_path / "s.csv")[0] == 0
    assert "elu-salle" in (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    assert call("lint")[0] == 0
    (texts / "content" / "aide.md").write_text("rien", encoding="utf-8")
    assert call("lint", "--texts", texts)[0] == 1


@pytest.mark.parametrize(
    ("today", "old"),
    [
        (date(2028, 4, 14), False),
        (date(2028, 4, 15), True),
        (date(2028, 5, 1), True),
        (date(2030, 1, 1), True),
        (date(2020, 1, 1), False),
    ],
)
def test_texts_are_old_after_eighteen_months(today: date, old: bool) -> None:
    assert is_old("2026-10-15", today) == old
    assert not is_old("bientôt", today)


def test_the_key_that_the_repository_ships_is_public_or_none(root: Path) -> None:
    words = (root / "resources" / "kit.toml").read_text(encoding="utf-8")
    assert "[packs]" in words and "prive" not in words
    assert not [path for path in root.rglob("*.cle") if ".venv" not in path.parts]
