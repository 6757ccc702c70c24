"""The means to hand a draft to one's own mail program: mailto, .eml file, text. None opens a connection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from kit.errors import HeaderInjection, MessageTooHeavy
from kit.mail import clean
from kit.mail.draft import MailDraft

MAILTO_LIMIT = 1900  # characters of the whole URL: Windows and webmail handlers fail silently near 2,000

WEIGHT_LIMIT = 10_000_000
"""Bytes of a message with what is attached: many servers refuse more."""

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+", re.ASCII)
_FILE_NAME_LIMIT = 80
_PLAIN_NAME = re.compile(r"[\w ().-]+", re.ASCII)  # "=?" within quotes is read as an encoded word by some
_LINE = 76  # RFC 2045 and RFC 2047
_TO_CODE = re.compile(rb"[^A-Za-z0-9 ,.;:!?'()\[\]/+-]| $")  # "<", "%": with them a message is taken for a page, a PDF
_CUT = _LINE - 3  # room for "=" at the end, and for two more where the first character is coded
_WORD_BYTES = 39  # of UTF-8 in one encoded word: its base64 and "Subject: =?utf-8?B?" stay within _LINE
_BOUNDARY = "=_kit-ess"  # "=_" occurs neither in quoted-printable nor in base64


class Mailto(Struct, frozen=True):
    """What to open; when ``shortened``, put ``clipboard`` (the body) on the clipboard first, and say so."""

    url: str
    shortened: bool
    clipboard: str | None


class Attachment(Struct, frozen=True):
    """A file that goes with an .eml draft."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


def short_mailto(draft: MailDraft) -> str:
    """Return the mailto: URL of the address and the subject alone: what a QR code can hold and a phone can read."""
    return f"mailto:{_address(draft.to)}?subject={_quote(draft.subject)}"


def mailto(draft: MailDraft) -> Mailto:
    """Return the mailto: URL of ``draft`` (RFC 6068), of at most MAILTO_LIMIT characters.

    Give it to Qt as ``QUrl.fromEncoded(url.encode(), QUrl.StrictMode)``: it is encoded once and for all.
    """
    url = _mailto_url(draft, draft.body)
    if len(url) <= MAILTO_LIMIT:
        return Mailto(url, shortened=False, clipboard=None)
    return Mailto(_mailto_url(draft, draft.short_body), shortened=True, clipboard=draft.body)


def text(draft: MailDraft) -> str:
    """Return the whole message as text, address and subject first: for the clipboard and the terminal."""
    to, subject, cc = draft.headings
    copy = f"{cc} : {draft.cc}\n" if draft.cc else ""
    return f"{to} : {draft.to}\n{copy}{subject} : {draft.subject}\n\n{draft.body}\n"


def eml(draft: MailDraft, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the draft as a file for Thunderbird and classic Outlook (X-Unsent: it opens ready to be sent).

    Linux desktops judge a file by its first bytes: To stands first, and neither subject nor body has a sign that
    another kind of file begins with. Every part ends with a line break, without which Thunderbird 153 crashes.
    Not made by email.message: it eats or doubles spaces of long French subjects.
    """
    headers = [f"To: {draft.to}", *([f"Cc: {draft.cc}"] if draft.cc else []), _header("Subject", draft.subject)]
    if draft.reply_to:
        headers.append(f"Reply-To: {draft.reply_to}")
    headers += ["X-Unsent: 1", "MIME-Version: 1.0"]
    if not attachments:
        return _crlf([*headers, *_body_part(draft.body)])
    out = [*headers, f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"', ""]
    out += [f"--{_BOUNDARY}", *_body_part(draft.body)]
    for attachment in attachments:
        out += [f"--{_BOUNDARY}", *_attachment_part(attachment)]
    return _crlf([*out, f"--{_BOUNDARY}--", ""])


def weight_with(attached: int) -> int:
    """Return about how many bytes a message has with so many attached, which become a third more on their way."""
    return attached * 4 // 3 * (_LINE + 2) // _LINE


def check_weight(message: bytes) -> bytes:
    """Return a message that most servers take. Raises MessageTooHeavy."""
    if len(message) > WEIGHT_LIMIT:
        raise MessageTooHeavy(len(message), WEIGHT_LIMIT)
    return message


def eml_name(now: datetime) -> str:
    """Return the name of an .eml file: nothing of what was typed goes into a path."""
    return f"demande-ess-{now:%Y%m%d-%H%M}.eml"


def _mailto_url(draft: MailDraft, body: str) -> str:
    crlf = body.replace("\n", "\r\n")
    copy = f"cc={_address(draft.cc)}&" if draft.cc else ""
    return f"mailto:{_address(draft.to)}?{copy}subject={_quote(draft.subject)}&body={_quote(crlf)}"


def _address(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{_quote(local)}@{_quote(domain)}"


def _quote(value: str) -> str:
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in value.encode())


def _crlf(rows: list[str]) -> bytes:
    return "\r\n".join(rows).encode("ascii")


def _body_part(body: str) -> list[str]:
    headers = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"]
    return [*headers, "", *(row for line in body.split("\n") for row in _quoted_printable(line)), ""]


def _quoted_printable(line: str) -> list[str]:
    """Return the rows of a line (RFC 2045, 6.7), none of which an mbox (« From ») or SMTP (a dot) would change."""
    coded = _TO_CODE.sub(lambda found: b"=%02X" % ord(found[0]), line.encode()).decode("ascii")
    rows, start = [], 0
    while len(coded) - start > _CUT:
        end = coded.rfind("=", start + _CUT - 2, start + _CUT)  # never within a coded byte
        end = start + _CUT if end < 0 else end
        rows.append(f"{_row_start(coded[start:end])}=")
        start = end
    return [*rows, _row_start(coded[start:])]


def _row_start(row: str) -> str:
    return f"={ord(row[0]):02X}{row[1:]}" if row.startswith((".", "From ")) else row


def _attachment_part(attachment: Attachment) -> list[str]:
    import base64

    if not _MEDIA_TYPE.fullmatch(attachment.media_type):
        raise HeaderInjection("Content-Type")
    coded = base64.b64encode(attachment.content).decode("ascii")
    return [
        f"Content-Type: {attachment.media_type}",
        f"Content-Disposition: attachment;\r\n {_file_name(attachment.name)}",
        "Content-Transfer-Encoding: base64",
        "",
        *(coded[start : start + _LINE] for start in range(0, len(coded), _LINE)),
    ]


def _file_name(name: str) -> str:
    """Return the file name parameter: quoted when plain, RFC 2231 otherwise; never a path."""
    name = clean.one_line(re.split(r"[/\\]", name)[-1], _FILE_NAME_LIMIT).replace('"', "'")
    return f'filename="{name}"' if _PLAIN_NAME.fullmatch(name) else f"filename*=utf-8''{_quote(name)}"


def _header(name: str, value: str) -> str:
    """Return one header line, folded; what is not plain ASCII goes whole into encoded words (RFC 2047).

    Readers drop the blank between two encoded words: all the spaces of ``value`` must be inside them.
    """
    import base64

    if not _TO_CODE.search(value.encode()) and len(name) + 2 + len(value) <= _LINE:
        return f"{name}: {value}"
    words, current = [], b""
    for character in value:
        coded = character.encode()
        if len(current) + len(coded) > _WORD_BYTES:
            words.append(current)
            current = b""
        current += coded
    words.append(current)
    encoded = (base64.b64encode(word).decode("ascii") for word in words)
    return f"{name}: " + "\r\n ".join(f"=?utf-8?B?{word}?=" for word in encoded)
