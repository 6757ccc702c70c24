"""Where a text folds: after its pitch, after its steps, or after its first sections."""

from __future__ import annotations

import pytest

from kit import paths
from kit.content.blocks import Body, Callout, Heading, Paragraph, Steps, Text, plain_body
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.model import Article, Step
from kit.content.short_form import fold_at, screen_fold, titles


def says(count: int) -> Paragraph:
    return Paragraph((Text("mot " * count),))


def head(words: str) -> Heading:
    return Heading(2, (Text(words),), words)


def text(kind: str = "topic", words: int = 500, parent: str = "raison", steps: tuple[Step, ...] = ()) -> Article:
    return Article("a", kind, "T", words=words, parent=parent, steps=steps)


PITCH = Callout("voix", "En trente secondes", (says(30),))
BOX = Callout("loi", "Ce que dit la loi", (says(60),))


def test_a_topic_folds_after_its_pitch() -> None:
    body: Body = (says(40), head("Un"), says(60), PITCH, BOX, head("Deux"), says(80))
    assert fold_at(text(), body) == 4
    assert titles(body[4:]) == ("Ce que dit la loi", "Deux")


def test_an_action_folds_after_its_steps() -> None:
    body: Body = (head("Pourquoi"), says(60), head("Comment"), Steps(), says(10), BOX, head("Suite"), says(60))
    assert fold_at(text("action", steps=(Step("faire " * 40),)), body) == 5


def test_another_text_folds_after_150_words_of_sections() -> None:
    body: Body = (says(30), head("Un"), says(60), head("Deux"), says(70), head("Trois"), says(120))
    assert fold_at(text("article"), body) == 5


def test_a_pitch_near_the_end_gives_way_to_the_sections() -> None:
    body: Body = (head("Un"), says(100), head("Deux"), says(90), head("Trois"), says(100), PITCH, head("Fin"), says(9))
    assert fold_at(text("article"), body) == 4


@pytest.mark.parametrize(
    "article", [text("lever"), text("reason"), text("chapter"), text(words=250), text("article", parent="")]
)
def test_short_texts_leads_and_texts_about_the_kit_do_not_fold(article: Article) -> None:
    assert fold_at(article, (head("Un"), says(200), PITCH, head("Deux"), says(200))) is None


def test_a_screen_folds_only_what_takes_four_minutes() -> None:
    body: Body = (says(40), head("Un"), says(60), PITCH, BOX, head("Deux"), says(80))
    assert text(words=690).minutes == 3 and text(words=710).minutes == 4
    assert screen_fold(text(words=690), body) is None
    assert screen_fold(text(words=710), body) == fold_at(text(words=710), body) == 4


def test_every_shipped_topic_and_action_folds_to_something_worth_reading() -> None:
    library = Library(FileStore(paths.content(), paths.kit_file()))
    for article in library.articles("topic", "action", "milestone"):
        body = library.body(article.id)
        cut = fold_at(article, body)
        assert cut, article.id
        assert len(plain_body(body[:cut]).split()) >= 60, article.id
        assert titles(body[cut:]), article.id
    topic = library.body("commerces-proximite")
    cut = fold_at(library.article("commerces-proximite"), topic)
    assert cut and isinstance(topic[cut - 1], Callout) and topic[cut - 1].kind == "voix"
