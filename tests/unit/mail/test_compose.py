from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit.errors import ContentError, HeaderInjection, InvalidAddress, UnknownId
from kit.mail import share_line, transports
from kit.mail.compose import compose, name_in_sentence
from kit.mail.draft import Changes, ChosenLever, MailDraft, MailRequest, PageReference, is_address
from kit.mail.templates import MailTemplate, load_templates, read_recipient

ROOT = Path(__file__).resolve().parents[3]
MAIL = ROOT / "resources" / "mail"
GOLDEN = ROOT / "tests" / "golden" / "mail"
TO = "contact@cress-na.org"
IDS = ["rencontre", "levier", "exemple", "question", "erreur", "mise-a-jour", "situation", "page", "plan", "dossier"]
LINE = share_line.encode({}, ["a", "b"], place=("23096", ""), program="0.1.0", texts="2026.11")
CHANGES = Changes(
    "3 mars 2026",
    (("done", 4), ("begun", 1), ("new", 2)),
    (("Acheter", "fait", "Adjointe"), ("Un café", "à faire", "")),
)
MESSAGE = (
    "Nous avons ouvert en 2024 un café associatif dans l’ancienne école : "
    "douze bénévoles, deux emplois, quatre-vingts adhésions.\n\nPouvez-vous nous aider ?"
)


def _full(request: MailRequest) -> MailRequest:
    first, second = request.levers
    known = replace(
        second,
        hesitating=("Les ateliers", "Le recensement"),
        dates=(("Les ateliers", "15 mars 2027"), ("B", "fin mars")),
    )
    return replace(
        request,
        phone="05 55 00 00 00",
        epci="CC de Blaye",
        message=MESSAGE,
        council="2027-03-15",
        availability="le mardi",
        levers=(first, known),
        page=PageReference("ess-en-cinq-minutes", "L’ESS en cinq minutes", "2026.11", "Ce que c’est."),
        questions=(("Commerces", "Qui paie ?"),),
        share=LINE,
        changes=CHANGES,
    )


def test_templates_come_in_the_order_of_the_form(templates: dict[str, MailTemplate]) -> None:
    assert list(templates) == IDS
    assert [template.label for template in templates.values()] == [
        "Rencontrer les équipes",
        "Être accompagné·e sur un levier",
        "Proposer un exemple",
        "Poser une question",
        "Signaler une erreur",
        "Demander la mise à jour des textes",
        "Partager où en est ma collectivité",
        "Partager une page du kit",
        "Partager mon plan d’action",
        "Envoyer mon dossier et ses pièces",
    ]


@pytest.mark.parametrize("kind", IDS)
def test_full_requests_give_the_golden_text(
    kind: str, templates: dict[str, MailTemplate], request_of_saint_exemple: MailRequest
) -> None:
    draft = compose(replace(_full(request_of_saint_exemple), request=kind), templates[kind])
    assert transports.text(draft) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", IDS)
def test_an_empty_form_leaves_its_lines_out(kind: str, templates: dict[str, MailTemplate]) -> None:
    draft = compose(MailRequest(), templates[kind])
    assert transports.text(draft) == (GOLDEN / f"{kind}-vide.txt").read_text(encoding="utf-8")
    assert draft.reply_to == ""


def test_the_reference_screen_is_reproduced(
    templates: dict[str, MailTemplate], request_of_saint_exemple: MailRequest
) -> None:
    draft = compose(request_of_saint_exemple, templates["levier"])
    assert draft.to == TO
    assert draft.reply_to == "mairie@saint-exemple.example"
    assert draft.subject == "[Kit ESS] Saint-Exemple (23) - être accompagné·e sur un levier"
    assert draft.body.replace("de\nla CRESS", "de la CRESS") == (
        "Madame, Monsieur,\n\n"
        "Au nom de la commune de Saint-Exemple (Creuse), je souhaite l’appui de la CRESS sur :\n"
        "- Avoir un·e élu·e désigné·e à l’ESS (1 action faite sur 2)\n"
        "- Impulser un diagnostic territorial partagé (0 sur 3)\n\n"
        "Vous pouvez me joindre à mairie@saint-exemple.example.\n\n"
        "Bien cordialement,\nPrénom Nom\nadjointe au maire"
    )


