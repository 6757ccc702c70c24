"""The officer's whole round on the frozen Windows program: sheet out, in, pack, key, another laptop, back."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from wine import Wine, windows_path

Kit = Callable[..., tuple[int, str]]
VERSION, DAY = "2027.06", "2027-06-30"


@pytest.fixture(scope="module")
def program(windows_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the folder, whose ``kit.toml`` is going to hold the key of this test."""
    return Path(shutil.copytree(windows_folder, tmp_path_factory.mktemp("atelier") / "Kit ESS"))


def laptop(wine: Wine, program: Path, home: Path) -> Kit:
    """Return a function that runs kit.exe as on a laptop of its own: its data, its caches."""
    env = {"KIT_DATA": windows_path(home / "données"), "KIT_CACHE": windows_path(home / "cache")}

    def run(*words: str | Path) -> tuple[int, str]:
        told = [windows_path(word) if isinstance(word, Path) else word for word in words]
        return wine.run(program / "kit.exe", *told, env=env)

    return run


def done(outcome: tuple[int, str]) -> str:
    code, words = outcome
    assert code == 0, words
    return words


def correct(sheet: Path, id_: str, old: str, new: str) -> None:
    """Change a paragraph of the sheet as a spreadsheet does."""
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        rows, names = list(reader), reader.fieldnames or []
    row = next(row for row in rows if row["Identifiant"] == id_ and old in row["Texte"])
    row["Texte"] = row["Texte"].replace(old, new)
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_the_whole_round(wine: Wine, program: Path, tmp_path: Path) -> None:
    officer = laptop(wine, program, tmp_path / "cress")
    key = tmp_path / "clé privée.cle"
    public = re.search(r"\b[0-9a-f]{64}\b", done(officer("pack", "key", "--out", key)))
    assert public
    kit_file = program / "_internal" / "resources" / "kit.toml"
    words = kit_file.read_text(encoding="utf-8")
    assert "keys = []" in words
    kit_file.write_text(words.replace("keys = []", f'keys = ["{public[0]}"]'), encoding="utf-8")

    texts = tmp_path / "mes textes"
    done(officer("pack", "copy", texts))
    sheet = tmp_path / "feuille.csv"
    done(officer("review", "--texts", texts, "--out", sheet))
    correct(sheet, "elu-commission", "Elle laisse aussi le temps", "Elle donne encore le temps")
    shown = done(officer("review", "--texts", texts, "--apply", sheet))
    assert "Elle donne encore" in shown
    done(officer("review", "--texts", texts, "--apply", sheet, "--yes"))
    head = (texts / "kit.toml").read_text(encoding="utf-8")
    head = re.sub(r"(?m)^content_version.*$", f'content_version = "{VERSION}"', head)
    (texts / "kit.toml").write_text(re.sub(r"(?m)^content_date.*$", f"content_date = {DAY}", head), encoding="utf-8")
    pack = tmp_path / "cress-2027-06.kitpack"
    done(officer("pack", "build", texts, "--key", key, "--out", pack))

    mairie = laptop(wine, program, tmp_path / "mairie")
    dossier = tmp_path / "mairie" / "saint-exemple.kitess"
    dossier.parent.mkdir(exist_ok=True)
    done(mairie("dossier", "new", dossier))
    done(mairie("dossier", "tick", dossier, "elu-commission"))
    before = dossier.read_bytes()
    told = json.loads(done(mairie("pack", "verify", pack, "--json")))
    assert told["version"] == VERSION and "elu-commission" in told["changed"] and told["removed"] == []
    assert "Elle laisse aussi" in done(mairie("show", "elu-commission"))
    done(mairie("pack", "install", pack))
    assert "Elle donne encore" in done(mairie("show", "elu-commission"))
    assert "Elle laisse aussi" in done(officer("show", "elu-commission"))  # the officer's own laptop is as it was
    done(mairie("pack", "rollback"))
    assert "Elle laisse aussi" in done(mairie("show", "elu-commission"))
    assert dossier.read_bytes() == before

    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.write_bytes(data)
    code, said = mairie("pack", "install", pack)
    assert code == 1 and "abîmé" in said
    assert "Elle laisse aussi" in done(mairie("show", "elu-commission"))
