"""A label remembers its heights, and forgets them when its words or its letters change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible
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


@pytest.mark.parametrize("wrap", [True, False])
def test_the_letters_of_the_first_of_a_month_are_raised(qtbot: QtBot, wrap: bool) -> None:
    label = Label("1er", wrap=wrap)
    qtbot.addWidget(label)
    label.setStyleSheet("QLabel { font-size: 60px; color: black; background: white; }")
    label.adjustSize()

    def foot(first: float, last: float) -> int:
        picture, width = label.grab().toImage(), label.width()
        columns = range(round(first * width), round(last * width))
        rows = range(picture.height())
        return max((y for y in rows for x in columns if picture.pixelColor(x, y).lightness() < 100), default=-1)

    assert 0 <= foot(0.6, 1) < foot(0, 0.4) - 10
    assert label.text() == "1er"
    name = QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    assert name == "1er"


def test_words_beside_a_raised_day_stay_words(qtbot: QtBot) -> None:
    """What someone typed is no markup, and its lines stay lines."""
    typed = "le 1er <b>mars</b> & après\nici"
    label, plain = Label(typed), Label(typed.replace("1er", "1 er"))
    for one in (label, plain):
        qtbot.addWidget(one)
    assert label.text() == typed
    name = QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
    assert name.split() == typed.split()
    assert abs(label.heightForWidth(400) - plain.heightForWidth(400)) < plain.heightForWidth(400) / 4
    label.setText("<b>2 mars</b>")
    assert QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) == "<b>2 mars</b>"
