"""What stands in a layout, without asking it for its items.

PySide holds what ``itemAt`` of Qt's own layouts returned for as long as the layout. Qt deletes the item with its widget
and does not say so: what comes to lie at its address would be taken for it, and memory is damaged
(docs/decisions/0092).
"""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def parts_of(layout: QLayout) -> list[tuple[int, QWidget | QLayout]]:
    """Return the widgets and the layouts inside a layout with their places, in the order of its items."""
    holder = layout.parentWidget()
    inside = [*layout.children(), *(holder.children() if holder else ())]
    placed = [(layout.indexOf(one), one) for one in inside if isinstance(one, (QWidget, QLayout))]
    return sorted((pair for pair in placed if pair[0] >= 0), key=lambda pair: pair[0])
