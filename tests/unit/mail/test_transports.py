from __future__ import annotations

import base64
import email
import email.policy
import random
import re
import subprocess
import sys
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.errors import HeaderInjection
from kit.mail import transports
from kit.mail.compose import compose
from kit.mail.draft import ChosenLever, MailDraft, MailRequest, PageReference
from kit.mail.templates import MailTemplate
from kit.mail.transports import MAILTO_LIMIT, Attachment

ROOT = Path(__file__).resolve().parents[3]
TO = "contact@cress-na.org"
URL = re.compile(r"mailto:contact@cress-na\.org\?subject=[A-Za-z0-9._~%-]*&body=[A-Za-z0-9._~%-]*")
SHORT = "Collez ici le texte préparé (Ctrl+V)."

WORDS = [
    *(
        "élu·es",
        "commune",
        "d’Œyreluy",
        "forêt",
        "économie",
        "solidaire",
        "«",
        "coopération",
        "»",
        "l’ESS",
        ":",
    ),
    *(
        "50",
        "%",
        "a+b",
        "R&D",
        "n°",
        "#1",
        "a=b",
        ";",
        "'",
        '"',
        "\\",
        "<",
        ">",
        "{",
        "}",
        "?",
        "!",
        "€/h",
        "--",
    ),
    *("Saint-Étienne…", "👩\u200d🌾", "=?utf-8?B?w6k=?=", "%0D%0A", "&bcc=x@y.fr", ".", "From", "(23)", "-"),
]
FRENCH = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
TEXTS = st.lists(st.one_of(FRENCH, st.just(""), st.text(max_size=40)), max_size=6).map("\n".join)


def _parsed_mailto(url: str) -> tuple[str, str, str]:
    """Read a mailto as a mail program does: + is a plus, & parts the fields."""
    parts = urlsplit(url)
    fields = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    assert list(fields) == ["subject", "body"]
    return unquote(parts.path), unquote(fields["subject"]), unquote(fields["body"])


def _parsed_eml(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
        assert [header.defects for header in part.values()] == [()] * len(part.keys())
    return message


def _body(message: EmailMessage) -> str:
    """Return the body without the line break that ends it."""
    part = message.get_body(("plain",))
    assert part is not None
    text = str(part.get_content()).replace("\r\n", "\n")
    assert text.endswith("\n")
    return text[:-1]


@settings(max_examples=3000, database=None)
@given(FRENCH, TEXTS)
def test_a_mailto_carries_the_draft_exactly_or_says_that_it_does_not(subject: str, body: str) -> None:
    draft = MailDraft(TO, subject, body, short_body=SHORT)
    mailto = transports.mailto(draft)
    assert URL.fullmatch(mailto.url)
    assert len(mailto.url) <= MAILTO_LIMIT
    to, read_subject, read_body = _parsed_mailto(mailto.url)
    assert (to, read_subject) == (TO, draft.subject)
    if mailto.shortened:
        assert (read_body, mailto.clipboard) == (SHORT, draft.body)
    else:
        assert mailto.clipboard is None
        assert read_body == draft.body.replace("\n", "\r\n")
        assert parse_qsl(urlsplit(mailto.url).query, keep_blank_values=True)[1] == ("body", read_body)


@settings(max_examples=3000, database=None)
@given(FRENCH, TEXTS, st.sampled_from(["", "mairie@saint-exemple.example"]))
def test_an_eml_carries_the_draft_exactly(subject: str, body: str, reply_to: str) -> None:
    draft = MailDraft(TO, subject, body, reply_to)
    for attachments in ((), (Attachment("plan.pdf", b"%PDF"),)):
        data = transports.eml(draft, attachments)
        message = _parsed_eml(data)
        assert message["Subject"] == draft.subject
        assert message.get("Reply-To", "") == reply_to
        assert _body(message) == draft.body
        assert data.replace(b"\r\n", b"").count(b"\r") + data.replace(b"\r\n", b"").count(b"\n") == 0
        assert max(len(row) for row in data.split(b"\r\n")) <= 76


MARKUP = ["<html><body>Bonjour", "<!DOCTYPE html>\n<head>", "<script>x</script>", "<table>", "<a href=x>", "%PDF-1.7"]
PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [*MARKUP, *WORDS, "From ", ".", "..", "=", "= ", "=3D", " ", "\n", "\n\n", "--=_kit-ess--", "x" * 900]
    ),
    st.characters(min_codepoint=0x590, max_codepoint=0x6FF),
)
NASTY = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=2000, database=None)
@given(NASTY, st.booleans())
def test_an_eml_is_lines_of_76_ascii_characters_that_give_the_same_body_back(body: str, with_file: bool) -> None:
    draft = MailDraft(TO, "s", body)
    data = transports.eml(draft, [Attachment("plan.pdf", b"%PDF")] if with_file else [])
    assert data.endswith(b"\r\n")
    assert data.isascii() and b"\0" not in data
    rows = data[:-2].split(b"\r\n")
    assert max(map(len, rows)) <= 76
    assert not any(b"\r" in row or b"\n" in row or row != row.rstrip() for row in rows)
    assert not any(row.startswith((b"From ", b".")) for row in rows)  # an mbox and SMTP would change them
    assert _body(_parsed_eml(data)) == draft.body