def test_a_mail_program_is_given_no_reason_to_ask_for_a_file(templates: dict[str, MailTemplate]) -> None:
    for template in templates.values():
        for one in (template, template.for_other("a@b.fr")):
            said = " ".join((one.subject, one.opening, one.opening_levers, one.message_intro, one.closing)).lower()
            assert not [word for word in ("joint", "attach", "fichier", "annexe", "http") if word in said], one.id


def test_what_the_kit_knows_is_told(templates: dict[str, MailTemplate]) -> None:
    lever = ChosenLever(1, "A", 2, 3, hesitating=("Un", "Deux"), dates=(("Un", "15 mars 2027"),))
    body = compose(MailRequest(levers=(lever,)), templates["levier"]).body
    assert "- A (2 actions faites sur 3 ; nous hésitons sur « Un » et « Deux »)" in body.replace("\n", " ")
    assert "Dates prévues dans notre plan :\n- Un : 15 mars 2027" in body
    many = replace(lever, hesitating=("Un", "Deux", "Trois", "Quatre"))
    body = compose(MailRequest(levers=(many,)), templates["levier"]).body.replace("\n", " ")
    assert "nous hésitons sur « Un », « Deux » et sur 2 de plus)" in body


def test_someone_else_is_not_taken_for_the_publisher(templates: dict[str, MailTemplate]) -> None:
    for template in templates.values():
        if template.audience != "cress":
            draft = compose(MailRequest(to="camille@exemple.fr"), template)
            assert draft.to == "camille@exemple.fr"
            assert "l’appui de la CRESS" not in draft.body and "équipes" not in draft.body + draft.subject
    with pytest.raises(InvalidAddress):
        compose(MailRequest(to="camille@exemple.fr?bcc=x@y.fr"), templates["levier"])


def test_a_copy_goes_to_oneself_in_sight_of_all(templates: dict[str, MailTemplate]) -> None:
    draft = compose(MailRequest(reply_to="moi@saint-exemple.example", copy=True), templates["question"])
    assert draft.cc == "moi@saint-exemple.example"
    assert transports.mailto(draft).url.startswith("mailto:contact@cress-na.org?cc=moi@saint-exemple.example&subject=")
    assert b"\r\nCc: moi@saint-exemple.example\r\n" in transports.eml(draft)
    assert "Copie : moi@saint-exemple.example" in transports.text(draft)
    assert compose(MailRequest(reply_to="moi@", copy=True), templates["question"]).cc == ""
    with pytest.raises(InvalidAddress):
        MailDraft(TO, "s", "b", cc="a@b.fr,c@d.fr")


def test_the_shared_line_stands_alone_at_the_end(templates: dict[str, MailTemplate]) -> None:
    body = compose(MailRequest(person="Prénom Nom", share=LINE), templates["situation"]).body
    assert body.split("\n")[-1] == LINE and len(LINE) <= 72
    assert LINE not in compose(MailRequest(share=LINE), templates["levier"]).body
    assert compose(MailRequest(share="KitESS1;faux"), templates["situation"]).body.endswith("Bien cordialement,")


