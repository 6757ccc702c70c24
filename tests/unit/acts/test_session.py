"""The dossier de séance: one document with a table of contents, from the note to the contact page."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from kit import paths
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.acts.session import Session, proposed_arguments, session_document
from kit.content.nearby import Place, band, near_examples, nearest_in_size
from kit.documents.document import Document, contents
from kit.documents.docx import docx
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import Typesetter
from kit.dossier.dossier import Dossier
from kit.errors import UnknownId
from kit.territoires import Territories
from tests.unit.acts.act_samples import issued, library
from tests.unit.documents.office_reading import Office, W
from tests.unit.documents.pdf_reading import Pdf

LIBRARY = library()
RENDERER = ActRenderer(ActModels(paths.acts()))
ARRETE, SUBSIDIES = "arrete-delegation-ess", "deliberation-cadre-subventions"


def session_of(*ids: str, form: str = "commune", population: int | None = 600, **rest: object) -> Document:
    values = {"collectivite.forme": form, "collectivite.nom": "Saint-Exemple"}
    values |= {"collectivite.population": str(population)} if population is not None else {}
    acts = tuple(RENDERER.render(RENDERER.models.get(one), values) for one in ids)
    near = near_examples(LIBRARY, Territories.load(paths.territories()), Place("23", population))
    session = Session(
        acts, example=nearest_in_size(near, population), place="Saint-Exemple", form=form, population=population, **rest
    )  # type: ignore[arg-type]
    return session_document(LIBRARY, None, session, RENDERER.models.thresholds, issued())


def test_all_parts_are_there_in_their_order() -> None:
    document = session_of(ARRETE, SUBSIDIES)
    titles = [title for _, title in contents(document)]
    wanted = ["Note à", "Où nous", "Projet d’acte", "Projet d’acte", "Note de synthèse", "Contact", "Sources",
              "Avant de signer", "Avant de signer"]  # fmt: skip
    assert [title.startswith(word) for title, word in zip(titles, wanted, strict=True)] == [True] * len(wanted)


def test_the_pdf_lists_its_parts_with_their_pages() -> None:
    document = session_of(SUBSIDIES)
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document)))
    first = pdf.text().split("\f")[0]
    assert "Sommaire" in first and "Note à l’exécutif" in first and "Contact" in first
    pages = pdf.text().split("\f")
    assert "Note à l’exécutif" in pages[1] and "Qui décide" in pages[1]  # the note takes one page
    assert "Où nous en sommes" in pages[2]


def test_the_docx_lists_its_parts_by_links_that_lead_somewhere() -> None:
    office = Office(docx(session_of(SUBSIDIES)))
    anchors = [link.get(f"{W}anchor") for link in office.main.iter(f"{W}hyperlink")]
    marks = [mark.get(f"{W}name") for mark in office.main.iter(f"{W}bookmarkStart")]
    assert anchors and anchors == marks


def test_the_note_gives_three_arguments_an_example_and_costs_only_where_the_texts_say() -> None:
    chosen = ("competence-sport", "mobilite-solidaire", "commerces-proximite", "bien-vieillir")
    told = document_text(session_of(SUBSIDIES, arguments=chosen))
    note = told[told.index("Trois arguments") : told.index("Où nous en sommes", 2000)]
    for topic in chosen[:3]:
        assert LIBRARY.article(topic).label in note
    assert LIBRARY.article(chosen[3]).label not in note
    assert "Lestiac-sur-Garonne" in note  # 585 inhabitants: the nearest to 600
    costs = note[note.index("Ce que cela coûte") : note.index("Qui décide")]
    assert LIBRARY.article("mobilite-solidaire").label in costs
    assert LIBRARY.article("competence-sport").label not in costs


@pytest.mark.parametrize(
    ("form", "ours", "theirs", "said"),
    [("commune", 719, 4624, False), ("commune", 719, 1400, True), ("epci", 1500, 1400, False)],
)
def test_an_example_is_said_to_be_near_in_size_only_where_it_is(form: str, ours: int, theirs: int, said: bool) -> None:
    one = near_examples(LIBRARY, Territories.load(paths.territories()), Place("23", ours))[0]
    act = RENDERER.render(RENDERER.models.get(ARRETE), {"collectivite.forme": form})
    session = Session(
        (act,),
        example=replace(
            one, case=replace(one.case, example=replace(one.example, population=theirs)), band=band(theirs)
        ),
        form=form,
        population=ours,
    )
    told = document_text(session_document(LIBRARY, None, session, RENDERER.models.thresholds, issued()))
    assert ("près de notre taille" in told) is said
    assert one.example.text[:30] in " ".join(told.split())


def test_who_must_step_out_is_asked_where_an_act_gives_money() -> None:
    assert "déporter" in document_text(session_of(SUBSIDIES))
    assert "Qui doit se déporter" not in document_text(session_of(ARRETE))


@pytest.mark.parametrize(
    ("form", "population", "words"),
    [("commune", 3500, "la demande ici"), ("commune", 3499, "ne demande pas"), ("epci", 900, "la demande ici"),
     ("commune", None, "à partir de 3\u00a0500")],
)  # fmt: skip
def test_the_note_de_synthese_is_said_to_be_due_where_it_is(form: str, population: int | None, words: str) -> None:
    told = " ".join(document_text(session_of(SUBSIDIES, form=form, population=population)).split(" "))
    assert words in told.replace("\n", " ")


def test_an_arrete_has_no_note_de_synthese() -> None:
    assert not any(title.startswith("Note de synthèse") for _, title in contents(session_of(ARRETE)))


def test_the_checklist_shows_what_the_dossier_says(tmp_path: Path) -> None:
    act = RENDERER.render(RENDERER.models.get(ARRETE), {"collectivite.forme": "commune"})
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        dossier.record("action:elu-commission", "status", "fait")
        document = session_document(LIBRARY, dossier, Session((act,)), RENDERER.models.thresholds, issued())
    assert "[x] 1.1" in document_text(document)


def test_an_argument_that_no_text_has_is_refused() -> None:
    with pytest.raises(UnknownId):
        session_of(ARRETE, arguments=("rien",))


def test_arguments_are_proposed_one_of_each_reason_first() -> None:
    act = RENDERER.render(RENDERER.models.get(SUBSIDIES), {})
    topics = proposed_arguments(LIBRARY, [act])
    parents = [topic.parent for topic in topics]
    assert len(set(parents[:3])) == 3
    assert len({topic.id for topic in topics}) == len(topics)


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ({}, []),
        ({"executif.nom": "Alix Un"}, ["Pour Alix Un"]),
        ({"seance.date": "2026-12-15"}, ["Séance du conseil du 15 décembre 2026"]),
        ({"seance.lieu": "salle des fêtes"}, ["Lieu de la séance\u00a0: salle des fêtes"]),
        (
            {"executif.nom": "Alix Un", "seance.date": "2026-12-15", "seance.lieu": "salle des fêtes"},
            ["Pour Alix Un", "Séance du conseil du 15 décembre 2026, salle des fêtes"],
        ),
    ],
)
def test_the_note_says_for_whom_and_for_which_council(known: dict[str, str], lines: list[str]) -> None:
    act = RENDERER.render(RENDERER.models.get(ARRETE), known)
    document = session_document(LIBRARY, None, Session.of((act,), known), RENDERER.models.thresholds, issued())
    text = document_text(document)
    note = text[text.rindex("Note à l’exécutif") : text.index("Ce qui est proposé")].splitlines()
    assert [line for line in note[1:] if line.strip(" =-#")] == lines
