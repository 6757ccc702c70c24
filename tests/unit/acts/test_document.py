"""An act as a file: styles, real comments, nothing of the kit in the text to sign, a last page apart."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit import paths
from kit.acts.document import Issued, act_document, act_file_name, blank_documents, last_page
from kit.acts.loader import ActModels
from kit.acts.rendering import RenderedAct
from kit.content.blocks import plain
from kit.documents.document import Document, Fields, words
from kit.documents.docx import docx
from kit.documents.export import export_all
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from tests.unit.acts.act_samples import DAY, NOM, REFERENCE, issued, library, rendered
from tests.unit.documents.office_reading import TEXT, Office, W
from tests.unit.documents.pdf_reading import Pdf

BODY = """# Arrêté & titre de {{ delegue.nom }}

Vu le code général des collectivités territoriales, article L2122-18 ;

Considérant ceci,

## Article : objet

Le texte.

::: rédaction
Deux lignes,

et une autre.
:::

## Article

- un point

::: rédaction
Sur une liste.
:::

::: signature
Fait le {{ acte.date }}

Pour la commune,

{{ delegue.nom }}
:::
"""
TO_CHECK = REFERENCE.format(text="CGCT, art. L2122-18", fact="F500", to_check="true")


@pytest.fixture
def act(tmp_path: Path) -> RenderedAct:
    """Return a small act with all that an act may hold."""
    return rendered(tmp_path / "actes", BODY, NOM + TO_CHECK, delegue__nom="Prénom Nom")


@pytest.fixture
def document(act: RenderedAct) -> Document:
    """Return it as a document of Saint-Exemple."""
    return act_document(act, "Saint-Exemple", issued())


def styles_of(office: Office) -> list[str]:
    if office.is_odt:
        found = (element.get(f"{TEXT}style-name") or "" for element in office.main.iter())
    else:
        found = (element.get(f"{W}val") or "" for element in office.main.iter(f"{W}pStyle"))
    return [name for name in found if name in ("Visa", "Considerant", "Article", "Signataire", "SignatureActe")]


@pytest.mark.parametrize("write", [docx, odt])
def test_an_act_has_the_styles_of_an_act(write: object, document: Document) -> None:
    office = Office(write(document))  # type: ignore[operator]
    signed = ("SignatureActe", "Signataire", "SignatureActe")  # room to sign below « Pour la commune, »
    assert styles_of(office) == ["Visa", "Considerant", "Article", "Article", *signed]
    styles = office.raw["styles.xml" if office.is_odt else "word/styles.xml"].decode("utf-8")
    for name in ("Visa", "Considérant", "Article", "Signataire", "Signature de l’acte"):
        assert f'"{name}"' in styles


@pytest.mark.parametrize("lines", range(20, 46))
@pytest.mark.parametrize(
    "last", ["La toute dernière phrase.", "Résultat :\n\n- Pour : douze\n- Contre : la toute dernière phrase."]
)
def test_the_place_to_sign_never_stands_alone_at_the_head_of_a_page(tmp_path: Path, lines: int, last: str) -> None:
    body = BODY.replace("Le texte.", "Un alinéa.\n\n" * lines).replace(
        ":::\n\n::: signature", f":::\n\n{last}\n\n::: signature"
    )
    act = rendered(tmp_path / "actes", body, NOM + TO_CHECK, delegue__nom="Prénom Nom")
    made = act_document(act, "Saint-Exemple", issued())
    pages = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(made))).text().split("\f")
    signed = next(page for page in pages if "Fait le" in page)
    assert "toute dernière phrase" in signed
    assert ("Résultat" in signed) == ("Résultat" in last)


@pytest.mark.parametrize(
    "last", ["La toute dernière phrase.", "Résultat :\n\n- Pour : douze\n- Contre : la toute dernière phrase."]
)
@pytest.mark.parametrize("write", [docx, odt])
def test_what_stands_before_the_place_to_sign_is_kept_with_it(tmp_path: Path, write: object, last: str) -> None:
    body = BODY.replace(":::\n\n::: signature", f":::\n\n{last}\n\n::: signature")
    act = rendered(tmp_path / "actes", body, NOM + TO_CHECK, delegue__nom="Prénom Nom")
    office = Office(write(act_document(act, "Saint-Exemple", issued())))  # type: ignore[operator]
    assert office.kept == [text for text in office.paragraphs if re.search("Résultat|douze|dernière phrase", text)]


@pytest.mark.parametrize("write", [docx, odt])
def test_articles_are_numbered_titles(write: object, document: Document) -> None:
    office = Office(write(document))  # type: ignore[operator]
    articles = [text for text in office.paragraphs if text.startswith("Article")]
    assert articles == ["Article 1er\u00a0: objet", "Article 2"]
    if office.is_odt:
        assert (2, "Article 2") in office.headings
    else:
        styles = office.raw["word/styles.xml"].decode("utf-8")
        assert '<w:name w:val="Article"/><w:basedOn w:val="Heading2"/>' in styles


def test_comments_are_real_comments_of_word(document: Document) -> None:
    office = Office(docx(document))
    comments = ["\n".join(p.text or "" for p in c.iter(f"{W}t")) for c in office.parts["word/comments.xml"]]
    assert comments == [
        "À vérifier sur Légifrance avant signature\u00a0: CGCT, art. L2122-18.",
        "Deux lignes,\net une autre.",
        "Sur une liste.",
    ]
    marks = [element.get(f"{W}id") for element in office.main.iter(f"{W}commentReference")]
    assert marks == ["0", "1", "2"]
    assert "comments+xml" in office.raw["[Content_Types].xml"].decode("utf-8")
    assert "comments.xml" in office.raw["word/_rels/document.xml.rels"].decode("utf-8")
    assert not any("Deux lignes" in text for text in office.paragraphs)


def test_comments_are_real_comments_of_libreoffice(document: Document) -> None:
    main = Office(odt(document)).raw["content.xml"].decode("utf-8")
    assert main.count("<office:annotation ") == main.count("<office:annotation-end ") == 3
    assert "<text:p>Deux lignes,</text:p><text:p>et une autre.</text:p></office:annotation>Le texte." in main


def test_neither_the_text_nor_the_pdf_shows_a_comment(document: Document) -> None:
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document)))
    for told in (document_text(document), pdf.text()):
        assert "Deux lignes" not in told and "Le texte." in told


def test_nothing_of_the_kit_stands_in_the_text_to_sign(document: Document) -> None:
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document)))
    pages = pdf.text().split("\f")
    signed, last = "\n".join(pages[: len(pdf.pdf.pages) - 1]), pages[len(pdf.pdf.pages) - 1]
    for told in ("CRESS", "Kit ESS", "2026", "Légifrance", "relire"):
        assert told not in signed
    assert "Saint-Exemple" in signed and "page 1/1" in signed
    for told in (
        "Modèle à faire relire",
        "Modèle M01, vérifié le 24 novembre 2026",
        "textes",
        "Date de signature",
        "L2122-18",
    ):
        assert told in last


def test_an_act_of_an_old_review_says_so(act: RenderedAct) -> None:
    publisher = issued().publisher
    told = [
        document_text(act_document(act, "x", Issued(publisher, day))) for day in (date(2028, 5, 23), date(2028, 5, 24))
    ]
    assert "il y a 18 mois" not in told[0] and "il y a 18 mois" in " ".join(told[1].split())


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"seance.date": "2026-12-15"}, "2026-12-arrete-delegation-ess.docx"),
        ({"acte.date": "2027-01-02"}, "2027-01-arrete-delegation-ess.docx"),
        ({"seance.date": "bientôt"}, "2026-11-arrete-delegation-ess.docx"),
        ({}, "2026-11-arrete-delegation-ess.docx"),
    ],
)
def test_the_file_is_named_by_its_month(values: dict[str, str], name: str) -> None:
    model = ActModels(paths.acts()).get("arrete-delegation-ess")
    assert act_file_name(model, values, date(2026, 11, 25), ".DOCX") == name


def test_a_long_title_stays_whole_on_the_page(act: RenderedAct) -> None:
    title = " ".join(["délibération"] * 24)
    long = act_document(replace(act, named=words(title)), "Saint-Exemple", issued())
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(long)))
    assert title in " ".join(pdf.text().split())
    assert title in Office(docx(long)).paragraphs


def test_typed_apostrophes_ampersands_and_line_breaks_reach_every_format(tmp_path: Path) -> None:
    long = NOM.replace('"personne"', '"texte-long"')
    typed = 'L\'été & <l’hiver>\nseconde "ligne"'
    document = act_document(
        rendered(tmp_path / "a", "# T\n\n{{ delegue.nom }}\n", long, delegue__nom=typed), "", issued()
    )
    for office in (Office(docx(document)), Office(odt(document))):
        assert any(text.split() == typed.split() for text in office.paragraphs)
    assert typed in document_text(document)


def test_the_blank_models_go_with_the_whole_kit(tmp_path: Path) -> None:
    blank = list(blank_documents(library(), DAY))
    assert len(blank) == 25 and str(blank[0][0]) == "modeles-a-adapter/M01-arrete-delegation-ess"
    count = export_all(library(), tmp_path / "kit", today=DAY, more=blank[:2])
    written = sorted(path.name for path in (tmp_path / "kit" / "modeles-a-adapter").iterdir())
    assert written == [f"{place.name}.{extension}" for place, _ in sorted(blank[:2]) for extension in ("docx", "odt")]
    assert count == sum(path.is_file() for path in (tmp_path / "kit").rglob("*"))
    text = Office((tmp_path / "kit" / "modeles-a-adapter" / written[0]).read_bytes()).text
    assert "[À COMPLÉTER" in text and "[VARIANTE" in text
    assert "modeles-a-adapter" in (tmp_path / "kit" / "LISEZ-MOI.txt").read_text(encoding="utf-8")


def test_what_is_told_before_signing_stands_apart(document: Document) -> None:
    assert re.match(r"Avant d’envoyer", document.apart[0].spans[0].text)  # type: ignore[union-attr]
    assert not any("Modèle" in plain(getattr(block, "spans", ())) for block in document.blocks)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        *(
            (kind, "Avant de signer (cette page ne fait pas partie de l’acte)")
            for kind in ("arrete", "deliberation", "convention", "reglement")
        ),
        ("lettre", "Avant d’envoyer (cette page ne fait pas partie du document)"),
        *((kind, "Avant de s’en servir (cette page ne fait pas partie du document)") for kind in ("fiche", "note")),
        ("clause", "Avant de s’en servir (cette page ne fait pas partie du document)"),
    ],
)
def test_the_last_page_says_what_it_is_no_part_of(tmp_path: Path, kind: str, told: str) -> None:
    act = rendered(tmp_path / "actes", "# Un texte\n\nUn alinéa.\n", "")
    act = replace(act, model=replace(act.model, kind=kind))
    assert plain(next(last_page(act, issued())).spans) == told  # type: ignore[union-attr]


def test_a_line_of_dots_is_a_space_to_write_in_and_boxes_are_their_own_marks(tmp_path: Path) -> None:
    dots = "…" * 12
    body = (
        f"# Une fiche\n\nNom : {dots}\n\nNombre : {dots} De qui : {dots}\n\n{dots}\n\n"
        f"Madame {dots}, absente pour : {dots}\n\nMadame {dots} {'qui est sortie ' * 3} : {dots}\n\n"
        f"Le statut :\n\n- ☐ association\n- ☐ autre : {dots}\n\nFin.\n"
    )
    blocks = rendered(tmp_path / "actes", body, "").blocks
    told = [block.labels for block in blocks if isinstance(block, Fields)]
    assert told == [("Nom\u00a0:",), ("Nombre\u00a0:", "De qui\u00a0:"), ("",)]
    document = act_document(rendered(tmp_path / "actes", body, ""), "Saint-Exemple", issued())
    assert "Le statut\u00a0:\n\n[ ] association\n[ ] autre" in document_text(document)
    for made, bullet in ((docx(document), '<w:numId w:val="1"/>'), (odt(document), 'text:style-name="Puces"')):
        office = Office(made)
        assert "☐\tassociation" in office.paragraphs and "☐ association" not in office.text
        assert bullet not in office.raw["content.xml" if office.is_odt else "word/document.xml"].decode()
        assert {"Le statut\u00a0:", "☐\tassociation"} <= set(office.kept)
        assert not any(text.startswith(("☐\tautre", "Fin.")) for text in office.kept)
    pages = Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)
    assert "•" not in Pdf(pages).text("-raw").partition("Avant")[0] and "☐" in Pdf(pages).text("-raw")
