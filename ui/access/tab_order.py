"""Tab goes where the eye goes: the order of the layouts, whatever the order in which things were built."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QScrollArea, QStackedWidget, QWidget
from shiboken6 import Shiboken


def follow_layout(part: QWidget) -> None:
    """Chain all that takes the focus in a part of the window, in reading order."""
    last: QWidget | None = None
    for widget in reading_order(part):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            if last is not None:
                QWidget.setTabOrder(last, widget)
            last = widget


def reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget's descendants as they are read: line by line of each layout."""
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield inner
            yield from reading_order(inner)
    elif isinstance(widget, QStackedWidget):
        for number in range(widget.count()):
            if (inner := widget.widget(number)) is not None:
                yield inner
                yield from reading_order(inner)
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for widget, inner in _items(layout):
        if widget is not None:
            yield widget
            yield from reading_order(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _items(layout: QLayout) -> list[tuple[QWidget | None, QLayout | None]]:
    """Return the widget or the layout of each item, in reading order.

    No item is kept: PySide would hold it as long as the layout, Qt deletes it with its widget and does not say so, and
    what comes to lie at its address would be taken for it.
    """
    found = []
    for number in range(layout.count()):
        if (item := layout.itemAt(number)) is not None:
            found.append((item.widget(), item.layout()))
            if found[-1][1] is None and isinstance(layout, (QBoxLayout, QGridLayout)):  # others hold their items
                Shiboken.invalidate(item)
    if isinstance(layout, QGridLayout):
        places = {number: layout.getItemPosition(number) for number in range(layout.count())}
        order = sorted(range(len(found)), key=lambda number: places[number][:2])  # type: ignore[index]
        return [found[number] for number in order]
    return found