def test_a_body_ends_with_a_line_break() -> None:
    """Thunderbird 153 crashes at quoted-printable that ends without one."""
    for body in ("", "a", "é", "a\n", "b" * 80, "c" * 76):
        data = transports.eml(MailDraft(TO, "s", body))
        assert data.endswith(b"\r\n") and not data.endswith(b"=\r\n"), body


@pytest.mark.parametrize("typed", MARKUP)
@pytest.mark.parametrize("with_file", [False, True])
def test_a_message_that_begins_with_markup_is_a_message(typed: str, with_file: bool, tmp_path: Path) -> None:
    file = tmp_path / "demande.eml"
    for subject, body in (("Bonjour", typed), (typed.split("\n")[0], "Bonjour"), ("é", f"é\n\n{typed}")):
        attached = [Attachment(f"{typed}.html", typed.encode(), "text/html")] if with_file else []
        file.write_bytes(transports.eml(MailDraft(TO, subject, body), attached))
        told = subprocess.run(["xdg-mime", "query", "filetype", file], capture_output=True, text=True, check=True)
        assert told.stdout.strip() == "message/rfc822", (subject, body)


def test_4000_french_subjects_lose_no_space() -> None:
    chance = random.Random(20261124)
    for _ in range(4000):
        words = [chance.choice(WORDS) for _ in range(chance.randint(1, 25))]
        draft = MailDraft(TO, "[Kit ESS] " + " ".join(words), "b")
        assert _parsed_eml(transports.eml(draft))["Subject"] == draft.subject


def test_accents_stay_whole_in_each_encoded_word() -> None:
    data = transports.eml(MailDraft(TO, "é" * 119 + "a", "b")).decode("ascii")
    words = re.findall(r"=\?utf-8\?B\?([^?]*)\?=", data)
    assert len(words) > 1
    assert "".join(base64.b64decode(word).decode("utf-8") for word in words) == "é" * 119 + "a"


def test_to_is_the_first_header_and_the_draft_is_unsent(
    templates: dict[str, MailTemplate], request_of_saint_exemple: MailRequest
) -> None:
    data = transports.eml(compose(request_of_saint_exemple, templates["levier"]))
    assert data.startswith(b"To: contact@cress-na.org\r\n")
    message = _parsed_eml(data)
    assert message["X-Unsent"] == "1"
    assert message.keys() == [
        "To",
        "Subject",
        "Reply-To",
        "X-Unsent",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]


def _draft_with_url_of(length: int) -> MailDraft:
    room = length - len(transports.mailto(MailDraft(TO, "s", "", short_body=SHORT)).url)
    return MailDraft(TO, "s", "x" * room, short_body=SHORT)


@pytest.mark.parametrize(("length", "shortened"), [(1899, False), (1900, False), (1901, True)])
def test_the_limit_is_1900_characters_of_url(length: int, shortened: bool) -> None:
    draft = _draft_with_url_of(length)
    mailto = transports.mailto(draft)
    assert mailto.shortened is shortened
    assert (len(mailto.url) == length) is not shortened
    assert mailto.clipboard == (draft.body if shortened else None)


def test_a_shortened_body_has_one_line(templates: dict[str, MailTemplate]) -> None:
    draft = compose(MailRequest(message="mot " * 900), templates["question"])
    mailto = transports.mailto(draft)
    assert _parsed_mailto(mailto.url)[2] == SHORT
    assert mailto.clipboard == draft.body


