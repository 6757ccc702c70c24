"""Acts in the form that a council and a prefecture know: head, title, order, decision, signatures, pages."""

from __future__ import annotations

import html
import io
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from kit import paths
from kit.acts.document import act_document
from kit.acts.loader import ActModels
from kit.acts.rendering import ActRenderer
from kit.acts.samples import blank, filled_in
from kit.content.blocks import Callout, Heading, plain
from kit.documents.document import (
    Beside,
    Block,
    Cell,
    Commented,
    Document,
    Fields,
    PageBreak,
    Role,
    Styled,
    is_signature,
)
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
    first = [text for text in office.paragraphs if text.strip()]
    own = "Commune de Saint-Exemple" if form == "commune" else "CC du Pays d’Exemple"
    assert first[:3] == ["RÉPUBLIQUE FRANÇAISE", "Département\u00a0: Creuse", own]
    numbered = ["Délibération n° 2026-034"] if KINDS[model_id] == "deliberation" else []  # else it is in the title
    assert first[3 : 5 + len(numbered)] == [*numbered, "Cadre réservé au contrôle de légalité", document.title]
    assert numbered or re.match(r"Arrêté n° 2026-042 ", document.title)


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_a_space_to_fill_in_a_title_looks_as_one(kind: str) -> None:
    document = made("deliberation-commission-ess", "commune", full=False)
    assert "[À COMPLÉTER : Nom de la commission]" in document.title.replace("\u00a0", " ")
    office = Office(WRITE[kind](document))
    text = office.raw["content.xml" if kind == "odt" else "word/document.xml"].decode()
    (title,) = re.findall(r'Heading(?:_20_)?1".*?</(?:text:h|w:p)>', text)
    looks = 'text:style-name="ACompleter">' if kind == "odt" else '<w:rStyle w:val="ACompleter"/>'
    assert title.count(looks) == 1
    told = json.loads(document_inputs(document)["data"])["named"]
    assert [run[1] for run in told if isinstance(run, list)] == [4]


@pytest.mark.parametrize("full", [True, False])
def test_the_names_below_those_who_sign_are_level(full: bool, tmp_path: Path) -> None:
    """Where one title takes a line more than the other, as a space to fill does, both names stand at one height."""
    document = made("deliberation-commission-ess", "commune", full=full)
    words = words_of(Typesetter().compile_pdf(TEMPLATE, document_inputs(document)), tmp_path, page=2)
    signs = min(top for _, top, word in words if word == "Secrétaire")
    below = sorted((top, x) for x, top, word in words if top > signs + 20 and word in ("Prénom", "[À"))[:2]
    assert {x < 100 for _, x in below} == {True, False}
    assert below[0][0] == pytest.approx(below[1][0], abs=0.2)


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


LETTERS = [one for one in FITTING if KINDS[one[0]] == "lettre"]


@pytest.mark.parametrize(("model_id", "form"), LETTERS)
def test_a_letter_is_laid_out_for_an_envelope_with_a_window(model_id: str, form: str, tmp_path: Path) -> None:
    """105 mm from the left and 50 mm from the top; nothing else stands between there and 92 mm."""
    document = made(model_id, form)
    assert document.letter and not document.official
    assert [block.role for block in document.head if isinstance(block, Styled)] == [
        Role.SENDER, Role.RECIPIENT, Role.SENT,
    ]  # fmt: skip
    words = words_of(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED), tmp_path)
    in_window = [(x, y) for x, y, _ in words if 48 < y < 88]
    assert in_window
    assert min(x for x, _ in in_window) == pytest.approx(105, abs=1)
    assert min(y for _, y in in_window) == pytest.approx(50, abs=2.5)
    assert min(y for _, y, word in words if word == "Objet") > 99


@pytest.mark.parametrize(("model_id", "form"), LETTERS)
def test_a_letter_has_its_subject_its_enclosures_and_room_to_sign(model_id: str, form: str, tmp_path: Path) -> None:
    document = made(model_id, form)
    assert document.title.startswith("Objet\u00a0: ")
    first = inner(document.blocks)[0]
    assert isinstance(first, Styled) and first.role is Role.ENCLOSED and plain(first.spans).startswith("P.\u00a0J.")
    words = words_of(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED), tmp_path)
    title = max(y for x, y, word in words if word in ("maire,", "présidente,") and x > 100)
    name = min(y for x, y, word in words if x > 100 and y > title + 8)
    assert name - title >= 25


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_a_letter_without_addresses_prints_nothing_in_their_place(kind: str) -> None:
    office = Office(WRITE[kind](made("courrier-intervenant", "commune", full=False)))
    assert "Adresse" not in office.text and "P.\u00a0J." not in office.text
    asked = {field.name for field in RENDERER.fields(RENDERER.models.get("courrier-intervenant"))}
    assert {"collectivite.adresse", "destinataire.adresse", "courrier.pieces"} <= asked


