"""The coat of arms or logo: what is taken, what is not, where it goes with its dossier, and where it is printed."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from kit.acts.document import act_document
from kit.content.library import Library
from kit.documents import emblem
from kit.documents.booklet import booklet_document
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.document import Document, Emblem
from kit.documents.docx import docx
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.poster import poster_document
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.dossier import pieces
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Change
from kit.dossier.several import duplicate
from kit.errors import EmblemRefused
from kit.mail.letter import Letter
from kit.mail.letter import document as letter_document
from tests.unit.acts.act_samples import issued, library, rendered
from tests.unit.documents.emblem_samples import chunk, png, svg
from tests.unit.documents.pdf_reading import Pdf

HERE = Path("logo")
DATA = "data:image/png;base64,iVBORw0KGgo="
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "handler": '<rect width="1" height="1" onload="alert(1)"/>',
    "foreign": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
    "outside picture": '<image href="file:///etc/passwd" width="9" height="9"/>',
    "outside by xlink": '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="http://example.org/a.png"/>',
    "svg in data": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
    "outside use": '<use href="other.svg#a"/>',
    "link": '<a href="https://example.org"><rect width="9" height="9"/></a>',
    "paint from outside": '<rect width="9" height="9" fill="url(http://example.org/a#b)"/>',
    "import": "<style>@import 'http://example.org/a.css';</style>",
    "style from outside": "<style>rect { fill: url( 'http://example.org/a' ) }</style>",
    "animation": '<rect width="9" height="9"><animate attributeName="x" to="9" dur="1s"/></rect>',
    "set": '<rect width="9" height="9"><set attributeName="href" to="javascript:alert(1)"/></rect>',
    "filter": '<filter id="f"><feTurbulence numOctaves="9999"/></filter>',
}


@pytest.mark.parametrize("data", [png(), png(3000, 3000), svg(), svg(f'<image href="{DATA}" width="9" height="9"/>'),
                                  svg('<g id="a"><path d="M0 0h9"/></g><use href="#a" x="9"/>')])  # fmt: skip
def test_a_png_or_a_still_svg_is_taken(data: bytes) -> None:
    found = emblem.checked(data, HERE)
    assert found.width > 0 and found.height > 0 and "<svg" in found.svg()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_an_svg_that_acts_or_leads_outside_is_refused(name: str) -> None:
    with pytest.raises(EmblemRefused) as caught:
        emblem.checked(svg(HOSTILE[name]), HERE)
    assert caught.value.reason == "active"


def test_entities_are_refused_before_they_grow() -> None:
    grown = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = svg("&b;").replace(b"<svg", grown + b"<svg", 1)
    with pytest.raises(EmblemRefused) as caught:
        emblem.checked(data, HERE)
    assert caught.value.reason == "active"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "kind"),
        (b"\xff\xd8\xff\xe0 a photograph", "kind"),
        (b"%PDF-1.7 <svg", "damaged"),
        (png(3001, 10), "too-large"),
        (png(10, 1000), "shape"),
        (png(0, 10), "shape"),
        (png()[:-20], "damaged"),
        (png()[:40] + b"x" + png()[41:], "damaged"),
        (png(60, 80, rows=8000), "damaged"),
        (png(60, 80, rows=0)[:33] + chunk(b"IEND", b""), "damaged"),
        (png() + b" " * emblem.PNG_LIMIT, "too-large"),
        (svg(" " * emblem.SVG_LIMIT), "too-large"),
        (svg().replace(b'viewBox="0 0 60 80" width="60" height="80"', b""), "shape"),
        (svg("<g>" * 300 + "</g>" * 300), "damaged"),
        (svg('<use href="#b"/>' * 201), "too-large"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><path/></g><use href="#a"/>'), "too-large"),
        (svg().decode().encode("utf-16"), "kind"),
        (svg("\xe9").decode().encode("latin-1"), "damaged"),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(EmblemRefused) as caught:
        emblem.checked(data, HERE)
    assert caught.value.reason == reason


@given(at=st.integers(8, len(png()) - 1), byte=st.integers(0, 255))
def test_a_damaged_png_is_refused_and_never_anything_else(at: int, byte: int) -> None:
    data = bytearray(png())
    if data[at] == byte:
        return
    data[at] = byte
    with pytest.raises(EmblemRefused):
        emblem.checked(bytes(data), HERE)


@given(st.binary(max_size=300))
def test_no_bytes_make_anything_else_of_an_svg(inside: bytes) -> None:
    with contextlib.suppress(EmblemRefused):
        emblem.checked(svg("@").replace(b"@", inside), HERE)


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    """Return a dossier of Saint-Exemple."""
    (tmp_path / "mairie").mkdir()
    made = Dossier.create(tmp_path / "mairie" / "d.kitess")
    made.record("identity", "name", "Saint-Exemple")
    return made


def chosen(dossier: Dossier, tmp_path: Path, data: bytes, name: str = "blason.png") -> Emblem:
    source = tmp_path / name
    source.write_bytes(data)
    emblem.choose(dossier, source)
    found = emblem.emblem(dossier)
    assert found is not None
    return found


def test_it_is_a_piece_of_the_dossier_and_an_undo_takes_it_back(dossier: Dossier, tmp_path: Path) -> None:
    told = chosen(dossier, tmp_path, png())
    assert told.alt == "Blason ou logo de Saint-Exemple"
    (piece,) = pieces.evidence_in(dossier)
    assert pieces.shown_name(piece) == "blason.png" and pieces.path_of(dossier.path, piece).is_file()
    assert (found := emblem.read(told)) is not None and found.data == png()
    chosen(dossier, tmp_path, svg(), "autre.svg")
    assert len(pieces.evidence_in(dossier)) == 1, "one at a time"
    dossier.record_step(Dossier.undo)
    again = emblem.emblem(dossier)
    assert again is not None and again.file == told.file
    dossier.record_group([emblem.removed()])
    assert emblem.emblem(dossier) is None
    dossier.close()


def test_a_refused_picture_leaves_nothing(dossier: Dossier, tmp_path: Path) -> None:
    source = tmp_path / "logo.svg"
    for data in (svg(HOSTILE["script"]), b"x" * (emblem.PNG_LIMIT + 1)):
        source.write_bytes(data)
        with pytest.raises(EmblemRefused):
            emblem.choose(dossier, source)
    with pytest.raises(EmblemRefused):
        emblem.choose(dossier, tmp_path / "none.png")
    with pytest.raises(EmblemRefused):
        emblem.choose(dossier, tmp_path)
    assert emblem.emblem(dossier) is None and pieces.files_of(dossier.path) == []
    dossier.close()


def test_it_goes_with_the_dossier_and_goes_away_with_what_is_personal(dossier: Dossier, tmp_path: Path) -> None:
    chosen(dossier, tmp_path, png())
    path = dossier.path
    dossier.close()
    copy = tmp_path / "copie.kitess"
    duplicate(path, copy)
    other = tmp_path / "autre" / "o.kitess"
    other.parent.mkdir()
    Dossier.create(other).close()
    merge_files(other, copy)
    for one in (copy, other):
        with Dossier.open(one, write=False) as opened:
            told = emblem.emblem(opened)
            assert told is not None and emblem.read(told) is not None
    erase(copy, backups=tmp_path / "backups")
    with Dossier.open(copy, write=False) as opened:
        assert emblem.emblem(opened) is None
    assert pieces.files_of(copy) == []


@pytest.mark.parametrize("change", ["gone", "other", "hostile"])
def test_a_file_that_is_not_what_was_chosen_is_not_printed(dossier: Dossier, tmp_path: Path, change: str) -> None:
    told = chosen(dossier, tmp_path, svg(), "logo.svg")
    (piece,) = pieces.evidence_in(dossier)
    path = pieces.path_of(dossier.path, piece)
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(svg() + b" " if change == "other" else svg(HOSTILE["script"]))
    assert emblem.read(told) is None
    if change == "hostile":  # a stranger's journal can name its digest
        from kit.digest import sha256

        told = replace(told, sha256=sha256(path.read_bytes()).hexdigest())
        assert emblem.read(told) is None
    document = replace(an_act(tmp_path), emblem=told)
    assert '"emblem": null' in document_inputs(document)["data"]
    assert "media/" not in " ".join(zipfile.ZipFile(io.BytesIO(docx(document))).namelist())
    dossier.close()


def test_a_stranger_cannot_lead_it_out_of_the_folder_of_the_pieces(dossier: Dossier, tmp_path: Path) -> None:
    told = chosen(dossier, tmp_path, png())
    outside = tmp_path / "mairie" / "secret.png"
    outside.write_bytes(png())
    value = {"title": "x", "file": "../secret.png", "sha256": told.sha256, "size": told.size}
    dossier.record_group([Change("identity", emblem.FIELD, value)])
    led = emblem.emblem(dossier)
    assert led is not None and emblem.read(led) is None
    dossier.close()


HEAD = "::: autorité\n**RÉPUBLIQUE FRANÇAISE**\n:::\n\n"
WINDOW = "::: expéditeur\n**Commune**\n\nMairie\n:::\n\n::: destinataire\nLe réseau\n:::\n\n::: date\nIci\n:::\n\n"


def an_act(tmp_path: Path, head: str = HEAD) -> Document:
    return act_document(rendered(tmp_path / "actes", f"# Arrêté\n\n{head}Un alinéa.\n", ""), "Saint-Exemple", issued())


def kinds(dossier: Dossier, tmp_path: Path, texts: Library) -> dict[str, Document]:
    return {
        "acte": an_act(tmp_path),
        "convention": an_act(tmp_path, ""),
        "lettre": an_act(tmp_path, WINDOW),
        "liste": checklist_document(checklist(texts, dossier, today=date(2026, 11, 30))),
        "affiche": poster_document(texts, dossier),
        "livret": booklet_document(texts),
    }


KINDS = ("acte", "convention", "lettre", "liste", "affiche", "livret")


@pytest.mark.parametrize("data", [png(), svg()], ids=["png", "svg"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_is_printed_with_its_words(kind: str, data: bytes, dossier: Dossier, tmp_path: Path) -> None:
    told = chosen(dossier, tmp_path, data)
    document = emblem.with_emblem(kinds(dossier, tmp_path, library())[kind], dossier)
    assert document.emblem == told
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    assert [figure.alt for figure in pdf.root.all("Figure")].count(told.alt) == 1
    assert pdf.unmarked_operators() == []
    for made in (docx(document), odt(document)):
        package = zipfile.ZipFile(io.BytesIO(made))
        (place,) = [name for name in package.namelist() if name.endswith(".png")][:1]
        image = Image.open(io.BytesIO(package.read(place)))
        assert image.width / image.height == pytest.approx(0.75, abs=0.02)
        main = package.read("content.xml" if "content.xml" in package.namelist() else "word/document.xml").decode()
        assert main.count(told.alt) >= 1
    dossier.close()


def test_a_text_of_the_kit_does_not_bear_it(dossier: Dossier, tmp_path: Path) -> None:
    chosen(dossier, tmp_path, png())
    from kit.documents.aide_memoire import aide_memoire_document

    assert emblem.with_emblem(aide_memoire_document(library()), dossier).emblem is None
    dossier.close()


def test_in_a_letter_the_address_stays_in_the_window(dossier: Dossier, tmp_path: Path) -> None:
    from tests.unit.acts.test_form import words_of

    told = chosen(dossier, tmp_path, png(200, 100))
    document = replace(an_act(tmp_path, WINDOW), emblem=told)
    many = "\n\n".join(f"Service {number}" for number in range(12))
    for told_by in (document, replace(an_act(tmp_path, WINDOW.replace("Mairie", many)), emblem=told)):
        words = words_of(Typesetter().compile_pdf(TEMPLATE, document_inputs(told_by), ARCHIVED), tmp_path)
        x, y = next((x, y) for x, y, word in words if word == "réseau")
        assert (x, y) == (pytest.approx(109.6, abs=2), pytest.approx(50, abs=2.5))
        assert min(y for _, y, _ in words) > 10  # no line of the sender is cut at the edge of the sheet


def test_a_message_as_a_letter_bears_it(dossier: Dossier, tmp_path: Path) -> None:
    from kit.mail.draft import MailDraft

    told = chosen(dossier, tmp_path, png())
    draft = MailDraft("contact@cress-na.org", "Objet", "Bonjour,\n\nun mot.")
    letter = Letter(draft, ("Commune",), ("La CRESS",), "Ici", date(2026, 11, 30), emblem=told)
    assert letter_document(letter).emblem == told
    dossier.close()


def test_the_mark_of_the_publisher_stands_at_the_foot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kit import paths
    from kit.documents import payload

    told = paths.kit_file().read_text(encoding="utf-8")
    place = tmp_path / "kit.toml"
    document = booklet_document(library())
    monkeypatch.setattr(paths, "kit_file", lambda: place)
    for name, wanted in (("marque.svg", True), ("../marque.svg", False), ("none.svg", False), ("acts.svg", False)):
        place.write_text(told.replace('mark = ""', f'mark = "{name}"'), encoding="utf-8")
        (tmp_path / "marque.svg").write_bytes(svg())
        (tmp_path / "acts.svg").write_bytes(svg(HOSTILE["script"]))
        inputs = payload.document_inputs(document)
        assert ('"mark": ""' not in inputs["data"]) == wanted
    place.write_text(told.replace('mark = ""', 'mark = "marque.svg"'), encoding="utf-8")
    assert Typesetter().compile_pdf(TEMPLATE, payload.document_inputs(document), ARCHIVED)
