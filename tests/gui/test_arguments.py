"""The switches of the window: said in French, and refused before anything starts."""

from __future__ import annotations

import pytest

from ui import app


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--zut"], "arguments inconnus : --zut"),
        (["a", "b"], "arguments inconnus : b"),
        (["--theme", "rose"], "« rose » n’est pas possible ; choisir parmi contrast, dark, light"),
        (["--scale", "trois"], "« trois » ne convient pas"),
        (["--size", "abc"], "« abc » n’est pas une taille"),
        (["--size", "0x800"], "« 0x800 » n’est pas une taille"),
        (["--size", "1280x"], "« 1280x » n’est pas une taille"),
        (["--tour"], "une valeur est attendue"),
    ],
)
def test_a_wrong_switch_is_said_in_french(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.read_arguments(words)
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert told in err and "error" not in err and "kit-ess" in err


def test_the_help_of_the_window_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.read_arguments(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "montrer cette aide" in out and "dire la version" in out
    for english in ("positional", "show ", "exit"):
        assert english not in out


def test_a_size_is_taken_as_it_is_written() -> None:
    assert app.read_arguments(["--size", "1024x560"]).size == "1024x560"
    assert app.read_arguments([]).size == ""
    assert vars(app.read_arguments([])) == vars(app.parser().parse_args([]))
