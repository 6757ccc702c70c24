"""What the law asks of the shipped models: who signs, how one is named, by which article, and for whom."""

from __future__ import annotations

import re

import pytest

from kit import paths
from kit.acts.document import act_document
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in
from kit.documents.document import Commented
from kit.documents.text import document_text
from tests.unit.acts.act_samples import issued

RENDERER = ActRenderer(ActModels(paths.acts()))
MODELS = RENDERER.models.all()
DELIBERATIONS = [model.id for model in MODELS if model.kind == "deliberation"]
FORMS = {"commune": "1800", "epci": "29000"}
FITTING = [(model.id, form) for model in MODELS for form in FORMS if model.fits_form(form)]


def said(model_id: str, form: str, **values: str) -> tuple[str, str]:
    """Return the act to sign and the comments to who drafts it, on one line each; ``__`` stands for a dot."""
    model = RENDERER.models.get(model_id)
    told = {name.replace("__", "."): value for name, value in values.items()}
    act = RENDERER.render(model, filled_in(RENDERER.fields(model), form, FORMS[form]) | told)
    comments = " ".join(words for block in act.blocks if isinstance(block, Commented) for words in block.comments)
    signed = document_text(act_document(act, "Saint-Exemple", issued())).partition("\n* * *")[0]
    return flat(signed), flat(comments)


def flat(text: str) -> str:
    return " ".join(text.split())


