"""What the command line says of itself: in French, and the same as its page of documentation."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.cli import main, parser

PAGE = Path(__file__).resolve().parents[3] / "docs" / "ligne-de-commande.md"
FOR_ALL = {"-h", "--help", "--version", "--json", "--force", "--size", "--key", "--needs"}


def calls(of: argparse.ArgumentParser, name: str = "kit") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each call with its parser; groups such as ``kit dossier`` are gone through."""
    groups = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    for group in groups:
        for word, inner in group.choices.items():
            yield from calls(inner, f"{name} {word}")
    if not groups:
        yield name, of


def test_every_call_and_every_option_of_its_own_is_in_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `kit")]
    for name, of in calls(parser()):
        *group, word = name.split()
        shapes = (rf"`{name}(?![\w-])", rf"`{' '.join(group)} .*`{word}\b")
        row = next((one for shape in shapes for one in rows if re.search(shape, one)), "")
        assert row, name
        told = {option for action in of._actions for option in action.option_strings if option.startswith("--")}
        missing = {option for option in told - FOR_ALL if option not in row and not name.startswith("kit pack")}
        assert missing == set(), (name, missing)


def test_the_page_names_no_call_that_is_not_there() -> None:
    known = {name for name, _ in calls(parser())} | {"kit dossier", "kit pack", "kit acte"}
    named = set(re.findall(r"`(kit [a-z-]+)", PAGE.read_text(encoding="utf-8")))
    assert {name for name in named if not any(one == name or one.startswith(f"{name} ") for one in known)} == set()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["seance"], "kit seance : il manque : --dossier, --acte, --out"),
        (["zut"], "« zut » n’est pas possible ; choisir parmi lint"),
        (["list", "--zut"], "arguments inconnus : --zut"),
        (["search", "--limit", "x", "a"], "--limit : « x » ne convient pas"),
        (["plan", "--out"], "--out : une valeur est attendue"),
    ],
)
def test_a_wrong_call_is_said_in_french(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_the_help_has_no_english_heading(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["acte", "--help"], ["mail", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        told = capsys.readouterr().out
        assert "montrer cette aide" in told and "positional arguments" not in told and "show this" not in told
