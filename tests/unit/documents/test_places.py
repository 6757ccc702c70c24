"""Where given words stand: on their line, joined where they follow each other, in reading order."""

from __future__ import annotations

from datetime import date

from kit.content.blocks import Heading, Items, Paragraph, Text
from kit.documents.document import Block, Document, Given, ToFill
from kit.documents.places import Place, placed_images
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images

SIZE = 11


def placed(*blocks: Block) -> tuple[int, dict[str, tuple[Place, ...]]]:
    document = Document(title="Essai", blocks=blocks, date=date(2026, 11, 30), place="", footer="", author="")
    typesetter = Typesetter()
    images, places = placed_images(document, typesetter, 30)
    assert len(images) == len(page_images(document, typesetter, 30))
    return len(images), dict(places)


def test_words_of_one_line_are_one_place() -> None:
    given = Given("Association du Bourg", field="nom")
    _, places = placed(Paragraph((Text("Entre "), given, Text(", d’autre part."))))
    (place,) = places["nom"]
    assert place.page == 1 and 100 < place.right - place.left < 150
    assert SIZE < place.bottom - place.top < 1.5 * SIZE
    assert place.holds(1, place.left + 1, place.top + 1) and not place.holds(2, place.left + 1, place.top + 1)
    assert not place.holds(1, place.right + 1, place.top + 1)


def test_a_long_text_has_a_place_for_each_line_and_a_page_for_each() -> None:
    long = " ".join(["mot"] * 1200)
    count, places = placed(Paragraph((ToFill(long, field="texte"),)))
    lines = places["texte"]
    assert count > 1 and {place.page for place in lines} == set(range(1, count + 1))
    assert len(lines) > 30 and [(p.page, p.top) for p in lines] == sorted((p.page, p.top) for p in lines)


def test_lines_an_item_a_title_and_a_word_of_any_length_have_their_places() -> None:
    blocks = (
        Heading(2, (Given("Titre", field="titre"),), ""),
        Items(False, ((Paragraph((Given("un point", field="point"),)),),)),
        Paragraph((Given("une ligne\nune autre", field="lignes"),)),
        Paragraph((Given("x" * 400, field="mot"),)),
    )
    _, places = placed(*blocks)
    assert [len(places[name]) for name in ("titre", "point", "lignes")] == [1, 1, 2]
    assert len(places["mot"]) > 2
    first, second = places["lignes"]
    assert first.left == second.left and second.top > first.top


def test_two_fields_side_by_side_are_two_places_and_one_given_twice_has_two() -> None:
    name = Given("Camille", field="nom")
    _, places = placed(Paragraph((name, Given(" Martin", field="suite"))), Paragraph((name,)))
    assert len(places["nom"]) == 2 and len(places["suite"]) == 1
    assert places["suite"][0].left >= places["nom"][0].right


def test_what_comes_of_no_field_has_no_place() -> None:
    _, places = placed(Paragraph((Text("Rien "), Given("ici"), ToFill("[…]"))))
    assert places == {}
