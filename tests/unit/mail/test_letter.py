from __future__ import annotations

import email
import email.policy
import io
import re
import subprocess
import zipfile
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from msgspec.structs import replace

from kit import paths
from kit.content.files import FileStore
from kit.documents.wording import wording
from kit.errors import CodeTooLarge, OutputExists, UnknownFormat
from kit.mail import letter, qr, transports
from kit.mail.carry import carry
from kit.mail.compose import compose
from kit.mail.draft import MailDraft, MailRequest
from kit.mail.letter import Letter
from kit.mail.templates import MailTemplate
from kit.mail.transports import Attachment

TODAY = date(2026, 11, 25)


@pytest.fixture
def made(templates: dict[str, MailTemplate], request_of_saint_exemple: MailRequest) -> Letter:
    publisher = FileStore(paths.content(), paths.kit_file()).outline.publisher
    draft = compose(request_of_saint_exemple, templates["levier"])
    sender = ("Prénom Nom", "adjointe au maire", "Saint-Exemple")
    return letter.to_publisher(draft, publisher, (), sender=sender, today=TODAY)


@pytest.mark.parametrize("kind", ["levier", "rencontre", "question", "page", "plan", "exemple", "situation", "erreur"])
def test_a_letter_has_the_subject_of_its_message(
    templates: dict[str, MailTemplate], request_of_saint_exemple: MailRequest, kind: str
) -> None:
    draft = compose(request_of_saint_exemple, templates[kind])
    assert draft.subject.startswith("[Kit ESS] Saint-Exemple (23) - ")
    publisher = FileStore(paths.content(), paths.kit_file()).outline.publisher
    document = letter.document(letter.to_publisher(draft, publisher, (), sender=("Prénom Nom",), today=TODAY))
    assert document.title == f"Objet\u00a0: {draft.subject}"