def test_what_a_request_does_not_ask_stays_out(templates: dict[str, MailTemplate]) -> None:
    request = MailRequest(levers=(ChosenLever(1, "A", 1, 2),), availability="le mardi")
    body = compose(request, templates["mise-a-jour"]).body
    assert "- A" not in body and "mardi" not in body


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Abzac", "commune", "la commune d’Abzac"),
        ("Échourgnac", "commune", "la commune d’Échourgnac"),
        ("Œyreluy", "commune", "la commune d’Œyreluy"),
        ("Yves", "commune", "la commune d’Yves"),
        ("Hautefort", "commune", "la commune de Hautefort"),
        ("Le Bugue", "commune", "la commune du Bugue"),
        ("Les Adjots", "commune", "la commune des Adjots"),
        ("Lesparre-Médoc", "commune", "la commune de Lesparre-Médoc"),
        ("La Rochelle", "commune", "la commune de La Rochelle"),
        ("L'Isle-Jourdain", "commune", "la commune de L'Isle-Jourdain"),
        ("CC de Blaye", "intercommunalite", "la communauté de communes de Blaye"),
        ("CA Pau Béarn Pyrénées", "intercommunalite", "la communauté d’agglomération Pau Béarn Pyrénées"),
        ("CU Limoges Métropole", "intercommunalite", "la communauté urbaine Limoges Métropole"),
        ("Bordeaux Métropole", "intercommunalite", "Bordeaux Métropole"),
        ("Syndicat de la Dronne", "syndicat", "le syndicat de la Dronne"),
        ("SYNDICAT MIXTE DU LAC", "syndicat", "le SYNDICAT MIXTE DU LAC"),
        ("Centre communal d’action sociale", "ccas", "le centre communal d’action sociale"),
        ("CCAS de Guéret", "ccas", "le CCAS de Guéret"),
        ("Région Nouvelle-Aquitaine", "region", "la région Nouvelle-Aquitaine"),
        ("Établissement public foncier", "autre", "l’établissement public foncier"),
        ("Communauté de communes du Pays d’Exemple", "", "la communauté de communes du Pays d’Exemple"),
        ("Pays de Belvès", "commune", "la commune de Pays de Belvès"),
        ("Syndicats réunis", "syndicat", "Syndicats réunis"),
    ],
)
def test_a_sentence_names_the_collectivite(name: str, kind: str, said: str, templates: dict[str, MailTemplate]) -> None:
    assert name_in_sentence(name, kind, templates["levier"].wording) == said


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("Syndicat mixte des Trois Rivières", "", "Au nom du syndicat mixte des Trois Rivières, je"),
        ("PETR du Pays d’Exemple", "syndicat", "Au nom du PETR du Pays d’Exemple, je"),
        ("Établissement public foncier", "autre", "Au nom de l’établissement public foncier, je"),
        ("Région Nouvelle-Aquitaine", "region", "Au nom de la région Nouvelle-Aquitaine, je"),
        ("Abzac", "commune", "Au nom de la commune d’Abzac, je"),
        ("Abzac", "", "Au nom d’Abzac, je"),
        ("Le Bugue", "", "Au nom du Bugue, je"),
        ("Bordeaux Métropole", "intercommunalite", "Au nom de Bordeaux Métropole, je"),
    ],
)
def test_a_message_is_written_in_the_name_of(
    name: str, kind: str, said: str, templates: dict[str, MailTemplate]
) -> None:
    body = compose(MailRequest(collectivite=name, kind=kind), templates["question"]).body
    assert said in body.replace("\n", " ")


def test_the_day_of_the_council_is_told_where_it_is_asked(templates: dict[str, MailTemplate]) -> None:
    for kind, template in templates.items():
        asked = "council" in template.fields
        body = compose(MailRequest(request=kind, council="2027-03-15"), template).body
        assert ("Notre prochain conseil : 15 mars 2027" in body) == asked
        assert "conseil :" not in compose(MailRequest(request=kind), template).body
    assert {kind for kind, template in templates.items() if "council" in template.fields} == {
        "rencontre",
        "levier",
        "question",
    }
    body = compose(MailRequest(council="fin mars"), templates["rencontre"]).body
    assert "Notre prochain conseil : fin mars" in body


def test_the_place_of_the_council_follows_its_day_and_never_stands_alone(templates: dict[str, MailTemplate]) -> None:
    known = MailRequest(request="rencontre", council="2027-03-15", council_place="salle des fêtes")
    assert "Notre prochain conseil : 15 mars 2027, salle des fêtes" in compose(known, templates["rencontre"]).body
    assert "salle des fêtes" not in compose(replace(known, council=""), templates["rencontre"]).body
    assert "salle des fêtes" not in compose(replace(known, request="exemple"), templates["exemple"]).body


