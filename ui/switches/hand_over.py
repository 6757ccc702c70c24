"""``--hand-over DIR``, for the tests of the built program: a given message through the Contact page's own button.

DIR holds ``message.txt``; ``mailto.txt`` is written beside it: the address that the page hands to the system.
"""

from __future__ import annotations

from pathlib import Path

from kit.files import write_whole
from kit.mail import transports
from ui.features.contact.page import ContactPage
from ui.services.context import AppContext
from ui.services.navigation import ToContact
from ui.shell.main_window import MainWindow
from ui.switches.tour import fill_contact, settle


def hand_over(window: MainWindow, context: AppContext, folder: Path) -> int:
    """Fill the form, press the button, leave; the exit code is 0."""
    window.show()
    window.open_route(ToContact())
    page = window.current_page
    assert isinstance(page, ContactPage)
    fill_contact(window)
    context.session.set_text("identity", "name", "Saint-Exemple")
    page.form.message.setPlainText((folder / "message.txt").read_text(encoding="utf-8"))
    settle(context)
    write_whole(folder / "mailto.txt", transports.mailto(page.draft()).url.encode("ascii"))
    page.panel.open.click()
    settle(context)
    window.close()
    context.jobs.close()
    return 0
