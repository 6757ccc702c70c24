"""A secretary's template: what a document takes of it, and what is refused or left behind."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.documents import keeping
from kit.documents.document import Document
from kit.documents.docx import docx
from kit.documents.emblem import with_emblem
from kit.documents.odt import odt
from kit.documents.template import OfficeTemplate, template_of
from kit.documents.writer import write
from kit.dossier import pieces
from kit.dossier.dossier import Dossier
from kit.errors import TemplateRefused
from tests.unit.acts.act_samples import issued, rendered
from tests.unit.acts.test_form import made
from tests.unit.documents.office_reading import Office
from tests.unit.documents.template_samples import MAIN, OPEN, WORD, packed

HERE = Path("mairie.dotx")
BOMB = b"<w>" + b" " * (40 * 2**20)
FIELD = "<w:hdr {w}><w:p><w:r><w:instrText>{told}</w:instrText></w:r></w:p></w:hdr>"
SCRIPTED = str(OPEN["styles.xml"]).replace("<text:p>", "<text:p><text:script/>")
W_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def template(data: bytes) -> OfficeTemplate:
    return template_of(data, HERE)


def act() -> Document:
    return made("arrete-delegation-ess", "commune")


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_word_takes_styles_page_header_and_footer() -> None:
    told = template(packed(WORD))
    made_parts = parts_of(docx(replace(act(), template=told)))
    main, styles = made_parts["word/document.xml"].decode(), made_parts["word/styles.xml"].decode()
    assert 'w:val="880000"' in styles and "Garamond" in styles and "numPr" not in styles
    assert '<w:pStyle w:val="Titre1"/>' in main and '"Heading1"' not in main + styles
    assert '<w:pStyle w:val="KitArticle"/>' in main and 'w:styleId="KitArticle"' in styles, "another style has its id"
    assert styles.count('w:default="1"') == 1
    section = re.findall(r"<w:sectPr>.*?</w:sectPr>", main)[0]
    assert 'w:left="1701"' in section and 'w:top="2268"' in section and 'w:right="1134"' in section
    assert 'r:id="modele1"' in section and 'r:id="modele2"' in section
    assert "Mairie de la secrétaire" in made_parts["word/modele1.xml"].decode()
    assert "Mots du modèle" not in " ".join(part.decode("utf-8", "replace") for part in made_parts.values())
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', main))
    assert used <= set(re.findall(r'w:styleId="(\w+)"', styles))
    for name, part in made_parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)


def test_what_a_header_leads_to_outside_is_dropped_and_its_picture_comes_along() -> None:
    made_parts = parts_of(docx(replace(act(), template=template(packed(WORD)))))
    head = made_parts["word/modele1.xml"].decode()
    assert "rId9" not in head and "<w:hyperlink>" in head and 'r:embed="modelerId1"' in head
    relations = made_parts["word/_rels/modele1.xml.rels"].decode()
    assert "example.org" not in relations and "External" not in relations
    (place,) = re.findall(r'Target="(media/[^"]*)"', relations)
    assert made_parts[f"word/{place}"] == WORD["word/media/image1.png"]
    assert not any(b"example.org" in part for part in made_parts.values())


def test_comments_and_fields_stay() -> None:
    told = act()
    for write_it, parts in ((docx, WORD), (odt, OPEN)):
        before, after = Office(write_it(told)), Office(write_it(replace(told, template=template(packed(parts)))))
        assert after.paragraphs == before.paragraphs
        main = after.raw["content.xml" if after.is_odt else "word/document.xml"].decode()
        mark = "<office:annotation " if after.is_odt else "<w:commentReference "
        assert main.count(mark) > 3 and "FinActe" in main


def test_libreoffice_takes_styles_page_header_and_pictures() -> None:
    made_parts = parts_of(odt(replace(act(), template=template(packed(OPEN)))))
    styles = made_parts["styles.xml"].decode()
    ElementTree.fromstring(styles)
    assert "#880000" in styles and "Garamond" in styles and "Mairie de la secrétaire" in styles
    assert styles.count('style:name="Heading_20_1"') == 1 and 'style:name="Visa"' in styles
    assert 'style:name="Apart"' in styles and "example.org" not in styles
    assert made_parts["Pictures/blason.png"] == OPEN["Pictures/blason.png"]
    assert b"Pictures/blason.png" in made_parts["META-INF/manifest.xml"]
    used = set(re.findall(r'text:style-name="(\w+)"', made_parts["content.xml"].decode()))
    known = set(re.findall(r'style:name="(\w+)"', styles + made_parts["content.xml"].decode()))
    assert used <= known


def test_a_page_without_header_or_footer_keeps_the_number_of_the_pages() -> None:
    bare = re.sub(r"<style:header>.*?</style:header>", "", str(OPEN["styles.xml"]))
    told = replace(act(), template=template(packed(OPEN, **{"styles.xml": bare})))
    styles = parts_of(odt(told))["styles.xml"].decode()
    ElementTree.fromstring(styles)
    assert "FinActe" in styles
    plain = re.sub(r"<w:(header|footer)Reference[^>]*/>", "", str(WORD["word/document.xml"]))
    main = parts_of(docx(replace(act(), template=template(packed(WORD, **{"word/document.xml": plain})))))
    assert 'r:id="footer"' in main["word/document.xml"].decode()


def test_a_letter_keeps_its_window_whatever_the_margins() -> None:
    told = replace(made("courrier-intervenant", "commune"), template=template(packed(WORD)))
    made_parts = parts_of(docx(told))
    main = made_parts["word/document.xml"].decode()
    sender = re.search(r'<w:gridCol w:w="(\d+)"', main)
    assert sender and (int(sender[1]) + 1701) * 25.4 / 1440 == pytest.approx(105, abs=0.2)
    first = re.search(r'<w:trHeight w:val="(\d+)" w:hRule="exact"', main)
    assert first and (int(first[1]) + 2268) * 25.4 / 1440 == pytest.approx(49, abs=0.2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kind"),
        (b"hello", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "locked"),
        (packed({"a.txt": "b"}), "kind"),
        (packed(WORD)[:400], "damaged"),
        (packed(WORD, **{"word/styles.xml": None}), "damaged"),
        (packed(WORD, **{"word/styles.xml": "<w:styles"}), "damaged"),
        (packed(WORD, **{"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        (packed(WORD, **{"word/vbaProject.bin": b"x"}), "macros"),
        (packed(WORD, **{"[Content_Types].xml": f"{MAIN} macroEnabledTemplate"}), "macros"),
        (packed(WORD, **{"[Content_Types].xml": "<Types>spreadsheetml</Types>"}), "kind"),
        (packed(WORD, **{"word/header1.xml": FIELD.format(w=W_NS, told="DDEAUTO cmd")}), "macros"),
        (packed(WORD, **{"word/header1.xml": FIELD.format(w=W_NS, told=' INCLUDEPICTURE "http://a"')}), "macros"),
        (packed(WORD, **{"word/header1.xml": f"<w:hdr {W_NS}><w:object/></w:hdr>"}), "macros"),
        (packed(WORD, **{"word/media/x": BOMB}), "too-large"),
        (packed(WORD, **{"word/styles.xml": BOMB[: 9 * 2**20]}), "too-large"),
        (packed({f"{n}": "" for n in range(2001)} | WORD), "too-large"),
        (packed(OPEN, **{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (packed(OPEN, **{"META-INF/manifest.xml": "<m:encryption-data/>"}), "locked"),
        (packed(OPEN, mimetype="application/vnd.oasis.opendocument.spreadsheet"), "kind"),
        (packed(OPEN, **{"styles.xml": SCRIPTED}), "macros"),
        (packed(OPEN, **{"styles.xml": str(OPEN["styles.xml"]).replace('width="21cm"', 'width="1cm"')}), "damaged"),
    ],
)
def test_a_hostile_or_damaged_template_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(TemplateRefused) as caught:
        template(data)
    assert caught.value.reason == reason


@settings(max_examples=60)
@given(st.data())
def test_damaged_bytes_are_refused_or_harmless(draw: st.DataObject) -> None:
    data = bytearray(packed(draw.draw(st.sampled_from([WORD, OPEN]))))
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    try:
        template(bytes(data))
    except TemplateRefused:
        return


def test_a_template_goes_with_its_kind_of_file(tmp_path: Path) -> None:
    source = tmp_path / "mairie.dotx"
    source.write_bytes(packed(WORD))
    write(act(), tmp_path / "acte.docx", template=source)
    assert "Garamond" in Office((tmp_path / "acte.docx").read_bytes()).raw["word/styles.xml"].decode()
    for name in ("acte.odt", "acte.pdf"):
        with pytest.raises(TemplateRefused) as caught:
            write(act(), tmp_path / name, template=source)
        assert caught.value.reason == "other-kind" and not (tmp_path / name).exists()


def test_the_templates_of_a_dossier_are_pieces_and_are_applied_while_they_are_sound(tmp_path: Path) -> None:
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        for name, parts in (("m.dotx", WORD), ("m.ott", OPEN)):
            (tmp_path / name).write_bytes(packed(parts))
            keeping.choose_template(dossier, tmp_path / name)
        assert len(pieces.evidence_in(dossier)) == 2
        document = with_emblem(act(), dossier)
        assert len(document.templates) == 2
        assert "Garamond" in Office(docx(document)).raw["word/styles.xml"].decode()
        assert "Garamond" in Office(odt(document)).raw["styles.xml"].decode()
        bad = tmp_path / "bad.dotx"
        bad.write_bytes(packed(WORD, **{"word/vbaProject.bin": b"x"}))
        with pytest.raises(TemplateRefused):
            keeping.choose_template(dossier, bad)
        for file in pieces.files_of(dossier.path):
            file.write_bytes(b"another")
        assert "Garamond" not in Office(docx(document)).raw["word/styles.xml"].decode()
        dossier.record_group(keeping.templates_removed(dossier))
        assert with_emblem(act(), dossier).templates == ()


def test_a_blank_act_of_one_line_is_still_whole(tmp_path: Path) -> None:
    from kit.acts.document import act_document

    small = act_document(rendered(tmp_path / "actes", "# Un acte\n\nUn mot.\n", ""), "", issued())
    assert "Un mot." in Office(docx(replace(small, template=template(packed(WORD))))).paragraphs
