"""How the texts speak to an élu·e: each objection its own answer, no word of the workshop, one writing of a word."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kit import paths
from kit.content import blocks, inclusive
from kit.content.blocks import Callout, Link
from kit.content.files import FileStore
from kit.content.library import Library

WORKSHOP = (
    r"n’a(ont)? pas été lue?s?|n’ont pas été lue?s?|n’(est|a été) vérifiée?|n’a pu être vérifié|n’ont pu être vérifi"
    r"|pas connus du kit|[Ll]e kit n’(en connaît|a pas relu|a pas lu)|source lue|récit vérifié"
    r"|vérifier avant de l[ea] citer|noms à contrôler|date reste à vérifier|[Rr]este à (contrôler|vérifier)"
    r"|pas dans nos sources|nous ignorons|non lue?s?\b|lue sans date"
)
ROOMS = ("ui", "kit", "atelier")
OUT_OF_USE = (
    "franc·he",
    "télétravailleur·se",
    "non-délocalisable",
    "mauvais habit",
    "coche est honnête",
    "n’attendait là",
)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    return {
        article.id: " ".join(
            (article.summary, blocks.plain_body(library.body(article.id)), *(e.text for e in article.examples))
        ).replace("\u00a0", " ")
        for article in library.articles()
    }


def test_no_text_speaks_of_the_workshop(said: dict[str, str]) -> None:
    assert {page: found[0] for page, text in said.items() if (found := re.search(WORKSHOP, text))} == {}


def test_no_sentence_of_the_window_names_people_in_the_masculine_alone() -> None:
    found = []
    for path in sorted(path for room in ROOMS for path in Path(room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                found += [f"{path}:{node.lineno} {words}" for _, words in inclusive.masculines(node.value)]
    assert found == []


@pytest.mark.parametrize("path", ["print/wording.toml", "mail/wording.toml", "aide/index.toml"])
def test_no_sentence_of_paper_mail_and_help_does(path: str) -> None:
    words = (paths.resources() / path).read_text(encoding="utf-8")
    assert len(words) > 500 and list(inclusive.problems(words)) == []


@pytest.mark.parametrize("words", OUT_OF_USE)
def test_words_out_of_use_are_gone(words: str, said: dict[str, str]) -> None:
    assert [page for page, text in said.items() if words in text] == []


def test_each_objection_is_answered_in_its_own_way() -> None:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    answers = [
        blocks.plain_body(block.blocks)
        for article in library.articles("topic")
        for block in library.body(article.id)
        if isinstance(block, Callout) and block.kind == "objection"
    ]
    assert len(answers) >= 28
    assert [answer for answer in answers if "Vous répondrez" in answer or answer.startswith("C’est vrai")] == []
    openings = [" ".join(answer.split()[:3]) for answer in answers]
    assert len(set(openings)) == len(openings)


def test_warnings_are_gathered_in_one_box_a_page() -> None:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    boxes = {
        article.id: sum(
            isinstance(block, Callout) and block.kind == "avertissement" for block in library.body(article.id)
        )
        for article in library.articles()
    }
    assert {page: number for page, number in boxes.items() if number > 1} == {}


def test_what_is_missing_leads_to_the_cress() -> None:
    """A box that asks for something has a link to the message, or names the network that knows."""
    library = Library(FileStore(paths.content(), paths.kit_file()))
    for article in library.articles():
        for block in library.body(article.id):
            if isinstance(block, Callout) and block.kind == "a-completer":
                links = [s.target for spans in blocks.walk_spans(block.blocks) for s in spans if isinstance(s, Link)]
                assert "contact" in links or "ACEPP" in blocks.plain_body(block.blocks), article.id


def test_delays_are_counted_from_the_reader(said: dict[str, str]) -> None:
    assert [page for page, text in said.items() if "premiers mois" in text] == []