def test_levers_come_by_number_and_say_the_unit_once(templates: dict[str, MailTemplate]) -> None:
    levers = (
        ChosenLever(6, "F", 4, 4),
        ChosenLever(2, "B"),
        ChosenLever(3, "C", 2, 5),
        ChosenLever(5, "E", 1, 1),
    )
    body = compose(MailRequest(levers=levers), templates["levier"]).body
    assert "- B\n- C (2 actions faites sur 5)\n- E (1 sur 1)\n- F (4 sur 4)\n\n" in body


def test_a_function_is_a_known_word_or_what_was_typed(templates: dict[str, MailTemplate]) -> None:
    template = templates["question"]
    assert compose(MailRequest(function="conseillere-deleguee"), template).body.endswith(",\nconseillère déléguée")
    assert compose(MailRequest(function="chargée  de mission"), template).body.endswith(",\nchargée de mission")
    assert list(template.wording.functions.values()) == [
        "maire",
        "adjointe au maire",
        "adjoint au maire",
        "conseillère municipale",
        "conseiller municipal",
        "conseillère déléguée",
        "conseiller délégué",
        "présidente",
        "président",
        "vice-présidente",
        "vice-président",
        "conseillère communautaire",
        "conseiller communautaire",
        "secrétaire de mairie",
        "agente",
        "agent",
    ]


@pytest.mark.parametrize(
    ("mail", "phone", "line"),
    [
        ("a@b.fr", "", "Vous pouvez me joindre à a@b.fr."),
        ("", "05 55", "Vous pouvez me joindre au 05 55."),
        ("a@b.fr", "05 55", "Vous pouvez me joindre à a@b.fr ou au 05 55."),
        ("a@b.fr", "abc", "Vous pouvez me joindre à a@b.fr."),
    ],
)
def test_the_reply_line_says_what_was_given(
    mail: str, phone: str, line: str, templates: dict[str, MailTemplate]
) -> None:
    body = compose(MailRequest(reply_to=mail, phone=phone), templates["question"]).body
    assert f"\n\n{line}\n\n" in body


def test_words_are_no_telephone(templates: dict[str, MailTemplate]) -> None:
    body = compose(MailRequest(phone="abc"), templates["question"]).body
    assert "abc" not in body and "joindre" not in body


def test_an_address_half_typed_stays_in_the_text_only(templates: dict[str, MailTemplate]) -> None:
    draft = compose(MailRequest(reply_to="mairie@"), templates["question"])
    assert draft.reply_to == ""
    assert "mairie@." in draft.body


def test_a_long_name_is_cut_and_not_the_request(templates: dict[str, MailTemplate]) -> None:
    draft = compose(MailRequest(collectivite="Long " * 40, departement_code="23"), templates["levier"])
    assert draft.subject.endswith("(23) - être accompagné·e sur un levier")
    assert 119 <= len(draft.subject) <= 120


def test_the_epci_is_named_for_a_commune_only(templates: dict[str, MailTemplate]) -> None:
    request = MailRequest(kind="commune", epci="CC de Blaye")
    assert "Notre intercommunalité : CC de Blaye." in compose(request, templates["question"]).body
    assert "Blaye" not in compose(replace(request, kind="intercommunalite"), templates["question"]).body


def test_braces_typed_by_someone_stay_braces(templates: dict[str, MailTemplate]) -> None:
    typed = "{on_behalf}{0}{request.__class__}"
    request = MailRequest(collectivite=typed, departement="{x}", person=typed, message=typed, reply_to=typed)
    assert compose(request, templates["levier"]).body.count(typed) == 4


def test_a_message_of_100_kb_is_cut_to_its_limit(templates: dict[str, MailTemplate]) -> None:
    body = compose(MailRequest(message="é" * 100_000), templates["question"]).body
    assert "é" * 4000 in body
    assert "é" * 4001 not in body


