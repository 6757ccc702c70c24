"""What a real Thunderbird shows of a draft, writing HTML or plain text, and what it then sends."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from kit.mail import share_line, transports
from kit.mail.draft import MailDraft
from kit.mail.transports import Attachment
from tests.mail.conftest import IDS, drafts, drafts_of_every_kind, nasty_drafts
from tests.mail.desktop import Desktop, until
from tests.mail.mail_sink import MailSink
from tests.mail.thunderbird import Thunderbird

Open = Callable[[MailDraft], None]


def unflowed(text: str) -> str:
    """Return a format=flowed text (RFC 3676) as it was before: soft breaks joined, stuffed spaces gone."""
    lines: list[str] = []
    soft = False
    for line in text.replace("\r\n", "\n").rstrip("\n").split("\n"):
        bare = line.removeprefix(" ")
        if soft:
            lines[-1] += bare
        else:
            lines.append(bare)
        soft = bare.endswith(" ") and bare != "-- "
    return "\n".join(lines)


def received(sink: MailSink) -> tuple[list[str], EmailMessage]:
    recipients, data = until(lambda: sink.received and sink.received.pop())
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return recipients, message


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return unflowed(str(part.get_content()))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("html", [True, False], ids=["html", "plain"])
def test_thunderbird_shows_and_sends_the_very_message(html: bool, desktop: Desktop, open_draft: Open) -> None:
    with MailSink() as sink, Thunderbird(desktop, html=html, smtp=sink.port) as thunderbird:
        for name, draft in drafts().items():
            assert not transports.mailto(draft).shortened, name
            open_draft(draft)
            shown = thunderbird.composed()
            assert shown.html is html
            assert (shown.to, shown.subject) == ([draft.to], draft.subject), name
            assert shown.body.rstrip("\n") == draft.body, name
            assert (shown.cc, shown.bcc) == ([draft.cc] if draft.cc else [], []), name
            assert (shown.attachments, shown.marks) == ([], 0), name
            thunderbird.close_composers()
        open_draft(drafts()["situation"])
        thunderbird.composed()
        thunderbird.send()
        recipients, message = received(sink)
        assert recipients == ["contact@cress-na.org"]
        assert message["Subject"] == drafts()["situation"].subject
        assert plain(message) == drafts()["situation"].body
        (line,) = share_line.find(plain(message))
        assert line.insee == "23096" and line.statuses(IDS) is not None


@pytest.mark.timeout(300)
@pytest.mark.parametrize("html", [True, False], ids=["html", "plain"])
def test_the_eml_opens_as_a_draft_with_its_file(html: bool, desktop: Desktop, tmp_path: Path) -> None:
    draft = drafts()["levier"]
    content = b"%PDF-1.7\n" + bytes(range(256)) * 20
    file = tmp_path / "demande-ess-20261125-0900.eml"
    file.write_bytes(transports.eml(draft, [Attachment("plan-ess.pdf", content)]))
    with MailSink() as sink, Thunderbird(desktop, html=html, smtp=sink.port) as thunderbird:
        desktop.run("xdg-open", file)
        shown = thunderbird.composed()
        assert (shown.to, shown.cc, shown.bcc) == ([draft.to], [], [])
        assert shown.subject == draft.subject
        assert shown.body.strip("\n") == draft.body
        assert shown.attachments == ["plan-ess.pdf"]
        thunderbird.send()  # what can be sent could be changed
        recipients, message = received(sink)
    assert recipients == [draft.to]
    assert message["Subject"] == draft.subject
    assert plain(message) == draft.body
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("plan-ess.pdf", content)
    assert message["X-Unsent"] is None


@pytest.mark.timeout(900)
@pytest.mark.parametrize("html", [True, False], ids=["html", "plain"])
def test_every_draft_opens_in_a_running_thunderbird(html: bool, desktop: Desktop, tmp_path: Path) -> None:
    """Each kind of message and each nasty one, without a file and with one: what opens is what was written."""
    plan = Attachment("plan-ess.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20)
    messages = drafts_of_every_kind() | nasty_drafts()
    assert len(nasty_drafts()) >= 30
    wrong: dict[tuple[str, int], tuple[object, object]] = {}
    with MailSink() as sink, Thunderbird(desktop, html=html, smtp=sink.port) as thunderbird:
        for number, (name, draft) in enumerate(messages.items()):
            for attached in ([], [plan]):
                file = tmp_path / f"demande-ess-{number}-{len(attached)}.eml"
                file.write_bytes(transports.eml(draft, attached))
                kind = desktop.run("xdg-mime", "query", "filetype", file).strip()
                assert kind == "message/rfc822", name
                desktop.run("xdg-open", file)
                shown = thunderbird.composed(empty=not draft.body)
                copies = [draft.cc] if draft.cc else []
                wanted = ([draft.to], copies, [], draft.subject, draft.body, [a.name for a in attached], 0)
                body = shown.body.rstrip("\n")
                seen = (shown.to, shown.cc, shown.bcc, shown.subject, body, shown.attachments, shown.marks)
                if seen != wanted:
                    wrong[name, len(attached)] = (seen, wanted)
                thunderbird.close_composers()
    assert not wrong
