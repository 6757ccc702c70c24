"""The Tab order of a window: that of its layouts, line by line, whatever the order in which widgets were built."""

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


def first_inside(before: QWidget, after: QWidget) -> QWidget:
    """Return what Tab goes to, going ahead from ``before``, where Qt went to ``after``.

    Qt stops at a page whose focus goes to one of its fields, and all that stands before that field would never be
    reached (QApplicationPrivate::focusNextPrevChild_helper): one comes into such a page at its beginning.

    Whose focus goes to ``after``, which has it, is asked by ``hasFocus``: PySide takes what ``focusProxy`` returns for
    a child of the one that was asked, as with ``nextInFocusChain``, and forgets it with that one.
    """
    holder, around = None, after.parentWidget()
    while around is not None and not around.isAncestorOf(before):
        if around.hasFocus():
            holder = around
        around = around.parentWidget()
    if holder is None:
        return after
    return next((one for one in reading_order(holder) if one is after or _takes_tab(one, holder)), after)


def _takes_tab(widget: QWidget, holder: QWidget) -> bool:
    takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.hasFocus()  # it leads to what has it
    return bool(takes) and widget.isVisibleTo(holder) and widget.isEnabled()


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