def test_the_worst_subject_still_fits_the_limit() -> None:
    mailto = transports.mailto(MailDraft(TO, "👩" * 500, "x" * 5000, short_body=SHORT))
    assert len(mailto.url) <= MAILTO_LIMIT
    assert mailto.shortened


INJECTIONS = [
    "a\r\nBcc: pirate@example.org",
    "a\nTo: pirate@example.org\n\ncorps",
    "a&bcc=pirate@example.org&attach=/etc/hostname",
    "a?cc=pirate@example.org#x",
    "',attachment='file:///etc/hostname",
    "a%0D%0ABcc:%20pirate@example.org",
    "\u202egro.elpmaxe\u202c",
    "a\x00\x1b[31mb",
    "👩\u200d🌾\u200b",
    "=?utf-8?B?DQpCY2M6IHBpcmF0ZUBleGFtcGxlLm9yZw==?=",
    "--=_kit-ess--\r\nContent-Type: text/html\r\n\r\n<b>",
    "é" * 100_000,
]


@pytest.mark.parametrize("typed", INJECTIONS, ids=range(len(INJECTIONS)))
def test_nothing_typed_adds_a_recipient_a_header_or_an_attachment(
    typed: str, templates: dict[str, MailTemplate]
) -> None:
    request = MailRequest(
        kind="commune",
        collectivite=typed,
        departement_code=typed,
        departement=typed,
        epci=typed,
        person=typed,
        function=typed,
        reply_to=typed,
        phone=typed,
        levers=(ChosenLever(1, typed, 1, 2, hesitating=(typed,), dates=((typed, typed),)),),
        message=typed,
        availability=typed,
        page=PageReference("une-page", typed, "2026.11", typed),
        questions=((typed, typed),),
        share=typed,
        copy=True,
    )
    draft = compose(request, templates["question"])
    plain = compose(MailRequest(), templates["question"])

    url = transports.mailto(draft).url
    assert URL.fullmatch(url)
    assert _parsed_mailto(url)[0] == TO
    assert "%00" not in url

    message = _parsed_eml(transports.eml(draft))
    assert message.keys() == _parsed_eml(transports.eml(plain)).keys()
    assert [address.addr_spec for address in message["To"].addresses] == [TO]
    assert message["Subject"] == draft.subject
    assert not message.is_multipart()
    assert _body(message) == draft.body

    with_file = _parsed_eml(transports.eml(draft, [Attachment(typed, b"x")]))
    assert with_file.keys()[:2] == ["To", "Subject"]
    assert [part.get_content() for part in with_file.iter_attachments()] == [b"x"]
    assert not set(str(next(with_file.iter_attachments()).get_filename())) & set('/\\"\r\n\0')


@pytest.mark.parametrize("name", ["plan.pdf", "Plan d’action, été « 2026 ».pdf", "a;b='c'.pdf"])
def test_attachments_arrive_whole(name: str) -> None:
    content = bytes(range(256)) * 50
    data = transports.eml(MailDraft(TO, "s", "corps"), [Attachment(name, content), Attachment("b.txt", b"", "text/x")])
    first, second = _parsed_eml(data).iter_attachments()
    assert (first.get_filename(), first.get_content_type(), first.get_content()) == (
        name,
        "application/pdf",
        content,
    )
    assert second.get_payload(decode=True) == b""


def test_a_media_type_cannot_carry_a_header() -> None:
    with pytest.raises(HeaderInjection):
        transports.eml(MailDraft(TO, "s", "b"), [Attachment("a", b"", "text/plain\r\nBcc: x@y.fr")])


def test_text_begins_with_address_and_subject() -> None:
    draft = MailDraft(TO, "Objet é", "corps", headings=("À", "Objet", "Copie"))
    assert transports.text(draft) == "À : contact@cress-na.org\nObjet : Objet é\n\ncorps\n"


def test_an_eml_name_holds_a_date_and_nothing_typed() -> None:
    assert transports.eml_name(datetime(2026, 3, 5, 9, 7)) == "demande-ess-20260305-0907.eml"


def test_importing_the_room_loads_no_mail_network_or_toml_library() -> None:
    code = (
        "import sys; before = set(sys.modules);"
        "import kit.mail.compose, kit.mail.transports, kit.territoires;"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "kit.mail.transports" in loaded
    assert not loaded & {
        "email",
        "socket",
        "ssl",
        "http",
        "smtplib",
        "tomllib",
        "csv",
        "base64",
    }
