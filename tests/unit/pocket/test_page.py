"""The page for a telephone: one file that asks for nothing, holds every text, and carries a dossier or nobody's."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kit.commands.shared import library
from kit.content.blocks import plain_body
from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.pocket.page import SCRIPTS, pocket_files, pocket_page
from kit.pocket.state import seed
from kit.pocket.texts import Part, PocketTexts
from kit.search.folding import folded_text

LIMIT = 3_000_000
RESOURCES = Path(__file__).resolve().parents[3] / "resources" / "pocket"


class Reader(HTMLParser):
    """Collects what a browser would see: tags with their attributes, scripts, styles, data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append((tag, known))
        self._inside = (known.get("id") or tag) if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.raw[self._inside] = self.raw.get(self._inside, "") + data


@pytest.fixture(scope="module")
def texts() -> Library:
    """Return the shipped texts."""
    return library()


@pytest.fixture(scope="module")
def page(texts: Library) -> str:
    """Return the page of nobody's dossier."""
    return pocket_page(texts).decode()


@pytest.fixture(scope="module")
def parts(texts: Library) -> dict[str, Part]:
    """Return its parts by id."""
    return {part.id: part for part in PocketTexts(texts).parts()}


def test_it_is_one_small_file_that_asks_for_nothing(page: str) -> None:
    assert len(page.encode()) < LIMIT
    places = [page.index(mark) for mark in ("<script>", 'id="texts"', 'id="index"')]
    assert places == sorted(places), "the first screen waits neither for the texts nor for the index"
    read = Reader(page)
    asked = [
        (tag, name, value)
        for tag, attributes in read.tags
        for name, value in attributes.items()
        if name in ("src", "srcset", "href", "data", "action", "poster", "ping", "style") or name.startswith("on")
        if not (value or "").startswith(("#", "data:,"))
    ]
    assert asked == []
    assert not re.search(r"url\((?!data:font)|@import", read.raw["style"])
    assert {tag for tag, _ in read.tags} & {"iframe", "object", "embed", "base", "form", "img"} == set()


def test_its_policy_allows_its_own_style_and_script_alone(page: str) -> None:
    read = Reader(page)
    found = next(a["content"] for tag, a in read.tags if tag == "meta" and "http-equiv" in a)
    assert found is not None
    rules = dict(part.strip().split(" ", 1) for part in found.split(";"))

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(read.raw["script"])
    assert rules["style-src"] == digest(read.raw["style"])
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert not {"connect-src", "frame-src", "worker-src"} & rules.keys()  # all of them are default-src's none
    assert "unsafe" not in found


def test_the_script_has_no_html_read_and_is_short() -> None:
    code = "".join((RESOURCES / name).read_text(encoding="utf-8") for name in SCRIPTS)
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|fetch\(|XMLHttp"
    )
    assert not re.search(forbidden + r"|createContextualFragment|importScripts|WebSocket|EventSource|sendBeacon", code)
    assert code.count("\n") < 1500


def words_of(html: str) -> str:
    """Return what is read of a part, without the numbers of its sources; it must be well-formed."""
    inline = re.sub(r"</?(strong|em|sup|a)\b[^>]*>", "", html)
    told = " ".join(ElementTree.fromstring(f"<x>{inline}</x>").itertext())
    return re.sub(r"\u00a0\[[\d, *]+\]", "", told)


def test_every_text_is_there_word_for_word(texts: Library, parts: dict[str, Part]) -> None:
    lacking = []
    for article in texts.articles():
        shown = folded_text(words_of(parts[article.id].html))
        for line in plain_body(texts.body(article.id)).split("\n"):
            if folded_text(line) not in shown:
                lacking.append((article.id, line))
    assert lacking == []


def test_every_link_leads_somewhere(parts: dict[str, Part], page: str) -> None:
    made_by_the_script = {"debut", "chercher", "dossier", "listes"}
    ids = [known["id"] for _, known in Reader(page).tags if "id" in known]
    assert len(ids) == len(set(ids)), "where no script runs all parts stand in one page"
    assert {target for part in parts.values() for target in re.findall(r'href="#([^"]*)"', part.html)} <= set(ids)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= {*ids, *made_by_the_script}


def data_of(page: str) -> dict[str, Any]:
    """Return what the page's script starts from."""
    found: dict[str, Any] = json.loads(Reader(page).raw["data"])
    return found


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """Return a dossier with a name, a note, a status that was changed twice, and an action of its own."""
    made = Dossier.create(tmp_path / "d.kitess", by="Anne Exemple")
    made.record("identity", "name", "Saint-Exemple")
    made.record("action:elu-commission", "status", "en-cours")
    made.record("action:elu-commission", "status", "fait")
    made.record("action:elu-commission", "note", "</script><script>alert(1)</script><!--")
    made.record_group([Change("own:1", "title", "Chez Paul Exemple"), Change("own:1", "status", "fait")])
    made.record("milestone:elu-designation", "note", None)
    return made


def test_it_carries_the_state_of_a_dossier_and_not_its_history(texts: Library, dossier: Dossier) -> None:
    with dossier:
        page = pocket_page(texts, seed(dossier)).decode()
    held = data_of(page)["seed"]
    found = {(head["on"], head["f"]): head for head in held["heads"]}
    assert held["dossier"] == dossier.uuid and held["place"] == "Saint-Exemple"
    assert found["action:elu-commission", "status"]["x"] == "fait"
    assert found["action:elu-commission", "status"]["r"], "what it replaced must be known, or an older copy revives it"
    assert found["action:elu-commission", "note"]["x"] == "</script><script>alert(1)</script><!--"
    assert ("milestone:elu-designation", "note") in found, "what was cleared must be replaced too"
    assert "en-cours" not in json.dumps(held)
    assert page.count("<script") == 3


def test_without_names_it_carries_states_alone(texts: Library, dossier: Dossier) -> None:
    with dossier:
        page = pocket_page(texts, seed(dossier, named=False)).decode()
    held = data_of(page)["seed"]
    assert [(head["on"], head["f"], head["x"], head["by"]) for head in held["heads"]] == [
        ("action:elu-commission", "status", "fait", "")
    ]
    for word in ("Anne Exemple", "Saint-Exemple", "Paul Exemple", "alert(1)"):
        assert word not in page


def test_what_goes_with_it_is_one_page_for_who_has_a_telephone(texts: Library) -> None:
    (name, page), (beside, how) = pocket_files(texts)
    lines = how.decode().splitlines()
    assert (str(name), str(beside)) == ("kit-de-poche.html", "LISEZ-MOI-kit-de-poche.txt")
    assert max(map(len, lines)) <= 72 and len(lines) <= 60
    for word in ("IPAD", "ANDROID", "MAC", "Réunir", str(name)):
        assert word in how.decode()
    assert "{" not in page.decode().partition("<style>")[0]


def test_it_says_whose_it_is_and_sets_apart_what_is_provisional(texts: Library) -> None:
    page = pocket_page(texts).decode()
    assert f'<p class="brand"><strong>Kit ESS</strong> {texts.publisher.name}</p>' in page
    provisional = [article for article in texts.articles() if article.provisional]
    assert provisional and page.count('<div class="note"><p>Texte provisoire') == len(provisional)
    assert page.count("Texte provisoire") == len(provisional)
