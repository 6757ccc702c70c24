"""Real mail programs, on a desktop of their own; ``make test`` leaves this folder out, ``make test-mail`` runs it.

A missing program is a failure, never a skip.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from kit import paths
from kit.mail import share_line
from kit.mail.compose import compose
from kit.mail.draft import ChosenLever, MailDraft, MailRequest, PageReference
from kit.mail.templates import MailTemplate, load_templates, read_recipient
from tests.mail.desktop import Desktop

ROOT = Path(__file__).resolve().parents[2]
IDS = [f"action-{n}" for n in range(20)]
OPEN = """
import json, sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
from kit.mail.draft import MailDraft
from ui.output.messages import open_in_mail_program
words = json.loads(sys.stdin.read()) if len(sys.argv) < 2 else json.loads(open(sys.argv[1], encoding="utf-8").read())
sys.exit(0 if open_in_mail_program(MailDraft(**words)).asked else 1)
"""


def pytest_ignore_collect() -> bool | None:
    """Leave this folder out unless it was asked for."""
    return None if os.environ.get("KIT_MAIL") == "1" else True


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    """Return a desktop with nothing on it."""
    made = Desktop(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def open_draft(desktop: Desktop, tmp_path: Path) -> Callable[[MailDraft], None]:
    """Return a function that hands a draft to the mail program as the window does: Qt, xdg-open."""

    def run(draft: MailDraft) -> None:
        told = tmp_path / "draft.json"
        told.write_text(json.dumps(asdict(draft)), encoding="utf-8")
        desktop.environment["PYTHONPATH"] = str(ROOT)
        desktop.environment["QT_NO_XDG_DESKTOP_PORTAL"] = "1"
        desktop.run(sys.executable, "-c", OPEN, told)

    return run


def full_request() -> MailRequest:
    """Return a form in which everything is filled in, as one types it."""
    return MailRequest(
        collectivite="Saint-Exemple-d’Œyre",
        kind="commune",
        departement_code="23",
        departement="Creuse",
        epci="CC de l’Exemple & Cie",
        person="Prénom Nom",
        function="conseillere-municipale",
        reply_to="mairie@saint-exemple.example",
        phone="+33 5 00 00 00 00",
        levers=(ChosenLever(1, "Avoir un·e élu·e désigné·e à l’ESS", 1, 3, hesitating=("Une commission ESS",)),),
        message="100 % d’ESS : « où ? », #1 + 20 € = \"ça\" <b>gras</b> & 'suite' ;\n\nDeux\u00a0lignes 👩\u200d🌾.",
        page=PageReference("ess-en-cinq-minutes", "L’ESS en cinq minutes", "2026.11"),
    )


def templates_of_the_kit() -> dict[str, MailTemplate]:
    """Return the kinds of message of ``resources/mail``."""
    return load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))


def drafts_of_every_kind() -> dict[str, MailDraft]:
    """Return a message of each kind, to the publisher or to someone else."""
    other = replace(full_request(), to="maire@saint-exemple.example")
    return {
        name: compose(other if template.audience == "others" else full_request(), template)
        for name, template in templates_of_the_kit().items()
    }


NASTY = {
    "empty": "",
    "a letter": "a",
    "an accent": "é",
    "line breaks": "\n\n\n",
    "ends with line breaks": "a\n\n\n",
    "blanks at line ends": "a  \nb\u00a0\nc\t\n",
    "a page": "<html><body><p>Bonjour</p></body></html>",
    "a doctype": "<!DOCTYPE html>\n<html><head><title>a</title>",
    "a script": "<script>alert(1)</script>\n<img src='file:///etc/hostname'>",
    "xml": "<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a pdf": "%PDF-1.7\n%âãÏÓ",
    "headers": "From: a@b.example\nBcc: c@d.example\nContent-Type: text/html\n\n<b>",
    "From at line start": "From moi\nFrom toi 2026\nFrom: lui\nFrom ",
    "dots": ".\n..\n.a\na\n.",
    "equals signs": "=\n==\n=3D\n=20\na=\n=?utf-8?B?w6k=?=",
    "percent signs": "%0D%0ABcc: a@b.example %s %d %%",
    "a boundary": "--=_kit-ess\nContent-Type: text/html\n\n<b>\n--=_kit-ess--",
    "a signature mark": "-- \nPrénom Nom\n--",
    "a long word": "x" * 900,
    "a long accented word": "é" * 900,
    "words of 76 and 75 letters": f"{'a' * 76}\n{'b' * 75}\n{'é' * 25}",
    "a long address": "https://exemple.example/" + "a/" * 400,
    "many lines": "\n".join(f"ligne {n}" for n in range(500)),
    "emoji": "👩\u200d🌾 👨\u200d👩\u200d👧\u200d👦 🇫🇷 ❤\ufe0f",
    "right to left": "שלום עולם, مرحبا بالعالم",
    "marks of direction": "a\u202eb\u202c\u2066c\u2069",
    "invisible": "a\u200bb\u2060c\ufeffd\u00ade",
    "control characters": "a\x01\x07\x1b[31mb\x7f\x85c\u2028d\u2029e",
    "combining": "e\u0301" * 100 + "\u0300" * 20,
    "beyond the basic plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010fffd \ue000",
    "unpaired surrogate": "a\ud800b",
    "attach": "',attachment='file:///etc/hostname',body='",
    "quotes": "\"'`«»“”‘’\\ {} [] #a; 1 &amp; &lt; ~ ^ |",
    "attached words": "pièce jointe, adjointe, attachment, conjoint",
}
"""Bodies that break, or have broken, a mail program or whoever guesses what kind of file a message is."""


def nasty_drafts() -> dict[str, MailDraft]:
    """Return a message of each nasty body, which begins its subject too.

    Thunderbird decodes twice what looks like an encoded word of a subject: there is none here.
    """
    return {
        name: MailDraft("contact@cress-na.org", " ".join(body.split())[:100].replace("=?", "="), body, "a@b.example")
        for name, body in NASTY.items()
    }


def drafts() -> dict[str, MailDraft]:
    """Return messages as the kit makes them, with all that has ever broken one."""
    templates, full = templates_of_the_kit(), full_request()
    line = share_line.encode({}, IDS, place=("23096", ""), program="0.1.0", texts="2026.11")
    injection = (
        "a\r\nBcc: pirate@example.org&bcc=pirate@example.org&attach=/etc/hostname',attachment='file:///etc/hostname"
    )
    return {
        "levier": compose(full, templates["levier"]),
        "situation": compose(MailRequest(collectivite="Saint-Exemple", share=line), templates["situation"]),
        "copie": compose(MailRequest(reply_to="mairie@saint-exemple.example", copy=True), templates["question"]),
        "injection": compose(
            MailRequest(collectivite=injection, person=injection, message=injection), templates["question"]
        ),
        "lignes": MailDraft("contact@cress-na.org", "Trois lignes", "une\ndeux\ntrois"),
    }
