"""What changed in a text since another edition, block by block."""

from __future__ import annotations

from pathlib import Path

from kit.content.blocks import Body
from kit.content.markdown import MarkdownReader
from kit.content.model import Article, Step
from kit.packs.changes import Part
from kit.packs.since import Was, since

ONE = Article("a", "action", "Titre", summary="Un résumé.")


def body(*blocks: str) -> Body:
    return MarkdownReader().read("\n\n".join(blocks), Path("a.md"))


OLD = body("Premier.", "Deuxième paragraphe.", "- un\n- deux", "Dernier.")


def test_the_same_text_has_not_changed() -> None:
    assert since(ONE, OLD, ONE, OLD).is_empty


def test_a_paragraph_in_other_words_has_its_former_ones() -> None:
    found = since(ONE, OLD, ONE, body("Premier.", "Deuxième phrase.", "- un\n- deux", "Dernier."))
    assert found.blocks == {1: Was("Deuxième paragraphe.")} and not found.ends


def test_what_is_new_has_no_former_words_and_what_has_gone_stands_before_the_next() -> None:
    found = since(ONE, OLD, ONE, body("Tout neuf.", "Premier.", "- un\n- deux", "Dernier."))
    assert found.blocks == {0: Was(""), 2: Was(None, ("Deuxième paragraphe.",))}


def test_what_has_gone_at_the_end_is_told_there() -> None:
    assert since(ONE, OLD, ONE, OLD[:-1]).ends == ("Dernier.",)


def test_the_header_and_the_steps_count() -> None:
    new = Article("a", "action", "Autre titre", summary="Un résumé.", steps=(Step("Faire."),))
    found = since(ONE, OLD, new, OLD)
    assert found.head == (Part("Titre", "Autre titre"),) and found.blocks == {4: Was("")}
