"""Spreadsheets (ODS, XLSX): what is words stays words, days and numbers are such, links lead where they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.documents.directory import directory_document
from kit.documents.document import Document
from kit.documents.history import history_document
from kit.documents.ods import ods
from kit.documents.plan import plan_document
from kit.documents.sheet import Euros, Linked, Sheet, SheetCell, day_cell, mail_cell, sum_cell
from kit.documents.spreadsheet import CELL_LIMIT, csv_file, fitting, plain
from kit.documents.transition_plan import COLUMNS, transition_sheet
from kit.documents.xlsx import xlsx
from kit.figures.drawing import Area, Drawing, box
from kit.mandate.directory import Contact
from tests.calls import Call
from tests.unit.documents.document_samples import CHANGES, DAY, HistoryDossier, texts_library
from tests.unit.documents.sheet_reading import formulas, parts, tables

MAKERS: dict[str, Callable[[Document], bytes]] = {"ods": ods, "xlsx": xlsx}
HOSTILE = [
    "=1+1", "+33 5 56 00 00 00", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "=cmd|' /C calc'!A0", "\t=1",
    "\u200b=1", "＝1", "0556000000", "1.10", "01/02", "1e5", "TRUE", "_x0041_ <b>&amp;\"'", "  deux  espaces ",
    "une\nligne\r\nautre", "a\x00b\x07c\x1b[2J", "\ufffeA\uffff\ud800", "{=1}", "http://example.org", "👍" * 20_000,
    "é" * 40_000,
]  # fmt: skip


class Book(HistoryDossier):
    """A dossier in which one person alone wrote."""

    def is_from_here(self, _: str) -> bool:
        return True


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Callable[[Document], bytes]:
    return MAKERS[str(request.param)]


def document(*rows: tuple[SheetCell, ...], header: tuple[str, ...] = ("A",), place: str = "Saint-Exemple") -> Document:
    return Document("Un tableau", (), DAY, place=place, author="CRESS", sheets=(Sheet("Plan", header, rows),))


@pytest.mark.parametrize("text", HOSTILE)
def test_words_stay_words_whatever_they_begin_with(text: str, make: Callable[[Document], bytes]) -> None:
    data = make(document((text, "à côté"), header=("A", "B")))
    assert formulas(data) == []
    assert tables(data)["Plan"][-1] == [fitting(text), "à côté"]


@settings(max_examples=60)
@given(text=st.text())
def test_any_text_comes_back(text: str) -> None:
    for make in MAKERS.values():
        made = make(document((text,), header=(text,), place=text))
        assert tables(made)["Plan"][-1] == [plain(text)]
        assert formulas(made) == []


def test_what_begins_as_a_formula_stays_words_when_a_cell_is_edited() -> None:
    styles = parts(xlsx(document(("=1+1",))))["xl/styles.xml"].decode()
    assert 'quotePrefix="1"' in styles
    content = parts(ods(document(("=1+1",))))["content.xml"].decode()
    assert 'table:style-name="Mots" office:value-type="string"' in content  # of the format « text »


def test_a_cell_holds_what_excel_holds() -> None:
    for text in ("é" * CELL_LIMIT, "👍" * (CELL_LIMIT // 2)):
        assert fitting(text) == text
        cut = fitting(text + "👍")
        assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT and cut.endswith("…") and "\ufffd" not in cut


def test_days_numbers_sums_and_links_are_such(make: Callable[[Document], bytes]) -> None:
    told: tuple[SheetCell, ...] = (
        date(2027, 3, 1), date(1900, 3, 1), date(9999, 12, 31), 0, 12_000, Euros(Decimal("1500.5")),
        Linked("Le site", "https://example.org/a?b=1&c=é#d"), Linked("x@example.org", "mailto:x@example.org"), "", "12",
    )  # fmt: skip
    rows = tables(make(document(told, header=tuple("ABCDEFGHIJ"))))["Plan"]
    assert rows == [["Un tableau – Saint-Exemple"], ["Au 24 novembre 2026"], list("ABCDEFGHIJ"), list(told)]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "\\\\serveur\\x", "internal:Plan!A1", "external:a.xlsx", "ftp://a",
     "https://a b", "https://", "#A1", "https://example.org/" + "a" * 2_100],
)  # fmt: skip
def test_any_other_address_is_words(address: str, make: Callable[[Document], bytes]) -> None:
    assert tables(make(document((Linked("Pièce", address),))))["Plan"][-1] == ["Pièce"]


def test_excel_gets_no_more_links_than_it_takes() -> None:
    count = 65_600
    rows = tables(xlsx(document(*((Linked(f"{n}", f"https://example.org/{n}"),) for n in range(count)))))["Plan"][3:]
    kept = [row[0] for row in rows]
    assert len(kept) == count and kept[-1] == str(count - 1)
    assert sum(isinstance(cell, Linked) for cell in kept) == 65_530


def test_100_000_rows_are_written(make: Callable[[Document], bytes]) -> None:
    rows = [(DAY, "10:00", f"chose {n}", "passe à « fait »", "Mme Martin") for n in range(100_000)]
    data = make(document(*rows, header=("Jour", "Heure", "Quoi", "Changement", "Par")))
    found = tables(data)["Plan"]
    assert len(found) == 100_003 and found[-1] == list(rows[-1])


def test_the_same_table_gives_the_same_bytes(make: Callable[[Document], bytes]) -> None:
    assert make(document(("a", 1), header=("A", "B"))) == make(document(("a", 1), header=("A", "B")))


def test_the_head_stays_is_repeated_and_has_the_buttons_of_the_filter() -> None:
    made = document(("a", "b"), ("c", "d"), header=("A", "B"), place="Saint-Exemple & Cie")
    page = parts(xlsx(made))["xl/worksheets/sheet1.xml"].decode()
    assert re.search(r'<pane ySplit="3" topLeftCell="A4"[^>]*state="frozen"', page)
    assert '<autoFilter ref="A3:B5"/>' in page
    assert re.search(r'<pageSetup paperSize="9"[^>]*fitToHeight="0"[^>]*orientation="landscape"', page)
    assert "&amp;LSaint-Exemple &amp;&amp; Cie&amp;R24 novembre 2026" in page
    assert "Plan!$3:$3" in parts(xlsx(made))["xl/workbook.xml"].decode()
    found = {name: part.decode() for name, part in parts(ods(made)).items() if name.endswith(".xml")}
    assert '<config:config-item config:name="VerticalSplitPosition" config:type="int">3<' in found["settings.xml"]
    assert "table:target-range-address=\"'Plan'.A3:'Plan'.B5\" table:display-filter-buttons" in found["content.xml"]
    assert found["content.xml"].count("<table:table-header-rows>") == 1
    assert 'style:print-orientation="landscape"' in found["styles.xml"]
    assert "<text:p>Saint-Exemple &amp; Cie</text:p>" in found["styles.xml"]


def test_a_column_past_z_is_named(make: Callable[[Document], bytes]) -> None:
    header = tuple(f"c{n}" for n in range(30))
    data = parts(make(document(tuple(map(str, range(30))), header=header)))
    assert any(b"AD4" in part for part in data.values())


def test_what_was_typed_becomes_a_day_or_a_sum_only_where_it_is_one() -> None:
    assert day_cell("5 mars 2027") == day_cell("05/03/2027") == day_cell("2027-03-05") == date(2027, 3, 5)
    assert [day_cell(text) for text in ("fin mars", "31/02/2027", "", "1899-01-01")] == [
        "fin mars", "31/02/2027", "", "1899-01-01",
    ]  # fmt: skip
    for text in ("1500 €", "1 500€", "1\u202f500\u00a0euros", " 1500 EUROS "):
        assert sum_cell(text) == Euros(Decimal(1500))
    assert sum_cell("0,5 €") == Euros(Decimal("0.5"))
    for text in ("500", "12.000 €", "500 € par an", "environ 500 €", "-5 €", "15 00 €", "", "€"):
        assert sum_cell(text) == text
    assert mail_cell("a.b+c@saint-exemple.fr") == Linked("a.b+c@saint-exemple.fr", "mailto:a.b+c@saint-exemple.fr")
    for text in ("a@b", "a@b.fr?bcc=x@y.fr", "a@b.fr, c@d.fr", "=a@b.fr"):
        assert mail_cell(text) == text


def test_the_plan_names_its_pieces_and_leads_to_them(make: Callable[[Document], bytes]) -> None:
    when, on = "2026-11-24T12:00:00Z", "action:l1-a1"
    pieces = [
        (when, on, "evidence:1", {"title": "Délibération", "url": "https://example.org/d.pdf"}),
        (when, on, "evidence:2", {"title": "Un partage", "url": "file://serveur/x"}),
    ]
    sheets = plan_document(texts_library(), HistoryDossier([*CHANGES, *pieces]), today=DAY).sheets
    found = tables(make(Document("Plan", (), DAY, sheets=sheets)))
    assert list(found) == ["Plan", "Pièces"]
    address = "https://example.org/d.pdf"
    assert found["Pièces"][-2:] == [
        ["n°\u00a01.1", "Avoir une commission ESS", "Délibération", Linked(address, address)],
        ["n°\u00a01.1", "Avoir une commission ESS", "Un partage", "file://serveur/x"],
    ]
    assert found["Pièces"][0] == ["Plan – Pièces"]
    header, rows = found["Plan"][2], found["Plan"][3:]
    due, budget = header.index("Pour quand"), header.index("Budget")
    assert {type(row[due]) for row in rows} == {str, date} and Euros(Decimal(500)) in [row[budget] for row in rows]


def test_the_directory_and_the_mandate_book_have_days_and_addresses() -> None:
    contact = Contact("contact:1", "La Ressourcerie", email="a@example.org", phone="05 56 00 00 00", met="2026-11-03")
    (sheet,) = directory_document(texts_library(), [contact], today=DAY).sheets
    row = dict(zip(sheet.header, sheet.rows[0], strict=True))
    assert row["Courriel"] == Linked("a@example.org", "mailto:a@example.org")
    assert (row["Téléphone"], row["Dernière rencontre le"]) == ("05 56 00 00 00", date(2026, 11, 3))
    (book,) = history_document(texts_library(), Book(CHANGES), today=DAY).sheets
    assert book.header == ("Jour", "Heure", "Quoi", "Ce qui a changé", "Par")
    assert {row[0] for row in book.rows} == {date(2026, 10, 1), date(2026, 11, 24)}
    assert ("Avoir une commission ESS" in {row[2] for row in book.rows}) and all(row[3] for row in book.rows)


def test_the_plan_goes_to_territoires_en_transitions() -> None:
    """As its importer reads: titles of columns in the second row, actions from the fourth on."""
    changes = [
        *CHANGES,
        ("2026-11-24T12:00:00Z", "action:l2-a4", "status", "non-concerne"),
        ("2026-11-24T12:00:00Z", "action:l1-a1", "budget", "selon les devis"),
    ]
    made = plan_document(texts_library(), HistoryDossier(changes), today=DAY, table=transition_sheet)
    rows = tables(xlsx(made))["Plan"]
    assert rows[1] == list(COLUMNS) and len(COLUMNS) == 35
    told = [dict(zip(COLUMNS, row, strict=True)) for row in rows[3:]]
    assert len(told) == 10  # eleven lines, one of which does not concern the collectivité
    by_title = {one["Titre de la fiche action"]: one for one in told}
    assert by_title["Prendre contact avec la CRESS"] == {
        **dict.fromkeys(COLUMNS, ""),
        "Axe (x)": "2. S’appuyer sur les réseaux",
        "Titre de la fiche action": "Prendre contact avec la CRESS",
        "Élu·e référent·e": "Mme Martin, adjointe",
        "Budget prévisionnel total € HT": Euros(Decimal(500)),
        "Statut": "En cours",
        "Date de fin": date(2027, 3, 1),
    }
    assert by_title["Repérer les PTCE"]["Calendrier"] == "fin mars"
    assert by_title["Avoir une commission ESS"]["Financements"] == "selon les devis"
    assert {one["Statut"] for one in told} == {"À venir", "En cours", "Réalisé", "A discuter"}
    assert csv_file(made.sheets[0].lines).decode("utf-8-sig").startswith("Axe (x);Sous-axe (x.x);")


def test_the_calls_write_each_spreadsheet(call: Call, tmp_path: Path) -> None:
    dossier = tmp_path / "d.kitess"
    assert call("dossier", "new", dossier, "--name", "Saint-Exemple").code == 0
    asked = ("plan", "--dossier", dossier, "--columns", "territoires-en-transitions")
    for extension in ("ods", "xlsx"):
        out = tmp_path / f"p.{extension}"
        assert call(*asked, "--out", out).code == 0
        assert tables(out.read_bytes())["Plan"][1] == list(COLUMNS)
        assert call("dossier", "export", dossier, "--out", tmp_path / f"e.{extension}").code == 0
        assert tables((tmp_path / f"e.{extension}").read_bytes())["Plan"][2][0] == "Levier"


def test_a_drawing_stands_beside_its_values_with_its_words() -> None:
    drawing = Drawing(200, 80, (Area((box(0, 0, 120, 16),), "primary"),))
    plain_one = Sheet("Sans", ("Mots",), (("a",),))
    drawn = Sheet("Avec", ("Mots", "Nombre"), (("a", 1),), drawn=drawing, alt="Barres : a 1 <b>")
    document = Document("Titre", (), DAY, sheets=(plain_one, drawn))
    made = ods(document)
    assert made == ods(document)
    found = parts(made)
    (picture,) = (name for name in found if name.startswith("Pictures/"))
    assert found[picture].startswith(b"\x89PNG") and picture in found["META-INF/manifest.xml"].decode()
    content = found["content.xml"].decode()
    without, table = content.split('<table:table table:name="Avec"')
    assert "<draw:frame" not in without and re.match(r'[^>]*>\s*<table:shapes><draw:frame [^>]*svg:x="[\d.]+cm"', table)
    assert f'xlink:href="{picture}"' in table and "<svg:desc>Barres : a 1 &lt;b&gt;</svg:desc>" in table
    assert tables(made)["Avec"][-1] == ["a", 1] and tables(xlsx(document))["Avec"][-1] == ["a", 1]
