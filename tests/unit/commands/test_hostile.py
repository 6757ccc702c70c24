"""Files of others in the calls: no traceback, nothing that drives the terminal, nothing old taken without a word."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import cli
from kit.commands.output import harmless, in_line, json_text
from kit.commands.shared import doubt_of_clock, library
from kit.content.review import COLUMNS
from kit.dossier.line import encode
from kit.dossier.model import Event
from kit.dossier.plan_fields import NOTE
from tests.calls import Call

DRIVING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = (
    "\x1b[2J\x1b]0;titre\x07rouge",
    "a\r\x1b[1Acaché",
    "\x9b31m",
    "\u202egnp.exe",
    "\ud800seul",
    "un\n01/01/2026 10:00 (maire) fausse ligne",
    "\x00",
)


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest, call: Call, tmp_path: Path) -> tuple[Path, str]:
    """Return a dossier of someone else's in which every text is hostile."""
    path, words = tmp_path / "d.kitess", request.param
    assert call("dossier", "new", path, "--collectivite", "23001")[0] == 0
    rows = path.read_text(encoding="utf-8").splitlines()
    seen = json.loads(rows[-1])
    targets = [
        ("identity", "name"), ("identity", "mayor"), ("action:elu-commission", "note"),
        ("action:elu-commission", "who"),
        ("action:elu-commission", "due"), ("action:elu-commission", "step:a"), ("own:x", "title"), ("own:x", "lever"),
        ("own-lever:y", "title"), ("action:elu-commission", "status"), (f"own:{words}", "title"), ("own:x", words),
    ]  # fmt: skip
    lines = b"".join(
        encode(
            Event(
                v=1, w="f" * 32, n=n, l=seen["l"] + n, t="2026-11-24T12:00:00Z", by=words, on=on, f=field, x=words, r=()
            )
        )
        + b"\n"
        for n, (on, field) in enumerate(targets, 1)
    )
    with path.open("ab") as file:  # half a character comes as an escape of JSON
        file.write(lines.replace("\ufffd".encode(), b"\\ud800"))
    assert json.loads(call("dossier", "verify", path, "--json")[1])["set_aside"] == 0
    return path, words


def calls(d: Path, out: Path) -> list[tuple[str | Path, ...]]:
    made: list[tuple[str | Path, ...]] = [
        ("dossier", "show", d), ("dossier", "show", d, "--json"), ("dossier", "verify", d),
        ("dossier", "history", d), ("dossier", "history", d, "--json"), ("dossier", "restore", d, "--list"),
        ("mail", "--dossier", d, "--text"), ("mail", "--dossier", d, "--mailto"), ("mail", "--dossier", d, "--json"),
        ("mail", "--dossier", d, "--eml", out / "m.eml"), ("mail", "--dossier", d, "--letter", out / "m.pdf"),
        ("seance", "--dossier", d, "--acte", "arrete-delegation-ess", "--out", out / "s.docx"),
        ("dossier", "erase", d),
    ]  # fmt: skip
    documents = ("checklist", "plan", "decisions", "poster")
    made += [(name, "--dossier", d, "--out", out / f"{name}.{e}") for name in documents for e in ("pdf", "odt", "txt")]
    made += [("plan", "--dossier", d, "--out", out / f"p.{e}") for e in ("csv", "ods", "xlsx", "ics", "docx")]
    made += [("dossier", "export", d, "--out", out / f"e.{e}") for e in ("csv", "json")]
    made += [
        ("acte", "render", "arrete-delegation-ess", "--dossier", d, "--out", out / f"a.{e}") for e in ("pdf", "txt")
    ]
    return [*made[13:], *made[:13]]


def test_no_call_falls_over_a_hostile_dossier_or_drives_the_terminal(
    hostile: tuple[Path, str], call: Call, tmp_path: Path
) -> None:
    path, _ = hostile
    (tmp_path / "out").mkdir()
    for words in calls(path, tmp_path / "out"):
        code, out, err = call(*words)
        assert code in (0, 1, 2), words
        assert "Traceback" not in err
        assert not DRIVING.search(out + err), words
        if "--json" in words:
            json.loads(out)
    assert json.loads((tmp_path / "out" / "e.json").read_text(encoding="utf-8"))["history"]


