"""A page that scrolls: what lies under the pointer follows the wheel."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.widgets.pressable_card import PressableCard
from ui.widgets.scroll import scrolling


def test_the_hover_of_a_card_goes_with_the_wheel(qtbot: QtBot) -> None:
    page, inner = QWidget(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(inner)
    cards = [PressableCard(LIGHT) for _ in range(8)]
    for card in cards:
        card.setFixedHeight(120)
        card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(card)
    area = scrolling(page, inner)
    page.resize(400, 300)
    page.show()
    qtbot.waitExposed(page)
    place = cards[0].mapTo(page, QPoint(40, 40))
    QTest.mouseMove(cards[0], QPoint(30, 30))  # the pointer may be where a test before left it: that moves nothing
    QTest.mouseMove(cards[0], QPoint(40, 40))
    qtbot.waitUntil(cards[0].underMouse)
    plain = cards[7].grab().toImage()
    QTest.wheelEvent(page.windowHandle(), place, QPoint(0, -240))
    assert area.verticalScrollBar().value() >= 60
    under = [card for card in cards if card.rect().contains(card.mapFrom(page, place))]
    assert [card for card in cards if card.underMouse()] == under
    assert cards[0] not in under and cards[0].grab().toImage() == plain
