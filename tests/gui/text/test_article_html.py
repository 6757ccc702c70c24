"""Blocks become the HTML that QTextDocument shows: no Qt is needed to check it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kit.content.blocks import (
    CALLOUTS,
    Body,
    Callout,
    Cite,
    Examples,
    Heading,
    Items,
    Link,
    Paragraph,
    Steps,
    Table,
    Text,
)
from kit.content.model import Article, Example, Step
from kit.content.places import complete
from kit.content.shelf import Fact, Source
from kit.tokens import CONTRAST, DARK, LIGHT
from ui.text.article_html import PROVISIONAL, Next, Notes, outline, to_html
from ui.theme.stylesheet import article_css
from ui.widgets.days import month

VOID = {"br", "img", "meta"}


class Balanced(HTMLParser):
    """Fails on a tag that is not closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def says(*words: str) -> Paragraph:
    return Paragraph(tuple(Text(word) for word in words))


def html(article: Article | None = None, *body: object, notes: Notes | None = None, **more: object) -> str:
    made = to_html(article or Article("a", "article", "Titre"), tuple(body), notes or Notes(), LIGHT, **more)  # type: ignore[arg-type]
    checker = Balanced()
    checker.feed(made)
    assert checker.open == []
    return made


def body_of(page: str) -> str:
    return page.partition("<body>")[2]


NOTES = Notes(
    facts={
        "F1": Fact("F1", ("S2", "S1"), "LU"),
        "F2": Fact("F2", ("S1",), "LU"),
        "F3": Fact("F3", (), "CONNU"),
    },
    sources={
        "S1": Source("S1", "Légifrance & Cie", "legifrance.gouv.fr/x"),
        "S2": Source("S2", "Insee"),
        "S9": Source("S9", "Avise", "avise.org"),
    },
)


def test_title_is_the_only_first_heading_and_summary_leads() -> None:
    page = body_of(html(Article("a", "article", "Le titre", "Le chapeau."), Heading(2, (Text("Partie"),), "partie")))
    assert re.findall(r"<h1.*?</h1>", page) == ['<h1><span class="h1">Le titre</span></h1>']
    assert '<p class="lead">Le chapeau.</p>' in page
    assert '<h2><a name="partie"></a><span class="h2">Partie</span></h2>' in page


def test_meta_line_tells_minutes_and_the_month_of_the_last_check() -> None:
    page = html(Article("a", "article", "T", words=640, reviewed_on="2026-11-24"))
    assert "Lecture\u00a0: 3 min · vérifié en novembre 2026" in page


def test_only_a_provisional_text_says_so() -> None:
    assert PROVISIONAL.format(who="qui le publie") in html(Article("a", "article", "T", provisional=True))
    assert "Texte provisoire" not in html(Article("a", "article", "T"))


def test_words_of_a_text_never_become_markup() -> None:
    page = body_of(html(Article("a", "article", "a < b"), says("<b>gras</b> & co"), says("« x\u00a0»")))
    assert "a &lt; b" in page and "&lt;b&gt;gras&lt;/b&gt; &amp; co" in page
    assert "« x\u00a0»" in page


def test_the_letters_of_the_first_are_raised() -> None:
    page = html(None, says("Depuis le 1er janvier, art. 1er, I ; 1erreur, au-1er-janvier."))
    assert page.count("1<sup>er</sup>") == 2
    assert "1erreur, au-1er-janvier" in page


def test_styles_and_links_are_kept() -> None:
    page = html(None, Paragraph((Text("fort", bold=True), Text("doux", italic=True), Link("autre#ici", "voir"))))
    assert "<b>fort</b>" in page and "<i>doux</i>" in page and '<a href="autre#ici">voir</a>' in page


def test_lists_keep_their_kind_and_their_nesting() -> None:
    inner = Items(True, ((says("un"),),))
    page = html(None, Items(False, ((says("dehors"), inner),)))
    assert "<ul><li>dehors<ol><li>un</li></ol></li></ul>" in page


def test_table_has_header_cells() -> None:
    page = html(None, Table(((Text("Année"),), (Text("Part"),)), (((Text("2022"),), (Text("12 %"),)),)))
    assert "<thead><tr><th>Année</th><th>Part</th></tr></thead>" in page
    assert "<tbody><tr><td>2022</td><td>12 %</td></tr></tbody>" in page


@pytest.mark.parametrize("kind", sorted(CALLOUTS))
def test_callout_is_a_frame_of_its_kind_titled_one_level_below(kind: str) -> None:
    page = html(None, Heading(2, (Text("H"),), "h"), Callout(kind, "À savoir", (says("Dedans"),)))
    frame = page.partition(f'<table class="box {kind}"')[2].partition("</table>")[0]
    assert re.search(
        rf'<h3[^>]*>(<a name[^>]*></a>)?<span class="h3"><span class="{kind}">À savoir</span></span></h3>', frame
    )
    assert "<p>Dedans</p>" in frame
    for theme in (LIGHT, DARK, CONTRAST):
        assert f"table.{kind} {{ background-color: #" in article_css(theme)


def test_callout_before_any_part_does_not_skip_a_level() -> None:
    page = body_of(html(None, Callout("voix", "À dire", (says("x"),))))
    assert "<h2" in page and "<h3" not in page


