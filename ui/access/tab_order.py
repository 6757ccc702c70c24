"""Tab goes where the eye goes: the order of the layouts, whatever the order in which things were built."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QStackedWidget, QWidget

from ui.widgets.layout_parts import parts_of


def follow_layout(part: QWidget) -> None:
    """Chain all that takes the focus in a part of the window, in reading order."""
    last: QWidget | None = None
    for widget in reading_order(part):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            if last is not None:
                QWidget.setTabOrder(last, widget)
            last = widget


def next_by_tab(window: QWidget, *, ahead: bool) -> QWidget | None:
    """Return what Tab goes to in a window, None for nothing.

    As Qt does, but that a page whose focus goes to one of its fields is no stop: Qt stops there going ahead, and all
    that stands before that field would never be reached (QApplicationPrivate::focusNextPrevChild_helper).
    """
    here = window.focusWidget() or window
    there, is_round = here, False
    while True:
        step = there.nextInFocusChain() if ahead else there.previousInFocusChain()
        if step is None or step is here or (step is window and is_round):
            return None
        there, is_round = step, is_round or step is window
        takes = there.focusPolicy() & Qt.FocusPolicy.TabFocus and there.focusProxy() is None
        if takes and there.isVisibleTo(window) and there.isEnabled() and not there.isWindow():
            return there


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
    parts = parts_of(layout)
    if isinstance(layout, QGridLayout):
        parts.sort(key=lambda part: layout.getItemPosition(part[0])[:2])  # type: ignore[index]
    for _, part in parts:
        if isinstance(part, QLayout):
            yield from _in_layout(part)
        else:
            yield part
            yield from reading_order(part)
