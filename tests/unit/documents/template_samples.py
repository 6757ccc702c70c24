"""Templates as offices make them, put together for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.unit.documents.emblem_samples import png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
WORD: dict[str, str | bytes] = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "word/document.xml": f"<w:document {W} {R}><w:body><w:p><w:r><w:t>Mots du modèle</w:t></w:r></w:p><w:sectPr>"
    '<w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2268" w:right="1134" w:bottom="1417" w:left="1701" '
    'w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="rId1" Type="{RELS}/header" Target="header1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELS}/footer" Target="footer1.xml"/></Relationships>',
    # The ids are those of a French Word; the names are the same everywhere.
    "word/styles.xml": f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/><w:rPr><w:rFonts w:ascii="Garamond" w:hAnsi="Garamond"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:rPr><w:color w:val="880000"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Article"><w:name w:val="Article de presse"/></w:style></w:styles>',
    "word/header1.xml": f'<w:hdr {W} {R} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:p>'
    '<w:hyperlink r:id="rId9"><w:r><w:t>Mairie de la secrétaire</w:t></w:r></w:hyperlink>'
    '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p></w:hdr>',
    "word/_rels/header1.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="rId1" Type="{RELS}/image" Target="media/image1.png"/>'
    f'<Relationship Id="rId9" Type="{RELS}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    "</Relationships>",
    "word/footer1.xml": f"<w:ftr {W}><w:p><w:r><w:t>1 place de la Mairie</w:t></w:r></w:p></w:ftr>",
    "word/media/image1.png": png(),
}
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
OPEN: dict[str, str | bytes] = {
    "mimetype": "application/vnd.oasis.opendocument.text-template",
    "styles.xml": f'<office:document-styles {_ODF} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3">'
    '<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:font-family="Garamond"/>'
    '</style:default-style><style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Heading_20_1" style:family="paragraph"><style:text-properties fo:color="#880000"/>'
    "</style:style></office:styles>"
    '<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties '
    'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" '
    'fo:margin-left="3cm" fo:margin-right="2cm"/><style:header-style><style:header-footer-properties '
    'fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header>'
    '<text:p><text:a xlink:href="https://example.org/">Mairie de la secrétaire</text:a><draw:frame><draw:image '
    'xlink:href="Pictures/blason.png"/></draw:frame></text:p></style:header></style:master-page>'
    "</office:master-styles></office:document-styles>",
    "content.xml": "<x>Mots du modèle</x>",
    "Pictures/blason.png": png(),
    "META-INF/manifest.xml": "<manifest/>",
}


def packed(parts: Mapping[str, str | bytes], **changes: str | bytes | None) -> bytes:
    """Return a package of these parts; a change of None leaves a part out."""
    told = {name: part for name, part in {**parts, **changes}.items() if part is not None}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in told.items():
            package.writestr(name, part)
    return out.getvalue()
