"""The directory as vCard and as CSV: read back by a reader of the test's own, whatever was typed."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from kit.documents.directory import directory_document
from kit.documents.spreadsheet import csv_file
from kit.documents.vcard import vcards
from kit.mandate.directory import FIELDS, Contact
from tests.growth import LINEAR, growth
from tests.unit.acts.act_samples import library

LIBRARY = library()
ENTRY = Contact(
    "contact:a1",
    "La Ressourcerie, « Tout ; rien »",
    kind="association",
    activity="réemploi",
    place="12 rue de l’Exemple, 23000 Saint-Exemple",
    contact="Camille Martin, présidente",
    email="a@b.example",
    phone="05 00 00 00 00",
    note="Deux\nlignes",
)
KNOWN = {"BEGIN", "VERSION", "PRODID", "UID", "FN", "N", "ORG", "CATEGORIES", "EMAIL", "TEL", "ADR", "NOTE", "END"}
ANY = st.text(max_size=120)
# What a text field holds: no control character but the end of a line, which is one sign here.
SEEN = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.just("\n"), max_size=120).map(str.strip)


def properties(data: bytes) -> list[dict[str, list[str]]]:
    """Read cards as RFC 2426 says: lines unfolded, a name with parameters, values parted at ``;`` and unescaped."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    cards: list[dict[str, list[str]]] = []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        head, _, value = line.partition(":")
        name = head.partition(";")[0]
        if line == "BEGIN:VCARD":
            cards.append({})
        assert name in KNOWN and name not in cards[-1]
        cards[-1][name] = [unescaped(part) for part in re.findall(r"(?:^|;)((?:\\.|[^\\;])*)", value)]
    return cards


def unescaped(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*,", value), "a comma would part the value"
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_an_entry_is_a_card() -> None:
    (card,) = properties(vcards([ENTRY], "d1", person="À contacter : {}"))
    assert card["VERSION"] == ["3.0"] and card["UID"] == ["contact-a1-d1@kit-ess"]
    assert card["FN"] == card["ORG"] == [ENTRY.name] and card["N"] == [ENTRY.name, "", "", "", ""]
    assert card["ADR"] == ["", "", ENTRY.place, "", "", "", ""]
    assert (card["EMAIL"], card["TEL"], card["CATEGORIES"]) == ([ENTRY.email], [ENTRY.phone], ["association"])
    assert card["NOTE"] == ["À contacter : Camille Martin, présidente\nréemploi\nDeux\nlignes"]
    (bare,) = properties(vcards([Contact("contact:b", "Fournil")], "d1"))
    assert set(bare) == {"BEGIN", "VERSION", "PRODID", "UID", "FN", "N", "ORG", "END"}


@given(SEEN, SEEN, SEEN, SEEN)
def test_what_was_typed_is_read_back(name: str, place: str, kind: str, note: str) -> None:
    (card,) = properties(vcards([Contact("contact:a", name, place=place, kind=kind, note=note)], "d"))
    told = [card["FN"][0], card.get("ADR", [""] * 7)[2], card.get("CATEGORIES", [""])[0], card.get("NOTE", [""])[0]]
    assert told == [name, place, kind, note]


@given(st.lists(st.tuples(ANY, ANY, ANY, ANY), min_size=1, max_size=4))
def test_nothing_typed_becomes_a_line_of_its_own(rows: list[tuple[str, str, str, str]]) -> None:
    entries = [Contact(f"contact:{n}", a, email=b, contact=c, note=d) for n, (a, b, c, d) in enumerate(rows)]
    assert len(properties(vcards(entries, "END:VCARD\r\nBEGIN:VCARD"))) == len(rows)


@given(st.sampled_from(("=", "+", "-", "@", "\t=", "\r=", "＝", " =")), ANY, st.sampled_from(FIELDS))
def test_no_cell_of_the_csv_is_a_formula(sign: str, text: str, field: str) -> None:
    hostile = Contact("contact:a", **{"name": "Exemple", field: f"{sign}HYPERLINK(1){text}"})
    (sheet,) = directory_document(LIBRARY, [hostile]).sheets
    rows = csv.reader(io.StringIO(csv_file(sheet.rows).decode("utf-8-sig"), newline=""), delimiter=";")
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.strip()[:1] in tuple("=+-@＝")]


def test_a_thousand_entries_stay_quick() -> None:
    assert growth(lambda size: vcards((ENTRY for _ in range(size)), "d"), 100) < LINEAR
