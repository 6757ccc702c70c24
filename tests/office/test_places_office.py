"""Where LibreOffice puts what has its place on a page: the address of a letter, the names of those who sign."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from msgspec.structs import replace

from kit.documents.document import Beside, Cell, Document, Role, Styled, said, words
from kit.documents.typeset import Typesetter
from kit.documents.writer import write
from tests.office.test_acts_office import soffice
from tests.unit.acts.test_form import words_of
from tests.unit.documents.document_samples import DAY
from tests.unit.documents.shipped_documents import shipped_documents

pytestmark = [pytest.mark.office, pytest.mark.timeout(600)]
SENDERS, EMBLEMS = (3, 7, 12), (True, False)
ADDRESS = tuple(f"Adresse{number}" for number in range(6))
TITLES = ("Le maire,", "Pour le comité des fêtes de Saint-Exemple et de ses hameaux, la présidente du bureau,")


def letter(lines: int, *, emblem: bool) -> Document:
    """Return the letter with a sender of so many lines and an address of six."""
    told = shipped_documents()["lettre"]
    assert told.emblem is not None
    parts = {
        Role.SENDER: "\n".join(f"Service{number} de la mairie" for number in range(lines)),
        Role.RECIPIENT: "\n".join(ADDRESS),
    }
    head = tuple(
        Styled(one.role, words(parts[one.role])) if isinstance(one, Styled) and one.role in parts else one
        for one in told.head
    )
    return replace(told, head=head, emblem=told.emblem if emblem else None)


def signed(*, framed: bool) -> Document:
    """Return an act whose two signatures face each other, the title of one far longer than that of the other."""
    cells = tuple(
        Cell((Styled(Role.SIGNATORY, words(title)), Styled(Role.SIGNATURE, words(f"Nom{number}"))), framed)
        for number, title in enumerate(TITLES)
    )
    return Document("Convention", (*said("Un alinéa."), Beside(cells)), DAY, official=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write all as ODT and DOCX, and have them made into PDF by one call."""
    place, typesetter, written = tmp_path_factory.mktemp("places"), Typesetter(), []
    told = {f"lettre-{lines}-{emblem}": letter(lines, emblem=emblem) for lines in SENDERS for emblem in EMBLEMS}
    told |= {f"signe-{framed}": signed(framed=framed) for framed in (True, False)}
    for (name, document), extension in itertools.product(told.items(), ("odt", "docx")):
        written.append(place / f"{name}-{extension}.{extension}")
        write(document, written[-1], typesetter=typesetter)
    soffice(place, "pdf", place / "pdf", *written)
    return place / "pdf"


def found(folder: Path, name: str, tmp_path: Path) -> dict[str, tuple[float, float]]:
    """Return where each word of the first page begins, from its top left corner."""
    return {word: (x, y) for x, y, word in words_of((folder / f"{name}.pdf").read_bytes(), tmp_path)}


@pytest.mark.parametrize("extension", ["odt", "docx"])
@pytest.mark.parametrize("emblem", EMBLEMS)
@pytest.mark.parametrize("lines", SENDERS)
def test_the_address_keeps_its_place_however_long_the_sender(
    lines: int, emblem: bool, extension: str, folder: Path, tmp_path: Path
) -> None:
    """105 mm from the left, 48.9 to 78.3 mm from the top, as in the PDF: the window of a DL or a C5/6."""
    told = found(folder, f"lettre-{lines}-{emblem}-{extension}", tmp_path)
    assert all(told[word][0] == pytest.approx(105, abs=0.5) for word in ADDRESS)
    assert told[ADDRESS[0]][1] == pytest.approx(48.9, abs=0.6) and told[ADDRESS[-1]][1] < 75
    assert told["Saint-Exemple,"][1] == pytest.approx(90.9, abs=0.8)  # place and date
    tops = [told[f"Service{number}"] for number in range(lines)]
    assert tops == sorted(tops, key=lambda one: one[1]) and all(x < 50 for x, _ in tops) and tops[0][1] < 25


@pytest.mark.parametrize("extension", ["odt", "docx"])
@pytest.mark.parametrize("framed", [True, False])
def test_names_are_level_however_long_the_titles_above(
    framed: bool, extension: str, folder: Path, tmp_path: Path
) -> None:
    told = found(folder, f"signe-{framed}-{extension}", tmp_path)
    assert told["Nom0"][1] == pytest.approx(told["Nom1"][1], abs=0.1)
    assert told["Le"][1] == pytest.approx(told["Pour"][1], abs=0.1)
    assert told["Nom0"][1] - told["présidente"][1] >= 30  # room for a hand and a stamp
