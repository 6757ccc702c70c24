"""A real Thunderbird with an account of its own: what its compose windows hold, and sending from them."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Any, Self

from tests.mail.desktop import Desktop, until
from tests.mail.marionette import Marionette

SENDER = "prenom.nom@saint-exemple.example"

_PREFERENCES = """
user_pref("app.donation.eoy.version.viewed", 999);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultClient", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("intl.locale.requested", "en-US");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account2.server", "server2");
user_pref("mail.accountmanager.accounts", "account1,account2");
user_pref("mail.accountmanager.defaultaccount", "account1");
user_pref("mail.accountmanager.localfoldersserver", "server2");
user_pref("mail.compose.warn_public_recipients.aggressive", false);
user_pref("mail.identity.id1.compose_html", {html});
user_pref("mail.identity.id1.fullName", "Prenom Nom");
user_pref("mail.identity.id1.doFcc", false);
user_pref("mail.identity.id1.smtpServer", "smtp1");
user_pref("mail.identity.id1.useremail", "{sender}");
user_pref("mail.identity.id1.valid", true);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.rights.version", 1);
user_pref("mail.server.server1.check_new_mail", false);
user_pref("mail.server.server1.hostname", "127.0.0.1");
user_pref("mail.server.server1.login_at_startup", false);
user_pref("mail.server.server1.name", "Essai");
user_pref("mail.server.server1.type", "pop3");
user_pref("mail.server.server1.userName", "essai");
user_pref("mail.server.server2.hostname", "Local Folders");
user_pref("mail.server.server2.name", "Local Folders");
user_pref("mail.server.server2.type", "none");
user_pref("mail.server.server2.userName", "nobody");
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.smtp.defaultserver", "smtp1");
user_pref("mail.smtpserver.smtp1.authMethod", 1);
user_pref("mail.smtpserver.smtp1.hostname", "127.0.0.1");
user_pref("mail.smtpserver.smtp1.port", {smtp});
user_pref("mail.smtpserver.smtp1.try_ssl", 0);
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.spellcheck.inline", false);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mail.startup.enabledMailCheckOnce", true);
user_pref("mail.winsearch.firstRunDone", true);
user_pref("mailnews.start_page.enabled", false);
user_pref("mailnews.start_page_override.mstone", "ignore");
user_pref("marionette.port", {marionette});
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.no_proxies_on", "127.0.0.1");
user_pref("toolkit.telemetry.enabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""

_READ = """
const all = [...Services.wm.getEnumerator("msgcompose")];
const windows = all.filter(w => w.composeEditorReady !== false && w.gMsgCompose);
return windows.map(w => {
  const find = path => [...w.document.querySelectorAll(path)];
  const pills = name => find(`#${name}AddrContainer mail-address-pill`).map(p => p.fullAddress);
  const body = w.document.getElementById("messageEditor").contentDocument?.body;
  return {
    ready: !!body,
    to: pills("to"), cc: pills("cc"), bcc: pills("bcc"), reply: pills("reply"),
    subject: w.document.getElementById("msgSubject").value,
    body: body?.innerText ?? "",
    html: w.gMsgCompose.composeHTML,
    marks: body?.querySelectorAll("b, script, img, a").length ?? 0,
    attachments: find("#attachmentBucket richlistitem").map(i => i.attachment.name),
  };
});
"""
_SEND = """
const w = [...Services.wm.getEnumerator("msgcompose")][0];
w.goDoCommand("cmd_sendNow");
"""
_CLOSE = """
for (const w of [...Services.wm.getEnumerator("msgcompose")]) {
  w.gContentChanged = false;
  w.gMsgCompose.bodyModified = false;
  w.close();
}
"""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a compose window holds."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    reply: list[str]
    subject: str
    body: str
    html: bool
    marks: int
    attachments: list[str]


class Thunderbird:
    """One running Thunderbird, the mail program of its desktop."""

    def __init__(self, desktop: Desktop, *, html: bool, smtp: int) -> None:
        self._desktop = desktop
        port = _free_port()
        profile = desktop.home / ".thunderbird" / "essai"
        profile.mkdir(parents=True)
        (profile.parent / "profiles.ini").write_text(
            "[General]\nStartWithLastProfile=1\n\n[Profile0]\nName=essai\nIsRelative=1\nPath=essai\nDefault=1\n",
            encoding="utf-8",
        )
        told = {"html": "true" if html else "false", "sender": SENDER, "smtp": smtp, "marionette": port}
        text = _PREFERENCES
        for key, value in told.items():
            text = text.replace(f"{{{key}}}", str(value))
        (profile / "user.js").write_text(text, encoding="utf-8")
        desktop.environment["MOZ_LEGACY_PROFILES"] = "1"
        for kind in ("x-scheme-handler/mailto", "message/rfc822"):
            desktop.handles(kind, "thunderbird.desktop")
        self.process = desktop.start("thunderbird", "--marionette", "-remote-allow-system-access")
        self.control = until(lambda: _connected(port), 120)
        until(lambda: self.control.script("return !!Services.wm.getMostRecentWindow('mail:3pane');"), 60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *rest: object) -> None:
        self.control.close()

    def composed(self, *, empty: bool = False) -> Composed:
        """Wait for the one compose window, filled in, and return what it holds; ``empty``: its body may be."""
        found = until(lambda: self._read(empty=empty))
        assert len(found) == 1, found
        (one,) = found
        return Composed(**{key: one[key] for key in Composed.__slots__})

    def send(self) -> None:
        """Press Send."""
        self.control.script(_SEND)

    def close_composers(self) -> None:
        """Close what is open, unsaved."""
        self.control.script(_CLOSE)
        until(lambda: not self.control.script("return [...Services.wm.getEnumerator('msgcompose')].length;"))

    def _read(self, *, empty: bool) -> list[dict[str, Any]]:
        """Return what the compose windows hold, once two looks agree: they are filled in step by step."""
        assert self.process.poll() is None, f"Thunderbird ended: {self.process.returncode}"
        found: list[dict[str, Any]] = self.control.script(_READ)
        if not found or not all(one["ready"] and one["to"] and (empty or one["body"]) for one in found):
            return []
        time.sleep(0.3)
        return found if found == self.control.script(_READ) else []


def _connected(port: int) -> Marionette | None:
    try:
        return Marionette(port)
    except (OSError, AssertionError):
        return None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
