"""What a second reading of the law corrected stays corrected, and an answer of the CRESS goes to the right page."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kit import paths
from kit.content import blocks
from kit.content.blocks import Body, Callout, Items, Paragraph, Table
from kit.content.library import Library

NAMES = ("RICLESS", "ESPRESSO")


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def passages(body: Body) -> list[tuple[str, set[str]]]:
    """Return each paragraph, item or row with the facts that it calls."""
    found: list[tuple[str, set[str]]] = []
    for block in body:
        match block:
            case Paragraph(spans):
                found.append((spaced(blocks.plain(spans)), set(blocks.facts([block]))))
            case Items(_, items):
                for item in items:
                    found += passages(item)
            case Table(_, rows):
                for row in rows:
                    said = " ; ".join(blocks.plain(cell) for cell in row)
                    found.append((spaced(said), set(blocks.facts([Table(row, ())]))))
            case Callout(_, _, inner):
                found += passages(inner)
    return found


def test_the_threshold_of_direct_purchases_says_how_it_is_reckoned(library: Library) -> None:
    said = [
        (article.id, text, facts)
        for article in library.articles()
        for text, facts in passages(library.body(article.id))
        if "60 000 €" in text
    ]
    assert len(said) >= 6
    for article, text, facts in said:
        assert "découper" in text and "F650" in facts, (article, text)


def test_the_threshold_says_it_in_the_models_too() -> None:
    lines = [
        (path.name, spaced(line))
        for path in paths.acts().glob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "60 000 €" in spaced(line)
    ]
    assert len(lines) >= 4
    assert [(name, line) for name, line in lines if "découper" not in line] == []


@pytest.mark.parametrize(
    "text", ["besoins-non-satisfaits", "competence-petite-enfance", "aide-domicile-creches-loisirs"]
)
def test_a_creche_has_the_opinion_of_the_commune_before_the_authorisation(text: str, library: Library) -> None:
    said = [words for words, facts in passages(library.body(text)) if "F656" in facts]
    assert said
    together = " ".join(said)
    for words in ("avis favorable", "département", "quatre mois", "intercommunalité"):
        assert words in together, words


def test_a_scic_never_promises_one_voice_without_its_colleges(library: Library) -> None:
    told = [(a.id, text, facts) for a in library.articles() for text, facts in passages(library.body(a.id))]
    for article, text, facts in told:
        if "Scic" in text and re.search(r"une voix", text):
            assert "collèges" in text and "F655" in facts, (article, text)
    term = next(term for term in library.shelf.terms if term.id == "scic")
    assert "collège" in term.definition and "F655" in term.facts


def test_community_councillors_alone_are_kept_out_of_the_council_of_development(library: Library) -> None:
    said = " ".join(words for words, facts in passages(library.body("elu-conseil-developpement")) if "F505" in facts)
    assert "ne peuvent pas en être membres" in said
    assert "pas y siéger vous-même" not in said
    assert "ne siège pas au conseil communautaire" in said


def test_the_commission_of_an_epci_is_told(library: Library) -> None:
    said = " ".join(
        words for words, facts in passages(library.body("elu-commission")) if facts & {"F641", "F644", "F645"}
    )
    for words in ("représentation proportionnelle", "1 000 habitants et plus", "L5211-40-1"):
        assert words in said, words


def test_a_church_roof_comes_with_its_caution(library: Library) -> None:
    article = library.article("economie-circulaire-energies")
    assert any("église" in example.text for example in article.examples)
    said = " ".join(words for words, facts in passages(library.body(article.id)) if "F660" in facts)
    assert "affectataire" in said and "L2124-31" in said


def test_no_text_tells_to_publish_a_balance_before_an_election(library: Library) -> None:
    for article in library.articles():
        assert "Publiez votre bilan" not in blocks.plain_body(library.body(article.id)), article.id


def test_each_name_of_a_meeting_is_asked_for_the_pages_that_say_it(library: Library) -> None:
    asked = tomllib.loads((paths.content() / "questions-cress.toml").read_text(encoding="utf-8"))["question"]
    for name in NAMES:
        pages = {a.id for a in library.articles() if name in blocks.plain_body(library.body(a.id))}
        (question,) = [item for item in asked if name in item["text"]]
        assert pages and set(question["ids"]) == pages, name


def test_each_answer_goes_to_pages_that_speak_of_its_question(library: Library) -> None:
    """A page that an answer will change says a word of the question that few pages say."""
    asked = tomllib.loads((paths.content() / "questions-cress.toml").read_text(encoding="utf-8"))["question"]
    pages = {
        a.id: words_of(" ".join((a.title, a.summary, *a.page_text, blocks.plain_body(library.body(a.id)))))
        for a in library.articles()
    }
    often = Counter(word for words in pages.values() for word in words)
    rare = {word for word, times in often.items() if times <= len(pages) / 2}
    for item in asked:
        for page in item["ids"]:
            assert words_of(item["text"]) & pages[page] & rare, (item["id"], page)


def words_of(text: str) -> set[str]:
    """Return the words of four letters and more without their plural, and the names in capitals."""
    plain = text.replace("\u00b7", "")
    return {word.rstrip("sx") for word in re.findall(r"\w{4,}", plain.lower())} | set(re.findall(r"[A-Z]{3,}", plain))


@pytest.mark.parametrize(
    "text",
    [
        "raison-besoins", "besoins-non-satisfaits", "bien-vieillir", "habitat-solidaire", "mobilite-solidaire",
        "cooperatives-consommateurs",
    ],
)  # fmt: skip
def test_the_needs_of_businesses_are_said_too(text: str, library: Library) -> None:
    """The page of the CRESS says « les besoins des habitants et des entreprises »."""
    assert "entreprises" in blocks.plain_body(library.body(text))


def test_lines_of_the_page_that_a_header_carried_are_said(library: Library) -> None:
    said = {
        page: blocks.plain_body(library.body(page))
        for page in (
            "raison-transition", "reemploi-bio-transition", "mobilite-solidaire", "aide-domicile-creches-loisirs",
            "concertation-associations",
        )
    }  # fmt: skip
    assert "pionnière et innovante" in said["raison-transition"]
    assert "circuits courts ?" in spaced(said["reemploi-bio-transition"])
    assert "covoiturage ?" in spaced(said["mobilite-solidaire"])
    assert "centre de loisirs peut être tenu" in said["aide-domicile-creches-loisirs"]
    assert "implantée dans un quartier" in said["concertation-associations"]


def test_every_fact_of_law_added_here_is_cited(library: Library) -> None:
    added = set(re.findall(r"(?m)^- (F\d{3})\. ", Path(paths.facts_of_law()).read_text(encoding="utf-8")))
    called = {fact for article in library.articles() for fact in blocks.facts(library.body(article.id))}
    assert added - called == set()


def test_who_is_sent_by_the_council_stands_aside_for_a_contract_alone(library: Library) -> None:
    for page in ("outils-appels-projets", "scic-et-commune"):
        said = " ".join(words for words, facts in passages(library.body(page)) if "F647b" in facts)
        assert "L1111-6" in said and "marché ou une concession" in said, page


def test_no_page_says_that_the_rule_of_vote_did_not_change(library: Library) -> None:
    for article in library.articles():
        told = spaced(blocks.plain_body(library.body(article.id)))
        assert not re.search(r"pas (ces|cette) règles? de (vote|légalité)|déportez au moins sur les subventions", told)


def test_the_vote_of_a_subsidy_is_cited_at_its_article_of_2026(library: Library) -> None:
    said = [
        (a.id, words) for a in library.articles() for words, _ in passages(library.body(a.id)) if "L2311-7" in words
    ]
    assert said and all("L1612-25" in words for _, words in said)