def test_examples_stand_where_the_text_says_with_place_and_population() -> None:
    example = Example(
        "e", "Bétête", "Une épicerie.", "Creuse", 400, 2012, ("F1",), population_year=2026, old=True, role=("local",)
    )
    page = html(Article("a", "topic", "T", examples=(example,)), says("avant"), Examples(), says("après"), notes=NOTES)
    assert page.index("avant") < page.index("<b>Bétête</b> · Creuse") < page.index("après")
    assert "&nbsp;400\u00a0habitants en 2026&nbsp;" in page and "&nbsp;ancien\u00a0: 2012&nbsp;" in page
    assert "Rôle de la collectivité\u00a0: locaux" in page


def test_steps_come_under_comment_after_its_words() -> None:
    body: Body = (Heading(2, (Text("Comment"),), "comment"), says("Venez."), Callout("loi", "Loi", (says("x"),)))
    article = Article("a", "action", "T", steps=(Step("Écrire.", "maire", "une heure"), Step("Envoyer.")))
    assert [type(block).__name__ for block in complete(article, body)] == ["Heading", "Paragraph", "Steps", "Callout"]
    page = html(article, *body)
    step = '<li>Écrire.<br><span class="muted">maire · une heure</span></li>'
    assert f"<ol>{step}<li>Envoyer.</li></ol>" in page


def test_steps_that_the_text_places_are_not_doubled() -> None:
    article = Article("a", "action", "T", steps=(Step("Écrire."),))
    assert html(article, Steps(), says("fin")).count("Écrire.") == 1


def test_action_shows_when_it_is_done_and_what_five_minutes_allow() -> None:
    page = html(
        Article(
            "a", "action", "T", done_when="La commission existe.", first_step="Appeler.", level="both", rhythm="yearly"
        )
    )
    assert "<b>C’est fait quand…</b><br>La commission existe." in page
    assert "<b>En cinq minutes</b><br>Appeler." in page
    assert "Commune ou intercommunalité · chaque année" in page


def test_sources_are_numbered_in_the_order_of_their_calls() -> None:
    page = html(Article("a", "article", "T", sources=("S9",)), Paragraph((Text("Un fait"), Cite(("F1",)))), notes=NOTES)
    foot = page.partition('<a name="sources"></a>')[2]
    assert [foot.index(name) for name in ("Insee", "Légifrance", "Avise")] == sorted(
        foot.index(name) for name in ("Insee", "Légifrance", "Avise")
    )
    assert '<a class="note" href="note:1/S2" title="Source 1\u00a0: Insee">&nbsp;1&nbsp;</a>' in page
    assert "Légifrance &amp; Cie – legifrance.gouv.fr/x (nécessite Internet)" in foot
    assert '<li><a name="source-1"></a>Insee</li>' in foot


def test_a_source_called_twice_has_one_number() -> None:
    page = html(None, Paragraph((Cite(("F1", "F2")), Text(" et "), Cite(("F2",)))), notes=NOTES)
    assert page.count('name="source-') == 2
    assert re.findall(r'href="note:(\d)/', page) == ["1", "2", "2"]


def test_what_is_left_to_check_is_for_who_proofreads() -> None:
    page = html(Article("a", "article", "T", sources=("S1",), to_check="Un point à relire."), notes=NOTES)
    assert "Sources" in page and "Un point à relire" not in page


def test_a_fact_without_a_source_read_says_so() -> None:
    page = html(None, Paragraph((Text("x"), Cite(("F3",)))), notes=NOTES)
    assert '<a class="note" href="note:*" title="Source à demander">&nbsp;*&nbsp;</a>' in page
    assert '<a name="sans-source"></a>' in page


def test_no_address_is_a_link() -> None:
    page = html(Article("a", "article", "T", sources=("S1", "S9")), notes=NOTES)
    assert not re.search(r'href="[^"]*[./:]', body_of(page))


def test_what_next_stands_before_the_sources() -> None:
    page = body_of(html(Article("a", "article", "T", sources=("S9",)), notes=NOTES, further=Next("reseaux", "Voir")))
    assert page.index('<a href="reseaux">Voir</a>') < page.index('name="sources"')
    assert "Ou bien" not in page


def test_what_else_there_is_stands_in_one_line_below_what_is_next() -> None:
    following = Next("reseaux", "Voir", others=(("a", "Un"), ("b", "Deux")))
    page = body_of(html(Article("a", "article", "T"), notes=NOTES, further=following))
    assert '<p class="small">Ou bien&nbsp;: <a href="a">Un</a>, <a href="b">Deux</a></p>' in page


def test_outline_names_the_parts_and_the_sources() -> None:
    body = (Heading(2, (Text("Un"),), "un"), Heading(3, (Text("Petit"),), "petit"), says("x"))
    assert outline(body, sources=True) == (("un", "Un"), ("sources", "Sources"))
    assert outline((says("x"),), sources=True) == ()


@pytest.mark.parametrize(("iso", "words"), [("2026-11-24", "novembre 2026"), ("2027-01-02", "janvier 2027"), ("", "")])
def test_month_in_words(iso: str, words: str) -> None:
    assert month(iso) == words
