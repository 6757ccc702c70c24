"""Real mail programs, on a desktop of their own; ``make test`` leaves this folder out, ``make test-mail`` runs it.

A missing program is a failure, never a skip.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from kit import paths
from kit.mail import share_line
from kit.mail.compose import compose
from kit.mail.draft import ChosenLever, MailDraft, MailRequest, PageReference
from kit.mail.templates import load_templates, read_recipient
from tests.mail.desktop import Desktop

ROOT = Path(__file__).resolve().parents[2]
IDS = [f"action-{n}" for n in range(20)]
OPEN = """
import json, sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
from kit.mail.draft import MailDraft
from ui.outgoing import open_in_mail_program
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


def drafts() -> dict[str, MailDraft]:
    """Return messages as the kit makes them, with all that has ever broken one."""
    templates = load_templates(paths.mail_templates(), to=read_recipient(paths.kit_file()))
    full = MailRequest(
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
