"""An entry of the sidebar remembers its sizes, and measures itself anew when anything that they hang on changes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.shell.nav_button import NavButton


def button(qtbot: QtBot) -> NavButton:
    made = NavButton(LIGHT, "Mon plan d’action", "plan")
    qtbot.addWidget(made)
    return made


def test_larger_letters_make_it_larger(qtbot: QtBot) -> None:
    entry = button(qtbot)
    before, narrow = entry.sizeHint(), entry.heightForWidth(120)
    font = entry.font()
    font.setPixelSize(2 * entry.fontMetrics().height())  # whatever an earlier test left as the program's font
    entry.setFont(font)
    assert entry.sizeHint().width() > before.width() and entry.sizeHint().height() > before.height()
    assert entry.heightForWidth(120) > narrow


def test_a_count_makes_it_wider_and_no_count_as_it_was(qtbot: QtBot) -> None:
    entry = button(qtbot)
    before = entry.sizeHint()
    entry.show_count("3/20")
    assert entry.sizeHint().width() > before.width() and entry.count == "3/20"
    entry.show_count("")
    assert entry.sizeHint() == before


def test_less_room_makes_it_lower_at_every_width(qtbot: QtBot) -> None:
    entry = button(qtbot)
    before = {width: entry.heightForWidth(width) for width in (120, 256)}
    entry.set_room(3)
    assert all(entry.heightForWidth(width) == high - 12 for width, high in before.items())
