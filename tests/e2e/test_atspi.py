"""From outside the program, as a screen reader: structure, a link followed, a box ticked, the tick on disk."""

from __future__ import annotations

import email
import json
import shutil
import subprocess
import sys
from email import policy
from pathlib import Path
from typing import Any

import pytest

CLIENT = Path(__file__).with_name("atspi_client.py")
pytestmark = pytest.mark.timeout(300)  # 20 s alone on the machine
SYSTEM_PYTHON = "/usr/bin/python3"  # it has pyatspi, which pip does not


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Walk the real program once; return what the client saw, with the dossier's lines."""
    for tool in ("dbus-run-session", "Xvfb", "openbox", SYSTEM_PYTHON):
        assert shutil.which(tool), f"{tool} is missing: apt install xvfb openbox dbus at-spi2-core python3-pyatspi"
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
    run = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=280)
    assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
    seen: dict[str, Any] = json.loads(run.stdout.splitlines()[-1].replace("\u00a0", " "))
    seen["folder"] = place
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
    assert "Note 1, ouvrir" in walk["links"]  # the source itself is told beside the text, once it is open


def test_links_are_followed_from_text_to_text(walk: dict[str, Any]) -> None:
    assert walk["competence"][0] == [1, "Commerce"]


def test_actions_are_boxes_named_after_them(walk: dict[str, Any]) -> None:
    assert "Prendre contact avec la CRESS" in walk["box"]
    assert len(walk["boxes"]) >= 4


def test_every_page_of_the_map_has_one_title_and_names_for_all(walk: dict[str, Any]) -> None:
    pages = walk["job"]["pages"]
    assert len(pages) == 12
    for place, page in pages.items():
        levels = [level for level, _ in page["headings"]]
        assert levels.count(1) == 1 and set(levels) <= {1, 2, 3}, place
        assert page["nameless"] == [], place
        assert not [words for words in page["links"] if words.lower() in ("ici", "cliquez ici", "lien")], place
    assert sum(bool(page["links"]) for page in pages.values()) >= 4
    assert len(pages["Exemples proches"]["links"]) > 30 and len(pages["Modèles à adapter"]["links"]) >= 25


def test_boxes_tell_their_group_and_their_state(walk: dict[str, Any]) -> None:
    boxes = walk["job"]["pages"]["Agir"]["boxes"]
    assert ["1.1 Avoir une commission ESS", "Levier 1 : Avoir un·e élu·e désigné·e à l’ESS", False] in boxes
    assert all(group for _, group, _ in boxes)
    kinds = walk["job"]["pages"]
    assert kinds["Agir"]["kinds"]["1.1 Avoir une commission ESS"] == "check box"
    assert {*kinds["Convaincre"]["kinds"].values()} == {"radio button"}
    assert kinds["Contacter la CRESS"]["kinds"]["M’en envoyer une copie (visible de tous)"] == "check box"
    alone = [(place, name) for place, page in kinds.items() for name, group, _ in page["boxes"] if not group]
    assert not alone
    views = {name: is_on for name, _, is_on in walk["job"]["pages"]["Convaincre"]["boxes"]}
    assert views == {"Schéma": False, "Tableau": True}  # a reader gets the table first


def test_every_page_says_where_one_is_by_the_focus(walk: dict[str, Any]) -> None:
    pages = walk["job"]["pages"]
    assert all(page["focus"] and page["focus"][-1][1] for page in pages.values()), pages
    for place in ("Comprendre", "Convaincre", "Contacter la CRESS", "Réglages", "À propos"):
        assert ["panel", place] in pages[place]["focus"], place


def test_what_opens_says_whether_it_is_open(walk: dict[str, Any]) -> None:
    assert walk["job"]["details"] == [True, False, True, False]


def test_words_put_in_from_outside_are_searched(walk: dict[str, Any]) -> None:
    assert walk["job"]["search"]["title"] == "Rechercher – Kit ESS"
    assert "Effacer la recherche" in walk["job"]["search"]["crosses"]


def test_ticks_and_what_is_saved_are_heard(walk: dict[str, Any]) -> None:
    assert "2.1 Prendre contact avec la CRESS : fait, 1 sur 4" in walk["heard"]
    assert any(words.startswith("Enregistré") for words in walk["heard"])
    ticked, unticked = walk["job"]["tick"]["heard"]
    assert "2.2 Rencontrer Le Mouvement associatif : fait, 2 sur 4" in ticked
    assert any("à faire" in words and "1 sur 4" in words for words in unticked)
    assert walk["job"]["tick"]["group"].startswith("Levier 2")


def test_titles_of_pages_are_heard(walk: dict[str, Any]) -> None:
    assert {"Commerce", "Commerces de proximité", "Prendre contact avec la CRESS"} <= set(walk["heard"])


def test_a_status_is_changed_in_the_plan(walk: dict[str, Any]) -> None:
    plan = walk["job"]["plan"]
    assert plan["columns"] == ["Numéro", "Action", "État", "Qui", "Échéance", "Pièces"]
    assert plan["menu"] == "État des 2 actions choisies" and plan["row"].endswith("en cours")
    changed = {e["on"] for e in walk["events"] if e.get("f") == "status" and e.get("x") == "en-cours"}
    assert changed == {"milestone:elu-designation", "action:elu-commission"}


def test_the_list_went_into_a_pdf(walk: dict[str, Any]) -> None:
    assert (walk["folder"] / "listes.pdf").read_bytes().startswith(b"%PDF-")
    assert any("feuille" in words for words in walk["job"]["print"]["labels"])


def test_the_message_was_read_and_saved(walk: dict[str, Any]) -> None:
    message = email.message_from_bytes((walk["folder"] / "message.eml").read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None and "Prénom Nom" in body.get_content() and "Prénom Nom" in walk["job"]["message"]["text"]
    assert str(message["To"]) == "contact@cress-na.org"


def test_the_tick_reached_the_journal(walk: dict[str, Any]) -> None:
    ticks = [event for event in walk["events"] if event.get("on") == "action:reseaux-cress"]
    assert [(event["f"], event["x"]) for event in ticks] == [("status", "fait")]
