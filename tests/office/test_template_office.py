"""A .dotx and an .ott that a real LibreOffice made, applied to acts and letters and opened by it again."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kit.documents.template import read_template
from kit.documents.writer import write
from tests.office.test_acts_office import soffice
from tests.unit.acts.test_form import made, words_of

pytestmark = [pytest.mark.office, pytest.mark.timeout(500)]
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("style", "style"), ("text", "text"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
# What a secretary has: another font, wide margins, a head and a foot.
OWN = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Serif" svg:font-family="'Liberation Serif'"/>
</office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="Serif" fo:font-size="12pt"/>
</style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:parent-style-name="Heading" style:default-outline-level="1"><style:text-properties fo:font-size="20pt"/>
</style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="3cm" fo:margin-right="2.5cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">
<style:header><text:p>Secrétariat de la mairie</text:p></style:header>
<style:footer><text:p>Ouvert le mardi</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:h text:style-name="Heading_20_1" text:outline-level="1">Le titre du modèle</text:h>
</office:text></office:body></office:document>
"""
KINDS = {"docx": "dotx", "odt": "ott"}


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the template as LibreOffice saves it in both kinds."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "mairie.fodt").write_text(OWN, encoding="utf-8")
    for kind in KINDS.values():
        soffice(folder, kind, folder, folder / "mairie.fodt")
    return folder


@pytest.mark.parametrize("extension", sorted(KINDS))
@pytest.mark.parametrize("model", ["deliberation-commission-ess", "convention-pret-local", "courrier-intervenant"])
def test_fonts_margins_head_and_foot_of_hers_come_out(
    model: str, extension: str, templates: Path, tmp_path: Path
) -> None:
    source = templates / f"mairie.{KINDS[extension]}"
    assert read_template(source).sheet.left == pytest.approx(30, abs=0.2)
    out = tmp_path / f"acte.{extension}"
    write(made(model, "commune"), out, template=source)
    soffice(tmp_path, "pdf", tmp_path / "pdf", out)
    pdf = tmp_path / "pdf" / "acte.pdf"
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert "LiberationSerif" in fonts and "LiberationSans" not in fonts
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pages = [page for page in text.split("\f") if page.strip()]
    signed = [page for page in pages if not re.match(r"\s*(Secrétariat de la mairie\s*)?Avant d", page)]
    assert all("Secrétariat de la mairie" in page and "Ouvert le mardi" in page for page in signed)
    assert "Le titre du modèle" not in text
    words = words_of(pdf.read_bytes(), tmp_path)
    assert min(x for x, _, _ in words) == pytest.approx(30, abs=1)
    if model == "courrier-intervenant":
        window = [(x, y) for x, y, word in words if 46 < y < 90 and word != "Secrétariat"]
        assert min(x for x, _ in window) == pytest.approx(105, abs=1.5)
        assert min(y for _, y in window) == pytest.approx(50, abs=4)


@pytest.mark.parametrize("extension", sorted(KINDS))
def test_comments_and_what_is_to_fill_survive_the_template(extension: str, templates: Path, tmp_path: Path) -> None:
    plain, dressed = tmp_path / f"nu.{extension}", tmp_path / f"habille.{extension}"
    document = made("arrete-delegation-ess", "commune", full=False)
    write(document, plain)
    write(document, dressed, template=templates / f"mairie.{KINDS[extension]}")
    soffice(tmp_path, "fodt", tmp_path / "flat", plain, dressed)
    told = [(tmp_path / "flat" / f"{path.stem}.fodt").read_text(encoding="utf-8") for path in (plain, dressed)]
    bodies = [text.partition("<office:text")[2] for text in told]  # the foot of the page is hers
    counts = [(text.count("<office:annotation "), text.count("[À COMPLÉTER")) for text in bodies]
    assert counts[0] == counts[1] and min(counts[0]) > 3