def test_the_template_must_be_the_one_asked_for(templates: dict[str, MailTemplate]) -> None:
    with pytest.raises(UnknownId):
        compose(MailRequest(request="levier"), templates["question"])


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@b@c", "a@b.fr\n", "a@b.fr,c@d.fr", "a b@c.fr", "é@b.fr", "A <a@b.fr>", "a@" + "b" * 260],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(InvalidAddress):
        MailDraft(to=address, subject="s", body="b")
    with pytest.raises(InvalidAddress):
        MailDraft(to=TO, subject="s", body="b", reply_to=address or "?")


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028"])
def test_a_line_break_in_a_subject_is_refused(mark: str) -> None:
    with pytest.raises(HeaderInjection) as caught:
        MailDraft(to=TO, subject=f"Objet{mark}Bcc: x@y.fr", body="b")
    assert caught.value.field == "subject"
    assert "x@y.fr" not in str(caught.value)


def test_the_recipient_is_read_from_the_kit_file(tmp_path: Path) -> None:
    assert read_recipient(ROOT / "resources" / "kit.toml") == TO
    kit = tmp_path / "kit.toml"
    kit.write_text('[contact]\nmail = "a@b.fr, c@d.fr"\n', encoding="utf-8")
    with pytest.raises(InvalidAddress):
        read_recipient(kit)
    with pytest.raises(InvalidAddress):
        load_templates(MAIL, to="a@b.fr?bcc=c@d.fr")


@pytest.mark.parametrize(
    ("file", "before", "after", "rule"),
    [
        ("levier.toml", 'subject = "', 'sujet = "', "mail-missing-key"),
        ("levier.toml", "order = 2", 'order = "2"', "mail-missing-key"),
        ("levier.toml", "{on_behalf}", "{nom}", "mail-unknown-field"),
        ("levier.toml", "Madame, Monsieur", "Madame{, Monsieur", "mail-unknown-field"),
        ("levier.toml", '"both"', '"tous"', "mail-unknown-value"),
        ("levier.toml", 'fields = ["levers"', 'fields = ["budget"', "mail-unknown-value"),
        ("levier.toml", "fields = ", "champs = ", "mail-missing-key"),
        ("levier.toml", "[other]", "[other]\nlabel = 'x'", "mail-unknown-field"),
        ("wording.toml", "{mail}", "{mail.__class__}", "mail-unknown-field"),
        ("wording.toml", "reply_phone", "telephone", "mail-missing-key"),
        ("wording.toml", "[phrases]", "[phrases", "mail-unreadable"),
    ],
)
def test_a_damaged_template_is_named(file: str, before: str, after: str, rule: str, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    shutil.copytree(MAIL, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_templates(folder, to=TO)
    assert (caught.value.file.name, caught.value.rule) == (file, rule)


def told_since(templates: dict[str, MailTemplate], changes: Changes | None) -> str:
    draft = compose(MailRequest(request="dossier", to="a@b.fr", changes=changes), templates["dossier"])
    return " ".join(draft.body.split())


def test_a_dossier_says_what_has_changed_since_the_last_one(templates: dict[str, MailTemplate]) -> None:
    counts = (("done", 1), ("begun", 0), ("new", 2), ("moved", 1), ("removed", 3), ("detailed", 2))
    assert "Depuis l’envoi du 3 mars : 1 action faite, 2 nouvelles, 1 dont l’état a changé autrement, 3 retirées" in (
        told_since(templates, Changes("3 mars", counts))
    )
    assert "Depuis l’envoi du 3 mars : 2 actions nouvelles." in told_since(templates, Changes("3 mars", (("new", 2),)))
    assert "Depuis l’envoi du 3 mars, rien n’a changé dans le plan." in told_since(templates, Changes("3 mars"))
    assert "Depuis" not in told_since(templates, None), "the first one"


def test_many_named_changes_are_cut_and_counted(templates: dict[str, MailTemplate]) -> None:
    named = tuple((f"Action {n}", "fait", "") for n in range(20))
    told = told_since(templates, Changes("3 mars", (("done", 20),), named))
    assert "- Action 11 : fait - et 8 autres" in told and "Action 12" not in told