def everything(model_id: str) -> str:
    """Return the file of a model, header and body."""
    return flat((paths.acts() / RENDERER.models.get(model_id).file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("model_id", "form"), [pair for pair in FITTING if pair[0] in DELIBERATIONS])
def test_the_secretary_signs_beside_the_executive(model_id: str, form: str) -> None:
    signed, _ = said(model_id, form, executif__nom="Alix Un", seance__secretaire="Camille Deux")
    title = "La maire" if form == "commune" else "La présidente"
    assert re.search(f"{title}, Alix Un Secrétaire de séance, Camille Deux", signed)
    assert "secrétaire de séance" in RENDERER.models.get(model_id).signed_by


def test_a_deliberation_without_secretary_shows_the_space() -> None:
    model = RENDERER.models.get("deliberation-commission-ess")
    act = RENDERER.render(model, blank("commune", "600"))
    told = flat(document_text(act_document(act, "", issued())))
    assert "Secrétaire de séance, [À COMPLÉTER : Secrétaire de séance]" in told


@pytest.mark.parametrize(("model_id", "form"), [pair for pair in FITTING if pair[0] not in DELIBERATIONS])
def test_no_other_act_asks_the_secretary_to_sign(model_id: str, form: str) -> None:
    assert "Secrétaire de séance," not in said(model_id, form)[0]


@pytest.mark.parametrize("model_id", [model.id for model in MODELS])
def test_no_model_sends_to_the_prefecture_for_an_answer_that_the_law_gives(model_id: str) -> None:
    told = everything(model_id)
    assert "par quel article il s’applique" not in told
    assert not re.search(r"mode de (désignation|scrutin)[^.]{0,60}préfecture|préfecture le mode de scrutin", told)


@pytest.mark.parametrize(
    "model_id",
    ["deliberation-parts-scic", "deliberation-cadre-subventions", "fiche-deport", "charte-engagements"],
)
def test_an_epci_stands_on_the_article_that_sends_to_the_rule_of_interest(model_id: str) -> None:
    assert "L5211-3" in said(model_id, "epci")[0]
    assert "L5211-3" not in said(model_id, "commune")[0]


@pytest.mark.parametrize(
    ("model_id", "form"),
    [pair for pair in FITTING if pair[0] in ("deliberation-commission-ess", "deliberation-parts-scic")]
    + [("deliberation-monnaie-locale", "commune")],
)
def test_who_is_named_is_named_by_secret_ballot_unless_all_agree(model_id: str, form: str) -> None:
    field = next(f for f in RENDERER.fields(RENDERER.models.get(model_id)) if f.name.endswith(".scrutin"))
    secret, _ = said(model_id, form, **{field.name: "secret"})
    raised, comments = said(model_id, form, **{field.name: "unanimite"})
    assert "au scrutin secret" in secret and "L2121-21" in secret
    assert "le conseil l’ayant décidé à l’unanimité" in raised
    assert "L2121-21" in comments


def test_the_commission_of_an_epci_follows_the_rules_of_1_000_inhabitants() -> None:
    signed, comments = said("deliberation-commission-ess", "epci")
    assert "communes de 1 000 habitants et plus" in signed.replace("\u00a0", " ").replace("\u202f", " ")
    assert "3 500 habitants et plus, et son article L2121-22" not in signed.replace("\u00a0", " ")
    assert "L5211-40-1" in comments


def test_the_committee_of_an_epci_is_named_for_one_year() -> None:
    signed, _ = said("deliberation-comite-consultatif", "epci")
    assert "désignés pour une année" in signed
    assert "pour une année" not in said("deliberation-comite-consultatif", "commune")[0]


def test_a_reserved_contract_names_the_articles_of_the_code() -> None:
    insertion, _ = said("mention-marche-reserve", "commune", reserve__famille="insertion")
    both, _ = said("mention-marche-reserve", "commune", reserve__famille="les-deux")
    assert "L5132-4 du code du travail" in insertion and "L2113-14" not in insertion
    assert "L2113-14" in both and "L5132-4" in both
    assert "L5132-1" not in re.sub("L5132-1\\d", "", everything("mention-marche-reserve"))


def test_a_scic_with_colleges_does_not_promise_one_voice_each() -> None:
    plain, _ = said("deliberation-parts-scic", "commune", scic__votes="voix")
    colleges, _ = said("deliberation-parts-scic", "commune", scic__votes="colleges")
    assert "chaque personne associée dispose d’une voix" in plain and "collège" not in plain
    assert "chaque personne associée dispose d’une voix" not in colleges
    assert "collèges de vote" in colleges and "19 octies" in colleges
    _, comments = said("deliberation-parts-scic", "commune", scic__votes="voix")
    assert "n’a donc qu’une voix" not in comments


@pytest.mark.parametrize(
    "model_id",
    [m.id for m in MODELS if re.search("2023/283[12]", (paths.acts() / m.file).read_text(encoding="utf-8"))],
)
def test_an_aid_de_minimis_is_told_of_the_register(model_id: str) -> None:
    told = everything(model_id)
    assert "registre national" in told and "2025-1361" in told


def test_the_last_shop_asks_who_holds_trade_first() -> None:
    for form in FORMS:
        _, comments = said("convention-dernier-commerce", form)
        assert "intérêt communautaire" in comments and "L5214-16" in comments
    assert "intérêt communautaire" in " ".join(RENDERER.models.get("convention-dernier-commerce").before)


def test_a_roof_is_let_for_an_amount_unless_another_choice_is_made() -> None:
    model = RENDERER.models.get("convention-toiture-citoyenne")
    nature = next(field for field in model.own_fields if field.name == "redevance.nature")
    assert nature.default == "montant"
    for kind in ("cooperative", "societe"):
        _, comments = said(model.id, "commune", redevance__nature="symbolique", occupant__forme=kind)
        assert "L2125-3" in comments
    assert "affectataire" in everything(model.id)


@pytest.mark.parametrize("model_id", [model.id for model in MODELS])
def test_no_model_speaks_of_the_workshop(model_id: str) -> None:
    assert not re.search(r"le kit (n’|ne )(a|l’a|les a|en)", everything(model_id))


@pytest.mark.parametrize("model_id", [model.id for model in MODELS])
def test_no_model_tells_the_rule_of_interest_as_it_was_before_december_2025(model_id: str) -> None:
    told = everything(model_id)
    assert not re.search(r"présence dans la salle suffit|pas (ces|cette) règles?( de légalité)?\.", told)
    assert not re.search(r"ne couvre que les désignations|déporter,? notamment sur les subventions", told)
    assert "ne pas rester dans la salle" not in told


@pytest.mark.parametrize(
    "model_id",
    ["deliberation-cadre-subventions", "fiche-deport", "deliberation-parts-scic", "deliberation-monnaie-locale"],
)
def test_who_is_sent_by_the_council_is_told_when_to_stand_aside(model_id: str) -> None:
    _, comments = said(model_id, "commune")
    assert "L1111-6" in comments and "contrat de la commande publique" in comments and "2025-1249" in comments


@pytest.mark.parametrize(
    "model_id", ["deliberation-commission-ess", "deliberation-parts-scic", "deliberation-monnaie-locale"]
)
def test_who_stands_alone_is_named_without_a_vote(model_id: str) -> None:
    field = next(f for f in RENDERER.fields(RENDERER.models.get(model_id)) if f.name.endswith(".scrutin"))
    signed, comments = said(model_id, "commune", **{field.name: "seule"})
    assert "une seule" in signed and "au scrutin secret" not in signed
    assert "sans vote" in comments


@pytest.mark.parametrize(
    "model_id", ["convention-objectifs", "convention-mission-cress", "deliberation-cadre-subventions"]
)
def test_a_subsidy_is_not_passed_on(model_id: str) -> None:
    signed, _ = said(model_id, "commune", mission__forme="convention", mission__nature="subvention")
    assert "L1611-4" in signed and re.search(r"reverse(r)? (pas|la subvention)", signed)
    assert "sans l’accord écrit de la collectivité" not in re.sub("en change l’objet sans accord", "", signed)


GIVEN = ("convention-objectifs", "convention-mission-cress", "convention-pret-local", "convention-dernier-commerce",
         "deliberation-cadre-subventions")  # fmt: skip


@pytest.mark.parametrize(("model_id", "form"), [pair for pair in FITTING if pair[0] in GIVEN])
def test_an_aid_is_withdrawn_by_a_reasoned_decision_after_observations(model_id: str, form: str) -> None:
    signed, _ = said(model_id, form, beneficiaire__forme="association", mission__nature="subvention")
    assert re.search(
        r"après avoir recueilli (ses|les) observations[^.]*, retire [^.]* par une décision motivée", signed
    )


def test_an_appeal_for_a_public_place_is_the_selection_that_the_law_asks() -> None:
    signed, comments = said(
        "reglement-appel-projets", "commune", appel__soutien="local", appel__occupation_economique="oui"
    )
    assert "L2122-1-1" in signed and "L2122-1-4" not in signed
    assert "L2122-1-4" in comments


@pytest.mark.parametrize(("model_id", "form"), FITTING)
def test_a_law_is_cited_with_its_date_where_it_founds_the_act(model_id: str, form: str) -> None:
    signed, _ = said(model_id, form)
    for visa in re.findall(r"VU (.*?) ;", signed):
        for number in re.findall(r"(?:loi|décret) n° ?(\d{2,4}-\d+)", visa.replace("\u00a0", " ")):
            assert re.search(number + r" du \d", visa.replace("\u00a0", " ")), visa


def test_the_order_of_a_president_stands_on_the_article_of_intercommunal_acts() -> None:
    assert "L2131-1 et L5211-3" in said("arrete-delegation-ess", "epci")[0]
    assert "L5211-3" not in said("arrete-delegation-ess", "commune")[0]


def test_a_subsidy_excludes_no_more_than_the_law() -> None:
    signed, comments = said("deliberation-cadre-subventions", "commune")
    assert "Ne peuvent pas être subventionnés" not in signed
    assert "L2251-3-1" in comments and "L1612-25" in signed


def test_the_bulletin_of_an_epci_keeps_a_place_for_the_opposition() -> None:
    _, comments = said("encart-bulletin", "epci")
    assert "L5211-1" in comments and "faites confirmer" not in comments
