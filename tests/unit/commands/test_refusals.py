"""What the calls refuse: files that are no dossier, values that a field cannot hold, places that are not there."""

from __future__ import annotations

import errno
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kit.dossier import lock
from kit.dossier.dossier import Dossier
from tests.calls import Call

ACTION, ARRETE, VOTED = "elu-commission", "arrete-delegation-ess", "deliberation-cadre-subventions"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
ENGLISH = re.compile(r"No such|Permission|Read-only|space left|Errno|\bis a directory|Not a|Is a|File name")


def calls_on(path: Path, other: Path, out: Path) -> list[tuple[str | Path, ...]]:
    return [
        ("dossier", "tick", path, ACTION),
        ("dossier", "set", path, ACTION, "who", "x"),
        ("dossier", "show", path),
        ("dossier", "show", path, "--json"),
        ("dossier", "verify", path),
        ("dossier", "history", path),
        ("dossier", "erase", path),
        ("dossier", "export", path, "--out", out / "x.json"),
        ("dossier", "merge", path, other),
        ("dossier", "merge", path, other, "--out", out / "c.kitess"),
        ("dossier", "merge", other, path),
        ("checklist", "--dossier", path, "--out", out / "x.txt"),
        ("plan", "--dossier", path, "--out", out / "x.txt"),
        ("decisions", "--dossier", path, "--out", out / "x.txt"),
        ("poster", "--dossier", path, "--out", out / "x.txt"),
        ("acte", "render", ARRETE, "--dossier", path, "--out", out / "x.txt"),
        ("acte", "calendrier", ARRETE, "--dossier", path, "--seance", "2027-01-22", "--out", out / "x.txt"),
        ("seance", "--dossier", path, "--acte", VOTED, "--out", out / "x.txt"),
        ("mail", "--dossier", path, "--text"),
    ]


@pytest.mark.parametrize("content", [b"", PDF, b"\n\n"])
def test_a_file_that_is_no_dossier_is_neither_read_nor_written(
    call: Call, path: Path, tmp_path: Path, content: bytes
) -> None:
    other, out = tmp_path / "x.kitess", tmp_path / "out"
    out.mkdir()
    other.write_bytes(content)
    before = path.read_bytes()
    for words in calls_on(other, path, out):
        code, told, err = call(*words)
        assert (code, told) == (1, ""), words
        assert "x.kitess n’est pas un dossier du kit" in err and len(err.splitlines()) == 1, words
        assert (other.read_bytes(), path.read_bytes()) == (content, before), words
    assert sorted(p.name for p in tmp_path.glob("*kitess*")) == ["d.kitess", "x.kitess"]
    assert list(out.iterdir()) == []


def test_a_dossier_with_copies_that_nothing_is_left_of_is_told_of_its_copies(call: Call, path: Path) -> None:
    call("dossier", "tick", path, ACTION)
    other = path.with_name("b.kitess")
    other.write_bytes(path.read_bytes())
    assert call("dossier", "merge", path, other)[0] == 0  # a copy is made
    path.write_bytes(b"")
    code, _, err = call("dossier", "show", path)
    assert code == 1 and "kit dossier restore" in err
    assert path.read_bytes() == b""
    assert "fait" in call("dossier", "restore", path)[1]


def test_consolidate_reads_no_file_that_is_no_dossier(call: Call, path: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "x.kitess", tmp_path / "t.csv"
    other.write_bytes(PDF)
    code, _, err = call("consolidate", other, path, "--out", out)
    assert code == 0 and f"{other} : illisible, laissé de côté." in err


def test_consolidate_writes_no_table_of_a_place_that_is_not_there(call: Call, tmp_path: Path) -> None:
    folder, out = tmp_path / "rien", tmp_path / "t.csv"
    code, told, err = call("consolidate", folder, "--out", out)
    assert (code, told, out.exists()) == (1, "", False)
    assert "rien n’a été écrit" in err and "introuvable" in err
    folder.mkdir()  # nothing found in a place that is there is an answer
    assert call("consolidate", folder, "--out", out)[0] == 0 and out.exists()


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "possible"),
    [
        ("delegue.qualite=roi", "adjoint, conseiller"),
        ("delegation.signature=peut-être", "oui, non"),
        ("installation.date=1er/04/2026", "JJ/MM/AAAA"),
        ("installation.date=31/02/2026", "JJ/MM/AAAA"),
        ("installation.date=30 février 2026", "JJ/MM/AAAA"),
        ("collectivite.population=beaucoup", "un nombre entier"),
    ],
)
def test_an_act_takes_no_value_that_its_field_cannot_hold(
    call: Call, tmp_path: Path, value: str, possible: str
) -> None:
    out = tmp_path / "a.txt"
    code, told, err = call("acte", "render", ARRETE, "--set", value, "--out", out)
    assert (code, told, out.exists()) == (2, "", False)
    name, _, typed = value.partition("=")
    assert name in err and f"« {typed} »" in err and possible in err


@pytest.mark.parametrize("typed", ["2026-04-01", "01/04/2026", "1/4/2026", "1er avril 2026", "1 AVRIL 2026"])
def test_an_act_writes_a_day_however_it_is_typed(call: Call, tmp_path: Path, typed: str) -> None:
    out = tmp_path / "a.txt"
    assert call("acte", "render", ARRETE, "--set", f"installation.date={typed}", "--out", out)[0] == 0
    assert "1er avril 2026" in " ".join(out.read_text(encoding="utf-8").split())


