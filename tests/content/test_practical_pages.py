"""The practical pages: read, never ticked; each has steps, an example, its sources, and what to do next at hand."""

from __future__ import annotations

import re

import pytest

from kit import paths
from kit.acts.loader import ActModels
from kit.content import blocks
from kit.content.blocks import Callout, Table
from kit.content.library import Library

PAGES = (
    *("soutenir-association", "financer-un-projet", "scic-et-commune", "contractualiser", "foncier-et-locaux"),
    *("mesurer-utilite-sociale", "ess-dans-tous-les-services", "reprendre-avec-les-salaries", "cafe-associatif"),
    *("association-employeuse", "programmes-pour-les-communes", "de-l-idee-a-l-ouverture"),
)
PROJECT = "de-l-idee-a-l-ouverture"


@pytest.fixture(scope="module")
def models() -> ActModels:
    return ActModels(paths.acts())


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_steps_an_example_and_its_sources(page: str, library: Library) -> None:
    article = library.article(page)
    assert article.kind == "article" and article.parent and article.provisional
    assert 2 <= len(article.steps) <= 5 and all(step.who and step.time for step in article.steps)
    assert 1 <= len(article.examples) <= 2 and article.sources
    boxes = {block.kind for block in library.body(page) if isinstance(block, Callout)}
    assert {"voix", "petite-commune"} <= boxes


@pytest.mark.parametrize("page", PAGES)
def test_each_page_offers_an_act_or_someone_to_write_to(page: str, library: Library, models: ActModels) -> None:
    article = library.article(page)
    assert {model.code for model in models.serving(page)} == set(article.documents)
    targets = {link.target for link in blocks.links(library.body(page))}
    assert article.documents or "contact" in targets or page == "financer-un-projet"


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_one_link_away_from_the_chapter(page: str, library: Library) -> None:
    assert page in {link.target for link in blocks.links(library.body("agir"))}


def test_the_models_of_daily_support_hang_on_their_pages(models: ActModels) -> None:
    assert {"M08", "M11"} <= {model.code for model in models.serving("soutenir-association")}
    assert not {"M11", "M14", "M15", "M24"} & {model.code for model in models.serving("outils-appels-projets")}


def test_every_sum_of_the_project_has_its_source_or_is_said_unknown(library: Library) -> None:
    tables = [block for block in library.body(PROJECT) if isinstance(block, Table)]
    assert len(tables) == 5  # two budgets, the plans, the calendar, who does what
    for table in tables[:2]:
        for row in table.rows:
            words = " ".join(blocks.plain(cell) for cell in row)
            is_cited = any(isinstance(span, blocks.Cite) for cell in row for span in cell)
            assert is_cited or re.search(r"[Pp]as de chiffre connu", words), words
    places = {"Ballon", "Saint-Léomer", "Dompierre-les-Églises", "Gizay", "La Vallée", "Castillon", "Bétête"}
    assert places <= {place for place in places if place in blocks.plain_body(library.body(PROJECT))}
