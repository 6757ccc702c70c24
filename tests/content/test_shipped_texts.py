"""The shipped texts: every line of the CRESS page is carried, and they pass their own rules."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kit import paths
from kit.content import blocks, lint
from kit.content.library import Library

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT.parent / "shared" / "content" / "page-cress.txt"

# Each line of the page and the texts that carry it. Lines that are only a place mark of the web page
# (breadcrumb, "y aller", "blablabla", "pictos…") are carried by what replaces them.
CARRIED = tomllib.loads((Path(__file__).parent / "page.toml").read_text(encoding="utf-8"))["line"]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("’", "'")).strip(" -;.>").lower()


def test_the_table_lists_the_page_line_by_line() -> None:
    page = [line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert [entry["text"] for entry in CARRIED] == page


@pytest.mark.parametrize("entry", CARRIED, ids=[entry["text"][:40] for entry in CARRIED])
def test_each_line_of_the_page_has_its_text(entry: dict[str, object], library: Library) -> None:
    ids = entry["ids"]
    assert isinstance(ids, list) and ids
    for article_id in ids:
        article = library.article(str(article_id))
        assert article.title and (library.body(article.id) or article.kind in ("chapter",))
    if entry.get("verbatim", True):
        carried = [_plain(line) for article_id in ids for line in library.article(str(article_id)).page_text]
        wanted = _plain(str(entry["text"]))
        assert any(wanted in line or (line and line in wanted) for line in carried), carried


def test_the_texts_pass_their_rules() -> None:
    report = lint.check(paths.content(), paths.kit_file(), paths.pictograms())
    assert [p for p in report.problems if p.severity == "error"] == []


def test_the_counts_are_those_of_the_page(library: Library) -> None:
    counts = lint.check(paths.content(), paths.kit_file(), paths.pictograms()).counts
    assert (counts["chapters"], counts["reasons"], counts["levers"], counts["actions"]) == (3, 5, 6, 20)
    assert counts["topics"] >= 24
    assert [len(lever.actions) for lever in library.outline.levers] == [3, 4, 3, 3, 5, 2]
    assert library.outline.levers[0].milestone is not None
    assert all(lever.milestone is None for lever in library.outline.levers[1:])


def test_no_place_mark_is_left(library: Library) -> None:
    for article in library.articles():
        words = f"{article.title} {article.summary} {blocks.plain_body(library.body(article.id))}".lower()
        for mark in ("blablabla", "pictos", "y aller", "todo", "lorem"):
            assert not re.search(rf"\b{mark}\b", words), f"{article.id}: {mark}"


def test_every_topic_has_a_figure_or_an_example_with_its_source(library: Library) -> None:
    for topic in library.articles("topic"):
        called = list(blocks.facts(library.body(topic.id)))
        assert called or topic.examples, topic.id
        assert topic.sources, topic.id
        for fact in called:
            assert set(library.shelf.facts[fact].sources) <= set(topic.sources), (topic.id, fact)


def test_every_action_has_a_why_and_two_to_five_steps(library: Library) -> None:
    for action in library.outline.actions:
        assert 2 <= len(action.steps) <= 5, action.id
        titles = [blocks.plain(h.spans) for h in blocks.headings(library.body(action.id))]
        assert titles[0] == "Pourquoi", action.id
        assert any(isinstance(block, blocks.Steps) for block in library.body(action.id)), action.id
        assert action.done_when and action.first_step


def test_ricless_and_espresso_are_never_expanded(library: Library) -> None:
    for article in library.articles():
        words = blocks.plain_body(library.body(article.id))
        assert not re.search(r"(RICLESS|ESPRESSO)\s*\(", words), article.id
        assert not {"F600", "F600b"} & set(blocks.facts(library.body(article.id))), article.id


def test_pictograms_of_chapters_reasons_and_levers_have_an_alternative(library: Library) -> None:
    table = tomllib.loads((paths.pictograms() / "index.toml").read_text(encoding="utf-8"))
    names = [a.pictogram for a in library.articles("chapter", "reason", "lever")]
    assert len(names) == 14 and len(set(names)) == 14
    for name in names:
        drawing = (paths.pictograms() / f"{name}.svg").read_text(encoding="utf-8")
        assert "currentColor" in drawing
        assert table[name]["alt"]


def test_nothing_in_the_texts_needs_the_network() -> None:
    for path in paths.content().rglob("*"):
        if path.is_file():
            assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path