def test_an_act_takes_a_choice_by_its_words_too(call: Call, tmp_path: Path) -> None:
    made = []
    for number, value in enumerate(("adjoint", "Adjointe ou adjoint au maire")):
        out = tmp_path / f"{number}.txt"
        code, _, err = call("acte", "render", ARRETE, "--set", f"delegue.qualite={value}", "--out", out)
        assert code == 0 and "delegue.qualite)" not in err
        made.append(out.read_text(encoding="utf-8"))
    assert made[0] == made[1]


@pytest.mark.parametrize("field", ["due", "start"])
@pytest.mark.parametrize("typed", ["31/02/2027", "2027-02-31", "32/01/2027", "1er/04/2027", "15.13.2027", "12/2027/1"])
def test_a_plan_takes_no_day_that_does_not_exist(call: Call, path: Path, field: str, typed: str) -> None:
    call("dossier", "set", path, "own:marche", "title", "Tenir un marché")
    before = path.read_bytes()
    for wanted in (ACTION, "own:marche"):
        code, told, err = call("dossier", "set", path, wanted, field, typed)
        assert (code, told) == (2, "") and f"« {typed} »" in err and "AAAA-MM-JJ" in err
    assert path.read_bytes() == before


@pytest.mark.parametrize("typed", ["28/02/2027", "1/4/2027", "2027-02-28", "fin mars", "avant l’été", "2027", "T1"])
def test_a_plan_takes_days_and_words(call: Call, path: Path, typed: str) -> None:
    assert call("dossier", "set", path, ACTION, "due", typed)[0] == 0


def test_a_search_wants_a_number_of_hits(call: Call) -> None:
    for limit in ("-3", "0", "x"):
        code, told, err = call("search", "--limit", limit, "pain")
        assert (code, told) == (2, "") and "--limit" in err and f"« {limit} »" in err


def test_a_folder_is_no_file_to_write(call: Call, tmp_path: Path) -> None:
    code, _, err = call("aide-memoire", "--out", tmp_path)
    assert code == 2 and "extension" in err and ".pdf" in err and "«  »" not in err


# --- calendars --------------------------------------------------------------------------------


def test_a_calendar_without_any_day_is_refused(call: Call, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.ics"
    code, told, err = call("plan", "--dossier", path, "--out", out)
    assert (code, told, out.exists()) == (1, "", False)
    assert "aucune date à mettre dans un agenda" in err
    assert call("dossier", "set", path, ACTION, "due", "2027-03-01")[0] == 0
    assert call("plan", "--dossier", path, "--out", out)[0] == 0
    assert out.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 1


def test_a_retroplanning_without_a_day_says_how_to_give_it(call: Call, path: Path, tmp_path: Path) -> None:
    for model in (ARRETE, VOTED):
        code, _, err = call("acte", "calendrier", model, "--dossier", path, "--out", tmp_path / "a.ics")
        assert code == 2 and "--seance AAAA-MM-JJ" in err
        assert "pas de champ" not in err and ".date" not in err


# --- what the system says ---------------------------------------------------------------------


def test_a_place_that_is_not_there_is_said_in_french_with_the_name_that_was_asked_for(
    call: Call, path: Path, tmp_path: Path
) -> None:
    gone, long = tmp_path / "nulle-part", tmp_path / ("x" * 300)
    for words, named in (
        (("dossier", "new", gone / "n.kitess"), gone / "n.kitess"),
        (("aide-memoire", "--out", gone / "p.txt"), gone / "p.txt"),
        (("aide-memoire", "--out", path / "p.txt"), path / "p.txt"),
        (("aide-memoire", "--out", f"{long}.txt"), Path(f"{long}.txt")),
        (("dossier", "export", path, "--out", gone / "e.json"), gone / "e.json"),
        (("review", "--apply", gone / "r.csv"), gone / "r.csv"),
        (("dossier", "set", path, ACTION, "evidence:1", gone / "vote.pdf"), Path("la pièce")),
    ):
        code, told, err = call(*words)
        assert (code, told) == (1, ""), words
        assert str(named) in err and not ENGLISH.search(err) and ".tmp" not in err, err
        assert "le disque a refusé" not in err


def test_a_full_disk_is_said_in_french_once(
    call: Call, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kit.dossier.journal.os.write", full)
    code, told, err = call("dossier", "tick", path, ACTION)
    assert (code, told) == (1, "")
    assert err.count("\n") == 1 and "le disque est plein" in err and not ENGLISH.search(err)


def test_the_log_is_no_part_of_what_is_said(root: Path) -> None:
    code = (
        "import logging; from kit import cli; cli.main(['list', '--kind', 'chapter'])\n"
        "logging.getLogger('kit.dossier.store').warning('files beside the dossier were not taken in')"
    )
    for debug, told in (("0", ""), ("1", "files beside the dossier were not taken in\n")):
        env = os.environ | {"KIT_DEBUG": debug}
        done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, check=True)
        assert done.stderr.decode() == told


def test_a_lock_note_that_was_not_written_is_no_warning(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(lock.os, "write", full)
    with caplog.at_level(logging.INFO), Dossier.open(path):
        pass
    assert [record.levelno for record in caplog.records if "lock note" in record.message] == [logging.INFO]
