"""``kit dossier``: every call of the contract, with its exit codes and its JSON."""

from __future__ import annotations

import csv
import functools
import json
from pathlib import Path
from typing import Any

import pytest

from kit.dossier import journal
from kit.dossier.dossier import Dossier
from tests.calls import Call

ACTION, YEARLY, STONE = "elu-commission", "evenements-conferences", "elu-designation"


@pytest.fixture
def kit(call: Call) -> Call:
    """Return a function that makes a call of ``kit dossier``."""
    return functools.partial(call, "dossier")


def told(kit: Call, *words: str | Path) -> Any:
    code, out, err = kit(*words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_a_missing_dossier_is_1_and_an_existing_one_is_1_for_new(kit: Call, path: Path, tmp_path: Path) -> None:
    none = tmp_path / "rien.kitess"
    calls: list[tuple[str | Path, ...]] = [
        ("tick", none, ACTION),
        ("set", none, ACTION, "who", "x"),
        ("show", none),
        ("verify", none),
        ("merge", none, path),
        ("merge", path, none),
        ("history", none),
        ("restore", none),
        ("restore", path, "--from", "rien"),
        ("export", none, "--out", tmp_path / "x.json"),
        ("erase", none),
        ("new", path),
    ]
    for call in calls:
        code, out, err = kit(*call)
        assert (code, out, len(err.splitlines())) == (1, "", 1), call
    assert not (tmp_path / "x.json").exists()


def test_wrong_usage_is_2(kit: Call, path: Path, tmp_path: Path) -> None:
    calls: list[tuple[str | Path, ...]] = [
        ("tick", path, "nimporte"),
        ("tick", path, ACTION, "--status", "presque"),
        ("set", path, ACTION, "couleur", "x"),
        ("set", path, "identity", "status", "fait"),
        ("set", path, "own-lever:a", "who", "x"),
        ("set", path, ACTION, "order", "premier"),
        ("set", path, YEARLY, "done_year", "l’an dernier"),
        ("set", path, ACTION, "step:a:done", "presque"),
        ("export", path, "--out", tmp_path / "x.pdf"),
        ("history", path, "--since", "hier"),
        ("restore", path, "--list", "--from", "x"),
        ("new", tmp_path / "n.kitess", "--collectivite", "00000"),
        ("show",),
    ]
    for call in calls:
        code, out, err = kit(*call)
        assert (code, out) == (2, ""), call
        assert err, call
    assert not (tmp_path / "n.kitess").exists()


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("fait", "fait"),
        ("a-faire", "à faire"),
        ("À faire", "à faire"),
        ("en cours", "en cours"),
        ("non-concerne", "non concerné"),
        ("à discuter", "à discuter"),
        ("en-pause", "en pause"),
        ("Abandonné", "abandonné"),
    ],
)
def test_tick_takes_every_status_with_or_without_accents(kit: Call, path: Path, said: str, label: str) -> None:
    assert told(kit, "tick", path, ACTION, "--status", said) == {"id": ACTION, "status": label}
    assert told(kit, "show", path)["actions"][ACTION]["status"] == label


def test_ticks_count_for_actions_alone(kit: Call, path: Path) -> None:
    for wanted in (ACTION, STONE, "own:abc"):
        assert kit("tick", path, wanted)[0] == 0
    assert kit("tick", path, YEARLY, "--status", "non-concerne")[0] == 0
    shown = told(kit, "show", path)
    assert shown["progress"] == {"done": 1, "applicable": len(shown["actions"]) - 1}
    assert set(shown) >= {"actions", "milestones", "own", "progress", "conflicts", "set_aside"}
    assert (shown["milestones"][STONE]["status"], shown["own"]["abc"]["status"]) == ("fait", "fait")
    assert (shown["conflicts"], shown["set_aside"]) == ([], 0)


