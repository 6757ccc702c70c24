"""What stands in a layout is told in its order, and no item of it is held: Qt deletes items without a word."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.access.tab_order import reading_order
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.layout_parts import parts_of


def held() -> int:
    gc.collect()
    return sum(isinstance(one, QLayoutItem) and not isinstance(one, QLayout) for one in gc.get_objects())


@pytest.mark.parametrize("kind", [QVBoxLayout, QHBoxLayout, QGridLayout])
def test_no_item_of_qt_is_held(qtbot: QtBot, kind: type[QLayout]) -> None:
    part, before = QWidget(), held()
    qtbot.addWidget(part)
    layout = kind(part)
    labels = [QLabel(str(number)) for number in range(5)]
    for label in labels:
        layout.addWidget(label)
    assert parts_of(layout) == list(enumerate(labels))
    assert list(reading_order(part)) == labels
    assert held() == before


def test_the_order_is_that_of_the_layout_whatever_was_built_first(qtbot: QtBot) -> None:
    part = QWidget()
    qtbot.addWidget(part)
    outer, row, flow = QVBoxLayout(part), QHBoxLayout(), FlowLayout()
    labels = [QLabel(str(number), part) for number in range(6)]
    row.addWidget(labels[4])
    row.addStretch(1)
    row.addWidget(labels[1])
    flow.addWidget(labels[0])
    outer.addWidget(labels[5])
    outer.addLayout(row)
    outer.addWidget(labels[2])
    outer.addLayout(flow)
    outer.insertWidget(0, labels[3])
    assert parts_of(outer) == [(0, labels[3]), (1, labels[5]), (2, row), (3, labels[2]), (4, flow)]
    assert parts_of(row) == [(0, labels[4]), (2, labels[1])]
    assert [label.text() for label in reading_order(part)] == ["3", "5", "4", "1", "2", "0"]
