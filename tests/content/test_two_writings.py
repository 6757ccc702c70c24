"""« élu·es » and « élues et élus »: the rule over every shipped text, and what it makes of single groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kit.content import blocks
from kit.content.double_form import double_spans, written
from kit.content.library import Library
from kit.content.writing import double


def strings(value: Any) -> Iterator[str]:
    """Yield the sentences of a model value, but for the lines of the CRESS page."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in ("page_text", "aliases"):
                yield from strings(getattr(value, name))


def everything(library: Library) -> Iterator[str]:
    for article in library.articles():
        yield from strings(article)
        for spans in blocks.walk_spans(library.body(article.id)):
            yield blocks.plain(spans)
    yield from strings(library.shelf)
    yield from strings(library.outline)


def test_no_middle_dot_is_left_in_any_text(library: Library) -> None:
    other = written(library, "double")
    assert any("·" in text for text in everything(library))
    assert [text for text in everything(other) if "·" in text] == []


def test_words_outside_the_groups_stay_as_they_are(library: Library) -> None:
    """Every plain word of a text is still there, in order, in the double form."""
    for text in everything(library):
        if "·" not in text:
            assert double(text) == text
            continue
        left = iter(re.findall(r"\w+", double(text).lower()))
        for word in re.findall(r"(?<![\w·])\w+(?![\w·])", text.lower()):
            assert word in ("et", "ou") or word in left, (word, text, double(text))


def test_the_double_form_is_stable(library: Library) -> None:
    for text in everything(library):
        once = double(text)
        assert double(once) == once


def test_every_dotted_word_gives_both_its_forms(library: Library) -> None:
    """« habitant·es » leaves a masculine, and a feminine unless an adjective or « être » stands for both."""
    for text in everything(library):
        for stem in re.findall(r"(\w+)·", text):
            assert stem[:3].lower() in double(text).lower(), (stem, text)


def test_a_run_and_its_plain_text_say_the_same(library: Library) -> None:
    """No group is cut by a link or a bold part: marks change nothing in what is written."""
    for article in library.articles():
        for spans in blocks.walk_spans(library.body(article.id)):
            assert blocks.plain(double_spans(spans)) == double(blocks.plain(spans))


def test_ids_links_anchors_and_page_lines_stay(library: Library) -> None:
    other = written(library, "double")
    assert written(library, "page") is library
    for article in library.articles():
        twin = other.article(article.id)
        assert (twin.id, twin.parent, twin.page_text, twin.sources, twin.related, twin.code) == (
            article.id,
            article.parent,
            article.page_text,
            article.sources,
            article.related,
            article.code,
        )
        body, again = library.body(article.id), other.body(article.id)
        assert [link.target for link in blocks.links(again)] == [link.target for link in blocks.links(body)]
        assert [h.anchor for h in blocks.headings(again)] == [h.anchor for h in blocks.headings(body)]
        assert list(blocks.facts(again)) == list(blocks.facts(body))


def test_the_view_says_the_double_form_everywhere(library: Library) -> None:
    other = written(library, "double")
    assert other.article("elu-designe").title == "Avoir une élue désignée ou un élu désigné à l’ESS"
    assert other.article("elu-designation").title == "Une élue ou un élu est désigné"
    assert other.outline.levers[0].article.title == other.article("elu-designe").title
    assert other.children("agir")[0] == other.article(library.children("agir")[0].id)
    assert "salariée ou salarié" in next(t for t in other.shelf.terms if t.id == "cae").definition
    assert "référente annoncée ou simple référent annoncé" in other.shelf.questions[0].help


@pytest.mark.parametrize(
    ("page", "full"),
    [
        ("élu·es", "élues et élus"),
        ("Élu·es et acteurs", "Élues, élus et acteurs"),
        ("un·e élu·e désigné·e", "une élue désignée ou un élu désigné"),
        ("d’un·e salarié·e sur huit", "d’une salariée ou d’un salarié sur huit"),
        ("qu’un·e élu·e peut", "qu’une élue ou un élu peut"),
        ("qu’un·e maire pose", "qu’une ou un maire pose"),
        ("un·e maire élu·e", "une maire élue ou un maire élu"),
        ("Un·e conseiller·ère délégué·e", "Une conseillère déléguée ou un conseiller délégué"),
        (
            "à un·e adjoint·e ou à un·e conseiller·e",
            "à une adjointe, à un adjoint, à une conseillère ou à un conseiller",
        ),
        ("Des habitant·es âgé·es", "Des habitantes et des habitants âgés"),
        ("d’habitant·es", "d’habitantes et d’habitants"),
        ("aux habitant·es et aux élu·es", "aux habitantes, aux habitants, aux élues et aux élus"),
        ("soignant·es et habitant·es", "soignantes, soignants, habitantes et habitants"),
        ("du maire et des adjoint·es", "du maire, des adjointes et des adjoints"),
        ("une analyse des élu·es et une carte", "une analyse des élues et des élus et une carte"),
        ("vingt habitant·es prêt·es", "vingt habitantes et habitants prêts"),
        ("deux élu·es", "deux élues ou élus"),
        ("80 résident·es", "80 résidentes et résidents"),
        ("les futurs élu·es", "les futures élues et les futurs élus"),
        ("tous les adjoint·es", "toutes les adjointes et tous les adjoints"),
        ("sans salarié·e", "sans salariée ni salarié"),
        ("avec ou sans salarié·es", "avec ou sans salariées et salariés"),
        ("L’élu·e décide.", "L’élue ou l’élu décide."),
        ("son élu·e désigné·e", "son élue désignée ou son élu désigné"),
        ("son conseiller·ère", "sa conseillère ou son conseiller"),
        ("chaque participant·e est reparti·e", "chaque participante et chaque participant est reparti"),
        ("Les professionnel·les y sont salarié·es.", "Les professionnelles et les professionnels y sont salariés."),
        ("vous soyez élu·e ou agent", "vous soyez élue, élu ou agent"),
        ("Restez franc·he", "Restez franche ou franc"),
        ("tou·tes", "toutes et tous"),
        ("Tou·tes les élu·es", "Toutes les élues et tous les élus"),
        ("ceux·celles qui viennent", "celles et ceux qui viennent"),
        ("il·elle", "elle ou il"),
        ("chacun·e", "chacune et chacun"),
        ("aucun·e élu·e", "aucune élue ni aucun élu"),
        ("du·de la maire", "de la ou du maire"),
        ("un·e directeur·rice", "une directrice ou un directeur"),
        ("les acteur·trices", "les actrices et les acteurs"),
        ("télétravailleur·ses", "télétravailleuses et télétravailleurs"),
        ("citoyen·nes", "citoyennes et citoyens"),
        ("actif·ves", "actives et actifs"),
        ("principal·es", "principales et principaux"),
        ("un·e nouveau·elle élu·e", "une nouvelle élue ou un nouvel élu"),
        ("élu·e·s", "élues et élus"),
        ("vice-président·es", "vice-présidentes et vice-présidents"),
        ("ÉLU·ES", "ÉLUES ET ÉLUS"),
        ("12 kW·h", "12 kW·h"),
        ("Les élus décident.", "Les élus décident."),
    ],
)
def test_each_group_is_good_french(page: str, full: str) -> None:
    assert double(page) == full