def test_a_yearly_action_gets_its_year(kit: Call, path: Path) -> None:
    kit("tick", path, YEARLY)
    assert told(kit, "show", path)["actions"][YEARLY]["done_year"] >= 2024
    assert kit("set", path, YEARLY, "done_year", "2023")[0] == 0
    assert told(kit, "show", path)["actions"][YEARLY]["done_year"] == 2023


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("who", "Adjointe", "Adjointe"),
        ("pilot", "DGS", "DGS"),
        ("partners", "CRESS", "CRESS"),
        ("start", "2027-01-01", "2027-01-01"),
        ("due", "fin mars", "fin mars"),
        ("budget", "300 €", "300 €"),
        ("note", "Vu en conseil", "Vu en conseil"),
        ("order", "0015", "0015"),
        ("step:abc", "Appeler", "Appeler"),
        ("step:abc:done", "oui", True),
        ("step:abc:rank", "5", "5"),
        ("evidence:abc", "https://exemple.fr/a", {"title": "https://exemple.fr/a", "url": "https://exemple.fr/a"}),
    ],
)
def test_set_changes_any_field_and_an_empty_value_clears_it(
    kit: Call, path: Path, field: str, value: str, held: object
) -> None:
    assert told(kit, "set", path, ACTION, field, value) == {"id": ACTION, "status": "à faire"}
    assert told(kit, "show", path)["actions"][ACTION][field] == held
    assert kit("set", path, ACTION, field, "")[0] == 0
    assert field not in told(kit, "show", path)["actions"][ACTION]


def test_set_makes_own_actions_and_levers_and_copies_a_file(kit: Call, path: Path, tmp_path: Path) -> None:
    assert kit("set", path, "own:cafe", "title", "Rencontrer le café")[0] == 0
    assert kit("set", path, "cafe", "referent", "Zoé")[0] == 0
    assert kit("set", path, "own-lever:l1", "title", "Circuits courts")[0] == 0
    assert kit("set", path, "own:cafe", "lever", "l1")[0] == 0
    own = told(kit, "show", path)["own"]["cafe"]
    assert own == {"title": "Rencontrer le café", "who": "Zoé", "lever": "l1", "status": "à faire"}
    source = tmp_path / "vote.txt"
    source.write_text("voté", encoding="utf-8")
    assert kit("set", path, ACTION, "evidence:1", source)[0] == 0
    evidence = told(kit, "show", path)["actions"][ACTION]["evidence:1"]
    copy = path.with_name("d.kitess.pieces") / evidence["file"]
    assert copy.read_text(encoding="utf-8") == "voté"
    assert kit("set", path, ACTION, "evidence:2", tmp_path / "rien.pdf")[0] == 1
    assert kit("set", path, ACTION, "note", "x" * 20_001)[0] == 1


def test_verify_tells_lines_set_aside_and_gaps(kit: Call, path: Path) -> None:
    for status in ("fait", "en-cours", "fait"):
        kit("tick", path, ACTION, "--status", status)
    assert told(kit, "verify", path) == {"events": 4, "set_aside": 0, "gaps": [], "left_alone": []}
    with Dossier.open(path) as opened:
        for value in ("un", "deux", "trois"):
            opened.record("plan", "note", value)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-2], lines[-1], b"rubbish\n"]))
    code, out, _ = kit("verify", path, "--json")
    found = json.loads(out)
    assert (code, found["events"], found["set_aside"]) == (1, 6, 1)
    assert [(gap["first"], gap["last"]) for gap in found["gaps"]] == [(2, 2)]