def words_of_pdf(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def words_of_office(content: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return " ".join(" ".join(ElementTree.fromstring(package.read(part)).itertext()).split())


PARTS = {".odt": "content.xml", ".docx": "word/document.xml"}


@pytest.mark.parametrize("extension", [".pdf", ".odt", ".docx"])
def test_a_letter_says_who_to_whom_where_when_and_all_the_message(extension: str, made: Letter, tmp_path: Path) -> None:
    out = tmp_path / f"courrier{extension}"
    letter.write(made, out)
    said = words_of_pdf(out) if extension == ".pdf" else words_of_office(out.read_bytes(), PARTS[extension])
    order = [
        "Prénom Nom",
        "Chambre régionale",
        "Saint-Exemple, le 25 novembre 2026",
        "Objet : [Kit ESS] Saint-Exemple (23)",
        "Madame, Monsieur,",
        "Impulser un diagnostic territorial partagé",
        "Bien cordialement,",
        "Prénom Nom",
    ]
    places, at = [], 0
    for words in order:
        at = said.find(words, at)
        places.append(at)
    assert -1 not in places and places == sorted(places), list(zip(order, places, strict=True))


def test_the_pdf_is_accessible(made: Letter, tmp_path: Path) -> None:
    out = tmp_path / "courrier.pdf"
    letter.write(made, out)
    with pikepdf.open(out) as document:
        assert document.Root.MarkInfo.Marked
        assert "être accompagné·e" in str(document.docinfo["/Title"])
        raw = b"".join(bytes(one.read_bytes()) for one in document.objects if isinstance(one, pikepdf.Stream))
        assert "UA" in document.open_metadata()["pdfuaid:part"] or document.open_metadata()["pdfuaid:part"] == "1"
        assert raw


@pytest.mark.parametrize("extension", [".pdf", ".odt", ".docx"])
def test_a_letter_shows_no_code_to_whom_it_goes_and_no_space_to_complete(
    extension: str, made: Letter, tmp_path: Path
) -> None:
    out = tmp_path / f"courrier{extension}"
    letter.write(made, out)
    said = words_of_pdf(out) if extension == ".pdf" else words_of_office(out.read_bytes(), PARTS[extension])
    assert "compléter" not in said and "QR" not in said
    if extension != ".pdf":
        with zipfile.ZipFile(out) as package:
            assert not [name for name in package.namelist() if name.endswith(".png")]


def lines_of(pdf: Path) -> list[tuple[float, float, str]]:
    """Return the lines of the first page: millimetres from its left and its top, and the words."""
    command = ["pdftotext", "-bbox-layout", "-l", "1", str(pdf), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = []
    for element in ElementTree.fromstring(done.stdout).iter():
        if element.tag.endswith("line"):
            words = " ".join(word.text or "" for word in element if word.tag.endswith("word"))
            left, top = (float(element.get(edge) or 0) / 72 * 25.4 for edge in ("xMin", "yMin"))
            found.append((left, top, words))
    return found


@pytest.mark.parametrize("lines", [1, 3, 6])
def test_the_address_stands_in_the_window_of_the_envelope(made: Letter, tmp_path: Path, lines: int) -> None:
    """A4 folded in three (DL, C5/6): the address from 105 mm and 50 mm, nothing else beside it down to 90 mm."""
    out, address = tmp_path / "c.pdf", tuple(f"Ligne {n} de l’adresse" for n in range(lines))
    letter.write(replace(made, recipient=address), out)
    told = lines_of(out)
    window = [line for line in told if 45 <= line[1] < 90]
    assert [words for _, _, words in window] == list(address)
    assert all(abs(left - 105) < 1 for left, _, _ in window) and abs(window[0][1] - 50) < 2
    assert next(top for left, top, words in told if words.startswith("Saint-Exemple, le")) >= 90
    assert next(top for left, top, words in told if words.startswith("Objet")) > 99


@pytest.mark.parametrize("lines", [3, 5, 8, 12])
def test_a_sender_of_many_lines_leaves_the_address_in_its_place(made: Letter, tmp_path: Path, lines: int) -> None:
    out, sender = tmp_path / "c.pdf", tuple(f"Service {n} de la mairie" for n in range(lines))
    letter.write(replace(made, sender=sender, recipient=("Madame la préfète",)), out)
    told = lines_of(out)
    assert next(top for _, top, words in told if words == "Madame la préfète") == pytest.approx(50, abs=1.5)
    tops = [top for _, top, words in told if words in sender]
    assert len(tops) == lines and min(tops) >= 10.5 and (max(tops) < 49 or lines > 8)


def test_a_long_subject_is_cut_between_two_words(made: Letter) -> None:
    subject = "Une rencontre pour préparer la délibération cadre et la convention de prêt du local communal " * 2
    told = replace(made.draft, subject=subject).subject
    assert subject.startswith(told + " ") and 100 < len(told) <= 120
    assert len(replace(made.draft, subject="a" * 200).subject) == 120


def test_there_is_room_to_sign_above_the_name(made: Letter, tmp_path: Path) -> None:
    out = tmp_path / "c.pdf"
    letter.write(made, out)
    told = lines_of(out)
    closing = next(top for _, top, words in told if words == "Bien cordialement,")
    left, name = next((left, top) for left, top, words in told if words == "Prénom Nom" and top > closing)
    assert name - closing >= 25 and abs(left - 105) < 1


def test_the_address_of_the_publisher_is_used_once_it_is_known(made: Letter) -> None:
    publisher = FileStore(paths.content(), paths.kit_file()).outline.publisher
    known = letter.to_publisher(
        made.draft, publisher, ("1 rue de l’Exemple", "33000 Bordeaux"), sender=("A",), today=TODAY
    )
    assert known.recipient[-2:] == ("1 rue de l’Exemple", "33000 Bordeaux")
    other = replace(made.draft, to="a@b.fr")
    assert letter.to_publisher(other, publisher, (), sender=("A",), today=TODAY).recipient == ("a@b.fr",)
    named = letter.to_publisher(other, publisher, ("1 rue",), name="Une association", sender=("A",), today=TODAY)
    assert named.recipient == ("Une association", "1 rue")


def test_the_address_of_the_collectivite_stands_below_who_writes(made: Letter) -> None:
    publisher = FileStore(paths.content(), paths.kit_file()).outline.publisher
    address = "1 place de la Mairie\n\n 23000 Saint-Exemple "
    sender = ("Prénom Nom", "", "Saint-Exemple")
    told = letter.to_publisher(made.draft, publisher, (), sender=sender, address=address, today=TODAY)
    assert told.sender == ("Prénom Nom", "Saint-Exemple", "1 place de la Mairie", "23000 Saint-Exemple")
    assert told.place == "Saint-Exemple"


def test_typed_markup_stays_text_in_every_format(made: Letter, tmp_path: Path) -> None:
    typed = "#import <b>&amp; *gras* ]]> \\ $x$ {{champ}}"
    nasty = replace(made, draft=MailDraft("a@b.fr", typed, typed), sender=(typed,), recipient=(typed,))
    for extension in letter.FORMATS:
        out = tmp_path / f"c{extension}"
        letter.write(nasty, out)
        said = words_of_pdf(out) if extension == ".pdf" else words_of_office(out.read_bytes(), PARTS[extension])
        assert said.count("{{champ}}") >= 4


def test_a_letter_is_never_written_over_another_unasked(made: Letter, tmp_path: Path) -> None:
    out = tmp_path / "c.odt"
    out.write_bytes(b"avant")
    with pytest.raises(OutputExists):
        letter.write(made, out)
    assert out.read_bytes() == b"avant"
    letter.write(made, out, force=True)
    with pytest.raises(UnknownFormat):
        letter.write(made, tmp_path / "c.rtf")


def test_a_code_has_the_three_marks_and_the_text(made: Letter) -> None:
    rows = qr.modules(transports.short_mailto(made.draft))
    assert len(rows) == len(rows[0]) <= 65
    finder = [(True,) * 7, (True, *(False,) * 5, True), (True, False, True, True, True, False, True)]
    for top, left in ((0, 0), (0, len(rows) - 7), (len(rows) - 7, 0)):
        assert [rows[top + n][left : left + 7] for n in range(3)] == finder
    with pytest.raises(CodeTooLarge):
        qr.modules(transports.short_mailto(replace(made.draft, subject="👩\u200d🌾" * 30)))


def test_a_key_holds_all_that_is_needed_elsewhere(made: Letter, tmp_path: Path) -> None:
    now = datetime(2026, 11, 25, 9, 7)
    plan = Attachment("plan-ess.pdf", b"%PDF-1.7")
    first = carry(made.draft, [plan], tmp_path, now)
    second = carry(made.draft, [], tmp_path, now)
    assert first.name == "message-ess-20261125-0907" and second.name == "message-ess-20261125-0907-2"
    assert sorted(path.name for path in first.iterdir()) == [
        "demande-ess-20261125-0907.eml",
        "demande-ess-20261125-0907.txt",
        "plan-ess.pdf",
    ]
    message = email.message_from_bytes(
        (first / "demande-ess-20261125-0907.eml").read_bytes(), policy=email.policy.default
    )
    assert isinstance(message, EmailMessage)
    assert [part.get_filename() for part in message.iter_attachments()] == ["plan-ess.pdf"]
    text = (first / "demande-ess-20261125-0907.txt").read_bytes().decode("utf-8-sig")
    assert text.replace("\r\n", "\n") == transports.text(made.draft)


@pytest.mark.parametrize("extension", [".odt", ".docx"])
def test_an_office_letter_has_the_head_of_a_letter(made: Letter, tmp_path: Path, extension: str) -> None:
    """Who writes at the left, the address and the day at the right, then the subject, no larger than the text."""
    out = tmp_path / f"c{extension}"
    letter.write(made, out)
    with zipfile.ZipFile(out) as package:
        text = package.read(PARTS[extension]).decode()
        styles = package.read("styles.xml" if extension == ".odt" else "word/styles.xml").decode()
        edges = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml",))).decode()
    kind = "text:style-name" if extension == ".odt" else "w:pStyle w:val"
    body = "Text_20_body" if extension == ".odt" else "BodyText"
    used = [name for name in re.findall(rf'{kind}="([^"]+)"', text) if name not in ("ApresTableau", "Cellule")]
    assert used[:5] == ["Expediteur", "Adresse", "LieuEtDate", "Objet", body]
    assert '"Adresse"' in styles and '"Objet"' in styles
    assert edges.count(wording().date(made.date)) == 1, "the day stands in the letter, not at the head of the page too"
