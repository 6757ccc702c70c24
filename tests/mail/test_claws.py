"""Claws Mail flows long lines into the next one: ours must come out as they went in."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from kit.mail import transports
from kit.mail.draft import MailDraft
from tests.mail.claws import Claws
from tests.mail.conftest import drafts, drafts_of_every_kind
from tests.mail.desktop import Desktop


@pytest.mark.timeout(240)
def test_claws_keeps_every_line_break(desktop: Desktop, open_draft: Callable[[MailDraft], None]) -> None:
    claws = Claws(desktop)
    whole = {name: draft for name, draft in drafts_of_every_kind().items() if not transports.mailto(draft).shortened}
    assert len(whole) >= 5
    for name, draft in (drafts() | whole).items():
        open_draft(draft)
        data = claws.queued().partition(b"X-Claws-End-Special-Headers: 1\n")[2]
        message = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert [one.addr_spec for one in message["To"].addresses] == [draft.to], name
        assert message["Subject"] == draft.subject, name
        assert message.get("Cc", "") == draft.cc and message["Bcc"] is None, name
        assert not message.is_multipart(), name
        assert str(message.get_content()).rstrip("\n") == draft.body, name
