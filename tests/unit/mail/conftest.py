from __future__ import annotations

from pathlib import Path

import pytest

from kit.mail.draft import ChosenLever, MailRequest
from kit.mail.templates import MailTemplate, load_templates

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def templates() -> dict[str, MailTemplate]:
    return load_templates(ROOT / "resources" / "mail", to="contact@cress-na.org")


@pytest.fixture
def request_of_saint_exemple() -> MailRequest:
    """The request of the reference screen."""
    return MailRequest(
        collectivite="Saint-Exemple",
        kind="commune",
        departement_code="23",
        departement="Creuse",
        person="Prénom Nom",
        function="adjointe-au-maire",
        reply_to="mairie@saint-exemple.example",
        levers=(
            ChosenLever(1, "Avoir un·e élu·e désigné·e à l’ESS", 1, 2),
            ChosenLever(4, "Impulser un diagnostic territorial partagé", 0, 3),
        ),
    )