def test_merge_tells_what_came_and_keeps_conflicts(kit: Call, path: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "b.kitess", tmp_path / "c.kitess"
    other.write_bytes(path.read_bytes())
    kit("set", path, ACTION, "who", "Ana")
    kit("set", other, ACTION, "who", "Bob")
    kit("tick", other, YEARLY)
    before = path.read_bytes()
    assert told(kit, "merge", path, other, "--out", out) == {"added": 3, "conflicts": 1}
    assert path.read_bytes() == before
    assert kit("merge", path, other, "--out", out)[0] == 1
    assert told(kit, "merge", path, other) == {"added": 3, "conflicts": 1}
    assert told(kit, "merge", path, other) == {"added": 0, "conflicts": 1}
    (conflict,) = told(kit, "show", path)["conflicts"]
    assert (conflict["on"], conflict["field"], sorted(conflict["values"])) == (
        f"action:{ACTION}",
        "who",
        ["Ana", "Bob"],
    )
    *_, oldest = told(kit, "restore", path, "--list")
    assert oldest["ticks"] == 0


def test_history_begins_at_a_day(kit: Call, path: Path) -> None:
    kit("tick", path, ACTION)
    found = told(kit, "history", path)
    assert [(one["on"], one["field"], one["value"]) for one in found][-1] == (f"action:{ACTION}", "status", "fait")
    assert told(kit, "history", path, "--since", "2199-01-01") == []
    assert f"action:{ACTION} status : fait" in kit("history", path)[1]


def test_restore_lists_puts_back_and_keeps_the_present(kit: Call, path: Path, tmp_path: Path) -> None:
    assert told(kit, "restore", path) == []
    kit("tick", path, ACTION)
    other = tmp_path / "b.kitess"
    other.write_bytes(path.read_bytes())
    kit("merge", path, other)
    kit("tick", path, ACTION, "--status", "en-pause")
    (copy,) = told(kit, "restore", path)
    assert (copy["ticks"], copy["differences"]) == (1, 1)
    assert told(kit, "restore", path, "--from", copy["name"]) == {"restored": copy["name"]}
    assert told(kit, "show", path)["actions"][ACTION]["status"] == "fait"
    assert len(told(kit, "restore", path, "--list")) == 2
    path.unlink()
    assert kit("restore", path, "--from", copy["name"])[0] == 0
    assert told(kit, "show", path)["actions"][ACTION]["status"] == "fait"
    assert "fait" in kit("restore", path)[1]


def test_export_writes_a_table_or_everything(kit: Call, path: Path, tmp_path: Path) -> None:
    kit("set", path, ACTION, "who", "Adjointe")
    table, whole = tmp_path / "t.csv", tmp_path / "t.json"
    assert kit("export", path, "--out", table)[0] == 0
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert any("Adjointe" in row for row in rows)
    assert kit("export", path, "--out", table)[0] == 1
    assert kit("export", path, "--out", table, "--force")[0] == 0
    assert kit("export", path, "--out", whole)[0] == 0
    record = json.loads(whole.read_text(encoding="utf-8"))
    assert record["actions"][ACTION]["who"] == "Adjointe"
    assert len(record["history"]) == 2 and record["dossier"]


def test_erase_leaves_statuses_alone_and_reaches_the_copies(kit: Call, path: Path, tmp_path: Path) -> None:
    kit("set", path, ACTION, "who", "Mme Untel")
    kit("tick", path, ACTION)
    other = tmp_path / "b.kitess"
    other.write_bytes(path.read_bytes())
    kit("merge", path, other)
    assert told(kit, "erase", path)["erased"] == 3
    for file in (path, *(tmp_path / "data").rglob("*.kitess")):
        assert b"Untel" not in file.read_bytes()
    assert told(kit, "show", path)["actions"][ACTION] == {"status": "fait"}
    assert told(kit, "verify", path)["events"] == len(journal.read(path).events) == 3


def test_what_is_no_file_beside_a_dossier_is_said_by_every_call_and_touched_by_none(
    kit: Call, path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "profil"
    target.write_bytes(b"export A=1\n")
    link = path.with_name("d (\x1b[31mcopie).kitess")
    link.symlink_to(target)
    other = tmp_path / "autre.kitess"
    other.write_bytes(path.read_bytes())
    name = kit("restore", path, "--list")[2]
    assert "d (\\x1b[31mcopie).kitess" in name and "\x1b" not in name
    for words in (
        ("show", path), ("history", path), ("verify", path), ("tick", path, ACTION), ("merge", path, other),
        ("set", path, ACTION, "note", "vu"), ("export", path, "--out", tmp_path / "d.csv"), ("erase", path),
    ):  # fmt: skip
        code, _, err = kit(*words)
        assert (code, err) == (0, name)
    code, out, _ = kit("verify", path, "--json")
    assert (code, json.loads(out)["left_alone"]) == (0, [link.name])
    assert target.read_bytes() == b"export A=1\n" and link.is_symlink()


def test_merge_tells_the_lines_of_the_other_that_cannot_be_read(kit: Call, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.kitess"
    other.write_bytes(path.read_bytes())
    kit("tick", other, ACTION)
    with other.open("ab") as file:
        file.write(b"damaged\n\xff\xfe\n")
    for words in ((), ("--json",), ("--out", tmp_path / "c.kitess")):
        code, out, err = kit("merge", path, other, *words)
        assert code == 0
        assert "b.kitess : 2 lignes n’ont pas pu être lues" in err
        assert "lignes" not in out
    assert kit("merge", other, path)[2] == ""


def test_restore_knows_the_copies_of_the_dossier_that_was_there(kit: Call, path: Path, tmp_path: Path) -> None:
    kit("tick", path, ACTION)
    other = tmp_path / "b.kitess"
    other.write_bytes(path.read_bytes())
    kit("merge", path, other)
    (copy,) = told(kit, "restore", path)
    path.unlink()
    assert kit("new", path, "--name", "Un autre")[0] == 0
    assert [(one["name"], one.get("other")) for one in told(kit, "restore", path)] == [(copy["name"], True)]
    assert "Copies d’un autre dossier" in kit("restore", path)[1]
    assert told(kit, "restore", path, "--from", copy["name"]) == {"restored": copy["name"]}
    assert told(kit, "show", path)["identity"]["name"] == "Saint-Exemple"
    assert [one.get("other") for one in told(kit, "restore", path)] == [None, True]


def test_restore_tells_that_the_clock_jumped(kit: Call, path: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from kit.dossier.backup import backup

    ahead = datetime.now(UTC) + timedelta(days=25 * 366)
    backup(path)
    kit("tick", path, ACTION)
    backup(path, now=lambda: ahead)
    kit("tick", path, YEARLY)
    backup(path)
    code, out, err = kit("restore", path)
    assert (code, len(out.splitlines())) == (0, 3)
    assert err.count("l’horloge est allée") == 2
    assert "en arrière" in err and "en avant" in err and "aucune copie n’a été retirée" in err


def test_a_path_that_is_no_utf_8_works_in_every_call(kit: Call, tmp_path: Path) -> None:
    import os

    path, other = (tmp_path / os.fsdecode(name) for name in (b"ville-\xe9.kitess", b"autre-\xe9.kitess"))
    assert kit("new", path, "--name", "Saint-Exemple")[0] == 0
    other.write_bytes(path.read_bytes())
    calls: list[tuple[str | Path, ...]] = [
        ("tick", path, ACTION),
        ("set", path, ACTION, "who", "Ana"),
        ("set", other, ACTION, "who", "Bob"),
        ("merge", path, other),
        ("show", path),
        ("verify", path),
        ("history", path),
        ("restore", path),
        ("export", path, "--out", tmp_path / os.fsdecode(b"\xe9.json")),
        ("export", path, "--out", tmp_path / os.fsdecode(b"\xe9.csv")),
        ("erase", path),
    ]
    for call in calls:
        assert kit(*call)[0] == 0, call
    (*_, copy) = told(kit, "restore", path)
    assert kit("restore", path, "--from", copy["name"])[0] == 0
    assert kit("show", tmp_path / os.fsdecode(b"rien-\xe9.kitess"))[0] == 1


def test_what_all_acts_share_is_set_by_its_name_there(kit: Call, path: Path) -> None:
    for field, value in (
        ("seance.lieu", "salle des fêtes"),
        ("seance.date", "2027-03-15"),
        ("executif.nom", "Alix Un"),
    ):
        assert kit("set", path, "identity", field, value)[0] == 0
    found = told(kit, "show", path)["identity"]
    assert (found["council"], found["mayor"]) == ("2027-03-15", "Alix Un")
    with Dossier.open(path, write=False) as dossier:
        assert dossier.value("acts", "v:seance.lieu") == "salle des fêtes"
    assert kit("set", path, "identity", "seance.date", "32/03/2027")[0] != 0
    code, _, wrong = kit("set", path, "identity", "vote.pour", "12")
    assert code != 0 and "seance.lieu" in wrong