def test_a_value_cannot_make_up_a_line_of_the_history(hostile: tuple[Path, str], call: Call) -> None:
    path, _ = hostile
    told = call("dossier", "history", path)[1].splitlines()
    assert len(told) == len(json.loads(call("dossier", "history", path, "--json")[1]))


def test_json_gives_every_value_back(hostile: tuple[Path, str], call: Call) -> None:
    path, words = hostile
    rows = json.loads(call("dossier", "history", path, "--json")[1])
    assert [row["value"] for row in rows if row["field"] == NOTE] == [words]


@given(st.text(alphabet=st.characters(codec=None)))
def test_what_is_shown_cannot_drive_a_terminal_and_json_loses_nothing(text: str) -> None:
    assert not DRIVING.search(harmless(text))
    assert not DRIVING.search(json_text(text)) and json.loads(json_text(text)) == text
    assert "\n" not in in_line(text)
    json_text(text).encode()
    harmless(text).encode()


def test_words_of_the_user_stay_as_they_are() -> None:
    for words in ("Élu·es « à la carte »\u00a0: 12 €", "👩\u200d🌾", "a\tb\nc"):
        assert harmless(words) == words


def test_arguments_that_are_no_utf8_are_refused_or_taken_without_a_traceback(tmp_path: Path) -> None:
    dossier = tmp_path / "d.kitess"
    env = os.environ | {"KIT_DATA": str(tmp_path / "data")}
    for words in (
        ["dossier", "new", dossier, "--name", b"\xff\xfe"],
        ["dossier", "set", dossier, "elu-commission", "who", b"\xff"],
        ["dossier", "show", b"\xff.kitess"],
        ["show", b"\xff"],
        ["search", b"\xff\x1b[2J"],
        [b"\x1b[2J\xff"],
        ["checklist", "--dossier", dossier, "--out", os.fsencode(tmp_path) + b"/\xff.txt"],
        ["dossier", "export", dossier, "--out", tmp_path / "e.json"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kit", *words], env=env, capture_output=True, check=False, timeout=60
        )
        assert done.returncode in (0, 1, 2) and b"Traceback" not in done.stderr, (words, done.stderr)
        assert b"\x1b" not in done.stdout + done.stderr


def sheet(cell: str) -> bytes:
    told = io.StringIO()
    csv.writer(told, delimiter=";").writerows([COLUMNS, ["x", "y", cell, *[""] * (len(COLUMNS) - 3)]])
    return told.getvalue().encode()


@pytest.mark.parametrize("content", [sheet("x" * 131_073), sheet("\x00"), b"\x00" * 50, b'"' * 1000, b"a\rb;c\r\r\n"])
def test_a_sheet_that_no_spreadsheet_saved_is_refused(call: Call, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "feuille.csv"
    file.write_bytes(content)
    code, out, err = call("review", "--apply", file)
    assert code == 1 and out == "" and err.strip(), err


def test_facts_that_are_no_text_are_refused(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "faits.md"
    file.write_bytes(b"\xff\xfe\x00")
    code, out, err = call("lint", "--facts", file)
    assert code == 1 and out == "" and "UTF-8" in err


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(1999, 1, 1), "avant la date des textes"),
        (date(2051, 1, 1), "plus de cinq ans après"),
        (date(2026, 12, 1), ""),
    ],
)
def test_the_clock_is_doubted_before_a_date_is_printed(today: date, told: str) -> None:
    said = doubt_of_clock(library(), today)
    assert (told in said) if told else said == ""


@pytest.mark.parametrize(
    ("words", "dated"),
    [(("checklist", "--out", "x.txt"), True), (("list",), False), (("dossier", "verify", "d.kitess"), True)],
)
def test_the_doubt_is_one_sentence_on_stderr(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], dated: bool
) -> None:
    class Wrong(date):
        @classmethod
        def today(cls) -> Wrong:
            return cls(1999, 1, 1)

    assert call("dossier", "new", tmp_path / "d.kitess")[0] == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "date", Wrong)
    _, out, err = call(*words)
    assert err.count("l’horloge de cet ordinateur indique le 01/01/1999") == int(dated)
    assert "horloge" not in out
