"""The passation of six years, opened with LibreOffice and a text editor alone: nothing of the kit is needed."""

from __future__ import annotations

import csv
import json
import random
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest

from kit import paths
from kit.content.files import FileStore
from kit.content.library import Library
from kit.documents.handover import write_handover
from kit.dossier.dossier import Dossier
from kit.mandate import directory
from tests.unit.documents.sheet_reading import tables

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the passation of a dossier of 400 events."""
    place = tmp_path_factory.mktemp("passation")
    library = Library(FileStore(paths.content(), paths.kit_file()))
    actions = [action.id for action in library.outline.actions]
    clock = [datetime(2026, 4, 1, 8, tzinfo=UTC)]
    dice = random.Random(11)
    with Dossier.create(place / "d.kitess", by="Adjointe", now=lambda: clock[0]) as dossier:
        dossier.record("identity", "name", "Saint-Exemple")
        dossier.commit(*dossier.group(directory.added({"name": "La Ressourcerie", "met": "2027-03-02"})[1]))
        for _ in range(398):
            clock[0] += timedelta(days=5)
            dossier.by = dice.choice(("Adjointe", "Maire", "Secrétaire", "Conseiller délégué", "Nouvelle maire"))
            on = f"action:{dice.choice(actions)}"
            if dice.random() < 0.7:
                dossier.record(on, "status", dice.choice(("fait", "en-cours", "a-discuter", "non-concerne")))
            else:
                dossier.record(on, "note", f"Note du {clock[0]:%d/%m/%Y}.")
    write_handover(library, place / "d.kitess", place / "passation", today=date(2032, 3, 20))
    return place / "passation"


def convert(folder: Path, name: str, kind: str, *words: str) -> Path:
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    out = folder.parent / "lu"
    command = ["soffice", profile, "--headless", "--norestore", *words, "--convert-to", kind, "--outdir", str(out)]
    done = subprocess.run([*command, str(folder / name)], capture_output=True, text=True, check=True, timeout=110)
    assert "Error" not in done.stdout + done.stderr
    return out / f"{Path(name).stem}.{kind.partition(':')[0]}"


@pytest.mark.parametrize("name", ["passation.odt", "passation.docx"])
def test_the_text_opens_with_all_that_it_tells(folder: Path, name: str) -> None:
    text = convert(folder, name, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    for words in ("Saint-Exemple", "Où nous en sommes", "Ce qui s’est passé", "La Ressourcerie", "Nouvelle maire"):
        assert words in text
    pdf = convert(folder, name, "pdf")
    with pikepdf.open(pdf) as opened, pikepdf.open(folder / "passation.pdf") as own:
        assert len(opened.pages) > 3 and len(own.pages) > 3


def test_the_table_opens_with_its_rows(folder: Path) -> None:
    made = convert(folder, "plan.ods", "csv:Text - txt - csv (StarCalc):59,34,76")
    with made.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    told = tables((folder / "plan.ods").read_bytes())["Plan"]
    assert [row[0] for row in rows] == [row[0] for row in told] and len(rows) > 19
    assert rows[2] == told[2]


def test_a_text_editor_reads_the_dossier_and_the_way_to_use_it(folder: Path) -> None:
    lines = (folder / "dossier.kitess").read_text("utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 402
    assert "se lit sans le Kit ESS" in (folder / "LISEZ-MOI.txt").read_text("utf-8")
