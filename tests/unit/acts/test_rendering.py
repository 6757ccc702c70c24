"""A model filled in: what was typed comes out as typed, what is missing is seen and counted, law chooses variants."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.acts.rendering import ActRenderer
from kit.content.blocks import Heading, Items, Paragraph, Table, Text, plain
from kit.documents.document import Commented, Given, Role, Styled, ToFill
from kit.errors import ActUnfit
from tests.unit.acts.act_samples import ACCORD, LISTE, NOM, SIGNE, folder_with, model_text, rendered, text_of

BODY = """# Titre {{ delegue.nom }}

Vu le nom {{ delegue.nom }} ;

{{ delegue.nom }}

## Article : {{ delegue.nom }}

- point {{ delegue.nom }}

| tête |
|---|
| {{ delegue.nom }} |

**{{ delegue.nom }}**

::: rédaction
Commentaire {{ delegue.nom }}.
:::
"""
NASTY = ["{{ 7 * 7 }}", "{% if x %}", "# Titre", "- point", "> cité", "[x](y)", "*gras*", "**g**", "`c`", "| a | b |",
         "<b>x</b>", "&amp;", "::: rédaction", ":::", "## Article", "Vu le code", "Considérant que", "[F140]",
         "!!! loi \"x\"", "1. un", "\\*", "a_b_c", "\ue0000\ue001", "l’été & l'hiver", "\t", "—" * 300]  # fmt: skip


@pytest.mark.parametrize("typed", NASTY)
def test_what_is_typed_is_neither_template_nor_markup(tmp_path: Path, typed: str) -> None:
    _literal(tmp_path, typed)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=80) | st.lists(st.sampled_from(NASTY), min_size=2, max_size=4).map(" ".join))
def test_no_typed_text_at_all_is_template_or_markup(tmp_path: Path, typed: str) -> None:
    _literal(tmp_path, typed)


def _literal(folder: Path, typed: str) -> None:
    act = rendered(folder / "actes", BODY, NOM, delegue__nom=typed)
    shown = " ".join(typed.split())
    if not shown:
        assert [field.name for field in act.missing] == ["delegue.nom"]
        return
    assert act.title == f"Titre {shown}"
    run = Given(shown, field="delegue.nom")
    visa, paragraph, article, items, table, bold = act.blocks
    assert visa == Styled(Role.VISA, (Text("VU", bold=True), Text(" le nom "), run, Text("\u00a0;")))
    assert paragraph == Paragraph((run,))
    assert isinstance(article, Styled) and article.role is Role.ARTICLE
    assert plain(article.spans) == f"Article 1er\u00a0: {shown}"
    assert isinstance(items, Items) and items.items == ((Paragraph((Text("point "), run)),),)
    assert isinstance(table, Table) and table.rows == (((run,),),)
    assert bold == Commented(Paragraph((Given(shown, bold=True, field="delegue.nom"),)), (f"Commentaire {shown}.",))
    assert act.missing == ()


def test_lines_of_a_long_text_stay_lines_of_one_paragraph(tmp_path: Path) -> None:
    long = NOM.replace('"personne"', '"texte-long"')
    act = rendered(tmp_path / "actes", "# T\n\n{{ delegue.nom }}\n", long, delegue__nom="Une.\n\n## Article\n- deux")
    assert act.blocks == (Paragraph((Given("Une.\n\n## Article\n- deux", field="delegue.nom"),)),)


def test_what_is_missing_is_marked_and_counted_once(tmp_path: Path) -> None:
    act = rendered(tmp_path / "actes", "# T {{ delegue.nom }}\n\n{{ delegue.nom }}, {{ seance.date }}\n", NOM)
    assert act.title == "T [À COMPLÉTER\u00a0: Nom]"
    (paragraph,) = act.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans[0] == ToFill("[À COMPLÉTER\u00a0: Nom]", field="delegue.nom")
    assert [field.name for field in act.missing] == ["seance.date", "delegue.nom"]
    assert act.left == 2


def test_values_are_written_as_an_act_writes_them(tmp_path: Path) -> None:
    body = "# T\n\n{{ seance.date }} / {{ vote.pour }} / {{ somme.montant }} / {{ executif.titre | majuscule }}\n"
    money = NOM.replace("delegue.nom", "somme.montant").replace('"personne"', '"montant"')
    given_values = {"seance__date": "2026-12-01", "vote__pour": "1200", "somme__montant": "1500,5"}
    act = rendered(tmp_path / "actes", body, money, **given_values, executif__titre="la-maire")
    assert plain(act.blocks[0].spans) == "1er décembre 2026 / 1\u00a0200 / 1\u00a0500,50\u00a0€ / La maire"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("15/12/2026", "15 décembre 2026"), ("mi-décembre", "mi-décembre"), ("31/02/2026", "31/02/2026")],
)
def test_a_date_that_is_none_stays_as_typed(tmp_path: Path, typed: str, shown: str) -> None:
    act = rendered(tmp_path / "actes", "# T\n\n{{ seance.date }}\n", seance__date=typed)
    assert act.blocks == (Paragraph((Given(shown, field="seance.date"),)),)


def test_an_agreement_follows_the_choice_and_doubles_without(tmp_path: Path) -> None:
    body = '# T\n\n{{ accord(delegue.civilite, "conseillère", "conseiller") }} {{ delegue.civilite }}\n'
    for choice, shown in (("f", "conseillère Madame"), ("m", "conseiller Monsieur")):
        act = rendered(tmp_path / "actes", body, ACCORD, delegue__civilite=choice)
        assert shown in text_of(act).splitlines()
    act = rendered(tmp_path / "actes", body, ACCORD)
    assert "conseillère ou conseiller [À COMPLÉTER\u00a0: Civilité]" in text_of(act)


def test_a_choice_that_nobody_made_is_missing_even_when_only_asked(tmp_path: Path) -> None:
    body = "# T\n\n{% if delegue.signe %}\nOui.\n{% else %}\nNon.\n{% endif %}\n"
    act = rendered(tmp_path / "actes", body, SIGNE)
    assert [field.name for field in act.missing] == ["delegue.signe"]
    assert "Non." in text_of(act)
    assert "Oui." in text_of(rendered(tmp_path / "actes", body, SIGNE, delegue__signe="oui"))
    assert rendered(tmp_path / "actes", body, SIGNE, delegue__signe="non").missing == ()


def test_each_line_of_a_list_is_one_item(tmp_path: Path) -> None:
    body = "# T\n\n{% for one in missions %}\n- {{ one }} ;\n{% endfor %}\n\nFin.\n"
    act = rendered(tmp_path / "actes", body, LISTE, missions="un\n\n- deux\n  ")
    items, end = act.blocks
    assert isinstance(items, Items)
    assert [plain(item[0].spans) for item in items.items] == ["un\u00a0;", "- deux\u00a0;"]  # type: ignore[union-attr]
    assert end == Paragraph((Text("Fin."),))
    assert "[À COMPLÉTER\u00a0: Missions]" in text_of(rendered(tmp_path / "actes", body, LISTE))


SEUIL = '# T\n\n{% seuil "note-synthese" %}\nGrande.\n{% sinon %}\nPetite.\n{% finseuil %}\n'


@pytest.mark.parametrize(
    ("values", "shown", "hidden"),
    [
        ({"collectivite__population": "3500", "collectivite__forme": "commune"}, "Grande.", "Petite."),
        ({"collectivite__population": "3 499", "collectivite__forme": "commune"}, "Petite.", "Grande."),
        ({"collectivite__population": "0", "collectivite__forme": "commune"}, "Petite.", "Grande."),
        ({"collectivite__forme": "epci"}, "Grande.", "Petite."),
    ],
)
def test_the_population_chooses_the_variant(tmp_path: Path, values: dict[str, str], shown: str, hidden: str) -> None:
    told = text_of(rendered(tmp_path / "actes", SEUIL, **values))
    assert shown in told and hidden not in told and "VARIANTE" not in told


@pytest.mark.parametrize("population", ["", "beaucoup", "-3"])
def test_both_variants_stand_with_a_note_where_the_population_is_not_known(tmp_path: Path, population: str) -> None:
    act = rendered(tmp_path / "actes", SEUIL, collectivite__forme="commune", collectivite__population=population)
    told = text_of(act)
    large = told.index("[VARIANTE À CHOISIR\u00a0: 3\u00a0500 habitants et plus, CGCT, art. L2121-12]")
    small = told.index("[VARIANTE À CHOISIR\u00a0: moins de 3\u00a0500 habitants, CGCT, art. L2121-12]")
    assert large < told.index("Grande.") < small < told.index("Petite.")
    assert "collectivite.population" in [field.name for field in act.missing]


def test_a_variant_inside_a_sentence_stays_inside(tmp_path: Path) -> None:
    body = '# T\n\nLe délai est de {% seuil "note-synthese" %}cinq{% sinon %}trois{% finseuil %} jours\nfrancs.\n'
    known = {"collectivite__forme": "commune", "collectivite__population": "120"}
    act = rendered(tmp_path / "actes", body, **known)
    assert plain(act.blocks[0].spans) == "Le délai est de trois jours francs."  # type: ignore[union-attr]
    (both,) = rendered(tmp_path / "actes", body).blocks
    assert "cinq][si moins de 3\u00a0500 habitants" in plain(both.spans)  # type: ignore[union-attr]


def test_a_commune_is_not_an_epci(tmp_path: Path) -> None:
    body = "# T\n\n{% commune %}\nLe maire.\n{% epci %}\nLe président.\n{% fin %}\n\n{% epci %}Bureau.{% fin %}\n"
    commune = text_of(rendered(tmp_path / "actes", body, collectivite__forme="commune"))
    epci = text_of(rendered(tmp_path / "actes", body, collectivite__forme="epci"))
    unknown = rendered(tmp_path / "actes", body)
    assert "Le maire." in commune and "président" not in commune and "Bureau" not in commune
    assert "Le président." in epci and "Bureau." in epci and "maire" not in epci
    assert text_of(unknown).count("VARIANTE À CHOISIR") == 2
    assert [field.name for field in unknown.missing] == ["collectivite.forme"]


def test_a_model_that_does_not_fit_says_so(tmp_path: Path) -> None:
    text = model_text("# T\n\nx\n", actions='[]\nfits = ["commune"]\nunfit = "Pour une commune."')
    models = folder_with(tmp_path / "actes", essai=text)
    renderer = ActRenderer(models)
    with pytest.raises(ActUnfit) as caught:
        renderer.render(models.get("essai"), {"collectivite.forme": "epci"})
    assert caught.value.reason == "Pour une commune."
    assert renderer.render(models.get("essai"), {}).blocks == (Paragraph((Text("x"),)),)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Abzac", "Commune d’Abzac"), ("Le Bugue", "Commune du Bugue"), ("Les Adjots", "Commune des Adjots"),
     ("Saint-Exemple", "Commune de Saint-Exemple"), ("", "Commune de [À COMPLÉTER\u00a0: Nom de la collectivité]")],
)  # fmt: skip
def test_names_are_said_as_one_says_them(tmp_path: Path, name: str, shown: str) -> None:
    act = rendered(tmp_path / "actes", "# Commune {{ de(collectivite.nom) }}\n\nx\n", collectivite__nom=name)
    assert act.title == shown


def test_articles_are_numbered_and_other_titles_are_not(tmp_path: Path) -> None:
    body = "# T\n\n## Article\n\na\n\n## Article : objet\n\nb\n\n## Annexe\n\n### Article\n\nc\n"
    act = rendered(tmp_path / "actes", body)
    titles = [(block.__class__, plain(block.spans)) for block in act.blocks if isinstance(block, (Styled, Heading))]
    wanted = [(Styled, "Article 1er"), (Styled, "Article 2\u00a0: objet"), (Heading, "Annexe"), (Heading, "Article")]
    assert titles == wanted


def test_visas_in_a_row_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    act = rendered(tmp_path / "actes", "# T\n\nVu a ;\nVu b ;\nConsidérant que c,\nVue de loin.\n")
    roles = [block.role for block in act.blocks if isinstance(block, Styled)]
    assert roles == [Role.VISA, Role.VISA, Role.CONSIDERING]
    assert "Vue de loin." in plain(act.blocks[-1].spans)  # type: ignore[union-attr]


def test_a_comment_hangs_on_the_paragraph_before(tmp_path: Path) -> None:
    body = (
        "# T\n\nUn.\n\nDeux.\n\n::: rédaction\nPremier\nmot.\n\nAlinéa.\n:::\n\n::: rédaction\nSecond.\n:::\n\nTrois.\n"
    )
    one, two, three = rendered(tmp_path / "actes", body).blocks
    assert isinstance(one, Paragraph) and isinstance(three, Paragraph)
    assert two == Commented(Paragraph((Text("Deux."),)), ("Premier mot.\nAlinéa.", "Second."))


def test_a_reference_to_check_is_counted_only_where_the_act_names_it(tmp_path: Path) -> None:
    reference = '\n[[references]]\ntext = "CGCT, art. L2122-18"\nfact = "F500"\nto_check = true\n'
    body = "# T\n\n{% commune %}\nVu l’article L. 2122-18 ;\n{% epci %}\nVu l’article L5211-9 ;\n{% fin %}\n"
    commune = rendered(tmp_path / "actes", body, reference, collectivite__forme="commune")
    epci = rendered(tmp_path / "actes", body, reference, collectivite__forme="epci")
    assert [one.text for one in commune.to_check] == ["CGCT, art. L2122-18"]
    assert epci.to_check == ()


def test_a_template_can_reach_nothing_of_the_program(tmp_path: Path) -> None:
    body = "# T\n\n{{ ''.__class__.__mro__ }}{{ delegue.nom }}\n"
    with pytest.raises(Exception, match=r"impossible|déclaré"):
        rendered(tmp_path / "actes", body, NOM, delegue__nom="x")


def test_a_title_of_three_hundred_characters_stays_whole(tmp_path: Path) -> None:
    title = "a" * 300
    assert rendered(tmp_path / "actes", "# {{ delegue.nom }}\n\nx\n", NOM, delegue__nom=title).title == title


def test_typography_is_french_around_values_and_values_are_left_alone(tmp_path: Path) -> None:
    act = rendered(tmp_path / "actes", "# T\n\nNom : {{ delegue.nom }} !\n", NOM, delegue__nom="a : b")
    assert plain(act.blocks[0].spans) == "Nom\u00a0: a : b\u00a0!"  # type: ignore[union-attr]
    assert not re.search("[\ue000-\uf8ff]", text_of(act))
    assert unicodedata.is_normalized("NFC", act.title)
