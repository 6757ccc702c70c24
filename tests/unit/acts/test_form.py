"""Acts in the form that a council and a prefecture know: head, title, order, decision, signatures, pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pytest

from kit import paths
from kit.acts.document import act_document
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in
from kit.content.blocks import Callout, plain
from kit.documents.document import Beside, Block, Cell, Commented, Document, Fields, Role, Styled, is_signature
from kit.documents.docx import docx
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from tests.unit.acts.act_samples import issued
from tests.unit.documents.office_reading import TEXT, Office, W
from tests.unit.documents.pdf_reading import Pdf

RENDERER = ActRenderer(ActModels(paths.acts()))
MODELS = RENDERER.models.all()
FORMS = {"commune": "1800", "epci": "29000"}
FITTING = [(model.id, form) for model in MODELS for form in FORMS if model.fits_form(form)]
KINDS = {model.id: model.kind for model in MODELS}
OF_LAW = [one for one in FITTING if KINDS[one[0]] in ("arrete", "deliberation")]
WRITE = {"docx": docx, "odt": odt}


def made(model_id: str, form: str, *, full: bool = True) -> Document:
    model = RENDERER.models.get(model_id)
    fields = RENDERER.fields(model)
    values = filled_in(fields, form, FORMS[form]) if full else blank(form, FORMS[form])
    return act_document(RENDERER.render(model, values), "Saint-Exemple", issued())


def inner(blocks: tuple[Block, ...]) -> list[Block]:
    return [block.block if isinstance(block, Commented) else block for block in blocks]


def roles(document: Document) -> list[Role]:
    return [block.role for block in inner(document.blocks) if isinstance(block, Styled)]


def cells(document: Document) -> Iterator[Cell]:
    for block in inner(document.blocks):
        if isinstance(block, Beside):
            yield from block.cells


def signatories(document: Document) -> list[tuple[str, bool]]:
    """Return who signs side by side, and whether in a frame."""
    return [
        (plain(line.spans), cell.framed)
        for cell in cells(document)
        for line in cell.blocks
        if isinstance(line, Styled) and line.role is Role.SIGNATORY
    ]


@pytest.mark.parametrize("kind", sorted(WRITE))
@pytest.mark.parametrize(("model_id", "form"), OF_LAW)
def test_an_act_begins_with_the_republic_the_departement_and_the_collectivite(
    model_id: str, form: str, kind: str
) -> None:
    document = made(model_id, form)
    office = Office(WRITE[kind](document))
    first = [text for text in office.paragraphs if text.strip()][:5]
    own = "Commune de Saint-Exemple" if form == "commune" else "CC du Pays d’Exemple"
    assert first[:3] == ["RÉPUBLIQUE FRANÇAISE", "Département\u00a0: Creuse", own]
    assert first[3:] == ["Cadre réservé au contrôle de légalité", document.title]


@pytest.mark.parametrize(("model_id", "form"), FITTING)
def test_visas_stand_before_considerants_and_both_before_the_decision(model_id: str, form: str) -> None:
    order = {Role.VISA: 0, Role.CONSIDERING: 1, Role.DECISION: 2, Role.ARTICLE: 3}
    told = [order[role] for role in roles(made(model_id, form)) if role in order]
    assert told == sorted(told)
    if KINDS[model_id] in ("arrete", "deliberation"):
        assert told.count(2) == 1 and 0 in told and 3 in told


@pytest.mark.parametrize(("model_id", "form"), OF_LAW)
def test_a_visa_begins_in_capitals(model_id: str, form: str) -> None:
    for block in inner(made(model_id, form).blocks):
        if isinstance(block, Styled) and block.role in (Role.VISA, Role.CONSIDERING):
            assert re.match(r"VU |CONSIDÉRANT ", plain(block.spans))
        if isinstance(block, Styled) and block.role is Role.DECISION:
            assert plain(block.spans) == ("ARRÊTE" if KINDS[model_id] == "arrete" else "DÉCIDE")


@pytest.mark.parametrize(("model_id", "form"), OF_LAW)
def test_an_act_ends_with_what_makes_it_hold_and_the_ways_to_appeal(model_id: str, form: str) -> None:
    blocks = inner(made(model_id, form).blocks)
    (appeal,) = [n for n, one in enumerate(blocks) if isinstance(one, Callout) and one.kind == "recours"]
    assert blocks[appeal].title == "Voies et délais de recours"  # type: ignore[union-attr]
    signed = [n for n, one in enumerate(blocks) if is_signature(one)]
    assert signed and max(signed) < appeal
    frames = [cell for cell in cells(made(model_id, form)) if cell.framed]
    told = " ".join(label for cell in frames for one in cell.blocks if isinstance(one, Fields) for label in one.labels)
    assert "au représentant de l’État le" in told and "ubliée le" in told.replace("Publié le", "Publiée le")


@pytest.mark.parametrize(("model_id", "form"), FITTING)
def test_who_signs_stands_face_to_face(model_id: str, form: str) -> None:
    told = signatories(made(model_id, form))
    if KINDS[model_id] == "deliberation":
        assert [name for name, _ in told][1:] == ["Secrétaire de séance,"] and len(told) == 2
        assert not any(framed for _, framed in told)
    elif KINDS[model_id] == "convention" and told:
        assert len(told) == 2 and all(framed for _, framed in told)
        assert told[0][0].startswith("Pour ") and told[0][0].endswith(",")
    else:
        assert told == []


@pytest.mark.parametrize("model_id", ["arrete-delegation-ess", "deliberation-commission-ess", "convention-pret-local"])
@pytest.mark.parametrize("full", [True, False])
def test_the_sheet_before_signing_is_never_counted(model_id: str, full: bool) -> None:
    document = made(model_id, "commune", full=full)
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    pages = [" ".join(page.split()) for page in pdf.text().split("\f")][: len(pdf.pdf.pages)]
    apart = next(number for number, page in enumerate(pages) if page.startswith("Avant de signer"))
    assert apart % 2 == 0, "a sheet of its own, also where both sides are printed"
    counted = [re.search(r"page (\d+)/(\d+)", page) for page in pages]
    numbered = [found for found in counted if found]
    assert all(found is None for found in counted[apart:])
    assert [found[1] for found in numbered] == [str(n + 1) for n in range(len(numbered))]
    assert {found[2] for found in numbered} == {str(len(numbered))}
    assert apart - len(numbered) in (0, 1) and "".join(pages[len(numbered) : apart]) == ""


def test_word_and_libreoffice_count_to_the_end_of_the_act() -> None:
    document = made("arrete-delegation-ess", "commune")
    word = Office(docx(document))
    foot = word.raw["word/footer.xml"].decode()
    assert "PAGEREF FinActe" in foot and "NUMPAGES" not in foot
    assert 'w:name="FinActe"' in word.raw["word/document.xml"].decode()
    assert "PAGE" not in word.raw["word/footerApart.xml"].decode()
    text = Office(odt(document))
    assert 'text:ref-name="FinActe"' in text.raw["styles.xml"].decode()
    assert 'style:master-page-name="Apart"' in text.raw["content.xml"].decode()


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_what_is_left_to_fill_has_a_style_of_its_own_and_brackets(kind: str) -> None:
    office = Office(WRITE[kind](made("arrete-delegation-ess", "commune", full=False)))
    if kind == "odt":
        spans = [span for span in office.main.iter(f"{TEXT}span") if span.get(f"{TEXT}style-name") == "ACompleter"]
        told = ["".join(span.itertext()) for span in spans]
    else:
        runs = [
            run for run in office.main.iter(f"{W}r") if run.find(f"{W}rPr/{W}rStyle[@{W}val='ACompleter']") is not None
        ]
        told = ["".join(run.itertext()) for run in runs]
    assert len(told) > 5
    assert all(text.startswith("[") for text in told)
    styles = office.raw["styles.xml" if kind == "odt" else "word/styles.xml"].decode()
    assert '"À compléter"' in styles


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_the_first_article_is_written_with_raised_letters(kind: str) -> None:
    office = Office(WRITE[kind](made("arrete-delegation-ess", "commune")))
    assert "Article 1er\u00a0: objet" in office.paragraphs
    main = office.raw["content.xml" if kind == "odt" else "word/document.xml"].decode()
    wanted = r'"Exposant">er<' if kind == "odt" else r'"Exposant"/></w:rPr><w:t xml:space="preserve">er<'
    assert re.search(wanted, main)


@pytest.mark.parametrize("write", sorted(WRITE))
def test_looks_come_from_named_styles_alone(write: str) -> None:
    office = Office(WRITE[write](made("deliberation-commission-ess", "commune", full=False)))
    if write == "docx":
        main = office.raw["word/document.xml"].decode()
        assert "<w:jc " not in main and "<w:color " not in main and "<w:sz " not in main
    else:
        names = {
            style for style in re.findall(r'style:parent-style-name="([^"]+)"', office.raw["content.xml"].decode())
        }
        shown = office.raw["styles.xml"].decode()
        assert all(f'style:name="{name}"' in shown for name in names)


def test_the_pdf_of_an_act_is_tagged_whole() -> None:
    document = made("deliberation-commission-ess", "commune", full=False)
    data = Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)
    assert Pdf(data).unmarked_operators() == []
    with pikepdf.open(io.BytesIO(data)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_text_alone_keeps_the_order_of_the_page() -> None:
    told = document_text(made("deliberation-commission-ess", "commune"))
    marks = ("RÉPUBLIQUE FRANÇAISE", "DÉLIBÉRATION", "Extrait du registre", "VU le", "CONSIDÉRANT", "DÉCIDE",
             "Article 1er", "Résultat du vote", "Fait à", "Secrétaire de séance,", "Caractère exécutoire",
             "Voies et délais de recours", "* * *", "Avant de signer")  # fmt: skip
    places = [told.index(mark) for mark in marks]
    assert places == sorted(places)
