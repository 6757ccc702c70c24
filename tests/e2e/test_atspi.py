"""From outside the program, as a screen reader: structure, a link followed, a box ticked, the tick on disk."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CLIENT = Path(__file__).with_name("atspi_client.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # it has pyatspi, which pip does not


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Walk the real program once; return what the client saw, with the dossier's lines."""
    for tool in ("dbus-run-session", "Xvfb", SYSTEM_PYTHON):
        assert shutil.which(tool), f"{tool} is missing: apt install xvfb dbus at-spi2-core python3-pyatspi"
    place = tmp_path_factory.mktemp("atspi")
    dossier = place / "essai.kitess"
    env = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(place),
        "KIT_DATA": str(place / "data"),
        "KIT_CACHE": str(place / "cache"),
        "PYTHONFAULTHANDLER": "1",
    }
    place.chmod(0o700)
    command = ["dbus-run-session", "--", SYSTEM_PYTHON, str(CLIENT), sys.executable, str(dossier)]
    run = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=110)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    seen["events"] = [json.loads(line) for line in dossier.read_text(encoding="utf-8").splitlines()]
    return seen


def test_titles_of_the_first_screen_are_headings_with_levels(walk: dict[str, Any]) -> None:
    assert walk["home"][0][0] == 1
    assert "l’ESS est au cœur du bloc communal" in walk["home"][0][1]
    assert [2, "Rencontrer les équipes de la CRESS"] in walk["home"]


def test_parts_of_a_text_are_headings_lists_and_links(walk: dict[str, Any]) -> None:
    assert walk["topic"][0] == [1, "Commerces de proximité"]
    assert [2, "Ils l’ont fait"] in walk["topic"] and [3, "Ce que dit la loi"] in walk["topic"]
    assert {"heading", "link", "list", "list item", "paragraph"} <= set(walk["roles"])
    assert "Demander à la CRESS" in walk["links"]
    assert any(name.startswith("Source 1") for name in walk["links"])


def test_links_are_followed_from_text_to_text(walk: dict[str, Any]) -> None:
    assert walk["competence"][0] == [1, "Commerce"]


def test_actions_are_boxes_named_after_them(walk: dict[str, Any]) -> None:
    assert "Prendre contact avec la CRESS" in walk["box"]
    assert len(walk["boxes"]) >= 4


def test_the_tick_reached_the_journal(walk: dict[str, Any]) -> None:
    ticks = [event for event in walk["events"] if event.get("on") == "action:reseaux-cress"]
    assert [(event["f"], event["x"]) for event in ticks] == [("status", "fait")]
