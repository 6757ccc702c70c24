"""A label remembers its heights, and forgets them when its words or its letters change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.text import Label

WORDS = "L’économie sociale et solidaire est au cœur du bloc communal."
SHEET = 'QLabel[look="large"] { font-size: 40px; padding: 9px; }'


def larger_font(label: Label) -> None:
    font = label.font()
    font.setPixelSize(40)
    label.setFont(font)


def larger_look(label: Label) -> None:
    label.set_look("large")


def more_words(label: Label) -> None:
    label.setText(WORDS * 3)


def larger_window(label: Label) -> None:
    window = label.window()
    window.setStyleSheet("QLabel { font-size: 40px; }")
    label.ensurePolished()


@pytest.mark.parametrize("change", [larger_font, larger_look, more_words, larger_window])
def test_the_height_follows_what_changes(qtbot: QtBot, change: Callable[[Label], None]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    if change is larger_look:
        window.setStyleSheet(SHEET)
    label = Label(WORDS, parent=window)
    with qtbot.waitExposed(window):
        window.show()
    before = label.heightForWidth(200)
    assert before == label.heightForWidth(200) == QLabel.heightForWidth(label, 200)
    change(label)
    assert label.heightForWidth(200) == QLabel.heightForWidth(label, 200) > before
    assert label.heightForWidth(100) == QLabel.heightForWidth(label, 100) > label.heightForWidth(200)


def test_an_endless_word_goes_on_in_a_new_line(qtbot: QtBot) -> None:
    label, short = Label("a" * 300), Label("anticonstitutionnellement")
    for one in (label, short):
        qtbot.addWidget(one)
    assert label.minimumSizeHint().width() < short.minimumSizeHint().width()
    assert label.heightForWidth(200) > 3 * short.heightForWidth(400)
    assert label.text() == "a" * 300
    label.setText("b" * 300)
    assert label.minimumSizeHint().width() < short.minimumSizeHint().width()
    assert label.text() == "b" * 300
