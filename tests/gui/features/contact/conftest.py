"""Fixtures of the tests of the page Contacter."""

from __future__ import annotations

import pytest

from ui.features.contact.page import ContactPage
from ui.services.navigation import ToContact
from ui.shell.main_window import MainWindow


@pytest.fixture
def page(window: MainWindow) -> ContactPage:
    window.open_route(ToContact())
    found = window.current_page
    assert isinstance(found, ContactPage)
    return found