def test_what_is_told_before_sending_has_no_head_and_no_number() -> None:
    word = Office(docx(made("courrier-intervenant", "commune")))
    (apart,) = re.findall(
        r"<w:sectPr>(?:(?!<w:sectPr>).)*oddPage.*?</w:sectPr>", word.raw["word/document.xml"].decode()
    )
    assert 'w:type="default" r:id="headerFirst"' in apart and 'r:id="footerApart"' in apart
    data = Typesetter().compile_pdf(TEMPLATE, document_inputs(made("courrier-intervenant", "commune")), ARCHIVED)
    assert "page" not in Pdf(data).text().partition("Avant d’envoyer")[2].partition("cette page")[0]


@pytest.mark.parametrize("model_id", ["arrete-delegation-ess", "deliberation-commission-ess"])
def test_the_frame_for_the_stamp_has_its_size(model_id: str, tmp_path: Path) -> None:
    """62 × 24 mm, at the right margin; in both word processors the column has that width."""
    document = made(model_id, "commune")
    words = words_of(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED), tmp_path)
    assert next(x for x, _, word in words if word == "Cadre") == pytest.approx(190 - 62 + 3, abs=1)
    grid = Office(docx(document)).main.find(f".//{W}tblGrid")
    assert grid is not None and [int(one.get(f"{W}w") or 0) for one in grid][1] == pytest.approx(62 * 56.7, abs=2)
    assert 'style:rel-column-width="62*"' in Office(odt(document)).raw["content.xml"].decode()


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_what_makes_an_act_hold_has_room_to_be_signed(kind: str, tmp_path: Path) -> None:
    """Below the line in narrow frames side by side; beside it in one as wide as the page."""
    counts = {}
    for model in ("arrete-delegation-ess", "deliberation-commission-ess"):
        told = made(model, "commune")
        main = Office(WRITE[kind](told)).raw["content.xml" if kind == "odt" else "word/document.xml"].decode()
        counts[model] = main.count("PlaceASigner")
    assert counts == {"arrete-delegation-ess": 2, "deliberation-commission-ess": 0}
    told = made("arrete-delegation-ess", "commune")
    data = Typesetter().compile_pdf(TEMPLATE, document_inputs(told), ARCHIVED)
    path = tmp_path / "acte.pdf"
    path.write_bytes(data)
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(Certifié|Voies)<', done.stdout)
    (_, below, _), (above, _, _) = words
    assert (float(above) - float(below)) * 25.4 / 72 > 16


@pytest.mark.parametrize("kind", sorted(WRITE))
def test_the_parties_of_a_convention_initial_each_page(kind: str) -> None:
    told = made("convention-pret-local", "commune")
    assert told.initials == 2 and made("arrete-delegation-ess", "commune").initials == 0
    data = Typesetter().compile_pdf(TEMPLATE, document_inputs(told), ARCHIVED)
    pages = [page for page in Pdf(data).text().split("\f") if re.search(r"page \d", page)]
    assert pages and all("Paraphes" in page for page in pages)
    office = Office(WRITE[kind](told))
    foot = office.raw["styles.xml" if kind == "odt" else "word/footer.xml"].decode()
    assert foot.count("…" * 8) == 2 and "Paraphes" in foot


@pytest.mark.parametrize("model_id", ["convention-objectifs", "convention-pret-local"])
def test_signatures_never_have_a_page_without_a_word_of_the_convention(model_id: str) -> None:
    data = Typesetter().compile_pdf(TEMPLATE, document_inputs(made(model_id, "commune")), ARCHIVED)
    signed = next(page for page in Pdf(data).text().split("\f") if "Fait en deux exemplaires originaux" in page)
    assert re.search(r"Article \d+", signed)


def test_an_annex_begins_on_a_page_of_its_own() -> None:
    blocks = inner(made("deliberation-feuille-de-route", "commune").blocks)
    (annex,) = [n for n, one in enumerate(blocks) if isinstance(one, Heading) and "Annexe" in plain(one.spans)]
    assert isinstance(blocks[annex - 1], PageBreak)


def words_of(data: bytes, folder: Path, page: int = 1) -> list[tuple[float, float, str]]:
    """Return the words of a page with their places from its top left corner, in millimetres."""
    path = folder / "page.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-f", str(page), "-l", str(page), "-bbox", path, "-"], capture_output=True, text=True, check=True
    )
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout)
    return [(float(x) * 25.4 / 72, float(y) * 25.4 / 72, html.unescape(word)) for x, y, word in found]


def test_text_alone_keeps_the_order_of_the_page() -> None:
    told = document_text(made("deliberation-commission-ess", "commune"))
    marks = ("RÉPUBLIQUE FRANÇAISE", "DÉLIBÉRATION", "Extrait du registre", "VU le", "CONSIDÉRANT", "DÉCIDE",
             "Article 1er", "Résultat du vote", "Fait à", "Secrétaire de séance,", "Caractère exécutoire",
             "Voies et délais de recours", "* * *", "Avant de signer")  # fmt: skip
    places = [told.index(mark) for mark in marks]
    assert places == sorted(places)
