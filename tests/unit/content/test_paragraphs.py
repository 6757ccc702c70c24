from __future__ import annotations

from kit.content.blocks import Callout, Examples, Heading, Items, Paragraph, Steps, Table, Text
from kit.content.library import Library
from kit.content.model import Article, Example, Step
from kit.content.paragraphs import paragraphs


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def test_each_part_is_a_paragraph_in_reading_order() -> None:
    article = Article(
        "a",
        "action",
        "Faire",
        summary="En bref.",
        code="1.2",
        done_when="c’est écrit.",
        steps=(Step("Écrire", who="le maire", time="une heure"), Step("Voter")),
        examples=(Example("a", "Bétête", "Un café.", departement="Creuse"), Example("a", "Guéret", "Un marché.")),
    )
    body = (
        Heading(2, words("Pourquoi"), ""),
        Paragraph(words("Parce que.")),
        Items(True, ((Paragraph(words("un")),), (Paragraph(words("deux")),))),
        Table((words("Qui"), words("Quoi")), ((words("Elle"), words("lit")), (words(""), words("écrit")))),
        Callout("loi", "La loi", (Paragraph(words("Article.")),)),
        Steps(),
        Examples(),
    )
    assert list(paragraphs(article, body)) == [
        "1.2 Faire",
        "En bref.",
        "Pourquoi",
        "Parce que.",
        "1. un",
        "2. deux",
        "Qui : Elle ; Quoi : lit",
        "Quoi : écrit",
        "La loi",
        "Article.",
        "1. Écrire (le maire, une heure)",
        "2. Voter",
        "– Bétête (Creuse) : Un café.",
        "– Guéret : Un marché.",
        "C’est fait quand : c’est écrit.",
    ]


def test_every_text_of_the_kit_can_be_said(shipped: Library) -> None:
    for article in shipped.articles():
        said = list(paragraphs(article, shipped.body(article.id)))
        assert said[0].endswith(article.title) and all(one.strip() for one in said), article.id
