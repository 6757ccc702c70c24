"""Every act opened by a real LibreOffice (``make test-office``): its words, its titles, its comments."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from kit.acts.document import act_document
from kit.documents.document import Document
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import wrapped
from kit.documents.typeset import Typesetter
from kit.documents.writer import write
from tests.unit.acts.act_samples import issued, rendered
from tests.unit.acts.test_session import ARRETE, SUBSIDIES, session_of
from tests.unit.acts.test_shipped import FITTING, act_of, articles_of, document_of
from tests.unit.documents.office_reading import Office
from tests.unit.documents.pdf_reading import Pdf

pytestmark = [pytest.mark.office, pytest.mark.timeout(500)]
FILES = [f"{model}--{place}.{extension}" for model, place in FITTING for extension in ("docx", "odt")]
_TEXT = "txt:Text (encoded):UTF8"


def soffice(folder: Path, kind: str, out: Path, *files: Path) -> None:
    """Run LibreOffice once over all files; it must say nothing of a failure."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", str(out)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True, timeout=400)
    assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every act as DOCX and ODT, and have all opened by one call."""
    folder = tmp_path_factory.mktemp("acts")
    written = []
    for name in FILES:
        stem, _, extension = name.partition(".")
        model, place = stem.split("--")
        out = folder / f"{stem}-{extension}.{extension}"
        write(document_of(model, place), out)
        written.append(out)
    soffice(folder, _TEXT, folder / "txt", *written)
    return folder


def squeezed(text: str) -> str:
    """Return a text without spaces, bullets and numbers of lists."""
    return re.sub(r"[\s\ufeff•–]", "", text)


@pytest.mark.parametrize("name", FILES)
def test_libreoffice_shows_every_word_of_an_act_and_none_of_the_template(name: str, opened: Path) -> None:
    stem, _, extension = name.partition(".")
    model, place = stem.split("--")
    told = (opened / "txt" / f"{stem}-{extension}.txt").read_text(encoding="utf-8-sig")
    assert "{{" not in told and "{%" not in told and "[À COMPLÉTER" not in told
    act = act_of(model, place)
    shown = squeezed(told)
    assert squeezed(act.title) in shown
    for article in articles_of(act):
        assert squeezed(article) in shown
    office = Office((opened / f"{stem}-{extension}.{extension}").read_bytes())
    comments = [said for block in document_of(model, place).blocks for said in getattr(block, "comments", ())]
    words = [squeezed(text) for text in office.paragraphs if squeezed(text)]
    remarks = {squeezed(line) for said in comments for line in said.splitlines()}
    assert [text for text in words if text not in shown and text not in remarks] == []


def test_comments_styles_and_contents_survive_libreoffice(tmp_path: Path) -> None:
    documents: dict[str, Document] = {
        "acte": document_of(ARRETE, "commune-1800"),
        "seance": session_of(ARRETE, SUBSIDIES),
    }
    files = []
    for name, document in documents.items():
        for extension in ("docx", "odt"):
            files.append(tmp_path / f"{name}-{extension}.{extension}")
            write(document, files[-1])
    soffice(tmp_path, "fodt", tmp_path / "out", *files)
    for name, document in documents.items():
        comments = [said for block in document.blocks for said in getattr(block, "comments", ())]
        for extension in ("docx", "odt"):
            flat = (tmp_path / "out" / f"{name}-{extension}.fodt").read_text(encoding="utf-8")
            assert flat.count("<office:annotation ") == len(comments) > 0
            for style in ("Visa", "Article"):
                assert re.search(rf'style:(parent-style-)?name="{style}"', flat)
            titles = re.findall(r'<text:h [^>]*text:outline-level="2"', flat)
            assert len(titles) >= 8


@pytest.mark.parametrize("extension", ["docx", "odt"])
def test_the_table_of_contents_gives_the_right_pages(extension: str, tmp_path: Path) -> None:
    out = tmp_path / f"seance.{extension}"
    write(session_of(SUBSIDIES), out)
    soffice(tmp_path, "pdf", tmp_path, out)
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "seance.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = done.stdout.split("\f")
    for title in ("Note à l’exécutif", "Où nous en sommes", "Contact", "Sources"):
        found = re.search(rf"^\s*{title}\W*?(\d+)\s*$", pages[0], re.MULTILINE)
        assert found, pages[0]
        assert title in pages[int(found[1]) - 1]


def test_the_warning_stands_on_a_page_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    write(document_of(ARRETE, "commune-1800"), out)
    soffice(tmp_path, "pdf", tmp_path, out)
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    pages = [page for page in done.stdout.split("\f") if page.strip()]
    (warned,) = [number for number, page in enumerate(pages) if "Modèle à faire relire" in " ".join(page.split())]
    assert warned == len(pages) - 1
    assert "Prénom Nom" in pages[warned - 1] and wrapped(issued().publisher.name)[0] not in pages[0]


def test_the_place_to_sign_never_stands_alone_at_the_head_of_a_page(tmp_path: Path) -> None:
    """As many lines as it takes for the place to sign to cross from one page to the next, in both formats."""
    written = []
    for lines in range(24, 48):
        for extension in ("docx", "odt"):
            text = "Un alinéa.\n\n" * lines
            body = f"# Un acte\n\n{text}- Pour : douze\n- Contre : zéro\n\n::: signature\nFait le jour\n\nUn nom\n:::\n"
            made = act_document(rendered(tmp_path / "actes", body, ""), "Saint-Exemple", issued())
            written.append(tmp_path / f"acte-{lines}-{extension}.{extension}")
            write(made, written[-1])
    soffice(tmp_path, "pdf", tmp_path / "pdf", *written)
    crossed = set()
    for path in written:
        told = subprocess.run(
            ["pdftotext", tmp_path / "pdf" / f"{path.stem}.pdf", "-"], capture_output=True, text=True, check=True
        )
        pages = told.stdout.split("\f")
        signed = next(number for number, page in enumerate(pages) if "Fait le jour" in page)
        crossed.add((path.suffix, signed))
        assert "zéro" in pages[signed], path.name
    assert crossed == {(".docx", 0), (".docx", 1), (".odt", 0), (".odt", 1)}


def page_count(path: Path) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(path) as opened:
        return len(opened.pages)


@pytest.mark.parametrize("full", [True, False], ids=["filled in", "blank"])
def test_an_act_takes_as_many_pages_in_a_word_processor_as_in_the_pdf(full: bool, tmp_path: Path) -> None:
    """One page more or less is what another font makes; beyond, room was given that nobody asked for."""
    documents = {
        f"{model}--{place}": document_of(model, place, full=full)
        for model, place in FITTING
        if place in ("commune-1800", "epci-29000")
    }
    written = []
    for name, document in documents.items():
        for extension in ("docx", "odt"):
            written.append(tmp_path / f"{name}-{extension}.{extension}")
            write(document, written[-1])
    soffice(tmp_path, "pdf", tmp_path / "pdf", *written)
    typesetter, far = Typesetter(), []
    for name, document in documents.items():
        # LibreOffice leaves the empty back of a sheet out of its PDF.
        pages = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document))).text().split("\f")
        ours = len([page for page in pages if page.strip()])
        theirs = {kind: page_count(tmp_path / "pdf" / f"{name}-{kind}.pdf") for kind in ("docx", "odt")}
        if any(abs(count - ours) > 1 for count in theirs.values()):
            far.append((name, ours, theirs))
    assert len(documents) >= 45
    assert far == []
